"""Find submissions: nbgrader's tree, a flat folder of notebooks, or one file."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError


@dataclass(frozen=True)
class Handed:
    """One thing handed in: by whom, and where it lies. It may turn out to be no notebook."""

    student: str
    path: Path


def collect(place: Path, slug: str) -> tuple[Handed, ...]:
    """The submissions of an assignment below `place`, by student's name.

    `place` is a notebook, a folder of notebooks named after their students, nbgrader's
    `submitted` folder (`STUDENT/SLUG/SLUG.ipynb`), or a course folder that holds one.
    """
    if not place.exists() and not place.is_symlink():
        raise CourseError(f"{place}: there is nothing there.")
    if not place.is_dir():
        return (Handed(_student(place, slug), place),)
    inside = place / "submitted"
    found = list(_tree(inside if inside.is_dir() else place, slug)) or list(_flat(place, slug))
    if not found:
        raise CourseError(
            f"{place}: holds no submission of {slug}. Expected STUDENT/{slug}/{slug}.ipynb, or "
            "notebooks named after their students."
        )
    return tuple(sorted(found, key=lambda handed: handed.student))


def _tree(place: Path, slug: str) -> Iterator[Handed]:
    for student in sorted(place.iterdir()):
        folder = student / slug
        if not _is_there(folder):
            continue
        expected = folder / f"{slug}.ipynb"
        others = sorted(folder.glob("*.ipynb"))
        if expected in others or len(others) != 1:
            yield Handed(student.name, expected)
        else:
            yield Handed(student.name, others[0])  # one notebook, under a name of its own


def _is_there(folder: Path) -> bool:
    """Whether something was handed in, be it a link to nothing or not for us to read."""
    try:
        return folder.exists() or folder.is_symlink()
    except OSError:  # the student's folder cannot be entered: their report says so
        return folder.parent.is_dir()


def _flat(place: Path, slug: str) -> Iterator[Handed]:
    for path in sorted(place.glob("*.ipynb")):
        if not path.name.startswith("._"):  # macOS keeps a file's attributes beside it in archives
            yield Handed(_student(path, slug), path)


def _student(path: Path, slug: str) -> str:
    """Who handed in a notebook: its name, but in nbgrader's tree the folder above says it."""
    folder = path.absolute().parent
    return folder.parent.name if (path.stem, folder.name) == (slug, slug) else path.stem
