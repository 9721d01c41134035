"""The checks of exercise 6 of the capstone that a student sees: each alarm on its days."""

from dataclasses import replace

from autograder.testing import Mismatch, exercise, once_per_seed, require
from worlds.answers import answers_in_form, report_in_form
from worlds.incidents import Incident
from worlds.operate import operate
from worlds.quarter import quarter

from ..cases import alarms_of, at, briefing, date, formed, started

# -- days by hand, each from 1 October on: at day 0 it is the first


def flight(day, number, carrier="UA"):
    """What messages, requests and rows say of a flight."""
    name = f"{carrier}{number}-EWR-{date(day)}"
    return {"flight_id": name, "carrier": carrier, "origin": "EWR", "dest": "ORD"}


def asks(day, hour, n=1, carrier="UA"):
    """n requests in the hour before, about flights two hours later, one of them a booking."""
    return [
        {
            "request_id": f"{day}/{hour}/{number}",
            "kind": "query" if number else "booking",
            "asked_at": at(day, hour - 1),
            **flight(day, 100 * hour, carrier),
            "scheduled": at(day, hour + 1),
            "hour": hour + 1,
            "weekday": (day + 1) % 7,
            "distance": 719,
        }
        for number in range(n)
    ]


def message(of, day, kind="scheduled", delay=None):
    """What the gateway says of a flight."""
    version = {"scheduled": 1, "departed": 2, "arrived": 3}[kind]
    of = {"message_id": f"{of['flight_id']}/{version}", "kind": kind, "version": version, **of}
    return of | {"event_time": at(day, 12), "delay_minutes": delay}


def reading(day, hour, wind, origin="EWR", rain=0.0):
    """What the weather service says of an hour; no numbers where wind is None."""
    values = {"precip": rain, "visib": 10.0, "wind_speed": wind, "temp": 50.0}
    values = dict.fromkeys(values) if wind is None else values
    when = at(day, hour)
    name = f"weather-{origin}-{when}"
    return {"message_id": name, "kind": "weather", "origin": origin, "event_time": when, **values}


def partition(day, rows=None, name="part"):
    """The outcomes of a day, by default of a single flight, which was on time."""
    rows = [(flight(day, 1), 5)] if rows is None else rows
    made = [
        of | {"scheduled": at(day, 12), "arr_delay": delay, "cancelled": delay is None}
        for of, delay in rows
    ]
    return {"partition_id": f"{name}-{date(day)}", "date": date(day), "rows": made}


def live(System, days, *, first=0, noon=False):
    """The alarms of each day.

    days: by day a dict of what comes: "partitions", by default that of two days before; "messages"
    and "requests" by hour. noon: whether a report is asked for at noon and twice at night as well.
    """
    system = started(System, briefing())
    for day, comes in enumerate(days, first):
        due = [partition(day - 2)] if day >= first + 2 else []
        for part in comes.get("partitions", due):
            system.observe(part, at(day, 4))
        messages, requests = comes.get("messages", {}), comes.get("requests", {})
        for hour in sorted({4, *messages, *requests, *((12,) if noon else ())}):
            if hour == 4 or hour in messages:
                system.ingest(messages.get(hour, []), at(day, hour))
            if hour in requests:
                asked = requests[hour]
                formed(answers_in_form, asked, system.predict(asked, at(day, hour)))
            if noon and hour == 12:
                system.report(at(day, 12))
        reports = [
            formed(report_in_form, system.report(at(day, 23)), date(day)) for _ in range(1 + noon)
        ]
        require(
            reports[0] == reports[-1],
            f"Two reports were asked for on the evening of {date(day)}, one after the other.",
            expected="the same alarms in both",
            received=f"{reports[0]['alarms']}, then {reports[-1]['alarms']}",
        )
        yield set(reports[-1]["alarms"])


def require_alarms(System, days, name, wanted, what, **options):
    """Demand that of all alarms only `name` rings, on the days that `wanted` says.

    wanted: by day "!" for a day on which it rings, "." for one on which it does not, "?" for
    either. what: a sentence for each day.
    """
    options = {"first": 0, **options}
    for day, (found, sign) in enumerate(zip(live(System, days, **options), wanted, strict=True)):
        right = [set()] if sign == "." else [{name}] if sign == "!" else [set(), {name}]
        said = what[day] if isinstance(what, list) else what
        require(
            found in right,
            f"{date(options['first'] + day)}: {said}",
            expected=" or ".join(str(sorted(names)) for names in right),
            received=str(sorted(found)),
        )


