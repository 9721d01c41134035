import numpy as np


def moments(values):
    x = np.asarray(values, dtype=float)
    known = x[~np.isnan(x)]
    summary = {"count": known.size, "missing": x.size - known.size, "mean": 0.0, "squares": 0.0}
    if known.size:
        summary["mean"] = float(known.mean())
        summary["squares"] = float(known.var() * known.size)
    return summary


def merge_moments(a, b):
    n, missing = (a[name] + b[name] for name in ("count", "missing"))
    if n == 0:
        return {"count": 0, "missing": missing, "mean": 0.0, "squares": 0.0}
    mean = (a["count"] * a["mean"] + b["count"] * b["mean"]) / n
    within = a["squares"] + b["squares"]
    between = sum(part["count"] * (part["mean"] - mean) ** 2 for part in (a, b))
    return {"count": n, "missing": missing, "mean": mean, "squares": within + between}
