"""The checks of `best-threshold` that a student of week 1 sees."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, exercise, once, rejects_each

from ..cases import BAD_FLIGHTS, DESK_COSTS, bad_costs


def assert_thresholds(submission, *cases):
    """A threshold is one of the scores to the last digit."""
    assert_each(submission.best_threshold, cases, rtol=0, atol=0)


@exercise("best-threshold")
def test_the_threshold_with_the_lowest_cost_is_found(submission):
    """The result is the score at which the cost of these very flights is lowest.

    The order of the flights does not matter, and scores need not be probabilities.
    """
    assert_thresholds(
        submission,
        (
            ([0, 1, 0, 1, 1, 0], [0.2, 0.3, 0.9, 0.7, 0.8, 0.1], DESK_COSTS),
            0.3,
            "Acting from 0.3 up catches all three late flights.",
        ),
        (
            ([1, 0, 0, 1], [0.03, 0.01, 0.02, 0.04], DESK_COSTS),
            0.03,
            "Scores need not be calibrated: only their order decides.",
        ),
    )


@exercise("best-threshold")
def test_all_four_costs_decide(submission):
    """Each of the four costs moves the best threshold; none may be taken as zero."""
    dear = {"correct_alarm": 30, "false_alarm": 150, "miss": 80, "correct_silence": 90}
    gain = {"correct_alarm": 30, "false_alarm": -20, "miss": 10, "correct_silence": 0}
    assert_thresholds(
        submission,
        (
            ([0, 1, 1, 0, 1], [0.9, 0.8, 0.7, 0.6, 0.5], dear),
            0.7,
            "Acting changes the cost of a late flight by 30 - 80, of one on time by 150 - 90.",
        ),
        (
            ([0, 1, 0, 1], [0.9, 0.8, 0.7, 0.6], gain),
            0.9,
            "A negative cost is a gain: acting on 0.9 earns 20 dollars.",
        ),
    )


@exercise("best-threshold")
def test_never_and_always_are_candidates(submission):
    """Never acting (`math.inf`) and always acting (the lowest score) are candidates like any."""
    assert_thresholds(
        submission,
        (
            ([0, 0, 1], [0.9, 0.6, 0.4], DESK_COSTS),
            0.4,
            "One miss (600) is dearer than acting on everyone (390).",
        ),
        (
            ([0, 0, 0], [0.9, 0.6, 1.0], DESK_COSTS),
            math.inf,
            "No flight was late, so never acting is cheapest.",
        ),
        (([1], [0.0], DESK_COSTS), 0.0, "A score of 0 is a candidate as well."),
        (
            ([1], [0.7], {**DESK_COSTS, "miss": 151}),
            0.7,
            "Acting costs 150 dollars, staying silent 151.",
        ),
    )


@exercise("best-threshold")
def test_equal_scores_are_acted_on_together(submission):
    """A threshold cannot tell equal scores apart: the desk acts on all of them or on none."""
    costs = {**DESK_COSTS, "false_alarm": 500}
    why = "Acting at 0.5 takes in all four flights there, which costs 100 dollars more."
    case = ([1, 1, 0, 0, 1], [0.9, 0.5, 0.5, 0.5, 0.5], costs), 0.9, why
    assert_thresholds(submission, case)


@exercise("best-threshold")
def test_equally_cheap_thresholds_give_the_highest(submission):
    """Among equally cheap candidates the highest is returned; `math.inf` is the highest of all."""
    costs = {"correct_alarm": 0, "false_alarm": 100, "miss": 100, "correct_silence": 0}
    assert_thresholds(
        submission,
        (
            ([1, 0, 1], [0.8, 0.5, 0.3], costs),
            0.8,
            "0.8 and 0.3 both cost 100 dollars: the higher is wanted.",
        ),
        (([0, 1], [0.8, 0.3], costs), math.inf, "Never acting costs 100 dollars, as does 0.3."),
    )


@once
def flights_of_many_kinds():
    late = pd.Series([1, 0, 1, 0], index=[3, 2, 1, 0])
    scores = pd.Series([0.9, 0.6, 0.4, 0.1], index=[0, 1, 2, 3])
    by_place = "The first label belongs to the first score, whatever the index says."
    short, wide = np.float32([0.7, 0.2]), float(np.float32(0.7))
    kept = "The float32 nearest to 0.7 is 0.699999988; that is the score as given."
    # In float32 the totals at the two lowest scores would tie.
    costs = {"correct_alarm": 0, "false_alarm": 999_998, "miss": 999_999, "correct_silence": 0}
    y_true, y_prob = np.float32([1] * 40 + [0, 1]), np.arange(42, 0, -1) / 64
    exact = "The last late flight makes it one dollar cheaper to act on all 42 flights than on 40."
    return [
        ((late, scores, DESK_COSTS), 0.4, by_place),
        ((y_true, y_prob, costs), 1 / 64, exact),
        ((np.uint8([1, 0]), short, DESK_COSTS), wide, kept),
    ]


@exercise("best-threshold")
def test_series_and_small_dtypes_give_the_same_threshold(submission):
    """Labels and scores pair by position, and sums are taken in float64, whatever the dtype."""
    assert_thresholds(submission, *flights_of_many_kinds())


@exercise("best-threshold")
def test_what_expected_cost_refuses_is_refused_here(submission):
    """Labels, scores and costs that `expected_cost` refuses raise a ValueError here as well."""
    bad_flights = (*BAD_FLIGHTS[::3], *BAD_FLIGHTS[8:11])
    calls = [(y_true, y_prob, DESK_COSTS) for y_true, y_prob in bad_flights]
    calls += [([1, 0], [0.9, 0.2], costs) for costs in list(bad_costs())[::2]]
    rejects_each(submission.best_threshold, calls)
