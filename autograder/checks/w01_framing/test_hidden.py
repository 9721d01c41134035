"""The checks of week 1 that the grader keeps: random inputs, real flights, rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

import copy
import math
from fractions import Fraction
from functools import cache

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once_per_seed,
    rejects,
    rejects_each,
)
from worlds.flights import load

# Seeds of the part of the random inputs that is the same in every grading.
ANCHOR = {"designs": 38, "thresholds": 1, "costs": 3, "loads": 0}
OUTCOMES = ("correct_alarm", "false_alarm", "miss", "correct_silence")
DESK_COSTS = {"correct_alarm": 150, "false_alarm": 120, "miss": 600, "correct_silence": 0}


@cache
def blizzard():
    """Every ninth flight of 4 to 11 February 2013, when 8 and 9 February brought a blizzard."""
    columns = ["day", "hour", "origin", "carrier", "dep_time", "arr_time", "arr_delay"]
    flights = load()
    february = (flights["month"] == 2) & flights["day"].between(4, 11)
    return flights.loc[february, columns].iloc[::9]


@cache
def blizzard_labelled():
    """Those that arrived, with a column `late`."""
    flights = blizzard().dropna(subset=["arr_delay"])
    return flights.assign(late=[float(delay >= 15) for delay in flights["arr_delay"]])


def values(series):
    """The values of a Series, whatever its name and index are."""
    is_a(series, pd.Series)
    return series.tolist()


# --- late-labels


def slow_labels(delays, limit, missing):
    """One flight at a time."""
    return [missing if delay != delay else float(delay >= limit) for delay in delays]


LABEL_OF_MISSING = {"exclude": math.nan, "late": 1.0, "on_time": 0.0}


@once_per_seed
def random_delays(rng):
    early, half, later = int(rng.integers(-20, 0)), float(rng.integers(0, 14)) + 0.5, 16
    later += int(rng.integers(0, 24))
    arrived = pd.DataFrame({"arr_delay": np.array([14, 15, 16])})
    cases = [((arrived,), [0.0, 1.0, 1.0], "Delays may also be a column of integers.")]
    for limit, word in ((early, "exclude"), (half, "late"), (-half, "on_time"), (later, "late")):
        delays = limit + rng.integers(-3, 4, 40) / 2
        delays[rng.random(40) < 0.3] = math.nan
        delays[:5] = [limit, math.nan, limit - 0.5, 15, -limit]
        labels = slow_labels(delays.tolist(), limit, LABEL_OF_MISSING[word])
        why = f"Late means {limit} minutes or more; missing delays are {word!r}."
        cases.append(((pd.DataFrame({"arr_delay": delays}), limit, word), labels, why))
    return cases


@exercise("late-labels")
def test_any_delays_and_any_limit_are_labelled(submission, rng):
    """Random delays are labelled rightly for random limits and each treatment of missing ones."""
    assert_each(submission.late_labels, random_delays(rng), of=values)


@cache
def indexed_flights():
    """Tables on many kinds of index, each with a word for `cancelled` and the labels."""
    cases = []
    for index, word in (
        (pd.Index([4, 3, 2, 1, 0]), "late"),
        (pd.Index([1, 1, 1, 1, 1]), "exclude"),
        (pd.Index(["UA", "B6", "UA", "AA", "B6"]), "on_time"),
        (pd.date_range("2013-02-08", periods=5, freq="h", tz="UTC"), "exclude"),
        (pd.MultiIndex.from_product([["EWR"], [5, 3, 5, 3, 5]], names=["origin", "hour"]), "late"),
    ):
        flights = pd.DataFrame({"arr_delay": [15.0, math.nan, 3.0, 40.0, 14.0]}, index=index)
        labels = [1.0, LABEL_OF_MISSING[word], 0.0, 1.0, 0.0]
        cases.append((flights, word, pd.Series(labels, index=index, name="late")))
    for word, label in LABEL_OF_MISSING.items():
        gone = pd.DataFrame({"arr_delay": [math.nan, math.nan]}, index=[8, 8])
        cases.append((gone, word, pd.Series([label, label], index=[8, 8], name="late")))
    return [((flights, 15, word), labels, "") for flights, word, labels in cases]


@exercise("late-labels")
def test_labels_stay_with_their_flights_under_any_index(submission):
    """Whatever the index is, repeated, unsorted or with levels, labels stay row by row on it."""
    assert_each(submission.late_labels, indexed_flights())


@exercise("late-labels")
def test_other_columns_do_not_influence_the_label(submission):
    """Only `arr_delay` decides, and only its being missing means cancelled or diverted."""
    flights = pd.DataFrame(
        {
            "late": [0.0, 0.0, 1.0, 1.0],
            "dep_delay": [2.0, math.nan, 33.0, 50.0],
            "dep_time": [900.0, 905.0, math.nan, 915.0],
            "arr_time": [1100.0, 1110.0, math.nan, math.nan],
            "arr_delay": [30.0, math.nan, 2.0, 4.0],
            "air_time": [math.nan, 60.0, math.nan, 80.0],
        }
    )
    cases = [
        ((flights,), [1.0, math.nan, 0.0, 0.0], "Only arr_delay decides."),
        ((flights, 15, "late"), [1.0, 1.0, 0.0, 0.0], "Only arr_delay decides."),
    ]
    assert_each(submission.late_labels, cases, of=values)


@exercise("late-labels")
def test_the_table_of_flights_is_left_alone(submission):
    """The call adds no column to the table it is given, and fills no gap in it."""
    flights = pd.DataFrame({"arr_delay": [20.0, math.nan, 3.0], "late": [1.0, 1.0, 1.0]})
    for word in LABEL_OF_MISSING:
        labels = assert_unchanged(submission.late_labels, flights, 15, word)
        assert_same(values(labels), [1.0, LABEL_OF_MISSING[word], 0.0])


@exercise("late-labels")
def test_words_are_refused_exactly(submission):
    """Only the three exact words are accepted, also where no delay is missing or no flight is."""
    nothing = pd.DataFrame({"arr_delay": np.array([], dtype=float)})
    arrived = pd.DataFrame({"arr_delay": [3.0]})
    for word, flights in (
        ("EXCLUDE", nothing),
        ("on time", arrived),
        ("late ", nothing),
        ("on-time", nothing),
        ("drop", arrived),
    ):
        rejects(submission.late_labels, flights, cancelled=word, naming=word)


@cache
def february_labels(word):
    return slow_labels(blizzard()["arr_delay"].tolist(), 15, LABEL_OF_MISSING[word])


@cache
def february_delays():
    return [
        (
            (blizzard()[["dep_time", "arr_time", "arr_delay"]], 15, word),
            february_labels(word),
            f"These are flights of February 2013, missing delays being {word!r}.",
        )
        for word in ("exclude", "on_time")
    ]


@exercise("late-labels")
def test_the_flights_of_february_are_labelled(submission):
    """Real flights: cancelled and diverted ones are told from those that arrived on time."""
    assert_each(submission.late_labels, february_delays(), of=values)


# --- expected-cost


def slow_total(y_true, y_prob, threshold, costs):
    """The total cost, one flight at a time."""
    total = 0
    for late, score in zip(y_true, y_prob, strict=True):
        if score >= threshold:
            total += costs["correct_alarm" if late else "false_alarm"]
        else:
            total += costs["miss" if late else "correct_silence"]
    return total


def any_costs(rng, largest):
    return dict(zip(OUTCOMES, rng.integers(-largest, largest, 4).tolist(), strict=True))


@once_per_seed
def random_flights(rng):
    fixed = np.random.default_rng(ANCHOR["costs"])
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
    costs, why = dict.fromkeys(OUTCOMES, 80), "Acted on or not, each flight costs 80 dollars."
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
    arguments = [1, 0, 1], [0.9, 0.8, 0.4], 0.6, dict(DESK_COSTS)
    assert_same(assert_unchanged(submission.expected_cost, *arguments), 290.0)
    arguments = np.array([1.0, 0, 1]), np.array([0.9, 0.8, 0.4]), 0.6, dict(DESK_COSTS)
    assert_same(assert_unchanged(submission.expected_cost, *arguments), 290.0)


@cache
def february_costs():
    flights = blizzard_labelled()
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


# --- best-threshold


def slow_threshold(y_true, y_prob, costs):
    """Every candidate, the highest first, in whole dollars: a row for each, a column a flight."""
    late, scores = np.array(y_true, dtype=bool), np.array(y_prob)
    candidates = np.array([math.inf, *sorted(set(y_prob), reverse=True)])
    acting = np.where(late, int(costs["correct_alarm"]), int(costs["false_alarm"]))
    silent = np.where(late, int(costs["miss"]), int(costs["correct_silence"]))
    totals = np.where(scores >= candidates[:, None], acting, silent).sum(axis=1)
    return float(candidates[np.argmin(totals)])  # the first of the lowest


def alarms(y_prob, threshold):
    """How many flights are acted on."""
    return sum(score >= threshold for score in y_prob)


def assert_threshold(received, y_true, y_prob, costs, best=None):
    """The threshold is the best one to the last digit."""
    best = slow_threshold(y_true, y_prob, costs) if best is None else best
    why = "A threshold is a number."
    if isinstance(received, int | float | np.integer | np.floating) and received != best:
        mine, wanted = alarms(y_prob, received), alarms(y_prob, best)
        dearer = slow_total(y_true, y_prob, received, costs) - slow_total(
            y_true, y_prob, best, costs
        )
        if mine == wanted:
            why = "The threshold is one of the scores as given, not a value near one."
        elif dearer:
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
    fixed = np.random.default_rng(ANCHOR["thresholds"])
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


@cache
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


@exercise("best-threshold")
def test_scores_that_differ_in_the_last_digit_are_different(submission):
    """Two scores may differ in the last digit only; the result is a score as given, unrounded."""
    cases = []
    for score in (0.123456789123456789, 1 / 3):
        above = math.nextafter(score, 1)
        cases += [
            ([0, 1, 0], [score, above, 0.05], DESK_COSTS),
            ([1, 0, 0], [above, score, score], DESK_COSTS),
            ([1, 1, 0], [above, score, 0.05], DESK_COSTS),
        ]
    assert_thresholds(submission, [(case, case) for case in cases])


@exercise("best-threshold")
def test_only_the_order_of_the_scores_matters(submission):
    """Stretching the scores without changing their order moves the threshold along with them."""
    cases = []
    for power, last in ((1, 0), (3, 1), (0.5, 0), (40, 1)):
        y_true = [1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, last] * 2
        y_prob = [((16 - k % 12) / 16) ** power for k in range(24)]
        cases.append((y_true, y_prob, DESK_COSTS))
    assert_thresholds(submission, [(case, case) for case in cases])


@exercise("best-threshold")
def test_searching_changes_no_argument(submission):
    """The search sorts copies: labels, scores and costs are left as they were."""
    y_true, y_prob = [1, 0, 1, 0], [0.6, 0.3, 0.9, 0.2]
    for kind in (list, np.array, pd.Series):
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
        submission.best_threshold.within(5)(late, scores, DESK_COSTS),
        expected,
        rtol=0,
        atol=0,
        why=f"The cost is lowest when the desk acts on {best:,} of the 100,000 flights.",
    )


# --- pareto-front


def slow_front(options, senses):
    """Every pair of options at once, one objective at a time; entry [row, rival]."""
    n = len(options)
    no_worse, better = np.ones((n, n), dtype=bool), np.zeros((n, n), dtype=bool)
    for column, sense in zip(np.array(options, dtype=float).T, senses, strict=True):
        row, rival = column[:, None], column[None, :]
        no_worse &= rival <= row if sense == "min" else rival >= row
        better |= rival < row if sense == "min" else rival > row
    return np.flatnonzero(~(no_worse & better).any(axis=1))


def any_senses(rng, m):
    return [("min", "max")[k] for k in rng.integers(0, 2, m)]


@once_per_seed
def random_options(rng):
    cases = []
    for trial in range(6):
        n, m = int(rng.integers(8, 40)), 1 + trial % 5
        options = rng.integers(0, 2 + trial % 4, (n, m)) - 1
        senses = any_senses(rng, m)
        given = [options, options.astype(float), options.tolist()][trial % 3]
        why = f"The senses are {senses}."
        cases.append(((given, senses), slow_front(options.tolist(), senses), why))
    options, senses = rng.random((100, 3)).round(2), tuple(any_senses(rng, 3))
    why = f"The senses are {senses}."
    cases.append(((options, senses), slow_front(options.tolist(), senses), why))
    return cases


@exercise("pareto-front")
def test_random_options_agree_with_comparing_every_pair(submission, rng):
    """The front of random options is what comparing every pair of them says."""
    assert_each(submission.pareto_front, random_options(rng))


@exercise("pareto-front")
def test_infinite_values_compare_as_usual(submission):
    """An infinite value equals itself and is beyond every finite one, in either sense."""
    inf = math.inf
    cases = (
        ([[inf, 1], [inf, 2], [5, 3]], ["min", "min"], [0, 2]),
        ([[inf, 1], [inf, 2], [5, 3]], ["max", "max"], [1, 2]),
        ([[-inf, 1], [-inf, 1], [-inf, 0]], ["min", "max"], [0, 1]),
        ([[inf, -inf], [-inf, inf], [inf, inf]], ["max", "max"], [2]),
        ([[inf], [1e308], [-inf]], ["min"], [2]),
    )
    assert_each(
        submission.pareto_front,
        [((options, s), np.array(front), f"The senses are {s}.") for options, s, front in cases],
    )


@exercise("pareto-front")
def test_values_are_compared_without_a_tolerance(submission):
    """The smallest difference counts: nearly equal options are not equal."""
    more = math.nextafter(1.0, 2.0)
    front = submission.pareto_front([[1.0, 2.0], [more, 2.0], [1.0, 2.0]], ["min", "max"])
    assert_same(front, np.array([0, 2]), why="Row 1 is larger by 2e-16, hence dominated.")
    front = submission.pareto_front([[1.0, 1e9], [more, 1e9 + 1e-6]], ["max", "min"])
    assert_same(front, np.array([0, 1]), why="Each is better on one objective, if only just.")


@once_per_seed
def stretched_options(rng):
    best_at_one = [[0, 0, -6], [-6, 0, 0], [0, 6, 0]]  # always in the front, never in order
    crowd = rng.permutation(np.unique(rng.integers(-4, 5, (30, 3)), axis=0))
    options = np.vstack([best_at_one, crowd])
    senses = ["min", "max", "min"]
    expected = slow_front(options.tolist(), senses)
    order = "Only the order within each objective matters."
    turned = "Less of x is the same wish as more of -x."
    return [
        ((options**3, senses), expected, order),
        ((np.exp(options.astype(float)), senses), expected, order),
        ((options * [-1, 1, -1], ["max", "max", "max"]), expected, turned),
    ]


@exercise("pareto-front")
def test_flipping_or_stretching_an_objective_changes_nothing(submission, rng):
    """The front stays the same when an objective is stretched, or negated with its sense turned."""
    assert_each(submission.pareto_front, stretched_options(rng))


@exercise("pareto-front")
def test_the_table_of_options_is_left_alone(submission):
    """The call flips no sign in the caller's table, nor sorts it."""
    options = np.array([[3.0, 5.0], [1.0, 2.0], [2.0, 9.0]])
    for given in (options, options.tolist()):
        front = assert_unchanged(submission.pareto_front, given, ["min", "max"])
        assert_same(front, np.array([1, 2]), why="Only [3, 5] is beaten, by [2, 9].")


