"""When each flight of 2013 was due, when it arrived, and when the desk could know.

The flights table gives the scheduled arrival as the destination's wall clock, without a date,
and says nothing about when the news came. `load` puts both into UTC instants, so that
"what was known on 1 February at noon" is a question that the data can answer.
"""

from functools import cache

import numpy as np
import pandas as pd

from worlds.flights import load as load_table

REPORT_SECONDS = (120, 1_800)
"""The report of an arrival comes between these numbers of seconds after it; half of them within
about eight minutes. The delay is simulated: the original data do not record it."""

_NOT_LISTED = "America/Puerto_Rico"
"""The zone of BQN, PSE, SJU and STT, which the table of airports does not list. All four keep
UTC-4 all year, without daylight saving."""

_RENAMED = {"America/Indianapolis": "America/Indiana/Indianapolis"}
_SHORTEST = pd.Timedelta(minutes=30)
_DAY = pd.Timedelta(days=1)


def load(seed: int = 2013) -> pd.DataFrame:
    """Every flight with three instants in UTC, as a fresh table on the index of the flights.

    Columns: origin, dest, carrier, hour, `scheduled_departure`, `arr_delay` (minutes), and

    - `scheduled_arrival`: always there;
    - `arrived_at`: `scheduled_arrival` plus `arr_delay`; NaT when cancelled or diverted;
    - `reported_at`: when the desk heard of the arrival; NaT exactly where `arrived_at` is.

    All but `reported_at` are facts of the data; that one is drawn with `seed` (see
    `REPORT_SECONDS`). The same seed gives the same table on every machine.
    """
    flights = _with_arrivals().copy()
    lowest, highest = REPORT_SECONDS
    share = np.random.default_rng(seed).random(len(flights))
    seconds = np.floor(lowest * (highest / lowest) ** share)  # log-uniform: mostly quick
    flights["reported_at"] = flights["arrived_at"] + pd.to_timedelta(seconds, unit="s")
    return flights


@cache
def _with_arrivals() -> pd.DataFrame:
    flights = load_table()
    columns = ["origin", "dest", "carrier", "hour", "scheduled_departure", "arr_delay"]
    due = scheduled_arrivals(flights)
    late_by = pd.to_timedelta(flights["arr_delay"], unit="min")
    return flights[columns].assign(scheduled_arrival=due, arrived_at=due + late_by)


def scheduled_arrivals(flights: pd.DataFrame) -> pd.Series:
    """The scheduled arrival of each flight in UTC, on the index of `flights`.

    The destination's clock shows `sched_arr_time` (hours times 100 plus minutes) for the first
    time at least half an hour after the scheduled departure.
    Needs the columns `scheduled_departure` (UTC), `sched_arr_time` and `dest`.
    """
    zone_of = load_table("airports").set_index("faa")["tzone"]
    zones = flights["dest"].map(zone_of).fillna(_NOT_LISTED).replace(_RENAMED)
    clock = flights["sched_arr_time"]
    since_midnight = pd.to_timedelta(clock // 100 * 60 + clock % 100, unit="min")
    due = pd.Series(pd.NaT, index=flights.index, dtype=flights["scheduled_departure"].dtype)
    for zone in zones.unique():
        here = (zones == zone).to_numpy()
        departure = flights["scheduled_departure"][here]
        today = departure.dt.tz_convert(zone).dt.tz_localize(None).dt.normalize()
        wall = today + since_midnight[here]
        first = _to_utc(wall, zone)
        next_day = first < departure + _SHORTEST
        due[here] = first.mask(next_day, _to_utc(wall + _DAY, zone))
    return due.rename("scheduled_arrival")


def _to_utc(wall: pd.Series, zone: str) -> pd.Series:
    """Wall clocks as UTC; a clock that comes twice in a night means the second time."""
    again = np.zeros(len(wall), dtype=bool)
    local = wall.dt.tz_localize(zone, ambiguous=again, nonexistent="shift_forward")
    utc: pd.Series = local.dt.tz_convert("UTC")
    return utc
