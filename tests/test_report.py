"""What is shown of the records of a grading."""

import pytest

from autograder.report import CheckOutcome, Verdict, told_once


def outcome(name, verdict=Verdict.FAILED, message="", fault=""):
    return CheckOutcome(name, f"Criterion of {name}.", verdict, message=message, fault=fault)


def names(outcomes, **options):
    return [(told.name, more) for told, more in told_once(tuple(outcomes), **options)]


ARRAY = "expected a NumPy array, not a list"


def test_the_same_fault_is_told_once_whatever_the_reason_each_check_gives():
    a = outcome("a", message=f"Rows 0 and 1. ({ARRAY})", fault=ARRAY)
    b = outcome("b", message=f"Row 7. ({ARRAY})", fault=ARRAY)
    assert names([a, outcome("x", Verdict.PASSED), b, outcome("c", message="7 is wrong")]) == [
        ("a", 1), ("x", 0), ("c", 0),
    ]  # fmt: skip


def test_an_answer_that_is_wrong_for_its_input_is_told_each_time():
    assert names([outcome(n, message="the numbers differ") for n in "abc"]) == [
        ("a", 0), ("b", 0), ("c", 0),
    ]  # fmt: skip
    assert names([outcome(n, Verdict.GRADER_ERROR, "it is broken") for n in "ab"]) == [
        ("a", 0), ("b", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "verdict", [Verdict.RAISED, Verdict.TIMEOUT, Verdict.NOT_DEFINED, Verdict.STUB]
)
def test_the_same_error_is_told_once_and_another_one_as_well(verdict):
    said = ["KeyError: 'x' (line 3)", "KeyError: 'y' (line 3)", "KeyError: 'x' (line 3)"]
    assert names(outcome(s, verdict, s) for s in said) == [(said[0], 1), (said[1], 0)]


def test_where_no_message_is_shown_only_an_absent_function_is_told_once():
    hidden = [outcome(n, Verdict.RAISED, "KeyError: 'x'", ARRAY) for n in "ab"]
    assert names(hidden, reveal=False) == [("a", 0), ("b", 0)]
    absent = [outcome(n, Verdict.STUB, "not written yet") for n in "ab"]
    assert names(absent, reveal=False) == [("a", 1)]
