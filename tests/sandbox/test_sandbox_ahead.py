"""Lists of calls that are asked in one exchange: no report may tell that they were."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.ahead import Asked, Known
from autograder.judge import Judge
from autograder.remote import RemoteSubmission
from autograder.report import Report, Verdict
from autograder.sandbox import errors, wire
from autograder.sandbox.handles import Handle, Spy
from autograder.sandbox.kept import Kept
from autograder.sandbox.launch import WarmTemplate
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session
from autograder.suite import Suite

from ..conftest import TinyCourse

CASES = """
@once
def words():
    return [(("a",), "aa", "a"), (("b",), "bb", "b")]

@once
def calls():
    return [("a",), ("b",)]

@once
def numbers():
    return [((n,), 2 * n, "n") for n in range(5)]

@once
def refused():
    return [(None,), ({},)]

@once
def lists():
    return [(([1],), [1, 1], "a list")]

@once
def pairs():
    return [(("ab",), "abab", "ab")]
"""

PUBLIC = (
    CASES
    + '''
@exercise("double")
def test_words(submission):
    """Words."""
    assert_each(submission.double, words())

@exercise("double")
def test_numbers(submission):
    """Numbers."""
    assert_each(submission.double, numbers())

@exercise("double")
def test_refused(submission):
    """Refused."""
    rejects_each(submission.double, refused(), error=TypeError)

@exercise("double")
def test_two_lists(submission):
    """Two lists."""
    assert_each(submission.double, lists())
    assert_each(submission.double, pairs())

@exercise("double")
def test_looks_at_answers(submission):
    """Looks at answers."""
    for answer in submission.double.each(calls()):
        is_a(answer(), str)

@exercise("double")
def test_words_again(submission):
    """Words again."""
    assert_each(submission.double, words())

@exercise("double")
def test_a_call_of_its_own(submission):
    """A call of its own."""
    assert_same(submission.double(50), 100)

@exercise("double")
def test_pairs(submission):
    """Pairs."""
    assert_each(submission.double, pairs())

@exercise("double")
def test_lists(submission):
    """Lists."""
    assert_each(submission.double, lists())
'''
)

HIDDEN = (
    CASES
    + '''
@exercise("double")
def test_hidden_numbers(submission):
    """Hidden numbers."""
    assert_each(submission.double, numbers())

@exercise("double")
def test_hidden_pairs(submission):
    """Hidden pairs."""
    assert_each(submission.double, pairs())
'''
)

RIGHT = """
def double(x):
    if not isinstance(x, (str, int, float, list)):
        raise TypeError("only numbers, words and lists")
    return 2 * x
"""

# In `{then}` a submission does what it does on one of the lists, in the middle of others.
AT = """
import os, time
CALLS = []

def double(x):
    CALLS.append(x)
    if not isinstance(x, (str, int, float, list)):
        raise TypeError("only numbers, words and lists")
    if x == {at!r}:
        {then}
    return 2 * x
