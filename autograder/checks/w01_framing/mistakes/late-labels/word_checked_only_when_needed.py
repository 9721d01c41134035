# /// mistake
# fails = ["test_words_are_refused_exactly"]
# says = "EXCLUDE"
# ///

# The choice is only looked at when a delay is missing.
def late_labels(flights, late_after=15, cancelled="exclude"):
    if "arr_delay" not in flights:
        raise ValueError("no arr_delay")
    delay = flights["arr_delay"]
    late = (delay >= late_after).astype(float)
    if delay.isna().any() or cancelled == "Late":
        if cancelled not in ("exclude", "late", "on_time"):
            raise ValueError(cancelled)
        late = late.mask(delay.isna(), {"late": 1.0, "on_time": 0.0}.get(cancelled, np.nan))
    return late.rename("late")
