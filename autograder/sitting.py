"""One submission at work: its cells in a sandboxed child, and the checks of each check cell."""

import time
from collections.abc import Callable
from typing import Any

from autograder.inline import CheckTable
from autograder.plan import Plan, Step
from autograder.remote import RemoteSubmission
from autograder.report import CellOutcome, CheckOutcome, ReportCell, Verdict
from autograder.sandbox import errors as sandbox_errors
from autograder.sandbox.limits import Limits
from autograder.sandbox.outcome import CellOutcome as Run
from autograder.sandbox.session import Session
from autograder.source import Kind
from autograder.suite import suite
from autograder.unfinished import names_of, overran, stopped_with
from autograder.verdicts import STOPS, given_up, stopped_verdict

MAX_STOPS = 2
"""How often one exercise may bring the submission down before its other checks are given up."""


class Sitting:
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
                return ReportCell(
                    step.grade_id,
                    "memo",
                    step.source,
                    step.points,
                    attachments=step.attachments,
                )
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
            reason = self._what_it_did(outcome, step.source)
            self._failures |= dict.fromkeys(names_of(step.source), reason)
        if outcome.alive:
            self._done.append(step)
        else:
            self._deadly.add(step.grade_id)
            self._note(step.grade_id, outcome.verdict, outcome.detail)
        return tuple(outcome.as_nbformat())

    def _what_it_did(self, outcome: Run, source: str) -> str:
        """How a cell ended that did not finish."""
        if outcome.verdict is sandbox_errors.Verdict.CELL_TIMEOUT:
            return overran(self._limits.cell_seconds)
        if outcome.error is not None:
            lines = outcome.error.message.splitlines()
            said = f"{outcome.error.name}: {lines[0] if lines else ''}".rstrip(": ")[:200]
            return stopped_with(said, source)
        return f"was stopped: {outcome.verdict.value} ({outcome.detail})"

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
                outcomes.append(given_up(item, verdict, f"Not tried again: {message}"))
                continue
            try:
                submission = self._submitted()
            except sandbox_errors.SubmissionStopped as stop:
                self._stop(step.exercise, stop)
                outcomes.append(given_up(item, *self._stops[step.exercise][-1]))
                continue
            outcome = checks.judge(item, submission, seed=self.seed)
            if outcome.verdict in STOPS:
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
