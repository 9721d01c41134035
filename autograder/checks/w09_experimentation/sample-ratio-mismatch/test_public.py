"""The checks of exercise 3 of week 9 that a student sees: is the split the one we ordered?"""

import math

import numpy as np

from autograder.testing import assert_each, exercise, rejects_each

EVEN = {"old": 1, "new": 1}


def beyond(arms, x):
    """The chance that chi-square with arms - 1 degrees of freedom exceeds x, for 2 to 4 arms."""
    if arms == 3:
        return math.exp(-x / 2)
    tail = math.erfc(math.sqrt(x / 2))
    return tail if arms == 2 else tail + math.sqrt(2 * x / math.pi) * math.exp(-x / 2)


@exercise("sample-ratio-mismatch")
def test_two_arms_of_equal_weight(submission):
    """The p-value is that of X^2, from counts of units, with one degree of freedom for two arms."""
    cases = [
        (({"old": 40, "new": 60}, EVEN), beyond(2, 4), "Of 100 units 50 were ordered: X^2 is 4."),
        (({"old": 4, "new": 6}, EVEN), beyond(2, 0.4), "The same shares of ten units: 0.4."),
        (({"old": 450, "new": 550}, EVEN), beyond(2, 10), "X^2 is 2500 / 500, twice."),
        (({"old": 50, "new": 50}, EVEN), 1.0, "Exactly as ordered: X^2 is 0."),
        (
            ({"old": 5, "new": 6}, EVEN),
            beyond(2, 1 / 11),
            "5.5 were ordered: X^2 is 0.25 / 5.5, twice.",
        ),
    ]
    assert_each(submission.sample_ratio_mismatch, cases)


@exercise("sample-ratio-mismatch")
def test_degrees_of_freedom_are_the_arms_less_one(submission):
    """With three or four arms there are two or three degrees of freedom."""
    three, four = {"a": 1, "b": 1, "c": 1}, {"a": 1, "b": 1, "c": 1, "d": 1}
    cases = [
        (({"a": 8, "b": 10, "c": 12}, three), beyond(3, 0.8), "X^2 is 0.4 + 0 + 0.4."),
        (({"a": 8, "b": 8, "c": 10, "d": 14}, four), beyond(4, 2.4), "X^2 is 0.4 + 0.4 + 0 + 1.6."),
    ]
    assert_each(submission.sample_ratio_mismatch, cases)


@exercise("sample-ratio-mismatch")
def test_weights_are_proportions_of_any_sum(submission):
    """What was ordered is N times the share of the weight; weights need not add up to 1."""
    counts, x = {"old": 84, "new": 16}, 36 / 90 + 36 / 10
    cases = [
        ((counts, {"old": 0.9, "new": 0.1}), beyond(2, x), "90 and 10 were ordered."),
        ((counts, {"old": 9, "new": 1}), beyond(2, x), "90 and 10 were ordered."),
        ((counts, {"old": 90, "new": 10}), beyond(2, x), "90 and 10 were ordered."),
        ((counts, {"old": 0.225, "new": 0.025}), beyond(2, x), "90 and 10 were ordered."),
    ]
    assert_each(submission.sample_ratio_mismatch, cases)


@exercise("sample-ratio-mismatch")
def test_counts_and_weights_are_paired_by_name(submission):
    """Both dicts may have their arms in any order."""
    x = 36 / 90 + 36 / 10
    cases = [
        (({"new": 16, "old": 84}, {"old": 9, "new": 1}), beyond(2, x), "90 old were ordered."),
        (({"old": 84, "new": 16}, {"new": 1, "old": 9}), beyond(2, x), "90 old were ordered."),
    ]
    assert_each(submission.sample_ratio_mismatch, cases)


@exercise("sample-ratio-mismatch")
def test_an_arm_that_got_nobody_counts(submission):
    """An arm with a weight and without units has 0 of them, whether it is counted or not."""
    weights = {"old": 4, "new": 4, "newer": 2}
    x = 1 / 4 + 1 / 4 + 2
    cases = [
        (({"old": 5, "new": 5, "newer": 0}, weights), beyond(3, x), "2 of 10 were ordered."),
        (
            ({"old": 5, "new": 5}, weights),
            beyond(3, x),
            "2 of 10 were ordered; no row has the name.",
        ),
        (({"old": 10}, EVEN), beyond(2, 10), "All are old, and 5 were ordered of each."),
    ]
    assert_each(submission.sample_ratio_mismatch, cases)


@exercise("sample-ratio-mismatch")
def test_an_arm_that_was_turned_off_is_left_out(submission):
    """An arm with the weight 0 and no units is no arm: it takes no degree of freedom."""
    cases = [
        (
            ({"old": 40, "new": 60, "off": 0}, {**EVEN, "off": 0}),
            beyond(2, 4),
            "Two arms are left.",
        ),
        (({"old": 40, "new": 60}, {"off": 0.0, **EVEN}), beyond(2, 4), "Two arms are left."),
        (({"old": 40, "new": 60, "gone": 0}, EVEN), beyond(2, 4), "No unit is in the third."),
    ]
    assert_each(submission.sample_ratio_mismatch, cases)


@exercise("sample-ratio-mismatch")
def test_a_tiny_p_value_keeps_its_digits(submission):
    """A p-value of 1e-20 is not 0: it is not 1 minus something that rounds to 1."""
    cases = [
        (({"old": 4500, "new": 5500}, EVEN), beyond(2, 100), "X^2 is 100."),
        (({"old": np.int64(400), "new": np.int64(800)}, EVEN), beyond(2, 400 / 3), "X^2 is 133.3."),
        (({"a": 500, "b": 0, "c": 0}, {"a": 2, "b": 1, "c": 1}), beyond(3, 500), "X^2 is 500."),
    ]
    assert_each(submission.sample_ratio_mismatch, cases, atol=0)


@exercise("sample-ratio-mismatch")
def test_units_without_an_arm_are_refused(submission):
    """Units in an arm without a weight, no units, or a single arm raise a ValueError."""
    calls = (
        ({"old": 5, "new": 5, "other": 1}, EVEN),
        ({"old": 5, "new": 5, "off": 1}, {**EVEN, "off": 0}),
        ({"old": 0, "new": 0}, EVEN),
        ({}, EVEN),
        ({"old": 5}, {"old": 1}),
        ({"old": 5}, {"old": 1, "off": 0}),
        ({}, {}),
        ({"old": 5, "new": 5}, {"old": 3, "new": -1}),
        ({"old": 5, "new": 5}, {"old": 1, "new": 1, "off": -1}),
        ({"old": 5, "new": 5}, {"old": -1, "new": -1}),
        ({"old": 5, "new": 5}, {"old": 0, "new": 0}),
    )
    rejects_each(submission.sample_ratio_mismatch, calls)
