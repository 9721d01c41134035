"""The checks of exercise 4 of week 9 that a student sees: the same rows, less noise."""

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
    require,
)

NAN = math.nan


def three(result):
    """The effect, its standard error and the variance reduction."""
    is_a(result, tuple)
    require(len(result) == 3, "The result is a tuple of three floats.")
    return result


def item(position):
    """What takes one of the three, whatever the others are."""
    return lambda result: three(result)[position]


effect, error, reduction = item(0), item(1), item(2)

ARMS = [0, 0, 0, 0, 1, 1, 1, 1]
BEFORE = [0, 2, 4, 6, 0, 2, 4, 6]
"""The same covariates in both arms: their mean is 3, their squared deviations add up to 40."""
DURING = [1, 2, 7, 6, 3, 2, 7, 12]
"""The sum of (x - 3) * y is 20 in one arm and 32 in the other, so theta is 52 / 40 = 1.3."""


@exercise("cuped")
def test_the_effect_is_adjusted_for_what_was_different_before(submission):
    """What the covariate says about the difference between the arms is subtracted from it."""
    cases = [
        (
            ([10, 12, 14, 17], [0, 2, 4, 6], [0, 0, 1, 1]),
            4.5 - 4 * 1.15,
            "Theta is 23 / 20, and the arms differ by 4.5 now, by 4 before.",
        ),
        (
            ([10, 12, 24, 36], [0, 2, 4, 6], [0, 0, 1, 1]),
            19 - 4 * 4.5,
            "Theta is 90 / 20 = 4.5, and the arms differ by 19 now, by 4 before.",
        ),
        (
            ([10, 12, 24, 36], [0, 2, 4, 6], [1, 0, 1, 0]),
            -7 + 2 * 4.5,
            "Theta is 4.5 as above; the arms differ by -7 now, and by -2 before.",
        ),
        ((DURING, BEFORE, ARMS), 2.0, "The covariates have the same mean in both arms."),
    ]
    assert_each(submission.cuped, cases, of=effect)


@exercise("cuped")
def test_the_standard_error_is_that_of_the_adjusted_metric(submission):
    """The variances of the adjusted metric, with n - 1, over the units of their own arm."""
    left = [y - 1.3 * (x - 3) for x, y in zip(BEFORE, DURING, strict=True)]
    parts = [np.var(part, ddof=1) / 4 for part in (left[:4], left[4:])]
    cases = [
        ((DURING, BEFORE, ARMS), math.sqrt(sum(parts)), "Theta is 1.3."),
        (
            ([1, 3, 1, 5, 9], [7, 7, 7, 7, 7], [0, 0, 1, 1, 1]),
            math.sqrt(2 / 2 + 16 / 3),
            "Nothing to adjust; the variances are 2, of two units, and 16, of three.",
        ),
        (
            ([1, 3, 4, 4, 4], [7, 7, 7, 7, 7], [0, 0, 1, 1, 1]),
            1.0,
            "The variances are 2, of two units, and 0.",
        ),
    ]
    assert_each(submission.cuped, cases, of=error)


@exercise("cuped")
def test_the_reduction_compares_two_variances(submission):
    """The reduction is 1 - a / b, of squared standard errors; it is negative when a is larger."""
    cases = [
        (
            ([0, 2, 10, 13], [0, 2, 0, 2], [0, 0, 1, 1]),
            1 - (0.125 + 0.125) / (2 + 4.5),
            "Theta is 1.25; the variances were 2 and 4.5, and are an eighth each.",
        ),
        (
            ([0, 2, 10, 12], [0, 0, 10, 10], [0, 0, 1, 1]),
            0.0,
            "Within the arms the covariate is the same for all: nothing is reduced.",
        ),
        (
            ([0, 2, 10, 12], [1, 0, 6, 5], [0, 0, 1, 1]),
            1 - (2 + 48 / 26) ** 2 / 4,
            "Theta is 48 / 26, and within the arms the covariate runs the other way.",
        ),
    ]
    assert_each(submission.cuped, cases, of=reduction)


@exercise("cuped")
def test_mean_and_theta_are_those_of_both_arms_together(submission):
    """Arms with other covariates are adjusted with one theta, around one mean, of all units."""
    y, x = [1, 2, 3, 9, 9, 12, 12], [0, 1, 2, 4, 5, 6, 10]
    theta = np.cov(x, y)[0, 1] / np.var(x, ddof=1)
    wanted = 10.5 - 2 - theta * (6.25 - 1)
    cases = [
        ((y, x, [0, 0, 0, 1, 1, 1, 1]), wanted, f"Theta is {theta:.4f}; the means of x: 1, 6.25."),
        ((y, x, [1, 1, 1, 0, 0, 0, 0]), -wanted, "The arms have changed places."),
    ]
    assert_each(submission.cuped, cases, of=effect)


@exercise("cuped")
def test_a_covariate_that_never_varies_changes_nothing(submission):
    """Where all covariates are equal, or none is there, theta is 0."""
    y, arms = [1, 3, 5, 9], [0, 0, 1, 1]
    wanted = (5.0, math.sqrt(1 + 4), 0.0)
    cases = [
        ((y, x, arms), wanted, "The metric is compared as it is.")
        for x in ([0, 0, 0, 0], [0.1] * 4, [NAN, 2, 2, 2], [NAN, NAN, 7, NAN], [NAN] * 4)
    ]
    assert_each(submission.cuped, cases, of=three)


