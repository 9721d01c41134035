"""Whole systems of others, who had the notebook of the capstone alone: no check rejects them."""

from functools import cache
from pathlib import Path

import pytest

from autograder import course, quarters
from autograder.source import Kind, parse
from autograder.submission import LocalSubmission
from autograder.suite import suite
from autograder.unfinished import names_of

SLUG = "capstone"
SYSTEMS = sorted(path for path in (Path(__file__).parent / "systems").iterdir() if path.is_dir())
CELLS = parse(course.week(SLUG).source).cells
EXERCISES = [cell.key for cell in CELLS if cell.kind is Kind.EXERCISE]


@cache
def submission(folder):
    """The notebook, with the cells of a folder in its exercises."""
    namespace = {"__name__": "__main__"}
    for cell in CELLS:
        if cell.kind in (Kind.SETUP, Kind.PARTS):
            exec(compile(cell.text, cell.key, "exec"), namespace)
        elif cell.kind is Kind.EXERCISE:
            path = folder / f"{cell.key}.py"
            exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), namespace)
    return LocalSubmission(namespace)


def test_there_are_three_of_different_design():
    assert [path.name for path in SYSTEMS] == ["event_sourced", "lookup", "snapshots"]


def test_the_classes_that_can_be_run_are_those_of_the_exercises():
    cells = [cell for cell in CELLS if cell.kind is Kind.EXERCISE]
    assert tuple(name for cell in cells for name in names_of(cell.text)) == quarters.CLASSES


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("folder", SYSTEMS, ids=lambda path: path.name)
def test_no_check_rejects_it(folder, exercise):
    for hidden in (False, True):
        for outcome in suite(SLUG).run(exercise, submission(folder), hidden=hidden, seed=29):
            assert outcome.passed, (outcome.message, outcome.expected, outcome.received)
