# /// mistake
# fails = [
#     "test_a_delay_of_exactly_the_limit_is_late",
#     "test_any_delays_and_any_limit_are_labelled",
# ]
# says = "14.9"
# ///

# 14.9 minutes are rounded to 15.
def late_labels(flights, late_after=15, cancelled="exclude"):
    label_of_missing = {"exclude": np.nan, "late": 1.0, "on_time": 0.0}
    if cancelled not in label_of_missing:
        raise ValueError(f"unknown choice {cancelled}")
    if "arr_delay" not in flights:
        raise ValueError("no arr_delay")
    delay = flights["arr_delay"]
    late = (delay.round() >= late_after).astype(float)
    return late.mask(delay.isna(), label_of_missing[cancelled]).rename("late")
