def tumbling_counts(
    events: Sequence[Mapping[str, int]], window: int, allowed_lateness: int
) -> dict[str, Any]:
    if window < 1:
        raise ValueError("a window lasts at least a second")
    if allowed_lateness < 0:
        raise ValueError("lateness cannot be negative")
    table = pd.DataFrame({"time": [event["event_time"] for event in events]})
    table["begin"] = np.floor_divide(table["time"], window) * window
    table["seen"] = table["time"].cummax().shift()  # by the events before
    late = table["seen"] - allowed_lateness >= table["begin"] + window
    counts = table[~late].groupby("begin").size()
    watermark = None if table.empty else table["time"].max() - allowed_lateness
    result = {"closed": {}, "open": {}, "late": list(table.index[late]), "watermark": watermark}
    for begin, count in counts.items():
        result["closed" if begin + window <= watermark else "open"][begin] = count
    return result
