"""The checks of exercise 5 that a student sees: were they the right ones?"""

import math

from autograder.testing import assert_each, exercise, is_a, once

NAN = math.nan
NAMES = ["precision", "recall", "reciprocal_rank", "ndcg"]


def entry(name):
    """What takes one entry of a result, whatever the others are."""

    def value(result):
        is_a(result, dict)
        return result.get(name, f"there is no entry {name!r}")

    return value


GRADES = {"a": 1, "b": 3, "c": 0, "d": 2}


@once
def precisions():
    return [
        ((["a", "c", "b"], GRADES, 3), 2 / 3, "a and b are relevant, c has the grade 0."),
        ((["a", "c", "b"], GRADES, 2), 0.5, "b is not among the first two."),
        ((["x", "a"], GRADES, 2), 0.5, "x was never judged."),
        ((["a", "b"], GRADES, 5), 0.4, "Three of five places are empty."),
        (([], GRADES, 3), 0.0, "Nothing was found."),
    ]


@exercise("retrieval-metrics")
def test_precision_is_of_k_places(submission):
    """Precision is relevant results divided by k, also if fewer than k were found."""
    assert_each(submission.retrieval_metrics, precisions(), of=entry("precision"))


@once
def recalls():
    return [
        ((["a", "c", "b"], GRADES, 3), 2 / 3, "Of a, b and d two were found."),
        ((["a", "c", "b"], GRADES, 1), 1 / 3, "Only a is in the first place."),
        ((["d", "b", "a"], GRADES, 9), 1.0, "All three were found."),
        ((["x", "c"], GRADES, 2), 0.0, "Neither is relevant."),
    ]


@exercise("retrieval-metrics")
def test_recall_is_of_all_relevant_passages(submission):
    """Recall is relevant results among the first k divided by all that are relevant."""
    assert_each(submission.retrieval_metrics, recalls(), of=entry("recall"))


@once
def first_places():
    return [
        ((["a", "b"], GRADES, 2), 1.0, "The first is relevant."),
        ((["c", "x", "d", "a"], GRADES, 4), 1 / 3, "The third is the first relevant one."),
        ((["c", "x", "d", "a"], GRADES, 2), 0.0, "It lies beyond the first two."),
        ((["a", "b"], {"b": 1}, 2), 0.5, "a was not judged."),
    ]


@exercise("retrieval-metrics")
def test_the_reciprocal_rank_is_of_the_first_relevant_result(submission):
    """The reciprocal rank is 1 / the place of the first relevant result among the first k."""
    assert_each(submission.retrieval_metrics, first_places(), of=entry("reciprocal_rank"))


@once
def gains():
    two, three = 1 / math.log2(3), 1 / 2
    ideal = 7 + 3 * two + 1 * three
    return [
        ((["b", "d", "a"], GRADES, 3), 1.0, "The best order there is."),
        ((["b", "d", "a", "c", "x"], GRADES, 5), 1.0, "The best order, and nothing else exists."),
        (
            (["a", "c", "b"], GRADES, 3),
            (1 + 7 * three) / ideal,
            "Grade 3 is worth 7, at the third place half of it.",
        ),
        ((["a"], GRADES, 1), 1 / 7, "The best single result would be b."),
        ((["d", "x", "b"], GRADES, 2), 3 / (7 + 3 * two), "Two places, in both orders."),
        ((["c", "x"], GRADES, 2), 0.0, "Nothing relevant was found."),
    ]


@exercise("retrieval-metrics")
def test_ndcg_compares_with_the_best_order_of_all_grades(submission):
    """The nDCG is the DCG of the first k divided by that of the best k passages there are."""
    assert_each(submission.retrieval_metrics, gains(), of=entry("ndcg"))


@once
def without_relevant():
    undefined = {"precision": 0.0, "recall": NAN, "reciprocal_rank": NAN, "ndcg": NAN}
    return [
        ((["a", "b"], {"a": 0, "c": 0}, 2), undefined, "All grades are 0."),
        ((["a"], {}, 3), undefined, "Nothing was judged."),
        (([], {}, 1), undefined, "Nothing was judged, and nothing found."),
    ]


@exercise("retrieval-metrics")
def test_a_question_without_a_relevant_passage_is_undefined(submission):
    """If nothing is relevant, precision is 0 and the other three are NaN, not 0 and not 1."""
    assert_each(submission.retrieval_metrics, without_relevant())


@once
def whole():
    two = 1 / math.log2(3)
    wanted = {"precision": 0.5, "recall": 0.5, "reciprocal_rank": 0.5, "ndcg": 3 * two / (3 + two)}
    why = "The example of the contract: four floats, by these names."
    return [((["fog", "rest", "gate"], {"rest": 2, "crew": 1, "fog": 0}, 2), wanted, why)]


@exercise("retrieval-metrics")
def test_there_are_four_entries(submission):
    """The result is a dict with exactly the four entries, all floats."""
    assert_each(submission.retrieval_metrics, whole())
