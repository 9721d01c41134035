# /// mistake
# fails = [
#     "test_the_limit_can_be_moved",
#     "test_the_caller_chooses_the_label_of_a_missing_delay",
#     "test_any_delays_and_any_limit_are_labelled",
# ]
# says = "Here a flight is late from minute 30 on"
# ///

# The limit is written into the code.
def late_labels(flights, late_after=15, cancelled="exclude"):
    label_of_missing = {"exclude": np.nan, "late": 1.0, "on_time": 0.0}
    if cancelled not in label_of_missing:
        raise ValueError(f"unknown choice {cancelled}")
    if "arr_delay" not in flights:
        raise ValueError("no arr_delay")
    delay = flights["arr_delay"]
    late = (delay >= 15).astype(float)
    return late.mask(delay.isna(), label_of_missing[cancelled]).rename("late")
