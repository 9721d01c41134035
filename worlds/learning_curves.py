"""Models whose loss falls as they are trained, so that a search can be held against the truth.

A configuration's true loss falls from `start` towards `floor`, and what is left of the way halves
every `half_life` units of training; what a validation set shows is that loss and some noise.
In a world of *parallel* curves all configurations learn equally fast, so who leads early leads in
the end. In a world of *crossing* curves the best are slow, as small learning rates are, and an
early look misleads. Hyperband (Li and others, Journal of Machine Learning Research 18, 2018)
hedges against that: some of its brackets give every configuration more units before the first cut.
"""

from typing import Any, Literal

import numpy as np

Kind = Literal["parallel", "crossing"]
State = dict[str, int]

START = 0.693
"""The log loss of a model that has learnt nothing and says one half."""
NOISE = 0.002
"""The standard deviation of a validation loss around the true one."""


def draw_configs(n: int, kind: Kind, seed: int) -> list[dict[str, Any]]:
    """n configurations, plain dicts with `floor`, `half_life` (in units) and a `noise_seed`.

    Floors are uniform from 0.50 to 0.60. Parallel: every half-life is 8 units. Crossing: it falls
    evenly from 64 units at the best floor to 2 at the worst.
    """
    rng = np.random.default_rng(seed)
    floors = rng.uniform(0.50, 0.60, n)
    half_lives = np.full(n, 8.0) if kind == "parallel" else 2.0 + 62.0 * (0.60 - floors) / 0.10
    seeds = rng.integers(2**31, size=n)
    return [
        {"floor": float(floor), "half_life": float(half_life), "noise_seed": int(noise_seed)}
        for floor, half_life, noise_seed in zip(floors, half_lives, seeds, strict=True)
    ]


def true_loss(config: dict[str, Any], units: int) -> float:
    """The loss without noise after so many units of training in all."""
    left = 2.0 ** (-units / config["half_life"])
    return float(config["floor"] + (START - config["floor"]) * left)


def train(config: dict[str, Any], state: State | None, units: int) -> tuple[float, State]:
    """Train `units` more from `state` (None: from the beginning): validation loss and new state.

    The loss is noisy, but the same whenever the same configuration has had as many units.
    """
    done = (state["units"] if state else 0) + units
    noise = np.random.default_rng([config["noise_seed"], done]).normal(0.0, NOISE)
    return true_loss(config, done) + float(noise), {"units": done}
