"""The checks of `late-labels` that the grader keeps: random inputs, real flights, rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

import math

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    once,
    once_per_seed,
    rejects,
)

from ..cases import blizzard, values


def slow_labels(delays, limit, missing):
    """One flight at a time."""
    return [missing if delay != delay else float(delay >= limit) for delay in delays]


LABEL_OF_MISSING = {"exclude": math.nan, "late": 1.0, "on_time": 0.0}


@once_per_seed
def random_delays(rng):
    early, half, later = int(rng.integers(-20, 0)), float(rng.integers(0, 14)) + 0.5, 16
    later += int(rng.integers(0, 24))
    arrived = pd.DataFrame({"arr_delay": np.array([14, 15, 16])})
    cases = [((arrived,), [0.0, 1.0, 1.0], "Delays may also be a column of integers.")]
    for limit, word in ((early, "exclude"), (half, "late"), (-half, "on_time"), (later, "late")):
        delays = limit + rng.integers(-3, 4, 40) / 2
        delays[rng.random(40) < 0.3] = math.nan
        delays[:5] = [limit, math.nan, limit - 0.5, 15, -limit]
        labels = slow_labels(delays.tolist(), limit, LABEL_OF_MISSING[word])
        why = f"Late means {limit} minutes or more; missing delays are {word!r}."
        cases.append(((pd.DataFrame({"arr_delay": delays}), limit, word), labels, why))
    return cases


@exercise("late-labels")
def test_any_delays_and_any_limit_are_labelled(submission, rng):
    """Random delays are labelled rightly for random limits and each treatment of missing ones."""
    assert_each(submission.late_labels, random_delays(rng), of=values)


@once
def indexed_flights():
    """Tables on many kinds of index, each with a word for `cancelled` and the labels."""
    cases = []
    for index, word in (
        (pd.Index([4, 3, 2, 1, 0]), "late"),
        (pd.Index([1, 1, 1, 1, 1]), "exclude"),
        (pd.Index(["UA", "B6", "UA", "AA", "B6"]), "on_time"),
        (pd.date_range("2013-02-08", periods=5, freq="h", tz="UTC"), "exclude"),
        (pd.MultiIndex.from_product([["EWR"], [5, 3, 5, 3, 5]], names=["origin", "hour"]), "late"),
    ):
        flights = pd.DataFrame({"arr_delay": [15.0, math.nan, 3.0, 40.0, 14.0]}, index=index)
        labels = [1.0, LABEL_OF_MISSING[word], 0.0, 1.0, 0.0]
        cases.append((flights, word, pd.Series(labels, index=index, name="late")))
    for word, label in LABEL_OF_MISSING.items():
        gone = pd.DataFrame({"arr_delay": [math.nan, math.nan]}, index=[8, 8])
        cases.append((gone, word, pd.Series([label, label], index=[8, 8], name="late")))
    return [((flights, 15, word), labels, "") for flights, word, labels in cases]


@exercise("late-labels")
def test_labels_stay_with_their_flights_under_any_index(submission):
    """Whatever the index is, repeated, unsorted or with levels, labels stay row by row on it."""
    assert_each(submission.late_labels, indexed_flights())


@once
def flights_with_other_columns():
    flights = pd.DataFrame(
        {
            "late": [0.0, 0.0, 1.0, 1.0],
            "dep_delay": [2.0, math.nan, 33.0, 50.0],
            "dep_time": [900.0, 905.0, math.nan, 915.0],
            "arr_time": [1100.0, 1110.0, math.nan, math.nan],
            "arr_delay": [30.0, math.nan, 2.0, 4.0],
            "air_time": [math.nan, 60.0, math.nan, 80.0],
        }
    )
    return [
        ((flights,), [1.0, math.nan, 0.0, 0.0], "Only arr_delay decides."),
        ((flights, 15, "late"), [1.0, 1.0, 0.0, 0.0], "Only arr_delay decides."),
    ]


@exercise("late-labels")
def test_other_columns_do_not_influence_the_label(submission):
    """Only `arr_delay` decides, and only its being missing means cancelled or diverted."""
    assert_each(submission.late_labels, flights_with_other_columns(), of=values)


@exercise("late-labels")
def test_the_table_of_flights_is_left_alone(submission):
    """The call adds no column to the table it is given, and fills no gap in it."""
    flights = pd.DataFrame({"arr_delay": [20.0, math.nan, 3.0], "late": [1.0, 1.0, 1.0]})
    for word in ("exclude", "late"):
        labels = assert_unchanged(submission.late_labels, flights, 15, word)
        assert_same(values(labels), [1.0, LABEL_OF_MISSING[word], 0.0])


@once
def words_with_flights():
    nothing = pd.DataFrame({"arr_delay": np.array([], dtype=float)})
    arrived = pd.DataFrame({"arr_delay": [3.0]})
    refused = (("EXCLUDE", nothing), ("on time", arrived), ("late ", nothing), ("drop", arrived))
    return [(flights, 15, word) for word, flights in refused]


@exercise("late-labels")
def test_words_are_refused_exactly(submission):
    """Only the three exact words are accepted, also where no delay is missing or no flight is."""
    calls = words_with_flights()
    for answer, (*_, word) in zip(submission.late_labels.each(calls), calls, strict=True):
        rejects(answer, naming=word)


@once
def february_delays():
    return [
        (
            (blizzard()[["dep_time", "arr_time", "arr_delay"]], 15, word),
            slow_labels(blizzard()["arr_delay"].tolist(), 15, LABEL_OF_MISSING[word]),
            f"These are flights of February 2013, missing delays being {word!r}.",
        )
        for word in ("exclude", "on_time")
    ]


@exercise("late-labels")
def test_the_flights_of_february_are_labelled(submission):
    """Real flights: cancelled and diverted ones are told from those that arrived on time."""
    assert_each(submission.late_labels, february_delays(), of=values)
