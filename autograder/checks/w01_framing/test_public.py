"""The checks a student sees while working on week 1."""

import math
from functools import cache

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, exercise, is_a, rejects, rejects_each

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


def delays(*minutes, index=None):
    return pd.DataFrame({"arr_delay": np.array(minutes, dtype=float)}, index=index)


def values(series):
    """The values of a Series, whatever its name and index are."""
    is_a(series, pd.Series)
    return series.tolist()


# --- late-labels


@exercise("late-labels")
def test_a_delay_of_exactly_the_limit_is_late(submission):
    """A flight is late from minute 15 on: 15 itself counts, anything below does not."""
    labels = submission.late_labels(delays(14, 14.9, 15, 15.5, 16, 190, 0, -15, -20))
    assert_same(
        values(labels),
        [0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0],
        why="A delay of exactly 15 minutes counts as late; 14.9, or 15 minutes early, does not.",
    )


@exercise("late-labels")
def test_the_limit_can_be_moved(submission):
    """`late_after` replaces the 15 minutes by any other number, also zero or a negative one."""
    flights = delays(-4, -3, 0, 29, 30)
    cases = [
        ((flights, limit), expected, f"Here a flight is late from minute {limit} on.")
        for limit, expected in (
            (30, [0.0, 0.0, 0.0, 0.0, 1.0]),
            (0, [0.0, 0.0, 1.0, 1.0, 1.0]),
            (-3, [0.0, 1.0, 1.0, 1.0, 1.0]),
        )
    ]
    assert_each(submission.late_labels, cases, of=values)


@exercise("late-labels")
def test_a_flight_that_never_arrived_has_no_label_by_default(submission):
    """A cancelled or diverted flight (delay missing) is labelled NaN, unless you are told else."""
    flights = delays(20, math.nan, 3)
    why = "A missing delay is neither late nor on time here: it has no label."
    cases = [
        ((flights,), [1.0, math.nan, 0.0], why),
        ((flights, 15, "exclude"), [1.0, math.nan, 0.0], why),
    ]
    assert_each(submission.late_labels, cases, of=values)


@exercise("late-labels")
def test_the_caller_chooses_the_label_of_a_missing_delay(submission):
    """`cancelled="late"` labels missing delays 1.0 and `"on_time"` 0.0; no other flight changes."""
    flights = delays(20, math.nan, 3)
    labels = submission.late_labels(flights, cancelled="late")
    late, on_time = (f"A missing delay is to count as {word}." for word in ("late", "on time"))
    assert_same(values(labels), [1.0, 1.0, 0.0], why=late)
    cases = [
        ((flights, 15, "on_time"), [1.0, 0.0, 0.0], on_time),
        ((flights, 20, "late"), [1.0, 1.0, 0.0], late),
        ((flights, 0, "on_time"), [1.0, 0.0, 1.0], on_time),
    ]
    assert_each(submission.late_labels, cases, of=values)


@cache
def delays_on_an_index():
    index = [7, 3, 3, 9]
    nobody = pd.Series([], dtype="float64", name="late", index=delays().index)
    return [
        (
            (delays(15, 14, math.nan, -3, index=index),),
            pd.Series([1.0, 0.0, math.nan, 0.0], index=index, name="late"),
            "Labels may repeat in the index; each flight keeps its own.",
        ),
        (
            (delays(15, 14), 15, "late"),
            pd.Series([1.0, 0.0], name="late"),
            "The dtype is the same where no label is missing.",
        ),
        ((delays(),), nobody, "No flights give an empty Series of the same dtype and name."),
    ]


@exercise("late-labels")
def test_labels_are_a_float_series_on_the_index_of_the_flights(submission):
    """The labels are a float64 Series named "late", row by row on the index of the flights."""
    assert_each(submission.late_labels, delays_on_an_index())


@exercise("late-labels")
def test_unknown_words_and_missing_columns_are_refused(submission):
    """Any other word for `cancelled`, or no column `arr_delay`, raises a ValueError.

    The message contains the word that was given.
    """
    rejects(submission.late_labels, delays(20, math.nan), cancelled="ignore", naming="ignore")
    rejects(submission.late_labels, delays(20, 3), cancelled="Late", naming="Late")
    rejects(submission.late_labels, pd.DataFrame({"dep_delay": [20.0, 3.0]}))


