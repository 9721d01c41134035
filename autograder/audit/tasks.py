"""What an audit has done by worker processes, each with a judge and a warm template of its own.

What is in a task never depends on the number of workers, and results come back in the order of
the tasks, so the same tasks give the same results however many work on them.
"""

import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeAlias

from autograder import course, sample, world
from autograder.audit.trial import Findings, Trial, patient
from autograder.crew import Crew
from autograder.errors import CourseError
from autograder.judge import Judge
from autograder.report import Report
from autograder.sandbox.tiers import Tier, open_sandbox


@dataclass(frozen=True)
class Case:
    """A solution and the seeds under which to judge it. name: whatever tells it from others."""

    name: str
    text: str
    seeds: tuple[int, ...]


@dataclass(frozen=True)
class Task:
    """Solutions of one exercise, judged one after another in one child.

    enough: how many failed checks are enough to know, None for all.
    """

    slug: str
    exercise: str
    cases: tuple[Case, ...]
    enough: int | None = None

    @property
    def size(self) -> int:
        return sum(len(case.seeds) for case in self.cases)


@dataclass(frozen=True)
class Abreast:
    """Solutions of one exercise, all judged under one seed before the next, each in its child.

    What a check draws of a seed, and works out to compare with, then serves all of them.

    first: whether to run the checks that draw nothing, which would only be the same again.
    """

    slug: str
    exercise: str
    cases: tuple[Case, ...]
    first: bool

    @property
    def size(self) -> int:
        return sum(len(case.seeds) for case in self.cases)


@dataclass(frozen=True)
class Whole:
    """A whole notebook, graded as one that is handed in.

    cells: what to put in place of the stubs, by exercise; empty for the untouched notebook.
    """

    slug: str
    name: str
    cells: dict[str, str]
    seed: int

    @property
    def size(self) -> int:
        return 1


@dataclass(frozen=True)
class Done:
    """What became of a task: the findings of each case by its name, one for each seed judged."""

    findings: dict[str, tuple[Findings, ...]]


AnyTask: TypeAlias = Task | Abreast | Whole
Hands: TypeAlias = Crew[AnyTask, Done | Report]


def hire(workers: int, tier: Tier) -> Hands:
    """A crew for audits. Use it in a `with`; it serves any number of audits."""
    places = (course.ROOT, course.CHECKS)
    return Crew(workers, _Worker, (places, tier), _lost, ahead=1)


def do(
    tasks: Sequence[AnyTask],
    hands: Hands,
    watch: Callable[[int, int], None] = lambda done, total: None,
) -> list[Done | Report]:
    """Do every task; the results are in the order of the tasks."""
    done, total = 0, sum(task.size for task in tasks)
    watch(done, total)
    results: dict[int, Done | Report] = {}
    for task, result in hands.results(tasks):
        results[id(task)] = result
        done += task.size
        watch(done, total)
    return [results[id(task)] for task in tasks]


def _lost(task: AnyTask) -> NoReturn:
    what = task.name if isinstance(task, Whole) else f"solutions of {task.exercise}"
    raise CourseError(f"A worker process died twice, at {task.slug}, {what}.")


# -- in the worker processes


class _Worker:
    """What a worker process holds: a template, and the judges that were asked for."""

    def __init__(self, places: tuple[Path, Path], tier: Tier) -> None:
        course.ROOT, course.CHECKS = places
        self._sandbox = open_sandbox(
            world.workspace(), tier=tier, unconfined=tier is Tier.UNCONFINED
        )
        self._judges: dict[tuple[str, int], Judge] = {}

    def work(self, task: AnyTask) -> Done | Report:
        match task:
            case Whole():
                return self._grade(task)
            case Abreast():
                return self._try_abreast(task)
            case Task():
                return self._try(task)

    def close(self) -> None:
        self._sandbox.template.close()

    def _try(self, task: Task) -> Done:
        seed = task.cases[0].seeds[0]
        with Trial(task.slug, task.exercise, self._sandbox.template, seed) as trial:
            return Done(
                {
                    case.name: tuple(trial.judge(case.text, seeds=case.seeds, enough=task.enough))
                    for case in task.cases
                }
            )

    def _try_abreast(self, task: Abreast) -> Done:
        with ExitStack() as stack:
            running = {}
            for case in task.cases:
                trial = Trial(task.slug, task.exercise, self._sandbox.template, case.seeds[0])
                judging = stack.enter_context(trial).judge(
                    case.text, seeds=case.seeds, drawing_only=not task.first
                )
                running[case.name] = judging
            rounds = [
                {name: next(judging) for name, judging in running.items()}
                for _ in task.cases[0].seeds
            ]
        return Done({name: tuple(found[name] for found in rounds) for name in running})

    def _grade(self, task: Whole) -> Report:
        key = (task.slug, task.seed)
        if key not in self._judges:
            self._judges[key] = Judge(
                task.slug,
                lambda limits: self._sandbox.template.spawn(limits, seed=task.seed),
                limits=patient(task.slug),
                tier=self._sandbox.tier.value,
                seed=task.seed,
            )
        with tempfile.TemporaryDirectory() as folder:
            notebook = sample.submission(task.slug, task.cells)
            path = sample.hand_in(notebook, Path(folder), "audit", task.slug)
            return self._judges[key].grade(path, task.name)
