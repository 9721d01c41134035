"""The checks a student sees: a decision curve, and the two lines it is held against."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, exercise, is_a, once, rejects_each


def curve_of(threshold, model, everyone):
    """A result as the contract has it."""
    columns = {"threshold": threshold, "model": model, "all": everyone, "none": 0.0}
    return pd.DataFrame(columns)


def column(name):
    """What takes one column out of a result, as a list."""

    def take(result):
        is_a(result, pd.DataFrame)
        if name not in list(result.columns):
            assert_same(list(result.columns), [name], why=f"There should be a column {name!r}.")
        return result[name].tolist()

    return take


def both_lines(result):
    """The lines of the model and of acting on all."""
    return column("model")(result), column("all")(result)


LATE, FORECASTS = [1, 0, 1, 0, 0], [0.75, 0.5, 0.5, 0.25, 0.125]


@once
def priced_alarms():
    return [
        (
            (LATE, FORECASTS, [0.6, 0.4, 0.2]),
            [0.2, 0.4 - 0.2 * 2 / 3, 0.4 - 0.4 / 4],
            "One right alarm; two right and one false; two right and two false; of five flights.",
        ),
        (([0, 0], [0.5, 0.9], [0.8]), [-2.0], "One false alarm of two flights, at odds of 4."),
    ]


@exercise("net-benefit")
def test_a_false_alarm_costs_the_odds_of_the_threshold(submission):
    """Net benefit is the share of right alarms minus the share of false ones times t / (1 - t)."""
    assert_each(submission.net_benefit, priced_alarms(), of=column("model"))


@once
def forecasts_at_the_threshold():
    return [
        (
            (LATE, FORECASTS, [0.5, 0.75, 0.7501]),
            [0.4 - 0.2, 0.2, 0.0],
            "Two flights have a forecast of exactly 0.5, one of 0.75, and nobody a higher one.",
        )
    ]


@exercise("net-benefit")
def test_a_forecast_at_the_threshold_is_acted_on(submission):
    """The desk acts when the forecast is at least the threshold, as in week 1."""
    assert_each(submission.net_benefit, forecasts_at_the_threshold(), of=column("model"))


@once
def all_and_none():
    return [
        ((LATE, FORECASTS, [0.5, 0.2, 0.4]), [0.4 - 0.6, 0.4 - 0.6 / 4, 0.0], "Two of five late."),
        (([1], [0.1], [0.5]), [1.0], "The only flight is late, so no alarm is false."),
    ]


@exercise("net-benefit")
def test_the_lines_of_all_and_none_are_there(submission):
    """Acting on all earns the late rate minus the odds times the rest; acting on none earns 0."""
    answers = submission.net_benefit.each(all_and_none().arguments())
    for answer, (_, expected, why) in zip(answers, all_and_none(), strict=True):
        result = answer()
        assert_same(column("all")(result), expected, why=why)
        assert_same(column("none")(result), [0.0] * len(expected))


@once
def thresholds_in_any_order():
    return [
        (
            (LATE, FORECASTS, [0.5, 0.2, 0.5]),
            curve_of([0.5, 0.2, 0.5], [0.2, 0.3, 0.2], [-0.2, 0.25, -0.2]),
            "Three thresholds, two of them equal.",
        ),
    ]


@exercise("net-benefit")
def test_each_threshold_has_a_row_in_the_given_order(submission):
    """One row for each threshold, in the order given, also where one repeats."""
    assert_each(submission.net_benefit, thresholds_in_any_order())


@once
def many_forms():
    expected = ([0.5, 0.5 - 0.5 / 3], [0.0, 0.5 - 0.5 / 3])
    why = "Late with 0.5, on time with 0.25."
    single = np.array([0.7, 0.9], np.float32)
    return [
        (
            (pd.Series([1.0, 0.0], [5, 9]), pd.Series([0.5, 0.25], [9, 5]), (0.5, 0.25)),
            expected,
            why,
        ),
        (
            ((True, False), (0.5, 0.25), pd.Series([0.5, 0.25], [8, 2], np.float32)),
            expected,
            why,
        ),
        (
            (np.array([True, False]), single, [0.7, 0.25]),
            ([-0.5 * 7 / 3, 0.5 - 0.5 / 3], [0.5 - 0.5 * 7 / 3, 0.5 - 0.5 / 3]),
            "In float64 a float32 of 0.7 is 0.699999988, and below a threshold of 0.7.",
        ),
    ]


@exercise("net-benefit")
def test_flights_and_thresholds_come_in_many_forms(submission):
    """Lists, tuples, arrays and Series of ints, floats and bools are paired by position.

    Forecasts of float32 are held against the thresholds in float64.
    """
    assert_each(submission.net_benefit, many_forms(), of=both_lines)


@once
def refused():
    return [
        ([], [], [0.5]),
        ([1, 0], [0.5], [0.5]),
        ([1], [0.5, 0.5], [0.5]),
        ([1, math.nan], [0.5, 0.5], [0.5]),
        ([1, 2], [0.5, 0.5], [0.5]),
        ([1, 0.5], [0.5, 0.5], [0.5]),
        ([1, 0], [0.5, math.nan], [0.5]),
        ([1, 0], [0.5, 1.5], [0.5]),
        ([1, 0], [-0.5, 0.5], [0.5]),
        ([1, 0], [0.5, 0.5], [0.5, 0.0]),
        ([1, 0], [0.5, 0.5], [1.0, 0.5]),
        ([1, 0], [0.5, 0.5], [0.5, math.nan]),
        ([1, 0], [0.5, 0.5], [-0.5]),
        ([1, 0], [0.5, 0.5], [1.5]),
    ]


@exercise("net-benefit")
def test_what_is_no_label_forecast_or_threshold_is_refused(submission):
    """No flights, unequal lengths, NaN, labels but 0 and 1, thresholds of 0 or 1: a ValueError."""
    rejects_each(submission.net_benefit, refused())
