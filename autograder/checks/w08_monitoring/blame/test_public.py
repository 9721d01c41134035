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


OLD = rows(AA=[1, 0, 0, 0, 0], B6=[1] * 5)
NEW = rows(AA=[0, 0], B6=[1] * 7 + [0])
SHARES = "The shares are 0.5 and 0.5, then 0.2 and 0.8; the rates 0.2 and 1, then 0 and 0.875."


@once
def growing():
    return [
        ((OLD, NEW, "carrier", "late"), np.array([0.12, 0.12]), f"{SHARES} In all it was 0.6."),
        (
            (rows(AA=[0, 0, 1, 1], B6=[0]), rows(AA=[0, 1], B6=[0] * 3), "carrier", "late"),
            np.array([-0.4 * 0.1, 0.4 * -0.4]),
            "AA's share falls from 0.8 to 0.4; the rates stay 0.5 and 0, in all 0.4.",
        ),
    ]


@exercise("blame")
def test_mix_is_the_change_of_shares_at_the_old_rates(submission):
    """Mix is the change of the share times how far the slice's old rate lies from the total's."""
    assert_each(submission.blame, growing(), of=column("mix"), atol=1e-9)


@once
def rising():
    return [
        ((OLD, NEW, "carrier", "late"), np.array([0.5 * -0.2, 0.5 * -0.125]), SHARES),
        (
            (rows(AA=[0, 0, 0], B6=[1]), rows(AA=[1, 1, 0], B6=[0]), "carrier", "late"),
            np.array([0.75 * 2 / 3, -0.25]),
            "The shares are 0.75 and 0.25 both times.",
        ),
    ]


@exercise("blame")
def test_rate_is_the_change_of_rates_at_the_old_shares(submission):
    """Rate is the slice's old share times the change of its rate."""
    assert_each(submission.blame, rising(), of=column("rate"), atol=1e-9)


@once
def both_moved():
    return [
        ((OLD, NEW, "carrier", "late"), np.array([-0.3 * -0.2, 0.3 * -0.125]), SHARES),
        (
            (rows(AA=[0, 0, 0], B6=[1]), rows(AA=[1, 1, 0], B6=[0]), "carrier", "late"),
            np.array([0.0, 0.0]),
            "The shares stay as they are.",
        ),
    ]


@exercise("blame")
def test_interaction_is_the_change_of_both(submission):
    """Interaction is the change of the share times the change of the rate."""
    assert_each(submission.blame, both_moved(), of=column("interaction"), atol=1e-9)


@once
def come_and_gone():
    return [
        (
            (rows(AA=[0, 0, 0, 1]), rows(AA=[0, 0, 0, 1], B6=[1] * 4), "carrier", "late"),
            [["AA", "B6"], COLUMNS, np.array([[0.0, 0, 0], [0.375, 0, 0]])],
            "B6 is new, its rate is 1 where 0.25 was the total: 0.5 * 0.75.",
        ),
        (
            (rows(AA=[0, 0, 0, 0], B6=[1] * 4), rows(AA=[1, 0]), "carrier", "late"),
            [["AA", "B6"], COLUMNS, np.array([[-0.25, 0.25, 0.25], [-0.25, 0, 0]])],
            "B6 is gone, its rate was 1 where 0.5 was the total: -0.5 * 0.5.",
        ),
        (
            (rows(AA=[0, 1]), rows(B6=[1, 1]), "carrier", "late"),
            [["AA", "B6"], COLUMNS, np.array([[0.0, 0, 0], [0.5, 0, 0]])],
            "One is gone and one is new.",
        ),
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
        (
            (old.assign(carrier=[None] * 4), new.assign(carrier=[None] * 4), "carrier", "late"),
            [["missing"], COLUMNS, np.zeros((1, 3))],
            "No row has a carrier, and as many rows are late as before.",
        ),
    ]


@exercise("blame")
def test_rows_without_a_slice_are_a_slice(submission):
    """Rows whose slice is missing, None or NaN, are the slice "missing", and count."""
    assert_each(submission.blame, nameless(), of=table, atol=1e-9)


@once
def in_disorder():
    order = [0, 5, 7, 3, 9, 1, 2, 8, 4, 6]
    old = OLD.assign(other=1).iloc[order].set_axis([3, 3, 1, 0, 0, 2, 2, 2, 9, 1])
    old["carrier"] = old["carrier"].replace({"AA": "b", "B6": "Z"})
    new = NEW.replace({"AA": "b", "B6": "Z"}).iloc[[8, 1, 0, 2, 7, 3, 6, 4, 5, 9]]
    wanted = np.array([[0.12, -0.0625, -0.0375], [0.12, -0.1, 0.06]])
    return [((old, new, "carrier", "late"), [["Z", "b"], COLUMNS, wanted], SHARES)]


@exercise("blame")
def test_slices_come_sorted_with_three_columns(submission):
    """The index holds the slices as Python sorts texts, and the columns are the three terms.

    Rows may come in any order, with index labels that repeat, and with other columns.
    """
    assert_each(submission.blame, in_disorder(), of=table, atol=1e-9)


@once
def metrics():
    old, new = [8.0, -2.0, 3.0, 3.0], [12.0, 2.0, 3.0, 4.0]
    names = {"hour": ["a", "a", "b", "b"]}
    minutes = [["a", "b"], COLUMNS, np.array([[0.0, 2.0, 0.0], [0.0, 0.25, 0.0]])]
    bools = [["a", "b"], COLUMNS, np.array([[0.0, 0.25, 0.0], [0.0, -0.5, 0.0]])]
    a, b = (float(np.float32(value)) for value in (0.1, 0.2))
    half = -0.5 * (a - (a + b) / 2)
    return [
        (
            (pd.DataFrame({**names, "m": old}), pd.DataFrame({**names, "m": new}), "hour", "m"),
            minutes,
            "Means are 3 and 3, then 7 and 3.5.",
        ),
        (
            (
                pd.DataFrame({**names, "m": [True, False, True, True]}),
                pd.DataFrame({**names, "m": [True, True, False, False]}),
                "hour",
                "m",
            ),
            bools,
            "False is 0 and True is 1.",
        ),
        (
            (
                pd.DataFrame({"hour": ["a", "b"], "m": np.array([0.1, 0.2], dtype=np.float32)}),
                pd.DataFrame({"hour": ["b"], "m": [0.0]}),
                "hour",
                "m",
            ),
            [["a", "b"], COLUMNS, np.array([[half, 0.0, 0.0], [half, -b / 2, -b / 2]])],
            "Values of float32 are computed with in float64.",
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


@exercise("blame")
def test_a_row_without_a_metric_is_refused(submission):
    """A table without rows, or a row whose metric is missing, raises a ValueError."""
    gap = rows(AA=[1.0, np.nan])
    empty = OLD.iloc[:0]
    calls = (
        (empty, NEW, "carrier", "late"),
        (OLD, empty, "carrier", "late"),
        (gap, NEW, "carrier", "late"),
        (OLD, gap, "carrier", "late"),
        (rows(AA=[np.nan]), NEW, "carrier", "late"),
    )
    rejects_each(submission.blame, calls)
