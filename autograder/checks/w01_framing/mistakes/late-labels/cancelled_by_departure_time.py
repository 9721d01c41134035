# /// mistake
# fails = [
#     "test_other_columns_do_not_influence_the_label",
#     "test_the_flights_of_february_are_labelled",
# ]
# says = "Only arr_delay decides"
# ///

# Reads cancellation off another column: diverted flights did depart.
def late_labels(flights, late_after=15, cancelled="exclude"):
    label_of_missing = {"exclude": np.nan, "late": 1.0, "on_time": 0.0}
    if cancelled not in label_of_missing:
        raise ValueError(f"unknown choice {cancelled}")
    if "arr_delay" not in flights:
        raise ValueError("no arr_delay")
    delay = flights["arr_delay"]
    gone = flights["dep_time"].isna() if "dep_time" in flights else delay.isna()
    late = (delay >= late_after).astype(float)
    return late.mask(gone, label_of_missing[cancelled]).rename("late")
