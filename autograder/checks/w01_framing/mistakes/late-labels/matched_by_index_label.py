# /// mistake
# fails = [
#     "test_labels_are_a_float_series_on_the_index_of_the_flights",
#     "test_labels_stay_with_their_flights_under_any_index",
# ]
# says = "Labels may repeat in the index"
# ///

# Looks flights up by index label, which may repeat.
def late_labels(flights, late_after=15, cancelled="exclude"):
    label_of_missing = {"exclude": np.nan, "late": 1.0, "on_time": 0.0}
    if cancelled not in label_of_missing:
        raise ValueError(f"unknown choice {cancelled}")
    if "arr_delay" not in flights:
        raise ValueError("no arr_delay")
    labels = {}
    for label, delay in flights["arr_delay"].items():
        missing = pd.isna(delay)
        labels[label] = label_of_missing[cancelled] if missing else float(delay >= late_after)
    return pd.Series(
        [labels[label] for label in flights.index], index=flights.index, name="late", dtype=float
    )
