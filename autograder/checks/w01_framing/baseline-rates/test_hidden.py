"""The checks of `baseline-rates` that the grader keeps: random inputs, real flights, rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

import math
from functools import cache

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    once,
    once_per_seed,
)

from ..cases import blizzard, values


def missing(value):
    return value is None or value != value


def slow_rates(train, test, keys, strength):
    """One test flight at a time, and for each level every train flight."""
    labels = train["late"].tolist()
    groups = list(zip(*(train[key].tolist() for key in keys), strict=True)) or [()] * len(labels)
    known = [(group, late) for group, late in zip(groups, labels, strict=True) if late == late]
    overall = sum(late for _, late in known) / len(known)
    rates = []
    for flight in zip(*(test[key].tolist() for key in keys), strict=True):
        rate = overall
        for k in range(1, len(keys) + 1):
            if missing(flight[k - 1]):
                break
            seen = [late for group, late in known if group[:k] == flight[:k]]
            if not seen:
                break
            rate = (sum(seen) + strength * rate) / (len(seen) + strength)
        rates.append(rate)
    return rates


def any_table(rng, n, *, gaps):
    """Flights with a text key, a number key and another text key; `gaps` is the missing share."""
    table = pd.DataFrame(
        {
            "origin": rng.choice(["EWR", "JFK", "LGA", "TEB"], n, p=[0.4, 0.3, 0.2, 0.1]),
            "hour": rng.choice([6.0, 7.0, 8.0, 21.0], n),
            "carrier": rng.choice(["UA", "B6", "AA"], n),
            "late": rng.choice([1.0, 0.0, math.nan], n, p=[0.4, 0.4, 0.2]),
        }
    )
    for key in ("origin", "hour", "carrier"):
        table[key] = table[key].mask(rng.random(n) < gaps)
    return table


@once_per_seed
def random_histories(rng):
    names = ["origin", "hour", "carrier"]
    cases = []
    for gaps, depth, strength in ((0.15, 3, 2.5), (0, 2, 0)):
        flights = any_table(rng, 48, gaps=gaps)
        train, test = flights.iloc[:36].copy(), flights.iloc[36:].reset_index(drop=True)
        train.loc[:12, "late"] = 1.0  # never as many late as on time
        train.loc[1:2, "origin"] = test.loc[0, "origin"] = "SWF"
        train.loc[1:2, "late"] = math.nan  # a group in which no flight is labelled
        train.index = rng.integers(0, 9, 36)
        keys = [names[k] for k in rng.permutation(3)][:depth] if depth == 3 else names[:2]
        rates, why = slow_rates(train, test, keys, strength), f"The keys are {keys}, m {strength}."
        cases.append(((train, test, keys, strength), rates, why))
    return cases


@exercise("baseline-rates")
def test_random_histories_agree_with_a_slow_count(submission, rng):
    """The rates of random flights are what a slow count over the history says."""
    assert_each(submission.baseline_rates, random_histories(rng), of=values)


@exercise("baseline-rates")
def test_a_missing_key_in_the_middle_ends_the_search(submission):
    """With three keys and the second missing, only the first counts, in train and in test."""
    train = pd.DataFrame(
        {
            "origin": ["EWR", "EWR", "EWR", "JFK"],
            "hour": [6.0, math.nan, math.nan, 6.0],
            "carrier": ["UA", "UA", "UA", "UA"],
            "late": [0.0, 1.0, 1.0, 0.0],
        }
    )
    test = pd.DataFrame(
        {
            "origin": ["EWR", "EWR", None],
            "hour": [math.nan, 6.0, 6.0],
            "carrier": ["UA", "UA", "UA"],
        }
    )
    rates = submission.baseline_rates(train, test, ["origin", "hour", "carrier"], 2)
    # Overall 2/4; EWR (2 + 2 * 0.5) / 5 = 0.6; EWR at 6 (0 + 2 * 0.6) / 3 = 0.4, then 0.8 / 3.
    assert_same(
        values(rates),
        [0.6, 0.8 / 3, 0.5],
        why="A flight without an hour belongs to its origin, and to no group of fewer flights.",
    )


@once
def keys_of_many_dtypes():
    hours = pd.CategoricalDtype([6, 7, 8])
    train = pd.DataFrame(
        {
            "hour": pd.Series([6, 6, 7], dtype=hours),
            "weekend": [True, False, True],
            "gate": [1, 2, 1],
            "late": [1.0, 0.0, 0.0],
        }
    )
    test = pd.DataFrame(
        {
            "hour": pd.Series([6, 8, 7, 6], dtype=hours),
            "weekend": [True, True, False, False],
            "gate": [1, 1, 2, 9],
        }
    )
    return [
        (
            (train, test, keys, strength),
            slow_rates(train, test, keys, strength),
            f"The keys are {keys}, and m is {strength}.",
        )
        for keys, strength in ((["hour", "weekend"], 0), (["gate", "hour"], 3))
    ]


@exercise("baseline-rates")
def test_keys_may_be_of_any_dtype(submission):
    """Keys may be text, numbers, booleans or categories, also categories never seen in train."""
    assert_each(submission.baseline_rates, keys_of_many_dtypes(), of=values)


@once
def lone_flights():
    """Forecasts of some flights, the first from nowhere known, in other company."""
    rng = np.random.default_rng(2013)
    train, test = any_table(rng, 40, gaps=0.15), any_table(rng, 12, gaps=0.15)
    test.loc[0, "origin"] = "BOS"
    keys = ["origin", "carrier"]
    expected = slow_rates(train, test, keys, 5)
    why = "Asked about this flight alone, the forecast is the same."
    return [
        ((train, test.iloc[::-1], keys, 5), expected[::-1], "Asked in reverse order."),
        ((train, test.iloc[[0]], keys, 5), expected[:1], why),
    ]


@exercise("baseline-rates")
def test_each_flight_is_forecast_on_its_own(submission):
    """A forecast depends on the history and on that flight, not on which others are asked about."""
    assert_each(submission.baseline_rates, lone_flights(), of=values)


@exercise("baseline-rates")
def test_neither_table_is_changed(submission):
    """The call adds no column to train or test, and drops no row."""
    train = pd.DataFrame({"origin": ["EWR", None, "JFK"], "late": [1.0, 0.0, math.nan]})
    test = pd.DataFrame({"origin": ["EWR", None, "LGA"], "late": [0.0, math.nan, 1.0]})
    rates = assert_unchanged(submission.baseline_rates, train, test, ["origin"], 2)
    assert_same(values(rates), [2 / 3, 0.5, 0.5], why="EWR was late once in one flight, of two.")


@cache
def february_history():
    """The labelled flights of 4 to 7 February, some of 9 February, and their forecasts."""
    flights = blizzard().drop(columns=["dep_time", "arr_time"])
    delays = flights.pop("arr_delay").tolist()
    flights["late"] = [math.nan if delay != delay else float(delay >= 15) for delay in delays]
    train, test = flights[flights["day"] <= 7], flights[flights["day"] == 9].iloc[::2]
    return train, test, slow_rates(train, test, ["origin", "hour", "carrier"], 50)


@exercise("baseline-rates")
def test_a_day_of_february_is_forecast_from_the_days_before(submission):
    """Real flights: 4 to 7 February forecast 9 February, by origin, hour and carrier."""
    train, test, expected = february_history()
    rates = submission.baseline_rates(train, test, ["origin", "hour", "carrier"], 50)
    assert_same(values(rates), expected, why="9 February 2013, m = 50.")
