"""The checks of `choose-for-labelling` that a student of week 3 sees."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, exercise, once, rejects_each


def apart(n):
    """Embeddings of n rows that are all far from each other."""
    return [[100 * row, 0] for row in range(n)]


def rows_taken(*rows):
    return np.array(rows, dtype=int)


@exercise("choose-for-labelling")
def test_the_least_certain_rows_come_first(submission):
    """Rows are taken in order of |probability - 0.5|, smallest first, on either side of 0.5."""
    p = [0.0, 0.875, 0.4375, 0.625, 0.25, 1.0, 0.5]
    chosen = submission.choose_for_labelling(p, apart(7), 5, 1.0)
    assert_same(chosen, rows_taken(6, 2, 3, 4, 1), why="0.5 is least certain, then 0.4375, 0.625.")
    chosen = submission.choose_for_labelling(pd.Series(p, index=range(7, 0, -1)), apart(7), 1, 1.0)
    assert_same(chosen, rows_taken(6), why="Rows are counted by position.")


@exercise("choose-for-labelling")
def test_equally_certain_rows_come_in_order_of_their_number(submission):
    """Of rows equally far from 0.5, above or below, the one with the lower number comes first."""
    p = np.tile([0.75, 0.5, 0.25, 0.25, 0.5, 0.75], 20)
    chosen = submission.choose_for_labelling(p, apart(120), 120, 1.0)
    expected = [row for row in range(120) if p[row] == 0.5]
    expected += [row for row in range(120) if p[row] != 0.5]
    assert_same(
        chosen,
        np.array(expected),
        why="First the rows at 0.5, then those 0.25 from it: the first five "
        "probabilities are 0.75, 0.5, 0.25, 0.25, 0.5, so row 1 comes first, then row 4.",
    )
    p = [1.0, 0.625, 0.0, 0.375, 0.0, 1.0]
    chosen = submission.choose_for_labelling(p, apart(6), 5, 1.0)
    assert_same(chosen, rows_taken(1, 3, 0, 2, 4), why="0.625 and 0.375 tie, and so do 0 and 1.")


@exercise("choose-for-labelling")
def test_rows_too_near_to_a_chosen_one_are_passed_over(submission):
    """A row nearer than `min_distance` to any row already taken is passed over for the next.

    A row that was passed over keeps nobody away.
    """
    p = [0.5, 0.53125, 0.5625, 0.59375, 0.625]
    line = [[0.0], [1.5], [3.0], [4.0], [9.0]]
    corners = [[0, 0], [3, 3], [0, 4], [3, 0], [50, 50]]
    passed_over = (
        "Row 1 is too near to row 0; row 2 is near to row 1 only, which was not taken; "
        "row 3 is too near to row 2."
    )
    euclid = "Distances are Euclidean: (3, 3) is 4.24 away."
    cases = [
        ((p, line, 3, 2.5), rows_taken(0, 2, 4), passed_over),
        ((p, corners, 4, 4.125), rows_taken(0, 1, 4), euclid),
        ((p, corners, 4, 4.5), rows_taken(0, 4), euclid),
    ]
    assert_each(submission.choose_for_labelling, cases)


@exercise("choose-for-labelling")
def test_a_distance_of_exactly_the_minimum_is_far_enough(submission):
    """Exactly `min_distance` is far enough, and with 0 even duplicates are taken."""
    p = [0.5, 0.53125, 0.5625]
    copies = [[1, 1], [1, 1], [1, 1]]
    everything = rows_taken(0, 1, 2)
    cases = [
        ((p, [[0, 0], [3, 4], [6, 0]], 3, 5), everything, "Rows 0 and 1 are 5 apart, as demanded."),
        ((p, copies, 3, 0), everything, "With min_distance 0 no row is too near."),
        ((p, copies, 3, 0.125), rows_taken(0), "Three copies of a row are one row."),
        ((p, [[0], [2.875], [6]], 3, 3), rows_taken(0, 2), "2.875 is less than 3."),
    ]
    assert_each(submission.choose_for_labelling, cases)


@once
def near_misses():
    p = [0.5, 0.53125, 0.5625]
    # 25**2 + 2500**2 is 1/64 less than 2500.125**2.
    far = [[9000, 9000], [9025, 6500], [6500, 9025.125]]
    near_miss = "Row 1 is 2500.124997 from row 0, and row 2 is farther than 2500.125 from it."
    small = np.array([[0, 250], [3, 246], [40, 246]], dtype=np.uint8)
    return [
        ((p, far, 3, 2500.125), rows_taken(0, 2), near_miss),
        ((p, np.array(far, dtype=np.float32), 3, 2500.125), rows_taken(0, 2), near_miss),
        ((p, small, 3, 5), rows_taken(0, 1, 2), "Rows 0 and 1 are 5 apart. The dtype is uint8."),
        ((p, small, 3, 6), rows_taken(0, 2), "Rows 0 and 1 are 5 apart. The dtype is uint8."),
    ]


@exercise("choose-for-labelling")
def test_a_distance_just_below_the_minimum_is_too_near(submission):
    """A row that lies 0.000003 nearer than `min_distance` is too near, whatever the dtype is.

    Numbers of 8 or 32 bits have no room for squares of distances: compute in float64.
    """
    assert_each(submission.choose_for_labelling, near_misses())


@exercise("choose-for-labelling")
def test_the_list_is_short_when_the_pool_is_exhausted(submission):
    """When k exceeds what the pool can give, the list is short; k = 0 or n = 0 give none."""
    p = [0.5, 0.25, 0.375]
    near = [[0, 0], [1, 0], [9, 0]]
    none = np.empty((0, 2))
    cases = [
        ((p, apart(3), 10, 5.0), rows_taken(0, 2, 1), "There are only three rows."),
        ((p, near, 3, 5.0), rows_taken(0, 2), "Row 1 is too near, and does not fill the list."),
        (
            ([0.5] * 99 + [0.75], [[3, 3]] * 99 + [[9, 9]], 2, 5.0),
            rows_taken(0, 99),
            "Rows 0 to 98 are copies of each other; only the very last of the 100 is far enough.",
        ),
        ((p, apart(3), 0, 5.0), rows_taken(), "k = 0 gives an empty array of integers."),
        (([], none, 3, 5.0), rows_taken(), "An empty pool gives an empty array of integers."),
    ]
    assert_each(submission.choose_for_labelling, cases)


@exercise("choose-for-labelling")
def test_k_may_be_an_integer_of_numpy(submission):
    """`k` may be a whole number of NumPy as well as of Python, such as np.int64(2)."""
    chosen = submission.choose_for_labelling([0.0, 0.5, 0.25], apart(3), np.int64(2), 1)
    assert_same(chosen, rows_taken(1, 2), why="k is np.int64(2).")


@exercise("choose-for-labelling")
def test_a_pool_that_makes_no_sense_is_refused(submission):
    """A negative k, a bad distance, shapes that do not fit, or a bad number raise a ValueError."""
    p, points = [0.5, 0.25], [[0.0, 1.0], [2.0, 3.0]]
    nan, inf = math.nan, math.inf
    calls = (
        (p, points, -1, 1.0),
        (p, points, 1, -0.5),
        (p, points, 1, inf),
        (p, [0.0, 2.0], 1, 1.0),
        (p, [[[0.0]], [[2.0]]], 1, 1.0),
        (p, np.empty((2, 0)), 1, 1.0),
        (p, [[0.0, 1.0]], 1, 1.0),
        (p, [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]], 1, 1.0),
        ([nan, 0.25], points, 1, 1.0),
        ([0.5, 1.25], points, 1, 1.0),
        ([0.5, -0.25], points, 1, 1.0),
        (p, [[0.0, nan], [2.0, 3.0]], 1, 1.0),
        (p, [[0.0, 1.0], [inf, 3.0]], 0, 1.0),
    )
    rejects_each(submission.choose_for_labelling, calls)
