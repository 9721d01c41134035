"""The folder of one student: which notebook in it is meant, and what else lies there."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.inbox import files, names
from autograder.inbox.work import chosen
from autograder.words import counted

MOST_FILES = 500
"""Files that are looked at in a student's folder, and named."""
DEEPEST = 8
"""Folders within one another that are entered."""


@dataclass(frozen=True)
class Left:
    """Something that was not graded. reason: a sentence behind its path, on what it is and what to
    do; usual: whether it lies wherever notebooks are collected, and nobody need look at it.
    """

    path: Path
    reason: str
    usual: bool = False


@dataclass
class Content:
    """What lies in a folder."""

    notebooks: list[Path] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    trouble: str = ""

    def read(self, folder: Path, slug: str, depth: int = 0) -> None:
        """Add what lies in a folder, and below it."""
        try:
            entries = sorted(folder.iterdir())
        except OSError as problem:
            self.trouble = f"Cannot be read ({problem.strerror})."
            self.left.append(Left(folder, f"cannot be read ({problem.strerror})."))
            return
        for entry in entries:
            if len(self.notebooks) + len(self.left) >= MOST_FILES:
                said = f"holds more than {counted(MOST_FILES, 'file')}, and not all were looked at."
                self.left.append(Left(folder, said))
                return
            self.add(entry, slug, depth)

    def add(self, entry: Path, slug: str, depth: int) -> None:
        """Add a file, or what lies in a folder."""
        if files.is_bookkeeping(entry.name):
            self.left.append(Left(entry, "is kept by a system, not by a student.", usual=True))
        elif not files.is_folder(entry):
            if files.is_notebook(entry):
                self.notebooks.append(entry)
            else:
                self.left.append(not_graded(entry))
        elif (other := names.week_of(entry.name)) and other != slug:
            self.left.append(Left(entry, f"is of {other}.", usual=True))
        elif depth >= DEEPEST:
            self.left.append(Left(entry, "lies too deep; move its notebook up and grade again."))
        elif entry.is_symlink() and not names.means(entry.name, slug):
            self.left.append(Left(entry, "is a link to a folder; copy the folder and grade again."))
        else:
            before = len(self.notebooks)
            self.read(entry, slug, depth + 1)
            if len(self.notebooks) == before and names.NOTEBOOK.search(entry.name):
                self.notebooks.append(entry)  # a folder called like a notebook; its report says so


def not_graded(path: Path) -> Left:
    """What a file is that is no notebook."""
    what = files.what_it_is(path) or "not a notebook; if it is a hand-in, ask for the .ipynb file"
    return Left(path, f"is {what}.")


def beside(left: Iterable[Left]) -> list[Left]:
    """The same, where there is a notebook: a script may be what it imports from."""
    said = (
        "is a script beside a notebook, which does not find it when graded; its code belongs in a "
        "cell."
    )
    return [
        replace(one, reason=said) if one.path.suffix == ".py" and one.path.is_file() else one
        for one in left
    ]


@dataclass(frozen=True)
class Choice:
    """The notebook of a student. remarks: sentences on what was odd; left: what was not graded."""

    path: Path
    remarks: tuple[str, ...]
    left: tuple[Left, ...]


def choose(notebooks: Iterable[Path], slug: str, above: Path) -> Choice:
    """Which of a student's notebooks, of which there are some, is graded.

    above: the folder that was collected from; remarks name paths below it.
    """
    paths = sorted(notebooks)
    if len(paths) == 1:
        return Choice(paths[0], tuple(_odd(paths[0], slug)), ())
    best, found = chosen(paths, slug)
    shown = {path: str(path.relative_to(above)) for path in paths}
    others = [path for path in paths if path != best]
    left = []
    for path in others:
        reason = f"is a second notebook of this student; {shown[best]!r} was graded."
        if not found[path].ours:
            reason = f"is no notebook of {slug}; {shown[best]!r} was graded."
        left.append(Left(path, reason))
    second = [path for path in others if found[path].ours]
    remarks = list(_odd(best, slug))
    if second:
        written = ", ".join(f"{shown[path]!r}, with {found[path].written}" for path in second)
        remarks.insert(
            0,
            f"Of {len(second) + 1} notebooks of this student {shown[best]!r} was graded, with "
            f"{counted(found[best].written, 'cell')} written; not graded: {written}; if that is "
            "wrong, remove what is not meant and grade again.",
        )
    return Choice(best, tuple(remarks), tuple(left))


def _odd(path: Path, slug: str) -> Iterable[str]:
    """What a person should know of where a notebook lay."""
    folder = path.parent.name
    if path.suffix != ".ipynb":
        yield f"It was called {path.name!r}; it is a notebook, and was graded as one."
    if folder != slug and names.means(folder, slug):
        yield (
            f"Its folder is called {folder!r}, where nbgrader's own commands do not find it and "
            f"its time of handing in is not read; rename the folder to {slug!r}."
        )
