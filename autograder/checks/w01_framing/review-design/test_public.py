"""The checks of `review-design` that a student of week 1 sees."""

from autograder.testing import assert_each, assert_same, exercise

from ..cases import SECTIONS


def good_design():
    """A design without any violation; the stage budgets add up to the SLO exactly."""
    return {
        "owner": "delay-desk team",
        "objectives": [{"name": "punctual", "metric": "late-share"}],
        "metrics": [{"name": "late-share", "guardrail": "complaints below 10 a day"}],
        "latency": {"slo_ms": 150, "stages_ms": {"features": 60, "model": 90}},
        "fallback": "historical rate",
        "rollback": "previous model",
    }


@exercise("review-design")
def test_a_sound_design_has_no_violation(submission):
    """A complete design gives an empty list, and other keys are ignored at every level."""
    design = good_design() | {"budget": None, "risks": []}
    design["objectives"] = [{"name": "punctual", "metric": "late-share", "deadline": ""}]
    design["metrics"] = [{"name": "late-share", "guardrail": "80", "unit": None}]
    design["latency"] = {"slo_ms": 150, "stages_ms": {"model": 90}, "p99_ms": None}
    why = "Keys that the form does not know are ignored."
    cases = [((good_design(),), [], ""), ((design,), [], why)]
    assert_each(submission.review_design, cases)


@exercise("review-design")
def test_every_missing_section_is_listed(submission):
    """Each of the six sections may be missing; all of them are listed, and nothing raises."""
    everything = [f"{section}/missing" for section in SECTIONS]
    cases = [(({},), everything, "Nothing is there at all.")]
    for section in SECTIONS:
        design = good_design()
        del design[section]
        expected, why = [f"{section}/missing"], f"Only {section} is missing here."
        if section == "metrics":
            expected.append("objectives/punctual/unknown-metric")
            why = "Without metrics, the metric of every objective is unknown."
        cases.append(((design,), expected, why))
    assert_each(submission.review_design, cases)


@exercise("review-design")
def test_blank_values_are_absent_and_zero_is_not(submission):
    """None, blank text, and an empty list or dict are absent, wherever they stand; 0 is a value."""
    cases = []
    for blank in (None, "", " \t\n", [], {}):
        everything = [f"{section}/missing" for section in SECTIONS]
        why = f"A section that is {blank!r} is absent."
        cases.append(((dict.fromkeys(SECTIONS, blank),), everything, why))
        design = good_design()
        design["objectives"] = [{"name": "punctual", "metric": blank}]
        design["metrics"] = [{"name": "late-share", "guardrail": blank}]
        design["latency"] = {"slo_ms": blank, "stages_ms": blank}
        expected = ["latency/no-slo", "latency/no-stages", "metrics/late-share/no-guardrail"]
        expected += ["objectives/punctual/no-metric"]
        cases.append(((design,), expected, f"A field that is {blank!r} is absent."))
    design = good_design() | {"latency": {"slo_ms": 0, "stages_ms": {"model": 0}}}
    cases.append(((design,), [], "An SLO of 0 ms is there."))
    assert_each(submission.review_design, cases)


@exercise("review-design")
def test_objectives_need_a_known_metric_and_metrics_a_guardrail(submission):
    """An objective needs a metric that is listed by exactly that name; a metric, a guardrail."""
    design = good_design()
    design["objectives"] = [
        {"name": "punctual", "metric": "late-share"},
        {"name": "cheap"},
        {"name": "fair", "metric": "Late-Share"},
        {"name": "calm", "metric": "late-share "},
    ]
    design["metrics"] = [{"name": "late-share"}, {"name": "cost", "guardrail": "no"}, {"name": "x"}]
    assert_same(
        submission.review_design(design),
        [
            "metrics/late-share/no-guardrail",
            "metrics/x/no-guardrail",
            "objectives/calm/unknown-metric",
            "objectives/cheap/no-metric",
            "objectives/fair/unknown-metric",
        ],
        why="Names are compared exactly, and a metric without a guardrail is still known.",
    )


@exercise("review-design")
def test_stage_budgets_may_equal_the_slo_but_not_exceed_it(submission):
    """The stages may add up to the SLO, not to more; without one of the two, that one is named."""
    cases = [
        ((good_design() | {"latency": latency},), expected, f"The latency section is {latency}.")
        for latency, expected in (
            ({"slo_ms": 150, "stages_ms": {"features": 60, "model": 90}}, []),
            ({"slo_ms": 150, "stages_ms": {"features": 60, "model": 91}}, ["latency/over-slo"]),
            ({"slo_ms": 0, "stages_ms": {"model": 1}}, ["latency/over-slo"]),
            ({"stages_ms": {"model": 90}}, ["latency/no-slo"]),
            ({"slo_ms": 150}, ["latency/no-stages"]),
            ({"note": "soon"}, ["latency/no-slo", "latency/no-stages"]),
        )
    ]
    assert_each(submission.review_design, cases)


@exercise("review-design")
def test_all_violations_are_listed_in_sorted_order(submission):
    """Every violation is listed, not only the first, in the order of Python's `sorted`."""
    found = submission.review_design(
        {
            "rollback": " ",
            "metrics": [{"name": "a"}, {"name": "a-b"}, {"name": "Z"}],
            "objectives": [{"name": "quick"}, {"name": "cheap", "metric": "cost"}],
            "latency": {"slo_ms": 100, "stages_ms": {"model": 80, "network": 30}},
            "owner": "desk",
        }
    )
    assert_same(
        found,
        [
            "fallback/missing",
            "latency/over-slo",
            "metrics/Z/no-guardrail",
            "metrics/a-b/no-guardrail",
            "metrics/a/no-guardrail",
            "objectives/cheap/unknown-metric",
            "objectives/quick/no-metric",
            "rollback/missing",
        ],
        why="The complete strings are sorted, as `sorted` does it: capitals before small letters.",
    )
