# /// mistake
# fails = [
#     "test_the_caller_chooses_the_label_of_a_missing_delay",
#     "test_any_delays_and_any_limit_are_labelled",
#     "test_labels_stay_with_their_flights_under_any_index",
#     "test_the_table_of_flights_is_left_alone",
#     "test_the_flights_of_february_are_labelled",
# ]
# says = "A missing delay is to count as on time"
# ///

# not (NaN < 15) is True: missing delays become late.
def late_labels(flights, late_after=15, cancelled="exclude"):
    label_of_missing = {"exclude": np.nan, "late": 1.0, "on_time": 0.0}
    if cancelled not in label_of_missing:
        raise ValueError(f"unknown choice {cancelled}")
    if "arr_delay" not in flights:
        raise ValueError("no arr_delay")
    late = (~(flights["arr_delay"] < late_after)).astype(float)
    if cancelled == "exclude":
        late[flights["arr_delay"].isna().to_numpy()] = np.nan
    return late.rename("late")
