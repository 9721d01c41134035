"""Rows in nbgrader's gradebook, exactly those that stock `nbgrader autograde` would have written.

nbgrader opens the database anew and commits for every cell. Here a batch of submissions is one
transaction, so that a batch is recorded whole or not at all, and quickly.
"""

import json
import math
import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from nbgrader.api import (
    Assignment,
    Base,
    BaseCell,
    Comment,
    Course,
    Grade,
    GradeCell,
    Notebook,
    SolutionCell,
    SourceCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    new_uuid,
)
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from autograder import release
from autograder.autograded import is_untouched, template, timestamp, timestamp_text
from autograder.errors import CourseError
from autograder.exports import safe_name
from autograder.report import Report

COURSE_ID = "ml-systems-design"
"""As in nbgrader_config.py."""

BUSY_SECONDS = 60
"""How long a writer waits for another one."""

ATTEMPTS = 8
"""How often a transaction is tried that another writer got in the way of."""

NO_RESPONSE = "No response."
"""nbgrader's comment on a solution cell that is as it was released."""

T = TypeVar("T")


@dataclass(frozen=True)
class Entry:
    """What one report says in the gradebook.

    scores: by grade cell; None where there is no automatic score, and a person must give one.
    comments: by solution cell. handed_in: UTC, None if not known.
    """

    student: str
    scores: dict[str, float | None]
    comments: dict[str, str | None]
    handed_in: datetime | None

    @classmethod
    def of(cls, report: Report, handed_in: datetime | None) -> "Entry":
        """The entry of a report; a report without a grade leaves every score open, never 0."""
        has_grade = report.score is not None
        scores: dict[str, float | None] = {}
        comments: dict[str, str | None] = {}
        for cell in report.cells if has_grade else ():
            if cell.kind in ("exercise", "memo"):
                untouched = is_untouched(report.assignment, cell.grade_id, cell.source)
                comments[cell.grade_id] = NO_RESPONSE if untouched else None
                if cell.kind == "memo":
                    scores[cell.grade_id] = 0.0 if untouched else None
            elif cell.kind == "check":
                scores[cell.grade_id] = cell.score
        return cls(safe_name(report.student), scores, comments, handed_in)


