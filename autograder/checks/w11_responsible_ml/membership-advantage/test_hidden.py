"""The checks of exercise 4 of week 11 that the grader keeps."""

import math
from fractions import Fraction

from autograder.testing import assert_each, exercise, once_per_seed


def slowly(losses_in, losses_out, numerator, denominator):
    """Every threshold tried, in fractions."""
    best, place, sure = Fraction(0), -math.inf, Fraction(0)
    for t in sorted({*losses_in, *losses_out}):
        tpr = Fraction(sum(loss <= t for loss in losses_in), len(losses_in))
        fpr = Fraction(sum(loss <= t for loss in losses_out), len(losses_out))
        if tpr - fpr > best:
            best, place = tpr - fpr, t
        if fpr <= Fraction(numerator, denominator):
            sure = max(sure, tpr)
    return {"advantage": float(best), "threshold": float(place), "tpr_at_max_fpr": float(sure)}


@once_per_seed
def samples(rng):
    cases = []
    for values in (6, 20, 1000):
        for shift in (0, 2):
            n, m = rng.integers(5, 40, 2).tolist()
            one = (rng.integers(0, values, n) / 8).tolist()
            two = (rng.integers(0, values, m) / 8 + shift).tolist()
            part = int(rng.integers(0, 8))
            # A limit half-way between two shares of the others.
            limit = (2 * part + 1, 2 * m)
            cases.append(
                ((one, two, limit[0] / limit[1]), slowly(one, two, *limit), f"{n} and {m} losses.")
            )
    return cases


@exercise("membership-advantage")
def test_random_losses_agree_with_every_threshold_tried(submission, rng):
    """Random losses, with ties, give what trying every threshold in fractions gives."""
    assert_each(submission.membership_advantage, samples(rng))


@once_per_seed
def reordered(rng):
    one, two = rng.exponential(1, 30), rng.exponential(2, 20)
    wanted = slowly(one.tolist(), two.tolist(), 1, 40)
    return [
        ((rng.permutation(one), rng.permutation(two), 0.025), wanted, "In another order."),
        (
            ((one * 2).tolist(), (two * 2).tolist(), 0.025),
            {**wanted, "threshold": 2 * wanted["threshold"]},
            "Twice the losses: the same rates, at twice the threshold.",
        ),
    ]


@exercise("membership-advantage")
def test_only_the_order_of_losses_counts(submission, rng):
    """Neither the order of the rows nor the unit of the loss changes any rate."""
    assert_each(submission.membership_advantage, reordered(rng))
