"""The checks of exercise 3 of week 9 that stay with the grader."""

import math
from fractions import Fraction

from autograder.testing import assert_each, exercise, once_per_seed


def tail(degrees, x):
    """The chance that chi-square exceeds x, from that with two degrees fewer, down to 1 or 2."""
    k = 2 - degrees % 2
    chance = math.exp(-x / 2) if k == 2 else math.erfc(math.sqrt(x / 2))
    while k < degrees:
        chance += (x / 2) ** (k / 2) * math.exp(-x / 2) / math.gamma(k / 2 + 1)
        k += 2
    return chance


@once_per_seed
def random_splits(rng):
    cases = []
    while len(cases) < 16:
        arms = [f"arm {i}" for i in rng.permutation(9)[: rng.integers(2, 7)]]
        weights = {arm: int(rng.integers(1, 20)) for arm in arms}
        units = int(rng.integers(40, 4000))
        share = Fraction(units, sum(weights.values()))
        spread = 3 * math.sqrt(units)
        counts = {
            arm: max(0, round(share * w) + round(rng.normal() * spread / len(arms)))
            for arm, w in weights.items()
        }
        if len(cases) in (0, 4):
            counts[arms[0]] = 0  # nobody came
        if len(cases) in (1, 5):
            counts[arms[-1]] += round(6 * math.sqrt(units * weights[arms[-1]]))
        if not any(counts.values()):
            continue
        share = Fraction(sum(counts.values()), sum(weights.values()))
        x = sum((counts[arm] - share * w) ** 2 / (share * w) for arm, w in weights.items())
        if x <= 450:
            wanted = tail(len(arms) - 1, float(x))
            counts = {arm: counts[arm] for arm in sorted(arms) if counts[arm]}
            why = f"{len(arms)} arms, {sum(counts.values())} units, X^2 = {float(x):.3f}."
            cases.append(((counts, weights), wanted, why))
    return cases


@exercise("sample-ratio-mismatch")
def test_random_splits_agree_with_exact_sums(submission, rng):
    """Random counts and weights agree with X^2 in fractions and a tail built up step by step."""
    assert_each(submission.sample_ratio_mismatch, random_splits(rng), atol=0)


@once_per_seed
def disguised(rng):
    cases = []
    for (counts, weights), wanted, _ in random_splits(rng)[:6]:
        factor = float(rng.uniform(0.01, 3))
        scaled = {"off": 0, **{arm: w * factor for arm, w in weights.items()}}
        cases.append((({"gone": 0, **counts}, scaled), wanted, "Other weights, the same shares."))
    return cases


@exercise("sample-ratio-mismatch")
def test_scaled_weights_and_empty_arms_change_nothing(submission, rng):
    """Weights times a number, and arms that neither have a weight nor units, change nothing."""
    assert_each(submission.sample_ratio_mismatch, disguised(rng), atol=0)
