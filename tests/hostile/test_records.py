"""What is written from the report of a poisoned notebook harms nobody who reads it."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from autograder import autograded, exports, feedback
from autograder.report import Report

from . import poison
from .corpus import QUICK, Hostile, family

NAME = "../../mallory\x1b[31m<script>\u202e\0"
"""A student's name that is a path, a script, a colour and a NUL."""


@pytest.fixture
def records(request: pytest.FixtureRequest, judge_of, trap_for, tmp_path: Path) -> Path:
    """The folder with everything that is written for one poisoned notebook."""
    hostile: Hostile = request.param
    notebook = tmp_path / "submission.ipynb"
    notebook.write_bytes(hostile.notebook(trap_for("B")))
    report = judge_of("B", QUICK).grade(notebook, NAME)
    out = tmp_path / "inner" / "out"
    report.write(out / "reports" / f"{exports.safe_name(NAME)}.json")
    if report.score is not None:
        autograded.write(report, out, notebook)
    feedback.write(report, out)
    name = exports.safe_name(NAME)
    grade = exports.Grade(name, report.assignment, report.score, report.max_score)
    exports.write_grades(out / "grades.csv", [grade])
    exports.write_gradescope(out / "results.json", report)
    return out


@pytest.mark.parametrize("records", family(poison), ids=str, indirect=True)
def test_records_of_a_poisoned_notebook_are_harmless(records: Path, tmp_path: Path) -> None:
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.name for path in files if records not in path.parents} == {"submission.ipynb"}
    for path in (path for path in files if records in path.parents):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            assert not re.search(r"<(script|img|svg|iframe|object)|javascript:[^)]*\"", text, re.I)
            assert visible(text)
        elif path.suffix == ".csv":
            assert visible(text)
        elif path.suffix in (".json", ".ipynb"):
            json.loads(text)
            # JSON escapes what a terminal would obey.
            assert "\x1b" not in text
    for path in (records / "reports").iterdir():
        report = Report.from_json(path.read_text(encoding="utf-8"))
        assert report.student == NAME
        for cell in report.cells:
            for outcome in cell.outcomes:
                said = (outcome.message, outcome.called, outcome.expected, outcome.received)
                assert visible("".join(said))
                assert len("".join(said)) < 300_000


def visible(text: str) -> bool:
    """Whether nothing in a text moves a cursor, changes a colour or turns the direction."""
    allowed = "\n\t\u00ad"
    return not any(unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in allowed for c in text)


def test_the_poison_is_poisonous(trap_for) -> None:
    """Positive control: as it stands in the notebook, it is none of these things."""
    text = "".join(str(one.notebook(trap_for("B"))) for one in family(poison)[:8])
    assert "<script>" in text
    assert "onerror" in text
    assert "202e" in text
    assert "x1b" in text