# --- expected-cost


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


# --- best-threshold


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


# --- pareto-front


def rows(*numbers):
    return np.array(numbers, dtype=int)


@exercise("pareto-front")
def test_an_option_beaten_or_matched_on_everything_is_dropped(submission):
    """An option goes when another is at least as good on everything and better on something."""
    front = submission.pareto_front([[3, 5], [3, 4], [4, 4], [2, 6], [4, 6]], ["min", "min"])
    assert_same(
        front,
        rows(1, 3),
        why="A tie on one objective is enough: [3, 5] is dominated by [3, 4], and so is [4, 4].",
    )


@exercise("pareto-front")
def test_an_option_that_nobody_beats_on_everything_stays(submission):
    """An option stays if it is best at one thing, or second at all: no weighing, no averages."""
    options = [[1, 9, 9], [9, 1, 9], [9, 9, 1], [5, 5, 5], [6, 5, 5], [8, 8, 2]]
    front = submission.pareto_front(options, ["min", "min", "min"])
    assert_same(front, rows(0, 1, 2, 3, 5), why="Only [6, 5, 5] is beaten, by [5, 5, 5].")


@exercise("pareto-front")
def test_each_objective_has_its_own_sense(submission):
    """With "min" less is better in that column, with "max" more is better."""
    options = [[1, 1], [1, 2], [2, 1], [2, 2]]
    cases = [
        ((options, senses), rows(best), f"With senses {senses} only {options[best]} remains.")
        for senses, best in (
            (["min", "min"], 0),
            (["min", "max"], 1),
            (["max", "min"], 2),
            (["max", "max"], 3),
        )
    ]
    assert_each(submission.pareto_front, cases)


@exercise("pareto-front")
def test_duplicates_of_a_front_option_all_stay(submission):
    """Equal rows never dominate each other: all copies of a front option are in the front."""
    cases = [
        (
            ([[2, 7], [1, 9], [2, 7], [2, 6], [1, 9]], ["min", "max"]),
            rows(1, 4),
            "Rows 1 and 4 are equal, and nothing beats them.",
        ),
        (([[5], [3], [5], [5]], ["max"]), rows(0, 2, 3), "Three options share the best value."),
    ]
    assert_each(submission.pareto_front, cases)


@exercise("pareto-front")
def test_the_front_is_an_ascending_integer_array(submission):
    """The result is a 1-D integer array of row numbers, ascending; without options, empty."""
    cases = [
        (
            ([[9, 2], [5, 5], [1, 8], [0, 9]], ["min", "min"]),
            rows(0, 1, 2, 3),
            "Row numbers come in the order of the rows.",
        ),
        ((np.array([[4.0, 1.5]]), ["min", "max"]), rows(0), "A single option has no rival."),
        ((np.empty((0, 2)), ["min", "max"]), rows(), "No options give an empty array of integers."),
    ]
    assert_each(submission.pareto_front, cases)


@exercise("pareto-front")
def test_malformed_options_and_senses_are_refused(submission):
    """Options not 2-D, without objectives or with NaN, or senses that do not fit, raise ValueError.

    Also when there are no options.
    """
    calls = [
        ([1.0, 2.0, 3.0], ["min", "min", "min"]),
        ([[[1.0, 2.0]]], ["min"]),
        (np.empty((3, 0)), []),
        (np.empty((0, 0)), []),
        ([[1.0, math.nan], [2.0, 1.0]], ["min", "max"]),
        ([[1.0, 2.0]], ["min"]),
        ([[1.0, 2.0]], ["min", "max", "min"]),
        (np.empty((0, 2)), ["min"]),
        ([[1.0, 2.0]], ["min", "maximum"]),
        ([[1.0, 2.0]], ["Min", "max"]),
        (np.empty((0, 2)), ["max", ""]),
    ]
    rejects_each(submission.pareto_front, calls)


# --- baseline-rates


