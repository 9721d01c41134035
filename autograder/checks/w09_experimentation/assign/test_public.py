"""The checks of exercise 2 of week 9 that a student sees: who gets what."""

import hashlib
import json
import math

import numpy as np

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    once,
    rejects_each,
)


def bucket(unit, experiment):
    """The bucket of the contract, from 0 to 9,999."""
    digest = hashlib.sha256(json.dumps([experiment, unit]).encode("utf-8")).hexdigest()
    return int(digest[:16], 16) % 10_000


TENTHS = {f"arm {i}": 1 for i in range(10)}


@once
def pairs():
    named = [(f"N{100 + i}", "new-model") for i in range(12)]
    named += [
        ("", ""),
        ("N1", ""),
        ("", "x"),
        ("é ✈", "zürich"),
        ('a"b\\c', 'say "no"'),
        ("7", "7"),
    ]
    return [
        ((unit, name, TENTHS), f"arm {bucket(unit, name) // 1000}", f"Bucket {bucket(unit, name)}.")
        for unit, name in named
    ]


@exercise("assign")
def test_the_bucket_is_that_of_the_contract(submission):
    """Ten arms of equal weight show the first digit of the bucket."""
    assert_each(submission.assign, pairs())


@once
def apart():
    named = [("bc", "a"), ("c", "ab"), ("", "abc"), ("abc", ""), ("a", "bc")]
    named += [(f"N{i}", name) for i in range(6) for name in ("model", "alert")]
    return [
        (
            (unit, name, TENTHS),
            f"arm {bucket(unit, name) // 1000}",
            "Unit and experiment both count.",
        )
        for unit, name in named
    ]


@exercise("assign")
def test_experiments_are_independent(submission):
    """The name of the experiment goes into the hash, told apart from that of the unit."""
    assert_each(submission.assign, apart())


@once
def at_the_limit():
    cases = []
    for i in range(5):
        b = bucket(f"N{i}", "limit")
        for first, arm in ((b, "old"), (b + 1, "new")):
            weights = {"new": first, "old": 10_000 - first}
            why = f"The bucket is {b}; the first arm has the buckets below {first}."
            cases.append(((f"N{i}", "limit", weights), arm, why))
        for first, arm in ((100 * b, "old"), (100 * b + 1, "new")):
            weights = {"new": first, "old": 1_000_000 - first}
            why = f"The bucket is {b}, and there are a hundred seats for each."
            cases.append(((f"N{i}", "limit", weights), arm, why))
        if math.gcd(b, 10_000) == 1:
            total = -pow(b, -1, 10_000) % 10_000
            first = b * total // 10_000 + 1
            weights = {"new": first, "old": total - first}
            why = f"{b} * {total} is smaller than 10,000 * {first}, by 1."
            cases.append(((f"N{i}", "limit", weights), "new", why))
    # In floats the shares of the first arms add up to a little more than 0.3 and 0.6.
    for unit, weights, at in (
        ("N12942", {"a": 1, "b": 2, "c": 7}, 3000),
        ("N16312", {"a": 1, "b": 2, "d": 3, "c": 4}, 6000),
    ):
        why = f"The bucket is {at}, and the arms before c have those below {at}."
        cases.append(((unit, "limit", weights), "c", why))
    return [*cases, (("N1", "limit", {"only": 1}), "only", "There is one seat.")]


@exercise("assign")
def test_an_arm_ends_before_its_limit(submission):
    """Of 10,000 seats the first arm with w of them has the buckets from 0 to w - 1."""
    assert_each(submission.assign, at_the_limit())


@once
def shared():
    cases = []
    for i in range(8):
        unit, b = f"N{i}", bucket(f"N{i}", "share")
        for a, c, d in ((1, 1, 2), (3, 0, 1), (0, 5, 5), (70, 20, 30), (0, 0, 2)):
            place = b * (a + c + d)
            arm = "a" if place < 10_000 * a else "c" if place < 10_000 * (a + c) else "d"
            cases.append(((unit, "share", {"a": a, "c": c, "d": d}), arm, f"The bucket is {b}."))
    return cases


@exercise("assign")
def test_weights_are_relative_and_an_arm_without_weight_gets_nobody(submission):
    """Weights need not add up to 1 or 100, and an arm with the weight 0 is never drawn."""
    assert_each(submission.assign, shared())


@once
def reordered():
    return [
        (
            (f"N{i}", "order", weights),
            list(weights)[bucket(f"N{i}", "order") * 2 >= 10_000],
            f"The bucket is {bucket(f'N{i}', 'order')}, and {next(iter(weights))!r} comes first.",
        )
        for i in range(6)
        for weights in ({"old": 1, "new": 1}, {"new": 1, "old": 1})
    ]


@exercise("assign")
def test_the_order_of_the_dict_counts(submission):
    """The arm that stands first in the dict has the lowest buckets, whatever its name."""
    assert_each(submission.assign, reordered())


@exercise("assign")
def test_weights_may_be_numpys_and_stay_as_they_are(submission):
    """Weights may be NumPy's whole numbers of 64 bits, and the dict is not changed."""
    weights = {"new": np.int64(900_000), "old": np.int64(900_000)}
    wanted = "new" if bucket("N5", "kind") < 5000 else "old"
    arm = assert_unchanged(submission.assign, "N5", "kind", weights)
    assert_same(arm, wanted, why=f"The bucket is {bucket('N5', 'kind')}.")


@exercise("assign")
def test_weights_that_deal_to_nobody_are_refused(submission):
    """A negative weight, only zeros, or no arms at all raise a ValueError."""
    calls = (
        ("N1", "x", {}),
        ("N1", "x", {"new": 0}),
        ("N1", "x", {"new": 0, "old": 0}),
        ("N1", "x", {"new": -1, "old": 2}),
        ("N1", "x", {"new": 2, "old": -1}),
        ("N1", "x", {"new": -1, "old": -1}),
        ("N1", "x", {"new": -1, "old": 1}),
    )
    rejects_each(submission.assign, calls)
