def labels_as_of(flights, now, window):
    """Convert everything to UTC, then fill an empty column mask by mask."""
    try:
        due, arrived, reported = (
            flights[name].dt.tz_convert("UTC").reset_index(drop=True)
            for name in ("scheduled_arrival", "arrived_at", "reported_at")
        )
        now = now.tz_convert("UTC")
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a column or a time zone is missing: {error}") from error
    if window.total_seconds() < 15 * 60:
        raise ValueError("the window is below 15 minutes")
    late = pd.Series(np.nan, index=due.index)
    late[due <= now - window] = 1.0
    known = reported.le(now)
    seconds = (arrived - due).dt.total_seconds()
    late[known] = seconds[known].ge(15 * 60).astype("float64")
    return late.set_axis(flights.index).rename("late")
