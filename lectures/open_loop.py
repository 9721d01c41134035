"""Load on an HTTP service in two ways; for the page of week 7.

    from open_loop import send_in_turn, send_on_time

`send_on_time` is an open loop: each request leaves at its own instant, whatever became of those
before it, as people who do not know of each other send. `send_in_turn` is a closed loop: each of
some clients sends its next request when it has the answer to its last.
Both return one row a request, in seconds since the start, and in `attrs["held_up"]` by how many
milliseconds other work of the machine held up the service or the sender, in one case of twenty.
`quietly` repeats a run in which that was too long: then the instrument was measured.

The requests are written straight to sockets: an HTTP client takes twice as much of the processor
as the service does (httpx 0.28: 1.2 ms a request), and on a busy machine would measure itself.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from urllib.parse import urlencode, urlsplit

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

    async def plan(lines: "_Lines", start: float) -> list[dict]:
        async def one(number: int, due: float) -> dict:
            await _sleep_until(start + due)
            return await _ask(lines, start, due, bodies[number % len(bodies)])

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

    async def plan(lines: "_Lines", start: float) -> list[dict]:
        numbers = count()

        async def one() -> list[dict]:
            await _sleep_until(start)
            rows = []
            while (now := time.perf_counter() - start) < seconds:
                rows.append(await _ask(lines, start, now, bodies[next(numbers) % len(bodies)]))
                await asyncio.sleep(pause)
            return rows

        of_clients = await asyncio.gather(*(one() for _ in range(clients)))
        return [row for rows in of_clients for row in rows]

    return _run(url, plan, events)


def quietly(
    measure: Callable[[], pd.DataFrame], *, limit: float = 15.0, tries: int = 4
) -> pd.DataFrame:
    """The first run that was held up by less than `limit`, or of `tries` the one held up least.

    It is chosen by that alone, not by what it measured; `attrs["tries"]` says how many it took.
    """
    runs = []
    while len(runs) < tries and all(run.attrs["held_up"] >= limit for run in runs):
        runs.append(measure())
    best = min(runs, key=lambda run: run.attrs["held_up"])
    best.attrs["tries"] = len(runs)
    return best


def put(url: str, path: str, **values: float) -> dict:
    """Set switches of the service; its answer."""

    async def plan(lines: "_Lines", _: float) -> dict:
        return await lines.exchange("PUT", path, values)

    return _in_a_thread(url, plan)


class _Lines:
    """Connections to one server, opened as they are needed and kept for the next request."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.host, self.port = parts.hostname, parts.port
        self.idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def exchange(self, method: str, path: str, body: dict | None = None) -> dict:
        """Send a request, and return its answer, JSON; OSError if it fails or is not a success."""
        content = json.dumps(body).encode() if body is not None else b""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(content)}\r\n\r\n"
        )
        if self.idle:
            reader, writer = self.idle.pop()
        else:
            reader, writer = await asyncio.open_connection(self.host, self.port)
        try:
            async with asyncio.timeout(LONGEST):
                writer.write(head.encode() + content)
                status, *headers = (await reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
                named = dict(line.split(b":", 1) for line in headers if line)
                answer = await reader.readexactly(int(named[b"content-length"]))
        except (asyncio.IncompleteReadError, TimeoutError) as error:
            writer.close()
            raise OSError("no answer") from error
        except BaseException:
            writer.close()
            raise
        self.idle.append((reader, writer))
        if status.split()[1] != b"200":
            raise OSError(f"{status.decode()}: {answer.decode()}")
        return json.loads(answer)

    def close(self) -> None:
        for _, writer in self.idle:
            writer.close()


async def _sleep_until(instant: float) -> None:
    await asyncio.sleep(max(0.0, instant - time.perf_counter()))


async def _ask(lines: _Lines, start: float, due: float, body: dict) -> dict:
    sent = time.perf_counter() - start
    try:
        by = (await lines.exchange("POST", "/predict", body))["by"]
    except OSError:
        by = "gone"
    return {"due": due, "sent": sent, "done": time.perf_counter() - start, "by": by}


def _run(
    url: str, plan: Callable[[_Lines, float], Awaitable[list[dict]]], events: Sequence[Event]
) -> pd.DataFrame:
    async def with_events(lines: _Lines, start: float) -> tuple[list[dict], float]:
        async def happen(at: float, path: str, values: dict[str, float]) -> None:
            await _sleep_until(start + at)
            await lines.exchange("PUT", f"{path}?{urlencode(values)}")

        await lines.exchange("PUT", "/held_up")
        rows, *_ = await asyncio.gather(plan(lines, start), *(happen(*each) for each in events))
        return rows, (await lines.exchange("PUT", "/held_up"))["ms"]

    rows, service = _in_a_thread(url, with_events)
    found = pd.DataFrame(rows, columns=["due", "sent", "done", "by"])
    sender = 1000 * (found["sent"] - found["due"]).quantile(0.95)
    found.attrs["held_up"] = max(service, sender)
    return found


def _in_a_thread(url: str, plan: Callable[[_Lines, float], Awaitable]):
    async def work():
        lines = _Lines(url)
        try:
            return await plan(lines, time.perf_counter() + LEAD)
        finally:
            lines.close()

    # A notebook has an event loop of its own running, and a thread can have only one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work()).result()
