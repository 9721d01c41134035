"""Autograded notebooks, as stock nbgrader would have left them for formgrader and feedback.

A notebook is the release with its hidden check cells restored, the student's solution cells, memo
and own cells in their order, and the outputs of the report. nbgrader itself is not imported: that
takes longer than grading, and every worker process would pay for it.
"""

import hashlib
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from autograder import course
from autograder.errors import CourseError
from autograder.exports import safe_name
from autograder.release import check_text
from autograder.report import Report, ReportCell, write_atomically

READ_ONLY = 0o444
"""nbgrader's own mode for autograded files: nobody edits them by accident."""

_LONGEST_BESIDE = 1_000
"""Characters; nbgrader's timestamp has 23, its secret 36."""

_LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}


@dataclass(frozen=True)
class Template:
    """The notebook that every submission of an assignment is put into.

    cells: in notebook format 4, with nbgrader's metadata and an empty output list; metadata: of
    the notebook.
    """

    cells: tuple[dict[str, Any], ...]
    metadata: dict[str, Any]

    @property
    def graded(self) -> tuple[dict[str, Any], ...]:
        """The cells that nbgrader knows by name."""
        return tuple(cell for cell in self.cells if "nbgrader" in cell["metadata"])


@cache
def template(slug: str) -> Template:
    """The instructor's view of the released notebook: hidden checks in place, no solutions.

    Raises CourseError if the released notebook cannot be read.
    """
    path = course.week(slug).assignment
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cells = tuple(_restored(cell) for cell in notebook["cells"])
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise CourseError(
            f"{path} cannot be read ({type(problem).__name__}); run 'mlsd build'."
        ) from None
    return Template(cells, notebook["metadata"] | {"language_info": _LANGUAGE})


def _restored(cell: dict[str, Any]) -> dict[str, Any]:
    """The cell with its text in one piece, and with its hidden checks if it had any."""
    cell = cell | {"source": "".join(cell["source"])}
    data = cell["metadata"].get("nbgrader")
    if data and data["grade"] and not data["solution"]:
        exercise, _, kind = data["grade_id"].rpartition("-")
        cell["source"] = check_text(exercise, hidden=kind == "hidden")
        # nbgrader takes the checksum of a check cell before it strips the hidden part.
        data = data | {"checksum": checksum(cell)}
        cell["metadata"] = cell["metadata"] | {"nbgrader": data}
    return cell