def history(*flights):
    """A train table from rows (origin, carrier, label)."""
    return pd.DataFrame(flights, columns=["origin", "carrier", "late"])


def asked(*flights, index=None):
    """A test table from rows (origin, carrier)."""
    return pd.DataFrame(flights, columns=["origin", "carrier"], index=index)


# Overall 4/8; EWR 3/4, JFK 1/4; EWR with UA 2/2, with B6 1/2; JFK with B6 0/3, with UA 1/1.
TRAIN = history(
    ("EWR", "UA", 1.0),
    ("EWR", "UA", 1.0),
    ("EWR", "B6", 1.0),
    ("EWR", "B6", 0.0),
    ("JFK", "B6", 0.0),
    ("JFK", "B6", 0.0),
    ("JFK", "B6", 0.0),
    ("JFK", "UA", 1.0),
)


@exercise("baseline-rates")
def test_each_rate_is_pulled_towards_the_rate_of_the_wider_group(submission):
    """A group's rate is pulled towards its wider group's smoothed rate, as by m more flights."""
    test = asked(("EWR", "UA"), ("EWR", "B6"), ("JFK", "B6"), ("JFK", "UA"))
    cases = [
        # Overall 0.5; EWR (3 + 4 * 0.5) / 8 = 0.625; JFK (1 + 2) / 8 = 0.375.
        (
            (TRAIN, test, ["origin", "carrier"], 4),
            [4.5 / 6, 3.5 / 6, 1.5 / 7, 2.5 / 5],
            "With m = 4, EWR has (3 + 4 * 0.5) / 8 = 0.625, and EWR with UA (2 + 4 * 0.625) / 6.",
        ),
        # UA 3/3, B6 1/5.
        (
            (TRAIN, test, ["carrier"], 1),
            [3.5 / 4, 1.5 / 6, 1.5 / 6, 3.5 / 4],
            "By carrier alone, UA has (3 + 1 * 0.5) / 4.",
        ),
    ]
    assert_each(submission.baseline_rates, cases, of=values)


@cache
def unseen_groups():
    test = asked(("EWR", "AA"), ("LGA", "UA"), ("EWR", "UA"))
    keys = ["origin", "carrier"]
    return [
        (
            (TRAIN, test, keys, 4),
            [0.625, 0.5, 0.75],
            "EWR with AA was never seen: EWR's rate. LGA was never seen: the overall rate.",
        ),
        (
            (TRAIN, test, keys, 0),
            [0.75, 0.5, 1.0],
            "With m = 0 groups that were seen have their raw rate, and no rate is ever NaN.",
        ),
        (
            (TRAIN.iloc[:5], test, [], 4),
            [0.6, 0.6, 0.6],
            "Without keys, each flight gets the plain mean label.",
        ),
    ]


@exercise("baseline-rates")
def test_a_group_never_seen_has_the_rate_of_the_wider_one(submission):
    """A group without history takes the wider group's rate, in the end the overall rate."""
    assert_each(submission.baseline_rates, unseen_groups(), of=values)


@cache
def unlabelled_flights():
    train = history(
        ("EWR", "UA", 1.0),
        ("EWR", "UA", math.nan),
        ("EWR", "UA", 0.0),
        ("EWR", "B6", math.nan),
        ("JFK", "B6", math.nan),
        ("LGA", "B6", 0.0),
    )
    test = asked(("EWR", "UA"), ("EWR", "B6"), ("JFK", "B6"))
    keys = ["origin", "carrier"]
    why = "1 of 3 labelled flights is late; a group of unlabelled flights was never seen."
    # Overall 1/3; EWR (1 + 1/3) / 3 = 4/9; EWR with UA (1 + 4/9) / 3.
    return [
        ((train, test, keys, 1), [13 / 27, 4 / 9, 1 / 3], why),
        ((train, test, keys, 0), [0.5, 0.5, 1 / 3], "The same holds with m = 0."),
    ]


@exercise("baseline-rates")
def test_flights_without_a_label_count_nowhere(submission):
    """A train flight whose label is NaN adds to no count: neither late, nor on time, nor seen."""
    assert_each(submission.baseline_rates, unlabelled_flights(), of=values)


