"""The checks of exercise 7 of week 9 that a student sees: what would another policy have done?"""

import math

import numpy as np

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    rejects_each,
)

NAN = math.nan


def entry(name):
    """What takes one entry out of the result, whatever the others are."""

    def of(result):
        is_a(result, dict)
        if name not in result:
            assert_same(sorted(map(str, result)), [name], why=f"There should be an entry {name!r}.")
        return result[name]

    return of


def whole(result):
    """The result, which has to be a dict."""
    is_a(result, dict)
    return result


def row(context, action, reward, propensity):
    """A row of a log."""
    return {"context": context, "action": action, "reward": reward, "propensity": propensity}


def careful(context):
    """Alerts in three of four storms, and in one of four clear hours."""
    share = 0.75 if context == "storm" else 0.25
    return {"alert": share, "silence": 1 - share}


def always(context):
    """Alerts always."""
    return {"alert": 1.0}


def wait(context):
    """Takes an action that the log does not know, half of the time."""
    return {"silence": 0.5, "wait": 0.5}


def nothing(context, action):
    """Expects nothing."""
    return 0.0


def expects(context, action):
    """Expects more of an alert, and most in a storm."""
    of_action = {"alert": 3.0, "silence": 1.0, "wait": 8.0}[action]
    return of_action + 2.0 if context == "storm" else of_action


LOG = [
    row("storm", "alert", 6.0, 0.25),
    row("storm", "silence", 2.0, 0.75),
    row("clear", "alert", 4.0, 0.125),
    row("clear", "silence", 1.0, 0.875),
]
"""For `careful` the weights are 3, 1/3, 2 and 6/7; for `always` 4, 0, 8 and 0."""


@exercise("off-policy-value")
def test_each_row_counts_by_its_weight(submission):
    """IPS is the mean of w * r, w being the new chance over the one in the log."""
    cases = [
        ((LOG, careful, nothing), (18 + 2 / 3 + 8 + 6 / 7) / 4, "Weights 3, 1/3, 2 and 6/7."),
        (
            (LOG, always, nothing),
            (24 + 32) / 4,
            "Weights 4, 0, 8 and 0, of four rows.",
        ),
        ((LOG[:1], careful, nothing), 18.0, "One row with the weight 3."),
        (([row("storm", "alert", -2.0, 1.0)], always, nothing), -2.0, "The old one did the same."),
        ((LOG[1:2], always, nothing), 0.0, "The new policy never does that."),
        ((LOG, careful, expects), (18 + 2 / 3 + 8 + 6 / 7) / 4, "IPS does not ask the model."),
    ]
    assert_each(submission.off_policy_value, cases, of=entry("ips"))


@exercise("off-policy-value")
def test_clipping_limits_each_weight(submission):
    """The clipped estimate uses min(w, clip) for each weight, and divides by all rows."""
    cases = [
        ((LOG, always, nothing, 5.0), (24 + 20) / 4, "Weights 4, 0, 5 and 0."),
        ((LOG, always, nothing, 8), 14.0, "None is above 8."),
        ((LOG, always, nothing, 0.5), (3 + 2) / 4, "Weights 1/2, 0, 1/2 and 0."),
        ((LOG, careful, nothing, 2), (12 + 2 / 3 + 8 + 6 / 7) / 4, "Weights 2, 1/3, 2 and 6/7."),
        ((LOG, always, nothing), 14.0, "By default weights up to 10 are left alone."),
        (([row("storm", "alert", 3.0, 0.0625)], always, nothing), 30.0, "Weight 16, so 10."),
    ]
    assert_each(submission.off_policy_value, cases, of=entry("clipped"))


