"""The checks of exercise 1 that the grader keeps."""

import math

import pandas as pd

from autograder.testing import assert_each, exercise, once, once_per_seed, rejects

MINUTE = pd.Timedelta(minutes=1)


def slow(events, facts, max_age):
    """The values, one pair of rows after the other; times are in minutes, -1 is never."""
    rows = []
    for key, now in events:
        best, values = (), [math.nan, math.nan]
        for place, (origin, happened, available, *measured) in enumerate(facts):
            known = 0 <= available <= now
            if known and key is not None and key == origin and now - happened <= max_age:
                rank = (happened, available, place)
                if rank > best:
                    best, values = rank, measured
        rows.append(values)
    return rows


@once_per_seed
def tables(rng):
    size = 100
    happened = rng.integers(0, 12, size) * 10
    available = happened + rng.integers(0, 6, size) * 10
    available[rng.random(size) < 0.1] = -1
    visib = rng.choice([0.0, 1, 2, math.nan], size)
    wind = rng.random(size)
    origin = rng.choice(["EWR", "JFK", "LGA", None], size)
    time, asked = rng.integers(0, 20, 80) * 10, rng.choice(["EWR", "JFK", "LGA", "SWF", None], 80)
    max_age = int(rng.integers(4, 8)) * 10
    values = slow(
        list(zip(asked, time.tolist(), strict=True)),
        list(zip(origin, happened.tolist(), available.tolist(), visib, wind, strict=True)),
        max_age,
    )
    zero = pd.Timestamp("2013-06-30 22:00", tz="UTC")
    facts = pd.DataFrame(
        {
            "visib": visib,
            "origin": origin,
            "available_at": (zero + pd.Series(available) * MINUTE).where(available >= 0),
            "happened_at": (zero + pd.Series(happened) * MINUTE).dt.tz_convert("America/New_York"),
            "wind": wind,
        },
    ).set_axis(rng.integers(0, 5, size), axis=0)
    events = pd.DataFrame({"event_time": zero + pd.Series(time) * MINUTE, "origin": asked})
    events = events.set_axis(rng.integers(0, 9, 80), axis=0)
    expected = pd.DataFrame(values, index=events.index, columns=["visib", "wind"])
    why = "The same as when each pair of rows is looked at."
    return [((events, facts, "origin", max_age * MINUTE), expected, why)]


@exercise("as-of-join")
def test_random_tables_are_joined_as_pair_by_pair(submission, rng):
    """Random tables, full of ties, give each event the fact that a look at each pair gives."""
    assert_each(submission.as_of_join, tables(rng))


@once
def refused():
    time = pd.to_datetime(pd.Series([], dtype=object), utc=True)
    events = pd.DataFrame({"gate": pd.Series([], dtype="int64"), "event_time": time})
    facts = pd.DataFrame(
        {"gate": events["gate"], "happened_at": time, "available_at": time, "wind": []}
    )
    return [(events, facts, "gate", -MINUTE), (events, facts, "carrier", MINUTE)]


@exercise("as-of-join")
def test_empty_tables_are_refused_as_full_ones_are(submission):
    """Errors are raised for empty tables too; the key's column is named as well."""
    names = ["", "carrier"]
    for answer, name in zip(submission.as_of_join.each(refused()), names, strict=True):
        rejects(answer, naming=name)
