"""What `rejects` may take for a refusal, and what it must pass on."""

import pytest

from autograder.compare import Mismatch
from autograder.sandbox.errors import (
    SandboxError,
    SubmissionStopped,
    TemplateDied,
    UnsendableValue,
    Verdict,
)
from autograder.sandbox.raised import exception_for
from autograder.submission import NotDefined, StillAStub
from autograder.testing import rejects


def raising(error):
    def function():
        raise error

    return function


def test_the_error_asked_for_is_a_refusal():
    rejects(raising(ValueError("no such word")), naming="word")


@pytest.mark.parametrize("error", [KeyError("word"), ValueError("something else")], ids=repr)
def test_another_error_or_another_message_is_a_wrong_answer(error):
    with pytest.raises(Mismatch):
        rejects(raising(error), naming="word")


def test_a_value_is_no_refusal():
    with pytest.raises(Mismatch):
        rejects(lambda: None)


@pytest.mark.parametrize(
    "error",
    [
        SandboxError("the template is gone"),
        TemplateDied("it ended"),
        UnsendableValue("too large"),
        SubmissionStopped(Verdict.CALL_TIMEOUT, "over 20 s"),
        NotDefined("absent"),
        StillAStub("a stub"),
    ],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.parametrize("wanted", [ValueError, Exception])
def test_what_the_submission_did_not_raise_is_passed_on(error, wanted):
    with pytest.raises(type(error)):
        rejects(raising(error), error=wanted)


def test_a_result_too_large_to_send_is_no_value_error():
    names = [kind.__name__ for kind in UnsendableValue.__mro__]
    with pytest.raises(Mismatch):
        rejects(raising(exception_for(names, "value too large")))
