"""`mlsd grade` from its command line to its records: inputs of every shape, and of none."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.gradebook_tables import COURSE_ID
from autograder.report import Report

from .command import SLUG, Command, write

WRONG_HALF = "def half(x):\n    return x / 4\n"
WHERE = f"{SLUG}/{SLUG}.ipynb"


def scores(out: Path) -> dict[str, str]:
    """The scores of grades.csv, by student."""
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row["student"]: row["score"] for row in csv.DictReader(file)}


# -- the three shapes, and what each leaves


@pytest.fixture(scope="module")
def graded(mlsd: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder in which nbgrader's tree of two was graded in place."""
    root = tmp_path_factory.mktemp("course")
    write(root / "submitted" / "ada" / WHERE, mlsd.solved())
    write(root / "submitted" / "fei" / WHERE, mlsd.solved(half=WRONG_HALF))
    for student in ("ada", "fei"):
        stamp = root / "submitted" / student / SLUG / "timestamp.txt"
        stamp.write_text("2026-01-05 10:00:00 UTC", encoding="utf-8")
    code, found = mlsd.grade(root / "submitted", root, "--gradescope")
    assert code == 0
    assert {name: one["score"] for name, one in found.items()} == {"ada": 80, "fei": 60}
    return root


def test_every_record_of_a_batch_says_the_same(graded: Path) -> None:
    assert scores(graded) == {"ada": "80", "fei": "60"}
    for student, score in (("ada", 80), ("fei", 60)):
        text = (graded / "reports" / SLUG / f"{student}.json").read_text(encoding="utf-8")
        assert Report.from_json(text).score == score
        results = json.loads((graded / "gradescope" / student / "results.json").read_text())
        assert results["score"] == score
        page = (graded / "feedback" / student / SLUG / f"{SLUG}.html").read_text(encoding="utf-8")
        assert f"{score}" in page
        nbformat.validate(nbformat.read(graded / "autograded" / student / WHERE, as_version=4))
        with Gradebook(f"sqlite:///{graded / 'gradebook.db'}", COURSE_ID) as book:
            assert book.find_submission(SLUG, student).score == score


def test_the_table_says_of_how_many_points_a_score_is(graded: Path, mlsd: Command) -> None:
    ended = mlsd.run("grade", SLUG, graded / "submitted", "--out", graded)
    assert re.search(r"fei .* 60 of 80 ", ended.stdout)


def test_formgrader_shows_what_the_command_graded_as_autograded(graded: Path) -> None:
    config = Config()
    config.CourseDirectory.root = str(graded)
    config.CourseDirectory.course_id = COURSE_ID
    config.CourseDirectory.db_url = f"sqlite:///{graded / 'gradebook.db'}"
    api = NbGraderAPI(coursedir=CourseDirectory(config=config), config=config)
    found = {one["student"]: one for one in api.get_submissions(SLUG)}
    assert {name: one["autograded"] for name, one in found.items()} == {"ada": True, "fei": True}
    assert {name: one["score"] for name, one in found.items()} == {"ada": 80.0, "fei": 60.0}


def test_a_flat_folder_is_a_class_named_by_its_files(mlsd: Command, tmp_path: Path) -> None:
    write(tmp_path / "in" / "ada.ipynb", mlsd.solved())
    write(tmp_path / "in" / "Ada.ipynb", mlsd.solved(half=WRONG_HALF))
    write(tmp_path / "in" / "..%2f\n=1+1.ipynb", mlsd.solved())
    (tmp_path / "in" / "._ada.ipynb").write_bytes(b"\0\5\26\7")  # what macOS adds to archives
    code, found = mlsd.grade(tmp_path / "in", tmp_path / "out")
    assert code == 0
    assert {name: one["score"] for name, one in found.items()} == {
        "ada": 80, "Ada": 60, "..%2f\n=1+1": 80,
    }  # fmt: skip
    for one in found.values():
        assert Path(one["report"]).parent == tmp_path / "out" / "reports" / SLUG


