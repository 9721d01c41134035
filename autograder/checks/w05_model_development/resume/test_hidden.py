"""The checks of exercise 6 that the grader keeps."""

import json

import numpy as np

from autograder.testing import assert_same, exercise, is_a, once, once_per_seed, require


def bent(weights, rows):
    """A gradient in which every batch, its order and all bits of the weights show."""
    place = np.arange(1, len(rows) + 1)
    return np.cos(2 * weights) + np.linspace(-0.02, 0.05, len(weights)) * (rows * place).sum()


def part(state, name):
    """One entry of a state."""
    is_a(state, dict)
    return state.get(name, f"no entry {name!r}")


def as_json(state):
    """The state as it is read again from a file; a state that no file can hold is a mistake."""
    is_a(state, dict)
    try:
        return json.loads(json.dumps(state, allow_nan=False))
    except (TypeError, ValueError, RecursionError):
        require(False, "The state should be plain data, so that json.dumps can write it.")


def slow_training(n_rows, n_weights, batch_size, lr, momentum, seed, steps):
    """The whole training in one go, weight by weight."""
    generator = np.random.default_rng(seed)
    weights, velocity, order = [0.0] * n_weights, [0.0] * n_weights, []
    for _ in range(steps):
        order = order or generator.permutation(n_rows).tolist()
        slope = bent(np.array(weights), np.array(order[:batch_size])).tolist()
        order = order[batch_size:]
        velocity = [momentum * v + g for v, g in zip(velocity, slope, strict=True)]
        weights = [w - lr * v for w, v in zip(weights, velocity, strict=True)]
    return weights


@once_per_seed
def random_trainings(rng):
    trainings = []
    for momentum in (0.0, 0.5, 0.9):
        n_rows, n_weights, batch_size = (int(rng.integers(1, most)) for most in (12, 4, 8))
        lr, seed = float(rng.uniform(0.01, 0.1)), int(rng.integers(2**31))
        settings = (n_rows, n_weights, batch_size, lr, momentum, seed)
        steps = rng.integers(0, 9, 3).tolist()
        trainings.append((settings, steps, slow_training(*settings, sum(steps))))
    return trainings


@exercise("resume")
def test_random_trainings_go_on_as_if_they_had_never_stopped(submission, rng):
    """Random settings, stopped at random steps, end like a slow training in one go."""
    trainings = random_trainings(rng)
    answers = submission.start_training.each(settings for settings, _, _ in trainings)
    states = [as_json(answer()) for answer in answers]
    counts = [[steps[0] for _, steps, _ in trainings] + [sum(steps) for _, steps, _ in trainings]]
    counts += [[steps[stop] for _, steps, _ in trainings] for stop in (1, 2)]
    states, wholes = states * 2, []
    for now in counts:
        calls = [(state, bent, count) for state, count in zip(states, now, strict=True)]
        answers = [as_json(answer()) for answer in submission.resume.each(calls)]
        states, wholes = answers[:3], wholes or answers[3:]
    for state, whole, (_, steps, expected) in zip(states, wholes, trainings, strict=True):
        why = f"It was stopped after each of {steps} steps."
        assert_same(part(state, "weights"), expected, why=why)
        assert_same(part(state, "step"), sum(steps))
        assert_same(part(whole, "weights"), state["weights"], rtol=0.0, atol=0.0, why=why)


TWO = [(6, 2, 4, 0.05, 0.8, 11), (5, 2, 2, 0.1, 0.3, 12)]
OF_NUMPY = (5, 2, 2, 0.1, 0.5, 3)


@once
def ends():
    """The weights of the two trainings after six steps, and of the third after four."""
    return [slow_training(*settings, 6) for settings in TWO] + [slow_training(*OF_NUMPY, 4)]


@exercise("resume")
def test_two_trainings_do_not_disturb_each_other(submission):
    """Two trainings that take turns, each with a state of its own, go on as if alone."""
    states = [as_json(state()) for state in submission.start_training.each(TWO)]
    for steps in (2, 4):
        answers = submission.resume.each((state, bent, steps) for state in states)
        states = [as_json(answer()) for answer in answers]
    for state, expected in zip(states, ends(), strict=False):
        assert_same(part(state, "weights"), expected)


@exercise("resume")
def test_settings_may_be_numbers_of_numpy(submission):
    """Settings may be NumPy's numbers, and the state is plain data all the same."""
    settings = (np.int64(5), np.int32(2), np.int16(2), np.float64(0.1), np.float64(0.5))
    state = as_json(submission.start_training(*settings, np.int64(3)))
    state = as_json(submission.resume(state, bent, np.int64(4)))
    assert_same(part(state, "weights"), ends()[2])
    assert_same(part(state, "step"), 4)
