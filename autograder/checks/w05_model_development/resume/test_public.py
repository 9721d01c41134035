"""The checks of exercise 6 that a student sees."""

import json

import numpy as np

from autograder.testing import (
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    rejects,
    require,
    spy,
)

UNEVEN = (7, 2, 3, 0.1, 0.9, 5)
"""Seven rows, two weights, batches of 3, 3 and 1, momentum 0.9, seed 5."""


EIGHT_STEPS = [-0.45534410767276584, -0.2568635634054707]
"""The weights after eight steps with `wavy`; they depend on NumPy's stream of `permutation`."""


def wavy(weights, rows):
    """A gradient in which every batch, its order and all bits of the weights show."""
    place = np.arange(1, len(rows) + 1)
    return np.sin(3 * weights + 1) + np.array([0.01, -0.03]) * (rows * place).sum()


def pull(weights, rows):
    return weights - 1.0


def as_json(state):
    """The state as it is read again from a file; a state that no file can hold is a mistake."""
    is_a(state, dict)
    try:
        read = json.loads(json.dumps(state, allow_nan=False))
    except (TypeError, ValueError, RecursionError):
        read = None
    require(
        read is not None,
        "The state should be plain data, so that json.dumps can write it: no arrays, no tuples, "
        "no numbers of NumPy, no objects.",
    )
    why = "The state should be the same once it was written and read as JSON."
    assert_same(read, state, rtol=0.0, atol=0.0, why=why)
    return read


def part(state, name):
    """One entry of a state."""
    is_a(state, dict)
    return state.get(name, f"no entry {name!r}")


def assert_weights(state, expected, why, **tolerance):
    """The weights of a state are a list of these floats."""
    assert_same(part(state, "weights"), expected, why=why, **tolerance)


@exercise("resume")
def test_training_begins_at_zero(submission):
    """The first state has as many weights as asked for, all 0.0, and step 0, and is plain data."""
    state = as_json(submission.start_training(5, 3, 2, 0.5, 0.9, 0))
    assert_weights(state, [0.0, 0.0, 0.0], "Three weights are asked for.")
    assert_same(part(state, "step"), 0)


@exercise("resume")
def test_each_step_takes_the_next_batch_of_the_epoch(submission):
    """Each epoch has a new order, cut into batches, one a step; the last batch may be smaller.

    `gradient` is called once for each step, with the rows of the batch in their order.
    """
    for n_rows, batch_size, steps, seed in ((7, 3, 8, 5), (4, 2, 5, 1), (2, 9, 3, 2)):
        seen = []

        def gradient(weights, rows, seen=seen):
            seen.append(rows)
            return np.ones(1)

        state = submission.start_training(n_rows, 1, batch_size, 0.1, 0.5, seed)
        state = submission.resume(as_json(state), spy(gradient), 2)
        state = submission.resume(as_json(state), spy(gradient), steps - 2)
        generator, expected = np.random.default_rng(seed), []
        while len(expected) < steps:
            order = generator.permutation(n_rows)
            expected += [order[i : i + batch_size] for i in range(0, n_rows, batch_size)]
        assert_same(
            seen,
            expected[:steps],
            why=f"{n_rows} rows in batches of {batch_size}, with seed {seed}: these are the rows "
            f"that `gradient` should be asked about in 2 steps, and then in {steps - 2}.",
        )
        assert_same(part(state, "step"), steps)


@exercise("resume")
def test_momentum_is_a_memory_of_earlier_gradients(submission):
    """The velocity is momentum times the old one plus the gradient; lr times it is the step."""
    for lr, momentum, expected in (
        (0.5, 0.0, [0.5, 0.75, 0.875, 0.9375]),
        (0.5, 0.5, [0.5, 1.0, 1.25, 1.25]),
        (0.25, 2.0, [0.25, 0.9375, 2.328125, 4.77734375]),
    ):
        state = as_json(submission.start_training(4, 2, 2, lr, momentum, 0))
        for steps in (1, 2, 4):
            assert_weights(
                submission.resume(state, pull, steps),
                [expected[steps - 1]] * 2,
                f"From 0, with the gradient w - 1, after {steps} steps.",
            )


@exercise("resume")
def test_the_array_of_a_gradient_stays_its_own(submission):
    """`gradient` may fill one array each time, also of float32; steps are taken in float64."""
    for width in (np.float64, np.float32):
        ones = np.ones(2, dtype=width)

        def gradient(weights, rows, ones=ones):
            ones[:] = 1
            return ones

        state = as_json(submission.start_training(4, 2, 2, 0.1, 0.9, 0))
        for steps, expected in ((1, -0.1), (3, -0.561)):
            assert_weights(
                submission.resume(state, gradient, steps),
                [expected] * 2,
                f"The gradient is always 1, an array of {ones.dtype}; {steps} steps of 0.1 times "
                "1, 1.9, 2.71.",
            )


@exercise("resume")
def test_stopping_anywhere_changes_no_bit(submission):
    """Training that stopped, was written as JSON and went on, has the bits of one that never did.

    It is stopped after each of eight steps in turn: within an epoch and between two.
    """
    state = as_json(submission.start_training(*UNEVEN))
    stopped = submission.resume.each((state, wavy, steps) for steps in range(9))
    states = [as_json(answer()) for answer in stopped]
    whole = states[8]
    assert_weights(whole, EIGHT_STEPS, "These are the weights after eight steps.")
    calls = [(state, wavy, 8 - done) for done, state in enumerate(states)]
    for done, answer in enumerate(submission.resume.each(calls)):
        assert_weights(
            answer(),
            whole["weights"],
            f"It was stopped after {done} of 8 steps, and should end with the same bits.",
            rtol=0.0,
            atol=0.0,
        )
    for _ in range(8):
        state = as_json(submission.resume(state, wavy, 1))
    assert_weights(state, whole["weights"], "It was stopped after each step.", rtol=0.0, atol=0.0)


@exercise("resume")
def test_a_state_can_be_used_again(submission):
    """A state is not changed by going on from it: from one state several trainings can go on."""
    state = as_json(submission.start_training(*UNEVEN))
    state = as_json(submission.resume(state, wavy, 2))
    once = assert_unchanged(submission.resume, state, gradient=wavy, steps=5)
    again = submission.resume(state, wavy, 5)
    assert_weights(again, part(once, "weights"), "It is the same training.", rtol=0.0, atol=0.0)
    assert_same(part(again, "step"), 7)


@exercise("resume")
def test_no_step_changes_nothing_and_a_negative_number_is_refused(submission):
    """Zero steps give the same weights and step; fewer raise a ValueError."""
    state = as_json(submission.resume(submission.start_training(*UNEVEN), wavy, 4))
    same = submission.resume(state, wavy, 0)
    assert_weights(same, part(state, "weights"), "No step was taken.", rtol=0.0, atol=0.0)
    assert_same(part(same, "step"), 4)
    rejects(submission.resume, state, wavy, -1)
