"""The checks of `uplift` that a student sees."""

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
)

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


@once
def two_hubs():
    rows = table(("ATL", [10, 20, 30], [40, 50, 60]), ("BOS", [5, 5, 8], [5, 5, 5]))
    half_atl = FACTOR * math.sqrt(100 / 3 + 100 / 3)
    half_bos = FACTOR * math.sqrt(3 / 3)
    wanted = expected(ATL=(3, 3, -30.0, half_atl, "treat"), BOS=(3, 3, 1.0, half_bos, "unsure"))
    return [
        ((rows, "hub", "held", "cost", 2), wanted, "The variances have n - 1 below the fraction.")
    ]


@exercise("uplift")
def test_the_effect_is_the_difference_of_the_means(submission):
    """The effect is the mean cost of the treated minus that of the untreated, in each segment."""
    assert_each(submission.uplift, two_hubs(), of=plain)


@once
def dear_and_helped():
    rows = table(
        ("closed", [900, 910, 890, 900], [900, 890, 910, 900]),
        ("hub", [300, 310, 290, 300], [500, 490, 510, 500]),
        ("last", [740, 750, 745, 745], [700, 690, 705, 705]),
    )
    wanted = (["closed", "hub", "last"], ["unsure", "treat", "spare"])
    why = "The effects are 0, -200 and +45; a negative effect on costs helps."
    return [((rows, "hub", "held", "cost", 4), wanted, why)]


@exercise("uplift")
def test_who_costs_most_is_not_who_is_helped(submission):
    """The decision follows the effect: the segment with the highest costs may not be helped."""
    assert_each(
        submission.uplift,
        dear_and_helped(),
        of=lambda result: (list(plain(result).index), decisions(result)),
    )


@once
def unequal_arms():
    rows = table(("ATL", [1, 3], [10, 10, 14, 14, 12]))
    half = FACTOR * math.sqrt(2 / 2 + 4 / 5)
    why = "The variances are 2 of 2 rows and 4 of 5 rows."
    return [((rows, "hub", "held", "cost", 2), expected(ATL=(2, 5, -10.0, half, "treat")), why)]


@exercise("uplift")
def test_unequal_arms_have_their_own_sizes_and_variances(submission):
    """Each arm has its own number of rows and its own variance in the interval."""
    assert_each(submission.uplift, unequal_arms(), of=plain)


@once
def small_arms():
    nan = math.nan
    rows = table(("A", [1, 2, 3], [9, 9]), ("B", [1, 2], [9, 8, 9, 8]), ("C", [1, 2, 2], [9, 8, 8]),
                 ("D", [], [5, 6, 7]))  # fmt: skip
    half = FACTOR * math.sqrt(2 / 9)
    wanted = expected(
        A=(3, 2, nan, nan, "unsure"),
        B=(2, 4, nan, nan, "unsure"),
        C=(3, 3, 5 / 3 - 25 / 3, half, "treat"),
        D=(0, 3, nan, nan, "unsure"),
    )
    why = "Three rows in each arm are demanded; C has them."
    return [((rows, "hub", "held", "cost", 3), wanted, why)]


@exercise("uplift")
def test_a_small_arm_says_nothing(submission):
    """A segment with fewer than `min_rows` rows in an arm has no effect and is unsure."""
    assert_each(submission.uplift, small_arms(), of=plain)


@once
def around_zero():
    rows = table(
        ("S", [7, 7], [7, 7, 7]),
        ("T", [2.0, 2.1], [1.5, 1.6]),
        ("W", [0, 100, 0, 100], [10, 110, 10, 110]),
    )
    wanted = (["unsure", "spare", "unsure"], expected(S=(2, 3, 0.0, 0.0, "unsure")))
    why = (
        "S: Both ends of the interval are 0; T: The effect is 0.5, the interval about 0.36 to "
        "0.64; W: The effect is -10, the interval about -90 to 70."
    )
    return [((rows, "hub", "held", "cost", 2), wanted, why)]


def decisions_and_first(result):
    """All decisions, and the row of the first segment."""
    return decisions(result), plain(result).iloc[:1]


@exercise("uplift")
def test_an_interval_that_holds_zero_is_unsure(submission):
    """Only a whole interval on one side of 0 decides; costs that are all equal decide nothing."""
    assert_each(submission.uplift, around_zero(), of=decisions_and_first)


@once
def out_of_order():
    rows = table(("b", [1, 2], [1, 2]), ("B", [1, 2], [1, 2]), ("a", [1, 2], [1, 2]))
    rows["note"] = "x"
    rows = rows.sample(frac=1, random_state=3).set_axis([0] * len(rows))
    return rows, "hub", "held", "cost", 2


@exercise("uplift")
def test_segments_come_in_the_order_of_texts(submission):
    """One row a segment, in the order in which Python sorts texts; other columns mean nothing."""
    result = plain(assert_unchanged(submission.uplift, *out_of_order()))
    assert_same(list(result.index), ["B", "a", "b"])
    assert_same(list(result.columns), ["treated", "untreated", "effect", "low", "high", "decision"])


@once
def names_of_columns():
    rows = table(("A", [1, 3], [5, 9])).rename(
        columns={"hub": "n", "held": "low", "cost": "treated"}
    )
    rows["treated"] = rows["treated"].astype(np.int64)
    rows = rows.assign(segment="x", cost=0.0, hub=None)
    half = FACTOR * math.sqrt(2 / 2 + 8 / 2)
    return [
        ((rows, "n", "low", "treated", np.int64(2)), expected(A=(2, 2, -5.0, half, "treat")), "")
    ]


@exercise("uplift")
def test_the_columns_have_the_names_that_are_given(submission):
    """Segment, treatment and cost are the columns named in the call; costs may be integers."""
    assert_each(submission.uplift, names_of_columns(), of=plain)


@once
def no_rows():
    none = table(("A", [1, 3], [5, 9])).iloc[:0]
    wanted = (0, ["treated", "untreated", "effect", "low", "high", "decision"])
    return [((none, "hub", "held", "cost", 2), wanted, "")]


@exercise("uplift")
def test_without_rows_there_are_no_segments(submission):
    """No rows give a table without rows and with the six columns."""
    assert_each(
        submission.uplift,
        no_rows(),
        of=lambda result: (len(plain(result)), list(plain(result).columns)),
    )


@once
def refused():
    rows = table(("A", [1, 3], [5, 9]))
    return [(rows, "hub", "held", "cost", 1), (rows.iloc[:0], "hub", "held", "cost", 0)]


@exercise("uplift")
def test_fewer_than_two_rows_are_refused(submission):
    """`min_rows` below 2 raises a ValueError, for one row has no variance; 2 is fine."""
    rejects_each(submission.uplift, refused())
