"""The checks of a week: collected once by pytest, run one exercise at a time.

Starting pytest takes longer than most checks, so the session that collected the files is kept
and its items are run again for every request. pytest has no public call for that; the
private ones used here are those that pytest-rerunfailures and pytest-xdist rely on.

Most checks are plain functions of our own fixtures. Those are called as they are: pytest's
protocol around a call takes as long as the call.
"""

import re
import sys
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from _pytest.config import _prepareconfig
from _pytest.main import Session
from _pytest.runner import runtestprotocol

from autograder import course, pytest_plugin
from autograder.errors import CheckFileError
from autograder.pytest_plugin import FIXTURES, SEED, SUBMISSION
from autograder.report import CheckOutcome
from autograder.submission import Submission
from autograder.verdicts import key_of, outcome

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


def check_files(slug: str) -> tuple[Path, ...]:
    """The check files of a week, public ones first, in the order of the exercises' names."""
    folder = course.week(slug).checks
    return tuple(
        file
        for name in ("test_public.py", "test_hidden.py")
        for file in sorted(folder.glob(f"*/{name}"))
    )


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
        files = [str(file) for file in check_files(slug)]
        if not files:  # pytest without a file would collect whatever it finds
            raise CheckFileError(f"{folder}: there is no */test_public.py and no */test_hidden.py.")
        for name in tuple(sys.modules):  # or pytest would not read a changed file again
            if re.search(rf"\b{slug}\.[\w-]+\.test_(public|hidden)$", name):
                del sys.modules[name]
        options = ["--import-mode=importlib", "--disable-plugin-autoload"]
        # A rewritten assert calls pytest, which a function sent to the sandbox would then import
        # there: 60 ms of every submission.
        options += ["--assert=plain"]
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
            if key_of(item) != item.path.parent.name:
                raise CheckFileError(
                    f"{item.path}: {item.name} is a check of {key_of(item)!r} in another's folder."
                )
        self._plain = {item for item in self._items if is_plain(item)}
        self._by_cell: dict[tuple[str, bool], list[pytest.Item]] = {}
        for item in self._items:
            self._by_cell.setdefault((key_of(item), is_hidden(item)), []).append(item)

    def items(self, exercise: str, *, hidden: bool) -> Iterator[pytest.Item]:
        """The public or the hidden checks of an exercise, in file order."""
        yield from self._by_cell.get((exercise, hidden), ())

    def exercises(self) -> tuple[str, ...]:
        """The keys of the exercises that have checks, in file order."""
        return tuple(dict.fromkeys(key_of(item) for item in self._items))

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
        if submission.cut_short is not None:
            error, passed = submission.cut_short, False
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


def draws(item: pytest.Item) -> bool:
    """Whether a check draws from the grading seed; any other one is the same under every seed."""
    assert isinstance(item, pytest.Function)
    return "rng" in item.fixturenames


def is_hidden(item: pytest.Item) -> bool:
    """Whether a check is kept by the grader."""
    return item.path.name == "test_hidden.py"


@cache
def suite(slug: str) -> Suite:
    """The suite of a week, collected at the first request."""
    return Suite(slug)


def reset() -> None:
    """Forget collected suites, after check files have changed."""
    suite.cache_clear()
