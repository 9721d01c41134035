"""The checks of exercise 6 of week 8 that a student sees: accuracy without labels."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, exercise, is_a, once, rejects_each

NAN = math.nan
Z95 = 1.959963984540054
"""A standard normal variable lies above this number with chance 0.025."""
Z80 = 1.2815515655446004
"""And above this one with chance 0.1."""


def part(*names):
    """What takes some entries out of a dict of results, whatever the other ones are."""

    def entries(result):
        is_a(result, dict)
        for name in names:
            if name not in result:
                keys = sorted(map(str, result))
                assert_same(keys, [name], why=f"There should be an entry {name!r}.")
        return [result[name] for name in names]

    return entries


def whole(result):
    """The result, which has to be a dict."""
    is_a(result, dict)
    return result


@once
def rows():
    return [
        (([0.9, 0.2, 0.6, 0.1],), [0.8], "The chances are 0.9, 0.8, 0.6 and 0.9."),
        (([0.9, 0.2, 0.6, 0.1], 0.3), [0.8], "The same rows are called late."),
        (([0.9, 0.2, 0.6, 0.1], 0.15), [0.65], "0.2 is called late as well, and right in 0.2."),
        (([0.3],), [0.7], "It is called punctual."),
        (([0.0, 1.0],), [1.0], "Both are certain."),
        (([0.7, 0.4], 2), [0.45], "Nothing is called late."),
        (([0.7, 0.4], -0.5), [0.55], "Everything is called late."),
    ]


@exercise("estimate-accuracy")
def test_a_row_is_right_with_its_own_probability(submission):
    """A row called late is right with chance p, any other with 1 - p; accuracy is the mean."""
    assert_each(submission.estimate_accuracy, rows(), of=part("accuracy"))


@once
def at_the_threshold():
    return [
        (([0.25, 0.125], 0.25), [0.5625, 0.25, 2 / 3], "0.25 is called late, 0.125 is not."),
        (([0.5, 0.25],), [0.625, 0.5, 2 / 3], "The threshold is 0.5 unless said otherwise."),
    ]


@exercise("estimate-accuracy")
def test_at_the_threshold_a_row_is_called_late(submission):
    """A probability that equals the threshold is called late."""
    assert_each(
        submission.estimate_accuracy, at_the_threshold(), of=part("accuracy", "precision", "recall")
    )


def interval(chances, z, effect=1.0):
    """Low and high by the formula, not cut."""
    n = len(chances)
    middle = sum(chances) / n
    margin = z * math.sqrt(effect * sum(c * (1 - c) for c in chances)) / n
    return [middle - margin, middle + margin]


@once
def spread():
    chances = [0.9, 0.8, 0.6, 0.9] * 5
    return [
        (
            ([0.9, 0.2, 0.6, 0.1] * 5,),
            interval(chances, Z95),
            "The chances to be right are 0.9, 0.8, 0.6 and 0.9, five times.",
        ),
        (
            ([0.9, 0.2, 0.6, 0.1] * 5, 0.5, 1, 0.8),
            interval(chances, Z80),
            "With a level of 0.8 a tenth may lie on either side.",
        ),
        (([0.0, 1.0, 1.0],), [1.0, 1.0], "What is certain has no variance."),
    ]


@exercise("estimate-accuracy")
def test_the_interval_adds_up_the_variance_of_every_row(submission):
    """The interval holds 95 % unless said otherwise, from the variance of each row's chance."""
    assert_each(submission.estimate_accuracy, spread(), of=part("low", "high"))


@once
def effects():
    chances = [0.75, 0.75, 0.8] * 30
    return [
        (
            ([0.75, 0.25, 0.2] * 30, 0.5, effect),
            interval(chances, Z95, effect),
            f"{effect} rows count as one.",
        )
        for effect in (1, 2.5, 4)
    ]


@exercise("estimate-accuracy")
def test_rows_that_share_a_day_count_for_less(submission):
    """The variance is larger by the design effect, so the interval by its square root."""
    assert_each(submission.estimate_accuracy, effects(), of=part("low", "high"))


