"""The checks of exercise 6 of week 9 that stay with the grader."""

import math

import numpy as np

from autograder.testing import assert_each, exercise, is_a, once_per_seed


def both(result):
    """The result, which has to be a dict."""
    is_a(result, dict)
    return result


def slow(history, seed, rounds):
    """Both entries, with a table of all draws that is read round by round."""
    rng = np.random.default_rng(seed)
    table = []
    for values in history.values():
        s, f = list(values).count(1), list(values).count(0)
        table.append(rng.beta(s + 1, f + 1, size=rounds).tolist())
    wins = dict.fromkeys(history, 0)
    arms, first = list(history), None
    for draws in zip(*table, strict=True):
        arm = arms[draws.index(max(draws))]
        first = first or arm
        wins[arm] += 1
    return {"arm": first, "propensities": {arm: n / rounds for arm, n in wins.items()}}


@once_per_seed
def random_histories(rng):
    cases = []
    for _ in range(13):
        history = {}
        for i in rng.permutation(5)[: rng.integers(2, 5)]:
            pulls = (rng.random(rng.integers(0, 20)) < rng.random()).astype(float)
            pulls[rng.random(len(pulls)) < 0.2] = math.nan
            history[f"text {i}"] = pulls.tolist()
        seed, rounds = int(rng.integers(2**31)), int(rng.integers(4, 16))
        why = f"{len(history)} arms, {rounds} rounds."
        cases.append(((history, seed, rounds), slow(history, seed, rounds), why))
    return cases


@exercise("thompson")
def test_random_histories_agree_round_by_round(submission, rng):
    """Random histories, with outcomes that are still open, agree with a count round by round."""
    assert_each(submission.thompson, random_histories(rng), of=both)


@exercise("thompson")
def test_only_the_seed_decides(submission, rng):
    """The same seed gives the same answer, whatever the order of the rewards of an arm."""
    cases = [
        (
            ({arm: values[::-1] for arm, values in history.items()}, *options),
            wanted,
            "Turned round.",
        )
        for (history, *options), wanted, _ in random_histories(rng)
    ]
    assert_each(submission.thompson, [*cases, *cases[:2]], of=both)
