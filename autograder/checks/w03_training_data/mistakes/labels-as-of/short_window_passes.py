# /// mistake
# fails = ["test_clocks_without_a_zone_and_short_windows_are_refused"]
# says = "A missing column, a column or `now` without a zone, or a window below"
# ///

# A window of any length is accepted.
def labels_as_of(flights: pd.DataFrame, now: pd.Timestamp, window: pd.Timedelta) -> pd.Series:
    for column in ("scheduled_arrival", "arrived_at", "reported_at"):
        if column not in flights:
            raise ValueError(f"flights has no column {column!r}")
        if not isinstance(flights[column].dtype, pd.DatetimeTZDtype):
            raise ValueError(f"the column {column!r} has no time zone")
    if now.tzinfo is None:
        raise ValueError("now has no time zone")
    limit = pd.Timedelta(minutes=15)
    due = flights["scheduled_arrival"]
    reported = flights["reported_at"] <= now
    late = flights["arrived_at"] - due >= limit
    overdue = due + window <= now
    label = np.where(reported, late, np.where(overdue, 1.0, np.nan))
    return pd.Series(label, index=flights.index, name="late", dtype="float64")
