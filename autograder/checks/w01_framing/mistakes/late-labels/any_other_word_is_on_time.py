# /// mistake
# fails = [
#     "test_unknown_words_and_missing_columns_are_refused",
#     "test_words_are_refused_exactly",
# ]
# says = "This call should raise ValueError naming"
# ///

# The last `else` takes every misspelling for "on_time".
def late_labels(flights, late_after=15, cancelled="exclude"):
    if "arr_delay" not in flights:
        raise ValueError("no arr_delay")
    delay = flights["arr_delay"]
    late = (delay >= late_after).astype(float)
    if cancelled == "exclude":
        late = late.mask(delay.isna())
    elif cancelled == "late":
        late = late.mask(delay.isna(), 1.0)
    return late.rename("late")
