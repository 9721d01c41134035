"""The instants of each flight: right in UTC, and reported after they happened."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from worlds import arrivals
from worlds.flights import load as load_table


@pytest.fixture(scope="module")
def flights() -> pd.DataFrame:
    return arrivals.load()


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return load_table()


def minutes(since: pd.Series, until: pd.Series) -> pd.Series:
    return (until - since).dt.total_seconds() / 60


def test_every_flight_of_the_table_is_there_in_order(flights, table):
    assert flights.index.equals(table.index)
    assert flights["dest"].equals(table["dest"])
    assert flights["arr_delay"].equals(table["arr_delay"])
    for instant in ("scheduled_departure", "scheduled_arrival", "arrived_at", "reported_at"):
        assert str(flights[instant].dtype) == "datetime64[us, UTC]"


def test_the_arrival_agrees_with_the_minutes_in_the_air(flights, table):
    """The data know nothing of our zones: departure, air time and taxiing must explain arrival."""
    left = flights["scheduled_departure"] + pd.to_timedelta(table["dep_delay"], unit="min")
    on_the_ground = (minutes(left, flights["arrived_at"]) - table["air_time"]).dropna()
    assert len(on_the_ground) == 327_346
    assert on_the_ground.between(5, 235).all()


def test_the_schedule_lasts_between_fifty_minutes_and_twelve_hours(flights):
    lasts = minutes(flights["scheduled_departure"], flights["scheduled_arrival"])
    assert lasts.between(50, 12 * 60).all()


def test_the_first_flights_arrive_when_their_zone_says(flights):
    # UA 1545 to Houston: due at 08:19 Central, 14:19 UTC, and 11 minutes late.
    first = flights.iloc[0]
    assert first["scheduled_arrival"] == pd.Timestamp("2013-01-01 14:19", tz="UTC")
    assert first["arrived_at"] == pd.Timestamp("2013-01-01 14:30", tz="UTC")
    # B6 725 to San Juan, which the table of airports does not list: due at 10:22, UTC-4.
    aguadilla = flights[flights["dest"] == "BQN"].iloc[0]
    assert aguadilla["scheduled_arrival"] == pd.Timestamp("2013-01-01 14:22", tz="UTC")


def test_a_flight_that_never_arrived_is_never_reported(flights):
    gone = flights["arr_delay"].isna()
    assert gone.sum() == 9_430
    assert (flights["arrived_at"].isna() == gone).all()
    assert (flights["reported_at"].isna() == gone).all()


def test_reports_come_two_to_thirty_minutes_after_the_arrival(flights):
    wait = minutes(flights["arrived_at"], flights["reported_at"]).dropna()
    assert wait.between(2, 30).all()
    # By Hoeffding the share below the true median, sqrt(2 * 30) minutes, is further than 0.01
    # from a half with probability 2 exp(-2 * 327346 * 0.01^2) < 1e-28. The seed is fixed.
    assert abs((wait < np.sqrt(60)).mean() - 0.5) < 0.01


def test_the_same_seed_gives_the_same_table_and_only_the_reports_depend_on_it(flights):
    assert_frame_equal(arrivals.load(), flights)
    other = arrivals.load(seed=1)
    assert (other["reported_at"] != flights["reported_at"]).any()
    assert_frame_equal(other.drop(columns="reported_at"), flights.drop(columns="reported_at"))


def test_a_caller_may_change_the_table(flights):
    mine = arrivals.load()
    mine["arrived_at"] = pd.NaT
    assert arrivals.load()["arrived_at"].notna().any()
