# /// mistake
# fails = ["test_the_table_of_flights_is_left_alone"]
# says = "Argument 1 was changed"
# ///

# Writes into the caller's table.
def late_labels(flights, late_after=15, cancelled="exclude"):
    label_of_missing = {"exclude": np.nan, "late": 1.0, "on_time": 0.0}
    if cancelled not in label_of_missing:
        raise ValueError(f"unknown choice {cancelled}")
    if "arr_delay" not in flights:
        raise ValueError("no arr_delay")
    flights["late"] = (flights["arr_delay"] >= late_after).astype(float)
    flights.loc[flights["arr_delay"].isna(), "late"] = label_of_missing[cancelled]
    return flights["late"]
