"""The checks of exercise 1 of week 9 that a student sees: how many units an arm needs."""

import numpy as np

from autograder.testing import assert_each, exercise, rejects_each


@exercise("sample-size")
def test_the_formula_gives_the_rows_of_each_arm(submission):
    """With one row a unit, the answer is n of the formula, for each arm."""
    cases = [
        ((0.25, -0.02), 7155, "z is 1.9600 + 0.8416; the variances are 0.1875 and 0.1771."),
        ((0.25, -0.01), 29034, "Half the effect takes about four times the rows."),
        ((0.1, 0.02), 3839, "The variances are 0.09 and 0.1056."),
        ((0.5, 0.0625), 997, "The variances are 0.25 and 0.246."),
    ]
    assert_each(submission.sample_size, cases)


@exercise("sample-size")
def test_the_test_is_two_sided_and_the_power_counts(submission):
    """The level is shared by both sides, and the power is the chance to find the effect."""
    cases = [
        ((0.25, -0.02, 0.05, 0.9), 9578, "z is 1.9600 + 1.2816."),
        ((0.25, -0.02, 0.01, 0.8), 10646, "z is 2.5758 + 0.8416."),
        ((0.25, -0.02, 0.2, 0.5), 1498, "z is 1.2816 + 0."),
        ((0.25, -0.02, 0.3, 0.4), 559, "z is 1.0364 - 0.2533: a power below a half subtracts."),
    ]
    assert_each(submission.sample_size, cases)


@exercise("sample-size")
def test_the_lift_is_a_difference_of_either_sign(submission):
    """A lift of 0.1 is ten points more, and one of -0.1 ten points less."""
    cases = [
        ((0.2, 0.1), 291, "From 20 % to 30 %."),
        ((0.3, -0.1), 291, "From 30 % to 20 %: the same two shares."),
        ((0.1, 0.5), 11, "From 10 % to 60 %; the sum of the variances is 0.33."),
        ((0.9, -0.8), 3, "From 90 % to 10 %."),
    ]
    assert_each(submission.sample_size, cases)


@exercise("sample-size")
def test_the_answer_is_rounded_up(submission):
    """A part of a unit is a unit more, however small the part."""
    cases = [
        ((0.5, 0.25, 0.05, 0.8), 55, "54.94 rows."),
        ((0.5, 0.125, 0.05, 0.8), 244, "243.3 rows."),
        ((0.5, 0.125, 0.05, 0.8, 100), 3, "243.3 rows, a hundred a unit."),
        ((0.5, 0.125, 0.05, 0.8, 1000), 1, "A quarter of one unit."),
    ]
    assert_each(submission.sample_size, cases)


@exercise("sample-size")
def test_rows_of_one_unit_are_worth_less(submission):
    """More rows are needed by the design effect, and they come `rows_per_unit` at a time."""
    cases = [
        ((0.25, -0.02, 0.05, 0.8, 900, 0.0), 8, "Independent rows: 7154.3 / 900."),
        ((0.25, -0.02, 0.05, 0.8, 900, 0.1), 723, "The design effect is 1 + 899 * 0.1."),
        ((0.25, -0.02, 0.05, 0.8, 900, 1.0), 7155, "A unit is worth one row."),
        ((0.25, -0.02, 0.05, 0.8, 2, 0.5), 5366, "The design effect is 1.5, and 2 rows a unit."),
        ((0.25, -0.02, 0.05, 0.8, 1, 0.5), 7155, "A single row has no other row to resemble."),
        ((np.float64(0.25), np.float64(-0.02), 0.05, 0.8, np.int64(900), 0.1), 723, "NumPy's."),
    ]
    assert_each(submission.sample_size, cases)


@exercise("sample-size")
def test_no_size_is_given_for_what_cannot_be_tested(submission):
    """A share, level or power outside (0, 1), no lift, or an impossible unit is a ValueError."""
    calls = (
        (0, 0.1),
        (1, -0.1),
        (-0.1, 0.2),
        (1.1, -0.2),
        (0.5, 0.5),
        (0.5, 0.75),
        (0.5, -0.5),
        (0.5, -0.75),
        (0.5, 0),
        (0.5, 0.1, 0.0, 0.8),
        (0.5, 0.1, 1.0, 0.8),
        (0.5, 0.1, -0.05, 0.8),
        (0.5, 0.1, 0.05, 1.0),
        (0.5, 0.1, 0.05, 1.25),
        (0.5, 0.1, 0.05, 0.0),
        (0.5, 0.1, 0.05, 0.05),
        (0.5, 0.1, 0.25, 0.125),
        (0.5, 0.1, 0.05, 0.8, 0),
        (0.5, 0.1, 0.05, 0.8, -3),
        (0.5, 0.1, 0.05, 0.8, 10, -0.1),
        (0.5, 0.1, 0.05, 0.8, 10, 1.5),
        (0.5, 0.1, 0.05, 0.8, 1, 1.5),
    )
    rejects_each(submission.sample_size, calls)
