"""The memo of a notebook, wherever its student wrote it: whole, split, or in cells of their own."""

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.notebook import Cell

ENOUGH_WORDS = 30
"""Words in a text far from the memo's place that are taken for the memo, if there is no other."""

_PICTURE = re.compile(r"image/[a-z0-9.+-]{1,40}")


@dataclass(frozen=True)
class Memo:
    """What was written.

    text: of all its cells, in their order; the released text if nothing was written; attachments:
    pictures pasted into them, by name; found: whether the notebook has the memo's own cell, or
    text in another.
    """

    text: str
    attachments: dict[str, Any] = field(default_factory=dict)
    found: bool = True


def memo_of(key: str, cells: Sequence[Cell], release: Sequence[Cell]) -> Memo:
    """The memo called `key` of a notebook.

    It stands in the cells that bear its name, or its id if metadata were lost, and in cells of
    the student's own below the paragraph that asks for it; if none of these is written in, in
    longer texts of their own elsewhere.
    """
    (stub,) = (cell.source for cell in release if cell.grade_id == key)
    named = [cell for cell in cells if key in (cell.grade_id, cell.grade_id or cell.cell_id)]
    own = _own(cells, release)
    begins = _beginning(key, cells, release)
    pieces = [
        cell
        for place, cell in enumerate(cells)
        if any(cell is one for one in named) or (place >= begins and _is_text(cell, own))
    ]
    if not _is_written(pieces, stub):
        others = [cell for cell in cells if _is_text(cell, own) and cell.cell_type != "code"]
        longer = [cell for cell in others if len(cell.source.split()) >= ENOUGH_WORDS]
        pieces = longer or named
    if not _is_written(pieces, stub):
        return Memo(named[0].source if len(named) == 1 else stub, found=bool(named))
    written = [cell for cell in pieces if cell.source.strip() not in ("", stub.strip())]
    return _together(written)


def _own(cells: Sequence[Cell], release: Sequence[Cell]) -> list[Cell]:
    """The cells that are none of the release's, nor one of its texts."""
    names = {cell.grade_id for cell in release if cell.grade_id}
    ids = {cell.cell_id: cell.source.strip() for cell in release if cell.cell_id}
    texts = {cell.source.strip() for cell in release}
    return [
        cell
        for cell in cells
        if cell.grade_id not in names
        and cell.cell_id not in names
        and cell.source.strip() not in texts
        and (cell.cell_id not in ids or _is_rewritten(cell.source, ids[cell.cell_id]))
    ]


def _is_rewritten(source: str, released: str) -> bool:
    """Whether a released text has been added to at length, and is not only corrected."""
    return len(source.split()) >= len(released.split()) + ENOUGH_WORDS


def _beginning(key: str, cells: Sequence[Cell], release: Sequence[Cell]) -> int:
    """Where the memo's place begins: below the cell that the release has before it.

    If that is gone, below the last cell of the release's that a student writes or is judged by.
    """
    place = next(n for n, cell in enumerate(release) if cell.grade_id == key)
    if place:
        asks = release[place - 1]
        for n, cell in enumerate(cells):
            if (asks.cell_id and cell.cell_id == asks.cell_id) or (
                asks.source.strip() and cell.source.strip() == asks.source.strip()
            ):
                return n
    before = {cell.grade_id for cell in release[:place] if cell.grade_id}
    behind = [n + 1 for n, cell in enumerate(cells) if (cell.grade_id or cell.cell_id) in before]
    return max(behind, default=0)


def _is_text(cell: Cell, own: Sequence[Cell]) -> bool:
    """Whether it is a text of the student's: prose, be it in a cell that was left one of code."""
    if not any(cell is one for one in own) or not cell.source.strip():
        return False
    return cell.cell_type in ("markdown", "raw") or is_prose(cell.source)


def is_prose(source: str) -> bool:
    """Whether what stands in a code cell is no code, but one long text or comment."""
    words = re.findall(r"[^\W\d_]{2,}", source)
    if len(words) < ENOUGH_WORDS:
        return False
    try:
        found = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        code = re.search(r"^\s*(def|class|import|from|return|for|while|if|%|!)\b", source, re.M)
        return code is None
    texts = (
        isinstance(one, ast.Expr)
        and isinstance(one.value, ast.Constant)
        and isinstance(one.value.value, str)
        for one in found
    )
    return all(texts)


def _is_written(pieces: Sequence[Cell], stub: str) -> bool:
    """Whether there is more in the pieces together than lines of what was released."""
    if len(pieces) == 1:
        return pieces[0].source.strip() not in ("", stub.strip())
    return not _lines(cell.source for cell in pieces) <= _lines([stub])


def _lines(texts: Iterable[str]) -> set[str]:
    return {line.strip() for text in texts for line in text.splitlines()} - {""}


def _together(pieces: Sequence[Cell]) -> Memo:
    """One text of several, and their pictures under names that no two share."""
    texts, pictures = [], {}
    for number, cell in enumerate(pieces, 1):
        text = cell.source
        for name, bundle in attachments(cell.attachments).items():
            known = f"{number}-{name}" if name in pictures else name
            if known != name:
                text = text.replace(f"attachment:{name}", f"attachment:{known}")
            pictures[known] = bundle
        texts.append(text if len(pieces) == 1 else text.strip("\n"))
    return Memo("\n\n".join(texts), pictures)


def attachments(found: object) -> dict[str, Any]:
    """The pictures among a cell's attachments, and nothing that is not in notebook format."""
    if not isinstance(found, Mapping):
        return {}
    pictures: dict[str, Any] = {}
    for name, bundle in found.items():
        kept = {
            kind: data if isinstance(data, str) else "".join(data)
            for kind, data in (bundle.items() if isinstance(bundle, Mapping) else ())
            if isinstance(kind, str) and _PICTURE.fullmatch(kind) and _is_text_data(data)
        }
        if kept and isinstance(name, str):
            pictures[name] = kept
    return pictures


def _is_text_data(data: object) -> bool:
    lines = data if isinstance(data, list) else [data]
    return all(isinstance(line, str) for line in lines)
