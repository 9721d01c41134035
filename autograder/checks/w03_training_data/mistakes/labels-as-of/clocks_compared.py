# /// mistake
# fails = [
#     "test_a_reported_flight_has_its_final_label",
#     "test_what_is_reported_after_now_is_not_known",
#     "test_silence_is_late_when_the_window_is_over",
#     "test_delays_and_windows_may_last_for_days",
#     "test_instants_are_compared_whatever_their_zones",
#     "test_labels_are_a_float_series_on_the_index_of_the_flights",
#     "test_random_flights_are_labelled_as_a_slow_count_says",
#     "test_the_future_has_no_influence",
#     "test_labels_ripen_as_time_passes",
#     "test_the_night_that_has_an_hour_twice_is_no_different",
#     "test_the_flights_are_left_alone",
# ]
# says = "It is 17:00 in UTC and everything is reported"
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
