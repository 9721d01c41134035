"""The checks of `defer` that a student sees."""

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    once,
    rejects,
)

CREWS = {"correct_alarm": 1500, "false_alarm": 1500, "miss": 6000, "correct_silence": 0}
EVEN = {"correct_alarm": 0, "false_alarm": 100, "miss": 100, "correct_silence": 0}


def chosen(*positions):
    return np.array(positions, dtype=int)


@once
def people_see_the_cases_whose_error_would_cost_most():
    return [
        (([0.5, 0.3, 0.9], 1, CREWS, 100, 1.0), chosen(1),
         "With a miss at 6000 and a false alarm at 1500, acting and staying silent are about "
         "equally dear near 0.25: there a person saves most."),
        (([0.9, 0.2, 0.6], 2, CREWS, 100, 1.0), chosen(1, 2),
         "The gains are 50, 1100 and 500 dollars."),
        (([0.52, 0.1, 0.95], 1, EVEN, 1, 1.0), chosen(0),
         "With equal costs of both errors the least sure case comes first."),
    ]  # fmt: skip


@exercise("defer")
def test_people_see_the_cases_whose_error_would_cost_most(submission):
    """The cases with the largest gains go to people: what an error costs counts, not how unsure."""
    assert_each(submission.defer, people_see_the_cases_whose_error_would_cost_most())


@once
def only_cases_that_gain_go_to_people():
    return [
        (([0.0, 0.5, 1.0], 3, EVEN, 1, 1.0), chosen(1),
         "At 0 and 1 the model is sure, and a look costs 1 dollar."),
        (([0.5, 0.4], 5, EVEN, 60, 1.0), chosen(),
         "A look costs 60 dollars, and the model's error at most 50 on average."),
        (([0.3, 0.4, 0.45], 3, EVEN, 33, 1.0), chosen(1, 2),
         "The model alone pays 30, 40 and 45; a look costs 33."),
        (([], 3, EVEN, 1, 1.0), chosen(), "There are no cases."),
    ]  # fmt: skip


@exercise("defer")
def test_only_cases_that_gain_go_to_people(submission):
    """A case whose gain is 0 or below stays with the model, also when somebody is free."""
    assert_each(submission.defer, only_cases_that_gain_go_to_people())


@once
def no_more_cases_than_there_are_people_for():
    p = [0.5, 0.45, 0.4, 0.35, 0.3]
    return [
        *(((p, k, EVEN, 1, 1.0), chosen(*range(k)), f"{k} cases can be taken.") for k in range(6)),
        ((p[::-1], np.int64(2), EVEN, 1, 1.0), chosen(3, 4), "2 cases can be taken."),
    ]


@exercise("defer")
def test_no_more_cases_than_there_are_people_for(submission):
    """At most `capacity` cases are chosen, the largest gains; `capacity` may be 0."""
    assert_each(submission.defer, no_more_cases_than_there_are_people_for())


@once
def equal_gains_are_taken_in_the_order_of_the_cases():
    return [
        (([0.25] * 9, 4, EVEN, 1, 1.0), chosen(0, 1, 2, 3), "Nine equal cases, four looks."),
        (([0.5, 0.25, 0.25, 0.5, 0.25], 3, EVEN, 1, 1.0), chosen(0, 1, 3),
         "Both cases at 0.5, and the first one at 0.25."),
        (([0.25, 0.5, 0.25] * 20, 25, EVEN, 1, 1.0),
         chosen(*sorted([*range(1, 60, 3), 0, 2, 3, 5, 6])),
         "All 20 cases at 0.5, and the first five of the 40 at 0.25."),
    ]  # fmt: skip


@exercise("defer")
def test_equal_gains_are_taken_in_the_order_of_the_cases(submission):
    """Of cases with equal probabilities those that stand first go to people."""
    assert_each(submission.defer, equal_gains_are_taken_in_the_order_of_the_cases())


@once
def people_err_too():
    return [
        # Model 50; person right 90 %: 0.9 * 0 + 0.1 * 100 = 10, and the look.
        (([0.5], 1, EVEN, 39, 0.9), chosen(0), "A person pays 10 for errors, 39 to look."),
        (([0.5], 1, EVEN, 41, 0.9), chosen(), "A person pays 10 for errors, 41 to look."),
        (([0.05, 0.4], 2, EVEN, 1, 0.9), chosen(1),
         "At 0.05 the model errs in 5 cases of 100, a person in 10."),
        (([0.5, 0.5], 2, EVEN, 0.5, 0.5), chosen(), "A person who tosses a coin is no help."),
        # At 0.5: model 1500, person 0.8 * 750 + 0.2 * (3000 + 750) = 1350.
        (([0.5], 1, CREWS, 149, 0.8), chosen(0), "The model pays 1500, a person 1350."),
        (([0.5], 1, CREWS, 151, 0.8), chosen(), "The model pays 1500, a person 1350."),
    ]  # fmt: skip


@exercise("defer")
def test_people_err_too(submission):
    """A person is wrong with probability 1 - person_right, and an error costs what it costs."""
    assert_each(submission.defer, people_err_too())


