"""The checks of exercise 6 of week 11 that a student sees: equal errors, by tossing coins."""

import math

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once,
    rejects_each,
    require,
)

NEAR = 1e-6
ENTRIES = ["chances", "fpr", "loss", "tpr"]


def number(value):
    """The value, if it is a finite number."""
    is_a(value, (float, int, np.float64, np.float32, np.int64))
    require(math.isfinite(value), "A number is missing or infinite.", received=str(value))
    return float(value)


def sound(result):
    """The result, with chances from 0 to 1."""
    is_a(result, dict)
    found = sorted(map(str, result))
    require(found == ENTRIES, "The result has other entries.", received=", ".join(found))
    is_a(result["chances"], dict)
    for pair in result["chances"].values():
        is_a(pair, tuple)
        require(len(pair) == 2, "A group has two chances.", received=str(len(pair)))
        for chance in pair:
            inside = -NEAR <= number(chance) <= 1 + NEAR
            require(inside, "A chance lies from 0 to 1.", received=str(chance))
    for name in ("tpr", "fpr", "loss"):
        number(result[name])
    return result


def entry(name):
    """What takes one entry of a sound result."""
    return lambda result: sound(result)[name]


def rows(**groups):
    """The columns of groups, each of counts of (outcome 0 said 0, 0 said 1, 1 said 0, 1 said 1)."""
    columns = ([], [], [])
    for name, counts in groups.items():
        for count, (outcome, said) in zip(counts, [(0, 0), (0, 1), (1, 0), (1, 1)], strict=True):
            for column, value in zip(columns, (outcome, said, name), strict=True):
                column.extend([value] * count)
    return columns


UNEVEN = rows(a=(8, 0, 0, 2), b=(2, 2, 6, 6))
"""Perfect about a, a coin about b; of a few outcomes are 1, of b, which is larger, most."""
ONE_EQUAL = rows(a=(8, 0, 2, 6), b=(4, 4, 2, 6))
"""The TPR is 3/4 in both groups, the FPR 0 and 1/2."""
THREE = rows(p=(6, 2, 0, 8), q=(6, 2, 4, 4), r=(8, 0, 0, 8))
"""The FPR is 1/4, 1/4 and 0, the TPR 1, 1/2 and 1."""
BACKWARDS = rows(x=(1, 3, 3, 1))
"""One group, of which the opposite of what the model says is right for 6 rows of 8."""


@once
def smallest():
    return [
        (
            UNEVEN,
            12 / 26,
            "b cannot be told apart; always 1 is wrong for 12 of 26 rows, always 0 for 14.",
        ),
        (ONE_EQUAL, 0.375, "The TPRs are 3/4 in both; the FPRs, 0 and 1/2, must be equal too."),
    ]


@exercise("equalise-odds")
def test_the_loss_is_the_smallest_possible(submission):
    """The loss is the expected share of all rows that is wrong, and the smallest there is."""
    assert_each(submission.equalise_odds, smallest(), of=entry("loss"), atol=NEAR)


@exercise("equalise-odds")
def test_the_chances_make_the_rates_equal(submission):
    """With these chances every group, of any number, has the TPR and the FPR that are returned.

    The first chance is for those to whom the model said 0, the second for those with a 1.
    """
    model = {"p": (1 / 4, 1.0), "q": (1 / 4, 1 / 2), "r": (0.0, 1.0)}
    result = sound(submission.equalise_odds(*THREE))
    require(
        set(result["chances"]) == set(model),
        "There are chances for every group.",
        received=", ".join(map(str, result["chances"])),
    )
    for name, (fpr, tpr) in model.items():
        p0, p1 = map(float, result["chances"][name])
        for rate, own, which in ((fpr, "fpr", "FPR"), (tpr, "tpr", "TPR")):
            mixed = p1 * rate + p0 * (1 - rate)
            require(
                abs(mixed - float(result[own])) <= 2 * NEAR,
                f"The {which} of group {name} is {mixed:.6f} by its chances.",
                expected=f"{mixed:.6f}",
                received=str(result[own]),
            )
    assert_same(result["loss"], 0.375, atol=NEAR, why="All come to a TPR of 1/2, an FPR of 1/4.")


@exercise("equalise-odds")
def test_columns_of_any_kind_are_taken(submission):
    """Columns of any kind are taken, paired by position, and left alone; here of one group.

    Computing in float64 matters: 0 - 1 is 255 in unsigned integers of 8 bits.
    """
    outcomes = pd.Series(np.array(BACKWARDS[0], dtype=np.uint8), index=[3, 2, 5, 4, 7, 6, 1, 0])
    said, group = np.array(BACKWARDS[1], dtype=np.float32), tuple(BACKWARDS[2])
    result = assert_unchanged(submission.equalise_odds, outcomes, said, group)
    assert_same(entry("loss")(result), 0.25, atol=NEAR, why="One group has no other to equal.")


@exercise("equalise-odds")
def test_a_group_without_a_rate_is_refused(submission):
    """No rows at all, or a group whose outcomes are all 0 or all 1, is a ValueError."""
    calls = [
        ([], [], []),
        rows(a=(1, 1, 1, 1), b=(0, 0, 1, 1)),
        rows(a=(1, 1, 1, 1), b=(1, 1, 0, 0)),
    ]
    rejects_each(submission.equalise_odds, calls)
