"""The checks of exercise 8 of week 8 that stay with the grader."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, exercise, is_a, once_per_seed, require

COLUMNS = ["mix", "rate", "interaction"]


def table(result):
    """Slices, columns and entries, whatever the axes are called."""
    is_a(result, pd.DataFrame)
    return [[*map(str, result.index)], [*map(str, result.columns)], result.to_numpy()]


def slow_blame(before, after, slice_by, metric):
    """All terms, from lists of rows."""
    old, new = (
        [
            ("missing" if not isinstance(name, str) else name, float(value))
            for name, value in zip(t[slice_by], t[metric], strict=True)
        ]
        for t in (before, after)
    )
    total = math.fsum(value for _, value in old) / len(old)
    slices = sorted({name for name, _ in [*old, *new]})
    terms = []
    for one in slices:
        was = [value for name, value in old if name == one]
        now = [value for name, value in new if name == one]
        grown = len(now) / len(new) - len(was) / len(old)
        rate = math.fsum(was or now) / len(was or now)
        risen = math.fsum(now or was) / len(now or was) - rate
        terms.append([grown * (rate - total), len(was) / len(old) * risen, grown * risen])
    return [slices, COLUMNS, np.array(terms)]


def draw(rng, n, names):
    carriers = np.array(names, dtype=object)[rng.integers(len(names), size=n)]
    return pd.DataFrame(
        {
            "delay": rng.integers(-20, 90, n).astype(float),
            "carrier": carriers,
            "late": rng.random(n) < 0.3,
        },
        index=rng.integers(0, 5, n),
    )


@once_per_seed
def random_tables(rng):
    before = draw(rng, 40, ["AA", "B6", "DL", "UA", None, "aa"])
    after = draw(rng, 60, ["B6", "WN", "AA", np.nan, "DL"])
    arguments = (before, after, "carrier", "delay")
    return [(arguments, slow_blame(*arguments), "40 rows and 60.")]


@exercise("blame")
def test_random_tables_agree_with_rows_counted_one_by_one(submission, rng):
    """Random tables, with slices that are new, gone or missing, agree with counting row by row."""
    assert_each(submission.blame, random_tables(rng), of=table, atol=1e-9)


@once_per_seed
def all_in_all(rng):
    before = draw(rng, 20, ["AA", "B6", "DL", None])
    after = draw(rng, 30, ["B6", "WN", np.nan])
    change = float(after["delay"].mean() - before["delay"].mean())
    return (before, after, "carrier", "delay"), change


@exercise("blame")
def test_all_terms_add_up_to_the_change(submission, rng):
    """All entries of the table add up to the change of the mean."""
    arguments, change = all_in_all(rng)
    _, columns, entries = table(submission.blame(*arguments))
    assert_same(columns, COLUMNS)
    require(entries.dtype.kind == "f", "All three columns are floats.")
    assert_same(entries.sum(), change, why="Nothing may be lost.", atol=1e-9)


@once_per_seed
def later_by_a_thousand(rng):
    before = draw(rng, 30, ["AA", "B6", "DL", None])
    after = draw(rng, 40, ["AA", "B6", "UA", "DL"])
    wanted = slow_blame(before, after, "carrier", "delay")
    more = [t.assign(delay=t["delay"] + 1000) for t in (before, after)]
    return [((*more, "carrier", "delay"), wanted, "Delays with 1000 minutes more each.")]


@exercise("blame")
def test_another_origin_of_the_metric_changes_nothing(submission, rng):
    """A thousand minutes more for every row, before and after, leave every term as it was."""
    assert_each(submission.blame, later_by_a_thousand(rng), of=table, atol=1e-9)