@exercise("watch")
def test_an_unknown_carrier_rings_on_its_first_day(submission):
    """A carrier that is not in the briefing rings on the day on which it is first named."""
    days = [
        {"messages": {9: [message(flight(0, 1), 0)]}, "requests": {10: asks(0, 10)}},
        {"messages": {9: [message(flight(1, 1, "UX"), 1)]}},
        {"requests": {10: asks(2, 10, carrier="QQ")}},
        {"messages": {9: [message(flight(3, 1, "UX"), 3)]}},
        {"messages": {9: [message(flight(4, 1, "QQ"), 4)]}},
        {"messages": {9: [message(flight(5, 1, "UX"), 5)]}, "requests": {10: asks(5, 10, 3, "QQ")}},
        {"messages": {9: [message(flight(6, n, c), 6) for n, c in enumerate(("ZZ", "Z9"))]}},
        {},
        {},
        {},
    ]
    what = [
        "only carriers of the briefing were named.",
        "a message named UX, which is not in the briefing.",
        "a request named QQ, which is not in the briefing.",
        "two days before, QQ was new.",
        "two days before, QQ was new.",
        "UX and QQ were named again, which have been known to be unknown for three days.",
        "two messages named ZZ and Z9, which are not in the briefing.",
        "the day before, ZZ and Z9 were new.",
        "two days before, ZZ and Z9 were new.",
        "nothing was named.",
    ]
    require_alarms(submission.WatchfulSystem, days, "unknown-carrier", ".!!??.!??.", what)


@exercise("watch")
def test_a_spike_rings_on_its_day(submission):
    """A call with 300 requests rings, at once and every time; calls of up to 60 never do."""
    busy, quiet = (dict.fromkeys(range(7, 23), n) for n in (60, 1))
    counts = [{8: 300}, {}, quiet, {12: 60}, busy]
    counts += [{12: 300, 13: 1}, {9: 1, 12: 400}, {12: 350}, {12: 310}, {12: 2}]
    days = [
        {"requests": {hour: asks(day, hour, n) for hour, n in calls.items()}}
        for day, calls in enumerate(counts)
    ]
    what = [
        "the first call of all had 300 requests.",
        "nobody asked.",
        "each hour had one request.",
        "one hour had 60 requests, after days of nearly none.",
        "each of 16 hours had 60 requests.",
        "one hour had 300 requests.",
        "one hour had 400 requests, as on the day before.",
        "one hour had 350 requests, the third day in a row.",
        "one hour had 310 requests, the fourth day in a row.",
        "two requests came.",
    ]
    require_alarms(submission.WatchfulSystem, days, "traffic-spike", "!....!!!!.", what)


@exercise("watch")
def test_labels_are_late_from_the_second_day_until_they_come(submission):
    """A partition is missing from two days after its date on, until the report after it has come.

    The system begins on 4 October: what was before that is not missing.
    """
    none, of = {"partitions": []}, lambda *days: {"partitions": [partition(day) for day in days]}
    days = [none, none, of(3), of(4), none, of(6), of(7, 5), of(8), none, none, of(11, 10)]
    days += [of(9, 12), {"partitions": [partition(13, [])]}]
    what = [
        "the first day: no partition can have come.",
        "the second day: no partition is due yet.",
        "that of 4 October, the first, has come.",
        "that of 5 October has come.",
        "that of 6 October has not come.",
        "that of 7 October has come, but that of 6 October is still missing.",
        "that of 6 October has come as well, with a later one.",
        "that of 9 October has come.",
        "that of 10 October has not come.",
        "those of 10 and 11 October have not come.",
        "two have come, but that of 10 October is still missing.",
        "all have come.",
        "that of 14 October has come, without any rows.",
    ]
    early = started(submission.WatchfulSystem, briefing()).report(at(2, 23))
    require(
        not formed(report_in_form, early, date(2))["alarms"],
        f"{date(2)}: a report was asked for before anything had come.",
        expected="no alarm",
        received=str(early["alarms"]),
    )
    # Dates are counted from 1 October as day 0, and the system begins on day 3.
    require_alarms(submission.WatchfulSystem, days, "late-labels", "....!!..!!!..", what, first=3)


