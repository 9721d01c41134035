"""The checks of week 3 that the grader keeps: random inputs and rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

import math
from fractions import Fraction

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once,
    once_per_seed,
    rejects,
    rejects_each,
    require,
)


def entry(result, name):
    """One entry of a dict of results, whatever the other ones are."""
    is_a(result, dict)
    if name not in result:
        assert_same(sorted(map(str, result)), [name], why=f"There should be an entry {name!r}.")
    return result[name]


# --- reservoir-sample


def assert_positions(sample, k, n):
    """The sample is a list of k different whole numbers from 0 to n - 1."""
    is_a(sample, list)
    require(len(sample) == k, f"{k} of {n} items are to be kept, not {len(sample)}.")
    for item in sample:
        require(type(item) is int, "Items of the stream come back as they are.")
    require(len(set(sample)) == k, "Each kept item has a position of its own in the stream.")
    require(set(sample) <= set(range(n)), "Every kept item is one of the stream.")


def distinct_seeds(rng, count):
    """Random seeds, each of which is tried once."""
    return rng.choice(2**31, size=count, replace=False).tolist()


def unevenness(counts):
    """Pearson's chi-square: about one less than there are counts, where all are equally likely."""
    mean = sum(counts) / len(counts)
    return sum((count - mean) ** 2 for count in counts) / mean


@exercise("reservoir-sample")
def test_one_of_three_items_is_as_likely_as_the_others(submission, rng):
    """Over random seeds, each of three items is the one kept in about a third of the cases."""
    # The count of one item is binomial(600, 1/3): P(< 142) = 9.3e-8 and P(> 261) = 9.0e-8. There
    # are three items: a fair sampler fails with probability below 5.6e-7. Where the range is one
    # too long, the first item has the chance 1/2, and P(<= 261) = 8.3e-4. Unevenness below 5 in
    # the first 260, which spares 92 % of the fair samplers the rest, then has 3.2e-4.
    counts = [0, 0, 0]
    seeds = distinct_seeds(rng, 600)
    for part in (seeds[:260], seeds[260:]):
        for answer in submission.reservoir_sample.each((range(3), 1, seed) for seed in part):
            sample = answer()
            assert_positions(sample, 1, 3)
            counts[sample[0]] += 1
        if unevenness(counts) < 5:
            return
    for item, count in enumerate(counts):
        require(
            142 <= count <= 261,
            f"Of items 0 to 2, item {item} is not kept as often as it should be.",
            expected="200 times of 600, and certainly between 142 and 261",
            received=f"{count} times",
        )


