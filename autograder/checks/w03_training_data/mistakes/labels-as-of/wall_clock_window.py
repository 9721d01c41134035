# /// mistake
# fails = ["test_the_night_that_has_an_hour_twice_is_no_different"]
# says = "It is 2013-11-03 06:35 in UTC"
# ///

# Adds the window to the wall clock, which stands still for an hour in November.
def labels_as_of(flights: pd.DataFrame, now: pd.Timestamp, window: pd.Timedelta) -> pd.Series:
    for column in ("scheduled_arrival", "arrived_at", "reported_at"):
        if column not in flights:
            raise ValueError(f"flights has no column {column!r}")
        if not isinstance(flights[column].dtype, pd.DatetimeTZDtype):
            raise ValueError(f"the column {column!r} has no time zone")
    if now.tzinfo is None:
        raise ValueError("now has no time zone")
    limit = pd.Timedelta(minutes=15)
    if window < limit:
        raise ValueError(f"after {window} a flight may still be on time")
    due = flights["scheduled_arrival"]
    reported = flights["reported_at"] <= now
    late = flights["arrived_at"] - due >= limit
    wall = due.dt.tz_localize(None) + window
    zone = due.dt.tz
    shifted = wall.dt.tz_localize(zone, ambiguous=np.ones(len(wall), dtype=bool), nonexistent="shift_forward")
    overdue = shifted <= now
    label = np.where(reported, late, np.where(overdue, 1.0, np.nan))
    return pd.Series(label, index=flights.index, name="late", dtype="float64")
