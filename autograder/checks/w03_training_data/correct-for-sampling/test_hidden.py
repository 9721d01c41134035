"""The checks of `correct-for-sampling` that the grader keeps: random inputs and rare cases.

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
    require,
)


@once_per_seed
def random_probabilities(rng):
    cases = []
    for trial in range(9):
        n = int(rng.integers(1, 30))
        p = rng.random(n) ** [1, 6, 12][trial % 3]
        if trial == 2:
            p = p.astype(np.float32)
        rate = float(rng.random() ** [1, 4][trial % 2] * 0.999 + 1e-6)
        expected = [
            float(Fraction(rate) * Fraction(x) / (Fraction(rate) * Fraction(x) + 1 - Fraction(x)))
            for x in p.tolist()
        ]
        given = [p, p.tolist(), pd.Series(p, index=rng.permutation(n))][trial // 3]
        cases.append(((given, rate), np.array(expected), f"The keep rate is {rate:.6g}."))
    return cases


@exercise("correct-for-sampling", weight=2)
def test_random_probabilities_match_exact_fractions(submission, rng):
    """Random probabilities and rates give the result of exact fractions, to nine digits."""
    assert_each(submission.correct_for_sampling, random_probabilities(rng), atol=0)


@exercise("correct-for-sampling")
def test_a_calibrated_world_is_restored(submission):
    """Counting what undersampling leaves of each group and correcting it gives the group back."""
    late, punctual = np.array([30, 5, 480, 1]), np.array([70, 995, 20, 0])
    for share in (Fraction(1, 5), Fraction(1, 100)):
        kept = punctual * float(share)
        restored = submission.correct_for_sampling(late / (late + kept), float(share))
        assert_same(
            restored,
            late / (late + punctual),
            why=f"{share} of the punctual flights of each group were kept.",
        )


@exercise("correct-for-sampling")
def test_order_and_ranking_survive(submission, rng):
    """The correction keeps the ranking, only lowers, and twice in a row multiplies the rates."""
    p = np.sort(rng.random(200))
    once = submission.correct_for_sampling(p, 0.3)
    is_a(once, np.ndarray)
    require(once.shape == (200,), "There is one probability for each that was given.")
    require(once.dtype.kind == "f", "The result is an array of floats.")
    require(bool((np.diff(once) >= 0).all()), "Sorted probabilities stay sorted.")
    require(bool((once <= p).all()), "Negatives were dropped, so the truth is lower.")
    twice = submission.correct_for_sampling(once, 0.5)
    both = submission.correct_for_sampling(p, 0.15)
    is_a(both, np.ndarray)
    require(both.shape == (200,), "There is one probability for each that was given.")
    require(both.dtype.kind == "f", "The result is an array of floats.")
    assert_same(twice, both, why="Rates of 0.3 and then 0.5 are a rate of 0.15.")


@exercise("correct-for-sampling")
def test_extreme_rates_give_finite_results(submission):
    """A rate of 1e-100 is a rate like any: no division by zero, and no overflow."""
    restored = submission.correct_for_sampling([1.0, 0.0, 0.5, 1 - 2**-30], 1e-100)
    expected = np.array([1.0, 0.0, 1e-100, (2**30 - 1) * 1e-100])
    assert_same(restored, expected, atol=0, why="Odds are multiplied by 1e-100.")


@exercise("correct-for-sampling")
def test_the_probabilities_are_left_alone(submission, rng):
    """The argument is not changed, and one bad entry among many is refused."""
    # What comes of these is for other checks to say; where nothing was dropped all are right.
    scores = np.array([0.8, 0.0, 0.5, 1.0])
    is_a(assert_unchanged(submission.correct_for_sampling, scores, 0.25), np.ndarray)
    p = np.array([0.8, 0.25, 0.5])
    restored = assert_unchanged(submission.correct_for_sampling, p, 1.0)
    is_a(restored, np.ndarray)
    assert_same(restored, p, why="Nothing was dropped.")
    calls = []
    for bad in (-1e-15, 1 + 1e-15, -math.inf):
        scores = rng.random(30)
        scores[rng.integers(30)] = bad
        calls.append((scores, 0.5))
    rejects_each(submission.correct_for_sampling, calls)
