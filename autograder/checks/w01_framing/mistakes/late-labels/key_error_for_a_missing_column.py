# /// mistake
# fails = ["test_unknown_words_and_missing_columns_are_refused"]
# says = "KeyError"
# ///

# A missing column is left to pandas.
def late_labels(flights, late_after=15, cancelled="exclude"):
    label_of_missing = {"exclude": np.nan, "late": 1.0, "on_time": 0.0}
    if cancelled not in label_of_missing:
        raise ValueError(f"unknown choice {cancelled}")
    delay = flights["arr_delay"]
    late = (delay >= late_after).astype(float)
    return late.mask(delay.isna(), label_of_missing[cancelled]).rename("late")
