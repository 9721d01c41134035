# /// mistake
# fails = ["test_zero_is_a_time_like_any_other"]
# says = "brings the watermark to 0"
# ///

# Takes a greatest event time of 0 for none.
def tumbling_counts(events, window, allowed_lateness):
    if window < 1 or allowed_lateness < 0:
        raise ValueError
    counts, late, top = {}, [], None
    for i, e in enumerate(events):
        t = e["event_time"]
        s = t // window * window
        if top and top - allowed_lateness >= s + window:
            late.append(i)
        else:
            counts[s] = counts.get(s, 0) + 1
        top = max(top, t) if top is not None else t
    if top is None:
        return {"closed": {}, "open": {}, "late": [], "watermark": None}
    mark = top - allowed_lateness
    return {
        "closed": {s: n for s, n in counts.items() if s + window <= mark},
        "open": {s: n for s, n in counts.items() if s + window > mark},
        "late": late,
        "watermark": mark,
    }
