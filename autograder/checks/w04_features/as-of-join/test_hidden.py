"""The checks of exercise 1 that the grader keeps."""

import math

import pandas as pd

from autograder.testing import assert_each, exercise, once_per_seed, rejects

MINUTE = pd.Timedelta(minutes=1)


def slow(events, facts, by, max_age):
    """The join, one pair of rows after the other."""
    values = [name for name in facts if name not in (by, "happened_at", "available_at")]
    rows, records = [], facts.to_dict("records")
    for key, now in zip(events[by], events["event_time"], strict=True):
        best, row = None, dict.fromkeys(values, math.nan)
        for place, fact in enumerate(records):
            known = not pd.isna(fact["available_at"]) and fact["available_at"] <= now
            same = not pd.isna(key) and key == fact[by]
            if same and known and now - fact["happened_at"] <= max_age:
                rank = (fact["happened_at"], fact["available_at"], place)
                if best is None or rank > best:
                    best, row = rank, {name: fact[name] for name in values}
        rows.append(row)
    table = {name: [row[name] for row in rows] for name in values}
    return pd.DataFrame(table, index=events.index, dtype=float)


@once_per_seed
def tables(rng):
    zero, size = pd.Timestamp("2013-06-30 22:00", tz="UTC"), 100
    happened = zero + pd.Series(rng.integers(0, 12, size)) * 10 * MINUTE
    available = happened + pd.Series(rng.integers(0, 6, size)) * 10 * MINUTE
    facts = pd.DataFrame(
        {
            "visib": rng.choice([0.0, 1, 2, math.nan], size),
            "origin": rng.choice(["EWR", "JFK", "LGA", None], size),
            "available_at": available.where(rng.random(size) > 0.1),
            "happened_at": happened.dt.tz_convert("America/New_York"),
            "wind": rng.random(size),
        },
    ).set_axis(rng.integers(0, 5, size), axis=0)
    events = pd.DataFrame(
        {
            "event_time": zero + pd.Series(rng.integers(0, 20, 80)) * 10 * MINUTE,
            "origin": rng.choice(["EWR", "JFK", "LGA", "SWF", None], 80),
        },
    ).set_axis(rng.integers(0, 9, 80), axis=0)
    call = (events, facts, "origin", int(rng.integers(4, 8)) * 10 * MINUTE)
    return [(call, slow(*call), "The same as when each pair of rows is looked at.")]


@exercise("as-of-join")
def test_random_tables_are_joined_as_pair_by_pair(submission, rng):
    """Random tables, full of ties, give each event the fact that a look at each pair gives."""
    assert_each(submission.as_of_join, tables(rng))


@exercise("as-of-join")
def test_empty_tables_are_refused_as_full_ones_are(submission):
    """Errors are raised for empty tables too."""
    time = pd.to_datetime(pd.Series([], dtype=object), utc=True)
    events = pd.DataFrame({"gate": pd.Series([], dtype="int64"), "event_time": time})
    facts = pd.DataFrame(
        {"gate": events["gate"], "happened_at": time, "available_at": time, "wind": []}
    )
    rejects(submission.as_of_join, events, facts, "gate", -MINUTE)
    rejects(submission.as_of_join, events, facts, "carrier", MINUTE, naming="carrier")
