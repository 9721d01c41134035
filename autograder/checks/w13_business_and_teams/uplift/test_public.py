"""The checks of `uplift` that a student sees."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_same, assert_unchanged, exercise, is_a, rejects_each

FACTOR = 1.959963984540054


def table(*arms):
    """A segment's rows: (name, costs with the treatment, costs without)."""
    rows = [
        (name, acted, float(cost))
        for name, with_it, without in arms
        for acted, costs in ((True, with_it), (False, without))
        for cost in costs
    ]
    return pd.DataFrame(rows, columns=["hub", "held", "cost"])


def expected(**segments):
    """The result for segments given as (treated, untreated, effect, half width, decision)."""
    names = sorted(segments)
    columns = ["treated", "untreated", "effect", "low", "high", "decision"]
    rows = [
        (n1, n0, effect, effect - half, effect + half, decision)
        for n1, n0, effect, half, decision in (segments[name] for name in names)
    ]
    return pd.DataFrame(rows, index=names, columns=columns)


def plain(result):
    """The result without the names of its axes, which do not matter."""
    is_a(result, pd.DataFrame)
    return result.rename_axis(index=None, columns=None)


def decisions(result):
    """The column of decisions; empty where there is none."""
    table = plain(result)
    return table["decision"].tolist() if "decision" in table else []


@exercise("uplift")
def test_the_effect_is_the_difference_of_the_means(submission):
    """The effect is the mean cost of the treated minus that of the untreated, in each segment."""
    rows = table(("ATL", [10, 20, 30], [40, 50, 60]), ("BOS", [5, 5, 8], [5, 5, 5]))
    half_atl = FACTOR * math.sqrt(100 / 3 + 100 / 3)
    half_bos = FACTOR * math.sqrt(3 / 3)
    assert_same(
        plain(submission.uplift(rows, "hub", "held", "cost", 2)),
        expected(ATL=(3, 3, -30.0, half_atl, "treat"), BOS=(3, 3, 1.0, half_bos, "unsure")),
        why="The variances have n - 1 below the fraction.",
    )


@exercise("uplift")
def test_who_costs_most_is_not_who_is_helped(submission):
    """The decision follows the effect: the segment with the highest costs may not be helped."""
    rows = table(
        ("closed", [900, 910, 890, 900], [900, 890, 910, 900]),
        ("hub", [300, 310, 290, 300], [500, 490, 510, 500]),
        ("last", [740, 750, 745, 745], [700, 690, 705, 705]),
    )
    result = submission.uplift(rows, "hub", "held", "cost", 4)
    assert_same(list(plain(result).index), ["closed", "hub", "last"])
    assert_same(
        decisions(result),
        ["unsure", "treat", "spare"],
        why="The effects are 0, -200 and +45; a negative effect on costs helps.",
    )


@exercise("uplift")
def test_unequal_arms_have_their_own_sizes_and_variances(submission):
    """Each arm has its own number of rows and its own variance in the interval."""
    rows = table(("ATL", [1, 3], [10, 10, 14, 14, 12]))
    half = FACTOR * math.sqrt(2 / 2 + 4 / 5)
    assert_same(
        plain(submission.uplift(rows, "hub", "held", "cost", 2)),
        expected(ATL=(2, 5, -10.0, half, "treat")),
        why="The variances are 2 of 2 rows and 4 of 5 rows.",
    )


@exercise("uplift")
def test_a_small_arm_says_nothing(submission):
    """A segment with fewer than `min_rows` rows in an arm has no effect and is unsure."""
    nan = math.nan
    rows = table(("A", [1, 2, 3], [9, 9]), ("B", [1, 2], [9, 8, 9, 8]), ("C", [1, 2, 2], [9, 8, 8]),
                 ("D", [], [5, 6, 7]))  # fmt: skip
    half = FACTOR * math.sqrt(2 / 9)
    assert_same(
        plain(submission.uplift(rows, "hub", "held", "cost", 3)),
        expected(
            A=(3, 2, nan, nan, "unsure"),
            B=(2, 4, nan, nan, "unsure"),
            C=(3, 3, 5 / 3 - 25 / 3, half, "treat"),
            D=(0, 3, nan, nan, "unsure"),
        ),
        why="Three rows in each arm are demanded; C has them.",
    )


@exercise("uplift")
def test_an_interval_that_holds_zero_is_unsure(submission):
    """Only a whole interval on one side of 0 decides; costs that are all equal decide nothing."""
    wide = table(("W", [0, 100, 0, 100], [10, 110, 10, 110]))
    assert_same(
        decisions(submission.uplift(wide, "hub", "held", "cost", 2)),
        ["unsure"],
        why="The effect is -10, the interval about -90 to 70.",
    )
    small = table(("T", [2.0, 2.1], [1.5, 1.6]))
    assert_same(
        decisions(submission.uplift(small, "hub", "held", "cost", 2)),
        ["spare"],
        why="The effect is 0.5, the interval about 0.36 to 0.64.",
    )
    same = table(("S", [7, 7], [7, 7, 7]))
    assert_same(
        plain(submission.uplift(same, "hub", "held", "cost", 2)),
        expected(S=(2, 3, 0.0, 0.0, "unsure")),
        why="Both ends of the interval are 0.",
    )


@exercise("uplift")
def test_segments_come_in_the_order_of_texts(submission):
    """One row a segment, in the order in which Python sorts texts; other columns mean nothing."""
    rows = table(("b", [1, 2], [1, 2]), ("B", [1, 2], [1, 2]), ("a", [1, 2], [1, 2]))
    rows["note"] = "x"
    rows = rows.sample(frac=1, random_state=3).set_axis([0] * len(rows))
    result = assert_unchanged(submission.uplift, rows, "hub", "held", "cost", 2)
    assert_same(list(plain(result).index), ["B", "a", "b"])
    assert_same(
        list(plain(result).columns), ["treated", "untreated", "effect", "low", "high", "decision"]
    )


@exercise("uplift")
def test_the_columns_have_the_names_that_are_given(submission):
    """Segment, treatment and cost are the columns named in the call; costs may be integers."""
    rows = table(("A", [1, 3], [5, 9])).rename(
        columns={"hub": "n", "held": "low", "cost": "treated"}
    )
    rows["treated"] = rows["treated"].astype(np.int64)
    rows = rows.assign(segment="x", cost=0.0, hub=None)
    half = FACTOR * math.sqrt(2 / 2 + 8 / 2)
    assert_same(
        plain(submission.uplift(rows, "n", "low", "treated", np.int64(2))),
        expected(A=(2, 2, -5.0, half, "treat")),
    )


@exercise("uplift")
def test_without_rows_there_are_no_segments(submission):
    """No rows give a table without rows and with the six columns."""
    none = table(("A", [1, 3], [5, 9])).iloc[:0]
    result = plain(submission.uplift(none, "hub", "held", "cost", 2))
    assert_same(
        (len(result), list(result.columns)),
        (0, ["treated", "untreated", "effect", "low", "high", "decision"]),
    )


@exercise("uplift")
def test_fewer_than_two_rows_are_refused(submission):
    """`min_rows` below 2 raises a ValueError, for one row has no variance; 2 is fine."""
    rows = table(("A", [1, 3], [5, 9]))
    rejects_each(
        submission.uplift,
        [(rows, "hub", "held", "cost", 1), (rows.iloc[:0], "hub", "held", "cost", 0)],
    )
