import numpy as np


def route(confidence, small_right, large_right, prices, budget):
    conf = np.asarray(confidence, dtype=float)
    n = conf.size
    if n == 0 or prices[0] * n > budget:
        raise ValueError("nothing to route, or no money")
    order = np.argsort(conf, kind="stable")
    c = conf[order]
    gain = np.asarray(large_right, dtype=int)[order] - np.asarray(small_right, dtype=int)[order]
    prefix = np.concatenate([[0], np.cumsum(gain)])
    thresholds = np.unique(np.concatenate([[0.0], c, [2.0]]))  # ascending
    passed = np.searchsorted(c, thresholds, side="left")
    right = prefix[passed] + sum(map(bool, small_right))
    cost = [n * prices[0] + int(m) * prices[1] for m in passed]
    fits = [i for i in range(len(cost)) if cost[i] <= budget]
    best = max(fits, key=lambda i: right[i])  # ascending in cost and threshold: the first is meant
    return {"threshold": float(thresholds[best]), "cost": cost[best], "quality": float(right[best] / n)}
