import numpy as np
import pandas as pd


def paired_bootstrap(metric, y_true, a, b, groups, rounds, seed, level=0.95):
    if rounds < 1 or not (level > 0 and level < 1):
        raise ValueError("rounds or level")
    # unequal lengths are a ValueError of pandas, here or when it groups
    frame = pd.DataFrame(
        {
            "y": np.asarray(y_true, dtype=float),
            "a": np.asarray(a, dtype=float),
            "b": np.asarray(b, dtype=float),
        }
    )
    days = [day for _, day in frame.groupby(np.asarray(groups))]
    if len(days) < 2:
        raise ValueError("fewer than two groups")

    def gain(rows):
        y = rows["y"].to_numpy()
        return metric(y, rows["a"].to_numpy()) - metric(y, rows["b"].to_numpy())

    rng = np.random.default_rng(seed)
    draws = rng.integers(len(days), size=(rounds, len(days)))
    gains = np.array([gain(frame)] + [gain(pd.concat([days[k] for k in d])) for d in draws])
    if not np.isfinite(gains).all():
        raise ValueError("the metric is not defined")
    tail = (1 - level) / 2
    return {
        "difference": gains[0],
        "low": np.quantile(gains[1:], tail),
        "high": np.quantile(gains[1:], 1 - tail),
    }
