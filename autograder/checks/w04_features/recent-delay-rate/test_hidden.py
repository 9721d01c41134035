"""The checks of exercise 2 that the grader keeps."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, exercise, once, once_per_seed, rejects

MINUTE = pd.Timedelta(minutes=1)


def slow(flights, at, window, min_arrivals):
    """The rates, one instant and one flight after the other."""
    rates = []
    for now in at:
        late = []
        for flight in flights.to_dict("records"):
            if pd.isna(flight["arrived_at"]) or flight["reported_at"] > now:
                continue
            if now - flight["arrived_at"] < window:
                delay = flight["arrived_at"] - flight["scheduled_arrival"]
                late.append(delay >= 15 * MINUTE)
        rates.append(sum(late) / len(late) if len(late) >= min_arrivals else math.nan)
    return pd.Series(rates, index=at.index, name="recent_delay_rate", dtype=float)


@once_per_seed
def days(rng):
    zero, size = pd.Timestamp("2013-12-31 20:00", tz="America/New_York"), 120
    due = zero + pd.Series(rng.integers(0, 48, size)) * 5 * MINUTE
    arrived = due + pd.Series(rng.integers(-2, 6, size)) * 5 * MINUTE
    arrived = arrived.where(rng.random(size) > 0.15)
    flights = pd.DataFrame(
        {
            "scheduled_arrival": due,
            "arrived_at": arrived.dt.tz_convert("UTC"),
            "reported_at": arrived + pd.Series(rng.integers(0, 6, size)) * 5 * MINUTE,
        }
    ).set_axis(rng.integers(0, 9, size), axis=0)
    at = zero + pd.Series(rng.integers(0, 60, 60)) * 5 * MINUTE
    at = at.set_axis(rng.integers(0, 9, 60))
    call = (flights, at, int(rng.integers(4, 20)) * 5 * MINUTE, np.int64(rng.integers(2, 5)))
    return [(call, slow(*call), "The same as when each flight is looked at.")]


@exercise("recent-delay-rate")
def test_random_days_give_the_rates_of_a_flight_by_flight_count(submission, rng):
    """Random flights give, at random instants, the rates of a count flight by flight."""
    assert_each(submission.recent_delay_rate, days(rng))


@once
def cancelled():
    never = pd.to_datetime(pd.Series([None, None], dtype=object), utc=True)
    due = pd.to_datetime(pd.Series(["2013-02-01 13:00"] * 2), utc=True)
    flights = pd.DataFrame({"scheduled_arrival": due, "arrived_at": never, "reported_at": never})
    expected = pd.Series([math.nan] * 2, name="recent_delay_rate")
    why = "Flights that never arrived are no arrivals."
    return [((flights, due + 60 * MINUTE, 120 * MINUTE), expected, why)]


@exercise("recent-delay-rate")
def test_a_day_on_which_nothing_arrives_has_no_rate(submission):
    """Where all flights were cancelled the rate is NaN; errors are raised without rows too."""
    assert_each(submission.recent_delay_rate, cancelled())
    ((flights, at, window), _, _) = cancelled()[0]
    rejects(submission.recent_delay_rate, flights.iloc[:0], at.iloc[:0], -window)
    rejects(submission.recent_delay_rate, flights.iloc[:0], at.iloc[:0], window, 0)
