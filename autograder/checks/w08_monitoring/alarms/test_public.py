"""The checks of exercise 5 of week 8 that a student sees: which of many tests ring."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_unchanged, exercise, is_a, once, rejects_each

NAN = math.nan


def cells(result):
    """The entries of the table as an array, whatever its labels are."""
    is_a(result, pd.DataFrame)
    return result.to_numpy()


def table(result):
    """The result, which has to be a DataFrame."""
    is_a(result, pd.DataFrame)
    return result


def row(*p_values):
    """One feature, a day each."""
    return pd.DataFrame([list(p_values)], dtype=float)


@once
def steps():
    limits = "The limits are 0.05, 0.1, 0.15 and 0.2."
    cases = [
        ((row(0.01, 0.3, 0.04, 0.9), 0.2), [True, False, True, False], limits),
        ((row(0.19, 0.17, 0.16, 0.18), 0.2), [True] * 4, f"The largest is below 0.2. {limits}"),
        ((row(0.04, 0.11, 0.14, 0.5), 0.2), [True, True, True, False], f"0.14 < 0.15. {limits}"),
        ((row(0.06, 0.11, 0.16, 0.21), 0.2), [False] * 4, f"Each is above its limit. {limits}"),
    ]
    return [(arguments, np.array([wanted]), why) for arguments, wanted, why in cases]


@exercise("alarms")
def test_the_k_smallest_ring_for_the_largest_k_that_holds(submission):
    """The limit of the k-th smallest is rate * k / m; the largest k that holds decides."""
    assert_each(submission.alarms, steps(), of=cells)


@once
def families():
    p = pd.DataFrame([[0.04, 0.5, 0.9], [0.9, 0.06, 0.9]])
    none = np.zeros((2, 3), dtype=bool)
    return [
        ((p, 0.15), none, "Of six tests the smallest must be at or below 0.025."),
        ((p, 0.3), np.array([[True, False, False], [False, True, False]]), "0.06 is below 0.1."),
    ]


@exercise("alarms")
def test_all_features_and_days_are_one_family(submission):
    """The rule is applied to all entries of the table together, not to a row or a column."""
    assert_each(submission.alarms, families(), of=cells)


@once
def not_made():
    cases = [
        ((row(0.09, NAN, 0.5, NAN), 0.2), [True, False, False, False], "Two tests were made."),
        ((row(NAN, NAN), 0.2), [False, False], "No test was made."),
    ]
    return [(arguments, np.array([wanted]), why) for arguments, wanted, why in cases]


@exercise("alarms")
def test_a_test_that_was_not_made_does_not_count(submission):
    """A missing entry does not ring, and does not make the family larger."""
    assert_each(submission.alarms, not_made(), of=cells)


@once
def alike():
    cases = [
        ((row(0.09, 0.09, 0.9, 0.9), 0.2), [True, True, False, False], "0.09 is below 0.1."),
        ((row(0.11, 0.11, 0.9, 0.9), 0.2), [False] * 4, "0.11 is above 0.05 and 0.1."),
        ((row(0.0, 0.14, 0.14, 0.9), 0.2), [True, True, True, False], "The third is below 0.15."),
    ]
    return [(arguments, np.array([wanted]), why) for arguments, wanted, why in cases]


@exercise("alarms")
def test_equal_p_values_ring_together(submission):
    """Entries that are equal ring together, the last of them counted."""
    assert_each(submission.alarms, alike(), of=cells)


@once
def at_the_limit():
    cases = [
        ((row(0.125, 0.75, 1.0, 1.0), 0.5), [True, False, False, False], "The limit is 0.5 / 4."),
        ((row(0.25, 0.25, 1.0, 1.0), 0.5), [True, True, False, False], "It is 2 * 0.5 / 4."),
    ]
    return [(arguments, np.array([wanted]), why) for arguments, wanted, why in cases]


@exercise("alarms")
def test_a_p_value_at_its_limit_rings(submission):
    """A p-value that equals its limit holds it."""
    assert_each(submission.alarms, at_the_limit(), of=cells)


@once
def labelled():
    labels = {"index": ["rain", "wind", "rain"], "columns": ["Mon", "Mon"]}
    p = pd.DataFrame([[0.01, 0.9], [0.02, 0.03], [0.9, 0.9]], **labels)
    wanted = pd.DataFrame([[True, False], [True, True], [False, False]], **labels)
    why = "Three of six tests ring: the third limit is 0.0625. Two days have the same name."
    return [((p, 0.125), wanted, why)]


@exercise("alarms")
def test_the_labels_of_the_table_stay(submission):
    """The result is a new table of bools with the same labels, which may repeat."""
    assert_each(submission.alarms, labelled(), of=table)


@once
def empty():
    rows, columns = np.zeros((0, 3)), np.zeros((2, 0))
    return [
        ((pd.DataFrame(rows), 0.2), rows.shape, "There are no features."),
        ((pd.DataFrame(columns), 0.2), columns.shape, "There are no days."),
    ]


@exercise("alarms")
def test_an_empty_table_rings_nothing(submission):
    """A table without rows or columns gives a table of the same shape."""
    assert_each(submission.alarms, empty(), of=lambda result: cells(result).shape)


@exercise("alarms")
def test_the_table_is_left_alone(submission):
    """The table of p-values is not changed."""
    is_a(assert_unchanged(submission.alarms, row(0.04, NAN, 0.9), 0.2), pd.DataFrame)


@once
def refused():
    p = row(0.5, 0.1)
    return [
        *((p, rate) for rate in (0.0, -0.1, 1.0, NAN, 5)),
        (row(0.5, -0.001, NAN), 0.1),
        (row(0.5, 1.001, NAN), 0.1),
    ]


@exercise("alarms")
def test_what_is_no_rate_and_no_p_value_is_refused(submission):
    """A rate that is not between 0 and 1, or a p-value outside [0, 1], raises a ValueError."""
    rejects_each(submission.alarms, refused())
