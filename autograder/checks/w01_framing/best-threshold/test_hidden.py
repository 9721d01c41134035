"""The checks of `best-threshold` that the grader keeps: random inputs, real flights, rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

import math
from functools import cache

import numpy as np
import pandas as pd

from autograder.testing import assert_same, assert_unchanged, exercise, once, once_per_seed

from ..cases import DESK_COSTS, any_costs


def slow_totals(y_true, y_prob, thresholds, costs):
    """The total of each threshold in whole dollars: a row for each, a column a flight."""
    late, scores = np.array(y_true, dtype=bool), np.array(y_prob)
    acting = np.where(late, int(costs["correct_alarm"]), int(costs["false_alarm"]))
    silent = np.where(late, int(costs["miss"]), int(costs["correct_silence"]))
    return np.where(scores >= np.array(thresholds)[:, None], acting, silent).sum(axis=1)


def slow_threshold(y_true, y_prob, costs):
    """Every candidate is priced, the highest first."""
    candidates = [math.inf, *sorted(set(y_prob), reverse=True)]
    return float(candidates[np.argmin(slow_totals(y_true, y_prob, candidates, costs))])


def alarms(y_prob, threshold):
    """How many flights are acted on."""
    return sum(score >= threshold for score in y_prob)


def assert_threshold(received, y_true, y_prob, costs, best=None):
    """The threshold is the best one to the last digit."""
    best = slow_threshold(y_true, y_prob, costs) if best is None else best
    why = "A threshold is a number."
    if isinstance(received, int | float | np.integer | np.floating) and received != best:
        mine, wanted = alarms(y_prob, received), alarms(y_prob, best)
        cost, lowest = slow_totals(y_true, y_prob, [received, best], costs)
        if mine == wanted:
            why = "The threshold is one of the scores as given, not a value near one."
        elif cost > lowest:
            why = f"Acted on {mine} flights; the cost is lowest at {wanted}."
        else:
            why = f"Acted on {mine} flights; {wanted} cost the same, and the highest is wanted."
    assert_same(received, best, rtol=0, atol=0, why=why)


def assert_thresholds(submission, cases):
    """Each case is the arguments of a call, and labels, scores and costs as lists for the count.

    A case may end in the best threshold, if that is known already.
    """
    answers = submission.best_threshold.each(arguments for arguments, *_ in cases)
    for answer, (_, *counted) in zip(answers, cases, strict=True):
        assert_threshold(answer(), *counted[0], *counted[1:])


@once_per_seed
def random_scores(rng):
    costs = {"correct_alarm": 30, "false_alarm": 70, "miss": 100, "correct_silence": 0}
    small = [
        ([1, 1, 1, 0, 1], [0.5, 0.4, 0.3, 0.2, 0.1], costs),
        ([1, 0, 1], [0.5, 0.4, 0.3], DESK_COSTS),
    ]
    fixed = np.random.default_rng(1)
    cases = [(case, (*case, slow_threshold(*case))) for case in small]
    for trial in range(14):
        draw = rng if trial < 3 else fixed
        n = int(draw.integers(3, 40)) if trial else 1
        y_true = draw.integers(0, 2, n).tolist()
        y_prob = (draw.integers(0, 8, n) / 7).tolist()
        costs = any_costs(draw, [4, 300, 999_999][trial % 3])
        if trial % 4 == 0:
            costs["miss"] = costs["correct_alarm"] + 3
            costs["correct_silence"] = costs["false_alarm"] - 1
        labels = [y_true, np.array(y_true, dtype=bool)][trial % 2]
        scores = [y_prob, pd.Series(y_prob, index=draw.permutation(n))][trial % 2]
        best = slow_threshold(y_true, y_prob, costs)
        cases.append(((labels, scores, costs), (y_true, y_prob, costs, best)))
    return cases


@exercise("best-threshold")
def test_no_other_threshold_is_cheaper(submission, rng):
    """Trying every threshold on random flights finds none that is cheaper, or as cheap and higher.

    Many scores and many costs are equal here.
    """
    assert_thresholds(submission, random_scores(rng))


@once
def exact_ties():
    """Labels, scores and costs with many exact ties, and the best threshold."""
    costs = {"correct_alarm": 123_457, "false_alarm": 700_001}
    costs |= {"miss": 823_458, "correct_silence": 0}
    as_floats = {name: float(cost) for name, cost in costs.items()}
    cases = []
    for n in (7, 49, 99):
        for late_first, given in ((True, as_floats), (False, costs)):
            late = (np.arange(n) % 3 == 0) == late_first
            # Each flight twice, once late and once not, at neighbouring scores.
            y_true = np.column_stack([late, ~late]).ravel().astype(int).tolist()
            y_prob = (np.arange(2 * n, 0, -1) / (2 * n)).tolist()
            cases.append((y_true, y_prob, given, slow_threshold(y_true, y_prob, costs)))
    return cases


@exercise("best-threshold")
def test_thresholds_that_cost_the_same_tie_exactly(submission):
    """Equal totals tie exactly, however large the costs: the highest such threshold is returned."""
    assert_thresholds(submission, [(case[:3], case) for case in exact_ties()])


@once
def scores_a_digit_apart():
    cases = []
    for score in (0.123456789123456789, 1 / 3):
        above = math.nextafter(score, 1)
        cases += [
            ([0, 1, 0], [score, above, 0.05], DESK_COSTS),
            ([1, 0, 0], [above, score, score], DESK_COSTS),
            ([1, 1, 0], [above, score, 0.05], DESK_COSTS),
        ]
    return [(*case, slow_threshold(*case)) for case in cases]


@exercise("best-threshold")
def test_scores_that_differ_in_the_last_digit_are_different(submission):
    """Two scores may differ in the last digit only; the result is a score as given, unrounded."""
    assert_thresholds(submission, [(case[:3], case) for case in scores_a_digit_apart()])


@once
def stretched_scores():
    cases = []
    for power, last in ((1, 0), (3, 1), (0.5, 0), (40, 1)):
        y_true = [1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, last] * 2
        y_prob = [((16 - k % 12) / 16) ** power for k in range(24)]
        case = y_true, y_prob, DESK_COSTS
        cases.append((*case, slow_threshold(*case)))
    return cases


@exercise("best-threshold")
def test_only_the_order_of_the_scores_matters(submission):
    """Stretching the scores without changing their order moves the threshold along with them."""
    assert_thresholds(submission, [(case[:3], case) for case in stretched_scores()])


@exercise("best-threshold")
def test_searching_changes_no_argument(submission):
    """The search sorts copies: labels, scores and costs are left as they were."""
    y_true, y_prob = [1, 0, 1, 0], [0.6, 0.3, 0.9, 0.2]
    for kind in (list, np.array):
        labels, scores = kind(y_true), kind(y_prob)
        threshold = assert_unchanged(submission.best_threshold, labels, scores, dict(DESK_COSTS))
        assert_threshold(threshold, y_true, y_prob, DESK_COSTS)


@cache
def many_scores():
    """Labels, scores, how many flights the desk best acts on, and the threshold for that."""
    n, rng = 100_000, np.random.default_rng(2013)
    highest_first = np.arange(n, 0, -1) / n
    late = rng.random(n) < highest_first / 2
    change = np.where(late, 150 - 600, 120)
    totals = np.append(0, np.cumsum(change))  # of acting on the k highest, against never acting
    best = int(np.argmin(totals))
    order = rng.permutation(n)
    return late[order], highest_first[order], best, float(highest_first[best - 1])


@exercise("best-threshold")
def test_a_hundred_thousand_scores_are_searched(submission):
    """100,000 distinct scores are searched by sorting once, and the result is exact."""
    late, scores, best, expected = many_scores()
    # Plain Python takes 0.2 s; a pass over all flights for each threshold, in NumPy, 8 s or more.
    assert_same(
        submission.best_threshold.within(3)(late, scores, DESK_COSTS),
        expected,
        rtol=0,
        atol=0,
        why=f"The cost is lowest when the desk acts on {best:,} of the 100,000 flights.",
    )
