"""The checks of exercise 8 of week 9 that stay with the grader."""

import math
from fractions import Fraction

from autograder.testing import assert_each, exercise, is_a, once_per_seed, require

METRICS = ("ms", "errors", "held")


def two(result):
    """The decision and the reasons."""
    is_a(result, tuple)
    require(len(result) == 2, "The result is a tuple of two: the decision and the reasons.")
    return result


def slow(log, guardrails):
    """The answer in fractions, and whether a comparison is too near to be promised."""
    reasons, near = [], False
    for rail in guardrails:
        values = {"canary": [], "stable": []}
        for row in log:
            if row["arm"] in values:
                value = row.get(rail["metric"])
                missing = value is None or math.isnan(value)
                values[row["arm"]].append(None if missing else Fraction(value))
        mine = [v for v in values["canary"] if v is not None]
        other = [v for v in values["stable"] if v is not None]
        total, needed = len(values["canary"]), rail["min_values"]
        enough = len(mine) >= needed and len(other) >= needed
        if not enough:
            reasons.append((rail["metric"], "few"))
        if total >= needed:
            share, allowed = Fraction(total - len(mine), total), Fraction(rail["max_missing"])
            near |= abs(share - allowed) < Fraction(1, 10**8)
            if share > allowed:
                reasons.append((rail["metric"], "blind"))
        if enough:
            harm = sum(mine) / len(mine) - sum(other) / len(other)
            harm = harm if rail["worse"] == "higher" else -harm
            near |= abs(harm - Fraction(rail["limit"])) < Fraction(1, 10**5)
            if harm > Fraction(rail["limit"]):
                reasons.append((rail["metric"], "breached"))
    words = {word for _, word in reasons}
    bad = words & {"blind", "breached"}
    return ("roll back" if bad else "continue" if words else "promote", reasons), near


def random_log(rng, n, missing, harm):
    log = []
    for _ in range(n):
        arm = str(rng.choice(["canary", "stable", "stable", "other"]))
        row = {"arm": arm}
        for metric in METRICS:
            value = int(rng.integers(0, 40)) / 4 + {"canary": harm, "other": 70}.get(arm, 0)
            kind = rng.random()
            if kind >= missing:
                row[metric] = value
            elif kind < missing / 2:
                row[metric] = None if kind < missing / 4 else math.nan
        log.append(row)
    return log


@once_per_seed
def random_canaries(rng):
    cases = []
    while len(cases) < 16:
        n = (5, 12, 24, 40)[len(cases) % 4]
        missing = (0.0, 0.1, 0.3)[len(cases) % 3]
        log = random_log(rng, n, missing, float(rng.integers(-3, 4)))
        rails = [
            {
                "metric": METRICS[i],
                "worse": ("higher", "lower")[rng.integers(2)],
                "limit": int(rng.integers(0, 12)) / 8 + 1 / 64,
                "max_missing": 0.21,
                "min_values": int(rng.integers(1, 8)),
            }
            for i in rng.permutation(3)[: rng.integers(2, 4)]
        ]
        wanted, near = slow(log, rails)
        if not near:
            cases.append(((log, rails), wanted, f"{n} rows, {len(rails)} guardrails."))
    return cases


@exercise("canary")
def test_random_canaries_agree_with_fractions(submission, rng):
    """Random logs with missing values agree with means in fractions."""
    assert_each(submission.canary, random_canaries(rng), of=two)


@once_per_seed
def mirrored(rng):
    other = {"higher": "lower", "lower": "higher"}
    cases = []
    for (log, rails), wanted, _ in random_canaries(rng):
        turned = [
            {k: v if k == "arm" or v is None else -v for k, v in log[i].items()}
            for i in rng.permutation(len(log))
        ]
        rails = [{**rail, "worse": other[rail["worse"]]} for rail in rails]
        cases.append(((turned, rails), wanted, "Signs and directions are turned."))
    return cases


@exercise("canary")
def test_signs_and_the_order_of_rows_do_not_matter(submission, rng):
    """With all signs and directions turned, and the rows in another order, nothing changes."""
    assert_each(submission.canary, mirrored(rng), of=two)
