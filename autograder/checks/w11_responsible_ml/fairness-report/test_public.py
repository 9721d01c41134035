"""The checks of exercise 5 of week 11 that a student sees: the same threshold, for everybody."""

import math

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once,
    rejects_each,
    require,
)

NAN = math.nan
RATES = ["base_rate", "calibration_gap", "fpr", "precision", "selection_rate", "size", "tpr"]
MEASURES = ["fpr", "precision", "selection_rate", "tpr"]


def has(value, names, what):
    """The value, a dict with exactly these names."""
    is_a(value, dict)
    found = sorted(map(str, value))
    require(found == sorted(names), f"{what} has other entries.", received=", ".join(found))
    return value


def rates(*names):
    """What takes these rates of every group."""

    def of(result):
        groups = has(result, ["groups", "gaps"], "The report")["groups"]
        is_a(groups, dict)
        for rates in groups.values():
            has(rates, RATES, "A group")
        return {group: tuple(rates[n] for n in names) for group, rates in groups.items()}

    return of


def gaps(*names):
    """What takes difference and ratio of these measures."""

    def of(result):
        found = has(has(result, ["groups", "gaps"], "The report")["gaps"], MEASURES, "Gaps")
        for pair in found.values():
            has(pair, ["difference", "ratio"], "A gap")
        return [(found[n]["difference"], found[n]["ratio"]) for n in names]

    return of


GOOD = [1, 1, 0, 1, 0, 0, 0, 0, 0, 1]
PROB = [0.9, 0.5, 0.75, 0.25, 0.125, 0.5, 0.25, 0.25, 0.0, 0.625]
GROUP = ["a"] * 5 + ["b"] * 5
WHY = "a: 3 of 5 are good and 3 are selected, of these 2 good; b: 1 of 5 good, 2 selected."


@once
def counts():
    return [
        ((GOOD, PROB, GROUP, 0.5), {"a": (5, 0.6, 0.6), "b": (5, 0.2, 0.4)}, WHY),
        (
            ([1, 0, 1], [0.5, 0.5, 0.25], ["x", "y", "x"], 0.25),
            {"x": (2, 1.0, 1.0), "y": (1, 0.0, 1.0)},
            "A probability at the threshold is selected.",
        ),
        (
            ([1, 0, 1], [1.0, 0.0, 0.5], ["x", "y", "x"], 1.5),
            {"x": (2, 1.0, 0.0), "y": (1, 0.0, 0.0)},
            "Nobody reaches 1.5.",
        ),
    ]


@exercise("fairness-report")
def test_size_base_rate_and_selection_are_of_all_rows(submission):
    """Size, base rate and selection rate are of all rows of the group; at the threshold counts."""
    assert_each(
        submission.fairness_report, counts(), of=rates("size", "base_rate", "selection_rate")
    )


@once
def errors():
    return [
        ((GOOD, PROB, GROUP, 0.5), {"a": (2 / 3, 1 / 2), "b": (1.0, 1 / 4)}, WHY),
        (
            ([1, 0, 0, 0, 1, 0], [0.5, 0.5, 0, 0, 0, 0], ["x"] * 4 + ["y"] * 2, 0.5),
            {"x": (1.0, 1 / 3), "y": (0.0, 0.0)},
            "One of three rows of x that were not good is selected.",
        ),
    ]


@exercise("fairness-report")
def test_tpr_is_among_the_good_and_fpr_among_the_others(submission):
    """TPR is the share selected of those with a good outcome, FPR that of the others."""
    assert_each(submission.fairness_report, errors(), of=rates("tpr", "fpr"))


@once
def precisions():
    return [
        (
            (GOOD, PROB, GROUP, 0.5),
            {"a": (2 / 3, 0.505 - 0.6), "b": (1 / 2, 0.325 - 0.2)},
            f"{WHY} The mean probabilities are 0.505 and 0.325.",
        ),
        (
            ([0, 0, 1, 1], [0.75, 0.25, 0.75, 0.25], ["x", "x", "y", "y"], 0.5),
            {"x": (0.0, 0.5), "y": (1.0, -0.5)},
            "The same probabilities claim too much of x and too little of y.",
        ),
    ]


@exercise("fairness-report")
def test_precision_is_among_the_selected_and_calibration_among_all(submission):
    """Precision is the share of those selected that is good; calibration is claim minus truth."""
    assert_each(submission.fairness_report, precisions(), of=rates("precision", "calibration_gap"))


@once
def undefined():
    none = ([0, 0, 1, 0], [0.75, 0.25, 0.75, 0.0], ["x", "x", "y", "y"], 0.5)
    only = ([1, 1, 1, 0], [0.75, 0.25, 0.75, 0.0], ["x", "x", "y", "y"], 0.5)
    silent = ([1, 0, 1, 0], [0.25, 0.25, 0.75, 0.0], ["x", "x", "y", "y"], 0.5)
    return [
        (none, {"x": (NAN, 0.5, 0.0), "y": (1.0, 0.0, 1.0)}, "x has no good outcome: no TPR."),
        (only, {"x": (0.5, NAN, 1.0), "y": (1.0, 0.0, 1.0)}, "All of x are good: no FPR."),
        (silent, {"x": (0.0, 0.0, NAN), "y": (1.0, 0.0, 1.0)}, "None of x is selected."),
    ]


@exercise("fairness-report")
def test_a_rate_of_no_rows_is_nan(submission):
    """Where a rate has no rows to count it is NaN: 0 would be a claim."""
    assert_each(submission.fairness_report, undefined(), of=rates("tpr", "fpr", "precision"))


