"""What the gradebook says of submissions: points by the checks, by a person, and together."""

import sqlalchemy as sa
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    GradeCell,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy.orm import Session

from autograder import exports
from autograder.marks import Marks

_MEMO = "markdown"
"""The type of a cell that a person grades; checks are code."""


def grades(session: Session) -> tuple[exports.Grade, ...]:
    """Every submission of every assignment."""
    best = _best(session)
    given = _given(session)
    submitted = sa.select(
        SubmittedAssignment.id,
        SubmittedAssignment.student_id,
        Assignment.name,
        SubmittedAssignment.score,
        SubmittedAssignment.late_submission_penalty,
    ).join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
    found = []
    for key, student, assignment, score, penalty in session.execute(submitted):
        checks, memo = given.get((key, False), _Given()), given.get((key, True), _Given())
        most, most_by_hand = best.get((assignment, False), 0.0), best.get((assignment, True), 0.0)
        is_open = checks.open or memo.open or not (checks.cells or memo.cells)
        found.append(
            exports.Grade(
                student,
                assignment,
                score=checks.automatic,
                max_score=most,
                memo_score=None if memo.open or not memo.cells else memo.score,
                memo_max_score=most_by_hand,
                total=None if is_open else max(0.0, score - (penalty or 0.0)),
                total_max=most + most_by_hand,
                to_grade=checks.waiting + memo.waiting,
            )
        )
    return tuple(found)


class _Given:
    """What the check cells, or the memos, of one submission have been given.

    automatic: by the checks, None if by none; score: in the end; open: cells without any score;
    waiting: cells for a person to look at.
    """

    def __init__(self) -> None:
        self.automatic: float | None = None
        self.score = 0.0
        self.cells = self.open = self.waiting = 0


def _given(session: Session) -> dict[tuple[str, bool], _Given]:
    """By submission, and whether it is of memos."""
    rows = session.execute(
        sa.select(
            SubmittedNotebook.assignment_id,
            GradeCell.cell_type,
            sa.func.count(),
            sa.func.sum(Grade.auto_score),
            sa.func.sum(
                sa.func.coalesce(Grade.manual_score, Grade.auto_score, 0.0)
                + sa.func.coalesce(Grade.extra_credit, 0.0)
            ),
            sa.func.count(sa.func.coalesce(Grade.manual_score, Grade.auto_score)),
            sa.func.sum(sa.cast(Grade.needs_manual_grade, sa.Integer)),
        )
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(GradeCell, GradeCell.id == Grade.cell_id)
        .group_by(SubmittedNotebook.assignment_id, GradeCell.cell_type)
    )
    found: dict[tuple[str, bool], _Given] = {}
    for key, kind, cells, automatic, score, scored, waiting in rows:
        one = found[key, kind == _MEMO] = _Given()
        one.automatic, one.score = automatic, score
        one.cells, one.open, one.waiting = cells, cells - scored, waiting
    return found


def _best(session: Session) -> dict[tuple[str, bool], float]:
    """The points that can be had, by assignment, and whether by memos."""
    rows = session.execute(
        sa.select(Assignment.name, GradeCell.cell_type, sa.func.sum(GradeCell.max_score))
        .join(Notebook, Notebook.id == GradeCell.notebook_id)
        .join(Assignment, Assignment.id == Notebook.assignment_id)
        .group_by(Assignment.name, GradeCell.cell_type)
    )
    return {(name, kind == _MEMO): best for name, kind, best in rows}


def marks(session: Session, slug: str) -> dict[str, Marks]:
    """What a person has given, by student; of those only that have been given anything."""
    found: dict[str, Marks] = {}
    by_hand = Grade.manual_score + sa.func.coalesce(Grade.extra_credit, 0.0)
    for table, value in ((Grade, by_hand), (Comment, Comment.manual_comment)):
        rows = session.execute(
            sa.select(SubmittedAssignment.student_id, BaseCell.name, value)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(table, table.notebook_id == SubmittedNotebook.id)
            .join(BaseCell, BaseCell.id == table.cell_id)
            .join(Notebook, Notebook.id == BaseCell.notebook_id)
            .join(Assignment, Assignment.id == Notebook.assignment_id)
            .where(Assignment.name == slug, value.is_not(None))
        )
        for student, cell, given in rows:
            one = found.setdefault(student, Marks())
            if table is Grade:
                one.scores[cell] = float(given)
            elif str(given).strip():
                one.comments[cell] = str(given)
    return found
