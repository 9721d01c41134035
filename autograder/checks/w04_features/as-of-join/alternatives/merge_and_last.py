def as_of_join(events, facts, by, max_age):
    for table, columns in ((events, [by, "event_time"]), (facts, [by, "happened_at", "available_at"])):
        for column in columns:
            if column not in table:
                raise ValueError(f"need the column {column}")
    if max_age < pd.Timedelta("0s"):
        raise ValueError("max_age is negative")
    values = facts.columns.drop([by, "happened_at", "available_at"])
    left = pd.DataFrame(
        {"key": events[by].array, "now": events["event_time"].array, "event": range(len(events))}
    )
    right = pd.DataFrame(
        {
            "key": facts[by].array,
            "happened": facts["happened_at"].array,
            "available": facts["available_at"].array,
            "fact": range(len(facts)),
        }
    )
    pairs = left.merge(right.dropna())
    pairs = pairs[(pairs["available"] <= pairs["now"]) & (pairs["now"] - pairs["happened"] <= max_age)]
    best = pairs.sort_values(["happened", "available", "fact"]).drop_duplicates("event", keep="last")
    result = pd.DataFrame(np.nan, index=range(len(events)), columns=values)
    result.loc[best["event"].to_numpy(), values] = facts[values].to_numpy()[best["fact"].to_numpy()]
    result.index = events.index
    return result