@cache
def flights_with_missing_keys():
    train = history(
        ("EWR", "UA", 1.0),
        ("EWR", None, 0.0),
        (None, "UA", 1.0),
        (None, None, 1.0),
        ("JFK", "UA", 0.0),
    )
    test = asked(("EWR", "UA"), ("EWR", None), (None, "UA"), (None, None), ("EWR", "B6"))
    nowhere = history((None, "UA", 1.0), (None, "B6", 0.0))
    return [
        # Overall 3/5; EWR (1 + 2 * 0.6) / 4 = 0.55; EWR with UA (1 + 2 * 0.55) / 3.
        (
            (train, test, ["origin", "carrier"], 2),
            [0.7, 0.55, 0.6, 0.6, 0.55],
            "EWR has 2 flights, one of them without a carrier; no origin counts overall only.",
        ),
        (
            (train.iloc[:2], test.iloc[:3], ["origin"], 2),
            [0.5, 0.5, 0.5],
            "EWR is the only origin in the history; no origin counts overall only.",
        ),
        (
            (nowhere, test.iloc[2:4], ["origin"], 2),
            [0.5, 0.5],
            "Without any origin in the history there is only the overall rate.",
        ),
    ]


@exercise("baseline-rates")
def test_a_missing_key_value_belongs_to_no_group(submission):
    """A flight with a missing key counts, and is forecast, only by the keys before that one."""
    assert_each(submission.baseline_rates, flights_with_missing_keys(), of=values)


@cache
def flights_on_an_index():
    test = asked(("JFK", "B6"), ("EWR", "AA"), ("EWR", "UA"), index=[7, 3, 3])
    labelled = test.assign(late=[1.0, math.nan, 7.0])
    return [
        (
            (TRAIN, test, ("origin", "carrier"), 4),
            pd.Series([1.5 / 7, 0.625, 0.75], index=test.index, name="late_rate"),
            "Each test flight keeps its place and its index label.",
        ),
        (
            (TRAIN, labelled, ["origin"], 4),
            pd.Series([0.375, 0.625, 0.625], index=test.index, name="late_rate"),
            "The labels of `test` must not influence the forecast.",
        ),
        (
            (TRAIN, test.iloc[:0], ["origin"], 4),
            pd.Series([], dtype="float64", index=test.index[:0], name="late_rate"),
            "No test flights give an empty Series of the same kind.",
        ),
    ]


@exercise("baseline-rates")
def test_rates_come_on_the_index_of_the_test_flights(submission):
    """The rates are a float64 Series named "late_rate", row by row on the index of `test`."""
    assert_each(submission.baseline_rates, flights_on_an_index())


@cache
def unusable_histories():
    """Arguments of `baseline_rates` of which one makes no sense."""
    test = asked(("EWR", "UA"))
    keys = ["origin", "carrier"]
    unlabelled = TRAIN.assign(late=math.nan)
    return (
        (TRAIN.drop(columns="late"), test, keys, 4),
        (TRAIN.drop(columns="late"), test, [], 4),
        (TRAIN.drop(columns="carrier"), test, keys, 4),
        (TRAIN, test.drop(columns="carrier"), keys, 4),
        (TRAIN, test, ["origin", "dest"], 4),
        (TRAIN, test.assign(late=1.0), ["origin", "late"], 4),
        (history(("EWR", "UA", 1.0), ("EWR", "UA", 0.5)), test, keys, 4),
        (history(("EWR", "UA", 0.0), ("EWR", "UA", 2.0)), test, keys, 4),
        (history(("EWR", "UA", 0.0), ("EWR", "UA", -1.0)), test, keys, 4),
        (unlabelled, test, keys, 4),
        (unlabelled, test, [], 4),
        (TRAIN.iloc[:0], test, keys, 4),
        (TRAIN, test, keys, -1),
        (TRAIN, test, keys, math.nan),
        (TRAIN, test, keys, math.inf),
    )


