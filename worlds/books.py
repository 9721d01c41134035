"""The books: what an honest report would have said each night, and where a system's differs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from worlds.baselines import dollars
from worlds.quarter import HOURS, Quarter
from worlds.quarter_flights import LATE_AFTER
from worlds.quarter_labels import TENTH, poisoned
from worlds.run_log import Log

CENT = 0.01
FIELDS = ("messages", "duplicates", "predictions", "labels", "cost")
"""What is counted for all flights; `small` and `large` have flights and cost of their own."""


@dataclass(frozen=True)
class Difference:
    """A number in a report that the books do not bear out."""

    day: int
    name: str
    """Of the field; `small.cost` for that of a group."""
    said: float
    true: float


def books(quarter: Quarter, log: Log) -> list[dict[str, Any]]:
    """By day, what an honest report says at 23:00, but for `date` and `alarms`.

    A label is known once its partition has come, and is what the partition says; it counts where
    the system had answered the flight's booking. Labels of a feed (origin and date) that
    contradicts the messages in more than a tenth of its rows are not used.
    """
    flown = quarter.flown
    place = {flight_id: k for k, flight_id in enumerate(flown.flight_id)}
    used = poisoned(flown, quarter.start, quarter.incidents) <= TENTH
    answered = np.cumsum(
        np.bincount(flown.day - quarter.start, log.answered, minlength=quarter.days)
    ).astype(int)
    seen: set[str] = set()
    known: set[int] = set()
    deliveries = 0
    totals = {group: [0, 0.0] for group in ("small", "large")}
    days: list[dict[str, Any]] = []
    for tick in quarter.ticks:
        for partition in tick.partitions:
            rows = [(place[row["flight_id"]], row["arr_delay"]) for row in partition["rows"]]
            for k, delay in rows:
                if delay is None or not used[k] or not log.answered[k] or k in known:
                    continue
                known.add(k)
                late = np.array(delay >= LATE_AFTER)
                cost = dollars(log.act[k], late, np.array(False))
                total = totals["small" if flown.small[k] else "large"]
                total[0] += 1
                total[1] += float(cost)
        deliveries += len(tick.messages)
        seen.update(message["message_id"] for message in tick.messages)
        if tick.hour == HOURS[-1]:
            days.append(
                {
                    "messages": len(seen),
                    "duplicates": deliveries - len(seen),
                    "predictions": int(answered[tick.day]),
                    "labels": len(known),
                    "cost": sum(cost for _, cost in totals.values()),
                    **{
                        group: {"flights": flights, "cost": cost}
                        for group, (flights, cost) in totals.items()
                    },
                }
            )
    return days


def differences(quarter: Quarter, log: Log) -> Iterator[Difference]:
    """Where the reports of a run differ from the books, by a cent or more."""
    for day, (report, book) in enumerate(zip(log.reports, books(quarter, log), strict=False)):
        if report is None:
            continue
        numbers = [(name, report[name], book[name]) for name in FIELDS]
        numbers += [
            (f"{group}.{name}", report[group][name], book[group][name])
            for group in ("small", "large")
            for name in ("flights", "cost")
        ]
        for name, said, true in numbers:
            if abs(said - true) >= CENT:
                yield Difference(day, name, float(said), float(true))
