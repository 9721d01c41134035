"""The checks of `apply-rules` that a student of week 3 sees."""

import math

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    exercise,
    is_a,
    once,
    rejects,
    rejects_each,
    require,
)


def rain(flight):
    return 1 if flight["precip"] > 0 else None


def evening_peak(flight):
    return 2 if flight["hour"] >= 17 else None


def old_aircraft(flight):
    return 0 if flight["built"] < 1990 else None


def never(flight):
    return None


def storm(flight):
    return np.int64(1) if flight["precip"] > 0.4 else None


def careless(flight):
    flight["precip"] = 9.0
    flight.pop("hour")
    return 0


def broken(flight):
    return {"clear": 0, "rain": 1}[flight["sky"]]


def forgot_to_abstain(flight):
    return flight["hour"] >= 17


def undecided(flight):
    return 0.5


def abstains_by_number(flight):
    return -1


def wordless(flight):
    raise ValueError


def in_the_morning(flight):
    return 1 if flight["due"].hour < 12 else None


def is_whole(flight):
    return 0 if isinstance(flight, dict) and set(flight) == {"dep delay", "class", "_row"} else None


def left_late(flight):
    return 1 if flight["dep delay"] >= 15 else None


FLIGHTS = pd.DataFrame(
    {
        "precip": [0.2, 0.0, 0.1, 0.5, 0.0],
        "hour": [7, 17, 18, 20, 9],
        "built": [1985.0, 1988.0, 2004.0, math.nan, 2010.0],
    },
    index=[4, 4, 9, 1, 4],
)

VOTES_OF_RULES = "[[1, -1, 0, -1], [-1, 2, 0, -1], [1, 2, -1, -1], [1, 2, -1, 1], [-1, -1, -1, -1]]"

RULES = {"rain": rain, "evening peak": evening_peak, "old aircraft": old_aircraft, "storm": storm}


def votes_and_summary(result):
    """The two parts of the result."""
    is_a(result, tuple)
    require(len(result) == 2, "The result is a tuple of two: the votes and the summary.")
    return result


def votes_of(result):
    """The votes, whatever the summary is."""
    return votes_and_summary(result)[0]


def column(name):
    """What takes one column of the summary as a list, whatever the others are."""

    def shares(result):
        summary = votes_and_summary(result)[1]
        is_a(summary, pd.DataFrame)
        names = [str(name) for name in summary.columns]
        require(names.count(name) == 1, f"The summary needs a column {name!r}.")
        return summary.iloc[:, names.index(name)].tolist()

    return shares


@once
def five_flights():
    votes = [[1, -1, 0, -1], [-1, 2, 0, -1], [1, 2, -1, -1], [1, 2, -1, 1], [-1, -1, -1, -1]]
    why = (
        "-1 means that the rule abstained. The columns are in the order of the rules, and the "
        "rows in that of the flights."
    )
    return [((RULES, FLIGHTS, 3), np.array(votes), why)]


@exercise("apply-rules")
def test_every_rule_is_asked_about_every_flight(submission):
    """The votes are an array of integers, a row for each flight, a column for each rule.

    Rows and columns are in the order given.
    """
    assert_each(submission.apply_rules, five_flights(), of=votes_of)


@once
def odd_names():
    flights = pd.DataFrame({"dep delay": [20, 3], "class": ["Y", "J"], "_row": [1.0, 2.0]})
    why = (
        "The first rule votes 0 if it is given a dict (no Series) with the keys 'dep delay', "
        "'class' and '_row', and only these."
    )
    rules = {"whole": is_whole, "late": left_late}
    due = pd.DataFrame({"due": pd.to_datetime(["2013-02-08 10:00", "2013-02-08 14:00"])})
    times = "A time is handed to the rule as a pd.Timestamp, and has an hour."
    return [
        ((rules, flights, np.int64(2)), np.array([[0, 1], [0, -1]]), why),
        (({"morning": in_the_morning}, due, 2), np.array([[1], [-1]]), times),
    ]


@exercise("apply-rules")
def test_a_rule_is_given_a_dict_of_all_columns(submission):
    """A rule gets one flight as a dict: every column by its very name, and nothing else."""
    assert_each(submission.apply_rules, odd_names(), of=votes_of)


@once
def covered_flights():
    why = "The rules vote on 3, 3, 2, 1 and 0 of 5 flights."
    return [(({**RULES, "never": never}, FLIGHTS, 3), [0.6, 0.6, 0.4, 0.2, 0.0], why)]


@exercise("apply-rules")
def test_coverage_is_the_share_of_flights_with_a_vote(submission):
    """The coverage of a rule is the share of all flights on which it votes, class 0 included."""
    assert_each(submission.apply_rules, covered_flights(), of=column("coverage"))


