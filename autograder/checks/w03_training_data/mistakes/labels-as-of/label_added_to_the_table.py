# /// mistake
# fails = ["test_the_flights_are_left_alone"]
# says = "Argument 1 was changed by the call; work on a copy"
# ///

# Writes the label into the table of flights.
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
    flights["late"] = label
    return flights["late"].astype("float64")
