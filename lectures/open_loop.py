"""Load on an HTTP service in two ways; for the page of week 7.

    from open_loop import send_on_time, send_in_turn

`send_on_time` is an open loop: each request leaves at its own instant, whatever became of those
before it, as people who do not know of each other send. `send_in_turn` is a closed loop: each of
some clients sends its next request when it has the answer to its last.
Both return one row a request, in seconds since the start.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import httpx
import pandas as pd

LONGEST = 30.0
"""Seconds after which a request is given up; its answer is then "gone"."""
LEAD = 0.05
"""Seconds before the first instant, in which the tasks are made."""

Event = tuple[float, str, dict[str, float]]
"""Seconds since the start, a path to which something is sent beside the load, its parameters."""


def send_on_time(
    url: str, instants: Sequence[float], bodies: Sequence[dict], events: Sequence[Event] = ()
) -> pd.DataFrame:
    """Send `bodies` (again from the first when they run out) to /predict at these seconds.

    Columns: `due`, when a request was to be sent; `sent`, when it was; `done`, when its answer was
    there; `by`, who answered: "model", "cache", "fallback", or "gone" for an error.
    """

    async def plan(client: httpx.AsyncClient, start: float) -> list[dict]:
        async def one(number: int, due: float) -> dict:
            await _sleep_until(start + due)
            return await _ask(client, start, due, bodies[number % len(bodies)])

        return await asyncio.gather(*(one(i, due) for i, due in enumerate(instants)))

    return _run(url, plan, events)


def send_in_turn(
    url: str,
    seconds: float,
    bodies: Sequence[dict],
    *,
    clients: int = 1,
    pause: float = 0.0,
    events: Sequence[Event] = (),
) -> pd.DataFrame:
    """Let each client ask, wait for the answer, pause, and ask again, for so many seconds.

    Columns as those of `send_on_time`; a request is due when its client comes to send it.
    """

    async def plan(client: httpx.AsyncClient, start: float) -> list[dict]:
        numbers = count()

        async def one() -> list[dict]:
            await _sleep_until(start)
            rows = []
            while (now := time.perf_counter() - start) < seconds:
                rows.append(await _ask(client, start, now, bodies[next(numbers) % len(bodies)]))
                await asyncio.sleep(pause)
            return rows

        return [
            row for rows in await asyncio.gather(*(one() for _ in range(clients))) for row in rows
        ]

    return _run(url, plan, events)


def put(url: str, path: str, **values: float) -> dict:
    """Set switches of the service; its answer."""
    answer = httpx.put(url + path, json=values, timeout=LONGEST, verify=False)
    answer.raise_for_status()
    return answer.json()


async def _sleep_until(instant: float) -> None:
    await asyncio.sleep(max(0.0, instant - time.perf_counter()))


async def _ask(client: httpx.AsyncClient, start: float, due: float, body: dict) -> dict:
    sent = time.perf_counter() - start
    try:
        answer = await client.post("/predict", json=body)
        answer.raise_for_status()
        by = answer.json()["by"]
    except httpx.HTTPError:
        by = "gone"
    return {"due": due, "sent": sent, "done": time.perf_counter() - start, "by": by}


def _run(
    url: str,
    plan: Callable[[httpx.AsyncClient, float], Awaitable[list[dict]]],
    events: Sequence[Event],
) -> pd.DataFrame:
    async def work() -> list[dict]:
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
        # Nothing is encrypted here, and to read the certificates would take longer than a test.
        options = {"timeout": LONGEST, "limits": limits, "verify": False}
        async with httpx.AsyncClient(base_url=url, **options) as client:
            start = time.perf_counter() + LEAD

            async def happen(at: float, path: str, values: dict[str, float]) -> None:
                await _sleep_until(start + at)
                (await client.put(path, params=values)).raise_for_status()

            rows, *_ = await asyncio.gather(plan(client, start), *(happen(*e) for e in events))
            return rows

    # A notebook has an event loop of its own running, and a thread can have only one.
    with ThreadPoolExecutor(1) as thread:
        rows = thread.submit(asyncio.run, work()).result()
    return pd.DataFrame(rows, columns=["due", "sent", "done", "by"])
