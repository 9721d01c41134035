def recent_delay_rate(flights, at, window, min_arrivals=1):
    if min_arrivals < 1:
        raise ValueError(f"min_arrivals = {min_arrivals}")
    if window <= pd.Timedelta("0s"):
        raise ValueError(f"window = {window}")
    rows = []
    for name in ("scheduled_arrival", "arrived_at", "reported_at"):
        if name not in flights:
            raise ValueError(f"no {name}")
    for due, arrived, reported in zip(
        flights["scheduled_arrival"], flights["arrived_at"], flights["reported_at"]
    ):
        if arrived is not pd.NaT:
            rows.append((reported, arrived, int(arrived >= due + pd.Timedelta(minutes=15))))
    rows.sort()
    rates = []
    for now in at.tolist():
        late = total = 0
        for reported, arrived, is_late in rows:
            if reported > now:
                break
            if now - arrived < window:
                total += 1
                late += is_late
        rates.append(late / total if total >= min_arrivals else math.nan)
    return pd.Series(rates, index=at.index, dtype=float).rename("recent_delay_rate")
