import math
from fractions import Fraction

import numpy as np


def private_count(persons, per_person, epsilon, rng):
    if per_person < 1 or not 0 < epsilon < np.inf:
        raise ValueError("bad argument")
    _, sizes = np.unique(np.asarray(persons), return_counts=True)
    noise = rng.laplace(0.0, per_person / epsilon)
    return float(np.minimum(sizes, per_person).sum()) + noise


class PrivacyBudget:
    """Exact sums, in fractions; a fraction of what is missing is a ValueError."""

    def __init__(self, epsilon, delta=0.0):
        if math.isinf(epsilon) or epsilon <= 0 or delta < 0 or delta >= 1:
            raise ValueError("total")
        self.total = [Fraction(float(epsilon)), Fraction(float(delta))]
        self.spent = [Fraction(0), Fraction(0)]

    def spend(self, epsilon, delta=0.0):
        new = []
        for spent, loss, total in zip(self.spent, (epsilon, delta), self.total):
            if math.isinf(loss) or loss < 0:
                raise ValueError("loss")
            new.append(spent + Fraction(float(loss)))
            if new[-1] - total > 1e-9 * total:
                raise ValueError("budget")
        self.spent = new

    def left(self):
        gaps = [t - s for t, s in zip(self.total, self.spent)]
        return (float(max(gaps[0], 0)), float(max(gaps[1], 0)))


def advanced(k, epsilon, delta, slack):
    if math.isnan(slack) or slack <= 0 or slack >= 1:
        raise ValueError("slack")
    first = np.sqrt(k) * np.sqrt(-2 * np.log(slack)) * epsilon
    second = k * epsilon * np.expm1(epsilon)
    return (first + second, slack + k * delta)
