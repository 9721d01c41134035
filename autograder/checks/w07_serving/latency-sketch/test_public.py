"""The checks of exercise 5 of week 7 that a student sees: how slow are the slowest?"""

import math

from autograder.testing import (
    Mismatch,
    assert_each,
    assert_same,
    exercise,
    once,
    rejects_each,
    require,
)
from worlds.held import entries_held


def near(submission, cases):
    """Cases of (relative error, parts, levels, exact quantiles, why)."""
    submission.LatencySketch(0.5)  # says by its own name that it is missing or a stub
    answers = submission.ask_sketch.each([case[:3] for case in cases])
    for answer, (error, _, levels, exact, why) in zip(answers, cases, strict=True):
        why = f"{why} The levels are {str(levels)[1:-1]}."
        assert_same(answer(), [float(value) for value in exact], rtol=error + 1e-9, why=why)


@once
def spread():
    """A value near either end of many buckets, and in the middle of others."""
    cases = []
    for error in (0.01, 0.2, 0.5):
        gamma = (1 + error) / (1 - error)
        near_ends = [gamma**i * nudge for i in (-9, -1, 0, 1, 12) for nudge in (0.999, 1.001)]
        for value in (*near_ends, 1.0, 1e-6, 37.5, 1e9):
            cases.append((error, [[value]], [0.5], [value], f"The only value is {value:.6g}."))
    return cases


@exercise("latency-sketch")
def test_one_value_comes_back_within_the_error(submission):
    """Whatever a value is, large or small, the answer is off by at most the relative error."""
    near(submission, spread())


@once
def ranks():
    ten = [2.0**i for i in range(10)]
    levels = [0, 0.0625, 0.125, 0.5, 0.75, 0.9375, 1]
    exact = [1, 1, 2, 16, 64, 256, 512]
    why = "k is q * (n - 1), rounded down."
    return [
        (0.1, [ten], levels, exact, why),
        (0.1, [ten[::-1]], levels, exact, f"The order does not matter. {why}"),
        (0.1, [[5, 80]], [0.25, 0.5, 1], [5, 5, 80], "Of two values 0.5 is the first."),
        (
            0.1,
            [[7] * 6 + [90] * 3],
            [0.5, 0.625, 0.75, 0.875],
            [7, 7, 90, 90],
            "Six of nine are equal, with the places 0 to 5.",
        ),
        (0.1, [[3, 3, 3]], [0, 0.5, 1], [3, 3, 3], "All are equal."),
    ]


@exercise("latency-sketch")
def test_a_quantile_is_that_of_the_lower_rank(submission):
    """The exact quantile is the value at place q * (n - 1), rounded down, of those in order."""
    near(submission, ranks())


@once
def zeros():
    return [
        (0.1, [[0, 0, 50]], [0, 0.5, 1], [0, 0, 50], "Two of three are 0."),
        (0.1, [[0.0]], [0, 0.5, 1], [0, 0, 0], "The only value is 0."),
        (0.1, [[4, 0]], [0, 0.5, 1], [0, 0, 4], "0 is the smallest value."),
        (0.1, [[0, 2], [0, 90]], [0.25, 0.5, 0.75, 1], [0, 0, 2, 90], "Zeros are merged too."),
    ]


@exercise("latency-sketch")
def test_zeros_count_like_any_value(submission):
    """A latency of 0 counts, and a quantile that is 0 is answered with 0.0."""
    near(submission, zeros())


SERVERS = [[1, 2, 3, 0.5] * 5, [800.0, 1000.0], [], [40, 40, 0, 1e-3]]
LEVELS = [0, 0.25, 0.5, 0.75, 0.875, 0.9375, 1]


@once
def merged():
    whole = [value for part in SERVERS for value in part]
    ordered = sorted(whole)
    exact = [ordered[math.floor(q * (len(whole) - 1))] for q in LEVELS]
    why = "The percentiles of servers say nothing on that of all; the counts do."
    return [
        (0.05, [whole], LEVELS, exact, "One sketch was fed with everything."),
        (0.05, SERVERS, LEVELS, exact, why),
        (0.05, SERVERS[::-1], LEVELS, exact, why),
        (0.05, [[], *SERVERS], LEVELS, exact, f"The first was empty. {why}"),
    ]


@exercise("latency-sketch")
def test_merged_sketches_know_the_quantiles_of_all(submission):
    """Servers' sketches that are merged have the quantiles of all their values together."""
    near(submission, merged())


