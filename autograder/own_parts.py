"""The learner's own cells in the parts cell, where they have written them and they stand alone.

A cell of theirs may need what another cell of theirs defines, or imports. It is brought over only
if it passes the exercise's public checks from within the parts cell, where there is nothing but
the other parts and what the set-up cell of its week gives them.
"""

import ast
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder import course, learner
from autograder.clock import Clock, Timed
from autograder.errors import CourseError
from autograder.local_run import quiet, run_cells_locally
from autograder.names import statements
from autograder.parts import (
    KEY,
    LEARNERS,
    REFERENCE,
    DoesNotFit,
    Part,
    WeekTexts,
    assemble,
    week_of,
)
from autograder.plan import NotThisAssignment, Rebuilder
from autograder.report import CheckOutcome, Verdict, write_atomically
from autograder.source import Kind, parse, parts_of
from autograder.submission import LocalSubmission
from autograder.suite import suite
from autograder.week_limits import limits_of


@dataclass(frozen=True)
class Origin:
    """Where one part is from. why_not: why it is not the learner's own; empty if it is."""

    part: Part
    why_not: str = ""

    def __str__(self) -> str:
        whose = f"{REFERENCE}, for {self.why_not}" if self.why_not else LEARNERS
        return f"{week_of(self.part.slug)}, {self.part.exercise}: {whose}"


@dataclass(frozen=True)
class Filled:
    """The text of a parts cell, and where each part is from, in order."""

    text: str
    origins: tuple[Origin, ...]


def fill(slug: str, watch: Callable[[Part], None] = lambda part: None) -> Filled:
    """The parts cell of a week with all that the learner has for it.

    `watch` is called with each part of the reference before its own is looked for.
    """
    source = parse(course.week(slug).source)
    (cell,) = (cell for cell in source.cells if cell.kind is Kind.PARTS)
    chosen, weeks = parts_of(source.path, cell)
    why_not: dict[int, str] = {}
    notebooks = {part.slug: _Notebook(part.slug) for part in chosen}
    for place, part in enumerate(chosen):
        watch(part)
        notebook = notebooks[part.slug]
        why_not[place] = notebook.why_none(part.exercise)
        if why_not[place]:
            continue
        found = _first_that_passes(chosen, place, notebook.text(part.exercise), weeks)
        if isinstance(found, Part):
            chosen[place] = found
        else:
            why_not[place] = notebook.why_not_alone(part.exercise, found)
    text = assemble(chosen, weeks)
    return Filled(text, tuple(Origin(part, why_not[n]) for n, part in enumerate(chosen)))


def put(path: Path, filled: Filled) -> None:
    """Write the text into the parts cell of a notebook."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == KEY:
            cell["source"] = filled.text.splitlines(keepends=True)
    write_atomically(path, json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")


class _Notebook:
    """What the learner has of one week."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        self._week = course.week(slug)
        self._texts: dict[str, str] = {}
        self._problem = ""
        self._stubs: dict[str, str] = {}
        self._failing: dict[str, bool] | None = None
        if not self._week.work.exists():
            self._problem = "you have not started that week"
            return
        try:
            rebuilder = Rebuilder(slug)
            plan = rebuilder.plan(self._week.work)
        except (CourseError, NotThisAssignment):
            self._problem = "your notebook of that week cannot be read"
            return
        self._stubs = rebuilder.stubs
        for step in plan.steps:  # a cell that was split is one text again
            before = self._texts.get(step.grade_id)
            text = step.source if before is None else f"{before}\n\n\n{step.source}"
            self._texts[step.grade_id] = text

    def why_none(self, exercise: str) -> str:
        """Why there is no cell to try; empty if there is one."""
        if self._problem:
            return self._problem
        if self.text(exercise).strip() == self._stubs[exercise].strip():
            return _NOT_WRITTEN
        return ""

    def text(self, exercise: str) -> str:
        return self._texts[exercise]

    def why_not_alone(self, exercise: str, problem: str) -> str:
        """Why a cell is not used that did not pass from within the parts cell."""
        if problem == _NOT_WRITTEN:
            return problem
        if self._fails(exercise):
            return "yours fails its checks"
        return f"yours passes in your notebook, but not alone: {problem}"

    def _fails(self, exercise: str) -> bool:
        """Whether the public checks fail in the learner's own notebook."""
        if self._failing is None:
            with quiet():
                cells = learner.check(self.slug)
            self._failing = {cell.exercise: cell.score < cell.points for cell in cells}
        return self._failing[exercise]


_NOT_WRITTEN = "yours is not written yet"


def _first_that_passes(
    chosen: list[Part], place: int, text: str, weeks: dict[str, WeekTexts]
) -> Part | str:
    """The learner's part that passes in its place among the others; or what is wrong with it."""
    problem = ""
    for candidate in _candidates(text):
        own = replace(chosen[place], text=candidate, whose=LEARNERS)
        tried = [*chosen[:place], own, *chosen[place + 1 :]]
        problem = _problem_in(tried, own, weeks)
        if not problem:
            return own
    return problem or "it holds more than Python."


def _candidates(text: str) -> Iterator[str]:
    """A cell as it is; and without what it only tries out, or asks of `check`."""
    try:
        found = statements(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    yield text
    kept = [part for node, part in found if not isinstance(node, ast.Expr)]
    if len(kept) < len(found):
        yield "\n\n\n".join(kept)


def _problem_in(parts: list[Part], own: Part, weeks: dict[str, WeekTexts]) -> str:
    """What is wrong with a parts cell that holds a cell of the learner's; empty for nothing.

    The public checks of the exercise have to pass, and of all others of the same week that are the
    learner's too, which may use it.
    """
    try:
        text = assemble(parts, weeks)
    except DoesNotFit as problem:
        if (problem.slug, problem.exercise) != (own.slug, own.exercise):
            return f"with it, {problem.exercise} of that week does not fit: {problem}"
        return str(problem)
    exercises = [
        part.exercise for part in parts if part.slug == own.slug and part.whose == LEARNERS
    ]
    for outcome in _outcomes(own.slug, text, weeks[own.slug].setup, exercises):
        if outcome.verdict is Verdict.GRADER_ERROR:
            raise CourseError(f"A check of {own.slug} is broken: {outcome.message}")
        if outcome.verdict is Verdict.STUB:
            return _NOT_WRITTEN
        if not outcome.passed:
            return outcome.message
    return ""


def _outcomes(slug: str, text: str, setup: str, exercises: list[str]) -> Iterator[CheckOutcome]:
    """What the public checks say of exercises of a week that stand in a parts cell.

    The checks may call what the set-up cell defines, and find the parts through it; the parts do
    not see the set-up.
    """
    folder = course.week(slug).work.parent
    with Clock(limits_of(slug).grading) as clock:
        clock.start_cell()
        cell = run_cells_locally([text], folder)
        clock.stop()
        names: dict[str, Any] = {"__name__": "__main__"}
        with quiet():
            exec(setup, names)
        names |= {name: value for name, value in cell._namespace.items() if name[:1] != "_"}
        submission = Timed(LocalSubmission(names, cell._failures), clock)
        for exercise in exercises:
            submission.start_exercise()
            with quiet():
                found = suite(slug).run(exercise, submission, hidden=False)
            yield from found
