"""The checks of exercise 7 of week 8 that a student sees: summaries that can be merged."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, assert_unchanged, exercise, is_a, once

NAN = math.nan
LOOSE = {"rtol": 1e-6, "atol": 1e-9}
"""The tolerance of the squares; counts and means are compared before, to nine digits."""


def summary(count, missing, mean, squares):
    """A summary, as the contract says."""
    return {"count": count, "missing": missing, "mean": mean, "squares": squares}


def exact(result):
    """All of the summary but the squares."""
    is_a(result, dict)
    return {name: value for name, value in result.items() if name != "squares"}


def whole(result):
    """The result, which has to be a dict."""
    is_a(result, dict)
    return result


def squares(result):
    """The squares, whatever else there is."""
    is_a(result, dict)
    if "squares" not in result:
        assert_same(sorted(map(str, result)), ["squares"], why="There should be 'squares'.")
    return result["squares"]


def assert_summaries(function, cases):
    """Each entry within its tolerance."""
    answers = function.each(cases.arguments())
    for answer, (_, wanted, why) in zip(answers, cases, strict=True):
        result = answer()
        assert_same(exact(result), exact(wanted), why=why)
        assert_same(squares(result), wanted["squares"], why=why, **LOOSE)


@once
def small():
    return [
        (([2, 4, 9],), summary(3, 0, 5.0, 26.0), "The mean is 5: 9 + 1 + 16."),
        (([-3.0, -3.0],), summary(2, 0, -3.0, 0.0), "Both are the mean."),
        (([7],), summary(1, 0, 7.0, 0.0), "One value is its own mean."),
        (([0.5, 0.0, 0.0, 1.5],), summary(4, 0, 0.5, 1.5), "The mean is 0.5: 0 + 2 / 4 + 1."),
    ]


@exercise("moments")
def test_a_summary_has_count_mean_and_squared_deviations(submission):
    """Squares are the squared distances to the mean, added up, not their mean."""
    assert_summaries(submission.moments, small())


@once
def gaps():
    return [
        (([NAN, 2, 4, NAN, 9],), summary(3, 2, 5.0, 26.0), "Three values are there."),
        (([NAN, NAN],), summary(0, 2, 0.0, 0.0), "None is there."),
        (([NAN, 6],), summary(1, 1, 6.0, 0.0), "One is there."),
        (([],), summary(0, 0, 0.0, 0.0), "There is nothing."),
    ]


@exercise("moments")
def test_missing_values_are_counted_apart(submission):
    """Missing values are counted, and enter neither the count nor the mean nor the squares."""
    assert_summaries(submission.moments, gaps())


@once
def large():
    clock = [1.4e9 + second for second in range(60)]
    thirds = [1e9 + 2, 1e9, 1e9 - 1] * 30
    return [
        ((clock,), summary(60, 0, 1.4e9 + 29.5, 17995.0), "60 seconds of a clock."),
        ((thirds,), summary(90, 0, 1e9 + 1 / 3, 140.0), "They lie 5/3, 1/3 and 4/3 off."),
        (([-999_999.0] * 9,), summary(9, 0, -999_999.0, 0.0), "All are equal."),
        (([110_001.0] * 7,), summary(7, 0, 110_001.0, 0.0), "All are equal."),
    ]


@exercise("moments")
def test_large_values_keep_their_spread(submission):
    """Values near 1e9 that differ by 1 keep a spread that is right to a millionth."""
    assert_summaries(submission.moments, large())


@once
def dressed():
    cases = [
        ((kind([100, 104, 109, 120]),), summary(4, 0, 108.25, 224.75), "The same values.")
        for kind in (
            tuple,
            lambda values: np.array(values, dtype=np.int8),
            lambda values: np.array(values, dtype=np.uint8),
            lambda values: np.array(values, dtype=np.float32),
            lambda values: pd.Series(values, index=[3, 3, 0, 1]),
        )
    ]
    big = [10**9, 10**9 + 4]
    cases.append(((np.array(big, dtype=np.int32),), summary(2, 0, 1e9 + 2, 8.0), "Whole numbers."))
    near = np.array([16777216, 16777218] * 3, dtype=np.float32)
    cases.append(((near,), summary(6, 0, 16777217.0, 6.0), "The mean has no place in float32."))
    return cases


@exercise("moments")
def test_values_of_any_kind_are_summarised(submission):
    """Lists, tuples, arrays and Series of any dtype give the same; compute in float64."""
    assert_summaries(submission.moments, dressed())


def merged(a, b, wanted, why):
    """A case of a merge, and the same the other way round."""
    return [((a, b), wanted, why), ((b, a), wanted, f"{why} The order does not matter.")]


@once
def parts():
    why = "The parts lie apart: their means differ by"
    return [
        *merged(
            summary(2, 0, 3.0, 2.0),
            summary(1, 0, 9.0, 0.0),
            summary(3, 0, 5.0, 26.0),
            f"{why} 6, which adds 36 * 2 / 3.",
        ),
        *merged(
            summary(4, 1, 0.0, 0.0),
            summary(12, 2, 8.0, 0.0),
            summary(16, 3, 6.0, 192.0),
            f"{why} 8, which adds 64 * 48 / 16.",
        ),
        *merged(
            summary(3, 0, -5.0, 1.5),
            summary(7, 5, -5.0, 2.25),
            summary(10, 5, -5.0, 3.75),
            "Both means are -5.",
        ),
    ]


@exercise("moments")
def test_merging_gives_the_summary_of_both_parts(submission):
    """Two summaries merge to that of all their values, the distance of the means included."""
    assert_summaries(submission.merge_moments, parts())


@once
def without_values():
    return [
        *merged(
            summary(0, 4, 0.0, 0.0), summary(3, 1, 5.0, 26.0), summary(3, 5, 5.0, 26.0), "Empty."
        ),
        *merged(
            summary(0, 0, 0.0, 0.0),
            summary(7, 0, 0.1, 1 / 3),
            summary(7, 0, 0.1, 1 / 3),
            "Empty.",
        ),
        *merged(
            summary(0, 2, 0.0, 0.0), summary(0, 3, 0.0, 0.0), summary(0, 5, 0.0, 0.0), "Both empty."
        ),
        *merged(
            summary(0, 0, 0.0, 0.0), summary(1, 0, 5.0, 0.0), summary(1, 0, 5.0, 0.0), "One value."
        ),
    ]


@exercise("moments")
def test_a_part_without_values_changes_nothing(submission):
    """Merging with a part without values keeps mean and squares, and adds up the missing ones."""
    assert_each(submission.merge_moments, without_values(), of=whole)


@once
def large_parts():
    return [
        *merged(
            summary(30, 0, 1.4e9 + 14.5, 2247.5),
            summary(30, 0, 1.4e9 + 44.5, 2247.5),
            summary(60, 0, 1.4e9 + 29.5, 17995.0),
            "Two halves of a minute.",
        ),
        *merged(
            summary(10**4, 0, 1e9, 5e6),
            summary(3, 0, 1e9 + 200, 14.0),
            summary(10_003, 0, 1e9 + 600 / 10_003, 5e6 + 14 + 40_000 * 30_000 / 10_003),
            "Three new values after ten thousand.",
        ),
    ]


@exercise("moments")
def test_merging_keeps_the_spread_of_large_values(submission):
    """Parts whose values lie near 1e9, and close together, merge without losing their spread."""
    assert_summaries(submission.merge_moments, large_parts())


@exercise("moments")
def test_what_is_merged_stays_as_it_was(submission):
    """Neither summary, nor the values, are changed."""
    a, b = summary(2, 0, 3.0, 2.0), summary(1, 1, 9.0, 0.0)
    assert_same(assert_unchanged(submission.merge_moments, a, b), summary(3, 1, 5.0, 26.0))
    values = np.array([9.0, NAN, 2.0, 4.0])
    assert_same(assert_unchanged(submission.moments, values), summary(3, 1, 5.0, 26.0))
