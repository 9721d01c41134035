"""The checks of `pareto-front` that a student of week 1 sees."""

import math

import numpy as np

from autograder.testing import assert_each, assert_same, exercise, once, rejects_each


def rows(*numbers):
    return np.array(numbers, dtype=int)


@exercise("pareto-front")
def test_an_option_beaten_or_matched_on_everything_is_dropped(submission):
    """An option goes when another is at least as good on everything and better on something."""
    front = submission.pareto_front([[3, 5], [3, 4], [4, 4], [2, 6], [4, 6]], ["min", "min"])
    assert_same(
        front,
        rows(1, 3),
        why="A tie on one objective is enough: [3, 5] is dominated by [3, 4], and so is [4, 4].",
    )


@exercise("pareto-front")
def test_an_option_that_nobody_beats_on_everything_stays(submission):
    """An option stays if it is best at one thing, or second at all: no weighing, no averages."""
    options = [[1, 9, 9], [9, 1, 9], [9, 9, 1], [5, 5, 5], [6, 5, 5], [8, 8, 2]]
    front = submission.pareto_front(options, ["min", "min", "min"])
    assert_same(front, rows(0, 1, 2, 3, 5), why="Only [6, 5, 5] is beaten, by [5, 5, 5].")


@exercise("pareto-front")
def test_each_objective_has_its_own_sense(submission):
    """With "min" less is better in that column, with "max" more is better."""
    options = [[1, 1], [1, 2], [2, 1], [2, 2]]
    cases = [
        ((options, senses), rows(best), f"With senses {senses} only {options[best]} remains.")
        for senses, best in (
            (["min", "min"], 0),
            (["min", "max"], 1),
            (["max", "min"], 2),
            (["max", "max"], 3),
        )
    ]
    assert_each(submission.pareto_front, cases)


@exercise("pareto-front")
def test_duplicates_of_a_front_option_all_stay(submission):
    """Equal rows never dominate each other: all copies of a front option are in the front."""
    cases = [
        (
            ([[2, 7], [1, 9], [2, 7], [2, 6], [1, 9]], ["min", "max"]),
            rows(1, 4),
            "Rows 1 and 4 are equal, and nothing beats them.",
        ),
        (([[5], [3], [5], [5]], ["max"]), rows(0, 2, 3), "Three options share the best value."),
    ]
    assert_each(submission.pareto_front, cases)


@exercise("pareto-front")
def test_the_front_is_an_ascending_integer_array(submission):
    """The result is a 1-D integer array of row numbers, ascending; without options, empty."""
    cases = [
        (
            ([[9, 2], [5, 5], [1, 8], [0, 9]], ["min", "min"]),
            rows(0, 1, 2, 3),
            "Row numbers come in the order of the rows.",
        ),
        ((np.array([[4.0, 1.5]]), ["min", "max"]), rows(0), "A single option has no rival."),
        ((np.empty((0, 2)), ["min", "max"]), rows(), "No options give an empty array of integers."),
    ]
    assert_each(submission.pareto_front, cases)


@once
def options_of_many_dtypes():
    short = np.uint8([[0, 2], [1, 2], [255, 1]])
    lowest = np.int8([[-128], [5]])
    return [
        ((short, ["max", "min"]), rows(2), "255 is the most, though its uint8 negative is 1."),
        ((lowest, ["max"]), rows(1), "-128 is the least, though its int8 negative is -128."),
        ((((1, 2), (2, 1), (2, 2)), ("min", "min")), rows(0, 1), "Tuples will do as well."),
        ((np.float32([[0.5], [0.25]]), ["min"]), rows(1), "0.25 is less than 0.5."),
    ]


@exercise("pareto-front")
def test_options_may_have_any_dtype(submission):
    """Options may be tuples, or arrays of any dtype, unsigned and small integers included."""
    assert_each(submission.pareto_front, options_of_many_dtypes())


@exercise("pareto-front")
def test_malformed_options_and_senses_are_refused(submission):
    """Options not 2-D, without objectives or with NaN, or senses that do not fit, raise ValueError.

    Also when there are no options.
    """
    calls = [
        ([1.0, 2.0, 3.0], ["min", "min", "min"]),
        ([], []),
        ([[]], []),
        ([[[1.0, 2.0]]], ["min"]),
        (np.empty((3, 0)), []),
        (np.empty((0, 0)), []),
        ([[1.0, math.nan], [2.0, 1.0]], ["min", "max"]),
        ([[1.0, 2.0]], ["min"]),
        ([[1.0, 2.0]], ["min", "max", "min"]),
        (np.empty((0, 2)), ["min"]),
        ([[1.0, 2.0]], ["min", "maximum"]),
        ([[1.0, 2.0]], ["Min", "max"]),
        (np.empty((0, 2)), ["max", ""]),
    ]
    rejects_each(submission.pareto_front, calls)