@once
def each_of_the_four_costs_counts():
    base = {"correct_alarm": 300, "false_alarm": 400, "miss": 900, "correct_silence": 50}
    # At 0.5: act 350, silent 475; a person who is always right 175.
    cases = [(([0.5], 1, base, 174, 1.0), chosen(0), "act 350, silent 475, person 175")]
    cases += [(([0.5], 1, base, 176, 1.0), chosen(), "act 350, silent 475, person 175")]
    for name, amount, review in (
        ("correct_alarm", 500, 174),  # act 450, silent 475, person 275
        ("false_alarm", 800, 299),  # act 550, silent 475, person 175
        ("miss", 500, 99),  # act 350, silent 275, person 175
        ("correct_silence", 150, 124),  # act 350, silent 525, person 225
    ):
        costs = {**base, name: amount, "currency": 1.0}
        why = f"As before, but {name!r} is {amount}; a look costs {review} or 2 more."
        cases.append((([0.5], 1, costs, review, 1.0), chosen(0), why))
        cases.append((([0.5], 1, costs, review + 2, 1.0), chosen(), why))
    return cases


@exercise("defer")
def test_each_of_the_four_costs_counts(submission):
    """The four costs are all asked for, in the model's choice as in the person's."""
    assert_each(submission.defer, each_of_the_four_costs_counts())


@once
def the_cheaper_decision_is_the_right_one_whatever_it_is_called():
    odd = {"correct_alarm": 700, "false_alarm": 900, "miss": 200, "correct_silence": 100}
    # At 0.5: act 800, silent 150, and a person who is always right pays 150 as well.
    upside = {"correct_alarm": 10, "false_alarm": 20, "miss": 200, "correct_silence": 100}
    return [
        (([0.5], 1, odd, 1, 1.0), chosen(), "Silence is always right here."),
        (([0.5], 1, upside, 1, 1.0), chosen(), "Acting is always right here."),
        # Punctual flights: silence 100 is dearer than an alarm, 20.
        (([0.25], 1, {**upside, "correct_alarm": 300}, 24, 1.0), chosen(0),
         "act 90, silent 125; a person who is always right pays 65"),
    ]  # fmt: skip


@exercise("defer")
def test_the_cheaper_decision_is_the_right_one_whatever_it_is_called(submission):
    """A right decision is the cheaper one, also where an alarm is dearer than a miss."""
    assert_each(submission.defer, the_cheaper_decision_is_the_right_one_whatever_it_is_called())


@once
def of_any_type():
    p = [0.1, 0.5, 0.3, 0.45]
    kinds = (tuple(p), np.array(p, dtype=np.float32), pd.Series(p, index=[3, 2, 2, 0]))
    why = "The gains are largest at positions 1 and 3."
    cases = [((values, 2, EVEN, 1, 1.0), chosen(1, 3), why) for values in kinds]
    # Neighbours as float32: their gains differ by 0.00009 dollars, and as float32 not at all.
    close = np.nextafter(np.float32(0.9), np.float32(1))
    near = np.array([close, 0.9], dtype=np.float32)
    why = "The second case gains a little more: compute in float64."
    cases.append(((near, 1, CREWS, 100, 1.0), chosen(1), why))
    cases.append(((np.array([0, 1, 1]), 2, EVEN, 0.5, 1.0), chosen(), ""))
    return cases


@exercise("defer")
def test_lists_arrays_and_series_are_paired_by_position(submission):
    """Probabilities may be a tuple, an array or a Series with any index, and are left alone."""
    p = [0.1, 0.5, 0.3, 0.45]
    result = assert_unchanged(submission.defer, np.array(p), 2, EVEN, 1, 1.0)
    assert_same(result, chosen(1, 3), why="The gains are largest at positions 1 and 3.")
    assert_each(submission.defer, of_any_type())


@once
def refused_and_fine():
    """Calls that are refused, then those that are for want of each cost, then one that is fine."""
    nan = float("nan")
    bad = [
        ([0.5, 1.01], 1, EVEN, 1, 1.0), ([-0.01], 1, EVEN, 1, 1.0), ([0.2, nan], 1, EVEN, 1, 1.0),
        ([0.5], -1, EVEN, 1, 1.0), ([0.5], 1, EVEN, 1, 0.49), ([0.5], 1, EVEN, 1, 1.01),
    ]  # fmt: skip
    for name in EVEN:
        rest = {other: cost for other, cost in EVEN.items() if other != name}
        bad.append(([0.5], 1, rest, 1, 1.0))
    return [*bad, ([0, 1, 0.5], 0, EVEN, 0, 0.5)]


@exercise("defer")
def test_what_is_no_probability_or_no_cost_is_refused(submission):
    """Bad probabilities, capacities, people and costs raise a ValueError; 0, 0.5 and 1 are fine."""
    answers = submission.defer.each(refused_and_fine())
    for name, answer in zip([""] * 6 + list(EVEN), answers, strict=False):
        rejects(answer, naming=name)
    assert_same(next(answers)(), chosen())