@cache
def february_carriers():
    """The carriers, and of each the late share, the share that never arrived, and the flights."""
    flights = blizzard()
    carriers = sorted(set(flights["carrier"]))
    rows = []
    for carrier in carriers:
        delays = flights.loc[flights["carrier"] == carrier, "arr_delay"].tolist()
        arrived = [delay for delay in delays if delay == delay]
        late = sum(delay >= 15 for delay in arrived) / max(1, len(arrived))
        rows.append([late, 1 - len(arrived) / len(delays), float(len(delays))])
    return carriers, np.array(rows)


@exercise("pareto-front")
def test_the_carriers_of_february_are_compared(submission):
    """Real carriers, by how often they are late, how often they never arrive, and their size."""
    carriers, rows = february_carriers()
    both = (["min", "min", "max"], ["max", "max", "min"])
    why = f"The carriers are {carriers}."
    cases = [((rows, senses), slow_front(rows, senses), why) for senses in both]
    assert_each(submission.pareto_front, cases)


# --- baseline-rates


def missing(value):
    return value is None or value != value


def slow_rates(train, test, keys, strength):
    """One test flight at a time, and for each level every train flight."""
    labels = train["late"].tolist()
    groups = list(zip(*(train[key].tolist() for key in keys), strict=True)) or [()] * len(labels)
    known = [(group, late) for group, late in zip(groups, labels, strict=True) if late == late]
    overall = sum(late for _, late in known) / len(known)
    rates = []
    for flight in zip(*(test[key].tolist() for key in keys), strict=True):
        rate = overall
        for k in range(1, len(keys) + 1):
            if missing(flight[k - 1]):
                break
            seen = [late for group, late in known if group[:k] == flight[:k]]
            if not seen:
                break
            rate = (sum(seen) + strength * rate) / (len(seen) + strength)
        rates.append(rate)
    return rates


