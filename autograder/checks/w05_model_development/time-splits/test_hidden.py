"""The checks of exercise 1 that the grader keeps."""

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    once,
    once_per_seed,
)

START = pd.Timestamp("2013-03-01 06:00", tz="UTC")


def slow_splits(hours, n_splits, gap):
    """One row at a time, on whole hours."""
    distinct = sorted(set(hours))
    sizes = [
        len(distinct) // (n_splits + 1) + (k < len(distinct) % (n_splits + 1))
        for k in range(n_splits + 1)
    ]
    folds, begin = [], sizes[0]
    for size in sizes[1:]:
        block = distinct[begin : begin + size]
        begin += size
        train = [i for i, hour in enumerate(hours) if hour + gap < block[0]]
        test = [i for i, hour in enumerate(hours) if hour in block]
        folds.append((np.array(train, dtype=int), np.array(test, dtype=int)))
    return folds


@once_per_seed
def random_rows(rng):
    cases = []
    while len(cases) < 4:
        n, n_splits, gap = (int(rng.integers(*limits)) for limits in ((12, 60), (1, 5), (0, 5)))
        hours = rng.integers(0, 40, n).tolist()
        if len(set(hours)) < 2 * (n_splits + 1):
            continue
        expected = slow_splits(hours, n_splits, gap)
        if not all(len(train) for train, _ in expected):
            continue
        times = pd.Series(START + pd.to_timedelta(hours, unit="h"), index=rng.permutation(n))
        given = (times, np.int64(n_splits), pd.Timedelta(hours=gap))
        cases.append((given, expected, "Rows were sorted out one at a time."))
    return cases


@exercise("time-splits")
def test_random_times_are_split_as_a_slow_count_does(submission, rng):
    """Random rows with many repeated times are split as when each row is looked at by itself."""
    assert_each(submission.time_splits, random_rows(rng))


@once
def around_a_change_of_clocks():
    local = pd.date_range("2013-11-02", periods=6, freq="12h", tz="America/New_York").as_unit("s")
    expected = [
        (np.array([5]), np.array([2, 3])),
        (np.array([3, 4, 5]), np.array([0, 1])),
    ]
    why = "Between two of the six times lie twelve hours."
    return [((local[::-1], 2, pd.Timedelta(hours=13)), expected, why)]


@exercise("time-splits")
def test_times_of_other_kinds_are_split_alike(submission):
    """Local days around a change of clocks, in seconds, are still told apart and in order."""
    assert_each(submission.time_splits, around_a_change_of_clocks())


@once
def unsorted():
    return pd.Series(pd.to_datetime(["2013-01-03", "2013-01-01", "2013-01-02"]), index=[2, 2, 5])


@exercise("time-splits")
def test_the_column_of_times_is_left_alone(submission):
    """The times that are handed over keep their order and their index."""
    result = assert_unchanged(submission.time_splits, unsorted(), 1, pd.Timedelta(0))
    assert_same(result, [(np.array([1, 2]), np.array([0]))])
