"""Parse the percent source of an assignment, strictly.

A source is a Python file in jupytext's percent format. Short keys in the cell headers say what
a cell is::

    # %% setup="imports"                              locked; repaired when graded
    # %% exercise="best-threshold"                    the student writes the marked region
    # %% check="best-threshold" points=6              public checks, no body
    # %% check="best-threshold" hidden=true points=6  hidden checks, no body
    # %% [markdown] memo="framing-memo" points=20     graded by hand

Whatever breaks a rule is a SourceError that names the file and the line.
"""

import re
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

import jupytext

from autograder.errors import SourceError

TOTAL_POINTS = 100
BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"

_KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_MARKER_WORDS = re.compile(r"(BEGIN|END)\s+(SOLUTION|HIDDEN TESTS|MARK SCHEME)", re.IGNORECASE)
_ALLOWED = {
    "exercise": {"exercise"},
    "check": {"check", "points", "hidden"},
    "memo": {"memo", "points"},
    "setup": {"setup"},
}


class Kind(Enum):
    """What a cell is."""

    PROSE = "prose"
    CODE = "code"
    SETUP = "setup"
    EXERCISE = "exercise"
    CHECK = "check"
    MEMO = "memo"


@dataclass(frozen=True)
class SourceCell:
    """One cell of a source.

    line: of its header, counted from 1; text: its body, for Markdown without the comment signs;
    key: of the exercise, memo or set-up it belongs to; hidden and points: of a check or memo.
    """

    kind: Kind
    text: str
    line: int
    key: str = ""
    hidden: bool = False
    points: float = 0.0


@dataclass(frozen=True)
class Source:
    """A parsed assignment."""

    path: Path
    cells: tuple[SourceCell, ...]
    title: str = field(default="")

    @property
    def slug(self) -> str:
        return self.path.stem

    @property
    def exercises(self) -> tuple[str, ...]:
        """The keys of the exercises, in order."""
        return tuple(cell.key for cell in self.cells if cell.kind is Kind.EXERCISE)

    def points(self, kind: Kind) -> float:
        """The points of all cells of a kind together."""
        return sum(cell.points for cell in self.cells if cell.kind is kind)


