"""Run the stock nbgrader commands, as an instructor would type them, in a course folder."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from autograder import release
from autograder.errors import CourseError


def create_course(root: Path, slug: str) -> None:
    """A course folder of its own: the configuration, and one week's source notebook."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(release.CONFIG, root)
    target = root / "build" / "source" / slug
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(release.write_source_notebook(slug), target)


def nbgrader(root: Path, *words: str, on_line: Callable[[str], None] = lambda line: None) -> str:
    """Run `nbgrader WORDS` in a course folder; return what it printed, each line seen by `on_line`.

    Raises CourseError with the end of its log if it fails.
    """
    # A fresh gradebook calls `alembic` by name, which an environment that is not activated
    # does not have on its PATH.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    printed = []
    with subprocess.Popen(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=root,
        env=os.environ | {"PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            printed.append(line)
            on_line(line)
    if process.returncode:
        end = "".join(printed[-15:])
        raise CourseError(f"'nbgrader {' '.join(words)}' failed in {root}:\n{end}")
    return "".join(printed)


def scores(root: Path, slug: str) -> dict[str, dict[str, float]]:
    """What the gradebook of a course folder says: student, then cell, then automatic score."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "ml-systems-design") as gradebook:
        return {
            submission.student_id: {
                grade.name: float(grade.auto_score)
                for notebook in submission.notebooks
                for grade in notebook.grades
                if grade.auto_score is not None
            }
            for submission in gradebook.assignment_submissions(slug)
        }
