"""What a learner does on their own machine: start a week, check it, see how far they are."""

import builtins
import hashlib
import json
import shutil
import signal
import symtable
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from autograder import course
from autograder.errors import CourseError
from autograder.notebook import quiet, read_cells, run_cells_locally, run_locally
from autograder.plan import NotThisAssignment, Plan, Rebuilder, Step
from autograder.report import CellOutcome
from autograder.sandbox.errors import SubmissionStopped
from autograder.sandbox.errors import Verdict as Stop
from autograder.sandbox.limits import Limits
from autograder.source import Kind
from autograder.submission import LocalFunction, LocalSubmission
from autograder.suite import suite

CELL_SECONDS = Limits().cell_seconds
"""Wall clock of one cell, as in grading."""
CALL_SECONDS = Limits().call_seconds
"""Wall clock of one call that a check makes, as in grading."""
AGAIN_SECONDS = 3.0
"""The same for the further calls of an exercise, once one of its calls had to be stopped."""
RING_SECONDS = 0.05
"""From one ring of the clock to the next, for code may keep the first to itself."""


@dataclass(frozen=True)
class Progress:
    """How far a learner is in one week.

    started: whether they have a copy; earned and possible: points of the public checks, and of
    the hidden ones as well once the public ones are complete; next_exercise: the first that is
    not complete; hidden: whether hidden checks were run; memo_words: 0 if it is as released.
    """

    slug: str
    title: str
    started: bool
    earned: float = 0.0
    possible: float = 0.0
    next_exercise: str = ""
    hidden: bool = False
    memo_words: int = 0

    @property
    def next_step(self) -> str:
        """What to do now, in a few words."""
        if not self.started:
            return f"mlsd start {self.slug}"
        if self.next_exercise and self.hidden:
            return f"{self.next_exercise}: mlsd check {self.slug} --hidden"
        if self.next_exercise:
            return self.next_exercise
        return "mark the memo by its rubric" if self.memo_words else "the memo"


def start(slug: str) -> tuple[Path, bool]:
    """Copy a week's notebook to `work/`; return its path and whether the copy is new.

    A copy that exists is the learner's work and stays as it is.
    """
    week = course.week(slug)
    if week.work.exists():
        return week.work, False
    if not week.assignment.exists():
        raise CourseError(f"{week.slug} has no student notebook yet; run 'mlsd build'.")
    week.work.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(week.assignment, week.work)
    return week.work, True


def check(
    slug: str,
    path: Path | None = None,
    *,
    hidden: bool = False,
    seed: int = 0,
    notice: Callable[[str], None] = lambda text: None,
    judged: Callable[[CellOutcome], None] = lambda cell: None,
    advance: Callable[[], None] = lambda: None,
) -> tuple[CellOutcome, ...]:
    """Run a notebook or script and judge it by the public, or also the hidden, checks.

    Of a notebook, the cells that grading runs are run, and no others. `notice` is called with
    each sentence on what is odd about it, `judged` with each outcome as soon as it is there, and
    `advance` after each check cell. A KeyboardInterrupt carries a note that says where it came.
    """
    week = course.week(slug)
    path = path or week.work
    if not path.exists() and path == week.work:
        raise CourseError(f"{week.slug} is not started; run 'mlsd start {week.slug}' first.")
    plan = _plan(path, week.slug) if path.suffix == ".ipynb" else None
    place = path.name

    def take(step: Step) -> None:
        nonlocal place
        place = f"the cell of {step.grade_id}"
        clock.start(CELL_SECONDS)

    outcomes: list[CellOutcome] = []
    try:
        with _Clock() as clock:
            clock.start(CELL_SECONDS)
            if plan is None:
                ran = run_locally(path)
            else:
                ran = run_cells_locally(_InTurn(_graded(plan), take), path.parent)
            clock.stop()
            for sentence in _oddities(path, plan, ran) if plan else ():
                notice(sentence)
            submission = _Timed(ran, clock)
            for cell in course.check_cells(week.slug):
                if not cell.hidden or hidden:
                    if place != cell.exercise:
                        place, submission.seconds = cell.exercise, CALL_SECONDS
                    with quiet():
                        found = suite(week.slug).run(
                            cell.exercise, submission, hidden=cell.hidden, seed=seed
                        )
                    outcomes.append(CellOutcome(cell.exercise, cell.hidden, cell.points, found))
                    judged(outcomes[-1])
                advance()
    except KeyboardInterrupt as stop:
        stop.add_note(f"It was at {place}, in {week.slug}.")
        raise
    return tuple(outcomes)


