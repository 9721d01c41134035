import math
from collections import Counter

import numpy as np


def paired_bootstrap(metric, y_true, a, b, groups, rounds, seed, level=0.95):
    y_true, a, b = (np.array([float(v) for v in column]) for column in (y_true, a, b))
    days = sorted(set(groups))
    if len(days) < 2 or rounds < 1 or not 0 < level < 1:
        raise ValueError("too few groups or rounds, or no level")
    generator = np.random.default_rng(seed)

    def compare(times):
        again = [times[group] for group in groups]
        # unequal lengths end here, with a ValueError
        y, p, q = np.repeat(y_true, again), np.repeat(a, again), np.repeat(b, again)
        ours, theirs = metric(y, p), metric(y, q)
        if not (math.isfinite(ours) and math.isfinite(theirs)):
            raise ValueError("undefined")
        return float(ours - theirs)

    results = []
    for _ in range(rounds):
        picked = generator.integers(len(days), size=len(days))
        results.append(compare(Counter(days[k] for k in picked)))
    low, high = np.percentile(results, [50 - 50 * level, 50 + 50 * level])
    whole = compare(dict.fromkeys(days, 1))
    return {"difference": whole, "low": float(low), "high": float(high)}
