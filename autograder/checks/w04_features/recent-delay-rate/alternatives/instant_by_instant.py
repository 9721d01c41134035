def recent_delay_rate(flights, at, window, min_arrivals=1):
    needed = ["scheduled_arrival", "arrived_at", "reported_at"]
    absent = [column for column in needed if column not in flights.columns]
    if absent:
        raise ValueError(f"flights lacks {absent}")
    if window <= pd.Timedelta("0s") or min_arrivals < 1:
        raise ValueError("window must be positive, and min_arrivals at least 1")
    landed = flights[needed]
    is_late = (landed["arrived_at"] - landed["scheduled_arrival"]) >= pd.Timedelta("15min")
    result = []
    for t in at:
        known = landed["reported_at"] <= t
        recent = landed["arrived_at"] > t - window
        sample = is_late[(known & recent).to_numpy()]
        result.append(sample.mean() if len(sample) >= min_arrivals else float("nan"))
    return pd.Series(result, index=at.index, name="recent_delay_rate", dtype="float64")
