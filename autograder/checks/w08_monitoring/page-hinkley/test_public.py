"""The checks of exercise 4 of week 8 that a student sees: the day a level moved."""

import math

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once,
    require,
)

NAN = math.nan


def state_of(position, count, mean, up, down):
    """A state, as the contract says."""
    return {"position": position, "count": count, "mean": mean, "up": up, "down": down}


def two(result):
    """The alarms and the state."""
    is_a(result, tuple)
    require(len(result) == 2, "The result is a tuple of two: the alarms and the state.")
    return result


def alarms_of(result):
    """The alarms, whatever the state is."""
    return two(result)[0]


def last(result):
    """The state, whatever the alarms are."""
    return two(result)[1]


FAR = 1e6
"""A threshold that is never reached."""


@once
def sums():
    why = "The means are 8, 10, 8 and 6, so the values lie 0, 2, -4 and -6 from them;"
    values = [8, 12, 4, 0]
    return [
        (([8], None, 0.5, FAR, 1), state_of(1, 1, 8.0, 0.0, 0.0), "A first value is its mean."),
        (([8, 12], None, 0.5, FAR, 1), state_of(2, 2, 10.0, 1.5, 0.0), f"{why} up is 2 - 0.5."),
        (
            (values[:3], None, 0.5, FAR, 1),
            state_of(3, 3, 8.0, 0.0, 3.5),
            f"{why} up would be 1.5 - 4 - 0.5, and down is 4 - 0.5.",
        ),
        (
            (values, None, 0.5, FAR, 1),
            state_of(4, 4, 6.0, 0.0, 9.0),
            f"{why} down is 3.5 + 6 - 0.5.",
        ),
        (
            ([0, 8, 1], None, 0, FAR, 1),
            state_of(3, 3, 3.0, 2.0, 2.0),
            "The means are 0, 4 and 3, so the values lie 0, 4 and -2 from them; without an "
            "allowance up is 4 - 2 and down is 2.",
        ),
    ]


@exercise("page-hinkley")
def test_the_state_keeps_both_sums(submission):
    """Each value enters the mean first, then both sums, which never fall below 0."""
    assert_each(submission.page_hinkley, sums(), of=last)


@once
def rises_and_falls():
    return [
        (([4, 4, 10], None, 0.5, 3, 1), [(2, "up")], "The mean is 6: up is 4 - 0.5."),
        (([4, 4, -2], None, 0.5, 3, 1), [(2, "down")], "The mean is 2: down is 4 - 0.5."),
        (([4, 4, 4, 4], None, 0.5, 3, 1), [], "Nothing moved."),
        (
            ([0, 4, 4, 8], None, 0.5, 3, 1),
            [(3, "up")],
            "The means are 0, 2, 8/3 and 4: up is 0, 1.5, 2 1/3 and 5 5/6.",
        ),
    ]


@exercise("page-hinkley")
def test_a_rise_and_a_fall_both_ring(submission):
    """An alarm names its position and its direction: "up" for a rise, "down" for a fall."""
    assert_each(submission.page_hinkley, rises_and_falls(), of=alarms_of)


@once
def reached():
    return [
        (([8, 12], None, 0.5, 1.5, 1), [(1, "up")], "up is 1.5, exactly the threshold."),
        (([8, 12], None, 0.5, 1.625, 1), [], "up is 1.5, below the threshold."),
        (([8, 4], None, 0.5, 1.5, 1), [(1, "down")], "down is 1.5, exactly the threshold."),
        (([8, 4], None, 0.5, 1.625, 1), [], "down is 1.5, below the threshold."),
    ]


@exercise("page-hinkley")
def test_a_sum_that_reaches_the_threshold_rings(submission):
    """A sum equal to the threshold rings, a smaller one does not."""
    assert_each(submission.page_hinkley, reached(), of=alarms_of)


@once
def too_few():
    return [
        (([8, 12], None, 0.5, 1, 2), [(1, "up")], "Two values are enough."),
        (([8, 12], None, 0.5, 1, 3), [], "Two values are too few."),
        (([8, 12, 10], None, 0.5, 0.75, 3), [(2, "up")], "up stays at 1.5 - 0.5: the third rings."),
        (
            ([8, 12, 8, 12, 12, 12], None, 0, 1, 2),
            [(1, "up"), (3, "up")],
            "After each alarm two more values are needed.",
        ),
        (
            ([8, 12, 10, 8, 12], None, 0, 1, 3),
            [(2, "up")],
            "After the alarm two values have come, too few again.",
        ),
    ]


@exercise("page-hinkley")
def test_nothing_rings_before_the_minimum(submission):
    """With fewer than `min_values` values there is no alarm, and the sums go on meanwhile."""
    assert_each(submission.page_hinkley, too_few(), of=alarms_of)


@once
def forgotten():
    return [
        (
            ([4, 4, 10], None, 0.5, 3, 1),
            ([(2, "up")], state_of(3, 0, 0.0, 0.0, 0.0)),
            "The last value rang.",
        ),
        (
            ([4, 4, 10, 10, 10, 10, 10], None, 0.5, 3, 1),
            ([(2, "up")], state_of(7, 4, 10.0, 0.0, 0.0)),
            "A new level rings once: after the alarm, 10 is the mean.",
        ),
        (
            ([4, 4, 10, 2, 2, 8], None, 0.5, 3, 1),
            ([(2, "up"), (5, "up")], state_of(6, 0, 0.0, 0.0, 0.0)),
            "Without the first four values 2 is the mean of two and 8 rings; had 10 stayed, it "
            "would not.",
        ),
    ]


