"""The checks that the grader keeps: random flights against a slow, obvious computation."""

from fractions import Fraction

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


def slow(labels, forecasts, bins):
    """The table and the error, flight by flight."""
    n = len(labels)
    members = {}
    for label, forecast in zip(labels, forecasts, strict=True):
        smaller = sum(other < forecast for other in forecasts)
        members.setdefault(int(Fraction(smaller * bins, n)), []).append((label, forecast))
    rows, ece = [], 0.0
    for number in sorted(members):
        count = len(members[number])
        late = sum(label for label, _ in members[number]) / count
        forecast = sum(forecast for _, forecast in members[number]) / count
        rows.append((number, count, forecast, late))
        ece += count / n * abs(forecast - late)
    return pd.DataFrame(rows, columns=["bin", "flights", "forecast", "late"]), ece


@once_per_seed
def random_calls(rng):
    cases = []
    for n, bins, steps in ((40, 7, 9), (7, 30, 1000)):
        forecasts = (rng.integers(steps + 1, size=n) / steps) ** 2
        labels = (rng.random(n) < forecasts).astype(float)
        expected = slow(labels.tolist(), forecasts.tolist(), bins)
        cases.append(((labels, forecasts, bins), expected, f"{n} random flights in {bins} bins."))
    return cases


@exercise("calibration-table", weight=2)
def test_random_flights_are_binned_as_a_slow_count_does(submission, rng):
    """Random forecasts, with and without ties, give the table and the error of a slow count."""
    assert_each(submission.calibration_table, random_calls(rng))


@once_per_seed
def any_order(rng):
    forecasts = np.repeat([0, 0.25, 0.5, 0.75, 1], [9, 3, 9, 3, 6])
    labels = np.arange(30) % 3 // 2
    order = rng.permutation(30)
    expected = slow(labels.tolist(), forecasts.tolist(), 5)
    return [((labels[order], forecasts[order], 5), expected, "The flights are in any order.")]


@once
def certain_forecasts():
    return slow([0, 1, 1, 1], [0.0, 0.0, 1.0, 1.0], 2)


@once_per_seed
def bad_entries(rng):
    calls = []
    for place in rng.integers(12, size=2).tolist():
        labels, forecasts = np.zeros(12), np.full(12, 0.5)
        labels[place] = np.nan
        calls.append((labels, forecasts, 3))
        forecasts = forecasts.copy()
        forecasts[place] = [np.nan, 1 + 1e-9][place % 2]
        calls.append((np.zeros(12), forecasts, 3))
    return calls


@exercise("calibration-table")
def test_the_order_of_the_flights_does_not_matter_to_the_table(submission, rng):
    """The same flights in another order give the same table and error."""
    assert_each(submission.calibration_table, any_order(rng))


@exercise("calibration-table")
def test_forecasts_of_zero_and_one_are_probabilities(submission):
    """0 and 1 are forecasts like others, and a sum of labels that are bools counts each True."""
    labels = np.array([False, True, True, True])
    answer = assert_unchanged(submission.calibration_table, labels, [0, 0, 1, 1], 2)
    assert_same(answer, certain_forecasts())


@exercise("calibration-table")
def test_a_table_of_flights_without_a_label_is_refused(submission, rng):
    """A missing label or forecast anywhere among valid ones is a ValueError."""
    rejects_each(submission.calibration_table, bad_entries(rng))
