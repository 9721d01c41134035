"""What goes wrong in a quarter, and when: the calendar of incidents, drawn from a seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

ALARMS = {
    "renamed-carrier": "unknown-carrier",
    "frozen-weather": "stale-weather",
    "late-labels": "late-labels",
    "duplicated-partition": "duplicate-partition",
    "traffic-spike": "traffic-spike",
    "poisoned-labels": "poisoned-labels",
}
"""The alarm that each kind of incident calls for; the other kinds call for none."""

WITHIN = {
    "renamed-carrier": 0,
    "frozen-weather": 1,
    "late-labels": 2,
    "duplicated-partition": 0,
    "traffic-spike": 0,
    "poisoned-labels": 2,
}
"""Days after its first in which an incident is to be noticed; 0 for the same day."""

KINDS = (*ALARMS, "bad-offer", "good-offer", "kill")
"""All that may happen on purpose. A good offer is no mishap, but comes by the same calendar."""

QUIET = 14
"""Days at the beginning on which nothing goes wrong."""
LONGEST = 7
"""Days for which labels are held back."""
_LABELS = {"late-labels", "duplicated-partition", "poisoned-labels", "bad-offer", "good-offer"}
"""Kinds that hide each other: all are seen by the labels."""


@dataclass(frozen=True)
class Incident:
    """Something that goes wrong on the days `first` to `last`, 0 for the quarter's first.

    The days are those on which it reaches the desk. A carrier keeps its new code for good.
    Labels that are due from `first` to `last` come together the day after `last`.
    """

    kind: str
    """One of `KINDS`."""
    first: int
    last: int
    detail: Mapping[str, Any] = field(default_factory=dict)
    """How, by the names of `details`; what is not said is drawn from the quarter's seed."""

    def is_alarm_due(self, name: str, day: int) -> bool:
        """Whether this alarm on this day is right because of this incident."""
        until = self.first + 3 if self.kind == "renamed-carrier" else self.last + 1
        return ALARMS.get(self.kind) == name and self.first <= day <= until


def details(kind: str, rng: np.random.Generator) -> dict[str, Any]:
    """What an incident of this kind is like, where it is not said.

    - renamed-carrier: `carrier` and its new `code`;
    - frozen-weather: `origins`, and the `reading` that is repeated (a dict by
      `timetable.READING`), None for the last true one;
    - duplicated-partition: `age`, by how many days the partition is older than the newest;
    - traffic-spike: `hour` of New York after whose begin `queries` come within `seconds`, about
      flights of the next `hours`;
    - poisoned-labels: `origin`, and `how`: "opposite" (late for on time, on time for late),
      "late" or "on-time" (all of them);
    - kill: `calls`, each a method, an hour, and the share of what it wrote that is kept: of n
      texts the first floor(share x (n + 1)), at most n.

    Raises ValueError for an unknown kind.
    """
    if kind not in KINDS:
        raise ValueError(f"There is no incident {kind!r}; choose one of {', '.join(KINDS)}.")
    if kind == "renamed-carrier":
        carrier = ("UA", "B6", "EV", "DL", "AA")[rng.integers(5)]
        return {"carrier": carrier, "code": carrier[0] + "XZQ"[rng.integers(3)]}
    if kind == "frozen-weather":
        origins = (["EWR"], ["JFK"], ["LGA"], ["EWR", "JFK", "LGA"])[rng.integers(4)]
        return {"origins": list(origins), "reading": None}
    if kind == "duplicated-partition":
        return {"age": int(rng.integers(0, 4))}
    if kind == "traffic-spike":
        return {"hour": int(rng.integers(10, 17)), "queries": 1500, "seconds": 120, "hours": 12}
    if kind == "poisoned-labels":
        return {"origin": ("EWR", "JFK", "LGA")[rng.integers(3)], "how": "opposite"}
    if kind == "kill":
        hours = [4, *rng.integers(6, 21, 2).tolist()]
        shares = rng.random(3).round(2).tolist()
        methods = ("observe", "ingest", "predict")
        return {"calls": [list(call) for call in zip(methods, hours, shares, strict=True)]}
    return {}


def calendar(rng: np.random.Generator, mondays: Sequence[int], days: int = 92) -> list[Incident]:
    """One incident of each kind, in order of days, without details.

    mondays: the days on which an offer may come.

    Nothing happens in the first `QUIET` days or the last four, at most two incidents are active
    on any day, and those that hide each other lie three days apart.
    Raises ValueError when there is no room: below 80 days.
    """
    if days < 80:
        raise ValueError(f"a calendar needs 80 days, not {days}")
    offers = [day for day in mondays if QUIET + 7 <= day < days - 4]
    while True:
        lengths = {
            "renamed-carrier": 4,
            "frozen-weather": int(rng.integers(2, 5)),
            "late-labels": LONGEST,
            "poisoned-labels": int(rng.integers(5, 9)),
        }
        drawn = []
        for kind in KINDS:
            length = lengths.get(kind, 1)
            first = int(rng.integers(QUIET, days - 4 - length))
            if kind.endswith("offer"):
                first = int(rng.choice(offers))
            drawn.append(Incident(kind, first, first + length - 1))
        drawn.sort(key=lambda one: (one.first, one.kind))
        if _has_room(drawn, days):
            return drawn


def _has_room(drawn: Sequence[Incident], days: int) -> bool:
    active = np.zeros(days, dtype=int)
    for place, one in enumerate(drawn):
        active[one.first : one.last + 1] += 1
        for other in drawn[place + 1 :]:
            kinds = {one.kind, other.kind}
            hide = kinds <= _LABELS or ("kill" in kinds and "renamed-carrier" not in kinds)
            if hide and other.first <= one.last + 3:
                return False
    return bool(active.max() <= 2)
