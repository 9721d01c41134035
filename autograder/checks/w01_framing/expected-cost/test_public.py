"""The checks of `expected-cost` that a student of week 1 sees."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, exercise, rejects_each

DESK_COSTS = {"correct_alarm": 150, "false_alarm": 120, "miss": 600, "correct_silence": 0}

# Labels and scores that no cost can be computed from, with the reason.
BAD_FLIGHTS = (
    ([1, 0], [0.9]),  # the lengths differ, in the way that NumPy would silently stretch
    ([1], [0.9, 0.2]),
    ([1, 0, 1], [0.9, 0.2]),
    ([], []),
    ([2, 0], [0.9, 0.2]),  # labels
    ([1, -1], [0.9, 0.2]),
    ([1, 0.5], [0.9, 0.2]),
    ([1, math.nan], [0.9, 0.2]),
    ([1, 0], [0.9, math.nan]),  # scores
    ([1, 0], [1.01, 0.2]),
    ([1, 0], [0.9, -0.01]),
    ([1, 0], [math.inf, 0.2]),
)


def bad_costs():
    """Cost tables that name too little, too much, or no finite amount."""
    for name in DESK_COSTS:
        yield {key: cost for key, cost in DESK_COSTS.items() if key != name}
    yield {**DESK_COSTS, "miss": math.nan}
    yield {**DESK_COSTS, "true_alarm": 150}
    yield {**DESK_COSTS, "correct_silence": math.inf}
    yield {**DESK_COSTS, "correct_alarm": -math.inf}


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


@exercise("expected-cost")
def test_labels_and_scores_are_paired_by_position(submission):
    """Lists, arrays and Series give the same cost; rows pair by position, not by index label."""
    y_true = pd.Series([1, 0, 0], index=[2, 1, 0])
    y_prob = pd.Series([0.9, 0.2, 0.1], index=[0, 1, 2])
    why = "One correct alarm (150) and two correct silences (0), over three flights."
    labels = np.array([True, False, False])
    cases = [
        ((y_true, y_prob, 0.5, DESK_COSTS), 50.0, why),
        ((labels, [0.9, 0.2, 0.1], 0.5, DESK_COSTS), 50.0, why),
    ]
    assert_each(submission.expected_cost, cases)


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