@exercise("watch")
def test_a_second_partition_of_a_date_rings(submission):
    """A partition of a date of which one had come before rings, on that day only."""
    other = [(flight(1, 2), 70)]
    days = [
        {},
        {},
        {},
        {"partitions": [partition(1), partition(1, name="again")]},
        {},
        {"partitions": [partition(3), partition(0)]},
        {},
        {"partitions": [partition(1, other, name="more"), partition(5)]},
        {},
    ]
    what = [
        "no partition came.",
        "no partition came.",
        "the first partition of 1 October came.",
        "the partition of 2 October came twice, under two ids.",
        "the partition of 3 October came for the first time.",
        "the partition of 1 October came again, under the same id.",
        "the partition of 5 October came for the first time.",
        "a third partition of 2 October came, with another flight.",
        "the partition of 7 October came for the first time.",
    ]
    require_alarms(submission.WatchfulSystem, days, "duplicate-partition", "...!.!.!.", what)


def hours(day, winds, first=5, origin="EWR", late=()):
    """Readings of the hours from `first` on, each an hour after its own; those of `late` at 22."""
    batches = {}
    for hour, wind in enumerate(winds, first):
        then = 22 if hour in late else hour + 1
        batches.setdefault(then, []).append(reading(day, hour, wind, origin))
    return {"messages": batches}


@exercise("watch")
def test_frozen_weather_rings_while_it_is_the_newest(submission):
    """Weather rings on the days on which the newest reading of an origin was a frozen one.

    Frozen are six or more readings in a row that are the same, in the order of their hours.
    """
    once_more = hours(7, [9.0, 4.0])
    once_more["messages"][7] = once_more["messages"][7] * 6
    two = hours(8, [3.0, 5.0, 7.0, 6.0, 4.0, 8.0, 9.0])
    for hour, batch in hours(8, [6.0] * 6, origin="LGA")["messages"].items():
        two["messages"][hour] = two["messages"][hour] + batch
    rain = {
        "messages": {
            hour + 1: [reading(10, hour, 7.0, rain=rain)]
            for hour, rain in enumerate((0.0, 0.1, 0.0, 0.1, 0.0, 0.1, 0.2), 5)
        }
    }
    moved = {"messages": {4: [reading(9, 3, 7.0, "LGA")], 9: [reading(9, 8, 7.0, "LGA")]}}
    days = [
        hours(0, [3.0, *[8.0] * 5, 4.0]),
        hours(1, [3.0, *[8.0] * 6, 4.0]),
        hours(2, [5.0, *[9.0] * 6]),
        {"messages": {}},
        hours(4, [5.0, *[None] * 6, 6.0]),
        hours(5, [3.0, 8.0, 8.0, 5.0, 8.0, 8.0, 8.0], late=(8,)),
        hours(6, [2.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 3.0], late=(8,)),
        once_more,
        two,
        moved,
        rain,
        hours(11, [2.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0], late=(8,)),
        {"messages": {4: [reading(12, 3, 5.0)]}},
    ]
    what = [
        "five readings in a row were equal.",
        "six readings in a row were equal, until the seventh moved.",
        "the last six readings of the day were equal.",
        "no reading came, so that the newest is still a frozen one.",
        "six readings in a row had no numbers, which are equal as well.",
        "the reading of 8:00 came at 22:00, and was not as the five around it were.",
        "of six equal readings one came after the one that moved, and was the newest no more.",
        "one reading was delivered six times.",
        "six readings of LGA were equal, while EWR moved.",
        "LGA moved again, with the reading of 3:00, which came with the first call of the day.",
        "three of the four numbers were the same all day.",
        "the reading of 8:00 came at 22:00, and made six equal ones in a row.",
        "the weather moved again, before the first call of the day.",
    ]
    require_alarms(submission.WatchfulSystem, days, "stale-weather", ".!!!!...!..!.", what)


