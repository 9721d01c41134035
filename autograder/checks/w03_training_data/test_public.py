"""The checks a student sees while working on week 3."""

import itertools
import math
import random

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    exercise,
    is_a,
    once,
    rejects,
    rejects_each,
    require,
)
from worlds.annotators import cast_votes, desk_panel, draw_truth


def entry(result, name):
    """One entry of a dict of results, whatever the other ones are."""
    is_a(result, dict)
    if name not in result:
        assert_same(sorted(map(str, result)), [name], why=f"There should be an entry {name!r}.")
    return result[name]


# --- reservoir-sample


class Stream:
    """An iterator without a length that counts which of its items are still in memory.

    Each item is an object of its own; when more than `most` of them are held, the next one is
    refused.
    """

    def __init__(self, n, most):
        self.left, self.most, self.held = n, most, 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.held > self.most:
            raise MemoryError(f"more than {self.most} items of the stream are held in memory")
        if self.left == 0:
            raise StopIteration
        self.left -= 1
        return Item(self)


class Item:
    """One item of a `Stream`."""

    def __init__(self, stream):
        self.stream = stream
        stream.held += 1

    def __del__(self):
        self.stream.held -= 1


class Restless:
    """The numbers from 0 to n - 1; producing them draws on the global generators."""

    def __init__(self, n):
        self.n, self.next = n, 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.next == self.n:
            raise StopIteration
        self.next += 1
        random.random()
        np.random.random()
        return self.next - 1


def assert_positions(sample, k, n):
    """The sample is a list of k different whole numbers from 0 to n - 1."""
    is_a(sample, list)
    require(len(sample) == k, f"{k} of {n} items are to be kept, not {len(sample)}.")
    for item in sample:
        require(type(item) is int, "Items of the stream come back as they are.")
    require(len(set(sample)) == k, "Each kept item has a position of its own in the stream.")
    require(set(sample) <= set(range(n)), "Every kept item is one of the stream.")


@exercise("reservoir-sample")
def test_k_different_positions_of_the_stream_are_kept(submission):
    """The sample is a list of k items, each from a position of its own in the stream."""
    cases = ((300, 100, 0), (6, 5, 1), (2, 1, 7), (800, 3, 2**31 - 1))
    answers = submission.reservoir_sample.each((iter(range(n)), k, seed) for n, k, seed in cases)
    for answer, (n, k, _) in zip(answers, cases, strict=True):
        assert_positions(answer(), k, n)


@exercise("reservoir-sample")
def test_k_may_be_a_whole_number_of_numpy(submission):
    """`k` may be a whole number of NumPy as well as of Python, such as np.int64(4)."""
    assert_positions(submission.reservoir_sample(iter(range(9)), np.int64(4), 5), 4, 9)


@exercise("reservoir-sample")
def test_a_short_stream_is_kept_whole(submission):
    """A stream of k items or fewer gives all of them, and k = 0 an empty list.

    Items may be None, equal to each other or unhashable.
    """
    items = [None, ["UA"], "UA", None, {"late": 1.0}]
    calls = ((iter(items), 5, 3), (iter(items), 6, 3), (iter([]), 3, 3), (range(9), 0, 3))
    answers = submission.reservoir_sample.each(calls)
    for k in (5, 6):
        sample = next(answers)()
        is_a(sample, list)
        assert_same(
            sorted(repr(item) for item in sample),
            sorted(repr(item) for item in items),
            why=f"All 5 items are kept when k = {k}.",
        )
    for k in (3, 0):
        sample = next(answers)()
        assert_same(sample, [], why=f"k is {k}; an empty stream, or k = 0, gives an empty list.")


def distinct_seeds(rng, count):
    """Random seeds, each of which is tried once."""
    return rng.choice(2**31, size=count, replace=False).tolist()


def unevenness(counts):
    """Pearson's chi-square: about one less than there are counts, where all are equally likely."""
    mean = sum(counts) / len(counts)
    return sum((count - mean) ** 2 for count in counts) / mean


@exercise("reservoir-sample")
def test_every_pair_of_four_items_is_as_likely_as_any_other(submission, rng):
    """Over 720 random seeds, each of the six pairs out of four items is kept about as often.

    About means: between 71 and 175 times, where 120 are expected. Where the first 280 seeds keep
    all pairs about equally often, the others are not tried.
    """
    # The count of one pair is binomial(720, 1/6): P(< 71) = 6.6e-8 and P(> 175) = 6.6e-8. There
    # are six pairs: a fair sampler fails with probability below 8e-7. Where the range is one too
    # long, the first pair has the chance 0.3 in place of 1/6, and P(<= 175) = 4.0e-4. Unevenness
    # below 8 in the first 280, which spares 84 % of the fair samplers the rest, then has 2.6e-4.
    counts = dict.fromkeys(itertools.combinations(range(4), 2), 0)
    seeds = distinct_seeds(rng, 720)
    for part in (seeds[:280], seeds[280:]):
        for answer in submission.reservoir_sample.each((range(4), 2, seed) for seed in part):
            sample = answer()
            assert_positions(sample, 2, 4)
            counts[tuple(sorted(sample))] += 1
        if unevenness(counts.values()) < 8:
            return
    for pair, count in counts.items():
        require(
            71 <= count <= 175,
            f"Of items 0 to 3, the pair {pair} is not kept as often as it should be.",
            expected="120 times of 720, and certainly between 71 and 175",
            received=f"{count} times",
        )


