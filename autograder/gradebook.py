"""Rows in nbgrader's gradebook, exactly those that stock `nbgrader autograde` would have written.

nbgrader opens the database anew and commits for every cell. Here a batch of submissions is one
transaction, so that a batch is recorded whole or not at all, and quickly.
"""

import math
import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from autograder import exports, gradebook_marks
from autograder.autograded import timestamp, timestamp_text
from autograder.errors import CourseError
from autograder.gradebook_rows import (
    Entry,
    add_notebooks,
    add_students,
    add_submissions,
    penalise,
    write_comments,
    write_grades,
)
from autograder.gradebook_tables import open_engine, prepare
from autograder.marks import Marks
from autograder.report import Report

ATTEMPTS = 8
"""How often a transaction is tried that another writer got in the way of."""

T = TypeVar("T")


class Recorder:
    """Writes the reports of one assignment into a gradebook.

    url: any SQLAlchemy URL; notebooks: the submitted file of each student, beside which nbgrader's
    `timestamp.txt` is looked for. Raises CourseError if the gradebook cannot be used.
    """

    def __init__(self, url: str, slug: str, notebooks: Mapping[str, Path] | None = None) -> None:
        self.slug = slug
        self._notebooks = notebooks or {}
        self._engine = open_engine(url)
        self._attempt(lambda session: prepare(session, slug))

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

    def grades(self) -> tuple[exports.Grade, ...]:
        """What the gradebook says of every submission of every assignment, hand-given points too.

        A total is what `nbgrader export` writes.
        """
        return self._attempt(gradebook_marks.grades)

    def marks(self) -> dict[str, Marks]:
        """What a person has given for this assignment, by student."""
        return self._attempt(lambda session: gradebook_marks.marks(session, self.slug))

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
        add_students(session, by_student)
        submissions = add_submissions(session, assignment, by_student)
        notebooks = add_notebooks(session, notebook, submissions)
        write_grades(session, grades, by_student, notebooks)
        write_comments(session, solutions, by_student, notebooks)
        penalise(session, assignment, notebooks)

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
