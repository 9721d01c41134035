"""The checks of `correct-for-sampling` that a student of week 3 sees."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, exercise, rejects_each


@exercise("correct-for-sampling")
def test_the_odds_shrink_by_the_keep_rate(submission):
    """The true odds are `keep_rate` times the odds that the model gives."""
    restored = submission.correct_for_sampling([0.5, 0.8, 0.25, 0.1], 0.25)
    assert_same(
        restored,
        np.array([0.2, 0.5, 1 / 13, 1 / 37]),
        why="Odds of 1, 4, 1/3 and 1/9 become 1/4, 1, 1/12 and 1/36.",
    )
    restored = submission.correct_for_sampling([0.75], 0.1)
    assert_same(restored, np.array([3 / 13]), why="Odds of 3 become 3/10.")


@exercise("correct-for-sampling")
def test_certainty_stays_certain(submission):
    """0 stays 0 and 1 stays 1; with `keep_rate` 1 nothing was dropped and nothing changes."""
    for rate in (1e-9, 0.25):
        restored = submission.correct_for_sampling([1.0, 0.0, 1, 0], rate)
        assert_same(
            restored,
            np.array([1.0, 0.0, 1.0, 0.0]),
            rtol=0,
            atol=0,
            why="What is certain does not depend on the sampling. Exactly: p * r / (p * r + 1 - p) "
            "rounds where p is 1, unless 1 - p is taken first.",
        )
    p = [0.9, 0.0, 0.5, 1.0]
    restored = submission.correct_for_sampling(p, 1)
    assert_same(restored, np.array(p), why="With keep_rate 1 every negative was kept.")


@exercise("correct-for-sampling")
def test_small_probabilities_are_not_cut_off(submission):
    """Results below 1e-9 keep their digits, and those near 1 do not reach it."""
    restored = submission.correct_for_sampling([1e-12, 1e-6, 0.5], 1e-4)
    expected = np.array([1e-16 / (1 - 1e-12 + 1e-16), 1e-10 / (1 - 1e-6 + 1e-10), 1e-4 / 1.0001])
    assert_same(restored, expected, atol=0, why="Nothing between 0 and 1 is cut off.")
    restored = submission.correct_for_sampling([1 - 2**-40], 2**-20)
    assert_same(restored, np.array([1 - 2**-20 / (1 + 2**-20)]), why="Odds of 2**40 become 2**20.")
    p, rate = 1 - 2**-45, 1e-13
    odds = (2**45 - 1) * rate
    restored = submission.correct_for_sampling([p], rate)
    assert_same(
        restored,
        np.array([odds / (1 + odds)]),
        why="Odds of 2**45 - 1 become 3.52. Take 1 - p first: 1 - (1 - keep_rate) * p has lost "
        "most digits.",
    )
    restored = submission.correct_for_sampling([1e-150], 1e-100)
    assert_same(restored, np.array([1e-250]), atol=0, why="Odds of 1e-150 become 1e-250.")


@exercise("correct-for-sampling")
def test_the_result_is_an_array_in_the_same_order(submission):
    """Lists, arrays and Series of n numbers all give an array of n floats, also for n = 0.

    Numbers of 32 bits are no reason to lose digits: compute in float64.
    """
    p = [0.8, 0.5, 0.8]
    expected = np.array([0.5, 0.2, 0.5])
    cases = [
        ((given, 0.25), expected, "The result is an array, whatever was given.")
        for given in (p, np.array(p), pd.Series(p, index=[3, 1, 3]))
    ]
    nothing = np.array([], dtype=float)
    cases.append((([], 0.25), nothing, "No probabilities give an empty array of floats."))
    certain = np.array([1.0, 0.0, 1.0])
    cases.append((([1, 0, 1], 0.25), certain, "Whole numbers give an array of floats, too."))
    narrow = np.array([0.1, 0.9, 1e-6], dtype=np.float32)
    exact = [0.25 * x / (0.25 * x + (1 - x)) for x in narrow.tolist()]
    cases.append(((narrow, 0.25), np.array(exact), "The probabilities are given as float32."))
    assert_each(submission.correct_for_sampling, cases)


@exercise("correct-for-sampling")
def test_what_is_no_probability_or_no_rate_is_refused(submission):
    """A `keep_rate` not in (0, 1], or a p that is NaN or outside [0, 1], raises a ValueError."""
    calls = [(p, rate) for rate in (0, -0.5, 1.001, math.inf, math.nan) for p in ([0.5], [])]
    calls += [([0.5, bad], 0.25) for bad in (math.nan, 1.5, -0.5, 1 + 1e-12, -1e-12)]
    rejects_each(submission.correct_for_sampling, calls)
