"""The checks of exercise 2 of the capstone that a student sees: once, in any order, by any name."""

import random
from dataclasses import replace

from autograder.testing import assert_same, exercise, once, once_per_seed, require
from worlds.answers import answers_in_form, report_in_form
from worlds.books import differences
from worlds.incidents import Incident
from worlds.operate import operate
from worlds.quarter import quarter

from ..cases import formed, started

COUNTS = ("messages", "duplicates", "predictions", "labels")


@once_per_seed
def week(rng):
    """Six days; a partition comes twice, and a carrier changes its code."""
    seed = int(rng.integers(2**32))
    renamed = Incident("renamed-carrier", 2, 5)
    twice = Incident("duplicated-partition", 4, 4, {"age": int(rng.integers(0, 3))})
    return quarter(seed, days=6, incidents=(renamed, twice))


@once
def short_briefing():
    """What the desk knew, with a history of the last few hundred flights only."""
    briefing = quarter(0, days=1, incidents=()).briefing()
    return briefing | {"history": briefing["history"].tail(400).reset_index(drop=True)}


def request(number, *, carrier="UA", kind="booking"):
    """One about a flight of 1 October from EWR at 15:00, asked at 13:00."""
    return {
        "request_id": f"{kind} {number}",
        "kind": kind,
        "asked_at": "2013-10-01T17:00:00Z",
        "flight_id": f"{carrier}{number}",
        "carrier": carrier,
        "origin": "EWR",
        "dest": "ORD",
        "scheduled": "2013-10-01T19:00:00Z",
        "hour": 15,
        "weekday": 1,
        "distance": 719,
    }


def message(number, kind, delay=None, carrier="UA"):
    """One about the flight of `request(number)`."""
    version = {"scheduled": 1, "departed": 2, "cancelled": 2, "arrived": 3}[kind]
    hour = {"scheduled": 6, "departed": 19, "cancelled": 19, "arrived": 22}[kind]
    return {
        "message_id": f"{carrier}{number}/{version}",
        "kind": kind,
        "flight_id": f"{carrier}{number}",
        "version": version,
        "event_time": f"2013-10-01T{hour:02d}:{number:02d}:00Z",
        "carrier": carrier,
        "origin": "EWR",
        "dest": "ORD",
        "delay_minutes": delay,
    }


def weather(hour):
    """A reading of 1 October at EWR."""
    when = f"2013-10-01T{hour:02d}:00:00Z"
    values = {"precip": 0.0, "visib": 10.0, "wind_speed": 5.0 + hour, "temp": 60.0}
    named = {"message_id": f"weather {hour}", "kind": "weather", "origin": "EWR"}
    return {**named, "event_time": when, **values}


def partition(name, delays, carrier="UA"):
    """The outcomes of the flights of `request`, by number, under some id."""
    rows = [
        {
            **{key: request(n)[key] for key in ("origin", "dest", "scheduled")},
            "flight_id": f"{carrier}{n}",
            "carrier": carrier,
            "arr_delay": delay,
            "cancelled": delay is None,
        }
        for n, delay in delays.items()
    ]
    return {"partition_id": name, "date": "2013-10-01", "rows": rows}


@exercise("exactly-once", weight=2)
def test_a_week_in_which_things_come_twice_is_counted_once(submission, rng):
    """With repeated messages and labels and a renamed carrier, every report is right."""
    world = week(rng)
    log = operate(submission.CleanSystem, world)
    for failure in log.failures:
        date = world.date(failure.day)
        require(False, f"On {date}, at {failure.hour}:00 in New York: {failure.sentence}")
    for wrong in differences(world, log):
        require(
            False,
            f"The report of {world.date(wrong.day)} has a wrong number for {wrong.name}. Messages "
            "come twice from the first day on; a carrier has another code from the third day on, "
            "and on the fifth a partition comes again.",
            expected=f"{wrong.true:g}",
            received=f"{wrong.said:g}",
        )


@exercise("exactly-once")
def test_a_repeated_message_is_dropped_whenever_it_comes(submission):
    """A message id counts once, in one call or in another, and each repetition is a duplicate."""
    departed, read = message(1, "departed", 20), weather(6)
    system = started(submission.CleanSystem, short_briefing())
    told = []
    for messages, now, said in (
        ([message(1, "scheduled"), read], "2013-10-01T08:00:00Z", (2, 0)),
        ([departed, read, departed], "2013-10-01T20:00:00Z", (3, 2)),
        ([departed, weather(7), message(1, "scheduled")], "2013-10-02T08:00:00Z", (4, 4)),
        ([read, departed, message(2, "departed", 20)], "2013-10-03T08:00:00Z", (5, 6)),
    ):
        told.append([one["message_id"] for one in messages])
        date = now[:10]  # in New York as well, at these hours
        system.ingest(messages, now)
        report = formed(report_in_form, system.report(now), date)
        for name, value in zip(("messages", "duplicates"), said, strict=True):
            assert_same(report[name], value, why=f"{name!r} after the batches {told}.")


