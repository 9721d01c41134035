"""The checks of exercise 3 of week 8 that a student sees: new shares of the classes."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, exercise, is_a, once, rejects_each


def part(name):
    """What takes one entry out of a dict of results, whatever the other ones are."""

    def entry(result):
        is_a(result, dict)
        if name not in result:
            assert_same(sorted(map(str, result)), [name], why=f"There should be an entry {name!r}.")
        return result[name]

    return entry


def whole(result):
    """The result, which has to be a dict."""
    is_a(result, dict)
    return result


POOR = [[810, 90], [40, 60]]
"""60 of 100 late flights are called late, and 90 of 900 punctual ones."""


@once
def today():
    why = "The rows of the confusion, divided by their sums, are"
    cases = [
        ((POOR, [750, 250]), np.array([0.7, 0.3]), f"{why} (0.9, 0.1) and (0.4, 0.6)."),
        (([[8, 2], [6, 24]], [0.5, 0.5]), np.array([0.5, 0.5]), f"{why} (0.8, 0.2), (0.2, 0.8)."),
        (([[8, 2], [6, 24]], [38, 62]), np.array([0.3, 0.7]), f"{why} (0.8, 0.2), (0.2, 0.8)."),
    ]
    shares = np.array([0.2, 0.5, 0.3])
    rates = np.array([[0.6, 0.2, 0.2], [0.0, 0.5, 0.5], [0.1, 0.0, 0.9]])
    cases.append(
        (
            ([[6, 2, 2], [0, 5, 5], [2, 0, 18]], (shares @ rates).tolist()),
            shares,
            f"{why} (0.6, 0.2, 0.2), (0, 0.5, 0.5) and (0.1, 0, 0.9).",
        )
    )
    return cases


@exercise("label-shift")
def test_the_raw_shares_explain_what_is_predicted_today(submission):
    """The raw shares, sent through the rates of each true class, give today's predictions."""
    assert_each(submission.label_shift, today(), of=part("raw"))


@once
def proportional():
    wanted = {
        "raw": np.array([0.7, 0.3]),
        "priors": np.array([0.7, 0.3]),
        "weights": np.array([0.7 / 0.9, 3.0]),
    }
    return [
        ((POOR, today), wanted, "A quarter of today's flights is called late.")
        for today in ([0.75, 0.25], [3, 1], [75_000, 25_000])
    ]


@exercise("label-shift")
def test_today_may_be_counts_or_shares(submission):
    """Counts, shares, or anything proportional to them say the same of today, also with weights."""
    assert_each(submission.label_shift, proportional(), of=whole)


@once
def impossible():
    return [
        ((POOR, [1.0, 0.0]), np.array([1.2, -0.2]), "Nobody is called late: 0.6 / 0.5 is 1.2."),
        ((POOR, [3, 7]), np.array([-0.2, 1.2]), "Seven in ten are called late, of late ones six."),
    ]


@exercise("label-shift")
def test_the_raw_solution_is_shown_as_it_came_out(submission):
    """A raw share below 0 or above 1 stays: it says that no label shift explains today."""
    assert_each(submission.label_shift, impossible(), of=part("raw"))


@once
def cut():
    shares = np.array([0.9, 0.3, -0.2])
    rates = np.array([[0.5, 0.3, 0.2], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]])
    return [
        ((POOR, [75, 25]), np.array([0.7, 0.3]), "Nothing is negative."),
        ((POOR, [1, 0]), np.array([1.0, 0.0]), "The raw shares are 1.2 and -0.2."),
        ((POOR, [3, 7]), np.array([0.0, 1.0]), "The raw shares are -0.2 and 1.2."),
        ((rates, shares @ rates), np.array([0.75, 0.25, 0.0]), "Raw: 0.9, 0.3 and -0.2."),
        (
            (rates, [0.54, 0.39, 0.07]),
            np.array([11 / 12, 1 / 12, 0.0]),
            "Raw: 1.1, 0.1 and -0.2. What is above 1 is divided as it is, not cut to 1 before.",
        ),
    ]


@exercise("label-shift")
def test_priors_have_no_negative_share_and_add_up_to_one(submission):
    """The priors are the raw shares with negative ones set to 0, divided by their sum."""
    assert_each(submission.label_shift, cut(), of=part("priors"))


