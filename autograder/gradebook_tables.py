"""The gradebook before any submission: its tables, the course, the assignment and its cells.

These are the rows that stock `nbgrader generate_assignment` writes.
"""

import json
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from nbgrader.api import (
    Assignment,
    Base,
    Course,
    GradeCell,
    Notebook,
    SolutionCell,
    SourceCell,
)
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy.orm import Session

from autograder.autograded import template
from autograder.errors import CourseError

COURSE_ID = "ml-systems-design"
"""As in nbgrader_config.py."""

BUSY_SECONDS = 60
"""How long a writer waits for another one."""


def prepare(session: Session, slug: str) -> None:
    """Make what is missing: tables, course, assignment, notebook, cells."""
    _create_tables(session)
    # Parts of nbgrader open the gradebook without naming the course, which adds the second.
    for course_id in (COURSE_ID, "default_course"):
        if session.get(Course, course_id) is None:
            session.add(Course(id=course_id))
    session.flush()
    assignment = session.scalar(sa.select(Assignment).filter_by(name=slug))
    if assignment is None:
        assignment = Assignment(name=slug, course_id=COURSE_ID)
        session.add(assignment)
        session.flush()
    _prepare_notebook(session, assignment, slug)


def _prepare_notebook(session: Session, assignment: Assignment, slug: str) -> None:
    """nbgrader's `SaveCells`: the cells as they are now, unless that would orphan grades."""
    form = template(slug)
    notebook = session.scalar(sa.select(Notebook).filter_by(name=slug, assignment_id=assignment.id))
    if notebook is None:
        kernel = json.dumps(form.metadata.get("kernelspec", {}))
        notebook = Notebook(name=slug, assignment=assignment, kernelspec=kernel)
        session.add(notebook)
        session.flush()
    old: dict[tuple[type, str], Any] = {
        (type(cell), cell.name): cell for cell in (*notebook._base_cells, *notebook.source_cells)
    }
    new = {
        (kind, cell["metadata"]["nbgrader"]["grade_id"]): _values(kind, cell)
        for kind in (GradeCell, SolutionCell, SourceCell)
        for cell in form.graded
        if kind is SourceCell or cell["metadata"]["nbgrader"][_FLAGS[kind]]
    }
    if notebook.submissions and old and set(old) != set(new):
        raise CourseError(
            f"The cells of {slug} are not those that the gradebook holds grades for; "
            "use a new gradebook, or remove the assignment from this one."
        )
    for key in set(old) - set(new):
        session.delete(old[key])
    for (kind, name), values in new.items():
        cell = old.get((kind, name))
        if cell is None:
            session.add(kind(name=name, notebook=notebook, **values))
        else:
            for field, value in values.items():
                setattr(cell, field, value)


_FLAGS = {GradeCell: "grade", SolutionCell: "solution"}


def _values(kind: type, cell: dict[str, Any]) -> dict[str, Any]:
    """The columns of a cell's row, beside its name."""
    data = cell["metadata"]["nbgrader"]
    if kind is GradeCell:
        return {"max_score": float(data["points"]), "cell_type": cell["cell_type"]}
    if kind is SourceCell:
        return {
            "cell_type": cell["cell_type"],
            "locked": not data["solution"] and (data["grade"] or data["locked"]),
            "source": cell["source"],
            "checksum": data["checksum"],
        }
    return {}


def open_engine(url: str) -> sa.Engine:
    """An engine whose SQLite transactions wait for each other instead of failing."""
    try:
        parsed = sa.make_url(url)
        if parsed.get_backend_name() != "sqlite":
            return sa.create_engine(parsed)
        if parsed.database and not parsed.database.startswith((":", "file:")):
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(parsed, connect_args={"timeout": BUSY_SECONDS})
    except (sa.exc.ArgumentError, ImportError) as problem:
        raise CourseError(f"The gradebook's URL cannot be used: {problem}") from None

    # A transaction that begins by reading cannot wait for the lock when it comes to write: SQLite
    # refuses at once, because what was read may be stale. So each one begins by taking the lock.
    @sa.event.listens_for(engine, "connect")
    def _no_transactions_of_the_drivers_own(connection: Any, _: object) -> None:
        connection.isolation_level = None

    @sa.event.listens_for(engine, "begin")
    def _take_the_lock(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _create_tables(session: Session) -> None:
    """nbgrader's tables, and the version it keeps beside them.

    nbgrader asks the command `alembic` for that version, which an environment that is not
    activated does not have on its PATH; the first start then fails, and later ones believe all is
    well. Asking alembic's library works everywhere, and mends such a gradebook.
    """
    connection = session.connection()
    Base.metadata.create_all(connection)
    version = sa.Column("version_num", sa.String(32), nullable=False)
    table = sa.Table("alembic_version", sa.MetaData(), version)
    table.create(connection, checkfirst=True)
    head = ScriptDirectory(ALEMBIC_DIR).get_current_head()
    found = session.scalar(sa.select(version))
    if found is None:
        session.execute(sa.insert(table), {"version_num": head})
    elif found != head:
        raise CourseError(
            "The gradebook was made by another version of nbgrader; back it up, then run "
            "'nbgrader db upgrade'."
        )
