# /// mistake
# fails = [
#     "test_a_reported_flight_has_its_final_label",
#     "test_what_is_reported_after_now_is_not_known",
#     "test_silence_is_late_when_the_window_is_over",
#     "test_the_night_that_has_an_hour_twice_is_no_different",
# ]
# says = "15:14:59.999999"
# ///

# Rounds every instant to milliseconds first.
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
    due = flights["scheduled_arrival"].dt.round("ms")
    reported = flights["reported_at"].dt.round("ms") <= now
    late = flights["arrived_at"].dt.round("ms") - due >= limit
    overdue = due + window <= now
    label = np.where(reported, late, np.where(overdue, 1.0, np.nan))
    return pd.Series(label, index=flights.index, name="late")
