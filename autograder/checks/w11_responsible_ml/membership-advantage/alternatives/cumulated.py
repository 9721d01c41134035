import numpy as np
import pandas as pd


def membership_advantage(losses_in, losses_out, max_fpr=0.01):
    inside = np.asarray(losses_in, dtype=float)
    outside = np.asarray(losses_out, dtype=float)
    if not inside.size or not outside.size:
        raise ValueError("no losses")
    if np.isnan(inside).any() or np.isnan(outside).any():
        raise ValueError("a loss is missing")
    table = pd.DataFrame(
        {
            "loss": np.concatenate([inside, outside]),
            "tpr": [1 / len(inside)] * len(inside) + [0.0] * len(outside),
            "fpr": [0.0] * len(inside) + [1 / len(outside)] * len(outside),
        }
    )
    rates = table.groupby("loss").sum().cumsum()
    gap = rates["tpr"] - rates["fpr"]
    few = rates["tpr"][rates["fpr"] <= max_fpr + 1e-10]
    sure = float(few.max()) if len(few) else 0.0
    if gap.max() < 1e-9:
        return {"advantage": 0.0, "threshold": -np.inf, "tpr_at_max_fpr": sure}
    return {
        "advantage": float(gap.max()),
        "threshold": float(gap.index[gap > gap.max() - 1e-9][0]),
        "tpr_at_max_fpr": sure,
    }
