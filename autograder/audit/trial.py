"""Solutions of one exercise on trial: many of them, one after another, in one sandboxed child.

A child is made as the judge makes it for a submission: the set-up cell, then the reference's
cells down to the exercise. Before each solution every name that is new since then, or that the
exercise defines, is deleted, so that a solution cannot live on what the one before it left.
A solution that has to be stopped is tried once more in a child of its own, where only processor
time counts; the next one meets a fresh child.
"""

import ast
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from autograder import bank, course
from autograder.errors import CourseError
from autograder.remote import RemoteSubmission
from autograder.report import Verdict
from autograder.sandbox.errors import Verdict as Stop
from autograder.sandbox.launch import WarmTemplate
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session
from autograder.source import Kind, parse
from autograder.suite import draws, is_hidden, suite
from autograder.verdicts import STOPS
from autograder.week_limits import limits_of


def shared(slug: str) -> Limits:
    """For many solutions one after another.

    Their clock is that of the wall, which on a busy machine runs out for a right solution too; so
    whatever is stopped here is tried again.
    """
    own = limits_of(slug)
    return replace(
        own.grading,
        cell_seconds=own.call_seconds,
        call_seconds=own.call_seconds,
        grace_seconds=1.0,
        submission_seconds=36_000.0,
        cpu_seconds=36_000,
    )


def alone(slug: str) -> Limits:
    """For a solution that was stopped, in a child of its own.

    Processor time decides, which does not depend on what else the machine does, and is many times
    what all checks of an exercise take.
    """
    own = limits_of(slug)
    return replace(
        own.grading,
        cell_seconds=max(300.0, 100.0 * own.call_seconds),
        call_seconds=max(300.0, 100.0 * own.call_seconds),
        grace_seconds=1.0,
        submission_seconds=max(600.0, 20.0 * own.cpu_seconds),
        cpu_seconds=own.cpu_seconds,
    )


def patient(slug: str) -> Limits:
    """For whole notebooks of solutions of which none runs for ever."""
    own = limits_of(slug).grading
    return replace(
        own,
        cell_seconds=2 * own.cell_seconds,
        call_seconds=6 * own.call_seconds,
        submission_seconds=2 * own.submission_seconds,
    )


THE_CELL = "(the cell itself)"
"""Stands for a check where a solution was stopped while it was being defined."""


@dataclass(frozen=True)
class Failure:
    """A check that did not pass.

    verdict: what it says; stopped: whether the solution had to be stopped there; feedback: all
    that a student would read.
    """

    check: str
    hidden: bool
    verdict: str
    stopped: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class Findings:
    """What the checks of an exercise said of one solution under one seed.

    failures: in the order of the checks; seconds: by check, of those that ran; whole: whether
    no failure kept any from running.
    """

    failures: tuple[Failure, ...]
    whole: bool
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def stopped(self) -> bool:
        """Whether the solution had to be stopped, which ended its trial."""
        return any(failure.stopped for failure in self.failures)

    @property
    def killed_public(self) -> bool:
        """Whether a public check failed."""
        return any(not failure.hidden for failure in self.failures)

    @property
    def killed(self) -> bool:
        """Whether any check failed."""
        return bool(self.failures)


@cache
def cells_before(slug: str, exercise: str) -> tuple[str, ...]:
    """Set-up and parts, and the reference's cells down to the exercise; read once in a process."""
    cells, before = bank.reference_cells(slug), []
    for cell in parse(course.week(slug).source).cells:
        if cell.kind in (Kind.SETUP, Kind.PARTS):
            before.append(cell.text)
        elif cell.kind is Kind.EXERCISE:
            if cell.key == exercise:
                break
            before.append(cells[cell.key])
    return tuple(before)


