import numpy as np
from scipy.stats import ks_2samp


def two_sample_test(before, after, rounds, seed):
    days = [np.array(day) for day in before] + [np.array(day) for day in after]
    k = len(before)
    if rounds < 1:
        raise ValueError("nothing to test")
    for day in days:
        if day.size == 0 or np.isnan(day).any():
            raise ValueError("a day is empty, or has gaps")

    def statistic(order):
        one = np.concatenate([days[i] for i in order[:k]])
        two = np.concatenate([days[i] for i in order[k:]])
        return float(ks_2samp(one, two).statistic)

    real = statistic(range(len(days)))
    generator = np.random.default_rng(seed)
    found = [statistic(generator.permutation(len(days))) for _ in range(rounds)]
    b = sum(d > real - 1e-9 for d in found)
    return {"statistic": real, "p_value": (b + 1) / (rounds + 1)}
