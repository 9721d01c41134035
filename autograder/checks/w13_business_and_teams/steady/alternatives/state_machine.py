def steady(predictions, threshold, margin):
    if margin < 0:
        raise ValueError("the margin cannot be negative")
    low, high = threshold - margin, threshold + margin
    state = raw = None
    shown, raws, gap = [], [], 0.0
    for value in predictions:
        value = float(value)
        if value == value:
            if value < 0 or value > 1:
                raise ValueError(value)
            raw = value >= threshold
            if state is None:
                state = raw
            elif value < low:
                state = False
            elif value >= high:
                state = True
            if state is not raw:
                gap = max(gap, abs(value - threshold))
        shown.append(bool(state))
        raws.append(bool(raw))

    def changes(values):
        return sum(1 for i in range(1, len(values)) if values[i] != values[i - 1])

    return {"shown": shown, "flips": changes(shown), "plain_flips": changes(raws),
            "worst_gap": gap}
