# /// mistake
# fails = [
#     "test_what_is_reported_after_now_is_not_known",
#     "test_instants_are_compared_whatever_their_zones",
#     "test_random_flights_are_labelled_as_a_slow_count_says",
#     "test_the_future_has_no_influence",
#     "test_labels_ripen_as_time_passes",
#     "test_the_night_that_has_an_hour_twice_is_no_different",
# ]
# says = "nothing is reported yet; rows 3 and 4 are silent"
# ///

# Counts a flight as known once it has landed, though the news comes later.
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
    reported = flights["arrived_at"] <= now
    late = flights["arrived_at"] - due >= limit
    overdue = due + window <= now
    label = np.where(reported, late, np.where(overdue, 1.0, np.nan))
    return pd.Series(label, index=flights.index, name="late", dtype="float64")
