"""The checks of `expected-cost` that a student of week 1 sees."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, exercise, once, rejects_each

from ..cases import BAD_FLIGHTS, DESK_COSTS, bad_costs


@exercise("expected-cost")
def test_each_outcome_is_charged_its_own_cost(submission):
    """The mean over all flights charges every one of the four outcomes its own entry of `costs`."""
    cost = submission.expected_cost(
        [1, 0, 0, 1, 1, 1, 0, 0, 0, 0],
        [0.9, 0.8, 0.7, 0.4, 0.3, 0.2, 0.4, 0.3, 0.2, 0.1],
        0.5,
        {"correct_alarm": 1000, "false_alarm": 100, "miss": 10, "correct_silence": 1},
    )
    assert_same(
        cost,
        123.4,
        why="1 correct alarm, 2 false alarms, 3 misses and 4 correct silences add up to 1234, "
        "over 10 flights.",
    )


@exercise("expected-cost")
def test_a_score_equal_to_the_threshold_acts(submission):
    """The desk acts on a score equal to the threshold, and on none below it."""
    cases = [
        (
            ([0, 0, 0, 0], [0.61, 0.6, 0.6, 0.59], 0.6, DESK_COSTS),
            90.0,
            "The desk acts on three of the four flights, at 120 dollars each.",
        ),
        (
            ([1, 1], [0.6, 0.59], 0.6, DESK_COSTS),
            375.0,
            "The desk acts on the first flight (150) and misses the second.",
        ),
    ]
    assert_each(submission.expected_cost, cases)


@exercise("expected-cost")
def test_thresholds_outside_the_scores_act_always_or_never(submission):
    """A threshold of 0 or less always acts; one above every score, like `math.inf`, never does."""
    y_true, y_prob = [1, 0, 0, 1], [1.0, 0.0, 0.5, 0.0]
    every, none = (
        f"The desk acts on {which}, scores of {score} included."
        for which, score in (("every flight", 0), ("no flight", 1))
    )
    outcomes = [(0, 135.0, every), (-1.0, 135.0, every), (-math.inf, 135.0, every)]
    outcomes += [(math.inf, 300.0, none), (1.5, 300.0, none)]
    cases = [((y_true, y_prob, t, DESK_COSTS), cost, why) for t, cost, why in outcomes]
    assert_each(submission.expected_cost, cases)


@once
def paired_flights():
    y_true = pd.Series([1, 0, 0], index=[2, 1, 0])
    y_prob = pd.Series([0.9, 0.2, 0.1], index=[0, 1, 2])
    why = "One correct alarm (150) and two correct silences (0), over three flights."
    labels = np.array([True, False, False])
    return [
        ((y_true, y_prob, 0.5, DESK_COSTS), 50.0, why),
        ((labels, [0.9, 0.2, 0.1], 0.5, DESK_COSTS), 50.0, why),
    ]


@exercise("expected-cost")
def test_labels_and_scores_are_paired_by_position(submission):
    """Lists, arrays and Series give the same cost; rows pair by position, not by index label."""
    assert_each(submission.expected_cost, paired_flights())


@once
def cents_and_small_dtypes():
    costs = {"correct_alarm": 150.25, "false_alarm": 120.5, "miss": 600.75, "correct_silence": 0.1}
    labels, scores = [1, 0, 1, 0], [0.9, 0.6, 0.4, 0.1]
    why = "150.25, 120.50, 600.75 and 0.10 dollars, over four flights."
    cases = [
        ((given, scores, 0.6, costs), 217.9, why)
        for given in (
            labels,
            np.array(labels, dtype=np.uint8),
            np.array(labels, dtype=np.float32),
            tuple(label == 1 for label in labels),
        )
    ]
    scores = np.array([0.7, 0.9], dtype=np.float32)
    why = "The float32 nearest to 0.7 is 0.699999988, which is below 0.7."
    return [*cases, (([0, 0], scores, 0.7, DESK_COSTS), 60.0, why)]


@exercise("expected-cost")
def test_cents_and_small_dtypes_lose_no_digit(submission):
    """Costs count to the cent, and labels and scores may have any dtype: compute in float64."""
    assert_each(submission.expected_cost, cents_and_small_dtypes())


@exercise("expected-cost")
def test_unusable_labels_scores_and_thresholds_are_refused(submission):
    """Unequal lengths, no flights, a label not 0 or 1, a bad score or a NaN raise a ValueError."""
    calls = [(y_true, y_prob, 0.5, DESK_COSTS) for y_true, y_prob in BAD_FLIGHTS]
    calls += [([1, 0], [0.9, 0.2], math.nan, DESK_COSTS)]
    rejects_each(submission.expected_cost, calls)


@exercise("expected-cost")
def test_costs_need_exactly_four_finite_entries(submission):
    """A missing or unknown entry of `costs`, or one that is NaN or infinite, is a ValueError.

    This holds even when no flight would be charged that entry.
    """
    calls = [([1, 0], [0.9, 0.2], 0.5, costs) for costs in bad_costs()]
    rejects_each(submission.expected_cost, calls)
