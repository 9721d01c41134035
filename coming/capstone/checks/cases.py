"""What check files of several exercises need. Learners have it: no answer stands here."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from autograder.sandbox.handles import Handle
from autograder.submission import LocalObject
from autograder.testing import once, require
from worlds.answers import WrongForm
from worlds.baselines import dollars
from worlds.quarter import THRESHOLD, quarter
from worlds.quarter_labels import TENTH, poisoned
from worlds.timetable import ORIGINS

NEW_YORK = ZoneInfo("America/New_York")
VALUES = ("precip", "visib", "wind_speed", "temp")


def started(System: Any, *given: Any, **rest: Any) -> Any:
    """A system of the submission, of which a check can call methods."""
    system = System(*given, **rest)
    require(
        isinstance(system, LocalObject | Handle),
        "A system should be an object with the methods of the table of calls.",
        expected="an object",
        received=type(system).__name__,
    )
    return system


def formed(in_form: Any, *given: Any) -> Any:
    """What `in_form` makes of a result; a wrong form is the submission's fault."""
    try:
        return in_form(*given)
    except WrongForm as problem:
        require(False, str(problem))


def date(day):
    """The date of a day."""
    return f"{datetime(2013, 10, 1) + timedelta(days=day):%Y-%m-%d}"


def at(day, hour):
    """An hour of New York, as a time."""
    then = datetime(2013, 10, 1, hour, tzinfo=NEW_YORK) + timedelta(days=day)
    return f"{then.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


@once
def briefing():
    """A real one, with one flight in sixteen of the history."""
    whole = quarter(5, days=1, incidents=()).briefing()
    return whole | {"history": whole["history"].iloc[::16].reset_index(drop=True)}


def lean(world):
    """A world without queries, schedules and most of the history."""
    ticks = [
        replace(
            tick,
            messages=[message for message in tick.messages if message["kind"] != "scheduled"],
            requests=[request for request in tick.requests if request["kind"] == "booking"],
        )
        for tick in world.ticks
    ]
    thin = world.history.iloc[::16].reset_index(drop=True)
    return replace(world, history=thin, ticks=tuple(ticks))


def alarms_of(world):
    """By day: the alarms that must ring, and those that may."""
    carriers, seen, readings, dates = {}, {}, {}, set()
    days = []
    for day in range(world.days):
        must, may = set(), set()
        for tick in (tick for tick in world.ticks if tick.day == day):
            for part in tick.partitions:
                if part["date"] in dates:
                    must.add("duplicate-partition")
                dates.add(part["date"])
                if any(contradicts(part, origin, seen) for origin in ORIGINS):
                    must.add("poisoned-labels")
            for message in tick.messages:
                if message["kind"] == "weather":
                    values = [message[name] for name in VALUES]
                    readings[message["origin"], message["event_time"]] = values
                elif seen.get(message["flight_id"], message)["version"] <= message["version"]:
                    seen[message["flight_id"]] = message
            for origin in ORIGINS:
                last = [values for (of, _), values in sorted(readings.items()) if of == origin]
                if len(last) >= 6 and all(values == last[-1] for values in last[-6:]):
                    must.add("stale-weather")
            for of in tick.messages + tick.requests:
                if of["kind"] != "weather" and of["carrier"] not in world.carriers:
                    carriers.setdefault(of["carrier"], day)
            if len(tick.requests) >= 300:
                must.add("traffic-spike")
            elif len(tick.requests) > 60:
                may.add("traffic-spike")
        if any(world.date(past) not in dates for past in range(day - 1)):
            must.add("late-labels")
        for since in carriers.values():
            (must if since == day else may if since > day - 3 else set()).add("unknown-carrier")
        days.append((must, may))
    return days


def contradicts(part, origin, seen):
    """Whether the rows of an origin are to be quarantined."""
    compared = wrong = 0
    for row in part["rows"]:
        said = seen.get(row["flight_id"])
        if row["origin"] != origin or row["arr_delay"] is None or not said:
            continue
        if said["kind"] == "arrived" and said["delay_minutes"] is not None:
            compared += 1
            wrong += (row["arr_delay"] >= 15) != (said["delay_minutes"] >= 15)
    return 10 * wrong > compared


def day_of(of, day):
    """A day as a sentence names it."""
    date = pd.Timestamp(of.date(day))
    return f"{date.day} {date.month_name()}"


def require_honest(of, differences, when=""):
    """Demand that reports say what the operator has counted."""
    for one in differences[:1]:
        require(
            False,
            f"On {day_of(of, one.day)}{when} the report says another {one.name} than was counted.",
            expected=f"{one.true:g}",
            received=f"{one.said:g}",
        )


def require_reports(of, log, days):
    """Demand that there was a report on these days."""
    for day in days:
        require(
            day < len(log.reports) and log.reports[day] is not None,
            f"There was no report on {day_of(of, day)}, or not in its form.",
        )


def due(of, log, day):
    """Whether the offer of a day is to be accepted, by exercise 5; None where either will do.

    And what acting by its scores would have cost, and what the system's decisions have cost, on the
    flights whose labels are known and trusted by then.
    """
    flown = of.flown
    trusted = dict(
        zip(flown.flight_id, poisoned(flown, of.start, of.incidents) <= TENTH, strict=True)
    )
    place = {flight_id: k for k, flight_id in enumerate(flown.flight_id)}
    scores = next(tick.offer["scores"] for tick in of.ticks if tick.day == day and tick.offer)
    late = {
        row["flight_id"]: row["arr_delay"] >= 15
        for tick in of.ticks
        for partition in tick.partitions
        for row in partition["rows"]
        if tick.day <= day and row["arr_delay"] is not None and trusted[row["flight_id"]]
    }
    flights = [flight for flight in scores if flight in late and log.answered[place[flight]]]
    if not flights:
        return False, 0.0, 0.0
    rows = [place[flight] for flight in flights]
    labels = np.array([late[flight] for flight in flights])
    theirs = np.array([scores[flight] for flight in flights])
    none = np.zeros(len(rows), dtype=bool)
    cost = float(dollars(theirs >= THRESHOLD, labels, none).sum())
    ours = float(dollars(log.act[rows], labels, none).sum())
    better = ((theirs - labels) ** 2).mean() < ((log.p_late[rows] - labels) ** 2).mean()
    if cost <= 0.97 * ours and cost < ours and better:
        return True, cost, ours
    return (False if cost > ours else None), cost, ours


def require_judged(of, log, result, good):
    """Demand that the good offers, or the bad ones, were judged as exercise 5 says."""
    offers = [one for one in result.offers if one.good is good]
    require(len(offers) == 1, "The run ended before both offers had come.")
    for one in offers:
        right, cost, ours = due(of, log, one.day)
        require(
            right is None or one.accepted is right,
            f"Acting by the model that was offered on {day_of(of, one.day)} would have cost "
            f"{cost:,.0f} dollars, where the system's decisions cost {ours:,.0f}.",
            expected="accepted" if right else "refused",
            received={True: "accepted", False: "refused"}.get(one.accepted, "no answer"),
        )
