"""The checks of exercise 8 of the capstone that a student sees: ten days, and who pays."""

import weakref
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from autograder.sandbox.errors import SandboxError, SubmissionStopped
from autograder.submission import NotDefined, StillAStub
from autograder.testing import exercise, once_per_seed, require
from worlds.incidents import WITHIN, Incident
from worlds.operate import operate
from worlds.outcome import outcome
from worlds.quarter import quarter

from ..cases import day_of, require_honest, require_judged, require_reports, started

ENDS = (NotDefined, StillAStub, SubmissionStopped, SandboxError)
"""What is no failure of a call, but the verdict on the submission."""


@lru_cache(maxsize=1)
def world(seed):
    """Ten days, Saturday 5 October to Monday the 14th, with a thin history, by grading seed."""
    rng = np.random.default_rng([seed, *b"ten days"])
    shares = rng.random(2).tolist()
    cut = [["ingest", 9, shares[0]], ["predict", 15, shares[1]]]
    incidents = [
        Incident("good-offer", 2, 2),
        Incident("kill", 3, 3, {"calls": cut}),
        Incident("renamed-carrier", 4, 7),
        Incident("traffic-spike", 5, 5, {"seconds": 120}),
        Incident("duplicated-partition", 6, 6),
        Incident("frozen-weather", 6, 7),
        Incident("poisoned-labels", 8, 9),
        Incident("bad-offer", 9, 9),
    ]
    made = quarter(int(rng.integers(2**63)), "2013-10-05", 10, incidents)
    return replace(made, history=made.history.iloc[::12].reset_index(drop=True))


_last = []
"""The submission that was run last, by a weak reference, the seed, and what it was worth."""


def run(submission, rng):
    """The world, the log and the outcome: of one run, which all checks of a submission read.

    It is kept for the very object that the suite hands to each check of a submission, and lost as
    soon as another one comes: a solution that is defined anew is another submission.
    """
    seed = int(rng.bit_generator.seed_seq.entropy[0])
    if not (_last and _last[0]() is submission and _last[1] == seed):
        _last.clear()
        of = world(seed)
        log = operate(submission.System, of, through=ENDS)
        _last[:] = weakref.ref(submission), seed, (of, log, outcome(of, log))
    return _last[2]


@exercise("whole-quarter")
def test_ten_days_go_by_without_a_failed_call(submission, rng):
    """In ten days with incidents no call raises, and each returns what was agreed."""
    of, log, _ = run(submission, rng)
    for failure in log.failures[:1]:
        ended = (
            ""
            if log.ended is None
            else f" Three in a row ended the run on {day_of(of, log.ended)}."
        )
        require(
            False,
            f"On {day_of(of, failure.day)} at {failure.hour}:00: {failure.sentence}{ended}",
            expected="no failed call",
            received=f"{len(log.failures)} failed calls",
        )


@exercise("whole-quarter")
def test_each_report_says_what_was_counted_by_group_too(submission, rng):
    """Every report until the kill says what the operator has counted, in all and by group."""
    of, log, result = run(submission, rng)
    kill = next(one.first for one in of.incidents if one.kind == "kill")
    require_reports(of, log, range(kill))
    require_honest(of, [one for one in result.differences if one.day < kill])


@exercise("whole-quarter")
def test_after_the_kill_each_report_still_does(submission, rng):
    """Nothing is lost or doubled by a kill: the reports after it say what was counted as well."""
    of, log, result = run(submission, rng)
    kill = next(one.first for one in of.incidents if one.kind == "kill")
    require_reports(of, log, range(kill, of.days))
    cut = ", ".join(f"`{one.method}` at {one.hour}:00" for one in log.kills)
    when = f", with {cut} cut short on {day_of(of, kill)},"
    require_honest(of, [one for one in result.differences if one.day >= kill], when)


@exercise("whole-quarter")
def test_each_incident_is_noticed_in_time(submission, rng):
    """Each incident that has an alarm is noticed as soon as the table of the contract asks."""
    of, _, result = run(submission, rng)
    for one in result.detections:
        kind, within = one.incident.kind, WITHIN[one.incident.kind]
        require(
            one.in_time,
            f"`{kind}` began on {day_of(of, one.incident.first)}, and `{one.alarm}` did not ring "
            f"{'on that day' if not within else 'soon enough'}.",
            expected=f"by {day_of(of, one.incident.first + within)}",
            received="never" if one.after is None else f"{one.after} days after the first",
        )


