"""The checks of `importance-estimate` that the grader keeps: random inputs and rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

import math
from fractions import Fraction

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once_per_seed,
    rejects_each,
)

from ..cases import a_dict, entry


def slow_estimate(values, sampled_with, wanted):
    """Exact fractions, one row at a time."""
    total = squares = mean = Fraction(0)
    for value, sampled, want in zip(values, sampled_with, wanted, strict=True):
        if want:
            weight = Fraction(want) / Fraction(sampled)
            total += weight
            squares += weight**2
            mean += weight * Fraction(value)
    return {"mean": float(mean / total), "effective_sample_size": float(total**2 / squares)}


@once_per_seed
def random_rows(rng):
    cases = []
    for trial in range(8):
        n = int(rng.integers(1, 30))
        dtype = np.float32 if trial % 4 == 0 else float
        outcome = rng.normal(0, 5, n).astype(dtype)
        sampled = (rng.random(n) + 0.01).astype(dtype)
        wanted = (rng.random(n) * (rng.random(n) < 0.7)).astype(dtype)
        wanted[rng.integers(n)] = 0.5
        expected = slow_estimate(outcome.tolist(), sampled.tolist(), wanted.tolist())
        if trial % 2:
            outcome[wanted == 0] = [math.nan, math.inf][trial % 4 // 2]
        given = (outcome.tolist(), sampled, wanted)
        if trial >= 4:
            given = tuple(
                pd.Series(numbers, index=rng.permutation(n))
                for numbers in (outcome, sampled, wanted)
            )
        cases.append((given, expected, f"{n} rows were weighed one at a time."))
    return cases


@exercise("importance-estimate")
def test_random_rows_give_what_exact_fractions_give(submission, rng):
    """Random rows, some of them not wanted, give the two numbers of an exact computation."""
    assert_each(submission.importance_estimate, random_rows(rng), of=a_dict)


@exercise("importance-estimate")
def test_the_size_counts_rows_and_never_exceeds_them(submission, rng):
    """Equal weights are worth all their rows; one row that dominates is worth one."""
    for n in (7, 300):
        q = rng.random(n) + 0.1
        estimate = submission.importance_estimate(rng.normal(size=n), q, 3 * q)
        assert_same(entry(estimate, "effective_sample_size"), float(n), why="All weights are 3.")
    wanted = np.full(50, 1e-15)
    wanted[7] = 1.0
    estimate = submission.importance_estimate(np.arange(50), np.full(50, 0.02), wanted)
    assert_same(
        entry(estimate, "effective_sample_size"), 1.0, why="One row has nearly all of the weight."
    )
    assert_same(entry(estimate, "mean"), 7.0, why="That row has the value 7.")


@exercise("importance-estimate")
def test_weights_of_very_different_size_stand_side_by_side(submission):
    """Weights from 1e-250 to 1e250 may meet in one call."""
    estimate = submission.importance_estimate(
        [5.0, 3.0, 6.0, math.nan], [1.0, 1e-200, 1e-200, 0.5], [1e-250, 4e49, 8e49, 0.0]
    )
    is_a(estimate, dict)
    expected = {"mean": 5.0, "effective_sample_size": 1.8}
    assert_same(estimate, expected, why="The weights are 1e-250, 4e249 and 8e249.")


@exercise("importance-estimate")
def test_the_rows_are_left_alone_and_small_sets_are_fine(submission):
    """The three arguments are not changed, and a single row is its own mean."""
    # What comes of these rows is for other checks to say; two equal ones are right if any are.
    unwanted = (
        np.array([3.0, math.nan, 6.0]),
        np.array([0.2, 0.5, 0.4]),
        np.array([1.0, 0.0, 1.0]),
    )
    is_a(assert_unchanged(submission.importance_estimate, *unwanted), dict)
    two, half = np.array([4.0, 4.0]), np.array([0.5, 0.5])
    estimate = assert_unchanged(submission.importance_estimate, two, half, half)
    is_a(estimate, dict)
    assert_same(estimate, {"mean": 4.0, "effective_sample_size": 2.0}, why="Both rows count alike.")
    estimate = submission.importance_estimate([-2.5], [1e-3], [20])
    is_a(estimate, dict)
    assert_same(estimate, {"mean": -2.5, "effective_sample_size": 1.0})


@exercise("importance-estimate")
def test_one_bad_row_among_many_is_refused(submission, rng):
    """A single impossible number is refused wherever it stands; a zero chance also if unwanted."""
    n = 20
    fine = np.ones(n)

    def spoilt(bad):
        numbers = np.ones(n)
        numbers[rng.integers(n)] = bad
        return numbers

    zero = spoilt(0.0)
    calls = [(spoilt(-math.inf), fine, fine), (fine, zero, zero)]
    for bad in (math.nan, -1e-9):
        calls += [(fine, spoilt(bad), fine), (fine, fine, spoilt(bad))]
    rejects_each(submission.importance_estimate, calls)
