"""The messages of a quarter: what the gateways of the airports and the weather service send.

As in `worlds.event_stream` they come at least once, late, and in no order.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from worlds.incidents import Incident
from worlds.quarter_flights import Flown, on_the_way, stream
from worlds.timetable import DAYS, ORIGINS, READING, Ints, midnights, readings, seconds, texts

Message = dict[str, Any]

ANNOUNCED = 2
"""Hour of New York at which all flights of a day are announced."""
TWICE = 0.03
"""Chance of each message to be delivered a second time."""
OUTAGE = 0.004
"""Chance of each gateway and hour that a link breaks, for one to four hours."""
READY = 3600
"""Seconds after the beginning of its hour at which a weather reading is complete."""


def messages(
    seed: int, flown: Flown, start: int, now: Ints, incidents: Sequence[Incident]
) -> list[list[Message]]:
    """For each instant of `now`, in order, the messages that came since the one before it.

    flown: the flights of the days that begin with `start` (0 for `timetable.START`).
    A message that came at the very instant comes with the next.
    """
    sent, received = _of_flights(seed, flown)
    more, then = _of_weather(start, now, incidents)
    sent += more
    # Every message has its luck from its own place, whatever the incidents say in it.
    rng = stream(seed, "delivery")
    received = np.concatenate([received, then + rng.integers(5, 300, len(then))])
    again = np.flatnonzero(rng.random(len(sent)) < TWICE)
    later = received[again] + 1 + rng.exponential(3600, len(again)).astype(np.int64)
    sent += [sent[k] for k in again.tolist()]
    tick = np.searchsorted(now, np.concatenate([received, later]), side="right").tolist()
    batches: list[list[Message]] = [[] for _ in range(len(now) + 1)]
    for k in rng.permutation(len(sent)).tolist():
        batches[tick[k]].append(sent[k])
    return batches[:-1]


def _of_flights(seed: int, flown: Flown) -> tuple[list[Message], Ints]:
    rng = stream(seed, "messages")
    n = len(flown.day)
    everyone = np.ones(n, dtype=bool)
    announced = midnights()[flown.day] + ANNOUNCED * 3600
    back = _outages(seed)
    origins = [ORIGINS[k] for k in flown.origin.tolist()]
    sent: list[Message] = []
    received = []
    for kind, version, event, delays, rows in (
        ("scheduled", 1, announced, None, everyone),
        ("departed", 2, flown.departed_at, flown.dep_delay, ~flown.cancelled),
        ("cancelled", 2, flown.scheduled, None, flown.cancelled),
        ("arrived", 3, flown.arrived_at, flown.arr_delay, ~flown.cancelled),
    ):
        wait = flown.known_at - flown.arrived_at if kind == "arrived" else on_the_way(rng, n)
        hour = (event - midnights()[0]) // 3600
        leaves = np.maximum(event, back[flown.origin, np.minimum(hour, back.shape[1] - 1)])
        received.append((leaves + wait)[rows])
        when = texts(event)
        minutes: list[int | None] = [None] * n if delays is None else delays.tolist()
        for k in np.flatnonzero(rows).tolist():
            flight_id = flown.flight_id[k]
            sent.append(
                {
                    "message_id": f"{flight_id}/{version}",
                    "kind": kind,
                    "flight_id": flight_id,
                    "version": version,
                    "event_time": when[k],
                    "carrier": flown.carrier[k],
                    "origin": origins[k],
                    "dest": flown.dest[k],
                    "delay_minutes": minutes[k],
                }
            )
    return sent, np.concatenate(received)


def _outages(seed: int) -> Ints:
    """By gateway and hour since `timetable.START`: the instant at which the link is back, or 0."""
    rng = stream(seed, "outages")
    hours = (DAYS + 1) * 24
    breaks = rng.random((len(ORIGINS), hours)) < OUTAGE
    lengths = rng.integers(1, 5, (len(ORIGINS), hours))
    back = np.zeros((len(ORIGINS), hours), dtype=np.int64)
    for place, hour in np.argwhere(breaks).tolist():
        end = hour + int(lengths[place, hour])
        during = back[place, hour:end]
        back[place, hour:end] = np.maximum(during, midnights()[0] + end * 3600)
    return back


@cache
def _weather() -> tuple[Ints, list[str], list[str], list[dict[str, float | None]]]:
    """All readings in order of time: instants, their texts, origins, values."""
    table = readings().sort_values(["time_hour", "origin"], ignore_index=True)
    hours = seconds(table["time_hour"])
    values = [
        {name: None if value != value else value for name, value in zip(READING, row, strict=True)}
        for row in table[list(READING)].to_numpy(float).tolist()
    ]
    return hours, texts(hours), table["origin"].tolist(), values


def _of_weather(start: int, now: Ints, incidents: Sequence[Incident]) -> tuple[list[Message], Ints]:
    hours, when, origins, values = _weather()
    begin, end = np.searchsorted(hours, [midnights()[start], now[-1]]).tolist()
    chosen = list(values[begin:end])
    for one in incidents:
        if one.kind != "frozen-weather":
            continue
        first, after = midnights()[[start + one.first, start + one.last + 1]] - READY
        during = np.flatnonzero((hours >= first) & (hours < after) & (hours < now[-1]))
        for origin in one.detail["origins"]:
            places = [k for k in during.tolist() if origins[k] == origin]
            repeated = one.detail["reading"]
            if repeated is None:
                repeated = next(
                    values[k] for k in range(int(during[0]) - 1, -1, -1) if origins[k] == origin
                )
            for k in places:
                chosen[k - begin] = repeated
    sent = [
        {
            "message_id": f"weather-{origins[k]}-{when[k]}",
            "kind": "weather",
            "origin": origins[k],
            "event_time": when[k],
            **chosen[k - begin],
        }
        for k in range(begin, end)
    ]
    return sent, hours[begin:end] + READY
