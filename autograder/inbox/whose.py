"""Whose a file or folder is, among others."""

from collections.abc import Iterator
from pathlib import Path

from autograder.inbox import files, names


def names_of(paths: list[Path], slug: str) -> Iterator[str]:
    """The student of each notebook in a folder of them; copies are of whom the original is."""
    stems = [names.stem(path.name) for path in paths]
    bases = [names.original(stem) for stem in stems]
    for stem, base in zip(stems, bases, strict=True):
        alone = bases.count(base) == 1
        # Numbered by a browser, it may be anybody's whose notebook is called like the week.
        anybodys = names.means(stem, slug) and names.is_download(stem)
        yield names.by_system(stem) or (stem if alone or anybodys else base)


A_CLASS = 4
"""Names side by side from which a folder alone in its place is that of a class, not a student's."""


def unwrapped(place: Path, slug: str) -> Path:
    """The folder that holds the class, where it lies alone in another one, as archives unpack."""
    entries = [entry for entry in place.iterdir() if not files.is_bookkeeping(entry.name)]
    if len(entries) != 1 or not files.is_folder(entries[0]) or names.by_system(entries[0].name):
        return place
    (inner,) = entries
    try:
        below = [entry for entry in inner.iterdir() if not files.is_bookkeeping(entry.name)]
    except OSError:
        return place
    if any(names.week_of(entry.name) for entry in below if files.is_folder(entry)):
        return place
    stems = {names.original(names.stem(e.name)) for e in below if names.NOTEBOOK.search(e.name)}
    students = {stem for stem in stems if not names.means(stem, slug)}
    students |= {entry.name for entry in below if files.is_folder(entry)}
    return unwrapped(inner, slug) if len(students) >= A_CLASS else place


def one_student(place: Path, slug: str) -> str:
    """The student whose folder a place is; empty if it is that of a class."""
    entries = [entry for entry in sorted(place.iterdir()) if not files.is_bookkeeping(entry.name)]
    folders = [entry for entry in entries if files.is_folder(entry)]
    stems = [names.stem(e.name) for e in entries if e not in folders and files.is_notebook(e)]
    system = names.by_system(place.name)
    if system and (stems or folders):
        return system
    weeks = [entry for entry in folders if names.means(entry.name, slug)]
    if weeks:
        return place.name if all(_is_of_one(week, place, slug) for week in weeks) else ""
    if not stems or not all(names.means(stem, slug) for stem in stems):
        return ""
    if names.means(place.name, slug):
        return place.parent.name if _is_submitted(place.parent, slug) else slug
    # Of several that a browser has numbered, each may be another student's.
    several = any(names.is_download(stem) for stem in stems)
    return "" if folders or (several and len(stems) > 1) else place.name


def _is_of_one(week: Path, student: Path, slug: str) -> bool:
    """Whether a week's folder is that of a student, and not of a class."""
    notebooks = [entry for entry in week.iterdir() if files.is_notebook(entry)]
    alone = len(notebooks) == 1 and _is_submitted(student, slug)
    return alone or bool(one_student(week, slug))


def student_of(path: Path, slug: str) -> str:
    """Who handed in a notebook: its name, but in nbgrader's tree the folder above says it."""
    folder = path.absolute().parent
    stem = names.stem(path.name)
    if names.means(stem, slug):
        if names.means(folder.name, slug) and _is_submitted(folder.parent, slug):
            return folder.parent.name
        if system := names.by_system(folder.name):
            return system
    return names.by_system(stem) or stem


def _is_submitted(student: Path, slug: str) -> bool:
    """Whether a folder is a student's among others: in `submitted`, or beside another's."""
    student = student.absolute()
    if student.parent.name == "submitted":
        return True
    try:
        others = [entry for entry in student.parent.iterdir() if entry != student]
        return any(_has_week(entry, slug) for entry in others)
    except OSError:
        return False


def _has_week(folder: Path, slug: str) -> bool:
    try:
        return folder.is_dir() and any(names.means(e.name, slug) for e in folder.iterdir())
    except OSError:
        return False


def is_class(folder: Path, slug: str) -> bool:
    """Whether the folders in a folder are students: of a section, or as a system unpacks them."""
    try:
        entries = list(folder.iterdir())
    except OSError:
        return False
    if len({name for entry in entries if (name := names.by_system(entry.name))}) > 1:
        return True
    return sum(_has_week(entry, slug) for entry in entries) > 1