def test_what_is_not_graded_is_named_and_the_status_says_so(mlsd: Command, tmp_path: Path) -> None:
    write(tmp_path / "in" / "ada.ipynb", mlsd.solved())
    write(tmp_path / "in" / "bo.json", mlsd.solved())
    write(tmp_path / "in" / "cy" / "mine.ipynb", mlsd.notebook())
    write(tmp_path / "in" / "cy" / "mine-Copy1.ipynb", mlsd.solved())
    (tmp_path / "in" / "notes.txt").write_text("not a notebook, and nobody's")
    (tmp_path / "in" / "di").mkdir()
    (tmp_path / "in" / "di" / "w.zip").write_bytes(b"PK\3\4")
    ended = mlsd.run("grade", SLUG, tmp_path / "in", "--out", tmp_path / "out", "--json")
    assert ended.returncode == 1
    said = json.loads(ended.stdout)
    found = {one["student"]: one for one in said["submissions"]}
    scores = {name: (one["score"], one["max_score"]) for name, one in found.items()}
    assert scores == {"ada": (80, 80), "bo": (80, 80), "cy": (80, 80), "di": (None, 80)}
    assert found["ada"]["problems"] == []
    assert "It was called 'bo.json'" in found["bo"]["problems"][0]
    assert "not graded: 'cy/mine.ipynb', with 0" in found["cy"]["problems"][0]
    assert "'di/w.zip' is a ZIP archive; unpack it" in found["di"]["problems"][0]
    assert {Path(one["path"]).name for one in said["not_graded"]} == {
        "mine.ipynb", "notes.txt", "w.zip",
    }  # fmt: skip
    assert all(one["reason"].startswith("It is ") for one in said["not_graded"])
    (tmp_path / "in" / "cy" / "mine.ipynb").unlink()
    (tmp_path / "in" / "notes.txt").unlink()
    again = mlsd.run("grade", SLUG, tmp_path / "in", "--out", tmp_path / "out")
    assert again.returncode == 1
    assert re.search(r"cy .* 80 of 80 . graded", again.stdout)
    assert "di/w.zip is a ZIP archive; unpack it" in again.stdout
    assert "notes.txt" not in again.stdout


def test_a_file_is_a_class_of_one(mlsd: Command, tmp_path: Path) -> None:
    place = write(tmp_path / "submitted" / "ada" / WHERE, mlsd.solved())
    code, found = mlsd.grade(place, tmp_path / "out")
    assert code == 0
    assert {name: one["score"] for name, one in found.items()} == {"ada": 80}


# -- inputs that are none

BAD: dict[str, tuple[Callable[[Path, Command], object], str]] = {
    "not-json": (lambda path, _: path.write_text("{'cells': []}"), "Is not a notebook (not JSON"),
    "other-assignment": (
        lambda path, _: write(path, nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell()])),
        f"The notebook has no cell of {SLUG}",
    ),
    "no-cells": (
        lambda path, _: write(path, nbformat.v4.new_notebook()), "The notebook is empty",
    ),
    "empty": (lambda path, _: path.touch(), "The file is empty"),
    "blank": (lambda path, _: path.write_text(" \n"), "The file is empty"),
    "utf-16": (
        lambda path, mlsd: path.write_text(nbformat.writes(mlsd.solved()), encoding="utf-16"),
        "Is not UTF-8 text; save it again from Jupyter",
    ),
    "folder": (lambda path, _: path.mkdir(), "Is a folder, not a notebook"),
    "dangling": (lambda path, _: path.symlink_to("nothing"), "Is a link to nothing"),
    "circular": (lambda path, _: path.symlink_to(path), "Is a link to nothing"),
    "queue": (lambda path, _: os.mkfifo(path), "no ordinary file, not a notebook"),
    "much-output": (lambda path, mlsd: write(path, with_output(mlsd)), "more than the 20 that are"),
    "huge": (lambda path, _: sparse(path), "Has 4096 MB, more than the 20 that are read"),
    "nul": (lambda path, _: path.write_bytes(b"\0" * 100), "Is not a notebook (not JSON"),
    "deep": (lambda path, _: path.write_text("[" * 100_000), "nested too deeply"),
    "number": (lambda path, _: path.write_text("9" * 10_000), "Is not a notebook (not JSON"),
    "list": (lambda path, _: path.write_text("[1, 2]"), "it has no list of cells"),
}  # fmt: skip
"""Not gradable: how to make it, and what its report says."""