def any_table(rng, n, *, gaps):
    """Flights with a text key, a number key and another text key; `gaps` is the missing share."""
    table = pd.DataFrame(
        {
            "origin": rng.choice(["EWR", "JFK", "LGA", "TEB"], n, p=[0.4, 0.3, 0.2, 0.1]),
            "hour": rng.choice([6.0, 7.0, 8.0, 21.0], n),
            "carrier": rng.choice(["UA", "B6", "AA"], n),
            "late": rng.choice([1.0, 0.0, math.nan], n, p=[0.4, 0.4, 0.2]),
        }
    )
    for key in ("origin", "hour", "carrier"):
        table[key] = table[key].mask(rng.random(n) < gaps)
    return table


@once_per_seed
def random_histories(rng):
    names = ["origin", "hour", "carrier"]
    cases = []
    for gaps, depth, strength in ((0.15, 3, 2.5), (0, 2, 0)):
        flights = any_table(rng, 48, gaps=gaps)
        train, test = flights.iloc[:36].copy(), flights.iloc[36:].reset_index(drop=True)
        train.loc[:12, "late"] = 1.0  # never as many late as on time
        train.loc[1:2, "origin"] = test.loc[0, "origin"] = "SWF"
        train.loc[1:2, "late"] = math.nan  # a group in which no flight is labelled
        train.index = rng.integers(0, 9, 36)
        keys = [names[k] for k in rng.permutation(3)][:depth] if depth == 3 else names[:2]
        rates, why = slow_rates(train, test, keys, strength), f"The keys are {keys}, m {strength}."
        cases.append(((train, test, keys, strength), rates, why))
    return cases


