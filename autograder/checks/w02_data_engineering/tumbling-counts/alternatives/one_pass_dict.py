def tumbling_counts(events, window, allowed_lateness):
    """One pass with one dict of counts, split at the end."""
    if window < 1 or allowed_lateness < 0:
        raise ValueError("window or allowed_lateness")
    counts, late, mark = {}, [], None
    for i, event in enumerate(events):
        t = event["event_time"]
        start = t // window * window
        if mark is not None and start + window <= mark:
            late.append(i)
        else:
            counts[start] = counts.get(start, 0) + 1
        mark = t - allowed_lateness if mark is None else max(mark, t - allowed_lateness)
    return {
        "closed": {s: n for s, n in counts.items() if s + window <= mark},
        "open": {s: n for s, n in counts.items() if s + window > mark},
        "late": late,
        "watermark": mark,
    }
