"""The checks of exercise 5 of week 9 that a student sees: p-values that may be looked at."""

import math

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    rejects_each,
)

NAN = math.nan


def numbers(result):
    """The p-values, which have to be an array."""
    is_a(result, np.ndarray)
    return result


def once_looked(n, total, variance, tau):
    """1 / Lambda after n numbers with this sum."""
    spread = variance + n * tau * tau
    return math.sqrt(spread / variance) * math.exp(-((tau * total) ** 2) / (2 * variance * spread))


@exercise("always-valid")
def test_each_look_is_one_over_lambda(submission):
    """A p-value is 1 / Lambda of all numbers so far, where it falls from look to look."""
    cases = [
        (([3.0], 1.0, 1.0), [math.sqrt(2) * math.exp(-9 / 4)], "n is 1, S is 3."),
        (
            ([3.0, 3.0, 4.0], 1.0, 1.0),
            [once_looked(n, s, 1, 1) for n, s in ((1, 3), (2, 6), (3, 10))],
            "S is 3, 6 and 10.",
        ),
        (
            ([-3.0, -3.0, -4.0], 1.0, 1.0),
            [once_looked(n, s, 1, 1) for n, s in ((1, 3), (2, 6), (3, 10))],
            "The same numbers downwards: the test is two-sided.",
        ),
    ]
    cases = [(args, np.array(wanted), why) for args, wanted, why in cases]
    assert_each(submission.always_valid, cases, of=numbers)


@exercise("always-valid")
def test_variance_and_tau_enter_as_the_formula_says(submission):
    """`variance` is the square of a deviation, and `tau` is a deviation."""
    cases = [
        (([7.0, 6.0], 4.0, 1.0), [(1, 7), (2, 13)], "The variance is 4."),
        (([7.0, 6.0], 1.0, 0.25), [(1, 7), (2, 13)], "Tau is 1/4."),
        (([7.0, 6.0], 4.0, 3.0), [(1, 7), (2, 13)], "The variance is 4, tau is 3."),
        (([1.5, 1.0], 0.25, 2.0), [(1, 1.5), (2, 2.5)], "The variance is 1/4, tau is 2."),
    ]
    cases = [
        (args, np.array([once_looked(n, s, *args[1:]) for n, s in looks]), why)
        for args, looks, why in cases
    ]
    assert_each(submission.always_valid, cases, of=numbers)


@exercise("always-valid")
def test_a_p_value_never_rises_and_never_exceeds_one(submission):
    """What was significant stays so, and where Lambda is below 1 the p-value is 1."""
    low, then = once_looked(1, 3, 1, 1), once_looked(4, 7, 1, 1)
    cases = [
        (([0.0, 0.0, 0.0], 1.0, 1.0), [1.0, 1.0, 1.0], "Nothing moved."),
        (([1.0, -1.0], 1.0, 1.0), [once_looked(1, 1, 1, 1), 1.0], "S returns to 0."),
        (([3.0, -3.0, 0.0], 1.0, 1.0), [low, low, low], "The first look stays the smallest."),
        (([3.0, -3.0, 0.5, 6.5], 1.0, 1.0), [low, low, low, then], "Only the last is smaller."),
        (([0.0, 3.0], 1.0, 1.0), [1.0, once_looked(2, 3, 1, 1)], "One day of nothing, then 3."),
    ]
    cases = [(args, np.minimum(wanted, 1.0), why) for args, wanted, why in cases]
    cases[1] = (cases[1][0], np.array([min(1.0, once_looked(1, 1, 1, 1))] * 2), cases[1][2])
    assert_each(submission.always_valid, cases, of=numbers)


@exercise("always-valid")
def test_a_day_without_a_number_changes_nothing(submission):
    """A missing number is a look with the p-value of the one before, and counts in no sum."""
    first, second = once_looked(1, 3, 1, 1), once_looked(2, 6, 1, 1)
    cases = [
        (([3.0, NAN, 3.0], 1.0, 1.0), [first, first, second], "Two numbers are there."),
        (([NAN, NAN, 3.0, NAN], 1.0, 1.0), [1.0, 1.0, first, first], "One number is there."),
        (([NAN], 1.0, 1.0), [1.0], "None is there."),
        (([], 1.0, 1.0), [], "There was no look."),
    ]
    cases = [(args, np.array(wanted, dtype=float), why) for args, wanted, why in cases]
    assert_each(submission.always_valid, cases, of=numbers)


@exercise("always-valid")
def test_an_exponent_too_large_for_a_float_gives_zero(submission):
    """The p-value is 0.0 where 1 / Lambda is too small for a float, and stays so."""
    large = once_looked(1, 30, 1, 1)
    cases = [
        (([1e5, -1e5], 1.0, 1.0), [0.0, 0.0], "The exponent is 2.5 * 10**9."),
        (([1.0, -9e5, 9e5], 1.0, 1e3), [once_looked(1, 1, 1, 1e3), 0.0, 0.0], "It is larger."),
        (([30.0, NAN], 1.0, 1.0), [large, large], "The exponent is 225."),
    ]
    cases = [(args, np.minimum(wanted, 1.0), why) for args, wanted, why in cases]
    assert_each(submission.always_valid, cases, of=numbers)


@exercise("always-valid")
def test_streams_may_be_of_any_kind_and_stay_as_they_are(submission):
    """Lists, tuples, arrays and Series of ints or floats give the same, and are not changed."""
    wanted = np.array([once_looked(n, 100 * n, 10_000, 50) for n in (1, 2, 3)])
    wanted = np.minimum(wanted, 1.0)
    cases = [
        ((kind([100, 100, 100]), 10_000, 50), wanted, "The sums are 100, 200 and 300.")
        for kind in (
            tuple,
            lambda values: np.array(values, dtype=np.int8),
            lambda values: np.array(values, dtype=np.float32),
            lambda values: pd.Series(values, index=[2, 2, 0]),
        )
    ]
    assert_each(submission.always_valid, cases, of=numbers)
    third = np.array([2.1, NAN, 2.3], dtype=np.float32)
    sums = ((1, float(third[0])), (1, float(third[0])), (2, float(third[0]) + float(third[2])))
    result = assert_unchanged(submission.always_valid, third, 0.5, 1)
    wanted = np.minimum([once_looked(n, s, 0.5, 1) for n, s in sums], 1.0)
    assert_same(numbers(result), wanted, why="float32 is computed with in float64.")


@exercise("always-valid")
def test_no_p_value_without_a_spread(submission):
    """A variance or a tau of 0 or below raises a ValueError."""
    calls = [([1.0, 2.0], v, t) for v, t in ((0, 1), (-1.0, 1), (1, 0), (1, -0.5), (0.0, 0.0))]
    rejects_each(submission.always_valid, calls)
