import numpy as np
import pandas as pd


def fairness_report(y_true, y_prob, group, threshold):
    if not len(y_true) == len(y_prob) == len(group):
        raise ValueError("lengths")
    rows = pd.DataFrame(
        {
            "y": np.asarray(y_true, dtype=float),
            "p": np.asarray(y_prob, dtype=float),
            "g": pd.Series(list(group), dtype=object).fillna("missing"),
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
        low, high = table[measure].min(skipna=False), table[measure].max(skipna=False)
        gaps[measure] = {"difference": high - low, "ratio": low / high if high != 0 else np.nan}
    return {"groups": groups, "gaps": gaps}