@once
def apart():
    three = ([1, 0, 1, 0, 1, 1, 0, 0], [1, 1, 1, 0, 1, 0, 0, 0], list("xxyyzzzz"), 0.5)
    return [
        (
            (GOOD, PROB, GROUP, 0.5),
            [(0.2, 2 / 3), (1 / 3, 2 / 3), (1 / 4, 1 / 2), (1 / 6, 3 / 4)],
            WHY,
        ),
        (
            three,
            [(0.75, 0.25), (0.5, 0.5), (1.0, 0.0), (0.5, 0.5)],
            "Selected: 1, 1/2 and 1/4. TPR: 1, 1 and 1/2. FPR: 1, 0 and 0. Precision: 1/2, 1, 1.",
        ),
    ]


@exercise("fairness-report")
def test_gaps_are_between_the_largest_and_the_smallest_group(submission):
    """The difference is the largest minus the smallest value, the ratio the smallest over it."""
    assert_each(
        submission.fairness_report,
        apart(),
        of=gaps("selection_rate", "tpr", "fpr", "precision"),
    )


@once
def unjudged():
    none = ([0, 0, 1, 0, 1], [0.75, 0.25, 0.75, 0.0, 0.0], ["x", "x", "y", "y", "z"], 0.5)
    nobody = ([1, 0, 1, 0], [0.25, 0.25, 0.25, 0.0], ["x", "x", "y", "y"], 0.5)
    return [
        (
            none,
            [(0.5, 0.0), (NAN, NAN), (NAN, NAN), (NAN, NAN)],
            "x has no TPR, z no FPR and no precision: not judged, so neither is the gap.",
        ),
        (
            nobody,
            [(0.0, NAN), (0.0, NAN), (0.0, NAN), (NAN, NAN)],
            "Nobody is selected: differences of 0, but no ratio of 0 to 0.",
        ),
    ]


@exercise("fairness-report")
def test_what_could_not_be_judged_is_not_called_fair(submission):
    """A gap is NaN if the rate of any group is, and a ratio is NaN if the largest rate is 0."""
    assert_each(
        submission.fairness_report,
        unjudged(),
        of=gaps("selection_rate", "tpr", "fpr", "precision"),
    )


@once
def nameless():
    return [
        (
            ([1, 0, 1, 1], [0.5, 0.25, 0.5, 0.0], ["x", None, "x", NAN], 0.5),
            {"x": (2, 1.0), "missing": (2, 0.0)},
            "Two rows have no group.",
        ),
        (
            ([1, 0], [0.5, 0.25], pd.Series(["x", None]), 0.5),
            {"x": (1, 1.0), "missing": (1, 0.0)},
            "One row has no group.",
        ),
    ]


@exercise("fairness-report")
def test_rows_without_a_group_are_a_group(submission):
    """Rows whose group is missing, None or NaN, are the group "missing"."""
    assert_each(submission.fairness_report, nameless(), of=rates("size", "selection_rate"))


@once
def all_kinds():
    good, prob, group = [1, 0, 0, 1], [1, 0, 1, 1], ["x", "x", "y", "y"]
    cases = [
        ((kind(good), kind(prob), kind(group), 0.5), {"x": (0.5, 0.0), "y": (1.0, 0.5)}, "Same.")
        for kind in (tuple, np.array, lambda values: pd.Series(values, index=[3, 3, 0, 1]))
    ]
    prob = np.array([0.1, 0.2, 0.2, 0.7], dtype=np.float32)
    claim = sum(prob[:3].tolist()) / 3
    good = np.array([1, 0, 0, 1], dtype=np.float32)
    cases.append(
        (
            (good, prob, np.array(list("xxxy"), dtype=object), 0.7),
            {"x": (0.0, claim - 1 / 3), "y": (0.0, float(prob[3]) - 1)},
            "In float64, where the 0.7 of float32 is a little below 0.7.",
        )
    )
    return cases


@exercise("fairness-report")
def test_columns_of_any_kind_are_paired_by_position(submission):
    """Lists, tuples, arrays and Series give the same, paired by position."""
    assert_each(
        submission.fairness_report, all_kinds(), of=rates("selection_rate", "calibration_gap")
    )


@exercise("fairness-report")
def test_a_report_that_cannot_be_made_is_refused(submission):
    """Other lengths, one group, outcomes not 0 or 1, probabilities outside 0 to 1 are refused."""
    calls = [
        ([1, 0], [0.5, 0.5], ["x", "x"], 0.5),
        ([], [], [], 0.5),
        ([1, 0], [0.5, 0.5], [None, NAN], 0.5),
        ([1, 0, 1], [0.5, 0.5], ["x", "y"], 0.5),
        ([1, 0], [0.5, 0.5, 0.5], ["x", "y"], 0.5),
        ([1, 0], [0.5, 0.5], ["x", "y", "x"], 0.5),
        ([1, 0, 2], [0.5] * 3, ["x", "y", "x"], 0.5),
        ([1, 0, 0.5], [0.5] * 3, ["x", "y", "x"], 0.5),
        ([1, 0, NAN], [0.5] * 3, ["x", "y", "x"], 0.5),
        ([1, 0], [0.5, NAN], ["x", "y"], 0.5),
        ([1, 0], [0.5, 1.5], ["x", "y"], 0.5),
        ([1, 0], [-0.5, 0.5], ["x", "y"], 0.5),
    ]
    rejects_each(submission.fairness_report, calls)


@exercise("fairness-report")
def test_columns_stay_as_they_were(submission):
    """No column is changed, as by a name for missing groups."""
    group = np.array(["x", None, "x"], dtype=object)
    arguments = (np.array([1, 0, 0]), np.array([0.5, 0.5, 0.0]), group, 0.5)
    result = assert_unchanged(submission.fairness_report, *arguments)
    assert_same(rates("size")(result), {"x": (2,), "missing": (1,)})
