"""A batch that is killed, at any moment and in any way, and started again.

MLSD_KILL_SUBMISSIONS and MLSD_KILL_STOPS make the class larger and stop it more often.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.gradebook_tables import COURSE_ID
from autograder.report import Report

from .command import SLUG, Command, left_of, write

SUBMISSIONS = int(os.environ.get("MLSD_KILL_SUBMISSIONS", "12"))
STOPPED = int(os.environ.get("MLSD_KILL_STOPS", "2"))
SEED = int(os.environ.get("MLSD_KILL_SEED", random.randrange(10**6)))
SLOW = "import time\n\ntime.sleep(0.2)\n\ndef half(x):\n    return x / 2\n"


def finished(out: Path) -> dict[str, tuple[bytes, int]]:
    """Every finished report: its bytes, and when it was written."""
    place = out / "reports" / SLUG
    return {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in place.glob("*.json")
    }


def stop(process: subprocess.Popen[str], how: str) -> None:
    """End a running batch."""
    match how:
        case "kill -9 of all":
            os.killpg(process.pid, signal.SIGKILL)
        case "kill -9 of the parent":
            process.kill()
        case "kill":
            process.terminate()
        case "Ctrl-C":  # a terminal sends it to every process of the group
            os.killpg(process.pid, signal.SIGINT)


STOPS = {"kill -9 of all": -9, "kill -9 of the parent": -9, "kill": 143, "Ctrl-C": 130}
"""Ways to stop a batch, and how it ends then."""


def test_a_batch_stopped_at_any_moment_is_finished_by_running_it_again(
    mlsd: Command, tmp_path: Path
) -> None:
    print(f"MLSD_KILL_SEED={SEED}")
    draw = random.Random(SEED)
    out = tmp_path / "out"
    students = [f"s{number:03}" for number in range(SUBMISSIONS)]
    for number, student in enumerate(students):
        notebook = mlsd.solved(half=SLOW if number % 5 else "def half(x):\n    return 0\n")
        write(tmp_path / "submitted" / student / SLUG / f"{SLUG}.ipynb", notebook)
    write(tmp_path / "submitted" / students[1] / SLUG / f"{SLUG}.ipynb", mlsd.notebook())
    command = ("grade", SLUG, tmp_path, "--out", out, "--tier", "A", "--workers", 2)

    counts = []
    for how in draw.sample(list(STOPS) * STOPPED, STOPPED):
        before = finished(out)
        process = mlsd.start(*command)
        # In the middle of the work: after a first report of this run, and a moment more.
        while len(finished(out)) == len(before) and process.poll() is None:
            time.sleep(0.01)
        time.sleep(draw.uniform(0, SUBMISSIONS / 60))
        at_the_stop = finished(out)
        stop(process, how)
        said, err = process.communicate(timeout=120)
        assert process.returncode == STOPS[how], (how, err)
        assert left_of(process.pid) == []
        if STOPS[how] > 0:
            assert err.splitlines() == [
                "Stopped. Reports written so far are kept; run the same command again to go on."
            ]
            assert said == ""
            assert staged(mlsd) == []
        after = finished(out)
        assert before.items() <= at_the_stop.items() <= after.items(), how
        for text, _ in after.values():
            Report.from_json(text.decode())
        counts.append((how, len(after)))
    print(counts)

    code, found = mlsd.grade(tmp_path, out, "--tier", "A", "--workers", 2, "--gradescope")
    assert code == 0
    assert after.items() <= finished(out).items()
    once = everything(out)
    assert mlsd.grade(tmp_path, out, "--tier", "A", "--workers", 2)[1] == found
    assert everything(out) == once

    expected = {s: 80.0 if n % 5 else 60.0 for n, s in enumerate(students)} | {students[1]: 0.0}
    assert {name: one["score"] for name, one in found.items()} == expected
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        assert {row["student"]: float(row["score"]) for row in csv.DictReader(file)} == expected
    with Gradebook(f"sqlite:///{out / 'gradebook.db'}", COURSE_ID) as book:
        rows = {one.student.id: one.score for one in book.assignment_submissions(SLUG)}
    assert rows == expected
    for student, score in expected.items():
        notebook = out / "autograded" / student / SLUG / f"{SLUG}.ipynb"
        nbformat.validate(nbformat.read(notebook, as_version=4))
        page = (out / "feedback" / student / SLUG / f"{SLUG}.html").read_text(encoding="utf-8")
        assert page.rstrip().endswith("</html>")
        results = (out / "gradescope" / student / "results.json").read_text(encoding="utf-8")
        assert json.loads(results)["score"] == score
    assert [path for path in out.rglob(".*") if path.name != ".grading"] == []
    assert staged(mlsd) == []
    assert str(mlsd.scratch) not in Path("/proc/mounts").read_text(encoding="utf-8")


def everything(out: Path) -> dict[str, int]:
    """When each file of a batch was written, but for the tables of all, which are written anew."""
    places = ("reports", "autograded", "feedback")
    return {
        str(path): path.stat().st_mtime_ns
        for place in places
        for path in (out / place).rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("how", ["kill", "Ctrl-C"])
def test_a_stop_while_starting_leaves_nothing_either(
    how: str, mlsd: Command, tmp_path: Path
) -> None:
    write(tmp_path / "in" / "ada.ipynb", mlsd.solved(half=SLOW))
    moment = random.Random(SEED).uniform(0, 3)
    print(f"MLSD_KILL_SEED={SEED}: {moment:.2f} s after the first staging folder")
    process = mlsd.start("grade", SLUG, tmp_path / "in", "--out", tmp_path / "out")
    while not staged(mlsd) and process.poll() is None:
        time.sleep(0.001)
    time.sleep(moment)
    stop(process, how)
    _, err = process.communicate(timeout=120)
    assert process.returncode in (STOPS[how], 0), err
    assert left_of(process.pid) == []
    assert staged(mlsd) == []


def test_what_a_killed_worker_leaves_is_gone_at_the_end_of_the_batch(
    mlsd: Command, tmp_path: Path
) -> None:
    write(tmp_path / "in" / "ada.ipynb", mlsd.solved(half=SLOW))
    process = mlsd.start("grade", SLUG, tmp_path / "in", "--out", tmp_path / "out", "--workers", 1)
    while not ((worker := worker_of(process.pid)) and staged(mlsd)) and process.poll() is None:
        time.sleep(0.001)
    os.kill(worker, signal.SIGKILL)
    said, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert "80 of 80" in said
    assert left_of(process.pid) == []
    assert staged(mlsd) == []


def staged(mlsd: Command) -> list[Path]:
    """The staging folders of sandboxes."""
    return list(mlsd.scratch.glob("*autograder-*"))


def worker_of(parent: int) -> int:
    """The id of a worker process; 0 if there is none."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8")
    for pid in children.split():
        with contextlib.suppress(OSError):  # it ended
            if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8"):
                return int(pid)
    return 0