ODD: dict[str, tuple[Callable[[Command], Any], float, str]] = {
    "missing": (lambda mlsd: without(mlsd, "half"), 60, "The cell 'half' is missing"),
    "duplicated": (lambda mlsd: doubled(mlsd), 80, "The cell 'half' is there 2 times"),
    "kernel": (lambda mlsd: in_r(mlsd), 80, "a kernel for R, not for Python"),
}
"""Gradable: the notebook, its score, and what its report says."""


def with_output(mlsd: Command) -> Any:
    notebook = mlsd.solved()
    output = nbformat.v4.new_output("stream", text="x" * 50_000_000)
    next(cell for cell in notebook.cells if cell.cell_type == "code").outputs.append(output)
    return notebook


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(4 << 30)


def without(mlsd: Command, key: str) -> Any:
    notebook = mlsd.solved()
    notebook.cells = [cell for cell in notebook.cells if cell.id != key]
    return notebook


def doubled(mlsd: Command) -> Any:
    notebook = mlsd.solved()
    again = next(cell for cell in notebook.cells if cell.id == "half").copy()
    again["id"] = "half-again"
    notebook.cells.append(again)
    return notebook


def in_r(mlsd: Command) -> Any:
    notebook = mlsd.solved()
    notebook.metadata.kernelspec = {"name": "ir", "language": "R", "display_name": "R"}
    return notebook


def fingerprint(folder: Path) -> dict[str, tuple[object, ...]]:
    """Everything that could change about what was handed in."""
    found: dict[str, tuple[object, ...]] = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        plain = path.is_file() and not path.is_symlink() and status.st_size < 1 << 30
        digest = hashlib.sha256(path.read_bytes()).hexdigest() if plain else ""
        facts = (status.st_mode, status.st_size, status.st_mtime_ns, status.st_ino)
        found[str(path.relative_to(folder))] = (*facts, digest)
    return found


def test_what_cannot_be_graded_is_a_report_that_says_so(mlsd: Command, tmp_path: Path) -> None:
    submitted = tmp_path / "submitted"
    for student, (make, _) in BAD.items():
        path = submitted / student / WHERE
        path.parent.mkdir(parents=True)
        make(path, mlsd)
    for student, (notebook, _, _) in ODD.items():
        write(submitted / student / WHERE, notebook(mlsd))
    write(submitted / "ada" / WHERE, mlsd.solved())
    (submitted / "link").mkdir()
    (submitted / "link" / SLUG).symlink_to("nowhere")
    (submitted / "file").mkdir()
    (submitted / "file" / SLUG).write_text("a file where the folder should be")
    before = fingerprint(submitted)

    code, found = mlsd.grade(tmp_path, tmp_path / "out")

    assert fingerprint(submitted) == before
    assert code == 1
    assert set(found) == {*BAD, *ODD, "ada", "link", "file"}
    assert (found["ada"]["status"], found["ada"]["score"]) == ("graded", 80)
    said = {student: text for student, (_, text) in BAD.items()}
    said |= {"link": "is a link to nothing", "file": "is not a notebook"}
    for student, text in said.items():
        one = found[student]
        assert (one["status"], one["score"], one["max_score"]) == ("unreadable", None, 80), student
        (problem,) = one["problems"]
        assert text in problem
        assert str(tmp_path) not in problem
        assert re.fullmatch(r"[A-Z][^\n]*", problem)
        assert not (tmp_path / "out" / "autograded" / student).exists()
    for student, (_, score, text) in ODD.items():
        one = found[student]
        assert (one["status"], one["score"]) == ("needs review", score)
        assert any(text in problem for problem in one["problems"])
    assert {name for name, score in scores(tmp_path / "out").items() if not score} == set(said)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_a_report_that_says_so(mlsd: Command, tmp_path: Path) -> None:
    write(tmp_path / "submitted" / "ada" / WHERE, mlsd.solved())
    file = write(tmp_path / "submitted" / "file" / WHERE, mlsd.solved())
    folder = write(tmp_path / "submitted" / "folder" / WHERE, mlsd.solved()).parent.parent
    file.chmod(0)
    folder.chmod(0)
    code, found = mlsd.grade(tmp_path, tmp_path / "out")
    folder.chmod(0o700)
    assert code == 1
    assert found["ada"]["score"] == 80
    for student in ("file", "folder"):
        assert found[student]["problems"] == ["Cannot be read (Permission denied)."]


