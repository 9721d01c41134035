"""The checks a student sees: gates that speak, and say everything."""

import math

import numpy as np

from autograder.testing import assert_each, assert_same, exercise, once, rejects


def refused(*reasons):
    """A decision against the candidate."""
    return {"promote": False, "reasons": list(reasons)}


PROMOTED = {"promote": True, "reasons": []}


@once
def limits():
    auc = [{"metric": "auc", "better": "higher", "limit": 0.75}]
    cost = [{"metric": "cost", "better": "lower", "limit": 64}]
    bias = [{"metric": "bias", "better": "lower", "limit": -0.5}]
    return [
        (({"auc": 0.75}, {}, auc), PROMOTED, "An AUC of 0.75 reaches 0.75."),
        (({"auc": 0.875}, {}, auc), PROMOTED, "Higher is better."),
        (({"auc": 0.625}, {}, auc), refused(("auc", "limit")), "Lower is worse."),
        (({"cost": 64}, {}, cost), PROMOTED, "A cost of 64 keeps to 64."),
        (({"cost": 63.5}, {}, cost), PROMOTED, "Lower is better."),
        (({"cost": 64.5}, {}, cost), refused(("cost", "limit")), "Higher is worse."),
        (({"bias": -0.25}, {}, bias), refused(("bias", "limit")), "-0.25 is above -0.5."),
    ]


@exercise("promote")
def test_a_limit_is_kept_in_the_direction_of_its_metric(submission):
    """The candidate must be at least as good as a limit; the limit itself is good enough."""
    assert_each(submission.promote, limits())


@once
def margins():
    auc = [{"metric": "auc", "better": "higher", "margin": 0.125}]
    cost = [{"metric": "cost", "better": "lower", "margin": 2}]
    return [
        (({"auc": 0.75}, {"auc": 0.625}, auc), PROMOTED, "Better by exactly the margin."),
        (({"auc": 0.75}, {"auc": 0.6875}, auc), refused(("auc", "margin")), "By half of it."),
        (({"auc": 0.5}, {"auc": 0.75}, auc), refused(("auc", "margin")), "Worse."),
        (({"cost": 62}, {"cost": 64}, cost), PROMOTED, "Cheaper by exactly the margin."),
        (({"cost": 63}, {"cost": 64}, cost), refused(("cost", "margin")), "By half of it."),
        (({"cost": 70}, {"cost": 64}, cost), refused(("cost", "margin")), "Dearer."),
        (({"cost": 60}, {"cost": 64}, cost), PROMOTED, "Cheaper by more."),
    ]


@exercise("promote")
def test_a_margin_is_measured_from_the_champion(submission):
    """The candidate must be better than the champion by at least the margin, in its direction."""
    assert_each(submission.promote, margins())


@once
def negative_margins():
    cases = []
    for better, sign in (("higher", 1), ("lower", -1)):
        for margin, ours, decision in (
            (0, 0.5, PROMOTED),
            (0, 0.5 - sign / 8, refused(("m", "margin"))),
            (-0.25, 0.5 - sign / 4, PROMOTED),
            (-0.25, 0.5 - sign * 3 / 8, refused(("m", "margin"))),
        ):
            gates = [{"metric": "m", "better": better, "margin": margin, "limit": None}]
            why = f"{ours} against 0.5, {better} is better, the margin is {margin}."
            cases.append((({"m": ours}, {"m": 0.5}, gates), decision, why))
    return cases


@exercise("promote")
def test_a_negative_margin_allows_a_small_loss(submission):
    """A margin of 0 asks the candidate not to be worse, a negative one allows it a little."""
    assert_each(submission.promote, negative_margins())


@once
def several_reasons():
    gates = (
        {"metric": "cost", "better": "lower", "limit": 8, "margin": 1},
        {"metric": "auc", "better": "higher", "margin": 0.125},
        {"metric": "ece", "better": "lower", "limit": 0.25, "margin": None},
        {"metric": "auc", "better": "higher", "limit": 0.75},
    )
    champion = {"cost": 9, "auc": 0.75, "other": 1}
    return [
        (
            ({"cost": 10, "auc": 0.5, "ece": 0.5}, champion, gates),
            refused(
                ("cost", "limit"),
                ("cost", "margin"),
                ("auc", "margin"),
                ("ece", "limit"),
                ("auc", "limit"),
            ),
            "All that can fail does, in the order of the gates.",
        ),
        (
            ({"cost": 8, "auc": 0.75, "ece": 0.125, "worse": math.nan}, champion, gates),
            refused(("auc", "margin")),
            "Only one gate fails; entries that no gate names play no part.",
        ),
        (({"cost": 8, "auc": 0.875, "ece": 0.25}, champion, gates), PROMOTED, "All pass."),
    ]


