"""A service that acts at random, keeps its propensities, and whose every action's worth is known.

Passengers with a tight connection come in five bands of risk. The desk can do nothing, send a
message, or rebook. The outcome is 1 if the passenger reaches the destination the same evening.
The chances of that are known here (`VALUES`), so that an estimate from the log of one policy of
what another would bring can be held against the truth.

A policy is a table of chances, one row a context and one column an action; each row adds up to 1.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

ACTIONS = ("nothing", "message", "rebook")
"""The actions, in the order of a policy's columns."""

SHARES = np.array([0.35, 0.25, 0.2, 0.12, 0.08])
"""How often each context comes: the bands of risk, from the safest to the worst."""

VALUES = np.array(
    [
        [0.96, 0.96, 0.90],
        [0.88, 0.90, 0.86],
        [0.70, 0.76, 0.80],
        [0.45, 0.55, 0.74],
        [0.20, 0.32, 0.66],
    ]
)
"""Chance of the outcome 1, by context (row) and action (column). Rebooking helps the worst bands
and harms the safest, whom it takes from a connection that they would have made."""


def logging_policy(explore: float = 0.2) -> NDArray[np.float64]:
    """The policy in place: message in all bands, but with chance `explore` an action at random.

    Raises ValueError unless `explore` lies above 0 and at most 1; at 0 other actions would never
    be seen.
    """
    if not 0 < explore <= 1:
        raise ValueError("explore lies above 0 and is at most 1")
    usual = np.zeros_like(VALUES)
    usual[:, ACTIONS.index("message")] = 1.0
    return _checked(explore / len(ACTIONS) + (1 - explore) * usual)


def best_policy() -> NDArray[np.float64]:
    """The best action of every band, always; of equally good ones the first."""
    best = np.zeros_like(VALUES)
    best[np.arange(len(VALUES)), VALUES.argmax(axis=1)] = 1.0
    return best


def value(policy: NDArray[np.float64]) -> float:
    """The mean outcome under a policy: the truth that estimates are held against."""
    return float(SHARES @ (_checked(policy) * VALUES).sum(axis=1))


def simulate(policy: NDArray[np.float64], n: int, *, seed: int = 0) -> pd.DataFrame:
    """The log of `n` decisions of a policy.

    Columns: context (0 to 4), action (0 to 2), propensity (the chance that the policy had given
    the action taken), reward (0 or 1). The same seed gives the same log.

    Raises ValueError for a negative n, or what is no policy.
    """
    policy = _checked(policy)
    if n < 0:
        raise ValueError(f"a log has 0 or more rows, not {n}")
    rng = np.random.default_rng(seed)
    context = rng.choice(len(SHARES), n, p=SHARES)
    # The last limit is 1 and not a sum of floats, so that no draw lies beyond it.
    limits = policy.cumsum(axis=1)
    limits[:, -1] = 1.0
    action = (rng.random(n)[:, np.newaxis] >= limits[context]).sum(axis=1)
    reward = rng.random(n) < VALUES[context, action]
    return pd.DataFrame(
        {
            "context": context,
            "action": action,
            "propensity": policy[context, action],
            "reward": reward.astype(np.int64),
        }
    )


def _checked(policy: NDArray[np.float64]) -> NDArray[np.float64]:
    policy = np.asarray(policy, dtype=np.float64)
    if policy.shape != VALUES.shape:
        raise ValueError(f"a policy here has the shape {VALUES.shape}, not {policy.shape}")
    if not ((policy >= 0).all() and np.allclose(policy.sum(axis=1), 1.0, rtol=0, atol=1e-9)):
        raise ValueError("chances are 0 or more, and those of a context add up to 1")
    return policy
