import math

import pandas as pd


def blame(before, after, slice_by, metric):
    def cut(table):
        rows = {}
        for name, value in zip(table[slice_by], table[metric]):
            value = float(value)
            if math.isnan(value):
                raise ValueError("a metric is missing")
            rows.setdefault("missing" if pd.isna(name) else name, []).append(value)
        if not rows:
            raise ValueError("no rows")
        return rows

    old, new = cut(before), cut(after)
    n, m = len(before), len(after)
    total = sum(map(sum, old.values())) / n
    out = {}
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name, []), new.get(name, [])
        w, w2 = len(was) / n, len(now) / m
        r = sum(was or now) / len(was or now)
        r2 = sum(now or was) / len(now or was)
        out[name] = [(w2 - w) * (r - total), w * (r2 - r), (w2 - w) * (r2 - r)]
    return pd.DataFrame.from_dict(out, orient="index", columns=["mix", "rate", "interaction"])