def _plan(path: Path, slug: str) -> Plan:
    try:
        return Rebuilder(slug).plan(path)
    except NotThisAssignment:
        raise CourseError(
            f"{path}: is not the notebook of {slug}: none of its cells is an exercise of it."
        ) from None


def _graded(plan: Plan) -> list[Step]:
    """The steps that grading runs before it judges."""
    return [step for step in plan.steps if step.kind in (Kind.SETUP, Kind.EXERCISE)]


class _InTurn(list[str]):
    """The texts of the steps; `take` is called with each step as its text is taken to be run."""

    def __init__(self, steps: Sequence[Step], take: Callable[[Step], None]) -> None:
        super().__init__(step.source for step in steps)
        self._steps = steps
        self._take = take

    def __iter__(self) -> Iterator[str]:
        for step in self._steps:
            self._take(step)
            yield step.source


# -- the clock: an endless loop is stopped here as it is when graded


class TookTooLong(BaseException):
    """Raised in the learner's code when its time is over; no `except Exception` keeps it."""


class _CutOff(SubmissionStopped):
    """A call that was stopped by our clock, in words for the learner."""

    def __init__(self, detail: str) -> None:
        super().__init__(Stop.CALL_TIMEOUT, detail, alive=True)

    def __str__(self) -> str:
        return self.detail


class _Clock:
    """A clock that raises TookTooLong in the learner's code, and nowhere else.

    It goes on ringing until it is stopped: a bare `except:` in a loop keeps most rings to itself,
    but not the one that comes between two rounds. Code that stays within one call of C
    (`sum(iter(int, 1))`) hears none, nor Ctrl-C.
    Where signals cannot be used (Windows, another thread) it never rings.
    """

    def __init__(self) -> None:
        self._usable = (
            hasattr(signal, "SIGALRM") and threading.current_thread() is threading.main_thread()
        )
        self.running = False
        self._seconds = 0.0

    def __enter__(self) -> "_Clock":
        if self._usable:
            self._before = signal.signal(signal.SIGALRM, self._ring)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        if self._usable:
            signal.signal(signal.SIGALRM, self._before or signal.SIG_DFL)

    def start(self, seconds: float) -> None:
        """Ring in so many seconds; what was to ring before does not."""
        self._seconds = seconds
        self.running = True
        if self._usable:
            signal.setitimer(signal.ITIMER_REAL, seconds, RING_SECONDS)

    def stop(self) -> None:
        """Ring no more."""
        if self._usable:
            signal.setitimer(signal.ITIMER_REAL, 0)
        self.running = False

    def _ring(self, signum: int, frame: FrameType | None) -> None:
        while frame is not None:
            code = frame.f_code
            if code is LocalFunction.with_arguments.__code__ or code.co_filename.startswith(
                "<ipython-input"
            ):
                raise TookTooLong(f"it ran for more than {self._seconds:g} s")
            frame = frame.f_back


class _Timed(LocalSubmission):
    """What a notebook defined, each call under the clock.

    seconds: of the next call; shorter once a call had to be stopped.
    """

    def __init__(self, ran: LocalSubmission, clock: _Clock) -> None:
        super().__init__(ran._namespace, ran._failures)
        self.clock = clock
        self.seconds = CALL_SECONDS

    def __getattr__(self, name: str) -> Any:
        super().__getattr__(name)  # or it is not defined
        return _TimedFunction(self, name, self._namespace[name])


class _TimedFunction(LocalFunction):
    _owner: _Timed

    def with_arguments(self, *args: Any, **kwargs: Any) -> tuple[Any, tuple[Any, ...]]:
        """As for any LocalFunction; raises SubmissionStopped when the time is over."""
        clock, seconds = self._owner.clock, self._owner.seconds
        if clock.running:  # called by a function of the check which the submission has called
            return super().with_arguments(*args, **kwargs)
        clock.start(seconds)
        try:
            return super().with_arguments(*args, **kwargs)
        except TookTooLong:
            self._owner.seconds = min(seconds, AGAIN_SECONDS)
            again = " (less time, as an earlier call was stopped)" if seconds < CALL_SECONDS else ""
            raise _CutOff(
                f"`{self._name}` ran for more than {seconds:g} s{again}. An endless loop? "
                f"When graded, a call is cut off after {CALL_SECONDS:g} s"
            ) from None
        finally:
            clock.stop()


