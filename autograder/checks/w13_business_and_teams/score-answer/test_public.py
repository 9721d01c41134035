"""The checks of `score_answer` that a student sees."""

import numpy as np

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once,
    rejects_each,
)

RUBRIC = {
    "steps": {"problem": 2, "metric": 1, "baseline": 1},
    "sums": [
        {
            "result": "per_second",
            "operation": "divide",
            "terms": ["per_day", "seconds"],
            "weight": 3,
        },
        {"result": "bill", "operation": "multiply", "terms": ["people", "wage"], "weight": 1},
    ],
    "tolerance": 0.125,
    "conflicts": [("batch", "online"), ("no storage", "history")],
    "penalty": 2,
}
STEPS = {"problem": ["late flights"], "metric": ["cost"], "baseline": ["the table"]}
NUMBERS = {
    "per_day": 86_400,
    "seconds": 43_200,
    "per_second": 2,
    "people": 3,
    "wage": 100,
    "bill": 300,
}


def full(**changes):
    return {"steps": STEPS, "numbers": NUMBERS, "decisions": ["batch"]} | changes


def only_sum(operation, terms, tolerance=0.0):
    """A rubric of one sum, "x"."""
    entry = {"result": "x", "operation": operation, "terms": terms, "weight": 1}
    return {"steps": {}, "sums": [entry], "tolerance": tolerance, "conflicts": [], "penalty": 0}


def part(name):
    """What takes one entry out of the result, whatever the other ones are."""

    def take(result):
        is_a(result, dict)
        if name not in result:
            assert_same(sorted(map(str, result)), [name], why=f"There should be an entry {name!r}.")
        return result[name]

    return take


def assert_parts(function, cases):
    """As `assert_each`, of some entries: cases of (arguments, {entry: expected}, why)."""
    for answer, (_, entries, why) in zip(function.each(cases.arguments()), cases, strict=True):
        result = answer()
        for name, expected in entries.items():
            assert_same(part(name)(result), expected, why=why)


@once
def a_full_answer_earns_everything():
    everything = {"score": 1.0, "missing": [], "unsupported": [], "wrong": [], "contradictions": []}
    sole = {**RUBRIC, "sums": [], "conflicts": []}
    return [
        ((full(), RUBRIC), everything, ""),
        ((full(), sole), everything, "Steps alone count."),
    ]


@exercise("score-answer")
def test_a_full_answer_earns_everything(submission):
    """All steps covered and all sums right score 1, with nothing listed."""
    assert_each(submission.score_answer, a_full_answer_earns_everything())


@once
def steps_of_any_length():
    gaps = full(steps={"metric": ["cost"], "problem": [" "]})
    order = {"missing": ["problem", "baseline"]}
    return [
        *(
            ((full(steps=steps), RUBRIC), {"score": score}, why)
            for steps, score, why in (
                (STEPS | {"metric": []}, 7 / 8, "The metric is missing."),
                (STEPS | {"problem": ["", " \n\t"]}, 6 / 8, "Only white space."),
                (STEPS | {"metric": [" ", "cost"] * 9}, 1.0, "Length earns nothing."),
                (STEPS | {"model": ["boosting"] * 9}, 1.0,
                 "A step that the rubric does not name means nothing."),
                ({}, 4 / 8, "No steps at all."),
            )
        ),
        ((gaps, RUBRIC), order, "In the order of the rubric."),
    ]  # fmt: skip


@exercise("score-answer")
def test_a_step_earns_its_weight_however_long_it_is(submission):
    """A covered step earns its weight once; more statements earn nothing, nor do blank ones."""
    assert_parts(submission.score_answer, steps_of_any_length())


@once
def a_sum_must_agree_with_its_own_numbers():
    return [
        ((full(numbers=NUMBERS | {"per_second": 2.25}), RUBRIC), 1.0, "An eighth above is fine."),
        ((full(numbers=NUMBERS | {"per_second": 1.75}), RUBRIC), 1.0, "An eighth below is fine."),
        ((full(numbers=NUMBERS | {"per_second": 2.26}), RUBRIC), 5 / 8, "2.26 is too far from 2."),
        ((full(numbers=NUMBERS | {"per_second": 1.74}), RUBRIC), 5 / 8, "1.74 is too far from 2."),
        ((full(numbers=NUMBERS | {"per_day": 4 * 86_400}), RUBRIC), 5 / 8,
         "The terms now give 8, and the answer still says 2."),
        ((full(numbers=NUMBERS | {"per_day": 4 * 86_400, "per_second": 8}), RUBRIC), 1.0,
         "The terms are the answer's own; nobody says that they are true."),
        ((full(numbers=NUMBERS | {"wage": -100, "bill": -300}), RUBRIC), 1.0,
         "Amounts may be below 0; the tolerance is of their size."),
        ((full(numbers=NUMBERS | {"wage": -100, "bill": 300}), RUBRIC), 7 / 8,
         "The sign is wrong."),
    ]  # fmt: skip


