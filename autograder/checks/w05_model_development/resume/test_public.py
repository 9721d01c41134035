"""The checks of exercise 6 that a student sees."""

import json

import numpy as np

from autograder.testing import (
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once,
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
    return read


def assert_json_keeps(state):
    """What is read from a file is what was written: no tuple, no key that is not a text."""
    why = "The state should be the same once it was written and read as JSON."
    assert_same(as_json(state), state, rtol=0.0, atol=0.0, why=why)


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
    state = submission.start_training(5, 3, 2, 0.5, 0.9, 0)
    assert_json_keeps(state)
    assert_weights(state, [0.0, 0.0, 0.0], "Three weights are asked for.")
    assert_same(part(state, "step"), 0)


@once
def batched():
    """Settings, steps, and the rows of each step: 3 and 3 and 1 rows, 2 and 2, and all 2."""
    cases = []
    for n_rows, batch_size, steps, seed in ((7, 3, 5, 5), (4, 2, 3, 1), (2, 9, 3, 2)):
        generator, rows = np.random.default_rng(seed), []
        while len(rows) < steps:
            order = generator.permutation(n_rows)
            rows += [order[i : i + batch_size] for i in range(0, n_rows, batch_size)]
        cases.append(((n_rows, 1, batch_size, 0.1, 0.5, seed), steps, rows[:steps]))
    return cases


@exercise("resume")
def test_each_step_takes_the_next_batch_of_the_epoch(submission):
    """Each epoch has a new order, cut into batches, one a step; the last batch may be smaller.

    `gradient` is called once for each step, with the rows of the batch in their order.
    """
    seen = [[] for _ in batched()]

    def gradient_of(rows_seen):
        def gradient(weights, rows):
            rows_seen.append(rows)
            return np.ones(1)

        return spy(gradient)

    gradients = [gradient_of(rows) for rows in seen]
    states = submission.start_training.each(settings for settings, _, _ in batched())
    states = submission.resume.each(
        (as_json(state()), gradient, 2) for state, gradient in zip(states, gradients, strict=True)
    )
    states = submission.resume.each(
        (as_json(state()), gradient, steps - 2)
        for state, gradient, (_, steps, _) in zip(states, gradients, batched(), strict=True)
    )
    for state, rows, (settings, steps, expected) in zip(states, seen, batched(), strict=True):
        end = state()
        assert_same(
            rows,
            expected,
            why=f"Three trainings take turns. {settings[0]} rows in batches of {settings[2]}, with "
            f"seed {settings[5]}: these are the rows that `gradient` should be asked about in 2 "
            f"steps, and then in {steps - 2}.",
        )
        assert_same(part(end, "step"), steps)


@once
def with_memory():
    return [(4, 2, 2, 0.5, 0.0, 0), (4, 2, 2, 0.5, 0.5, 0), (4, 2, 2, 0.25, 2.0, 0)]


@exercise("resume")
def test_momentum_is_a_memory_of_earlier_gradients(submission):
    """The velocity is momentum times the old one plus the gradient; lr times it is the step."""
    states = [as_json(state()) for state in submission.start_training.each(with_memory())]
    expected = (
        [0.5, 0.75, 0.875, 0.9375],
        [0.5, 1.0, 1.25, 1.25],
        [0.25, 0.9375, 2.328125, 4.77734375],
    )
    stops = [(k, steps) for k in range(3) for steps in (1, 2, 4)]
    answers = submission.resume.each((states[k], pull, steps) for k, steps in stops)
    for answer, (k, steps) in zip(answers, stops, strict=True):
        assert_weights(
            answer(),
            [expected[k][steps - 1]] * 2,
            f"From 0, with the gradient w - 1, after {steps} steps.",
        )


@exercise("resume")
def test_the_array_of_a_gradient_stays_its_own(submission):
    """`gradient` may fill one array each time, also of float32; steps are taken in float64."""
    state = as_json(submission.start_training(4, 2, 2, 0.1, 0.9, 0))
    stops = []
    for width in (np.float64, np.float32):
        ones = np.ones(2, dtype=width)

        def gradient(weights, rows, ones=ones):
            ones[:] = 1
            return ones

        stops += [(gradient, ones, 1, -0.1), (gradient, ones, 3, -0.561)]
    answers = submission.resume.each((state, gradient, steps) for gradient, _, steps, _ in stops)
    for answer, (_, ones, steps, expected) in zip(answers, stops, strict=True):
        assert_weights(
            answer(),
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
    stopped = submission.resume.each((state, wavy, steps) for steps in range(1, 9))
    states = [state, *(as_json(answer()) for answer in stopped)]
    whole = states[8]
    assert_weights(whole, EIGHT_STEPS, "These are the weights after eight steps.")
    # The first is stopped once more, after the fifth step.
    calls = [(states[4], wavy, 1), *((states[done], wavy, 8 - done) for done in range(1, 8))]
    again, *ends = submission.resume.each(calls)
    for done, answer in enumerate(ends, 1):
        assert_weights(
            answer(),
            whole["weights"],
            f"It was stopped after {done} of 8 steps, and should end with the same bits.",
            rtol=0.0,
            atol=0.0,
        )
    state = again()
    assert_json_keeps(state)
    state = submission.resume(as_json(state), wavy, 3)
    why = "It was stopped after 4 steps, and again after 5."
    assert_weights(state, whole["weights"], why, rtol=0.0, atol=0.0)


@exercise("resume")
def test_a_state_can_be_used_again(submission):
    """A state is not changed by going on from it: from one state several trainings can go on."""
    state = as_json(submission.start_training(*UNEVEN))
    state = as_json(submission.resume(state, wavy, 2))
    first = assert_unchanged(submission.resume, state, gradient=wavy, steps=5)
    again = submission.resume(state, wavy, 5)
    assert_weights(again, part(first, "weights"), "It is the same training.", rtol=0.0, atol=0.0)
    assert_same(part(again, "step"), 7)


@exercise("resume")
def test_no_step_changes_nothing_and_a_negative_number_is_refused(submission):
    """Zero steps give the same weights and step; fewer raise a ValueError."""
    state = as_json(submission.resume(submission.start_training(*UNEVEN), wavy, 4))
    answers = submission.resume.each([(state, wavy, 0), (state, wavy, -1)])
    same = next(answers)()
    assert_weights(same, part(state, "weights"), "No step was taken.", rtol=0.0, atol=0.0)
    assert_same(part(same, "step"), 4)
    rejects(next(answers))
