def late_labels(flights, late_after=15, cancelled="exclude"):
    """Label each flight 1.0 (late), 0.0 (on time) or NaN, one row at a time."""
    if cancelled == "exclude":
        no_arrival = float("nan")
    elif cancelled == "late":
        no_arrival = 1.0
    elif cancelled == "on_time":
        no_arrival = 0.0
    else:
        raise ValueError(f"cancelled must be exclude, late or on_time, not {cancelled}")
    if "arr_delay" not in flights.columns:
        raise ValueError("flights has no column arr_delay")

    labels = []
    for delay in flights["arr_delay"].tolist():
        if pd.isna(delay):
            labels.append(no_arrival)
        elif delay >= late_after:
            labels.append(1.0)
        else:
            labels.append(0.0)
    return pd.Series(labels, index=flights.index, name="late", dtype="float64")
