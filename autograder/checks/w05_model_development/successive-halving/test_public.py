"""The checks of exercise 4 that a student sees."""

import math

from autograder.testing import assert_each, assert_same, exercise, once, rejects, require, spy


class Training:
    """A spy that trains: it writes down what it is asked, and checks that training goes on.

    losses: the loss of each configuration, a position, whatever its training.
    """

    def __init__(self, losses):
        self.losses = losses
        self.calls = []
        self.done = {}
        self.problem = ""

    def evaluate(self, config, state, units):
        have = self.done.get(config, 0)
        wanted = {"config": config, "units": have} if have else None
        if repr(state) != repr(wanted) and not self.problem:
            self.problem = (
                f"configuration {config!r}, trained for {have} units so far, "
                f"was given the state {state!r}"
            )
        self.calls.append((config, units))
        self.done[config] = have + units
        return float(self.losses[config]), {"config": config, "units": have + units}


def result(best, units, spent, *rungs):
    """What is expected of a `Training`."""
    return {
        "best": best,
        "state": {"config": best, "units": units},
        "spent": spent,
        "rungs": list(rungs),
    }


EIGHT = [0.5, 0.2, 0.9, 0.4, 0.1, 0.8, 0.3, 0.7]


def constant(config, state, units):
    return float(config["loss"]), (state or 0) + units


def streamed(loss, state, units):
    """The first state is a generator of the units so far; the last is their sum."""
    if state is None:
        return loss, (units for _ in range(1))
    return loss, next(state) + units


def rows(losses):
    return [{"loss": loss} for loss in losses]


@once
def searches_worked_out():
    return [
        (
            (rows(EIGHT), constant, 48, 2),
            {
                "best": 4,
                "state": 2 + 4 + 8,
                "spent": 48,
                "rungs": [[0, 1, 2, 3, 4, 5, 6, 7], [1, 3, 4, 6], [1, 4]],
            },
            "Three rungs of 16 units: 8 times 2, 4 times 4, 2 times 8.",
        ),
        (
            (rows(EIGHT[:7]), constant, 42, 3),
            {"best": 4, "state": 3 + 7, "spent": 42, "rungs": [[0, 1, 2, 3, 4, 5, 6], [1, 4, 6]]},
            "Two rungs of 21 units: 7 times 3, 3 times 7; of 3, one is left.",
        ),
        (
            (rows(EIGHT[:5]), constant, 30, 2),
            {
                "best": 4,
                "state": 2 + 3 + 5,
                "spent": 29,
                "rungs": [[0, 1, 2, 3, 4], [1, 3, 4], [1, 4]],
            },
            "Of five, three go on, then two: 5 times 2, 3 times 3, 2 times 5 units.",
        ),
        (
            (rows([3, 2]), constant, 9, 5),
            {"best": 1, "state": 4, "spent": 8, "rungs": [[0, 1]]},
            "One rung of two configurations.",
        ),
        (
            (rows([3, 2, 1] * 41 + [2, 3]), constant, 375, 5),
            {
                "best": 2,
                "state": 1 + 5 + 25,
                "spent": 375,
                "rungs": [list(range(125)), list(range(2, 75, 3)), [2, 5, 8, 11, 14]],
            },
            "Of 125 configurations 25 go on, then 5, then 1: three rungs. Many of them are equal.",
        ),
    ]


@exercise("successive-halving")
def test_each_rung_keeps_the_best_and_trains_them_longer(submission):
    """The best ceil(m / eta) of a rung go on, until one is left; rungs share the budget equally."""
    assert_each(submission.successive_halving, searches_worked_out())


@exercise("successive-halving")
def test_training_goes_on_from_its_own_state(submission):
    """`evaluate` gets None the first time, and then what it returned last for that configuration.

    Nothing is trained again from the beginning, and no configuration goes on from another's state.
    """
    training = Training(EIGHT)
    answers = submission.successive_halving.each(
        [
            (list(range(8)), spy(training.evaluate), 48, 2),
            ([0.4, 0.1, 0.3, 0.2], streamed, 8, 2),
        ]
    )
    found = next(answers)()
    require(
        not training.problem,
        "Training should go on from its own state.",
        received=training.problem,
    )
    assert_same(found, result(4, 14, 48, list(range(8)), [1, 3, 4, 6], [1, 4]))
    assert_same(
        next(answers)(),
        {"best": 1, "state": 3, "spent": 8, "rungs": [[0, 1, 2, 3], [1, 3]]},
        why="The states are generators, which nobody can copy: each is handed on itself.",
    )


def of_units(config, state, units):
    """The state is how long the last call trained."""
    return config["loss"], units