def test_after_a_submissions_time_is_up_every_problem_names_the_limit(
    mlsd: Command, tmp_path: Path
) -> None:
    dies = "import os\nimport time\n\ntime.sleep(2)\n\ndef double(x):\n    os._exit(3)\n"
    waits = "def half(x):\n    while True:\n        pass\n"
    write(tmp_path / "ada.ipynb", mlsd.notebook(double=dies, half=waits))
    code, found = mlsd.grade(tmp_path / "ada.ipynb", tmp_path / "out", "--submission-seconds", 3)
    assert code == 1
    spans = [re.findall(r"over (\S+) s in all", said) for said in found["ada"]["problems"]]
    assert {seconds for span in spans for seconds in span} == {"3"}


# -- again


def test_grading_again_with_the_same_seed_gives_the_same_verdicts(
    mlsd: Command, tmp_path: Path
) -> None:
    write(tmp_path / "in" / "ada.ipynb", mlsd.solved())
    # Right for some of the numbers that the hidden check draws.
    lucky = "def double(x):\n    return 2 * x if x % 2 == 0 or x < 1000 else 0\n"
    raises = "import random\n\ndef half(x):\n    return x / random.choice([2, 3, 4])\n"
    for number in range(4):
        changed = mlsd.solved(double=f"{lucky}# {number}", half=raises)
        write(tmp_path / "in" / f"s{number}.ipynb", changed)

    def verdicts(out: str, *words: object) -> list[tuple[object, ...]]:
        mlsd.grade(tmp_path / "in", tmp_path / out, *words)
        found: list[tuple[object, ...]] = []
        for path in sorted((tmp_path / out / "reports" / SLUG).iterdir()):
            report = Report.from_json(path.read_text(encoding="utf-8"))
            cells = tuple((cell.grade_id, cell.score, cell.outcomes) for cell in report.cells)
            found.append((report.student, report.digest, report.status, report.problems, cells))
        return found

    first = verdicts("first", "--seed", 3)
    assert len(first) == 5
    assert verdicts("second", "--seed", 3, "--workers", 1) == first
    assert verdicts("third", "--seed", 4) != first


def test_without_a_seed_each_folder_gets_one_of_its_own_and_keeps_it(
    mlsd: Command, tmp_path: Path
) -> None:
    write(tmp_path / "in" / "ada.ipynb", mlsd.solved())

    def seeds(out: str) -> set[int]:
        mlsd.grade(tmp_path / "in", tmp_path / out)
        reports = (tmp_path / out / "reports" / SLUG).glob("*.json")
        return {Report.from_json(path.read_text(encoding="utf-8")).seed for path in reports}

    first, second = seeds("first"), seeds("second")
    assert first != second
    assert min(first | second) > 2**32  # smaller by chance once in two million
    write(tmp_path / "in" / "fei.ipynb", mlsd.solved())
    assert seeds("first") == first


def test_only_what_would_come_out_otherwise_is_graded_again(mlsd: Command, tmp_path: Path) -> None:
    for student in ("ada", "fei", "joan"):
        write(tmp_path / "in" / f"{student}.ipynb", mlsd.solved())
    out = tmp_path / "out"

    def written() -> dict[str, int]:
        folder = out / "reports" / SLUG
        return {path.stem: path.stat().st_mtime_ns for path in folder.iterdir()}

    mlsd.grade(tmp_path / "in", out)
    first = written()
    mlsd.grade(tmp_path / "in", out)
    assert written() == first
    write(tmp_path / "in" / "fei.ipynb", mlsd.solved(half=WRONG_HALF))
    (tmp_path / "in" / "joan.ipynb").write_text("no notebook any more")
    mlsd.grade(tmp_path / "in", out)
    second = written()
    assert {name for name in first if first[name] != second[name]} == {"fei", "joan"}
    assert scores(out) == {"ada": "80", "fei": "60", "joan": ""}
    assert not (out / "autograded" / "joan" / SLUG).exists()
    mlsd.grade(tmp_path / "in", out, "--call-seconds", 5)
    assert {name for name in first if second[name] != written()[name]} == {"ada", "fei", "joan"}