@exercise("exactly-once")
def test_the_highest_version_of_a_flight_wins(submission):
    """Of a flight the message of the highest version is known, whichever came last."""
    system = started(submission.CleanSystem, short_briefing())
    batches = [
        ([], "2013-10-01T08:00:00Z"),
        ([message(1, "departed", 20), message(2, "cancelled")], "2013-10-01T20:00:00Z"),
        ([message(2, "scheduled"), message(3, "arrived", -4)], "2013-10-01T23:00:00Z"),
        ([message(3, "departed", 2), message(4, "scheduled")], "2013-10-02T00:00:00Z"),
        (
            [message(1, "arrived", 31), message(1, "scheduled"), message(4, "departed", 0)],
            "2013-10-02T01:00:00Z",
        ),
        ([message(4, "departed", 0), message(3, "scheduled")], "2013-10-02T02:00:00Z"),
    ]
    for batch in batches:
        system.ingest(*batch)
    for number, wanted in (
        (1, {"version": 3, "kind": "arrived", "delay_minutes": 31}),
        (2, {"version": 2, "kind": "cancelled", "delay_minutes": None}),
        (3, {"version": 3, "kind": "arrived", "delay_minutes": -4}),
        (4, {"version": 2, "kind": "departed", "delay_minutes": 0}),
    ):
        known = system.flight(f"UA{number}")
        require(
            type(known) is dict and set(wanted) <= set(known),
            f"flight('UA{number}') is a dict with version, kind and delay_minutes, for messages "
            "about it have come.",
        )
        known = {name: known[name] for name in wanted}
        assert_same(known, wanted, why=f"flight('UA{number}'), of whose messages some came late.")
    for nobody in ("UA5", "UA", ""):
        assert_same(system.flight(nobody), None, why=f"No message named the flight {nobody!r}.")


@exercise("exactly-once")
def test_a_flight_has_one_label_in_whatever_partition_it_comes(submission):
    """Rows that come again, in the same or another partition, change neither labels nor cost."""
    system = started(submission.CleanSystem, short_briefing())
    asked = [request(n) for n in range(1, 7)]
    system.ingest([], "2013-10-01T08:00:00Z")
    answers = formed(answers_in_form, asked, system.predict(asked, "2013-10-01T18:00:00Z"))
    system.ingest([], "2013-10-02T08:00:00Z")
    delays = {1: 90, 2: -3, 3: 15, 4: 14, 5: None, 6: 400}
    cost = {
        n: (120, 150)[late] if act else (0, 600)[late]
        for n, (_, act, _) in enumerate(answers, start=1)
        for late in ((delays[n] or 0) >= 15,)
    }
    said = []
    for day, name, flights, labels in (
        (3, "a", (1, 2, 3), (1, 2, 3)),
        (4, "b", (1, 2, 3), (1, 2, 3)),
        (5, "c", (3, 4, 5), (1, 2, 3, 4)),
        (6, "d", (6, 5, 4, 1, 1), (1, 2, 3, 4, 6)),
    ):
        given = partition(name, {n: delays[n] for n in flights})
        given["rows"] += [row for row in given["rows"] if flights.count(1) > 1]
        said.append(f"{name!r} with {', '.join(row['flight_id'] for row in given['rows'])}")
        system.observe(given, f"2013-10-{day:02d}T08:00:00Z")
        system.ingest([], f"2013-10-{day:02d}T08:00:00Z")
        report = formed(
            report_in_form, system.report(f"2013-10-{day + 1:02d}T03:00:00Z"), f"2013-10-{day:02d}"
        )
        why = f"Partitions of 1 October came: {'; '.join(said)} (UA5 was cancelled). The report's"
        assert_same(report["labels"], len(labels), why=f"{why} 'labels'.")
        assert_same(report["cost"], float(sum(cost[n] for n in labels)), why=f"{why} 'cost'.")


@exercise("exactly-once")
def test_a_carrier_that_nobody_knows_is_served_like_any_other(submission):
    """Flights of a carrier that is not in the briefing are accepted, answered and labelled."""
    reports = []
    for carrier in ("UA", "UX"):
        asked = [request(n, carrier=carrier) for n in (1, 2)]
        system = started(submission.CleanSystem, short_briefing())
        system.ingest(
            [message(n, "scheduled", carrier=carrier) for n in (1, 2)], "2013-10-01T08:00:00Z"
        )
        formed(answers_in_form, asked, system.predict(asked, "2013-10-01T18:00:00Z"))
        system.ingest(
            [message(n, "arrived", 20 * n, carrier) for n in (1, 2, 1)], "2013-10-02T08:00:00Z"
        )
        system.observe(partition("a", {1: 20, 2: 40}, carrier), "2013-10-03T08:00:00Z")
        system.ingest([], "2013-10-03T08:00:00Z")
        report = formed(report_in_form, system.report("2013-10-04T03:00:00Z"), "2013-10-03")
        reports.append({name: report[name] for name in COUNTS})
        known = system.flight(f"{carrier}1")
        require(type(known) is dict, f"flight('{carrier}1') is a dict, for messages have come.")
        assert_same(known.get("kind"), "arrived", why=f"The newest of flight {carrier}1.")
    wanted = {"messages": 4, "duplicates": 1, "predictions": 2, "labels": 2}
    assert_same(reports[0], wanted, why="Two flights of UA, of which one arrived twice.")
    assert_same(reports[1], wanted, why="The same of UX, a code that is not in the briefing.")


@exercise("exactly-once")
def test_the_order_within_a_call_means_nothing(submission, rng):
    """The same messages of each call in another order give the same answers and reports."""
    world = week(rng)
    shuffled = random.Random(0)
    runs = []
    for mixed in (False, True):
        ticks = []
        for tick in world.ticks[:60]:
            messages = list(tick.messages)
            if mixed:
                shuffled.shuffle(messages)
            ticks.append(replace(tick, messages=messages))
        runs.append(operate(submission.CleanSystem, replace(world, days=3, ticks=tuple(ticks))))
    for day, (one, other) in enumerate(zip(runs[0].reports, runs[1].reports, strict=True)):
        why = f"The report of {world.date(day)}, after batches in one order and in another."
        assert_same(other, one, why=why)
    assert_same(runs[1].p_late.tolist(), runs[0].p_late.tolist(), why="p_late of the bookings.")
