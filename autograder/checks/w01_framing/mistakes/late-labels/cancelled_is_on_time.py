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
# says = "A missing delay is neither late nor on time"
# ///

# NaN >= 15 is False, and nobody noticed.
def late_labels(flights, late_after=15, cancelled="exclude"):
    label_of_missing = {"exclude": np.nan, "late": 1.0, "on_time": 0.0}
    if cancelled not in label_of_missing:
        raise ValueError(f"unknown choice {cancelled}")
    if "arr_delay" not in flights:
        raise ValueError("no arr_delay")
    late = (flights["arr_delay"] >= late_after).astype(float)
    if cancelled == "late":
        late = late.mask(flights["arr_delay"].isna(), 1.0)
    return late.rename("late")
