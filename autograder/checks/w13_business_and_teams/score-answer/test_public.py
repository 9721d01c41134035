"""The checks of `score_answer` that a student sees."""

import numpy as np

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
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


@exercise("score-answer")
def test_a_full_answer_earns_everything(submission):
    """All steps covered and all sums right score 1, with nothing listed."""
    assert_same(
        submission.score_answer(full(), RUBRIC),
        {"score": 1.0, "missing": [], "unsupported": [], "wrong": [], "contradictions": []},
    )


@exercise("score-answer")
def test_a_step_earns_its_weight_however_long_it_is(submission):
    """A covered step earns its weight once; more statements earn nothing, nor do blank ones."""
    cases = [
        ((full(steps=STEPS | {"metric": []}), RUBRIC), 7 / 8, "The metric is missing."),
        ((full(steps=STEPS | {"problem": ["", " \n\t"]}), RUBRIC), 6 / 8, "Only white space."),
        ((full(steps=STEPS | {"metric": [" ", "cost"] * 9}), RUBRIC), 1.0, "Length earns nothing."),
        ((full(steps=STEPS | {"model": ["boosting"] * 9}), RUBRIC), 1.0,
         "A step that the rubric does not name means nothing."),
        ((full(steps={}), RUBRIC), 4 / 8, "No steps at all."),
    ]  # fmt: skip
    assert_each(submission.score_answer, cases, of=part("score"))
    result = submission.score_answer(full(steps={"metric": ["cost"], "problem": [" "]}), RUBRIC)
    assert_same(part("missing")(result), ["problem", "baseline"], why="In the order of the rubric.")


@exercise("score-answer")
def test_a_sum_must_agree_with_its_own_numbers(submission):
    """A sum is right if its result is within the tolerance of what the answer's terms give."""
    cases = [
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
    assert_each(submission.score_answer, cases, of=part("score"))


@exercise("score-answer")
def test_the_four_operations(submission):
    """Sums and products take all terms; differences and ratios take the others from the first."""
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
    assert_each(submission.score_answer, cases, of=part("score"))


@exercise("score-answer")
def test_a_sum_without_its_numbers_is_unsupported(submission):
    """A sum whose result or a term is not there is listed as unsupported, not as wrong."""
    for gone in ("per_second", "per_day", "seconds"):
        numbers = {name: value for name, value in NUMBERS.items() if name != gone}
        result = submission.score_answer(full(numbers=numbers | {"bill": 9}), RUBRIC)
        assert_same(
            result,
            {"score": 0.5, "missing": [], "unsupported": ["per_second"], "wrong": ["bill"],
             "contradictions": []},
            why=f"{gone} is not among the numbers, and the bill is wrong.",
        )  # fmt: skip
    result = submission.score_answer(full(numbers={}), RUBRIC)
    assert_same(part("unsupported")(result), ["per_second", "bill"])


@exercise("score-answer")
def test_contradictions_take_points_off_but_not_below_zero(submission):
    """Each pair of decisions that exclude each other takes the penalty off, down to 0."""
    both = full(decisions=["online", "history", "batch", "batch"])
    result = submission.score_answer(both, RUBRIC)
    assert_same(part("score")(result), 6 / 8, why="One contradiction: 8 earned, 2 off.")
    assert_same(part("contradictions")(result), [("batch", "online")])
    again = full(decisions=["online", "batch", "batch", "online"])
    assert_same(
        part("score")(submission.score_answer(again, RUBRIC)),
        6 / 8,
        why="A pair that is made twice contradicts itself once.",
    )
    only = submission.score_answer({"decisions": ["online", "batch"]}, RUBRIC)
    assert_same(part("contradictions")(only), [("batch", "online")], why="In whatever order.")
    worse = full(decisions=["online", "history", "batch", "no storage"], steps={}, numbers={})
    result = submission.score_answer(worse, RUBRIC)
    assert_same(part("score")(result), 0.0, why="Nothing earned, 4 off.")
    assert_same(part("contradictions")(result), [("batch", "online"), ("no storage", "history")])


@exercise("score-answer")
def test_what_is_absent_is_empty(submission):
    """An answer may lack each of its entries; nothing scores 0, with everything listed."""
    assert_same(
        submission.score_answer({}, RUBRIC),
        {"score": 0.0, "missing": ["problem", "metric", "baseline"],
         "unsupported": ["per_second", "bill"], "wrong": [], "contradictions": []},
    )  # fmt: skip
    cases = [
        (({"steps": STEPS}, RUBRIC), 4 / 8, "Steps alone."),
        (({"numbers": NUMBERS}, RUBRIC), 4 / 8, "Numbers alone."),
        (({"decisions": ["batch"]}, RUBRIC), 0.0, "Decisions alone earn nothing."),
    ]
    assert_each(submission.score_answer, cases, of=part("score"))


@exercise("score-answer")
def test_answer_and_rubric_are_left_alone(submission):
    """Neither argument is changed; numbers may be NumPy's."""
    numbers = {name: np.float64(value) for name, value in NUMBERS.items()}
    result = assert_unchanged(submission.score_answer, full(numbers=numbers), RUBRIC)
    assert_same(part("score")(result), 1.0)
    assert_unchanged(submission.score_answer, {}, RUBRIC)
    sole = {**RUBRIC, "sums": [], "conflicts": []}
    assert_same(part("score")(submission.score_answer(full(), sole)), 1.0, why="Steps alone count.")


@exercise("score-answer")
def test_a_rubric_that_asks_for_nothing_is_refused(submission):
    """A rubric with neither steps nor sums raises a ValueError."""
    rejects_each(submission.score_answer, [(full(), {**RUBRIC, "steps": {}, "sums": []})])
