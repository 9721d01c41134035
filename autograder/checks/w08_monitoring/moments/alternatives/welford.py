import math


def moments(values):
    """One value at a time (Welford), each a part of one value that is merged."""
    state = {"count": 0, "missing": 0, "mean": 0.0, "squares": 0.0}
    for value in values:
        value = float(value)
        if math.isnan(value):
            one = {"count": 0, "missing": 1, "mean": 0.0, "squares": 0.0}
        else:
            one = {"count": 1, "missing": 0, "mean": value, "squares": 0.0}
        state = merge_moments(state, one)
    return state


def merge_moments(a, b):
    missing = a["missing"] + b["missing"]
    if not a["count"]:
        return {**b, "missing": missing}
    if not b["count"]:
        return {**a, "missing": missing}
    n = a["count"] + b["count"]
    delta = b["mean"] - a["mean"]
    return {
        "count": n,
        "missing": missing,
        "mean": a["mean"] + delta * b["count"] / n,
        "squares": a["squares"] + b["squares"] + delta * delta * a["count"] * b["count"] / n,
    }