@exercise("baseline-rates")
def test_random_histories_agree_with_a_slow_count(submission, rng):
    """The rates of random flights are what a slow count over the history says."""
    assert_each(submission.baseline_rates, random_histories(rng), of=values)


@exercise("baseline-rates")
def test_a_missing_key_in_the_middle_ends_the_search(submission):
    """With three keys and the second missing, only the first counts, in train and in test."""
    train = pd.DataFrame(
        {
            "origin": ["EWR", "EWR", "EWR", "JFK"],
            "hour": [6.0, math.nan, math.nan, 6.0],
            "carrier": ["UA", "UA", "UA", "UA"],
            "late": [0.0, 1.0, 1.0, 0.0],
        }
    )
    test = pd.DataFrame(
        {
            "origin": ["EWR", "EWR", None],
            "hour": [math.nan, 6.0, 6.0],
            "carrier": ["UA", "UA", "UA"],
        }
    )
    rates = submission.baseline_rates(train, test, ["origin", "hour", "carrier"], 2)
    # Overall 2/4; EWR (2 + 2 * 0.5) / 5 = 0.6; EWR at 6 (0 + 2 * 0.6) / 3 = 0.4, then 0.8 / 3.
    assert_same(
        values(rates),
        [0.6, 0.8 / 3, 0.5],
        why="A flight without an hour belongs to its origin, and to no group of fewer flights.",
    )


