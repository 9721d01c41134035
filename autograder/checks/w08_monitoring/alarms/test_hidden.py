"""The checks of exercise 5 of week 8 that stay with the grader."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, exercise, is_a, once_per_seed


def table(result):
    """The result, which has to be a DataFrame."""
    is_a(result, pd.DataFrame)
    return result


def slow_alarms(p_values, rate):
    """Every entry compared with the limit of every k, and how near one came to it."""
    tested = [p for p in p_values.to_numpy().ravel().tolist() if not math.isnan(p)]
    m = len(tested)
    highest, nearest = None, math.inf
    for p in tested:
        k = sum(other <= p for other in tested)
        nearest = min([nearest, *(abs(p - j * rate / m) for j in range(1, m + 1))])
        if p <= k * rate / m and (highest is None or p > highest):
            highest = p
    rings = [
        [highest is not None and not math.isnan(p) and p <= highest for p in row]
        for row in p_values.to_numpy().tolist()
    ]
    wanted = pd.DataFrame(
        np.array(rings, dtype=bool).reshape(p_values.shape),
        index=p_values.index,
        columns=p_values.columns,
    )
    return wanted, nearest


def cases_of(rng, draw, count):
    cases = []
    while len(cases) < count:
        shape = (int(rng.integers(2, 7)), int(rng.integers(3, 10)))
        p = draw(shape)
        p[rng.random(shape) < 0.15] = math.nan
        labels = [f"feature {i}" for i in range(shape[0])]
        p_values = pd.DataFrame(p, index=labels, columns=range(3, 3 + shape[1]))
        rate = float(rng.uniform(0.02, 0.6))
        wanted, nearest = slow_alarms(p_values, rate)
        if nearest > 1e-9:
            cases.append(((p_values, rate), wanted, f"Rate {rate:.4f}."))
    return cases


@once_per_seed
def continuous(rng):
    return cases_of(rng, lambda shape: rng.beta(0.4, 1.5, shape), 3)


@once_per_seed
def of_permutations(rng):
    return cases_of(rng, lambda shape: rng.integers(1, 21, shape) ** 2 / 401, 3)


@exercise("alarms")
def test_random_tables_agree_with_limits_tried_one_by_one(submission, rng):
    """Random tables agree with limits that are tried one by one for every entry."""
    assert_each(submission.alarms, continuous(rng), of=table)


@exercise("alarms")
def test_random_tables_with_equal_entries_agree_as_well(submission, rng):
    """So do p-values of which many are equal, as those of permutation tests are."""
    assert_each(submission.alarms, of_permutations(rng), of=table)