@exercise("baseline-rates")
def test_a_history_or_key_that_cannot_be_used_is_refused(submission):
    """Missing columns, "late" as a key, odd labels, no label or a bad m raise a ValueError."""
    rejects_each(submission.baseline_rates, unusable_histories())


# --- capacity-plan

LOAD = {
    "requests_per_day": 864_000,
    "peak_to_mean": 5,
    "stored_bytes_per_request": 1_000,
    "response_bytes": 3_000,
}
SERVICE = {
    "seconds_per_request": 0.3,
    "slots_per_replica": 2,
    "max_utilisation": 0.6,
    "spare_replicas": 2,
}


def entry(plan, name):
    """One entry of a plan, whatever the other ones are."""
    is_a(plan, dict)
    if name not in plan:
        assert_same(sorted(plan, key=str), [name], why=f"The plan needs an entry {name!r}.")
    return plan[name]


def replicas(plan):
    return entry(plan, "replicas")


@exercise("capacity-plan")
def test_the_peak_decides_how_many_requests_are_in_progress(submission):
    """The peak rate is the mean rate times `peak_to_mean`; busy slots follow by Little's law."""
    plan = submission.capacity_plan(LOAD, SERVICE)
    assert_same(
        entry(plan, "peak_requests_per_second"),
        50.0,
        why="864,000 requests a day are 10 a second on average, and 5 times that at peak.",
    )
    assert_same(
        entry(plan, "busy_slots"), 15.0, why="50 arrivals a second that stay 0.3 seconds each."
    )
    plan = submission.capacity_plan({**LOAD, "requests_per_day": 129_600}, SERVICE)
    assert_same(
        entry(plan, "peak_requests_per_second"),
        7.5,
        why="129,600 requests a day are 1.5 a second on average: a rate need not be whole.",
    )


@exercise("capacity-plan")
def test_replicas_leave_headroom_and_a_spare(submission):
    """Replicas round up, keep the slots below `max_utilisation` at peak, and include the spares."""
    full = {**SERVICE, "max_utilisation": 1, "spare_replicas": 0}
    half = {**SERVICE, "slots_per_replica": 4.0, "max_utilisation": 0.5, "spare_replicas": 1.0}
    cases = [
        (
            (LOAD, SERVICE),
            15,
            "15 busy slots at 2 * 0.6 = 1.2 per replica need 12.5, so 13 replicas, and 2 spares.",
        ),
        ((LOAD, full), 8, "15 busy slots at 2 per replica need 7.5, so 8."),
        ((LOAD, half), 9, "4.0 slots and 1.0 spare are whole numbers as well."),
    ]
    assert_each(submission.capacity_plan, cases, of=replicas)


@exercise("capacity-plan")
def test_an_exact_fit_buys_no_further_replica(submission):
    """When the load fits exactly, rounding error buys no machine; a real excess does."""
    load = {**LOAD, "requests_per_day": 86_400, "peak_to_mean": 1}
    cases = []
    for seconds, slots, share, expected in (
        (2.1, 1, 0.7, 3),
        (4.2, 2, 0.7, 3),
        (4, 2, 1, 2),
        (1.0000000005, 1, 1, 1),
        (3.0000000005, 1, 1, 3),
        (3.0000000015, 1, 1, 4),
        (3.0001, 1, 1, 4),
    ):
        service = {"seconds_per_request": seconds, "slots_per_replica": slots}
        service |= {"max_utilisation": share, "spare_replicas": 0}
        why = f"One request a second holds {seconds:.11g} slots, and a replica offers "
        why += f"{slots * share:g}. Within 1e-9 of a whole number, that number is enough."
        cases.append(((load, service), expected, why))
    assert_each(submission.capacity_plan, cases, of=replicas)


@exercise("capacity-plan")
def test_there_is_a_replica_even_without_load(submission):
    """At least one replica is kept, plus the spares, however small the load."""
    loads = [{**LOAD, "requests_per_day": requests} for requests in (0, 1e-9, 200)]
    cases = [((load, SERVICE), 3, "One replica for the load, and two spares.") for load in loads]
    assert_each(submission.capacity_plan, cases, of=replicas)


