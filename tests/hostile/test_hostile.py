"""Every hostile notebook gets the report it must get, in both tiers, and gains nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.judge import Judge
from autograder.sandbox.limits import Limits

from . import escape, exhaustion, forgery, interference
from .corpus import ALL, QUICK, Hostile, Trap, as_bytes, differences, family, honest_notebook
from .corpus import lasting, scores_of

JudgeOf = Callable[[str, Limits], Judge]
TrapFor = Callable[[str], Trap]

FAMILIES = {
    module.__name__.rpartition(".")[2]: family(module)
    for module in (escape, exhaustion, interference, forgery)
}
HOSTILE = [item for items in FAMILIES.values() for item in items]


@pytest.mark.parametrize("tier", ["A", "B"])
@pytest.mark.parametrize("hostile", HOSTILE, ids=str)
def test_a_hostile_notebook_gets_the_report_it_must_get(
    hostile: Hostile, tier: str, judge_of: JudgeOf, trap_for: TrapFor, tmp_path: Path
) -> None:
    trap = trap_for(tier)
    path = tmp_path / "submission.ipynb"
    path.write_bytes(hostile.notebook(trap))
    report = judge_of(tier, replace(QUICK, **hostile.limits)).grade(path, "mallory")
    assert differences(hostile, tier, report) == []
    assert trap.sprung(report) == set()


@pytest.mark.parametrize("hostile", [h for h in HOSTILE if h.works_without], ids=str)
def test_the_attack_works_when_its_layer_is_off(
    hostile: Hostile, judge_of: JudgeOf, trap_for: TrapFor, tmp_path: Path
) -> None:
    # Without limits the layers stay; otherwise the limits stay and a layer is missing.
    name, limits = hostile.works_without, QUICK
    if name == "limits":
        name, limits = "B", Limits()
    trap = trap_for(name)
    path = tmp_path / "submission.ipynb"
    path.write_bytes(hostile.notebook(trap))
    report = judge_of(name, limits).grade(path, "mallory")
    gained = scores_of(report)["late-labels"] == ALL and hostile.points("B") < ALL
    assert trap.sprung(report) or gained, report.to_json()


@pytest.fixture(scope="module")
def before(judge_of: JudgeOf, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return {}


@pytest.mark.parametrize("tier", ["A", "B"])
def test_an_honest_submission_earns_everything(
    tier: str, judge_of: JudgeOf, tmp_path: Path
) -> None:
    path = tmp_path / "submission.ipynb"
    path.write_bytes(as_bytes(honest_notebook()))
    report = judge_of(tier, QUICK).grade(path, "alice")
    assert report.score == 80, lasting(report)
