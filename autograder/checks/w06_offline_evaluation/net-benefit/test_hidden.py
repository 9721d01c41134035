"""The checks that the grader keeps: random flights, counted one by one."""

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    once,
    once_per_seed,
    rejects_each,
)


def slow(labels, forecasts, thresholds):
    """The curve, flight by flight."""
    n, rows = len(labels), []
    for t in thresholds:
        model = everyone = 0.0
        for label, forecast in zip(labels, forecasts, strict=True):
            earns = 1.0 if label else -t / (1 - t)
            everyone += earns / n
            if forecast >= t:
                model += earns / n
        rows.append((t, model, everyone, 0.0))
    return pd.DataFrame(rows, columns=["threshold", "model", "all", "none"])


@once_per_seed
def random_calls(rng):
    forecasts = rng.integers(21, size=50) / 20
    labels = (rng.random(50) < forecasts).astype(int)
    thresholds = [*rng.uniform(0.01, 0.99, size=5).tolist(), 0.25, 0.5]
    expected = slow(labels.tolist(), forecasts.tolist(), thresholds)
    return [((labels, forecasts, thresholds), expected, "Fifty random flights.")]


@exercise("net-benefit", weight=2)
def test_random_flights_earn_what_a_count_one_by_one_says(submission, rng):
    """Random flights and thresholds give the three lines of a slow count."""
    assert_each(submission.net_benefit, random_calls(rng))


@once
def very_cheap_and_very_dear():
    labels, forecasts = np.array([1, 0, 0]), np.array([1.0, 0.0, 1.0])
    thresholds = np.array([1e-6, 1 - 2**-18, 0.5])
    expected = slow(labels.tolist(), forecasts.tolist(), thresholds.tolist())
    return labels, forecasts, thresholds, expected


@exercise("net-benefit")
def test_alarms_that_are_very_cheap_or_very_dear_are_priced(submission):
    """Thresholds near 0 and near 1 keep their price, and forecasts of 0 and 1 are forecasts."""
    labels, forecasts, thresholds, expected = very_cheap_and_very_dear()
    answer = assert_unchanged(submission.net_benefit, labels, forecasts, thresholds)
    assert_same(answer, expected)


@once_per_seed
def bad_entries(rng):
    place = int(rng.integers(7))
    hole = np.zeros(7)
    hole[place] = np.nan
    half, ones = np.full(7, 0.5), np.ones(7)
    return [(hole, half, half), (ones, half + hole, half), (ones, half, half + hole)]


@exercise("net-benefit")
def test_a_bad_entry_among_many_is_refused_by_the_curve(submission, rng):
    """One missing label, forecast or threshold among valid ones is a ValueError."""
    rejects_each(submission.net_benefit, bad_entries(rng))
