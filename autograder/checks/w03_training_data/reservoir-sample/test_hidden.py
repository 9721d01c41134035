"""The checks of `reservoir-sample` that the grader keeps: random inputs and rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

import numpy as np

from autograder.testing import assert_unchanged, exercise, require

from ..cases import assert_positions, distinct_seeds, unevenness


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
