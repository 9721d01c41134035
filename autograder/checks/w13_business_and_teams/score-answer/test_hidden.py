"""The checks of `score_answer` that the grader keeps."""

import functools
import operator

from autograder.testing import assert_each, exercise, once_per_seed

OPERATIONS = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
}
NAMES = ["a", "b", "c", "d", "x", "y"]


def slow(answer, rubric):
    """Point by point."""
    earned, possible = 0.0, 0.0
    missing, unsupported, wrong = [], [], []
    for step, weight in rubric["steps"].items():
        possible += weight
        if "".join(answer.get("steps", {}).get(step, [])).strip():
            earned += weight
        else:
            missing.append(step)
    numbers = answer.get("numbers", {})
    for entry in rubric["sums"]:
        possible += entry["weight"]
        if any(name not in numbers for name in [entry["result"], *entry["terms"]]):
            unsupported.append(entry["result"])
            continue
        terms = [numbers[name] for name in entry["terms"]]
        computed = functools.reduce(OPERATIONS[entry["operation"]], terms)
        if abs(numbers[entry["result"]] - computed) <= rubric["tolerance"] * abs(computed):
            earned += entry["weight"]
        else:
            wrong.append(entry["result"])
    made = answer.get("decisions", [])
    clashes = [(a, b) for a, b in rubric["conflicts"] if a in made and b in made]
    score = max(0.0, (earned - rubric["penalty"] * len(clashes)) / possible)
    return {"score": score, "missing": missing, "unsupported": unsupported, "wrong": wrong,
            "contradictions": clashes}  # fmt: skip


@once_per_seed
def interviews(rng):
    """Random rubrics and answers; numbers are small and whole, so nearly no sum is at its limit."""
    cases = []
    while len(cases) < 15:
        rubric = {
            "steps": {name: int(rng.integers(1, 5)) for name in NAMES[:4] if rng.random() < 0.8},
            "sums": [
                {
                    "result": str(rng.choice(["x", "y"])),
                    "operation": str(rng.choice(list(OPERATIONS))),
                    "terms": rng.choice(NAMES[:4], int(rng.integers(2, 5))).tolist(),
                    "weight": int(rng.integers(1, 4)),
                }
                for _ in range(int(rng.integers(1, 4)))
            ],
            "tolerance": 0.313,
            "conflicts": [("a", "b"), ("b", "c"), ("d", "a")][: int(rng.integers(0, 4))],
            "penalty": int(rng.integers(0, 4)),
        }
        texts = [[], [""], [" "], ["said"], ["", "said"]]
        answer = {
            "steps": {name: texts[rng.integers(5)] for name in NAMES if rng.random() < 0.8},
            "numbers": {n: int(rng.integers(1, 12)) for n in NAMES if rng.random() < 0.9},
            "decisions": [name for name in NAMES if rng.random() < 0.6],
        }
        cases.append(((answer, rubric), slow(answer, rubric), "As reckoned point by point."))
    return cases


@exercise("score-answer")
def test_random_answers_agree_with_a_reckoning_point_by_point(submission, rng):
    """Random rubrics and answers give what a reckoning point by point gives."""
    assert_each(submission.score_answer, interviews(rng))
