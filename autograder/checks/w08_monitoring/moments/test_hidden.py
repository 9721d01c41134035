"""The checks of exercise 7 of week 8 that stay with the grader."""

import math
from fractions import Fraction

import numpy as np

from autograder.testing import assert_each, assert_same, exercise, is_a, once_per_seed


def rough(result):
    """A summary with its squares rounded to what the contract promises, by a known amount."""
    is_a(result, dict)
    return result


def slow_summary(values):
    """The summary in fractions, rounded at the end."""
    present = [Fraction(value) for value in values if not math.isnan(value)]
    missing = len(values) - len(present)
    if not present:
        return {"count": 0, "missing": missing, "mean": 0.0, "squares": 0.0}
    mean = sum(present) / len(present)
    squares = sum((value - mean) ** 2 for value in present)
    return {
        "count": len(present),
        "missing": missing,
        "mean": float(mean),
        "squares": float(squares),
    }


def draw(rng, n, offset, spread):
    values = offset + spread * rng.normal(size=n)
    values[rng.random(n) < 0.15] = math.nan
    return values


@once_per_seed
def random_parts(rng):
    return [
        draw(rng, n, offset, spread)
        for n, offset, spread in (
            (20, 0.0, 1.0),
            (1, 5.0, 1.0),
            (25, 1e9, 8.0),
            (15, -3e11, 4e3),
            (30, 2e5, 1e5),
        )
    ]


@once_per_seed
def random_values(rng):
    return [
        ((values,), slow_summary(values.tolist()), f"{len(values)} values.")
        for values in random_parts(rng)
    ]


@exercise("moments")
def test_random_values_agree_with_fractions(submission, rng):
    """Random values, small and near 1e9 or 1e11, agree with fractions to a millionth."""
    assert_each(submission.moments, random_values(rng), of=rough, rtol=1e-6, atol=1e-9)


@once_per_seed
def cut_in_two(rng):
    cases = []
    for values, cuts in zip(random_parts(rng), ((7, 20), (0,), (9,), (5, 0), (10,)), strict=True):
        for cut in cuts:
            parts = [slow_summary(part.tolist()) for part in np.split(values, [cut])]
            cases.append((parts, slow_summary(values.tolist()), f"Cut at {cut}."))
    return cases


@exercise("moments")
def test_random_parts_merge_to_the_whole(submission, rng):
    """Random values, cut in two anywhere, merge to the summary of them all."""
    assert_each(submission.merge_moments, cut_in_two(rng), of=rough, rtol=1e-6, atol=1e-9)


@once_per_seed
def ten_servers(rng):
    values = draw(rng, 40, 1.4e9, 2e4)
    return values.reshape(10, 4), slow_summary(values.tolist())


@exercise("moments")
def test_many_merges_in_any_order_give_the_same(submission, rng):
    """Ten servers, merged one after another or in a tree, give the summary of all values."""
    servers, wanted = ten_servers(rng)
    line = level = [rough(answer()) for answer in submission.moments.each([[v] for v in servers])]
    while len(line) > 1:
        # In each round one more joins the line, and the tree loses a level.
        pairs = list(zip(level[::2], level[1::2], strict=False))
        first, *above = (
            rough(answer()) for answer in submission.merge_moments.each([line[:2], *pairs])
        )
        line, level = [first, *line[2:]], above + level[len(pairs) * 2 :]
    for result in (line[0], level[0]):
        assert_same(result, wanted, rtol=1e-6, atol=1e-9)
