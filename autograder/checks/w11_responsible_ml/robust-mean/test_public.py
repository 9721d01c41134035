"""The checks of exercise 8 of week 11 that a student sees: a mean that one liar cannot move."""

import math

import numpy as np

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

NAN, INF = math.nan, math.inf
ENTRIES = ["mean", "rejected", "tolerates"]


def entries(*names):
    """What takes some entries of the result."""

    def of(result):
        is_a(result, dict)
        found = sorted(map(str, result))
        require(found == ENTRIES, "The result has other entries.", received=", ".join(found))
        return tuple(result[name] for name in names)

    return of


def column(*values):
    """Updates of one coordinate."""
    return [[value] for value in values]


@once
def trimmed():
    lies = [[1, 50], [2, 20], [3, -900], [900, 30], [4, 40]]
    return [
        ((column(5, 1, 900, 3, 2), 0.2), (np.array([10 / 3]),), "Without 1 and 900."),
        ((lies, 0.25), (np.array([3.0, 30.0]),), "Each coordinate without its own extremes."),
        ((lies, 0.45), (np.array([3.0, 30.0]),), "Two of either end: the median."),
        ((lies, 0), (np.array([182.0, -152.0]),), "Nothing is dropped: the mean."),
        ((column(-8, 0, 0, 1), 0.25), (np.array([0.0]),), "Both ends are trimmed."),
    ]


@exercise("robust-mean")
def test_each_coordinate_is_trimmed_by_itself(submission):
    """In each coordinate the smallest and largest values are dropped, whoever sent them."""
    assert_each(submission.robust_mean, trimmed(), of=entries("mean"))


@once
def counts():
    seven = column(0, 1, 2, 3, 4, 5, 16)
    ten = column(*range(9), 90)
    return [
        ((seven, 0.25), (np.array([3.0]), 1), "0.25 of 7 is 1.75, and 1 is dropped at each end."),
        ((seven, 0.3), (np.array([3.0]), 2), "0.3 of 7 is 2.1."),
        ((seven, 0.125), (np.array([31 / 7]), 0), "0.125 of 7 is below 1: none is dropped."),
        ((ten, 0.1), (np.array([4.5]), 1), "One of ten."),
        ((ten, 0.3), (np.array([4.5]), 3), "Three of ten."),
        ((column(1, 5), 0.49), (np.array([3.0]), 0), "Of two none can be dropped."),
        ((column(7), 0.25), (np.array([7.0]), 0), "Of one neither."),
    ]


@exercise("robust-mean")
def test_the_number_to_drop_is_rounded_down(submission):
    """At either end floor(trim * n) values are dropped; that many liars are withstood."""
    assert_each(submission.robust_mean, counts(), of=entries("mean", "tolerates"))


@once
def broken():
    return [
        (
            ([[1.0, 5.0], [NAN, 6.0], [2.0, 7.0], [3.0, INF], [6.0, 9.0]], 0.0),
            (np.array([3.0, 7.0]), [1, 3], 0),
            "The second and the fourth are broken, also where their numbers look sound.",
        ),
        (
            (column(NAN, 1, 2, 3, 100), 0.25),
            (np.array([2.5]), [0], 1),
            "NaN must not use up what is dropped: of four, 1 and 100 go.",
        ),
        (
            (column(-INF, 4, INF, 8, 9, 0, 5), 0.3),
            (np.array([17 / 3]), [0, 2], 1),
            "0.3 of the five that are left is 1.5.",
        ),
        ((column(NAN, NAN, 7), 0.4), (np.array([7.0]), [0, 1], 0), "One is left."),
    ]


@exercise("robust-mean")
def test_broken_senders_are_left_out_and_named(submission):
    """A row with a missing or infinite value is left out as a whole, before n is counted."""
    wanted = entries("mean", "rejected", "tolerates")
    assert_each(submission.robust_mean, broken(), of=wanted)


@once
def roundings():
    row = column(*range(100))
    return [
        ((row, 0.29), (29,), "As floats 0.29 * 100 is a little below 29."),
        ((row, 0.57 / 2), (28,), "28.5 is rounded down."),
        ((column(*range(10)), 0.7 - 0.4), (2 + 1,), "As floats 0.7 - 0.4 is a little below 0.3."),
    ]


@exercise("robust-mean")
def test_rounding_drops_no_value_too_few(submission):
    """Where trim * n is a whole number but for rounding, it is that number."""
    assert_each(submission.robust_mean, roundings(), of=entries("tolerates"))


@once
def lying():
    honest = [[0.0, 1.0], [1.0, 2.0], [2.0, 3.0], [1.0, 2.0]]
    return [
        (([*honest, [1e5, 2.0]], 0.2), (np.array([4 / 3, 2.0]),), "A lie in one coordinate."),
        (([[-1e5, 1e5], *honest], 0.2), (np.array([2 / 3, 7 / 3]),), "A lie in both."),
        (([*honest, [1e5, -1e5]], 0.2), (np.array([4 / 3, 5 / 3]),), "Lies of both signs."),
    ]


@exercise("robust-mean")
def test_a_liar_moves_it_only_among_the_honest(submission):
    """One liar, however bold, leaves each coordinate within what honest senders sent."""
    assert_each(submission.robust_mean, lying(), of=entries("mean"))


@exercise("robust-mean")
def test_updates_of_any_kind_are_taken(submission):
    """Lists, tuples and arrays of ints or floats give the same."""
    wanted = (np.array([100.0, -3.0]), [], 1)
    table = [[100, -5], [120, -3], [80, -2], [100, -4]]
    kinds = (
        lambda rows: tuple(map(tuple, rows)),
        lambda rows: np.array(rows, dtype=np.int8),
        lambda rows: np.array(rows, dtype=np.float32),
    )
    of = entries("mean", "rejected", "tolerates")
    cases = [((kind(table), 0.25), (np.array([100.0, -3.5]), *wanted[1:]), "") for kind in kinds]
    third = np.array([[0.1], [0.2], [0.2]], dtype=np.float32)
    mean = sum(third.ravel().tolist()) / 3
    cases.append(((third, 0.0), (np.array([mean]), [], 0), "Sums of float32 lose digits."))
    assert_each(submission.robust_mean, cases, of=of)


@exercise("robust-mean")
def test_what_cannot_be_trimmed_is_refused(submission):
    """A share that is missing, below 0 or not below 0.5, or no sound row, is a ValueError."""
    rows = column(1.0, 2.0, 3.0)
    calls = [(rows, bad) for bad in (-0.1, 0.5, 0.75, NAN)]
    calls += [(column(NAN, INF), 0.0), (np.zeros((0, 2)), 0.25)]
    rejects_each(submission.robust_mean, calls)


@exercise("robust-mean")
def test_updates_stay_as_they_were(submission):
    """The updates are not sorted in place."""
    updates = np.array([[3.0, 1.0], [1.0, 2.0], [2.0, 9.0]])
    result = assert_unchanged(submission.robust_mean, updates, 0.4)
    assert_same(entries("mean")(result), (np.array([2.0, 2.0]),))
