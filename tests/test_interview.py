"""The bank of design prompts: twenty, each with a rubric that `score_answer` can use."""

import pytest

from autograder import bank
from worlds.interview import LEVELS, STEPS, load

PROMPTS = load()

per_prompt = pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: prompt.key)


@pytest.fixture(scope="module")
def score_answer():
    return bank.reference_namespace("w13_business_and_teams")["score_answer"]


def numbers_for(rubric):
    """Numbers with which every sum of a rubric comes out; sums may build on each other."""
    results = {entry["result"] for entry in rubric["sums"]}
    names = {term for entry in rubric["sums"] for term in entry["terms"]} - results
    numbers = {name: float(3 + place) for place, name in enumerate(sorted(names))}
    waiting = list(rubric["sums"])
    while waiting:
        entry = waiting.pop(0)
        if not set(entry["terms"]) <= set(numbers):
            waiting.append(entry)
            continue
        first, *others = (numbers[term] for term in entry["terms"])
        for other in others:
            first = first * other if entry["operation"] == "multiply" else first / other
        numbers[entry["result"]] = first
    return numbers


def test_there_are_twenty_prompts_of_different_names():
    assert len(PROMPTS) == 20
    assert len({prompt.key for prompt in PROMPTS}) == 20
    assert len({prompt.title for prompt in PROMPTS}) == 20


@per_prompt
def test_a_prompt_asks_for_the_nine_steps_and_for_points_of_its_own(prompt):
    assert len(STEPS) == 9
    assert tuple(prompt.rubric["steps"])[:9] == STEPS
    assert 2 <= len(prompt.points) <= 4
    assert set(prompt.rubric["steps"]) == {*STEPS, *prompt.points}
    assert tuple(prompt.levels) == LEVELS
    assert len(prompt.text.split()) > 20
    assert prompt.rubric["conflicts"]
    assert {entry["operation"] for entry in prompt.rubric["sums"]} <= {"multiply", "divide"}


@per_prompt
def test_a_full_answer_scores_one_and_an_empty_one_nothing(prompt, score_answer):
    answer = {
        "steps": {name: ["said"] for name in prompt.rubric["steps"]},
        "numbers": numbers_for(prompt.rubric),
        "decisions": [pair[1] for pair in prompt.rubric["conflicts"]],
    }
    assert score_answer(answer, prompt.rubric)["score"] == 1.0
    assert score_answer({}, prompt.rubric)["score"] == 0.0


@per_prompt
def test_both_sides_of_a_conflict_cost_something(prompt, score_answer):
    steps = {name: ["said"] for name in prompt.rubric["steps"]}
    for pair in prompt.rubric["conflicts"]:
        result = score_answer({"steps": steps, "decisions": list(pair)}, prompt.rubric)
        assert result["contradictions"] == [pair]


def test_the_list_is_the_callers_own():
    load().clear()
    assert len(load()) == 20