@once
def ends():
    return [
        (([0.9, 0.9],), [interval([0.9, 0.9], Z95)[0], 1.0], "Two rows: 0.9 plus more than 0.1."),
        (([0.9, 0.9], 0.95), [0.0, interval([0.1, 0.1], Z95)[1]], "0.1 minus more than 0.1."),
        (([0.5], 0.5, 9), [0.0, 1.0], "One row, worth a ninth."),
    ]


@exercise("estimate-accuracy")
def test_the_interval_ends_at_0_and_1(submission):
    """No accuracy lies below 0 or above 1, and neither does the interval."""
    assert_each(submission.estimate_accuracy, ends(), of=part("low", "high"))


@once
def precisions():
    return [
        (([0.9, 0.2, 0.6, 0.1],), [0.75], "0.9 and 0.6 are called late."),
        (([0.9, 0.2, 0.6, 0.1], 0.0), [0.45], "All are called late."),
        (([0.1, 0.2],), [NAN], "None is called late."),
        (([0.0, 0.0], 0.0), [0.0], "Both are called late, and neither is."),
    ]


@exercise("estimate-accuracy")
def test_precision_is_the_mean_over_the_rows_called_late(submission):
    """Precision is the mean probability of the rows called late, NaN if there are none."""
    assert_each(submission.estimate_accuracy, precisions(), of=part("precision"))


@once
def recalls():
    return [
        (([0.9, 0.2, 0.6, 0.1],), [1.5 / 1.8], "1.8 late rows are expected, 1.5 of them called."),
        (([0.1, 0.2],), [0.0], "None is called late, and 0.3 are."),
        (([0.0, 0.0],), [NAN], "No row can be late."),
        (([0.0, 0.0], 0.0), [NAN], "No row can be late, though all are called so."),
        (([0.1, 0.2], 0.0), [1.0], "All are called late."),
        (([0.5, 0.25, 0.25],), [0.5], "One late row is expected, and half of it is called."),
    ]


@exercise("estimate-accuracy")
def test_recall_is_the_share_of_late_rows_that_are_called_late(submission):
    """Recall is the sum of p over the rows called late, over that of all; NaN if it is 0."""
    assert_each(submission.estimate_accuracy, recalls(), of=part("recall"))


@once
def dressed():
    low, high = interval([0.75, 0.75], Z95)
    wanted = {
        "accuracy": 0.75,
        "low": low,
        "high": min(high, 1.0),
        "precision": 0.75,
        "recall": 0.75,
    }
    cases = [
        ((kind([0.75, 0.25]),), wanted, "The same probabilities.")
        for kind in (
            tuple,
            lambda values: np.array(values, dtype=np.float32),
            lambda values: pd.Series(values, index=[3, 3]),
        )
    ]
    p = float(np.float32(0.3))
    narrow = {
        "accuracy": 1 - p,
        "low": max(1 - p - Z95 * math.sqrt(3 * p * (1 - p)) / 3, 0),
        "high": 1.0,
        "precision": NAN,
        "recall": 0.0,
    }
    cases.append(((np.array([0.3] * 3, dtype=np.float32),), narrow, "0.3 as float32 holds it."))
    certain = {"accuracy": 0.5, "low": 0.5, "high": 0.5, "precision": 0.5, "recall": 1.0}
    cases.append(((np.array([1, 0]), np.int64(0)), certain, "Whole numbers are numbers."))
    return cases


@exercise("estimate-accuracy")
def test_probabilities_of_any_kind_give_the_same(submission):
    """Lists, tuples, arrays and Series give the same dict of five entries, in float64."""
    assert_each(submission.estimate_accuracy, dressed(), of=whole)


@once
def refused():
    return [
        ([],),
        ([0.5, NAN],),
        ([0.5, -0.001],),
        ([0.5, 1.001],),
        ([0.5], NAN),
        ([0.5], 0.5, 0.99),
        ([0.5], 0.5, -2),
        ([0.5], 0.5, NAN),
        ([0.5], 0.5, 1, 0.0),
        ([0.5], 0.5, 1, 1.0),
        ([0.5], 0.5, 1, 95),
        ([0.5], 0.5, 1, NAN),
    ]


@exercise("estimate-accuracy")
def test_what_is_no_probability_is_refused(submission):
    """No rows, a missing or impossible probability, threshold, effect or level: a ValueError."""
    rejects_each(submission.estimate_accuracy, refused())
