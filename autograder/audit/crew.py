"""Many trials side by side: worker processes, each with a judge and a warm template of its own.

What is in a task never depends on the number of workers, and results come back in the order of
the tasks, so the same tasks give the same results however many work on them.
"""

import atexit
import gc
import multiprocessing
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograder import course, sample, world
from autograder.audit.trial import PATIENT, Findings, Trial
from autograder.errors import CourseError
from autograder.judge import Judge
from autograder.report import Report
from autograder.sandbox.tiers import Sandbox, Tier, open_sandbox


@dataclass(frozen=True)
class Case:
    """A solution and the seeds under which to judge it. name: whatever tells it from others."""

    name: str
    text: str
    seeds: tuple[int, ...]


@dataclass(frozen=True)
class Task:
    """Solutions of one exercise, judged in one child.

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


class Crew:
    """Worker processes that are ready. Make one with `crew(...)`."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def run(
        self,
        tasks: Sequence[Task | Whole],
        watch: Callable[[int, int], None] = lambda done, total: None,
    ) -> list[Done | Report]:
        """Do every task; the results are in the order of the tasks."""
        done, total = 0, sum(task.size for task in tasks)
        watch(done, total)
        futures = {self._pool.submit(_work, task): place for place, task in enumerate(tasks)}
        results: dict[int, Done | Report] = {}
        try:
            for future in as_completed(futures):
                place = futures[future]
                results[place] = future.result()
                done += tasks[place].size
                watch(done, total)
        except BrokenProcessPool:
            raise CourseError("A worker process died; run the command again.") from None
        except BaseException:
            for future in futures:
                future.cancel()
            raise
        return [results[place] for place in range(len(tasks))]


@contextmanager
def crew(workers: int, tier: Tier) -> Iterator[Crew]:
    """A crew for as long as the block lasts."""
    context = multiprocessing.get_context("spawn")
    places = (course.ROOT, course.CHECKS)
    pool = ProcessPoolExecutor(workers, context, _start, (places, tier))
    try:
        yield Crew(pool)
    finally:
        pool.shutdown(cancel_futures=True)


class _Worker:
    """What a worker process holds."""

    sandbox: Sandbox
    judges: dict[tuple[str, int], Judge]


def _start(places: tuple[Path, Path], tier: Tier) -> None:
    course.ROOT, course.CHECKS = places
    sandbox = open_sandbox(world.workspace(), tier=tier, unconfined=tier is Tier.UNCONFINED)
    atexit.register(sandbox.template.close)
    _Worker.sandbox = sandbox
    _Worker.judges = {}
    gc.collect()
    gc.freeze()


def _work(task: Task | Whole) -> Done | Report:
    return _grade(task) if isinstance(task, Whole) else _try(task)


def _try(task: Task) -> Done:
    seed = task.cases[0].seeds[0]
    with Trial(task.slug, task.exercise, _Worker.sandbox.template, seed) as trial:
        return Done(
            {
                case.name: tuple(trial.judge(case.text, seeds=case.seeds, enough=task.enough))
                for case in task.cases
            }
        )


def _grade(task: Whole) -> Report:
    key = (task.slug, task.seed)
    if key not in _Worker.judges:
        _Worker.judges[key] = Judge(
            task.slug,
            lambda limits: _Worker.sandbox.template.spawn(limits, seed=task.seed),
            limits=PATIENT,
            tier=_Worker.sandbox.tier.value,
            seed=task.seed,
        )
    with tempfile.TemporaryDirectory() as folder:
        notebook = sample.submission(task.slug, task.cells)
        path = sample.hand_in(notebook, Path(folder), "audit", task.slug)
        return _Worker.judges[key].grade(path, task.name)