@once
def budgets():
    cases = []
    for budget in (42, 100):
        units = [budget // 24, budget // 12, budget // 6]
        expected = {
            "best": 4,
            "state": units[2],
            "spent": 8 * units[0] + 4 * units[1] + 2 * units[2],
            "rungs": [list(range(8)), [1, 3, 4, 6], [1, 4]],
        }
        why = f"With {budget} units, calls in the three rungs train for {units} units."
        cases.append(((rows(EIGHT), of_units, budget, 2), expected, why))
    return cases


@exercise("successive-halving")
def test_the_budget_is_that_of_the_whole_search(submission):
    """All training together takes at most `budget` units, and "spent" is what it really took.

    Each configuration of a rung of m is trained once in it, for budget // (R * m) units.
    """
    training = Training(EIGHT)
    found = submission.successive_halving(list(range(4)), spy(training.evaluate), 21, 2)
    assert_same(
        [count for _, count in training.calls],
        [2] * 4 + [5] * 2,
        why="With 21 units, this is how long each call should train.",
    )
    rungs = [[0, 1, 2, 3], [1, 3]]
    for rung in rungs:
        assert_same(
            sorted(config for config, _ in training.calls[: len(rung)]),
            rung,
            why="Each configuration of a rung is trained once in it, rung after rung.",
        )
        del training.calls[: len(rung)]
    assert_same(found, result(1, 7, 18, *rungs))
    assert_each(submission.successive_halving, budgets())


def of_curve(config, state, units):
    """One of the losses of a configuration: in the first rung, of 2 units, and in the second."""
    return float(config[units > 2]), units


@once
def curves_that_cross():
    rungs = [[0, 1, 2, 3], [0, 1]]
    return [
        (
            ([[2, 9], [5, 3], [6, 4], [7, 7]], of_curve, 16, 2),
            {"best": 1, "state": 4, "spent": 16, "rungs": rungs},
            "After 2 units 0 and 1 lead with 2 and 5; after 6 units they have 9 and 3.",
        ),
        (
            ([[3, 1], [2, 1], [9, 9], [9, 9]], of_curve, 16, 2),
            {"best": 0, "state": 4, "spent": 16, "rungs": rungs},
            "1 was ahead of 0 after 2 units; after 6 units they are equal, and 0 stands first.",
        ),
    ]


@exercise("successive-halving")
def test_the_losses_of_the_present_rung_decide(submission):
    """A configuration that was good and is overtaken goes out; earlier losses do not count."""
    assert_each(submission.successive_halving, curves_that_cross())


@once
def searches_that_diverge():
    nan, inf = math.nan, math.inf
    return [
        (
            (rows([nan, 0.5, nan, 0.4]), constant, 8, 2),
            {"best": 3, "state": 3, "spent": 8, "rungs": [[0, 1, 2, 3], [1, 3]]},
            "Only 1 and 3 have a number.",
        ),
        (
            (rows([nan, inf, nan]), constant, 12, 2),
            {"best": 1, "state": 5, "spent": 12, "rungs": [[0, 1, 2], [0, 1]]},
            "Infinity is better than NaN, and the first NaN better than the second.",
        ),
        (
            (rows([2, 1, 1, 2, 1, 2]), constant, 12, 3),
            {"best": 1, "state": 4, "spent": 12, "rungs": [[0, 1, 2, 3, 4, 5], [1, 2]]},
            "Three have the loss 1, and the first two of them go on.",
        ),
        (
            (rows([nan] * 3), constant, 12, 3),
            {"best": 0, "state": 4, "spent": 12, "rungs": [[0, 1, 2]]},
            "All diverged: the first is as good as any.",
        ),
        (
            (rows([0.0, -1.5, -inf, -0.5]), constant, 4, 4),
            {"best": 2, "state": 1, "spent": 4, "rungs": [[0, 1, 2, 3]]},
            "Losses may be negative, and minus infinity is the smallest.",
        ),
    ]


@exercise("successive-halving")
def test_a_run_that_diverged_is_worse_than_any_other(submission):
    """NaN is worse than infinity, and of equals the one with the lower position is better."""
    assert_each(submission.successive_halving, searches_that_diverge())


def too_early(config, state, units):
    raise RuntimeError("nothing should be trained before an error")


@once
def cannot_be_searched():
    limits = ((0, 9, 2), (1, 9, 2), (4, 16, 1), (4, 7, 2), (8, 23, 2), (4, 0, 2))
    return [(list(range(n)), too_early, budget, eta) for n, budget, eta in limits] + [
        (rows(EIGHT[:4]), constant, 8, 2)
    ]


@exercise("successive-halving")
def test_what_cannot_be_searched_is_refused(submission):
    """Fewer than two configurations, eta below 2, too small a budget: each a ValueError.

    Nothing is trained then. One unit for each configuration in the first rung is just enough.
    """
    *refused, enough = submission.successive_halving.each(cannot_be_searched())
    for answer in refused:
        rejects(answer)
    assert_same(
        enough(),
        {"best": 1, "state": 3, "spent": 8, "rungs": [[0, 1, 2, 3], [1, 3]]},
        why="Two rungs of four units.",
    )
