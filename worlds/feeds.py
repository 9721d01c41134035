"""What reaches the desk, hour by hour: messages, requests and partitions of labels."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from worlds.incidents import Incident
from worlds.quarter_flights import Flown, stream
from worlds.timetable import ORIGINS, READING, Ints, date_of, midnights, readings, seconds, texts

HOURS = range(4, 24)


@cache
def _weather() -> tuple[Ints, Ints, list[list[float | None]]]:
    table = readings().sort_values(["time_hour", "origin"], ignore_index=True)
    values = table[list(READING)].astype(object).where(table[list(READING)].notna(), None)
    origin = table["origin"].map(ORIGINS.index).to_numpy(np.int64)
    return seconds(table["time_hour"]), origin, values.to_numpy().tolist()


def feed(
    seed: int, flown: Flown, start: int, days: int, incidents: Sequence[Incident]
) -> list[dict[str, Any]]:
    """The ticks."""
    opens = midnights()[start : start + days]
    now = np.array([[0 + (midnight + h * 3600) for h in HOURS] for midnight in opens])
    # the clocks change at two in the morning, before the first tick
    later = midnights()[start + 1 : start + days + 1] - 24 * 3600 - opens
    now = (now + later[:, None]).ravel()
    of = flown.among((flown.day >= start) & (flown.day < start + days))
    ticks = [
        {
            "day": place // len(HOURS),
            "hour": HOURS[place % len(HOURS)],
            "now": text,
            "messages": [],
            "requests": [],
            "partitions": [],
            "offer": None,
        }
        for place, text in enumerate(texts(now))
    ]
    _messages(seed, of, start, now, ticks)
    _requests(seed, of, now, ticks)
    for day in range(2, days):
        date = date_of(start + day - 2)
        rows = np.flatnonzero(of.day == start + day - 2).tolist()
        ticks[day * len(HOURS)]["partitions"].append(
            {
                "partition_id": f"labels-{date}",
                "date": date,
                "rows": [
                    {
                        "flight_id": of.flight_id[k],
                        "carrier": of.carrier[k],
                        "origin": ORIGINS[of.origin[k]],
                        "dest": of.dest[k],
                        "scheduled": texts(of.scheduled[k : k + 1])[0],
                        "arr_delay": None if of.cancelled[k] else int(of.arr_delay[k]),
                        "cancelled": bool(of.cancelled[k]),
                    }
                    for k in rows
                ],
            }
        )
    return ticks


def _messages(seed: int, of: Flown, start: int, now: Ints, ticks: list[dict[str, Any]]) -> None:
    rng = stream(seed, "messages")
    n = len(of.day)
    announced = midnights()[of.day] + 2 * 3600
    sent: list[tuple[int, int, dict[str, Any]]] = []
    for kind, version, event, delay, rows in (
        ("scheduled", 1, announced, None, np.ones(n, bool)),
        ("departed", 2, of.departed_at, of.dep_delay, ~of.cancelled),
        ("cancelled", 2, of.scheduled, None, of.cancelled),
        ("arrived", 3, of.arrived_at, of.arr_delay, ~of.cancelled),
    ):
        wait = np.minimum(np.ceil(40 * np.exp(1.2 * rng.standard_normal(n))), 1800)
        received = event + wait.astype(np.int64)
        if kind == "arrived":
            received = of.known_at
        whens = texts(event)
        for k in np.flatnonzero(rows).tolist():
            message = {
                "message_id": f"{of.flight_id[k]}/{version}",
                "kind": kind,
                "flight_id": of.flight_id[k],
                "version": version,
                "event_time": whens[k],
                "carrier": of.carrier[k],
                "origin": ORIGINS[of.origin[k]],
                "dest": of.dest[k],
                "delay_minutes": None if delay is None else int(delay[k]),
            }
            sent.append((int(received[k]), len(sent), message))
    hour, origin, values = _weather()
    rows = np.flatnonzero((hour >= midnights()[start]) & (hour < now[-1]))
    for k, when in zip(rows.tolist(), texts(hour[rows]), strict=True):
        name = ORIGINS[origin[k]]
        message = {
            "message_id": f"weather-{name}-{when}",
            "kind": "weather",
            "origin": name,
            "event_time": when,
            **dict(zip(READING, values[k], strict=True)),
        }
        sent.append((int(hour[k]) + 3600 + int(rng.integers(5, 300)), len(sent), message))
    for received, place, message in list(sent):
        if rng.random() < 0.03:
            sent.append((received + 1 + int(rng.exponential(3600)), len(sent), message))
    when = np.array([received for received, _, _ in sent])
    tick = np.searchsorted(now, when, side="right")
    for place in rng.permutation(len(sent)).tolist():
        if tick[place] < len(ticks):
            ticks[tick[place]]["messages"].append(sent[place][2])


def _requests(seed: int, of: Flown, now: Ints, ticks: list[dict[str, Any]]) -> None:
    rng = stream(seed, "requests")
    n = len(of.day)
    booked = of.scheduled - 2 * 3600 + rng.integers(0, 60, n)
    about = np.flatnonzero(rng.random(n) < 0.2)
    queried = booked[about] + rng.integers(-1800, 5400, len(about))
    asked = np.concatenate([booked, queried])
    flight = np.concatenate([np.arange(n), about])
    order = np.argsort(asked, kind="stable")
    scheduled = texts(of.scheduled)
    whens = texts(asked)
    tick = np.searchsorted(now, asked, side="right")
    for place in order.tolist():
        k = int(flight[place])
        if tick[place] >= len(ticks):
            continue
        kind = "booking" if place < n else "query"
        ticks[tick[place]]["requests"].append(
            {
                "request_id": f"{kind}-{place}",
                "kind": kind,
                "asked_at": whens[place],
                "flight_id": of.flight_id[k],
                "carrier": of.carrier[k],
                "origin": ORIGINS[of.origin[k]],
                "dest": of.dest[k],
                "scheduled": scheduled[k],
                "hour": int(of.hour[k]),
                "weekday": int(of.weekday[k]),
                "distance": int(of.distance[k]),
            }
        )
