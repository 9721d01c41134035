"""Where a person is and where their things are, if not where they should be."""

import os
from pathlib import Path

from autograder import course
from autograder.errors import CourseError
from autograder.inbox import files, names


def require_course() -> None:
    """Raise CourseError if there is no course, or if the person is in another clone of it.

    What is done there would be written to the course that the environment belongs to.
    """
    if not (course.ROOT / "solutions").is_dir():
        named = " (the variable MLSD_COURSE names it)" if os.environ.get("MLSD_COURSE") else ""
        raise CourseError(
            f"There is no course in {course.ROOT}{named}; if the folder was moved or renamed, "
            "run 'make install' in it again, or set MLSD_COURSE to where it is now."
        )
    other = other_clone()
    if other is not None:
        raise CourseError(
            f"You are in the course of {other}, but this mlsd belongs to {course.ROOT} and would "
            f"work there; {_how_to_use(other)}, or go to {course.ROOT} first."
        )


def other_clone() -> Path | None:
    """The clone of the course that the working folder is in, if it is not the one in use.

    Who sets MLSD_COURSE has said which one is meant.
    """
    if os.environ.get("MLSD_COURSE"):
        return None
    try:
        here = Path.cwd().resolve()
    except OSError:  # the folder was removed
        return None
    for folder in (here, *here.parents):
        if folder in (course.ROOT, course.REPOSITORY):
            return None
        if (folder / "solutions").is_dir() and (folder / "autograder" / "course.py").is_file():
            return folder
    return None


def _how_to_use(clone: Path) -> str:
    scripts = clone / ".venv" / ("Scripts" if os.name == "nt" else "bin")
    if scripts.is_dir():
        return f"activate its own environment ('source {scripts / 'activate'}')"
    return "run 'make install' there and activate its own environment"


def require_work(week: course.Week) -> None:
    """Raise CourseError if the learner's copy is not in its place, but may lie in another."""
    if week.work.exists():
        return
    if found := misplaced(week):
        here, there = (path.relative_to(course.ROOT) for path in (week.work, found[0]))
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise CourseError(
            f"Your notebook of {week.slug} is not at {here}, but {there}{more} may be it: move it "
            f"back to that name, or name it: mlsd check {week.slug} '{there}'."
        )


def misplaced(week: course.Week) -> list[Path]:
    """Notebooks in `work/` that may be the learner's copy of a week under another name."""
    work = course.ROOT / "work"
    found = []
    for path in sorted([*work.glob("*"), *work.glob("*/*")]):
        if path == week.work or files.is_bookkeeping(path.name) or not path.is_file():
            continue
        if files.is_bookkeeping(path.parent.name) or not names.NOTEBOOK.search(path.name):
            continue
        beside = path.parent == week.work.parent
        named = any(names.means(n, week.slug) for n in (path.parent.name, names.stem(path.name)))
        if beside or named:
            found.append(path)
    return found
