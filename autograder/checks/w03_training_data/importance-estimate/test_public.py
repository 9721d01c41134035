"""The checks of `importance-estimate` that a student of week 3 sees."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, exercise, once, rejects_each

from ..cases import a_dict, part


def estimate_of(mean, size):
    """Both entries, and no other."""
    return {"mean": mean, "effective_sample_size": size}


@exercise("importance-estimate")
def test_each_value_weighs_wanted_over_sampled(submission):
    """The mean weighs each value by wanted over sampled, and divides by the sum of the weights."""
    cases = [
        (
            ([10, 2, 4], [0.5, 0.25, 0.25], [0.25, 0.25, 0.5]),
            15 / 3.5,
            "The weights are 0.5, 1 and 2: (5 + 2 + 8) over 3.5.",
        ),
        (([True, False], [0.8, 0.2], [0.5, 0.5]), 0.2, "The weights are 0.625 and 2.5."),
        (([-3.0, 5.0], [2, 2], [7, 7]), 1.0, "Equal weights give the plain mean."),
    ]
    assert_each(submission.importance_estimate, cases, of=part("mean"))


@exercise("importance-estimate")
def test_unequal_weights_are_worth_fewer_rows(submission):
    """The effective sample size is the squared sum of the weights over the sum of squares."""
    cases = [
        (
            ([10, 2, 4], [0.5, 0.25, 0.25], [0.25, 0.25, 0.5]),
            7 / 3,
            "The weights are 0.5, 1 and 2: 3.5 squared over 5.25.",
        ),
        (([1, 2, 3, 4], [0.2] * 4, [0.3] * 4), 4.0, "Four equal rows are worth 4."),
        (([1, 0], [0.5, 0.5], [1, 0]), 1.0, "One of two rows is wanted."),
    ]
    assert_each(submission.importance_estimate, cases, of=part("effective_sample_size"))


@exercise("importance-estimate")
def test_both_chances_are_needed_only_up_to_a_constant(submission):
    """Multiplying all of `sampled_with`, or all of `wanted`, by a constant changes nothing.

    The result has exactly the two entries of the contract.
    """
    sampled_with, wanted = np.array([0.5, 0.25, 0.25]), np.array([0.25, 0.25, 0.5])
    same = estimate_of(5 / 7, 7 / 3)
    cases = [
        (([1, 0, 1], sampled_with * by, wanted * over), same, "The weights are 1 to 2 to 4.")
        for by, over in ((1, 1), (40, 1), (1, 0.01))
    ]
    assert_each(submission.importance_estimate, cases, of=a_dict)


@exercise("importance-estimate")
def test_a_row_that_is_not_wanted_has_no_influence(submission):
    """Where `wanted` is 0 the value may be anything, also NaN or infinite: it counts nowhere."""
    cases = [
        (
            (
                [3.0, *unwanted, 6.0],
                [0.2, *[0.5] * len(unwanted), 0.4],
                [1, *[0] * len(unwanted), 1],
            ),
            estimate_of(4.0, 1.8),
            "The weights of the first and the last row are 5 and 2.5, of the others 0.",
        )
        for unwanted in ([999.0], [math.nan, math.inf, -math.inf])
    ]
    assert_each(submission.importance_estimate, cases, of=a_dict)


@exercise("importance-estimate")
def test_weights_may_be_very_small_or_large(submission):
    """Weights as small as 1e-250 or as large as 1e250 neither vanish nor overflow."""
    cases = [
        (
            ([3.0, 6.0], np.array([1.0, 0.5]) / max(size, 1.0), [min(size, 1.0)] * 2),
            estimate_of(5.0, 1.8),
            f"The weights are {size:g} and twice that.",
        )
        for size in (1e-250, 1e249)
    ]
    cases.append(
        (
            ([2.0, 4.0], [1e-200, 1e200], [1e-200, 1e200]),
            estimate_of(3.0, 2.0),
            "Both weights are 1: what counts is the ratio of the two chances, row by row.",
        )
    )
    assert_each(submission.importance_estimate, cases, of=a_dict)


@once
def series_and_narrow_arrays():
    third, tenth = np.array([1 / 3, 0.1], dtype=np.float32)
    p, q = float(third), float(tenth)
    return [
        (
            (
                pd.Series([10, 2, 4], index=[2, 0, 1]),
                pd.Series([0.5, 0.25, 0.25], index=[1, 2, 0]),
                [0.25, 0.25, 0.5],
            ),
            estimate_of(15 / 3.5, 7 / 3),
            "The weights are 0.5, 1, 2, in order.",
        ),
        (
            (np.array([third, tenth]), np.array([tenth, third]), np.array([third, third])),
            estimate_of((p / q * p + q) / (p / q + 1), (p / q + 1) ** 2 / ((p / q) ** 2 + 1)),
            "The arrays have the dtype float32; the weights are about 3.33, and 1.",
        ),
        (
            (
                np.array([100, 2], dtype=np.uint8),
                np.array([1, 2], dtype=np.int8),
                np.array([100, 100], dtype=np.int8),
            ),
            estimate_of(10_100 / 150, 1.8),
            "The arrays have the dtypes uint8 and int8; the weights are 100 and 50.",
        ),
    ]


@exercise("importance-estimate")
def test_rows_are_paired_by_position(submission):
    """Lists, arrays and Series give the same; rows pair by position, not by index label.

    Numbers of 8 or 32 bits are no reason to lose digits: compute in float64.
    """
    assert_each(submission.importance_estimate, series_and_narrow_arrays(), of=a_dict)


@exercise("importance-estimate")
def test_rows_that_cannot_be_weighed_are_refused(submission):
    """Unequal lengths, no rows, impossible chances, nothing wanted: each raises a ValueError.

    So does a wanted row without a finite value.
    """
    nan, inf = math.nan, math.inf
    calls = (
        ([1, 0], [0.5], [1, 1]),
        ([1], [0.5, 0.5], [1, 1]),
        ([1, 0], [0.5, 0.5], [1]),
        ([], [], []),
        ([1, 0], [0.5, 0.0], [1, 0]),
        ([1, 0], [-0.5, 0.5], [1, 1]),
        ([1, 0], [0.5, -0.5], [1, 0]),
        ([1, 0], [0.5, inf], [1, 0]),
        ([1, 0], [nan, 0.5], [0, 1]),
        ([1, 0], [0.5, inf], [1, 1]),
        ([1, 0], [0.5, 0.5], [3, -1]),
        ([1, 0], [0.5, 0.5], [nan, 1]),
        ([1, 0], [0.5, 0.5], [inf, 1]),
        ([1, 0], [0.5, 0.5], [0, 0]),
        ([nan, 0], [0.5, 0.5], [1, 1]),
        ([1, inf], [0.5, 0.5], [1, 1]),
    )
    rejects_each(submission.importance_estimate, calls)