@cache
def keys_of_many_dtypes():
    hours = pd.CategoricalDtype([6, 7, 8])
    train = pd.DataFrame(
        {
            "hour": pd.Series([6, 6, 7], dtype=hours),
            "weekend": [True, False, True],
            "gate": [1, 2, 1],
            "late": [1.0, 0.0, 0.0],
        }
    )
    test = pd.DataFrame(
        {
            "hour": pd.Series([6, 8, 7, 6], dtype=hours),
            "weekend": [True, True, False, False],
            "gate": [1, 1, 2, 9],
        }
    )
    return [
        (
            (train, test, keys, strength),
            slow_rates(train, test, keys, strength),
            f"The keys are {keys}, and m is {strength}.",
        )
        for keys, strength in ((["hour", "weekend"], 0), (["gate", "hour"], 3))
    ]


@exercise("baseline-rates")
def test_keys_may_be_of_any_dtype(submission):
    """Keys may be text, numbers, booleans or categories, also categories never seen in train."""
    assert_each(submission.baseline_rates, keys_of_many_dtypes(), of=values)


@cache
def lone_flights():
    """Forecasts of some flights, the first from nowhere known, in other company."""
    rng = np.random.default_rng(2013)
    train, test = any_table(rng, 40, gaps=0.15), any_table(rng, 12, gaps=0.15)
    test.loc[0, "origin"] = "BOS"
    keys = ["origin", "carrier"]
    expected = slow_rates(train, test, keys, 5)
    why = "Asked about this flight alone, the forecast is the same."
    return [
        ((train, test.iloc[::-1], keys, 5), expected[::-1], "Asked in reverse order."),
        ((train, test.iloc[[0]], keys, 5), expected[:1], why),
    ]


@exercise("baseline-rates")
def test_each_flight_is_forecast_on_its_own(submission):
    """A forecast depends on the history and on that flight, not on which others are asked about."""
    assert_each(submission.baseline_rates, lone_flights(), of=values)


