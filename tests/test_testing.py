"""What `rejects` may take for a refusal, and what it must pass on; what a spy sees."""

import numpy as np
import pytest

from autograder.compare import Mismatch
from autograder.plain_data import Opaque
from autograder.sandbox.errors import (
    SandboxError,
    SubmissionStopped,
    TemplateDied,
    UnsendableValue,
    Verdict,
)
from autograder.sandbox.raised import exception_for
from autograder.submission import LocalSubmission, NotDefined, StillAStub
from autograder.testing import once, once_per_seed, rejects, spy


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


class Recorder:
    """A check's own object: what a spy is made of, and what the submission must not touch."""

    def __init__(self):
        self.seen = []

    def _tell(self, value):
        self.seen.append(value)
        return self.seen


def asking(function):
    return LocalSubmission({"ask": function})


def test_a_spy_runs_with_the_check_on_copies_and_gives_copies_back():
    recorder = Recorder()

    def ask(tell):
        value = [1]
        answer = tell(value)
        value.append(2)
        answer.append("forged")
        return answer

    assert asking(ask).ask(spy(recorder._tell)) == [[1], "forged"]
    assert recorder.seen == [[1]]


def test_what_is_no_plain_data_reaches_a_spy_as_an_opaque_value():
    recorder = Recorder()
    asking(lambda tell: tell(recorder)).ask(spy(recorder._tell))
    assert [type(value) for value in recorder.seen] == [Opaque]


def test_the_error_of_a_spy_reaches_the_submission():
    def ask(tell):
        try:
            tell(0)
        except LookupError as error:
            return str(error)

    assert asking(ask).ask(spy(raising_on_any_call(LookupError("gone")))) == "gone"


def raising_on_any_call(error):
    def function(*_):
        raise error

    return function


def test_a_spy_is_shown_by_its_name():
    submission = asking(lambda spies: None)
    submission.ask([spy(Recorder()._tell)])
    assert submission.last_call.text == "ask([tell])"


def test_cases_are_made_once_and_remember_their_arguments():
    made = []

    @once
    def cases():
        made.append("once")
        return [((1, 2), 3, "why")]

    assert cases() is cases()
    assert cases().arguments() == [(1, 2)]
    assert cases().arguments() is cases().arguments()
    assert made == ["once"]


def test_cases_of_a_seed_are_those_of_its_generator():
    @once_per_seed
    def cases(rng):
        return [((int(rng.integers(100)),), None, "")]

    same = [cases(np.random.default_rng([7, 1])) for _ in range(2)]
    assert same[0] is same[1]
    assert same[0] == [((int(np.random.default_rng([7, 1]).integers(100)),), None, "")]
    assert cases(np.random.default_rng([8, 1])) is not same[0]