@exercise("capacity-plan")
def test_storage_is_in_gigabytes_and_egress_in_megabits(submission):
    """Storage is the mean load over 365 days in GB; egress is the peak in megabits a second.

    The plan has exactly the five entries of the contract.
    """
    plan = submission.capacity_plan(LOAD, SERVICE)
    expected = {
        "peak_requests_per_second": 50.0,
        "busy_slots": 15.0,
        "replicas": 15,
        "storage_gb_per_year": 315.36,
        "egress_mbit_per_second": 1.2,
    }
    assert_same(
        plan,
        expected,
        why="864,000 kilobytes a day for 365 days; 50 times 3,000 bytes of 8 bits a second.",
    )


@exercise("capacity-plan")
def test_entries_that_make_no_sense_are_refused(submission):
    """A missing, misnamed, out-of-range, NaN, infinite or unduly fractional entry is a ValueError.

    The limits themselves are allowed.
    """
    unusable = {
        "requests_per_day": (-1,),
        "peak_to_mean": (0.99,),
        "stored_bytes_per_request": (-1,),
        "response_bytes": (-1,),
        "seconds_per_request": (0,),
        "slots_per_replica": (0, 2.5),
        "max_utilisation": (0, 1.01),
        "spare_replicas": (-1, 0.5),
    }
    calls = [
        (dict(list(LOAD.items())[1:]), SERVICE),
        (LOAD, dict(list(SERVICE.items())[:-1])),
        ({"response_kilobytes": 3, **LOAD}, SERVICE),
        (LOAD, {"seconds": 0.3, **SERVICE}),
    ]
    for position, (name, bad) in enumerate(unusable.items()):
        extra = ((math.nan,), (), (math.inf,), (math.nan,))[position % 4]
        for value in (*bad, *extra):
            load = {**LOAD, name: value} if name in LOAD else LOAD
            service = {**SERVICE, name: value} if name in SERVICE else SERVICE
            calls.append((load, service))
    rejects_each(submission.capacity_plan, calls)
    lowest = {"requests_per_day": 0, "peak_to_mean": 1}
    lowest |= {"stored_bytes_per_request": 0, "response_bytes": 0}
    single = {"seconds_per_request": 0.1, "slots_per_replica": 1}
    single |= {"max_utilisation": 1, "spare_replicas": 0}
    plan = submission.capacity_plan(lowest, single)
    assert_same(entry(plan, "replicas"), 1, why="These entries are at their limits, and allowed.")


# --- review-design


def good_design():
    """A design without any violation; the stage budgets add up to the SLO exactly."""
    return {
        "owner": "delay-desk team",
        "objectives": [{"name": "punctual", "metric": "late-share"}],
        "metrics": [{"name": "late-share", "guardrail": "complaints below 10 a day"}],
        "latency": {"slo_ms": 150, "stages_ms": {"features": 60, "model": 90}},
        "fallback": "historical rate",
        "rollback": "previous model",
    }


SECTIONS = ("fallback", "latency", "metrics", "objectives", "owner", "rollback")


@exercise("review-design")
def test_a_sound_design_has_no_violation(submission):
    """A complete design gives an empty list, and other keys are ignored at every level."""
    assert_same(submission.review_design(good_design()), [])
    design = good_design() | {"budget": None, "risks": []}
    design["objectives"] = [{"name": "punctual", "metric": "late-share", "deadline": ""}]
    design["metrics"] = [{"name": "late-share", "guardrail": "80", "unit": None}]
    design["latency"] = {"slo_ms": 150, "stages_ms": {"model": 90}, "p99_ms": None}
    assert_same(
        submission.review_design(design), [], why="Keys that the form does not know are ignored."
    )


@exercise("review-design")
def test_every_missing_section_is_listed(submission):
    """Each of the six sections may be missing; all of them are listed, and nothing raises."""
    everything = [f"{section}/missing" for section in SECTIONS]
    cases = [(({},), everything, "Nothing is there at all.")]
    for section in SECTIONS:
        design = good_design()
        del design[section]
        expected, why = [f"{section}/missing"], f"Only {section} is missing here."
        if section == "metrics":
            expected.append("objectives/punctual/unknown-metric")
            why = "Without metrics, the metric of every objective is unknown."
        cases.append(((design,), expected, why))
    assert_each(submission.review_design, cases)


