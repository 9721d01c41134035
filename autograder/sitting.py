"""One submission at work: its cells in a sandboxed child, and the checks of each check cell."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pytest

from autograder.ahead import Known
from autograder.inline import CheckTable
from autograder.own_cells import OwnCells
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
from autograder.words import counted

MAX_STOPS = 2
"""How often one exercise may bring the submission down before its other checks are given up."""
MOST_OWN_NOTES = 10
"""Stopped cells of the student's own that are named; others are counted."""


class Sitting:
    """One submission at work: a session, and a fresh one if the first is brought down."""

    def __init__(
        self,
        slug: str,
        seed: int,
        plan: Plan,
        spawn: Callable[[Limits], Session],
        limits: Limits,
        known: Known,
    ) -> None:
        self.slug = slug
        self.seed = seed
        self.plan = plan
        self.problems: list[str] = []
        self._spawn = spawn
        self._limits = limits
        self._known: Known | None = known
        self._session: Session | None = None
        self._submission: RemoteSubmission | None = None
        self._done: list[Step] = []
        self._failures: dict[str, str] = {}
        self._stops: dict[str, list[tuple[Verdict, str]]] = {}
        self._own = OwnCells(limits)
        self._own_notes = 0
        self._started = time.monotonic()

    def run(self) -> list[ReportCell]:
        """Run every step in order; a stopped submission goes on in a fresh child."""
        cells = [self._step(step) for step in self.plan.steps]
        more = self._own_notes - MOST_OWN_NOTES
        if more > 0:
            self.problems.append(f"{counted(more, 'more cell')} of the student's own: stopped too.")
        if self._own.left_out:
            self.problems.append(
                f"All cells of the student's own may take {self._limits.own_seconds:g} s together; "
                f"when these were over, {counted(self._own.left_out, 'run')} of one was left out."
            )
        return cells

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
                    cell_id=step.cell_id,
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
                    cell_id=step.cell_id,
                )
            case _:
                outputs = self._run(step)
                return ReportCell(
                    step.grade_id,
                    step.kind.value,
                    step.source,
                    outputs=outputs,
                    seconds=round(time.perf_counter() - started, 6),
                    cell_id=step.cell_id,
                )

    # -- cells

    def _run(self, step: Step) -> tuple[dict[str, Any], ...]:
        self._submission = None  # names may mean something else after the cell
        try:
            outcome = self._run_in(self._live(), step)
        except sandbox_errors.SubmissionStopped as stop:
            self._stop(step.name, stop)
            return ()
        if outcome is None:
            return ()
        is_own = step.kind is Kind.CODE
        if outcome.verdict is not sandbox_errors.Verdict.FINISHED:
            reason = self._what_it_did(outcome, step)
            self._failures |= dict.fromkeys(names_of(step.source), reason)
        if outcome.alive:
            self._done.append(step)
            if is_own and outcome.verdict is sandbox_errors.Verdict.CELL_TIMEOUT:
                self._note(step, outcome.verdict, outcome.detail)
        else:
            self._note(step, outcome.verdict, outcome.detail)
        return self._own.shown(outcome) if is_own else tuple(outcome.as_nbformat())

    def _run_in(self, session: Session, step: Step) -> Run | None:
        """Run a cell, one of the student's own under its own clock; None if that is over."""
        if step.kind is Kind.CODE:
            return self._own.run(session, step.source)
        return session.run_cell(step.source)

    def _what_it_did(self, outcome: Run, step: Step) -> str:
        """How a cell ended that did not finish."""
        source, limits = step.source, self._limits
        if outcome.verdict is sandbox_errors.Verdict.CELL_TIMEOUT:
            is_own = step.kind is Kind.CODE
            return overran(limits.own_cell_seconds if is_own else limits.cell_seconds)
        if outcome.error is not None:
            lines = outcome.error.message.splitlines()
            said = f"{outcome.error.name}: {lines[0] if lines else ''}".rstrip(": ")[:200]
            return stopped_with(said, source)
        return f"was stopped: {outcome.verdict.value} ({outcome.detail})"

    def _live(self) -> Session:
        """The running session; if there is none, a fresh one in which the cells ran again."""
        session = self._session
        while session is None or not session.alive:
            session = self._fresh()
        return session

    def _fresh(self) -> Session | None:
        """A session in which the cells ran again; None if one of them ended it."""
        if self._session is not None:
            self._session.close()
        self._session = None
        ends_at = self._started + self._limits.submission_seconds + self._own.used
        if time.monotonic() >= ends_at:
            raise sandbox_errors.SubmissionStopped(
                sandbox_errors.Verdict.SUBMISSION_TIMEOUT,
                f"over {self._limits.submission_seconds:g} s in all",
            )
        session = self._session = self._spawn(self._limits)
        session.end_by(ends_at)
        for step in list(self._done):
            outcome = self._run_in(session, step)
            if outcome is not None and not outcome.alive:
                # It ran the first time and kills this time: leave it out, and try once more.
                self._done.remove(step)
                self._note(step, outcome.verdict, outcome.detail)
                return None
        return session

    # -- checks

    def _check(self, step: Step) -> tuple[CheckOutcome, ...]:
        """Run the checks of a cell one by one; a stop costs the check it happened in."""
        outcomes: list[CheckOutcome] = []
        checks = suite(self.slug)
        items = tuple(checks.items(step.exercise, hidden=step.hidden))
        for place, item in enumerate(items):
            stops = self._stops.get(step.exercise, [])
            if len(stops) >= MAX_STOPS:
                verdict, message = stops[-1]
                outcomes.append(given_up(item, verdict, f"Not tried again: {message}"))
                continue
            try:
                outcome = self._judge(items[place:])
            except sandbox_errors.SubmissionStopped as stop:
                self._stop(step.exercise, stop)
                outcomes.append(given_up(item, *self._stops[step.exercise][-1]))
                continue
            if outcome.verdict in STOPS:
                self._stops.setdefault(step.exercise, []).append((outcome.verdict, outcome.message))
                self.problems.append(f"{step.exercise}: {outcome.message}")
            outcomes.append(outcome)
        return tuple(outcomes)

    def _judge(self, items: Sequence[pytest.Item]) -> CheckOutcome:
        """Judge by the first of the checks that are left of a cell."""
        began = time.monotonic()
        submission, known = self._submitted(), self._known
        submission.certain = partial(known.lists, items) if known else tuple
        outcome = suite(self.slug).judge(items[0], submission, seed=self.seed)
        if known is None:
            return outcome
        if submission.session.ahead:
            # It died of calls that may not be this check's: from here on each asks for itself.
            self._known = None
            self._started += time.monotonic() - began
            return self._judge(items)
        known.learn(items[0], submission.asked, passed=outcome.verdict is Verdict.PASSED)
        return outcome

    def _submitted(self) -> RemoteSubmission:
        """The functions of the running session, looked up once between two cells of its own."""
        session = self._live()
        if self._submission is None or self._submission.session is not session:
            self._submission = RemoteSubmission(session, self._failures)
        return self._submission

    def _stop(self, key: str, stop: sandbox_errors.SubmissionStopped) -> None:
        self._stops.setdefault(key, []).append((stopped_verdict(stop), str(stop)))
        self.problems.append(f"{key}: {stop}")

    def _note(self, step: Step, verdict: sandbox_errors.Verdict, detail: str) -> None:
        said = f"{verdict.value}{f' ({detail})' if detail else ''}"
        if step.kind is not Kind.CODE:
            self.problems.append(f"{step.grade_id}: {said}")
            return
        self._own_notes += 1
        if self._own_notes <= MOST_OWN_NOTES:
            self.problems.append(f"{step.name} was stopped: {said}; what depends on it is missing.")


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
