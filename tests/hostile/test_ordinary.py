"""Ordinary but unusual notebooks lose no point, in both tiers."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.sandbox.limits import Limits

from . import ordinary
from .corpus import Hostile, differences, family

ORDINARY = family(ordinary)


@pytest.mark.parametrize("tier", ["A", "B"])
@pytest.mark.parametrize("notebook", ORDINARY, ids=str)
def test_an_unusual_notebook_loses_no_point(
    notebook: Hostile, tier: str, judge_of, trap_for, tmp_path: Path
) -> None:
    trap = trap_for(tier)
    path = tmp_path / "submission.ipynb"
    path.write_bytes(notebook.notebook(trap))
    report = judge_of(tier, Limits()).grade(path, "alice")
    assert differences(notebook, tier, report) == []
    assert report.problems == ()
