import math

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
    ends = sorted({value for day in days for value in day})
    # below[i, j]: how many values of day i are at or below ends[j]
    below = np.array([[sum(value <= end for value in day) for end in ends] for day in days])
    sizes = np.array([len(day) for day in days])

    def largest_gap(order):
        one, two = list(order[:n_before]), list(order[n_before:])
        share_one = below[one].sum(axis=0) / sizes[one].sum()
        share_two = below[two].sum(axis=0) / sizes[two].sum()
        return max(abs(share_one - share_two))

    real = largest_gap(range(len(days)))
    rng = np.random.default_rng(seed)
    as_extreme = 0
    for _ in range(rounds):
        if largest_gap(rng.permutation(len(days))) + 1e-9 >= real:
            as_extreme += 1
    return {"statistic": float(real), "p_value": (1 + as_extreme) / (1 + rounds)}
