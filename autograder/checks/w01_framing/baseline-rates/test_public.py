"""The checks of `baseline-rates` that a student of week 1 sees."""

import math
from functools import cache

import pandas as pd

from autograder.testing import assert_each, exercise, once, rejects_each

from ..cases import values


def history(*flights):
    """A train table from rows (origin, carrier, label)."""
    return pd.DataFrame(flights, columns=["origin", "carrier", "late"])


def asked(*flights, index=None):
    """A test table from rows (origin, carrier)."""
    return pd.DataFrame(flights, columns=["origin", "carrier"], index=index)


# Overall 4/8; EWR 3/4, JFK 1/4; EWR with UA 2/2, with B6 1/2; JFK with B6 0/3, with UA 1/1.
TRAIN = history(
    ("EWR", "UA", 1.0),
    ("EWR", "UA", 1.0),
    ("EWR", "B6", 1.0),
    ("EWR", "B6", 0.0),
    ("JFK", "B6", 0.0),
    ("JFK", "B6", 0.0),
    ("JFK", "B6", 0.0),
    ("JFK", "UA", 1.0),
)


@exercise("baseline-rates")
def test_each_rate_is_pulled_towards_the_rate_of_the_wider_group(submission):
    """A group's rate is pulled towards its wider group's smoothed rate, as by m more flights."""
    test = asked(("EWR", "UA"), ("EWR", "B6"), ("JFK", "B6"), ("JFK", "UA"))
    cases = [
        # Overall 0.5; EWR (3 + 4 * 0.5) / 8 = 0.625; JFK (1 + 2) / 8 = 0.375.
        (
            (TRAIN, test, ["origin", "carrier"], 4),
            [4.5 / 6, 3.5 / 6, 1.5 / 7, 2.5 / 5],
            "With m = 4, EWR has (3 + 4 * 0.5) / 8 = 0.625, and EWR with UA (2 + 4 * 0.625) / 6.",
        ),
        # UA 3/3, B6 1/5.
        (
            (TRAIN, test, ["carrier"], 1),
            [3.5 / 4, 1.5 / 6, 1.5 / 6, 3.5 / 4],
            "By carrier alone, UA has (3 + 1 * 0.5) / 4.",
        ),
    ]
    assert_each(submission.baseline_rates, cases, of=values)


@once
def unseen_groups():
    test = asked(("EWR", "AA"), ("LGA", "UA"), ("EWR", "UA"))
    keys = ["origin", "carrier"]
    return [
        (
            (TRAIN, test, keys, 4),
            [0.625, 0.5, 0.75],
            "EWR with AA was never seen: EWR's rate. LGA was never seen: the overall rate.",
        ),
        (
            (TRAIN, test, keys, 0),
            [0.75, 0.5, 1.0],
            "With m = 0 groups that were seen have their raw rate, and no rate is ever NaN.",
        ),
        (
            (TRAIN.iloc[:5], test, [], 4),
            [0.6, 0.6, 0.6],
            "Without keys, each flight gets the plain mean label.",
        ),
    ]


@exercise("baseline-rates")
def test_a_group_never_seen_has_the_rate_of_the_wider_one(submission):
    """A group without history takes the wider group's rate, in the end the overall rate."""
    assert_each(submission.baseline_rates, unseen_groups(), of=values)


@once
def unlabelled_flights():
    train = history(
        ("EWR", "UA", 1.0),
        ("EWR", "UA", math.nan),
        ("EWR", "UA", 0.0),
        ("EWR", "B6", math.nan),
        ("JFK", "B6", math.nan),
        ("LGA", "B6", 0.0),
    )
    test = asked(("EWR", "UA"), ("EWR", "B6"), ("JFK", "B6"))
    keys = ["origin", "carrier"]
    why = "1 of 3 labelled flights is late; a group of unlabelled flights was never seen."
    # Overall 1/3; EWR (1 + 1/3) / 3 = 4/9; EWR with UA (1 + 4/9) / 3.
    return [
        ((train, test, keys, 1), [13 / 27, 4 / 9, 1 / 3], why),
        ((train, test, keys, 0), [0.5, 0.5, 1 / 3], "The same holds with m = 0."),
    ]


@exercise("baseline-rates")
def test_flights_without_a_label_count_nowhere(submission):
    """A train flight whose label is NaN adds to no count: neither late, nor on time, nor seen."""
    assert_each(submission.baseline_rates, unlabelled_flights(), of=values)


@once
def flights_with_missing_keys():
    train = history(
        ("EWR", "UA", 1.0),
        ("EWR", None, 0.0),
        (None, "UA", 1.0),
        (None, None, 1.0),
        ("JFK", "UA", 0.0),
    )
    test = asked(("EWR", "UA"), ("EWR", None), (None, "UA"), (None, None), ("EWR", "B6"))
    nowhere = history((None, "UA", 1.0), (None, "B6", 0.0))
    return [
        # Overall 3/5; EWR (1 + 2 * 0.6) / 4 = 0.55; EWR with UA (1 + 2 * 0.55) / 3.
        (
            (train, test, ["origin", "carrier"], 2),
            [0.7, 0.55, 0.6, 0.6, 0.55],
            "EWR has 2 flights, one of them without a carrier; no origin counts overall only.",
        ),
        (
            (train.iloc[:2], test.iloc[:3], ["origin"], 2),
            [0.5, 0.5, 0.5],
            "EWR is the only origin in the history; no origin counts overall only.",
        ),
        (
            (nowhere, test.iloc[2:4], ["origin"], 2),
            [0.5, 0.5],
            "Without any origin in the history there is only the overall rate.",
        ),
    ]


