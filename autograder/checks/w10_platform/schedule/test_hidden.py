"""The checks of exercise 3 of week 10 that stay with the grader."""

from itertools import pairwise

import numpy as np

from autograder.testing import Mismatch, assert_same, exercise, is_a, once_per_seed, require


def judge(plan, dag, durations, workers):
    """Demand a plan that can be carried out and keeps to the bound, second by second."""
    is_a(plan, list)
    for entry in plan:
        is_a(entry, tuple)
        require(len(entry) == 3 and bool not in map(type, entry), "An entry is of three parts.")
        is_a(entry[0], str)
        for part in entry[1:]:
            require(isinstance(part, (int, float, np.number)) and part == part, "It is a number.")
    starts = {task: float(start) for task, _, start in plan}
    assert_same(sorted(task for task, _, _ in plan), sorted(dag), why="The tasks of the plan.")
    for worker in {worker for _, worker, _ in plan}:
        require(worker in range(workers), f"There is no worker {worker} among {workers}.")
        own = sorted((starts[task], durations[task]) for task, place, _ in plan if place == worker)
        for (start, length), (after, _) in pairwise(own):
            require(start + length <= after, f"Worker {worker} has two tasks at {after}.")
    for task, needs in dag.items():
        wait = max([starts[need] + durations[need] for need in needs], default=0.0)
        require(starts[task] >= wait, f"{task} starts before what it needs has ended.")
    total, chain = sum(durations[task] for task in dag), {}
    for task in dag:  # made in an order that goes
        chain[task] = durations[task] + max([chain[need] for need in dag[task]], default=0.0)
    bound = total / workers + (1 - 1 / workers) * max(chain.values())
    end = max(starts[task] + durations[task] for task in dag)
    require(end <= bound + 1e-9, f"The plan ends at {end}, and the bound is {bound}.")


@once_per_seed
def random_nights(rng):
    cases = []
    for n, workers in ((8, 2), (15, 3), (30, 5), (25, 2)):
        names = [f"T{k:02}" for k in rng.permutation(99)[:n]]
        dag = {}
        for i, name in enumerate(names):
            k = min(i, int(rng.integers(0, 3)))
            dag[name] = [names[j] for j in rng.permutation(i)[:k]]
        seconds = {name: float(rng.integers(1, 640)) / 64 for name in names}
        cases.append((dag, seconds, workers))
    return cases


@exercise("schedule", weight=2)
def test_random_nights_have_a_short_plan(submission, rng):
    """Random pipelines on random workers get plans that are feasible, and short enough."""
    cases = random_nights(rng)
    calls = [
        ({t: dag[t] for t in sorted(dag)}, seconds, workers) for dag, seconds, workers in cases
    ]
    for answer, case in zip(submission.schedule.each(calls), cases, strict=True):
        judge(answer(), *case)


@once_per_seed
def random_cycles(rng):
    """Random dags with one cycle each, and the tasks on it."""
    cases = []
    for n in (5, 12):
        names = [f"T{k:02}" for k in rng.permutation(99)[:n]]
        ring = names[: int(rng.integers(2, n - 1))]
        dag = {name: [ring[i - 1]] for i, name in enumerate(ring)}
        for i, name in enumerate(names[len(ring) :], len(ring)):
            dag[name] = [names[int(rng.integers(i))]]
        cases.append(({name: dag[name] for name in sorted(dag)}, set(ring)))
    return cases


@exercise("schedule")
def test_random_cycles_are_named(submission, rng):
    """Of random graphs with a cycle and tasks behind it, only tasks on the cycle are named."""
    cases = random_cycles(rng)
    calls = [(dag, dict.fromkeys(dag, 1), 3) for dag, _ in cases]
    for answer, (dag, ring) in zip(submission.schedule.each(calls), cases, strict=True):
        try:
            answer()
        except ValueError as error:
            named = {task for task in dag if task in str(error)}
        else:
            raise Mismatch("A cycle has no plan.", "ValueError", "a result")
        require(
            bool(named) and named <= ring,
            "The message names a task on the cycle, and none that is on none.",
            expected=f"some of {sorted(ring)}",
            received=f"{sorted(named)}",
        )
