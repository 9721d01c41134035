import numpy as np
import pandas as pd


def private_count(persons, per_person, epsilon, rng):
    if per_person < 1 or not np.isfinite(epsilon) or epsilon <= 0:
        raise ValueError("cannot be private")
    rows = pd.Series(persons).value_counts()
    return float(rows.clip(upper=per_person).sum()) + rng.laplace(scale=per_person / epsilon)


class PrivacyBudget:
    def __init__(self, epsilon, delta=0.0):
        total = np.array([epsilon, delta])
        if not np.isfinite(total).all() or epsilon <= 0 or delta < 0 or delta >= 1:
            raise ValueError("no total")
        self.total = total
        self.rest = total

    def spend(self, epsilon, delta=0.0):
        rest = self.rest - [epsilon, delta]
        if not (min(epsilon, delta) >= 0 and (rest >= -1e-9 * self.total).all()):
            raise ValueError("cannot be spent")
        self.rest = rest

    def left(self):
        return tuple(np.maximum(self.rest, 0).tolist())


def advanced(k, epsilon, delta, slack):
    if slack <= 0 or slack >= 1 or np.isnan(slack):
        raise ValueError("no slack")
    total = epsilon * np.sqrt(-2 * k * np.log(slack)) + k * epsilon * np.expm1(epsilon)
    return float(total), float(k * delta + slack)
