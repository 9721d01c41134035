"""The checks of exercise 4 that a student sees: which passages answer the question?"""

import math

import numpy as np

from autograder.testing import assert_each, exercise, is_a, once


def scores(result):
    """The scores, which must be an array of floats."""
    is_a(result, np.ndarray)
    return np.asarray(result, dtype=float) if result.dtype.kind == "f" else result


def weight(having, n):
    """The weight of a term that `having` of n passages have."""
    return math.log(1 + (n - having + 0.5) / (having + 0.5))


CREW = [["crew", "rest", "crew"], ["crew", "hotel"], ["fog"]]
EVEN = [["a", "b"], ["a", "c"], ["a", "d"], ["e", "f"]]


@once
def rare_and_common():
    one = 2.2 / (1 + 1.2)  # one mention in a passage of mean length
    return [
        (
            (EVEN, ["b"]),
            np.array([one * weight(1, 4), 0, 0, 0]),
            "One of four passages has the term.",
        ),
        (
            (EVEN, ["a"]),
            np.array([*[one * weight(3, 4)] * 3, 0]),
            "Three of four passages have it, and it still speaks for them.",
        ),
        (
            (EVEN, ["f", "e"]),
            np.array([0, 0, 0, 2 * one * weight(1, 4)]),
            "Two terms of the query, and their weights add up.",
        ),
        (([["a", "b", "a"], ["b"]], ["A", "a "]), np.zeros(2), "Terms are compared as they are."),
    ]


@exercise("bm25")
def test_a_rare_term_weighs_more_and_a_common_one_still_something(submission):
    """A term weighs the more the fewer passages have it, and always more than nothing."""
    assert_each(submission.bm25, rare_and_common(), of=scores)


@once
def mentions():
    many = [["a"] * 4, ["a", "b", "c", "d"], ["a", "a", "b", "b"]]
    w = weight(3, 3)
    return [
        (
            (many, ["a"]),
            np.array([f * 2.2 / (f + 1.2) * w for f in (4, 1, 2)]),
            "All are as long as the mean; four, one and two mentions, in three passages.",
        ),
        (
            (many, ["a"], 0.5),
            np.array([f * 1.5 / (f + 0.5) * w for f in (4, 1, 2)]),
            "With k1 = 0.5 more mentions help less.",
        ),
        (
            (many, ["a", "a"], 1.2, 0.0),
            np.array([2 * f * 2.2 / (f + 1.2) * w for f in (4, 1, 2)]),
            "A term that stands twice in the query counts twice.",
        ),
    ]


@exercise("bm25")
def test_each_further_mention_counts_for_less(submission):
    """The tenth mention of a term adds less than the second, as k1 says."""
    assert_each(submission.bm25, mentions(), of=scores)


@once
def lengths():
    uneven = [["a"], ["a", "b", "c"], ["b", "b"]]
    w = weight(2, 3)
    by_length = [w * 2.2 / (1 + 1.2 * (0.25 + 0.75 * length / 2)) for length in (1, 3)]
    only = [w * 3 / (1 + 2 * length / 2) for length in (1, 3)]
    return [
        ((uneven, ["a"]), np.array([*by_length, 0]), "Passages of 1 and 3 terms; the mean is 2."),
        ((uneven, ["a"], 1.2, 0.0), np.array([w, w, 0]), "With b = 0 the length does not count."),
        ((uneven, ["a"], 2, 1), np.array([*only, 0]), "With b = 1 it counts in full."),
        (
            (CREW, ["crew", "fog"]),
            np.array(
                [weight(2, 3) * 4.4 / (2 + 1.2 * 1.375), weight(2, 3), weight(1, 3) * 2.2 / 1.75]
            ),
            "The example of the contract.",
        ),
    ]


@exercise("bm25")
def test_a_long_passage_needs_more_mentions(submission):
    """A mention in a passage longer than the mean counts for less, as b says."""
    assert_each(submission.bm25, lengths(), of=scores)


@once
def empty_ones():
    w = weight(1, 2)
    return [
        (([["a", "b"], []], []), np.zeros(2), "A query without terms."),
        (([["a", "b"], []], ["x"]), np.zeros(2), "A term that no passage has."),
        (
            ([["a"], []], ["a"], 1.2, 1.0),
            np.array([w * 2.2 / (1 + 1.2 * 2), 0]),
            "The mean length is a half; the empty passage gets nothing.",
        ),
        (([["a"]], ["a"]), np.array([weight(1, 1)]), "A single passage."),
    ]


@exercise("bm25")
def test_empty_passages_and_queries_have_scores(submission):
    """Empty passages, empty queries and unknown terms give 0, never NaN."""
    assert_each(submission.bm25, empty_ones(), of=scores)


@once
def fused():
    return [
        (
            ([["rest", "fog", "gate"], ["fog", "crew"]], 60),
            ["fog", "rest", "crew", "gate"],
            "fog has 1/62 + 1/61, rest 1/61, crew 1/62, gate 1/63.",
        ),
        (
            ([["a", "b", "c"], ["c", "b", "a"]], 0),
            ["a", "c", "b"],
            "With k = 0: a and c have 1 + 1/3, b has 1/2 + 1/2.",
        ),
        (
            ([["x", "d"], ["y", "d"], ["z", "d"]], 0),
            ["d", "x", "y", "z"],
            "Three second places make 1.5, one first place 1.",
        ),
        (
            ([["x", "d"], ["y", "d"], ["z"]], 1),
            ["d", "x", "y", "z"],
            "With k = 1: d has 1/3 + 1/3, the others 1/2.",
        ),
    ]


@exercise("bm25")
def test_ranks_are_fused_and_not_scores(submission):
    """Each ranking gives 1 / (k + rank), the first rank is 1, and who is absent gets nothing."""
    assert_each(submission.fuse_rankings, fused())


@once
def tied():
    return [
        (
            ([["b"], ["a"], ["B"]], 60),
            ["B", "a", "b"],
            "Equal sums stand in the order of the names.",
        ),
        (
            ([["r", "p", "q"], ["q", "r", "p"], ["p", "q", "r"]], 5),
            ["p", "q", "r"],
            "All three have 1/6 + 1/7 + 1/8, added in different orders.",
        ),
        (
            ([["x", "a"], ["x", "y", "a"], ["f", "x", "a"], ["x", "y", "z", "u", "v", "f"]], 0),
            ["x", "a", "f", "y", "z", "u", "v"],
            "a has 1/2 + 1/3 + 1/3 and f has 1 + 1/6: both have 7/6.",
        ),
        (([], 60), [], "No ranking."),
        (([[], ["a"]], 60), ["a"], "A ranking that found nothing."),
    ]


@exercise("bm25")
def test_equal_sums_are_in_the_order_of_names(submission):
    """Passages of the same sum stand in the order of their names, whatever rounding does."""
    assert_each(submission.fuse_rankings, tied())
