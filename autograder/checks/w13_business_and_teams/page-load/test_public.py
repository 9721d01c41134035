"""The checks of `page_load` that a student sees."""

import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once,
    rejects_each,
)

HALF_HOUR = pd.Timedelta(minutes=30)
ZONE = "America/New_York"


def alerts(*rows):
    """Alerts as (UTC time in February 2013, service)."""
    times = pd.to_datetime([f"2013-02-{at}" for at, _ in rows], utc=True)
    return pd.DataFrame({"at": times, "service": [service for _, service in rows]})


def rota(*rows):
    """Shifts as (person, start, end), in UTC."""
    return pd.DataFrame(
        {
            "person": [person for person, _, _ in rows],
            "start": pd.to_datetime([f"2013-02-{start}" for _, start, _ in rows], utc=True),
            "end": pd.to_datetime([f"2013-02-{end}" for _, _, end in rows], utc=True),
        }
    )


ROTA = rota(("bo", "11 14:00", "18 14:00"), ("ana", "04 14:00", "11 14:00"))


def expected(uncovered=0, **people):
    """The result for people given as (pages, night, worst week)."""
    names = sorted(people)
    columns = ["pages", "night", "worst_week"]
    return pd.DataFrame([people[name] for name in names], index=names, columns=columns), uncovered


def plain(result):
    """The result without the names of the table's axes, which do not matter."""
    is_a(result, tuple)
    if len(result) != 2:
        assert_same(len(result), 2, why="A table and a number.")
    is_a(result[0], pd.DataFrame)
    return result[0].rename_axis(index=None, columns=None), result[1]


def case(given, wanted, why="", shifts=ROTA, zone=ZONE, quiet=HALF_HOUR):
    """A single case as `assert_each` takes them."""
    return [((given, shifts, zone, quiet), wanted, why)]


@once
def on_duty():
    given = alerts(("04 14:00", "a"), ("08 15:00", "a"), ("11 14:00", "a"), ("12 15:00", "a"))
    why = "A shift begins with its first moment, and ends before its last."
    return case(given, expected(ana=(2, 0, 2), bo=(2, 0, 2)), why)


@exercise("page-load")
def test_each_page_is_for_the_person_on_duty(submission):
    """A page goes to the one whose shift began at or before it and ends after it."""
    assert_each(submission.page_load, on_duty(), of=plain)


@once
def to_nobody():
    shifts = rota(("bo", "11 14:00", "18 14:00"), ("ana", "04 14:00", "11 14:00"),
                  ("cy", "20 14:00", "21 14:00"), ("cy", "22 14:00", "23 14:00"))  # fmt: skip
    given = alerts(("04 13:59", "a"), ("18 14:00", "a"), ("21 15:00", "a"), ("22 15:00", "a"),
                   ("24 15:00", "b"))  # fmt: skip
    why = (
        "Nobody is on duty before, after and between the shifts; only the page of the 22nd is cy's."
    )
    return case(
        given, expected(uncovered=4, ana=(0, 0, 0), bo=(0, 0, 0), cy=(1, 0, 1)), why, shifts
    )


@exercise("page-load")
def test_a_page_to_nobody_is_uncovered(submission):
    """Pages outside all shifts are counted apart, and everybody of the rota has a row."""
    assert_each(submission.page_load, to_nobody(), of=plain)


@once
def within_the_quiet_time():
    given = alerts(
        *((f"05 15:{minute:02}", "a") for minute in (0, 29, 30)),
        *((f"12 15:{minute:02}", "a") for minute in (0, 20, 40, 59)),
    )
    why = (
        "ana: 15:30 is not less than 30 minutes after 15:00; bo: 15:00 and 15:40 are pages, for "
        "15:20 starts no new quiet time."
    )
    return case(given, expected(ana=(2, 0, 2), bo=(2, 0, 2)), why)


@exercise("page-load")
def test_alerts_within_the_quiet_time_belong_to_the_page(submission):
    """An alert less than the quiet time after the last page of its service is no page."""
    assert_each(submission.page_load, within_the_quiet_time(), of=plain)


@once
def several_services():
    given = alerts(("05 15:10", "a"), ("05 15:05", "b"), ("05 15:00", "a"), ("05 15:06", "c"))
    return case(given, expected(ana=(3, 0, 3), bo=(0, 0, 0)), "a at 15:00, b and c.")


@exercise("page-load")
def test_each_service_has_a_quiet_time_of_its_own(submission):
    """Alerts of different services are pages of their own, whatever the order of the rows."""
    assert_each(submission.page_load, several_services(), of=plain)


@once
def no_quiet_time():
    given = alerts(("05 15:00", "a"), ("05 15:00", "a"), ("05 15:01", "a"))
    return case(given, expected(ana=(3, 0, 3), bo=(0, 0, 0)), quiet=pd.Timedelta(0))


@exercise("page-load")
def test_without_a_quiet_time_every_alert_is_a_page(submission):
    """A quiet time of zero makes every alert a page, also two at the same instant."""
    assert_each(submission.page_load, no_quiet_time(), of=plain)