@exercise("baseline-rates")
def test_a_missing_key_value_belongs_to_no_group(submission):
    """A flight with a missing key counts, and is forecast, only by the keys before that one."""
    assert_each(submission.baseline_rates, flights_with_missing_keys(), of=values)


@once
def flights_on_an_index():
    test = asked(("JFK", "B6"), ("EWR", "AA"), ("EWR", "UA"), index=[7, 3, 3])
    labelled = test.assign(late=[1.0, math.nan, 7.0])
    return [
        (
            (TRAIN, test, ("origin", "carrier"), 4),
            pd.Series([1.5 / 7, 0.625, 0.75], index=test.index, name="late_rate"),
            "Each test flight keeps its place and its index label.",
        ),
        (
            (TRAIN, labelled, ["origin"], 4),
            pd.Series([0.375, 0.625, 0.625], index=test.index, name="late_rate"),
            "The labels of `test` must not influence the forecast.",
        ),
        (
            (TRAIN, test.iloc[:0], ["origin"], 4),
            pd.Series([], dtype="float64", index=test.index[:0], name="late_rate"),
            "No test flights give an empty Series of the same kind.",
        ),
    ]


@exercise("baseline-rates")
def test_rates_come_on_the_index_of_the_test_flights(submission):
    """The rates are a float64 Series named "late_rate", row by row on the index of `test`."""
    assert_each(submission.baseline_rates, flights_on_an_index())


@once
def groups_spelled_alike():
    """Two groups for each separator, which are one text when their keys are joined by it."""
    pairs = []
    for letter, between in zip("ABCD", ("", "_", "|", " "), strict=True):
        pairs.append((f"{letter}{between}x", "y", 1.0))
        pairs.append((letter, f"x{between}y", 0.0))
    train = history(*pairs)
    expected = [0.875, 0.125] * 4
    why = "'Ax', 'y' and 'A', 'xy' are two groups: (1 + 0.75) / 2 and (0 + 0.25) / 2."
    cases = [((train, train.drop(columns="late"), ["origin", "carrier"], 1), expected, why)]
    train = history(("nan", "UA", 1.0), (None, "UA", 0.0), ("None", "B6", 1.0), ("EWR", "UA", 0.0))
    test = asked(("nan", "UA"), (None, "UA"), ("None", "UA"))
    why = "The texts 'nan' and 'None' are values like any other; None is a missing one."
    cases.append(((train, test, ["origin"], 1), [0.75, 0.5, 0.75], why))
    test = asked(("EWR", "UA"), ("EWR", "B6"))
    for names in (("n", "late_rate"), ("index", "rate")):
        named = dict(zip(("origin", "carrier"), names, strict=True))
        given = TRAIN.rename(columns=named), test.rename(columns=named), list(names), 4
        cases.append((given, [0.75, 3.5 / 6], f"The keys are the columns {names}."))
    return cases


@exercise("baseline-rates")
def test_groups_are_told_apart_by_the_values_of_their_keys(submission):
    """Groups differ if any key does, however the values are spelt and the columns are named."""
    assert_each(submission.baseline_rates, groups_spelled_alike(), of=values)


@once
def histories_of_other_dtypes():
    train = pd.DataFrame({"hour": [6, 6, 7], "late": [1.0, 0.0, 0.0]}, index=[4, 4, 4])
    short = train.astype({"late": "float32"})
    test = pd.DataFrame({"hour": [6.0, math.nan, 8.0]})
    why = "A third of the flights was late, at six o'clock (1 + 1/3) / 3; 6 and 6.0 are one hour."
    return [((given, test, ["hour"], 1), [4 / 9, 1 / 3, 1 / 3], why) for given in (train, short)]


@exercise("baseline-rates")
def test_dtypes_and_the_index_of_the_history_lose_no_digit(submission):
    """Labels may be float32 and hours whole or not; rates are computed in float64."""
    assert_each(submission.baseline_rates, histories_of_other_dtypes(), of=values)


@cache
def unusable_histories():
    """Arguments of `baseline_rates` of which one makes no sense."""
    test = asked(("EWR", "UA"))
    keys = ["origin", "carrier"]
    unlabelled = TRAIN.assign(late=math.nan)
    return (
        (TRAIN.drop(columns="late"), test, keys, 4),
        (TRAIN.drop(columns="late"), test, [], 4),
        (TRAIN.drop(columns="carrier"), test, keys, 4),
        (TRAIN, test.drop(columns="carrier"), keys, 4),
        (TRAIN, test, ["origin", "dest"], 4),
        (TRAIN, test.assign(late=1.0), ["origin", "late"], 4),
        (history(("EWR", "UA", 1.0), ("EWR", "UA", 0.5)), test, keys, 4),
        (history(("EWR", "UA", 0.0), ("EWR", "UA", 2.0)), test, keys, 4),
        (history(("EWR", "UA", 0.0), ("EWR", "UA", -1.0)), test, keys, 4),
        (unlabelled, test, keys, 4),
        (unlabelled, test, [], 4),
        (TRAIN.iloc[:0], test, keys, 4),
        (TRAIN, test, keys, -1),
        (TRAIN, test, keys, math.nan),
        (TRAIN, test, keys, math.inf),
    )


@exercise("baseline-rates")
def test_a_history_or_key_that_cannot_be_used_is_refused(submission):
    """Missing columns, "late" as a key, odd labels, no label or a bad m raise a ValueError."""
    rejects_each(submission.baseline_rates, unusable_histories())
