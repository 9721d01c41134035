"""What a learner does on their own machine: start a week, check it, see how far they are."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograder import course
from autograder.clock import Clock, Timed
from autograder.errors import CourseError
from autograder.inbox import files
from autograder.local_run import LocalRun, quiet, read_script
from autograder.memo_cells import memo_of
from autograder.notebook import read_cells
from autograder.oddities import oddities, rebound_check, skipped_command
from autograder.places import require_work
from autograder.plan import NotThisAssignment, Plan, Rebuilder, Step
from autograder.report import CellOutcome
from autograder.source import Kind
from autograder.stranded import is_of_grading
from autograder.suite import check_files, read_files, suite
from autograder.week_limits import limits_of


@dataclass(frozen=True)
class Progress:
    """How far a learner is in one week.

    started: whether they have a copy; earned and possible: points of all checks, of the public
    ones where there are no others; next_exercise: the first whose public checks do not pass, or
    else whose hidden ones; hidden: whether only hidden ones are left; memo_words: 0 if it is as
    released; problem: why nothing can be said, and what to do.
    """

    slug: str
    title: str
    started: bool
    earned: float = 0.0
    possible: float = 0.0
    next_exercise: str = ""
    hidden: bool = False
    memo_words: int = 0
    problem: str = ""

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

    A notebook is run as grading runs it, each check cell in its place. `notice` is called with
    each sentence on what is odd about it, `judged` with each outcome as soon as it is there, and
    `advance` after each check cell. A KeyboardInterrupt carries a note that says where it came.
    """
    week = course.week(slug)
    path = path or week.work
    if not path.exists() and path == week.work:
        require_work(week)
        raise CourseError(f"{week.slug} is not started; run 'mlsd start {week.slug}' first.")
    plan = _plan(path, week.slug) if _is_notebook(path) else None
    steps = plan.steps if plan else _steps_of_script(path, week.slug)
    outcomes: list[CellOutcome] = []
    place = path.name
    try:
        with Clock(limits_of(week.slug).grading) as clock, LocalRun(path.parent) as run:
            for sentence in oddities(path, plan) if plan else ():
                notice(sentence)
            checking = _Checking(week.slug, seed, clock, run, notice)
            for step in steps:
                if step.kind is Kind.MEMO:  # prose: what begins with `!` there is a picture
                    continue
                if step.kind is not Kind.CHECK:
                    place = _place(step) or path.name
                    checking.cell(step)
                    continue
                if not step.hidden or hidden:
                    place = step.exercise
                    outcomes.append(checking.judge(step))
                    judged(outcomes[-1])
                advance()
    except KeyboardInterrupt as stop:
        stop.add_note(f"It was at {place}, in {week.slug}.")
        raise
    return tuple(outcomes)


class _Checking:
    """A notebook that is run and judged in this process, step by step."""

    def __init__(
        self, slug: str, seed: int, clock: Clock, run: LocalRun, notice: Callable[[str], None]
    ) -> None:
        self._slug = slug
        self._seed = seed
        self._clock = clock
        self._run = run
        self._notice = notice
        self._submission: Timed | None = None
        self._exercise = ""
        self._told = False

    def cell(self, step: Step) -> None:
        """Run a cell under its clock."""
        self._submission = None  # names may mean something else after the cell
        limits = self._clock.limits
        own = step.kind is Kind.CODE and step.place
        self._clock.start(limits.own_cell_seconds if own else limits.cell_seconds)
        did = self._run.cell(step.source)
        self._clock.stop()
        if own and is_of_grading(did):
            self._notice(f"A cell of your own (cell {step.place} of the notebook) {did}.")
        self._tell_skipped(step)

    def judge(self, step: Step) -> CellOutcome:
        """What the checks of a check cell say of all that is defined there."""
        if self._submission is None:
            ran = self._run.submission()
            if not self._told and (said := rebound_check(ran, step)):
                self._told = True
                self._notice(said)
            self._submission = Timed(ran, self._clock)
        if self._exercise != step.exercise:
            self._exercise = step.exercise
            self._submission.start_exercise()
        with quiet():
            found = suite(self._slug).run(
                step.exercise, self._submission, hidden=step.hidden, seed=self._seed
            )
        self._tell_skipped(step)
        return CellOutcome(step.exercise, step.hidden, step.points, found)

    def _tell_skipped(self, step: Step) -> None:
        if skipped := self._run.skipped():
            self._notice(skipped_command(skipped[0], step))


