import pandas as pd


def blame(before, after, slice_by, metric):
    parts = []
    for table in (before, after):
        if table.empty or table[metric].isna().any():
            raise ValueError("no rows, or no metric")
        flat = pd.DataFrame(
            {
                "slice": table[slice_by].astype(object).fillna("missing").tolist(),
                "value": table[metric].astype(float).tolist(),
            }
        )
        parts.append(flat.groupby("slice")["value"].agg(["size", "mean"]))
    overall = before[metric].astype(float).mean()
    both = parts[0].join(parts[1], how="outer", lsuffix="_old", rsuffix="_new")
    w = both["size_old"].fillna(0) / len(before)
    grown = both["size_new"].fillna(0) / len(after) - w
    r = both["mean_old"].fillna(both["mean_new"])
    risen = both["mean_new"].fillna(both["mean_old"]) - r
    return pd.DataFrame(
        {"mix": grown * (r - overall), "rate": w * risen, "interaction": grown * risen}
    )
