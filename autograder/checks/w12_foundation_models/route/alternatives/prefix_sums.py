def route(confidence, small_right, large_right, prices, budget):
    conf, n = np.asarray(confidence), len(confidence)
    if n == 0:
        raise ValueError("nothing to route")
    order = conf.argsort()
    gain = np.subtract(large_right, small_right, dtype=int)[order]
    prefix = np.append(0, gain.cumsum()) + sum(small_right)
    thresholds = np.unique([0.0, *confidence, 2.0])
    passed = np.searchsorted(conf[order], thresholds)
    cost = n * prices[0] + passed * prices[1]
    fits = np.flatnonzero(cost <= budget)
    # Costs rise, so the first of equals is meant; if nothing fits, this is a ValueError.
    best = fits[prefix[passed[fits]].argmax()]
    return {
        "threshold": float(thresholds[best]),
        "cost": int(cost[best]),
        "quality": float(prefix[passed[best]] / n),
    }
