"""The checks a student sees: whole days drawn, both forecasts judged on the same draw."""

import math

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    exercise,
    is_a,
    once,
    rejects,
    rejects_each,
    require,
    spy,
)


def mean_gap(labels, forecasts):
    """The mean forecast minus the late rate."""
    return float((forecasts - labels).mean())


def squared_error(labels, forecasts):
    """The mean squared error."""
    return float(((forecasts - labels) ** 2).mean())


def total(labels, forecasts):
    """The sum of the forecasts."""
    return float(forecasts.sum())


def entries(*names):
    """What takes some entries out of a dict of results."""

    def take(result):
        is_a(result, dict)
        missing = [name for name in names if name not in result]
        if missing:
            assert_same(sorted(map(str, result)), list(names), why="An entry is missing.")
        return [result[name] for name in names]

    return take


LABELS = [0, 1, 1, 0, 1, 0, 1]
OURS = [0.25, 0.75, 0.5, 0.5, 1.0, 0.0, 0.75]
THEIRS = [0.5, 0.5, 0.75, 0.25, 0.25, 0.125, 1.0]
DAYS = [5, 2, 5, 10, 10, 10, 2]
NINE = [-0.16666666666667, 0.15625]
"""The interval of the mean gap in nine rounds with the seed 2013."""
FOUR = [-0.2375, 0.19609375]
"""The same in four rounds with the seed 2019."""


@once
def differences():
    return [
        (
            (squared_error, LABELS, OURS, THEIRS, DAYS, 3, 0),
            [(0.6875 - 1.203125) / 7],
            "The squared errors add up to 0.6875 and to 1.203125.",
        ),
        (
            (mean_gap, LABELS, THEIRS, OURS, DAYS, 2, 8),
            [-0.375 / 7],
            "The forecasts add up to 3.375 and to 3.75.",
        ),
        (
            (total, LABELS, THEIRS, OURS, DAYS, 2, 8),
            [-0.375],
            "The metric is the sum of the forecasts: each row counts once.",
        ),
    ]


@exercise("paired-bootstrap")
def test_the_difference_is_that_of_all_rows(submission):
    """The difference is the metric of a minus that of b, on all rows, each once."""
    assert_each(submission.paired_bootstrap, differences(), of=entries("difference"))


@once
def intervals_worked_out():
    return [
        (
            (squared_error, LABELS, OURS, THEIRS, DAYS, 5, 3),
            [-0.091517857142857, -0.022916666666667],
            "Five rounds.",
        ),
        (
            (mean_gap, LABELS, OURS, THEIRS, DAYS, 9, 2013),
            NINE,
            "Nine rounds.",
        ),
        (
            (mean_gap, LABELS, OURS, THEIRS, DAYS, 1, 7),
            [0.15625, 0.15625],
            "One round has one difference.",
        ),
    ]


@exercise("paired-bootstrap")
def test_the_interval_is_that_of_the_draws_in_the_contract(submission):
    """Each round draws G of the G groups with replacement, and brings all rows of each.

    The groups are in ascending order, the draws those of `rng.integers(G, size=G)`, one round
    after another. A group that is drawn twice has all its rows twice.
    """
    assert_each(submission.paired_bootstrap, intervals_worked_out(), of=entries("low", "high"))


@once
def levels():
    return [
        (
            (mean_gap, LABELS, OURS, THEIRS, DAYS, 6, 11, 0.5),
            [0.053571428571429, -0.11160714285714, 0.10714285714286],
            "The level is 0.5.",
        ),
        (
            (mean_gap, LABELS, OURS, THEIRS, DAYS, 6, 11, 0.8),
            [0.053571428571429, -0.20833333333333, 0.171875],
            "The level is 0.8.",
        ),
    ]


@exercise("paired-bootstrap")
def test_the_level_chooses_the_quantiles(submission):
    """A level of 0.5 gives the quartiles of the differences, interpolated as NumPy does."""
    assert_each(submission.paired_bootstrap, levels(), of=entries("difference", "low", "high"))


@once
def always_higher():
    higher = [forecast + 0.125 for forecast in OURS]
    expected = {"difference": 0.125, "low": 0.125, "high": 0.125}
    return [((mean_gap, LABELS, higher, OURS, DAYS, 6, 4), expected, "Higher by 1/8.")]


@exercise("paired-bootstrap")
def test_both_forecasts_are_judged_on_the_same_draw(submission):
    """The draw is the same for both: a forecast that is always 1/8 higher is so in every draw."""
    assert_each(submission.paired_bootstrap, always_higher())


@once
def days_that_cancel():
    ours = [0.25, 0.75, 0.25, 0.75, 0.25, 0.75, 0.25, 0.75]
    days = ["Mon", "Mon", "Tue", "Tue", "Wed", "Wed", "Thu", "Thu"]
    labels = [0, 1] * 4
    expected = {"difference": 0.0, "low": 0.0, "high": 0.0}
    return [((mean_gap, labels, ours, labels, days, 6, 1), expected, "Zero on every day.")]


@exercise("paired-bootstrap")
def test_a_group_comes_with_all_its_rows(submission):
    """Days are drawn whole: what is zero on every day is zero in every draw.

    Each day has one flight that the first forecast calls too high by 1/4, and one too low.
    """
    assert_each(submission.paired_bootstrap, days_that_cancel())


