"""The checks of exercise 6 of week 9 that a student sees: which arm next?"""

import math

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once,
    rejects_each,
)

NAN = math.nan


def by_the_contract(counts, seed, rounds=1000):
    """Both entries, from the successes and failures of each arm, round by round."""
    rng = np.random.default_rng(seed)
    draws = {arm: rng.beta(1 + s, 1 + f, size=rounds).tolist() for arm, (s, f) in counts.items()}
    winners = [max(counts, key=lambda arm: draws[arm][i]) for i in range(rounds)]
    shares = {arm: winners.count(arm) / rounds for arm in counts}
    return {"arm": winners[0], "propensities": shares}


def rewards(counts):
    """A history with these successes and failures."""
    return {arm: [1] * s + [0] * f for arm, (s, f) in counts.items()}


def entry(name):
    """What takes one entry out of the result, whatever the other one is."""

    def of(result):
        is_a(result, dict)
        if name not in result:
            assert_same(sorted(map(str, result)), [name], why=f"There should be an entry {name!r}.")
        return result[name]

    return of


def both(result):
    """The result, which has to be a dict."""
    is_a(result, dict)
    return result


TEXTS = {"short": (6, 4), "long": (3, 2), "none": (1, 5)}


@once
def drawn():
    cases = []
    for counts in (TEXTS, {"b": (2, 2), "a": (3, 3)}, {"x": (0, 3), "y": (40, 60)}):
        for seed in (0, 1):
            why = f"{counts} are successes and failures; one call of `beta` for each arm."
            cases.append(((rewards(counts), seed, 12), by_the_contract(counts, seed, 12), why))
    return cases


@exercise("thompson")
def test_draws_come_arm_by_arm_from_one_generator(submission):
    """Each arm has `rounds` draws from Beta(1 + successes, 1 + failures), in the dict's order."""
    assert_each(submission.thompson, drawn(), of=both)


@once
def first_rounds():
    cases = []
    for seed in range(12):
        wanted = by_the_contract(TEXTS, seed, 4)
        why = f"The shares of four rounds are {wanted['propensities']}; the first one decides."
        cases.append(((rewards(TEXTS), seed, 4), wanted["arm"], why))
    return cases


@exercise("thompson")
def test_the_first_round_decides_which_arm_is_pulled(submission):
    """The winner of the first round is pulled, not the arm that wins most rounds or looks best."""
    assert_each(submission.thompson, first_rounds(), of=entry("arm"))


@once
def unpulled():
    cases = [
        ((rewards(counts), seed, 9), by_the_contract(counts, seed, 9), "Beta(1, 1) is uniform.")
        for counts in ({"a": (0, 0), "b": (0, 0)}, {"a": (3, 1), "new": (0, 0), "b": (1, 3)})
        for seed in (2, 3)
    ]
    one = {"arm": "only", "propensities": {"only": 1.0}}
    return [*cases, (({"only": []}, 0, 3), one, "There is no other arm.")]


@exercise("thompson")
def test_an_arm_that_was_never_pulled_may_win(submission):
    """Without a reward every rate is equally believable, and any arm can win a round."""
    assert_each(submission.thompson, unpulled(), of=both)


@once
def pending():
    history = {"a": [1, NAN, 0, NAN, NAN, 1], "b": [NAN, NAN], "c": [0, NAN, 1]}
    counts = {"a": (2, 1), "b": (0, 0), "c": (1, 1)}
    why = "The successes and failures that are known are {'a': (2, 1), 'b': (0, 0), 'c': (1, 1)}."
    return [((history, seed, 10), by_the_contract(counts, seed, 10), why) for seed in (4, 5)]


@exercise("thompson")
def test_a_reward_that_is_not_known_yet_counts_as_neither(submission):
    """Pulls whose outcome is still open are neither successes nor failures."""
    assert_each(submission.thompson, pending(), of=both)


@once
def sizes():
    two = {"old": (5, 5), "new": (6, 4)}
    return [
        ((rewards(two), 8, 1), by_the_contract(two, 8, 1)["propensities"], "One round: 1 and 0."),
        ((rewards(two), 8, 7), by_the_contract(two, 8, 7)["propensities"], "Sevenths."),
        ((rewards(two), 8), by_the_contract(two, 8)["propensities"], "A thousand by default."),
    ]


@exercise("thompson")
def test_propensities_are_shares_of_all_rounds(submission):
    """The propensity of an arm is the share of all rounds, the first included, that it wins."""
    assert_each(submission.thompson, sizes(), of=entry("propensities"))


@once
def kinds():
    wanted = by_the_contract({"a": (2, 1), "b": (0, 2)}, 6, 8)
    histories = (
        {"a": (1, 0, 1), "b": [0.0, 0.0]},
        {"a": np.array([1, 0, 1], dtype=np.int8), "b": np.array([0.0, NAN, 0.0])},
        {"a": pd.Series([1, 0, 1], index=[4, 4, 0]), "b": pd.Series([0.0, 0.0, NAN])},
    )
    return [((h, np.int64(6), np.int64(8)), wanted, "The same rewards.") for h in histories]


@exercise("thompson")
def test_rewards_may_be_of_any_kind(submission):
    """Rewards are lists, tuples, arrays or Series of ints or floats."""
    assert_each(submission.thompson, kinds(), of=both)


@exercise("thompson")
def test_the_history_stays_as_it_was(submission):
    """The history is not changed, and the same call gives the same answer."""
    history = {"b": np.array([1.0, NAN, 0.0]), "a": np.array([0.0])}
    wanted = by_the_contract({"b": (1, 1), "a": (0, 1)}, 3, 6)
    for _ in range(2):
        assert_same(both(assert_unchanged(submission.thompson, history, 3, 6)), wanted)


@exercise("thompson")
def test_no_arm_is_pulled_from_a_broken_history(submission):
    """No arms, a reward that is neither 0, 1 nor missing, or no rounds raise a ValueError."""
    calls = (
        ({}, 0, 5),
        ({"a": [1, 2], "b": [0]}, 0, 5),
        ({"a": [1], "b": [0, -1]}, 0, 5),
        ({"a": [0.5], "b": [0]}, 0, 5),
        ({"a": [1], "b": [NAN, 3]}, 0, 5),
        ({"a": [1], "b": [0]}, 0, 0),
        ({"a": [1], "b": [0]}, 0, -2),
    )
    rejects_each(submission.thompson, calls)
