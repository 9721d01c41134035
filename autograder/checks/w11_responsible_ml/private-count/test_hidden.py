"""The checks of exercise 1 of week 11 that the grader keeps."""

import math

import numpy as np

from autograder.testing import assert_each, exercise, once_per_seed


@once_per_seed
def crowds(rng):
    cases = []
    for _ in range(6):
        rows = rng.choice(list("abcdefgh"), rng.integers(1, 40)).tolist()
        limit, epsilon = int(rng.integers(1, 6)), float(rng.choice([0.1, 0.5, 1, 3]))
        seed = int(rng.integers(1000))
        count = 0
        for person in "abcdefgh":
            mine = 0
            for row in rows:
                if row == person and mine < limit:
                    mine += 1
            count += mine
        wanted = count + np.random.default_rng(seed).laplace(0.0, limit / epsilon)
        arguments = (rows, limit, epsilon, np.random.default_rng(seed))
        cases.append((arguments, wanted, f"The count is {count}."))
    return cases


@exercise("private-count")
def test_random_crowds_agree_with_rows_counted_one_by_one(submission, rng):
    """Random rows, limits and epsilons give the clipped count and the noise that belongs to it."""
    assert_each(submission.private_count, crowds(rng))


@once_per_seed
def ledgers(rng):
    cases = []
    for _ in range(4):
        # Whole multiples of 1/64, so that all sums are exact.
        total = rng.integers(8, 64, 2)
        spent = np.zeros(2, dtype=int)
        messages, wanted = [], []
        for _ in range(8):
            loss = rng.integers(0, 12, 2)
            messages.append(("spend", *(loss / 64).tolist()))
            fits = bool((spent + loss <= total).all())
            spent = spent + loss if fits else spent
            wanted.append(None if fits else "refused")
        messages.append(("left",))
        wanted.append(tuple(((total - spent) / 64).tolist()))
        cases.append((((total / 64).tolist(), messages), wanted, "Losses in 64ths."))
    return cases


@exercise("private-count")
def test_random_ledgers_agree_with_whole_numbers(submission, rng):
    """Random losses are accepted, refused and added up as their sums say."""
    submission.PrivacyBudget(1.0, 0.0)
    assert_each(submission.replay, ledgers(rng))


@once_per_seed
def compositions(rng):
    cases = []
    for _ in range(5):
        k, epsilon = int(rng.integers(1, 2000)), float(rng.uniform(1e-3, 2))
        delta, slack = float(rng.uniform(0, 1e-5)), float(rng.uniform(1e-9, 0.5))
        first = math.sqrt(-2 * k * math.log(slack)) * epsilon
        total = first + k * epsilon * (math.exp(epsilon) - 1)
        cases.append(((k, epsilon, delta, slack), (total, k * delta + slack), "By the formula."))
    return cases


@exercise("private-count")
def test_random_compositions_follow_the_formula(submission, rng):
    """Random numbers of releases and losses give the total that the formula gives."""
    assert_each(submission.advanced, compositions(rng))