"""

ODD = {
    "right": RIGHT,
    "wrong at a number": AT.format(at=3, then="return 7"),
    "wrong at a pair": AT.format(at="ab", then="return CALLS"),
    "says all its calls": AT.format(at=[1], then="raise RuntimeError(repr(CALLS))"),
    "raises": AT.format(at="a", then="raise KeyError(x)"),
    "a stub for numbers": AT.format(at=0, then="raise NotImplementedError"),
    "a stub": "def double(x):\n    raise NotImplementedError",
    "refuses nothing": "def double(x):\n    return 2 * x if x else x",
    "gives objects": AT.format(at=3, then="return object()"),
    "gives too much": AT.format(at=3, then="return bytes(70 << 20)"),
    "gives much": AT.format(at="b", then="return bytes(2 << 20)"),
    "interrupts itself": AT.format(at=3, then="raise KeyboardInterrupt"),
    "leaves": AT.format(at=3, then="raise SystemExit(len(CALLS))"),
    "prints": "def double(x):\n    print('x' * 1000)\n" + RIGHT.split("\n", 2)[2],
    "a default list": "def double(x, seen=[]):\n    seen.append(x)\n    return len(seen)",
    "counts its calls": AT.format(at=100, then="pass") + "    return len(CALLS)",
    "right only once": AT.format(at="ab", then="return x * (3 - CALLS.count(x))"),
    "not defined": "",
    "no function": "double = 5",
}

DEADLY = {
    "floods": AT.format(at=3, then="print('x' * (5 << 20))"),
    "dies": AT.format(at=3, then="os._exit(3)"),
    "dies at a pair": AT.format(at="ab", then="os._exit(3)"),
    "writes on the wire": AT.format(at=3, then="os.write(3, bytes(9))"),
}

SLOW = {
    "hangs": AT.format(at=3, then="time.sleep(60)"),
    "hangs where nothing was right": AT.format(at="ab", then="time.sleep(60)"),
    "swallows the interrupt": AT.format(
        at=3, then="try: time.sleep(60)\n        except BaseException: return 8"
    ),
    "interrupts itself and hangs": AT.format(at=3, then="time.sleep(60)").replace(
        "CALLS.append(x)", "CALLS.append(x)\n    if x == 'a':\n        raise KeyboardInterrupt"
    ),
    "cannot be interrupted": "import signal\n"
    + AT.format(at=3, then="signal.signal(2, signal.SIG_IGN); time.sleep(60)"),
}


@pytest.fixture
def grade(
    write_checks: Callable[..., Suite],
    tiny: TinyCourse,
    tmp_path: Path,
    template_of: Callable[[str], WarmTemplate],
    limits: Limits,
) -> Callable[..., Report]:
    """Grade a text of `double`, by a judge that knows the checks, or by a new one."""
    write_checks(PUBLIC, HIDDEN)
    template = template_of("A")
    number = itertools.count()

    def grade(text: str, *, before: tuple[str, ...] = (), **changed: Any) -> Report:
        allowed = replace(limits, **changed)
        judge = Judge(tiny.slug, template.spawn, tier="A", limits=allowed)
        for source in (*before, text):
            path = tmp_path / f"{next(number)}.ipynb"
            report = judge.grade(tiny.solve(path, double=source), "ada")
        return report

    return grade


def told(report: Report) -> tuple[Any, ...]:
    """All that a report says of a submission, but how long it took."""
    cells = [dataclasses.replace(cell, seconds=0) for cell in report.cells]
    return report.status, report.score, report.problems, cells


@pytest.fixture
def early(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many lists were asked in each exchange that asked several."""
    counts: list[int] = []
    real = Session.call_ahead

    def counting(self: Session, lists: Any) -> None:
        counts.append(len(lists))
        real(self, lists)

    monkeypatch.setattr(Session, "call_ahead", counting)
    return counts


def test_lists_that_are_asked_for_certain_are_asked_together(
    grade: Callable[..., Report], early: list[int]
) -> None:
    new = grade(RIGHT)
    assert early == []
    assert told(grade(RIGHT, before=(RIGHT,))) == told(new)
    # Up to the first of two lists; from one whose answers a check sees, no further; and so on.
    assert early == [4, 2, 2]
    assert [o for cell in new.cells for o in cell.outcomes if o.verdict != Verdict.PASSED] == []


@pytest.mark.parametrize("name", ODD)
def test_a_report_does_not_depend_on_what_was_graded_before(
    grade: Callable[..., Report], early: list[int], name: str
) -> None:
    new = told(grade(ODD[name]))
    for before in ((RIGHT,), (ODD[name],), (ODD["a default list"], ODD["raises"], RIGHT)):
        assert told(grade(ODD[name], before=before)) == new
    assert early


@pytest.mark.parametrize("name", DEADLY)
def test_a_child_that_dies_early_is_replaced_and_asked_one_by_one(
    grade: Callable[..., Report], early: list[int], name: str
) -> None:
    new = told(grade(DEADLY[name]))
    assert new[2], "it was not stopped"
    early.clear()
    assert told(grade(DEADLY[name], before=(RIGHT,))) == new
    assert early == [4, *[2] * (name == "dies at a pair")], "it was asked ahead once more"


