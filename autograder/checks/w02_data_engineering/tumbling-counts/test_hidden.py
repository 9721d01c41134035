"""The checks of `tumbling-counts` that the grader keeps: random inputs, real flights, rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

import math
from functools import cache

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, assert_unchanged, exercise, once_per_seed

from ..cases import messages


def at(times, rng):
    """Events with these event times, received in this order."""
    return [{"event_time": t, "received_at": int(rng.integers(10**6)), "id": "x"} for t in times]


def slow_counts(times, window, lateness):
    """The watermark of every event from all events before it."""
    late = [
        position
        for position, t in enumerate(times)
        if position and max(times[:position]) - lateness >= math.floor(t / window) * window + window
    ]
    watermark = max(times) - lateness if times else None
    begins = [math.floor(t / window) * window for k, t in enumerate(times) if k not in late]
    counts = {begin: begins.count(begin) for begin in set(begins)}
    return {
        "closed": {b: n for b, n in counts.items() if b + window <= watermark},
        "open": {b: n for b, n in counts.items() if b + window > watermark},
        "late": late,
        "watermark": watermark,
    }


def counted(times, window, lateness, rng):
    """A case: events at these times give the counts of a slow recomputation."""
    why = f"The window is {window}, the lateness {lateness}."
    return (at(times, rng), window, lateness), slow_counts(times, window, lateness), why


@once_per_seed
def random_streams(rng):
    cases = []
    for pace in (0, 1, 2, 4):
        times = (rng.integers(-3, 30, 50) + np.arange(50) * pace - 20).tolist()
        window, lateness = int(rng.integers(2, 12)), int(rng.integers(0, 15))
        cases.append(counted(times, window, lateness, rng))
    return cases


@exercise("tumbling-counts")
def test_random_streams_are_counted_as_slowly(submission, rng):
    """Random streams, windows and lateness give the counts of a slow recomputation."""
    assert_each(submission.tumbling_counts, random_streams(rng))


@exercise("tumbling-counts")
def test_watermarks_at_the_edge_of_a_window(submission, rng):
    """One second decides whether a window is closed, and whether an event is too late."""
    cases = []
    for window, lateness, edge in ((60, 6, -1), (60, 6, 0), (7, 61, -1), (7, 0, 0), (1, 1, 0)):
        newest = 5 * window + lateness + edge
        times = [4 * window, newest, 5 * window - 1, 4 * window, 5 * window, 3 * window, newest]
        cases.append(counted(times, window, lateness, rng))
    assert_each(submission.tumbling_counts, cases)


@exercise("tumbling-counts")
def test_arrival_times_have_no_influence(submission, rng):
    """Other entries of the events change nothing, `received_at` included, and none is needed."""
    times = [100, 160, 90, 230, 150, 161, 300, 99]
    bare = [{"event_time": t} for t in times]
    cases = [
        ((events, 60, 30), slow_counts(times, 60, 30), "")
        for events in (at(times, rng), at(times, rng), bare)
    ]
    assert_each(submission.tumbling_counts, cases)


@once_per_seed
def events_with_lateness(rng):
    times = rng.integers(0, 5_000, 100).tolist()
    return [counted(times, 250, lateness, rng) for lateness in (300, 5_000)]


@exercise("tumbling-counts")
def test_every_event_is_counted_or_set_aside(submission, rng):
    """Counts and late events add up to all events, and with lateness enough nothing is late."""
    assert_each(submission.tumbling_counts, events_with_lateness(rng))


@cache
def departures():
    """The departures of a morning, in order of arrival of their messages, and their counts."""
    told = [m["event_time"] for m in messages() if m["kind"] == "departed"][:250]
    times = [int(pd.Timestamp(time).timestamp()) for time in told]
    settings = ((3600, 0), (600, 120))
    events = [{"event_time": t} for t in times]
    return [((events, *setting), slow_counts(times, *setting)) for setting in settings]


@exercise("tumbling-counts")
def test_departures_of_a_day_are_counted(submission):
    """Real flights: departures with late messages, counted per hour and per ten minutes."""
    for arguments, expected in departures():
        assert_same(assert_unchanged(submission.tumbling_counts, *arguments), expected)
