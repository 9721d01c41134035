import pandas as pd


def cuped(metric, covariate, arm):
    # pandas refuses columns of different lengths with a ValueError.
    columns = {"y": metric, "x": covariate, "arm": arm}
    data = pd.DataFrame({k: np.asarray(v) for k, v in columns.items()}).astype(float)
    if data["y"].isna().any() or not data["arm"].isin([0, 1]).all():
        raise ValueError("a metric is missing, or there is another arm")
    # NaN where the covariate does not vary, so that nothing is subtracted anywhere.
    theta = data["x"].cov(data["y"]) / data["x"].var()
    data["adjusted"] = data["y"] - (theta * (data["x"] - data["x"].mean())).fillna(0.0)
    groups = data.groupby("arm")
    sizes = groups.size()
    if len(sizes) < 2 or sizes.min() < 2:
        raise ValueError("too few units")
    means = groups["adjusted"].mean()
    new = (groups["adjusted"].var() / sizes).sum()
    old = (groups["y"].var() / sizes).sum()
    return float(means[1] - means[0]), float(new) ** 0.5, 1 - float(new / old)
