"""The checks of exercise 1 of the capstone that a student sees: answers, decisions, the report."""

from dataclasses import replace

import numpy as np

from autograder.testing import assert_same, exercise, is_a, once, once_per_seed, require
from worlds.answers import answers_in_form, journal_in_form, report_in_form
from worlds.books import differences
from worlds.operate import operate
from worlds.quarter import quarter

from ..cases import formed, started


def without_repetitions(world):
    """The same days, in which each message is delivered once."""
    seen, ticks = set(), []
    for tick in world.ticks:
        first = {m["message_id"]: m for m in tick.messages if m["message_id"] not in seen}
        seen.update(first)
        ticks.append(replace(tick, messages=list(first.values())))
    return replace(world, ticks=tuple(ticks))


@once_per_seed
def week(rng):
    return without_repetitions(quarter(int(rng.integers(2**32)), days=6, incidents=()))


@once
def short_briefing():
    """What the desk knew, with a history of the last few hundred flights only."""
    briefing = quarter(0, days=1, incidents=()).briefing()
    return briefing | {"history": briefing["history"].tail(400).reset_index(drop=True)}


def request(number, *, hour=12, origin="EWR", dest="ORD", kind="booking"):
    """One about a flight of 1 October, two hours before it leaves at the full hour."""
    return {
        "request_id": f"{kind} {number}",
        "kind": kind,
        "asked_at": f"2013-10-01T{hour + 2:02d}:00:00Z",
        "flight_id": f"UA{number}",
        "carrier": "UA",
        "origin": origin,
        "dest": dest,
        "scheduled": f"2013-10-01T{hour + 4:02d}:00:00Z",
        "hour": hour,
        "weekday": 1,
        "distance": 719,
    }


def message(asked, kind, delay=None):
    """One about the flight of a request."""
    version = {"scheduled": 1, "departed": 2, "cancelled": 2, "arrived": 3}[kind]
    hour = asked["hour"] + {"scheduled": -6, "departed": 5, "cancelled": 4, "arrived": 7}[kind]
    return {
        "message_id": f"{asked['flight_id']}/{version}",
        "kind": kind,
        "version": version,
        "event_time": f"2013-10-01T{hour:02d}:00:00Z",
        "delay_minutes": delay,
        **{name: asked[name] for name in ("flight_id", "carrier", "origin", "dest")},
    }


def weather(hour):
    when = f"2013-10-01T{hour:02d}:00:00Z"
    values = {"precip": 0.0, "visib": 10.0, "wind_speed": 5.0 + hour, "temp": 60.0}
    return {
        "message_id": f"weather {hour}",
        "kind": "weather",
        "origin": "EWR",
        "event_time": when,
        **values,
    }


def partition(delays, cancelled=(), day="2013-10-01"):
    """The outcomes of flights: pairs of a request and a delay."""
    names = ("flight_id", "carrier", "origin", "dest", "scheduled")
    rows = [
        {
            **{name: asked[name] for name in names},
            "arr_delay": delay,
            "cancelled": asked["flight_id"] in cancelled,
        }
        for asked, delay in delays
    ]
    return {"partition_id": f"labels of {day}", "date": day, "rows": rows}


def play(system, calls):
    """What the last of these calls returns."""
    result = None
    for method, *given in calls:
        result = getattr(system, method)(*given)
    return result


def dollars(costs, act, late):
    """The cost of one decision."""
    names = ("correct_silence", "false_alarm", "miss", "correct_alarm")
    return costs[names[2 * late + act]]


@exercise("naive-system", weight=2)
def test_six_days_run_and_every_report_is_right(submission, rng):
    """For six days no call fails, and every evening the report says what the operator counted."""
    world = week(rng)
    log = operate(submission.NaiveSystem, world)
    for failure in log.failures:
        date = world.date(failure.day)
        require(False, f"On {date}, at {failure.hour}:00 in New York: {failure.sentence}")
    for wrong in differences(world, log):
        require(
            False,
            f"The report of {world.date(wrong.day)}, day {wrong.day + 1} of the run, "
            f"has a wrong number for {wrong.name}.",
            expected=f"{wrong.true:g}",
            received=f"{wrong.said:g}",
        )


