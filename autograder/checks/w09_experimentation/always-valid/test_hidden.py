"""The checks of exercise 5 of week 9 that stay with the grader."""

import math

import numpy as np

from autograder.testing import assert_each, exercise, is_a, once_per_seed


def numbers(result):
    """The p-values, which have to be an array."""
    is_a(result, np.ndarray)
    return result


def slow(values, variance, tau):
    """The p-values, each from all numbers until then, with logarithms."""
    found, smallest = [], 1.0
    for look in range(1, len(values) + 1):
        seen = [value for value in values[:look] if not math.isnan(value)]
        spread = variance + len(seen) * tau**2
        exponent = tau**2 * math.fsum(seen) ** 2 / (2 * variance * spread)
        logarithm = 0.5 * math.log(spread / variance) - exponent
        smallest = min(smallest, math.exp(min(logarithm, 0.0)))
        found.append(smallest)
    return np.array(found)


@once_per_seed
def random_streams(rng):
    cases = []
    for level in (0.0, 0.3, -0.6, 3.0, -40.0):
        variance, tau = float(rng.uniform(0.2, 9)), float(rng.uniform(0.1, 3))
        stream = (level + rng.normal(0, math.sqrt(variance), 25)).tolist()
        for i in rng.integers(0, 25, 3).tolist():
            stream[i] = math.nan
        why = f"variance {variance:.4f}, tau {tau:.4f}."
        cases.append(((stream, variance, tau), slow(stream, variance, tau), why))
    return cases


@exercise("always-valid")
def test_random_streams_agree_look_by_look(submission, rng):
    """Random streams with and without an effect agree with sums made anew at each look."""
    assert_each(submission.always_valid, random_streams(rng), of=numbers)


@once_per_seed
def retold(rng):
    cases = []
    for (stream, variance, tau), wanted, _ in random_streams(rng)[1:4]:
        scale, stop = float(rng.uniform(2, 60)), int(rng.integers(5, 20))
        args = ([-scale * x for x in stream[:stop]], variance * scale**2, tau * scale)
        cases.append((args, wanted[:stop], f"Numbers, deviation and tau are {scale:.3f} times."))
    return cases


@exercise("always-valid")
def test_seconds_for_minutes_and_an_early_end_change_nothing(submission, rng):
    """Another unit, the other sign, or fewer looks to come change no p-value until then."""
    assert_each(submission.always_valid, retold(rng), of=numbers)
