"""The checks of exercise 8 of week 9 that a student sees: when to turn it off."""

import math

import numpy as np

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    rejects_each,
    require,
)

NAN = math.nan


def rail(metric="ms", worse="higher", limit=10, max_missing=0.25, min_values=2):
    """A guardrail."""
    return {
        "metric": metric,
        "worse": worse,
        "limit": limit,
        "max_missing": max_missing,
        "min_values": min_values,
    }


def rows(canary, stable, metric="ms"):
    """A log with these values of one metric, those of the stable version first."""
    log = [{"arm": "stable", metric: value} for value in stable]
    return log + [{"arm": "canary", metric: value} for value in canary]


def two(result):
    """The decision and the reasons."""
    is_a(result, tuple)
    require(len(result) == 2, "The result is a tuple of two: the decision and the reasons.")
    return result


PROMOTE = ("promote", [])
BREACHED = ("roll back", [("ms", "breached")])
BLIND = ("roll back", [("ms", "blind")])
FEW = ("continue", [("ms", "few")])


@exercise("canary")
def test_a_canary_is_compared_with_the_stable_version(submission):
    """It is worse by the difference of the means; the stable version may be slow as well."""
    cases = [
        ((rows([100, 140], [90, 110]), [rail()]), BREACHED, "120 is worse than 100 by 20."),
        ((rows([500, 540], [510, 520]), [rail()]), PROMOTE, "520 is worse than 515 by 5."),
        ((rows([10, 20], [90, 110]), [rail()]), PROMOTE, "It is far better."),
        ((rows([100, 100, 160], [100, 100]), [rail()]), BREACHED, "The mean is 120, not 100."),
        ((rows([105] * 6, [100] * 2), [rail()]), PROMOTE, "Means are compared, not sums."),
        ((rows([120] * 2, [100] * 9), [rail()]), BREACHED, "Means are compared, not sums."),
    ]
    assert_each(submission.canary, cases, of=two)


@exercise("canary")
def test_lower_values_may_be_the_worse_ones(submission):
    """With "lower" the canary is worse by what its mean lies below the stable version's."""
    lower = rail(worse="lower")
    cases = [
        ((rows([100, 140], [90, 110]), [lower]), PROMOTE, "120 is above 100, which is better."),
        ((rows([70, 90], [90, 110]), [lower]), BREACHED, "80 lies below 100 by 20."),
        ((rows([94, 96], [90, 110]), [lower]), PROMOTE, "95 lies below 100 by 5."),
    ]
    assert_each(submission.canary, cases, of=two)


@exercise("canary")
def test_a_difference_equal_to_the_limit_is_allowed(submission):
    """Worse by exactly the limit is not worse by more than it; a limit of 0 allows no harm."""
    cases = [
        ((rows([110, 110], [100, 100]), [rail()]), PROMOTE, "By 10, which is the limit."),
        ((rows([110, 110.5], [100, 100]), [rail()]), BREACHED, "By 10.25."),
        ((rows([90, 90], [100, 100]), [rail(worse="lower")]), PROMOTE, "By 10, the limit."),
        ((rows([100, 100], [100, 100]), [rail(limit=0)]), PROMOTE, "By nothing."),
        ((rows([100, 100.5], [100, 100]), [rail(limit=0)]), BREACHED, "By a quarter."),
    ]
    assert_each(submission.canary, cases, of=two)


@exercise("canary")
def test_too_few_values_mean_to_wait(submission):
    """With fewer than `min_values` values on either side the canary goes on, whatever they say."""
    cases = [
        ((rows([900], [100] * 5), [rail()]), FEW, "One value of the canary."),
        ((rows([900] * 5, [100]), [rail()]), FEW, "One value of the stable version."),
        ((rows([100], [100] * 5), [rail()]), FEW, "A single good one is no proof either."),
        ((rows([100] * 2, [100] * 2), [rail()]), PROMOTE, "Two values are enough."),
        ((rows([100], [100]), [rail(min_values=1)]), PROMOTE, "One value is enough here."),
        ((rows([900] * 2, [100] * 2), [rail(min_values=3)]), FEW, "Three are needed."),
        (([], [rail()]), FEW, "Nothing has come yet."),
        ((rows([], [100] * 5), [rail(min_values=1)]), FEW, "No canary has run yet."),
    ]
    assert_each(submission.canary, cases, of=two)


@exercise("canary")
def test_missing_data_never_read_as_healthy(submission):
    """Where more than `max_missing` of the canary's values are missing, it is rolled back."""
    cases = [
        ((rows([100, 100, None], [100] * 3), [rail()]), BLIND, "One of three is missing."),
        ((rows([100, 100, NAN], [100] * 3), [rail()]), BLIND, "NaN is missing as well."),
        (
            ([*rows([100, 100], [100] * 3), {"arm": "canary", "held": 0}], [rail()]),
            BLIND,
            "The name does not occur in the last row.",
        ),
        ((rows([100, 100, 100, None], [100] * 3), [rail()]), PROMOTE, "A quarter is allowed."),
        ((rows([100] * 4 + [NAN] * 2, [100] * 3), [rail()]), BLIND, "A third is missing."),
        ((rows([100] * 9 + [None], [100] * 3), [rail(max_missing=0)]), BLIND, "Not one may be."),
        ((rows([100] * 3, [100, 100, None, None]), [rail()]), PROMOTE, "The canary misses none."),
        ((rows([0, 0, 0], [0, 0, 0]), [rail(max_missing=0)]), PROMOTE, "0 is a value."),
    ]
    assert_each(submission.canary, cases, of=two)


