"""The checks of exercise 8 of week 8 that a student sees: which slice moved the mean."""

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

COLUMNS = ["mix", "rate", "interaction"]


def table(result):
    """Slices, columns and entries, whatever the axes are called."""
    is_a(result, pd.DataFrame)
    return [[*map(str, result.index)], [*map(str, result.columns)], result.to_numpy()]


def column(name):
    """What takes one column as an array, whatever the others are."""

    def entries(result):
        is_a(result, pd.DataFrame)
        names = [*map(str, result.columns)]
        if names.count(name) != 1:
            assert_same(names, COLUMNS, why=f"There should be one column {name!r}.")
        return result.iloc[:, names.index(name)].to_numpy()

    return entries


def rows(**slices):
    """A table with the metric of each row, by slice."""
    names = [name for name, values in slices.items() for _ in values]
    values = [value for values in slices.values() for value in values]
    return pd.DataFrame({"carrier": names, "late": values})


OLD = rows(AA=[1, 0, 0, 0, 1, 0, 0, 0], B6=[1, 1])
NEW = rows(AA=[0, 0], B6=[1, 1, 0])
SHARES = "The shares are 0.8 and 0.2, then 0.4 and 0.6; the rates 0.25 and 1, then 0 and 2/3."


@once
def growing():
    mix = np.array([-0.4 * (0.25 - 0.4), 0.4 * (1 - 0.4)])
    return [((OLD, NEW, "carrier", "late"), mix, f"{SHARES} In all it was 0.4.")]


@exercise("blame")
def test_mix_is_the_change_of_shares_at_the_old_rates(submission):
    """Mix is the change of the share times how far the slice's old rate lies from the total's."""
    assert_each(submission.blame, growing(), of=column("mix"), atol=1e-9)


@once
def rising():
    return [((OLD, NEW, "carrier", "late"), np.array([0.8 * -0.25, 0.2 * (2 / 3 - 1)]), SHARES)]


@exercise("blame")
def test_rate_is_the_change_of_rates_at_the_old_shares(submission):
    """Rate is the slice's old share times the change of its rate."""
    assert_each(submission.blame, rising(), of=column("rate"), atol=1e-9)


@once
def both_moved():
    return [((OLD, NEW, "carrier", "late"), np.array([-0.4 * -0.25, 0.4 * (2 / 3 - 1)]), SHARES)]


@exercise("blame")
def test_interaction_is_the_change_of_both(submission):
    """Interaction is the change of the share times the change of the rate."""
    assert_each(submission.blame, both_moved(), of=column("interaction"), atol=1e-9)


@once
def come_and_gone():
    terms = np.array([[0.0625, 0.375, -0.125], [-0.1875, 0, 0], [0.375, 0, 0]])
    return [
        (
            (rows(AA=[0, 0, 0], B6=[1]), rows(AA=[1, 0], DL=[1, 1]), "carrier", "late"),
            [["AA", "B6", "DL"], COLUMNS, terms],
            "B6 is gone, its rate was 1 where 0.25 was the total: -0.25 * 0.75. DL is new, its "
            "rate is 1: 0.5 * 0.75.",
        )
    ]


@exercise("blame")
def test_a_slice_that_is_new_or_gone_is_mix(submission):
    """A slice with rows in one table only has no change of rate: all that it did is mix."""
    assert_each(submission.blame, come_and_gone(), of=table, atol=1e-9)


@once
def nameless():
    old = pd.DataFrame({"carrier": ["AA", "AA", None, "AA"], "late": [0, 0, 1, 1]})
    new = pd.DataFrame({"carrier": ["AA", np.nan, np.nan, "zz"], "late": [0, 1, 0, 1]})
    wanted = np.array(
        [
            [-0.5 * (1 / 3 - 0.5), 0.75 * -1 / 3, -0.5 * -1 / 3],
            [0.25 * 0.5, 0.25 * -0.5, 0.25 * -0.5],
            [0.25 * 0.5, 0.0, 0.0],
        ]
    )
    return [
        (
            (old, new, "carrier", "late"),
            [["AA", "missing", "zz"], COLUMNS, wanted],
            "A quarter of the rows, then a half, have no carrier.",
        ),
    ]


@exercise("blame")
def test_rows_without_a_slice_are_a_slice(submission):
    """Rows whose slice is missing, None or NaN, are the slice "missing", and count."""
    assert_each(submission.blame, nameless(), of=table, atol=1e-9)


@once
def in_disorder():
    old = OLD.assign(other=1).iloc[[5, 8, 1, 0, 9, 3, 2, 7, 6, 4]]
    old = old.set_axis([3, 3, 1, 0, 0, 2, 2, 2, 9, 1])
    old, new = (t.replace({"AA": "b", "B6": "Z"}) for t in (old, NEW.iloc[[2, 0, 4, 1, 3]]))
    wanted = np.array([[0.24, -0.2 / 3, -0.4 / 3], [0.06, -0.2, 0.1]])
    return [((old, new, "carrier", "late"), [["Z", "b"], COLUMNS, wanted], SHARES)]


@exercise("blame")
def test_slices_come_sorted_with_three_columns(submission):
    """The index holds the slices as Python sorts texts, and the columns are the three terms.

    Rows may come in any order, with index labels that repeat, and with other columns.
    """
    assert_each(submission.blame, in_disorder(), of=table, atol=1e-9)


@once
def metrics():
    old = pd.DataFrame({"hour": ["a", "b"], "m": np.array([1000.1, 2000.2], dtype=np.float32)})
    new = pd.DataFrame({"hour": ["b", "a", "b"], "m": np.array([8, -2, 3], dtype=np.int8)})
    a, b = old["m"].tolist()
    mean, down, up = (a + b) / 2, -2 - a, 5.5 - b
    terms = [[-(a - mean) / 6, down / 2, -down / 6], [(b - mean) / 6, up / 2, up / 6]]
    late, later = (
        pd.DataFrame({"hour": ["a", "a", "b"], "m": values})
        for values in ([True, False, True], [True, True, False])
    )
    return [
        (
            (old, new, "hour", "m"),
            [["a", "b"], COLUMNS, np.array(terms)],
            "Values of float32 and int8 are computed with in float64.",
        ),
        (
            (late, later, "hour", "m"),
            [["a", "b"], COLUMNS, np.array([[0.0, 1 / 3, 0.0], [0.0, -1 / 3, 0.0]])],
            "False is 0 and True is 1.",
        ),
    ]


@exercise("blame")
def test_the_metric_may_be_any_number(submission):
    """The metric may be bools or numbers of any dtype, also negative, such as minutes."""
    assert_each(submission.blame, metrics(), of=table, atol=1e-9)


@exercise("blame")
def test_both_tables_are_left_alone(submission):
    """Neither table is changed, as by a new column."""
    old = pd.DataFrame({"carrier": ["AA", None], "late": [0, 1]})
    is_a(assert_unchanged(submission.blame, old, NEW, "carrier", "late"), pd.DataFrame)


@once
def without_metric():
    gap, empty = rows(AA=[1.0, np.nan]), NEW.iloc[:0]
    return [
        (empty, NEW, "carrier", "late"),
        (NEW, empty, "carrier", "late"),
        (gap, NEW, "carrier", "late"),
        (NEW, gap, "carrier", "late"),
    ]


@exercise("blame")
def test_a_row_without_a_metric_is_refused(submission):
    """A table without rows, or a row whose metric is missing, raises a ValueError."""
    rejects_each(submission.blame, without_metric())
