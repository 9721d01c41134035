"""The checks of exercise 3 of week 10 that a student sees: who does what, and when?"""

import math

import numpy as np

from autograder.testing import Mismatch, assert_same, exercise, is_a, once, rejects_each, require


def is_number(value, *kinds):
    """Whether it is a number of one of these kinds, and finite."""
    return isinstance(value, kinds) and type(value) is not bool and math.isfinite(value)


def parts_of(plan):
    """The entries of a plan, once it is known to be made of tuples (task, worker, start)."""
    is_a(plan, list)
    for entry in plan:
        is_a(entry, tuple)
        require(len(entry) == 3, "An entry is a tuple of three: task, worker, start.")
        task, worker, start = entry
        is_a(task, str)
        require(is_number(worker, int, np.integer), "A worker is a whole number.")
        require(is_number(start, int, float, np.integer, np.floating), "A start is a number.")
    return plan


def longest_chain(dag, durations):
    """The longest chain of tasks that wait for each other, in seconds."""
    ends = {}
    while len(ends) < len(dag):
        for task, needs in dag.items():
            if task not in ends and all(need in ends for need in needs):
                ends[task] = durations[task] + max([ends[need] for need in needs], default=0)
    return max(ends.values(), default=0)


def feasible(plan, dag, durations, workers):
    """Demand that a plan can be carried out; the time at which it ends."""
    plan = parts_of(plan)
    named = sorted(task for task, _, _ in plan)
    assert_same(named, sorted(dag), why="These are the tasks of the plan: each of the dag, once.")
    starts = {task: start for task, _, start in plan}
    ends = {task: start + durations[task] for task, start in starts.items()}
    free = {}
    for task, worker, start in sorted(plan, key=lambda entry: entry[2]):
        require(0 <= worker < workers, f"{task} is given to worker {worker} of {workers}.")
        require(start >= 0, f"{task} starts before 0.")
        require(start >= free.get(worker, 0), f"{task} starts while its worker still has another.")
        free[worker] = ends[task]
        for need in dag[task]:
            require(
                start >= ends[need], f"{task} starts at {start}, but {need} ends at {ends[need]}."
            )
    return max(ends.values(), default=0)


def short(plan, dag, durations, workers):
    """Demand that a plan is feasible and no longer than the bound."""
    end = feasible(plan, dag, durations, workers)
    total = sum(durations[task] for task in dag)
    chain = longest_chain(dag, durations)
    bound = total / workers + (1 - 1 / workers) * chain
    require(
        end <= bound + 1e-9,
        "The plan is too long: a worker idles although a task could run.",
        expected=f"{total} / {workers} + (1 - 1/{workers}) * {chain} = {bound:g} or less",
        received=f"an end at {end}",
    )


def plans(submission, cases):
    """Ask for a plan of each case, and judge it."""
    for answer, case in zip(submission.schedule.each(cases), cases, strict=True):
        short(answer(), *case)


DIAMOND = {"T04": ["T02", "T03"], "T02": ["T01"], "T03": ["T01"], "T01": []}


@once
def small_ones():
    seconds = {"T01": 3, "T02": 2.5, "T03": 4, "T04": 1}
    chain = {"T03": ("T02",), "T02": ("T01",), "T01": ()}
    return [
        (DIAMOND, seconds, 2),
        (DIAMOND, seconds, 1),
        (DIAMOND, seconds, 7),
        (chain, seconds, 2),
    ]


@exercise("schedule", weight=2)
def test_a_task_starts_when_all_that_it_needs_has_ended(submission):
    """Every task runs once, after all that it needs, and no worker has two at a time."""
    plans(submission, small_ones())


@once
def trivial_ones():
    return [({}, {}, 3), ({"T01": []}, {"T01": 0.5, "T09": 7.0}, 1), ({"T01": []}, {"T01": 4}, 9)]


@exercise("schedule")
def test_no_task_and_one_task_have_a_plan(submission):
    """Without tasks the plan is empty; durations of other tasks do not matter."""
    plans(submission, trivial_ones())


@once
def stages():
    dag = {f"T{i}0": [] for i in range(1, 5)}
    dag |= {f"T{i}1": [f"T{i}0"] for i in range(1, 5)}
    seconds = {"T10": 1, "T20": 1, "T30": 1, "T40": 9, "T11": 9, "T21": 9, "T31": 9, "T41": 1}
    return [(dag, seconds, 4)]


