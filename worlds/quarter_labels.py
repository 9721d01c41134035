"""The labels of a quarter, a partition a day, and the models that are offered on Mondays."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from worlds.incidents import Incident
from worlds.quarter_flights import LATE_AFTER, Flown, stream
from worlds.timetable import ORIGINS, Floats, date_of, texts

Partition = dict[str, Any]

SETTLED = 2
"""Days after which a day's flights have all landed and are delivered, at 04:00."""
WINDOW = 14
"""Days of labelled flights of which an offer speaks."""
TENTH = 0.1
"""Share of a feed's rows that may contradict the messages; beyond, it is to be used nowhere."""
_SHIFT = 3.0
"""Logits by which the level of a bad offer is wrong."""
_INSIGHT = 1.0
"""What the good offer knows beyond the true probability: the variance of a log-likelihood ratio."""


def partitions(
    seed: int, flown: Flown, start: int, days: int, incidents: Sequence[Incident]
) -> list[list[Partition]]:
    """For each day, the partitions that come at its 04:00.

    flown: the flights of these days, which begin with `start` (0 for `timetable.START`).
    """
    names = stream(seed, "partitions").integers(16**6, 16**7, (days, 2)).tolist()
    delays = _delays(flown, start, incidents)
    scheduled = texts(flown.scheduled)
    cancelled, origins = flown.cancelled.tolist(), flown.origin.tolist()
    edges = np.searchsorted(flown.day, start + np.arange(days + 1)).tolist()

    def partition(day: int, copy: int) -> Partition:
        rows = [
            {
                "flight_id": flown.flight_id[k],
                "carrier": flown.carrier[k],
                "origin": ORIGINS[origins[k]],
                "dest": flown.dest[k],
                "scheduled": scheduled[k],
                "arr_delay": None if cancelled[k] else delays[k],
                "cancelled": cancelled[k],
            }
            for k in range(edges[day], edges[day + 1])
        ]
        name = f"part-{names[day][copy]:x}"
        return {"partition_id": name, "date": date_of(start + day), "rows": rows}

    comes: list[list[Partition]] = [[] for _ in range(days)]
    for day in range(days - SETTLED):
        due = day + SETTLED
        for one in incidents:
            if one.kind == "late-labels" and one.first <= due <= one.last:
                due = one.last + 1
                break
        if due < days:
            comes[due].append(partition(day, 0))
    for one in incidents:
        if one.kind == "duplicated-partition":
            day = one.first - SETTLED - one.detail["age"]
            if day < 0:
                raise ValueError(f"no partition is old enough to come again on day {one.first}")
            comes[one.first].append(partition(day, 1))
    return comes


def poisoned(flown: Flown, start: int, incidents: Sequence[Incident]) -> Floats:
    """For each flight, the share of its feed (origin and date) that contradicts the messages."""
    delays = np.array(_delays(flown, start, incidents))
    wrong = ((delays >= LATE_AFTER) != (flown.arr_delay >= LATE_AFTER)) & ~flown.cancelled
    feed = (flown.day - start) * len(ORIGINS) + flown.origin
    share = np.bincount(feed, wrong) / np.maximum(np.bincount(feed), 1)
    shares: Floats = share[feed]
    return shares


def _delays(flown: Flown, start: int, incidents: Sequence[Incident]) -> list[int]:
    """The arrival delays as the partitions tell them."""
    delays = flown.arr_delay.copy()
    for one in incidents:
        if one.kind != "poisoned-labels":
            continue
        due = flown.day - start + SETTLED
        rows = (flown.origin == ORIGINS.index(one.detail["origin"])) & (due >= one.first)
        rows &= due <= one.last
        true, how = delays[rows], one.detail["how"]
        opposite = np.maximum(2 * LATE_AFTER - 1 - true, -60)
        wrong = {"opposite": true == true, "late": true < LATE_AFTER, "on-time": true >= LATE_AFTER}
        delays[rows] = np.where(wrong[how], opposite, true)
    told: list[int] = delays.tolist()
    return told


def offer(
    seed: int, flown: Flown, start: int, one: Incident, incidents: Sequence[Incident]
) -> dict[str, Any]:
    """What an offered model says of the flights of the last `WINDOW` days with true labels.

    Both know what is hidden, which no system does. The level of the bad one is wrong, to the side
    on which this is dearer in these days: its ranking is better, and acting on it is not.
    """
    rng = stream(seed, "offer", one.kind)
    name = f"candidate-{rng.integers(1000, 10_000)}"
    newest = start + one.first - SETTLED
    rows = (flown.day <= newest) & (flown.day > newest - WINDOW) & ~flown.cancelled
    rows &= poisoned(flown, start, incidents) <= TENTH
    logit, late = flown.logit[rows], flown.late[rows]
    if one.kind == "good-offer":
        chance = np.sqrt(_INSIGHT) * rng.standard_normal(len(logit))
        logit = logit + _INSIGHT * (late - 0.5) + chance
    else:
        often = late.mean() > 120 / 570  # where never acting is dearer than always
        logit = logit - _SHIFT if often else logit + _SHIFT
    scores = np.round(1 / (1 + np.exp(-logit)), 6).tolist()
    ids = [flown.flight_id[k] for k in np.flatnonzero(rows).tolist()]
    return {"name": name, "scores": dict(zip(ids, scores, strict=True))}
