# /// mistake
# fails = ["test_clocks_without_a_zone_and_short_windows_are_refused"]
# says = "without a zone"
# ///

# Takes a clock without a zone for UTC.
def labels_as_of(flights: pd.DataFrame, now: pd.Timestamp, window: pd.Timedelta) -> pd.Series:
    columns = ("scheduled_arrival", "arrived_at", "reported_at")
    for column in columns:
        if column not in flights:
            raise ValueError(column)
    if window < pd.Timedelta(minutes=15):
        raise ValueError("window")
    now = now.tz_localize("UTC") if now.tzinfo is None else now
    due, arrived, reported_at = (pd.to_datetime(flights[c], utc=True) for c in columns)
    late = arrived - due >= pd.Timedelta(minutes=15)
    label = np.where(reported_at <= now, late, np.where(due + window <= now, 1.0, np.nan))
    return pd.Series(label, index=flights.index, name="late", dtype="float64")
