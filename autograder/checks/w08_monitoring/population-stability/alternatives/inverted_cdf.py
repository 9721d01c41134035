import math
from collections import Counter

import numpy as np


def population_stability(expected, actual, n_bins=10):
    e, a = np.asarray(expected), np.asarray(actual)
    known = e[~np.isnan(e)]
    if n_bins < 2 or n_bins > len(known):
        raise ValueError("n_bins must lie between 2 and the number of known expected values")
    if len(a) == 0:
        raise ValueError("actual is empty")
    quantiles = np.quantile(known, np.arange(1, n_bins) / n_bins, method="inverted_cdf")
    edges, times = np.unique(quantiles, return_counts=True)
    heavy = edges[times >= 2].tolist()

    def name(x):
        if math.isnan(x):
            return None
        if x in heavy:
            return (x,)
        return int(np.searchsorted(edges, x))

    ce, ca = Counter(map(name, e.tolist())), Counter(map(name, a.tolist()))
    used = list(ce.keys() | ca.keys())
    p, q = (np.array([counts[one] for one in used]) + 0.5 for counts in (ce, ca))
    p, q = p / p.sum(), q / q.sum()
    return float(np.sum((q - p) * np.log(q / p)))
