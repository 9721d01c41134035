"""The checks of exercise 3 of week 8 that stay with the grader."""

import numpy as np

from autograder.testing import assert_each, assert_unchanged, exercise, is_a, once_per_seed


def a_dict(result):
    """The result, which has to be a dict."""
    is_a(result, dict)
    return result


def world(rng, size):
    """A confusion of counts that tells its classes well apart, and its rates."""
    counts = rng.integers(0, 12, (size, size)) + np.diag(rng.integers(60, 200, size))
    return counts, counts / counts.sum(axis=1, keepdims=True)


def cases_of(rng, low):
    """Shares that are chosen first, and the predictions that they give."""
    cases = []
    for size in (2, 3, 5):
        counts, rates = world(rng, size)
        shares = rng.uniform(0.1, 1, size)
        shares[0] = low
        shares[1:] *= (1 - low) / shares[1:].sum()
        today = shares @ rates
        if (today < 0).any():
            continue
        priors = [max(share, 0.0) for share in shares]
        priors = np.array([prior / sum(priors) for prior in priors])
        old = np.array([row.sum() / counts.sum() for row in counts])
        wanted = {"raw": shares, "priors": priors, "weights": priors / old}
        cases.append(((counts, today * 700), wanted, f"{size} classes."))
    return cases


@once_per_seed
def possible(rng):
    return [case for _ in range(3) for case in cases_of(rng, rng.uniform(0, 0.3))]


@once_per_seed
def impossible(rng):
    # Class 0 is predicted for 10 or more of a few hundred rows of others, so today's may be below.
    return [case for _ in range(4) for case in cases_of(rng, -rng.uniform(0.002, 0.02))]


@exercise("label-shift")
def test_chosen_shares_are_found_again(submission, rng):
    """Shares that were chosen first are found from the predictions that they give."""
    assert_each(submission.label_shift, possible(rng), of=a_dict, atol=1e-9)


@exercise("label-shift")
def test_predictions_that_no_shares_explain_are_told_apart(submission, rng):
    """So are shares of which one is a little below 0, which priors and weights do not show."""
    assert_each(submission.label_shift, impossible(rng), of=a_dict, atol=1e-9)


@exercise("label-shift")
def test_both_tables_are_left_alone(submission):
    """Neither the confusion nor the predictions are changed, as by dividing them in place."""
    confusion, today = np.array([[8.0, 2.0], [6.0, 24.0]]), np.array([38.0, 62.0])
    is_a(assert_unchanged(submission.label_shift, confusion, today), dict)
