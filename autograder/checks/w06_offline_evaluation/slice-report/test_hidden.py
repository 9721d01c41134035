"""The checks that the grader keeps: random flights against a slow report."""

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


def mean(values):
    return math.fsum(values) / len(values)


def slow(frame, columns, min_size, alpha):
    """The report, row by row."""
    rows = [row for row in frame.to_dict("records") if row["x"] == row["x"]]
    days = sorted({row["day"] for row in rows})
    report = []
    for column in columns:
        for value in sorted({row[column] for row in rows}):
            inside = [row for row in rows if row[column] == value]
            rest = [row for row in rows if row[column] != value]
            difference = p_value = math.nan
            if rest:
                here, there = mean([r["x"] for r in inside]), mean([r["x"] for r in rest])
                difference = here - there
            if min(len(inside), len(rest)) >= min_size and len(days) >= 2:
                total = 0.0
                for day in days:
                    part = sum(r["x"] - here for r in inside if r["day"] == day) / len(inside)
                    part -= sum(r["x"] - there for r in rest if r["day"] == day) / len(rest)
                    total += part**2
                error = math.sqrt(len(days) / (len(days) - 1) * total)
                if error > 1e-12:
                    p_value = math.erfc(abs(difference) / error / math.sqrt(2))
            report.append([column, value, len(inside), difference, p_value, math.nan, False])
    tested = sorted((row for row in report if row[4] == row[4]), key=lambda row: row[4])
    for place, row in enumerate(tested):
        row[5] = max(min(1.0, (len(tested) - k) * tested[k][4]) for k in range(place + 1))
        row[6] = row[5] <= alpha
    names = ("slice", "value", "rows", "difference", "p_value", "adjusted", "found")
    return [dict(zip(names, row, strict=True)) for row in report]


def flights(rng, n, days):
    """Random flights on some days, with carriers of unequal size, one of them worse."""
    carrier = rng.choice(["UA", "B6", "EV", "WN", "HA"], n, p=[0.4, 0.25, 0.2, 0.1, 0.05])
    day = rng.integers(days, size=n)
    x = rng.random(n) - 0.5 + rng.normal(size=days)[day] / 4 + 0.8 * (carrier == "EV")
    x[rng.random(n) < 0.1] = math.nan
    columns = {
        "dest": rng.choice(["ORD", "LAX", "SJU"], n),
        "x": x,
        "carrier": carrier,
        "day": day - 3,
    }
    return pd.DataFrame(columns, index=rng.integers(0, n, n))


# That an adjusted p-value of random flights lies within 1e-9 of alpha has a chance of about 1e-8.
@once_per_seed
def random_reports(rng):
    cases = []
    for n, days, min_size, alpha, columns in (
        (40, 7, 6, 0.1, ["dest", "carrier"]),
        (24, 5, 1, 0.01, ["carrier"]),
    ):
        frame = flights(rng, n, days)
        call = (frame, columns, "x", "day", min_size, alpha)
        cases.append((call, slow(frame, columns, min_size, alpha), f"{n} random flights."))
    return cases


@exercise("slice-report", weight=2)
def test_random_flights_are_reported_as_by_a_slow_count(submission, rng):
    """Random flights, some without a metric, give the report of a slow count."""
    assert_each(submission.slice_report, random_reports(rng))


@once_per_seed
def shuffled_flights(rng):
    frame = flights(np.random.default_rng(6), 40, 6).drop(columns="dest")
    expected = slow(frame, ["carrier"], 3, 0.05)
    return frame.iloc[rng.permutation(len(frame))], expected


@exercise("slice-report")
def test_the_order_of_the_rows_does_not_matter_to_the_report(submission, rng):
    """The same flights in another order give the same report, and the frame is left alone."""
    frame, expected = shuffled_flights(rng)
    answer = assert_unchanged(submission.slice_report, frame, ["carrier"], "x", "day", 3, 0.05)
    assert_same(answer, expected, why="The flights are in another order.")


@once
def a_bad_day():
    frame = pd.DataFrame({
        "carrier": ["EV"] * 60 + ["UA"] * 60,
        "x": [1.0] * 30 + [0.0] * 30 + [0.0, 0.25] * 30,
        "day": [0] * 30 + [*range(1, 11)] * 3 + [*range(11)] * 5 + [3, 4, 5, 6, 7],
    })  # fmt: skip
    expected = slow(frame, ["carrier"], 10, 0.05)
    assert_same([row["found"] for row in expected], [False, False])
    return [((frame, ["carrier"], "x", "day", 10, 0.05), expected, "It is one day of eleven.")]


@exercise("slice-report")
def test_one_bad_day_is_no_find(submission):
    """A carrier whose flights are late together on one day has one day of evidence, not thirty.

    By rows the difference is more than five standard errors, by days it is less than two.
    """
    assert_each(submission.slice_report, a_bad_day())


FLAT = pd.DataFrame(
    {"a": list("xyxyxyx"), "b": list("ppqqqpp"), "x": 0.1, "day": [1, 2, 1, 2, 1, 2, 3]}
)
UNKNOWN = pd.DataFrame({"a": ["x", "y"], "x": [math.nan, math.nan], "day": [1, 2]})


@once
def flat_flights():
    expected = [
        {"slice": column, "value": value, "rows": rows, "difference": 0.0, "p_value": math.nan,
         "adjusted": math.nan, "found": False}
        for column, value, rows in (("b", "p", 4), ("b", "q", 3), ("a", "x", 4), ("a", "y", 3))
    ]  # fmt: skip
    return [((FLAT, ["b", "a"], "x", "day", 1, 0.05), expected, "It is 0.1 everywhere.")]


@once
def unknown_flights():
    rest = ("x", "day", 1, 0.05)
    return [(UNKNOWN, ["a"], *rest), (UNKNOWN, ["b"], *rest), (UNKNOWN, [], *rest)]


@exercise("slice-report")
def test_a_metric_without_variation_is_no_find_in_any_column(submission):
    """Where every row has the same metric there is nothing to find, whatever the rounding."""
    assert_each(submission.slice_report, flat_flights())


@exercise("slice-report")
def test_all_metrics_missing_leave_nothing_to_report(submission):
    """Where no metric is known there is no slice; what cannot be asked is still refused."""
    answers = submission.slice_report.each(unknown_flights())
    assert_same(next(answers)(), [])
    for answer in answers:
        rejects(answer)
