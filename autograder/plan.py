"""What is run when a submission is graded: the release's cells, with the student's solutions.

Nothing else of the student's notebook is looked at: not its metadata, its order, its extra cells
or its check cells.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder import course
from autograder.memo_cells import Memo, memo_of
from autograder.notebook import Cell, cells_of, language_of, read_cells, read_document
from autograder.release import check_text
from autograder.source import Kind, Source, SourceCell, parse
from autograder.words import printable


@dataclass(frozen=True)
class Step:
    """One cell to run, judge or record.

    source: its text, the student's for an exercise or memo; missing: the student's notebook has
    no such cell, so the untouched text of the release stands in; attachments: a memo's pictures.
    """

    kind: Kind
    grade_id: str
    source: str
    exercise: str = ""
    hidden: bool = False
    points: float = 0.0
    missing: bool = False
    attachments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """The steps of one submission, and what was odd about its notebook."""

    steps: tuple[Step, ...]
    problems: tuple[str, ...]


class NotThisAssignment(Exception):
    """A readable notebook that holds none of the assignment's solution cells."""


class Rebuilder:
    """Rebuilds submissions of one assignment from its source."""

    def __init__(self, slug: str) -> None:
        self.source: Source = parse(course.week(slug).source)
        self.release = read_cells(course.week(slug).assignment)
        self.stubs = {
            cell.grade_id: cell.source for cell in self.release if cell.nbgrader.get("solution")
        }

    def plan(self, path: Path) -> Plan:
        """The plan for a notebook file.

        Raises NotebookError if it is none, NotThisAssignment if it is one of something else.
        """
        document = read_document(path)
        cells = cells_of(path, document)
        found: dict[str, list[Cell]] = {}
        for cell in cells:
            if cell.grade_id in self.stubs:
                found.setdefault(cell.grade_id, []).append(cell)
        if not found:
            if not cells:
                raise NotThisAssignment("The notebook is empty.")
            raise NotThisAssignment(f"The notebook has no cell of {self.source.slug}.")
        memos = {
            cell.key: memo_of(cell.key, cells, self.release)
            for cell in self.source.cells
            if cell.kind is Kind.MEMO
        }
        wanted = [key for key in self.stubs if key not in memos or not memos[key].found]
        problems = (*_wrong_kernel(language_of(document)), *_problems(wanted, found))
        steps = tuple(
            self._memo(cell, memos[cell.key])
            if cell.kind is Kind.MEMO
            else self._step(cell, found.get(cell.key, []))
            for cell in self.source.cells
            if cell.kind not in (Kind.PROSE, Kind.CODE)
        )
        return Plan(steps, problems)

    def _memo(self, cell: SourceCell, memo: Memo) -> Step:
        missing = not memo.found
        return Step(
            cell.kind,
            cell.key,
            memo.text,
            cell.key,
            points=cell.points,
            missing=missing,
            attachments=memo.attachments,
        )

    def _step(self, cell: SourceCell, candidates: list[Cell]) -> Step:
        match cell.kind:
            case Kind.SETUP:
                return Step(cell.kind, cell.key, cell.text)
            case Kind.CHECK:
                grade_id = course.check_id(cell.key, hidden=cell.hidden)
                text = check_text(cell.key, hidden=cell.hidden)
                return Step(cell.kind, grade_id, text, cell.key, cell.hidden, cell.points)
            case _:
                stub = self.stubs[cell.key]
                written = [c.source for c in candidates if c.source.strip() != stub.strip()]
                text = written[-1] if written else stub
                return Step(
                    cell.kind, cell.key, text, cell.key, points=cell.points, missing=not candidates
                )


def _wrong_kernel(language: str) -> Iterable[str]:
    if language and not language.lower().startswith(("python", "ipython")):
        yield (
            f"The notebook was saved with a kernel for {printable(language[:40])}, not for Python; "
            "it was graded as Python."
        )


def _problems(stubs: Iterable[str], found: dict[str, list[Cell]]) -> Iterable[str]:
    for grade_id in stubs:
        copies = len(found.get(grade_id, []))
        if copies == 0:
            yield f"The cell '{grade_id}' is missing."
        elif copies > 1:
            yield f"The cell '{grade_id}' is there {copies} times; the last one written was graded."
