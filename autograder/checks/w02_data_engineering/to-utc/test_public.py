"""The checks of `to-utc` that a student of week 2 sees."""

import numpy as np

from autograder.testing import assert_each, exercise, rejects_each

from ..cases import NEW_YORK, in_utc, utc


@exercise("to-utc")
def test_the_offset_is_that_of_the_date_and_the_zone(submission):
    """The zone's rules for that date apply: New York is 5 hours behind in winter, 4 in summer."""
    cases = []
    for date, zone, expected in (
        ((2013, 1, 15), NEW_YORK, "2013-01-15 17:00"),
        ((2013, 7, 15), NEW_YORK, "2013-07-15 16:00"),
        ((2006, 4, 1), NEW_YORK, "2006-04-01 17:00"),
        ((2013, 7, 15), "America/Phoenix", "2013-07-15 19:00"),
        ((2013, 7, 15), "Asia/Kolkata", "2013-07-15 06:30"),
        ((2013, 1, 15), "Europe/London", "2013-01-15 12:00"),
        # To save oil, that winter was a summer to the clocks; and London had three such winters.
        ((1974, 1, 15), NEW_YORK, "1974-01-15 16:00"),
        ((1970, 12, 1), "Europe/London", "1970-12-01 11:00"),
    ):
        cases.append(((*date, 1200, zone), utc(expected), f"It is noon on {date} in {zone}."))
    assert_each(submission.to_utc, cases, of=in_utc)


@exercise("to-utc")
def test_integers_may_be_numpys(submission):
    """Date and time may be NumPy's integers, of any width that holds them."""
    cases = []
    unsigned = (np.uint16, np.uint8, np.uint8, np.uint16)
    for kinds in ((np.int64,) * 4, (np.int16, np.int8, np.int8, np.int16), unsigned):
        numbers = [kind(number) for kind, number in zip(kinds, (2013, 7, 15, 1859), strict=True)]
        widths = ", ".join(kind.__name__ for kind in kinds)
        why = f"It is 1859 in New York in summer; the four numbers are {widths}."
        cases.append(((*numbers, NEW_YORK), utc("2013-07-15 22:59"), why))
    assert_each(submission.to_utc, cases, of=in_utc)


@exercise("to-utc")
def test_the_last_two_digits_are_minutes(submission):
    """517 is 05:17, 5 is 00:05, 100 is 01:00 and 2359 is 23:59."""
    why = "In winter, New York is 5 hours behind UTC."
    cases = [
        ((2013, 1, 15, hhmm, NEW_YORK), utc(expected), why)
        for hhmm, expected in (
            (517, "2013-01-15 10:17"),
            (5, "2013-01-15 05:05"),
            (100, "2013-01-15 06:00"),
            (2359, "2013-01-16 04:59"),
        )
    ]
    assert_each(submission.to_utc, cases, of=in_utc)


@exercise("to-utc")
def test_2400_is_midnight_at_the_end_of_the_date(submission):
    """2400 is 00:00 of the next date, also at the end of a month and of a year; 0 is not."""
    cases = [
        ((*date, hhmm, NEW_YORK), utc(expected), f"It is midnight at the {side} of {date}.")
        for date, hhmm, side, expected in (
            ((2013, 12, 31), 2400, "end", "2014-01-01 05:00"),
            ((2013, 3, 10), 2400, "end", "2013-03-11 04:00"),
            ((2013, 11, 3), 2400, "end", "2013-11-04 05:00"),
            ((2013, 7, 15), 0, "beginning", "2013-07-15 04:00"),
        )
    ]
    last = (2025, 12, 31, 2400, "Asia/Kolkata")
    cases.append((last, utc("2025-12-31 18:30"), "It is midnight at the end of 2025 in Kolkata."))
    assert_each(submission.to_utc, cases, of=in_utc)


@exercise("to-utc")
def test_a_time_that_comes_twice_is_chosen_by_its_occurrence(submission):
    """Where the clocks are put back, occurrence 1 is the earlier instant and 2 the later."""
    cases = [
        (
            (2013, 11, 3, hhmm, zone, *occurrence),
            utc(f"2013-11-03 {expected}"),
            f"It is {hhmm} on 3 November 2013 in {zone}, occurrence {(*occurrence, 1)[0]}.",
        )
        for hhmm, occurrence, zone, expected in (
            (159, (), NEW_YORK, "05:59"),
            (100, (1,), NEW_YORK, "05:00"),
            (130, (2,), NEW_YORK, "06:30"),
            (59, (2,), NEW_YORK, "04:59"),
            (200, (2,), NEW_YORK, "07:00"),
            (130, (2,), "America/Chicago", "07:30"),
        )
    ]
    why = "On that night Moscow put its clocks back from 02:00 to 01:00, for good."
    moscow = (2014, 10, 26, 130, "Europe/Moscow", 2)
    cases.append((moscow, utc("2014-10-25 22:30"), why))
    assert_each(submission.to_utc, cases, of=in_utc)


@exercise("to-utc")
def test_times_that_the_clocks_skip_are_refused(submission):
    """A time that does not exist because the clocks go forward is a ValueError, never moved."""
    skipped = ((2013, 3, 10, 200, NEW_YORK), (2013, 3, 10, 259, NEW_YORK, 2))
    others = ((2013, 3, 31, 130, "Europe/London"), (2016, 5, 1, 245, "America/Caracas"))
    rejects_each(submission.to_utc, (*skipped, *others))
    why = "Only from 02:00 to 03:00 are times skipped, and none in Phoenix."
    cases = [
        ((2013, 3, 10, *rest), utc(f"2013-03-10 {expected}"), why)
        for rest, expected in (
            ((159, NEW_YORK), "06:59"),
            ((300, NEW_YORK, 2), "07:00"),
            ((230, "America/Phoenix"), "09:30"),
        )
    ]
    assert_each(submission.to_utc, cases, of=in_utc)


@exercise("to-utc")
def test_times_dates_and_zones_that_do_not_exist_are_refused(submission):
    """No such minute, hour, date, occurrence or zone: each is a ValueError."""
    minutes = [(2013, 1, 15, hhmm, NEW_YORK) for hhmm in (-70, 60, 1299, 2360, 2401)]
    no_dates = ((2, 29, 1200), (4, 31, 2400), (13, 1, 1200), (0, 1, 1200), (1, 0, 2400))
    dates = [(2013, *date, NEW_YORK) for date in no_dates]
    others = [
        (2013, 1, 15, 1200, "Mars/Olympus"),
        (2013, 1, 15, 1200, NEW_YORK, 0),
        (2013, 11, 3, 130, NEW_YORK, 3),
    ]
    rejects_each(submission.to_utc, [*minutes, *dates, *others])
