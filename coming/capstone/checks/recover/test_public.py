"""The checks of exercise 7 of the capstone that a student sees: what a journal brings back."""

import numpy as np
import pandas as pd

from autograder.testing import assert_same, exercise, is_a, once, require

from ..cases import started

FIGURES = ("date", "messages", "duplicates", "predictions", "labels", "cost", "small", "large")
TABLE = {
    f"{origin} {hour:02d}": 0.05 + hour / 80
    for origin in ("EWR", "JFK", "LGA")
    for hour in range(24)
}


@once
def briefing():
    """What the desk knew, with a short history."""
    rng = np.random.default_rng(1)
    n = 200
    hour = rng.integers(6, 22, n)
    late = rng.random(n) < 0.1 + hour / 80
    return {
        "costs": {"correct_alarm": 150, "false_alarm": 120, "miss": 600, "correct_silence": 0},
        "table": TABLE,
        "carriers": ["B6", "UA"],
        "small_airports": ["BGR"],
        "history": pd.DataFrame(
            {
                "flight_id": [f"H{k}" for k in range(n)],
                "carrier": rng.choice(["B6", "UA"], n),
                "origin": rng.choice(["EWR", "JFK", "LGA"], n),
                "dest": rng.choice(["BGR", "ORD"], n, p=[0.2, 0.8]),
                "scheduled": [
                    f"2013-09-{1 + k // 12:02d}T{hour[k] + 2:02d}:00:00Z" for k in range(n)
                ],
                "hour": hour,
                "weekday": [(6 + k // 12) % 7 for k in range(n)],
                "distance": rng.integers(200, 2500, n),
                "precip": rng.choice([0.0, 0.1], n, p=[0.9, 0.1]),
                "visib": rng.uniform(2, 10, n),
                "wind_speed": rng.uniform(0, 30, n),
                "temp": rng.uniform(40, 80, n),
                "recent": rng.random(n) / 2,
                "late": late.astype(int),
            }
        ),
    }


def booking(number, day=7, kind="booking"):
    """A request about flight so-and-so of a day of October, for 15:00 in New York or later."""
    hour = 15 + number % 3
    return {
        "request_id": f"{kind}-{day}-{number}",
        "kind": kind,
        "asked_at": f"2013-10-{day:02d}T{hour + 2}:00:{number % 60:02d}Z",
        "flight_id": f"UA{number}-{day}",
        "carrier": "UA",
        "origin": ("EWR", "JFK", "LGA")[number % 3],
        "dest": "BGR" if number % 5 == 0 else "ORD",
        "scheduled": f"2013-10-{day:02d}T{hour + 4}:00:00Z",
        "hour": hour,
        "weekday": (day - 7) % 7,
        "distance": 700,
    }


def bookings(numbers, day=7, kind="booking"):
    """Requests in the order in which they are asked."""
    return sorted((booking(number, day, kind) for number in numbers), key=lambda r: r["asked_at"])


def message(number, kind, delay=None, day=7):
    """A message about the flight of `booking`."""
    flight = booking(number, day)
    version = {"scheduled": 1, "departed": 2, "cancelled": 2, "arrived": 3}[kind]
    return {
        "message_id": f"{flight['flight_id']}/{version}",
        "kind": kind,
        "flight_id": flight["flight_id"],
        "version": version,
        "event_time": flight["scheduled"],
        "carrier": "UA",
        "origin": flight["origin"],
        "dest": flight["dest"],
        "delay_minutes": delay,
    }


def partition(delays, day=7, name="first"):
    """The outcomes of flights of `booking`, by number."""
    rows = []
    for number, delay in delays.items():
        flight = booking(number, day)
        row = {
            entry: flight[entry]
            for entry in ("flight_id", "carrier", "origin", "dest", "scheduled")
        }
        rows.append({**row, "arr_delay": delay, "cancelled": delay is None})
    return {"partition_id": f"{name}-{day}", "date": f"2013-10-{day:02d}", "rows": rows}


@once
def weeks():
    """Calls of a Monday to Wednesday, and of the Monday after, with the times of each."""
    delays = {number: 70 if number % 2 else 3 for number in range(24)}
    late = dict.fromkeys(range(30, 70), 90)
    return (
        ("ingest", [message(n, "scheduled") for n in range(24)], "2013-10-07T08:00:00Z"),
        ("predict", bookings(range(24)), "2013-10-07T20:00:00Z"),
        ("ingest", [message(n, "departed", d) for n, d in delays.items()], "2013-10-07T23:00:00Z"),
        ("predict", bookings(range(4), kind="query"), "2013-10-07T23:00:00Z"),
        ("ingest", [message(n, "arrived", d) for n, d in delays.items()], "2013-10-08T02:00:00Z"),
        ("ingest", [message(n, "scheduled", day=8) for n in range(30, 70)], "2013-10-08T08:00:00Z"),
        ("predict", bookings(range(30, 70), 8), "2013-10-08T20:00:00Z"),
        ("ingest", [message(n, "arrived", d, 8) for n, d in late.items()], "2013-10-09T08:00:00Z"),
        ("observe", partition(delays), "2013-10-10T08:00:00Z"),
        ("observe", partition(late, 8), "2013-10-10T08:00:00Z"),
        *(("ingest", [], f"2013-10-{day}T08:00:00Z") for day in range(10, 15)),
        ("retrain", None, "2013-10-14T09:00:00Z"),
        ("ingest", [message(n, "scheduled", day=14) for n in range(9)], "2013-10-14T15:00:00Z"),
        ("predict", bookings(range(9), 14), "2013-10-14T20:00:00Z"),
        ("predict", bookings(range(9), 14, "query"), "2013-10-14T20:05:00Z"),
    )


def made(submission, *journal):
    """A system, from a journal if one is given."""
    return started(submission.DurableSystem, briefing(), *journal)


def call(system, one):
    """One of the calls of `weeks`."""
    method, given, now = one
    return (
        system.retrain(now, given) if method == "retrain" else getattr(system, method)(given, now)
    )


def spoken(one):
    """A call as a sentence names it."""
    method, _, now = one
    return f"`{method}` at {now}"


def report_of(system, now):
    """What a report says, without what it may say besides."""
    report = system.report(now)
    is_a(report, dict)
    return {name: report.get(name) for name in (*FIGURES, "alarms")}


def texts_of(system, when):
    """The journal, which has to be a list of texts."""
    journal = system.journal
    require(
        type(journal) is list and all(type(text) is str for text in journal),
        f"`journal` {when} is no list of texts.",
        expected="a list of str",
        received=f"{type(journal).__name__}",
    )
    return journal


def same_as(system, other, now, when):
    """Demand that two systems report the same: the first is judged by the second."""
    assert_same(
        report_of(system, now), report_of(other, now), why=f"The report {when} is another one."
    )


@exercise("recover")
def test_the_journal_holds_texts_and_only_grows(submission):
    """The journal is a list of texts. Calls append to it, and change nothing that stood in it."""
    system = made(submission)
    before = texts_of(system, "of a new system")
    for one in weeks()[:9]:
        call(system, one)
        after = texts_of(system, f"after {spoken(one)}")
        require(
            after[: len(before)] == before,
            f"{spoken(one)} changed or took away what already stood in the journal.",
            expected=f"{len(before)} texts as they were, and perhaps more",
            received=f"{len(after)} texts, and the first {len(before)} are not those of before",
        )
        before = after
    again = texts_of(made(submission, before), "of a system made of a journal")
    require(
        again[: len(before)] == before,
        "The journal of a system does not begin with the texts that it was made of: a second "
        "kill would lose what the first one left.",
        expected=f"{len(before)} texts, and perhaps more",
        received=f"{len(again)} texts",
    )


@exercise("recover")
def test_a_system_made_of_a_journal_reports_what_the_first_one_did(submission):
    """After a kill between two calls, the system that is made of the journal reports the same."""
    first = made(submission)
    for one in weeks()[:10]:
        call(first, one)
    now = "2013-10-11T03:00:00Z"
    found = report_of(first, now)
    assert_same(
        [found[name] for name in ("messages", "duplicates", "predictions", "labels")],
        [152, 0, 64, 64],
        why="152 messages, 64 bookings and the labels of two days were given to one system.",
    )
    second = made(submission, first.journal)
    same_as(second, first, now, "of 10 October, by a system made of the journal")
    third = made(submission, second.journal)
    same_as(third, first, now, "of 10 October, by a system made of the second one's journal,")


@exercise("recover")
def test_it_goes_on_as_the_first_one_would_have(submission):
    """A system that is made of the journal answers what follows as the first one would have.

    For that it needs the model that was in use, and all that the first one had seen.
    """
    first = made(submission)
    *begun, retrain, taken, asked, queried = weeks()
    for one in begun:
        call(first, one)
    before = made(submission, first.journal)
    assert_same(
        call(before, retrain),
        call(first, retrain),
        why="`retrain` on 14 October decides otherwise.",
    )
    after = made(submission, first.journal)
    for one in (taken, asked, queried):
        expected = call(first, one)
        for system, when in ((before, "before"), (after, "after")):
            assert_same(
                call(system, one),
                expected,
                why=f"A system made of the journal from {when} `retrain` on 14 October answers "
                f"{spoken(one)} otherwise.",
            )


def cut(submission, begun, one, following):
    """Cut a call short after some of its texts, make it again, and compare what follows."""
    now = one[2]
    whole = made(submission)
    for earlier in begun:
        call(whole, earlier)
    before = texts_of(whole, f"before {spoken(one)}")
    expected = call(whole, one)
    written = texts_of(whole, f"after {spoken(one)}")[len(before) :]
    n = len(written)
    left = {
        kept: made(submission, before + written[:kept])
        for kept in sorted({0, 1, n // 2, n - 1, n} & {*range(n + 1)})
    }
    for kept, system in left.items():
        of = f"{spoken(one)}, cut after {kept} of {n} texts and made again,"
        assert_same(call(system, one), expected, why=f"{of} returns something else.")
        same_as(system, whole, now, f"after {of}")
    for then in following:
        expected = call(whole, then)
        for kept, system in left.items():
            of = f"{spoken(one)} had been cut after {kept} of {n} texts and made again"
            assert_same(
                call(system, then),
                expected,
                why=f"After {of}, {spoken(then)} returns something else.",
            )


@exercise("recover")
def test_messages_of_a_call_that_was_cut_are_neither_lost_nor_doubled(submission):
    """An `ingest` that was cut and made again counts each message once, and no duplicate."""
    calls = weeks()
    cut(submission, calls[:2], calls[2], calls[3:4])


@exercise("recover")
def test_a_predict_that_was_cut_gives_the_same_answers(submission):
    """A `predict` that was cut and made again answers the same, and counts each booking once."""
    calls = weeks()
    cut(submission, calls[:1], calls[1], calls[2:4])


@exercise("recover")
def test_a_partition_of_a_call_that_was_cut_did_not_come_twice(submission):
    """An `observe` that was cut and made again counts each label once, and rings no alarm."""
    calls = weeks()
    cut(submission, calls[:9], calls[9], ())


@exercise("recover")
def test_a_retrain_that_was_cut_decides_once(submission):
    """A `retrain` that was cut and made again decides the same, and leaves the same model."""
    calls = weeks()
    offer = {"name": "sure", "scores": {f"UA{n}-8": 0.9 for n in range(30, 70)}}
    cut(submission, calls[:15], ("retrain", offer, calls[15][2]), calls[16:18])


@exercise("recover")
def test_older_texts_give_the_older_state(submission):
    """Systems of different prefixes do not know of each other: older texts, older state."""
    first = made(submission)
    kept = []
    for one in weeks()[:9]:
        kept.append((one, first.journal, report_of(first, one[2])))
        call(first, one)
    kept.append((None, first.journal, report_of(first, one[2])))
    for place in (9, 0, 6, 2):
        then, journal, expected = kept[place]
        now = then[2] if then else one[2]
        when = f"before {spoken(then)}" if then else "of the end"
        assert_same(
            report_of(made(submission, journal), now),
            expected,
            why=f"A system made of the journal {when} reports another state than that of then.",
        )


@exercise("recover")
def test_two_systems_side_by_side_do_not_mix(submission):
    """Two systems that take turns in one process each count what they were given, and no more."""
    one, other = made(submission), made(submission)
    now = "2013-10-08T03:00:00Z"
    for hour, (mine, yours) in enumerate((([0, 1, 2], [7, 8]), ([3], [9]), ([4, 5], [10, 11, 12]))):
        at = f"2013-10-07T{18 + hour}:00:00Z"
        for system, numbers in ((one, mine), (other, yours)):
            system.ingest([message(n, "scheduled") for n in numbers], at)
            system.predict(bookings(numbers), at)
    third = made(submission, one.journal)
    counted = [
        {name: report_of(system, now)[name] for name in ("messages", "duplicates", "predictions")}
        for system in (one, other, third)
    ]
    for found, who in zip(
        counted, ("the first", "the second", "one made of the first one's journal"), strict=True
    ):
        assert_same(
            found,
            {"messages": 6, "duplicates": 0, "predictions": 6},
            why=f"Six messages and six bookings were given to {who}, six others to another system.",
        )