@exercise("watch")
def test_false_labels_ring_on_the_day_they_come(submission):
    """A feed that is quarantined rings on the day on which it came, and on no other."""

    def arrived(day, n):
        return {"messages": {21: [message(flight(day, k), day, "arrived", 5) for k in range(n)]}}

    def told(day, n, wrong):
        rows = [(flight(day, k), 80 if k < wrong else 4) for k in range(n)]
        return {"partitions": [partition(day, rows)]}

    days = [
        arrived(0, 9),
        arrived(1, 10),
        told(0, 9, 1) | arrived(2, 10),
        told(1, 10, 1) | arrived(3, 10),
        told(2, 10, 2) | arrived(4, 5),
        told(3, 10, 10),
        told(4, 5, 0),
        {},
    ]
    what = [
        "nothing was wrong.",
        "nothing was wrong.",
        "one of nine rows contradicted the messages.",
        "one of ten rows contradicted the messages, which is no more than a tenth.",
        "two of ten rows contradicted the messages.",
        "all of ten rows contradicted the messages.",
        "all rows agreed with the messages.",
        "no row could be compared.",
    ]
    require_alarms(submission.WatchfulSystem, days, "poisoned-labels", "..!.!!..", what)


@exercise("watch")
def test_to_ask_for_a_report_changes_no_alarm(submission):
    """A report may be asked for at noon, and twice at night: what rang goes on, each name once."""
    frozen = hours(0, [9.0] * 6)
    frozen["messages"][9] = [*frozen["messages"][9], message(flight(0, 1, "UX"), 0)]
    frozen["requests"] = {8: asks(0, 8, 300), 15: asks(0, 15, 300)}
    days = [
        frozen,
        {"messages": {4: [reading(1, 3, 5.0)]}},
        {"partitions": []},
        {"partitions": [partition(1), partition(0), partition(0)]},
    ]
    found = live(submission.WatchfulSystem, days, noon=True)
    wanted = [
        {"stale-weather", "traffic-spike", "unknown-carrier"},
        set(),
        {"late-labels"},
        {"duplicate-partition"},
    ]
    for day, (names, right) in enumerate(zip(found, wanted, strict=True)):
        optional = {"unknown-carrier"} if day in (1, 2) else set()
        require(
            names - optional == right,
            f"{date(day)}, when reports were asked for at noon, and twice at 23:00.",
            expected=str(sorted(right)),
            received=str(sorted(names)),
        )


# -- a world


@once_per_seed
def bad_days(rng):
    """Thirteen days with all that can go wrong in them, and the alarms of each."""
    seed = int(rng.integers(2**32))
    first = {kind: int(rng.integers(3, 6)) for kind in ("frozen", "spike", "renamed", "poison")}
    incidents = (
        Incident("renamed-carrier", first["renamed"], first["renamed"] + 3),
        Incident("frozen-weather", first["frozen"], first["frozen"] + 1),
        Incident("traffic-spike", first["spike"], first["spike"]),
        Incident("poisoned-labels", first["poison"], first["poison"] + 1),
        Incident("duplicated-partition", 8, 8, {"age": int(rng.integers(0, 4))}),
        Incident("late-labels", 9, 10),
    )
    world = quarter(seed, first="2013-10-28", days=13, incidents=incidents)
    thin = world.history.iloc[::16].reset_index(drop=True)
    return replace(world, history=thin), alarms_of(world)


@exercise("watch")
def test_each_night_names_what_was_wrong(submission, rng):
    """In two weeks in which all goes wrong, each night's report names what did, and no more."""
    world, wanted = bad_days(rng)
    log = operate(submission.WatchfulSystem, world)
    for failed in log.failures:
        raise Mismatch(f"On {world.date(failed.day)}, at {failed.hour}:00: {failed.sentence}")
    for day, (names, (must, may)) in enumerate(zip(log.alarms, wanted, strict=True)):
        active = [one.kind for one in world.incidents if one.first <= day <= one.last + 1]
        require(
            must <= set(names) <= must | may,
            f"{world.date(day)}, with {', '.join(active) or 'nothing'} that day or the day before.",
            expected=str(sorted(must))
            + (f", and perhaps {sorted(may - must)}" if may - must else ""),
            received=str(names),
        )
