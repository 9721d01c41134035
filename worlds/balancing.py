"""Requests that a balancer hands to replicas, each of which works on one at a time, in their order.

`simulate` says how long every request took, under one of four rules:

- `random`: any replica, with equal chances;
- `round_robin`: each in turn;
- `two_choices`: of two drawn at random, the one with fewer requests unfinished
  (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001);
- `fewest`: the one with the fewest requests unfinished of all.

The lower number wins a tie. Time is counted in mean service times of a sound replica.
"""

from collections import deque
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Rule = Literal["random", "round_robin", "two_choices", "fewest"]


def simulate(
    rule: Rule,
    *,
    replicas: int = 20,
    utilisation: float = 0.8,
    requests: int = 20_000,
    slow: int = 0,
    slowness: float = 2.0,
    lost_at: float | None = None,
    seed: int = 0,
) -> NDArray[np.float64]:
    """How long each request took, waiting and service, in mean service times; in order of arrival.

    Requests arrive at random, `utilisation * replicas` a service time; service is exponential.
    The first `slow` replicas need `slowness` times as long for everything. From instant `lost_at`
    on, the last replica gets no more requests (it finishes what it has).
    The same seed gives the same arrivals and the same work under every rule.

    Raises ValueError for an unknown rule, or for fewer replicas than two or than `slow`.
    """
    if rule not in get_args(Rule):
        raise ValueError(f"there is no rule {rule!r}; choose one of {', '.join(get_args(Rule))}")
    if replicas < 2 or not 0 <= slow <= replicas:
        raise ValueError("there are two replicas or more, and not more of them slow than there are")
    rng = np.random.default_rng(seed)
    arrivals = np.cumsum(rng.exponential(1 / (utilisation * replicas), requests)).tolist()
    work = rng.exponential(1.0, requests).tolist()
    first, second = rng.random((2, requests)).tolist()
    ends: list[deque[float]] = [deque() for _ in range(replicas)]
    took = np.empty(requests)
    for number, now in enumerate(arrivals):
        there = replicas - (lost_at is not None and now >= lost_at)
        if rule == "random":
            chosen = int(first[number] * there)
        elif rule == "round_robin":
            chosen = number % there
        else:
            one = int(first[number] * there)
            other = (one + 1 + int(second[number] * (there - 1))) % there  # never the same one
            looked_at = sorted((one, other)) if rule == "two_choices" else range(there)
            for replica in looked_at:
                while ends[replica] and ends[replica][0] <= now:
                    ends[replica].popleft()
            chosen = min(looked_at, key=lambda replica: len(ends[replica]))
        mine = ends[chosen]
        needed = work[number] * (slowness if chosen < slow else 1.0)
        begin = max(now, mine[-1]) if mine else now
        mine.append(begin + needed)
        took[number] = begin + needed - now
    return took