def _is_notebook(path: Path) -> bool:
    """Whether a file is read as a notebook, and not as a script. Raises CourseError for others."""
    if path.suffix.lower() == ".py" or not path.exists():
        return path.suffix.lower() == ".ipynb"
    if path.is_dir() or files.is_notebook(path):
        return files.is_notebook(path)
    what = files.what_it_is(path) or "neither a notebook nor a script"
    raise CourseError(f"{path}: is {what}; name a notebook (.ipynb) or a script (.py).")


def _plan(path: Path, slug: str) -> Plan:
    try:
        return Rebuilder(slug).plan(path)
    except NotThisAssignment:
        raise CourseError(
            f"{path}: is not the notebook of {slug}: none of its cells is an exercise of it."
        ) from None


def _steps_of_script(path: Path, slug: str) -> tuple[Step, ...]:
    """A script is one cell, and all checks stand below it."""
    checks = (
        Step(Kind.CHECK, cell.grade_id, "", cell.exercise, cell.hidden, cell.points)
        for cell in course.check_cells(slug)
    )
    return (Step(Kind.CODE, "", read_script(path)), *checks)


def _place(step: Step) -> str:
    """Where a person is who stops the run now; empty for a script."""
    if step.grade_id:
        return f"the cell of {step.grade_id}"
    return f"cell {step.place} of the notebook" if step.place else ""


_MEMORY = 2
"""Version of what is remembered."""


def progress(slug: str) -> Progress:
    """How far the learner is in a week. The answer is remembered until the notebook changes.

    Raises CourseError, with what to do, if the notebook is not in its place or cannot be read.
    """
    week = course.week(slug)
    title = _title(week)
    if not week.work.exists():
        require_work(week)
        return Progress(week.slug, title, started=False)
    memory = week.work.parent / ".progress.json"
    digest = _digest(week.work, week.assignment, week.source, *read_files(week.slug))
    try:
        remembered = json.loads(memory.read_text(encoding="utf-8"))
        if remembered["digest"] == digest and remembered["version"] == _MEMORY:
            return Progress(week.slug, title, True, *remembered["figures"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # never written, or not by this version: measure again
    hidden = any(file.name == "test_hidden.py" for file in check_files(week.slug))
    outcomes = check(week.slug, hidden=hidden)
    if any(cell.grader_errors for cell in outcomes):
        raise CourseError(f"A check of {week.slug} is broken; 'mlsd check {week.slug}' says which.")
    left = [cell for cell in outcomes if cell.score < cell.points]
    left.sort(key=lambda cell: cell.hidden)  # the public ones first
    figures = (
        round(sum(cell.score for cell in outcomes), 2),
        sum(cell.points for cell in outcomes),
        left[0].exercise if left else "",
        bool(left) and left[0].hidden,
        _memo_words(week),
    )
    made = {"digest": digest, "version": _MEMORY, "figures": figures}
    memory.write_text(json.dumps(made), encoding="utf-8")
    return Progress(week.slug, title, True, *figures)


def _memo_words(week: course.Week) -> int:
    """The words of the memo, headings left out as its rubric does; 0 if it is as released."""
    released = read_cells(week.assignment)
    cells = read_cells(week.work)
    stubs = {
        cell.grade_id: cell.source.strip()
        for cell in released
        if cell.cell_type == "markdown" and cell.nbgrader.get("solution")
    }
    memos = {key: memo_of(key, cells, released).text for key in stubs}
    return sum(
        len(line.split())
        for key, text in memos.items()
        if text.strip() != stubs[key]
        for line in text.splitlines()
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
