"""The checks that the grader keeps: random cards and gates."""

import math

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    once,
    once_per_seed,
    rejects_each,
)


def absent(value):
    """Whether a card has nothing to say."""
    return value is None or value != value


def slow(candidate, champion, gates):
    """The decision, gate by gate."""
    reasons = []
    for gate in gates:
        name = gate["metric"]
        ours, theirs = candidate.get(name), champion.get(name)
        limit, margin = gate.get("limit"), gate.get("margin")
        if absent(ours):
            reasons.append((name, "candidate missing"))
        if margin is not None and absent(theirs):
            reasons.append((name, "champion missing"))
        if limit is not None and not absent(ours):
            good = ours >= limit if gate["better"] == "higher" else ours <= limit
            if not good:
                reasons.append((name, "limit"))
        if margin is not None and not absent(ours) and not absent(theirs):
            gain = ours - theirs if gate["better"] == "higher" else theirs - ours
            if gain < margin:
                reasons.append((name, "margin"))
    return {"promote": len(reasons) == 0, "reasons": reasons}


def card(rng, names):
    """Values that are whole, so that limits and margins are often met exactly; some missing."""
    values = {name: int(rng.integers(-3, 4)) / 2 for name in names}
    for name in names:
        draw = rng.random()
        if draw < 0.06:
            values[name] = math.nan
        elif draw < 0.12:
            values[name] = None
        elif draw < 0.18:
            del values[name]
    return values


@once_per_seed
def random_gates(rng):
    names, cases = ["auc", "cost", "ece", "bias"], []
    for _ in range(15):
        gates = []
        for name in rng.choice(names, size=int(rng.integers(1, 6))).tolist():
            gate = {"metric": name, "better": ["higher", "lower"][int(rng.integers(2))]}
            which = int(rng.integers(3))
            if which != 0:
                gate["limit"] = int(rng.integers(-3, 4)) / 2
            if which != 1:
                gate["margin"] = int(rng.integers(-2, 3)) / 2
            gates.append(gate)
        candidate, champion = card(rng, names), card(rng, names)
        why = "Random cards and gates."
        cases.append(((candidate, champion, gates), slow(candidate, champion, gates), why))
    return cases


@exercise("promote", weight=2)
def test_random_cards_are_judged_gate_by_gate(submission, rng):
    """Random values, some missing, and random gates give every reason of a slow judge."""
    assert_each(submission.promote, random_gates(rng))


@exercise("promote")
def test_the_cards_and_the_gates_are_left_alone(submission):
    """Neither card nor any gate is changed, and the same question has the same answer."""
    gates = [{"metric": "auc", "better": "higher", "margin": 0.5, "limit": None}]
    expected = {"promote": False, "reasons": [("auc", "margin"), ("cost", "candidate missing")]}
    gates.append({"metric": "cost", "better": "lower", "limit": 1})
    for _ in range(2):
        answer = assert_unchanged(
            submission.promote, {"auc": 0.75, "cost": None}, {"auc": 0.5}, gates
        )
        assert_same(answer, expected)


@once
def bad_gates_last():
    failing = {"metric": "auc", "better": "higher", "limit": 1.0}
    bad = [
        {"metric": "ece", "better": "Lower", "limit": 1},
        {"metric": "ece", "better": "lower", "limit": 1, "margin": math.nan},
        {"metric": "ece", "better": "lower", "margin": None},
    ]
    return [(values, {}, [failing, gate]) for gate in bad for values in ({"auc": 0.5}, {})]


@exercise("promote")
def test_a_bad_gate_is_refused_after_others_have_failed(submission):
    """A gate that cannot be read is an error also behind gates that fail, or lack their values."""
    rejects_each(submission.promote, bad_gates_last())
