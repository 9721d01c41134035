"""What check files of several exercises of week 2 need. Learners have it: no answer stands here."""

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

import pandas as pd

from autograder.testing import is_a, require
from worlds import flights as table_of_flights
from worlds.event_stream import deliver

NEW_YORK = "America/New_York"

UTC = (dt.UTC, ZoneInfo("UTC"))


@cache
def utc(text):
    """An instant, from its text."""
    return pd.Timestamp(text, tz="UTC")


def in_utc(received):
    """The result, which has to be a Timestamp in UTC, not in a zone that is level with it now."""
    is_a(received, pd.Timestamp)
    if any(received.tz is zone for zone in UTC):
        return received
    for moment in (received, utc("1970-07-01").tz_convert(received.tz)):
        require(
            moment.utcoffset() == pd.Timedelta(0),
            "The Timestamp has to carry the time zone UTC.",
            received=f"{received.isoformat(sep=' ')} in {received.tz}",
        )
    return received


@cache
def flights():
    """The flights table, read once."""
    return table_of_flights.load()


@cache
def messages():
    """A day of messages from the three gateways, each of which changes its form once."""
    return deliver("2013-06-14", seed=5).messages


def pick(rng, items):
    """One of the items, as it is."""
    return items[int(rng.integers(len(items)))]


def shuffled(rng, items):
    """The items in another order."""
    return [items[k] for k in rng.permutation(len(items)).tolist()]


def pair(result):
    """The two lists of a result of `validate`, which is a tuple of exactly two."""
    is_a(result, tuple)
    require(len(result) == 2, "The result is a tuple of two lists: accepted and quarantined.")
    for part in result:
        is_a(part, list)
    return result