# -- names that will be missing when graded


def _oddities(path: Path, plan: Plan, ran: LocalSubmission) -> Iterator[str]:
    """What the learner should know of a notebook, a sentence each."""
    yield from plan.problems
    left_out = _left_out(path, plan, ran)
    for step in _graded(plan):
        if step.kind is Kind.EXERCISE:
            for name in sorted(_names(step.source)[1] & left_out.keys()):
                place = left_out.pop(name)  # said once, though other exercises may use it as well
                yield f"`{name}` is defined in {place}; move it into the cell of {step.exercise}."


def _left_out(path: Path, plan: Plan, ran: LocalSubmission) -> dict[str, str]:
    """The names that only cells left out by grading bind, and what such a cell is."""
    graded = _graded(plan)
    # What ran tells more than the text does: there are star imports, magics and exec().
    known = {*dir(builtins), *ran._namespace, *ran._failures}
    known = known.union(*(_names(step.source)[0] for step in graded))
    texts = {step.source.strip() for step in graded}
    set_up = {step.grade_id for step in graded if step.kind is Kind.SETUP}
    places: dict[str, str] = {}
    for cell in read_cells(path):
        if cell.cell_type == "code" and cell.source.strip() not in texts:
            place = "a cell that grading does not run"
            if cell.grade_id in set_up:
                place = "a set-up cell, which grading runs as it was released"
            places |= dict.fromkeys(_names(cell.source)[0] - known, place)
    return places


def _names(text: str) -> tuple[set[str], set[str]]:
    """The global names that a cell binds, and those that it reads; none if it is not Python."""
    try:
        scopes = [symtable.symtable(text, "<cell>", "exec")]
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # a magic, say, or half a line
        return set(), set()
    binds: set[str] = set()
    reads: set[str] = set()
    for scope in scopes:
        for symbol in scope.get_symbols():
            if scope.get_type() == "module" or symbol.is_global():
                if symbol.is_assigned() or symbol.is_imported():
                    binds.add(symbol.get_name())
                if symbol.is_referenced():
                    reads.add(symbol.get_name())
        scopes.extend(scope.get_children())
    return binds, reads


def progress(slug: str) -> Progress:
    """How far the learner is in a week. The answer is remembered until the notebook changes."""
    week = course.week(slug)
    title = _title(week)
    if not week.work.exists():
        return Progress(week.slug, title, started=False)
    memory = week.work.parent / ".progress.json"
    digest = _digest(week.work, week.assignment, week.source, *sorted(week.checks.glob("*.py")))
    try:
        remembered = json.loads(memory.read_text(encoding="utf-8"))
        if remembered["digest"] == digest:
            return Progress(week.slug, title, True, *remembered["figures"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # never written, or not by this version: measure again
    outcomes = check(week.slug)
    hidden = all(cell.score == cell.points for cell in outcomes)
    hidden = hidden and (week.checks / "test_hidden.py").exists()
    if hidden:
        outcomes = check(week.slug, hidden=True)
    if any(cell.grader_errors for cell in outcomes):
        raise CourseError(f"A check of {week.slug} is broken; 'mlsd check {week.slug}' says which.")
    figures = (
        round(sum(cell.score for cell in outcomes), 2),
        sum(cell.points for cell in outcomes),
        next((cell.exercise for cell in outcomes if cell.score < cell.points), ""),
        hidden,
        _memo_words(week),
    )
    memory.write_text(json.dumps({"digest": digest, "figures": figures}), encoding="utf-8")
    return Progress(week.slug, title, True, *figures)


def _memo_words(week: course.Week) -> int:
    """The words of the memo, headings left out as its rubric does; 0 if it is as released."""
    released = {cell.grade_id: cell.source for cell in read_cells(week.assignment)}
    return sum(
        len(line.split())
        for cell in read_cells(week.work)
        if cell.cell_type == "markdown"
        and cell.source != released.get(cell.grade_id)
        and cell.nbgrader.get("solution")
        for line in cell.source.splitlines()
        if not line.startswith("#")
    )


def _title(week: course.Week) -> str:
    for cell in read_cells(week.assignment):
        if cell.source.startswith("# "):
            return cell.source.splitlines()[0][2:]
    return week.slug


def _digest(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()