@pytest.mark.parametrize("name", SLOW)
def test_a_stop_is_told_by_the_check_that_it_happened_in(
    grade: Callable[..., Report], early: list[int], name: str
) -> None:
    short = {"call_seconds": 2, "grace_seconds": 1}
    new = told(grade(SLOW[name], **short))
    assert told(grade(SLOW[name], before=(RIGHT,), **short)) == new
    assert early


def test_a_slow_function_has_all_its_time(grade: Callable[..., Report], early: list[int]) -> None:
    slow = AT.format(at="b", then="time.sleep(2)\n    if x == 4:\n        time.sleep(2)")
    report = grade(slow, before=(RIGHT,), call_seconds=3)
    assert not report.problems
    assert [o for cell in report.cells for o in cell.outcomes if o.verdict != Verdict.PASSED] == []
    assert early


# -- one session


WORDS, NUMBERS, PAIRS = (Kept([(x,)]) for x in ("a", 1, "ab"))


def defined(session: Session, source: str) -> Handle:
    outcome = session.run_cell(source)
    assert outcome.verdict is errors.Verdict.FINISHED, outcome
    found = session.function("f")
    assert isinstance(found, Handle)
    return found


def test_answers_wait_until_they_are_asked_for(session: Session) -> None:
    f = defined(session, "SEEN = []\ndef f(x):\n    SEEN.append(x)\n    return 2 * x")
    session.call_ahead([(f, WORDS), (f, NUMBERS), (f, PAIRS)])
    asked = session.sequence
    answers = [session.call_each(f, calls) for calls in (WORDS, NUMBERS, PAIRS)]
    assert answers == [["aa"], [2], ["abab"]]
    assert session.sequence == asked
    assert session.get("SEEN") == ["a", 1, "ab"]
    assert session.call_each(f, WORDS) == ["aa"]
    assert session.get("SEEN") == ["a", 1, "ab", "a"]


def test_calls_that_were_made_anew_are_not_made_twice(session: Session) -> None:
    f = defined(session, "SEEN = []\ndef f(x):\n    SEEN.append(x)\n    return 2 * x")
    session.call_ahead([(f, WORDS), (f, NUMBERS)])
    assert session.call_each(f, Kept(list(WORDS))) == ["aa"]
    assert session.call_each(f, Kept(list(NUMBERS))) == [2]
    assert session.get("SEEN") == ["a", 1]


def test_another_question_than_the_next_one_is_asked_as_ever(session: Session) -> None:
    f = defined(session, "SEEN = []\ndef f(x):\n    SEEN.append(x)\n    return 2 * x")
    session.call_ahead([(f, WORDS), (f, NUMBERS)])
    assert session.call_each(f, PAIRS) == ["abab"]
    assert session.call_each(f, WORDS) == ["aa"]
    session.call_ahead([(f, WORDS), (f, NUMBERS)])
    assert session.call_each(f, WORDS, seconds=5) == ["aa"]  # under a clock of its own
    session.call_ahead([(f, WORDS), (f, NUMBERS)])
    session.run_cell("def f(x):\n    return 0")
    assert session.call_each("f", WORDS) == [0]


def test_what_takes_its_time_is_the_last_of_what_was_not_asked_for(session: Session) -> None:
    f = defined(
        session,
        "import time\nSEEN = []\ndef f(x):\n    SEEN.append(x)\n"
        f"    time.sleep({2 * wire.WORKS_AHEAD} if x == 1 else 0)\n    return x",
    )
    session.call_ahead([(f, WORDS), (f, NUMBERS), (f, PAIRS)])
    assert session.get("SEEN") == ["a", 1]
    answers = [session.call_each(f, calls) for calls in (WORDS, NUMBERS, PAIRS)]
    assert answers == [["a"], [1], ["ab"]]


