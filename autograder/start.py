"""A learner's own copy of a week; a module of its own, for 'mlsd start' imports no more."""

import shutil
from pathlib import Path

from autograder import course
from autograder.errors import CourseError
from autograder.places import require_work


def has_parts(slug: str) -> bool:
    """Whether a week's notebook brings cells of other weeks along, and is not started yet."""
    week = course.week(slug)
    if week.work.exists() or not week.assignment.exists():
        return False
    return '"grade_id": "parts"' in week.assignment.read_text(encoding="utf-8")


def start(slug: str) -> tuple[Path, bool]:
    """Copy a week's notebook to `work/`; return its path and whether the copy is new.

    A copy that exists is the learner's work and stays as it is.
    """
    week = course.week(slug)
    if week.work.exists():
        return week.work, False
    require_work(week)
    if not week.assignment.exists():
        raise CourseError(f"{week.slug} has no student notebook yet; run 'mlsd build'.")
    week.work.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(week.assignment, week.work)
    return week.work, True
