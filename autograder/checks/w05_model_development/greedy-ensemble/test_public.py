"""The checks of exercise 7 that a student sees."""

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
    rejects_each,
)


def part(name):
    """What takes one entry out of a result, which has to be a dict with that entry."""

    def of(result):
        is_a(result, dict)
        return result.get(name, f"no entry {name!r}")

    return of


def counts(*numbers):
    return np.array(numbers, dtype=int)


def log_loss(*right):
    """The mean loss of rows with these probabilities of what came true."""
    return -sum(math.log(p) for p in right) / len(right)


LABELS = [1, 0, 1, 0]
FIRST_THREE = [True, True, True, False]
THREE = [[0.5, 0.5, 0.5, 0.5], [0.875, 0.25, 0.5, 0.25], [0.25, 0.125, 1, 0.5]]


@once
def rounds_worked_out():
    return [
        (
            (THREE, LABELS, FIRST_THREE, 1),
            {
                "counts": counts(0, 1, 0),
                "chosen_loss": log_loss(0.875, 0.75, 0.5),
                "held_out_loss": log_loss(0.75),
            },
            "Alone, model 1 has the smallest loss on the first three rows.",
        ),
        (
            (THREE, LABELS, FIRST_THREE, 2),
            {
                "counts": counts(0, 1, 1),
                "chosen_loss": log_loss(0.5625, 0.8125, 0.75),
                "held_out_loss": log_loss(0.625),
            },
            "Model 2 makes up for the third row, where model 1 is unsure.",
        ),
    ]


@exercise("greedy-ensemble")
def test_each_round_adds_the_model_that_helps_the_average_most(submission):
    """The first is the best alone; then the one whose addition gives the best average.

    The result has exactly the three entries.
    """
    assert_each(submission.greedy_ensemble, rounds_worked_out())


@exercise("greedy-ensemble")
def test_a_model_may_be_chosen_again(submission):
    """A good model may be added again and again; all that were added weigh the same."""
    good, other, bad = [0.875, 0.125, 0.75, 0.25], [0.75, 0.5, 0.875, 0.5], [0.25] * 4
    cases = [
        (([good, bad], LABELS, FIRST_THREE, 3), counts(3, 0), "Only one of the two is any good."),
        (
            ([bad, other, good], LABELS, FIRST_THREE, 5),
            counts(0, 0, 5),
            "Adding model 2 again beats each of the others.",
        ),
    ]
    assert_each(submission.greedy_ensemble, cases, of=part("counts"))
    cases = [
        (
            (THREE, LABELS, FIRST_THREE, 4),
            {
                "counts": counts(0, 3, 1),
                "chosen_loss": log_loss(0.71875, 0.78125, 0.625),
                "held_out_loss": log_loss(0.6875),
            },
            "Model 1 three times and model 2 once: their forecasts weigh 3 to 1.",
        )
    ]
    assert_each(submission.greedy_ensemble, cases)


@once
def equal_models():
    good, bad = [0.75, 0.25, 0.75, 0.25], [0.25, 0.5, 0.5, 0.5]
    return [
        (([bad, good, good], LABELS, FIRST_THREE, 2), counts(0, 2, 0), "Models 1 and 2 are equal."),
        (([good] * 3, LABELS, FIRST_THREE, 5), counts(5, 0, 0), "All three models are equal."),
    ]


@exercise("greedy-ensemble")
def test_of_equal_models_the_first_is_added(submission):
    """Where two models give the same loss, the one with the lower position is added."""
    assert_each(submission.greedy_ensemble, equal_models(), of=part("counts"))


@once
def held_out_rows():
    lucky, steady = [0.5, 0.5, 0.9375, 0.0625], [0.75, 0.25, 0.25, 0.75]
    first, last = [True, True, False, False], [False, False, True, True]
    return [
        (
            ([lucky, steady], LABELS, first, 2),
            {
                "counts": counts(0, 2),
                "chosen_loss": log_loss(0.75),
                "held_out_loss": log_loss(0.25),
            },
            "On the first two rows model 1 is better.",
        ),
        (
            ([lucky, steady], LABELS, last, 2),
            {
                "counts": counts(2, 0),
                "chosen_loss": log_loss(0.9375),
                "held_out_loss": log_loss(0.5),
            },
            "On the last two rows model 0 is better.",
        ),
    ]


@exercise("greedy-ensemble")
def test_rows_that_are_held_out_choose_nothing(submission):
    """Only rows of `choose_on` choose; the others give the held-out loss, and nothing else."""
    assert_each(submission.greedy_ensemble, held_out_rows())