@once
def overlapping_votes():
    return [
        (
            (RULES, FLIGHTS, 3),
            [0.6, 0.6, 0.4, 0.2],
            "On each of the 4 flights with a vote, two rules vote or more. "
            f"The votes are {VOTES_OF_RULES}.",
        ),
        (
            ({"rain": rain, "no": never}, FLIGHTS, 3),
            [0.0, 0.0],
            "Nobody else votes here: -1 throughout.",
        ),
        ((RULES, FLIGHTS.iloc[3:4], 3), [1.0, 1.0, 0.0, 1.0], "The votes are [[1, 2, -1, 1]]."),
    ]


@exercise("apply-rules")
def test_overlap_needs_the_vote_of_another_rule(submission):
    """A rule overlaps where it votes and another rule votes as well, for whatever class."""
    assert_each(submission.apply_rules, overlapping_votes(), of=column("overlap"))


@once
def conflicting_votes():
    return [
        (
            (RULES, FLIGHTS, 3),
            [0.6, 0.6, 0.4, 0.2],
            "On each of the 4 flights with a vote, two rules vote for different classes. "
            f"The votes are {VOTES_OF_RULES}.",
        ),
        (
            ({"rain": rain, "storm": storm, "old": old_aircraft, "never": never}, FLIGHTS, 3),
            [0.2, 0.0, 0.2, 0.0],
            "Only on the first flight do two rules vote for different classes. Where rain and "
            "storm both vote it is for the same one, and an abstention contradicts nobody. The "
            "votes are [[1, -1, 0, -1], [-1, -1, 0, -1], [1, -1, -1, -1], [1, 1, -1, -1], "
            "[-1, -1, -1, -1]].",
        ),
    ]


@exercise("apply-rules")
def test_conflict_needs_two_votes_that_differ(submission):
    """A rule is in conflict where it votes and another votes otherwise; abstaining is no vote."""
    assert_each(submission.apply_rules, conflicting_votes(), of=column("conflict"))


@once
def two_rules():
    rules = {"storm": storm, "rain": rain}
    return [(rules, flights, 3) for flights in (FLIGHTS, FLIGHTS.iloc[:0])]


@exercise("apply-rules")
def test_the_summary_has_a_row_for_each_rule(submission):
    """The summary has the names of the rules as its index, and exactly three float columns.

    With no flights every share is 0.0, and the votes have no rows.
    """
    shares = pd.DataFrame(
        {"coverage": [0.2, 0.6], "overlap": [0.2, 0.2], "conflict": [0.0, 0.0]},
        index=["storm", "rain"],
    )
    answers = submission.apply_rules.each(two_rules())
    _, summary = votes_and_summary(next(answers)())
    is_a(summary, pd.DataFrame)
    assert_same(summary, shares)
    votes, summary = votes_and_summary(next(answers)())
    assert_same(votes, np.empty((0, 2), dtype=int), why="No flights, and two rules.")
    is_a(summary, pd.DataFrame)
    assert_same(summary, shares * 0.0, why="No flights give 0.0 everywhere.")


@exercise("apply-rules")
def test_a_careless_rule_harms_nobody(submission):
    """A rule may change the dict it is given: no other rule, and not the table, may notice."""
    rules = {"rain": rain, "careless": careless, "storm": storm, "evening peak": evening_peak}
    result, after = submission.apply_rules.with_arguments(rules, FLIGHTS, 3)
    votes, _ = votes_and_summary(result)
    assert_same(
        votes,
        np.array([[1, 0, -1, -1], [-1, 0, -1, 2], [1, 0, -1, 2], [1, 0, 1, 2], [-1, 0, -1, -1]]),
        why="The careless rule writes into the dict of a flight; the others vote as ever.",
    )
    assert_same(after[1], FLIGHTS, why="The table of flights was changed by the call.")


@once
def culprits():
    rules = (broken, wordless, forgot_to_abstain, undecided, abstains_by_number)
    calls = [({"rain": rain, "the culprit": rule, "storm": storm}, FLIGHTS, 3) for rule in rules]
    return [*calls, ({"the culprit": evening_peak}, FLIGHTS, 2)]


@exercise("apply-rules")
def test_a_rule_that_fails_is_named(submission):
    """A rule that raises, or returns no class, makes a ValueError that contains its name.

    True, False, fractions and -1 are no classes. No rules at all raise a ValueError, too.
    """
    rejects(submission.apply_rules, {}, FLIGHTS, 3)
    rejects_each(submission.apply_rules, culprits(), naming="culprit")
