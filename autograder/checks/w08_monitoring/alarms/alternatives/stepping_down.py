import math

import pandas as pd


def alarms(p_values, rate):
    if math.isnan(rate) or rate <= 0 or rate >= 1:
        raise ValueError("rate")
    rows = p_values.to_numpy().tolist()
    tested = sorted(p for row in rows for p in row if not math.isnan(p))
    if tested and (tested[0] < 0 or tested[-1] > 1):
        raise ValueError("p")
    m = len(tested)
    k = m
    while k > 0 and tested[k - 1] > rate * k / m:
        k -= 1
    limit = tested[k - 1] if k else -math.inf
    rings = p_values.astype(bool)
    for i, row in enumerate(rows):
        for j, p in enumerate(row):
            rings.iloc[i, j] = p <= limit
    return rings
