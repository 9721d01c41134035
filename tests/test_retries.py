"""The simulated clients: tries are counted, and a policy does to the service what it says."""

import numpy as np
import pytest

from worlds.retries import backoff, overload, reconnect

ONCE = backoff(base=1, cap=1, tries=1, jitter=False)


def waits(policy, seed=0):
    rng = np.random.default_rng(seed)
    return [policy(failed, rng) for failed in range(1, 6)]


def test_backoff_doubles_up_to_its_cap_and_gives_up_after_its_tries():
    assert waits(backoff(base=0.5, cap=3, tries=5, jitter=False)) == [0.5, 1.0, 2.0, 3.0, None]
    assert waits(ONCE) == [None] * 5


def test_jitter_draws_below_the_same_waits_and_repeats_with_its_seed():
    policy = backoff(base=0.5, cap=3, tries=5, jitter=True)
    assert waits(policy) == waits(policy)
    assert waits(policy) != waits(policy, seed=1)
    for _ in range(100):
        drawn = waits(policy, seed=_)
        assert all(0 <= w < longest for w, longest in zip(drawn, [0.5, 1, 2, 3], strict=False))


def test_clients_that_come_back_together_are_served_so_many_a_second():
    fixed = backoff(base=1, cap=1, tries=10, jitter=False)
    back = reconnect(fixed, clients=5, a_second=2)
    np.testing.assert_array_equal(back.done_at, [0, 0, 1, 1, 2])
    np.testing.assert_array_equal(back.tries, [0] * 5 + [1] * 3 + [2])
    assert len(reconnect(ONCE, clients=5, a_second=2).done_at) == 2


@pytest.mark.parametrize("seed", range(3))
def test_jitter_serves_everybody_with_fewer_tries(seed):
    options = {"base": 1, "cap": 32, "tries": 100}
    together = reconnect(backoff(**options, jitter=False), clients=500, a_second=50, seed=seed)
    apart = reconnect(backoff(**options, jitter=True), clients=500, a_second=50, seed=seed)
    assert len(together.done_at) == len(apart.done_at) == 500
    assert len(apart.tries) < len(together.tries)
    assert np.bincount(apart.done_at.astype(int)).max() <= 50


def test_without_a_stop_every_request_is_answered_and_none_is_repeated():
    load = overload(backoff(base=0.1, cap=1, tries=3, jitter=False), a_second=40, stop=(0, 0))
    np.testing.assert_array_equal(load.offered, load.asked)
    assert load.asked.sum() - load.answered.sum() <= 5  # those still in the queue at the end


def test_nothing_is_begun_during_a_stop():
    load = overload(ONCE, stop=(30, 40))
    assert load.answered[30:40].sum() <= 1  # the one that was being worked on
    np.testing.assert_array_equal(load.offered, load.asked)


@pytest.mark.parametrize("seed", range(3))
def test_repeats_keep_a_service_down_and_a_budget_lets_it_recover(seed):
    policy = backoff(base=0.1, cap=5, tries=3, jitter=True)
    late = slice(120, 180)

    def answered(**options):
        load = overload(**options, seed=seed)
        return load.answered[late].sum() / load.asked[late].sum()

    assert answered(policy=policy) == 0
    assert answered(policy=policy, budget=0.1) > 0.95
    assert answered(policy=ONCE) > 0.95
    assert answered(policy=policy, a_second=25) > 0.95  # three times that is below the capacity


def test_a_full_queue_refuses():
    load = overload(ONCE, longest_queue=1, stop=(0, 180))
    assert load.answered.sum() == 0
    assert load.offered.sum() == load.asked.sum()