@exercise("canary")
def test_rows_without_values_are_blind_as_soon_as_there_are_enough(submission):
    """Blind counts the canary's rows, with and without a value, and few its values."""
    both = ("roll back", [("ms", "few"), ("ms", "blind")])
    cases = [
        ((rows([None], [100] * 5), [rail()]), FEW, "One row, and two are needed."),
        ((rows([None, None], [100] * 5), [rail()]), both, "Two rows, and no value."),
        ((rows([100, None], [100] * 5), [rail()]), both, "Two rows, and one value."),
        ((rows([None, None], []), [rail()]), both, "No value anywhere."),
        ((rows([None] * 5, [100] * 5), [rail(min_values=6)]), FEW, "Five rows, six are needed."),
        ((rows([None] * 5, [1] * 5), [rail(max_missing=1)]), FEW, "All may be missing."),
        (
            (rows([150, 150, None], [100] * 2), [rail()]),
            ("roll back", [("ms", "blind"), ("ms", "breached")]),
            "A third is missing, and the others are worse by 50.",
        ),
    ]
    assert_each(submission.canary, cases, of=two)


@exercise("canary")
def test_every_reason_is_listed(submission):
    """All guardrails are looked at, in their order, and the worst finding decides."""
    log = [
        {"arm": "stable", "ms": 100, "held": 0, "errors": 0.5},
        {"arm": "stable", "ms": 100, "held": 0, "errors": 0.5, "late": 1},
        {"arm": "canary", "ms": 150, "held": 0, "errors": 0.75, "late": 1},
        {"arm": "canary", "ms": 150, "held": 0, "errors": 0.75, "late": 0},
    ]
    slow, held = rail("ms"), rail("held", limit=0.5)
    errors, late = rail("errors", limit=0.125), rail("late")
    bad, worse, few = ("ms", "breached"), ("errors", "breached"), ("late", "few")
    cases = [
        ((log, [slow, held, errors]), ("roll back", [bad, worse]), "Two of three are breached."),
        (
            (log, [errors, held, slow]),
            ("roll back", [worse, bad]),
            "In their order.",
        ),
        ((log, [held, late]), ("continue", [few]), "One value of the stable version is too few."),
        ((log, [late, held, errors]), ("roll back", [few, worse]), "One breach is enough."),
        ((log, [errors, late]), ("roll back", [worse, few]), "One breach is enough."),
        ((log, [held]), PROMOTE, "Only this one is looked at."),
        (
            (log, [rail("ms", worse="lower"), slow, rail("none")]),
            ("roll back", [bad, ("none", "few"), ("none", "blind")]),
            "The same metric twice, and one that was never measured.",
        ),
        (
            (log, [rail("late"), rail("late", worse="lower")]),
            ("continue", [few, few]),
            "Two guardrails have the same metric, and both wait.",
        ),
    ]
    assert_each(submission.canary, cases, of=two)


@exercise("canary")
def test_rows_of_others_count_nowhere(submission):
    """Rows of arms other than "canary" and "stable" belong to another experiment."""
    others = [{"arm": name, "ms": 900} for name in ("shadow", "new", "", "Canary")]
    silent = [{"arm": "shadow"}, {"arm": "shadow", "ms": None}]
    cases = [
        (([*others, *rows([100] * 3, [100] * 3)], [rail()]), PROMOTE, "Four rows are of others."),
        (
            ([*others, *rows([80] * 3, [100] * 3)], [rail(worse="lower")]),
            BREACHED,
            "The others are slow, and no part of the comparison.",
        ),
        (
            ([{"arm": "old", "ms": 0}, *rows([100] * 3, [100] * 3)], [rail()]),
            PROMOTE,
            "The other one is fast, and no part of the comparison.",
        ),
        (([*rows([100] * 3, [100] * 3), *silent], [rail()]), PROMOTE, "Two rows are of others."),
        (([*others, *rows([100], [100] * 3)], [rail()]), FEW, "The canary has one row."),
    ]
    assert_each(submission.canary, cases, of=two)


@exercise("canary")
def test_logs_may_be_tuples_of_numpy_values_and_stay_as_they_are(submission):
    """Logs and guardrails are lists or tuples, values Python's or NumPy's; nothing is changed."""
    log = tuple(rows([np.float64(100), np.int64(140), np.float64(NAN)], [np.float64(90), 110]))
    rails = (rail(limit=np.float64(10), min_values=np.int64(2)),)
    result = assert_unchanged(submission.canary, log, rails)
    assert_same(two(result), ("roll back", [("ms", "blind"), ("ms", "breached")]))


@exercise("canary")
def test_guardrails_that_cannot_be_judged_are_refused(submission):
    """No guardrails, or a direction that is neither "higher" nor "lower", raise a ValueError."""
    log = rows([100] * 3, [100] * 3)
    calls = (
        (log, []),
        (log, ()),
        ([], []),
        (log, [rail(worse="up")]),
        (log, [rail(), rail("held", worse="")]),
        ([], [rail(worse="Lower")]),
    )
    rejects_each(submission.canary, calls)
