"""The checks of `late-labels` that a student of week 1 sees."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, exercise, once, rejects, rejects_each

from ..cases import values


def delays(*minutes, index=None):
    return pd.DataFrame({"arr_delay": np.array(minutes, dtype=float)}, index=index)


@exercise("late-labels")
def test_a_delay_of_exactly_the_limit_is_late(submission):
    """A flight is late from minute 15 on: 15 itself counts, anything below does not."""
    labels = submission.late_labels(delays(14, 14.9, 15, 15.5, 16, 190, 0, -15, -20))
    assert_same(
        values(labels),
        [0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0],
        why="A delay of exactly 15 minutes counts as late; 14.9, or 15 minutes early, does not.",
    )


@exercise("late-labels")
def test_the_limit_can_be_moved(submission):
    """`late_after` replaces the 15 minutes by any other number, also zero or a negative one."""
    flights = delays(-4, -3, 0, 29, 30)
    cases = [
        ((flights, limit), expected, f"Here a flight is late from minute {limit} on.")
        for limit, expected in (
            (30, [0.0, 0.0, 0.0, 0.0, 1.0]),
            (0, [0.0, 0.0, 1.0, 1.0, 1.0]),
            (-3, [0.0, 1.0, 1.0, 1.0, 1.0]),
        )
    ]
    assert_each(submission.late_labels, cases, of=values)


@exercise("late-labels")
def test_a_flight_that_never_arrived_has_no_label_by_default(submission):
    """A cancelled or diverted flight (delay missing) is labelled NaN, unless you are told else."""
    flights = delays(20, math.nan, 3)
    why = "A missing delay is neither late nor on time here: it has no label."
    cases = [
        ((flights,), [1.0, math.nan, 0.0], why),
        ((flights, 15, "exclude"), [1.0, math.nan, 0.0], why),
    ]
    assert_each(submission.late_labels, cases, of=values)


@exercise("late-labels")
def test_the_caller_chooses_the_label_of_a_missing_delay(submission):
    """`cancelled="late"` labels missing delays 1.0 and `"on_time"` 0.0; no other flight changes."""
    flights = delays(20, math.nan, 3)
    late, on_time = (f"A missing delay is to count as {word}." for word in ("late", "on time"))
    cases = [
        ((flights, 15, "late"), [1.0, 1.0, 0.0], late),
        ((flights, 15, "on_time"), [1.0, 0.0, 0.0], on_time),
        ((flights, 20, "late"), [1.0, 1.0, 0.0], late),
        ((flights, 0, "on_time"), [1.0, 0.0, 1.0], on_time),
    ]
    assert_each(submission.late_labels, cases, of=values)


@once
def delays_on_an_index():
    index = [7, 3, 3, 9]
    nobody = pd.Series([], dtype="float64", name="late", index=delays().index)
    return [
        (
            (delays(15, 14, math.nan, -3, index=index),),
            pd.Series([1.0, 0.0, math.nan, 0.0], index=index, name="late"),
            "Labels may repeat in the index; each flight keeps its own.",
        ),
        (
            (delays(15, 14), 15, "late"),
            pd.Series([1.0, 0.0], name="late"),
            "The dtype is the same where no label is missing.",
        ),
        ((delays(),), nobody, "No flights give an empty Series of the same dtype and name."),
    ]


@exercise("late-labels")
def test_labels_are_a_float_series_on_the_index_of_the_flights(submission):
    """The labels are a float64 Series named "late", row by row on the index of the flights."""
    assert_each(submission.late_labels, delays_on_an_index())


@exercise("late-labels")
def test_unknown_words_and_missing_columns_are_refused(submission):
    """Any other word for `cancelled`, or no column `arr_delay`, raises a ValueError.

    The message contains the word that was given.
    """
    rejects(submission.late_labels, delays(20, math.nan), cancelled="ignore", naming="ignore")
    nowhere = pd.DataFrame({"dep_delay": [20.0, 3.0]})
    rejects_each(submission.late_labels, [(delays(20, 3), 15, "Late"), (nowhere,)])
