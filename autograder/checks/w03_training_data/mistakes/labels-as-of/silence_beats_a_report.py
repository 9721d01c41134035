# /// mistake
# fails = [
#     "test_a_reported_flight_has_its_final_label",
#     "test_delays_and_windows_may_last_for_days",
#     "test_random_flights_are_labelled_as_a_slow_count_says",
# ]
# says = "It is 17:00 in UTC and everything is reported"
# ///

# A flight that was overdue stays late, though its report says on time.
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
    overdue &= ~(flights["reported_at"] <= due + window)
    label = np.where(overdue, 1.0, np.where(reported, late, np.nan))
    return pd.Series(label, index=flights.index, name="late", dtype="float64")