@exercise("baseline-rates")
def test_neither_table_is_changed(submission):
    """The call adds no column to train or test, and drops no row."""
    train = pd.DataFrame({"origin": ["EWR", None, "JFK"], "late": [1.0, 0.0, math.nan]})
    test = pd.DataFrame({"origin": ["EWR", None, "LGA"], "late": [0.0, math.nan, 1.0]})
    rates = assert_unchanged(submission.baseline_rates, train, test, ["origin"], 2)
    assert_same(values(rates), [2 / 3, 0.5, 0.5], why="EWR was late once in one flight, of two.")


@cache
def february_history():
    """The labelled flights of 4 to 7 February, some of 9 February, and their forecasts."""
    flights = blizzard().assign(late=february_labels("exclude"))
    flights = flights.drop(columns=["dep_time", "arr_time", "arr_delay"])
    train, test = flights[flights["day"] <= 7], flights[flights["day"] == 9].iloc[::2]
    return train, test, slow_rates(train, test, ["origin", "hour", "carrier"], 50)


@exercise("baseline-rates")
def test_a_day_of_february_is_forecast_from_the_days_before(submission):
    """Real flights: 4 to 7 February forecast 9 February, by origin, hour and carrier."""
    train, test, expected = february_history()
    rates = submission.baseline_rates(train, test, ["origin", "hour", "carrier"], 50)
    assert_same(values(rates), expected, why="9 February 2013, m = 50.")


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


@once_per_seed
def random_loads(rng):
    # Rate, tenths of peak to mean, hundredths of a second, twentieths of use, slots, spares, bytes.
    low, high = (1, 10, 1, 1, 1, 0, 0, 0), (50, 40, 100, 21, 9, 4, 5_000, 50_000)
    exact_fit = (21, 10, 10, 14, 1, 0, 10, 10)
    fixed = np.random.default_rng(ANCHOR["loads"])
    sources = [rng] * 3 + [fixed] * 7
    cases = []
    for draw in (exact_fit, *(source.integers(low, high).tolist() for source in sources)):
        rate, tenths, hundredths, twentieths, slots, spare, stored, sent = draw
        load = {
            "requests_per_day": rate * 86_400,
            "peak_to_mean": tenths / 10,
            "stored_bytes_per_request": stored,
            "response_bytes": sent,
        }
        service = {
            "seconds_per_request": hundredths / 100,
            "slots_per_replica": slots,
            "max_utilisation": twentieths / 20,
            "spare_replicas": spare,
        }
        peak = Fraction(rate * tenths, 10)
        busy = peak * Fraction(hundredths, 100)
        expected = {
            "peak_requests_per_second": float(peak),
            "busy_slots": float(busy),
            "replicas": max(1, math.ceil(busy / (slots * Fraction(twentieths, 20)))) + spare,
            "storage_gb_per_year": float(Fraction(rate * 86_400 * 365 * stored, 10**9)),
            "egress_mbit_per_second": float(peak * sent * 8 / 10**6),
        }
        why = f"The load is {load}, the service {service}."
        cases.append(((load, service), expected, why))
    return cases


@exercise("capacity-plan")
def test_random_loads_agree_with_exact_arithmetic(submission, rng):
    """The plans of random loads are what arithmetic in fractions says."""
    assert_each(submission.capacity_plan, random_loads(rng))


@once_per_seed
def loads_cut_to_fit(rng):
    low, high = (1, 1, 1, 1), (200, 9, 300, 21)
    cases = []
    for draw in ((3, 1, 1, 14), *(rng.integers(low, high).tolist() for _ in range(5))):
        r, slots, rate, twentieths = draw
        seconds = float(Fraction(r * slots * twentieths, 20 * rate))
        for stretch, expected in ((1, r), (1.0001, r + 1)):
            load = {**LOAD, "requests_per_day": rate * 86_400, "peak_to_mean": 1}
            service = {"seconds_per_request": seconds * stretch, "slots_per_replica": slots}
            service |= {"max_utilisation": twentieths / 20, "spare_replicas": 0}
            why = f"The load needs {r * stretch:g} replicas of {slots} slots."
            cases.append(((load, service), expected, why))
    return cases


@exercise("capacity-plan")
def test_a_load_cut_to_fit_needs_exactly_that_many_replicas(submission, rng):
    """A load made for r replicas needs r, despite rounding error; a ten-thousandth more, r + 1."""
    assert_each(
        submission.capacity_plan, loads_cut_to_fit(rng), of=lambda plan: entry(plan, "replicas")
    )


