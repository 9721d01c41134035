"""The checks of exercise 3 of the capstone that a student sees: what a forecast is made of."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from autograder.testing import (
    assert_same,
    assert_unchanged,
    exercise,
    once,
    once_per_seed,
    require,
)
from worlds.answers import answers_in_form
from worlds.baselines import fit_logistic
from worlds.quarter import quarter
from worlds.timetable import ORIGINS

from ..cases import formed, started

MANY = 30
"""Departures and arrivals at least, of whose delays the check of recent delays speaks."""
CALM, STORM = (0.0, 10.0, 8.0), (0.4, 0.5, 8.0)
"""Rain, visibility and wind."""
STORMY = 0.4
"""What rain and fog add to the late rate of a history at least, or the checks draw another.

Of 40 histories 25 were taken. From these the reference's forecasts rose by 0.27 in the mean, and
by 0.08 at least.
"""
FROZEN_AT = 10
"""The hour of UTC of the first frozen reading in the checks by hand."""


def hours_before(now, n):
    return (datetime.fromisoformat(now) - timedelta(hours=n)).strftime("%Y-%m-%dT%H:%M:%SZ")


def recent(ticks, now, kind):
    """The flights with a message of this kind about the last six hours."""
    return {
        message["flight_id"]
        for tick in ticks
        for message in tick.messages
        if message["kind"] == kind and message["event_time"] > hours_before(now, 6)
    }


def storm_effect(world):
    """By how much rain raises the late rate, as a logistic regression of the history has it."""
    seen = world.history.dropna(subset=["precip", "visib", "wind_speed"])
    cells = zip(seen["origin"], seen["hour"], strict=True)
    rates = np.array([world.table[f"{origin} {hour:02d}"] for origin, hour in cells])
    usual = np.log(rates.clip(0.01, 0.99) / (1 - rates.clip(0.01, 0.99)))

    def columns(precip, visib, wind_speed, usual):
        ones = np.ones(len(precip))
        rain, fog = np.minimum(precip, 0.3), 10 - visib
        return np.column_stack([ones, rain * 5, fog / 5, wind_speed / 10, usual])

    read = (seen[name].to_numpy() for name in ("precip", "visib", "wind_speed"))
    weights = fit_logistic(columns(*read, usual), seen["late"].to_numpy(float))
    told = columns(*(np.array(pair) for pair in zip(CALM, STORM, strict=True)), np.full(2, -1.4))
    calm, storm = 1 / (1 + np.exp(-(told @ weights)))
    return storm - calm


@once_per_seed
def afternoon(rng):
    """A day until some hour, at which enough has departed and arrived in the last six.

    In the history before it rain and fog have clearly delayed flights, as in most seeds.
    """
    while True:
        first = f"2013-{rng.integers(10, 13)}-{rng.integers(1, 29):02d}"
        world = quarter(int(rng.integers(2**32)), first=first, days=1, incidents=())
        world = replace(world, history=world.history.iloc[::3].reset_index(drop=True))
        if storm_effect(world) < STORMY:
            continue
        for last in rng.permutation(range(13, 20)).tolist():
            ticks = world.ticks[: last - 3]  # the first is that of 04:00
            numbers = [len(recent(ticks, ticks[-1].now, kind)) for kind in ("departed", "arrived")]
            asked = [request for request in ticks[-1].requests if request["kind"] == "booking"]
            if min(numbers) >= MANY and len(asked) >= 3:
                return world, ticks


@once
def short_briefing():
    """What the desk knew, with a history of the last few hundred flights only."""
    briefing = quarter(0, days=1, incidents=()).briefing()
    return briefing | {"history": briefing["history"].tail(400).reset_index(drop=True)}


def drive(system, ticks):
    """The answers to each tick's requests, in form."""
    answers = []
    for tick in ticks:
        for partition in tick.partitions:
            system.observe(partition, tick.now)
        system.ingest(tick.messages, tick.now)
        answers.append(
            formed(answers_in_form, tick.requests, system.predict(tick.requests, tick.now))
        )
    return answers


