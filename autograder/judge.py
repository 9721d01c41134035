"""One submission to one report.

The judge and its checks run here; the notebook runs in a sandbox, and only plain data comes back.
A submission can pass only by returning the right values for inputs chosen while it is judged.
"""

import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from importlib import metadata
from pathlib import Path
from typing import Any

from autograder import course
from autograder.errors import NotebookError
from autograder.inline import CheckTable
from autograder.plan import NotThisAssignment, Plan, Rebuilder, Step
from autograder.remote import RemoteSubmission
from autograder.report import (
    CellOutcome,
    CheckOutcome,
    Report,
    ReportCell,
    Status,
    Verdict,
)
from autograder.sandbox import errors as sandbox_errors
from autograder.sandbox.limits import Limits
from autograder.sandbox.outcome import CellOutcome as Run
from autograder.sandbox.session import Session
from autograder.source import Kind
from autograder.suite import stopped_verdict, suite

MAX_STOPS = 2
"""How often one exercise may bring the submission down before its other checks are given up."""

MAX_FILE_BYTES = 20 * 2**20
"""The largest notebook file that is read."""

RECORDED = (
    "ml-systems-design",
    "nbgrader",
    "numpy",
    "pandas",
    "pytest",
    "scikit-learn",
    "tzdata",
)


def versions(slug: str) -> dict[str, str]:
    """What a regrade must match: versions, and a digest of the week's source and checks."""
    import platform

    week = course.week(slug)
    files = (week.source, week.checks / "test_public.py", week.checks / "test_hidden.py")
    digest = hashlib.sha256()
    for file in files:
        text = file.read_bytes() if file.exists() else b""
        digest.update(b"%d\n%s" % (len(text), text))
    return {
        "python": platform.python_version(),
        "checks": digest.hexdigest()[:16],
    } | {name: metadata.version(name) for name in RECORDED}


class Judge:
    """Grades submissions of one assignment.

    spawn: gives a fresh sandboxed child within limits; tier: of the sandbox, for the record.
    """

    def __init__(
        self,
        slug: str,
        spawn: Callable[[Limits], Session],
        *,
        tier: str,
        limits: Limits | None = None,
        seed: int = 0,
    ) -> None:
        self.slug = slug
        self.seed = seed
        self.tier = tier
        self.limits = limits or Limits()
        self._spawn = spawn
        self._rebuilder = Rebuilder(slug)
        self._versions = versions(slug)
        suite(slug)

    def grade(self, path: Path, student: str) -> Report:
        """Grade one notebook file. Whatever is wrong with it is in the report."""
        started = time.perf_counter()
        report = Report(
            student=student,
            assignment=self.slug,
            file=path.name,
            digest="",
            seed=self.seed,
            tier=self.tier,
            status=Status.UNREADABLE,
            versions=self._versions,
            limits=asdict(self.limits),
        )
        try:
            report = replace(report, digest=digest_of(path))
            plan = self._rebuilder.plan(path)
        except (NotebookError, NotThisAssignment) as problem:
            return replace(report, problems=(_without(path, problem),))
        planned = time.perf_counter()
        sitting = _Sitting(self.slug, self.seed, plan, self._spawn, self.limits)
        try:
            cells = sitting.run()
        except sandbox_errors.SandboxError as problem:
            text = f"The sandbox failed: {problem}"
            return replace(report, status=Status.GRADER_ERROR, problems=(text,))
        finally:
            sitting.close()
        problems = plan.problems + tuple(sitting.problems)
        broken = [o for cell in cells for o in cell.outcomes if o.verdict is Verdict.GRADER_ERROR]
        problems += tuple(f"{o.name}: {o.message}" for o in broken)
        status = Status.REVIEW if problems else Status.GRADED
        return replace(
            report,
            status=Status.GRADER_ERROR if broken else status,
            problems=problems,
            cells=tuple(cells),
            timings={
                "read": round(planned - started, 6),
                "total": round(time.perf_counter() - started, 6),
            },
        )


