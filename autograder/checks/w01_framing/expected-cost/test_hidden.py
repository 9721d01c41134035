"""The checks of `expected-cost` that the grader keeps: random inputs, real flights, rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

import math

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    once,
    once_per_seed,
    rejects_each,
)

from ..cases import DESK_COSTS, any_costs, blizzard


def slow_total(y_true, y_prob, threshold, costs):
    """The total cost, one flight at a time."""
    total = 0
    for late, score in zip(y_true, y_prob, strict=True):
        if score >= threshold:
            total += costs["correct_alarm" if late else "false_alarm"]
        else:
            total += costs["miss" if late else "correct_silence"]
    return total


@once_per_seed
def random_flights(rng):
    fixed = np.random.default_rng(3)
    cases = []
    for trial in range(8):
        draw = rng if trial < 3 else fixed
        n = int(draw.integers(20, 40)) if trial else 1
        y_true = draw.integers(0, 2, n)
        y_prob = draw.integers(0, 5, n) / 4
        threshold = float(draw.integers(0, 6)) / 4
        costs = any_costs(draw, 900)
        expected = slow_total(y_true.tolist(), y_prob.tolist(), threshold, costs) / n
        labels = [y_true, y_true.astype(float), (y_true == 1), y_true.tolist()][trial % 4]
        scores = [pd.Series(y_prob, index=draw.permutation(n)), y_prob.tolist()][trial % 2]
        why = f"{n} flights were counted one at a time."
        cases.append(((labels, scores, threshold, costs), expected, why))
    return cases


@exercise("expected-cost")
def test_random_flights_cost_what_a_slow_count_says(submission, rng):
    """Random flights, thresholds and costs, gains included, give the mean of a slow count."""
    assert_each(submission.expected_cost, random_flights(rng))


@exercise("expected-cost")
def test_scores_are_compared_with_the_threshold_exactly(submission):
    """A score a hair below the threshold stays silent: no rounding, no tolerance."""
    why = "Only the first of the two flights is acted on."
    cases = [
        (([0, 0], [score, math.nextafter(score, 0)], score, DESK_COSTS), 60.0, why)
        for score in (0.6, 0.3, 1.0)
    ]
    assert_each(submission.expected_cost, cases)


@exercise("expected-cost")
def test_each_flight_is_charged_once(submission, rng):
    """When all four costs are equal, that is the cost of a flight, whatever the threshold."""
    y_true, y_prob = rng.integers(0, 2, 30), rng.integers(0, 11, 30) / 10
    costs, why = dict.fromkeys(DESK_COSTS, 80), "Acted on or not, each flight costs 80 dollars."
    thresholds = (0.0, 0.3, 0.95, math.inf)
    cases = [((y_true, y_prob, threshold, costs), 80.0, why) for threshold in thresholds]
    assert_each(submission.expected_cost, cases)


@once_per_seed
def flights_with_one_bad_value(rng):
    n, calls = 20, []
    for bad in (math.nan, -1.0, 0.999, 1e-9):
        y_true, y_prob = rng.integers(0, 2, n).astype(float), rng.random(n)
        y_true[rng.integers(n)] = bad
        calls.append((y_true, y_prob, 0.5, DESK_COSTS))
    for bad in (math.nan, -1e-9, 1 + 1e-9, -math.inf, 50.0):
        y_true, y_prob = rng.integers(0, 2, n), rng.random(n)
        y_prob[rng.integers(n)] = bad
        threshold = 0.0 if bad > 1 else math.inf
        calls.append((y_true, y_prob, threshold, DESK_COSTS))
    return calls


@exercise("expected-cost")
def test_one_bad_value_among_many_is_refused(submission, rng):
    """A single bad label or score is refused wherever it stands, and whatever is done with it."""
    rejects_each(submission.expected_cost, flights_with_one_bad_value(rng))


@exercise("expected-cost")
def test_labels_scores_and_costs_are_left_alone(submission):
    """The call changes neither the labels, nor the scores, nor the table of costs."""
    arguments = np.array([1.0, 0, 1]), np.array([0.9, 0.8, 0.4]), 0.6, dict(DESK_COSTS)
    assert_same(assert_unchanged(submission.expected_cost, *arguments), 290.0)


@once
def february_costs():
    flights = blizzard().dropna(subset=["arr_delay"])
    flights = flights.assign(late=[float(delay >= 15) for delay in flights["arr_delay"]])
    late, hours = flights["late"].tolist(), flights["hour"].tolist()
    cases = []
    for hour in (0, 17, 25):
        expected = slow_total(late, hours, hour, DESK_COSTS) / len(late)
        threshold = hour / 24 if hour < 24 else math.inf
        arguments = flights["late"], flights["hour"] / 24, threshold, DESK_COSTS
        cases.append((arguments, expected, f"The desk acts on departures from {hour}:00 on."))
    return cases


@exercise("expected-cost")
def test_always_and_never_acting_in_february(submission):
    """Real flights: acting always, never, and from an hour of the day on cost what they cost."""
    assert_each(submission.expected_cost, february_costs())
