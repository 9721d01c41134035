"""How much of a notebook is written: of two that one student handed in, which one is meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from autograder import course
from autograder.errors import NotebookError
from autograder.inbox.names import is_copy, means, stem
from autograder.notebook import cells_of, read_cells, read_document
from autograder.unfinished import names_of


@dataclass(frozen=True)
class Work:
    """What a notebook holds of a week. ours: whether it is one of the week at all; written: how
    many of the cells that a student writes are not as they were released.
    """

    ours: bool
    written: int


def chosen(paths: Sequence[Path], slug: str) -> tuple[Path, dict[Path, Work]]:
    """The notebook that is meant, and what each of them holds.

    It is the one in which most is written; of several, the one under the week's own name, then
    the one that is no copy, then the one that was changed last.
    """
    found = {path: work(path, slug) for path in paths}

    def rank(path: Path) -> tuple[object, ...]:
        one = found[path]
        named = path.name == f"{slug}.ipynb", means(stem(path.name), slug)
        return (
            one.ours,
            one.written,
            *named,
            not is_copy(stem(path.name)),
            _changed(path),
            str(path),
        )

    return max(paths, key=rank), found


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def work(path: Path, slug: str) -> Work:
    """What a notebook holds of a week; nothing if it cannot be read."""
    try:
        if path.stat().st_size > 20 * 2**20:
            return Work(ours=False, written=0)
        cells = _texts(path)
    except (NotebookError, OSError, KeyError, TypeError):
        return Work(ours=False, written=0)
    stubs = _stubs(slug)
    ours, written = False, set()
    for keys, text in cells:
        ours |= bool(keys & stubs.keys()) or f'checker("{slug}")' in text
        for key, (stub, names) in stubs.items():
            if text.strip() != stub and (key in keys or (names and names <= set(names_of(text)))):
                written.add(key)
    return Work(ours or bool(written), len(written))


@cache
def _stubs(slug: str) -> dict[str, tuple[str, frozenset[str]]]:
    """The released text of each cell that a student writes, and what it defines."""
    return {
        cell.grade_id: (cell.source.strip(), frozenset(names_of(cell.source)))
        for cell in read_cells(course.week(slug).assignment)
        if cell.nbgrader.get("solution")
    }


def _texts(path: Path) -> list[tuple[set[str], str]]:
    """The names and the text of each cell: its grade_id, and its id, which outlives metadata."""
    document = read_document(path)
    raw = [cell for cell in document["cells"] if isinstance(cell, dict)]
    cells = cells_of(path, document)
    return [
        ({cell.grade_id, str(one.get("id", ""))}, cell.source)
        for cell, one in zip(cells, raw, strict=True)
    ]
