"""A quarter of production, hour by hour, from one seed: what reaches the desk, and the truth.

`quarter` makes it, `worlds.operate` runs a system through it.
The schedule and the weather are those of October to December 2013; the delays are drawn
(`worlds.quarter_flights`); what goes wrong is in `worlds.incidents`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from worlds.incidents import Incident, calendar, details
from worlds.quarter_flights import Flown, fly, stream
from worlds.quarter_labels import offer, partitions
from worlds.quarter_messages import messages
from worlds.quarter_requests import BOOKED, requests
from worlds.timetable import (
    DAYS,
    ORIGINS,
    READING,
    Ints,
    date_of,
    day_of,
    known_names,
    midnights,
    texts,
)

COSTS = {"correct_alarm": 150, "false_alarm": 120, "miss": 600, "correct_silence": 0}
"""Dollars of each outcome of a decision, as in week 1."""
THRESHOLD = 120 / 570
"""The probability of being late from which acting is cheaper, at `COSTS`."""
HISTORY_DAYS = 75
"""Days before the first that every system may learn from."""
RECENT = 20
"""Flights of which `recent` in the history is the late share."""
HOURS = range(4, 24)
"""The hours of New York at which the desk is called."""
LEARNS = 5
"""The hour at which a system retrains, on Mondays."""
MONDAY = 0


@dataclass(frozen=True, eq=False)
class Tick:
    """One hour of the desk: what has reached it since the hour before."""

    day: int
    """0 for the quarter's first."""
    hour: int
    weekday: int
    """0 for Monday."""
    now: str
    messages: list[dict[str, Any]]
    requests: list[dict[str, Any]]
    partitions: list[dict[str, Any]]
    offer: dict[str, Any] | None


