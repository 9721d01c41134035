"""Read the cells of a submission, whatever state it is in."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import NotebookError
from autograder.stranded import CONFLICT


@dataclass(frozen=True)
class Cell:
    """One cell: its type, its text, nbgrader's metadata for it (empty if it has none), its id.

    attachments: what was pasted into it, as the file has it.
    """

    cell_type: str
    source: str
    nbgrader: dict[str, Any]
    cell_id: str = ""
    attachments: Any = None

    @property
    def grade_id(self) -> str:
        return str(self.nbgrader.get("grade_id", ""))

    @property
    def is_check(self) -> bool:
        return bool(self.nbgrader.get("grade")) and not self.nbgrader.get("solution")


def read_cells(path: Path) -> tuple[Cell, ...]:
    """The cells of a notebook file; cells too damaged to read are left out.

    Raises NotebookError, with the reason, for a file that is no notebook at all.
    """
    return cells_of(path, read_document(path))


def read_document(path: Path) -> Any:
    """The JSON document of a file. Raises NotebookError, with the reason, if it is none."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        if not text.strip():
            raise NotebookError(f"{path}: the file is empty.")
        return json.loads(text)
    except FileNotFoundError:
        raise NotebookError(f"{path}: there is no such file.") from None
    except OSError as problem:
        raise NotebookError(f"{path}: cannot be read ({problem.strerror}).") from None
    except UnicodeDecodeError:
        raise NotebookError(f"{path}: is not UTF-8 text; save it again from Jupyter.") from None
    except ValueError as problem:
        if mark := CONFLICT.search(text):
            line = text.count("\n", 0, mark.start()) + 1
            shown = text[mark.start() :].partition("\n")[0][:60].strip()
            raise NotebookError(
                f"{path}: holds the marks of a git conflict (line {line}: `{shown}`); take one of "
                f"the two versions whole, with 'git checkout --ours {path.name}' or '--theirs', "
                "and add it again."
            ) from None
        raise NotebookError(f"{path}: is not a notebook (not JSON: {problem}).") from None
    except RecursionError:
        raise NotebookError(f"{path}: is not a notebook (nested too deeply).") from None


def cells_of(path: Path, document: Any) -> tuple[Cell, ...]:
    """As `read_cells`, from the document."""
    cells = document.get("cells") if isinstance(document, dict) else None
    if not isinstance(cells, list):
        raise NotebookError(f"{path}: is not a notebook (it has no list of cells).")
    return tuple(cell_of(cell) for cell in cells if isinstance(cell, dict))


def language_of(document: Any) -> str:
    """The language that a notebook says it is written in; empty if it says none."""
    metadata = document.get("metadata") if isinstance(document, dict) else None
    for part, key in (("kernelspec", "language"), ("language_info", "name")):
        said = metadata.get(part) if isinstance(metadata, dict) else None
        language = said.get(key) if isinstance(said, dict) else None
        if isinstance(language, str) and language:
            return language
    return ""


def cell_of(cell: dict[str, Any]) -> Cell:
    """A cell of a document, as far as it can be read."""
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return Cell(
        cell_type=str(cell.get("cell_type", "")),
        source=source if isinstance(source, str) else "",
        nbgrader=nbgrader if isinstance(nbgrader, dict) else {},
        cell_id=found if isinstance(found := cell.get("id"), str) else "",
        attachments=cell.get("attachments"),
    )
