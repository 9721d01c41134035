"""The checks of exercise 6 that a student sees: does the judge agree with people, or itself?"""

import math

from autograder.testing import assert_each, exercise, is_a, once, rejects

FULL = {"1": "first", "2": "second", "=": "tie"}


def said(text):
    """Verdicts by place, from the characters 1, 2 and =."""
    return [FULL[character] for character in text]


def people(text):
    """Verdicts by answer, from the characters A, B and =."""
    return ["tie" if character == "=" else character for character in text]


def entry(name):
    """What takes one entry of a result, whatever the others are."""

    def value(result):
        is_a(result, dict)
        return result.get(name, f"there is no entry {name!r}")

    return value


def case(wanted, ab, ba, expected, why):
    return (people(wanted), said(ab), said(ba)), expected, why


@once
def agreements():
    return [
        case("AAB", "112", "221", 1.0, "A first and A second, A both times, then B both times."),
        case("AAB", "111", "222", 2 / 3, "The judge names A three times."),
        case("AB=", "111", "111", 1 / 3, "Whoever is first wins: three ties."),
        case("A=B=", "1=2=", "==1=", 0.75, "A once and a tie once is a tie."),
    ]


@exercise("judge-agreement")
def test_a_verdict_is_the_same_answer_in_both_orders(submission):
    """A verdict counts if the judge names the same answer in both orders; else it is a tie."""
    assert_each(submission.judge_agreement, agreements(), of=entry("agreement"))


@once
def kappas():
    # Verdicts AAB=, people AB==: agreement 0.5, by chance 2/16 + 1/16 + 2/16.
    return [
        case("AB==", "112=", "221=", (0.5 - 5 / 16) / (11 / 16), "By chance 5 of 16 agree."),
        case("AABB", "1122", "2211", 1.0, "They agree on everything."),
        case("AABB", "2211", "1122", -1.0, "They agree on nothing, by chance on half."),
        case("A====", "=====", "=====", 0.0, "A judge who always says tie agrees by chance."),
        case("AAA=", "1112", "2221", (0.75 - 9 / 16) / (7 / 16), "No common tie."),
    ]


@exercise("judge-agreement")
def test_kappa_takes_off_what_habits_alone_give(submission):
    """Kappa is (o - e) / (1 - e), with e from the shares of each verdict on either side."""
    assert_each(submission.judge_agreement, kappas(), of=entry("kappa"))


@once
def undefined():
    return [
        case("===", "===", "===", math.nan, "Both always say tie: agreement by chance is 1."),
        case("A", "1", "2", math.nan, "A single pair, on which they agree."),
        case("A" * 7, "1" * 7, "2" * 7, math.nan, "Seven times A."),
        case("A", "2", "1", 0.0, "A single pair, on which they do not: by chance 0."),
    ]


@exercise("judge-agreement")
def test_kappa_is_undefined_if_chance_agrees_always(submission):
    """If both sides give one and the same verdict always, kappa is NaN."""
    assert_each(submission.judge_agreement, undefined(), of=entry("kappa"))


@once
def consistencies():
    return [
        case("AAAA", "112=", "2212", 0.75, "A, A and B both times; then a tie and A."),
        case("A=B", "===", "===", 1.0, "A tie in both orders is consistent."),
        case("AB", "12", "12", 0.0, "The place wins both times."),
        case("AB", "1=", "=2", 0.0, "A tie in one order only."),
    ]


@exercise("judge-agreement")
def test_consistency_is_of_answers_not_places(submission):
    """The judge is consistent on a pair if it says the same of the answers in both orders."""
    assert_each(submission.judge_agreement, consistencies(), of=entry("consistency"))


@once
def biases():
    return [
        case("AB", "11", "11", 1.0, "Always the first."),
        case("AB", "22", "22", -1.0, "Always the second."),
        case("AB", "12", "21", 0.0, "Twice each."),
        case("AB==", "1===", "====", 1 / 8, "One of eight; ties are verdicts as well."),
    ]


@exercise("judge-agreement")
def test_the_bias_is_of_all_that_was_said(submission):
    """The position bias is the share of "first" minus that of "second" in both orders, ties too."""
    assert_each(submission.judge_agreement, biases(), of=entry("position_bias"))


@once
def whole():
    wanted = {"agreement": 2 / 3, "kappa": 0.5, "consistency": 1 / 3, "position_bias": 2 / 3}
    return [case("A=B", "111", "211", wanted, "The example of the contract, with four entries.")]


@exercise("judge-agreement")
def test_there_are_four_floats_and_no_pairs_are_refused(submission):
    """The result is a dict with exactly the four entries; without pairs it is a ValueError."""
    assert_each(submission.judge_agreement, whole())
    rejects(submission.judge_agreement, [], [], [])
