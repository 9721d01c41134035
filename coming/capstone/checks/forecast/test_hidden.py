"""The checks of exercise 3 of the capstone that stay with the grader."""

from dataclasses import replace

import numpy as np

from autograder.testing import assert_same, exercise, once_per_seed, require
from worlds.answers import answers_in_form
from worlds.baselines import decisions, dollars
from worlds.incidents import Incident
from worlds.operate import operate
from worlds.quarter import HISTORY_DAYS, RECENT, THRESHOLD, quarter
from worlds.quarter_flights import fly
from worlds.quarter_requests import BOOKED
from worlds.timetable import ORIGINS, date_of, day_of

from ..cases import formed, started

DAYS = 14
GAIN = 0.3
"""What two plain forecasts save beyond the table in the days that are chosen, as a share.

In 24 draws of three such weeks the reference saved 0.43 more than the table (standard deviation
0.08), three systems written from the notebook alone 0.40, 0.41 and 0.37 (0.07, 0.08 and 0.07), the
counted cells 0.50 (0.10) and the least squares 0.33 (0.07). None of these 144 lies below 0.23, for
the days are chosen so that there is much to gain; 0.03 is 4 to 5 deviations below the means.
Who answers by the table gains 0, which always fails. A model that makes much of the summer's
temperatures once lost 0.3 in a week of November.
"""
WORSE = 0.02
"""By how much the forecasts' Brier score may lie above the table's.

In the same draws it lay 0.018 to 0.023 below it in the mean, never above it, and in the lower half
of each system's draws within 0.014 of the median; the limit is 0.033 or more from the medians.
"""
BELIEVED = 12
"""The hour of New York from which no forecast may hang on readings frozen since midnight."""


def first_day(rng, days):
    """A day of the quarter, so many days before its end or earlier."""
    day = np.datetime64("2013-10-01") + int(rng.integers(0, 93 - days))
    return str(day)


def so_far(flown, times, late, since_dawn):
    """Before each booking, how many were late for each that rates expect, by the rates.

    times: of what tells it, such as departures; of these count the day's, or the last 20.
    """
    left = np.flatnonzero(~flown.cancelled)
    order = left[np.argsort(times[left], kind="stable")]
    until = np.searchsorted(times[order], flown.scheduled - BOOKED)
    since = np.maximum(until - RECENT, 0)
    if since_dawn:
        since = np.minimum(np.searchsorted(flown.day[order], flown.day), until)

    def ratio(rates):
        sums = (np.concatenate([[0.0], np.cumsum(one[order])]) for one in (late, rates))
        seen, usual = (one[until] - one[since] for one in sums)
        return (1 + seen) / (1 + usual)

    return ratio


def telling_days(seed):
    """First days, the best first, of weeks in which two plain forecasts gain much."""
    flown, start = fly(seed), day_of("2013-10-01")
    by_departures = so_far(flown, flown.departed_at, flown.dep_delay >= 23, True)
    by_arrivals = so_far(flown, flown.known_at, flown.late, False)
    cells, found = flown.origin * 24 + flown.hour, []
    for first in range(start, start + 93 - DAYS, 7):
        past = (flown.day >= first - HISTORY_DAYS) & (flown.day < first) & ~flown.cancelled
        late = np.bincount(cells[past], flown.late[past], 72)
        rates = (late / np.maximum(np.bincount(cells[past], minlength=72), 1))[cells]
        now = (flown.day >= first) & (flown.day < first + DAYS)

        def cost(act, now=now):
            return float(dollars(act, flown.late, flown.cancelled)[now].sum())

        table, could = cost(rates >= THRESHOLD), cost(now & ~now) - cost(flown.late)
        plain = max(cost(rates * by(rates) >= THRESHOLD) for by in (by_departures, by_arrivals))
        if table - plain >= GAIN * could:
            found.append((table - plain, first))
    return [first for _, first in sorted(found, reverse=True)]


@once_per_seed
def weeks(rng):
    """Three times 14 days in which more can be known than the table says, without labels."""
    found = []
    while len(found) < 3:
        seed, taken = int(rng.integers(2**32)), []
        for first in telling_days(seed):
            if len(found) < 3 and all(abs(first - other) >= DAYS for other in taken):
                taken.append(first)
                world = quarter(seed, date_of(first), DAYS, ())
                ticks = tuple(map(bare, world.ticks))
                history = world.history.iloc[::3].reset_index(drop=True)
                found.append(replace(world, ticks=ticks, history=history))
    return tuple(found)