@once
def groups_in_many_forms():
    moments = pd.to_datetime(["2013-10-02 18:00", "2013-10-02 06:00", "2013-10-09 00:00"])
    time = dict(zip([5, 2, 10], moments, strict=True))
    order = [3, 0, 6, 2, 5, 1, 4]
    groups = [
        np.array(DAYS, np.int16),
        [{2: "b", 5: "c", 10: "d"}[day] for day in DAYS],
        pd.Series([time[day] for day in DAYS], index=order),
        np.array([time[day] for day in DAYS], "datetime64[s]"),
    ]
    cases = [
        (
            (mean_gap, LABELS, OURS, THEIRS, given, 4, 2019),
            FOUR,
            "The groups in another form. Two times of one day are two groups.",
        )
        for given in groups
    ]
    columns = [[column[row] for row in order] for column in (LABELS, OURS, THEIRS, DAYS)]
    cases.append(((mean_gap, *columns, 4, 2019), FOUR, "The rows in another order."))
    return cases


@exercise("paired-bootstrap")
def test_groups_may_be_numbers_texts_or_times(submission):
    """Groups may be whole numbers, texts or times, in any order of rows: only their order counts.

    They are taken as they are: 10 comes after 2, and 06:00 and 18:00 of one day are two groups.
    """
    assert_each(submission.paired_bootstrap, groups_in_many_forms(), of=entries("low", "high"))


@exercise("paired-bootstrap")
def test_the_metric_is_asked_with_arrays_of_float64(submission):
    """The metric is called with two arrays of float64 of the same length, whatever came in."""
    seen = []

    def _metric(labels, forecasts):
        seen.append((labels, forecasts))
        return 1.0

    columns = [tuple(LABELS), np.array(OURS, np.float32), pd.Series(THEIRS, DAYS, np.float32)]
    answer = submission.paired_bootstrap(spy(_metric), *columns, DAYS, 1, 5)
    assert_same(answer, {"difference": 0.0, "low": 0.0, "high": 0.0})
    require(len(seen) > 0, "The metric should be asked.")
    for pair in seen:
        for given in pair:
            is_a(given, np.ndarray)
            if given.dtype != np.float64 or given.ndim != 1 or len(given) != len(pair[0]):
                problem = "The metric should get arrays of float64, one-dimensional, of one length."
                require(False, problem, received=f"{given.dtype}, shape {given.shape}")


@once
def refused():
    return [
        (mean_gap, LABELS[:6], OURS, THEIRS, DAYS, 2, 1),
        (mean_gap, LABELS, OURS[:6], THEIRS, DAYS, 2, 1),
        (mean_gap, LABELS, OURS, THEIRS[:6], DAYS, 2, 1),
        (mean_gap, LABELS, OURS, THEIRS, DAYS[:6], 2, 1),
        (mean_gap, LABELS[:1], OURS, THEIRS, DAYS, 2, 1),
        (mean_gap, LABELS, OURS, THEIRS, [3] * 7, 2, 1),
        (mean_gap, [], [], [], [], 2, 1),
        (mean_gap, LABELS, OURS, THEIRS, DAYS, 0, 1),
        *(
            (mean_gap, LABELS, OURS, THEIRS, DAYS, 2, 1, level)
            for level in (0, 1, 1.5, -0.5, math.nan)
        ),
    ]


@exercise("paired-bootstrap")
def test_what_makes_no_interval_is_refused(submission):
    """Unequal lengths, one group, no rounds, a level that is none: each raises a ValueError."""
    rejects_each(submission.paired_bootstrap, refused())


def only_a_few(labels, forecasts):
    """Not defined where the draw has more than one flight with the label 1."""
    return math.nan if labels.sum() > 1 else float(forecasts.mean())


def in_parts(labels, forecasts):
    """Infinite where a forecast is 1, and not defined where all are 0."""
    if forecasts.max() == 0:
        return math.nan
    return math.inf if forecasts.max() == 1 else 0.5


def not_on_all(labels, forecasts):
    """Not defined where every one of the four labels is there once."""
    return math.nan if len(set(labels.tolist())) == 4 else 0.0


@once
def undefined_rounds():
    one_late = [1, 0, 0, 0]
    return [
        (only_a_few, one_late, [0.5] * 4, [0.25] * 4, [1, 2, 3, 4], 30, 0),
        (in_parts, one_late, [1.0] * 4, [0.25] * 4, [1, 2, 3, 4], 2, 0),
        (in_parts, one_late, [0.25] * 4, [1.0] * 4, [1, 2, 3, 4], 2, 0),
        (in_parts, one_late, [1.0] * 4, [1.0] * 4, [1, 2, 3, 4], 2, 0),
        (in_parts, one_late, [0.0] * 4, [0.25] * 4, [1, 2, 3, 4], 2, 0),
        (in_parts, one_late, [0.25] * 4, [0.0] * 4, [1, 2, 3, 4], 2, 0),
        (not_on_all, [0, 1, 2, 3], [0.5] * 4, [0.25] * 4, [1, 2, 3, 4], 2, 0),
        (only_a_few, [0] * 3, [0.5] * 3, [0.25] * 3, [1, 2, 3], 9, 0),  # this one is defined
    ]


@exercise("paired-bootstrap")
def test_a_metric_that_is_undefined_in_a_round_is_refused(submission):
    """NaN or infinity in any round, or on all rows, is a ValueError: no round is left out."""
    *refused, defined = submission.paired_bootstrap.each(undefined_rounds())
    for answer in refused:
        rejects(answer)
    assert_same(defined(), {"difference": 0.25, "low": 0.25, "high": 0.25})
