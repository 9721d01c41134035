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
        return (Handed(place.stem, place),)
    inside = place / "submitted"
    found = list(_tree(inside if inside.is_dir() else place, slug)) or list(_flat(place))
    if not found:
        raise CourseError(
            f"{place}: holds no submission of {slug}. Expected STUDENT/{slug}/{slug}.ipynb, or "
            "notebooks named after their students."
        )
    return tuple(sorted(found, key=lambda handed: handed.student))


def _tree(place: Path, slug: str) -> Iterator[Handed]:
    for folder in sorted(place.glob(f"*/{slug}")):
        expected = folder / f"{slug}.ipynb"
        others = sorted(folder.glob("*.ipynb"))
        if expected in others or len(others) != 1:
            yield Handed(folder.parent.name, expected)
        else:
            yield Handed(folder.parent.name, others[0])  # one notebook, under a name of its own


def _flat(place: Path) -> Iterator[Handed]:
    for path in sorted(place.glob("*.ipynb")):
        yield Handed(path.stem, path)
