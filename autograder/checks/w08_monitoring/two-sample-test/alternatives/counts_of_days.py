import math
from fractions import Fraction

import numpy as np


def two_sample_test(before, after, rounds, seed):
    days = [[float(value) for value in day] for half in (before, after) for day in half]
    n_before = len(before)
    if n_before == 0 or len(after) == 0:
        raise ValueError("a half has no days")
    if any(not day for day in days) or any(math.isnan(v) for day in days for v in day):
        raise ValueError("a day has no values, or one that is missing")
    if rounds < 1:
        raise ValueError("no rounds")
    ends = {value for day in days for value in day}
    # below[i, j]: how many values of day i are at or below the j-th end
    below = np.array([[sum(value <= end for value in day) for end in ends] for day in days])
    sizes = np.array([len(day) for day in days])

    def largest_gap(order):
        one, two = order[:n_before], order[n_before:]
        n, m = int(sizes[one].sum()), int(sizes[two].sum())
        cross = below[one].sum(axis=0) * m - below[two].sum(axis=0) * n
        return Fraction(int(abs(cross).max()), n * m)

    real = largest_gap(np.arange(len(days)))
    rng = np.random.default_rng(seed)
    as_extreme = sum(largest_gap(rng.permutation(len(days))) >= real for _ in range(rounds))
    return {"statistic": float(real), "p_value": (1 + as_extreme) / (1 + rounds)}
