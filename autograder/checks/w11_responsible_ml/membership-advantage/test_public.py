"""The checks of exercise 4 of week 11 that a student sees: who was in the training set?"""

import math

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once,
    rejects_each,
    require,
)

INF, NAN = math.inf, math.nan


def entry(name):
    """What takes one entry of the result."""

    def of(result):
        is_a(result, dict)
        require(
            sorted(map(str, result)) == ["advantage", "threshold", "tpr_at_max_fpr"],
            "The result has the entries advantage, threshold and tpr_at_max_fpr.",
            received=", ".join(sorted(map(str, result))),
        )
        return result[name]

    return of


IN, OUT = [0.1, 0.1, 0.4, 0.9], [0.1, 0.5, 0.9, 2.0]


@once
def gaps():
    return [
        ((IN, OUT), 0.5, "At 0.4, 3 of 4 rows that were in are called in, and 1 of 4 others."),
        (([1, 2], [3]), 1.0, "At 2 all are told apart."),
        (([0.2] * 3 + [5.0], [0.1, 0.3]), 0.25, "At 0.2: 3 of 4, and 1 of 2."),
        (([1, 2, 3, 4, 5], [3.5, 4.5]), 0.6, "At 3: 3 of 5, and none."),
    ]


@exercise("membership-advantage")
def test_the_advantage_is_the_largest_gap_of_the_rates(submission):
    """The advantage is the largest TPR - FPR, calling "in" what has a loss at or below t."""
    assert_each(submission.membership_advantage, gaps(), of=entry("advantage"))


@once
def hopeless():
    return [
        (([3, 4], [1, 2]), 0.0, "Rows that were in have larger losses: saying nothing is best."),
        (([1, 2], [2, 1]), 0.0, "The losses are the same."),
        (([0.5], [0.5, 0.5, 0.5]), 0.0, "All are equal: they are called in together."),
        (([1, 1, 1, 5], [1, 1, 1, 4]), 0.0, "The gap is 0, then -0.25."),
    ]


@exercise("membership-advantage")
def test_equal_losses_are_called_together(submission):
    """Rows with the same loss are called "in" together, and no advantage is below 0."""
    assert_each(submission.membership_advantage, hopeless(), of=entry("advantage"))


@once
def places():
    return [
        ((IN, OUT), 0.4, "The gap is largest at 0.4."),
        (([1, 2, 6, 7], [2, 3, 5, 9]), 1.0, "The gap is 1/4 at 1, at 2 and at 7."),
        (([1, 2, 3], [5, 8]), 3.0, "It is reached at 3, a loss that occurs."),
        (([3, 4], [1, 2]), -INF, "No threshold is better than saying nothing."),
        (([1, 2], [2, 1]), -INF, "All gaps are 0."),
        (
            ([1] * 2 + [8] * 3 + [9] * 5, [2] * 7 + [9] * 3),
            1.0,
            "2/10 at 1, then 2/10 - 7/10, then 5/10 - 7/10.",
        ),
        (
            ([1, 1, 3], [3, 5, 5]),
            1.0,
            "The gap is 2/3 at 1 and 1 - 1/3 at 3, a little more than 2/3 as a float.",
        ),
    ]


@exercise("membership-advantage")
def test_of_equal_gaps_the_smallest_threshold_is_named(submission):
    """Of thresholds with the same gap the smallest is named, minus infinity if none is above 0.

    Gaps that differ by rounding alone are the same.
    """
    assert_each(submission.membership_advantage, places(), of=entry("threshold"))


@once
def sure():
    losses_in, losses_out = [1, 2, 2, 4, 6, 6, 7, 9], [3, 5, 5, 8]
    return [
        ((losses_in, losses_out, 0.0), 0.375, "1, 2 and 2 lie below all others."),
        ((losses_in, losses_out, 0.25), 0.5, "One of 4 is exactly 0.25: at 4."),
        ((losses_in, losses_out, 0.125), 0.375, "One of 4 is above 0.125."),
        ((losses_in, losses_out, 0.75), 0.875, "Three of 4: at 7."),
        ((losses_in, losses_out, 1.0), 1.0, "All may be called in."),
        (([3, 4], [1, 2], 0.25), 0.0, "No row that was in can be called without all others."),
        (([1, 2, 3, 4], [1, 2, 3, 4], 0.5), 0.5, "Half of either lies at or below 2."),
        (([1, 2], [1] * 4 + [3] * 96), 0.0, "0.01 is the default, and 4 of 100 lie at 1."),
        (([1, 2], [2] + [3] * 99), 1.0, "0.01 is the default, and 1 of 100 is not above it."),
    ]


@exercise("membership-advantage")
def test_the_rate_at_few_false_calls_is_reported(submission):
    """The largest TPR with an FPR of at most `max_fpr` is reported, the limit itself included."""
    assert_each(submission.membership_advantage, sure(), of=entry("tpr_at_max_fpr"))


@once
def all_kinds():
    wanted = {"advantage": 0.5, "threshold": 7.0, "tpr_at_max_fpr": 0.75}
    one, two = [3, 1, 7, 9], [9, 1, 8, 8]
    cases = [
        ((kind(one), kind(two), 0.25), {**wanted}, "The same losses.")
        for kind in (
            tuple,
            lambda values: np.array(values, dtype=np.int8),
            lambda values: np.array(values, dtype=np.float32),
            lambda values: pd.Series(values, index=[1, 1, 0, 5]),
        )
    ]
    cases[0] = ((one, two, 0.25), {**wanted}, "The same losses.")
    cases.append(
        (
            ([1.0, INF, INF], [INF, 2.0], 0.0),
            {"advantage": 1 / 3, "threshold": 1.0, "tpr_at_max_fpr": 1 / 3},
            "A loss may be infinite.",
        )
    )
    cases.append(
        (
            ([INF], [INF, 2.0], 1.0),
            {"advantage": 0.0, "threshold": -INF, "tpr_at_max_fpr": 1.0},
            "The largest threshold is infinity, at which all are called in.",
        )
    )
    return cases


@exercise("membership-advantage")
def test_losses_of_any_kind_are_taken(submission):
    """Losses come in any container and order, as ints or floats, and may be infinite."""
    assert_each(submission.membership_advantage, all_kinds())


@exercise("membership-advantage")
def test_an_attack_without_losses_is_refused(submission):
    """No losses on either side, or a loss that is missing, is a ValueError."""
    calls = [([], [1.0]), ([1.0], []), ([NAN, 1.0], [1.0]), ([1.0], [2.0, NAN])]
    rejects_each(submission.membership_advantage, calls)


@exercise("membership-advantage")
def test_losses_stay_as_they_were(submission):
    """The losses are not sorted in place."""
    one, two = np.array([3.0, 1.0]), np.array([5.0, 2.0])
    result = assert_unchanged(submission.membership_advantage, one, two)
    assert_same(entry("advantage")(result), 0.5)
