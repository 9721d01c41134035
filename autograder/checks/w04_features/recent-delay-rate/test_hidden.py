"""The checks of exercise 2 that the grader keeps."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, exercise, once, once_per_seed, rejects_each

MINUTE = pd.Timedelta(minutes=1)


def slow(flights, instants, window, min_arrivals):
    """The rates, one flight after the other, in minutes; flights that never arrived left out."""
    rates = []
    for now in instants:
        late = []
        for due, arrived, reported in flights:
            if reported <= now and now - arrived < window:
                late.append(arrived - due >= 15)
        rates.append(sum(late) / len(late) if len(late) >= min_arrivals else math.nan)
    return rates


@once_per_seed
def days(rng):
    size, window, least = 80, int(rng.integers(4, 20)) * 5, np.int64(rng.integers(2, 5))
    due = rng.integers(0, 48, size) * 5
    arrived = due + rng.integers(-2, 6, size) * 5
    reported = arrived + rng.integers(0, 6, size) * 5
    there = rng.random(size) > 0.15
    instants = rng.integers(-20, 60, 40) * 5
    rows = [column[there].tolist() for column in (due, arrived, reported)]
    rates = slow(list(zip(*rows, strict=True)), instants.tolist(), window, least)
    zero = pd.Timestamp("2013-12-31 20:00", tz="America/New_York")
    flights = pd.DataFrame(
        {
            "scheduled_arrival": zero + pd.Series(due) * MINUTE,
            "arrived_at": (zero + pd.Series(arrived) * MINUTE).where(there).dt.tz_convert("UTC"),
            "reported_at": (zero + pd.Series(reported) * MINUTE).where(there),
        }
    ).set_axis(rng.integers(0, 9, size), axis=0)
    at = (zero + pd.Series(instants) * MINUTE).set_axis(rng.integers(0, 9, 40))
    expected = pd.Series(rates, index=at.index, name="recent_delay_rate")
    why = "The same as when each flight is looked at."
    return [((flights, at, window * MINUTE, least), expected, why)]


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


@once
def refused():
    ((flights, at, window), _, _) = cancelled()[0]
    no_flights, never = flights.iloc[:0], at.iloc[:0]
    return [(no_flights, never, -window), (no_flights, never, window, 0)]


@exercise("recent-delay-rate")
def test_a_day_on_which_nothing_arrives_has_no_rate(submission):
    """Where all flights were cancelled the rate is NaN; errors are raised without rows too."""
    assert_each(submission.recent_delay_rate, cancelled())
    rejects_each(submission.recent_delay_rate, refused())