class Recorder:
    """Writes the reports of one assignment into a gradebook.

    url: any SQLAlchemy URL; notebooks: the submitted file of each student, beside which nbgrader's
    `timestamp.txt` is looked for. Raises CourseError if the gradebook cannot be used.
    """

    def __init__(self, url: str, slug: str, notebooks: Mapping[str, Path] | None = None) -> None:
        self.slug = slug
        self._notebooks = notebooks or {}
        self._engine = _engine(url)
        self._attempt(self._prepare)

    def record(self, reports: Sequence[Report]) -> None:
        """Write the rows of some submissions, all in one transaction."""
        entries = [self._entry(report) for report in reports]
        if entries:
            self._attempt(lambda session: self._record(session, entries))

    def reconcile(self, reports: Iterable[Report]) -> tuple[str, ...]:
        """Record the reports that the gradebook does not agree with; return their students.

        What a person has graded or flagged is no disagreement.
        """
        entries = [self._entry(report) for report in reports]
        stored = self._attempt(self._stored)
        behind = [entry for entry in entries if not _agrees(entry, stored.get(entry.student))]
        if behind:
            self._attempt(lambda session: self._record(session, behind))
        return tuple(entry.student for entry in behind)

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    def _entry(self, report: Report) -> Entry:
        if report.assignment != self.slug:
            raise ValueError(f"a report of {report.assignment}, not of {self.slug}")
        notebook = self._notebooks.get(report.student)
        text = timestamp_text(notebook, self.slug) if notebook else ""
        return Entry.of(report, timestamp(text) if text else None)

    # -- transactions

    def _attempt(self, work: Callable[[Session], T]) -> T:
        """Do work in one transaction, again if another writer was in the way."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with Session(self._engine) as session, session.begin():
                    return work(session)
            except (OperationalError, IntegrityError) as problem:
                # Locked, deadlocked, or the other writer made the same student in the meantime.
                if attempt == ATTEMPTS:
                    raise self._unusable(problem) from None
                time.sleep(random.uniform(0, 0.05 * 2**attempt))
            except DBAPIError as problem:
                raise self._unusable(problem) from None
        raise AssertionError("the last attempt returns or raises")

    def _unusable(self, problem: DBAPIError) -> CourseError:
        url = self._engine.url.render_as_string(hide_password=True)
        return CourseError(f"The gradebook {url} cannot be used: {problem.orig}")

    # -- the assignment's own rows

    def _prepare(self, session: Session) -> None:
        """Make what is missing: tables, course, assignment, notebook, cells."""
        _create_tables(session)
        # Parts of nbgrader open the gradebook without naming the course, which adds the second.
        for course_id in (COURSE_ID, "default_course"):
            if session.get(Course, course_id) is None:
                session.add(Course(id=course_id))
        session.flush()
        assignment = session.scalar(sa.select(Assignment).filter_by(name=self.slug))
        if assignment is None:
            assignment = Assignment(name=self.slug, course_id=COURSE_ID)
            session.add(assignment)
            session.flush()
        self._prepare_notebook(session, assignment)

    def _prepare_notebook(self, session: Session, assignment: Assignment) -> None:
        """nbgrader's `SaveCells`: the cells as they are now, unless that would orphan grades."""
        form = template(self.slug)
        notebook = session.scalar(
            sa.select(Notebook).filter_by(name=self.slug, assignment_id=assignment.id)
        )
        if notebook is None:
            kernel = json.dumps(form.metadata.get("kernelspec", {}))
            notebook = Notebook(name=self.slug, assignment=assignment, kernelspec=kernel)
            session.add(notebook)
            session.flush()
        old: dict[tuple[type, str], Any] = {
            (type(cell), cell.name): cell
            for cell in (*notebook._base_cells, *notebook.source_cells)
        }
        new = {
            (kind, cell["metadata"]["nbgrader"]["grade_id"]): _values(kind, cell)
            for kind in (GradeCell, SolutionCell, SourceCell)
            for cell in form.graded
            if kind is SourceCell or cell["metadata"]["nbgrader"][_FLAGS[kind]]
        }
        if notebook.submissions and old and set(old) != set(new):
            raise CourseError(
                f"The cells of {self.slug} are not those that the gradebook holds grades for; "
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

    def _ids(self, session: Session) -> tuple[str, str, dict[str, str], dict[str, str]]:
        """Ids of assignment and notebook, and of grade and solution cells by name."""
        assignment, notebook = session.execute(
            sa.select(Assignment.id, Notebook.id)
            .join(Notebook, Notebook.assignment_id == Assignment.id)
            .where(Assignment.name == self.slug, Notebook.name == self.slug)
        ).one()
        rows = session.execute(
            sa.select(BaseCell.type, BaseCell.name, BaseCell.id).where(
                BaseCell.notebook_id == notebook
            )
        ).all()
        grades = {name: cell for kind, name, cell in rows if kind == "GradeCell"}
        solutions = {name: cell for kind, name, cell in rows if kind == "SolutionCell"}
        return assignment, notebook, grades, solutions

    # -- the submissions' rows

    def _record(self, session: Session, entries: Sequence[Entry]) -> None:
        by_student = {entry.student: entry for entry in entries}
        assignment, notebook, grades, solutions = self._ids(session)
        _add_students(session, by_student)
        submissions = _add_submissions(session, assignment, by_student)
        notebooks = _add_notebooks(session, notebook, submissions)
        _write_grades(session, grades, by_student, notebooks)
        _write_comments(session, solutions, by_student, notebooks)
        _penalise(session, assignment, notebooks)

    def _stored(self, session: Session) -> dict[str, Entry]:
        """What the gradebook says now, by student."""
        assignment, notebook, _, _ = self._ids(session)
        submitted = (
            sa.select(
                SubmittedNotebook.id, SubmittedAssignment.student_id, SubmittedAssignment.timestamp
            )
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .where(
                SubmittedAssignment.assignment_id == assignment,
                SubmittedNotebook.notebook_id == notebook,
            )
        )
        entries = {key: Entry(name, {}, {}, when) for key, name, when in session.execute(submitted)}
        for table, value in ((Grade, Grade.auto_score), (Comment, Comment.auto_comment)):
            rows = session.execute(
                sa.select(table.notebook_id, BaseCell.name, value)
                .join(BaseCell, BaseCell.id == table.cell_id)
                .where(BaseCell.notebook_id == notebook)
            )
            for key, name, said in rows:
                entry = entries[key]
                (entry.scores if table is Grade else entry.comments)[name] = said
        return {entry.student: entry for entry in entries.values()}


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


def _engine(url: str) -> sa.Engine:
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


def _add_students(session: Session, by_student: Mapping[str, Entry]) -> None:
    known = set(session.scalars(sa.select(Student.id).where(Student.id.in_(by_student))))
    new = [{"id": name} for name in by_student if name not in known]
    if new:
        session.execute(sa.insert(Student), new)


def _add_submissions(
    session: Session, assignment: str, by_student: Mapping[str, Entry]
) -> dict[str, str]:
    """Ids of the submissions by student; a moment of handing in replaces an earlier one."""
    rows = session.execute(
        sa.select(SubmittedAssignment.student_id, SubmittedAssignment.id).where(
            SubmittedAssignment.assignment_id == assignment,
            SubmittedAssignment.student_id.in_(by_student),
        )
    )
    known = dict(rows.tuples().all())
    ids = {name: known.get(name) or new_uuid() for name in by_student}
    new = [
        {
            "id": ids[name],
            "assignment_id": assignment,
            "student_id": name,
            "timestamp": entry.handed_in,
        }
        for name, entry in by_student.items()
        if name not in known
    ]
    if new:
        session.execute(sa.insert(SubmittedAssignment), new)
    moved = [
        {"id": known[name], "timestamp": entry.handed_in}
        for name, entry in by_student.items()
        if name in known and entry.handed_in is not None
    ]
    if moved:
        session.execute(sa.update(SubmittedAssignment), moved)
    return ids


def _add_notebooks(
    session: Session, notebook: str, submissions: Mapping[str, str]
) -> dict[str, str]:
    """Ids of the submitted notebooks by student."""
    rows = session.execute(
        sa.select(SubmittedNotebook.assignment_id, SubmittedNotebook.id).where(
            SubmittedNotebook.notebook_id == notebook,
            SubmittedNotebook.assignment_id.in_(submissions.values()),
        )
    )
    known = dict(rows.tuples().all())
    ids = {name: known.get(key) or new_uuid() for name, key in submissions.items()}
    new = [
        {"id": ids[name], "assignment_id": key, "notebook_id": notebook, "flagged": False}
        for name, key in submissions.items()
        if key not in known
    ]
    if new:
        session.execute(sa.insert(SubmittedNotebook), new)
    return ids


def _known(
    session: Session, table: type[Grade] | type[Comment], notebooks: Mapping[str, str]
) -> dict[tuple[str, str], str]:
    """Ids of the rows there are, by submitted notebook and cell."""
    rows = session.execute(
        sa.select(table.notebook_id, table.cell_id, table.id).where(
            table.notebook_id.in_(notebooks.values())
        )
    )
    return {(notebook, cell): key for notebook, cell, key in rows}


def _write_grades(
    session: Session,
    cells: Mapping[str, str],
    by_student: Mapping[str, Entry],
    notebooks: Mapping[str, str],
) -> None:
    """nbgrader's `SaveAutoGrades`: a score given by hand stays, and is to be looked at again."""
    known = _known(session, Grade, notebooks)
    new, old = [], []
    for student, entry in by_student.items():
        for name, cell in cells.items():
            score = entry.scores.get(name)
            place = (notebooks[student], cell)
            if place in known:
                old.append({"key": known[place], "score": score, "open": score is None})
            else:
                row = {"notebook_id": place[0], "cell_id": cell, "auto_score": score}
                new.append(row | {"needs_manual_grade": score is None})
    if new:
        session.execute(sa.insert(Grade), new)
    if old:
        grade = Grade.__table__
        # In the database, so that a score given by hand this very moment counts.
        by_hand = grade.c.manual_score.is_not(None)
        session.connection().execute(
            sa.update(grade)
            .where(grade.c.id == sa.bindparam("key"))
            .values(
                auto_score=sa.bindparam("score"),
                needs_manual_grade=sa.or_(by_hand, sa.bindparam("open", type_=sa.Boolean())),
            ),
            old,
        )


def _write_comments(
    session: Session,
    cells: Mapping[str, str],
    by_student: Mapping[str, Entry],
    notebooks: Mapping[str, str],
) -> None:
    """The automatic comments; those of a person are another column."""
    known = _known(session, Comment, notebooks)
    new, old = [], []
    for student, entry in by_student.items():
        for name, cell in cells.items():
            text = entry.comments.get(name)
            place = (notebooks[student], cell)
            if place in known:
                old.append({"id": known[place], "auto_comment": text})
            else:
                new.append({"notebook_id": place[0], "cell_id": cell, "auto_comment": text})
    if new:
        session.execute(sa.insert(Comment), new)
    if old:
        session.execute(sa.update(Comment), old)


def _penalise(session: Session, assignment: str, notebooks: Mapping[str, str]) -> None:
    """nbgrader's `AssignLatePenalties`, with the plugin that nbgrader_config.py names."""
    session.execute(
        sa.update(SubmittedNotebook)
        .where(SubmittedNotebook.id.in_(notebooks.values()))
        .values(late_submission_penalty=None)
        .execution_options(synchronize_session=False)
    )
    found = session.get(Assignment, assignment)
    if found is None or found.duedate is None:
        return
    from nbgrader.preprocessors import AssignLatePenalties
    from traitlets.config import Config, PyFileConfigLoader

    config = Config(PyFileConfigLoader(str(release.CONFIG)).load_config())
    penalties = AssignLatePenalties(config=config)
    penalties.init_plugin()
    for student, key in notebooks.items():
        notebook = session.get(SubmittedNotebook, key)
        seconds = notebook.assignment.total_seconds_late
        if seconds > 0:
            score = notebook.score
            penalty = penalties.plugin_inst.late_submission_penalty(student, score, seconds)
            if penalty is not None:
                notebook.late_submission_penalty = penalties._check_late_penalty(notebook, penalty)


def _agrees(entry: Entry, stored: Entry | None) -> bool:
    """Whether the gradebook says of a submission what its report says."""
    if stored is None or not stored.scores:
        return False
    return (
        all(_same(entry.scores.get(name), score) for name, score in stored.scores.items())
        and all(entry.comments.get(name) == text for name, text in stored.comments.items())
        and entry.handed_in in (None, stored.handed_in)
    )


def _same(score: float | None, stored: float | None) -> bool:
    if score is None or stored is None:
        return score is stored
    return math.isclose(score, stored, rel_tol=1e-6)  # some databases keep single precision
