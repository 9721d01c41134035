"""The checks a student sees: a slice against the rest, by days, corrected for many looks."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, exercise, is_a, once, rejects, require

FLIGHTS = pd.DataFrame(
    {
        "carrier": ["AA", "WN", "B6"] * 4,
        "airport": [
            "EWR",
            "EWR",
            "JFK",
            "JFK",
            "EWR",
            "EWR",
            "JFK",
            "JFK",
            "EWR",
            "JFK",
            "EWR",
            "JFK",
        ],
        "error": [0.25, 1.0, 0.0, 0.5, 0.75, 0.25, 0.0, 1.0, 0.5, 0.25, 0.5, 0.0],
        "day": [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4],
    }
)
"""Twelve flights on four days: those of WN have the larger errors."""
P = {
    "EWR": 0.09087393998624915,
    "JFK": 0.09087393998624915,
    "AA": 0.1572992070502852,
    "B6": 0.0076328817877923056,
    "WN": 4.062150428658686e-06,
}
"""By days, with four days in all."""


def of_slices(*names):
    """What takes, from each row of a report, its value and the entries named."""

    def take(result):
        is_a(result, list)
        rows = []
        for row in result:
            is_a(row, dict)
            for name in ("value", *names):
                if name not in row:
                    assert_same(sorted(map(str, row)), ["value", *names], why="An entry lacks.")
            rows.append((row["value"], *(row[name] for name in names)))
        return rows

    return take


BY_CARRIER = FLIGHTS.drop(columns="airport")
STEADY = BY_CARRIER.assign(
    error=[0.25, 0.5, 0.75, 0.5, 0.25, 0.5, 0.75, 0.25, 0.5, 0.25, 1.0, 0.25]
)
"""The same flights with other errors: no carrier differs much."""
CLEAR = pd.DataFrame(
    {
        "fleet": ["a", "b", "a"] * 4,
        "error": [2**-10, 1 + 2**-10, 0.0, *[0.0, 1.0, 0.0] * 3],
        "day": FLIGHTS["day"],
    }
)
"""Two fleets, of which one is better by 1 on every day."""
NARROW = BY_CARRIER.assign(error=(FLIGHTS["error"] + 0.1).astype(np.float32))
"""Errors of which no sum is exact in float32."""


def call(slices, min_size=4, alpha=0.05, frame=BY_CARRIER):
    """The arguments of a call."""
    return (frame, slices, "error", "day", min_size, alpha)


@once
def against_the_rest():
    return [
        (
            call(["carrier"]),
            [("AA", 4, -0.25), ("B6", 4, -0.34375), ("WN", 4, 0.59375)],
            "Means of 0.25, 0.1875 and 0.8125.",
        ),
    ]


@exercise("slice-report")
def test_a_slice_is_compared_with_all_other_rows(submission):
    """The difference is the mean of the slice minus the mean of the rest, without the slice."""
    assert_each(submission.slice_report, against_the_rest(), of=of_slices("rows", "difference"))


@once
def by_days():
    expected = [(name, P[name]) for name in ("AA", "B6", "WN")]
    return [
        (call(["carrier"]), expected, "Three carriers on four days."),
        (
            call(["carrier"], frame=pd.concat([BY_CARRIER, BY_CARRIER], ignore_index=True)),
            expected,
            "Every row twice, on the same days: nothing was learnt, and nothing becomes surer.",
        ),
        (
            call(["carrier"], frame=BY_CARRIER.assign(day=[1] * 6 + [2] * 6)),
            [("AA", 0.04550026389635844), ("B6", 0.02780689502699722), ("WN", 0.0)],
            "The same flights on two days, of which each half is one.",
        ),
    ]


@exercise("slice-report")
def test_the_standard_error_counts_days_not_rows(submission):
    """The p-value comes from what each day contributes, by the formula above the exercise."""
    assert_each(submission.slice_report, by_days(), of=of_slices("p_value"))


@once
def corrected():
    return [
        (
            call(["carrier"], alpha=0.0152),
            [("AA", P["AA"], False), ("B6", 2 * P["B6"], False), ("WN", 3 * P["WN"], True)],
            "Three slices, alpha is 0.0152.",
        ),
        (
            call(["carrier"], alpha=0.0153),
            [("AA", P["AA"], False), ("B6", 2 * P["B6"], True), ("WN", 3 * P["WN"], True)],
            "Three slices, alpha is 0.0153.",
        ),
        (
            call(("airport", "carrier"), frame=FLIGHTS),
            [
                ("EWR", 3 * P["EWR"], False),
                ("JFK", 3 * P["EWR"], False),
                ("AA", 3 * P["EWR"], False),
                ("B6", 4 * P["B6"], True),
                ("WN", 5 * P["WN"], True),
            ],
            "Five slices of two columns: AA, with a p-value of 0.157, is not below its elders.",
        ),
    ]


@exercise("slice-report")
def test_the_tested_slices_of_all_columns_are_corrected_together(submission):
    """Holm: the smallest of m p-values times m, the next times m - 1, never less than before."""
    assert_each(submission.slice_report, corrected(), of=of_slices("adjusted", "found"))


@once
def steady_flights():
    expected = [
        ("AA", 0.7388826803635273, 1.0, False),
        ("B6", 0.841480581121794, 1.0, False),
        ("WN", 0.901287773180033, 1.0, False),
    ]
    return [(call(["carrier"], frame=STEADY), expected, "No carrier differs much.")]


@exercise("slice-report")
def test_no_adjusted_p_value_is_above_one(submission):
    """An adjusted p-value is a probability: it ends at 1."""
    of = of_slices("p_value", "adjusted", "found")
    assert_each(submission.slice_report, steady_flights(), of=of)


@once
def clear_fleets():
    expected = [("a", 0.0, 0.0, True), ("b", 0.0, 0.0, True)]
    return [(call(["fleet"], frame=CLEAR), expected, "One fleet is better on every day.")]


@exercise("slice-report")
def test_a_p_value_of_zero_is_a_find(submission):
    """A p-value may be so small that it is 0.0: that is a number, and a find."""
    of = of_slices("p_value", "adjusted", "found")
    assert_each(submission.slice_report, clear_fleets(), of=of)


@once
def narrow_errors():
    exact = NARROW["error"].tolist()
    expected = []
    for place, name in ((0, "AA"), (2, "B6"), (1, "WN")):
        inside = math.fsum(exact[place::3]) / 4
        expected.append((name, inside - (math.fsum(exact) - 4 * inside) / 8))
    return [(call(["carrier"], frame=NARROW), expected, "The errors are float32.")]


@exercise("slice-report")
def test_a_metric_of_float32_is_averaged_in_float64(submission):
    """Means are computed in float64, whatever the dtype of the metric."""
    assert_each(submission.slice_report, narrow_errors(), of=of_slices("difference"))


@once
def small_slices():
    nan = math.nan
    frame = FLIGHTS[["error", "day"]].assign(fleet=["a", "b", "b"] * 4)  # 4 and 8 rows
    both = FLIGHTS.assign(airport=["EWR"] * 3 + ["JFK"] * 9)
    return [
        (
            call(["fleet"], 4, frame=frame),
            [
                ("a", 4, -0.25, P["AA"], 2 * P["AA"], False),
                ("b", 8, 0.25, P["AA"], 2 * P["AA"], False),
            ],
            "Four rows are enough where min_size is 4.",
        ),
        (
            call(["fleet"], 5, frame=frame),
            [("a", 4, -0.25, nan, nan, False), ("b", 8, 0.25, nan, nan, False)],
            "Slice a is too small, and so is the rest of b.",
        ),
        (
            call(["airport", "carrier"], 4, frame=both),
            [
                ("EWR", 3, 1.25 / 3 - 3.75 / 9, nan, nan, False),
                ("JFK", 9, 3.75 / 9 - 1.25 / 3, nan, nan, False),
                ("AA", 4, -0.25, P["AA"], P["AA"], False),
                ("B6", 4, -0.34375, P["B6"], 2 * P["B6"], True),
                ("WN", 4, 0.59375, P["WN"], 3 * P["WN"], True),
            ],
            "Three of five slices are tested, so the smallest p-value is multiplied by 3.",
        ),
    ]  # fmt: skip


@exercise("slice-report")
def test_small_slices_are_reported_and_not_tested(submission):
    """A slice or a rest below min_size has a difference, but no p-value, and counts in no family.

    min_size itself is large enough.
    """
    names = ("rows", "difference", "p_value", "adjusted", "found")
    assert_each(submission.slice_report, small_slices(), of=of_slices(*names))


@once
def untestable():
    nan = math.nan
    whole = BY_CARRIER.assign(carrier="AA")
    steady = BY_CARRIER.assign(error=[0.1, 0.7, 0.1] * 4)
    fleet = steady.iloc[:9].assign(carrier=["a", "b", "a"] * 3)
    return [
        (call(["carrier"], frame=whole), [("AA", nan, nan, nan, False)], "There is no rest."),
        (
            call(["carrier"], frame=BY_CARRIER.assign(day=1, error=0.7 * FLIGHTS["error"])),
            [
                ("AA", -0.175, nan, nan, False),
                ("B6", -0.240625, nan, nan, False),
                ("WN", 0.415625, nan, nan, False),
            ],
            "One day says nothing about other days.",
        ),
        (
            call(["carrier"], 5, frame=steady),
            [
                ("AA", -0.3, nan, nan, False),
                ("B6", -0.3, nan, nan, False),
                ("WN", 0.6, nan, nan, False),
            ],
            "All slices are too small.",
        ),
        (
            call(["carrier"], 3, frame=fleet),
            [("a", -0.6, nan, nan, False), ("b", 0.6, nan, nan, False)],
            "The metric is the same in all rows of the slice, and in all of the rest.",
        ),
    ]  # fmt: skip


@exercise("slice-report")
def test_what_cannot_be_tested_is_never_found(submission):
    """No rest, one day, or no variation at all: the p-value is NaN, and NaN is no find."""
    names = ("difference", "p_value", "adjusted", "found")
    assert_each(submission.slice_report, untestable(), of=of_slices(*names))


@once
def with_missing_metrics():
    more = pd.DataFrame(
        {
            "tail": "N101",  # missing in all the others, which does not matter
            "carrier": ["AA", "WN", "AS", "AS"],
            "error": math.nan,
            "day": [1, 2, 5, 6],
        }
    )
    frame = pd.concat([more.iloc[:2], BY_CARRIER, more.iloc[2:]], ignore_index=True)
    expected = [
        ("AA", 4, P["AA"], P["AA"]),
        ("B6", 4, P["B6"], 2 * P["B6"]),
        ("WN", 4, P["WN"], 3 * P["WN"]),
    ]
    return [(call(["carrier"], frame=frame), expected, "Four rows have no metric.")]


@exercise("slice-report")
def test_rows_without_a_metric_are_left_out_first(submission):
    """A row whose metric is missing counts nowhere: not in a slice, not in a rest, not as a day."""
    of = of_slices("rows", "p_value", "adjusted")
    assert_each(submission.slice_report, with_missing_metrics(), of=of)


NOBODY = FLIGHTS.iloc[:0]
BACKWARDS = FLIGHTS.iloc[::-1]


@once
def reports():
    return [
        (
            call(["carrier"]),
            [
                {
                    "slice": "carrier",
                    "value": value,
                    "rows": 4,
                    "difference": difference,
                    "p_value": P[value],
                    "adjusted": times * P[value],
                    "found": value != "AA",
                }
                for value, difference, times in (
                    ("AA", -0.25, 1),
                    ("B6", -0.34375, 2),
                    ("WN", 0.59375, 3),
                )
            ],
            "The slices of one column.",
        ),
        (call(["carrier"], frame=NOBODY), [], "Without rows there is no slice."),
    ]


@once
def calls_of_reports():
    return [case[0] for case in reports()] + [call(["carrier", "airport"], frame=BACKWARDS)]


@exercise("slice-report")
def test_the_report_is_a_list_of_dicts_in_order(submission):
    """One dict a slice, with seven entries: columns as given, values ascending within each."""
    answers = submission.slice_report.each(calls_of_reports())
    for _, expected, why in reports():
        assert_same(next(answers)(), expected, why=why)
    answer = next(answers)()
    where = [(row[0], row[1]) for row in of_slices("slice")(answer)]
    expected = [(v, "carrier") for v in ("AA", "B6", "WN")] + [
        (v, "airport") for v in ("EWR", "JFK")
    ]
    assert_same(where, expected)


@once
def many_forms():
    texts = BY_CARRIER.assign(day=["b"] * 3 + ["a"] * 3 + ["d"] * 3 + ["c"] * 3)
    texts.index = [4, 4, 1] * 4
    named = BY_CARRIER.astype({"carrier": object}).rename(columns={"error": "x", "day": "u"})
    days = pd.to_datetime("2013-10-01") + pd.to_timedelta(FLIGHTS["day"], unit="D")
    same = [("AA", -0.25, P["AA"]), ("B6", -0.34375, P["B6"]), ("WN", 0.59375, P["WN"])]
    fours = [(name, 4 * difference, p) for name, difference, p in same]
    return [
        (call(["carrier"], frame=texts), same, "Days are texts, index labels repeat."),
        (
            call(
                ["carrier"],
                frame=BY_CARRIER.assign(day=days, error=(FLIGHTS["error"] * 4).astype(int)),
            ),
            fours,
            "Days are times, and the metric is four times as large, in whole numbers.",
        ),
        (
            (named, ["carrier"], "x", "u", 4, 0.05),
            same,
            "Columns called x and u, like the letters of the formula; texts of the dtype object.",
        ),
    ]


@exercise("slice-report")
def test_frames_come_in_many_forms(submission):
    """Index labels may repeat, days may be texts or times, a metric may be whole numbers.

    A column may have any name: a column that you add for your own use must not replace it.
    """
    assert_each(submission.slice_report, many_forms(), of=of_slices("difference", "p_value"))


@once
def lacking():
    return [
        (FLIGHTS, ["carrier", "runway"], "error", "day", 4, 0.05),
        (FLIGHTS, ["carrier"], "brier", "day", 4, 0.05),
        (FLIGHTS, ["carrier"], "error", "night", 4, 0.05),
        (NOBODY, ["carrier"], "error", "night", 4, 0.05),
    ]


@exercise("slice-report")
def test_a_column_that_is_lacking_is_named(submission):
    """A column that the frame lacks is a ValueError with its name: of a slice, metric or day."""
    names = ("runway", "brier", "night", "night")
    for name, answer in zip(names, submission.slice_report.each(lacking()), strict=False):
        rejects(answer, naming=name)


@once
def levels():
    """Six calls that are refused, and one that is not."""
    alphas = (0, 1, -0.5, 1.5, math.nan, 0.999)
    return [call([]), *(call(["carrier"], alpha=alpha) for alpha in alphas)]


@exercise("slice-report")
def test_without_a_column_or_a_level_there_is_no_report(submission):
    """No column to slice by, or an alpha that is not between 0 and 1, is a ValueError."""
    *refused, allowed = submission.slice_report.each(levels())
    for answer in refused:
        rejects(answer)
    require(len(of_slices("found")(allowed())) == 3, "0.999 is a level.")