@exercise("page-hinkley")
def test_after_an_alarm_everything_is_forgotten(submission):
    """After an alarm count, mean and sums are 0, and the value that rang is forgotten as well."""
    assert_each(submission.page_hinkley, forgotten(), of=two)


@once
def named():
    return [
        (([0, 8, 1], None, 0, 1, 3), [(2, "up")], 'Both are 2: of equal ones it is "up".'),
        (([0, 8, 0.25], None, 0, 1, 3), [(2, "down")], "up is 4 - 2.5 and down is 2.5."),
        (([0, 8, 1.75], None, 0, 1, 3), [(2, "up")], "up is 4 - 1.5 and down is 1.5."),
        (([0, 8, 1.75], None, 0, 2, 3), [(2, "up")], "Only up, 2.5, has reached 2."),
    ]


@exercise("page-hinkley")
def test_an_alarm_is_named_after_the_larger_sum(submission):
    """Where both sums have grown before the minimum was reached, the larger one gives its name."""
    assert_each(submission.page_hinkley, named(), of=alarms_of)


@once
def gaps():
    return [
        (
            ([NAN, 4, NAN, 4, 10], None, 0.5, 3, 3),
            ([(4, "up")], state_of(5, 0, 0.0, 0.0, 0.0)),
            "Three values are there.",
        ),
        (
            ([8, NAN, 12, NAN], None, 0.5, 3, 1),
            ([], state_of(4, 2, 10.0, 1.5, 0.0)),
            "As if only 8 and 12 had come, at positions 0 and 2.",
        ),
        (([NAN, NAN], None, 0.5, 3, 1), ([], state_of(2, 0, 0.0, 0.0, 0.0)), "No value came."),
        (
            ([8, 12, NAN, NAN], None, 0.5, 1, 3),
            ([], state_of(4, 2, 10.0, 1.5, 0.0)),
            "Two values are too few, and a missing one rings nothing.",
        ),
        (
            ([NAN], state_of(3, 2, 10.0, 1.5, 0.0), 0.5, 1, 1),
            ([], state_of(4, 2, 10.0, 1.5, 0.0)),
            "The threshold was higher when the state was made, but nothing new has come.",
        ),
    ]


@exercise("page-hinkley")
def test_a_missing_value_only_moves_the_position(submission):
    """A missing value counts in the position, and nowhere else."""
    assert_each(submission.page_hinkley, gaps(), of=two)


@once
def gone_on():
    return [
        (
            ([4, 10], state_of(1, 1, 4.0, 0.0, 0.0), 0.5, 3, 1),
            ([(2, "up")], state_of(3, 0, 0.0, 0.0, 0.0)),
            "One value, 4, was fed before.",
        ),
        (
            ([4], state_of(102, 2, 10.0, 1.5, 0.0), 0.5, 3, 2),
            ([(102, "down")], state_of(103, 0, 0.0, 0.0, 0.0)),
            "The mean becomes 8, and down 3.5; positions are counted from the very first value.",
        ),
        (
            ([], state_of(102, 2, 10.0, 1.5, 0.25), 0.5, 3, 2),
            ([], state_of(102, 2, 10.0, 1.5, 0.25)),
            "No value, no change.",
        ),
        (([], None, 0.5, 3, 2), ([], state_of(0, 0, 0.0, 0.0, 0.0)), "Nothing has begun."),
    ]


@exercise("page-hinkley")
def test_a_stream_goes_on_where_it_stopped(submission):
    """Fed in pieces, with the state handed on, a stream gives the alarms it gives at once."""
    assert_each(submission.page_hinkley, gone_on(), of=two)


@exercise("page-hinkley")
def test_the_old_state_stays_as_it_was(submission):
    """The state that is handed in, which may have come from a file, is not changed."""
    before = state_of(2, 2, 10.0, 1.5, 0.0)
    result = assert_unchanged(submission.page_hinkley, [4.0], before, 0.5, 9, 1)
    assert_same(two(result), ([], state_of(3, 3, 8.0, 0.0, 3.5)))


@once
def dressed():
    wanted = ([(2, "up")], state_of(4, 1, 10.0, 0.0, 0.0))
    cases = [
        ((kind([100, 100, 106, 10]), None, 0.5, 3, 1), wanted, "The same values.")
        for kind in (
            tuple,
            lambda values: np.array(values, dtype=np.int8),
            lambda values: np.array(values, dtype=np.float32),
            lambda values: pd.Series(values, index=[3, 3, 0, 1]),
        )
    ]
    third = np.array([0.1, 0.2], dtype=np.float32)
    mean = (float(third[0]) + float(third[1])) / 2
    cases.append(
        (
            (third, None, 0, FAR, 1),
            ([], state_of(2, 2, mean, float(third[1]) - mean, 0.0)),
            "Values of float32 are computed with in float64.",
        )
    )
    return cases


@exercise("page-hinkley")
def test_values_of_any_kind_give_the_same(submission):
    """Lists, tuples, arrays and Series of ints or floats give the same."""
    assert_each(submission.page_hinkley, dressed(), of=two)
