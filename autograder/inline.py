"""Checks inside a notebook: `check("best-threshold")` at the end of a cell.

The result's text form is a plain float, because stock nbgrader reads the points of a check cell
from it; its HTML form is a table for the learner.
"""

import copy
import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from autograder import course, last_check
from autograder.brief import brief
from autograder.errors import CourseError
from autograder.local_run import quiet
from autograder.prose import html, message_html
from autograder.report import CellOutcome, CheckOutcome, Verdict, told_once
from autograder.submission import Call, LocalSubmission
from autograder.words import counted, points, printable, same_for

_FALLEN = (
    "The kernel ended during the last check, of {}. If you did not restart it, your code brought "
    "it down: look for a recursion without end, which does that where the recursion limit is "
    "raised (`sys.setrecursionlimit`)."
)


class CheckIsBroken(CourseError):
    """A check failed for a reason of its own; no score can be given."""


class CheckWasInterrupted(KeyboardInterrupt):
    """A person stopped a check; the traceback would be that of our own code."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


@dataclass(frozen=True)
class CheckTable:
    """What a check cell shows: a float as text, a table as HTML.

    failed_call: the first call that failed, if the learner can make it again.
    """

    outcome: CellOutcome
    failed_call: Call | None = None

    def __repr__(self) -> str:
        return repr(self.outcome.score)

    def __float__(self) -> float:
        return self.outcome.score

    def _repr_html_(self) -> str:
        return check_table_html(self.outcome) + _how_to_call_again(self.failed_call)


class Checker:
    """The `check` function of a week's notebook.

    Its call `check(exercise, hidden=False)` judges what the notebook has defined so far and
    returns the points earned, of the points that check cell is worth.
    """

    def __init__(self, slug: str) -> None:
        self._slug = slug
        self._failed_call: Call | None = None

    def __call__(self, exercise: str = "", *, hidden: bool = False) -> CheckTable:
        self._failed_call = None
        key = exercise if isinstance(exercise, str) else brief(exercise, 60)  # the function, say
        if fallen := last_check.unended(self._slug):
            print(_FALLEN.format(printable(fallen)))
        try:
            with last_check.noted(self._slug, key):
                outcome, call = _check(self._slug, key, hidden, _namespace())
        except KeyboardInterrupt:
            raise CheckWasInterrupted(
                f"The check of {key} was interrupted. If it took too long, look for a loop or a "
                "recursion that does not end; then run this cell again."
            ) from None
        self._failed_call = None if hidden else call
        return CheckTable(outcome, self._failed_call)

    @property
    def failed_call(self) -> Call | None:
        """The call that failed first in the last public check: its `args` and `kwargs`, copied.

        None if there is no such call. They are copies because a check may use its inputs again.
        """
        return copy.deepcopy(self._failed_call)


def checker(slug: str) -> Checker:
    """The `check` function of a week's notebook."""
    from autograder.suite import suite

    week = course.week(slug)
    suite(week.slug)  # pytest starts here, once, and not while the learner waits for a first check
    return Checker(week.slug)


def _namespace() -> Mapping[str, Any]:
    """What the notebook has defined so far; outside a notebook, what the calling script has."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    if shell is not None:
        return dict(shell.user_ns)
    frame = inspect.stack()[2].frame
    return dict(frame.f_globals)


def _check(
    slug: str, exercise: str, hidden: bool, namespace: Mapping[str, Any]
) -> tuple[CellOutcome, Call | None]:
    """What the checks say, and the first call that failed."""
    from autograder.suite import suite

    worth = course.points(slug, exercise, hidden=hidden)
    submission = LocalSubmission(namespace)
    failed: list[Call] = []

    def note(outcome: CheckOutcome) -> None:
        if outcome.called and submission.last_call:
            failed.append(submission.last_call)

    with quiet():
        outcomes = suite(slug).run(exercise, submission, hidden=hidden, seen=note)
    cell = CellOutcome(exercise, hidden, worth, outcomes)
    if cell.grader_errors:
        broken = cell.grader_errors[0]
        raise CheckIsBroken(f"{broken.name}: {broken.message}")
    return cell, failed[0] if failed else None


_MARKS = {
    Verdict.PASSED: "✓",
    Verdict.FAILED: "✗",
    Verdict.RAISED: "✗",
    Verdict.NOT_DEFINED: "–",
    Verdict.STUB: "–",
}
_CODE = "white-space:pre-wrap;overflow-wrap:anywhere;font-family:monospace;font-size:0.92em"


def check_table_html(cell: CellOutcome) -> str:
    """The table of one check cell. Everything a submission had a hand in is escaped."""
    passed = sum(outcome.passed for outcome in cell.outcomes)
    checks = counted(len(cell.outcomes), "hidden check" if cell.hidden else "check")
    reveal = not cell.hidden
    rows = "".join(
        _row(outcome, more, reveal=reveal)
        for outcome, more in told_once(cell.outcomes, reveal=reveal)
    )
    return (
        '<div style="max-width:60em"><div><strong>'
        f"{escape(cell.exercise)}</strong>: {passed} of {checks} passed, "
        f"{cell.score:g} of {points(cell.points)}</div>"
        # JupyterLab fixes the layout of tables, so the first row's widths are the columns'.
        '<table style="width:100%;border-collapse:collapse;margin:0.4em 0">'
        f"{rows}</table></div>"
    )


def _how_to_call_again(call: Call | None) -> str:
    if call is None:
        return ""
    if "." in call.name:  # of an object that the check has made: there is no name for it here
        given = "`check.failed_call.args`" + (" and `.kwargs`" if call.kwargs else "")
        said = f"What the first call that failed was given: {html(given)}"
        return f'<div style="opacity:0.8">{said}</div>'
    named = ", **check.failed_call.kwargs" if call.kwargs else ""
    again = f"`{call.name}(*check.failed_call.args{named})`"
    return f'<div style="opacity:0.8">The first call that failed, to try again: {html(again)}</div>'


def _row(outcome: CheckOutcome, more: int, *, reveal: bool) -> str:
    look = "text-align:left;vertical-align:top;padding:0.2em 0.6em;border-top:1px solid #8884"
    lines = [f"<div>{html(outcome.message if outcome.absent else outcome.criterion)}</div>"]
    if reveal and not outcome.passed and not outcome.absent:
        if outcome.explanation:
            lines.append(f'<div style="opacity:0.8">{html(outcome.explanation)}</div>')
        lines.append(f"<div><em>{message_html(outcome, outcome.message)}</em></div>")
        facts = {"called": outcome.called, "expected": outcome.expected, "got": outcome.received}
        lines += [
            f'<div style="{_CODE}"><span style="opacity:0.7">{label:<9}</span>{escape(text)}</div>'
            for label, text in facts.items()
            if text
        ]
    if more:
        lines.append(f'<div style="opacity:0.8">{same_for(more)}</div>')
    mark = _MARKS.get(outcome.verdict, "!")
    return (
        f'<tr><td style="{look};width:9em">{mark} {escape(outcome.verdict.value)}</td>'
        f'<td style="{look}">{"".join(lines)}</td></tr>'
    )
