"""Every hostile notebook gets the report it must get, in both tiers, and gains nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.judge import Judge
from autograder.sandbox.limits import Limits

from . import escape, exhaustion, forgery, interference, ordinary, poison
from .corpus import (
    ALL,
    QUICK,
    Hostile,
    Trap,
    as_bytes,
    differences,
    family,
    honest_notebook,
    lasting,
    scores_of,
)

JudgeOf = Callable[[str, Limits], Judge]
TrapFor = Callable[[str], Trap]

FAMILIES = {
    "escape": family(escape),
    "exhaustion": family(exhaustion),
    "interference": family(interference),
    "forgery": family(forgery),
    "poison": family(poison),
}


def _marks(hostile: Hostile) -> tuple[pytest.MarkDecorator, ...]:
    """A fault of the judge that is known is an expected failure, until it is mended."""
    return (pytest.mark.xfail(reason=hostile.fault),) if hostile.fault else ()


HOSTILE = [
    pytest.param(item, id=f"{name}-{item}", marks=_marks(item))
    for name, items in FAMILIES.items()
    for item in items
]
CONTROLLED = [
    pytest.param(item, id=str(item))
    for items in FAMILIES.values()
    for item in items
    if item.works_without
]
TIERS = pytest.mark.parametrize("tier", ["A", "B"])


@pytest.fixture(scope="module")
def honest_report(
    judge_of: JudgeOf, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], str]:
    """What lasts of the report of an honest submission that is graded now."""
    path = tmp_path_factory.mktemp("honest") / "submission.ipynb"
    path.write_bytes(as_bytes(honest_notebook()))

    def honest_report(tier: str) -> str:
        report = judge_of(tier, QUICK).grade(path, "alice")
        assert report.score == sum(scores_of(report).values()) == 80
        return lasting(report)

    return honest_report


@pytest.fixture(scope="module")
def first_report(honest_report: Callable[[str], str]) -> dict[str, str]:
    """The honest report before any attack, by tier."""
    return {tier: honest_report(tier) for tier in ("A", "B")}


@TIERS
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_notebook_gets_the_report_it_must_get(
    hostile: Hostile,
    tier: str,
    first_report: dict[str, str],
    honest_report: Callable[[str], str],
    judge_of: JudgeOf,
    trap_for: TrapFor,
    tmp_path: Path,
) -> None:
    trap = trap_for(tier)
    path = tmp_path / "submission.ipynb"
    path.write_bytes(hostile.notebook(trap))
    before = path.read_bytes()
    report = judge_of(tier, replace(QUICK, **hostile.limits)).grade(path, "mallory")
    assert differences(hostile, tier, report) == []
    assert trap.sprung(report) == set()
    assert path.read_bytes() == before
    if hostile in FAMILIES["interference"]:
        assert honest_report(tier) == first_report[tier]


@pytest.mark.parametrize("hostile", CONTROLLED)
def test_the_attack_works_when_what_stops_it_is_off(
    hostile: Hostile, judge_of: JudgeOf, trap_for: TrapFor, tmp_path: Path
) -> None:
    """Positive control: the same notebook, without one layer or with generous limits."""
    name, limits = hostile.works_without, QUICK
    if name == "limits":
        name, limits = "B", Limits()
    trap = trap_for(name)
    path = tmp_path / "submission.ipynb"
    path.write_bytes(hostile.notebook(trap))
    report = judge_of(name, limits).grade(path, "mallory")
    gained = scores_of(report)["late-labels"] == ALL and hostile.points("B") < ALL
    assert gained or trap.sprung(report), lasting(report)


@TIERS
def test_after_all_of_them_an_honest_submission_is_graded_as_before(
    tier: str, first_report: dict[str, str], honest_report: Callable[[str], str]
) -> None:
    assert honest_report(tier) == first_report[tier]


def test_the_table_in_the_readme_is_true() -> None:
    text = Path(__file__).with_name("README.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("| `")]
    table = {row[0].strip().strip("`"): (int(row[1]), int(row[2])) for row in rows}
    counted = {
        name: (len(items), sum(bool(item.works_without) for item in items))
        for name, items in {**FAMILIES, "ordinary": family(ordinary)}.items()
    }
    assert table == counted


def test_there_are_enough_of_them_and_each_names_its_attack() -> None:
    everything = [item for items in FAMILIES.values() for item in items]
    assert len(everything) >= 60
    assert all(item.attack for item in everything)
    assert len({item.name for item in everything}) == len(everything)
