"""The checks of exercise 2 of week 8 that a student sees: a permutation test of whole days."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    exercise,
    is_a,
    once,
    rejects_each,
)


def part(name):
    """What takes one entry out of a dict of results, whatever the other ones are."""

    def entry(result):
        is_a(result, dict)
        if name not in result:
            assert_same(sorted(map(str, result)), [name], why=f"There should be an entry {name!r}.")
        return result[name]

    return entry


def both(result):
    """The result, which has to be a dict."""
    is_a(result, dict)
    return result


def distance(first, second):
    """The largest gap between the shares at or below x, exactly."""
    one, two = (sorted(value for day in days for value in day) for days in (first, second))
    return max(
        abs(
            Fraction(sum(v <= x for v in one), len(one))
            - Fraction(sum(v <= x for v in two), len(two))
        )
        for x in {*one, *two}
    )


def p_value(before, after, rounds, seed):
    """The p-value by the contract, in fractions, partition by partition."""
    days, known = [*before, *after], {}
    real = distance(before, after)
    rng = np.random.default_rng(seed)
    extreme = 0
    for _ in range(rounds):
        chosen = frozenset(rng.permutation(len(days))[: len(before)].tolist())
        if chosen not in known:
            rest = [day for i, day in enumerate(days) if i not in chosen]
            known[chosen] = distance([days[i] for i in chosen], rest) >= real
        extreme += known[chosen]
    return (extreme + 1) / (rounds + 1)


@once
def gaps():
    return [
        (([[1, 2, 3, 4]], [[3, 4, 5, 6]], 1, 0), 0.5, "At 2 the shares are 1/2 and 0."),
        (([[3, 4, 5, 6]], [[1, 2, 3, 4]], 1, 0), 0.5, "At 2 the shares are 0 and 1/2."),
        (([[1, 8]], [[4, 5, 6, 7]], 1, 0), 0.5, "The means differ little, the shares do."),
    ]


@exercise("two-sample-test")
def test_the_statistic_is_the_largest_gap_between_the_shares(submission):
    """The statistic is the largest gap between the shares of values at or below x, either way."""
    assert_each(submission.two_sample_test, gaps(), of=part("statistic"))


@once
def alike():
    return [
        (([[1, 1, 1]], [[1, 1]], 1, 0), 0.0, "All values are 1."),
        (([[0, 0, 0, 2]], [[0, 2, 2, 2]], 1, 0), 0.5, "At 0 the shares are 3/4 and 1/4."),
    ]


@exercise("two-sample-test")
def test_equal_values_are_counted_together(submission):
    """Shares are compared after all values that are equal, not between them."""
    assert_each(submission.two_sample_test, alike(), of=part("statistic"))


@once
def long_days():
    return [
        (
            ([[1], [5, 5, 5]], [[9, 9], [1]], 1, 0),
            2 / 3,
            "At 5 the shares are 4/4 and 1/3.",
        ),
        (([[1, 1, 1, 7], [7]], [[7]], 1, 0), 0.6, "At 1 the shares are 3/5 and 0."),
    ]


@exercise("two-sample-test")
def test_every_value_of_a_long_day_counts(submission):
    """Days may differ in length, and each value counts once, not each day."""
    assert_each(submission.two_sample_test, long_days(), of=part("statistic"))


BEFORE = [[1, 2], [3, 1, 2], [2], [1, 4]]
AFTER = [[4, 5, 6], [2, 3], [6, 5]]


@once
def permuted():
    return [
        (
            (before, after, rounds, seed),
            p_value(before, after, rounds, seed),
            f"{len(before)} days and {len(after)}, {rounds} rounds: each takes one permutation of "
            "the days.",
        )
        for before, after, rounds, seed in (
            (BEFORE, AFTER, 5, 9),
            (AFTER, BEFORE, 5, 12),
            (BEFORE, AFTER, 1, 9),
            ([[1]], [[2], [3], [4]], 4, 3),
        )
    ]


@exercise("two-sample-test")
def test_the_p_value_counts_rounds_that_are_as_extreme(submission):
    """The p-value is that of the permutations that the seed gives, whole days each."""
    assert_each(submission.two_sample_test, permuted(), of=part("p_value"))


@once
def apart():
    before, after = [[i, i + 0.5] for i in range(7)], [[i + 20] for i in range(6)]
    return [((before, after, 19, 2), 1 / 20, "No round was as extreme.")]


@exercise("two-sample-test")
def test_a_p_value_is_never_zero(submission):
    """The real samples count as one of the rounds, so with 19 rounds nothing lies below 1/20."""
    assert_each(submission.two_sample_test, apart(), of=part("p_value"))


@once
def undecided():
    thirds = [[1], [1], [2], [2], [3], [3]]
    sixths = [[1, 2, 3], [2], [3, 4], [1], [4, 2, 2]]
    return [
        ((days[:k], days[k:], 4, seed), p_value(days[:k], days[k:], 4, seed), "Many are equal.")
        for days, k, seed in ((thirds, 3, 5), (sixths, 2, 9))
    ]


@exercise("two-sample-test")
def test_a_round_with_the_same_distance_is_extreme(submission):
    """A round whose D equals the real one counts, also where rounding makes it a little less."""
    assert_each(submission.two_sample_test, undecided(), of=part("p_value"))


@once
def dressed():
    narrow = np.array([0.1, 0.2], dtype=np.float32)
    return [
        (
            (
                (np.array([1, 2]), pd.Series([3.0, 1.0, 2.0], index=[2, 2, 0]), (2,), [1, 4]),
                [np.array([4, 5, 6], dtype=np.int8), (2, 3), [6, 5]],
                np.int64(5),
                np.int64(0),
            ),
            {"statistic": 17 / 28, "p_value": p_value(BEFORE, AFTER, 5, 0)},
            "The same days in another dress.",
        ),
        (
            ([np.array([-100], dtype=np.int8)], (np.array([100], dtype=np.int8),), 1, 0),
            {"statistic": 1.0, "p_value": 1.0},
            "200, the difference, has no place in int8.",
        ),
        (
            ([narrow], [[0.1, 0.2]], 1, 0),
            {"statistic": 0.5, "p_value": 1.0},
            "0.1 and 0.2 lie below the two that float32 holds.",
        ),
    ]


@exercise("two-sample-test")
def test_days_may_be_of_any_kind(submission):
    """Days are lists, tuples, arrays or Series; the result is a dict of two entries."""
    assert_each(submission.two_sample_test, dressed(), of=both)


@once
def untestable():
    return [
        ([], [[1], [2]], 9, 0),
        ([[1], [2]], [], 9, 0),
        ([[1], []], [[2]], 9, 0),
        ([[1]], [[2], np.array([])], 9, 0),
        ([[1, math.nan]], [[2]], 9, 0),
        ([[1]], [[2], [math.nan]], 9, 0),
        ([[1]], [[2]], 0, 0),
        ([[1]], [[2]], -3, 0),
    ]


@exercise("two-sample-test")
def test_what_cannot_be_tested_is_refused(submission):
    """No days, a day without values, a missing value, or no rounds raise a ValueError."""
    rejects_each(submission.two_sample_test, untestable())
