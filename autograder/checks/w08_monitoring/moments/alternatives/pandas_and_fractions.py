from fractions import Fraction

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
    n = a["count"] + b["count"]
    total, within = Fraction(0), Fraction(0)
    for part in (a, b):
        total += Fraction(part["mean"]) * part["count"]
        within += Fraction(part["squares"]) + Fraction(part["mean"]) ** 2 * part["count"]
    mean = total / n if n else Fraction(0)
    return {
        "count": n,
        "missing": a["missing"] + b["missing"],
        "mean": float(mean),
        "squares": float(within - n * mean**2),  # exact, so nothing cancels
    }
