# /// mistake
# fails = [
#     "test_labels_are_a_float_series_on_the_index_of_the_flights",
#     "test_labels_stay_with_their_flights_under_any_index",
# ]
# says = "expected the name 'late'"
# ///

# The Series keeps the name of the column it came from.
def late_labels(flights, late_after=15, cancelled="exclude"):
    label_of_missing = {"exclude": np.nan, "late": 1.0, "on_time": 0.0}
    if cancelled not in label_of_missing:
        raise ValueError(f"unknown choice {cancelled}")
    if "arr_delay" not in flights:
        raise ValueError("no arr_delay")
    delay = flights["arr_delay"]
    return (delay >= late_after).astype(float).mask(delay.isna(), label_of_missing[cancelled])