@exercise("naive-system")
def test_the_desk_acts_where_acting_costs_no_more(submission):
    """An answer acts exactly where acting costs no more than silence, at its own p_late."""
    places = [(origin, hour) for origin in ("EWR", "JFK", "LGA") for hour in range(6, 19)]
    rates = np.linspace(0, 1, len(places)).tolist()
    table = {f"{origin} {hour:02d}": 0.5 for origin in ("EWR", "JFK", "LGA") for hour in range(24)}
    for (origin, hour), rate in zip(places, rates, strict=True):
        table[f"{origin} {hour:02d}"] = rate
    asked = [
        request(n, hour=hour, origin=origin, kind=("booking", "query")[n % 3 == 0 and rate > 0.3])
        for n, ((origin, hour), rate) in enumerate(zip(places, rates, strict=True))
    ]
    asked.sort(key=lambda one: one["asked_at"])
    in_turn = [(150, 120, 600, 0), (100, 90, 200, 30), (50, 400, 120, 0), (0, 1, 20, 0)]
    for correct_alarm, false_alarm, miss, correct_silence in in_turn:
        costs = {
            "correct_alarm": correct_alarm,
            "false_alarm": false_alarm,
            "miss": miss,
            "correct_silence": correct_silence,
        }
        system = started(
            submission.NaiveSystem, short_briefing() | {"table": table, "costs": costs}
        )
        system.ingest([], "2013-10-01T08:00:00Z")
        answers = system.predict(asked, "2013-10-01T23:00:00Z")
        found = formed(answers_in_form, asked, answers)
        if len(in_turn) == 4:  # once more, with a threshold in the midst of these answers
            p = float(np.clip(np.median([p_late for p_late, _, _ in found]), 0.05, 0.9))
            in_turn.append((100, round(30 + 100 * p / (1 - p), 2), 200, 30))
        for one, (p_late, act, _) in zip(asked, found, strict=True):
            acting = p_late * correct_alarm + (1 - p_late) * false_alarm
            silence = p_late * miss + (1 - p_late) * correct_silence
            require(
                abs(acting - silence) <= 1e-9 or act == (acting < silence),
                f"A {one['kind']} was answered with p_late {p_late:.3f}. At the costs {costs} "
                f"acting costs {acting:.2f} dollars in expectation, silence {silence:.2f}.",
                expected=f"act is {acting < silence}",
                received=f"act is {act}",
            )


@exercise("naive-system")
def test_an_answer_has_four_entries_and_the_order_of_the_requests(submission):
    """`predict` returns one answer for each request, in their order, with exactly four entries."""
    asked = [request(n, kind=kind) for n, kind in enumerate(("query", "booking", "query"))]
    asked.append(request(1, kind="query"))
    system = started(submission.NaiveSystem, short_briefing())
    system.ingest([], "2013-10-01T08:00:00Z")
    answers = system.predict(asked, "2013-10-01T15:00:00Z")
    formed(answers_in_form, asked, answers)
    for answer in answers:
        assert_same(
            sorted(answer), ["act", "flight_id", "p_late", "source"], why="An answer's entries."
        )
    is_a(system.predict([], "2013-10-01T16:00:00Z"), list)


