"""The checks of exercise 2 that a student sees."""

import math

import pandas as pd

from autograder.testing import assert_each, assert_unchanged, exercise, once, rejects

HOUR = pd.Timedelta(hours=1)
NAN = math.nan
COLUMNS = ("scheduled_arrival", "arrived_at", "reported_at")


def clock(times):
    """Instants of one day in UTC, from texts such as "14:05"; None is missing."""
    texts = [None if time is None else f"2013-02-01 {time}" for time in times]
    return pd.to_datetime(pd.Series(texts, dtype=object), utc=True, format="ISO8601")


def flights_of(*rows):
    """Flights from their scheduled arrival, arrival and report."""
    columns = zip(COLUMNS, (clock(row[k] for row in rows) for k in range(3)), strict=True)
    return pd.DataFrame(dict(columns))


def rates(at, values):
    """The expected result."""
    return pd.Series(values, index=at.index, name="recent_delay_rate", dtype=float)


@once
def reports():
    flights = flights_of(
        ("13:00", "13:00", "13:10"),  # punctual
        ("13:00", "13:40", "14:00"),  # late, and reported late
        ("13:30", "15:30", "15:40"),  # scheduled in time, and in the air until 15:30
    )
    at = clock(("13:09", "13:10", "13:59", "14:00", "15:00", "15:30", "15:40"))
    expected = rates(at, [NAN, 0.0, 0.0, 0.5, 0.5, 0.5, 2 / 3])
    why = "An arrival counts from the instant on at which it was reported, and not before."
    return [((flights, at, 4 * HOUR), expected, why)]


@exercise("recent-delay-rate")
def test_an_arrival_counts_from_its_report_on(submission):
    """An arrival counts from `reported_at` on, that instant included, whatever was scheduled."""
    assert_each(submission.recent_delay_rate, reports())


@once
def windows():
    flights = flights_of(
        ("12:00", "12:00", "12:01"),
        ("11:00", "12:01", "13:59"),  # arrived early in the window, reported at its end
        ("09:00", "13:00", "13:01"),
        ("10:00", "11:00", "16:00"),  # leaves the window before anybody has heard of it
    )
    at = clock(("13:59", "14:00", "14:01", "15:00"))
    why = "What arrived exactly `window` ago has left it; when it was reported does not matter."
    # At 13:59 three are inside, at 14:00 the first is out, and at 14:01 the second as well.
    return [((flights, at, 2 * HOUR), rates(at, [2 / 3, 1, 1, NAN]), why)]


@exercise("recent-delay-rate")
def test_the_window_is_one_of_arrivals_and_open_at_its_beginning(submission):
    """A flight is recent while `arrived_at` is later than t - window, however old its report."""
    assert_each(submission.recent_delay_rate, windows())


@once
def fifteen():
    flights = flights_of(
        ("13:00", "13:14:59", "13:20"),
        ("13:00", "13:15", "13:20"),
        ("13:00", "12:30", "13:20"),
        ("13:30", "14:10", "14:10"),
    )
    at = clock(("13:20", "14:10"))
    why = "A flight is late from 15 minutes after its schedule on."
    return [((flights, at, 3 * HOUR), rates(at, [1 / 3, 0.5]), why)]


@exercise("recent-delay-rate")
def test_late_means_fifteen_minutes_after_schedule(submission):
    """A flight is late if it arrived 15 minutes or more after it was scheduled to."""
    assert_each(submission.recent_delay_rate, fifteen())


@once
def few():
    flights = flights_of(
        ("13:00", "13:00", "13:00"),
        ("13:00", "13:30", "13:30"),
        ("13:00", "14:00", "14:00"),
        ("13:00", None, None),  # cancelled: it never counts
    )
    at = clock(("12:00", "13:00", "13:30", "14:00"))
    why = "Where fewer than `min_arrivals` flights count there is no rate: NaN, not 0."
    half, most = 0.5, 2 / 3
    return [
        ((flights, at, 5 * HOUR), rates(at, [NAN, 0.0, half, most]), why),
        ((flights, at, 5 * HOUR, 3), rates(at, [NAN, NAN, NAN, most]), why),
    ]


@exercise("recent-delay-rate")
def test_too_few_arrivals_give_no_rate(submission):
    """Without an arrival, or with fewer than `min_arrivals`, the rate is NaN."""
    assert_each(submission.recent_delay_rate, few())


@once
def forms():
    flights = flights_of(("13:00", "13:00", "13:05"), ("13:00", "13:30", "13:35"))
    flights = flights[["reported_at", "scheduled_arrival", "arrived_at"]].assign(dest="BOS")
    flights = flights.set_axis([2, 2], axis=0)
    flights["arrived_at"] = flights["arrived_at"].dt.as_unit("s")
    at = clock(("14:00", "13:10", "14:00")).set_axis(["B6", "UA", "B6"])
    at = at.dt.tz_convert("America/New_York").dt.as_unit("ns").rename("asked")
    no_flights, never = flights.iloc[:0], at.iloc[:0]
    why = "One rate for each instant, on the index of `at`, in its order."
    return [
        ((flights, at, 2 * HOUR), rates(at, [0.5, 0.0, 0.5]), why),
        ((no_flights, at, 2 * HOUR), rates(at, [NAN] * 3), "There are no flights."),
        ((flights, never, 2 * HOUR), rates(never, []), "Nobody asks for a rate."),
    ]


@exercise("recent-delay-rate")
def test_the_rates_stand_on_the_index_of_the_instants(submission):
    """The result has the index of `at`, in its order; zones, units and labels do not matter."""
    assert_each(submission.recent_delay_rate, forms())
    assert_unchanged(submission.recent_delay_rate, *forms()[0][0])


@once
def refused():
    flights, at = flights_of(("13:00", "13:00", "13:05")), clock(("14:00",))
    zero = pd.Timedelta(0)
    calls = [(flights, at, zero), (flights, at, -HOUR), (flights, at, HOUR, 0)]
    calls += [(flights.drop(columns="reported_at"), at, HOUR)]
    return calls


@exercise("recent-delay-rate")
def test_windows_without_length_and_missing_columns_are_refused(submission):
    """A window of zero or less, fewer than one arrival, or a missing column is a ValueError."""
    names = ["", "", "", "reported_at"]
    for answer, name in zip(submission.recent_delay_rate.each(refused()), names, strict=True):
        rejects(answer, naming=name)
