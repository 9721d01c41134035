"""The checks a student sees: pooling adjacent violators, and applying the map."""

import json
import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, exercise, once, rejects_each


def model_of(scores, values):
    """A model as the contract has it."""
    return {"scores": [float(s) for s in scores], "values": [float(v) for v in values]}


@once
def risen_and_fallen():
    return [
        (([1, 2, 3], [0, 0, 1]), model_of([1, 2, 3], [0, 0, 1]), "Rates that rise stay."),
        (([1, 2, 3], [0, 1, 0]), model_of([1, 2, 3], [0, 0.5, 0.5]), "2 and 3 are pooled."),
        (
            ([1, 2, 3, 4, 5], [1, 0, 1, 0, 1]),
            model_of([1, 2, 3, 4, 5], [0.5, 0.5, 0.5, 0.5, 1]),
            "1 and 2 are pooled, and so are 3 and 4.",
        ),
        (([4, 2, 1, 3], [0, 1, 1, 0]), model_of([1, 2, 3, 4], [0.5] * 4), "All rates fall."),
        (([0.5], [1]), model_of([0.5], [1]), "One flight."),
    ]


@exercise("isotonic-fit")
def test_rates_that_rise_are_kept_and_rates_that_fall_are_pooled(submission):
    """Where late rates rise with the score they stay; where one falls, neighbours share a value."""
    assert_each(submission.isotonic_fit, risen_and_fallen())


@once
def chains_of_merges():
    return [
        (
            ([1, 2, 3, 4, 5], [0, 1, 1, 0, 0]),
            model_of([1, 2, 3, 4, 5], [0, 0.5, 0.5, 0.5, 0.5]),
            "0 at score 4 pulls down 3, and 0 at 5 pulls the block down to the rate at 2.",
        ),
        (
            ([1, 1, 2, 3, 4], [1, 0, 1, 0, 0]),
            model_of([1, 2, 3, 4], [0.4, 0.4, 0.4, 0.4]),
            "The block of 2, 3 and 4 has the rate 1/3, below the 1/2 of score 1.",
        ),
    ]


@exercise("isotonic-fit")
def test_a_merged_block_looks_back_at_the_one_before(submission):
    """After a merge the block may be below its own predecessor, and merges with that as well."""
    assert_each(submission.isotonic_fit, chains_of_merges())


@once
def heavy_blocks():
    return [
        (
            ([1, 2, 2, 2, 2], [1, 0, 0, 0, 1]),
            model_of([1, 2], [0.4, 0.4]),
            "One flight with the rate 1 and four with 1/4: two of five are late.",
        ),
        (
            ([1, 1, 1, 2, 3], [1, 1, 1, 0, 0]),
            model_of([1, 2, 3], [0.6, 0.6, 0.6]),
            "Three flights of five are late.",
        ),
    ]


@exercise("isotonic-fit")
def test_a_merged_block_weighs_all_its_flights(submission):
    """The value of a block is its late flights over its flights, not a mean of rates."""
    assert_each(submission.isotonic_fit, heavy_blocks())


@once
def tied_scores():
    same = model_of([1, 2, 3], [0.25, 0.5, 1])
    why = "Score 1 has the rate 1/4, score 2 has 1/2, score 3 has 1."
    return [
        (([1, 1, 1, 1, 2, 2, 3], [0, 0, 0, 1, 0, 1, 1]), same, why),
        (([1, 1, 1, 1, 2, 2, 3], [1, 0, 0, 0, 1, 0, 1]), same, why),
        (([2, 1, 3, 1, 2, 1, 1], [1, 0, 1, 1, 0, 0, 0]), same, why),
    ]


@exercise("isotonic-fit")
def test_flights_with_the_same_score_are_one_point(submission):
    """Equal scores are one point with one rate, before anything is pooled, in any order."""
    assert_each(submission.isotonic_fit, tied_scores())