@exercise("schedule")
def test_no_stage_waits_for_another(submission):
    """A task starts when *its own* needs are met, not when a whole stage has ended."""
    plans(submission, stages())


@once
def waiting_ones():
    # T03 waits for T01, which takes long, and T04 for T02, which does not.
    dag = {"T01": [], "T02": [], "T03": ["T01"], "T04": ["T02"]}
    seconds = {"T01": 10, "T02": 1, "T03": 1, "T04": 8}
    # T01 to T04 are a chain, beside which there are two long tasks.
    late = {"T01": [], "T02": ["T01"], "T03": ["T02"], "T04": ["T03"], "T05": [], "T06": []}
    lengths = {**dict.fromkeys(late, 8), "T05": 16, "T06": 16}
    turned = {task: dag[task] for task in ("T02", "T01", "T04", "T03")}
    return [(dag, seconds, 2), (turned, seconds, 2), (late, lengths, 2)]


@exercise("schedule")
def test_no_worker_is_kept_for_a_task_that_waits(submission):
    """A worker that is free takes a task that can run, and is not reserved for one that cannot."""
    plans(submission, waiting_ones())


@once
def many_at_once():
    dag = {f"T{i:02}": [] for i in range(12)}
    in_turns = {task: 1 + 8 * (i % 2) for i, task in enumerate(dag)}
    rising = {task: i + 1 for i, task in enumerate(dag)}
    return [(dag, dict.fromkeys(dag, 2), 4), (dag, in_turns, 2), (dag, rising, 3)]


@exercise("schedule")
def test_all_workers_work(submission):
    """Tasks that need nothing are spread over all workers."""
    plans(submission, many_at_once())


def refusals(submission, dags):
    """The messages with which each dag is refused."""
    messages = []
    for answer in submission.schedule.each([(dag, dict.fromkeys(dag, 1), 2) for dag in dags]):
        try:
            answer()
        except ValueError as error:
            messages.append(str(error))
        else:
            raise Mismatch("A cycle has no plan.", "ValueError", "a result")
    return messages


@once
def cycles():
    """Dags, with the tasks on their cycles."""
    behind = {"T04": ["T03"], "T03": ["T02"], "T02": ["T01", "T03"], "T01": [], "T05": ["T04"]}
    between = {
        "T00": ["T01"],
        "T01": ["T00"],
        "T02": ["T00"],
        "T03": ["T02", "T04"],
        "T04": ["T03"],
    }
    return [
        ({"T01": ["T01"]}, {"T01"}),
        ({"T01": ["T02"], "T02": ["T03"], "T03": ["T01"]}, {"T01", "T02", "T03"}),
        (behind, {"T02", "T03"}),
        ({**behind, "T01": ["T06"], "T06": []}, {"T02", "T03"}),
        (between, {"T00", "T01", "T03", "T04"}),
    ]


@exercise("schedule")
def test_a_cycle_is_an_error_that_names_it(submission):
    """A cycle is a ValueError that names a task on it, and none that is on no cycle."""
    cases = cycles()
    for said, (dag, guilty) in zip(refusals(submission, [d for d, _ in cases]), cases, strict=True):
        named = {task for task in dag if task in said}
        require(
            bool(named) and named <= guilty,
            f"On the cycle are {', '.join(sorted(guilty))}.",
            expected="a message that names one of them or more, and no other task",
            received=said[:200],
        )


@exercise("schedule")
def test_what_cannot_be_planned_is_refused(submission):
    """No worker, and a task that needs an unknown one, are ValueErrors; the latter is named."""
    rejects_each(submission.schedule, [(DIAMOND, dict.fromkeys(DIAMOND, 1), n) for n in (0, -1)])
    rejects_each(submission.schedule, [({}, {}, 0)])
    unknown = [
        ({"T01": ["T77"]}, {"T01": 1, "T77": 1}, 2),
        ({"T01": [], "T02": ["T01", "T77"], "T03": ["T02"]}, {"T01": 1, "T02": 1, "T03": 1}, 1),
    ]
    rejects_each(submission.schedule, unknown, naming="T77")


@exercise("schedule")
def test_dag_and_durations_stay_as_they_were(submission):
    """What the caller handed over is not changed."""
    dag, seconds = {"T02": ["T01"], "T01": []}, {"T01": 1, "T02": 2}
    plan, after = submission.schedule.with_arguments(dag, seconds, 2)
    assert_same(list(after[:2]), [dag, seconds], why="These are the arguments after the call.")
    short(plan, dag, seconds, 2)
