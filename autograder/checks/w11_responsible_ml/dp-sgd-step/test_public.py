"""The checks of exercise 2 of week 11 that a student sees: a private gradient."""

import math

import numpy as np

from autograder.testing import assert_each, assert_same, exercise, rejects_each

NAN, INF = math.nan, math.inf


def call(gradients, clip, noise, batch_size, seed=3):
    """Arguments with a generator of their own."""
    return gradients, clip, noise, batch_size, np.random.default_rng(seed)


@exercise("dp-sgd-step")
def test_each_gradient_is_clipped_by_itself(submission):
    """Every example's gradient is clipped before they are added up, not their sum or mean."""
    cases = [
        (
            call([[3, -4], [0, 1]], 1.0, 0.0, 2),
            np.array([0.3, 0.1]),
            "Of norm 5 the first is scaled to (0.6, -0.8), the second stays.",
        ),
        (
            call([[30.0, -40.0], [-30.0, 40.0], [0.0, 2.0]], 1.0, 0.0, 1),
            np.array([0.0, 1.0]),
            "Two cancel, and the third is scaled to norm 1.",
        ),
        (
            call([[100, 0], [-1, 0], [-1, 0], [-1, 0]], 1.0, 0.0, 4),
            np.array([-0.5, 0.0]),
            "One outlier is worth as much as any other.",
        ),
    ]
    assert_each(submission.dp_sgd_step, cases)


@exercise("dp-sgd-step")
def test_clipping_keeps_the_direction(submission):
    """A long gradient is scaled to the norm `clip`, as a whole; entries are not cut one by one."""
    cases = [
        (call([[6.0, 8.0]], 5.0, 0.0, 1), np.array([3.0, 4.0]), "Its norm is 10."),
        (call([[-2, 3, 6]], 3.5, 0.0, 1), np.array([-1.0, 1.5, 3.0]), "Its norm is 7."),
        (call([[1e80, 0.0, 0.0]], 2.0, 0.0, 1), np.array([2.0, 0.0, 0.0]), "It is very long."),
    ]
    assert_each(submission.dp_sgd_step, cases)


@exercise("dp-sgd-step")
def test_short_gradients_stay_as_they_are(submission):
    """A gradient of norm `clip` or less is not made longer, and one of zeros stays zeros."""
    cases = [
        (call([[0.3, 0.4]], 1.0, 0.0, 1), np.array([0.3, 0.4]), "Its norm is 0.5."),
        (call([[3.0, 4.0]], 5.0, 0.0, 1), np.array([3.0, 4.0]), "Its norm is exactly 5."),
        (call([[0.0, 0.0], [0, 2]], 4.0, 0.0, 2), np.array([0.0, 1.0]), "One has norm 0."),
        (call([[0.0]], 1.0, 0.0, 1), np.array([0.0]), "Nothing but 0."),
    ]
    assert_each(submission.dp_sgd_step, cases)


@exercise("dp-sgd-step")
def test_noise_hides_one_clipped_example(submission):
    """The noise on the sum has standard deviation noise * clip, and is divided with it."""
    draw = np.random.default_rng(3).normal(size=2)
    cases = [
        (call([[0.0, 0.0]], 1.0, 1.0, 1), draw, "The noise has standard deviation 1."),
        (call([[0.0, 0.0]], 4.0, 0.5, 1), 2 * draw, "The noise has standard deviation 2."),
        (
            call([[3.0, 0.0], [0.0, 8.0]], 4.0, 0.5, 8),
            (np.array([3.0, 4.0]) + 2 * draw) / 8,
            "The sum is (3, 4); the noise is added to it, and both are divided by 8.",
        ),
        (
            call([[1.0, 1.0], [1.0, -1.0], [1.0, 0.0]], 2.0, 3.0, 3),
            (np.array([3.0, 0.0]) + 6 * draw) / 3,
            "Three examples, and one draw of noise.",
        ),
    ]
    assert_each(submission.dp_sgd_step, cases)


@exercise("dp-sgd-step")
def test_the_planned_batch_size_divides(submission):
    """The sum is divided by the planned batch size, however many examples have come.

    How many came depends on who took part; a batch of nobody is noise alone.
    """
    draw = np.random.default_rng(3).normal(size=3)
    cases = [
        (call([[1.0, 0.0]] * 3, 1.0, 0.0, 12), np.array([0.25, 0.0]), "3 have come of 12."),
        (call([[1.0, 0.0]] * 3, 1.0, 0.0, 2), np.array([1.5, 0.0]), "3 have come of 2."),
        (call(np.zeros((0, 3)), 0.5, 4.0, 10), 2 * draw / 10, "Nobody has come."),
    ]
    assert_each(submission.dp_sgd_step, cases)


@exercise("dp-sgd-step")
def test_gradients_of_any_kind_are_taken(submission):
    """Lists, tuples and arrays of ints or floats are taken, and computed with in float64."""
    third = float(np.float32(0.1))
    wanted = np.array([0.3, -0.4])
    cases = [
        (call(((3, -4), (0, 0)), 1, 0, 2), wanted, "Tuples of ints."),
        (call(np.array([[30, -40], [0, 0]], dtype=np.int8), 1, 0, 2), wanted, "30² is above 127."),
        (
            call(np.array([[0.1, 0.1]] * 3, dtype=np.float32), 1, 0, 3),
            np.array([third, third]),
            "Sums of float32 lose digits.",
        ),
        (
            call(np.array([[0, -4e30]], dtype=np.float32), 1, 0, 2),
            np.array([0.0, -0.5]),
            "Squares of float32 overflow.",
        ),
        (
            call(np.array([[0.1, 0.1]], dtype=np.float32), 0.1, 0, 1),
            np.array([0.1, 0.1]) / math.sqrt(2),
            "Scaled in float32 it has half the digits.",
        ),
    ]
    assert_each(submission.dp_sgd_step, cases)


@exercise("dp-sgd-step")
def test_a_step_that_protects_nobody_is_refused(submission):
    """Noise missing or below 0, a batch size below 1, or a broken gradient is a ValueError."""
    good = [[1.0, 0.0]]
    calls = [call(good, 1.0, bad, 1) for bad in (-0.5, NAN)]
    calls += [call(good, 1.0, 1.0, bad) for bad in (0, -2)]
    calls += [call([[1.0, 0.0], [0.0, bad]], 1.0, 1.0, 2) for bad in (NAN, INF, -INF)]
    rejects_each(submission.dp_sgd_step, calls)


@exercise("dp-sgd-step")
def test_gradients_stay_as_they_were(submission):
    """The gradients are not clipped in place."""
    gradients = np.array([[3.0, -4.0], [0.0, 0.5]])
    result, after = submission.dp_sgd_step.with_arguments(*call(gradients, 1.0, 0.0, 2))
    assert_same(result, np.array([0.3, -0.15]))
    assert_same(after[0], gradients, why="The gradients were changed by the call.")
