"""The checks of exercise 6 of week 8 that stay with the grader."""

import math
from statistics import NormalDist

import numpy as np

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once_per_seed,
)


def whole(result):
    """The result, which has to be a dict."""
    is_a(result, dict)
    return result


def slow_estimate(probabilities, threshold, effect, level):
    """All entries, row by row."""
    n = len(probabilities)
    right, spread, called, late_called, late = [], [], 0, [], []
    for p in probabilities:
        chance = p if p >= threshold else 1 - p
        right.append(chance)
        spread.append(chance * (1 - chance))
        late.append(p)
        if p >= threshold:
            called += 1
            late_called.append(p)
    accuracy = math.fsum(right) / n
    z = -NormalDist().inv_cdf((1 - level) / 2)
    margin = z * math.sqrt(effect * math.fsum(spread)) / n
    return {
        "accuracy": accuracy,
        "low": max(0.0, accuracy - margin),
        "high": min(1.0, accuracy + margin),
        "precision": math.fsum(late_called) / called if called else math.nan,
        "recall": math.fsum(late_called) / math.fsum(late) if math.fsum(late) else math.nan,
    }


@once_per_seed
def random_days(rng):
    cases = []
    for n in (1, 2, 7, 40, 150, 150):
        p = rng.beta(1.2, 2.5, n)
        p[rng.random(n) < 0.1] = 0.0
        options = (
            float(rng.uniform(0.1, 0.8)),
            float(rng.uniform(1, 4)),
            float(rng.uniform(0.5, 0.99)),
        )
        cases.append(((p, *options), slow_estimate(p.tolist(), *options), f"{n} rows."))
    return cases


@exercise("estimate-accuracy")
def test_random_days_agree_with_rows_added_one_by_one(submission, rng):
    """Random probabilities, thresholds, effects and levels agree with sums row by row."""
    assert_each(submission.estimate_accuracy, random_days(rng), of=whole)


@exercise("estimate-accuracy")
def test_a_calibrated_world_is_as_accurate_as_it_claims(submission, rng):
    """Where each p is a share of late rows, the estimate is their true accuracy.

    The rows come in any order, and are not changed.
    """
    tenths = rng.integers(0, 11, 12)
    p = np.repeat(tenths / 10, 10)
    late = np.concatenate([np.arange(10) < tenth for tenth in tenths])
    order = rng.permutation(len(p))
    threshold = 0.45
    result = whole(assert_unchanged(submission.estimate_accuracy, p[order], threshold))
    if "accuracy" not in result:
        assert_same(sorted(map(str, result)), ["accuracy"])
    true = float(((p >= threshold) == late).mean())
    assert_same(result["accuracy"], true, why="Of rows with p = 0.3 three in ten are late here.")
