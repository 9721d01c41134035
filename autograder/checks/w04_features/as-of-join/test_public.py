"""The checks of exercise 1 that a student sees."""

import math

import pandas as pd

from autograder.testing import assert_each, assert_unchanged, exercise, once, rejects

HOUR = pd.Timedelta(hours=1)
NAN = math.nan


def clock(times):
    """Instants of one day in UTC, from texts such as "14:05"; None is missing."""
    texts = [None if time is None else f"2013-02-01 {time}" for time in times]
    return pd.to_datetime(pd.Series(texts, dtype=object), utc=True, format="ISO8601")


def events_of(*rows):
    """Events from pairs of key and time."""
    return pd.DataFrame(
        {"origin": [row[0] for row in rows], "event_time": clock(r[1] for r in rows)}
    )


def facts_of(*rows):
    """Facts from key, when it happened, when it was available, and the wind."""
    return pd.DataFrame(
        {
            "origin": [row[0] for row in rows],
            "happened_at": clock(row[1] for row in rows),
            "available_at": clock(row[2] for row in rows),
            "wind": [float(row[3]) for row in rows],
        }
    )


def values_for(events, **columns):
    """The expected result."""
    return pd.DataFrame(columns, index=events.index, dtype=float)


@once
def availability():
    facts = facts_of(("EWR", "12:00", "13:00", 7), ("EWR", "13:00", "14:00", 9))
    events = events_of(*(("EWR", time) for time in ("12:59", "13:00", "13:59", "14:00", "14:01")))
    why = "A fact may be used from the instant on at which it was available, not from happening."
    return [((events, facts, "origin", 9 * HOUR), values_for(events, wind=[NAN, 7, 7, 9, 9]), why)]


@exercise("as-of-join")
def test_a_fact_counts_from_the_instant_at_which_it_was_available(submission):
    """A fact is used from `available_at` on, that instant included, and never before."""
    assert_each(submission.as_of_join, availability())


@once
def corrections():
    facts = facts_of(
        ("EWR", "13:00", "13:10", 9),  # the newest, though the next one is reported later
        ("EWR", "12:00", "13:30", 7),
        ("JFK", "13:00", "13:40", 4),  # a correction, stored above what it corrects
        ("JFK", "13:00", "13:20", 3),
        ("LGA", "13:00", "13:20", 6),
        ("LGA", "13:00", "13:20", 5),
    )
    events = events_of(
        ("EWR", "14:00"), ("JFK", "13:30"), ("JFK", "14:00"), ("LGA", "14:00"), ("LGA", "13:20")
    )
    expected = values_for(events, wind=[9, 3, 4, 5, 5])
    why = (
        "At EWR a report of 12:00 comes after that of 13:00; at JFK the reading of 13:00 is "
        "corrected; at LGA two rows tie in both times, and the one furthest down counts."
    )
    return [((events, facts, "origin", 9 * HOUR), expected, why)]


@exercise("as-of-join")
def test_the_fact_that_happened_last_wins_then_the_one_available_last(submission):
    """Of the available facts the latest by `happened_at` wins, then by `available_at`, then row."""
    assert_each(submission.as_of_join, corrections())


@once
def ages():
    facts = facts_of(("EWR", "10:00", "11:30", 5), ("JFK", "09:00", "09:00", 8))
    events = events_of(("EWR", "12:00"), ("EWR", "12:01"), ("JFK", "09:00"), ("JFK", "09:01"))
    why = "The age of a fact is the time since it happened; exactly `max_age` is not too old."
    return [
        ((events, facts, "origin", 2 * HOUR), values_for(events, wind=[5, NAN, 8, 8]), why),
    ]


@exercise("as-of-join")
def test_a_stale_fact_is_not_used(submission):
    """A fact counts up to the age `max_age`, measured from `happened_at`; zero is allowed."""
    assert_each(submission.as_of_join, ages())


