"""Week 2 asks about time zones only what every source of their rules answers alike."""

import ast
import datetime as dt
import zoneinfo
from pathlib import Path

import pytest

tzdata = pytest.importorskip("tzdata")

CHECKS = Path(__file__).parents[1] / "autograder/checks/w02_data_engineering"
FIRST, LAST = 1970, 2025
"""The years that the contract of `to_utc` promises."""


def texts():
    """Every text in the check files of `to-utc`."""
    for path in (CHECKS / "cases.py", *(CHECKS / "to-utc").glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


ZONES = sorted(set(texts()) & zoneinfo.available_timezones())


def from_package(zone):
    """The rules of a zone as the package tzdata has them, whatever the machine has."""
    with (Path(tzdata.__file__).parent / "zoneinfo" / zone).open("rb") as file:
        return zoneinfo.ZoneInfo.from_file(file, key=zone)


def from_machine(zone):
    """The rules of a zone from the first folder of the machine that has it."""
    for folder in zoneinfo.TZPATH:
        path = Path(folder) / zone
        if path.is_file():
            with path.open("rb") as file:
                return zoneinfo.ZoneInfo.from_file(file, key=zone)
    pytest.skip("this machine has no time-zone data of its own")


def test_the_zones_are_found():
    assert {"America/New_York", "Europe/Dublin", "Pacific/Apia", "UTC"} <= set(ZONES)


@pytest.mark.parametrize("zone", ZONES)
def test_sources_agree_on_what_the_checks_ask(zone):
    one, other = from_package(zone), from_machine(zone)
    # Steps of 25 hours come by every hour of the day.
    instant, step = dt.datetime(FIRST, 1, 1, tzinfo=dt.UTC), dt.timedelta(hours=25)
    while instant.year <= LAST:
        assert instant.astimezone(one).utcoffset() == instant.astimezone(other).utcoffset(), instant
        instant += step
