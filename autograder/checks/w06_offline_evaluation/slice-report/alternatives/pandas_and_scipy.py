import numpy as np
import pandas as pd
from scipy import stats


def slice_report(frame, slices, metric, day, min_size, alpha):
    if not len(slices) or not 0 < alpha < 1:
        raise ValueError("bad arguments")
    lacking = [name for name in (*slices, metric, day) if name not in frame.columns]
    if lacking:
        raise ValueError(f"lacking: {lacking}")
    known = frame.dropna(subset=[metric])
    known.index = range(len(known))
    x = known[metric].astype(float)
    n_days = known[day].nunique()
    rows = []
    for column in slices:
        for value, members in known.groupby(column).groups.items():
            inside = pd.Series(known.index.isin(members))
            size, rest = int(inside.sum()), int((~inside).sum())
            difference = x[inside].mean() - x[~inside].mean()
            p_value = np.nan
            if min(size, rest) >= min_size and n_days > 1:
                influence = (x - x[inside].mean()) / size
                influence[~inside] = -(x - x[~inside].mean()) / rest
                by_day = influence.groupby(known[day]).sum()
                se = np.sqrt((by_day**2).sum() * n_days / (n_days - 1))
                if se > 1e-12:
                    p_value = 2 * stats.norm.sf(abs(difference) / se)
            rows.append((column, str(value), size, difference, p_value))
    p = np.array([row[-1] for row in rows])
    adjusted = np.full(len(p), np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested])]
    steps = np.arange(len(order), 0, -1) * p[order]
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1)
    names = ["slice", "value", "rows", "difference", "p_value", "adjusted", "found"]
    return [
        dict(zip(names, (*row, q, bool(q <= alpha)))) for row, q in zip(rows, adjusted.tolist())
    ]
