import numpy as np
import pandas as pd


def blame(before, after, slice_by, metric):
    def summary(table):
        if len(table) == 0:
            raise ValueError("a table has no rows")
        y = table[metric].to_numpy(dtype=float)
        if np.isnan(y).any():
            raise ValueError("the metric of a row is missing")
        names = ["missing" if pd.isna(s) else s for s in table[slice_by]]
        parts = pd.DataFrame({"name": names, "y": y}).groupby("name")["y"].agg(["size", "mean"])
        return parts["size"] / len(y), parts["mean"], y.mean()

    w0, r0, overall = summary(before)
    w1, r1, _ = summary(after)
    names = sorted(set(w0.index) | set(w1.index))
    w0, w1 = w0.reindex(names, fill_value=0.0), w1.reindex(names, fill_value=0.0)
    r0, r1 = r0.reindex(names), r1.reindex(names)
    r0, r1 = r0.fillna(r1), r1.fillna(r0)
    return pd.DataFrame(
        {
            "mix": (w1 - w0) * (r0 - overall),
            "rate": w0 * (r1 - r0),
            "interaction": (w1 - w0) * (r1 - r0),
        }
    )
