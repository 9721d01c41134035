"""The tiny course graded by `mlsd grade` as a command of its own, and what to hand in to it."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

SLUG = "w98_tiny"
DOUBLE = "def double(x):\n    return 2 * x\n"
HALF = "def half(x):\n    return x / 2\n"
SECONDS = 300
"""After which a command is taken to hang."""

# Workers are fresh interpreters that run this file again, so they grade the tiny course as well.
SCRIPT = """\
from pathlib import Path

from autograder import course

course.ROOT = Path({root!r})
course.CHECKS = course.ROOT / "checks"

if __name__ == "__main__":
    from autograder.cli import main

    main()
"""


@dataclass(frozen=True)
class Command:
    """`mlsd` for the course in `root`. Its temporary files go to `scratch`."""

    root: Path
    script: Path
    scratch: Path

    def start(self, *words: object, **options: Any) -> subprocess.Popen[str]:
        """Start it in a session of its own, so that every process of it can be found."""
        environment = os.environ | {"TMPDIR": str(self.scratch), "COLUMNS": "200", "NO_COLOR": "1"}
        environment |= options.pop("env", {})
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | options
        return subprocess.Popen(
            [sys.executable, str(self.script), *map(str, words)],
            start_new_session=True,
            env=environment,
            **options,
        )

    def run(self, *words: object, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run it to its end; nothing of it may outlive it, and it never shows a traceback."""
        process = self.start(*words, **options)
        try:
            out, err = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        assert "Traceback" not in (out or "") + (err or ""), err
        assert left_of(process.pid) == []
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def grade(self, place: Path, out: Path, *words: object) -> tuple[int, dict[str, Any]]:
        """Grade; give the exit status, and the submissions of the summary by student."""
        ended = self.run("grade", SLUG, place, "--out", out, "--json", *words)
        assert ended.returncode in (0, 1), ended.stderr
        assert ended.stderr == ""
        found = json.loads(ended.stdout)["submissions"]
        return ended.returncode, {one["student"]: one for one in found}

    def notebook(self, **cells: str) -> Any:
        """The student notebook with some exercise cells replaced, by key."""
        path = self.root / "assignments" / SLUG / f"{SLUG}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            cell.source = cells.get(cell.id, cell.source)
        return notebook

    def solved(self, **cells: str) -> Any:
        """A correct notebook, but for these cells."""
        return self.notebook(**({"double": DOUBLE, "half": HALF} | cells))


def write(path: Path, notebook: Any) -> Path:
    """Write a notebook, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def left_of(session: int, patience: float = 20.0) -> list[str]:
    """The processes of a session that are still there after waiting for them to go."""
    until = time.monotonic() + patience
    while (found := _members(session)) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def _members(session: int) -> list[str]:
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "stat").read_text().rpartition(")")[2].split()
            if int(words[3]) == session and words[0] != "Z":
                found.append((place / "cmdline").read_text().replace("\0", " "))
        except (OSError, IndexError):
            continue  # it ended
    return found