@once
def scores_between():
    model = model_of([-2, 0, 1, 5], [0, 0.25, 0.25, 0.75])
    return [
        ((model, [5, 3, 0.5, -1, -2, 3]), np.array([0.75, 0.5, 0.25, 0.125, 0, 0.5]), ""),
        ((model, []), np.array([]), "No scores give an empty array of floats."),
        ((model_of([3], [0.5]), [2, 3, 4]), np.array([0.5, 0.5, 0.5]), "A model of one score."),
    ]


@exercise("isotonic-fit")
def test_between_fitted_scores_the_map_is_a_straight_line(submission):
    """At a fitted score its value, between two the straight line, in the order of the scores."""
    assert_each(submission.isotonic_predict, scores_between())


@once
def scores_outside():
    model = model_of([1, 2, 4], [0.125, 0.5, 0.75])
    expected = np.array([0.125, 0.125, 0.75, 0.75, 0.125])
    whole = {"scores": [1, 2], "values": [0, 1]}
    return [
        ((model, [0.5, -1e6, 4.5, 1e6, 1]), expected, ""),
        ((whole, [0, 3]), np.array([0.0, 1.0]), "An array of floats, also where all are whole."),
    ]


@exercise("isotonic-fit")
def test_outside_the_fitted_scores_the_nearest_value_holds(submission):
    """Below the lowest fitted score the first value holds, above the highest the last.

    A probability never leaves the range of those that were fitted.
    """
    assert_each(submission.isotonic_predict, scores_outside())


@exercise("isotonic-fit")
def test_a_model_survives_its_file(submission):
    """A model is two lists of floats, so it may be written as JSON, read and applied."""
    model = submission.isotonic_fit(np.array([2.0, 1.0, 4.0]), np.array([1, 0, 1]))
    assert_same(model, model_of([1, 2, 4], [0, 1, 1]))
    read = json.loads(json.dumps(model_of([1, 2, 4], [0, 1, 1])))
    assert_same(submission.isotonic_predict(read, [1.25, 3]), np.array([0.25, 1.0]))


@once
def many_forms():
    why = "On time at 1, late at 2."
    same = model_of([1, 2], [0, 1])
    return [
        ((pd.Series([2, 1], [5, 9]), pd.Series([1.0, 0.0], [9, 5])), same, why),
        (((2.0, 1.0), (True, False)), same, why),
        (([2, 1], np.array([True, False])), same, why),
        (
            (np.array([2, 1, 1, 1], np.float32), np.array([1, 0, 0, 1], np.float32)),
            model_of([1, 2], [1 / 3, 1]),
            "One of three is late at 1, to nine digits.",
        ),
    ]


@once
def many_forms_of_scores():
    model = model_of([1, 2], [0, 1])
    scores = [pd.Series([1.5, 1.25], [4, 2]), (1.5, 1.25), np.array([1.5, 1.25], np.float32)]
    return [((model, given), np.array([0.5, 0.25]), "") for given in scores]


@exercise("isotonic-fit")
def test_scores_and_labels_come_in_many_forms(submission):
    """Lists, tuples, arrays and Series are paired by position; labels may be bools."""
    assert_each(submission.isotonic_fit, many_forms())
    assert_each(submission.isotonic_predict, many_forms_of_scores())


@once
def refused():
    return [
        ([], []),
        ([1, 2], [0]),
        ([1], [0, 1]),
        ([1, math.nan], [0, 1]),
        ([1, math.inf], [0, 1]),
        ([1, 2], [0, math.nan]),
        ([1, 2], [0, 2]),
        ([1, 2], [0.5, 1]),
        ([1, 2], [-1, 1]),
    ]


@once
def refused_scores():
    model = model_of([1, 2], [0, 1])
    return [(model, [1, math.nan]), (model, [math.inf]), (model, [-math.inf, 1])]


@exercise("isotonic-fit")
def test_missing_scores_and_labels_are_refused(submission):
    """No flights, unequal lengths, NaN or infinite scores, labels but 0 and 1: a ValueError.

    A missing score is refused by `isotonic_predict` as well: its forecast would be NaN.
    """
    rejects_each(submission.isotonic_fit, refused())
    rejects_each(submission.isotonic_predict, refused_scores())