def as_told(ticks, weather, minutes=None):
    """The ticks, with these values in each origin's last six readings, and such delays.

    Of these readings the newest five are equal, as real ones may be, and the first differs by its
    temperature. Delays are of six hours; without minutes nothing has departed or arrived in them.
    """
    now = ticks[-1].now
    six, seven = hours_before(now, 6), hours_before(now, 7)

    def told(message):
        if message["kind"] == "weather" and message["event_time"] >= seven:
            temp = 50.0 if message["event_time"] < six else 49.0
            values = dict(zip(("precip", "visib", "wind_speed"), weather, strict=True))
            return message | values | {"temp": temp}
        if message["kind"] in ("departed", "arrived") and message["event_time"] > six:
            return message | {"delay_minutes": minutes}
        return message

    def comes(message):
        flew = message["kind"] in ("departed", "arrived")
        return minutes is not None or not flew

    # A whole day of readings before: what is kept of the weather must be the newest.
    before = [
        {
            "message_id": f"weather-{origin}-{n}",
            "kind": "weather",
            "origin": origin,
            "event_time": hours_before(ticks[0].now, n),
            "precip": 0.0,
            "visib": 10.0,
            "wind_speed": 5.0,
            "temp": 40.0 + n,
        }
        for origin in ORIGINS
        for n in range(12, 48)
    ]
    heard = [[told(message) for message in tick.messages if comes(message)] for tick in ticks]
    heard[0] += before
    return [replace(tick, messages=some) for tick, some in zip(ticks, heard, strict=True)]


def mean_of_bookings(ticks, answers):
    """Of the last tick."""
    asked = zip(ticks[-1].requests, answers[-1], strict=True)
    return float(np.mean([p for request, (p, _, _) in asked if request["kind"] == "booking"]))


def request(number, *, hour=19, carrier="UA", origin="EWR", dest="ORD"):
    """A booking for a flight of 1 October."""
    return {
        "request_id": f"booking {number}",
        "kind": "booking",
        "asked_at": f"2013-10-01T{hour + 2:02d}:00:00Z",
        "flight_id": f"{carrier}{number}",
        "carrier": carrier,
        "origin": origin,
        "dest": dest,
        "scheduled": f"2013-10-{(hour + 28) // 24:02d}T{(hour + 4) % 24:02d}:00:00Z",
        "hour": hour,
        "weekday": 1,
        "distance": 719,
    }


def departed(flight, minutes):
    """The message that the flight of a request has left at 20:30 in UTC, with this delay."""
    named = {name: flight[name] for name in ("flight_id", "carrier", "origin", "dest")}
    return {
        "message_id": f"{flight['flight_id']}/2",
        "kind": "departed",
        "version": 2,
        "event_time": "2013-10-01T20:30:00Z",
        "delay_minutes": minutes,
        **named,
    }


def reading(hour, *values, origin="EWR"):
    """A message about the weather at an hour of 1 October, in UTC."""
    when = f"2013-10-01T{hour:02d}:00:00Z"
    named = dict(zip(("precip", "visib", "wind_speed", "temp"), values, strict=True))
    head = {"message_id": f"weather-{origin}-{when}", "kind": "weather", "origin": origin}
    return {**head, "event_time": when, **named}


def of_the_day(hour, origin="EWR"):
    """A reading like no other."""
    return reading(hour, 0.0, 10.0, 3.0 + hour, 50.0 + hour, origin=origin)


