"""The requests of a quarter: one booking of a prediction a flight, and other people's queries."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from worlds.incidents import Incident
from worlds.quarter_flights import Flown, stream
from worlds.timetable import ORIGINS, Ints, midnights, texts

Request = dict[str, Any]

BOOKED = 2 * 3600
"""Seconds before its scheduled departure at which a flight's booking is asked for."""
QUERIED = 0.2
"""Chance of each flight to be asked about by somebody else, within 30 minutes before and 90
after the booking."""


def requests(
    seed: int, flown: Flown, start: int, now: Ints, incidents: Sequence[Incident]
) -> list[list[Request]]:
    """For each instant of `now`, in order, the requests since the one before it, as asked.

    A request at the very instant comes with the next.
    """
    rng = stream(seed, "requests")
    n = len(flown.day)
    booked = flown.scheduled - BOOKED + rng.integers(0, 60, n)
    about = np.flatnonzero(rng.random(n) < QUERIED)
    asked = [booked, booked[about] + rng.integers(-1800, 5400, len(about))]
    flights = [np.arange(n), about]
    for one in incidents:
        if one.kind == "traffic-spike":
            when, which = _spike(seed, flown, int(midnights()[start + one.first]), one)
            asked.append(when)
            flights.append(which)
    every, flight = np.concatenate(asked), np.concatenate(flights)
    tick = np.searchsorted(now, every, side="right").tolist()
    when_asked, scheduled = texts(every), texts(flown.scheduled)
    origins = [ORIGINS[k] for k in flown.origin.tolist()]
    hours, weekdays = flown.hour.tolist(), flown.weekday.tolist()
    distances, of = flown.distance.tolist(), flight.tolist()
    batches: list[list[Request]] = [[] for _ in range(len(now) + 1)]
    for place in np.argsort(every, kind="stable").tolist():
        k = of[place]
        flight_id = flown.flight_id[k]
        batches[tick[place]].append(
            {
                "request_id": f"booking-{flight_id}" if place < n else f"query-{place - n}",
                "kind": "booking" if place < n else "query",
                "asked_at": when_asked[place],
                "flight_id": flight_id,
                "carrier": flown.carrier[k],
                "origin": origins[k],
                "dest": flown.dest[k],
                "scheduled": scheduled[k],
                "hour": hours[k],
                "weekday": weekdays[k],
                "distance": distances[k],
            }
        )
    return batches[:-1]


def _spike(seed: int, flown: Flown, midnight: int, spike: Incident) -> tuple[Ints, Ints]:
    """When and about which flights they ask; the nearer its departure, the oftener."""
    rng = stream(seed, "spike", str(spike.first))
    detail = spike.detail
    begins = midnight + detail["hour"] * 3600 + 900
    ahead = (flown.scheduled - begins) / 3600
    coming = np.flatnonzero((ahead > 0) & (ahead <= detail["hours"]))
    if not len(coming):
        raise ValueError(f"no flight leaves in the hours after the spike of day {spike.first}")
    wanted = 1 / (1 + ahead[coming])
    when = begins + np.sort(rng.integers(0, detail["seconds"], detail["queries"]))
    which = rng.choice(coming, detail["queries"], p=wanted / wanted.sum())
    return when.astype(np.int64), which
