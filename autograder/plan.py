"""What is run when a submission is graded: the notebook that the student ran.

All code cells of the student's run, their own ones too, in their order. The release owns the
set-up and check cells, which stand where the student has them, and all metadata; what is missing
is put back behind what it follows in the release.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder import course
from autograder.memo_cells import Memo, memo_of
from autograder.notebook import Cell, cells_of, language_of, read_cells, read_document
from autograder.recognise import Recognised, Recogniser
from autograder.release import check_text
from autograder.source import Kind, Source, SourceCell, parse
from autograder.unfinished import names_of
from autograder.words import printable

LONGEST_LINE = 60
"""Characters of a cell that are quoted to say which one is meant."""


@dataclass(frozen=True)
class Step:
    """One cell to run, judge or record.

    grade_id: empty for a cell of the student's own, whose kind is CODE; source: its text, the
    release's for a set-up or check cell; missing: the student's notebook has no such cell, so the
    untouched text of the release stands in, if what it defines stands nowhere else; place: its
    number in the student's notebook, counted from 1, or 0; cell_id: its id there;
    attachments: pictures in a memo.
    """

    kind: Kind
    grade_id: str
    source: str
    exercise: str = ""
    hidden: bool = False
    points: float = 0.0
    missing: bool = False
    place: int = 0
    cell_id: str = ""
    attachments: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What a person would call the cell."""
        if self.grade_id:
            return self.grade_id
        lines = (line.strip() for line in self.source.splitlines())
        first = next((line for line in lines if line and not line.startswith("#")), "")
        cut = first if len(first) <= LONGEST_LINE else f"{first[: LONGEST_LINE - 1]}…"
        return f"Cell {self.place} of the notebook, `{cut}`,"


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
        self.owned = {
            _key(cell): cell
            for cell in self.source.cells
            if cell.kind not in (Kind.PROSE, Kind.CODE)
        }
        self.release = read_cells(course.week(slug).assignment)
        released = {cell.grade_id: cell for cell in self.release if cell.nbgrader}
        self.stubs = {
            key: cell.source for key, cell in released.items() if cell.nbgrader.get("solution")
        }
        self._recogniser = Recogniser(released)

    def plan(self, path: Path) -> Plan:
        """The plan for a notebook file.

        Raises NotebookError if it is none, NotThisAssignment if it is one of something else.
        """
        document = read_document(path)
        cells = cells_of(path, document)
        found = self.recognise(cells)
        if not self.stubs.keys() & set(found.keys):
            if not cells:
                raise NotThisAssignment("The notebook is empty.")
            raise NotThisAssignment(f"The notebook has no cell of {self.source.slug}.")
        steps = self._in_order(cells, found.keys)
        memos = self._memos(cells, found.keys)
        problems = (
            *_wrong_kernel(language_of(document)),
            *_found_again(found),
            *self._problems(steps, elsewhere=[key for key, memo in memos.items() if memo.found]),
        )
        return Plan(tuple(_with_memos(self._complete(steps), memos)), problems)

    def _memos(self, cells: Sequence[Cell], keys: Sequence[str]) -> dict[str, Memo]:
        """What is written of each memo, wherever it stands."""
        known = [
            replace(cell, nbgrader={**cell.nbgrader, "grade_id": key}) if key else cell
            for cell, key in zip(cells, keys, strict=True)
        ]
        wanted = (key for key, cell in self.owned.items() if cell.kind is Kind.MEMO)
        return {key: memo_of(key, known, self.release) for key in wanted}

    def recognise(self, cells: Sequence[Cell]) -> Recognised:
        """Which cells of a notebook are the release's."""
        return self._recogniser.recognise(cells)

    def steps(self, cells: Sequence[Cell]) -> list[Step]:
        """The steps of a notebook of these cells, what is missing put back."""
        return self._complete(self._in_order(cells, self.recognise(cells).keys))

    def _in_order(self, cells: Sequence[Cell], keys: Sequence[str]) -> list[Step]:
        """The steps that the student's cells are, in their order.

        Of several cells with one key the last is the release's, where it is the release's; the
        others are as if they were the student's own.
        """
        last = {key: place for place, key in enumerate(keys) if key}
        steps = []
        for place, (cell, key) in enumerate(zip(cells, keys, strict=True)):
            found = self.owned.get(key)
            is_last = last.get(key) == place
            if found is not None and is_last:  # whatever type of cell it has become
                steps.append(self._step(found, cell, place))
            elif cell.cell_type != "code":
                continue
            elif found is not None and found.kind in (Kind.EXERCISE, Kind.PARTS):
                steps.append(self._step(found, cell, place))
            elif does_something(cell.source):
                own = Step(Kind.CODE, "", cell.source, place=place + 1, cell_id=cell.cell_id)
                steps.append(own)
        return steps

    def _step(self, found: SourceCell, cell: Cell | None, place: int = -1) -> Step:
        """The step of a cell of the release, in the place where the student has it, if at all."""
        key, kind = _key(found), found.kind
        hidden, points = found.hidden, found.points
        if kind is Kind.CHECK:
            text = check_text(found.key, hidden=hidden)
        elif kind is Kind.SETUP:
            text = found.text
        else:
            text = self.stubs[key] if cell is None else cell.source
        exercise = "" if kind is Kind.SETUP else found.key
        cell_id = cell.cell_id if cell is not None else ""
        return Step(kind, key, text, exercise, hidden, points, cell is None, place + 1, cell_id)

    def _complete(self, steps: list[Step]) -> list[Step]:
        """The steps, and behind what it follows in the release each one that is missing.

        A stub is put back only if nothing in the notebook bears its name: it would take it away.
        """
        written = {name for step in steps for name in names_of(step.source)}
        steps = list(steps)
        behind = 0
        for key, found in self.owned.items():
            places = [place for place, step in enumerate(steps) if step.grade_id == key]
            if places:
                behind = places[-1] + 1
            else:
                put_back = self._step(found, None)
                names = set(names_of(put_back.source)) if key in self.stubs else set()
                if written & names:
                    put_back = replace(put_back, source="")
                    behind = max(behind, _behind_what_defines(names, steps, found.key))
                steps.insert(behind, put_back)
                behind += 1
        return steps

    def _problems(self, steps: Sequence[Step], elsewhere: Sequence[str]) -> Iterable[str]:
        """What is odd about the solution cells that were found; some are written elsewhere."""
        for key in self.stubs:
            found = [step for step in steps if step.grade_id == key]
            if not found and key not in elsewhere:
                yield f"The cell '{key}' is missing."
            elif len(found) > 1:
                yield from _several(key, found)


