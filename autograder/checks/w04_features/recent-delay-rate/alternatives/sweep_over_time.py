def recent_delay_rate(flights, at, window, min_arrivals=1):
    missing = [c for c in ["scheduled_arrival", "arrived_at", "reported_at"] if c not in flights]
    if missing:
        raise ValueError("missing columns: " + ", ".join(missing))
    if not window > pd.Timedelta("0s"):
        raise ValueError("window must be positive")
    if min_arrivals < 1:
        raise ValueError("min_arrivals must be 1 or more")
    quarter = pd.Timedelta(minutes=15)
    # One pass over the instants in time order: flights enter when they are reported.
    reports = sorted(
        (reported, arrived, arrived - scheduled >= quarter)
        for scheduled, arrived, reported in zip(
            flights["scheduled_arrival"], flights["arrived_at"], flights["reported_at"]
        )
        if reported is not pd.NaT
    )
    instants = list(at)
    answers = [math.nan] * len(instants)
    inside, following = [], 0
    for i in sorted(range(len(instants)), key=lambda i: instants[i]):
        now = instants[i]
        while following < len(reports) and reports[following][0] <= now:
            inside.append(reports[following])
            following += 1
        inside = [report for report in inside if report[1] > now - window]
        if len(inside) >= min_arrivals:
            answers[i] = sum(late for _, _, late in inside) / len(inside)
    return pd.Series(answers, index=at.index, name="recent_delay_rate", dtype=float)
