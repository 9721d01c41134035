import math
from bisect import bisect_right

import numpy as np


def two_sample_test(before, after, rounds, seed):
    days = [[float(v) for v in day] for day in list(before) + list(after)]
    k = len(before)
    if k < 1 or len(after) < 1 or rounds < 1:
        raise ValueError
    for day in days:
        if not day or any(math.isnan(v) for v in day):
            raise ValueError

    def gap(order):
        xs = sorted(v for d in order[:k] for v in days[d])
        ys = sorted(v for d in order[k:] for v in days[d])
        gaps = (
            bisect_right(xs, v) * len(ys) - bisect_right(ys, v) * len(xs) for v in set(xs + ys)
        )
        return max(map(abs, gaps)) / (len(xs) * len(ys))

    real = gap(range(len(days)))
    generator = np.random.default_rng(seed)
    b = 0
    for _ in range(rounds):
        if gap(generator.permutation(len(days))) > real - 1e-9:
            b += 1
    return {"statistic": real, "p_value": (b + 1) / (int(rounds) + 1)}
