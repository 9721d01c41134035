"""grades.csv, Gradescope's results.json, and names that are safe as file names."""

import csv
import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import exports
from autograder.errors import CourseError
from autograder.report import CheckOutcome, Report, ReportCell, Status, Verdict


def outcome(name, verdict=Verdict.PASSED, weight=1.0, **said):
    return CheckOutcome(name, f"Criterion of {name}.", verdict, weight, **said)


SECRET = outcome(
    "secret", Verdict.FAILED, message="m-secret", called="c-secret", expected="e", received="r"
)
REPORT = Report(
    student="ada",
    assignment="w98_tiny",
    file="w98_tiny.ipynb",
    digest="0" * 64,
    seed=0,
    tier="A",
    status=Status.GRADED,
    timings={"total": 0.25},
    cells=(
        ReportCell("double", "exercise", "def double(x): ..."),
        ReportCell(
            "double-checks",
            "check",
            "",
            30,
            score=10,
            outcomes=(
                outcome("one"),
                outcome("two", Verdict.FAILED, 2.0, message="Wrong.", called="double(2)"),
            ),
        ),
        ReportCell("double-hidden", "check", "", 30, score=15, outcomes=(outcome("h"), SECRET)),
        ReportCell("tiny-memo", "memo", "text", 20),
    ),
)


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize(
    "name", ["ada", "Ada Lovelace", "a.b-c_d+e@x.org", "Žofie", "王芳", "o'hara"]
)
def test_an_ordinary_name_stays_as_it_is(name):
    assert exports.safe_name(name) == name


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../x", "/etc", "a/b", "a\\b", "a\0b", "a\nb", "\u202egpj", "\udcff", "%2F"],
)
def test_a_tricky_name_becomes_one_harmless_file_name(name, tmp_path):
    safe = exports.safe_name(name)
    assert safe != name
    path = tmp_path / safe
    path.write_text("")
    assert path.parent == tmp_path
    assert [file.name for file in tmp_path.iterdir()] == [safe]
    assert safe.isprintable()


def test_a_very_long_name_is_cut_and_stays_distinct():
    names = {exports.safe_name("é" * 300 + end) for end in "ab"}
    assert len(names) == 2
    assert all(len(name.encode()) <= 120 for name in names)


@given(st.lists(st.text(max_size=80), unique=True, max_size=20))
def test_two_names_never_become_the_same(names):
    safe = {exports.safe_name(name) for name in names}
    assert len(safe) == len(names)
    assert all(Path(name).name == name for name in safe)


def grade(student, score=25.0):
    return exports.Grade(student, "w98_tiny", score, 80.0, None, 20.0, None, 100.0, 1)


def test_the_grades_file_has_a_row_for_each_grade_in_order(tmp_path):
    exports.write_grades(tmp_path / "grades.csv", [grade("zoe", 1 / 3), grade("ada")])
    assert rows(tmp_path / "grades.csv") == [
        [
            "student",
            "assignment",
            "score",
            "max_score",
            "memo_score",
            "memo_max_score",
            "total",
            "total_max",
            "to_grade",
        ],
        ["ada", "w98_tiny", "25", "80", "", "20", "", "100", "1"],
        ["zoe", "w98_tiny", "0.33", "80", "", "20", "", "100", "1"],
    ]


def test_no_grade_is_an_empty_score_and_no_zero(tmp_path):
    exports.write_grades(tmp_path / "grades.csv", [grade("ada", None)])
    assert rows(tmp_path / "grades.csv")[1] == [
        "ada",
        "w98_tiny",
        "",
        "80",
        "",
        "20",
        "",
        "100",
        "1",
    ]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_a_name_is_no_formula_for_a_spreadsheet(name, tmp_path):
    exports.write_grades(tmp_path / "grades.csv", [grade(name)])
    cell = rows(tmp_path / "grades.csv")[1][0]
    assert not cell.startswith(exports._FORMULA)


def test_gradescope_gets_one_test_a_check_and_the_same_score():
    results = exports.gradescope(REPORT)
    assert results["score"] == REPORT.score
    assert sum(test["score"] for test in results["tests"]) == pytest.approx(REPORT.score)
    assert [test["max_score"] for test in results["tests"]] == [10, 20, 15, 15]
    assert [test["status"] for test in results["tests"]] == ["passed", "failed", "passed", "failed"]
    assert "graded by hand" in results["output"]


def test_gradescope_keeps_hidden_checks_until_grades_are_published():
    tests = exports.gradescope(REPORT)["tests"]
    assert [test["visibility"] for test in tests] == ["visible"] * 2 + ["after_published"] * 2
    assert "m-secret" not in json.dumps(tests)
    assert "c-secret" not in json.dumps(tests)


def test_gradescope_shows_why_a_public_check_failed():
    test = exports.gradescope(REPORT)["tests"][1]
    assert test["output"] == "Wrong.\ncalled   double(2)"
    assert exports.gradescope(REPORT)["test_output_format"] == "text"


def test_a_failure_of_the_judge_is_no_gradescope_result(tmp_path):
    report = dataclasses.replace(REPORT, status=Status.GRADER_ERROR)
    with pytest.raises(CourseError, match="judge failed"):
        exports.write_gradescope(tmp_path / "results.json", report)
    assert not (tmp_path / "results.json").exists()


def test_an_unreadable_notebook_tells_gradescope_why(tmp_path):
    report = dataclasses.replace(
        REPORT, status=Status.UNREADABLE, cells=(), problems=("Not JSON.\x1b[2J",)
    )
    exports.write_gradescope(tmp_path / "results.json", report)
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert results["score"] == 0
    assert results["output"] == "Not JSON.\\x1b[2J"


def test_what_a_hidden_check_was_stopped_with_is_not_told_to_gradescope():
    stopped = outcome("h", Verdict.CRASHED, message="Your code was stopped: secret 4242.")
    public = outcome("p", Verdict.TIMEOUT, message="Your code was stopped: over 20 s.")
    cells = (
        ReportCell("double-checks", "check", "", 30, score=0, outcomes=(public,)),
        ReportCell("double-hidden", "check", "", 30, score=0, outcomes=(stopped,)),
    )
    problems = (f"double: {public.message}", f"double: {stopped.message}", "A cell is missing.")
    report = dataclasses.replace(REPORT, status=Status.REVIEW, cells=cells, problems=problems)
    results = exports.gradescope(report)
    assert "4242" not in json.dumps(results)
    assert results["output"] == "double: Your code was stopped: over 20 s.\nA cell is missing."
