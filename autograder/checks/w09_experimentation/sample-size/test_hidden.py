"""The checks of exercise 1 of week 9 that stay with the grader."""

import math

from scipy.special import ndtri

from autograder.testing import assert_each, exercise, once_per_seed


def size(p, lift, alpha, power, m, icc):
    """The answer before it is rounded, step by step."""
    z = -ndtri(alpha / 2) + ndtri(power)
    shares = (p, p + lift)
    rows = z * z * sum(share * (1 - share) for share in shares) / (lift * lift)
    effective = m / (1 + (m - 1) * icc)
    return rows / effective


@once_per_seed
def random_plans(rng):
    cases = []
    while len(cases) < 24:
        p, to = rng.uniform(0.03, 0.97, 2).tolist()
        alpha, power = float(rng.uniform(0.001, 0.3)), float(rng.uniform(0.35, 0.99))
        m, icc = int(rng.integers(1, 300)), float(rng.uniform(0, 0.4))
        if len(cases) < 8:
            m, icc = 1, 0.0
        exact = size(p, to - p, alpha, power, m, icc)
        if abs(to - p) > 0.005 and exact < 10**6 and abs(exact - round(exact)) > 2e-4:
            why = f"Before rounding up it is {exact:.2f}."
            cases.append(((p, to - p, alpha, power, m, icc), math.ceil(exact), why))
    return cases


@exercise("sample-size")
def test_random_plans_agree_with_a_slow_sum(submission, rng):
    """Random shares, lifts, levels, powers and units agree with the formula step by step."""
    assert_each(submission.sample_size, random_plans(rng))


@once_per_seed
def mirrored(rng):
    cases = []
    for args, wanted, _ in random_plans(rng)[:8]:
        p, lift, *rest = args
        cases.append(((1 - p, -lift, *rest), wanted, "The shares of the other outcome."))
        cases.append(((p + lift, -lift, *rest), wanted, "The two shares have changed places."))
    return cases


@exercise("sample-size")
def test_names_of_outcomes_and_arms_do_not_matter(submission, rng):
    """Counting the other outcome, or starting from the other share, takes as many units."""
    assert_each(submission.sample_size, mirrored(rng))