@once
def keys():
    facts = facts_of(
        ("EWR", "12:00", "12:00", 1), (None, "13:00", "13:00", 2), (NAN, "13:00", "13:00", 3)
    )
    events = events_of((None, "14:00"), ("EWR", "14:00"), ("JFK", "14:00"), (NAN, "14:00"))
    facts["origin"] = pd.Series(["EWR", None, NAN], dtype=object)
    events["origin"] = pd.Series([None, "EWR", "JFK", NAN], dtype=object)
    by_text = values_for(events, wind=[NAN, 1, NAN, NAN])
    why = "Only the facts with the very key of the event count, and a missing key equals none."
    return [((events, facts, "origin", 9 * HOUR), by_text, why)]


@exercise("as-of-join")
def test_a_fact_is_about_its_own_key_and_missing_keys_match_nothing(submission):
    """Facts of other keys do not count; a missing key is equal to no other, also not missing."""
    assert_each(submission.as_of_join, keys())


@once
def gaps():
    facts = facts_of(
        ("EWR", "12:00", "12:10", 5),
        ("EWR", "13:00", "13:10", NAN),
        ("JFK", "12:00", "12:10", 6),
        ("JFK", "13:00", None, 9),
    ).assign(rain=[0.5, 0.25, 0.0, 1.0])
    events = events_of(("EWR", "13:30"), ("JFK", "13:30"))
    why = (
        "The newest reading of EWR has no wind: that is what is known, and no older row fills it. "
        "That of JFK never became available."
    )
    expected = values_for(events, wind=[NAN, 6], rain=[0.25, 0])
    return [((events, facts, "origin", 9 * HOUR), expected, why)]


@exercise("as-of-join")
def test_the_values_are_those_of_one_row_with_its_gaps(submission):
    """All values come from the one winning row; a missing `available_at` means never."""
    assert_each(submission.as_of_join, gaps())


@once
def forms():
    facts = facts_of((7, "12:00", "12:30", 5), (8, "12:00", "12:30", 6)).assign(rain=[1, 2.0])
    # Another order of columns, repeated row labels, other zones and units, columns of no use.
    facts = facts[["rain", "available_at", "origin", "wind", "happened_at"]].set_axis([1, 1])
    facts["available_at"] = facts["available_at"].dt.as_unit("s")
    events = events_of((8, "13:00"), (7, "13:00"), (8, "12:00"))
    events["event_time"] = events["event_time"].dt.tz_convert("America/New_York").dt.as_unit("ms")
    events = events.assign(wind=[1, 2, 3]).set_index(pd.Index([3, 1, 3], name="row"))
    why = "The rows and the index are those of `events`, the columns those of values, in order."
    nobody = events.iloc[:0]
    return [
        (
            (events, facts, "origin", HOUR),
            values_for(events, rain=[2, 1, NAN], wind=[6, 5, NAN]),
            why,
        ),
        ((events, facts.iloc[:0], "origin", HOUR), values_for(events, rain=NAN, wind=NAN), why),
        ((nobody, facts, "origin", 0 * HOUR), values_for(nobody, rain=[], wind=[]), why),
    ]


@exercise("as-of-join")
def test_there_is_one_row_for_each_event_on_its_index(submission):
    """The result has the rows and index of `events` and the columns of values, also if empty."""
    assert_each(submission.as_of_join, forms())
    assert_unchanged(submission.as_of_join, *availability()[0][0])


@once
def refused():
    events, facts = events_of(("EWR", "14:00")), facts_of(("EWR", "12:00", "12:00", 1))
    return [
        (events.drop(columns="event_time"), facts, "origin", HOUR),
        (events, facts.drop(columns="available_at"), "origin", HOUR),
        (events, facts, "origin", -HOUR / 3600),
    ]


@exercise("as-of-join")
def test_missing_columns_and_a_negative_age_are_refused(submission):
    """A missing column is named in a ValueError; a `max_age` below zero raises one."""
    names = ["event_time", "available_at", ""]
    for answer, name in zip(submission.as_of_join.each(refused()), names, strict=True):
        rejects(answer, naming=name)
