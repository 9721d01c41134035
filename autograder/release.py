"""From a percent source to notebooks: nbgrader's source notebook, and the student's.

The student notebook comes from nbgrader's own generator, so that what we commit is what an
instructor gets from the stock command.
"""

import contextlib
import hashlib
import io
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder import course
from autograder.errors import CourseError
from autograder.source import Kind, Source, SourceCell, parse

SOURCES = course.ROOT / "build" / "source"
"""nbgrader's source directory; git-ignored."""

CONFIG = course.REPOSITORY / "nbgrader_config.py"


def source_notebook(source: Source) -> Any:
    """nbgrader's instructor notebook: solutions and hidden checks included."""
    seen: dict[str, int] = {}
    cells = [_notebook_cell(cell, seen) for cell in source.cells]
    return new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        },
    )


def check_text(exercise: str, *, hidden: bool) -> str:
    """The text of a check cell in the instructor's notebook."""
    if not hidden:
        return f'check("{exercise}")'
    return (
        "# Hidden checks: they run when this notebook is graded.\n"
        "### BEGIN HIDDEN TESTS\n"
        f'check("{exercise}", hidden=True)\n'
        "### END HIDDEN TESTS"
    )


def _notebook_cell(cell: SourceCell, seen: dict[str, int]) -> Any:
    match cell.kind:
        case Kind.PROSE | Kind.CODE:
            make = new_markdown_cell if cell.kind is Kind.PROSE else new_code_cell
            return make(cell.text, id=_content_id(cell, seen))
        case Kind.SETUP:
            data = _nbgrader(cell.key, locked=True)
            return new_code_cell(cell.text, id=cell.key, metadata={"nbgrader": data})
        case Kind.EXERCISE | Kind.PARTS:
            data = _nbgrader(cell.key, solution=True)
            return new_code_cell(cell.text, id=cell.key, metadata={"nbgrader": data})
        case Kind.CHECK:
            name = course.check_id(cell.key, hidden=cell.hidden)
            data = _nbgrader(name, grade=True, locked=True, points=cell.points)
            text = check_text(cell.key, hidden=cell.hidden)
            return new_code_cell(text, id=name, metadata={"nbgrader": data})
        case Kind.MEMO:
            data = _nbgrader(cell.key, grade=True, solution=True, points=cell.points)
            return new_markdown_cell(cell.text, id=cell.key, metadata={"nbgrader": data})


def _content_id(cell: SourceCell, seen: dict[str, int]) -> str:
    """An id from the text, so that a new cell does not rename its neighbours."""
    digest = hashlib.sha256(cell.text.encode()).hexdigest()[:10]
    seen[digest] = seen.get(digest, 0) + 1
    repeat = f"-{seen[digest]}" if seen[digest] > 1 else ""
    return f"{cell.kind.value}-{digest}{repeat}"


def _nbgrader(
    grade_id: str,
    *,
    grade: bool = False,
    solution: bool = False,
    locked: bool = False,
    points: float | None = None,
) -> dict[str, Any]:
    data: dict[str, Any] = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    return data if points is None else data | {"points": points}


def write_source_notebook(slug: str) -> Path:
    """Write nbgrader's source notebook of a week; return its path."""
    source = parse(course.week(slug).source)
    path = SOURCES / slug / f"{slug}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(source_notebook(source)) + "\n", encoding="utf-8")
    return path


def student_notebook(slug: str) -> bytes:
    """The student notebook of a week, by nbgrader's own generator, in a folder of its own."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config.loader import Config, PyFileConfigLoader

    config = Config(PyFileConfigLoader(str(CONFIG)).load_config())
    with tempfile.TemporaryDirectory() as folder, _quiet_log() as log:
        config.CourseDirectory.root = folder
        config.CourseDirectory.assignment_id = slug
        config.CourseDirectory.db_url = "sqlite://"
        config.SaveCells.enabled = False
        config.GenerateAssignment.no_database = True
        inbox = Path(folder, config.CourseDirectory.source_directory, slug)
        inbox.mkdir(parents=True)
        shutil.copy(write_source_notebook(slug), inbox)
        before = Path.cwd()
        converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
        try:
            converter.start()
        except Exception as problem:  # whatever nbgrader objects to, its log says why
            raise CourseError(f"nbgrader refuses {slug}: {problem}\n{log.getvalue()}") from problem
        finally:
            os.chdir(before)
        made = Path(folder, config.CourseDirectory.release_directory, slug, f"{slug}.ipynb")
        return made.read_bytes()


@contextlib.contextmanager
def _quiet_log() -> Iterator[io.StringIO]:
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logger = logging.getLogger("traitlets")
    before = (logger.propagate, logger.level)
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield log
    finally:
        logger.removeHandler(handler)
        logger.propagate = before[0]


def build(slug: str) -> bool:
    """Write the student notebook of a week if it is not as it should be; return whether it was."""
    wanted = student_notebook(slug)
    path = course.week(slug).assignment
    if path.exists() and path.read_bytes() == wanted:
        return True
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(wanted)
    course.check_cells.cache_clear()
    return False


def is_built(slug: str) -> bool:
    """Whether the committed student notebook is, byte for byte, what its source gives."""
    path = course.week(slug).assignment
    return path.exists() and path.read_bytes() == student_notebook(slug)
