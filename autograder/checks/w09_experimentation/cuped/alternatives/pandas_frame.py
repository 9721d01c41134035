import pandas as pd


def cuped(metric, covariate, arm):
    if not (len(metric) == len(covariate) == len(arm)):
        raise ValueError("lengths differ")
    data = pd.DataFrame(
        {
            "y": np.array(metric, dtype=float),
            "x": np.array(covariate, dtype=float),
            "arm": np.array(arm, dtype=float),
        }
    )
    if data["y"].isna().any() or not data["arm"].isin([0, 1]).all():
        raise ValueError("a metric is missing, or there is another arm")
    known = data.dropna(subset=["x"])
    theta = 0.0
    if known["x"].nunique() > 1:
        theta = known["x"].cov(known["y"]) / known["x"].var()
    data["adjusted"] = data["y"] - (theta * (data["x"] - known["x"].mean())).fillna(0.0)
    groups = data.groupby("arm")
    sizes = groups.size()
    if len(sizes) < 2 or sizes.min() < 2:
        raise ValueError("too few units")
    means = groups["adjusted"].mean()
    new = (groups["adjusted"].var() / sizes).sum()
    old = (groups["y"].var() / sizes).sum()
    return float(means[1] - means[0]), float(new) ** 0.5, 1 - float(new / old)
