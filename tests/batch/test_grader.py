"""What one worker process does, with nothing between it and the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder import batch
from autograder.collect import Handed
from autograder.report import Status

from ..conftest import TinyCourse
from .command import DOUBLE, HALF, SLUG


@pytest.fixture
def grader(tiny: TinyCourse, tmp_path: Path) -> Iterator[batch.Grader]:
    settings = batch.Settings(slug=SLUG, out=tmp_path / "out", tier=batch.strongest_tier())
    grader = batch.Grader(settings)
    yield grader
    grader.close()


@pytest.fixture
def handed(tiny: TinyCourse, tmp_path: Path) -> Handed:
    return Handed("ada", tiny.solve(tmp_path / f"{SLUG}.ipynb", double=DOUBLE, half=HALF))


def test_a_template_that_died_is_replaced_and_the_submission_graded(
    grader: batch.Grader, handed: Handed
) -> None:
    assert grader.work(handed).score == 80
    dead = grader.sandbox.template.process
    dead.kill()
    dead.wait()
    report = grader.work(handed)
    assert (report.status, report.score) == (Status.GRADED, 80)
    assert grader.sandbox.template.process.pid != dead.pid
    assert not report.problems


def test_a_judge_that_fails_costs_nobody_a_point(
    grader: batch.Grader, handed: Handed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("a bug of ours")

    monkeypatch.setattr("autograder.judge.Judge.grade", fail)
    report = grader.work(handed)
    assert (report.status, report.score) == (Status.GRADER_ERROR, None)
    assert "ZeroDivisionError: a bug of ours" in report.problems[0]
    written = grader.settings.report_path("ada").read_text(encoding="utf-8")
    assert type(report).from_json(written) == report


def test_a_grader_told_to_leave_while_it_is_made_leaves_nothing(
    tiny: TinyCourse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    settings = batch.Settings(slug=SLUG, out=tmp_path / "out", tier=batch.strongest_tier())
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    monkeypatch.setattr("autograder.batch.Judge", leave)
    with pytest.raises(KeyboardInterrupt):
        batch.Grader(settings)
    assert list(scratch.iterdir()) == []