def parse(path: Path) -> Source:
    """Parse and validate the source of one assignment."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SourceError(path, 1, "there is no such file.") from None
    except UnicodeDecodeError:
        raise SourceError(path, 1, "the file is not UTF-8 text.") from None
    cells = _cells(path, text)
    for cell in cells:
        _check_markers(path, cell)
    _check_order(path, cells)
    title = next(
        (m.group(1) for c in cells if (m := re.match(r"# (.+)", c.text)) and c.kind is Kind.PROSE), ""
    )
    if not title:
        raise SourceError(path, 1, "no Markdown cell begins with a title line ('# # Title').")
    return Source(path, cells, title)


def _cells(path: Path, text: str) -> tuple[SourceCell, ...]:
    notebook = jupytext.reads(text, fmt="py:percent")
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.startswith("# %%")]
    if len(lines) != len(notebook.cells):
        first = next((n for n, line in enumerate(text.splitlines(), 1) if line.strip()), 1)
        raise SourceError(
            path,
            first,
            f"{len(lines)} lines begin with '# %%' but the file has {len(notebook.cells)} cells: "
            "begin the file with a cell header, and keep such lines out of strings.",
        )
    for cell in notebook.cells:
        cell.metadata.pop("lines_to_next_cell", None)  # jupytext's own note on blank lines
    return tuple(
        _cell(path, line, cell.cell_type, cell.source, dict(cell.metadata))
        for line, cell in zip(lines, notebook.cells, strict=True)
    )


def _cell(path: Path, line: int, cell_type: str, text: str, keys: dict[str, Any]) -> SourceCell:
    def wrong(problem: str) -> SourceError:
        return SourceError(path, line, problem)

    roles = [role for role in _ALLOWED if role in keys]
    if not roles:
        if keys:
            raise wrong(f"unknown cell keys {sorted(keys)}; known roles: {', '.join(_ALLOWED)}.")
        return SourceCell(Kind.CODE if cell_type == "code" else Kind.PROSE, text, line)
    if len(roles) > 1:
        raise wrong(f"a cell has one role, not both {' and '.join(roles)}.")
    role = roles[0]
    unknown = sorted(set(keys) - _ALLOWED[role])
    if unknown:
        raise wrong(f"a {role} cell has no key {unknown[0]!r}.")
    wanted = "markdown" if role == "memo" else "code"
    if cell_type != wanted:
        raise wrong(f"a {role} cell is a {wanted} cell.")
    key = keys[role]
    if not isinstance(key, str) or not _KEY.fullmatch(key) or len(key) > 40:
        raise wrong(f"{key!r} is no key: use small letters, digits and hyphens, 40 at most.")
    points = keys.get("points", 0)
    if "points" in _ALLOWED[role] and not (
        type(points) in (int, float) and 0 < points <= TOTAL_POINTS
    ):
        raise wrong(f"a {role} cell needs points=N, a positive number.")
    if type(keys.get("hidden", False)) is not bool:
        raise wrong("hidden is true or false.")
    if role == "check" and text.strip():
        raise wrong("a check cell has no body; its text is generated.")
    return SourceCell(Kind(role), text, line, key, keys.get("hidden", False), float(points))


def _check_markers(path: Path, cell: SourceCell) -> None:
    """Solution markers pair up, stand alone on their lines, and only where a student writes."""
    opened: tuple[int, int] | None = None
    regions = 0
    # jupytext drops no leading blank line of a code cell, so the body begins below the header.
    for number, line in enumerate(cell.text.splitlines(), cell.line + 1):
        found = _MARKER_WORDS.search(line)
        if not found:
            continue
        if line.strip() not in (BEGIN, END):
            raise SourceError(path, number, f"a marker is exactly '{BEGIN}' or '{END}'.")
        if cell.kind not in (Kind.EXERCISE, Kind.MEMO):
            raise SourceError(path, number, f"a {cell.kind.value} cell has no solution region.")
        indent = len(line) - len(line.lstrip())
        if line.strip() == BEGIN:
            if opened:
                raise SourceError(path, number, f"nested: line {opened[0]} is still open.")
            if cell.kind is Kind.EXERCISE and indent == 0:
                raise SourceError(path, number, "put the region inside the function, indented.")
            opened = (number, indent)
            regions += 1
        elif opened is None:
            raise SourceError(path, number, f"'{END}' without '{BEGIN}' above it.")
        elif indent != opened[1]:
            raise SourceError(path, number, f"indented unlike its begin marker on {opened[0]}.")
        else:
            opened = None
    if opened:
        raise SourceError(path, opened[0], f"'{BEGIN}' is never closed.")
    if cell.kind in (Kind.EXERCISE, Kind.MEMO) and not regions:
        raise SourceError(path, cell.line, f"{cell.kind.value} {cell.key!r} has no solution region.")


def _check_order(path: Path, cells: tuple[SourceCell, ...]) -> None:
    """Keys are unique, every exercise has its two checks behind it, and points add up."""
    seen: dict[str, int] = {}
    checks: dict[tuple[str, bool], int] = {}
    for cell in cells:
        if cell.kind in (Kind.EXERCISE, Kind.MEMO, Kind.SETUP):
            if cell.key in seen:
                raise SourceError(
                    path, cell.line, f"{cell.key!r} is used already, on line {seen[cell.key]}."
                )
            seen[cell.key] = cell.line
        if cell.kind is Kind.CHECK:
            exercises = {c.key for c in cells if c.kind is Kind.EXERCISE and c.line < cell.line}
            if cell.key not in exercises:
                raise SourceError(path, cell.line, f"no exercise {cell.key!r} stands above.")
            which = (cell.key, cell.hidden)
            if which in checks:
                raise SourceError(
                    path, cell.line, f"{cell.key!r} has this check already, on line {checks[which]}."
                )
            checks[which] = cell.line
    for cell in cells:
        if cell.kind is Kind.EXERCISE:
            for hidden in (False, True):
                if (cell.key, hidden) not in checks:
                    kind = "hidden" if hidden else "public"
                    raise SourceError(path, cell.line, f"{cell.key!r} has no {kind} check cell.")
    total = sum(cell.points for cell in cells)
    if total != TOTAL_POINTS:
        last = max((cell.line for cell in cells if cell.points), default=1)
        raise SourceError(path, last, f"points add up to {total:g}, not {TOTAL_POINTS}.")
