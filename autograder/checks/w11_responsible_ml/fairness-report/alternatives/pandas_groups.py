import numpy as np
import pandas as pd


def fairness_report(y_true, y_prob, group, threshold):
    rows = pd.DataFrame(  # which refuses columns of different lengths
        {
            "y": np.asarray(y_true),
            "p": np.asarray(y_prob, dtype=float),
            "g": ["missing" if pd.isna(name) else name for name in group],
        }
    )
    if not rows["y"].isin([0, 1]).all() or not rows["p"].between(0, 1).all():
        raise ValueError("values")
    if rows["g"].nunique() < 2:
        raise ValueError("groups")
    rows["s"] = rows["p"] >= threshold
    by = rows.groupby("g")
    table = pd.DataFrame(
        {
            "base_rate": by["y"].mean(),
            "selection_rate": by["s"].mean(),
            "tpr": rows[rows["y"] == 1].groupby("g")["s"].mean(),
            "fpr": rows[rows["y"] == 0].groupby("g")["s"].mean(),
            "precision": rows[rows["s"]].groupby("g")["y"].mean(),
            "calibration_gap": by["p"].mean() - by["y"].mean(),
        }
    ).astype(float)
    groups = table.to_dict("index")
    for name, size in by.size().items():
        groups[name]["size"] = int(size)
    gaps = {}
    for measure in ("selection_rate", "tpr", "fpr", "precision"):
        values = table[measure].to_numpy()
        low, high = values.min(), values.max()
        gaps[measure] = {"difference": high - low, "ratio": low / high}
    return {"groups": groups, "gaps": gaps}
