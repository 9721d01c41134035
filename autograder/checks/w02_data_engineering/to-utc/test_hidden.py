"""The checks of `to-utc` that the grader keeps: random inputs, real flights, rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

from functools import cache

import pandas as pd

from autograder.testing import assert_each, exercise, once_per_seed, rejects_each

from ..cases import NEW_YORK, flights, in_utc, pick, utc


@cache
def departures_at_2400():
    """The date of each departure that the table writes as 2400, and when it was."""
    rows = flights()[flights()["dep_time"] == 2400]
    left = rows["scheduled_departure"] + pd.to_timedelta(rows["dep_delay"], unit="min")
    dates = rows[["year", "month", "day"]].astype(int).itertuples(index=False, name=None)
    return list(zip(dates, left, strict=True))


@once_per_seed
def scheduled_departures(rng):
    cases = []
    for place in rng.integers(len(flights()), size=6).tolist():
        row = flights().iloc[place]
        numbers = [int(row[name]) for name in ("year", "month", "day", "sched_dep_time")]
        why = f"The schedule says {numbers}."
        cases.append(((*numbers, NEW_YORK), row["scheduled_departure"], why))
    return cases


@exercise("to-utc")
def test_scheduled_departures_are_those_of_the_table(submission, rng):
    """Real flights: local schedule and UTC agree, for random flights of the year."""
    assert_each(submission.to_utc, scheduled_departures(rng), of=in_utc)


@exercise("to-utc")
def test_departures_at_2400_belong_to_the_end_of_the_day(submission, rng):
    """Real flights: a departure at 2400 lies as many minutes after schedule as the table says."""
    chosen = [pick(rng, departures_at_2400()) for _ in range(3)]
    cases = [
        ((*date, 2400, NEW_YORK), left, f"This flight left at 2400 on {date}.")
        for date, left in chosen
    ]
    assert_each(submission.to_utc, cases, of=in_utc)


WINTER_AND_SUMMER = {
    "America/Los_Angeles": (-8, -7),
    "Asia/Kathmandu": (5.75, 5.75),
    "Australia/Adelaide": (10.5, 9.5),
    "Pacific/Auckland": (13, 12),
    "Europe/London": (0, 1),
    "UTC": (0, 0),
}


@once_per_seed
def times_in_zones(rng):
    cases = []
    for zone, offsets in WINTER_AND_SUMMER.items():
        year, day = int(rng.integers(1996, 2024)), int(rng.integers(1, 29))
        summer, hour, minute = (int(rng.integers(end)) for end in (2, 24, 60))
        date = (year, 7 if summer else 1, day)
        clock = pd.Timestamp(*date, hour, minute)
        expected = utc(clock - pd.Timedelta(hours=offsets[summer]))
        why = f"It is {clock} in {zone}, {offsets[summer]} hours ahead of UTC."
        cases.append(((*date, 100 * hour + minute, zone), expected, why))
    return cases


@exercise("to-utc")
def test_any_time_in_any_zone_is_right(submission, rng):
    """Random times in zones around the world, some of them not whole hours away from UTC."""
    assert_each(submission.to_utc, times_in_zones(rng), of=in_utc)


@exercise("to-utc")
def test_nights_on_which_clocks_change(submission):
    """Around a change, an hour long or not, in any year, times are right or refused."""
    lord_howe = "Australia/Lord_Howe"  # changes by half an hour
    cases = []
    for date, hhmm, zone, first, second in (
        ((2013, 10, 27), 145, "Europe/London", "2013-10-27 00:45", "2013-10-27 01:45"),
        ((2013, 4, 7), 145, lord_howe, "2013-04-06 14:45", "2013-04-06 15:15"),
        ((2013, 10, 6), 230, lord_howe, "2013-10-05 15:30", "2013-10-05 15:30"),
        # To some databases, it is the winter that is special in Ireland.
        ((2013, 10, 27), 130, "Europe/Dublin", "2013-10-27 00:30", "2013-10-27 01:30"),
        # Two changes of the standard time, without any summer time.
        ((2014, 10, 26), 130, "Europe/Moscow", "2014-10-25 21:30", "2014-10-25 22:30"),
        ((2007, 12, 9), 245, "America/Caracas", "2007-12-09 06:45", "2007-12-09 07:15"),
    ):
        why = f"It is {hhmm} on {date} in {zone}."
        cases.append(((*date, hhmm, zone), utc(first), why))
        cases.append(((*date, hhmm, zone, 2), utc(second), f"{why} The second is meant."))
    assert_each(submission.to_utc, cases, of=in_utc)
    skipped = [(2013, 10, 6, 215, lord_howe), (2006, 4, 2, 230, NEW_YORK, 2)]
    skipped += [(2016, 5, 1, 245, "America/Caracas"), (2018, 5, 4, 2345, "Asia/Pyongyang")]
    rejects_each(submission.to_utc, skipped)


@exercise("to-utc")
def test_2400_may_be_skipped_or_come_twice(submission):
    """2400 stands for a time of the next date, which the clocks may skip or show twice."""
    # Forward at midnight; a whole date left out; back at 01:00, so that midnight comes twice.
    skipped = [(2013, 10, 19, 2400, "America/Sao_Paulo"), (2011, 12, 29, 2400, "Pacific/Apia", 2)]
    skipped += [(2013, 10, 20, 0, "America/Sao_Paulo"), (2011, 12, 30, 1200, "Pacific/Apia")]
    rejects_each(submission.to_utc, skipped)
    midnight, why = (2013, 11, 2, 2400, "America/Havana"), "This midnight comes twice in Havana."
    twice = {1: utc("2013-11-03 04:00"), 2: utc("2013-11-03 05:00")}
    cases = [((*midnight, occurrence), expected, why) for occurrence, expected in twice.items()]
    cases.append(((2013, 11, 3, 0, "America/Havana", 2), twice[2], why))
    assert_each(submission.to_utc, cases, of=in_utc)


@exercise("to-utc")
def test_every_number_that_is_no_time_is_refused(submission, rng):
    """Of all numbers, only 2400 and those whose last two digits are minutes are times of day."""
    hour, minute = int(rng.integers(24)), int(rng.integers(60, 100))
    too_large, negative = int(rng.integers(2401, 2460)), -100 * int(rng.integers(1, 24))
    calls = [(2013, 6, 14, hhmm, NEW_YORK) for hhmm in (100 * hour + minute, too_large, negative)]
    calls.append((2013, 6, 14, 2400, "America/Newark"))
    calls.append((2013, 6, 14, 2400, NEW_YORK, 3))
    calls.append((2013, 2, 28 + int(rng.integers(1, 4)), 2400, NEW_YORK))
    rejects_each(submission.to_utc, calls)
    cases = [
        ((year, 2, 29, 2400, NEW_YORK), utc(f"{year}-03-01 05:00"), f"{year} was a leap year.")
        for year in (2000, 2012)
    ]
    assert_each(submission.to_utc, cases, of=in_utc)
