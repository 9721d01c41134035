# /// mistake
# fails = ["test_labels_are_a_float_series_on_the_index_of_the_flights"]
# says = "the very index of the flights"
# ///

# The labels are numbered from 0.
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
    overdue = due + window <= now
    label = np.where(reported, late, np.where(overdue, 1.0, np.nan))
    return pd.Series(label, name="late", dtype="float64")
