# /// mistake
# fails = [
#     "test_instants_are_compared_whatever_their_zones",
#     "test_random_flights_are_labelled_as_a_slow_count_says",
#     "test_the_night_that_has_an_hour_twice_is_no_different",
# ]
# says = "Columns in the zones"
# ///

# Drops the time zones, and compares clocks.
def labels_as_of(flights: pd.DataFrame, now: pd.Timestamp, window: pd.Timedelta) -> pd.Series:
    columns = ("scheduled_arrival", "arrived_at", "reported_at")
    for column in columns:
        if column not in flights:
            raise ValueError(column)
        if flights[column].dt.tz is None:
            raise ValueError(column)
    if now.tzinfo is None or window < pd.Timedelta(minutes=15):
        raise ValueError("now or window")
    due, arrived, reported_at = (flights[column].dt.tz_localize(None) for column in columns)
    now = now.tz_localize(None)
    late = arrived - due >= pd.Timedelta(minutes=15)
    label = np.where(reported_at <= now, late, np.where(due + window <= now, 1.0, np.nan))
    return pd.Series(label, index=flights.index, name="late", dtype="float64")