def test_large_answers_are_not_heaped_up(session: Session) -> None:
    f = defined(session, f"SEEN = []\ndef f(x):\n    SEEN.append(x)\n    return bytes({1 << 20})")
    session.call_ahead([(f, WORDS), (f, NUMBERS)])
    assert session.get("SEEN") == ["a"]


@pytest.mark.parametrize(
    "answer",
    [
        "{'id': here.current, 'ok': 0}",
        "{'id': here.current, 'ok': 3}",
        "{'id': here.current, 'ok': True}",
        "{'id': here.current, 'error': {'names': ['ValueError'], 'message': '', 'traceback': []}}",
    ],
)
def test_another_number_of_answers_ends_the_session(session: Session, answer: str) -> None:
    source = f"""
import gc, os
from autograder.sandbox import encode
here = next(o for o in gc.get_objects() if type(o).__name__ == 'Worker')
def f(x):
    os.write(3, encode.dumps({answer}) * 3)
"""
    f = defined(session, source)
    with pytest.raises(errors.SubmissionStopped) as stopped:
        session.call_ahead([(f, WORDS), (f, NUMBERS)])
    assert stopped.value.verdict is errors.Verdict.PROTOCOL_VIOLATION
    assert session.ahead


def test_an_answer_that_is_none_ends_the_session_when_it_is_read(session: Session) -> None:
    source = """
import gc, os
from autograder.sandbox import encode
here = next(o for o in gc.get_objects() if type(o).__name__ == 'Worker')
def f(x):
    number = here.current
    os.write(3, encode.dumps({'id': number, 'ok': 2}))
    os.write(3, encode.dumps({'id': number, 'ok': [[True, 2]]}))
    os.write(3, encode.dumps({'id': number, 'spy': 1, 'args': [], 'kwargs': {}}))
"""
    f = defined(session, source)
    session.call_ahead([(f, WORDS), (f, NUMBERS)])
    assert session.call_each(f, WORDS) == [2]
    with pytest.raises(errors.SubmissionStopped) as stopped:
        session.call_each(f, NUMBERS)
    assert stopped.value.verdict is errors.Verdict.PROTOCOL_VIOLATION


def test_calls_with_a_spy_wait_for_their_check(session: Session) -> None:
    defined(session, "def f(record):\n    return record(1) if callable(record) else record")
    seen: list[int] = []
    spied = Kept([(Spy(seen.append),)])
    submission = RemoteSubmission(session, {})
    submission.certain = lambda: [("f", WORDS), ("f", spied), ("f", NUMBERS)]
    assert [answer() for answer in submission.f.each(WORDS)] == ["a"]
    assert not session.early
    assert seen == []
    submission.certain = lambda: [("f", WORDS), ("f", NUMBERS), ("f", spied)]
    assert [answer() for answer in submission.f.each(WORDS)] == ["a"]
    assert [early.calls for early in session.early] == [NUMBERS]


# -- what is known of checks


@pytest.mark.parametrize(
    ("sealed", "count", "passed", "known"),
    [
        (True, 1, True, [WORDS, NUMBERS]),
        (True, 1, False, [WORDS]),  # who knows what it asks of those who pass
        (True, 2, True, [WORDS]),
        (False, 1, True, [WORDS]),  # it may ask more when it sees other answers
    ],
)
def test_a_check_that_may_ask_more_is_the_last(
    write_checks: Callable[..., Suite],
    sealed: bool,
    count: int,
    passed: bool,
    known: list[Kept],
) -> None:
    first, second, unknown = list(write_checks(PUBLIC).items("double", hidden=False))[:3]
    checks = Known()
    asked = Asked(first=("f", WORDS), sealed=sealed, count=count)
    checks.learn(first, asked, passed=passed)
    checks.learn(second, Asked(first=("f", NUMBERS), sealed=True, count=1), passed=True)
    assert checks.lists([first, second, unknown]) == [("f", calls) for calls in known]
    assert checks.lists([unknown, first]) == []
