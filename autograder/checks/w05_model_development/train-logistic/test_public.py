"""The checks of exercise 2 that a student sees."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, exercise, is_a, once, rejects_each


def fitted(weights, bias, losses):
    """What is expected: a dict of three entries."""
    return {
        "weights": np.array(weights, dtype=float),
        "bias": bias,
        "losses": np.array(losses, dtype=float),
    }


def part(name, result):
    """One entry of a result, which has to be a dict with that entry."""
    is_a(result, dict)
    return result.get(name, "no such entry")


def log_loss(*margins):
    """The mean loss of rows whose scores lie this far on the right side of 0."""
    return sum(math.log1p(math.exp(-margin)) for margin in margins) / len(margins)


@once
def single_steps():
    one = fitted([-0.25], 0.0, [log_loss(-0.25, 0.75)])
    return [
        (
            ([[1], [3]], [1, 0], 1, 2, 0.5, 0.0, 0),
            one,
            "The two rows ask for -0.5 and 1.5, in the mean for 0.5 of weight; and for no bias.",
        ),
        (
            ([[1], [3]] * 3, [1, 0] * 3, 1, 6, 0.5, 0.0, 0),
            one,
            "The same rows three times ask for the same step.",
        ),
        (
            ([[2, 0], [0, 4]], [1, 1], 1, 99, 1.0, 0.0, 0),
            fitted([0.5, 1.0], 0.5, [log_loss(1.5, 4.5)]),
            "Weights are [2, 0] and [0, 4], halved, in the mean; the bias is 0.5.",
        ),
    ]


@exercise("train-logistic")
def test_a_step_goes_against_the_mean_gradient_of_the_batch(submission):
    """One step from 0 is -lr times the mean over the batch, whatever the size of the batch.

    At the beginning each probability is 0.5. The result has exactly the three entries.
    """
    assert_each(submission.train_logistic, single_steps())


@once
def penalties():
    bias = 0.5
    for _ in range(2):
        bias += 1 - 1 / (1 + math.exp(-bias))
    w, b = 0.5, 0.5
    p = 1 / (1 + math.exp(-1))
    w, b = w - (p - 1 + 0.25 * w), b - (p - 1)
    losses = [log_loss(1.0) + 0.125 * 0.25, log_loss(w + b) + 0.125 * w * w]
    return [([[0]], [1], 3, 1, 1.0, 0.5, 0), ([[1]], [1], 2, 1, 1.0, 0.25, 0)], bias, w, b, losses


@exercise("train-logistic")
def test_the_penalty_pulls_at_the_weights_alone(submission):
    """`l2` times w joins the gradient of the weights, once a batch, and never that of the bias.

    The loss has l2 / 2 times the squared weights, and no bias in it.
    """
    settings, bias, w, b, losses = penalties()
    answers = submission.train_logistic.each(settings)
    why = "The feature is 0, so only the bias moves, as if there were no penalty."
    assert_same(part("bias", next(answers)()), bias, why=why)
    result = next(answers)()
    assert_same(part("bias", result), b, why="The bias is not pulled back.")
    assert_same(part("weights", result), np.array([w]), why="0.25 * w joins the gradient.")
    assert_same(part("losses", result), np.array(losses), why="0.125 * w**2 joins the loss.")


FIVE_ROWS = [[1.0, -2.0], [0.5, 1.5], [-1.0, 0.25], [2.0, 1.0], [-0.5, -1.5]]


@once
def several_epochs():
    return [
        (
            (FIVE_ROWS, [1, 0, 0, 1, 1], 3, 2, 0.5, 0.1, 3),
            fitted(
                [0.9540552976759327, -0.7491034655273414],
                0.38237544223093983,
                [0.4356534941836714, 0.3860916407759718, 0.37563785900037433],
            ),
            "Three epochs with seed 3.",
        ),
        (
            (FIVE_ROWS, [1, 0, 0, 1, 1], 3, 2, 0.5, 0.1, 4),
            fitted(
                [0.9738107601953438, -0.7181554755483202],
                0.4214358155950628,
                [0.48985093243688693, 0.3830139796027111, 0.38277530724859743],
            ),
            "Three epochs with seed 4.",
        ),
    ]


@exercise("train-logistic")
def test_every_epoch_has_a_new_order_drawn_from_the_seed(submission):
    """Five rows in batches of two, two and one, in the order of `permutation`, anew each epoch.

    Seeds 3 and 4 are tried. One generator, made once, draws the orders of all three epochs.
    """
    assert_each(submission.train_logistic, several_epochs())


@once
def far_scores():
    third = 1 / 3
    w, b = 999.0 * third, -0.5 * third
    right, wrong = [[1000], [-1000], [-2]], [[1000], [-1000], [2]]
    second = w - 2 * third
    return [
        (
            (right, [1, 0, 0], 1, 3, 1.0, 0.0, 0),
            fitted([1001 * third], b, [0.0]),
            "All three rows are far on the right side: their loss is 0.",
        ),
        (
            (wrong, [1, 0, 0], 2, 3, 1.0, 0.0, 0),
            fitted([second], b - third, [(2 * w + b) * third, (2 * second + b - third) * third]),
            "The third row, of label 0, has a score of about 666 after the first step.",
        ),
        (
            ([[-1000], [1000], [-2]], [0, 1, 1], 1, 3, 1.0, 0.0, 0),
            fitted([w], -b, [(2 * w + b) * third]),
            "The third row, of label 1, has a score of about -666.",
        ),
    ]


@exercise("train-logistic")
def test_the_loss_is_finite_and_right_for_any_score(submission):
    """Scores of hundreds and thousands give neither infinity nor NaN, and no loss is cut off.

    A row that is on the wrong side by 900 adds 900 to the sum of the losses.
    """
    assert_each(submission.train_logistic, far_scores())


@once
def forms_of_rows():
    tenth = float(np.float32(0.1))
    plain = fitted([-0.25], 0.0, [log_loss(-0.25, 0.75)])
    why = "The rows are 1 and 3, with the labels 1 and 0, whatever index a Series carries."
    return [
        (
            (
                pd.DataFrame({"hour": [1, 3]}, index=[1, 0]),
                pd.Series([1.0, 0.0], index=[0, 1]),
                *(1, 2, 0.5, 0.0, 0),
            ),
            plain,
            why,
        ),
        (
            (np.array([[1], [3]], dtype=np.int8), np.array([1, 0], np.uint8), 1, 2, 0.5, 0.0, 0),
            plain,
            why,
        ),
        (
            (np.array([[0.1]], dtype=np.float32), [1], 1, 1, 0.6, 0.0, 0),
            fitted([0.3 * tenth], 0.3, [log_loss(0.3 + 0.3 * tenth * tenth)]),
            "float32 numbers are taken as they are and computed with in float64.",
        ),
    ]


@exercise("train-logistic")
def test_features_and_labels_may_come_in_any_form(submission):
    """Lists, arrays of any width, DataFrames and Series are computed in float64, by position."""
    assert_each(submission.train_logistic, forms_of_rows())


@once
def refused():
    rest = (1, 2, 0.1, 0.0, 0)
    return [
        ([[1], [2]], [1, 2], *rest),
        ([[1], [2]], [1, -1], *rest),
        ([[1], [2]], [0.5, 1], *rest),
        ([[1], [2]], [math.nan, 1], *rest),
        ([[1, math.nan], [2, 2]], [0, 1], *rest),
        ([[1, 1], [2, -math.inf]], [0, 1], *rest),
        ([[1], [2]], [1], *rest),
        ([[1]], [1, 0], *rest),
    ]


@exercise("train-logistic")
def test_rows_that_cannot_be_learnt_from_are_refused(submission):
    """A label that is neither 0 nor 1, a feature without a finite value, unequal lengths.

    Each is a ValueError; a single NaN would make every weight NaN.
    """
    rejects_each(submission.train_logistic, refused())
