import numpy as np
import pandas as pd


def membership_advantage(losses_in, losses_out, max_fpr=0.01):
    inside, outside = np.asarray(losses_in), np.asarray(losses_out)
    if not inside.size or not outside.size:
        raise ValueError("no losses")
    table = pd.DataFrame(
        {
            "loss": np.concatenate([inside, outside]),
            "in": [1] * len(inside) + [0] * len(outside),
            "out": [0] * len(inside) + [1] * len(outside),
        }
    )
    if table["loss"].isna().any():
        raise ValueError("a loss is missing")
    counts = table.groupby("loss").sum().cumsum()
    tpr, fpr = counts["in"] / len(inside), counts["out"] / len(outside)
    gap = (tpr - fpr).round(9)
    few = tpr[fpr <= max_fpr]
    return {
        "advantage": float((tpr - fpr).max()),
        "threshold": float(gap.idxmax()) if gap.max() > 0 else -np.inf,
        "tpr_at_max_fpr": float(few.max()) if len(few) else 0.0,
    }