@exercise("whole-quarter")
def test_nothing_rings_without_an_incident(submission, rng):
    """Nothing rings on a day without its incident; the day after one is still one of it."""
    of, log, result = run(submission, rng)
    require_reports(of, log, range(of.days))
    for day, name in result.false_alarms[:1]:
        require(
            False,
            f"On {day_of(of, day)} `{name}` rang, and there was no such thing.",
            expected="no false alarm",
            received=f"{len(result.false_alarms)} in {of.days} days",
        )


@exercise("whole-quarter")
def test_the_spike_is_answered_in_time(submission, rng):
    """On each day 99 % of the requests are answered within 2 s, at most 10 % by the table."""
    of, _, result = run(submission, rng)
    day = int(result.within.argmin())
    require(
        result.within[day] >= 0.99,
        f"On {day_of(of, day)} too few requests were answered within 2 seconds.",
        expected="99 %",
        received=f"{result.within[day]:.1%}",
    )
    day = int(result.degraded.argmax())
    require(
        result.degraded[day] <= 0.1,
        f"On {day_of(of, day)} too many answers were the table's.",
        expected="10 % or fewer",
        received=f"{result.degraded[day]:.1%}",
    )


@exercise("whole-quarter")
def test_the_bad_offer_is_refused(submission, rng):
    """A model that ranks better, and would have been dearer, is refused."""
    of, log, result = run(submission, rng)
    require_judged(of, log, result, good=False)


@exercise("whole-quarter")
def test_the_good_offer_is_accepted(submission, rng):
    """A model that would have been cheaper, and whose Brier score is lower, is accepted."""
    of, log, result = run(submission, rng)
    require_judged(of, log, result, good=True)


# -- the level of each group


def behind(date):
    """By how many hours New York's clocks are behind."""
    return 4 if date < "2013-11-03" else 5


