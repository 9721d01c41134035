"""Parse the percent source of an assignment, strictly.

A source is a Python file in jupytext's percent format. Short keys in the cell headers say what
a cell is::

    # %% setup="imports"                              locked; repaired when graded
    # %% exercise="best-threshold"                    the student writes the marked region
    # %% check="best-threshold" points=6              public checks, no body
    # %% check="best-threshold" hidden=true points=6  hidden checks, no body
    # %% [markdown] memo="framing-memo" points=20     graded by hand
    # %% parts="w01_framing:best-threshold"           cells of other weeks, no body; see `parts`

Whatever breaks a rule is a SourceError that names the file and the line.
"""

import ast
import re
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

import jupytext

from autograder.course import check_id
from autograder.errors import SourceError
from autograder.parts import KEY, DoesNotFit, Part, WeekTexts, assemble

TOTAL_POINTS = 100
BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"

_KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_MARKER_WORDS = re.compile(r"(BEGIN|END)\s+(SOLUTION|HIDDEN TESTS|MARK SCHEME)", re.IGNORECASE)
_HEADER = re.compile(r"# %%(\s|$)")
_LIKE_A_HEADER = re.compile(r"\s*#\s*(%%+(\s|$)|(<codecell>|In\[[0-9 ]*\]:?)\s*$)")
"""What jupytext takes for a cell header beside our own spelling of it."""
_ALLOWED = {
    "exercise": {"exercise"},
    "check": {"check", "points", "hidden"},
    "memo": {"memo", "points"},
    "setup": {"setup"},
    "parts": {"parts"},
}


class Kind(Enum):
    """What a cell is."""

    PROSE = "prose"
    CODE = "code"
    SETUP = "setup"
    EXERCISE = "exercise"
    CHECK = "check"
    MEMO = "memo"
    PARTS = "parts"


@dataclass(frozen=True)
class SourceCell:
    """One cell of a source.

    line: of its header, counted from 1; text: its body, for Markdown without the comment signs;
    key: of the exercise, memo or set-up it belongs to; hidden and points: of a check or memo;
    parts: the weeks and exercises that a parts cell is made of.
    """

    kind: Kind
    text: str
    line: int
    key: str = ""
    hidden: bool = False
    points: float = 0.0
    parts: tuple[tuple[str, str], ...] = ()


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
    """Parse and validate the source of one assignment, and fill its parts cell."""
    source = _parse(path, _read(path))
    if not any(cell.kind is Kind.PARTS for cell in source.cells):
        return source
    return replace(source, cells=tuple(_filled(path, cell) for cell in source.cells))


def without_markers(text: str) -> str:
    """The text of a solution as a student would have typed it."""
    return re.sub(r"^[ \t]*### (BEGIN|END) SOLUTION\n?", "", text, flags=re.MULTILINE)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SourceError(path, 1, "there is no such file.") from None
    except OSError as problem:
        raise SourceError(path, 1, f"cannot be read ({problem.strerror}).") from None
    except UnicodeDecodeError:
        raise SourceError(path, 1, "the file is not UTF-8 text.") from None


@lru_cache(maxsize=32)  # a parts cell asks for most weeks each time that it is read
def _parse(path: Path, text: str) -> Source:
    """The source but for the text of its parts cell."""
    cells = _cells(path, text)
    for cell in cells:
        _check_markers(path, cell)
    _check_order(path, cells)
    prose = (cell.text for cell in cells if cell.kind is Kind.PROSE)
    title = next((m.group(1) for text in prose if (m := re.match(r"# (.+)", text))), "")
    if not title:
        raise SourceError(path, 1, "no Markdown cell begins with a title line ('# # Title').")
    return Source(path, cells, title)


def _filled(path: Path, cell: SourceCell) -> SourceCell:
    """A parts cell with its text; any other cell as it is."""
    if cell.kind is not Kind.PARTS:
        return cell
    try:
        text = assemble(*parts_of(path, cell))
    except DoesNotFit as problem:
        named = f"{problem.slug}:{problem.exercise}"
        raise SourceError(path, cell.line, f"the part {named!r}: {problem}") from None
    return replace(cell, text=text)


def parts_of(path: Path, cell: SourceCell) -> tuple[list[Part], dict[str, WeekTexts]]:
    """The reference's parts of the parts cell in the source `path`, and the weeks they are of."""
    weeks: dict[str, WeekTexts] = {}
    parts = []
    for slug, exercise in cell.parts:
        if slug not in weeks:
            weeks[slug] = _week_texts(path, cell.line, slug)
        if exercise not in weeks[slug].exercises:
            raise SourceError(path, cell.line, f"{slug} has no exercise {exercise!r}.")
        parts.append(Part(slug, exercise, weeks[slug].exercises[exercise]))
    return parts, weeks


def _week_texts(path: Path, line: int, slug: str) -> WeekTexts:
    other = path.with_name(f"{slug}.py")
    if slug == path.stem or not other.is_file():
        raise SourceError(path, line, f"there is no other week {slug!r}.")
    cells = _parse(other, _read(other)).cells
    return WeekTexts(
        "\n".join(cell.text for cell in cells if cell.kind is Kind.SETUP),
        {cell.key: without_markers(cell.text) for cell in cells if cell.kind is Kind.EXERCISE},
    )