@exercise("capacity-plan")
def test_numbers_from_tables_are_numbers_too(submission):
    """NumPy numbers, and whole numbers written as floats, will do; replicas is an int."""
    load = {name: np.float64(value) for name, value in LOAD.items()}
    service = {name: np.float64(value) for name, value in SERVICE.items()}
    plan = submission.capacity_plan(load, service)
    assert_same(entry(plan, "replicas"), 15, why="13 replicas for the load and 2.0 spares.")
    assert_same(entry(plan, "busy_slots"), 15.0)
    assert_same(entry(plan, "storage_gb_per_year"), 315.36)


@cache
def entries_out_of_range():
    tiny = 1e-6
    calls = [(SERVICE, LOAD), ({**LOAD, **SERVICE}, SERVICE)]
    for changes in (
        {"requests_per_day": 0, "peak_to_mean": 1 - tiny},
        {"requests_per_day": 0, "response_bytes": -tiny},
        {"requests_per_day": 0, "stored_bytes_per_request": -tiny},
        {"requests_per_day": 0, "seconds_per_request": 0},
        {"seconds_per_request": -tiny},
        {"requests_per_day": 0, "slots_per_replica": 0},
        {"slots_per_replica": 1.5},
        {"slots_per_replica": 4 + tiny},
        {"max_utilisation": 1 + tiny},
        {"slots_per_replica": -1, "max_utilisation": -0.5},
        {"spare_replicas": 1 + tiny},
        {"peak_to_mean": -5, "requests_per_day": -864_000},
        {"requests_per_day": 0, "peak_to_mean": math.inf},
        {"response_bytes": -math.inf},
        {"seconds_per_request": math.nan, "requests_per_day": 0},
    ):
        load = {name: changes.get(name, value) for name, value in LOAD.items()}
        service = {name: changes.get(name, value) for name, value in SERVICE.items()}
        calls.append((load, service))
    return calls


@exercise("capacity-plan")
def test_each_entry_is_checked_for_its_own_range(submission):
    """Every entry is refused just outside its range, and where another entry could hide it."""
    rejects_each(submission.capacity_plan, entries_out_of_range())


@exercise("capacity-plan")
def test_load_and_service_are_left_alone(submission):
    """Neither mapping is changed by the call, so a plan can be made twice."""
    plan = assert_unchanged(submission.capacity_plan, dict(LOAD), dict(SERVICE))
    assert_same(entry(plan, "busy_slots"), 15.0)


# --- review-design

SECTIONS = ("fallback", "latency", "metrics", "objectives", "owner", "rollback")
BLANKS = (None, "", "  ", "\n\t", [], {})


def good_design():
    return {
        "owner": "desk",
        "objectives": [
            {"name": "punctual", "metric": "late-share"},
            {"name": "cheap", "metric": "cost"},
        ],
        "metrics": [
            {"name": "late-share", "guardrail": "complaints"},
            {"name": "cost", "guardrail": "misses"},
        ],
        "latency": {"slo_ms": 100, "stages_ms": {"features": 30, "model": 40, "network": 30}},
        "fallback": "historical rate",
        "rollback": "previous model",
    }


def blank(value):
    return value is None or value in ("", [], {}) or (isinstance(value, str) and value.isspace())


def slow_review(design):
    """The contract, line by line."""
    out = {f"{section}/missing" for section in SECTIONS if blank(design.get(section))}
    metrics = [] if blank(design.get("metrics")) else design["metrics"]
    objectives = [] if blank(design.get("objectives")) else design["objectives"]
    for metric in metrics:
        if blank(metric.get("guardrail")):
            out.add(f"metrics/{metric['name']}/no-guardrail")
    for objective in objectives:
        if blank(objective.get("metric")):
            out.add(f"objectives/{objective['name']}/no-metric")
        elif not any(metric["name"] == objective["metric"] for metric in metrics):
            out.add(f"objectives/{objective['name']}/unknown-metric")
    if not blank(design.get("latency")):
        slo, stages = design["latency"].get("slo_ms"), design["latency"].get("stages_ms")
        if blank(slo):
            out.add("latency/no-slo")
        if blank(stages):
            out.add("latency/no-stages")
        if not blank(slo) and not blank(stages) and sum(stages.values()) > slo:
            out.add("latency/over-slo")
    return sorted(out)


