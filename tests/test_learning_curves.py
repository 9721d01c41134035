"""The simulated learning curves: what early losses say of late ones; training adds up."""

import numpy as np
import pytest

from worlds.learning_curves import NOISE, START, draw_configs, train, true_loss


def ranks(values):
    return np.argsort(np.argsort(values))


def test_a_curve_falls_from_the_start_to_its_floor_and_halves_the_way_each_half_life():
    (config,) = draw_configs(1, "parallel", 0)
    assert true_loss(config, 0) == pytest.approx(START)
    way = START - config["floor"]
    assert true_loss(config, 8) == pytest.approx(config["floor"] + way / 2)
    assert true_loss(config, 10_000) == pytest.approx(config["floor"])


def test_parallel_curves_keep_their_order_and_crossing_ones_reverse_it():
    for kind, same in (("parallel", 1.0), ("crossing", -1.0)):
        configs = draw_configs(50, kind, 3)
        early = ranks([true_loss(config, 4) for config in configs])
        late = ranks([true_loss(config, 10_000) for config in configs])
        assert np.corrcoef(early, late)[0, 1] == pytest.approx(same)


def test_training_in_parts_is_training_at_once():
    (config,) = draw_configs(1, "crossing", 1)
    _, state = train(config, None, 5)
    assert train(config, state, 7) == train(config, None, 12)


def test_the_noise_is_small_and_depends_on_the_configuration():
    configs = draw_configs(400, "parallel", 2)
    noise = [train(config, None, 16)[0] - true_loss(config, 16) for config in configs]
    assert np.std(noise) == pytest.approx(NOISE, rel=0.2)


def test_the_same_seed_draws_the_same_configurations():
    assert draw_configs(5, "crossing", 7) == draw_configs(5, "crossing", 7)
    assert draw_configs(5, "crossing", 7) != draw_configs(5, "crossing", 8)
