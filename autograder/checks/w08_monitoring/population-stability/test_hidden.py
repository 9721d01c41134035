"""The checks of exercise 1 of week 8 that stay with the grader."""

import math

import numpy as np

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    once_per_seed,
)


def slow_index(expected, actual, n_bins):
    """The index, from bins that are looked up value by value."""
    present = sorted(value for value in expected if not math.isnan(value))
    edges = []
    for i in range(1, n_bins):
        edges.append(
            min(
                value
                for value in set(present)
                if n_bins * sum(other <= value for other in present) >= i * len(present)
            )
        )

    def bin_of(value):
        if math.isnan(value):
            return "missing"
        if edges.count(value) > 1:
            return ("mass", value)
        return ("between", sum(edge < value for edge in set(edges)))

    old, new = [bin_of(value) for value in expected], [bin_of(value) for value in actual]
    total = []
    bins = {*old, *new}
    for one in bins:
        p = (old.count(one) + 0.5) / (len(old) + 0.5 * len(bins))
        q = (new.count(one) + 0.5) / (len(new) + 0.5 * len(bins))
        total.append((q - p) * math.log(q / p))
    return math.fsum(total)


def cases_of(draw, sizes, bins, rng):
    cases = []
    for n, m, n_bins in zip(*sizes, bins, strict=True):
        expected, actual = draw(n), draw(m)
        cases.append(
            (
                (expected, actual, n_bins),
                slow_index(expected.tolist(), actual.tolist(), n_bins),
                f"{n} values against {m} in {n_bins} bins.",
            )
        )
    return cases


@once_per_seed
def smooth(rng):
    sizes = ([17, 43], [23, 31])
    return cases_of(lambda n: rng.normal(size=n) + n % 2, sizes, [4, 10], rng)


@once_per_seed
def lumpy(rng):
    def draw(n):
        values = rng.integers(-2, 4, n).astype(float)
        values[rng.random(n) < 0.5] = 1.0
        values[1:][rng.random(n - 1) < 0.2] = math.nan
        return values

    sizes = ([41, 35], [30, 52])
    return cases_of(draw, sizes, [10, 3], rng)


@exercise("population-stability")
def test_random_samples_agree_with_bins_looked_up_one_by_one(submission, rng):
    """The index of random samples, no two values alike, agrees with one computed value by value."""
    assert_each(submission.population_stability, smooth(rng))


@exercise("population-stability")
def test_random_lumpy_samples_agree_with_bins_looked_up_one_by_one(submission, rng):
    """So does that of samples with many equal and missing values."""
    assert_each(submission.population_stability, lumpy(rng))


@once_per_seed
def another_scale(rng):
    expected, actual = rng.integers(0, 30, 50), rng.integers(5, 40, 60)
    wanted = slow_index(expected.tolist(), actual.tolist(), 6)
    why = "Only the order of values against each other counts."
    shuffled, backwards = rng.permutation(expected) * 4.0 - 100, actual[::-1] * 4.0 - 100
    return [((shuffled, backwards, 6), wanted, why)]


@exercise("population-stability")
def test_a_new_scale_changes_nothing(submission, rng):
    """The order of the rows, and another unit of measurement, change nothing."""
    assert_each(submission.population_stability, another_scale(rng))


@exercise("population-stability")
def test_both_samples_are_left_alone(submission):
    """The samples are not changed, nor sorted in place."""
    expected, actual = np.array([3.0, 1.0, 2.0, math.nan]), [5.0, math.nan, 1.0]
    wanted = slow_index(expected.tolist(), actual, 2)
    assert_same(assert_unchanged(submission.population_stability, expected, actual, 2), wanted)
