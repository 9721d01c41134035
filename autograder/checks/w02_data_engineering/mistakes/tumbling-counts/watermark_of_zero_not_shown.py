# /// mistake
# fails = ["test_zero_is_a_time_like_any_other"]
# says = "The watermark is at 0"
# ///

# Returns None for a watermark of 0.
def tumbling_counts(events, window, allowed_lateness):
    if window < 1 or allowed_lateness < 0:
        raise ValueError
    counts, late, mark = {}, [], None
    for i, e in enumerate(events):
        t = e["event_time"]
        s = t - t % window
        if mark is not None and mark >= s + window:
            late.append(i)
        else:
            counts[s] = counts.get(s, 0) + 1
        if mark is None or t - allowed_lateness > mark:
            mark = t - allowed_lateness
    return {
        "closed": {s: n for s, n in counts.items() if s + window <= mark},
        "open": {s: n for s, n in counts.items() if s + window > mark},
        "late": late,
        "watermark": mark or None,
    }
