import bisect
import math
from collections import defaultdict

import pandas as pd


def calibration_table(y_true, y_prob, bins):
    labels, forecasts = list(y_true), [float(p) for p in y_prob]
    if not labels or len(labels) != len(forecasts) or bins < 1:
        raise ValueError("no flights, unequal lengths, or no bins")
    if any(label not in (0, 1) for label in labels):
        raise ValueError("a label is neither 0 nor 1")
    if not all(0 <= p <= 1 for p in forecasts):
        raise ValueError("a forecast is not a probability")
    ranked = sorted(forecasts)
    members = defaultdict(list)
    for label, p in zip(labels, forecasts):
        members[bisect.bisect_left(ranked, p) * int(bins) // len(ranked)].append((label, p))
    rows = []
    for number in sorted(members):
        inside = members[number]
        rows.append(
            {
                "bin": number,
                "flights": len(inside),
                "forecast": math.fsum(p for _, p in inside) / len(inside),
                "late": sum(int(label) for label, _ in inside) / len(inside),
            }
        )
    ece = sum(row["flights"] * abs(row["forecast"] - row["late"]) for row in rows) / len(labels)
    return pd.DataFrame(rows), ece