def _cells(path: Path, text: str) -> tuple[SourceCell, ...]:
    lines = _headers(path, text)
    notebook = jupytext.reads(text, fmt="py:percent")
    if len(lines) != len(notebook.cells):
        raise SourceError(
            path, 1, f"{len(lines)} cell headers, but jupytext reads {len(notebook.cells)} cells."
        )
    for cell in notebook.cells:
        cell.metadata.pop("lines_to_next_cell", None)  # jupytext's own note on blank lines
    return tuple(
        _cell(path, line, cell.cell_type, cell.source, dict(cell.metadata))
        for line, cell in zip(lines, notebook.cells, strict=True)
    )


def _headers(path: Path, text: str) -> list[int]:
    """The lines of the cell headers, in a file that begins with one and is Python."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as problem:  # ValueError: a null byte, before Python 3.12
        line = getattr(problem, "lineno", None) or 1
        raise SourceError(path, line, f"is not Python: {problem}.") from None
    in_string = {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant | ast.JoinedStr) and node.end_lineno
        for line in range(node.lineno + 1, node.end_lineno + 1)
    }
    headers = []
    for number, line in enumerate(text.split("\n"), 1):
        if number in in_string and _LIKE_A_HEADER.match(line):
            raise SourceError(path, number, "keep lines that begin with '# %%' out of strings.")
        if _HEADER.match(line):
            headers.append(number)
        elif _LIKE_A_HEADER.match(line):
            raise SourceError(path, number, "a cell header begins with '# %%', and nothing else.")
        elif line.strip() and not headers:
            raise SourceError(path, number, "begin the file with a cell header ('# %% ...').")
    return headers


def _cell(path: Path, line: int, cell_type: str, text: str, keys: dict[str, Any]) -> SourceCell:
    def wrong(problem: str) -> SourceError:
        return SourceError(path, line, problem)

    if cell_type not in ("code", "markdown"):
        raise wrong(f"a {cell_type} cell has no place in an assignment.")
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
    if role == "parts":
        if text.strip():
            raise wrong("a parts cell has no body; its text is generated.")
        return SourceCell(Kind.PARTS, "", line, KEY, parts=_named_parts(path, line, key))
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


def _named_parts(path: Path, line: int, named: Any) -> tuple[tuple[str, str], ...]:
    """The weeks and exercises that the header of a parts cell names."""
    words = named.split() if isinstance(named, str) else []
    for word in words:
        if not re.fullmatch(rf"\w+:{_KEY.pattern}", word):
            raise SourceError(path, line, f"{word!r} is no part: write it as WEEK:EXERCISE.")
        if words.count(word) > 1:
            raise SourceError(path, line, f"{word!r} is named twice.")
    if not words:
        raise SourceError(path, line, 'a parts cell names its parts: parts="WEEK:EXERCISE ...".')
    pairs = (word.partition(":") for word in words)
    return tuple((slug, exercise) for slug, _, exercise in pairs)


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
        kind = cell.kind.value
        raise SourceError(path, cell.line, f"{kind} {cell.key!r} has no solution region.")
    if cell.kind is Kind.EXERCISE:
        _check_stub(path, cell)


def _check_stub(path: Path, cell: SourceCell) -> None:
    """With its regions cleared an exercise is still Python, and only its functions are stubs."""
    lines, stubs, cleared = cell.text.split("\n"), [], False
    for position, line in enumerate(lines):
        begins, ends = line.strip() == BEGIN, line.strip() == END
        if begins:
            stubs.append(position + 1)
            lines[position] = line.replace(BEGIN, "raise NotImplementedError")
        elif cleared or ends:
            lines[position] = ""
        cleared = begins or (cleared and not ends)
    try:
        tree = ast.parse("\n".join(lines))
    except SyntaxError as problem:
        raise SourceError(
            path,
            cell.line + max((s for s in stubs if s <= (problem.lineno or 1)), default=stubs[0]),
            f"the region, cleared, leaves no valid Python ({problem.msg}): check its indentation.",
        ) from None
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    for stub in stubs:
        if not any(f.lineno < stub <= (f.end_lineno or 0) for f in functions):
            raise SourceError(path, cell.line + stub, "put the region inside a function.")


def _check_order(path: Path, cells: tuple[SourceCell, ...]) -> None:
    """Keys are unique, every exercise has its two checks behind it, and points add up."""
    seen: dict[str, int] = {}
    ids: dict[str, int] = {}
    checks: dict[tuple[str, bool], int] = {}
    for cell in cells:
        if cell.kind in (Kind.EXERCISE, Kind.MEMO, Kind.SETUP, Kind.PARTS):
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
                before = checks[which]
                raise SourceError(
                    path, cell.line, f"{cell.key!r} has this check already, on line {before}."
                )
            checks[which] = cell.line
            ids[check_id(cell.key, hidden=cell.hidden)] = cell.line
    for name in seen.keys() & ids.keys():
        line = max(seen[name], ids[name])
        raise SourceError(path, line, f"{name!r} is also the name of a check cell.")
    for cell in cells:
        if cell.kind is Kind.EXERCISE:
            for hidden in (False, True):
                if (cell.key, hidden) not in checks:
                    kind = "hidden" if hidden else "public"
                    raise SourceError(path, cell.line, f"{cell.key!r} has no {kind} check cell.")
    total = sum(cell.points for cell in cells)
    if abs(total - TOTAL_POINTS) > 1e-9:
        last = max((cell.line for cell in cells if cell.points), default=1)
        raise SourceError(path, last, f"points add up to {total:g}, not {TOTAL_POINTS}.")
