"""The checks of exercise 4 that the grader keeps."""

import math

import numpy as np

from autograder.testing import assert_each, assert_same, exercise, once_per_seed


def curve(config, state, units):
    """A loss that falls with training; the state is a list, of all units so far."""
    state = [*(state or []), units]
    return config[0] + config[1] / sum(state), state


def slow_search(configs, budget, eta):
    """Each rung by itself, each configuration trained from the beginning."""
    rungs, m = [], len(configs)
    sizes = []
    while m > 1:
        sizes.append(m)
        m = math.ceil(m / eta)
    alive, had = list(range(len(configs))), []
    for m in sizes:
        had.append(budget // (len(sizes) * m))
        scored = sorted((configs[i][0] + configs[i][1] / sum(had), i) for i in alive)
        rungs.append(alive)
        alive = sorted(i for _, i in scored[: math.ceil(m / eta)])
    spent = sum(len(rung) * units for rung, units in zip(rungs, had, strict=True))
    return {"best": alive[0], "state": had, "spent": spent, "rungs": rungs}


@once_per_seed
def random_searches(rng):
    cases = []
    for eta in (2, 2, 3, 4, 10):
        n = int(rng.integers(2, 30))
        floors, slopes = rng.permutation(n) / 100, rng.uniform(0.1, 2, n)
        configs = [(float(a), float(b)) for a, b in zip(floors, slopes, strict=True)]
        budget = int(rng.integers(6 * n, 40 * n))
        expected = slow_search(configs, budget, eta)
        given = (configs, curve, np.int64(budget), np.int64(eta))
        cases.append((given, expected, f"{n} configurations, {budget} units, eta = {eta}."))
    return cases


@exercise("successive-halving")
def test_random_searches_go_as_rungs_worked_out_one_by_one(submission, rng):
    """Random curves that cross are searched as when each rung is worked out by itself."""
    assert_each(submission.successive_halving, random_searches(rng))


def by_first_units(config, state, units):
    """A loss that grows the longer a call trains; states that are false where asked."""
    if state is None:
        return 1.0, 0
    return 2.0, [] if state == 0 else "came back"


@exercise("successive-halving")
def test_configurations_and_states_may_be_of_any_kind(submission):
    """Configurations may be equal and unhashable, and a state may be 0, [] or any other object."""
    configs = [{"lr": [0.1]}] * 8
    found = submission.successive_halving(configs, by_first_units, 24, 2)
    rungs = [list(range(8)), [0, 1, 2, 3], [0, 1]]
    assert_same(found, {"best": 0, "state": "came back", "spent": 24, "rungs": rungs})
