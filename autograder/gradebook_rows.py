"""The rows of submissions, and what a report says in them.

They are the rows that stock `nbgrader autograde` writes, for many submissions at a time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    new_uuid,
)
from sqlalchemy.orm import Session

from autograder import release
from autograder.autograded import is_untouched
from autograder.exports import safe_name
from autograder.report import Report

NO_RESPONSE = "No response."
"""nbgrader's comment on a solution cell that is as it was released."""


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
            if cell.kind in ("exercise", "memo", "parts"):
                untouched = is_untouched(report.assignment, cell.grade_id, cell.source)
                comments[cell.grade_id] = NO_RESPONSE if untouched else None
                if cell.kind == "memo":
                    scores[cell.grade_id] = 0.0 if untouched else None
            elif cell.kind == "check":
                scores[cell.grade_id] = cell.score
        return cls(safe_name(report.student), scores, comments, handed_in)


def add_students(session: Session, by_student: Mapping[str, Entry]) -> None:
    known = set(session.scalars(sa.select(Student.id).where(Student.id.in_(by_student))))
    new = [{"id": name} for name in by_student if name not in known]
    if new:
        session.execute(sa.insert(Student), new)


def add_submissions(
    session: Session, assignment: str, by_student: Mapping[str, Entry]
) -> dict[str, str]:
    """Ids of the submissions by student; a moment of handing in replaces an earlier one."""
    rows = session.execute(
        sa.select(SubmittedAssignment.student_id, SubmittedAssignment.id).where(
            SubmittedAssignment.assignment_id == assignment,
            SubmittedAssignment.student_id.in_(by_student),
        )
    )
    known: dict[str, str] = dict(rows.all())
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


def add_notebooks(
    session: Session, notebook: str, submissions: Mapping[str, str]
) -> dict[str, str]:
    """Ids of the submitted notebooks by student."""
    rows = session.execute(
        sa.select(SubmittedNotebook.assignment_id, SubmittedNotebook.id).where(
            SubmittedNotebook.notebook_id == notebook,
            SubmittedNotebook.assignment_id.in_(submissions.values()),
        )
    )
    known: dict[str, str] = dict(rows.all())
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


def write_grades(
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


def write_comments(
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


def penalise(session: Session, assignment: str, notebooks: Mapping[str, str]) -> None:
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
    from traitlets.config.loader import Config, PyFileConfigLoader

    config = Config(PyFileConfigLoader(str(release.CONFIG)).load_config())
    penalties = AssignLatePenalties(config=config)
    penalties.init_plugin()
    for student, key in notebooks.items():
        notebook = session.get_one(SubmittedNotebook, key)
        seconds = notebook.assignment.total_seconds_late
        if seconds > 0:
            score = notebook.score
            penalty = penalties.plugin_inst.late_submission_penalty(student, score, seconds)
            if penalty is not None:
                notebook.late_submission_penalty = penalties._check_late_penalty(notebook, penalty)