@exercise("naive-system", weight=2)
def test_a_report_counts_what_was_decided_and_is_known(submission):
    """Labels and cost are of flights whose booking was answered and whose delay is known."""
    briefing = short_briefing()
    costs = {"correct_alarm": 155, "false_alarm": 123, "miss": 607, "correct_silence": 11}
    small = briefing["small_airports"][0]
    booked = [request(n, hour=9 + n, dest=small if n in (2, 4) else "ORD") for n in range(1, 8)]
    queried = request(8, hour=16, kind="query")
    unasked = request(9, hour=17)
    delays = [14, 15, 200, -20, None, None, 5]
    last_heard = [message(one, "arrived", delay) for one, delay in zip(booked, delays, strict=True)]
    last_heard[4:6] = [message(booked[4], "cancelled"), message(booked[5], "departed", 3)]
    known = [*zip(booked[:6], delays, strict=False), (queried, 30), (unasked, 60)]
    system = started(submission.NaiveSystem, briefing | {"costs": costs})
    calls = [
        ("ingest", [message(one, "scheduled") for one in booked], "2013-10-01T08:00:00Z"),
        ("ingest", [weather(10), weather(11)], "2013-10-01T13:00:00Z"),
        ("predict", [*booked, queried], "2013-10-01T19:00:00Z"),
    ]
    answers = formed(answers_in_form, [*booked, queried], play(system, calls))
    before = formed(report_in_form, system.report("2013-10-02T03:00:00Z"), "2013-10-01")
    calls = [
        ("ingest", last_heard, "2013-10-02T08:00:00Z"),
        ("observe", partition(known, cancelled=("UA5",)), "2013-10-03T08:00:00Z"),
        ("ingest", [weather(12)], "2013-10-03T08:00:00Z"),
        ("report", "2013-10-04T03:00:00Z"),
    ]
    after = formed(report_in_form, play(system, calls), "2013-10-03")
    acts = [act for _, act, _ in answers]
    spent = {
        name: sum(dollars(costs, acts[n - 1], delays[n - 1] >= 15) for n in flights)
        for name, flights in (("small", (2, 4)), ("large", (1, 3)))
    }
    nothing = {"flights": 0, "cost": 0.0}
    told = "Seven bookings and a query were answered; no partition has come."
    wanted = {"messages": 9, "duplicates": 0, "predictions": 7, "labels": 0, "cost": 0.0}
    for name, value in {**wanted, "small": nothing, "large": nothing}.items():
        assert_same(before[name], value, why=f"{told} The report's {name!r}.")
    told = (
        "Of seven bookings the delays are 14, 15, 200, -20, None (cancelled), None (diverted) and "
        "not yet known; the partition also has a flight that was only queried and one that nobody "
        "asked about."
    )
    wanted |= {"messages": 17, "labels": 4, "cost": float(sum(spent.values()))}
    for name, value in wanted.items():
        assert_same(after[name], value, why=f"{told} The report's {name!r}.")
    for name, cost in spent.items():
        group = {"flights": 2, "cost": float(cost)}
        assert_same(after[name], group, why=f"{told} The report's {name!r}.")
    stopped = request(10) | {"scheduled": "2013-10-02T16:00:00Z"}
    calls = [
        ("observe", partition([(stopped, None)], ("UA10",), "2013-10-02"), "2013-10-04T08:00:00Z"),
        ("ingest", [], "2013-10-04T08:00:00Z"),
        ("report", "2013-10-05T03:00:00Z"),
    ]
    later = formed(report_in_form, play(system, calls), "2013-10-04")
    told = "The partition of 2 October has one flight, which was cancelled: nothing is counted."
    assert_same(later | {"date": "2013-10-03"}, after, why=told)


@exercise("naive-system")
def test_to_ask_for_a_report_changes_nothing(submission):
    """A report that is asked for twice is the same, and the next call does not know of it."""
    booked = [request(n, hour=11 + n) for n in range(3)]
    calls = [
        ("ingest", [weather(6)], "2013-10-01T08:00:00Z"),
        ("report", "2013-10-01T12:00:00Z"),
        ("predict", booked, "2013-10-01T16:00:00Z"),
        ("report", "2013-10-02T03:00:00Z"),
        ("ingest", [], "2013-10-02T08:00:00Z"),
        ("ingest", [weather(11)], "2013-10-03T08:00:00Z"),
        ("report", "2013-10-04T03:00:00Z"),
    ]
    asked_often = started(submission.NaiveSystem, short_briefing())
    for method, *given in calls:
        getattr(asked_often, method)(*given)
        if method == "report":
            getattr(asked_often, method)(*given)
    often = asked_often.report("2013-10-04T03:00:00Z")
    seldom = started(submission.NaiveSystem, short_briefing())
    once_only = play(seldom, [call for call in calls[:-1] if call[0] != "report"] + calls[-1:])
    assert_same(often, once_only, why="One system was asked for six reports, another for the last.")


@exercise("naive-system")
def test_systems_do_not_know_of_each_other(submission):
    """A new system begins at nothing, whatever another one in the same process has done."""
    calls = [
        ("ingest", [weather(6), message(request(1), "scheduled")], "2013-10-01T08:00:00Z"),
        ("predict", [request(1), request(2, hour=13)], "2013-10-01T16:00:00Z"),
        ("report", "2013-10-02T03:00:00Z"),
    ]
    for place in ("first", "second"):
        said = play(started(submission.NaiveSystem, short_briefing()), calls)
        report = formed(report_in_form, said, "2013-10-01")
        for name, value in (("messages", 2), ("predictions", 2), ("labels", 0)):
            told = f"Two messages and two bookings for the {place} of two systems."
            assert_same(report[name], value, why=f"{told} The report's {name!r}.")


@exercise("naive-system")
def test_nothing_is_accepted_where_nothing_is_offered(submission):
    """`retrain` returns a dict that says False without an offer; `journal` is a list of texts."""
    system = started(submission.NaiveSystem, short_briefing())
    system.ingest([], "2013-10-07T08:00:00Z")
    for given in (("2013-10-07T09:00:00Z",), ("2013-10-14T09:00:00Z", None)):
        assert_same(system.retrain(*given), {"accepted": False}, why="Nothing was offered.")
    formed(journal_in_form, system.journal)