@once
def edges_of_the_night():
    # Kolkata is five and a half hours ahead of UTC, where 2 are at night (and in New York 1).
    given = alerts(("05 16:29", "a"), ("05 16:30", "b"), ("06 01:29", "c"), ("06 01:30", "d"),
                   ("05 19:00", "e"), ("06 07:00", "f"))  # fmt: skip
    why = "21:59, 22:00, 06:59, 07:00, 00:30 and 12:30 in Kolkata."
    return case(given, expected(ana=(6, 3, 6), bo=(0, 0, 0)), why, zone="Asia/Kolkata")


@exercise("page-load")
def test_night_is_night_on_the_clock_of_the_zone(submission):
    """A page is at night from 22:00 on and before 07:00, by the clock of `zone`."""
    assert_each(submission.page_load, edges_of_the_night(), of=plain)


@once
def july():
    given = pd.DataFrame(
        {"at": pd.to_datetime(["2013-07-10 02:30Z", "2013-07-10 12:30Z"]), "service": ["a", "b"]}
    )
    summer = pd.DataFrame(
        {
            "person": ["ana"],
            "start": pd.to_datetime(["2013-07-08 14:00Z"]),
            "end": pd.to_datetime(["2013-07-15 14:00Z"]),
        }
    )
    return case(given, expected(ana=(2, 1, 2)), "22:30 and 08:30 in New York.", summer)


@exercise("page-load")
def test_the_clock_follows_daylight_saving(submission):
    """The clock of the zone is that of the day: in July New York is four hours behind UTC."""
    assert_each(submission.page_load, july(), of=plain)


@once
def weeks():
    times = [
        *(f"2013-02-{at}Z" for at in ("03 15:00", "08 15:00", "10 15:00", "15 14:59", "20 15:00")),
        *("2013-06-03 15:00Z", "2013-06-10 15:00Z", "2013-06-17 15:00Z"),
        *("2013-11-02 16:00Z", "2013-11-09 16:30Z"),
    ]
    shifts = pd.DataFrame(
        {
            "person": ["ana", "bo", "cy"],
            "start": pd.to_datetime(["2013-02-01", "2013-06-01", "2013-11-01"], utc=True),
            "end": pd.to_datetime(["2013-02-28", "2013-06-28", "2013-11-20"], utc=True),
        }
    )
    why = (
        "ana: From 8 to 15 February there are three, and on the 10th seven days after the 3rd are "
        "over; bo: Each comes exactly seven days later; cy: clocks went back on 3 November, and "
        "12:00 and 11:30 in New York are 168.5 hours apart."
    )
    given = pd.DataFrame({"at": pd.to_datetime(times), "service": "a"})
    return case(given, expected(ana=(5, 0, 3), bo=(3, 0, 1), cy=(2, 0, 1)), why, shifts)


@exercise("page-load")
def test_the_worst_week_is_any_seven_days(submission):
    """The worst week is the most pages from one page on and less than seven days after it."""
    assert_each(submission.page_load, weeks(), of=plain)


@once
def weeks_of_two():
    shifts = rota(("ana", "04 00:00", "06 00:00"), ("bo", "06 00:00", "08 00:00"),
                  ("ana", "08 00:00", "12 00:00"))  # fmt: skip
    given = alerts(("05 15:00", "a"), ("06 15:00", "a"), ("07 15:00", "a"), ("09 15:00", "a"))
    return case(given, expected(ana=(2, 0, 2), bo=(2, 0, 2)), shifts=shifts)


@exercise("page-load")
def test_a_week_is_counted_for_each_person(submission):
    """Pages of others do not count, and a person's pages in two shifts are counted together."""
    assert_each(submission.page_load, weeks_of_two(), of=plain)


@once
def odd_tables():
    given = alerts(("06 03:30", "a"), ("05 15:00", "a"), ("05 15:20", "a"), ("11 13:30", "a"))
    given["at"] = given["at"].dt.tz_convert("Asia/Tokyo").dt.as_unit("ms")
    given = given.assign(note="x").set_axis([7, 7, 7, 7])
    shifts = ROTA.assign(end=ROTA["end"].dt.tz_convert("Europe/Berlin").dt.as_unit("s"))
    return given, shifts.set_axis([1, 0]), expected(ana=(3, 1, 3), bo=(0, 0, 0))


@exercise("page-load")
def test_times_may_be_in_any_zone_and_the_tables_stay(submission):
    """Times may have different zones and units; extra columns and indexes mean nothing."""
    given, shifts, wanted = odd_tables()
    assert_same(
        plain(assert_unchanged(submission.page_load, given, shifts, ZONE, HALF_HOUR)), wanted
    )


@once
def no_alerts():
    return case(alerts(("05 15:00", "a")).iloc[:0], expected(ana=(0, 0, 0), bo=(0, 0, 0)))


@exercise("page-load")
def test_without_alerts_nobody_is_paged(submission):
    """No alerts give zeros for everybody of the rota."""
    assert_each(submission.page_load, no_alerts(), of=plain)


@once
def refused():
    given = alerts(("05 15:00", "a"))
    return [
        (given, ROTA.iloc[:0], ZONE, HALF_HOUR), (given, ROTA, ZONE, pd.Timedelta(-1, "ns")),
        (given.iloc[:0], ROTA.iloc[:0], ZONE, pd.Timedelta(0)),
    ]  # fmt: skip


@exercise("page-load")
def test_an_empty_rota_or_a_negative_quiet_time_is_refused(submission):
    """A rota without shifts and a quiet time below zero raise a ValueError."""
    rejects_each(submission.page_load, refused())
