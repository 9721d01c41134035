"""The checks of exercise 5 that stay with the grader."""

import math

from autograder.testing import assert_each, exercise, once_per_seed

NAMES = [*"abcdefghijklmn"]


def slow(ranked, grades, k):
    """The four metrics, place by place."""
    relevant = [name for name in grades if grades[name] > 0]
    hits, first, dcg = 0, 0.0, 0.0
    for place in range(1, k + 1):
        name = ranked[place - 1] if place <= len(ranked) else None
        grade = grades.get(name, 0)
        dcg += (2.0**grade - 1) / math.log2(place + 1)
        if name in relevant:
            hits += 1
            first = first or 1 / place
    best, pool = 0.0, list(grades.values())
    for place in range(1, min(k, len(pool)) + 1):
        pool.sort()
        best += (2.0 ** pool.pop() - 1) / math.log2(place + 1)
    if not relevant:
        return {"precision": 0.0, "recall": math.nan, "reciprocal_rank": math.nan, "ndcg": math.nan}
    return {
        "precision": hits / k,
        "recall": hits / len(relevant),
        "reciprocal_rank": float(first),
        "ndcg": dcg / best,
    }


@once_per_seed
def questions(rng):
    cases = []
    for found, judged, k, top in ((9, 6, 5, 3), (3, 9, 7, 2), (12, 2, 10, 10), (8, 5, 1, 1)):
        for share in (0.3, 0.8):
            ranked = [*map(str, rng.permutation(NAMES)[:found])]
            names = map(str, rng.permutation(NAMES)[:judged])
            grades = {n: int(rng.integers(1, top + 1)) * int(rng.random() < share) for n in names}
            call = (ranked, grades, k)
            cases.append((call, slow(*call), f"{found} results, {judged} judged, k = {k}."))
    ranked = [*map(str, rng.permutation(NAMES)[:6])]
    for k, top in ((2, 3), (4, 1)):  # more relevant passages than places
        call = (ranked, {name: int(rng.integers(1, top + 1)) for name in ranked}, k)
        cases.append((call, slow(*call), f"Six results, all relevant, k = {k}."))
    call = (ranked, dict.fromkeys(ranked[:4], 0), 3)
    return [*cases, (call, slow(*call), "Six results, none relevant.")]


@exercise("retrieval-metrics")
def test_random_questions_are_measured_as_place_by_place(submission, rng):
    """Random results and grades have the metrics of a slow count."""
    assert_each(submission.retrieval_metrics, questions(rng))