class Trial:
    """The solutions of one exercise, judged one after another. Use it in a `with`."""

    def __init__(self, slug: str, exercise: str, template: WarmTemplate, seed: int) -> None:
        self.slug = slug
        self.exercise = exercise
        self.seed = seed
        self._template = template
        self._session: Session | None = None
        self._before = cells_before(slug, exercise)

    def __enter__(self) -> "Trial":
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def judge(
        self,
        text: str,
        *,
        seeds: tuple[int, ...],
        enough: int | None = None,
        drawing_only: bool = False,
    ) -> Iterator[Findings]:
        """Judge a solution under each seed; checks are left out once `enough` have failed.

        A check that draws nothing asks the same child the same under every seed: it is run under
        the first, and with `drawing_only` not at all.
        """
        submission: RemoteSubmission | None = None
        for seed in seeds:
            drawn = drawing_only or seed != seeds[0]
            submission = submission or self._define(text, shared(self.slug))
            findings = self._findings(submission, seed, enough, drawn=drawn)
            if findings.stopped:
                self._end()
                findings = self._findings(
                    self._define(text, alone(self.slug)), seed, enough, drawn=drawn
                )
                self._end()
                submission = None
            yield findings

    def _define(self, text: str, limits: Limits) -> RemoteSubmission | None:
        """Run the solution's cell; None if it had to be stopped."""
        session = self._fresh(limits)
        outcome = session.run_cell(text)
        if not outcome.alive:
            return None
        failures: dict[str, str] = {}
        if outcome.verdict is not Stop.FINISHED:
            kind = outcome.error.name if outcome.error else outcome.verdict.value
            failures = dict.fromkeys(defined(text), kind)
        return RemoteSubmission(session, failures)

    def _findings(
        self, submission: RemoteSubmission | None, seed: int, enough: int | None, *, drawn: bool
    ) -> Findings:
        """Run the checks, public ones first; with `drawn` those that draw from the seed only.

        A solution that is stopped is judged no further.
        """
        if submission is None:
            return Findings((Failure(THE_CELL, False, Verdict.TIMEOUT.value, True),), whole=False)
        failed: list[Failure] = []
        seconds: dict[str, float] = {}
        checks = suite(self.slug)
        for hidden in (False, True):
            for item in checks.items(self.exercise, hidden=hidden):
                if drawn and not draws(item):
                    continue
                if enough is not None and len(failed) >= enough:
                    return Findings(tuple(failed), False, seconds)
                started = time.perf_counter()
                outcome = checks.judge(item, submission, seed=seed)
                seconds[item.name] = time.perf_counter() - started
                if outcome.passed:
                    continue
                facts = (outcome.criterion, outcome.message, outcome.called)
                said = " ".join((*facts, outcome.expected, outcome.received))
                stopped = outcome.verdict in STOPS
                verdict = outcome.verdict.value
                failed.append(Failure(item.name, is_hidden(item), verdict, stopped, said))
                if stopped:
                    return Findings(tuple(failed), False, seconds)
        return Findings(tuple(failed), True, seconds)

    # -- the child

    def _fresh(self, limits: Limits) -> Session:
        """The child, holding nothing but what stands before the exercise."""
        if self._session is None or not self._session.alive:
            self._end()
            self._session = self._template.spawn(limits, seed=self.seed)
            for text in self._before:
                self._run(text)
            self._run(_REMEMBER)
        self._run(_RESTORE.format(seed=self.seed))
        return self._session

    def _run(self, text: str) -> None:
        assert self._session is not None
        outcome = self._session.run_cell(text)
        if outcome.verdict is not Stop.FINISHED:
            raise CourseError(f"The reference's own cell ended with {outcome.verdict}: {text}")

    def _end(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session = None


_REMEMBER = "_there_before = {}; _there_before.update(globals())"
_RESTORE = """
for _name in [name for name in globals() if name not in _there_before]:
    del globals()[_name]
globals().update(_there_before)
__import__("random").seed({seed})
__import__("numpy").random.seed({seed})
"""


def defined(text: str) -> set[str]:
    """The names that a cell gives a value at its top level."""
    names: set[str] = set()
    for node in ast.parse(text).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Assign(targets=targets):
                names |= {target.id for target in targets if isinstance(target, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
    return names
