"""The checks of exercise 1 that a student sees."""

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, exercise, once, rejects


def days(text, **options):
    """Days of January 2013, one digit each; a dot is a time that is missing."""
    dates = [None if digit == "." else f"2013-01-0{digit}" for digit in text]
    return pd.Series(pd.to_datetime(dates), **options)


def folds(*pairs):
    """What is expected: a list of tuples of two arrays of positions."""
    return [(np.array(train, dtype=int), np.array(test, dtype=int)) for train, test in pairs]


NONE = pd.Timedelta(0)
DAY = pd.Timedelta(days=1)


@once
def blocks():
    return [
        (
            (days("1234567"), 2, NONE),
            folds(([0, 1, 2], [3, 4]), ([0, 1, 2, 3, 4], [5, 6])),
            "Seven days make blocks of 3, 2 and 2 days: the larger first, and none left over.",
        ),
        (
            (days("123456"), 3, NONE),
            folds(([0, 1], [2, 3]), ([0, 1, 2, 3], [4]), ([0, 1, 2, 3, 4], [5])),
            "Six days make blocks of 2, 2, 1 and 1; each fold trains on all that came before.",
        ),
    ]


@exercise("time-splits")
def test_each_fold_trains_on_all_that_came_before_and_tests_on_the_next_block(submission):
    """Blocks hold equally many distinct times, the larger first; training begins at the start."""
    assert_each(submission.time_splits, blocks())


@once
def repeated_times():
    return [
        (
            (days("111222222234"), 1, NONE),
            folds((range(10), [10, 11])),
            "Days 1 and 2, of ten rows, are one block, and days 3 and 4 the other.",
        ),
    ]


@exercise("time-splits")
def test_rows_of_one_time_stay_on_one_side(submission):
    """The cut is made between distinct times: rows of one time are all trained on, or all tested.

    However many rows a time has, it counts once when the blocks are made.
    """
    assert_each(submission.time_splits, repeated_times())


@once
def mixed_rows():
    mixed = days("3163254", index=[6, 5, 4, 3, 2, 1, 0])
    wanted = folds(([1, 4], [0, 3, 6]), ([0, 1, 3, 4, 6], [2, 5]))
    why = "The rows of days 1 and 2 are those at 1 and 4, of days 3 and 4 at 0, 3 and 6."
    return [
        ((mixed, 2, NONE), wanted, why),
        (
            (pd.DatetimeIndex(mixed).tz_localize("America/New_York").as_unit("s"), 2, NONE),
            wanted,
            why,
        ),
    ]


@exercise("time-splits")
def test_rows_may_come_in_any_order(submission):
    """Results are positions of rows, ascending, whatever the order of the rows or their index."""
    assert_each(submission.time_splits, mixed_rows())


@once
def instants():
    night = pd.date_range("2013-11-03 05:30", periods=4, freq="h", tz="UTC")
    noons = pd.DatetimeIndex(["2013-11-01 12:00", "2013-11-02 12:00", "2013-11-03 12:00"])
    close = pd.Timestamp("2013-01-01") + pd.to_timedelta([0, 1, 2, 3], unit="ns")
    return [
        (
            (night.tz_convert("America/New_York"), 1, NONE),
            folds(([0, 1], [2, 3])),
            "Clocks show 01:30 twice, an hour apart, then 02:30 and 03:30: four times.",
        ),
        (
            (noons.tz_localize("America/New_York"), 1, DAY + pd.Timedelta(minutes=30)),
            folds(([0, 1], [2])),
            "Between noon of 2 and 3 November lie 25 hours, so a label after 24.5 is in time.",
        ),
        (
            (close, 1, pd.Timedelta(nanoseconds=1)),
            folds(([0], [2, 3])),
            "Times a nanosecond apart are different times, and the gap is a nanosecond.",
        ),
        (
            (days("1234").dt.as_unit("s"), 1, DAY - pd.Timedelta(milliseconds=1)),
            folds(([0, 1], [2, 3])),
            "The times are in seconds and the gap is not: the label of day 2 is just in time.",
        ),
    ]


@exercise("time-splits")
def test_times_are_instants_to_the_last_digit(submission):
    """Times differ if they are different instants, whatever clocks show and however close."""
    assert_each(submission.time_splits, instants())


@once
def gaps():
    second = pd.Timedelta(seconds=1)
    return [
        (
            (days("123456"), 1, DAY),
            folds(([0, 1], [3, 4, 5])),
            "The label of day 3 comes when the test on day 4 begins: too late.",
        ),
        (
            (days("123456"), 1, DAY - second),
            folds(([0, 1, 2], [3, 4, 5])),
            "The label of day 3 comes a second before the test begins: in time.",
        ),
        (
            (days("123456"), 2, DAY),
            folds(([0], [2, 3]), ([0, 1, 2], [4, 5])),
            "Each fold has its own gap, before its own test block.",
        ),
    ]


@exercise("time-splits")
def test_labels_that_come_too_late_are_not_trained_on(submission):
    """A row is trained on if its time plus the gap is before the first time of the test block.

    At that very time is too late. The gap takes nothing away from the test rows.
    """
    assert_each(submission.time_splits, gaps())


@once
def refused_and_one_that_is_not():
    return [
        (days("123"), 0, NONE),
        (days("123"), 1, -pd.Timedelta(nanoseconds=1)),
        (days("12.4"), 1, NONE),
        (days("111222"), 2, NONE),
        (days(""), 1, NONE),
        (days("123456"), 2, 2 * DAY),
        (days("112233"), 2, NONE),
    ]


@exercise("time-splits")
def test_what_cannot_be_split_is_refused(submission):
    """Too few distinct times, no fold, a negative gap, a missing time, nothing to train on.

    Each is a ValueError.
    """
    *refused, just_enough = submission.time_splits.each(refused_and_one_that_is_not())
    for answer in refused:
        rejects(answer)
    assert_same(
        just_enough(),
        folds(([0, 1], [2, 3]), ([0, 1, 2, 3], [4, 5])),
        why="Three distinct times are just enough for two folds.",
    )
