"""The checks of a week: collected once by pytest, run one exercise at a time.

Starting pytest takes longer than most checks, so the session that collected the files is kept
and its items are run again for every request. pytest has no public call for that; the
private ones used here are those that pytest-rerunfailures and pytest-xdist rely on.

Most checks are plain functions of our own fixtures. Those are called as they are: pytest's
protocol around a call takes as long as the call.
"""

import sys
import warnings
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from _pytest.config import _prepareconfig
from _pytest.main import Session
from _pytest.runner import runtestprotocol

from autograder import course, pytest_plugin
from autograder.brief import printable
from autograder.compare import Mismatch
from autograder.errors import CheckFileError
from autograder.pytest_plugin import FIXTURES, SEED, SUBMISSION
from autograder.report import CheckOutcome, Verdict
from autograder.sandbox.errors import OpaqueValueError, SubmissionStopped
from autograder.sandbox.errors import Verdict as sandbox
from autograder.sandbox.raised import SubmissionRaised
from autograder.submission import NotDefined, StillAStub, Submission, in_one_line

# What a check does not need: capture and output belong to the caller, and pytest's hooks into
# warnings, logging, threads and crashes would outlive the call inside a learner's kernel.
_LEFT_OUT = [
    "cacheprovider",
    "capture",
    "debugging",
    "doctest",
    "faulthandler",
    "junitxml",
    "logging",
    "pastebin",
    "stepwise",
    "terminal",
    "threadexception",
    "tmpdir",
    "unittest",
    "unraisableexception",
    "warnings",
]


_XFAILED = pytest.xfail.Exception  # a kind of pytest.fail.Exception, but no verdict


