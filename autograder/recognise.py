"""Which cells of a notebook are the release's, also where they have lost nbgrader's metadata.

Tools that clean, convert or merge notebooks drop it. Then the id of a cell tells, which is its
grade_id; and where the ids are gone as well, its text: a set-up or check cell is known by all of
it, a solution cell by the function and the docstring of its contract, a memo by its headings.
"""

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from autograder.notebook import Cell


@dataclass(frozen=True)
class Recognised:
    """keys: for each cell its grade_id in the release, or nothing; by_id and by_text: the keys of
    the cells that were found again, and how."""

    keys: tuple[str, ...]
    by_id: tuple[str, ...] = ()
    by_text: tuple[str, ...] = ()


class Recogniser:
    """Knows the cells of a release: grade_id, and the cell as it was released."""

    def __init__(self, released: Mapping[str, Cell]) -> None:
        self._released = dict(released)
        self._matches = {key: _match(cell) for key, cell in released.items()}

    def recognise(self, cells: Sequence[Cell]) -> Recognised:
        """Find the cells of the release in a notebook."""
        keys = [cell.grade_id if cell.grade_id in self._released else "" for cell in cells]
        bare = [n for n, cell in enumerate(cells) if not keys[n] and not cell.nbgrader]
        by_id: list[str] = []
        by_text: list[str] = []
        for n in bare:
            wanted = cells[n].cell_id
            if wanted in self._released and wanted not in keys:
                keys[n] = wanted
                by_id.append(wanted)
        for key in [key for key in self._released if key not in keys]:
            alike = [n for n in bare if not keys[n] and self._matches[key](cells[n])]
            if alike:
                keys[alike[-1]] = key
                by_text.append(key)
        return Recognised(tuple(keys), tuple(by_id), tuple(by_text))


def _match(released: Cell) -> Callable[[Cell], bool]:
    """What tells by its text whether a cell is this one of the release."""
    if not released.nbgrader.get("solution"):
        return lambda cell: _same_text(released, cell)
    if released.cell_type == "code":
        contracts = _contracts(released.source)
        return lambda cell: cell.cell_type == "code" and _holds_one(contracts, cell.source)
    headings = _headings(released.source)
    return lambda cell: cell.cell_type == "markdown" and _mostly(headings, _headings(cell.source))


def _same_text(released: Cell, cell: Cell) -> bool:
    text = released.source.strip()
    # A cell of nothing but a comment, as that of hidden checks, is like any other such cell.
    says_something = any(not line.startswith("#") for line in text.splitlines())
    return says_something and cell.cell_type == "code" and cell.source.strip() == text


def _contracts(stub: str) -> tuple[tuple[str, str], ...]:
    """The functions and classes of a stub, each with the first paragraph of its docstring."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    try:
        found = [node for node in ast.parse(stub).body if isinstance(node, kinds)]
    except (SyntaxError, ValueError):
        return ()
    documented = ((node.name, ast.get_docstring(node)) for node in found)
    return tuple((name, _squeezed(doc.split("\n\n")[0])) for name, doc in documented if doc)


def _holds_one(contracts: Sequence[tuple[str, str]], source: str) -> bool:
    text = _squeezed(source)
    for name, contract in contracts:
        if contract in text and re.search(rf"^(async )?(def|class) {name}\b", source, re.MULTILINE):
            return True
    return False


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _headings(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines() if line.startswith("#")}


def _mostly(wanted: set[str], found: set[str]) -> bool:
    return bool(wanted) and 2 * len(wanted & found) > len(wanted)