@exercise("score-answer")
def test_a_sum_must_agree_with_its_own_numbers(submission):
    """A sum is right if its result is within the tolerance of what the answer's terms give."""
    assert_each(submission.score_answer, a_sum_must_agree_with_its_own_numbers(), of=part("score"))


@once
def the_four_operations():
    numbers = {"a": 60, "b": 5, "c": 4.0}
    right = {"add": 69, "subtract": 51, "multiply": 1200, "divide": 3}
    cases = []
    for operation, value in right.items():
        rubric = only_sum(operation, ["a", "b", "c"])
        for claim in (value, value + 1):
            answer = {"numbers": numbers | {"x": claim}}
            cases.append(((answer, rubric), float(claim == value), f"{operation} 60, 5 and 4"))
    cases.append((({"numbers": {"a": 60, "b": 8, "x": 7.5}}, only_sum("divide", ["a", "b"])), 1.0,
                  "60 / 8 is 7.5."))  # fmt: skip
    nothing = ({"numbers": {"b": 5, "x": 0}}, only_sum("subtract", ["b", "b"]))
    cases.append((nothing, 1.0, "5 less 5 is 0, and the answer says so."))
    twice = only_sum("multiply", ["b", "b"])
    cases.append((({"numbers": numbers | {"x": 25}}, twice), 1.0, "A term may stand twice: 5 * 5."))
    return cases


@exercise("score-answer")
def test_the_four_operations(submission):
    """Sums and products take all terms; differences and ratios take the others from the first."""
    assert_each(submission.score_answer, the_four_operations(), of=part("score"))


@once
def sums_without_numbers():
    cases = []
    for gone in ("per_second", "per_day", "seconds"):
        numbers = {name: value for name, value in NUMBERS.items() if name != gone}
        whole = {"score": 0.5, "missing": [], "unsupported": ["per_second"], "wrong": ["bill"],
                 "contradictions": []}  # fmt: skip
        why = f"{gone} is not among the numbers, and the bill is wrong."
        cases.append(((full(numbers=numbers | {"bill": 9}), RUBRIC), whole, why))
    cases.append(((full(numbers={}), RUBRIC), {"unsupported": ["per_second", "bill"]}, ""))
    return cases


@exercise("score-answer")
def test_a_sum_without_its_numbers_is_unsupported(submission):
    """A sum whose result or a term is not there is listed as unsupported, not as wrong."""
    assert_parts(submission.score_answer, sums_without_numbers())


@once
def decisions_that_clash():
    pair, other = ("batch", "online"), ("no storage", "history")
    cases = [
        (full(decisions=["online", "history", "batch", "batch"]),
         {"score": 6 / 8, "contradictions": [pair]}, "One contradiction: 8 earned, 2 off."),
        (full(decisions=["online", "batch", "batch", "online"]),
         {"score": 6 / 8}, "A pair that is made twice contradicts itself once."),
        ({"decisions": ["online", "batch"]}, {"contradictions": [pair]}, "In whatever order."),
        (full(decisions=["online", "history", "batch", "no storage"], steps={}, numbers={}),
         {"score": 0.0, "contradictions": [pair, other]}, "Nothing earned, 4 off."),
    ]  # fmt: skip
    return [((answer, RUBRIC), entries, why) for answer, entries, why in cases]


@exercise("score-answer")
def test_contradictions_take_points_off_but_not_below_zero(submission):
    """Each pair of decisions that exclude each other takes the penalty off, down to 0."""
    assert_parts(submission.score_answer, decisions_that_clash())


@once
def lacking():
    nothing = {"score": 0.0, "missing": ["problem", "metric", "baseline"],
               "unsupported": ["per_second", "bill"], "wrong": [],
               "contradictions": []}  # fmt: skip
    return [
        (({}, RUBRIC), nothing, ""),
        (({"steps": STEPS}, RUBRIC), {"score": 4 / 8}, "Steps alone."),
        (({"numbers": NUMBERS}, RUBRIC), {"score": 4 / 8}, "Numbers alone."),
        (({"decisions": ["batch"]}, RUBRIC), {"score": 0.0}, "Decisions alone earn nothing."),
    ]


@exercise("score-answer")
def test_what_is_absent_is_empty(submission):
    """An answer may lack each of its entries; nothing scores 0, with everything listed."""
    assert_parts(submission.score_answer, lacking())


@exercise("score-answer")
def test_answer_and_rubric_are_left_alone(submission):
    """Neither argument is changed; numbers may be NumPy's."""
    numbers = {name: np.float64(value) for name, value in NUMBERS.items()}
    result = assert_unchanged(submission.score_answer, full(numbers=numbers), RUBRIC)
    assert_same(part("score")(result), 1.0)
    assert_unchanged(submission.score_answer, {}, RUBRIC)


@once
def a_rubric_that_asks_for_nothing_is_refused():
    return [(full(), {**RUBRIC, "steps": {}, "sums": []})]


@exercise("score-answer")
def test_a_rubric_that_asks_for_nothing_is_refused(submission):
    """A rubric with neither steps nor sums raises a ValueError."""
    rejects_each(submission.score_answer, a_rubric_that_asks_for_nothing_is_refused())