class _Recorder:
    """A pytest plugin that keeps the exception which ended each phase of the running check."""

    def __init__(self) -> None:
        self.error: BaseException | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Report in place of pytest, which would spend 0.1 s on the text of each failure."""
        if call.excinfo is not None and self.error is None:
            self.error = call.excinfo.value
        return pytest.TestReport(
            item.nodeid,
            item.location,
            {},
            outcome="passed" if call.excinfo is None else "failed",
            longrepr=None,
            when=call.when,  # type: ignore[arg-type]  # "collect" is not one of a test's phases
        )


class Suite:
    """The collected checks of one week."""

    def __init__(self, slug: str) -> None:
        folder = course.week(slug).checks
        names = ("test_public.py", "test_hidden.py")
        files = [str(folder / name) for name in names if (folder / name).exists()]
        if not files:  # pytest without a file would collect whatever it finds
            raise CheckFileError(f"{folder}: there is no {' and no '.join(names)}.")
        for name in tuple(sys.modules):  # or pytest would not read a changed file again
            if name.endswith((f"{slug}.test_public", f"{slug}.test_hidden")):
                del sys.modules[name]
        options = ["--import-mode=importlib", "--disable-plugin-autoload"]
        options += ["-p", "autograder.pytest_plugin", "-c", str(course.PYTEST_INI)]
        options += [f"--rootdir={course.CHECKS}"]  # the slug is part of a check module's name
        options += [word for name in _LEFT_OUT for word in ("-p", f"no:{name}")]
        self.slug = slug
        with pytest.MonkeyPatch.context() as patch:  # a person's own pytest habits do not count
            patch.delenv("PYTEST_ADDOPTS", raising=False)
            patch.delenv("PYTEST_PLUGINS", raising=False)
            self._config = _prepareconfig([*options, *files])
        self._config._do_configure()
        self._recorder = _Recorder()
        self._config.pluginmanager.register(self._recorder)
        self._session = Session.from_config(self._config)
        self._config.hook.pytest_sessionstart(session=self._session)
        try:
            self._items = self._session.perform_collect()
        except pytest.UsageError as problem:
            raise CheckFileError(f"The checks of {slug} cannot be collected: {problem}") from None
        if self._session.testsfailed:
            raise CheckFileError(
                f"The checks of {slug} cannot be imported; see 'pytest {folder}' for the reason."
            )
        for item in self._items:
            if item.get_closest_marker("exercise") is None:
                raise CheckFileError(f"{item.path}: {item.name} lacks @exercise(...).")
        self._plain = {item for item in self._items if is_plain(item)}
        self._by_cell: dict[tuple[str, bool], list[pytest.Item]] = {}
        for item in self._items:
            self._by_cell.setdefault((_key(item), is_hidden(item)), []).append(item)

    def items(self, exercise: str, *, hidden: bool) -> Iterator[pytest.Item]:
        """The public or the hidden checks of an exercise, in file order."""
        yield from self._by_cell.get((exercise, hidden), ())

    def exercises(self) -> tuple[str, ...]:
        """The keys of the exercises that have checks, in file order."""
        return tuple(dict.fromkeys(_key(item) for item in self._items))

    def run(
        self,
        exercise: str,
        submission: Submission,
        *,
        hidden: bool,
        seed: int = 0,
        seen: Callable[[CheckOutcome], None] = lambda outcome: None,
    ) -> tuple[CheckOutcome, ...]:
        """Judge a submission by the public or the hidden checks of one exercise.

        `seen` is called after each check, while the submission still knows its last call.
        """
        items = tuple(self.items(exercise, hidden=hidden))
        if not items:
            kind = "hidden" if hidden else "public"
            raise CheckFileError(f"{self.slug} has no {kind} checks for {exercise!r}.")
        outcomes = []
        for item in items:
            outcomes.append(self.judge(item, submission, seed=seed))
            seen(outcomes[-1])
        return tuple(outcomes)

    def judge(self, item: pytest.Item, submission: Submission, *, seed: int = 0) -> CheckOutcome:
        """Judge a submission by one check."""
        self._config.stash[SUBMISSION] = submission
        self._config.stash[SEED] = seed
        submission.forget()
        self._recorder.error = None
        with warnings.catch_warnings():
            # A warning costs nothing, also where the caller has turned warnings into errors.
            warnings.simplefilter("ignore")
            error, passed = self._call(item) if item in self._plain else self._run_protocol(item)
        return outcome(item, submission, error, passed)

    def _call(self, item: pytest.Item) -> tuple[BaseException | None, bool]:
        """Call a check that is a plain function of our fixtures."""
        assert isinstance(item, pytest.Function)
        try:
            result = item.obj(**{name: FIXTURES[name](item) for name in item._fixtureinfo.argnames})
        except KeyboardInterrupt:  # a person's, for a submission's own arrives as something else
            raise
        except BaseException as error:  # also what pytest.fail() and a student's SystemExit raise
            return error, False
        # As pytest has it, a test that returns something, or has to be awaited, is no test.
        return None, result is None

    def _run_protocol(self, item: pytest.Item) -> tuple[BaseException | None, bool]:
        """Run a check with fixtures or parameters of its own as pytest would."""
        reports = runtestprotocol(item, log=False)
        error = self._recorder.error
        # No error is not a pass: pytest must say that the call itself passed.
        return error, error is None and any(r.when == "call" and r.passed for r in reports)

    def given_up(self, item: pytest.Item, verdict: Verdict, message: str) -> CheckOutcome:
        """The record of a check that was not run."""
        weight, criterion = _weight(item), _criterion(item)
        return CheckOutcome(item.name, criterion, verdict, weight, message)


def is_plain(item: pytest.Item) -> bool:
    """Whether a check needs nothing of pytest but our own fixtures."""
    if type(item) is not pytest.Function or item.cls is not None or hasattr(item, "callspec"):
        return False
    fixtures = item._fixtureinfo
    ours = all(
        definitions[-1].func.__module__ == pytest_plugin.__name__
        for definitions in fixtures.name2fixturedefs.values()
    )
    return (
        ours
        and set(fixtures.argnames) <= set(FIXTURES)
        and {marker.name for marker in item.iter_markers()} == {"exercise"}
    )


def is_hidden(item: pytest.Item) -> bool:
    """Whether a check is kept by the grader."""
    return item.path.name == "test_hidden.py"


def outcome(
    item: pytest.Item, submission: Submission, error: BaseException | None, passed: bool
) -> CheckOutcome:
    """The record of one check, and whose fault a failure is."""
    weight, criterion = _weight(item), _criterion(item)
    if passed:
        return CheckOutcome(item.name, criterion, Verdict.PASSED, weight)
    verdict, message = _verdict(error, submission)
    call = submission.last_call
    expected, received = ("", "")
    if isinstance(error, Mismatch):
        expected, received = error.expected, error.received
    returned = call.returned if call and verdict is Verdict.FAILED else ""
    return CheckOutcome(
        name=item.name,
        criterion=criterion,
        verdict=verdict,
        weight=weight,
        message=printable(message),
        called=printable(call.text) if call and verdict in (Verdict.FAILED, Verdict.RAISED) else "",
        expected=printable(expected),
        received=printable(received or returned),
        explanation=_explanation(item),
    )


def _verdict(error: BaseException | None, submission: Submission) -> tuple[Verdict, str]:
    match error:
        case NotDefined():
            return Verdict.NOT_DEFINED, str(error)
        case StillAStub():
            return Verdict.STUB, str(error)
        case SubmissionStopped():
            return stopped_verdict(error), f"Your code was stopped: {error}."
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
    return f"{in_one_line(error)}{place}"


def _marker(item: pytest.Item) -> pytest.Mark:
    marker = item.get_closest_marker("exercise")
    assert marker is not None
    return marker


def _key(item: pytest.Item) -> str:
    return str(_marker(item).args[0])


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


@cache
def suite(slug: str) -> Suite:
    """The suite of a week, collected at the first request."""
    return Suite(slug)


def reset() -> None:
    """Forget collected suites, after check files have changed."""
    suite.cache_clear()
