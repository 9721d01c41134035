"""The checks of exercise 2 of the capstone that stay with the grader."""

from dataclasses import replace

import numpy as np

from autograder.testing import assert_same, exercise, once_per_seed, require
from worlds.answers import answers_in_form, report_in_form
from worlds.books import differences
from worlds.incidents import Incident
from worlds.operate import operate
from worlds.quarter import quarter

from ..cases import formed, started

COUNTS = ("messages", "duplicates", "predictions", "labels")


def first_day(rng, days):
    """A day of the quarter, so many days before its end or earlier."""
    return str(np.datetime64("2013-10-01") + int(rng.integers(0, 93 - days)))


@once_per_seed
def renamed(rng):
    """The same nine days twice: in the second run a carrier has another code from some day on."""
    seed, first = int(rng.integers(2**32)), first_day(rng, 9)
    late = Incident("late-labels", 3, 5)
    twice = Incident("duplicated-partition", 7, 7, {"age": int(rng.integers(0, 4))})
    day = int(rng.integers(0, 3))
    return quarter(seed, first, 9, (late, twice)), quarter(
        seed, first, 9, (Incident("renamed-carrier", day, 8), late, twice)
    )


@once_per_seed
def two_days(rng):
    """Two days, and the same with each call's messages in another order."""
    world = quarter(int(rng.integers(2**32)), first_day(rng, 2), 2, ())
    history = world.history.tail(400).reset_index(drop=True)
    ticks = [
        replace(tick, messages=[tick.messages[k] for k in rng.permutation(len(tick.messages))])
        for tick in world.ticks
    ]
    return replace(world, history=history), replace(world, history=history, ticks=tuple(ticks))


@exercise("exactly-once", weight=2)
def test_another_code_changes_no_number(submission, rng):
    """Another code of a carrier changes no count; late and repeated labels count once."""
    logs = []
    for world, told in zip(renamed(rng), ("with all codes known", "with a new code"), strict=True):
        log = operate(submission.CleanSystem, world)
        for failure in log.failures:
            date = world.date(failure.day)
            require(False, f"On {date}, {failure.hour}:00, {told}: {failure.sentence}")
        for wrong in differences(world, log):
            require(
                False,
                f"The report of {world.date(wrong.day)}, day {wrong.day + 1} of a run {told}, "
                f"has a wrong number for {wrong.name}. On day 7 three partitions came together, "
                "on day 8 one came again.",
                expected=f"{wrong.true:g}",
                received=f"{wrong.said:g}",
            )
        logs.append(log)
    for day, (one, other) in enumerate(zip(logs[0].reports, logs[1].reports, strict=True)):
        for name in COUNTS:
            why = f"{name!r} on day {day + 1}, if a carrier has another code."
            assert_same(other[name], one[name], why=why)


@exercise("exactly-once")
def test_what_is_known_of_each_flight_does_not_hang_on_the_order(submission, rng):
    """After each day flight() gives the newest message, whatever the order within each call was."""
    for world, told in zip(two_days(rng), ("as they came", "in another order"), strict=True):
        system = started(submission.CleanSystem, world.briefing())
        newest, ids, deliveries = {}, set(), 0
        for tick in world.ticks:
            system.ingest(tick.messages, tick.now)
            formed(answers_in_form, tick.requests, system.predict(tick.requests, tick.now))
            deliveries += len(tick.messages)
            for message in tick.messages:
                ids.add(message["message_id"])
                if message["kind"] != "weather":
                    known = newest.setdefault(message["flight_id"], message)
                    if message["version"] > known["version"]:
                        newest[message["flight_id"]] = message
        date = world.date(1)
        report = formed(report_in_form, system.report(world.ticks[-1].now), date)
        wanted = {"messages": len(ids), "duplicates": deliveries - len(ids)}
        for name, value in wanted.items():
            assert_same(report[name], value, why=f"{name!r} of {date}, with messages {told}.")
        for flight_id, message in newest.items():
            wanted = {name: message[name] for name in ("version", "kind", "delay_minutes")}
            known = system.flight(flight_id)
            require(
                type(known) is dict, f"flight({flight_id!r}) is a dict; its messages came {told}."
            )
            why = f"flight({flight_id!r}) at the end of {date}, with messages {told}."
            assert_same({name: known.get(name) for name in wanted}, wanted, why=why)
