"""The checks of exercise 7 of the capstone that stay with the grader."""

import numpy as np

from autograder.testing import assert_same, exercise, is_a, once_per_seed, require
from worlds.books import differences
from worlds.incidents import Incident
from worlds.operate import operate
from worlds.quarter import quarter

from ..cases import started

FIGURES = ("date", "messages", "duplicates", "predictions", "labels", "cost", "small", "large")


def short(briefing):
    """A briefing with some two hundred flights of its history."""
    history = briefing["history"].iloc[::40].reset_index(drop=True)
    return {**briefing, "history": history}


@once_per_seed
def worlds(rng):
    """Saturday to Tuesday, with incidents: without a kill, and with many of them."""
    seed = int(rng.integers(2**62))
    where = str(rng.choice(["EWR", "JFK", "LGA"]))
    begins = [
        Incident("renamed-carrier", 2, 2),
        Incident("duplicated-partition", 3, 3, {"age": 0}),
        Incident("poisoned-labels", 3, 3, {"origin": where}),
        Incident("frozen-weather", 2, 3),
        Incident("traffic-spike", 2, 2, {"queries": 120, "seconds": 20}),
    ]

    def drawn(*methods):
        hours = [4 if method == "observe" else int(rng.integers(5, 23)) for method in methods]
        shares = [float(rng.choice([0.0, 0.3, 0.7, 1.0])) for _ in methods]
        return [list(one) for one in zip(methods, hours, shares, strict=True)]

    # The hour of the spike and the partition that comes again are among the calls that are cut.
    spike = quarter(seed, "2013-10-05", 4, begins).incidents
    hour = next(one.detail["hour"] for one in spike if one.kind == "traffic-spike")
    kills = [
        Incident("kill", 1, 1, {"calls": drawn(str(rng.choice(["ingest", "predict"])))}),
        Incident("kill", 2, 2, {"calls": [["observe", 4, 1.0], ["predict", hour + 1, 0.5]]}),
        Incident("kill", 3, 3, {"calls": drawn("observe", "ingest")}),
    ]
    return tuple(quarter(seed, "2013-10-05", 4, found) for found in (begins, begins + kills))


def through(submission, of):
    """The log of a system that knows a short history."""
    return operate(lambda briefing, **rest: submission.DurableSystem(short(briefing), **rest), of)


def day_of(of, day):
    """A day as a sentence names it."""
    return f"{int(of.date(day)[8:])} October"


def require_no_failure(of, log):
    """Demand that every call came back as agreed."""
    for failure in log.failures[:1]:
        require(False, f"On {day_of(of, failure.day)} at {failure.hour}:00: {failure.sentence}")


@exercise("recover")
def test_days_with_kills_end_as_days_without(submission, rng):
    """Four days, on three of which calls are cut short at some text, in the midst of incidents.

    Every answer and every report is as in the same days without a kill.
    """
    calm, killed = worlds(rng)
    one, other = through(submission, calm), through(submission, killed)
    require_no_failure(calm, one)
    require_no_failure(killed, other)
    kills = {day: [kill for kill in other.kills if kill.day <= day] for day in range(killed.days)}
    for day, (expected, found) in enumerate(zip(one.reports, other.reports, strict=True)):
        last = kills[day][-1] if kills[day] else None
        since = (
            f", after `{last.method}` was cut on {day_of(killed, last.day)} at {last.hour}:00"
            if last
            else ""
        )
        assert_same(
            found, expected, why=f"The report of {day_of(killed, day)}{since} is another one."
        )
    flown = killed.flown
    differ = np.flatnonzero(
        ~np.isclose(one.p_late, other.p_late, rtol=1e-9, atol=1e-12) | (one.act != other.act)
    )
    if len(differ):
        k = int(differ[0])
        require(
            False,
            f"From {day_of(killed, int(flown.day[k] - killed.start))} on bookings are answered "
            f"otherwise than without a kill, {flown.flight_id[k]} for example.",
            expected=f"p_late {one.p_late[k]:.6f}, act {bool(one.act[k])}",
            received=f"p_late {other.p_late[k]:.6f}, act {bool(other.act[k])}",
        )
    require(
        one.source == other.source,
        "After a kill, answers are from other sources than without one.",
        expected=f"{one.source.count('model')} by model, {one.source.count('cache')} cached",
        received=f"{other.source.count('model')} by model, {other.source.count('cache')} cached",
    )
    for difference in list(differences(killed, other))[:1]:
        require(
            False,
            f"The report of {day_of(killed, difference.day)} says another {difference.name} than "
            "the operator has counted.",
            expected=f"{difference.true:g}",
            received=f"{difference.said:g}",
        )


@once_per_seed
def moments(rng):
    """Three days, their calls, and places among these: of the prefixes."""
    three = quarter(int(rng.integers(2**62)), "2013-10-04", 3, ())
    calls = []
    for tick in three.ticks:
        calls += [("observe", partition, tick.now) for partition in tick.partitions]
        calls += [("ingest", tick.messages, tick.now), ("predict", tick.requests, tick.now)]
    end = int(rng.integers(85, 110))  # on the third day, on which the first labels come
    places = sorted(rng.choice(np.arange(4, end), 3, replace=False).tolist())
    return three, calls[:end], places


@exercise("recover")
def test_prefixes_of_some_days_give_each_its_own_state(submission, rng):
    """Systems made of the journal of random moments each are as the first one was then.

    They are made one after another, the latest first. Each reports what was to be reported then,
    and answers the next call as it was answered.
    """
    of, calls, places = moments(rng)
    first = started(submission.DurableSystem, short(of.briefing()))
    kept = {}
    for place, (method, given, now) in enumerate(calls):
        if place in places:
            report = first.report(now)
            is_a(report, dict)
            kept[place] = (first.journal, report)
        answer = getattr(first, method)(given, now)
        if place in kept:
            kept[place] += (answer,)
    for place in sorted(kept, reverse=True):
        method, given, now = calls[place]
        journal, expected, answer = kept[place]
        system = started(submission.DurableSystem, short(of.briefing()), journal)
        found = system.report(now)
        is_a(found, dict)
        for name in (*FIGURES, "alarms"):
            assert_same(
                found.get(name),
                expected.get(name),
                why=f"A system made of the journal before {now} reports another {name} than then.",
            )
        assert_same(
            getattr(system, method)(given, now),
            answer,
            why=f"A system made of the journal before {now} answers `{method}` otherwise.",
        )
