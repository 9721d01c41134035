# /// mistake
# fails = [
#     "test_a_flight_that_never_arrived_has_no_label_by_default",
#     "test_labels_are_a_float_series_on_the_index_of_the_flights",
#     "test_any_delays_and_any_limit_are_labelled",
#     "test_labels_stay_with_their_flights_under_any_index",
#     "test_other_columns_do_not_influence_the_label",
#     "test_the_table_of_flights_is_left_alone",
#     "test_the_flights_of_february_are_labelled",
# ]
# says = "expected 3 items, not 2"
# ///

# Excluding a flight from the labels is not removing its row.
def late_labels(flights, late_after=15, cancelled="exclude"):
    label_of_missing = {"exclude": np.nan, "late": 1.0, "on_time": 0.0}
    if cancelled not in label_of_missing:
        raise ValueError(f"unknown choice {cancelled}")
    if "arr_delay" not in flights:
        raise ValueError("no arr_delay")
    delay = flights["arr_delay"]
    if cancelled == "exclude":
        delay = delay.dropna()
    late = (delay >= late_after).astype(float)
    return late.mask(delay.isna(), label_of_missing[cancelled]).rename("late")