@exercise("review-design")
def test_blank_values_are_absent_and_zero_is_not(submission):
    """None, blank text, and an empty list or dict are absent, wherever they stand; 0 is a value."""
    cases = []
    for blank in (None, "", " \t\n", [], {}):
        everything = [f"{section}/missing" for section in SECTIONS]
        why = f"A section that is {blank!r} is absent."
        cases.append(((dict.fromkeys(SECTIONS, blank),), everything, why))
        design = good_design()
        design["objectives"] = [{"name": "punctual", "metric": blank}]
        design["metrics"] = [{"name": "late-share", "guardrail": blank}]
        design["latency"] = {"slo_ms": blank, "stages_ms": blank}
        expected = ["latency/no-slo", "latency/no-stages", "metrics/late-share/no-guardrail"]
        expected += ["objectives/punctual/no-metric"]
        cases.append(((design,), expected, f"A field that is {blank!r} is absent."))
    design = good_design() | {"latency": {"slo_ms": 0, "stages_ms": {"model": 0}}}
    cases.append(((design,), [], "An SLO of 0 ms is there."))
    assert_each(submission.review_design, cases)


@exercise("review-design")
def test_objectives_need_a_known_metric_and_metrics_a_guardrail(submission):
    """An objective needs a metric that is listed by exactly that name; a metric, a guardrail."""
    design = good_design()
    design["objectives"] = [
        {"name": "punctual", "metric": "late-share"},
        {"name": "cheap"},
        {"name": "fair", "metric": "Late-Share"},
        {"name": "calm", "metric": "late-share "},
    ]
    design["metrics"] = [{"name": "late-share"}, {"name": "cost", "guardrail": "no"}, {"name": "x"}]
    assert_same(
        submission.review_design(design),
        [
            "metrics/late-share/no-guardrail",
            "metrics/x/no-guardrail",
            "objectives/calm/unknown-metric",
            "objectives/cheap/no-metric",
            "objectives/fair/unknown-metric",
        ],
        why="Names are compared exactly, and a metric without a guardrail is still known.",
    )


@exercise("review-design")
def test_stage_budgets_may_equal_the_slo_but_not_exceed_it(submission):
    """The stages may add up to the SLO, not to more; without one of the two, that one is named."""
    cases = [
        ((good_design() | {"latency": latency},), expected, f"The latency section is {latency}.")
        for latency, expected in (
            ({"slo_ms": 150, "stages_ms": {"features": 60, "model": 90}}, []),
            ({"slo_ms": 150, "stages_ms": {"features": 60, "model": 91}}, ["latency/over-slo"]),
            ({"slo_ms": 0, "stages_ms": {"model": 1}}, ["latency/over-slo"]),
            ({"stages_ms": {"model": 90}}, ["latency/no-slo"]),
            ({"slo_ms": 150}, ["latency/no-stages"]),
            ({"note": "soon"}, ["latency/no-slo", "latency/no-stages"]),
        )
    ]
    assert_each(submission.review_design, cases)


@exercise("review-design")
def test_all_violations_are_listed_in_sorted_order(submission):
    """Every violation is listed, not only the first, in the order of Python's `sorted`."""
    found = submission.review_design(
        {
            "rollback": " ",
            "metrics": [{"name": "a"}, {"name": "a-b"}, {"name": "Z"}],
            "objectives": [{"name": "quick"}, {"name": "cheap", "metric": "cost"}],
            "latency": {"slo_ms": 100, "stages_ms": {"model": 80, "network": 30}},
            "owner": "desk",
        }
    )
    assert_same(
        found,
        [
            "fallback/missing",
            "latency/over-slo",
            "metrics/Z/no-guardrail",
            "metrics/a-b/no-guardrail",
            "metrics/a/no-guardrail",
            "objectives/cheap/unknown-metric",
            "objectives/quick/no-metric",
            "rollback/missing",
        ],
        why="The complete strings are sorted, as `sorted` does it: capitals before small letters.",
    )
