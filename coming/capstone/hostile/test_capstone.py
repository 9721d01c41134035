"""Systems that cheat in the capstone gain nothing under a seed as `mlsd grade` draws it."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from autograder import bank, world
from autograder.audit.trial import cells_before
from autograder.remote import RemoteSubmission
from autograder.sandbox.launch import WarmTemplate
from autograder.submission import LocalSubmission
from autograder.suite import suite
from autograder.week_limits import limits_of
from worlds.baselines import decisions, dollars
from worlds.incidents import Incident
from worlds.operate import operate
from worlds.outcome import Outcome, outcome
from worlds.quarter import Quarter, quarter

from . import oracles
from .conftest import LAYERS
from .oracles import DAYS, FIRST, SEEDS, Oracle

SLUG, EXERCISE = "capstone", "whole-quarter"
SEED = secrets.randbits(53)
"""Of all runs here, drawn as `mlsd grade` draws its own."""


@dataclass(frozen=True)
class Run:
    """What became of a system: what it was worth, and which checks of the exercise it fails."""

    worth: Outcome
    fails: frozenset[str]


@cache
def played(seed: int = SEED) -> Quarter:
    """Days in which a bit of everything happens."""
    drawn = random.Random(seed)
    cut = [["ingest", 9, drawn.random()], ["predict", 15, drawn.random()], ["predict", 18, 0.0]]
    incidents = [
        Incident("kill", 2, 2, {"calls": cut}),
        Incident("good-offer", 3, 3),
        Incident("renamed-carrier", 4, 6),
        Incident("traffic-spike", 5, 5, {"seconds": 120}),
        Incident("poisoned-labels", 5, 6),
        Incident("duplicated-partition", 6, 6, {"age": 1}),
        Incident("frozen-weather", 6, 7),
    ]
    return quarter(seed, FIRST, DAYS, incidents)


@pytest.fixture(scope="module")
def run() -> Iterator[Callable[..., Run]]:
    """Runs a system in a sandbox; an attack's cell stands below the reference's."""
    cells = [*cells_before(SLUG, EXERCISE), bank.reference_cells(SLUG)[EXERCISE]]
    checks = suite(SLUG)
    with WarmTemplate(world.workspace(), LAYERS["B"]) as template:

        def run(text: str = "", of: Quarter | None = None, *, checked: bool = False) -> Run:
            with template.spawn(limits_of(SLUG).grading, seed=0) as session:
                for cell in [*cells, text]:
                    assert session.run_cell(cell).error is None
                submission = RemoteSubmission(session, {})
                of = of or played()
                worth = outcome(of, operate(submission.System, of))
                items = checks.items(EXERCISE, hidden=False) if checked else ()
                judged = [checks.judge(item, submission, seed=SEED) for item in items]
                return Run(worth, frozenset(one.name for one in judged if not one.passed))

        yield run


@pytest.fixture(scope="module")
def honest(run: Callable[..., Run]) -> Run:
    """The reference's run."""
    found = run(checked=True)
    assert found.fails == frozenset()
    assert (found.worth.differences, found.worth.failed_calls, found.worth.false_alarms) == (
        (),
        0,
        (),
    )
    return found


@pytest.mark.parametrize(
    "attack",
    [oracles.build_quarters_of_small_seeds, oracles.look_through_frames_and_objects],
    ids=str,
)
def test_who_looks_for_the_quarter_finds_nothing_and_pays_the_same(attack, run, honest) -> None:
    found = run(attack.text)
    assert found.worth.total("system") == honest.worth.total("system")


def test_who_tries_small_seeds_finds_one_that_is_small(run) -> None:
    """Positive control: the attack is a real one where a seed can be guessed."""
    found = run(oracles.build_quarters_of_small_seeds.text, played(SEEDS - 1))
    assert found.worth.saved > 0.6


def test_who_looks_through_objects_finds_the_quarter_where_there_is_no_sandbox() -> None:
    """Positive control: in the operator's own process the same cell is an oracle."""
    namespace: dict[str, object] = {"__name__": "__main__"}
    cells = [*cells_before(SLUG, EXERCISE), bank.reference_cells(SLUG)[EXERCISE]]
    for cell in [*cells, oracles.look_through_frames_and_objects.text]:
        exec(cell, namespace)
    of = played()
    found = outcome(of, operate(LocalSubmission(namespace).System, of))
    assert found.saved > 0.9


def test_who_reads_the_outcomes_of_2013_does_not_know_the_quarter(run) -> None:
    """Of 60 such runs the share that was saved has a mean of 0.05 and a deviation of 0.09."""
    found = run(oracles.read_the_outcomes_of_2013.text)
    assert found.worth.failed_calls == 0
    assert found.worth.saved < 0.6


def test_the_outcomes_of_2013_are_dearer_than_a_model_that_was_trained_once() -> None:
    """The delays are drawn, so what happened in truth says less than a history does.

    Of 20 quarters it costs more by 14 % in the mean, with a deviation of 2.2 %.
    """
    namespace: dict[str, object] = {"System": object}
    exec(oracles.read_the_outcomes_of_2013.text, namespace)
    whole = quarter(SEED, incidents=())
    once = decisions(whole)["once"]
    happened = namespace["truth"]({})  # type: ignore[operator]
    known = [happened.get(flight) for flight in whole.flown.flight_id]
    assert np.mean([late is not None for late in known]) > 0.9
    act = np.array([b if late is None else late for late, b in zip(known, once, strict=True)])
    assert spent(whole, act) > spent(whole, once)


def spent(of: Quarter, act: np.ndarray) -> float:
    """What such decisions cost."""
    return float(dollars(act, of.flown.late, of.flown.cancelled).sum())


def test_who_lives_on_in_a_module_global_does_calls_twice(run, honest) -> None:
    found = run(oracles.live_on_in_a_module_global.text, checked=True)
    assert {one.name for one in found.worth.differences} >= {"duplicates"}
    assert "test_after_the_kill_each_report_still_does" in found.fails


def test_who_claims_that_all_was_kept_waits_for_the_model(run, honest) -> None:
    found = run(oracles.claim_that_all_was_kept.text, checked=True)
    assert found.worth.within.min() < 0.5 < 0.99 <= honest.worth.within.min()
    assert found.fails == {"test_the_spike_is_answered_in_time"}


def test_a_report_of_plausible_numbers_is_found_out_on_its_first_day(run, honest) -> None:
    found = run(oracles.report_plausible_numbers.text, checked=True)
    assert {one.day for one in found.worth.differences} == set(range(DAYS))
    assert "test_each_report_says_what_was_counted_by_group_too" in found.fails


def test_who_rings_every_day_notices_everything_and_loses_the_quiet_days(run, honest) -> None:
    found = run(oracles.ring_everything_every_day.text, checked=True)
    assert all(one.in_time for one in found.worth.detections)
    assert len(found.worth.false_alarms) > 3 * DAYS
    assert found.fails == {"test_nothing_rings_without_an_incident"}


def test_each_names_its_attack() -> None:
    family = [item for item in vars(oracles).values() if isinstance(item, Oracle)]
    assert len(family) == 7
    assert all(item.attack for item in family)
