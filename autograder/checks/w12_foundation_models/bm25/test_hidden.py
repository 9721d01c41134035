"""The checks of exercise 4 that stay with the grader."""

import math
from fractions import Fraction

import numpy as np

from autograder.testing import assert_each, exercise, is_a, once_per_seed

TERMS = [*"abcdefgh"]


def scores(result):
    """The scores, which must be an array of floats."""
    is_a(result, np.ndarray)
    return np.asarray(result, dtype=float) if result.dtype.kind == "f" else result


def slow(corpus, query, k1, b):
    """Passage by passage, term by term."""
    mean = sum(len(passage) for passage in corpus) / len(corpus)
    found = []
    for passage in corpus:
        score = 0.0
        for term in query:
            f = sum(one == term for one in passage)
            having = sum(term in other for other in corpus)
            if f:
                idf = math.log1p((len(corpus) - having + 0.5) / (having + 0.5))
                score += idf * f * (k1 + 1) / (f + k1 * (1 - b + b * len(passage) / mean))
        found.append(score)
    return np.array(found)


@once_per_seed
def corpora(rng):
    cases = []
    for n, k1, b in ((6, 1.2, 0.75), (12, 0.9, 0.4), (9, 2.0, 1.0)):
        corpus = [[*map(str, rng.choice(TERMS, rng.integers(0, 9)))] for _ in range(n)] + [["a"]]
        query = [*map(str, rng.choice([*TERMS, "z"], 3)), "a", "a"]
        why = f"{n + 1} passages, k1 = {k1} and b = {b}."
        cases.append(((corpus, query, k1, b), slow(corpus, query, k1, b), why))
    return cases


@exercise("bm25")
def test_random_passages_score_as_term_by_term(submission, rng):
    """Random passages have the scores of a slow sum over the terms."""
    assert_each(submission.bm25, corpora(rng), of=scores)


@once_per_seed
def rankings(rng):
    cases = []
    for k in (60, 0, 7):
        lists = [[*map(str, rng.permutation(TERMS)[: rng.integers(1, 7)])] for _ in range(5)]
        sums = {}
        for ranking in lists:
            for rank, name in enumerate(ranking, start=1):
                sums[name] = sums.get(name, 0) + Fraction(1, k + rank)
        cases.append(((lists, k), sorted(sums, key=lambda name: (-sums[name], name)), f"k = {k}."))
    return cases


@exercise("bm25")
def test_random_rankings_are_fused_exactly(submission, rng):
    """Random rankings are fused as with exact fractions."""
    assert_each(submission.fuse_rankings, rankings(rng))
