"""The checks of `reservoir-sample` that a student of week 3 sees."""

import itertools
import random

import numpy as np

from autograder.testing import assert_same, exercise, is_a, rejects, require

from ..cases import assert_positions, distinct_seeds, unevenness


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

    Items may be None, arrays, equal to each other or unhashable.
    """
    items = [None, ["UA"], "UA", None, np.array([1.0, 2.0])]
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