@once_per_seed
def months(rng):
    """A briefing, 28 days of bookings, delays, and requests of a Monday two days after them."""
    hours = [(origin, hour) for origin in ("EWR", "JFK", "LGA") for hour in range(24)]
    n = 200
    hour = rng.integers(7, 19, n)
    history = pd.DataFrame(
        {
            "flight_id": [f"H{k}" for k in range(n)],
            "carrier": rng.choice(["B6", "UA"], n),
            "origin": rng.choice(["EWR", "JFK", "LGA"], n),
            "dest": rng.choice(["BGR", "ORD"], n, p=[0.2, 0.8]),
            "scheduled": [
                f"2013-09-{1 + k // 10:02d}T{h + 4:02d}:00:00Z" for k, h in enumerate(hour)
            ],
            "hour": hour,
            "weekday": [(6 + k // 10) % 7 for k in range(n)],
            "distance": rng.integers(200, 2500, n),
            "precip": rng.choice([0.0, 0.1], n),
            "visib": rng.uniform(2, 10, n),
            "wind_speed": rng.uniform(0, 30, n),
            "temp": rng.uniform(40, 80, n),
            "recent": rng.random(n) / 2,
            "late": (rng.random(n) < 0.1 + hour / 100).astype(int),
        }
    )
    briefing = {
        "costs": {"correct_alarm": 150, "false_alarm": 120, "miss": 600, "correct_silence": 0},
        "history": history,
        "table": {f"{origin} {hour:02d}": 0.1 + hour / 100 for origin, hour in hours},
        "carriers": ["B6", "UA"],
        "small_airports": ["BGR", "BQN"],
    }

    def flights(date, count):
        return [
            {
                "request_id": f"{date}-{k}",
                "kind": "booking",
                "asked_at": f"{date}T{h + behind(date) - 2:02d}:{k:02d}:00Z",
                "flight_id": f"F{date}-{k}",
                "carrier": str(rng.choice(["B6", "UA"])),
                "origin": str(rng.choice(["EWR", "JFK", "LGA"])),
                "dest": str(rng.choice(["BGR", "BQN", "ORD", "LAX"])),
                "scheduled": f"{date}T{h + behind(date):02d}:{k:02d}:00Z",
                "hour": h,
                "weekday": pd.Timestamp(date).weekday(),
                "distance": int(rng.integers(200, 2500)),
            }
            for k, h in enumerate(sorted(rng.integers(7, 19, count).tolist()))
        ]

    days = [f"{day.date()}" for day in pd.date_range("2013-10-06", periods=30)]
    booked = {date: flights(date, 15) for date in days[:28]}
    others = {f["flight_id"]: int(rng.integers(-10, 41)) for day in booked.values() for f in day}
    return briefing, days, booked, others, flights(days[-1], 40)


def mean_by_group(submission, world, group, delay, *, gone=(), ask=True):
    """Means of `p_late` for new requests, after one group's flights all had this delay.

    gone: dates on which all flights were cancelled; ask: whether the bookings of these were asked.
    """
    briefing, days, booked, others, new = world
    system = started(submission.System, briefing)
    small = set(briefing["small_airports"])
    for date, past in zip(days, [None, None, *days], strict=False):
        early = f"{date}T{4 + behind(date):02d}:00:00Z"
        if past is not None:
            rows = []
            for flight in booked[past]:
                of_group = (flight["dest"] in small) == (group == "small")
                late = delay if of_group else others[flight["flight_id"]]
                known = ("flight_id", "carrier", "origin", "dest", "scheduled")
                row = {name: flight[name] for name in known}
                label = {"arr_delay": None if past in gone else late, "cancelled": past in gone}
                rows.append(row | label)
            partition = {"partition_id": f"part-{past}", "date": past, "rows": rows}
            system.observe(partition, early)
        system.ingest([], early)
        if date in (days[1], days[22], days[29]):  # Mondays; on the first no label is known
            five = f"{date}T{5 + behind(date):02d}:00:00Z"
            system.ingest([], five)
            system.retrain(five, None)
        if date in booked and (ask or date not in gone):
            system.predict(booked[date], f"{date}T23:00:00Z")
    answers = system.predict(new, f"{days[-1]}T23:30:00Z")
    found = {"small": [], "large": []}
    for request, answer in zip(new, answers, strict=True):
        found["small" if request["dest"] in small else "large"].append(float(answer["p_late"]))
    return {name: float(np.mean(values)) for name, values in found.items()}


@exercise("whole-quarter")
def test_what_is_learnt_of_one_group_is_forecast_for_it(submission, rng):
    """A level that was observed in one group of flights is forecast for that group.

    After four weeks in which all flights of a group were late, new requests of that group get a
    higher `p_late` than after weeks in which all were on time, and by more than the others do, of
    which half were late in either.
    """
    world = months(rng)
    for group, other in (("small", "large"), ("large", "small")):
        late, on_time = (mean_by_group(submission, world, group, delay) for delay in (60, -5))
        gain, spill = (late[name] - on_time[name] for name in (group, other))
        require(
            gain >= 0.1,
            f"The flights to {group} airports were all late in one world, and all on time in the "
            "other, and after `retrain` the forecasts for such flights hardly differ.",
            expected="a mean p_late that is higher by 0.1 or more",
            received=f"{late[group]:.3f} and {on_time[group]:.3f}",
        )
        for found in (late, on_time):
            require(
                0.2 <= found[other] <= 0.8,
                f"The flights to {group} airports were all late, or all on time. Of the others "
                "half were late, and after `retrain` the forecasts for such flights say otherwise.",
                expected="a mean p_late from 0.2 to 0.8",
                received=f"{found[other]:.3f}",
            )
        require(
            gain >= spill + 0.1,
            f"Only the flights to {group} airports were all late in one world, and all on time in "
            "the other, and after `retrain` the forecasts for the others rose as much as theirs.",
            expected=f"{group}: higher by 0.1 more than {other}",
            received=f"{group}: {gain:+.3f}, {other}: {spill:+.3f}",
        )


@exercise("whole-quarter")
def test_a_flight_without_a_label_moves_no_level(submission, rng):
    """Flights of either group without a label teach nothing, whether they were asked about or not.

    On eight days of the last two weeks all flights were cancelled.
    """
    world = months(rng)
    gone = world[1][16:24]
    asked, silent = (
        mean_by_group(submission, world, "small", 60, gone=gone, ask=ask) for ask in (True, False)
    )
    for group in asked:
        require(
            abs(asked[group] - silent[group]) <= 0.02,
            f"Of two systems one was asked about the flights of {gone[0]} to {gone[-1]}, which "
            "were all cancelled, and the other never heard of them. After `retrain` new requests "
            f"about flights to {group} airports got different forecasts.",
            expected="means that differ by at most 0.02",
            received=f"{asked[group]:.3f}, and {silent[group]:.3f} without them",
        )
