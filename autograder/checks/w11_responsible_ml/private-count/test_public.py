"""The checks of exercise 1 of week 11 that a student sees: counts with noise, and a budget."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, exercise, once, rejects_each

NAN, INF = math.nan, math.inf
ROWS = ["ann", "bo", "ann", "ann", "cy", "ann"]


def noise(scale, seed=5):
    """The draw that belongs to a scale."""
    return np.random.default_rng(seed).laplace(0.0, scale)


def case(rows, per_person, epsilon, count, why):
    """A call with a generator of its own, and the count it should clip to, with the right noise."""
    scale = per_person / epsilon
    arguments = (rows, per_person, epsilon, np.random.default_rng(5))
    return arguments, count + noise(scale), f"{why} The scale is {scale:g}."


@exercise("private-count")
def test_each_person_counts_up_to_the_limit(submission):
    """Each person's rows count up to `per_person`, and everybody's are added up."""
    cases = [
        case(ROWS, 2, 2.0, 4, "Ann has four rows, of which two count; the others have one each."),
        case(ROWS, 1, 1.0, 3, "Three persons count once."),
        case(ROWS, 4, 4.0, 6, "Ann's four rows are within the limit."),
        case([], 3, 1.0, 0, "There is nobody, and there is noise nevertheless."),
    ]
    assert_each(submission.private_count, cases)


@exercise("private-count")
def test_noise_hides_all_rows_that_a_person_may_have(submission):
    """The scale is the limit over epsilon: a person may come with as many rows as the limit.

    It neither is 1 over epsilon, nor does it depend on how many rows anybody has today.
    """
    cases = [
        case(ROWS, 10, 1.0, 6, "Nobody has ten rows today."),
        case(["ann", "bo"], 3, 0.5, 2, "Nobody has three rows today."),
        case(["ann", "bo"], 1, 0.25, 2, "One row each."),
    ]
    assert_each(submission.private_count, cases)


@exercise("private-count")
def test_the_count_is_published_as_it_came_out(submission):
    """The result is neither rounded nor kept above 0: both would shift the mean."""
    cases = []
    for seed in (3, 5, 6, 8):
        rng = np.random.default_rng(seed)
        wanted = 1 + noise(20.0, seed)
        cases.append(((["ann"], 2, 0.1, rng), wanted, "One row, and noise of scale 20."))
    assert_each(submission.private_count, cases)


@exercise("private-count")
def test_persons_may_come_in_any_container(submission):
    """Tuples, arrays and Series of texts give the same as lists."""
    kinds = (
        tuple,
        np.array,
        lambda rows: np.array(rows, dtype=object),
        lambda rows: pd.Series(rows, index=[2, 2, 0, 1, 5, 4]),
    )
    cases = [case(kind(ROWS), 2, 1.0, 4, "The same rows.") for kind in kinds]
    assert_each(submission.private_count, cases)


@exercise("private-count")
def test_a_count_without_privacy_is_refused(submission):
    """A limit below 1, or an epsilon that is missing, infinite or not above 0, is a ValueError."""
    bad = [(0, 1.0), (-1, 1.0), (2, 0.0), (2, -0.5), (2, NAN), (2, INF)]
    rejects_each(
        submission.private_count,
        [(ROWS, limit, epsilon, np.random.default_rng(0)) for limit, epsilon in bad],
    )


def answers(submission, cases):
    """Compare what new budgets answer to the messages of each case."""
    submission.PrivacyBudget(1.0, 0.0)  # says by its own name that it is missing or a stub
    assert_each(submission.replay, cases)


def spend(*losses):
    """The message that spends."""
    return ("spend", *losses)


LEFT = ("left",)


@once
def sums():
    return [
        (
            ((1.0, 0.5), [LEFT, spend(0.25), LEFT, spend(0.5, 0.125), LEFT, spend(0.0), LEFT]),
            [(1.0, 0.5), None, (0.75, 0.5), None, (0.25, 0.375), None, (0.25, 0.375)],
            "What is spent adds up, of epsilon and of delta.",
        ),
        (
            ((2.0, 0.25), [spend(2.0, 0.25), LEFT, spend(0.0, 0.0), LEFT]),
            [None, (0.0, 0.0), None, (0.0, 0.0)],
            "All of it may be spent.",
        ),
    ]


@exercise("private-count")
def test_losses_add_up(submission):
    """Losses add up in epsilon and in delta, and the whole budget may be spent."""
    answers(submission, sums())


@once
def too_much():
    no = "refused"
    return [
        (
            ((1.0,), [spend(0.75), spend(0.5), LEFT, spend(0.25), LEFT]),
            [None, no, (0.25, 0.0), None, (0.0, 0.0)],
            "0.75 and 0.5 are more than 1; after a refusal a smaller loss is still possible.",
        ),
        (
            ((1.0, 0.25), [spend(0.5, 0.5), LEFT, spend(2.0, 0.125), LEFT, spend(0.5, 0.25), LEFT]),
            [no, (1.0, 0.25), no, (1.0, 0.25), None, (0.5, 0.0)],
            "Too much of one is refused, and nothing of the other is spent.",
        ),
        (
            ((1.0,), [spend(0.5, 1e-9), spend(1.0, 0.0), spend(1e-6), LEFT]),
            [no, None, no, (0.0, 0.0)],
            "A delta of 0 allows none at all.",
        ),
    ]


@exercise("private-count")
def test_what_passes_the_budget_is_refused_and_costs_nothing(submission):
    """A loss that would pass the total, in epsilon or delta, is refused, and nothing is spent."""
    answers(submission, too_much())


@once
def no_losses():
    bad = [spend(-0.5), spend(0.25, -0.125), spend(NAN), spend(0.25, NAN), spend(INF)]
    return [
        (
            ((1.0, 0.5), [spend(0.5, 0.25), *bad, LEFT]),
            [None, *["refused"] * len(bad), (0.5, 0.25)],
            "A loss below 0 would give something back; one that is missing would never add up.",
        )
    ]


@exercise("private-count")
def test_nothing_can_be_given_back(submission):
    """A loss that is below 0 or missing is refused."""
    answers(submission, no_losses())


@once
def roundings():
    thirds = [spend(0.1, 1e-7)] * 3
    return [
        (
            ((0.3, 3e-7), [*thirds, LEFT, spend(0.001), spend(0.0, 1e-8)]),
            [None, None, None, (0.0, 0.0), "refused", "refused"],
            "As floats 0.1 + 0.1 + 0.1 is a little more than 0.3, and may be spent.",
        ),
        (
            ((1.0, 0.5), [spend(1 + 5e-11, 0.5 + 2e-11), LEFT]),
            [None, (0.0, 0.0)],
            "What is left is never below 0.",
        ),
    ]


@exercise("private-count")
def test_rounding_does_not_refuse_the_last_release(submission):
    """Three times 0.1 may be spent of 0.3, though the sum of these floats is above it."""
    answers(submission, roundings())


@exercise("private-count")
def test_a_budget_needs_a_sound_total(submission):
    """A total epsilon not above 0, or infinite, or a delta outside 0 to 1 is a ValueError."""
    bad = [(0.0, 0.0), (-1.0, 0.0), (NAN, 0.0), (INF, 0.0), (1.0, -0.1), (1.0, 1.0), (1.0, NAN)]
    submission.PrivacyBudget(1.0, 0.0)
    rejects_each(submission.replay, [(total, []) for total in bad])


@exercise("private-count")
def test_advanced_composition_follows_the_formula(submission):
    """Epsilon and delta of k releases together are those of advanced composition."""
    slack = math.exp(-8)
    cases = [
        ((1, 0.0, 0.0, 0.25), (0.0, 0.25), "A release that loses nothing."),
        ((4, math.log(2), 0.0, slack), (12 * math.log(2), slack), "8 ln 2 and 4 ln 2."),
        ((9, math.log(3), 0.015625, slack), (30 * math.log(3), 0.140625 + slack), "12 and 18."),
        ((1, 1.0, 0.5, slack), (4 + math.e - 1, 0.5 + slack), "One release."),
    ]
    assert_each(submission.advanced, cases)
    rejects_each(submission.advanced, [(2, 0.1, 0.0, bad) for bad in (0.0, -0.5, 1.0, 1.5, NAN)])


@exercise("private-count")
def test_rows_stay_as_they_were(submission):
    """The rows are not changed, and two budgets share nothing."""
    rows = list(ROWS)
    result, after = submission.private_count.with_arguments(rows, 2, 1.0, np.random.default_rng(5))
    assert_same(result, 4 + noise(2.0))
    assert_same(after[0], ROWS, why="The rows were changed by the call.")