def checksum(cell: dict[str, Any]) -> str:
    """nbgrader's checksum of a cell whose source is one string (`nbgrader.utils`, schema 3)."""
    data = cell["metadata"]["nbgrader"]
    locked = not data["solution"] and (data["grade"] or data["locked"])
    parts = [cell["source"], cell["cell_type"], data["grade"], data["solution"], locked]
    parts.append(data["grade_id"])
    if data["grade"]:
        parts.append(float(data["points"]))
    text = "".join(str(part) for part in parts)
    return hashlib.md5(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def is_untouched(slug: str, grade_id: str, source: str) -> bool:
    """Whether a solution cell or memo is, by checksum, what was released: no response."""
    for cell in template(slug).graded:
        data = cell["metadata"]["nbgrader"]
        if data["grade_id"] == grade_id:
            return bool(data["checksum"] == checksum(cell | {"source": source}))
    return False


def render(report: Report) -> str:
    """The autograded notebook of a report, as JSON text."""
    form = template(report.assignment)
    # One cell a line: json without indent is ten times as fast, and lines can be compared.
    lines = [
        json.dumps(cell, ensure_ascii=False, sort_keys=True) for cell in _filled_in(report, form)
    ]
    body = ",\n".join(lines)
    metadata = json.dumps(form.metadata, sort_keys=True)
    tail = f'"metadata": {metadata},\n"nbformat": 4,\n"nbformat_minor": 5'
    text = f'{{"cells": [\n{body}\n],\n{tail}}}\n'
    # Half a surrogate pair is legal in JSON, but nbconvert cannot write it to a page.
    return text.encode("utf-8", "replace").decode("utf-8")


def _filled_in(report: Report, form: Template) -> Iterator[dict[str, Any]]:
    """The cells of the report in their order, and between them those of the release.

    A cell of the release that is not in the report stands behind what it follows there.
    """
    ahead = list(form.cells)  # of the release, not yet written
    known = {_name(cell): cell for cell in form.cells}
    last = {_name_of(cell, known): place for place, cell in enumerate(report.cells)}
    ids = set(known)
    executed = 0
    for place, graded in enumerate(report.cells):
        name = _name_of(graded, known)
        if name in known and last[name] == place:
            cell = known[name]
            if cell in ahead:  # what the student has moved up takes nothing along
                where = ahead.index(cell)
                between = next((n for n in range(where) if _name(ahead[n]) in last), where)
                yield from ahead[:between]
                del ahead[:between], ahead[where - between]
        else:
            cell = _own_cell(graded, ids)
            ids.add(cell["id"])
        executed += cell["cell_type"] == "code"
        yield _filled(cell, graded, executed)
    yield from ahead


def _name(cell: dict[str, Any]) -> str:
    """What a cell of the release is known by: its grade_id, or its id."""
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", "") or cell["id"])


def _name_of(graded: ReportCell, known: dict[str, dict[str, Any]]) -> str:
    """What the release knows a cell of a report by; empty for one of the student's own."""
    if graded.grade_id:
        return graded.grade_id
    cell = known.get(graded.cell_id)  # one that it invites to try something out
    return graded.cell_id if cell and "nbgrader" not in cell["metadata"] else ""


def _own_cell(graded: ReportCell, taken: set[str]) -> dict[str, Any]:
    """A code cell that the release has not, with an id that no other has."""
    wanted = graded.cell_id if re.fullmatch(r"[a-zA-Z0-9_-]{1,60}", graded.cell_id) else "own"
    numbered = (f"{wanted}-{n}" for n in itertools.count(2))
    cell_id = wanted if wanted not in taken else next(n for n in numbered if n not in taken)
    return {"cell_type": "code", "id": cell_id, "metadata": {}, "source": graded.source}


def _filled(cell: dict[str, Any], graded: ReportCell, executed: int) -> dict[str, Any]:
    data = cell["metadata"].get("nbgrader")
    if data is None or data["solution"]:
        cell = cell | {"source": graded.source}
    if graded.attachments:
        cell = cell | {"attachments": graded.attachments}
    if cell["cell_type"] != "code":
        return cell
    outputs = [_numbered(output, executed) for output in graded.outputs]
    return cell | {"execution_count": executed, "outputs": outputs}


def _numbered(output: dict[str, Any], executed: int) -> dict[str, Any]:
    if output["output_type"] != "execute_result":
        return output
    return output | {"execution_count": executed}


def write(report: Report, out: Path, notebook: Path) -> Path:
    """Write `autograded/STUDENT/SLUG/SLUG.ipynb` below `out`; return its path.

    notebook: the submitted file. What nbgrader's exchange put beside it goes along, if it lies in
    nbgrader's tree: formgrader and `release_feedback` ask for it. Other files do not.
    """
    slug = report.assignment
    folder = out / "autograded" / safe_name(report.student) / slug
    for name, text in (
        ("timestamp.txt", timestamp_text(notebook, slug)),
        ("submission_secret.txt", _beside(notebook, slug, "submission_secret.txt")),
    ):
        copy = folder / name
        if text:
            write_atomically(copy, text)
            copy.chmod(READ_ONLY)
        else:
            copy.unlink(missing_ok=True)
    path = folder / f"{slug}.ipynb"
    write_atomically(path, render(report))
    path.chmod(READ_ONLY)
    return path


def timestamp_text(notebook: Path, slug: str) -> str:
    """What nbgrader's `timestamp.txt` beside a submission says; empty if it says nothing usable."""
    text = _beside(notebook, slug, "timestamp.txt")
    return text if timestamp(text) is not None else ""


def _beside(notebook: Path, slug: str, name: str) -> str:
    """A small file beside a submission in `STUDENT/SLUG/`; empty if there is none.

    Beside a flat folder of notebooks such a file is nobody's. A link is not followed: a student
    may have made it, and it may lead anywhere.
    """
    path = notebook.parent / name
    if notebook.parent.name != slug or path.is_symlink() or not path.is_file():
        return ""
    try:
        with path.open(encoding="utf-8") as file:
            return file.read(_LONGEST_BESIDE)
    except (OSError, UnicodeDecodeError):
        return ""


def timestamp(text: str) -> datetime | None:
    """The moment a timestamp names, in UTC without a zone; None if it names none.

    Read exactly as nbgrader reads it (`nbgrader.utils.parse_utc`, which takes a numeric zone for
    seconds): formgrader compares its own reading with the gradebook's.
    """
    from dateutil import parser, tz

    words = text.strip().split(" ")
    try:
        if len(words) == 3:
            word = words[2]
            zone = int(word) if word.lstrip("+-").isdecimal() else tz.gettz(word)
            moment: datetime = parser.parse(" ".join([*words[:2], "TZ"]), tzinfos={"TZ": zone})
        else:
            moment = parser.parse(text.strip())
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, TypeError, ArithmeticError):
        return None