def test_two_batches_into_one_gradebook_lose_nothing(mlsd: Command, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shared.db'}"
    started = []
    for half in ("left", "right"):
        for number in range(4):
            write(tmp_path / half / f"{half}{number}.ipynb", mlsd.solved())
        words = (tmp_path / half, "--out", tmp_path / f"out-{half}", "--gradebook", url)
        started.append(mlsd.start("grade", SLUG, *words, "--workers", 1))
    for process in started:
        _, err = process.communicate(timeout=300)
        assert (process.returncode, err) == (0, "")
    with Gradebook(url, COURSE_ID) as book:
        found = {one.student.id: one.score for one in book.assignment_submissions(SLUG)}
    assert found == {f"{half}{number}": 80 for half in ("left", "right") for number in range(4)}


# -- what cannot start


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["grade", "w55", "in"], "There is no week called 'w55'"),
        (["grade", SLUG, "nowhere"], "nowhere: there is nothing there."),
        (["grade", SLUG, "empty"], "holds no submission of w98_tiny"),
        (["grade", SLUG, "in", "--out", "file", "--tier", "A"], "file: File exists"),
        (["grade", SLUG, "in", "--out", "file/below", "--tier", "A"], "Not a directory"),
        (["grade", SLUG, "in", "--gradebook", "nonsense", "--tier", "A"], "Could not parse"),
        (
            ["grade", SLUG, "in", "--gradebook", "sqlite:////dev/null/place.db", "--tier", "A"],
            "/dev/null: File exists",
        ),
        (["grade", SLUG, "in", "--tier", "C"], "no tier 'C'"),
        (["grade", SLUG, "in", "--cell-seconds", "0"], "--cell-seconds"),
        (["grade", SLUG, "in", "--workers", "0"], "--workers"),
        (["grade", SLUG], "Missing argument"),
        (["check", SLUG, "in"], "in"),
        (["check", SLUG, "file"], "file"),
        (["start", "w55"], "There is no week called 'w55'"),
    ],
)
def test_what_cannot_start_says_why_and_ends_with_2(
    words: list[str], said: str, mlsd: Command, tmp_path: Path
) -> None:
    write(tmp_path / "in" / "ada.ipynb", mlsd.solved())
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_bytes(b"\xff\xfe\x00")
    ended = mlsd.run(*words, cwd=tmp_path)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert ended.stdout == ""


def test_a_second_batch_in_the_same_folder_is_refused(mlsd: Command, tmp_path: Path) -> None:
    import fcntl

    write(tmp_path / "in" / "ada.ipynb", mlsd.solved())
    (tmp_path / "out").mkdir()
    with (tmp_path / "out" / ".grading").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        ended = mlsd.run("grade", SLUG, tmp_path / "in", "--out", tmp_path / "out")
    assert ended.returncode == 2
    assert "another 'mlsd grade' is at work in this folder" in ended.stderr


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1", "COLUMNS": "20"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "COLUMNS": "1"},
        {"NO_COLOR": "1", "TERM": "dumb"},
    ],
)
def test_no_terminal_is_too_poor(
    environment: dict[str, str], mlsd: Command, tmp_path: Path
) -> None:
    (tmp_path / "solved.py").write_text("def double(x):\n    return 3 * x\n", encoding="utf-8")
    ended = mlsd.run("check", SLUG, tmp_path / "solved.py", env=environment)
    assert ended.returncode == 1
    assert ended.stdout


@pytest.mark.parametrize("words", [["--help"], ["grade", "--help"], ["check", SLUG, "solved.py"]])
def test_a_reader_that_leaves_is_no_traceback(
    words: list[str], mlsd: Command, tmp_path: Path
) -> None:
    (tmp_path / "solved.py").write_text("def double(x):\n    return 3 * x\n", encoding="utf-8")
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ended = mlsd.run(*words, cwd=tmp_path, stdout=writer)
    finally:
        os.close(writer)
    assert ended.returncode not in (0, 2)
    assert ended.stderr.strip() == ""