@exercise("cuped")
def test_units_without_a_past_stay_as_they_are(submission):
    """Where the covariate is missing nothing is subtracted, and theta is that of the others."""
    y, x, arms = [4, 1, 2, 7, 6, 3, 2, 7, 12, 8], [NAN, *BEFORE, NAN], [0, *ARMS, 1]
    left = [4, *(y - 1.3 * (x - 3) for x, y in zip(BEFORE, DURING, strict=True)), 8]
    raw, new = (
        sum(np.var(values[i:j], ddof=1) / 5 for i, j in ((0, 5), (5, 10))) for values in (y, left)
    )
    wanted = (32 / 5 - 20 / 5, math.sqrt(new), 1 - new / raw)
    one_sided = ([0, 4, 5, 1, 7, 3], [1, 3, NAN, NAN, NAN, NAN], [0, 0, 0, 1, 1, 1])
    cases = [
        ((y, x, arms), wanted, "Theta is 1.3; the first unit and the last have no past."),
        (
            (*one_sided,),
            (11 / 3 - 3, math.sqrt(3 / 3 / 1 + 28 / 3 / 3), 1 - (1 + 28 / 9) / (7 / 3 + 28 / 9)),
            "Theta is 2; only two units of one arm are adjusted, to 2 and 2.",
        ),
    ]
    assert_each(submission.cuped, cases, of=three)


@exercise("cuped")
def test_columns_may_be_of_any_kind(submission):
    """Lists, tuples, arrays and Series, ints and floats, 0 and 1 or bools, give the same."""
    wanted = (2.0, math.sqrt((7.8 + 12.6) / 3 / 4))
    third = np.array([0.1, 0.2, 0.4, 0.3], dtype=np.float32)
    shift = [float(v) for v in third]
    kinds = (
        (np.array(DURING, dtype=np.int8), tuple(BEFORE), np.array(ARMS, dtype=bool)),
        (pd.Series(DURING, index=[5, 5, 1, 0, 2, 3, 4, 6]), np.array(BEFORE), pd.Series(ARMS)),
        (tuple(map(float, DURING)), pd.Series(BEFORE, index=range(8, 0, -1)), [*map(bool, ARMS)]),
        (DURING, np.array(BEFORE, dtype=np.float32), np.array(ARMS, dtype=float)),
        (DURING, np.array([20 * x for x in BEFORE], dtype=np.int8), ARMS),
    )
    cases = [(columns, wanted, "The same units.") for columns in kinds]
    assert_each(submission.cuped, cases, of=lambda result: three(result)[:2])
    cases = [
        (
            (third, [5, 5, 5, 5], [0, 0, 1, 1]),
            (shift[2] + shift[3]) / 2 - (shift[0] + shift[1]) / 2,
            "float32 is computed with in float64.",
        )
    ]
    assert_each(submission.cuped, cases, of=effect)


@exercise("cuped")
def test_the_columns_stay_as_they_were(submission):
    """No column is changed by the call, and missing covariates stay missing."""
    x = np.array([NAN, 1.0, 2.0, 4.0])
    result = assert_unchanged(
        submission.cuped, np.array([1.0, 3.0, 5.0, 9.0]), x, np.array([0, 0, 1, 1])
    )
    theta = (3 * (1 - 7 / 3) + 5 * (2 - 7 / 3) + 9 * (4 - 7 / 3)) / (14 / 3)
    wanted = 7 - theta * (3 - 7 / 3) - 2 + theta * (1 - 7 / 3) / 2
    assert_same(effect(result), wanted, why="Three units have a past, with the mean 7/3.")


@exercise("cuped")
def test_units_that_cannot_be_compared_are_refused(submission):
    """Other lengths, an arm with one unit, another arm, or a missing metric raise a ValueError."""
    y, x, arms = [1, 2, 3, 4], [1, 3, 2, 5], [0, 0, 1, 1]
    calls = (
        ([1, 2, 3, 4, 5], x, arms),
        (y, [1, 3, 2, 5, 1], arms),
        (y, x, [0, 0, 1, 1, 1]),
        (y, [1], arms),
        ([*y, 5], [2, 2, 2, 2], arms),
        ([*y, 3, 3], [*x, 3, 4], [*arms, 2, 2]),
        ([1], x, arms),
        (y, x, [0, 0, 0, 1]),
        (y, x, [0, 1, 1, 1]),
        (y, x, [0, 0, 0, 0]),
        (y, x, [1, 1, 1, 1]),
        ([], [], []),
        ([*y, 3], [*x, 3], [*arms, 2]),
        ([*y, 3], [*x, 3], [*arms, -1]),
        ([*y, 3], [*x, 3], [*arms, 0.5]),
        ([1, NAN, 3, 4], x, arms),
        ([1, 2, 3, NAN], x, arms),
    )
    rejects_each(submission.cuped, calls)
