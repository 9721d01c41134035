"""The checks of exercise 6 that the grader keeps."""

import math

import pandas as pd

from autograder.testing import assert_each, exercise, once, once_per_seed, rejects

MINUTE = pd.Timedelta(minutes=1)


def mean(labels):
    """The mean of the known labels, NaN without any."""
    known = [label for label in labels if not math.isnan(label)]
    return sum(known) / len(known) if known else math.nan


def slow(features, labels, event_time, available_at):
    """The leaks, one cell after the other."""
    leaks = {}
    for name in features:
        cells = list(
            zip(features[name].isna(), available_at[name], event_time, labels, strict=True)
        )
        late = [
            (gap, math.inf if pd.isna(known) else (known - needed) / MINUTE)
            for gap, known, needed, _ in cells
            if pd.isna(known) or known > needed
        ]
        if late:
            leaks[name] = {
                "too_late": len(late),
                "too_late_and_missing": sum(bool(gap) for gap, _ in late),
                "worst_minutes": float(max(minutes for _, minutes in late)),
                "label_if_missing": mean([label for gap, *_, label in cells if gap]),
                "label_if_present": mean([label for gap, *_, label in cells if not gap]),
            }
    return leaks


@once_per_seed
def tables(rng):
    n = 40
    needed = pd.Series(pd.Timestamp("2013-03-10 01:00", tz="America/New_York"), range(n))
    needed = needed + pd.Series(rng.integers(0, 300, n)) * MINUTE
    features, available_at = {}, {}
    for column, (lowest, highest) in enumerate([(-20, 1), (-20, 4), (-9, 300), (-300, -1)]):
        values = pd.Series(rng.random(n))
        features[f"x{column}"] = values.where(rng.random(n) > 0.3)
        times = needed + pd.Series(rng.integers(lowest, highest, n)) * MINUTE / 4
        times = times.where(rng.random(n) > (0.1 if column == 2 else 0))
        available_at[f"x{column}"] = times.dt.tz_convert("UTC")
    call = (
        pd.DataFrame(features).set_axis(rng.integers(0, 9, n), axis=0),
        rng.choice([0.0, 1.0, math.nan], n),
        needed,
        pd.DataFrame(available_at).iloc[:, rng.permutation(4)].set_axis(rng.permutation(n), axis=0),
    )
    return [(call, slow(*call), "The same as when each cell is looked at.")]


@exercise("find-leaks")
def test_random_tables_leak_as_cell_by_cell(submission, rng):
    """Random tables have the leaks, with the evidence, that a look at each cell finds."""
    assert_each(submission.find_leaks, tables(rng))


@once
def refused():
    times = pd.to_datetime(pd.Series([], dtype=object), utc=True)
    features, both = pd.DataFrame({"a": [], "gust": []}), pd.DataFrame({"a": times, "gust": times})
    return [(features, [], times, both[["a"]]), (features, [1], times, both)]


@exercise("find-leaks")
def test_a_feature_without_a_time_is_refused_without_rows_too(submission):
    """Errors are raised for empty tables too."""
    names = ["gust", ""]
    for answer, name in zip(submission.find_leaks.each(refused()), names, strict=True):
        rejects(answer, naming=name)
