"""Where things are: the rooms of the course, its weeks, and what each check cell is worth.

A week's slug is the same word in every room, so every path follows from it.
The environment variable `MLSD_COURSE` names another folder to be the course, with rooms of its own.
"""

import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from autograder.errors import CourseError
from autograder.words import did_you_mean

REPOSITORY = Path(__file__).resolve().parent.parent
ROOT = Path(os.environ.get("MLSD_COURSE") or REPOSITORY).resolve()
CHECKS = ROOT / "autograder" / "checks"
PYTEST_INI = REPOSITORY / "autograder" / "checks" / "pytest.ini"


@dataclass(frozen=True)
class Week:
    """The paths of one week."""

    slug: str

    @property
    def lecture(self) -> Path:
        """The lecture page."""
        return ROOT / "lectures" / f"{self.slug}.md"

    @property
    def source(self) -> Path:
        """The percent source from which everything about the assignment is derived."""
        return ROOT / "solutions" / f"{self.slug}.py"

    @property
    def assignment(self) -> Path:
        """The committed student notebook."""
        return ROOT / "assignments" / self.slug / f"{self.slug}.ipynb"

    @property
    def checks(self) -> Path:
        """The folder of check files, mistakes and alternatives."""
        return CHECKS / self.slug

    @property
    def work(self) -> Path:
        """The learner's own copy, never touched by an update of the repository."""
        return ROOT / "work" / self.slug / f"{self.slug}.ipynb"


@dataclass(frozen=True)
class CheckCell:
    """One check cell of a student notebook.

    exercise: the exercise's key; hidden: whether its checks are kept by the grader;
    points: what the cell is worth; grade_id: nbgrader's name for the cell.
    """

    exercise: str
    hidden: bool
    points: float

    @property
    def grade_id(self) -> str:
        return check_id(self.exercise, hidden=self.hidden)


def check_id(exercise: str, *, hidden: bool) -> str:
    """nbgrader's `grade_id` of the check cell of an exercise."""
    return f"{exercise}-{'hidden' if hidden else 'checks'}"


def slugs() -> tuple[str, ...]:
    """The landed weeks in the order of the course; the capstone, if landed, is last."""
    found = [path.stem for path in (ROOT / "solutions").glob("*.py")]
    return tuple(sorted(found, key=lambda slug: (slug == "capstone", slug)))


def week(slug: str) -> Week:
    """The week called `slug`; a unique beginning such as `w01` will do."""
    known = slugs()
    matches = [name for name in known if name == slug] or [
        name for name in known if slug and name.startswith(slug)
    ]
    if len(matches) != 1:
        if planned := _planned(slug):
            raise CourseError(
                f"{planned} stands in the syllabus and has not landed yet. "
                f"Landed weeks: {', '.join(known) or 'none'}."
            )
        spellings = {name.partition("_")[0]: name for name in known} | {
            name: name for name in known
        }
        raise CourseError(
            f"There is no week called {slug!r}.{did_you_mean(slug, spellings)} "
            f"Landed weeks: {', '.join(known) or 'none'}."
        )
    return Week(matches[0])


def _planned(slug: str) -> str:
    """The week of the syllabus that `slug` means but for its not having landed; or nothing."""
    from autograder import syllabus

    coming = [week.slug for week in syllabus.weeks() if not week.landed]
    return next((name for name in coming if slug and name.startswith(slug)), "")


@cache
def check_cells(slug: str) -> tuple[CheckCell, ...]:
    """The check cells of a landed week, in notebook order, read from its student notebook."""
    path = week(slug).assignment
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        data = [cell["metadata"].get("nbgrader", {}) for cell in cells]
        return tuple(
            CheckCell(exercise, kind == "hidden", float(cell["points"]))
            for cell in data
            if cell.get("grade") and not cell.get("solution")
            for exercise, _, kind in [cell["grade_id"].rpartition("-")]
        )
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise CourseError(
            f"{path.relative_to(ROOT)} cannot be read ({type(problem).__name__}); "
            "restore it with 'git checkout -- assignments' or run 'mlsd build'."
        ) from None


def points(slug: str, exercise: str, *, hidden: bool) -> float:
    """What the check cell of an exercise is worth."""
    for cell in check_cells(slug):
        if (cell.exercise, cell.hidden) == (exercise, hidden):
            return cell.points
    known = tuple(dict.fromkeys(cell.exercise for cell in check_cells(slug)))
    raise CourseError(
        f"{slug} has no exercise {exercise!r}.{did_you_mean(exercise, known)} "
        f"Its exercises: {', '.join(known)}."
    )
