"""The checks of exercise 2 of week 9 that stay with the grader."""

import hashlib
import json

from autograder.testing import assert_each, assert_same, exercise, once_per_seed


def slow_arm(unit, experiment, weights):
    """The arm: as a bucket's share of the weights, one arm after another."""
    digest = hashlib.sha256(json.dumps([experiment, unit]).encode("utf-8")).digest()
    place = sum(byte * 256 ** (7 - i) for i, byte in enumerate(digest[:8])) % 10_000
    left = place * sum(weights.values())
    for arm, weight in weights.items():
        left -= 10_000 * weight
        if left < 0:
            return arm
    raise AssertionError("every bucket has an arm")


def name(rng):
    return "".join(rng.choice(list('abN0129-_:,[]" éß')).item() for _ in range(rng.integers(0, 9)))


@once_per_seed
def random_units(rng):
    cases = []
    for _ in range(40):
        weights = {f"{name(rng)}{i}": int(rng.integers(0, 50)) for i in range(rng.integers(1, 6))}
        weights[f"{name(rng)}9"] = int(rng.integers(1, 50))
        unit, experiment = name(rng), name(rng)
        wanted = slow_arm(unit, experiment, weights)
        cases.append(((unit, experiment, weights), wanted, "Another unit and other weights."))
    return cases


@exercise("assign")
def test_random_units_agree_with_a_slow_count(submission, rng):
    """Random units, experiments and weights agree with a slow count of the seats."""
    assert_each(submission.assign, random_units(rng))


@exercise("assign")
def test_nobody_loses_the_new_version_while_it_is_ramped_up(submission, rng):
    """As the share of the first arm grows, no unit leaves it, and at the end all are in it."""
    number = int(rng.integers(10**9))
    steps = (1, 10, 40, 80, 100)
    units = [f"{number}-{i}" for i in range(15)]
    calls = [(unit, "ramp", {"new": w, "old": 100 - w}) for unit in units for w in steps]
    arms = [answer() for answer in submission.assign.each(calls)]
    wanted = [slow_arm(*call) for call in calls]
    assert_same(arms, wanted, why="Arms of fifteen units at 1, 10, 40, 80 and 100 percent.")
