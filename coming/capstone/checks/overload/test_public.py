"""The checks of exercise 4 of the capstone that a student sees: in time, seldom by the table."""

from dataclasses import replace

import numpy as np

from autograder.testing import exercise, once, once_per_seed, require
from worlds.answers import answers_in_form
from worlds.incidents import Incident
from worlds.operate import operate
from worlds.quarter import quarter
from worlds.serving import MOST_DEGRADED, PROMISED, SHARE, Servers

from ..cases import formed, started


@once
def short_briefing():
    """What the desk knew, with a history of the last few hundred flights only."""
    briefing = quarter(0, days=1, incidents=()).briefing()
    return briefing | {"history": briefing["history"].tail(400).reset_index(drop=True)}


@once_per_seed
def days_of_spikes(rng):
    """Three days: one is quiet, on the next they ask within a minute, on the last within two."""
    spikes = [
        Incident("traffic-spike", day, day, {"queries": 1500, "seconds": seconds, "hours": 12})
        for day, seconds in ((1, 60), (2, 120))
    ]
    return quarter(int(rng.integers(2**32)), days=3, incidents=spikes)


def request(number, minute, *, kind="query"):
    """One about a flight of 1 October that leaves at 19:00, asked some minutes after 14:00."""
    return {
        "request_id": f"{kind} {number} at {minute}",
        "kind": kind,
        "asked_at": f"2013-10-01T{18 + int(minute) // 60}:{int(minute) % 60:02d}:"
        f"{round(minute * 60) % 60:02d}Z",
        "flight_id": f"UA{number}",
        "carrier": "UA",
        "origin": "EWR",
        "dest": "ORD",
        "scheduled": "2013-10-01T23:00:00Z",
        "hour": 19,
        "weekday": 1,
        "distance": 719,
    }


def shortened(world):
    """The world with a shorter history, from which a model is sooner trained."""
    history = world.history.tail(400).reset_index(drop=True)
    return replace(world, history=history)


@exercise("overload", weight=2)
def test_a_spike_is_answered_in_time_and_mostly_not_by_the_table(submission, rng):
    """On each day 99 % of the requests are answered within 2 seconds, at most 10 % by the table."""
    world = shortened(days_of_spikes(rng))
    log = operate(submission.SteadySystem, world)
    for failure in log.failures:
        date = world.date(failure.day)
        require(False, f"On {date}, at {failure.hour}:00 in New York: {failure.sentence}")
    sources = np.array(log.source)
    for day in range(world.days):
        today = log.asked_on == day
        number = int(today.sum())
        when = f"On {world.date(day)}, with {number} requests,"
        slow = int((log.latency[today] > PROMISED).sum())
        charged = {
            name: int((sources[today] == name).sum()) for name in ("model", "cache", "table")
        }
        told = ", ".join(f"{n} by {name}" for name, n in charged.items())
        require(
            number - slow >= SHARE * number,
            f"{when} {slow} waited for more than 2 seconds, the longest "
            f"{log.latency[today].max():.0f}. As charged, the answers were {told}.",
            expected="1 % at most",
            received=f"{slow / number:.1%}",
        )
        require(
            charged["table"] <= MOST_DEGRADED * number,
            f"{when} the answers were, as charged, {told}.",
            expected="10 % at most by the table",
            received=f"{charged['table'] / number:.1%}",
        )
        require(
            day > 0 or charged["table"] == 0,
            f"{when} of which no six came within ten seconds, some were answered by the table.",
            expected="0",
            received=str(charged["table"]),
        )


@exercise("overload")
def test_five_in_ten_seconds_are_no_reason_for_the_table(submission):
    """Where at most five requests come within any ten seconds, no answer is from the table."""
    asked, number = [], 0
    for burst in range(40):
        for second in (0, 0, 0, 0, 0) if burst % 2 else (0, 1, 2, 3, 4):
            number += 1
            kind = ("booking", "query")[number % 3 > 0]
            asked.append(request(number, burst * 0.25 + second / 60, kind=kind))
    system = started(submission.SteadySystem, short_briefing())
    system.ingest([], "2013-10-01T08:00:00Z")
    answers = formed(answers_in_form, asked, system.predict(asked, "2013-10-01T19:00:00Z"))
    for one, (_, _, source) in zip(asked, answers, strict=True):
        require(
            source != "table",
            f"Five requests, about a flight each, came every 15 seconds for ten minutes. The "
            f"{one['kind']} about {one['flight_id']}, asked at {one['asked_at'][11:19]}, was "
            "answered by the table.",
            expected="model or cache",
            received="table",
        )


@exercise("overload")
def test_a_forecast_is_kept_for_half_an_hour_from_when_it_was_made(submission):
    """Who asks 50 minutes after a forecast was made is answered in time, and not from the cache."""
    asked = [request(n, minute + n / 30) for minute in (0, 25) for n in range(40)]
    asked += [request(100 + n, 1.5 + n / 12) for n in range(280)]  # fill the day
    asked = sorted(asked, key=lambda one: one["asked_at"])
    asked += [request(n, 50 + n // 10 / 60) for n in range(40)]
    system = started(submission.SteadySystem, short_briefing())
    system.ingest([], "2013-10-01T08:00:00Z")
    answers = formed(answers_in_form, asked, system.predict(asked, "2013-10-01T19:00:00Z"))
    servers = Servers(short_briefing()["table"])
    waited = [
        servers.answer(one, p_late, source)[0]
        for one, (p_late, _, source) in zip(asked, answers, strict=True)
    ]
    slow = sum(seconds > PROMISED for seconds in waited)
    require(
        len(asked) - slow >= SHARE * len(asked),
        "40 flights were asked about at 18:00, one every two seconds, at 18:25 again, and at 18:50 "
        f"ten a second. Of that day's {len(asked)} requests {slow} waited for more than 2 seconds, "
        f"the longest {max(waited):.1f}: a forecast of 18:00 is no cache at 18:50.",
        expected="1 % at most",
        received=f"{slow / len(asked):.1%}",
    )
