import numpy as np
import pandas as pd


def moments(values):
    column = pd.Series(np.asarray(values, dtype="float64"))
    count = int(column.count())
    if count == 0:
        return {"count": 0, "missing": len(column), "mean": 0.0, "squares": 0.0}
    return {
        "count": count,
        "missing": int(column.isna().sum()),
        "mean": float(column.mean()),
        "squares": float(column.var(ddof=0) * count),
    }


def merge_moments(a, b):
    parts = [part for part in (a, b) if part["count"] > 0]
    missing = a["missing"] + b["missing"]
    if len(parts) < 2:
        kept = parts[0] if parts else {"count": 0, "mean": 0.0, "squares": 0.0}
        return {**kept, "missing": missing}
    origin = parts[0]["mean"]
    counts = np.array([part["count"] for part in parts], dtype=float)
    offsets = np.array([part["mean"] - origin for part in parts])
    offset = float(np.average(offsets, weights=counts))
    between = float((counts * (offsets - offset) ** 2).sum())
    return {
        "count": a["count"] + b["count"],
        "missing": missing,
        "mean": origin + offset,
        "squares": a["squares"] + b["squares"] + between,
    }