class _Sitting:
    """One submission at work: a session, and a fresh one if the first is brought down."""

    def __init__(
        self,
        slug: str,
        seed: int,
        plan: Plan,
        spawn: Callable[[Limits], Session],
        limits: Limits,
    ) -> None:
        self.slug = slug
        self.seed = seed
        self.plan = plan
        self.problems: list[str] = []
        self._spawn = spawn
        self._limits = limits
        self._session: Session | None = None
        self._submission: RemoteSubmission | None = None
        self._done: list[Step] = []
        self._failures: dict[str, str] = {}
        self._deadly: set[str] = set()
        self._stops: dict[str, list[tuple[Verdict, str]]] = {}
        self._started = time.monotonic()

    def run(self) -> list[ReportCell]:
        """Run every step in order; a stopped submission goes on in a fresh child."""
        return [self._step(step) for step in self.plan.steps]

    def close(self) -> None:
        if self._session is not None:
            self._session.close()

    def _step(self, step: Step) -> ReportCell:
        started = time.perf_counter()
        match step.kind:
            case Kind.MEMO:
                return ReportCell(step.grade_id, "memo", step.source, step.points)
            case Kind.CHECK:
                outcomes = self._check(step)
                cell = CellOutcome(step.exercise, step.hidden, step.points, outcomes)
                return ReportCell(
                    step.grade_id,
                    "check",
                    step.source,
                    step.points,
                    score=cell.score,
                    outputs=_table(cell),
                    outcomes=outcomes,
                    seconds=round(time.perf_counter() - started, 6),
                )
            case _:
                outputs = self._run(step)
                return ReportCell(
                    step.grade_id,
                    step.kind.value,
                    step.source,
                    outputs=outputs,
                    seconds=round(time.perf_counter() - started, 6),
                )

    # -- cells

    def _run(self, step: Step) -> tuple[dict[str, Any], ...]:
        self._submission = None  # names may mean something else after the cell
        try:
            outcome = self._live().run_cell(step.source)
        except sandbox_errors.SubmissionStopped as stop:
            self._stop(step.grade_id, stop)
            return ()
        if outcome.verdict is not sandbox_errors.Verdict.FINISHED:
            reason = _reason(outcome)
            # By text, because a cell with a syntax error cannot be parsed.
            names = re.findall(r"^(?:async def|def|class)\s+(\w+)", step.source, re.MULTILINE)
            self._failures |= dict.fromkeys(names, reason)
        if outcome.alive:
            self._done.append(step)
        else:
            self._deadly.add(step.grade_id)
            self._note(step.grade_id, outcome.verdict, outcome.detail)
        return tuple(outcome.as_nbformat())

    def _live(self) -> Session:
        """The running session; if there is none, a fresh one in which the cells ran again."""
        if self._session is not None and self._session.alive:
            return self._session
        if self._session is not None:
            self._session.close()
        self._session = None
        ends_at = self._started + self._limits.submission_seconds
        if time.monotonic() >= ends_at:
            raise sandbox_errors.SubmissionStopped(
                sandbox_errors.Verdict.SUBMISSION_TIMEOUT,
                f"over {self._limits.submission_seconds:g} s in all",
            )
        session = self._session = self._spawn(self._limits)
        session.end_by(ends_at)
        for step in list(self._done):
            outcome = session.run_cell(step.source)
            if not outcome.alive:
                # It ran the first time and kills this time: leave it out, and try once more.
                self._done.remove(step)
                self._note(step.grade_id, outcome.verdict, outcome.detail)
                return self._live()
        return session

    # -- checks

    def _check(self, step: Step) -> tuple[CheckOutcome, ...]:
        """Run the checks of a cell one by one; a stop costs the check it happened in."""
        outcomes: list[CheckOutcome] = []
        checks = suite(self.slug)
        for item in checks.items(step.exercise, hidden=step.hidden):
            stops = self._stops.get(step.exercise, [])
            if len(stops) >= MAX_STOPS:
                verdict, message = stops[-1]
                outcomes.append(checks.given_up(item, verdict, f"Not tried again: {message}"))
                continue
            try:
                submission = self._submitted()
            except sandbox_errors.SubmissionStopped as stop:
                self._stop(step.exercise, stop)
                outcomes.append(checks.given_up(item, *self._stops[step.exercise][-1]))
                continue
            outcome = checks.judge(item, submission, seed=self.seed)
            if outcome.verdict in _STOPS:
                self._stops.setdefault(step.exercise, []).append((outcome.verdict, outcome.message))
                self.problems.append(f"{step.exercise}: {outcome.message}")
            outcomes.append(outcome)
        return tuple(outcomes)

    def _submitted(self) -> RemoteSubmission:
        """The functions of the running session, looked up once between two cells of its own."""
        session = self._live()
        if self._submission is None or self._submission.session is not session:
            self._submission = RemoteSubmission(session, self._failures)
        return self._submission

    def _stop(self, key: str, stop: sandbox_errors.SubmissionStopped) -> None:
        self._stops.setdefault(key, []).append((stopped_verdict(stop), str(stop)))
        self.problems.append(f"{key}: {stop}")

    def _note(self, key: str, verdict: sandbox_errors.Verdict, detail: str) -> None:
        self.problems.append(f"{key}: {verdict.value}{f' ({detail})' if detail else ''}")


_STOPS = {
    Verdict.TIMEOUT,
    Verdict.MEMORY,
    Verdict.DISK,
    Verdict.FLOOD,
    Verdict.THREADS,
    Verdict.CRASHED,
    Verdict.PROTOCOL,
}


def _reason(outcome: Run) -> str:
    if outcome.error is not None:
        lines = outcome.error.message.splitlines()
        return f"{outcome.error.name}: {lines[0] if lines else ''}".rstrip(": ")[:200]
    return f"{outcome.verdict.value} ({outcome.detail})"


def _table(cell: CellOutcome) -> tuple[dict[str, Any], ...]:
    """The output of a check cell, as the notebook itself would have shown it."""
    table = CheckTable(cell)
    data = {"text/plain": repr(table), "text/html": table._repr_html_()}
    return (
        {
            "output_type": "execute_result",
            "data": data,
            "metadata": {},
            "execution_count": None,
        },
    )


def digest_of(path: Path) -> str:
    """SHA-256 of a notebook file. Raises NotebookError if it is no file that can be read."""
    try:
        if not path.is_file():
            what = "a folder" if path.is_dir() else "a link to nothing or no ordinary file"
            raise NotebookError(f"{path}: is {what}, not a notebook.")
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise NotebookError(
                f"{path}: has {size / 2**20:.0f} MB, more than the {MAX_FILE_BYTES / 2**20:.0f} "
                "that are read; clear its outputs and hand it in again."
            )
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as problem:
        raise NotebookError(f"{path}: cannot be read ({problem.strerror}).") from None


def _without(path: Path, problem: Exception) -> str:
    """The problem without the path, which says where the grader keeps its files."""
    text = str(problem).removeprefix(f"{path}: ")
    return text[:1].upper() + text[1:]
