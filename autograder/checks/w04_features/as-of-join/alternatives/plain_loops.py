def as_of_join(events, facts, by, max_age):
    missing = [name for name in (by, "event_time") if name not in events.columns]
    missing += [name for name in (by, "happened_at", "available_at") if name not in facts.columns]
    if missing:
        raise ValueError("missing columns: " + ", ".join(missing))
    if max_age < pd.Timedelta("0s"):
        raise ValueError("max_age must not be negative")
    value_columns = [c for c in facts.columns if c not in (by, "happened_at", "available_at")]
    by_key = {}
    for position, (key, happened, available) in enumerate(
        zip(facts[by], facts["happened_at"], facts["available_at"])
    ):
        if not pd.isna(key):
            by_key.setdefault(key, []).append((happened, available, position))
    chosen = []
    for key, now in zip(events[by], events["event_time"]):
        fitting = [
            (happened, available, position)
            for happened, available, position in by_key.get(key, ())
            if available <= now and now - happened <= max_age
        ]
        chosen.append(max(fitting)[2] if fitting else None)
    columns = {}
    for name in value_columns:
        values = facts[name].tolist()
        columns[name] = np.array(
            [math.nan if place is None else values[place] for place in chosen]
        )
    return pd.DataFrame(columns, index=events.index)
