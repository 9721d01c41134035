"""Commands of a teacher but for `grade`: build, demo."""

from pathlib import Path
from typing import Annotated

import typer

from autograder import course
from autograder.cli.terminal import console
from autograder.errors import CourseError


def build(
    check_only: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail if a file is not up to date.")
    ] = False,
) -> None:
    """Derive what is derived: student notebooks, and which weeks stand in syllabus and README."""
    from autograder import release, syllabus

    stale = []
    for slug in course.slugs():
        fresh = release.is_built(slug) if check_only else release.build(slug)
        if not fresh:
            stale.append(str(course.week(slug).assignment.relative_to(course.ROOT)))
    stale += [path.name for path in (syllabus.stale() if check_only else syllabus.build())]
    for name in stale:
        console.print(f"{'out of date' if check_only else 'written'}: {name}")
    if not stale:
        console.print("Everything is up to date.")
    if stale and check_only:
        raise CourseError("Run 'mlsd build' and commit what it writes.")


def demo(
    folder: Annotated[Path, typer.Option(help="Where to leave the results.")] = (
        course.ROOT / "build" / "demo"
    ),
) -> None:
    """Grade a sample class of ten, and leave grades, gradebook and feedback to look at."""
    from autograder.demo import run

    run(folder, console)
