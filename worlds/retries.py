"""Clients that try again and a server that bears them: what a retry policy does to a service.

Two simulations in seconds of simulated time; nothing waits.

- `reconnect`: many clients lose their connection at one instant and come back. What counts is
  whether they come back together.
- `overload`: requests come at a steady pace, the server stops for a while and goes on. What counts
  is whether the service recovers, for a client that has given up has left its work in the queue.
  (Bronson et al., "Metastable Failures in Distributed Systems", HotOS 2021, give such states
  their name.)

A policy is a function of the number of tries that failed, 1 or more, and a generator, and
returns seconds to wait before the next try, or None to give up. `backoff` makes the usual ones.
"""

import heapq
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Policy = Callable[[int, np.random.Generator], float | None]


def backoff(*, base: float, cap: float, tries: int, jitter: bool, growth: float = 2.0) -> Policy:
    """Wait base * growth ** (failed - 1) seconds, at most `cap`, for `tries` tries in all.

    With `jitter` the wait is drawn uniformly between 0 and that ("full jitter").
    """

    def wait(failed: int, rng: np.random.Generator) -> float | None:
        if failed >= tries:
            return None
        longest = min(cap, base * growth ** (failed - 1))
        return float(rng.uniform(0, longest)) if jitter else longest

    return wait


@dataclass(frozen=True)
class Return:
    """How clients came back."""

    tries: NDArray[np.float64]
    """The instant of every try, in order."""
    done_at: NDArray[np.float64]
    """The instant at which each client was served, in order; those that gave up are missing."""


def reconnect(policy: Policy, *, clients: int, a_second: int, seed: int = 0) -> Return:
    """All clients try at instant 0; in each whole second the server takes the first `a_second`.

    Whoever is refused learns it at once and waits as the policy says.
    """
    rng = np.random.default_rng(seed)
    due = [(0.0, client, 0) for client in range(clients)]
    taken: dict[int, int] = {}
    tries, done = [], []
    while due:
        now, client, failed = heapq.heappop(due)
        tries.append(now)
        second = int(now)
        if taken.get(second, 0) < a_second:
            taken[second] = taken.get(second, 0) + 1
            done.append(now)
            continue
        wait = policy(failed + 1, rng)
        if wait is not None:
            heapq.heappush(due, (now + wait, client, failed + 1))
    return Return(np.array(tries), np.array(done))


@dataclass(frozen=True)
class Load:
    """A service second by second."""

    offered: NDArray[np.int64]
    """Tries that arrived in each second, first ones and repeated ones."""
    answered: NDArray[np.int64]
    """Requests answered, in each second, while their client still waited."""
    asked: NDArray[np.int64]
    """Requests that were made for the first time in each second."""


def overload(
    policy: Policy,
    *,
    seconds: int = 180,
    a_second: float = 80.0,
    capacity: float = 100.0,
    patience: float = 1.0,
    stop: tuple[float, float] = (30.0, 35.0),
    longest_queue: int = 1_000,
    budget: float | None = None,
    seed: int = 0,
) -> Load:
    """Requests come at random, `a_second` on average; one server answers them in their order.

    A client waits `patience` seconds for an answer, then it tries again as its policy says; the
    server does not know, and works off what is in its queue. A try that finds the queue full has
    failed at once. During `stop` nothing is worked on.

    budget: all clients together may repeat at most this share of the tries that they made for the
    first time (they keep a common count, and begin with ten); further repeats are not made.
    """
    rng = np.random.default_rng(seed)
    offered, answered, asked = (np.zeros(seconds, dtype=np.int64) for _ in range(3))
    firsts = np.cumsum(rng.exponential(1 / a_second, int(2 * a_second * seconds)))
    due = [(float(at), 0) for at in firsts[firsts < seconds]]
    for at, _ in due:
        asked[int(at)] += 1
    heapq.heapify(due)
    queue: deque[tuple[float, int]] = deque()
    service = 1 / capacity
    free_at, allowance = 0.0, 10.0

    def repeat(at: float, failed: int) -> None:
        nonlocal allowance
        wait = policy(failed, rng)
        if wait is None or at + wait >= seconds:
            return
        if budget is not None:
            if allowance < 1:
                return
            allowance -= 1
        heapq.heappush(due, (at + wait, failed))

    def work_until(now: float) -> None:
        nonlocal free_at
        while queue:
            came, _ = queue[0]
            begin = max(free_at, came)
            if stop[0] <= begin < stop[1]:
                begin = stop[1]
            if begin + service > now:
                return
            queue.popleft()
            free_at = begin + service
            if free_at <= came + patience and free_at < seconds:
                answered[int(free_at)] += 1

    backlog_end = 0.0  # when everything in the queue will have been answered
    while due:
        now, failed = heapq.heappop(due)
        work_until(now)
        offered[int(now)] += 1
        if failed == 0 and budget is not None:
            allowance = min(allowance + budget, 10.0)
        if len(queue) >= longest_queue:
            repeat(now, failed + 1)
            continue
        begin = max(backlog_end, now)
        if stop[0] <= begin < stop[1]:
            begin = stop[1]
        backlog_end = begin + service
        queue.append((now, failed))
        if backlog_end > now + patience:
            repeat(now + patience, failed + 1)
    work_until(float(seconds))
    return Load(offered, answered, asked)