@exercise("promote")
def test_every_reason_is_listed(submission):
    """Every gate is asked, also after one has failed, and a gate may fail in both of its ways."""
    assert_each(submission.promote, several_reasons())


@once
def missing_metrics():
    limit = [{"metric": "ece", "better": "lower", "limit": 0.25}]
    margin = [{"metric": "ece", "better": "higher", "margin": -0.25}]
    both = [{"metric": "ece", "better": "lower", "limit": 0.25, "margin": 0}]
    against = refused(("ece", "candidate missing"))
    return [
        ((candidate, {"ece": 0.5}, gates), against, "The candidate has no value.")
        for candidate in ({}, {"ece": None}, {"ece": math.nan})
        for gates in (limit, margin, both)
    ]


@exercise("promote")
def test_a_metric_of_the_candidate_that_is_missing_passes_no_gate(submission):
    """A metric that nobody computed, that is None or NaN, is a reason against the candidate."""
    assert_each(submission.promote, missing_metrics())


@once
def missing_champions():
    limit = {"metric": "ece", "better": "lower", "limit": 0.25}
    both = limit | {"margin": 0}
    cases = []
    for champion in ({}, {"ece": None}, {"ece": math.nan}):
        why = f"The champion is {champion}."
        missing = ("ece", "champion missing")
        cases += [
            (({"ece": 0.125}, champion, [limit]), PROMOTED, why),
            (({"ece": 0.125}, champion, [both]), refused(missing), why),
            (({"ece": 0.5}, champion, [both]), refused(missing, ("ece", "limit")), why),
            (({}, champion, [both]), refused(("ece", "candidate missing"), missing), why),
        ]
    return cases


@exercise("promote")
def test_without_a_value_of_the_champion_no_margin_is_passed(submission):
    """A margin over a champion without a value is not passed; a limit does not need one."""
    assert_each(submission.promote, missing_champions())


@once
def zeros():
    return [
        (
            ({"bias": 0.5}, {}, [{"metric": "bias", "better": "lower", "limit": 0}]),
            refused(("bias", "limit")),
            "The limit is 0.",
        ),
        (
            ({"bias": 0}, {"bias": 0.0}, [{"metric": "bias", "better": "lower", "margin": 0}]),
            PROMOTED,
            "Both are 0.",
        ),
        (
            (
                {"m": np.float64(0.5)},
                {"m": np.int64(1)},
                [{"metric": "m", "better": "higher", "margin": 0.0}],
            ),
            refused(("m", "margin")),
            "NumPy's numbers are numbers.",
        ),
    ]


@exercise("promote")
def test_zero_is_a_value_a_limit_and_a_margin(submission):
    """0 is a value like others, a limit of 0 is a limit, and a margin of 0 is a margin."""
    assert_each(submission.promote, zeros())


@once
def unreadable_gates():
    """Nine calls that are refused, and one that is not."""
    good = {"metric": "auc", "better": "higher", "limit": 0.5}
    bad = [
        {"metric": "auc", "better": "up", "limit": 0.5},
        {"metric": "auc", "better": "higher", "limit": math.nan},
        {"metric": "auc", "better": "higher", "margin": math.nan},
        {"metric": "auc", "better": "higher", "limit": math.nan, "margin": 0},
        {"metric": "auc", "better": "lower", "limit": 1, "margin": math.nan},
        {"metric": "auc", "better": "higher"},
        {"metric": "auc", "better": "lower", "limit": None, "margin": None},
    ]
    values = {"auc": 0.75}
    refused_calls = [(values, values, [good, gate]) for gate in bad]
    return [*refused_calls, (values, values, []), ({}, {}, []), (values, values, [good])]


@exercise("promote")
def test_gates_that_cannot_be_read_are_refused(submission):
    """No gates, a direction that is no word, a NaN for a limit, or nothing asked: a ValueError."""
    *unreadable, readable = submission.promote.each(unreadable_gates())
    for answer in unreadable:
        rejects(answer)
    assert_same(readable(), PROMOTED)
