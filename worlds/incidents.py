"""What goes wrong in a quarter, and when: the calendar of incidents, drawn from a seed."""

from collections.abc import Mapping
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

KINDS = (*ALARMS, "bad-offer", "good-offer", "kill")


@dataclass(frozen=True)
class Incident:
    """Something that goes wrong on the days `first` to `last`, 0 for the quarter's first."""

    kind: str
    """One of `KINDS`."""
    first: int
    last: int
    detail: Mapping[str, Any] = field(default_factory=dict)
    """How, by the names of `details`; what is not said is drawn from the quarter's seed."""


def details(kind: str, rng: np.random.Generator) -> dict[str, Any]:
    """What an incident of this kind is like, where it is not said:

    - renamed-carrier: `carrier` and its new `code`;
    - frozen-weather: `origins`, and the `reading` that is repeated, None for the last true one;
    - duplicated-partition: `age`, by how many days the partition is older than the newest;
    - traffic-spike: `hour` of New York in which `queries` come within `seconds`, about flights of
      the next `hours`;
    - poisoned-labels: `origin`, and `how`: "opposite", "late" or "on-time";
    - kill: `calls`, each a method, an hour, and the share of what it wrote that is kept.
    """
    drawn: dict[str, dict[str, Any]] = {
        "renamed-carrier": _renamed(rng),
        "frozen-weather": {
            "origins": [["EWR"], ["JFK"], ["LGA"], ["EWR", "JFK", "LGA"]][rng.integers(4)],
            "reading": None,
        },
        "duplicated-partition": {"age": int(rng.integers(0, 5))},
        "traffic-spike": {
            "hour": int(rng.integers(10, 18)),
            "queries": 1500,
            "seconds": 240,
            "hours": 6,
        },
        "poisoned-labels": {
            "origin": ("EWR", "JFK", "LGA")[rng.integers(3)],
            "how": "opposite",
        },
        "kill": {
            "calls": [
                [method, int(rng.integers(5, 21)) if method != "observe" else 4, float(kept)]
                for method, kept in zip(
                    ("observe", "ingest", "predict"), rng.random(3).round(2), strict=True
                )
            ]
        },
    }
    return drawn.get(kind, {})


def _renamed(rng: np.random.Generator) -> dict[str, Any]:
    carrier = ("UA", "B6", "EV", "DL", "AA")[rng.integers(5)]
    return {"carrier": carrier, "code": carrier[0] + "XZQ"[rng.integers(3)]}