@exercise("reservoir-sample")
def test_the_seed_alone_decides_which_positions_are_kept(submission, rng):
    """The same seed keeps the same positions of any stream of that length; others keep others.

    Nothing that happens to the global generators may change that, nor what the items are.
    """
    seeds = [0, *rng.integers(2**31, size=2).tolist()]
    few = [[None, ["UA"], 0][position // 40] for position in range(120)]
    texts = [str(120 - i) for i in range(120)]
    streams = (iter(range(120)), Restless(120), texts, iter(few))  # each call gets copies
    calls = ((stream, 20, seed) for seed in seeds for stream in streams)
    answers = submission.reservoir_sample.each(calls)
    samples = []
    for answer in answers:
        sample = answer()
        assert_positions(sample, 20, 120)
        assert_same(
            next(answers)(),
            sample,
            why="The same seed keeps the same positions, whatever the global generators do. Here "
            "other code draws from `random` and `np.random` between the items of the stream: make "
            "a generator of your own from the seed, and leave the global ones alone.",
        )
        assert_same(
            next(answers)(),
            [str(120 - position) for position in sample],
            why="Another stream of the same length keeps the same positions, in the same order.",
        )
        assert_same(
            next(answers)(),
            [few[position] for position in sample],
            why="The same positions are kept of a stream of 40 times None, 40 times ['UA'] and "
            "40 times 0: what the items are does not matter, nor whether they are equal.",
        )
        samples.append(frozenset(sample))
    # Two fair samples agree with probability 1 / binomial(120, 20), below 1e-22.
    last = seeds[-1]
    more = [last ^ bit for bit in (1, 2**8, 2**16, 2**24, 2**30)]
    more.append(last - 10**9 if last >= 10**9 else last + 10**9)
    for answer in submission.reservoir_sample.each((range(120), 20, seed) for seed in more):
        sample = answer()
        assert_positions(sample, 20, 120)
        samples.append(frozenset(sample))
    kept = {}
    for seed, sample in zip([*seeds, *more], samples, strict=True):
        other = kept.setdefault(sample, seed)
        require(
            other == seed,
            f"Different seeds should keep different items: {other} and {seed} keep the same.",
        )


@exercise("reservoir-sample")
def test_the_stream_is_never_held_in_memory(submission):
    """At most 2 * k + 10 items of the stream are held at the same time."""
    for n, k in ((300, 5), (500, 40)):
        sample = submission.reservoir_sample(Stream(n, most=2 * k + 10), k, 1)
        is_a(sample, list)
        require(len(sample) == k, f"{k} items are to be kept, not {len(sample)}.")


@exercise("reservoir-sample")
def test_a_negative_k_is_refused(submission):
    """A negative k raises a ValueError, also for an empty stream."""
    rejects(submission.reservoir_sample, iter(range(5)), -1, 0)
    rejects(submission.reservoir_sample, [], -3, 0)


# --- importance-estimate


def part(name):
    """What takes one entry out of a dict of results, whatever the other ones are."""
    return lambda result: entry(result, name)


def a_dict(result):
    """The result, which has to be a dict."""
    is_a(result, dict)
    return result


def estimate_of(mean, size):
    """Both entries, and no other."""
    return {"mean": mean, "effective_sample_size": size}


@exercise("importance-estimate")
def test_each_value_weighs_wanted_over_sampled(submission):
    """The mean weighs each value by wanted over sampled, and divides by the sum of the weights."""
    cases = [
        (
            ([10, 2, 4], [0.5, 0.25, 0.25], [0.25, 0.25, 0.5]),
            15 / 3.5,
            "The weights are 0.5, 1 and 2: (5 + 2 + 8) over 3.5.",
        ),
        (([True, False], [0.8, 0.2], [0.5, 0.5]), 0.2, "The weights are 0.625 and 2.5."),
        (([-3.0, 5.0], [2, 2], [7, 7]), 1.0, "Equal weights give the plain mean."),
    ]
    assert_each(submission.importance_estimate, cases, of=part("mean"))


@exercise("importance-estimate")
def test_unequal_weights_are_worth_fewer_rows(submission):
    """The effective sample size is the squared sum of the weights over the sum of squares."""
    cases = [
        (
            ([10, 2, 4], [0.5, 0.25, 0.25], [0.25, 0.25, 0.5]),
            7 / 3,
            "The weights are 0.5, 1 and 2: 3.5 squared over 5.25.",
        ),
        (([1, 2, 3, 4], [0.2] * 4, [0.3] * 4), 4.0, "Four equal rows are worth 4."),
        (([1, 0], [0.5, 0.5], [1, 0]), 1.0, "One of two rows is wanted."),
    ]
    assert_each(submission.importance_estimate, cases, of=part("effective_sample_size"))


@exercise("importance-estimate")
def test_both_chances_are_needed_only_up_to_a_constant(submission):
    """Multiplying all of `sampled_with`, or all of `wanted`, by a constant changes nothing.

    The result has exactly the two entries of the contract.
    """
    sampled_with, wanted = np.array([0.5, 0.25, 0.25]), np.array([0.25, 0.25, 0.5])
    same = estimate_of(5 / 7, 7 / 3)
    cases = [
        (([1, 0, 1], sampled_with * by, wanted * over), same, "The weights are 1 to 2 to 4.")
        for by, over in ((1, 1), (40, 1), (1, 0.01))
    ]
    assert_each(submission.importance_estimate, cases, of=a_dict)


@exercise("importance-estimate")
def test_a_row_that_is_not_wanted_has_no_influence(submission):
    """Where `wanted` is 0 the value may be anything, also NaN or infinite: it counts nowhere."""
    cases = [
        (
            (
                [3.0, *unwanted, 6.0],
                [0.2, *[0.5] * len(unwanted), 0.4],
                [1, *[0] * len(unwanted), 1],
            ),
            estimate_of(4.0, 1.8),
            "The weights of the first and the last row are 5 and 2.5, of the others 0.",
        )
        for unwanted in ([999.0], [math.nan, math.inf, -math.inf])
    ]
    assert_each(submission.importance_estimate, cases, of=a_dict)


@exercise("importance-estimate")
def test_weights_may_be_very_small_or_large(submission):
    """Weights as small as 1e-250 or as large as 1e250 neither vanish nor overflow."""
    cases = [
        (
            ([3.0, 6.0], np.array([1.0, 0.5]) / max(size, 1.0), [min(size, 1.0)] * 2),
            estimate_of(5.0, 1.8),
            f"The weights are {size:g} and twice that.",
        )
        for size in (1e-250, 1e249)
    ]
    cases.append(
        (
            ([2.0, 4.0], [1e-200, 1e200], [1e-200, 1e200]),
            estimate_of(3.0, 2.0),
            "Both weights are 1: what counts is the ratio of the two chances, row by row.",
        )
    )
    assert_each(submission.importance_estimate, cases, of=a_dict)


@exercise("importance-estimate")
def test_rows_are_paired_by_position(submission):
    """Lists, arrays and Series give the same; rows pair by position, not by index label."""
    estimate = submission.importance_estimate(
        pd.Series([10, 2, 4], index=[2, 0, 1]),
        pd.Series([0.5, 0.25, 0.25], index=[1, 2, 0]),
        [0.25, 0.25, 0.5],
    )
    is_a(estimate, dict)
    assert_same(estimate, estimate_of(15 / 3.5, 7 / 3), why="The weights are 0.5, 1, 2, in order.")


@exercise("importance-estimate")
def test_rows_that_cannot_be_weighed_are_refused(submission):
    """Unequal lengths, no rows, impossible chances, nothing wanted: each raises a ValueError.

    So does a wanted row without a finite value.
    """
    nan, inf = math.nan, math.inf
    calls = (
        ([1, 0], [0.5], [1, 1]),
        ([1], [0.5, 0.5], [1, 1]),
        ([1, 0], [0.5, 0.5], [1]),
        ([], [], []),
        ([1, 0], [0.5, 0.0], [1, 0]),
        ([1, 0], [-0.5, 0.5], [1, 1]),
        ([1, 0], [0.5, -0.5], [1, 0]),
        ([1, 0], [0.5, inf], [1, 0]),
        ([1, 0], [nan, 0.5], [0, 1]),
        ([1, 0], [0.5, inf], [1, 1]),
        ([1, 0], [0.5, 0.5], [3, -1]),
        ([1, 0], [0.5, 0.5], [nan, 1]),
        ([1, 0], [0.5, 0.5], [inf, 1]),
        ([1, 0], [0.5, 0.5], [0, 0]),
        ([nan, 0], [0.5, 0.5], [1, 1]),
        ([1, inf], [0.5, 0.5], [1, 1]),
    )
    rejects_each(submission.importance_estimate, calls)


# --- apply-rules


def rain(flight):
    return 1 if flight["precip"] > 0 else None


def evening_peak(flight):
    return 2 if flight["hour"] >= 17 else None


def old_aircraft(flight):
    return 0 if flight["built"] < 1990 else None


def never(flight):
    return None


def storm(flight):
    return np.int64(1) if flight["precip"] > 0.4 else None


def careless(flight):
    flight["precip"] = 9.0
    flight.pop("hour")
    return 0


def broken(flight):
    return {"clear": 0, "rain": 1}[flight["sky"]]


def forgot_to_abstain(flight):
    return flight["hour"] >= 17


def undecided(flight):
    return 0.5


def abstains_by_number(flight):
    return -1


def no_number(flight):
    return int("snow")


def is_whole(flight):
    return 0 if isinstance(flight, dict) and set(flight) == {"dep delay", "class", "_row"} else None


def left_late(flight):
    return 1 if flight["dep delay"] >= 15 else None


FLIGHTS = pd.DataFrame(
    {
        "precip": [0.2, 0.0, 0.1, 0.5, 0.0],
        "hour": [7, 17, 18, 20, 9],
        "built": [1985.0, 1988.0, 2004.0, math.nan, 2010.0],
    },
    index=[4, 4, 9, 1, 4],
)
VOTES_OF_RULES = "[[1, -1, 0, -1], [-1, 2, 0, -1], [1, 2, -1, -1], [1, 2, -1, 1], [-1, -1, -1, -1]]"
RULES = {"rain": rain, "evening peak": evening_peak, "old aircraft": old_aircraft, "storm": storm}


def votes_and_summary(result):
    """The two parts of the result."""
    is_a(result, tuple)
    require(len(result) == 2, "The result is a tuple of two: the votes and the summary.")
    return result


def votes_of(result):
    """The votes, whatever the summary is."""
    return votes_and_summary(result)[0]


def column(name):
    """What takes one column of the summary as a list, whatever the others are."""

    def shares(result):
        summary = votes_and_summary(result)[1]
        is_a(summary, pd.DataFrame)
        names = [str(name) for name in summary.columns]
        require(names.count(name) == 1, f"The summary needs a column {name!r}.")
        return summary.iloc[:, names.index(name)].tolist()

    return shares


@once
def five_flights():
    votes = [[1, -1, 0, -1], [-1, 2, 0, -1], [1, 2, -1, -1], [1, 2, -1, 1], [-1, -1, -1, -1]]
    why = (
        "-1 means that the rule abstained. The columns are in the order of the rules, and the "
        "rows in that of the flights."
    )
    return [((RULES, FLIGHTS, 3), np.array(votes), why)]


@exercise("apply-rules")
def test_every_rule_is_asked_about_every_flight(submission):
    """The votes are an array of integers, a row for each flight, a column for each rule.

    Rows and columns are in the order given.
    """
    assert_each(submission.apply_rules, five_flights(), of=votes_of)


@once
def odd_names():
    flights = pd.DataFrame({"dep delay": [20, 3], "class": ["Y", "J"], "_row": [1.0, 2.0]})
    why = (
        "The first rule votes 0 if it is given a dict (no Series) with the keys 'dep delay', "
        "'class' and '_row', and only these."
    )
    rules = {"whole": is_whole, "late": left_late}
    return [((rules, flights, np.int64(2)), np.array([[0, 1], [0, -1]]), why)]


@exercise("apply-rules")
def test_a_rule_is_given_a_dict_of_all_columns(submission):
    """A rule gets one flight as a dict: every column by its very name, and nothing else."""
    assert_each(submission.apply_rules, odd_names(), of=votes_of)


@once
def covered_flights():
    why = "The rules vote on 3, 3, 2, 1 and 0 of 5 flights."
    return [(({**RULES, "never": never}, FLIGHTS, 3), [0.6, 0.6, 0.4, 0.2, 0.0], why)]


@exercise("apply-rules")
def test_coverage_is_the_share_of_flights_with_a_vote(submission):
    """The coverage of a rule is the share of all flights on which it votes, class 0 included."""
    assert_each(submission.apply_rules, covered_flights(), of=column("coverage"))


@once
def overlapping_votes():
    return [
        (
            (RULES, FLIGHTS, 3),
            [0.6, 0.6, 0.4, 0.2],
            "On each of the 4 flights with a vote, two rules vote or more. "
            f"The votes are {VOTES_OF_RULES}.",
        ),
        (
            ({"rain": rain, "no": never}, FLIGHTS, 3),
            [0.0, 0.0],
            "Nobody else votes here: -1 throughout.",
        ),
        ((RULES, FLIGHTS.iloc[3:4], 3), [1.0, 1.0, 0.0, 1.0], "The votes are [[1, 2, -1, 1]]."),
    ]


@exercise("apply-rules")
def test_overlap_needs_the_vote_of_another_rule(submission):
    """A rule overlaps where it votes and another rule votes as well, for whatever class."""
    assert_each(submission.apply_rules, overlapping_votes(), of=column("overlap"))


@once
def conflicting_votes():
    return [
        (
            (RULES, FLIGHTS, 3),
            [0.6, 0.6, 0.4, 0.2],
            "On each of the 4 flights with a vote, two rules vote for different classes. "
            f"The votes are {VOTES_OF_RULES}.",
        ),
        (
            ({"rain": rain, "storm": storm, "old": old_aircraft, "never": never}, FLIGHTS, 3),
            [0.2, 0.0, 0.2, 0.0],
            "Only on the first flight do two rules vote for different classes. Where rain and "
            "storm both vote it is for the same one, and an abstention contradicts nobody. The "
            "votes are [[1, -1, 0, -1], [-1, -1, 0, -1], [1, -1, -1, -1], [1, 1, -1, -1], "
            "[-1, -1, -1, -1]].",
        ),
    ]


@exercise("apply-rules")
def test_conflict_needs_two_votes_that_differ(submission):
    """A rule is in conflict where it votes and another votes otherwise; abstaining is no vote."""
    assert_each(submission.apply_rules, conflicting_votes(), of=column("conflict"))


@once
def two_rules():
    rules = {"storm": storm, "rain": rain}
    return [(rules, flights, 3) for flights in (FLIGHTS, FLIGHTS.iloc[:0])]


@exercise("apply-rules")
def test_the_summary_has_a_row_for_each_rule(submission):
    """The summary has the names of the rules as its index, and exactly three float columns.

    With no flights every share is 0.0, and the votes have no rows.
    """
    shares = pd.DataFrame(
        {"coverage": [0.2, 0.6], "overlap": [0.2, 0.2], "conflict": [0.0, 0.0]},
        index=["storm", "rain"],
    )
    answers = submission.apply_rules.each(two_rules())
    _, summary = votes_and_summary(next(answers)())
    is_a(summary, pd.DataFrame)
    assert_same(summary, shares)
    votes, summary = votes_and_summary(next(answers)())
    assert_same(votes, np.empty((0, 2), dtype=int), why="No flights, and two rules.")
    is_a(summary, pd.DataFrame)
    assert_same(summary, shares * 0.0, why="No flights give 0.0 everywhere.")


@exercise("apply-rules")
def test_a_careless_rule_harms_nobody(submission):
    """A rule may change the dict it is given: no other rule, and not the table, may notice."""
    rules = {"rain": rain, "careless": careless, "storm": storm, "evening peak": evening_peak}
    result, after = submission.apply_rules.with_arguments(rules, FLIGHTS, 3)
    votes, _ = votes_and_summary(result)
    assert_same(
        votes,
        np.array([[1, 0, -1, -1], [-1, 0, -1, 2], [1, 0, -1, 2], [1, 0, 1, 2], [-1, 0, -1, -1]]),
        why="The careless rule writes into the dict of a flight; the others vote as ever.",
    )
    assert_same(after[1], FLIGHTS, why="The table of flights was changed by the call.")


@once
def culprits():
    rules = (broken, no_number, forgot_to_abstain, undecided, abstains_by_number)
    calls = [({"rain": rain, "the culprit": rule, "storm": storm}, FLIGHTS, 3) for rule in rules]
    return [*calls, ({"the culprit": evening_peak}, FLIGHTS, 2)]


@exercise("apply-rules")
def test_a_rule_that_fails_is_named(submission):
    """A rule that raises, or returns no class, makes a ValueError that contains its name.

    True, False, fractions and -1 are no classes. No rules at all raise a ValueError, too.
    """
    rejects(submission.apply_rules, {}, FLIGHTS, 3)
    rejects_each(submission.apply_rules, culprits(), naming="culprit")


# --- dawid-skene

VOTES = [
    [0, 0, 1, 0],
    [0, 1, 0, -1],
    [1, 1, 1, 2],
    [2, 2, 1, 2],
    [2, -1, 2, 0],
    [-1, 1, 1, 1],
    [-1, -1, 2, -1],
]
PRIOR_AFTER_1 = [0.250355619, 0.368895211, 0.380749170]
POSTERIOR_AFTER_1 = [
    [0.970696049, 0.029232479, 0.000071472],
    [0.714179803, 0.285778150, 0.000042047],
    [0.000044566, 0.941950781, 0.058004653],
    [0.000023302, 0.041244678, 0.958732020],
    [0.103282713, 0.000292919, 0.896424368],
    [0.003944171, 0.994192471, 0.001863358],
    [0.168588837, 0.004928148, 0.826483015],
]
POSTERIOR_AFTER_4 = [
    [0.999943895, 0.000008146, 0.000047960],
    [0.980692660, 0.019306237, 0.000001103],
    [0.000026925, 0.999945643, 0.000027432],
    [0.000000694, 0.000088257, 0.999911049],
    [0.000673556, 0.000000881, 0.999325563],
    [0.007828475, 0.992121766, 0.000049760],
    [0.047508664, 0.009144476, 0.943346860],
]
LAST_VOTER_AFTER_4 = [
    [0.974322143, 0.016031246, 0.009646612],
    [0.004950294, 0.495853684, 0.499196022],
    [0.496769444, 0.004964913, 0.498265643],
]


def assert_close(received, expected, why):
    """Six digits, as the contract of `dawid_skene` says."""
    assert_same(received, np.array(expected, dtype=float), rtol=1e-6, atol=1e-6, why=why)


@exercise("dawid-skene")
def test_one_round_follows_the_formulas(submission):
    """After one round, prior, confusion matrices and posterior are as the formulas give them.

    The result has exactly these three entries.
    """
    result = submission.dawid_skene([[0, 0], [0, 1], [1, 1]], 2, 1, smoothing=0.5)
    # T starts as (1, 0), (1/2, 1/2), (0, 1). Voter 0 votes 0, 0, 1 and voter 1 votes 0, 1, 1.
    good, poor = 2 / 2.5, 1 / 2.5
    first = [[good, 1 - good], [poor, 1 - poor]]
    second = [[1 - poor, poor], [1 - good, good]]
    agree = 0.8 * 0.6 / (0.8 * 0.6 + 0.4 * 0.2)
    expected = {
        "posterior": np.array([[agree, 1 - agree], [0.5, 0.5], [1 - agree, agree]]),
        "confusion": np.array([first, second]),
        "prior": np.array([0.5, 0.5]),
    }
    is_a(result, dict)
    assert_same(sorted(result, key=str), sorted(expected), why="These three entries are due.")
    for name, value in expected.items():
        assert_close(result[name], value, why=f"{name!r} after one round, with smoothing 0.5.")


@exercise("dawid-skene")
def test_rounds_follow_each_other(submission):
    """Each round starts from the belief that the one before has left; abstentions say nothing."""
    once = submission.dawid_skene(VOTES, 3, 1)
    assert_close(entry(once, "prior"), PRIOR_AFTER_1, why="The prior of the first round.")
    assert_close(entry(once, "posterior"), POSTERIOR_AFTER_1, why="The posterior after one round.")
    four = submission.dawid_skene(np.array(VOTES), 3, 4)
    assert_close(
        entry(four, "posterior"), POSTERIOR_AFTER_4, why="The posterior after four rounds."
    )
    confusion = entry(four, "confusion")
    is_a(confusion, np.ndarray)
    require(confusion.shape == (4, 3, 3), "There is a 3 by 3 matrix for each of the 4 voters.")
    assert_close(confusion[3], LAST_VOTER_AFTER_4, why="The matrix of the last voter, four rounds.")


@exercise("dawid-skene")
def test_all_rounds_are_done(submission):
    """All n_iter rounds are done, also where the belief seems to stand still long before."""
    # From round 17 on no belief changes by more than 1.2e-6, but in 60 rounds that adds up to 4e-5.
    votes = [[0, 1, 0]] + [[0, 1, -1]] * 15 + [[1, 0, -1]] * 18 + [[0, 0, -1], [1, 1, -1]] * 3
    posterior = entry(submission.dawid_skene(votes, 2, 60), "posterior")
    is_a(posterior, np.ndarray)
    require(posterior.shape == (40, 2), "The posterior has a row for each of the 40 items.")
    assert_close(
        posterior[[0, 39]],
        [[0.996567091, 0.003432909], [0.569629022, 0.430370978]],
        why="The first and the last item after 60 rounds, which change little, but long.",
    )


@exercise("dawid-skene")
def test_settings_may_be_any_numbers(submission):
    """Whole numbers may be NumPy's, smoothing may be an int, and as small as 1e-9."""
    result = submission.dawid_skene([[0, 0], [0, 1], [1, 1]], np.int64(2), np.int64(1), 1)
    assert_close(entry(result, "prior"), [0.5, 0.5], why="The settings are 2, 1 and 1.")
    assert_close(
        entry(result, "posterior"),
        [[10 / 13, 3 / 13], [0.5, 0.5], [3 / 13, 10 / 13]],
        why="One round, with smoothing 1.",
    )
    votes = [[0, -1], [-1, -1], [1, 0], [-1, -1], [0, -1], [-1, 1], [0, -1], [0, -1]]
    posterior = entry(submission.dawid_skene(votes, 2, 9, 1e-9), "posterior")
    is_a(posterior, np.ndarray)
    require(posterior.shape == (8, 2), "The posterior has a row for each of the 8 items.")
    assert_close(
        posterior[[1, 2, 5]],
        [[0.746865113, 0.253134887], [0.341932155, 0.658067845], [0.513038898, 0.486961102]],
        why="The posterior of items 1, 2 and 5 (from 0) after nine rounds with smoothing 1e-9. "
        "Smoothing leaves no chance at 0: nothing else is added to one before its logarithm.",
    )


@exercise("dawid-skene")
def test_nobody_voted_and_never_voted_are_handled(submission):
    """An item without votes is believed to follow the prior; a silent voter errs evenly."""
    votes = [[0, 0, -1], [0, 0, -1], [1, 1, -1], [-1, -1, -1]]
    result = submission.dawid_skene(votes, 2, 1, smoothing=0.5)
    assert_close(
        entry(result, "prior"),
        [0.6, 0.4],
        why="The item without votes begins at one half each: (0.5 + 2.5) over 5.",
    )
    posterior = entry(result, "posterior")
    is_a(posterior, np.ndarray)
    require(posterior.shape == (4, 2), "The posterior has a row for each of the 4 items.")
    assert_close(
        posterior[3], [0.6, 0.4], why="The posterior of the last item, on which nobody voted."
    )
    confusion = entry(result, "confusion")
    is_a(confusion, np.ndarray)
    require(confusion.shape == (3, 2, 2), "There is a 2 by 2 matrix for each of the 3 voters.")
    assert_close(confusion[2], [[0.5, 0.5], [0.5, 0.5]], why="The last voter never voted.")
    result = submission.dawid_skene([[-1, -1]], 4, 2)
    assert_close(
        entry(result, "posterior"), [[0.25] * 4], why="The posterior where nobody voted at all."
    )


@once
def panels_of_a_thousand():
    quarrel = np.zeros((3, 1_200), dtype=int)
    quarrel[0, 500:] = 1
    quarrel[1, :500] = 1
    quarrel[2, 1:] = -1
    fickle = np.full((3, 1_600), -1)
    fickle[0] = [0] * 700 + [1] * 900
    fickle[1] = [1] * 900 + [0] * 700
    fickle[2, 800] = 1
    late_comers = np.full((3, 1_600), -1)
    late_comers[0], late_comers[1] = 0, 1
    late_comers[2] = [0] * 800 + [1] * 799 + [-1]
    cases = (
        (
            (quarrel, 2, 3),
            [[0, 1], [1, 0], [0.180758647, 0.819241353]],
            "700 of 1,200 people voted for class 1 on the first item, 500 on the second, and on "
            "the third item only the first person, who was wrong on the other two.",
        ),
        (
            (fickle, 2, 2),
            [[0.008761787, 0.991238213], [0.008761787, 0.991238213], [0.231530459, 0.768469541]],
            "1,400 of 1,600 people disagree with themselves; one voted on the third item.",
        ),
        (
            (late_comers, 2, 1),
            [[1, 0], [0, 1], [0.850622515, 0.149377485]],
            "On the third item 800 votes for class 0 come first, and then 799 for class 1: a "
            "class that is out of the question for now must be able to come back. Add logarithms.",
        ),
    )
    return [(given, np.array(posterior, dtype=float), why) for given, posterior, why in cases]


@exercise("dawid-skene")
def test_a_thousand_votes_do_not_underflow(submission):
    """With 1,200 or 1,600 votes on an item the posterior is finite, and each row adds up to 1."""
    cases = panels_of_a_thousand()
    assert_each(submission.dawid_skene, cases, of=part("posterior"), rtol=1e-6, atol=1e-6)


@exercise("dawid-skene")
def test_classes_keep_their_numbers(submission):
    """The voters' numbers for the classes are kept, and a class without votes stays possible."""
    votes = [[2, 2, 2], [2, 2, 0], [0, 0, 0], [0, 2, 0], [2, 2, 2], [0, 0, 0]]
    result = submission.dawid_skene(votes, 4, 5)
    posterior = entry(result, "posterior")
    is_a(posterior, np.ndarray)
    require(posterior.shape == (6, 4), "The posterior has a column for each of the 4 classes.")
    require(posterior.dtype.kind == "f", "The posterior is an array of floats.")
    require(bool(np.isfinite(posterior).all()), "The posterior is finite.")
    likeliest = posterior.argmax(axis=1)
    assert_same(likeliest, np.array([2, 2, 0, 0, 2, 0]), why="The majority is right here.")
    require(bool((posterior[:, [1, 3]] < 0.05).all()), "Nobody voted for class 1 or class 3.")


@once
def votes_of_the_panel():
    truth = draw_truth(500, [0.45, 0.25, 0.30], seed=3)
    return truth, cast_votes(truth, desk_panel(), seed=3)


@exercise("dawid-skene")
def test_the_skill_of_the_panel_is_found(submission):
    """On a simulated panel the model is right more often than a majority vote.

    It also finds the skill of each person: no chance in a confusion matrix is off by 0.2.
    """
    truth, votes = votes_of_the_panel()
    result = submission.dawid_skene(votes, 3, 5)
    posterior = entry(result, "posterior")
    is_a(posterior, np.ndarray)
    require(posterior.shape == (500, 3), "The posterior has a row for each of 500 flights.")
    require(posterior.dtype.kind == "f", "The posterior is an array of floats.")
    right = float(np.mean(posterior.argmax(axis=1) == truth))
    # Nothing here is random: the panel is seeded, and the algorithm leaves nothing to chance.
    require(
        right >= 0.92,
        "The model should be right about at least 92 % of these 500 flights.",
        expected="a majority vote is right about 83.2 %",
        received=f"right about {right:.1%}",
    )
    confusion = entry(result, "confusion")
    is_a(confusion, np.ndarray)
    require(confusion.shape == (6, 3, 3), "There is a 3 by 3 matrix for each of the 6 people.")
    truly = np.array([annotator.confusion for annotator in desk_panel()])
    require(confusion.dtype.kind == "f", "The confusion matrices are floats.")
    require(bool(np.isfinite(confusion).all()), "The confusion matrices are finite.")
    far = np.abs(confusion - truly)
    j, t, v = np.unravel_index(far.argmax(), far.shape)
    require(
        bool(far.max() < 0.2),
        f"The chance that the {desk_panel()[j].name} (voter {j}) votes {v} when the true class is "
        f"{t} is off by 0.2 or more: that is confusion[{j}, {t}, {v}].",
        expected=f"about {truly[j, t, v]:.2f}",
        received=f"{confusion[j, t, v]:.2f}",
    )


@exercise("dawid-skene")
def test_votes_and_settings_that_make_no_sense_are_refused(submission):
    """A table that is not 2-D or empty, an unknown class, or a bad setting raises a ValueError."""
    bad = ([0, 1, 1], [[[0, 1]]], [[]], np.empty((0, 3), dtype=int), [[0, 2]], [[0, -2]])
    rejects_each(submission.dawid_skene, ((votes, 2, 5) for votes in bad))
    good = [[0, 0], [0, 0], [-1, 0]]
    settings = (
        (1, 5, 0.01),
        (2, 0, 0.01),
        (2, 5, 0.0),
        (2, 5, -1.0),
        (2, 5, math.nan),
        (2, 5, math.inf),
    )
    rejects_each(submission.dawid_skene, ((good, *setting) for setting in settings))


# --- labels-as-of

DAY = "2013-02-01 "
NOON = pd.Timestamp(DAY + "17:00", tz="UTC")  # in New York
HOUR = pd.Timedelta(hours=1)
QUARTER = pd.Timedelta(minutes=15)


def instants(*clocks, zone="UTC", unit="us"):
    """Instants, given as clocks in UTC, of 1 February 2013 if without a date; shown in `zone`."""
    texts = [clock if not clock or "-" in clock else DAY + clock for clock in clocks]
    column = pd.to_datetime(pd.Series(texts, dtype="object"), utc=True, format="ISO8601")
    return column.dt.tz_convert(zone).dt.as_unit(unit)


def flights_of(*rows, index=None, zones=("UTC", "UTC", "UTC"), units=("us", "us", "us")):
    """One flight a row: scheduled arrival, arrival and report as clocks in UTC, or None."""
    columns = ("scheduled_arrival", "arrived_at", "reported_at")
    frame = pd.DataFrame(
        {
            name: instants(*(row[place] for row in rows), zone=zones[place], unit=units[place])
            for place, name in enumerate(columns)
        }
    )
    return frame if index is None else frame.set_axis(index)


def as_clock(time):
    """What a clock in UTC shows; the seconds, and the date, only where they are not the usual."""
    if time is pd.NaT:
        return "never"
    shown = f"{time.tz_convert('UTC'):%d %b %H:%M:%S.%f}".removeprefix("01 Feb ")
    return shown.removesuffix(".000000").removesuffix(":00")


def as_clocks(flights):
    """The flights in a few words: what a printed table of three instants has no room for."""
    rows = []
    for row, times in enumerate(flights.to_dict("records")):
        due, arrived, reported = (as_clock(time) for time in times.values())
        rows.append(f"{row}: due {due}, arrived {arrived}, reported {reported}")
    return "The flights by row, in UTC: " + "; ".join(rows) + "."


def values(series):
    """The values of a Series, whatever its name and index are."""
    is_a(series, pd.Series)
    return series.tolist()


@once
def reported_flights():
    flights = flights_of(
        ("15:00", "15:15", "15:20"),
        ("15:00", "15:14:59.999999", "15:20"),
        ("15:00", "14:40", "14:50"),
        ("15:00", "15:10", "17:00"),
        ("10:00", "16:00", "16:05"),
        ("10:00", "10:00", "16:59"),
    )
    why = (
        "It is 17:00 in UTC and everything is reported, some of it late or just now; a report "
        f"is worth more than silence. {as_clocks(flights)}"
    )
    return [((flights, NOON, HOUR), [1.0, 0.0, 0.0, 0.0, 1.0, 0.0], why)]


@exercise("labels-as-of")
def test_a_reported_flight_has_its_final_label(submission):
    """A flight reported at `now` or before is late from 15 minutes on, else on time."""
    assert_each(submission.labels_as_of, reported_flights(), of=values)


@once
def flights_reported_later():
    flights = flights_of(
        ("16:30", "16:40", "17:01"),
        ("16:30", "16:55", "17:00:00.000001"),
        ("16:30", "17:20", "17:30"),
        ("15:00", "15:05", "17:10"),
        ("15:00", "19:00", "19:05"),
        ("21:00", "20:50", "20:55"),
    )
    nan = math.nan
    why = (
        "It is 17:00 in UTC, and nothing is reported yet; rows 3 and 4 are silent beyond the "
        f"window of an hour. {as_clocks(flights)}"
    )
    return [((flights, NOON, HOUR), [nan, nan, nan, 1.0, 1.0, nan], why)]


@exercise("labels-as-of")
def test_what_is_reported_after_now_is_not_known(submission):
    """A flight that has landed, but is reported after `now`, has no influence on its label."""
    assert_each(submission.labels_as_of, flights_reported_later(), of=values)


@once
def silent_flights():
    flights = flights_of(
        ("15:59", None, None),
        ("16:00", None, None),
        ("16:00:00.000001", None, None),
        ("17:00", None, None),
        ("23:00", None, None),
        ("16:40", "18:00", "18:10"),
    )
    nan = math.nan
    return [
        (
            (flights, NOON, window),
            expected,
            f"It is 17:00 in UTC, and the window {window}. {as_clocks(flights)}",
        )
        for window, expected in (
            (HOUR, [1.0, 1.0, nan, nan, nan, nan]),
            (pd.Timedelta(minutes=60, seconds=30), [1.0, nan, nan, nan, nan, nan]),
            (QUARTER, [1.0, 1.0, 1.0, nan, nan, 1.0]),
        )
    ]


@exercise("labels-as-of")
def test_silence_is_late_when_the_window_is_over(submission):
    """Silence becomes the label 1.0 at scheduled arrival plus window, and is unknown before."""
    assert_each(submission.labels_as_of, silent_flights(), of=values)


@once
def flights_of_days():
    flights = flights_of(
        ("10:00", "2013-02-02 10:05", "2013-02-02 10:30"),
        ("10:00", "10:05", "2013-02-03 16:00"),
        ("17:00", None, None),
        ("18:00", None, None),
        ("18:00:01", None, None),
        ("2013-02-03 16:00", None, None),
    )
    now, nan = NOON + pd.Timedelta(days=2), math.nan
    return [
        (
            (flights, now, window),
            expected,
            f"It is 17:00 in UTC on 3 February, and the window {window}. {as_clocks(flights)}",
        )
        for window, expected in (
            (pd.Timedelta(days=1, hours=23), [1.0, 0.0, 1.0, 1.0, nan, nan]),
            (pd.Timedelta(days=2), [1.0, 0.0, 1.0, nan, nan, nan]),
        )
    ]


@exercise("labels-as-of")
def test_delays_and_windows_may_last_for_days(submission):
    """Delays, reports and windows may take days: they are more than the clock shows of them."""
    assert_each(submission.labels_as_of, flights_of_days(), of=values)


@once
def zones_and_units():
    rows = (
        ("16:30", "16:50", "16:59"),
        ("16:30", "16:40", "17:01"),
        ("15:59", None, None),
        ("16:10", None, None),
    )
    expected = [1.0, math.nan, 1.0, math.nan]
    tokyo, denver, york = "Asia/Tokyo", "America/Denver", "America/New_York"
    return [
        (
            (flights_of(*rows, zones=zones, units=units), NOON.tz_convert(zone), HOUR),
            expected,
            f"Columns in the zones {zones} and the units {units}, now, 17:00 in UTC, in {zone}. "
            f"{as_clocks(flights_of(*rows))}",
        )
        for zones, units, zone in (
            ((york, york, york), ("us", "us", "us"), "UTC"),
            ((tokyo, denver, "UTC"), ("s", "ns", "ms"), york),
            (("UTC", "UTC", "UTC"), ("ns", "s", "us"), york),
        )
    ]


@exercise("labels-as-of")
def test_instants_are_compared_whatever_their_zones(submission):
    """`now` and the three columns may have different zones: instants are compared, not clocks.

    The columns may have different units, too, such as seconds and nanoseconds.
    """
    assert_each(submission.labels_as_of, zones_and_units(), of=values)


@once
def flights_on_an_index():
    rows = (("15:00", "15:40", "15:45"), ("15:00", "15:00", "15:20"), ("17:00", None, None))
    index = pd.Index([7, 3, 3], name="flight")
    flights = flights_of(*rows, index=index).assign(late=5.0)
    labels = pd.Series([1.0, 0.0, math.nan], index=index, name="late")
    return [
        ((flights, NOON, HOUR), labels, "Two reported flights, and one that is not due yet."),
        (
            (flights.iloc[:0], NOON, HOUR),
            pd.Series([], dtype="float64", index=index[:0], name="late"),
            "No flights give an empty Series of the same kind.",
        ),
    ]


def on_the_index(labels):
    """The labels, which have to be float64 and on an index with the name of the flights'."""
    is_a(labels, pd.Series)
    require(
        bool(labels.dtype == "float64"),
        "The labels have the dtype float64.",
        expected="float64",
        received=str(labels.dtype),
    )
    require(
        bool(labels.index.name == "flight"),
        "The labels have the very index of the flights, which here has the name 'flight'.",
        expected="an index named 'flight'",
        received=f"an index named {labels.index.name!r}",
    )
    return labels


@exercise("labels-as-of")
def test_labels_are_a_float_series_on_the_index_of_the_flights(submission):
    """The labels are a float64 Series named "late", row by row on the index of the flights."""
    assert_each(submission.labels_as_of, flights_on_an_index(), of=on_the_index)


@once
def clocks_and_windows_to_refuse():
    flights = flights_of(("15:00", "15:15", "15:20"))
    naive = pd.Timestamp(DAY + "12:00")
    too_short = QUARTER - pd.Timedelta(microseconds=1)
    calls = [(flights.drop(columns=name), NOON, HOUR) for name in flights.columns]
    for table in (flights, flights.iloc[:0]):
        for name in table.columns:
            calls.append((table.assign(**{name: table[name].dt.tz_localize(None)}), NOON, HOUR))
        calls += [(table, naive, HOUR), (table, NOON, too_short)]
    return calls


@exercise("labels-as-of")
def test_clocks_without_a_zone_and_short_windows_are_refused(submission):
    """A missing column, a column or `now` without a zone, or a window below 15 minutes raises.

    The error is a ValueError, also when there are no flights.
    """
    rejects_each(submission.labels_as_of, clocks_and_windows_to_refuse())


# --- choose-for-labelling


def apart(n):
    """Embeddings of n rows that are all far from each other."""
    return [[100 * row, 0] for row in range(n)]


def rows_taken(*rows):
    return np.array(rows, dtype=int)


@exercise("choose-for-labelling")
def test_the_least_certain_rows_come_first(submission):
    """Rows are taken in order of |probability - 0.5|, smallest first, on either side of 0.5."""
    p = [0.0, 0.875, 0.4375, 0.625, 0.25, 1.0, 0.5]
    chosen = submission.choose_for_labelling(p, apart(7), 5, 1.0)
    assert_same(chosen, rows_taken(6, 2, 3, 4, 1), why="0.5 is least certain, then 0.4375, 0.625.")
    chosen = submission.choose_for_labelling(pd.Series(p, index=range(7, 0, -1)), apart(7), 1, 1.0)
    assert_same(chosen, rows_taken(6), why="Rows are counted by position.")


@exercise("choose-for-labelling")
def test_equally_certain_rows_come_in_order_of_their_number(submission):
    """Of rows equally far from 0.5, above or below, the one with the lower number comes first."""
    p = np.tile([0.75, 0.5, 0.25, 0.25, 0.5, 0.75], 20)
    chosen = submission.choose_for_labelling(p, apart(120), 120, 1.0)
    expected = [row for row in range(120) if p[row] == 0.5]
    expected += [row for row in range(120) if p[row] != 0.5]
    assert_same(
        chosen,
        np.array(expected),
        why="First the rows at 0.5, then those 0.25 from it: the first five "
        "probabilities are 0.75, 0.5, 0.25, 0.25, 0.5, so row 1 comes first, then row 4.",
    )
    p = [1.0, 0.625, 0.0, 0.375, 0.0, 1.0]
    chosen = submission.choose_for_labelling(p, apart(6), 5, 1.0)
    assert_same(chosen, rows_taken(1, 3, 0, 2, 4), why="0.625 and 0.375 tie, and so do 0 and 1.")


@exercise("choose-for-labelling")
def test_rows_too_near_to_a_chosen_one_are_passed_over(submission):
    """A row nearer than `min_distance` to any row already taken is passed over for the next.

    A row that was passed over keeps nobody away.
    """
    p = [0.5, 0.53125, 0.5625, 0.59375, 0.625]
    line = [[0.0], [1.5], [3.0], [4.0], [9.0]]
    corners = [[0, 0], [3, 3], [0, 4], [3, 0], [50, 50]]
    passed_over = (
        "Row 1 is too near to row 0; row 2 is near to row 1 only, which was not taken; "
        "row 3 is too near to row 2."
    )
    euclid = "Distances are Euclidean: (3, 3) is 4.24 away."
    cases = [
        ((p, line, 3, 2.5), rows_taken(0, 2, 4), passed_over),
        ((p, corners, 4, 4.125), rows_taken(0, 1, 4), euclid),
        ((p, corners, 4, 4.5), rows_taken(0, 4), euclid),
    ]
    assert_each(submission.choose_for_labelling, cases)


@exercise("choose-for-labelling")
def test_a_distance_of_exactly_the_minimum_is_far_enough(submission):
    """Exactly `min_distance` is far enough, and with 0 even duplicates are taken."""
    p = [0.5, 0.53125, 0.5625]
    copies = [[1, 1], [1, 1], [1, 1]]
    everything = rows_taken(0, 1, 2)
    cases = [
        ((p, [[0, 0], [3, 4], [6, 0]], 3, 5), everything, "Rows 0 and 1 are 5 apart, as demanded."),
        ((p, copies, 3, 0), everything, "With min_distance 0 no row is too near."),
        ((p, copies, 3, 0.001), rows_taken(0), "Three copies of a row are one row."),
        ((p, [[0], [2.9999], [6]], 3, 3), rows_taken(0, 2), "2.9999 is less than 3."),
    ]
    assert_each(submission.choose_for_labelling, cases)


@exercise("choose-for-labelling")
def test_small_distances_far_from_the_origin_are_seen(submission):
    """Coordinates may be as large as 10**6, and two rows still be 0.01 apart."""
    # Rows 0.01 apart on a line; the limit lies half-way between two and three steps.
    steps = [7 * row % 40 for row in range(40)]
    points = [[900_000 + step / 100, 900_000] for step in steps]
    taken = []
    for row, step in enumerate(steps):
        if all(abs(step - steps[other]) >= 3 for other in taken):
            taken.append(row)
    chosen = submission.choose_for_labelling([0.5] * 40, points, 40, 0.025)
    assert_same(
        chosen,
        rows_taken(*taken),
        why="The rows lie 0.01 apart on a line near (900000, 900000), and are taken in order. If "
        "only small distances go wrong: a**2 + b**2 - 2*a*b and 32-bit floats lose their digits "
        "there; subtract coordinates before you square.",
    )


@exercise("choose-for-labelling")
def test_the_list_is_short_when_the_pool_is_exhausted(submission):
    """When k exceeds what the pool can give, the list is short; k = 0 or n = 0 give none."""
    p = [0.5, 0.25, 0.375]
    near = [[0, 0], [1, 0], [9, 0]]
    none = np.empty((0, 2))
    cases = [
        ((p, apart(3), 10, 5.0), rows_taken(0, 2, 1), "There are only three rows."),
        ((p, near, 3, 5.0), rows_taken(0, 2), "Row 1 is too near, and does not fill the list."),
        (
            ([0.5] * 99 + [0.75], [[3, 3]] * 99 + [[9, 9]], 2, 5.0),
            rows_taken(0, 99),
            "Rows 0 to 98 are copies of each other; only the very last of the 100 is far enough.",
        ),
        ((p, apart(3), 0, 5.0), rows_taken(), "k = 0 gives an empty array of integers."),
        (([], none, 3, 5.0), rows_taken(), "An empty pool gives an empty array of integers."),
    ]
    assert_each(submission.choose_for_labelling, cases)


@exercise("choose-for-labelling")
def test_k_may_be_an_integer_of_numpy(submission):
    """`k` may be a whole number of NumPy as well as of Python, such as np.int64(2)."""
    chosen = submission.choose_for_labelling([0.0, 0.5, 0.25], apart(3), np.int64(2), 1)
    assert_same(chosen, rows_taken(1, 2), why="k is np.int64(2).")


@exercise("choose-for-labelling")
def test_a_pool_that_makes_no_sense_is_refused(submission):
    """A negative k, a bad distance, shapes that do not fit, or a bad number raise a ValueError."""
    p, points = [0.5, 0.25], [[0.0, 1.0], [2.0, 3.0]]
    nan, inf = math.nan, math.inf
    calls = (
        (p, points, -1, 1.0),
        (p, points, 1, -0.5),
        (p, points, 1, inf),
        (p, [0.0, 2.0], 1, 1.0),
        (p, [[[0.0]], [[2.0]]], 1, 1.0),
        (p, np.empty((2, 0)), 1, 1.0),
        (p, [[0.0, 1.0]], 1, 1.0),
        (p, [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]], 1, 1.0),
        ([nan, 0.25], points, 1, 1.0),
        ([0.5, 1.25], points, 1, 1.0),
        ([0.5, -0.25], points, 1, 1.0),
        (p, [[0.0, nan], [2.0, 3.0]], 1, 1.0),
        (p, [[0.0, 1.0], [inf, 3.0]], 0, 1.0),
    )
    rejects_each(submission.choose_for_labelling, calls)


# --- correct-for-sampling


@exercise("correct-for-sampling")
def test_the_odds_shrink_by_the_keep_rate(submission):
    """The true odds are `keep_rate` times the odds that the model gives."""
    restored = submission.correct_for_sampling([0.5, 0.8, 0.25, 0.1], 0.25)
    assert_same(
        restored,
        np.array([0.2, 0.5, 1 / 13, 1 / 37]),
        why="Odds of 1, 4, 1/3 and 1/9 become 1/4, 1, 1/12 and 1/36.",
    )
    restored = submission.correct_for_sampling([0.75], 0.1)
    assert_same(restored, np.array([3 / 13]), why="Odds of 3 become 3/10.")


@exercise("correct-for-sampling")
def test_certainty_stays_certain(submission):
    """0 stays 0 and 1 stays 1; with `keep_rate` 1 nothing was dropped and nothing changes."""
    for rate in (1e-9, 0.25):
        restored = submission.correct_for_sampling([1.0, 0.0, 1, 0], rate)
        assert_same(
            restored,
            np.array([1.0, 0.0, 1.0, 0.0]),
            rtol=0,
            atol=0,
            why="What is certain does not depend on the sampling. Exactly: p * r / (p * r + 1 - p) "
            "rounds where p is 1, unless 1 - p is taken first.",
        )
    p = [0.9, 0.0, 0.5, 1.0]
    restored = submission.correct_for_sampling(p, 1)
    assert_same(restored, np.array(p), why="With keep_rate 1 every negative was kept.")


@exercise("correct-for-sampling")
def test_small_probabilities_are_not_cut_off(submission):
    """Results below 1e-9 keep their digits, and those near 1 do not reach it."""
    restored = submission.correct_for_sampling([1e-12, 1e-6, 0.5], 1e-4)
    expected = np.array([1e-16 / (1 - 1e-12 + 1e-16), 1e-10 / (1 - 1e-6 + 1e-10), 1e-4 / 1.0001])
    assert_same(restored, expected, atol=0, why="Nothing between 0 and 1 is cut off.")
    restored = submission.correct_for_sampling([1 - 2**-40], 2**-20)
    assert_same(restored, np.array([1 - 2**-20 / (1 + 2**-20)]), why="Odds of 2**40 become 2**20.")
    p, rate = 1 - 2**-45, 1e-13
    odds = (2**45 - 1) * rate
    restored = submission.correct_for_sampling([p], rate)
    assert_same(
        restored,
        np.array([odds / (1 + odds)]),
        why="Odds of 2**45 - 1 become 3.52. Take 1 - p first: 1 - (1 - keep_rate) * p has lost "
        "most digits.",
    )
    restored = submission.correct_for_sampling([1e-150], 1e-100)
    assert_same(restored, np.array([1e-250]), atol=0, why="Odds of 1e-150 become 1e-250.")


@exercise("correct-for-sampling")
def test_the_result_is_a_new_array_in_the_same_order(submission):
    """Lists, arrays and Series of n numbers all give an array of n floats, also for n = 0."""
    p = [0.8, 0.5, 0.8]
    expected = np.array([0.5, 0.2, 0.5])
    cases = [
        ((given, 0.25), expected, "The result is an array, whatever was given.")
        for given in (p, np.array(p), pd.Series(p, index=[3, 1, 3]))
    ]
    nothing = np.array([], dtype=float)
    cases.append((([], 0.25), nothing, "No probabilities give an empty array of floats."))
    certain = np.array([1.0, 0.0, 1.0])
    cases.append((([1, 0, 1], 0.25), certain, "Whole numbers give an array of floats, too."))
    assert_each(submission.correct_for_sampling, cases)


@exercise("correct-for-sampling")
def test_what_is_no_probability_or_no_rate_is_refused(submission):
    """A `keep_rate` not in (0, 1], or a p that is NaN or outside [0, 1], raises a ValueError."""
    calls = [(p, rate) for rate in (0, -0.5, 1.001, math.inf, math.nan) for p in ([0.5], [])]
    calls += [([0.5, bad], 0.25) for bad in (math.nan, 1.5, -0.5, 1 + 1e-12, -1e-12)]
    rejects_each(submission.correct_for_sampling, calls)