@once
def certain_forecasts():
    return [
        (
            ([[1, 0, 0, 1]], LABELS, FIRST_THREE, 1),
            {
                "counts": counts(1),
                "chosen_loss": log_loss(1 - 1e-6, 1 - 1e-6, 1e-6),
                "held_out_loss": log_loss(1e-6),
            },
            "The first two rows are right, the others are wrong.",
        ),
        (
            ([[0, 0, 0, 0], [1, 0, 1, 0]], LABELS, FIRST_THREE, 2),
            {
                "counts": counts(0, 2),
                "chosen_loss": log_loss(1 - 1e-6),
                "held_out_loss": log_loss(1 - 1e-6),
            },
            "Model 1 is certain and right.",
        ),
        (
            ([[1, 0, 0.25, 0], [0.75, 0.5, 0.75, 0.5]], LABELS, FIRST_THREE, 2),
            {
                "counts": counts(1, 1),
                "chosen_loss": log_loss(0.875, 0.75, 0.5),
                "held_out_loss": log_loss(0.75),
            },
            "It is the average that is cut, not each forecast.",
        ),
    ]


@exercise("greedy-ensemble")
def test_a_forecast_that_was_certain_and_wrong_costs_a_finite_loss(submission):
    """Averages are cut to the range from 1e-6 to 1 - 1e-6 before the logarithm is taken."""
    assert_each(submission.greedy_ensemble, certain_forecasts())


@once
def rounds_that_do_not_help():
    one, other = [0.9375, 0.0625, 0.25, 0.5], [0.25, 0.5, 0.875, 0.0625]
    rows = [True, False, True, False]
    return [
        (([one, other], LABELS, rows, 2), counts(1, 1), "Each makes up for the other."),
        (([one, other], LABELS, rows, 3), counts(2, 1), "A third one makes the loss larger."),
        (([one, other], LABELS, rows, 4), counts(2, 2), "And a fourth smaller again."),
    ]


@exercise("greedy-ensemble")
def test_all_rounds_are_played_also_when_the_loss_rises(submission):
    """Exactly `size` models are added, whether or not an addition makes the loss smaller."""
    assert_each(submission.greedy_ensemble, rounds_that_do_not_help(), of=part("counts"))


@once
def forms():
    expected = {
        "counts": counts(0, 1, 1),
        "chosen_loss": log_loss(0.5625, 0.8125, 0.75),
        "held_out_loss": log_loss(0.625),
    }
    index = [2, 0, 3, 1]
    return [
        (
            (
                np.array(THREE, dtype=np.float32),
                pd.Series(LABELS, index=index),
                pd.Series(FIRST_THREE, index=index[::-1]),
                2,
            ),
            expected,
            "Series are taken by position.",
        ),
        (
            (np.array(THREE), np.array(LABELS, dtype=float), np.array(FIRST_THREE), 2),
            expected,
            "Arrays give the same as lists.",
        ),
        (
            (THREE, np.array(LABELS, dtype=np.uint8), FIRST_THREE, 2),
            expected,
            "Labels may be bytes without a sign, in which minus 1 would be 255.",
        ),
    ]


@exercise("greedy-ensemble")
def test_models_and_rows_may_come_in_any_form(submission):
    """Lists, arrays and Series give the same, are paired by position, and stay as they are."""
    assert_each(submission.greedy_ensemble, forms())
    given, expected, why = forms()[1]
    result = assert_unchanged(submission.greedy_ensemble, *given)
    assert_same(result, expected, why=why)


@once
def refused():
    two = [True, False]
    return [
        ([[0.5, 0.5]], [0, 1], two, 0),
        ([[0.5, 0.5]], [0, 1], two, -1),
        ([[0.5, 0.5], [0.5, math.nan]], [0, 1], two, 1),
        ([[0.5, 0.5], [1.25, 0.5]], [0, 1], two, 1),
        ([[0.5, -0.25], [0.5, 0.5]], [0, 1], two, 1),
        ([[0.5, 0.5]], [0, 1], [True, True], 1),
        ([[0.5, 0.5]], [0, 1], [False, False], 1),
    ]


@exercise("greedy-ensemble")
def test_what_cannot_be_chosen_from_is_refused(submission):
    """No models to add, a forecast that is no probability, no rows to choose on or to hold out.

    Each is a ValueError.
    """
    rejects_each(submission.greedy_ensemble, refused())
