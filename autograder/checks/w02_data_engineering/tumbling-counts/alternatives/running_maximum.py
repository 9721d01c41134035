from collections import Counter


def tumbling_counts(
    events: Sequence[Mapping[str, int]], window: int, allowed_lateness: int
) -> dict[str, Any]:
    if not window >= 1 or not allowed_lateness >= 0:
        raise ValueError("window or allowed_lateness is out of range")
    if len(events) == 0:
        return {"watermark": None, "late": [], "open": {}, "closed": {}}
    times = np.array([event["event_time"] for event in events])
    marks = np.maximum.accumulate(times) - allowed_lateness
    begins = times - times % window
    is_late = np.zeros(len(times), dtype=bool)
    is_late[1:] = marks[:-1] >= begins[1:] + window
    last = int(marks[-1])
    counts = Counter(begins[~is_late].tolist())
    return {
        "watermark": last,
        "late": np.flatnonzero(is_late).tolist(),
        "open": {b: n for b, n in counts.items() if not b + window <= last},
        "closed": {b: n for b, n in counts.items() if b + window <= last},
    }
