"""The logged policies: chances are what they say, and the log is one of the policy that made it."""

import numpy as np
import pytest

from worlds.logged_policies import (
    ACTIONS,
    SHARES,
    VALUES,
    best_policy,
    logging_policy,
    simulate,
    value,
)

N = 200_000

# By Hoeffding, a share of n independent draws is further than t from its chance with probability
# at most 2 exp(-2 n t^2): 1e-10 for the t of `near(n)`. The seeds are fixed as well.


def near(n):
    return float(np.sqrt(np.log(2 / 1e-10) / (2 * n)))


def test_the_world_is_one_of_chances():
    assert SHARES.sum() == pytest.approx(1.0)
    assert VALUES.shape == (len(SHARES), len(ACTIONS))
    assert ((VALUES > 0) & (VALUES < 1)).all()
    assert value(best_policy()) > value(logging_policy())


def test_the_logging_policy_prefers_messages_and_tries_everything():
    policy = logging_policy(0.3)
    assert policy.sum(axis=1) == pytest.approx(np.ones(5))
    assert policy[:, 0] == pytest.approx(np.full(5, 0.1))
    assert policy[:, 1] == pytest.approx(np.full(5, 0.8))


def test_the_best_policy_takes_the_first_of_the_best_actions():
    assert best_policy().argmax(axis=1).tolist() == [0, 1, 2, 2, 2]
    assert set(best_policy().ravel()) == {0.0, 1.0}


def test_a_log_has_the_policys_actions_propensities_and_value():
    policy = logging_policy()
    log = simulate(policy, N, seed=3)
    assert abs(log["reward"].mean() - value(policy)) < near(N)
    for context, share in enumerate(SHARES):
        rows = log[log["context"] == context]
        assert abs(len(rows) / N - share) < near(N)
        for action in range(3):
            chosen = rows[rows["action"] == action]
            assert abs(len(chosen) / len(rows) - policy[context, action]) < near(len(rows))
            assert set(chosen["propensity"]) == {policy[context, action]}
            assert abs(chosen["reward"].mean() - VALUES[context, action]) < near(len(chosen))


def test_a_policy_without_chance_for_an_action_never_takes_it():
    log = simulate(best_policy(), 20_000, seed=1)
    assert (best_policy()[log["context"], log["action"]] == 1).all()
    assert (log["propensity"] == 1).all()


def test_the_seed_decides():
    policy = logging_policy()
    assert simulate(policy, 50, seed=1).equals(simulate(policy, 50, seed=1))
    assert not simulate(policy, 50, seed=1).equals(simulate(policy, 50, seed=2))
    assert simulate(policy, 0).empty


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: logging_policy(0.0), "explore"),
        (lambda: logging_policy(1.5), "explore"),
        (lambda: value(np.ones((5, 3))), "add up"),
        (lambda: value(np.full((5, 2), 0.5)), "shape"),
        (lambda: simulate(logging_policy(), -1), "rows"),
    ],
)
def test_what_is_no_policy_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
