"""The checks of exercise 8 of week 11 that the grader keeps."""

import math
from fractions import Fraction

import numpy as np

from autograder.testing import assert_each, exercise, once_per_seed


def slowly(rows, trim):
    """The result, coordinate by coordinate, with lists that lose one value at a time."""
    rejected = [i for i, row in enumerate(rows) if not all(map(math.isfinite, row))]
    sound = [row for i, row in enumerate(rows) if i not in rejected]
    m = math.floor(trim * len(sound))
    means = []
    for values in zip(*sound, strict=True):
        left = list(values)
        for _ in range(m):
            left.remove(min(left))
            left.remove(max(left))
        means.append(math.fsum(left) / len(left))
    return {"mean": np.array(means), "rejected": rejected, "tolerates": m}


@once_per_seed
def drawn(rng):
    cases = []
    for n, part in ((5, 1), (9, 2), (16, 5), (23, 9), (12, 0)):
        d = int(rng.integers(1, 5))
        rows = np.round(rng.normal(size=(n, d)) * rng.choice([1, 1, 1, 1000], (n, 1)), 2)
        bad = rng.random(n) < 0.2
        bad[0] = False
        rows[bad, rng.integers(d)] = rng.choice([math.nan, math.inf, -math.inf])
        trim = Fraction(part, 20)
        cases.append(((rows, part / 20), slowly(rows.tolist(), trim), f"{n} rows of {d}."))
    return cases


@exercise("robust-mean")
def test_random_updates_agree_with_values_dropped_one_by_one(submission, rng):
    """Random updates, some of them broken, give what dropping one value at a time gives."""
    assert_each(submission.robust_mean, drawn(rng))


@once_per_seed
def turned(rng):
    rows = rng.normal(size=(11, 3))
    wanted = slowly(rows.tolist(), Fraction(1, 5))
    columns = rng.permutation(3)
    mixed = np.column_stack([rng.permutation(rows[:, i]) for i in range(3)])
    return [
        (
            (-rows[:, columns], 0.2),
            {**wanted, "mean": -wanted["mean"][columns]},
            "The negative values, with the coordinates in another order.",
        ),
        ((mixed + 100.0, 0.2), {**wanted, "mean": wanted["mean"] + 100.0}, "Dealt anew, plus 100."),
    ]


@exercise("robust-mean")
def test_coordinates_know_nothing_of_each_other(submission, rng):
    """Signs, shifts, and who sent which value of a coordinate change nothing else."""
    assert_each(submission.robust_mean, turned(rng))
