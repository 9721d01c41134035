def labels_as_of(flights, now, window):
    """A loop over the rows, with plain ifs."""
    names = ["scheduled_arrival", "arrived_at", "reported_at"]
    for name in names:
        if name not in flights.columns:
            raise ValueError(f"no {name}")
        if flights[name].dt.tz is None:
            raise ValueError(f"{name} is naive")
    if now.tz is None:
        raise ValueError("now is naive")
    if window < pd.Timedelta("15min"):
        raise ValueError("window too short")
    labels = []
    for due, arrived, reported in zip(*(flights[name] for name in names)):
        if reported <= now:  # never true of NaT
            labels.append(1.0 if arrived - due >= pd.Timedelta("15min") else 0.0)
        elif now - due >= window:
            labels.append(1.0)
        else:
            labels.append(float("nan"))
    return pd.Series(labels, index=flights.index, name="late", dtype=float)
