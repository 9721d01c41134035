"""The checks of `review-design` that the grader keeps: random inputs, real flights, rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

import copy

import numpy as np

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    once,
    once_per_seed,
)

from ..cases import SECTIONS

BLANKS = (None, "", "  ", "\n\t", [], {})


def good_design():
    return {
        "owner": "desk",
        "objectives": [
            {"name": "punctual", "metric": "late-share"},
            {"name": "cheap", "metric": "cost"},
        ],
        "metrics": [
            {"name": "late-share", "guardrail": "complaints"},
            {"name": "cost", "guardrail": "misses"},
        ],
        "latency": {"slo_ms": 100, "stages_ms": {"features": 30, "model": 40, "network": 30}},
        "fallback": "historical rate",
        "rollback": "previous model",
    }


def blank(value):
    return value is None or value in ("", [], {}) or (isinstance(value, str) and value.isspace())


def slow_review(design):
    """The contract, line by line."""
    out = {f"{section}/missing" for section in SECTIONS if blank(design.get(section))}
    metrics = [] if blank(design.get("metrics")) else design["metrics"]
    objectives = [] if blank(design.get("objectives")) else design["objectives"]
    for metric in metrics:
        if blank(metric.get("guardrail")):
            out.add(f"metrics/{metric['name']}/no-guardrail")
    for objective in objectives:
        if blank(objective.get("metric")):
            out.add(f"objectives/{objective['name']}/no-metric")
        elif not any(metric["name"] == objective["metric"] for metric in metrics):
            out.add(f"objectives/{objective['name']}/unknown-metric")
    if not blank(design.get("latency")):
        slo, stages = design["latency"].get("slo_ms"), design["latency"].get("stages_ms")
        if blank(slo):
            out.add("latency/no-slo")
        if blank(stages):
            out.add("latency/no-stages")
        if not blank(slo) and not blank(stages) and sum(stages.values()) > slo:
            out.add("latency/over-slo")
    return sorted(out)


def any_design(rng):
    """A design in which any part may be sound, blank or absent."""

    def put(where, key, value):
        fate = rng.integers(0, 4)
        if fate < 2:
            where[key] = value
        elif fate == 2:
            where[key] = copy.copy(BLANKS[rng.integers(0, len(BLANKS))])

    names = np.array(["a", "a-b", "B", "cost", "Cost", "late share", "z/9", "0"])
    metrics, objectives = [], []
    for name in rng.permutation(names)[: rng.integers(1, 6)].tolist():
        metrics.append({"name": name, "unit": None})
        put(metrics[-1], "guardrail", "limit")
    for name in rng.permutation(names)[: rng.integers(1, 6)].tolist():
        objectives.append({"name": name})
        put(objectives[-1], "metric", str(rng.choice(names)))
    latency = {"note": ""}
    put(latency, "slo_ms", int(rng.integers(0, 4)))
    put(latency, "stages_ms", {"x": int(rng.integers(0, 3)), "y": int(rng.integers(0, 3))})
    design = {"date": ""}
    put(design, "metrics", metrics)
    put(design, "objectives", objectives)
    put(design, "latency", latency)
    for section in ("owner", "fallback", "rollback"):
        put(design, section, "desk")
    return design


@once_per_seed
def random_designs(rng):
    fixed = np.random.default_rng(38)
    cases = []
    for trial in range(18):
        design = any_design(rng if trial < 3 else fixed)
        if not trial:  # names that differ in case only
            design["metrics"] = [{"name": "cost", "guardrail": "limit"}]
            design["objectives"] = [{"name": "a", "metric": "Cost"}]
        cases.append(((design,), slow_review(design), f"The design is {design}."))
    return cases


@exercise("review-design")
def test_random_designs_are_reviewed_line_by_line(submission, rng):
    """Random designs have exactly the violations that reading the contract line by line gives."""
    assert_each(submission.review_design, random_designs(rng))


@once
def designs_with_one_defect():
    defects = (
        ("objectives", 0, "metric", "objectives/punctual/no-metric"),
        ("objectives", 1, "metric", "objectives/cheap/no-metric"),
        ("metrics", 0, "guardrail", "metrics/late-share/no-guardrail"),
        ("metrics", 1, "guardrail", "metrics/cost/no-guardrail"),
        ("latency", None, "slo_ms", "latency/no-slo"),
        ("latency", None, "stages_ms", "latency/no-stages"),
    )
    cases = []
    for kind, (section, position, key, expected) in enumerate(defects):
        for value in ("absent", BLANKS[kind])[kind % 2 :]:
            design = good_design()
            place = design[section] if position is None else design[section][position]
            if value == "absent":
                del place[key]
            else:
                place[key] = value
            why = f"Only {key} of {section} is wrong: it is {value!r}."
            cases.append(((design,), [expected], why))
    design = good_design()
    design["latency"]["slo_ms"] = 99
    cases.append(((design,), ["latency/over-slo"], "100 ms exceed 99."))
    sections = ("owner", "fallback", "rollback", "objectives", "latency")
    for kind, section in enumerate(sections):
        for value in BLANKS[kind : kind + 1]:
            design = good_design() | {section: value}
            cases.append(((design,), [f"{section}/missing"], f"Only {section} is {value!r}."))
    return cases


@exercise("review-design")
def test_one_defect_gives_one_violation(submission):
    """A single defect in a sound design gives its own violation and no other."""
    assert_each(submission.review_design, designs_with_one_defect())


@once_per_seed
def shuffled_designs(rng):
    names, cases = ["b", "B", "a-1", "a", "10", "9"], []
    for _ in range(3):
        design = {
            "latency": {"stages_ms": {"model": 5}, "slo_ms": 4},
            "objectives": [{"name": name} for name in rng.permutation(names).tolist()],
            "metrics": [{"name": name} for name in rng.permutation(names).tolist()],
            "owner": "",
        }
        shuffled = {key: design[key] for key in rng.permutation(list(design)).tolist()}
        cases.append(((shuffled,), slow_review(design), "The complete strings are sorted."))
    return cases


@exercise("review-design")
def test_the_order_of_the_document_does_not_matter(submission, rng):
    """Objectives, metrics and sections may come in any order: the list is the same."""
    assert_each(submission.review_design, shuffled_designs(rng))


@exercise("review-design")
def test_the_design_is_left_alone(submission):
    """The review fills no gap in the document and removes nothing from it."""
    design = good_design()
    del design["metrics"], design["latency"]["slo_ms"], design["objectives"][0]["metric"]
    design["fallback"] = " "
    expected = ["fallback/missing", "latency/no-slo", "metrics/missing"]
    expected += ["objectives/cheap/unknown-metric", "objectives/punctual/no-metric"]
    assert_same(assert_unchanged(submission.review_design, design), expected)
