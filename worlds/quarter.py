"""A quarter of production: flights, messages, requests and labels, hour by hour, from a seed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from worlds.feeds import feed
from worlds.incidents import Incident, details
from worlds.quarter_flights import Flown, fly, stream
from worlds.timetable import ORIGINS, READING, day_of, texts

COSTS = {"correct_alarm": 150, "false_alarm": 120, "miss": 600, "correct_silence": 0}
HISTORY_DAYS = 75
HOURS = range(4, 24)


@dataclass(frozen=True)
class Tick:
    """One hour of the desk: what reaches it."""

    day: int
    hour: int
    now: str
    messages: list[dict[str, Any]]
    requests: list[dict[str, Any]]
    partitions: list[dict[str, Any]]
    offer: dict[str, Any] | None


@dataclass(frozen=True)
class Quarter:
    """What happens in a quarter. Nothing of it but the batches and the briefing is for a system."""

    seed: int
    first: str
    days: int
    incidents: tuple[Incident, ...]
    flown: Flown
    history: pd.DataFrame
    table: dict[str, float]
    carriers: list[str]
    small_airports: list[str]
    ticks: tuple[Tick, ...]

    def briefing(self) -> dict[str, Any]:
        """What a system is told when it begins: a fresh copy each time."""
        return {
            "costs": dict(COSTS),
            "history": self.history.copy(),
            "table": dict(self.table),
            "carriers": list(self.carriers),
            "small_airports": list(self.small_airports),
        }


def quarter(
    seed: int,
    first: str = "2013-10-01",
    days: int = 92,
    incidents: Sequence[Incident] | None = None,
) -> Quarter:
    """The quarter of a seed."""
    if incidents is None:
        incidents = ()
    flown = _year(seed)
    start = day_of(first)
    complete = tuple(
        replace(one, detail={**details(one.kind, stream(seed, "detail", one.kind)), **one.detail})
        for one in incidents
    )
    history, table = _history(seed, start)
    ticks = feed(seed, flown, start, days, complete)
    seen = flown.among((flown.day >= start - HISTORY_DAYS) & (flown.day < start))
    return Quarter(
        seed=seed,
        first=first,
        days=days,
        incidents=complete,
        flown=flown.among((flown.day >= start) & (flown.day < start + days)),
        history=history,
        table=table,
        carriers=sorted(set(seen.carrier)),
        small_airports=sorted({dest for dest, small in zip(seen.dest, seen.small) if small}),
        ticks=tuple(Tick(**tick) for tick in ticks),
    )


@lru_cache(maxsize=8)
def _year(seed: int) -> Flown:
    return fly(seed)


@lru_cache(maxsize=8)
def _history(seed: int, start: int) -> tuple[pd.DataFrame, dict[str, float]]:
    flown = _year(seed)
    past = flown.among((flown.day >= start - HISTORY_DAYS) & (flown.day < start))
    arrived = ~past.cancelled
    order = np.argsort(past.known_at[arrived], kind="stable")
    known = past.known_at[arrived][order]
    late = np.concatenate([[0], np.cumsum(past.late[arrived][order])])
    n = np.searchsorted(known, past.scheduled - 2 * 3600, side="right")
    recent = np.where(n >= 20, (late[n] - late[np.maximum(n - 20, 0)]) / 20, np.nan)
    frame = pd.DataFrame(
        {
            "flight_id": past.flight_id,
            "carrier": past.carrier,
            "origin": [ORIGINS[place] for place in past.origin],
            "dest": past.dest,
            "scheduled": texts(past.scheduled),
            "hour": past.hour,
            "weekday": past.weekday,
            "distance": past.distance,
            **{name: past.weather[:, place] for place, name in enumerate(READING)},
            "recent": recent,
            "late": past.late.astype(np.int64),
        }
    )[arrived].reset_index(drop=True)
    overall = float(frame["late"].mean())
    rates = frame.groupby(["origin", "hour"])["late"].mean().to_dict()
    table = {
        f"{origin} {hour:02d}": float(rates.get((origin, hour), overall))
        for origin in ORIGINS
        for hour in range(24)
    }
    return frame, table