@dataclass(frozen=True, eq=False)
class Quarter:
    """All that happens in a quarter. A system gets the briefing and copies of the batches only."""

    seed: int
    first: str
    """Its first day, `YYYY-MM-DD`."""
    days: int
    incidents: tuple[Incident, ...]
    """In order of days, with all details."""
    flown: Flown
    """Its flights under the codes that the desk sees."""
    start: int
    """Its first day as `flown.day` counts."""
    history: pd.DataFrame
    """Flights of the `HISTORY_DAYS` before; see `briefing`."""
    table: dict[str, float]
    carriers: list[str]
    small_airports: list[str]
    ticks: tuple[Tick, ...]
    """In order of time, len(HOURS) a day."""

    def date(self, day: int) -> str:
        """The date of one of its days, `YYYY-MM-DD`."""
        return date_of(self.start + day)

    def briefing(self) -> dict[str, Any]:
        """What a system is told when it begins, a fresh copy each time.

        - `costs`: as `COSTS`;
        - `history`: a DataFrame of the flights of the days before that arrived, in order of
          schedule, with `flight_id, carrier, origin, dest, scheduled, hour, weekday, distance,
          precip, visib, wind_speed, temp, recent, late`. The weather is the newest that was known
          two hours before departure, NaN where there is none. `recent` is the late share of the
          last `RECENT` flights whose arrival was known by then, NaN where there are fewer;
        - `table`: the late rate of the history by origin and hour, `"EWR 07"`; the overall rate
          where there was no flight;
        - `carriers`, `small_airports`: all that fly, and the destinations of few flights, sorted.
        """
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
    """The quarter of a seed; the same arguments give the same, byte for byte.

    seed: a whole number from 0, of any size. first: a day from 2013-10-01. incidents: None for
    those of the seed's own calendar that begin in these days, () for none. Two quarters that
    differ in an incident, or in its detail, share everything that it does not touch.

    Raises ValueError for days outside October to December 2013, and for an incident that cannot
    be: of an unknown kind, outside the days, or an offer on a day that is no Monday.
    """
    start = day_of(first)
    if start < HISTORY_DAYS or days < 1 or start + days > DAYS:
        raise ValueError(f"{days} days from {first} do not lie in October to December 2013")
    if incidents is None:
        incidents = planned(seed, first, days)
    chosen = tuple(
        replace(one, detail={**details(one.kind, stream(seed, "detail", one.kind)), **one.detail})
        for one in incidents
    )
    for one in chosen:
        _require_possible(one, first, days)
    year = _year(seed)
    flown = year.among((year.day >= start) & (year.day < start + days))
    for one in chosen:
        flown = _renamed(flown, start, one)
    now = _instants(start, days)
    said, asked = (
        messages(seed, flown, start, now, chosen),
        requests(seed, flown, start, now, chosen),
    )
    labels = partitions(seed, flown, start, days, chosen)
    offers = {
        one.first: offer(seed, flown, start, one, chosen)
        for one in chosen
        if one.kind.endswith("offer")
    }
    ticks = tuple(
        Tick(
            day=place // len(HOURS),
            hour=(hour := HOURS[place % len(HOURS)]),
            weekday=(start + place // len(HOURS) + 3) % 7,  # `timetable.START` is a Thursday
            now=text,
            messages=said[place],
            requests=asked[place],
            partitions=labels[place // len(HOURS)] if hour == HOURS[0] else [],
            offer=offers.get(place // len(HOURS)) if hour == LEARNS else None,
        )
        for place, text in enumerate(texts(now))
    )
    history, table = _history(seed, start)
    carriers, small = known_names()
    return Quarter(
        seed, first, days, chosen, flown, start, history, table, list(carriers), list(small), ticks
    )


def planned(seed: int, first: str = "2013-10-01", days: int = 92) -> tuple[Incident, ...]:
    """The seed's own incidents that begin in these days, without details."""
    start = day_of(first)
    mondays = [day for day in range(92) if (start + day + 3) % 7 == MONDAY]
    drawn = calendar(stream(seed, "calendar"), mondays)
    return tuple(one for one in drawn if one.last < days)


def _require_possible(one: Incident, first: str, days: int) -> None:
    if not 0 <= one.first <= one.last < days:
        raise ValueError(f"{one.kind} on days {one.first} to {one.last} of {days}")
    monday = (day_of(first) + one.first + 3) % 7 == MONDAY
    if one.kind.endswith("offer") and not monday:
        raise ValueError(f"an offer comes on a Monday, which day {one.first} is not")


def _instants(start: int, days: int) -> Ints:
    """The seconds since 1970 of all ticks; the clocks change at two, before the first of a day."""
    ends = midnights()[start + 1 : start + days + 1]
    hours = np.array(HOURS) - 24
    instants: Ints = (ends[:, None] + hours[None, :] * 3600).ravel()
    return instants


def _renamed(flown: Flown, start: int, one: Incident) -> Flown:
    """The flights under the codes that the desk sees."""
    if one.kind != "renamed-carrier":
        return flown
    old, new = one.detail["carrier"], one.detail["code"]
    since = (flown.day >= start + one.first).tolist()
    touched = [now and code == old for now, code in zip(since, flown.carrier, strict=True)]
    return replace(
        flown,
        carrier=[new if hit else code for hit, code in zip(touched, flown.carrier, strict=True)],
        flight_id=[
            new + name[len(old) :] if hit else name
            for hit, name in zip(touched, flown.flight_id, strict=True)
        ],
    )


@lru_cache(maxsize=4)
def _year(seed: int) -> Flown:
    return fly(seed)


@lru_cache(maxsize=8)
def _history(seed: int, start: int) -> tuple[pd.DataFrame, dict[str, float]]:
    year = _year(seed)
    past = year.among((year.day >= start - HISTORY_DAYS) & (year.day < start))
    arrived = ~past.cancelled
    order = np.argsort(past.known_at[arrived], kind="stable")
    known = past.known_at[arrived][order]
    late = np.concatenate([[0], np.cumsum(past.late[arrived][order])])
    n = np.searchsorted(known, past.scheduled - BOOKED, side="right")
    share = (late[n] - late[np.maximum(n - RECENT, 0)]) / RECENT
    frame = pd.DataFrame(
        {
            "flight_id": past.flight_id,
            "carrier": past.carrier,
            "origin": [ORIGINS[place] for place in past.origin.tolist()],
            "dest": past.dest,
            "scheduled": texts(past.scheduled),
            "hour": past.hour,
            "weekday": past.weekday,
            "distance": past.distance,
            **{name: past.weather[:, place] for place, name in enumerate(READING)},
            "recent": np.where(n >= RECENT, share, np.nan),
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
