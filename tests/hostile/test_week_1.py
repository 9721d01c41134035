"""Some attacks on the real week 1, so that the small host week cannot hide a difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.judge import Judge
from autograder.report import Status

from . import escape, exhaustion, forgery, interference
from .corpus import QUICK, Hostile

SLUG = "w01_framing"
WORTH = 10
ATTACKS = (
    escape.write_outside,
    exhaustion.allocate_at_once,
    forgery.return_what_equals_everything,
    forgery.raise_stop_iteration,
    interference.crash_while_checked,
)


@pytest.mark.parametrize("hostile", ATTACKS, ids=str)
def test_only_the_attacked_exercise_loses_its_points(
    hostile: Hostile, template_of, trap_for, tmp_path: Path
) -> None:
    trap = trap_for("A")
    judge = Judge(SLUG, lambda limits: template_of("A").spawn(limits), tier="A", limits=QUICK)
    path = tmp_path / f"{SLUG}.ipynb"
    path.write_bytes(hostile.notebook(trap, SLUG))
    report = judge.grade(path, "mallory")
    scores = {cell.grade_id: cell.score for cell in report.cells if cell.score is not None}
    lost = {name for name, score in scores.items() if score == 0}
    assert lost == {"late-labels-checks", "late-labels-hidden"}
    assert report.score == 80 - WORTH
    assert report.status is hostile.status is not Status.GRADER_ERROR
    assert trap.sprung(report) == set()
