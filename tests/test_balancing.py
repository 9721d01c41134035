"""The simulated balancer: the same work under every rule, in the order in which it came."""

from typing import get_args

import numpy as np
import pytest

from worlds.balancing import Rule, simulate

RULES = get_args(Rule)


@pytest.mark.parametrize("rule", RULES)
def test_an_idle_service_takes_only_the_work_itself(rule):
    took = simulate(rule, utilisation=1e-6, requests=500, seed=3)
    np.testing.assert_allclose(took, simulate("random", utilisation=1e-6, requests=500, seed=3))
    slow = simulate(rule, utilisation=1e-6, requests=500, slow=20, slowness=3, seed=3)
    np.testing.assert_allclose(slow, 3 * took, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("rule", RULES)
def test_the_same_seed_gives_the_same_times(rule):
    first = simulate(rule, requests=300, seed=1)
    np.testing.assert_array_equal(first, simulate(rule, requests=300, seed=1))
    assert (first != simulate(rule, requests=300, seed=2)).any()


def test_one_queue_takes_what_theory_says():
    """A random rule makes every replica an M/M/1 queue: 1 / (1 - utilisation) on average.

    Over twelve runs the mean has a standard error below 0.03; the seeds are fixed.
    """
    means = [simulate("random", utilisation=0.5, seed=seed).mean() for seed in range(12)]
    assert np.mean(means) == pytest.approx(2.0, abs=0.15)


def test_looking_at_more_replicas_shortens_the_tail():
    tails = {rule: np.quantile(simulate(rule, seed=5), 0.99) for rule in RULES}
    assert tails["fewest"] < tails["two_choices"] < tails["round_robin"] < tails["random"]


@pytest.mark.parametrize("rule", RULES)
def test_a_lost_replica_gets_nothing_more(rule):
    options = {"replicas": 2, "utilisation": 0.45, "requests": 4_000, "seed": 4}
    both, one = simulate(rule, **options), simulate(rule, **options, lost_at=0.0)
    assert one.mean() > 2 * both.mean()
    np.testing.assert_array_equal(both, simulate(rule, **options, lost_at=1e9))


def test_what_cannot_be_simulated_is_refused():
    with pytest.raises(ValueError, match="sticky"):
        simulate("sticky")
    for replicas, slow in ((1, 0), (3, 4), (3, -1)):
        with pytest.raises(ValueError, match="two replicas"):
            simulate("random", replicas=replicas, slow=slow)