@exercise("off-policy-value")
def test_the_model_answers_and_the_log_corrects(submission):
    """DR is the model's answer for the new policy, and w times what it missed in each row."""
    cases = [
        (
            (LOG, always, expects),
            (5 + 5 + 3 + 3 + 4 * (6 - 5) + 8 * (4 - 3)) / 4,
            "The model says 5 in a storm and 3 else; it missed 1 in both alerts.",
        ),
        (
            (LOG, careful, expects),
            (4.5 + 4.5 + 1.5 + 1.5 + 3 * 1 + (2 - 3) / 3 + 2 * 1 + 0) / 4,
            "The model says 0.75 * 5 + 0.25 * 3 in a storm, and 0.25 * 3 + 0.75 * 1 else.",
        ),
        ((LOG, always, nothing), 14.0, "A model that expects nothing leaves IPS."),
        (
            (LOG, wait, expects),
            (6.5 + 6.5 + 4.5 + 4.5 + (2 - 3) * 2 / 3 + 0) / 4,
            "The model knows what waiting brings, the log does not.",
        ),
        (
            (LOG, always, expects, 2),
            (16 + 4 + 8) / 4,
            "Weights are not clipped here.",
        ),
    ]
    assert_each(submission.off_policy_value, cases, of=entry("doubly_robust"))


@exercise("off-policy-value")
def test_the_effective_sample_size_is_of_the_weights(submission):
    """It is (sum of w)^2 / sum of w^2, with the weights as they are; 0.0 if all are 0."""
    same = [row("clear", "alert", 1.0, 0.25)] * 3
    cases = [
        ((LOG, always, nothing), 144 / 80, "Weights 4, 0, 8 and 0."),
        ((LOG, always, expects, 0.5), 144 / 80, "Weights are not clipped here."),
        ((same, careful, nothing), 3.0, "Three weights of 1."),
        ((same, always, nothing), 3.0, "Three weights of 4."),
        ((LOG[1:2], always, nothing), 0.0, "The only weight is 0."),
    ]
    assert_each(submission.off_policy_value, cases, of=entry("effective_sample_size"))


@exercise("off-policy-value")
def test_the_propensity_is_that_of_the_log(submission):
    """What the log says of a row is believed, also where equal rows have other propensities."""
    log = [row("storm", "alert", 1.0, p) for p in (0.5, 0.25, 1.0)]
    wanted = {
        "ips": (1.5 + 3 + 0.75) / 3,
        "clipped": (1.5 + 2 + 0.75) / 3,
        "doubly_robust": (1.5 + 3 + 0.75) / 3,
        "effective_sample_size": 5.25**2 / (2.25 + 9 + 0.5625),
    }
    cases = [((log, careful, nothing, 2), wanted, "Weights 1.5, 3 and 0.75.")]
    assert_each(submission.off_policy_value, cases, of=whole)


def numpys(context):
    """The chances of `careful`, as NumPy values."""
    return {name: np.float64(chance) for name, chance in careful(context).items()}


@exercise("off-policy-value")
def test_logs_may_hold_more_and_stay_as_they_are(submission):
    """A log is a list or a tuple, its contexts texts or numbers, and it is not changed."""
    log = (
        {**row("storm", "alert", np.int64(6), np.float64(0.25)), "model": "v3"},
        {**row(7, "silence", 1, 0.875), "ms": None},
    )
    wanted = {
        "ips": (18 + 6 / 7) / 2,
        "clipped": (18 + 6 / 7) / 2,
        "doubly_robust": (4.5 + 1.5 + 3) / 2,
        "effective_sample_size": (27 / 7) ** 2 / (9 + 36 / 49),
    }
    result = assert_unchanged(submission.off_policy_value, log, policy=numpys, model=expects)
    assert_same(whole(result), wanted, why="Weights 3 and 6/7.")


@exercise("off-policy-value")
def test_a_log_that_cannot_answer_is_refused(submission):
    """No rows, a propensity that is missing or no chance, or no clip raise a ValueError."""
    calls = [
        ([*LOG, row("clear", "alert", 1.0, p)], careful, nothing)
        for p in (0.0, 0, -0.5, 1.25, 2, NAN)
    ]
    calls += [([], careful, nothing), ((), careful, nothing)]
    calls += [(LOG, careful, nothing, 0), (LOG, careful, nothing, -1.0)]
    rejects_each(submission.off_policy_value, calls)
