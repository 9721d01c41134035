import math


def moments(values):
    """One value at a time (Welford)."""
    count, missing, mean, squares = 0, 0, 0.0, 0.0
    for value in values:
        value = float(value)
        if math.isnan(value):
            missing += 1
            continue
        count += 1
        before = value - mean
        mean += before / count
        squares += before * (value - mean)
    return {"count": count, "missing": missing, "mean": mean, "squares": squares}


def merge_moments(a, b):
    n = a["count"] + b["count"]
    missing = a["missing"] + b["missing"]
    if not n:
        return {**a, "missing": missing}
    delta = b["mean"] - a["mean"]
    return {
        "count": n,
        "missing": missing,
        "mean": a["mean"] + delta * (b["count"] / n),
        "squares": a["squares"] + b["squares"] + delta * delta * a["count"] * b["count"] / n,
    }
