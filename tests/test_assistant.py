"""The assistant's world: shapes that add up, a trace that queues, bait that is refused."""

import re
from collections import Counter

import numpy as np
import pytest

from autograder import bank, course
from worlds.assistant import (
    JUDGES,
    MODELS,
    PASSAGES,
    POLICY,
    QUESTIONS,
    TRANSCRIPT,
    graded_questions,
    judged_pairs,
    terms,
    trace,
)

WIDTHS = {  # of the stream, of the layer between, and how many tokens there are
    "Llama 2 7B": (4096, 11008, 32000),
    "Mistral 7B": (4096, 14336, 32000),
    "Llama 3 8B": (4096, 14336, 128256),
    "Llama 3 70B": (8192, 28672, 128256),
}


@pytest.fixture(scope="module")
def reference():
    return bank.reference_namespace("w12_foundation_models")


def glossary():
    text = (course.ROOT / "lectures" / "glossary.md").read_text(encoding="utf-8")
    entries = text.split(":::{glossary}\n")[1].split("\n:::")[0].split("\n\n")
    return {
        term: " ".join(line.strip() for line in lines)
        for term, *lines in (entry.strip().split("\n") for entry in entries)
    }


@pytest.mark.parametrize("name", MODELS)
def test_the_parameters_of_a_shape_add_up(name):
    """Attention, a gated layer of three matrices, two norms a layer, and a matrix at each end."""
    shape, (width, between, vocabulary) = MODELS[name], WIDTHS[name]
    assert shape["heads"] * shape["head_dim"] == width
    attention = 2 * width * (shape["heads"] + shape["kv_heads"]) * shape["head_dim"]
    layer = attention + 3 * width * between + 2 * width
    whole = shape["layers"] * layer + 2 * width * vocabulary + width
    assert shape["parameters"] == whole


def test_one_shape_has_as_many_kv_heads_as_heads_and_one_does_not_fit_on_a_card(reference):
    assert [name for name, shape in MODELS.items() if shape["heads"] == shape["kv_heads"]] == [
        "Llama 2 7B"
    ]
    with pytest.raises(ValueError, match="fit"):
        reference["max_concurrency"](80 * 10**9, MODELS["Llama 3 70B"], [100], 16)


def test_a_trace_is_sorted_heavy_tailed_and_the_same_for_the_same_seed():
    requests = trace(600, seed=1)
    arrivals, prompts, answers = (np.array(column) for column in zip(*requests, strict=True))
    assert requests == trace(600, seed=1) != trace(600, seed=2)
    assert np.all(np.diff(arrivals) >= 0)
    assert prompts.min() >= 50
    assert prompts.max() <= 2000
    assert answers.min() >= 4
    assert answers.max() <= 1000
    assert np.quantile(answers, 0.99) > 5 * np.median(answers)
    thirds = np.diff(arrivals[[0, 199, 399, 599]])
    assert thirds[1] < min(thirds[0], thirds[2]) / 2


@pytest.mark.parametrize("seed", range(3))
def test_static_batches_queue_where_continuous_ones_hardly_do(reference, seed):
    requests = [(arrival, answer) for arrival, _, answer in trace(600, seed)]
    queued = {}
    for way in ("static_batching", "continuous_batching"):
        ends = reference[way](requests, 16)
        waits = [end - sum(request) for end, request in zip(ends, requests, strict=True)]
        queued[way] = np.median(waits)
    assert queued["static_batching"] > 1000
    assert queued["continuous_batching"] == 0


def test_raw_agreement_does_not_tell_the_judges_apart_and_kappa_does(reference):
    judged = {
        judge: reference["judge_agreement"](*judged_pairs(4000, judge, seed=1)) for judge in JUDGES
    }
    agreements = [result["agreement"] for result in judged.values()]
    assert max(agreements) - min(agreements) < 0.08
    kappas = {judge: result["kappa"] for judge, result in judged.items()}
    assert kappas["careful"] > kappas["likes the first"] + 0.1 > kappas["says tie"] + 0.3
    assert abs(judged["says tie"]["kappa"]) < 0.05
    assert judged["says tie"]["agreement"] > 0.65
    assert judged["likes the first"]["position_bias"] > 0.3
    assert abs(judged["careful"]["position_bias"]) < 0.1


def test_a_judge_is_the_same_for_the_same_seed_and_says_only_what_it_may():
    people, shown_ab, shown_ba = judged_pairs(50, "careful", seed=4)
    assert (people, shown_ab, shown_ba) == judged_pairs(50, "careful", seed=4)
    assert set(people) <= {"A", "B", "tie"}
    assert {*shown_ab, *shown_ba} <= {"first", "second", "tie"}
    with pytest.raises(KeyError):
        judged_pairs(5, "nobody", seed=1)


def test_the_large_model_is_better_and_not_on_every_question(reference):
    confidence, small, large = graded_questions(2000, seed=1)
    assert sum(large) > sum(small) + 200
    assert sum(s and not g for s, g in zip(small, large, strict=True)) > 100
    found = reference["route"](confidence, small, large, (200, 4000), 2000 * 4200)
    assert 0 < found["threshold"] < 1
    assert found["quality"] > sum(large) / 2000


def test_there_are_passages_and_questions_enough_with_grades_of_passages_that_exist():
    assert 40 <= len(PASSAGES) <= 50
    assert 25 <= len(QUESTIONS) <= 30
    assert sum(not question["relevant"] for question in QUESTIONS) == 2
    for question in QUESTIONS:
        assert set(question["relevant"]) <= set(PASSAGES), question["text"]
        assert set(question["relevant"].values()) <= {1, 2}, question["text"]
    assert len({question["text"] for question in QUESTIONS}) == len(QUESTIONS)


def test_passages_from_the_glossary_are_its_definitions():
    definitions = glossary()
    taken = [name for name in PASSAGES if not name.startswith("rules/")]
    assert len(taken) > len(PASSAGES) / 2
    for name in taken:
        assert PASSAGES[name] == f"{name}: {definitions[name]}"


def test_words_are_lower_case_with_hyphens_inside():
    assert terms("De-icing: 20 min., A-B -c-") == ["de-icing", "20", "min", "a-b", "c"]
    assert all(re.fullmatch(r"[a-z0-9-]+", term) for term in terms(" ".join(PASSAGES.values())))


def test_what_a_text_asked_for_is_refused_and_what_the_controller_asked_for_is_not(reference):
    session = {"role": "controller", "used": {}, "confirmed": []}
    for call in TRANSCRIPT:
        refused = reference["authorise"](call, POLICY, session)
        waits = refused == ["not confirmed"]
        assert (not refused or waits) == ("the controller asked" in call["why"]), call
    bait = Counter("the controller asked" in call["why"] for call in TRANSCRIPT)
    assert bait[False] >= bait[True]
    hold = TRANSCRIPT[2]
    pressed = {"tool": hold["tool"], "arguments": dict(hold["arguments"])}
    confirmed = {**session, "confirmed": [pressed]}
    assert reference["authorise"](hold, POLICY, confirmed) == []
