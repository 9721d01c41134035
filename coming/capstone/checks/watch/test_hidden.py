"""The checks of exercise 6 of the capstone that stay with the grader."""

from dataclasses import replace
from datetime import datetime, timedelta

from autograder.testing import Mismatch, exercise, once_per_seed, require
from worlds.incidents import Incident
from worlds.operate import operate
from worlds.quarter import quarter
from worlds.timetable import ORIGINS

from ..cases import alarms_of

VALUES = ("precip", "visib", "wind_speed", "temp")


def thinned(world):
    """The same world, with one flight in sixteen of the history."""
    return replace(world, history=world.history.iloc[::16].reset_index(drop=True))


def require_alarms(System, world, wanted, what):
    """Demand that each night's report names what the days say, and no more."""
    log = operate(System, world)
    for failed in log.failures:
        raise Mismatch(f"On {world.date(failed.day)}, at {failed.hour}:00: {failed.sentence}")
    for day, (names, (must, may)) in enumerate(zip(log.alarms, wanted, strict=True)):
        more = f", and perhaps {sorted(may - must)}" if may - must else ""
        require(
            must <= set(names) <= must | may,
            f"{world.date(day)}, {what(day)}.",
            expected=str(sorted(must)) + more,
            received=str(names),
        )


@once_per_seed
def calendar(rng):
    """Twelve days, of which the last six or so have an incident of some kind, and their alarms."""
    first = rng.permutation([4, 5, 6, 7, 8]).tolist()
    how = ("opposite", "late", "on-time")[rng.integers(3)]
    spike = {"seconds": int(rng.integers(60, 240)), "queries": int(rng.integers(400, 1500))}
    incidents = (
        Incident("late-labels", first[0], first[0] + 2),
        Incident("poisoned-labels", first[1], first[1] + 2, {"how": how}),
        Incident("duplicated-partition", first[2], first[2], {"age": int(rng.integers(3))}),
        Incident("frozen-weather", first[3], first[3] + 2),
        Incident("traffic-spike", first[4], first[4], spike),
        Incident("renamed-carrier", int(rng.integers(6, 9)), 11),
    )
    seed, start = int(rng.integers(2**32)), f"2013-12-{rng.integers(1, 18):02d}"
    world = thinned(quarter(seed, first=start, days=12, incidents=incidents))
    return world, alarms_of(world)


@exercise("watch")
def test_other_nights_name_what_was_wrong(submission, rng):
    """On other days, with incidents of other lengths, each report names what was wrong, and no
    more."""
    world, wanted = calendar(rng)

    def what(day):
        active = [one.kind for one in world.incidents if one.first <= day <= one.last + 1]
        return f"with {', '.join(active) or 'nothing'} that day or the day before"

    require_alarms(submission.WatchfulSystem, world, wanted, what)


def renamed(of, code):
    """A message or request about a flight of another carrier."""
    return of | {"carrier": code, "flight_id": code + of["flight_id"][2:]}


@once_per_seed
def scrambled(rng):
    """Sixteen days of four calls each: readings of few values that come in any order, partitions
    that come when they like, and now and then a crowd or a carrier that nobody knows."""
    days = 16
    world = thinned(quarter(int(rng.integers(2**32)), first="2013-10-25", days=days, incidents=()))
    parts = [part for tick in world.ticks for part in tick.partitions]
    comes = {day: [] for day in range(days)}
    for place, part in enumerate(parts):
        due = place + 2 + (int(rng.integers(1, 4)) if rng.random() < 0.15 else 0)
        again = place == 5 or rng.random() < 0.15
        copies = [due] + [due + int(rng.integers(0, 5))] * again
        for copy, day in enumerate(copies):
            if day < days:
                comes[day].append(part | {"partition_id": f"{part['partition_id']}/{copy}"})
    late = [tick for tick in world.ticks if tick.hour in (4, 9, 14, 23)]
    batches = [[] for _ in late]
    for origin in ORIGINS:
        level, stays = 0, 0.0
        for place, tick in enumerate(late):
            stays = (0.2, 0.8, 0.97)[rng.integers(3)] if rng.random() < 0.3 else stays
            for hour in (2, 1, 0):
                level = level if rng.random() < stays else int(rng.integers(3))
                then = datetime.fromisoformat(tick.now) - timedelta(hours=1 + hour)
                name = f"{then:%Y-%m-%dT%H}:00:00Z"
                values = {"precip": 0.0, "visib": 9.0, "wind_speed": 4.0 + level, "temp": 50.0}
                values = dict.fromkeys(VALUES) if level == 2 else values
                said = {"message_id": f"weather-{origin}-{name}", "kind": "weather"}
                said |= {"origin": origin, "event_time": name, **values}
                due = place + int(rng.integers(1, 3)) * (rng.random() < 0.3)
                for when in [due] + [due + 1] * (rng.random() < 0.1):
                    if when < len(late):
                        batches[when].append(said)
    ticks = []
    for tick, batch in zip(late, batches, strict=True):
        asked = [request for request in tick.requests if request["kind"] == "booking"]
        first = not any(one.requests for one in ticks)
        if asked and (first or rng.random() < 0.12):
            n = 300 if first or rng.random() < 0.6 else 60 - len(asked)
            query = asked[-1] | {"kind": "query"}
            asked = asked + [query | {"request_id": f"more-{k}"} for k in range(n)]
        said = [message for message in tick.messages if message["kind"] == "arrived"]
        if said and rng.random() < 0.15:
            said[0] = renamed(said[0], f"X{rng.integers(3)}")
        if asked and rng.random() < 0.15:
            asked[0] = renamed(asked[0], f"X{rng.integers(3)}")
        rng.shuffle(batch)
        partitions = comes[tick.day] if tick.hour == 4 else []
        one = replace(tick, messages=said + batch, requests=asked, partitions=partitions)
        ticks.append(one)
    world = replace(world, ticks=tuple(ticks))
    return world, alarms_of(world)


@exercise("watch")
def test_what_comes_in_no_order_rings_as_counting_says(submission, rng):
    """Readings and partitions that come in any order, late and twice, ring on the days on which
    counting says so."""
    world, wanted = scrambled(rng)

    def what(day):
        ticks = [tick for tick in world.ticks if tick.day == day]
        dates = [part["date"] for tick in ticks for part in tick.partitions]
        return f"on which partitions came of {', '.join(dates) or 'no date'}"

    require_alarms(submission.WatchfulSystem, world, wanted, what)
