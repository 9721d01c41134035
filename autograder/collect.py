"""Find submissions: nbgrader's tree, a folder as a learning-management system leaves it, one file.

Everything that lies there is handed in or named with the reason why it is not.
"""

from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError
from autograder.inbox import files, names, whose
from autograder.inbox.student import Content, Left, beside, choose

_OUTPUTS = frozenset({"reports", "autograded", "feedback", "gradescope", "gradebook.db"})
_MOST_SHOWN = 5


@dataclass(frozen=True)
class Handed:
    """One thing handed in: by whom, and where it lies. It may turn out to be no notebook.

    remarks: sentences on what was odd about where it lay; trouble: why there is nothing to grade.
    """

    student: str
    path: Path
    remarks: tuple[str, ...] = ()
    trouble: str = ""


@dataclass(frozen=True)
class Survey:
    """What lies in a place. handed: by student's name; left: what was not graded, by path."""

    handed: tuple[Handed, ...]
    left: tuple[Left, ...] = ()

    @property
    def overlooked(self) -> tuple[Left, ...]:
        """What was not graded and may have been handed in."""
        return tuple(one for one in self.left if not one.usual)


def collect(place: Path, slug: str) -> tuple[Handed, ...]:
    """The submissions of an assignment below `place`, by student's name."""
    return survey(place, slug).handed


def survey(place: Path, slug: str, *, student: str = "", out: Path | None = None) -> Survey:
    """The submissions of an assignment below `place`, and all else that lies there.

    `place` is a notebook, a folder of notebooks named after their students, nbgrader's
    `submitted` folder (`STUDENT/SLUG/SLUG.ipynb`), a course folder that holds one, the folder of
    one student, or what a learning-management system leaves: a file or folder a student.
    student: whose a single notebook is; out: where results are written, which are no hand-ins.
    """
    if not place.exists() and not place.is_symlink():
        raise CourseError(f"{place}: there is nothing there.")
    if not place.is_dir():
        return Survey((Handed(student or whose.student_of(place, slug), place),))
    inside = place / "submitted"
    place = whose.unwrapped(inside if inside.is_dir() else place, slug)
    found = _Class(slug, out)
    if name := student or whose.one_student(place, slug):
        found.add_student(name, place)
    else:
        found.add_class(place)
    result = found.survey(place)
    if not result.handed:
        raise CourseError(_nothing(place, slug, result))
    return result


def _nothing(place: Path, slug: str, found: Survey) -> str:
    said = [f"{one.path.relative_to(place)} {one.reason}" for one in found.overlooked]
    more = len(said) - _MOST_SHOWN
    said = said[:_MOST_SHOWN] + ([f"And {more} more."] if more > 0 else [])
    return (
        f"{place}: holds no submission of {slug}. Expected STUDENT/{slug}/{slug}.ipynb, or "
        f"notebooks named after their students. {' '.join(said)}"
    ).strip()


class _Class:
    """What is found, by student."""

    def __init__(self, slug: str, out: Path | None) -> None:
        self._slug = slug
        self._out = out.resolve() if out else None
        self._students: dict[str, tuple[Content, list[Path]]] = {}
        self._left: list[Left] = []

    def add_class(self, place: Path) -> None:
        """Every file and folder in a folder is a student's, or of no student."""
        flat: list[Path] = []
        for entry in sorted(place.iterdir()):
            if self._is_output(entry):
                continue
            if files.is_bookkeeping(entry.name):
                reason = "is kept by a system, not by a student."
                self._left.append(Left(entry, reason, usual=True))
            elif files.is_folder(entry):
                self._add_folder(entry)
            elif files.is_notebook(entry):
                flat.append(entry)
            else:
                self._students_or_left(entry)
        for path, name in zip(flat, whose.names_of(flat, self._slug), strict=True):
            self._of(name).notebooks.append(path)

    def _add_folder(self, entry: Path) -> None:
        other = names.week_of(entry.name)
        if other and other != self._slug:
            self._left.append(Left(entry, f"is of {other}.", usual=True))
        elif other or whose.is_class(entry, self._slug):
            self.add_class(entry)
        else:
            self.add_student(names.by_system(entry.name) or entry.name, entry)

    def _students_or_left(self, entry: Path) -> None:
        """A file that is no notebook: of a student, if a system has named it after one."""
        content = self._of(name) if (name := names.by_system(entry.name)) else Content()
        content.add(entry, self._slug, 0)
        if not name:
            self._left += content.left

    def add_student(self, name: str, folder: Path) -> None:
        """Everything in a folder is one student's."""
        content = self._of(name)
        self._students[name][1].append(folder)
        content.read(folder, self._slug)

    def _of(self, name: str) -> Content:
        return self._students.setdefault(name, (Content(), []))[0]

    def _is_output(self, entry: Path) -> bool:
        """Whether it is a folder or file that an earlier run has written."""
        if self._out is None:
            return False
        below = entry.parent.resolve() == self._out and entry.name in (*_OUTPUTS, "grades.csv")
        return below or entry.resolve() == self._out

    def survey(self, place: Path) -> Survey:
        """All that was found."""
        handed: list[Handed] = []
        left = list(self._left)
        for name, (content, folders) in sorted(self._students.items()):
            left += beside(content.left) if content.notebooks else content.left
            if content.notebooks:
                choice = choose(content.notebooks, self._slug, place)
                left += choice.left
                handed.append(Handed(name, choice.path, choice.remarks))
            elif content.trouble or any(not one.usual for one in content.left):
                handed.append(self._without_notebook(name, content, folders, place))
            else:
                left += [
                    Left(folder, f"holds nothing of {self._slug}.", usual=bool(content.left))
                    for folder in folders
                ]
        return Survey(tuple(handed), tuple(sorted(left, key=lambda one: one.path)))

    def _without_notebook(
        self, name: str, content: Content, folders: list[Path], place: Path
    ) -> Handed:
        lie = [one for one in content.left if not one.usual]
        said = "; ".join(
            f"{str(one.path.relative_to(place))!r} {one.reason.rstrip('.')}"
            for one in lie[:_MOST_SHOWN]
        )
        path = (folders or [lie[0].path.parent])[0] / self._slug / f"{self._slug}.ipynb"
        return Handed(name, path, trouble=content.trouble or f"There is no notebook: {said}.")