@exercise("forecast")
def test_a_frozen_reading_is_used_in_no_forecast(submission):
    """After six equal readings in a row the forecasts are the same, whatever the readings say."""
    asked = [request(n, hour=21, origin=origin) for n, origin in enumerate(ORIGINS)]
    early = request(9, hour=13)
    left = departed(early, 210)
    for storm, what in (
        ((0.6, 0.25, 35.0, 40.0), "0.6 inches of rain and 35 knots of wind"),
        ((0.6, None, 35.0, 40.0), "0.6 inches of rain and no visibility"),
    ):
        answers = []
        for frozen in ((0.0, 10.0, 2.0, 80.0), storm):
            system = started(submission.ForecastSystem, short_briefing())
            night = [of_the_day(hour, origin) for hour in range(5, 8) for origin in ORIGINS]
            system.ingest(night[::-1], "2013-10-01T08:00:00Z")
            for hour in range(8, 23):
                at_ewr = [of_the_day(hour)]
                if hour >= FROZEN_AT:
                    at_ewr = [reading(hour, *frozen)]
                if hour in (14, 18):  # two of the night come late, between the frozen ones
                    at_ewr.append(of_the_day(hour // 4))
                others = [of_the_day(hour, origin) for origin in ORIGINS if origin != "EWR"]
                now = f"2013-10-01T{hour + 1:02d}:01:00Z"
                system.ingest([*others, *at_ewr, *([left] if hour == 20 else [])], now)
                if hour == FROZEN_AT + 4:  # five equal readings have come, and nobody can know
                    formed(answers_in_form, [early], system.predict([early], now))
            answers.append(
                formed(answers_in_form, asked, system.predict(asked, "2013-10-01T23:01:00Z"))
            )
            require(
                (system.flight("UA9") or {}).get("kind") == "departed",
                "UA9 has departed, by a message of 21:01 UTC, and `flight` does not say so.",
            )
        assert_same(
            [p for p, _, _ in answers[1]],
            [p for p, _, _ in answers[0]],
            why="p_late of flights from EWR, JFK and LGA, asked for at 23:00 UTC. A flight that "
            "was asked about after five equal readings has left hours late. The readings of EWR "
            f"have been the same since {FROZEN_AT}:00 UTC: no rain and 2 knots in one system, "
            f"{what} in the other.",
        )


@exercise("forecast")
def test_what_is_missing_or_unknown_is_answered_all_the_same(submission):
    """No reading, one with None in it, an unknown carrier or destination: all are answered."""
    asked = [
        request(1),
        request(2, origin="JFK"),
        request(3, origin="LGA"),
        request(4, carrier="UX"),
        request(5, dest="QQQ", origin="JFK"),
    ]
    for what, weather in (
        ("no reading has come", lambda hour: []),
        ("every reading of EWR has None for all values", lambda hour: [reading(hour, *[None] * 4)]),
        (
            "every reading of EWR lacks one value",
            lambda hour: [
                reading(hour, *[None if n == hour % 4 else n + hour / 4 for n in range(4)])
            ],
        ),
    ):
        system = started(submission.ForecastSystem, short_briefing())
        system.ingest([], "2013-10-01T08:00:00Z")
        for hour in range(9, 21):
            system.ingest(weather(hour), f"2013-10-01T{hour + 1:02d}:01:00Z")
        answers = system.predict(asked, "2013-10-01T22:00:00Z")
        for one, (p_late, _, _) in zip(asked, formed(answers_in_form, asked, answers), strict=True):
            require(
                0 < p_late < 1,
                f"Where {what}, the booking of {one['flight_id']} from {one['origin']} to "
                f"{one['dest']} got a p_late of {p_late}, which is no forecast.",
            )
        # One that has left without a delay, and one that nobody has asked about.
        gone = [departed(asked[0], None), departed(request(6), 45)]
        system.ingest(gone, "2013-10-01T23:01:00Z")
        formed(answers_in_form, asked[1:2], system.predict(asked[1:2], "2013-10-01T23:01:00Z"))


@exercise("forecast")
def test_the_same_calls_give_the_same_answers(submission, rng):
    """Two systems that are called alike, but for the order within a batch, answer alike."""
    _, ticks = afternoon(rng)
    briefing = short_briefing()
    assert_unchanged(submission.ForecastSystem, briefing)
    answers = []
    for step in (1, -1):
        system = started(submission.ForecastSystem, briefing)
        turned = [replace(tick, messages=tick.messages[::step]) for tick in ticks]
        answers.append([[p for p, _, _ in batch] for batch in drive(system, turned)])
    for tick, one, other in zip(ticks, *answers, strict=True):
        why = (
            f"p_late of the requests of {tick.now}, of two systems with the messages turned round."
        )
        assert_same(other, one, why=why)


@exercise("forecast")
def test_delays_of_the_last_hours_raise_the_forecasts(submission, rng):
    """After six hours of long delays the next bookings get a p_late that is higher by 0.05."""
    world, ticks = afternoon(rng)
    means = []
    for minutes in (-5, 60):
        told = as_told(ticks, CALM, minutes)
        system = started(submission.ForecastSystem, world.briefing())
        means.append(mean_of_bookings(told, drive(system, told)))
    require(
        means[1] >= means[0] + 0.05,
        f"On {world.date(0)}, at {ticks[-1].now[11:16]} UTC, the bookings got a mean p_late of "
        f"{means[0]:.3f} after six hours in which every departure and arrival was 5 minutes "
        f"early, and of {means[1]:.3f} after six hours in which each was an hour late.",
        expected="0.05 more at least",
        received=f"{means[1] - means[0]:.3f} more",
    )


@exercise("forecast")
def test_rain_and_fog_raise_the_forecasts(submission, rng):
    """After six hours of rain and fog, when nothing flew, the next bookings get a higher p_late."""
    world, ticks = afternoon(rng)
    means = []
    for weather in (CALM, STORM):
        told = as_told(ticks, weather)
        system = started(submission.ForecastSystem, world.briefing())
        means.append(mean_of_bookings(told, drive(system, told)))
    require(
        means[1] > means[0],
        f"On {world.date(0)}, at {ticks[-1].now[11:16]} UTC, the bookings got a mean p_late of "
        f"{means[0]:.3f} after six hours of good weather, and of {means[1]:.3f} after six hours "
        "of rain and a visibility of half a mile.",
        expected="more",
        received=f"{means[1] - means[0]:.3f} more",
    )