def bare(tick):
    """An hour without queries, schedules and labels."""
    messages = [message for message in tick.messages if message["kind"] != "scheduled"]
    requests = [request for request in tick.requests if request["kind"] == "booking"]
    return replace(tick, messages=messages, requests=requests, partitions=[])


@once_per_seed
def thaw(rng):
    """Twice the same three days, with frozen weather on the second; what froze differs."""
    seed, first = int(rng.integers(2**32)), first_day(rng, 3)
    names = ("precip", "visib", "wind_speed", "temp")
    origins = [["EWR"], ["JFK"], ["LGA"], list(ORIGINS)][rng.integers(4)]
    return tuple(
        quarter(
            seed,
            first,
            3,
            [
                Incident(
                    "frozen-weather",
                    1,
                    1,
                    {"origins": origins, "reading": dict(zip(names, values, strict=True))},
                )
            ],
        )
        for values in ((0.0, 10.0, 1.5, None), (0.55, 0.3, 33.5, 51.5))
    )


def spent(world, act):
    return float(dollars(act, world.flown.late, world.flown.cancelled).sum())


def squares(world, p_late):
    """Squared distances of forecasts from what came of the flights that flew."""
    flew = ~world.flown.cancelled
    return (p_late[flew] - world.flown.late[flew]) ** 2


def table_rates(world):
    """What the table says of each flight."""
    places = zip(world.flown.origin, world.flown.hour, strict=True)
    return np.array([world.table[f"{ORIGINS[origin]} {hour:02d}"] for origin, hour in places])


@exercise("forecast")
def test_no_forecast_hangs_on_what_a_frozen_feed_says(submission, rng):
    """Worlds with other frozen readings get the same answers from six hours after the sixth on."""
    worlds = thaw(rng)
    (incident,) = worlds[0].incidents
    history = worlds[0].history.tail(400).reset_index(drop=True)
    answers = []
    for world in worlds:
        system = started(submission.ForecastSystem, world.briefing() | {"history": history})
        said = []
        for tick in world.ticks:
            for partition in tick.partitions:
                system.observe(partition, tick.now)
            system.ingest(tick.messages, tick.now)
            found = formed(answers_in_form, tick.requests, system.predict(tick.requests, tick.now))
            said.append([p for p, _, _ in found])
        answers.append(said)
    for tick, one, other in zip(worlds[0].ticks, *answers, strict=True):
        if (tick.day, tick.hour) > (1, BELIEVED + 1):
            assert_same(
                other,
                one,
                why=f"p_late of the requests that came until {tick.hour}:00 of "
                f"{worlds[0].date(tick.day)}. On {worlds[0].date(1)} the weather of "
                f"{' and '.join(incident.detail['origins'])} was frozen from midnight on: without "
                "rain and with a temperature of None in one system, stormy in the other.",
            )


@exercise("forecast", weight=3)
def test_forecasts_save_more_than_the_table(submission, rng):
    """Over three times 14 days decisions save 0.03 more than the table's, and p_late is as near."""
    saved = could = 0.0
    brier, of_table = [], []
    when = []
    for world in weeks(rng):
        log = operate(submission.ForecastSystem, world)
        for failure in log.failures:
            date = world.date(failure.day)
            require(False, f"On {date}, at {failure.hour}:00 in New York: {failure.sentence}")
        by = decisions(world)
        saved += spent(world, by["table"]) - spent(world, log.act)
        could += spent(world, by["never"]) - spent(world, by["oracle"])
        when.append(world.first)
        brier.append(squares(world, log.p_late))
        of_table.append(squares(world, table_rates(world)))
    require(
        saved >= 0.03 * could,
        f"In the 14 days from {when[0]}, {when[1]} and {when[2]}, without incidents, the decisions "
        f"cost {abs(saved):,.0f} dollars {'less' if saved >= 0 else 'more'} than the table's, of "
        f"{could:,.0f} dollars that could be saved.",
        expected="a share of 0.030 more than the table's",
        received=f"{saved / could:.3f}",
    )
    ours, theirs = (float(np.concatenate(parts).mean()) for parts in (brier, of_table))
    require(
        ours <= theirs + WORSE,
        f"In the 14 days from {when[0]}, {when[1]} and {when[2]} the mean squared distance of the "
        f"bookings' p_late from what came of the flights that flew is {ours:.3f}, and that of the "
        f"table's rates {theirs:.3f}.",
        expected=f"at most {theirs + WORSE:.3f}",
        received=f"{ours:.3f}",
    )