def any_design(rng):
    """A design in which any part may be sound, blank or absent."""

    def put(where, key, value):
        fate = rng.integers(0, 4)
        if fate < 2:
            where[key] = value
        elif fate == 2:
            where[key] = copy.copy(BLANKS[rng.integers(0, len(BLANKS))])

    names = np.array(["a", "a-b", "B", "cost", "Cost", "late share", "z/9", "0"])
    metrics, objectives = [], []
    for name in rng.permutation(names)[: rng.integers(1, 6)].tolist():
        metrics.append({"name": name, "unit": None})
        put(metrics[-1], "guardrail", "limit")
    for name in rng.permutation(names)[: rng.integers(1, 6)].tolist():
        objectives.append({"name": name})
        put(objectives[-1], "metric", str(rng.choice(names)))
    latency = {"note": ""}
    put(latency, "slo_ms", int(rng.integers(0, 4)))
    put(latency, "stages_ms", {"x": int(rng.integers(0, 3)), "y": int(rng.integers(0, 3))})
    design = {"date": ""}
    put(design, "metrics", metrics)
    put(design, "objectives", objectives)
    put(design, "latency", latency)
    for section in ("owner", "fallback", "rollback"):
        put(design, section, "desk")
    return design


@once_per_seed
def random_designs(rng):
    fixed = np.random.default_rng(ANCHOR["designs"])
    cases = []
    for trial in range(18):
        design = any_design(rng if trial < 3 else fixed)
        if not trial:  # names that differ in case only
            design["metrics"] = [{"name": "cost", "guardrail": "limit"}]
            design["objectives"] = [{"name": "a", "metric": "Cost"}]
        cases.append(((design,), slow_review(design), f"The design is {design}."))
    return cases


@exercise("review-design")
def test_random_designs_are_reviewed_line_by_line(submission, rng):
    """Random designs have exactly the violations that reading the contract line by line gives."""
    assert_each(submission.review_design, random_designs(rng))


@cache
def designs_with_one_defect():
    defects = (
        ("objectives", 0, "metric", "objectives/punctual/no-metric"),
        ("objectives", 1, "metric", "objectives/cheap/no-metric"),
        ("metrics", 0, "guardrail", "metrics/late-share/no-guardrail"),
        ("metrics", 1, "guardrail", "metrics/cost/no-guardrail"),
        ("latency", None, "slo_ms", "latency/no-slo"),
        ("latency", None, "stages_ms", "latency/no-stages"),
    )
    cases = []
    for kind, (section, position, key, expected) in enumerate(defects):
        for value in ("absent", BLANKS[kind])[kind % 2 :]:
            design = good_design()
            place = design[section] if position is None else design[section][position]
            if value == "absent":
                del place[key]
            else:
                place[key] = value
            why = f"Only {key} of {section} is wrong: it is {value!r}."
            cases.append(((design,), [expected], why))
    design = good_design()
    design["latency"]["slo_ms"] = 99
    cases.append(((design,), ["latency/over-slo"], "100 ms exceed 99."))
    sections = ("owner", "fallback", "rollback", "objectives", "latency")
    for kind, section in enumerate(sections):
        for value in BLANKS[kind : kind + 1]:
            design = good_design() | {section: value}
            cases.append(((design,), [f"{section}/missing"], f"Only {section} is {value!r}."))
    return cases


@exercise("review-design")
def test_one_defect_gives_one_violation(submission):
    """A single defect in a sound design gives its own violation and no other."""
    assert_each(submission.review_design, designs_with_one_defect())


@once_per_seed
def shuffled_designs(rng):
    names, cases = ["b", "B", "a-1", "a", "10", "9"], []
    for _ in range(3):
        design = {
            "latency": {"stages_ms": {"model": 5}, "slo_ms": 4},
            "objectives": [{"name": name} for name in rng.permutation(names).tolist()],
            "metrics": [{"name": name} for name in rng.permutation(names).tolist()],
            "owner": "",
        }
        shuffled = {key: design[key] for key in rng.permutation(list(design)).tolist()}
        cases.append(((shuffled,), slow_review(design), "The complete strings are sorted."))
    return cases


@exercise("review-design")
def test_the_order_of_the_document_does_not_matter(submission, rng):
    """Objectives, metrics and sections may come in any order: the list is the same."""
    assert_each(submission.review_design, shuffled_designs(rng))


@exercise("review-design")
def test_the_design_is_left_alone(submission):
    """The review fills no gap in the document and removes nothing from it."""
    design = good_design()
    del design["metrics"], design["latency"]["slo_ms"], design["objectives"][0]["metric"]
    design["fallback"] = " "
    expected = ["fallback/missing", "latency/no-slo", "metrics/missing"]
    expected += ["objectives/cheap/unknown-metric", "objectives/punctual/no-metric"]
    assert_same(assert_unchanged(submission.review_design, design), expected)
