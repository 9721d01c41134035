"""The record of one check: what it made of a submission, and whose fault a failure is."""

from functools import cache

import pytest

from autograder import stranded
from autograder.compare import Mismatch
from autograder.report import CheckOutcome, Verdict
from autograder.sandbox.errors import OpaqueValueError, SubmissionStopped
from autograder.sandbox.errors import Verdict as sandbox
from autograder.sandbox.raised import SubmissionRaised
from autograder.submission import NotDefined, StillAStub, Submission, in_one_line
from autograder.words import printable

_XFAILED = pytest.xfail.Exception  # a kind of pytest.fail.Exception, but no verdict


def outcome(
    item: pytest.Item, submission: Submission, error: BaseException | None, passed: bool
) -> CheckOutcome:
    """The record of one check, and whose fault a failure is."""
    weight, criterion = _weight(item), _criterion(item)
    if passed:
        return CheckOutcome(item.name, criterion, Verdict.PASSED, weight)
    verdict, message = _verdict(error, submission)
    call = submission.last_call
    expected = received = fault = ""
    if isinstance(error, Mismatch):
        expected, received, fault = error.expected, error.received, error.fault
    if not received and call and verdict is Verdict.FAILED:
        received = call.returned
    return CheckOutcome(
        name=item.name,
        criterion=criterion,
        verdict=verdict,
        weight=weight,
        message=printable(message),
        called=printable(call.text) if call and verdict in (Verdict.FAILED, Verdict.RAISED) else "",
        expected=printable(expected),
        received=printable(received),
        explanation=_explanation(item),
        fault=printable(fault),
    )


def _verdict(error: BaseException | None, submission: Submission) -> tuple[Verdict, str]:
    match error:
        case NotDefined():
            return Verdict.NOT_DEFINED, str(error)
        case StillAStub():
            return Verdict.STUB, str(error)
        case SubmissionStopped():
            verdict = stopped_verdict(error)
            return verdict, f"Your code was stopped: {error}.{_MAY_BE.get(verdict, '')}"
        case SubmissionRaised():
            return Verdict.RAISED, _raised(error)
        case _ if error is not None and error is submission.last_error:
            return Verdict.RAISED, _raised(error)
        case OpaqueValueError() | Mismatch():
            return Verdict.FAILED, str(error)
        case AssertionError() | pytest.fail.Exception() if not isinstance(error, _XFAILED):
            return Verdict.FAILED, (str(error).strip() or type(error).__name__).splitlines()[0]
        case _:
            kind = type(error).__name__ if error else "the check did not run"
            return Verdict.GRADER_ERROR, (
                f"This check is broken ({kind}: {error}). It is not your mistake; please report it."
            )


_STOPPED = {
    sandbox.CELL_TIMEOUT: Verdict.TIMEOUT,
    sandbox.CALL_TIMEOUT: Verdict.TIMEOUT,
    sandbox.SUBMISSION_TIMEOUT: Verdict.TIMEOUT,
    sandbox.CPU_TIME: Verdict.TIMEOUT,
    sandbox.OUT_OF_MEMORY: Verdict.MEMORY,
    sandbox.DISK_FULL: Verdict.DISK,
    sandbox.OUTPUT_FLOOD: Verdict.FLOOD,
    sandbox.TOO_MANY_THREADS: Verdict.THREADS,
    sandbox.CRASHED: Verdict.CRASHED,
    sandbox.PROTOCOL_VIOLATION: Verdict.PROTOCOL,
}
_MAY_BE = {
    Verdict.CRASHED: " A recursion without end can do that, if the recursion limit is raised.",
}
STOPS = frozenset(_STOPPED.values())
"""Verdicts on a submission that had to be stopped."""


def stopped_verdict(stop: SubmissionStopped) -> Verdict:
    """What a report says of a submission that the sandbox had to stop."""
    return _STOPPED[stop.verdict]


def _raised(error: BaseException) -> str:
    """The error in one line, with the line of the submission that raised it."""
    place = ""
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if "ipykernel" in file or file.startswith("<ipython-input"):
            place = f" (line {trace.tb_lineno} of the cell, in {trace.tb_frame.f_code.co_name})"
        trace = trace.tb_next
    said, names = in_one_line(error), [kind.__name__ for kind in type(error).__mro__]
    if isinstance(error, SubmissionRaised):  # its own class says nothing
        names = [*error.names, *names]
        said = f"{error.class_name}{said.removeprefix(type(error).__name__)}"
    if clause := stranded.in_place_of(names, said):
        return f"Your code {clause}{place}."
    return f"{said}{place}{stranded.behind(names, said)}"


def given_up(item: pytest.Item, verdict: Verdict, message: str) -> CheckOutcome:
    """The record of a check that was not run."""
    return CheckOutcome(item.name, _criterion(item), verdict, _weight(item), message)


# -- what a check says of itself


def key_of(item: pytest.Item) -> str:
    """The key of the exercise that it checks."""
    return str(_marker(item).args[0])


def _marker(item: pytest.Item) -> pytest.Mark:
    marker = item.get_closest_marker("exercise")
    assert marker is not None
    return marker


@cache
def _weight(item: pytest.Item) -> float:
    arguments = _marker(item).args
    return float(arguments[1]) if len(arguments) > 1 else 1.0


@cache
def _criterion(item: pytest.Item) -> str:
    """The sentence a student reads: the first paragraph of the check's docstring."""
    return _paragraphs(item)[0]


@cache
def _explanation(item: pytest.Item) -> str:
    """What a student reads below the criterion who failed it: the rest of the docstring."""
    return " ".join(_paragraphs(item)[1:])


def _paragraphs(item: pytest.Item) -> list[str]:
    doc = str(getattr(getattr(item, "obj", None), "__doc__", None) or item.name)
    return [" ".join(paragraph.split()) for paragraph in doc.strip().split("\n\n")]
