"""The checks a student sees: bins of equal mass, and the gaps summed up."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, exercise, is_a, once, rejects_each


def table_of(bins, flights, forecast, late):
    """A table as the contract has it."""
    columns = {
        "bin": np.array(bins, int),
        "flights": np.array(flights, int),
        "forecast": np.array(forecast, float),
        "late": np.array(late, float),
    }
    return pd.DataFrame(columns)


def part(place):
    """What takes the table (0) or the error (1) out of the result."""

    def take(result):
        is_a(result, tuple)
        if len(result) != 2:
            assert_same(result, ("table", "ece"), why="The result is a tuple of two.")
        return result[place]

    return take


def columns(result):
    """The columns of the table, as lists."""
    table = part(0)(result)
    is_a(table, pd.DataFrame)
    return {name: column.tolist() for name, column in table.items()}


def both(result):
    """The columns and the error."""
    return columns(result), part(1)(result)


def columns_of(bins, flights, forecast, late):
    """What is expected of `columns`."""
    return {
        "bin": bins,
        "flights": flights,
        "forecast": [float(rate) for rate in forecast],
        "late": [float(rate) for rate in late],
    }


TEN = [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.5, 0.9]
"""Ten forecasts: most of them would share one bin of equal width."""


@once
def bins_of_equal_mass():
    late = [0, 1, 0, 0, 0, 1, 1, 0, 1, 1]
    return [
        (
            (late, TEN, 4),
            table_of([0, 1, 2, 3], [3, 2, 3, 2], [0.02, 0.045, 0.07, 0.7], [1 / 3, 0, 2 / 3, 1]),
            "Ten different forecasts in four bins: three flights, two, three and two.",
        ),
    ]


@exercise("calibration-table")
def test_bins_hold_about_as_many_flights_whatever_their_forecasts(submission):
    """Bins have equal mass: with s smaller forecasts, a flight falls into floor(s * bins / n)."""
    assert_each(submission.calibration_table, bins_of_equal_mass(), of=part(0))


@once
def tied_flights():
    same = columns_of([0, 1, 3], [2, 4, 1], [0.15, 0.25, 0.75], [0.5, 0.5, 1.0])
    why = "Four flights have the forecast 0.25, two a smaller one: all four fall into bin 1."
    return [
        (([0, 1, 1, 0, 0, 1, 1], [0.1, 0.2, 0.25, 0.25, 0.25, 0.25, 0.75], 4), same, why),
        (([0, 1, 0, 1, 1, 1, 0], [0.25, 0.25, 0.1, 0.2, 0.75, 0.25, 0.25], 4), same, why),
        (
            ([1, 0, 0], [0.5, 0.5, 0.5], 3),
            columns_of([0], [3], [0.5], [1 / 3]),
            "Nobody has a forecast smaller than the only one: all are in bin 0.",
        ),
        (
            ([1, 0, 0], [3e-9, 1e-9, 2e-9], 3),
            columns_of([0, 1, 2], [1, 1, 1], [1e-9, 2e-9, 3e-9], [0, 0, 1]),
            "Forecasts of a rare event are small, and 1e-9 and 2e-9 are different.",
        ),
    ]


@exercise("calibration-table")
def test_equal_forecasts_share_a_bin(submission):
    """Flights with equal forecasts share a bin, so the order of the rows changes nothing.

    Those whose forecasts are only close to each other do not.
    """
    assert_each(submission.calibration_table, tied_flights(), of=columns)


@once
def uneven_bins():
    return [
        (
            ([1, 0, 0, 0, 0], [0.9, 0.1, 0.1, 0.1, 0.1], 2),
            0.1,
            "Four flights and one have gaps of 0.1 each.",
        ),
        (
            ([0, 0, 1, 1], [0.25, 0.25, 0.25, 0.75], 2),
            0.75 * abs(0.25 - 1 / 3) + 0.25 * 0.25,
            "Three flights have the gap 1/12 and one has 0.25.",
        ),
    ]


@exercise("calibration-table")
def test_the_error_weighs_each_bin_by_its_flights(submission):
    """The ECE is a mean over flights: the gaps are weighed by how many flights a bin holds."""
    assert_each(submission.calibration_table, uneven_bins(), of=part(1))


@once
def opposite_gaps():
    return [
        (([0, 0, 1, 1], [0.25, 0.25, 0.75, 0.75], 2), 0.25, "Gaps of -0.25 and +0.25."),
        (([0, 0, 1, 1], [0.25, 0.25, 0.75, 0.75], 1), 0.0, "In one bin they do cancel."),
    ]


@exercise("calibration-table")
def test_gaps_of_opposite_sign_do_not_cancel_between_bins(submission):
    """A gap counts by its size: too high in one bin and too low in another add up."""
    assert_each(submission.calibration_table, opposite_gaps(), of=part(1))


@once
def empty_bins():
    return [
        (([1, 0], [0.75, 0.25], 5), (columns_of([0, 2], [1, 1], [0.25, 0.75], [0, 1]), 0.25), ""),
        (([1], [1.0], 3), (columns_of([0], [1], [1.0], [1.0]), 0.0), ""),
    ]


@exercise("calibration-table")
def test_a_bin_without_flights_has_no_row(submission):
    """With more bins than flights, or many ties, some bins are empty; they have no row.

    The others keep their numbers.
    """
    assert_each(submission.calibration_table, empty_bins(), of=both)


@once
def as_many_bins_as_flights():
    n = 100
    forecasts = np.arange(n) / 128
    expected = columns_of(list(range(n)), [1] * n, forecasts, [0] * n)
    return [(([0] * n, forecasts, n), expected, "A hundred flights in a hundred bins.")]


@exercise("calibration-table")
def test_the_number_of_a_bin_has_no_rounding_error(submission):
    """A bin's number is that of exact arithmetic, also where s / n is no exact float.

    With as many bins as flights each flight has a bin of its own: s / n * bins is 28.999999...
    for s = 29 of 100, so divide last, and divide whole numbers.
    """
    assert_each(submission.calibration_table, as_many_bins_as_flights(), of=columns)


@once
def many_forms():
    why = "Two flights, on time with 0.25 and late with 0.5."
    expected = columns_of([0, 1], [1, 1], [0.25, 0.5], [0, 1]), 0.375
    cases = [
        ((pd.Series([1.0, 0.0], [7, 3]), pd.Series([0.5, 0.25], [3, 7]), 2), expected, why),
        (((True, False), (0.5, 0.25), np.int64(2)), expected, why),
    ]
    narrow = np.array([0.1, 0.7, 0.4], np.float32)
    mean = sum(narrow.tolist()) / 3
    cases.append(
        (
            (np.array([0, 1, 0], np.int8), narrow, 1),
            (columns_of([0], [3], [mean], [1 / 3]), mean - 1 / 3),
            "The mean of three float32, to nine digits.",
        )
    )
    return cases


@exercise("calibration-table")
def test_labels_and_forecasts_come_in_many_forms(submission):
    """Lists, tuples, arrays and Series of ints, floats and bools are paired by position.

    Forecasts of float32 are averaged in float64.
    """
    assert_each(submission.calibration_table, many_forms(), of=both)


@once
def refused():
    return [
        ([], [], 2),
        ([0, 1], [0.5], 2),
        ([0], [0.5, 0.75], 2),
        ([0, 1, math.nan], [0.5, 0.5, 0.5], 2),
        ([0, 2], [0.5, 0.75], 2),
        ([0.5, 1], [0.5, 0.75], 2),
        ([0, 1], [0.5, math.nan], 2),
        ([0, 1], [0.5, 1.1], 2),
        ([0, 1], [-0.1, 0.5], 2),
        ([0, 1], [0.25, 0.5], 0),
        ([0, 1], [0.25, 0.5], -2),
    ]


@exercise("calibration-table")
def test_what_is_no_label_or_no_probability_is_refused(submission):
    """No flights, unequal lengths, a NaN, a label of 2, a forecast of 1.1: each is a ValueError.

    The label of a cancelled flight is NaN; it must not be counted as on time in silence.
    """
    rejects_each(submission.calibration_table, refused())
