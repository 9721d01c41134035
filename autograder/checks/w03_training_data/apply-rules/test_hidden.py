"""The checks of `apply-rules` that the grader keeps: random inputs and rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

import math

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    exercise,
    is_a,
    once,
    once_per_seed,
    rejects_each,
    require,
)


def share_of_votes(flight):
    """Votes by what is written in the flight, and abstains at 9."""
    return None if flight["a"] == 9 else flight["a"]


def second_column(flight):
    return None if flight["b"] == 9 else int(flight["b"])


def third_column(flight):
    return None if flight["c"] == 9 else np.int32(flight["c"])


def fourth_column(flight):
    return None if flight["d"] == 9 else np.uint8(flight["d"])


COLUMNS = {"d": fourth_column, "a": share_of_votes, "c": third_column, "b": second_column}


def two_parts(result):
    """The result, which has to be a tuple of two: the votes and the summary."""
    is_a(result, tuple)
    require(len(result) == 2, "The result is a tuple of two: the votes and the summary.")
    return result


def slow_summary(votes):
    """Coverage, overlap and conflict by loops over flights and pairs of rules."""
    n, m = votes.shape
    counts = np.zeros((m, 3))
    for row in votes.tolist():
        for j, vote in enumerate(row):
            others = [v for k, v in enumerate(row) if k != j and v != -1]
            if vote != -1:
                counts[j] += [1, bool(others), any(v != vote for v in others)]
    return counts / n


@once_per_seed
def random_votes(rng):
    cases = []
    for many in (1, 3, 4):
        n = int(rng.integers(1, 25))
        n_classes = int(rng.integers(2, 5))
        names = list(rng.permutation(list(COLUMNS)))[:many]
        drawn = rng.integers(0, n_classes, (n, 4))
        drawn[rng.random((n, 4)) < [0.8, 0.2, 0.5][many - 2]] = 9
        flights = pd.DataFrame(drawn, columns=list("abcd"), index=rng.integers(0, 3, n))
        votes = flights[names].to_numpy()
        votes = np.where(votes == 9, -1, votes)
        rules = {f"rule {name}": COLUMNS[name] for name in names}
        shares = pd.DataFrame(
            slow_summary(votes), index=list(rules), columns=["coverage", "overlap", "conflict"]
        )
        why = f"{n} flights were counted one at a time, for {len(names)} rules."
        cases.append(((rules, flights, n_classes), (votes, shares), why))
    return cases


@exercise("apply-rules")
def test_random_votes_are_summarised_as_a_slow_count_says(submission, rng):
    """For random votes the matrix and the three shares are those of a count flight by flight."""
    assert_each(submission.apply_rules, random_votes(rng), of=two_parts)


def blames_the_weather(flight):
    return 1 if isinstance(flight["sky"], str) and flight["sky"] == "snow" else None


def sky_is_missing(flight):
    return 0 if flight["sky"] is None or flight["sky"] != flight["sky"] else None


@once
def flights_with_gaps():
    hours = pd.date_range("2013-02-08 10:00", periods=4, freq="h", tz="UTC")
    flights = pd.DataFrame(
        {
            "sky": ["snow", None, "clear", "snow"],
            "delay": [20.0, 30.0, math.nan, -4.0],
            "landed": hours.where([True, True, True, False]),
        },
        index=hours,
    )
    rules = {
        "snow": blames_the_weather,
        "no sky": sky_is_missing,
        "no delay": delay_is_missing,
        "after noon": landed_after_noon,
    }
    votes = np.array([[1, -1, -1, -1], [-1, 0, -1, -1], [-1, -1, 2, 99], [1, -1, -1, 98]])
    why = "Two flights in snow, one without a sky, one without a delay, one that never landed."
    return [((rules, flights, 100), votes, why)]


@exercise("apply-rules")
def test_rules_see_text_and_missing_values(submission):
    """Rules see every column of a flight by its name, text as text, missing values as missing."""
    cases = flights_with_gaps()
    assert_each(submission.apply_rules, cases, of=lambda result: two_parts(result)[0])


def delay_is_missing(flight):
    return 2 if math.isnan(flight["delay"]) else None


def landed_after_noon(flight):
    if isinstance(flight["landed"], str):
        return None
    if pd.isna(flight["landed"]):
        return 98
    return 99 if flight["landed"].hour >= 12 else None


def answer_minus_two(flight):
    return np.int64(-2)


def answer_three(flight):
    return 3


def answer_false(flight):
    return False


def answer_numpy_true(flight):
    return np.True_


def answer_half(flight):
    return 0.5


def answer_nan(flight):
    return math.nan


def answer_text(flight):
    return "1"


def answer_huge(flight):
    return 10**30


def gives_up(flight):
    raise ValueError


def stops(flight):
    raise StopIteration


def last_row_only(flight):
    return 99 if flight["hour"] == 9 else None


def division(flight):
    return int(1 / (flight["hour"] - 9)) and None


def own_assertion(flight):
    # Not by `assert`, which pytest rewrites: the sandbox would have to import pytest.
    if flight["hour"] >= 9:
        raise AssertionError
    return 0


def fine(flight):
    return 0


@once
def suspects():
    flights = pd.DataFrame({"hour": [7, 8, 9]})
    rules = (
        answer_minus_two,
        answer_three,
        answer_false,
        answer_numpy_true,
        answer_half,
        answer_nan,
        answer_text,
        answer_huge,
        gives_up,
        stops,
        last_row_only,
        division,
        own_assertion,
    )
    return [({"sound": fine, "suspect": rule}, flights, 3) for rule in rules]


@exercise("apply-rules")
def test_every_way_to_fail_names_the_rule(submission):
    """An error of any kind, on any flight, or an answer that is no class, is a ValueError.

    The message contains the name of the rule.
    """
    rejects_each(submission.apply_rules, suspects(), naming="suspect")
