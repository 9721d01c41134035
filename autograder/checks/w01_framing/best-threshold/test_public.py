"""The checks of `best-threshold` that a student of week 1 sees."""

import math

from autograder.testing import assert_each, exercise, rejects_each

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


@exercise("best-threshold")
def test_what_expected_cost_refuses_is_refused_here(submission):
    """Labels, scores and costs that `expected_cost` refuses raise a ValueError here as well."""
    bad_flights = (*BAD_FLIGHTS[::3], *BAD_FLIGHTS[8:11])
    calls = [(y_true, y_prob, DESK_COSTS) for y_true, y_prob in bad_flights]
    calls += [([1, 0], [0.9, 0.2], costs) for costs in list(bad_costs())[::2]]
    rejects_each(submission.best_threshold, calls)
