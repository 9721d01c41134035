"""The checks a student sees: five kinds of test, and every row that fails."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, exercise, once, rejects_each

FLIGHTS = pd.DataFrame(
    {"rain": [0.0, 1.0, 2.0, 3.0, 4.0], "gate": ["A1", "A2", "B1", "B2", "C1"]},
    index=[7, 3, 3, 9, 0],
)
RAIN = FLIGHTS[["rain"]]
"""Without the gates, texts that take longest to copy."""


def by_rain(frame):
    """An eighth for each step of rain."""
    return frame["rain"].to_numpy() / 8


def odd_rain(frame):
    """Rises with the rain, but for the flights of gate B."""
    rain = frame["rain"].to_numpy() / 8
    return np.where(at_gates_b(frame), 1 - rain, rain)


def at_gates_b(frame):
    """Which flights leave from a gate B."""
    return np.array([gate[0] == "B" for gate in frame["gate"].tolist()])


def with_rain(frame, rain):
    """A copy with other rain: `assign` takes twice as long."""
    frame = frame.copy()
    frame["rain"] = rain
    return frame


def up(steps):
    """A change: so many steps more rain, or less where steps is negative."""

    def change(frame):
        return with_rain(frame, frame["rain"].to_numpy() + steps)

    return change


def dry_b(frame):
    """A change: no rain at the gates B, and one step more elsewhere."""
    return with_rain(frame, np.where(at_gates_b(frame), 0.0, frame["rain"].to_numpy() + 1))


def same_frame(frame):
    """A change that changes nothing."""
    return frame


def new_gate(frame):
    """A change: everybody leaves from gate A9."""
    return frame.assign(gate="A9")


def a_test(kind, change, limit, name="t"):
    """One test of a suite."""
    return {"name": name, "kind": kind, "change": change, "limit": limit}


ALL = [0, 1, 2, 3, 4]


@once
def two_sided():
    suite = [
        a_test("same", up(1), 0.125, name="up by the limit"),
        a_test("same", up(-1), 0.125, name="down by the limit"),
        a_test("same", up(1), 0.0625, name="up by twice of it"),
        a_test("same", up(-1), 0.0625, name="down by twice of it"),
    ]
    expected = {
        "up by the limit": [],
        "down by the limit": [],
        "up by twice of it": ALL,
        "down by twice of it": ALL,
    }
    return [
        ((by_rain, RAIN, suite), expected, ""),
        ((odd_rain, FLIGHTS, [a_test("same", new_gate, 0)]), {"t": [2, 3]}, "The gates B move."),
    ]


@exercise("behaviour-tests")
def test_same_means_neither_up_nor_down(submission):
    """The kind "same" is two-sided: a forecast may move by the limit, up or down, no further."""
    assert_each(submission.behaviour_tests, two_sided())


@once
def one_sided():
    suite, expected = [], {}
    for kind, wrong in (("not lower", -1), ("not higher", 1)):
        for steps, limit, failing in (
            (wrong, 0.125, []),
            (wrong, 0.0625, ALL),
            (-3 * wrong, 0, []),
        ):
            name = f"{kind}, every forecast moves by {steps / 8:+}, the limit is {limit}"
            suite.append(a_test(kind, up(steps), limit, name=name))
            expected[name] = failing
    return [
        ((by_rain, RAIN, suite), expected, ""),
        (
            (odd_rain, FLIGHTS, [a_test("not lower", up(1), 0)]),
            {"t": [2, 3]},
            "More rain lowers the forecast at the gates B.",
        ),
    ]


@exercise("behaviour-tests")
def test_a_direction_allows_the_other_way_by_the_limit_only(submission):
    """The kind "not lower" allows a fall by the limit, "not higher" a rise by it, and no more."""
    assert_each(submission.behaviour_tests, one_sided())


@once
def bounds():
    suite = [
        a_test("at least", up(1), 0.375, name="3/8 is enough"),
        a_test("at most", up(1), 0.375, name="3/8 is allowed"),
        a_test("at most", up(-4), 0, name="all are 0 or below"),
        a_test("at least", same_frame, 0.125, name="unchanged"),
    ]
    expected = {
        "3/8 is enough": [0, 1],
        "3/8 is allowed": [3, 4],
        "all are 0 or below": [],
        "unchanged": [0],
    }
    return [((by_rain, RAIN, suite), expected, "")]


@exercise("behaviour-tests")
def test_plain_cases_are_held_to_a_bound(submission):
    """The kinds "at least" and "at most" hold the changed rows to a bound, which itself will do."""
    assert_each(submission.behaviour_tests, bounds())


@exercise("behaviour-tests")
def test_every_test_is_run_on_rows_of_its_own(submission):
    """Each test starts from the rows as given, and all are reported, by name, in their order."""

    def floods(frame):
        frame["rain"] = 8.0
        frame.loc[:, "gate"] = "C9"
        return frame

    suite = (
        a_test("at least", floods, 1, name="flood"),
        a_test("same", same_frame, 0, name="nothing"),
        a_test("at most", floods, 0.5, name="again"),
        a_test("same", dry_b, 0.125, name="dry"),
        a_test("at most", same_frame, 0.25, name="as it is"),
    )
    expected = {"flood": [], "nothing": [], "again": ALL, "dry": [2, 3], "as it is": [3, 4]}
    answer, after = submission.behaviour_tests.with_arguments(by_rain, FLIGHTS, suite)
    assert_same(after[1], FLIGHTS, why="The rows that were given are left as they are.")
    assert_same(answer, expected)
    assert_same(list(answer), list(expected), why="The tests come in the order of the suite.")


@once
def missing_forecasts():
    def no_forecast_in_heavy_rain(frame):
        return np.where(frame["rain"].to_numpy() > 3, math.nan, 0.5)

    suite = [
        a_test("same", same_frame, 1, name="before and after"),
        a_test("same", up(1), 1, name="after more rain"),
        a_test("not lower", up(-4), 1, name="before, not lower"),
        a_test("not higher", up(-4), 1, name="before, not higher"),
        a_test("not lower", up(1), 1, name="after, not lower"),
        a_test("not higher", up(1), 1, name="after, not higher"),
        a_test("at least", up(2), 0, name="after, at least"),
        a_test("at most", up(2), 1, name="after, at most"),
        a_test("at most", up(-4), 1, name="not after"),
    ]
    expected = {
        "before and after": [4],
        "after more rain": [3, 4],
        "before, not lower": [4],
        "before, not higher": [4],
        "after, not lower": [3, 4],
        "after, not higher": [3, 4],
        "after, at least": [2, 3, 4],
        "after, at most": [2, 3, 4],
        "not after": [],
    }
    return [((no_forecast_in_heavy_rain, RAIN, suite), expected, "")]


@exercise("behaviour-tests")
def test_a_missing_forecast_never_passes(submission):
    """A NaN, before or after the change, fails every test that looks at it."""
    assert_each(submission.behaviour_tests, missing_forecasts())


@once
def forms_of_forecasts():
    def a_list(frame):
        return (frame["rain"].to_numpy() / 8).tolist()

    def a_series(frame):
        return frame["rain"] / 8

    def renumbered(frame):
        frame = with_rain(frame, frame["rain"].to_numpy() + 1)
        frame.index = range(3, 8)
        return frame

    def single(frame):
        return np.where(frame["gate"].to_numpy() == "A9", 0.6, 0.5).astype(np.float32)

    suite = [
        a_test("same", renumbered, 0.125, name="up"),
        a_test("at least", renumbered, 0.5, name="bound"),
    ]
    why = "Other labels, same rows."
    cases = [
        ((a_series, RAIN, suite), {"up": [], "bound": [0, 1, 2]}, why),
        ((a_list, RAIN, suite[:1]), {"up": []}, why),
    ]
    suite = [
        a_test("not higher", new_gate, 0.1, name="by a tenth"),
        a_test("at most", new_gate, 0.6, name="bound"),
    ]
    why = "In float64 a float32 of 0.6 is 0.6000000238, and above 0.6."
    cases.append(((single, FLIGHTS, suite), {"by a tenth": ALL, "bound": ALL}, why))
    return cases


@exercise("behaviour-tests")
def test_forecasts_are_paired_by_position(submission):
    """Forecasts come as an array, a list or a Series with any index, and are paired by position.

    Those of float32 are compared in float64.
    """
    assert_each(submission.behaviour_tests, forms_of_forecasts())


@once
def empty_suites():
    good = a_test("same", same_frame, 0)
    return [
        (by_rain, RAIN, []),
        (by_rain, RAIN.iloc[:0], [good]),
        (by_rain, RAIN, [good, a_test("at least", up(1), 0)]),
    ]


@exercise("behaviour-tests")
def test_a_suite_that_tests_nothing_is_refused(submission):
    """An empty suite, no rows, two tests of one name: a ValueError, for all would pass."""
    rejects_each(submission.behaviour_tests, empty_suites())


@once
def broken_tests():
    def drops(frame):
        return frame.iloc[1:]

    def doubles(frame):
        return pd.concat([frame, frame])

    good = a_test("same", same_frame, 0)
    return [
        (by_rain, RAIN, [good, a_test("lower", same_frame, 0, name="gate swap")]),
        (by_rain, RAIN, [a_test("at least", drops, 0, name="gate swap"), good]),
        (by_rain, RAIN, [a_test("at most", doubles, 1, name="gate swap")]),
    ]


@exercise("behaviour-tests")
def test_a_test_that_cannot_be_run_is_named(submission):
    """An unknown kind, or a change that loses or adds rows, is a ValueError that names the test."""
    rejects_each(submission.behaviour_tests, broken_tests(), naming="gate swap")
