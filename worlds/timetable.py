"""The real schedule and weather of a quarter, and how late such flights tend to be.

`flights` gives the flights that were to leave New York from 18 July to 31 December 2013 (75 days to
learn from, then October to December), each with the weather that was known when its booking was
asked for: the reading of the hour that lies three before the scheduled one.

`COEFFICIENTS` are those of a logistic regression of "15 minutes late or more" on schedule and
weather, fitted to the flights of January to September, rounded to two digits so that every machine
has the same; `tests/test_quarter.py` fits it again.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from worlds.flights import load

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ORIGINS = ("EWR", "JFK", "LGA")
READING = ("precip", "visib", "wind_speed", "temp")
"""What a weather reading says: inches, miles, miles an hour, degrees Fahrenheit."""
START = "2013-07-18"
"""The first day that is known here, on the clocks of New York."""
DAYS = 167
"""Days from `START` to the end of the year."""
HOURS_BEFORE = 3
"""Age of the newest complete reading at a booking, in hours before the scheduled hour."""
SMALL = 1500
"""A destination of fewer flights in the year is a small airport."""
NEW_YORK = "America/New_York"

INTERCEPT = -1.36
COEFFICIENTS = {
    "JFK": -0.12,
    "LGA": -0.06,
    "9E": 0.19,
    "AA": -0.1,
    "AS": -0.53,
    "B6": 0.38,
    "DL": -0.12,
    "EV": 0.59,
    "F9": 0.74,
    "FL": 0.58,
    "MQ": 0.36,
    "US": -0.05,
    "VX": -0.14,
    "WN": 0.18,
    "YV": 0.32,
    "Tuesday": -0.12,
    "Wednesday": 0.03,
    "Thursday": 0.28,
    "Friday": 0.09,
    "Saturday": -0.47,
    "Sunday": -0.24,
    "hour": 0.74,
    "hour squared": -0.09,
    "hour cubed": -0.1,
    "distance": 0.02,
    "wet": 0.74,
    "murk": 0.95,
}
"""By column of `columns`; EWR, United and Monday have none."""
_WEEKDAYS = ("Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Timetable:
    """Flights in order of schedule, as arrays of one length n."""

    day: Ints
    """0 for `START`."""
    hour: Ints
    """Scheduled hour on the clocks of New York."""
    weekday: Ints
    """0 for Monday."""
    scheduled: Ints
    """Seconds since 1970."""
    origin: Ints
    """Place in `ORIGINS`."""
    small: npt.NDArray[np.bool_]
    """Whether the destination is a small airport."""
    distance: Ints
    """Miles."""
    weather: Floats
    """n rows of `READING`, NaN where there is no reading."""
    base: Floats
    """The logit of being late by `COEFFICIENTS`."""
    carrier: list[str]
    number: list[str]
    dest: list[str]


def columns(table: pd.DataFrame) -> pd.DataFrame:
    """The columns that `COEFFICIENTS` are of, for flights with origin, carrier, weekday, hour,
    distance and `READING`; a missing reading is that of a mild dry hour."""
    hour = (table["hour"] - 13) / 5
    named = {name: table["origin"] == name for name in ORIGINS[1:]}
    named |= {name: table["carrier"] == name for name in COEFFICIENTS if len(name) == 2}
    named |= {name: table["weekday"] == day for day, name in enumerate(_WEEKDAYS, start=1)}
    return pd.DataFrame(
        {
            **named,
            "hour": hour,
            "hour squared": hour**2,
            "hour cubed": hour**3,
            "distance": table["distance"] / 1000,
            "wet": table["precip"].fillna(0) > 0,
            "murk": (10 - table["visib"].fillna(10)) / 10,
        }
    ).astype(float)


@cache
def flights() -> Timetable:
    """All flights from `START` to the end of 2013. Made at the first call of a process."""
    table = load()
    counts = table["dest"].value_counts()
    start = pd.Timestamp(START, tz=NEW_YORK)
    table = table[table["scheduled_departure"] >= start]
    table = table.sort_values(["scheduled_departure", "carrier", "flight"], ignore_index=True)
    date = pd.to_datetime(table[["year", "month", "day"]])
    table["weekday"] = date.dt.day_of_week
    read = readings()
    read["time_hour"] += pd.Timedelta(hours=HOURS_BEFORE)
    table = table.merge(read, on=["origin", "time_hour"], how="left")
    base = INTERCEPT + columns(table)[list(COEFFICIENTS)].to_numpy() @ np.array(
        list(COEFFICIENTS.values())
    )
    return Timetable(
        day=(date - pd.Timestamp(START)).dt.days.to_numpy().astype(np.int64),
        hour=table["hour"].to_numpy(np.int64),
        weekday=table["weekday"].to_numpy(np.int64),
        scheduled=seconds(table["scheduled_departure"]),
        origin=table["origin"].map(ORIGINS.index).to_numpy(np.int64),
        small=(table["dest"].map(counts) < SMALL).to_numpy(bool),
        distance=table["distance"].to_numpy(np.int64),
        weather=table[list(READING)].to_numpy(float),
        base=np.round(base, 6),
        carrier=table["carrier"].tolist(),
        number=table["flight"].astype(str).tolist(),
        dest=table["dest"].tolist(),
    )


@cache
def known_names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The carriers and the small airports of `flights`, sorted."""
    plan = flights()
    small = {
        dest for dest, is_small in zip(plan.dest, plan.small.tolist(), strict=True) if is_small
    }
    return tuple(sorted(set(plan.carrier))), tuple(sorted(small))


def readings() -> pd.DataFrame:
    """The weather: one row an origin and hour, with `origin`, `time_hour` (UTC) and `READING`."""
    weather = load("weather")[["origin", "time_hour", *READING]]
    return weather.drop_duplicates(["origin", "time_hour"], ignore_index=True)


def seconds(instants: "pd.Series[pd.Timestamp]") -> Ints:
    """UTC instants as seconds since 1970."""
    return instants.dt.tz_localize(None).to_numpy("datetime64[s]").astype(np.int64)


def texts(instants: Ints) -> list[str]:
    """Seconds since 1970 as `YYYY-MM-DDTHH:MM:SSZ`."""
    found: list[str] = np.datetime_as_string(instants.astype("datetime64[s]")).tolist()
    return [text + "Z" for text in found]


@cache
def midnights() -> Ints:
    """For each day from `START`, and one more, the midnight of New York, in seconds since 1970."""
    days = pd.date_range(START, periods=DAYS + 1, tz=NEW_YORK)
    return seconds(pd.Series(days.tz_convert("UTC")))


def day_of(date: str) -> int:
    """The day of a date `YYYY-MM-DD`, 0 for `START`."""
    return int((pd.Timestamp(date) - pd.Timestamp(START)).days)


def date_of(day: int) -> str:
    """The date of a day, `YYYY-MM-DD`."""
    return str(np.datetime64(START) + day)
