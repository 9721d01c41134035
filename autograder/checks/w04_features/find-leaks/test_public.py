"""The checks of exercise 6 that a student sees."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_unchanged, exercise, once, rejects

NAN, NEVER = math.nan, math.inf


def clock(*times):
    """Instants of one day in UTC, from texts such as "14:05"; None is missing."""
    texts = [None if time is None else f"2013-02-01 {time}" for time in times]
    return pd.to_datetime(pd.Series(texts, dtype=object), utc=True, format="ISO8601")


NOON = clock("12:00", "12:00", "12:00", "12:00")


def evidence(too_late, missing, worst, if_missing, if_present):
    """What should be said of a leaking column."""
    return {
        "too_late": too_late,
        "too_late_and_missing": missing,
        "worst_minutes": worst,
        "label_if_missing": if_missing,
        "label_if_present": if_present,
    }


@once
def instants():
    features = pd.DataFrame(
        {"in_time": [1.0, 2, 3, 4], "late": [1.0, 2, 3, 4], "a_second": [5, 6, 7, 8]}
    )
    needed = clock("12:00", "13:00", "14:00", "15:00")
    available_at = pd.DataFrame(
        {
            "in_time": needed,  # just in time
            "late": clock("11:00", "13:00:30", "16:00", "15:00"),
            "a_second": clock("12:00:01", "12:59", "13:59", "14:00"),
        }
    )
    expected = {
        "late": evidence(2, 0, 120.0, NAN, 0.5),
        "a_second": evidence(1, 0, 1 / 60, NAN, 0.5),
    }
    why = "A cell is too late if it became known after the time of its own row, not at it."
    return [((features, [0, 1, 1, 0], needed, available_at), expected, why)]


@exercise("find-leaks")
def test_a_cell_is_too_late_after_the_time_of_its_row(submission):
    """A column leaks if a cell became known after `event_time`; in the same instant is in time."""
    assert_each(submission.find_leaks, instants())


@once
def strong():
    labels = [0, 1, 0, 1]
    features = pd.DataFrame({"the_label": labels, "gap": [1.0, NAN, 1.0, NAN], "weak": [3.0] * 4})
    late = NOON + pd.Timedelta(minutes=1)
    available_at = pd.DataFrame({"the_label": NOON, "gap": NOON, "weak": late})
    expected = {"weak": evidence(4, 0, 1.0, NAN, 0.5)}
    why = "How well a column predicts proves nothing; when it was known does."
    return [((features, labels, NOON, available_at), expected, why)]


@exercise("find-leaks")
def test_a_strong_feature_that_was_known_is_no_leak(submission):
    """Only the times make a leak: not the label itself, nor gaps that tell it, if known in time."""
    assert_each(submission.find_leaks, strong())


@once
def gaps():
    features = pd.DataFrame(
        {
            "tail": pd.Series(["N1", "N2", None, NAN], dtype=object),
            "arrived": clock("10:00", None, None, "10:30"),
            "text": pd.Series(["", "nan", "None", "NaT"], dtype="str"),
            "gust": [NAN, 30.0, NAN, 28.0],
        }
    )
    available_at = pd.DataFrame(
        {
            "tail": clock("09:00", "09:00", None, "12:10"),
            "arrived": clock("10:00", None, "12:30", "13:00"),
            "text": clock("13:00", "09:00", "09:00", "09:00"),
            "gust": clock("12:20", "12:50", "09:00", "12:10"),
        }
    )
    expected = {
        "tail": evidence(2, 2, NEVER, 1.0, 0.5),
        "arrived": evidence(3, 2, NEVER, 1.0, 0.5),
        "text": evidence(1, 0, 60.0, NAN, 0.75),
        "gust": evidence(3, 1, 50.0, 0.5, 1.0),  # the latest of all three, missing or not
    }
    why = "A missing cell has a time at which it was known to be missing; without one, never."
    return [((features, [0, 1, 1, 1], NOON, available_at), expected, why)]


@exercise("find-leaks")
def test_missing_cells_can_be_too_late_as_well(submission):
    """A missing cell that was not known to be missing is too late; so is one without a time."""
    assert_each(submission.find_leaks, gaps())


@once
def label_means():
    features = pd.DataFrame({"wind": [NAN, 1.0, NAN, 2.0], "rain": [NAN] * 4})
    never = clock(None, None, None, None)
    available_at = pd.DataFrame({"rain": never, "wind": NOON.where([True, False, True, True])})
    # The means are over all rows with a label, not only over those that are too late.
    expected = {
        "wind": evidence(1, 0, NEVER, 1.0, 0.5),
        "rain": evidence(4, 4, NEVER, 2 / 3, NAN),
    }
    why = "The means are over all rows with a known label, late or not; NaN over none."
    labels = np.array([1.0, 0.0, NAN, 1.0], dtype=np.float32)
    return [
        ((features, labels, NOON, available_at), expected, why),
    ]


@exercise("find-leaks")
def test_the_label_is_shown_on_both_sides_of_the_gap(submission):
    """Both label means are over all rows with a known label, late or not."""
    assert_each(submission.find_leaks, label_means())


@once
def forms():
    features = pd.DataFrame({"a": [1.0, 2.0], "b": [3, 4]}, index=[7, 7])
    needed = clock("12:00", "13:00").set_axis(["x", "y"])
    available_at = pd.DataFrame(
        {
            "b": clock("12:00", "13:00"),
            "unused": clock("23:00", None),
            "a": clock("12:01", "12:30").dt.tz_convert("America/New_York").dt.as_unit("s"),
        }
    ).set_axis([1, 0], axis=0)
    expected = {"a": evidence(1, 0, 1.0, NAN, 0.5)}
    labels = pd.Series([0, 1], index=[5, 4])
    none = (features.iloc[:0], [], needed.iloc[:0], available_at.iloc[:0])
    why = "Rows are paired by position; columns that are no features are not looked at."
    return [
        ((features, labels, needed, available_at), expected, why),
        (none, {}, "There are no rows."),
    ]


@exercise("find-leaks")
def test_rows_are_paired_by_position_and_columns_by_name(submission):
    """Indexes, zones, units, and the order of the columns do not matter; there may be no rows."""
    assert_each(submission.find_leaks, forms())
    assert_unchanged(submission.find_leaks, *forms()[0][0])


@once
def refused():
    features = pd.DataFrame({"wind": [1.0, 2, 3, 4], "rain": [1.0, 2, 3, 4]})
    times = pd.DataFrame({"wind": NOON, "rain": NOON})
    labels = [0, 1, 0, 1]
    return [
        (features, labels, NOON, times[["rain"]]),
        (features, labels[:3], NOON, times),
        (features, labels, NOON[:3], times),
        (features, labels, NOON, times[:3]),
    ]


@exercise("find-leaks")
def test_a_feature_without_a_time_is_refused(submission):
    """A feature that `available_at` lacks is named in a ValueError; unlike lengths raise one."""
    names = ["wind", "", "", ""]
    for answer, name in zip(submission.find_leaks.each(refused()), names, strict=True):
        rejects(answer, naming=name)
