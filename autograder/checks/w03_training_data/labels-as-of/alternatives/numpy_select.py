def labels_as_of(flights, now, window):
    """Everything in UTC datetime64 first, then one np.select."""
    wanted = ["scheduled_arrival", "arrived_at", "reported_at"]
    if missing := [c for c in wanted if c not in flights.columns]:
        raise ValueError(f"missing columns {missing}")
    if any(not isinstance(flights[c].dtype, pd.DatetimeTZDtype) for c in wanted) or now.tz is None:
        raise ValueError("instants need a time zone")
    if window < np.timedelta64(15, "m"):
        raise ValueError("window too short")
    due, arrived, reported = (
        flights[c].dt.tz_convert("UTC").dt.tz_localize(None).to_numpy() for c in wanted
    )
    moment = now.tz_convert("UTC").tz_localize(None).to_datetime64()
    known = reported <= moment  # NaT compares as False
    late = arrived >= due + np.timedelta64(15, "m")
    labels = np.select(
        [known & late, known, moment - due >= window.to_timedelta64()], [1.0, 0.0, 1.0], np.nan
    )
    return pd.Series(labels, index=flights.index, name="late")
