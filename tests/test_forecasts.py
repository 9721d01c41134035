"""The two forecasts of the last quarter: every flight once, nothing from the future."""

import numpy as np
import pandas as pd
import pytest

from worlds import flights, forecasts


@pytest.fixture(scope="module")
def told():
    return forecasts.load()


def test_every_flight_of_the_quarter_that_arrived_has_both_forecasts(told):
    table = flights.load().dropna(subset=["arr_delay"])
    assert len(told) == (table["month"] >= forecasts.FIRST_MONTH).sum()
    assert told.index.tolist() == list(range(len(told)))
    assert told.notna().all(axis=None)
    for name in ("table", "model"):
        assert told[name].between(0, 1).all()


def test_the_table_is_the_rate_of_earlier_months(told):
    known = forecasts.features()
    past = known[known["month"] < forecasts.FIRST_MONTH]
    at_six = past[(past["origin"] == "EWR") & (past["hour"] == 6)]["late"].mean()
    rows = told[(told["origin"] == "EWR") & (told["hour"] == 6)]
    assert np.allclose(rows["table"], at_six, rtol=1e-12)


def test_the_weather_is_that_of_three_hours_before():
    known = forecasts.features()
    weather = flights.load("weather").set_index(["origin", "time_hour"])["visib"]
    row = known[(known["month"] == 12) & known["visib"].notna()].iloc[0]
    read_at = row["time_hour"] - pd.Timedelta(hours=forecasts.HOURS_BEFORE)
    assert weather[row["origin"], read_at] == row["visib"]


def test_the_model_orders_flights_better_than_the_table(told):
    ranks = told[["model", "table"]].rank()
    late = told["late"] == 1
    assert ranks.loc[late, "model"].mean() > ranks.loc[late, "table"].mean()


def test_a_caller_may_change_what_was_loaded(told):
    changed = forecasts.load()
    changed["model"] = 0.0
    assert (forecasts.load()["model"] == told["model"]).all()