@exercise("reservoir-sample")
def test_every_part_of_a_long_stream_is_kept_alike(submission, rng):
    """Early, middle and late parts of a long stream have the same share of the sample."""
    # A tenth of 3,000 positions holds a hypergeometric number of the 300 kept: P(< 7) = 1.3e-8
    # and P(> 60) = 9.4e-9. Ten tenths: a fair sampler fails with probability below 2.3e-7.
    # Two hundred of them hold fewer than 2 with probability 8.2e-9, and more than 46 with 5.4e-9;
    # there are fifteen, which makes 2.1e-7, and 4.4e-7 in all.
    seed = int(rng.integers(2**31))
    sample = submission.reservoir_sample(iter(range(3_000)), 300, seed)
    assert_positions(sample, 300, 3_000)
    tenths = np.bincount(np.array(sample) // 300, minlength=10)
    for tenth, count in enumerate(tenths.tolist()):
        require(
            7 <= count <= 60,
            f"Tenth number {tenth + 1} of the stream has a wrong share of the sample.",
            expected="about 30 of 300 items, and certainly between 7 and 60",
            received=f"{count} items",
        )
    parts = np.bincount(np.array(sample) // 200, minlength=15)
    for place, count in enumerate(parts.tolist()):
        require(
            2 <= count <= 46,
            f"Items {200 * place} to {200 * place + 199} have a wrong share of the sample.",
            expected="about 20 of these 200 items, and certainly between 2 and 46",
            received=f"{count} items",
        )


@exercise("reservoir-sample")
def test_each_of_eleven_items_is_left_out_alike(submission, rng):
    """Of eleven items ten are kept, and each is left out in about one sample of eleven."""
    # How often one item is left out is binomial(200, 1/11): P(0) = 5.3e-9 and P(> 43) = 3.2e-8.
    # Eleven items: a fair sampler fails with probability below 4.1e-7. Where the range is one too
    # short, the last item is never left out. Unevenness below 15 in the first 100 spares 87 % of
    # the fair samplers the rest; an item with the chance 0.3 passes by it with 0.002, and by the
    # whole test with 0.005.
    left_out = np.zeros(11, dtype=int)
    seeds = distinct_seeds(rng, 200)
    for part in (seeds[:100], seeds[100:]):
        left_out += len(part)
        for answer in submission.reservoir_sample.each((range(11), 10, seed) for seed in part):
            sample = answer()
            assert_positions(sample, 10, 11)
            left_out[sample] -= 1
        if left_out.all() and unevenness(left_out) < 15:
            return
    for item, count in enumerate(left_out.tolist()):
        require(
            1 <= count <= 43,
            f"Of items 0 to 10, item {item} is not left out as often as it should be.",
            expected="18 times of 200, and certainly between 1 and 43",
            received=f"{count} times",
        )


@exercise("reservoir-sample")
def test_neighbours_are_not_kept_together(submission, rng):
    """Items are kept independently of their neighbours: not in runs, and not at even steps."""
    # Of the 600 pairs (2i, 2i + 1), let X be kept whole. As 600 of 1,200 positions are kept, as
    # many pairs are empty, so X = x in C(600, x) C(600 - x, x) 2^(600 - 2x) of the C(1200, 600)
    # samples: 149.9 on average, and below 100 or above 200 with probability 8.2e-17, summed
    # exactly.
    seed = int(rng.integers(2**31))
    sample = submission.reservoir_sample(iter(range(1_200)), 600, seed)
    assert_positions(sample, 600, 1_200)
    kept = np.zeros(1_200, dtype=bool)
    kept[sample] = True
    together = int((kept[0::2] & kept[1::2]).sum())
    require(
        100 <= together <= 200,
        "Neighbours in the stream are not kept independently of each other.",
        expected="about 150 of 600 pairs of neighbours both kept",
        received=f"{together} pairs",
    )


@exercise("reservoir-sample")
def test_the_rest_of_the_stream_is_read_too(submission, rng):
    """Each item has its chance in small samples too: the first, the last, and each between."""
    # One item of 40 is kept by chance 1/2 in each of 34 samples: P(never) and P(always) are both
    # 2^-34 = 5.8e-11, and for 40 items 4.7e-9 together.
    counts = np.zeros(40, dtype=int)
    seeds = rng.integers(2**31, size=34).tolist()
    for answer in submission.reservoir_sample.each((range(40), 20, seed) for seed in seeds):
        sample = answer()
        assert_positions(sample, 20, 40)
        counts[sample] += 1
    never, always = np.flatnonzero(counts == 0), np.flatnonzero(counts == 34)
    require(not len(never), "Some items are never kept.", received=f"never: {never.tolist()}")
    require(not len(always), "Some items are always kept.", received=f"always: {always.tolist()}")


@exercise("reservoir-sample")
def test_a_list_that_is_sampled_is_left_alone(submission):
    """A stream that is a list is only read: it is neither emptied nor shuffled."""
    sample = assert_unchanged(submission.reservoir_sample, list(range(50)), 5, 3)
    assert_positions(sample, 5, 50)
    sample = assert_unchanged(submission.reservoir_sample, list(range(3)), 5, 3)
    assert_positions(sample, 3, 3)


# --- importance-estimate


def a_dict(result):
    """The result, which has to be a dict."""
    is_a(result, dict)
    return result


def slow_estimate(values, sampled_with, wanted):
    """Exact fractions, one row at a time."""
    total = squares = mean = Fraction(0)
    for value, sampled, want in zip(values, sampled_with, wanted, strict=True):
        if want:
            weight = Fraction(want) / Fraction(sampled)
            total += weight
            squares += weight**2
            mean += weight * Fraction(value)
    return {"mean": float(mean / total), "effective_sample_size": float(total**2 / squares)}


@once_per_seed
def random_rows(rng):
    cases = []
    for trial in range(8):
        n = int(rng.integers(1, 30))
        outcome = rng.normal(0, 5, n)
        sampled = rng.random(n) + 0.01
        wanted = rng.random(n) * (rng.random(n) < 0.7)
        wanted[rng.integers(n)] = 0.5
        expected = slow_estimate(outcome.tolist(), sampled.tolist(), wanted.tolist())
        if trial % 2:
            outcome[wanted == 0] = [math.nan, math.inf][trial % 4 // 2]
        given = (outcome.tolist(), sampled, wanted)
        if trial >= 4:
            given = tuple(
                pd.Series(numbers, index=rng.permutation(n))
                for numbers in (outcome, sampled, wanted)
            )
        cases.append((given, expected, f"{n} rows were weighed one at a time."))
    return cases


@exercise("importance-estimate")
def test_random_rows_give_what_exact_fractions_give(submission, rng):
    """Random rows, some of them not wanted, give the two numbers of an exact computation."""
    assert_each(submission.importance_estimate, random_rows(rng), of=a_dict)


@exercise("importance-estimate")
def test_the_size_counts_rows_and_never_exceeds_them(submission, rng):
    """Equal weights are worth all their rows; one row that dominates is worth one."""
    for n in (7, 300):
        q = rng.random(n) + 0.1
        estimate = submission.importance_estimate(rng.normal(size=n), q, 3 * q)
        assert_same(entry(estimate, "effective_sample_size"), float(n), why="All weights are 3.")
    wanted = np.full(50, 1e-15)
    wanted[7] = 1.0
    estimate = submission.importance_estimate(np.arange(50), np.full(50, 0.02), wanted)
    assert_same(
        entry(estimate, "effective_sample_size"), 1.0, why="One row has nearly all of the weight."
    )
    assert_same(entry(estimate, "mean"), 7.0, why="That row has the value 7.")


@exercise("importance-estimate")
def test_weights_of_very_different_size_stand_side_by_side(submission):
    """Weights from 1e-250 to 1e250 may meet in one call."""
    estimate = submission.importance_estimate(
        [5.0, 3.0, 6.0, math.nan], [1.0, 1e-200, 1e-200, 0.5], [1e-250, 4e49, 8e49, 0.0]
    )
    is_a(estimate, dict)
    expected = {"mean": 5.0, "effective_sample_size": 1.8}
    assert_same(estimate, expected, why="The weights are 1e-250, 4e249 and 8e249.")


@exercise("importance-estimate")
def test_the_rows_are_left_alone_and_small_sets_are_fine(submission):
    """The three arguments are not changed, and a single row is its own mean."""
    # What comes of these rows is for other checks to say; two equal ones are right if any are.
    unwanted = (
        np.array([3.0, math.nan, 6.0]),
        np.array([0.2, 0.5, 0.4]),
        np.array([1.0, 0.0, 1.0]),
    )
    is_a(assert_unchanged(submission.importance_estimate, *unwanted), dict)
    two, half = np.array([4.0, 4.0]), np.array([0.5, 0.5])
    estimate = assert_unchanged(submission.importance_estimate, two, half, half)
    is_a(estimate, dict)
    assert_same(estimate, {"mean": 4.0, "effective_sample_size": 2.0}, why="Both rows count alike.")
    estimate = submission.importance_estimate([-2.5], [1e-3], [20])
    is_a(estimate, dict)
    assert_same(estimate, {"mean": -2.5, "effective_sample_size": 1.0})


@exercise("importance-estimate")
def test_one_bad_row_among_many_is_refused(submission, rng):
    """A single impossible number is refused wherever it stands; a zero chance also if unwanted."""
    n = 20
    fine = np.ones(n)

    def spoilt(bad):
        numbers = np.ones(n)
        numbers[rng.integers(n)] = bad
        return numbers

    zero = spoilt(0.0)
    calls = [(spoilt(-math.inf), fine, fine), (fine, zero, zero)]
    for bad in (math.nan, -1e-9):
        calls += [(fine, spoilt(bad), fine), (fine, fine, spoilt(bad))]
    rejects_each(submission.importance_estimate, calls)


# --- apply-rules


def share_of_votes(flight):
    """Votes by what is written in the flight, and abstains at 9."""
    return None if flight["a"] == 9 else flight["a"]


def second_column(flight):
    return None if flight["b"] == 9 else int(flight["b"])


def third_column(flight):
    return None if flight["c"] == 9 else np.int32(flight["c"])


def fourth_column(flight):
    return None if flight["d"] == 9 else np.uint8(flight["d"])


COLUMNS = {"d": fourth_column, "a": share_of_votes, "c": third_column, "b": second_column}


def two_parts(result):
    """The result, which has to be a tuple of two: the votes and the summary."""
    is_a(result, tuple)
    require(len(result) == 2, "The result is a tuple of two: the votes and the summary.")
    return result


def slow_summary(votes):
    """Coverage, overlap and conflict by loops over flights and pairs of rules."""
    n, m = votes.shape
    counts = np.zeros((m, 3))
    for row in votes.tolist():
        for j, vote in enumerate(row):
            others = [v for k, v in enumerate(row) if k != j and v != -1]
            if vote != -1:
                counts[j] += [1, bool(others), any(v != vote for v in others)]
    return counts / n


@once_per_seed
def random_votes(rng):
    cases = []
    for many in (1, 3, 4):
        n = int(rng.integers(1, 25))
        n_classes = int(rng.integers(2, 5))
        names = list(rng.permutation(list(COLUMNS)))[:many]
        drawn = rng.integers(0, n_classes, (n, 4))
        drawn[rng.random((n, 4)) < [0.8, 0.2, 0.5][many - 2]] = 9
        flights = pd.DataFrame(drawn, columns=list("abcd"), index=rng.integers(0, 3, n))
        votes = flights[names].to_numpy()
        votes = np.where(votes == 9, -1, votes)
        rules = {f"rule {name}": COLUMNS[name] for name in names}
        shares = pd.DataFrame(
            slow_summary(votes), index=list(rules), columns=["coverage", "overlap", "conflict"]
        )
        why = f"{n} flights were counted one at a time, for {len(names)} rules."
        cases.append(((rules, flights, n_classes), (votes, shares), why))
    return cases


@exercise("apply-rules")
def test_random_votes_are_summarised_as_a_slow_count_says(submission, rng):
    """For random votes the matrix and the three shares are those of a count flight by flight."""
    assert_each(submission.apply_rules, random_votes(rng), of=two_parts)


def blames_the_weather(flight):
    return 1 if isinstance(flight["sky"], str) and flight["sky"] == "snow" else None


def sky_is_missing(flight):
    return 0 if flight["sky"] is None or flight["sky"] != flight["sky"] else None


@once
def flights_with_gaps():
    hours = pd.date_range("2013-02-08 10:00", periods=4, freq="h", tz="UTC")
    flights = pd.DataFrame(
        {
            "sky": ["snow", None, "clear", "snow"],
            "delay": [20.0, 30.0, math.nan, -4.0],
            "landed": hours.where([True, True, True, False]),
        },
        index=hours,
    )
    rules = {
        "snow": blames_the_weather,
        "no sky": sky_is_missing,
        "no delay": delay_is_missing,
        "after noon": landed_after_noon,
    }
    votes = np.array([[1, -1, -1, -1], [-1, 0, -1, -1], [-1, -1, 2, 99], [1, -1, -1, 98]])
    why = "Two flights in snow, one without a sky, one without a delay, one that never landed."
    return [((rules, flights, 100), votes, why)]


@exercise("apply-rules")
def test_rules_see_text_and_missing_values(submission):
    """Rules see every column of a flight by its name, text as text, missing values as missing."""
    cases = flights_with_gaps()
    assert_each(submission.apply_rules, cases, of=lambda result: two_parts(result)[0])


def delay_is_missing(flight):
    return 2 if math.isnan(flight["delay"]) else None


def landed_after_noon(flight):
    if isinstance(flight["landed"], str):
        return None
    if pd.isna(flight["landed"]):
        return 98
    return 99 if pd.Timestamp(flight["landed"]).hour >= 12 else None


def answer_minus_two(flight):
    return np.int64(-2)


def answer_three(flight):
    return 3


def answer_false(flight):
    return False


def answer_numpy_true(flight):
    return np.True_


def answer_half(flight):
    return 0.5


def answer_nan(flight):
    return math.nan


def answer_text(flight):
    return "1"


def answer_huge(flight):
    return 10**30


def gives_up(flight):
    raise ValueError


def last_row_only(flight):
    return 99 if flight["hour"] == 9 else None


def division(flight):
    return int(1 / (flight["hour"] - 9)) and None


def no_such_column(flight):
    return flight["gust"]


def own_assertion(flight):
    # Not by `assert`, which pytest rewrites: the sandbox would have to import pytest.
    if flight["hour"] >= 9:
        raise AssertionError
    return 0


def fine(flight):
    return 0


@once
def suspects():
    flights = pd.DataFrame({"hour": [7, 8, 9]})
    rules = (
        answer_minus_two,
        answer_three,
        answer_false,
        answer_numpy_true,
        answer_half,
        answer_nan,
        answer_text,
        answer_huge,
        gives_up,
        last_row_only,
        division,
        no_such_column,
        own_assertion,
    )
    return [({"sound": fine, "suspect": rule}, flights, 3) for rule in rules]


@exercise("apply-rules")
def test_every_way_to_fail_names_the_rule(submission):
    """An error of any kind, on any flight, or an answer that is no class, is a ValueError.

    The message contains the name of the rule.
    """
    rejects_each(submission.apply_rules, suspects(), naming="suspect")
    rejects(submission.apply_rules, {}, pd.DataFrame({"hour": []}), 3)


# --- dawid-skene


def slow_em(votes, n_classes, n_iter, smoothing=0.01):
    """The formulas, one vote at a time."""
    n, m = len(votes), len(votes[0])
    belief = []
    for row in votes:
        given = [vote for vote in row if vote != -1]
        share = [given.count(t) / len(given) if given else 1 / n_classes for t in range(n_classes)]
        belief.append(share)
    for _ in range(n_iter):
        prior = [sum(row[t] for row in belief) + smoothing for t in range(n_classes)]
        prior = [p / (n + smoothing * n_classes) for p in prior]
        confusion = np.full((m, n_classes, n_classes), smoothing)
        for row, item in zip(votes, belief, strict=True):
            for j, vote in enumerate(row):
                if vote != -1:
                    confusion[j, :, vote] += item
        confusion /= confusion.sum(axis=2, keepdims=True)
        logs = np.log(confusion)
        fresh = []
        for row in votes:
            score = np.log(prior)
            for j, vote in enumerate(row):
                if vote != -1:
                    score = score + logs[j, :, vote]
            odds = np.exp(score - score.max())
            fresh.append((odds / odds.sum()).tolist())
        belief = fresh
    return {"posterior": np.array(belief), "confusion": confusion, "prior": np.array(prior)}


def assert_estimate(result, expected, why):
    """All three entries and no other, to six digits as the contract says."""
    is_a(result, dict)
    assert_same(result, expected, rtol=1e-6, atol=1e-6, why=why)


@once_per_seed
def random_panels(rng):
    cases = []
    for trial in range(6):
        n, m = int(rng.integers(1, 25)), int(rng.integers(1, 6))
        n_classes = int(rng.integers(2, 5))
        truth = rng.integers(0, n_classes, n)
        votes = np.where(
            rng.random((n, m)) < 0.6, truth[:, np.newaxis], rng.integers(0, n_classes, (n, m))
        )
        votes[rng.random((n, m)) < 0.3] = -1
        n_iter, smoothing = int(rng.integers(1, 9)), [0.01, 0.5, 1.0, 2.5][trial % 4]
        expected = slow_em(votes.tolist(), n_classes, n_iter, smoothing)
        given = votes.tolist() if trial % 2 else votes
        why = f"{n} items, {m} voters, {n_iter} rounds."
        cases.append(((given, n_classes, n_iter, smoothing), expected, why))
    return cases


@exercise("dawid-skene", weight=2)
def test_random_votes_give_what_a_slow_em_gives(submission, rng):
    """Random votes with abstentions give the estimates of the formulas, after 1 to 8 rounds."""
    assert_each(submission.dawid_skene, random_panels(rng), of=a_dict, rtol=1e-6, atol=1e-6)


@once_per_seed
def votes_in_another_order(rng):
    truth = rng.integers(0, 3, 40)
    votes = np.where(rng.random((40, 4)) < 0.7, truth[:, np.newaxis], rng.integers(-1, 3, (40, 4)))
    items, voters, classes = rng.permutation(40), rng.permutation(4), rng.permutation(3)
    renamed = np.append(classes, -1)[votes]  # the last place, -1, stays what it is
    expected = slow_em(votes.tolist(), 3, 3)
    back = np.argsort(classes)
    moved = {
        "posterior": expected["posterior"][items][:, back],
        "confusion": expected["confusion"][voters][:, back][:, :, back],
        "prior": expected["prior"][back],
    }
    return renamed[items][:, voters], moved


@exercise("dawid-skene")
def test_voters_and_items_may_come_in_any_order(submission, rng):
    """Shuffling items or voters shuffles the estimates, and renaming classes renames them."""
    votes, expected = votes_in_another_order(rng)
    result = submission.dawid_skene(votes, 3, 3)
    assert_estimate(result, expected, why="The same votes in another order, other class numbers.")


@once_per_seed
def many_who_guess(rng):
    votes = rng.integers(0, 3, (2, 2_400))
    votes[:, :300] = 0  # some agree, so that both items are of one class
    votes[1, ::7] = -1
    return votes, slow_em(votes.tolist(), 3, 2)


@exercise("dawid-skene")
def test_many_voters_who_guess_stay_finite(submission, rng):
    """With 2,400 voters who contradict themselves the posterior is finite and right."""
    votes, expected = many_who_guess(rng)
    result = submission.dawid_skene(votes, 3, 2)
    assert_estimate(
        result,
        expected,
        why="2,400 voters, two rounds. A product of 2,400 chances would be 0: add logarithms.",
    )


@exercise("dawid-skene")
def test_votes_are_left_alone_and_one_of_each_is_enough(submission):
    """The votes are not changed; one item, one voter, or no vote at all, is no special case."""
    votes = np.array([[0, 1, -1], [1, 1, 0], [-1, -1, -1]])
    is_a(assert_unchanged(submission.dawid_skene, votes, 2, 2), dict)
    cases = [
        ((few, 3, 2), slow_em(few, 3, 2), f"The votes are {few}.")
        for few in ([[0]], [[-1, 2]], [[-1], [-1]])
    ]
    assert_each(submission.dawid_skene, cases, of=a_dict, rtol=1e-6, atol=1e-6)


@exercise("dawid-skene")
def test_one_unknown_class_among_many_votes_is_refused(submission, rng):
    """A single vote that is neither -1 nor a class is refused wherever it stands."""
    calls = [(np.empty((4, 0), dtype=int), 3, 2)]
    for bad in (-2, 3, 99):
        votes = rng.integers(-1, 3, (12, 4))
        votes[rng.integers(12), rng.integers(4)] = bad
        calls.append((votes, 3, 2))
    rejects_each(submission.dawid_skene, calls)


# --- labels-as-of

INSTANTS = ("scheduled_arrival", "arrived_at", "reported_at")
ZONES = ("UTC", "America/New_York", "Asia/Kolkata", "Pacific/Honolulu")


def slow_labels(flights, now, window):
    """One flight at a time, in seconds since 1970."""
    labels = []
    for due, arrived, reported in zip(
        flights["scheduled_arrival"], flights["arrived_at"], flights["reported_at"], strict=True
    ):
        if reported is not pd.NaT and reported.timestamp() <= now.timestamp():
            labels.append(float(arrived.timestamp() - due.timestamp() >= 15 * 60))
        elif now.timestamp() - due.timestamp() >= window.total_seconds():
            labels.append(1.0)
        else:
            labels.append(math.nan)
    return labels


NOON = pd.Timestamp("2013-02-01 17:00", tz="UTC")  # in New York


def assert_labels(submission, cases):
    """As `assert_each`, and the first row that is wrong is told with its three instants."""
    answers = submission.labels_as_of.each(arguments for arguments, _, _ in cases)
    for answer, ((flights, now, _), expected, why) in zip(answers, cases, strict=True):
        labels = answer()
        is_a(labels, pd.Series)
        found = labels.tolist()
        for row, (label, wanted) in enumerate(zip(found, expected, strict=False)):
            if label != wanted and not (wanted != wanted and label != label):
                due, arrived, reported = (
                    "never" if time is pd.NaT else f"{time.tz_convert('UTC'):%d %b %H:%M:%S}"
                    for time in flights[list(INSTANTS)].iloc[row]
                )
                why += (
                    f" It is {now.tz_convert('UTC'):%d %b %H:%M:%S} in UTC. The flight at position "
                    f"{row}, in UTC: due {due}, arrived {arrived}, reported {reported}."
                )
                break
        assert_same(found, expected, why=why)


def a_day_of_flights(rng, n=250):
    """Flights due from seven hours before noon to three after it, as they turned out later."""
    minutes = pd.Series(rng.integers(-420, 180, n), index=rng.permutation(n) + 1_000)
    due = (NOON.tz_convert("UTC") + pd.to_timedelta(minutes, unit="min")).dt.as_unit("us")
    delay = pd.Series(np.round(rng.exponential(30, n) - 20), index=minutes.index)
    delay[rng.random(n) < 0.05] = math.nan  # cancelled or diverted
    arrived = due + pd.to_timedelta(delay, unit="min")
    reported = arrived + pd.to_timedelta(rng.integers(120, 1_800, n), unit="s")
    return pd.DataFrame(
        {
            "dest": rng.choice(["BOS", "ORD", "SFO"], n),
            "arr_delay": delay,
            "scheduled_arrival": due,
            "arrived_at": arrived,
            "reported_at": reported,
        }
    )


@once_per_seed
def random_flights(rng):
    now = pd.Timestamp("2013-07-04 12:00", tz="UTC")
    cases = []
    for minutes in (15, 16, 60):
        n = 60
        due = now - pd.to_timedelta(15 * rng.integers(-4, 10, n), unit="min")
        arrived = due + pd.to_timedelta(rng.choice([-10, 0, 14, 15, 16, 40, 90], n), unit="min")
        reported = arrived + pd.to_timedelta(rng.choice([0, 1, 5, 60], n), unit="min")
        gone = rng.random(n) < 0.3
        zones = rng.choice(ZONES, 4)
        flights = pd.DataFrame(
            {
                "reported_at": reported.where(~gone).tz_convert(zones[0]),
                "scheduled_arrival": due.tz_convert(zones[1]),
                "arrived_at": arrived.where(~gone).tz_convert(zones[2]),
            },
            index=rng.integers(0, 9, n),
        )
        window = pd.Timedelta(minutes=minutes)
        here = now.tz_convert(zones[3])
        expected = slow_labels(flights, now, window)
        cases.append(((flights, here, window), expected, f"The window is {window}."))
    return cases


@exercise("labels-as-of", weight=2)
def test_random_flights_are_labelled_as_a_slow_count_says(submission, rng):
    """Random instants around `now`, many of which meet exactly, are labelled rightly."""
    assert_labels(submission, random_flights(rng))


@once_per_seed
def two_futures(rng):
    flights = a_day_of_flights(rng)
    window = pd.Timedelta(hours=1)
    labels = slow_labels(flights, NOON, window)
    rewritten = flights.copy()
    unknown = ~(flights["reported_at"] <= NOON)
    rewritten.loc[unknown, ["arrived_at", "reported_at"]] = pd.NaT
    return [
        ((flights, NOON, window), labels, "1 February 2013, noon in New York."),
        ((rewritten, NOON, window), labels, "Reports after `now` were taken out of the table."),
    ]


@exercise("labels-as-of")
def test_the_future_has_no_influence(submission, rng):
    """Whatever happens after `now` may be rewritten without changing one label."""
    assert_labels(submission, two_futures(rng))


@once_per_seed
def a_day_from_hour_to_hour(rng):
    flights = a_day_of_flights(rng)
    window = pd.Timedelta(minutes=45)
    cases = []
    now = NOON - pd.Timedelta(hours=2)
    cases.append(((flights, now, window), slow_labels(flights, now, window), f"It is {now}."))
    final = [1.0 if delay != delay or delay >= 15 else 0.0 for delay in flights["arr_delay"]]
    why = "A week later every flight is late, on time, or was never reported."
    cases.append(((flights, NOON + pd.Timedelta(days=7), window), final, why))
    return cases


@exercise("labels-as-of")
def test_labels_ripen_as_time_passes(submission, rng):
    """From hour to hour labels come in and are revised; in the end every flight has its own."""
    assert_labels(submission, a_day_from_hour_to_hour(rng))


@once
def the_night_of_3_november():
    due = pd.to_datetime(["2013-11-03 05:10", "2013-11-03 05:10", "2013-11-03 06:20"], utc=True)
    arrived = pd.to_datetime(["2013-11-03 05:30", "2013-11-03 06:05", None], utc=True)
    reported = pd.to_datetime(["2013-11-03 05:40", "2013-11-03 06:40", None], utc=True)
    york = "America/New_York"
    flights = pd.DataFrame(
        {
            "scheduled_arrival": due.tz_convert(york),
            "arrived_at": arrived.tz_convert(york),
            "reported_at": reported.tz_convert(york),
        }
    )
    window = pd.Timedelta(hours=1)
    nan = math.nan
    return [
        (
            (flights, pd.Timestamp(clock, tz="UTC").tz_convert(york), window),
            expected,
            f"It is {clock} in UTC.",
        )
        for clock, expected in (
            ("2013-11-03 05:35", [nan, nan, nan]),  # 01:35, the first time
            ("2013-11-03 06:35", [1.0, 1.0, nan]),  # 01:35, the second time
            ("2013-11-03 07:25", [1.0, 1.0, 1.0]),
        )
    ]


@exercise("labels-as-of")
def test_the_night_that_has_an_hour_twice_is_no_different(submission):
    """On 3 November 2013 New York's clock shows 01:30 twice; instants go on as ever."""
    assert_labels(submission, the_night_of_3_november())


@once
def flights_reported_and_silent():
    york = "America/New_York"
    due = pd.to_datetime(["2013-02-01 10:00"] * 4, utc=True).tz_convert(york)
    arrived = due + pd.to_timedelta([40, -5, 16, 0], unit="min")
    flights = pd.DataFrame(
        {
            "dest": ["BOS", "ORD", "SFO", "BOS"],
            "scheduled_arrival": due,
            "arrived_at": arrived,
            "reported_at": arrived + pd.Timedelta(minutes=5),
        },
        index=[2, 7, 2, 1],
    )
    silent = flights.assign(
        **{name: flights[name].where(flights.index == 2) for name in INSTANTS[1:]}
    )
    return flights, silent


@exercise("labels-as-of")
def test_the_flights_are_left_alone(submission):
    """The call adds no column to the table and changes none; any index stays as it is."""
    flights, silent = flights_reported_and_silent()
    window = pd.Timedelta(hours=1)
    # What silence means is for other checks to say; flights reported long ago are right if any are.
    is_a(assert_unchanged(submission.labels_as_of, silent, NOON, window), pd.Series)
    labels = assert_unchanged(submission.labels_as_of, flights, NOON, window)
    is_a(labels, pd.Series)
    assert_same(labels.tolist(), [1.0, 0.0, 1.0, 0.0], why="All four were reported long ago.")


# --- choose-for-labelling


def slow_choice(p, points, k, min_distance):
    """Pick the best remaining row again and again, comparing squares of whole numbers."""
    taken = []
    remaining = set(range(len(p)))
    while remaining and len(taken) < k:
        best = min(remaining, key=lambda row: (abs(p[row] - 0.5), row))
        remaining.remove(best)
        squares = [
            sum((a - b) ** 2 for a, b in zip(points[best], points[other], strict=True))
            for other in taken
        ]
        if all(square >= min_distance**2 for square in squares):
            taken.append(best)
    return np.array(taken, dtype=int)


@once_per_seed
def random_pools(rng):
    cases = []
    for trial in range(12):
        n, d = int(rng.integers(1, 60)), int(rng.integers(1, 4))
        p = rng.integers(0, 9, n) / 8 if trial % 2 else rng.integers(0, 1025, n) / 1024
        points = rng.integers(-6, 7, (n, d))
        k = int(rng.integers(0, n + 4))
        min_distance = int(rng.choice([0, 1, 2, 3, 5]))
        expected = slow_choice(p.tolist(), points.tolist(), k, min_distance)
        given = points.astype(float) if trial % 3 else points.tolist()
        why = f"{n} rows, k = {k}, at least {min_distance} apart."
        cases.append(((p, given, k, min_distance), expected, why))
    return cases


@exercise("choose-for-labelling", weight=2)
def test_random_pools_give_what_a_slow_search_gives(submission, rng):
    """Random pools with many ties and exact distances give the rows of a slow search."""
    assert_each(submission.choose_for_labelling, random_pools(rng))


@exercise("choose-for-labelling")
def test_ties_keep_their_order_in_a_large_pool(submission, rng):
    """In a hundred rows with few different probabilities, ties come in order of the row."""
    n = 100
    p = rng.choice([0.0, 0.25, 0.375, 0.625, 0.75, 1.0], n)
    spread = np.column_stack([np.arange(n) * 10.5, np.zeros(n)])
    expected = sorted(range(n), key=lambda row: (abs(p[row] - 0.5), row))
    chosen = submission.choose_for_labelling(p, spread, n, 10.0)
    assert_same(chosen, np.array(expected), why="No row is near to another one.")


@once_per_seed
def two_hundred_points(rng):
    n = 200
    p = rng.integers(0, 1025, n) / 1024
    points = rng.normal(size=(n, 3))
    gaps = np.linalg.norm(points[:, np.newaxis] - points[np.newaxis], axis=2)
    limit = 0.75
    while (np.abs(gaps - limit) < 1e-5).any():  # the contract promises 1e-6
        limit += 2e-4
    order = sorted(range(n), key=lambda row: (abs(p[row] - 0.5), row))
    taken = []
    for row in order:
        if all(gaps[row, other] > limit for other in taken):
            taken.append(row)
    return p, points, n, limit, np.array(taken)


@exercise("choose-for-labelling")
def test_chosen_rows_are_apart_and_others_have_a_reason(submission, rng):
    """No two chosen rows are too near, and every row left out is too near to an earlier one."""
    *arguments, expected = two_hundred_points(rng)
    chosen = submission.choose_for_labelling(*arguments)
    assert_same(chosen, expected, why="Rows were tried one at a time in order.")


@exercise("choose-for-labelling")
def test_a_pool_is_left_alone(submission):
    """Probabilities and embeddings are not changed, sorted or shuffled by the call."""
    # Which rows are too near is for other checks to say.
    points = np.array([[0.0, 0.0], [3.0, 4.0], [3.0, 3.0]])
    scores = np.array([0.875, 0.5, 0.25])
    is_a(assert_unchanged(submission.choose_for_labelling, scores, points, 2, 4.5), np.ndarray)
    chosen = assert_unchanged(submission.choose_for_labelling, scores, points, 3, 0)
    assert_same(chosen, np.array([1, 2, 0]), why="With min_distance 0 no row is too near.")


@exercise("choose-for-labelling")
def test_an_empty_request_is_still_checked(submission):
    """Bad numbers are refused also for k = 0 or an empty pool, and a row's badness anywhere."""
    nothing = np.empty((0, 2))
    calls = [
        ([], nothing, -1, 1.0),
        ([], nothing, 1, math.nan),
        ([], np.empty((0, 0)), 1, 1.0),
        ([0.5], nothing, 1, 1.0),
    ]
    p, points = [0.5] * 9, [[float(row), 0.0] for row in range(9)]
    for place, bad in ((0, math.nan), (4, 1 + 1e-9), (8, -1e-9)):
        spoilt = [bad if row == place else score for row, score in enumerate(p)]
        calls.append((spoilt, points, 0, 1.0))
    for place, bad in ((0, math.inf), (4, -math.inf), (8, math.nan)):
        spoilt = [[0.0, bad] if row == place else point for row, point in enumerate(points)]
        calls.append((p, spoilt, 1, 1.0))
    rejects_each(submission.choose_for_labelling, calls)


# --- correct-for-sampling


@once_per_seed
def random_probabilities(rng):
    cases = []
    for trial in range(9):
        n = int(rng.integers(1, 30))
        p = rng.random(n) ** [1, 6, 12][trial % 3]
        rate = float(rng.random() ** [1, 4][trial % 2] * 0.999 + 1e-6)
        expected = [
            float(Fraction(rate) * Fraction(x) / (Fraction(rate) * Fraction(x) + 1 - Fraction(x)))
            for x in p.tolist()
        ]
        given = [p, p.tolist(), pd.Series(p, index=rng.permutation(n))][trial // 3]
        cases.append(((given, rate), np.array(expected), f"The keep rate is {rate:.6g}."))
    return cases


@exercise("correct-for-sampling", weight=2)
def test_random_probabilities_match_exact_fractions(submission, rng):
    """Random probabilities and rates give the result of exact fractions, to nine digits."""
    assert_each(submission.correct_for_sampling, random_probabilities(rng), atol=0)


@exercise("correct-for-sampling")
def test_a_calibrated_world_is_restored(submission):
    """Counting what undersampling leaves of each group and correcting it gives the group back."""
    late, punctual = np.array([30, 5, 480, 1]), np.array([70, 995, 20, 0])
    for share in (Fraction(1, 5), Fraction(1, 100)):
        kept = punctual * float(share)
        restored = submission.correct_for_sampling(late / (late + kept), float(share))
        assert_same(
            restored,
            late / (late + punctual),
            why=f"{share} of the punctual flights of each group were kept.",
        )


@exercise("correct-for-sampling")
def test_order_and_ranking_survive(submission, rng):
    """The correction keeps the ranking, only lowers, and twice in a row multiplies the rates."""
    p = np.sort(rng.random(200))
    once = submission.correct_for_sampling(p, 0.3)
    is_a(once, np.ndarray)
    require(once.shape == (200,), "There is one probability for each that was given.")
    require(once.dtype.kind == "f", "The result is an array of floats.")
    require(bool((np.diff(once) >= 0).all()), "Sorted probabilities stay sorted.")
    require(bool((once <= p).all()), "Negatives were dropped, so the truth is lower.")
    twice = submission.correct_for_sampling(once, 0.5)
    both = submission.correct_for_sampling(p, 0.15)
    is_a(both, np.ndarray)
    require(both.shape == (200,), "There is one probability for each that was given.")
    require(both.dtype.kind == "f", "The result is an array of floats.")
    assert_same(twice, both, why="Rates of 0.3 and then 0.5 are a rate of 0.15.")


@exercise("correct-for-sampling")
def test_extreme_rates_give_finite_results(submission):
    """A rate of 1e-100 is a rate like any: no division by zero, and no overflow."""
    restored = submission.correct_for_sampling([1.0, 0.0, 0.5, 1 - 2**-30], 1e-100)
    expected = np.array([1.0, 0.0, 1e-100, (2**30 - 1) * 1e-100])
    assert_same(restored, expected, atol=0, why="Odds are multiplied by 1e-100.")


@exercise("correct-for-sampling")
def test_the_probabilities_are_left_alone(submission, rng):
    """The argument is not changed, and one bad entry among many is refused."""
    # What comes of these is for other checks to say; where nothing was dropped all are right.
    scores = np.array([0.8, 0.0, 0.5, 1.0])
    is_a(assert_unchanged(submission.correct_for_sampling, scores, 0.25), np.ndarray)
    p = np.array([0.8, 0.25, 0.5])
    restored = assert_unchanged(submission.correct_for_sampling, p, 1.0)
    is_a(restored, np.ndarray)
    assert_same(restored, p, why="Nothing was dropped.")
    calls = []
    for bad in (-1e-15, 1 + 1e-15, -math.inf):
        scores = rng.random(30)
        scores[rng.integers(30)] = bad
        calls.append((scores, 0.5))
    rejects_each(submission.correct_for_sampling, calls)