@exercise("latency-sketch")
def test_merged_sketches_answer_as_one(submission):
    """A merged sketch answers exactly as one that was fed with everything, in any order."""
    submission.LatencySketch(0.5)
    calls, exact = [case[:3] for case in merged()], [float(value) for value in merged()[0][3]]
    answers = [answer() for answer in submission.ask_sketch.each(calls)]
    assert_same(answers[0], exact, rtol=0.05 + 1e-9, why="One sketch was fed with everything.")
    for answer in answers[1:]:
        assert_same(answer, answers[0], why="The same values came through other sketches.")


def goes_on(sketches):
    """What is left of a sketch that was merged into another one, when both go on."""
    first, second = sketches
    before = second.quantile(1)
    first.add(5000)
    first.add(5000)
    after = second.quantile(1)
    second.add(0)
    second.add(0)
    middle = second.quantile(0.5)
    second.add(10**6)
    return [before == after, middle, second.quantile(1) > 10**5, first.quantile(0) > 0]


@exercise("latency-sketch")
def test_a_sketch_that_was_merged_stays_its_own(submission):
    """The sketch that is merged into another one stays as it was, and both go on apart."""
    submission.LatencySketch(0.5)
    cases = [
        ((0.1, parts, [goes_on]), [[True, 0.0, True, True]], "Two sketches share nothing.")
        for parts in ([[1, 2], [40]], [[], [7]])
    ]
    assert_each(submission.ask_sketch, cases)


def most_held(sketches):
    """The entries that the first sketch holds."""
    return entries_held(sketches[0])


@once
def crowds():
    """Many values in few buckets, which may lie far from a microsecond and from a second."""
    many = [10 + k / 40 for k in range(400)]
    return [
        (0.1, [many], [most_held]),
        (0.1, [many[::4]] * 4, [most_held]),
        (0.1, [[0] * 400], [most_held]),
        (0.1, [[1e7 * value for value in many[::20]]], [most_held]),
    ]


@exercise("latency-sketch")
def test_memory_does_not_grow_with_the_values(submission):
    """A sketch keeps counts of buckets, not values: from s to 2 * s six will do, whatever s is."""
    submission.LatencySketch(0.5)
    most = 6 * (math.log(2) / math.log(1.1 / 0.9) + 2) + 100
    for answer in submission.ask_sketch.each(crowds()):
        received = answer()
        held = received[0] if type(received) is list and received else None
        if type(held) is not int:
            raise Mismatch("`ask_sketch` of the set-up cell was changed.")
        require(held <= most, "Too much is kept.", expected="at most 132", received=str(held))


@exercise("latency-sketch")
def test_what_is_no_latency_is_refused(submission):
    """A value that is missing, negative or infinite is a ValueError, and so is a wrong level."""
    submission.LatencySketch(0.5)
    bad = [math.nan, -1, -0.001, math.inf, -math.inf]
    calls = [(0.1, [[1.0, value]], []) for value in bad]
    calls += [(0.1, [[1.0, 2.0]], [q]) for q in (-0.01, 1.01, math.nan)]
    calls += [(0.1, [[]], [q]) for q in (0, 0.5)]
    rejects_each(submission.ask_sketch, calls)
    rejects_each(submission.LatencySketch, [(0,), (1,), (-0.1,), (1.5,)])


def refuses(sketches):
    """Whether a value and a sketch are refused, and leave nothing behind."""
    first, other = sketches
    heard = []
    for call in (
        lambda: first.add(float("nan")),
        lambda: first.add(-3),
        lambda: first.merge(other),
    ):
        try:
            call()
            heard.append("accepted")
        except ValueError:
            heard.append("refused")
    return heard


@exercise("latency-sketch")
def test_what_is_refused_does_not_count(submission):
    """After a ValueError the sketch is as it was."""
    submission.LatencySketch(0.5)
    call = (0.1, [[4.0, 4.0, 4.0, 9.0]], [refused_values, 0, 0.5, 1])
    expected = [["refused", "refused", "refused"], 4.0, 4.0, 9.0]
    received = submission.ask_sketch(*call)
    assert_same(received, expected, rtol=0.1 + 1e-9, why="Nothing was added.")


def refused_values(sketches):
    """Offer a NaN, a negative number, and a sketch with other buckets."""
    first = sketches[0]
    other = type(first)(0.102)
    other.add(1000.0)
    return refuses([first, other])