def _key(cell: SourceCell) -> str:
    """The grade_id of a cell of the source."""
    is_check = cell.kind is Kind.CHECK
    return course.check_id(cell.key, hidden=cell.hidden) if is_check else cell.key


def does_something(source: str) -> bool:
    """Whether a cell holds more than comments."""
    lines = (line.strip() for line in source.splitlines())
    return any(line and not line.startswith("#") for line in lines)


def _with_memos(steps: Iterable[Step], memos: Mapping[str, Memo]) -> Iterable[Step]:
    """The steps, with all that is written of a memo in its own."""
    for step in steps:
        if memo := memos.get(step.grade_id):
            step = replace(
                step, source=memo.text, attachments=memo.attachments, missing=not memo.found
            )
        yield step


def _behind_what_defines(names: set[str], steps: Sequence[Step], exercise: str) -> int:
    """Where a cell may stand that is to be checked, if its checks are missing too; or 0."""
    if any(step.kind is Kind.CHECK and step.exercise == exercise for step in steps):
        return 0
    places = [n + 1 for n, step in enumerate(steps) if names.intersection(names_of(step.source))]
    return places[-1]


def _found_again(found: Recognised) -> Iterable[str]:
    for keys, how in ((found.by_id, "id"), (found.by_text, "text")):
        if keys:
            shown = ", ".join(f"'{key}'" for key in keys[:3])
            more = f" and {len(keys) - 3} more" if len(keys) > 3 else ""
            one = len(keys) == 1
            yield (
                f"The cell{'' if one else 's'} {shown}{more} had lost nbgrader's metadata; "
                f"{'it was' if one else 'they were'} found again by {'its' if one else 'their'} "
                f"{how}{'' if one or how == 'text' else 's'}."
            )


def _several(key: str, found: Sequence[Step]) -> Iterable[str]:
    """What to say of several cells with one key: a split cell is no problem, a second answer is."""
    times: dict[str, int] = {}
    for step in found:
        for name in set(names_of(step.source)):
            times[name] = times.get(name, 0) + 1
    twice = sorted(name for name, count in times.items() if count > 1)
    if twice:
        yield (
            f"The cell '{key}' is there {len(found)} times, and `{twice[0]}` is defined "
            f"{times[twice[0]]} times; all of them ran, in their order, so the last one counts."
        )


def _wrong_kernel(language: str) -> Iterable[str]:
    if language and not language.lower().startswith(("python", "ipython")):
        yield (
            f"The notebook was saved with a kernel for {printable(language[:40])}, not for Python; "
            "it was graded as Python."
        )
