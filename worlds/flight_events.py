"""What happened to the flights, as facts in time: scheduled, departed, arrived, cancelled.

The flights table has one finished row a flight. A service that runs in 2013 never sees such a row:
it learns of a flight one fact at a time. This module takes the rows apart into those facts.
How they travel, late, twice or garbled, is the task of `worlds.event_stream`.

Every instant is in UTC. What the data does not say is assumed, and said here:

- a flight is *scheduled* (announced) 24 hours before its scheduled departure;
- a *cancelled* flight is known to be so at its scheduled departure;
- a flight *arrived* when the clocks at its destination first showed `arr_time` after it departed;
- a diverted flight departs, and nothing more is heard of it.
"""

import pandas as pd

from worlds.flights import load

KINDS = ("scheduled", "departed", "arrived", "cancelled")
"""What can be said of a flight, in the order in which it can happen."""

VERSIONS = {"scheduled": 1, "departed": 2, "cancelled": 2, "arrived": 3}
"""The version of a flight's row that each fact makes: later facts have higher ones."""

COLUMNS = ("flight_id", "kind", "version", "event_time", "carrier", "origin", "dest", "delay")

_ANNOUNCED = pd.Timedelta(hours=24)
_ATLANTIC = "America/Puerto_Rico"
_ZONES_NOT_LISTED = {"BQN": _ATLANTIC, "PSE": _ATLANTIC, "SJU": _ATLANTIC, "STT": _ATLANTIC}
"""Destinations that the airports table lacks; all keep Atlantic time without daylight saving."""


def facts(start: str, days: int = 1) -> pd.DataFrame:
    """Everything that became true of the flights scheduled to depart in these days.

    start: the first day, `YYYY-MM-DD` on the clocks of New York; days: how many, from 1.

    Returns one row a fact, ordered by `event_time`, then `flight_id` and `version`, with the
    columns `COLUMNS`: `event_time` is a UTC instant to the minute; `delay` is the departure delay
    in minutes where `kind` is "departed", the arrival delay where it is "arrived" and known, else
    NaN. The pair `flight_id` and `version` is unique.

    Raises ValueError when days is below 1 or when no flight is scheduled in these days.
    """
    if days < 1:
        raise ValueError(f"days is a whole number from 1, not {days!r}")
    flights = load()
    first = pd.Timestamp(start, tz="America/New_York")
    end = pd.Timestamp(first.date() + pd.Timedelta(days=days), tz="America/New_York")
    scheduled = flights["scheduled_departure"]
    flights = flights[(scheduled >= first) & (scheduled < end)].reset_index(drop=True)
    if flights.empty:
        raise ValueError(f"no flight is scheduled in the {days} days from {start}")

    scheduled = flights["scheduled_departure"]
    departed = scheduled + pd.to_timedelta(flights["dep_delay"], unit="min")
    flight_ids = (
        flights["carrier"]
        + flights["flight"].astype(str)
        + "-"
        + flights["origin"]
        + scheduled.dt.strftime("-%Y%m%dT%H%MZ")
    )
    unknown = pd.Series(float("nan"), index=flights.index)
    by_kind = {
        "scheduled": (scheduled - _ANNOUNCED, unknown),
        "departed": (departed, flights["dep_delay"]),
        "arrived": (_arrivals(flights, departed), flights["arr_delay"]),
        "cancelled": (scheduled.where(flights["dep_time"].isna()), unknown),
    }
    happened = pd.concat(
        [
            pd.DataFrame(
                {
                    "flight_id": flight_ids,
                    "kind": kind,
                    "version": VERSIONS[kind],
                    "event_time": when,
                    "carrier": flights["carrier"],
                    "origin": flights["origin"],
                    "dest": flights["dest"],
                    "delay": delay,
                }
            )
            for kind, (when, delay) in by_kind.items()
        ]
    )
    happened = happened[happened["event_time"].notna()]
    return happened.sort_values(["event_time", "flight_id", "version"], ignore_index=True)


def _arrivals(flights: pd.DataFrame, departed: "pd.Series[pd.Timestamp]") -> pd.Series:
    """When each flight arrived; NaT where it did not, or was diverted."""
    zones = load("airports").set_index("faa")["tzone"].to_dict() | _ZONES_NOT_LISTED
    arrived = pd.Series(pd.NaT, index=flights.index, dtype=departed.dtype)
    flew = flights["arr_time"].notna() & flights["arr_delay"].notna() & departed.notna()
    for zone, rows in flights[flew].groupby(flights["dest"].map(zones)):
        clock = departed[rows.index].dt.tz_convert(zone).dt.tz_localize(None)
        shown = rows["arr_time"] // 100 * 60 + rows["arr_time"] % 100
        at_departure = clock.dt.hour * 60 + clock.dt.minute
        ahead = pd.to_timedelta((shown - at_departure) % (24 * 60), unit="min")
        wall = (clock + ahead).dt.tz_localize(zone, ambiguous=True, nonexistent="shift_forward")
        arrived[rows.index] = wall.dt.tz_convert("UTC")
    return arrived