@once
def weighed():
    return [
        ((POOR, [75, 25]), np.array([0.7 / 0.9, 3.0]), "A tenth of the labelled rows was late."),
        ((POOR, [1, 0]), np.array([1 / 0.9, 0.0]), "The priors are 1 and 0."),
        (([[8, 2], [6, 24]], [38, 62]), np.array([1.2, 0.7 / 0.75]), "30 of 40 rows were late."),
        (([[8, 2], [6, 24]], [0.35, 0.65]), np.array([1.0, 1.0]), "Shares are as they were."),
    ]


@exercise("label-shift")
def test_a_weight_is_the_new_share_over_the_old_one(submission):
    """The weight of a class is its prior over its share among the labelled rows."""
    assert_each(submission.label_shift, weighed(), of=part("weights"))


@once
def singular():
    return [
        ([[90, 10], [9, 1]], [1, 1]),
        ([[850, 150], [80, 20]], [9, 1]),
        ([[100, 0], [88, 12]], [9, 1]),
        ([[5, 5, 0], [0, 5, 5], [25, 50, 25]], [1, 1, 1]),
        ([[8, 2], [2, 8]], [1, 1], 0.7),
        ([[0.9, 0.1], [0.1, 0.9]], [1, 1], 0.81),
    ]


@exercise("label-shift")
def test_predictions_that_say_nothing_are_refused(submission):
    """A confusion matrix whose smallest singular value is below the limit raises a ValueError.

    It is taken of the rates, each row divided by its sum, and the limit is 0.1 unless said
    otherwise. The smallest eigenvalue, and the determinant, may be larger than it.
    """
    rejects_each(submission.label_shift, singular())


@once
def nearly_singular():
    cases = [
        (([[0.6, 0.4], [0.4, 0.6]], [0.5, 0.5]), [0.5, 0.5], "It is 0.2."),
        (([[600, 400], [4, 6]], [0.5, 0.5]), [0.5, 0.5], "It is 0.2, of the same rates."),
        (([[0.008, 0.002], [0.002, 0.008]], [0.68, 0.32], 0.55), [0.8, 0.2], "It is 0.6."),
        (([[85, 15], [80, 20]], [0.83, 0.17], 0.01), [0.6, 0.4], "It is 0.0359."),
    ]
    five = np.full((5, 5), 0.125) + np.eye(5) * 0.375
    today = (np.array([0.4, 0.3, 0.1, 0.1, 0.1]) @ five).tolist()
    cases.append(((five, today), [0.4, 0.3, 0.1, 0.1, 0.1], "Five classes: it is 0.375."))
    return [(arguments, np.array(shares), why) for arguments, shares, why in cases]


@exercise("label-shift")
def test_predictions_that_say_a_little_are_used(submission):
    """A smallest singular value above the limit is enough, however many rows were counted."""
    assert_each(submission.label_shift, nearly_singular(), of=part("raw"))


@once
def dressed():
    wanted = {
        "raw": np.array([0.3, 0.7]),
        "priors": np.array([0.3, 0.7]),
        "weights": np.array([1.2, 0.7 / 0.75]),
    }
    return [
        ((np.array([[8, 2], [6, 24]], dtype=kind), today), wanted, "The same numbers.")
        for kind, today in (
            (np.int8, pd.Series([38, 62], index=[1, 0])),
            (np.float32, (38, 62)),
            (np.uint8, np.array([38, 62], dtype=np.uint8)),
        )
    ]


@exercise("label-shift")
def test_arguments_of_any_kind_give_the_same(submission):
    """Lists, arrays of any dtype and Series give the same; the result has three entries."""
    assert_each(submission.label_shift, dressed(), of=whole)


@once
def unsolvable():
    nan = math.nan
    return [
        ([[8, 2, 1], [2, 8, 1]], [1, 1]),
        ([[8]], [1]),
        (np.zeros((0, 0)), []),
        ([8, 2], [1, 1]),
        ([[8, 2], [2, 8]], [1, 1, 1]),
        ([[8, 2], [2, 8]], [1]),
        ([[8, 2], [-2, 8]], [1, 1]),
        ([[8, 2], [-0.5, 8]], [1, 1]),
        ([[8, 2], [nan, 8]], [1, 1]),
        ([[8, 2], [2, 8]], [2, -1]),
        ([[8, 2], [2, 8]], [nan, 1]),
        ([[8, 2], [0, 0]], [1, 1], 0.0),
        ([[0, 0], [2, 8]], [1, 1], 0.0),
        ([[8, 2], [2, 8]], [0, 0]),
    ]


@exercise("label-shift")
def test_what_cannot_be_solved_is_refused(submission):
    """Wrong shapes, negative or missing counts, an empty class or day raise a ValueError."""
    rejects_each(submission.label_shift, unsolvable())
