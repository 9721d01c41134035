"""The checks of exercise 2 of week 8 that stay with the grader."""

import bisect

import numpy as np

from autograder.testing import assert_each, assert_same, assert_unchanged, exercise, once_per_seed


def slow_test(before, after, rounds, seed):
    """Both entries, with whole numbers: the gap is multiplied by the sizes of both samples.

    None where a round comes nearer to the real samples, from below, than the contract promises.
    """
    days = [sorted(day) for day in [*before, *after]]

    def gap(chosen):
        one = sorted(value for i in chosen for value in days[i])
        two = sorted(v for i, day in enumerate(days) if i not in chosen for v in day)
        largest = 0
        for x in {*one, *two}:
            below = bisect.bisect_right(one, x) * len(two) - bisect.bisect_right(two, x) * len(one)
            largest = max(largest, abs(below))
        return largest, len(one) * len(two)

    most, cells = gap(set(range(len(before))))
    rng = np.random.default_rng(seed)
    extreme = 1
    for _ in range(rounds):
        found, size = gap(set(rng.permutation(len(days))[: len(before)].tolist()))
        short = most * size - found * cells
        if 0 < short <= 2e-5 * size * cells:
            return None
        extreme += short <= 0
    return {"statistic": most / cells, "p_value": extreme / (rounds + 1)}


def days_of(rng, n, draw):
    return [draw(int(size)) for size in rng.integers(1, 6, n)]


def cases_of(rng, plans, draw_before, draw_after, why):
    cases = []
    for before, after, rounds in plans:
        wanted = None
        while wanted is None:
            one, two = days_of(rng, before, draw_before), days_of(rng, after, draw_after)
            seed = int(rng.integers(2**31))
            wanted = slow_test(one, two, rounds, seed)
        cases.append(((one, two, rounds, seed), wanted, why))
    return cases


@once_per_seed
def smooth(rng):
    return cases_of(
        rng,
        ((3, 4, 6), (6, 2, 6)),
        lambda size: rng.normal(size=size).tolist(),
        lambda size: (rng.normal(size=size) + 0.5).tolist(),
        "Random days.",
    )


@once_per_seed
def lumpy(rng):
    def draw(size):
        return rng.integers(0, 4, size).tolist()

    return cases_of(rng, ((3, 3, 6), (2, 5, 6)), draw, draw, "Equal values.")


@exercise("two-sample-test")
def test_random_days_agree_with_whole_numbers(submission, rng):
    """Random days, no two values alike, agree with a slow test in whole numbers."""
    assert_each(submission.two_sample_test, smooth(rng))


@exercise("two-sample-test")
def test_random_days_of_few_values_agree_with_whole_numbers(submission, rng):
    """So do random days with many equal values, where many rounds are equally extreme."""
    assert_each(submission.two_sample_test, lumpy(rng))


@once_per_seed
def kept_apart(rng):
    before = [np.array([3.0, 1.0]), np.array([2.0, 5.0, 0.0]), np.array([4.0])]
    after = [np.array([6.0, 2.0]), np.array([7.0])]
    arguments = (before, after, 6, int(rng.integers(2**31)))
    return arguments, slow_test(*arguments)


@exercise("two-sample-test")
def test_days_are_left_alone_and_the_seed_decides(submission, rng):
    """The days are not changed, nor sorted, and the same seed gives the same p-value."""
    arguments, wanted = kept_apart(rng)
    for _ in range(2):
        np.random.seed(int(rng.integers(1000)))
        assert_same(
            assert_unchanged(submission.two_sample_test, *arguments),
            wanted,
            why="The permutations come from `np.random.default_rng(seed)` alone.",
        )
