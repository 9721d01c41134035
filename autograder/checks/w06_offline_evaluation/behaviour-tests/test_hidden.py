"""The checks that the grader keeps: random flights, changed and judged one by one."""

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    exercise,
    once,
    once_per_seed,
    rejects_each,
)

KINDS = ("same", "not lower", "not higher", "at least", "at most")


def rough(frame):
    """A forecast in 1/1024ths that jumps about, and is missing for some."""
    wind = frame["wind"].to_numpy()
    return np.where(wind % 13 == 5, np.nan, (wind * 37 % 1024) / 1024)


class Plus:
    """A change: more wind, in place or on a copy."""

    def __init__(self, by, in_place):
        self.by, self.in_place = by, in_place

    def __call__(self, frame):
        if self.in_place:
            frame["wind"] = frame["wind"].to_numpy() + self.by
            return frame
        frame = frame.copy()
        frame["wind"] = frame["wind"].to_numpy() + self.by
        return frame


def slow(rows, suite):
    """The failing rows, one by one."""

    def forecast(wind):
        return float("nan") if wind % 13 == 5 else (wind * 37 % 1024) / 1024

    failing = {}
    for test in suite:
        found, limit = [], test["limit"]
        for place, wind in enumerate(rows["wind"].tolist()):
            before, after = forecast(wind), forecast(wind + test["change"].by)
            good = {
                "same": before - limit <= after <= before + limit,
                "not lower": before - limit <= after,
                "not higher": after <= before + limit,
                "at least": after >= limit,
                "at most": after <= limit,
            }[test["kind"]]
            if not good:
                found.append(place)
        failing[test["name"]] = found
    return failing


@once_per_seed
def random_suites(rng):
    cases = []
    for n, tests in ((30, 6), (1, 1)):
        rows = pd.DataFrame({"wind": rng.integers(0, 500, size=n)})
        rows.index = rng.integers(0, n, size=n)
        suite = []
        for number in range(tests):
            kind = KINDS[number % 5]
            change = Plus(int(rng.integers(13, 16)), bool(number % 2))  # about half rise, half fall
            limit = int(rng.integers(200, 300)) / 1024
            suite.append({"name": f"test {7 - number}", "kind": kind, "change": change,
                          "limit": limit})  # fmt: skip
        cases.append(((rough, rows, suite), slow(rows, suite), f"{n} random flights."))
    return cases


@exercise("behaviour-tests", weight=2)
def test_random_flights_fail_as_they_do_one_by_one(submission, rng):
    """Random flights and suites give the failing rows of a slow count, missing forecasts too."""
    assert_each(submission.behaviour_tests, random_suites(rng))


@once
def changed_in_place():
    rows = pd.DataFrame({"wind": [5, 10, 31, 44, 57, 100, 123, 200, 311, 402, 18, 499]})
    suite = [
        {"name": "a", "kind": "same", "change": Plus(8, True), "limit": 0.25},
        {"name": "b", "kind": "same", "change": Plus(0, True), "limit": 0.0},
        {"name": "c", "kind": "not lower", "change": Plus(8, True), "limit": 0.25},
    ]
    return (rough, rows, suite), slow(rows, suite)


@once
def a_bad_test_at_the_end():
    rows = pd.DataFrame({"wind": [1, 2, 3]})
    suite = [
        {"name": f"good {k}", "kind": "same", "change": Plus(0, False), "limit": 0.0}
        for k in range(2)
    ]
    suite.append({"name": "storm at night", "kind": "Same", "change": Plus(0, False), "limit": 0.0})
    return [(rough, rows, suite)]


@exercise("behaviour-tests")
def test_changes_in_place_reach_neither_the_rows_nor_the_caller(submission):
    """A change that works in place spoils neither the rows, nor the suite, nor a later test."""
    arguments, expected = changed_in_place()
    answer, after = submission.behaviour_tests.with_arguments(*arguments)
    if after[1] is not arguments[1]:
        assert_same(after[1], arguments[1], why="The rows are left as they are.")
    assert_same(answer, expected)


@exercise("behaviour-tests")
def test_the_last_test_of_many_is_named_when_it_cannot_be_run(submission):
    """The error names the test at fault, not the first of the suite."""
    rejects_each(submission.behaviour_tests, a_bad_test_at_the_end(), naming="storm at night")
