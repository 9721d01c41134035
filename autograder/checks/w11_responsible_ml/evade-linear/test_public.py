"""The checks of exercise 7 of week 11 that a student sees: the smallest lie."""

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

ENTRIES = ["change", "flips", "radius", "score"]
INF = math.inf


def entries(*names):
    """What takes some entries of the result."""

    def of(result):
        is_a(result, dict)
        found = sorted(map(str, result))
        require(found == ENTRIES, "The result has other entries.", received=", ".join(found))
        return tuple(result[name] for name in names)

    return of


W, X = [3.0, -4.0], [2.0, 0.5]
"""With a bias of 1 the score is 5."""


@once
def radii():
    return [
        ((W, 1.0, X, 1, "l2"), (5.0, 1.0), "The straight distance: 5 / 5."),
        ((W, 1.0, X, 1.5, "l1"), (5.0, 1.25), "In one feature, the one with weight -4: 5 / 4."),
        ((W, 1.0, X, 1, "linf"), (5.0, 5 / 7), "In both features at once: 5 / (3 + 4)."),
        (([2, -6, 3], -10, [1, -1, 2], 1.0, "l2"), (4.0, 4 / 7), "4 / 7."),
        (([2, -6, 3], -10, [1, -1, 2], 1.0, "l1"), (4.0, 4 / 6), "4 / 6."),
        (([2, -6, 3], -10, [1, -1, 2], 1.0, "linf"), (4.0, 4 / 11), "4 / 11."),
    ]


@exercise("evade-linear")
def test_the_radius_is_the_score_over_the_dual_norm(submission):
    """The radius is |s| over the dual norm: the largest weight for "l1", their sum for "linf"."""
    assert_each(submission.evade_linear, radii(), of=entries("score", "radius"))


@once
def changes():
    return [
        ((W, 1.0, X, 1.5, "l2"), (np.array([-0.6, 0.8]),), "Against the weights."),
        ((W, 1.0, X, 1.5, "l1"), (np.array([0.0, 1.25]),), "In the feature of weight -4 alone."),
        ((W, 1.0, X, 1.5, "linf"), (np.array([-5, 5]) / 7,), "Both alike, by their signs."),
        (([1, 2, -2], 0, [1, 1, 3], 1.0, "l2"), (np.array([1, 2, -2]) / 3,), "The score is -3."),
        (([1, 2, -2], 0, [1, 1, 3], 1.0, "linf"), (np.array([1, 1, -1]) * 0.6,), "-3 over 5."),
    ]


@exercise("evade-linear")
def test_the_change_brings_the_score_to_zero(submission):
    """The smallest change leads straight to the boundary, in the way of its norm."""
    assert_each(submission.evade_linear, changes(), of=entries("change"))


@once
def below():
    return [
        ((W, 1.0, [-2.0, 1.0], 2, "l2"), (-9.0, 1.8, np.array([1.08, -1.44]), True), "Up by 9."),
        ((W, 1.0, [-2.0, 1.0], 2, "l1"), (-9.0, 2.25, np.array([0, -2.25]), False), "Up by 9."),
        (
            (W, 1.0, [-2.0, 1.0], 2, "linf"),
            (-9.0, 9 / 7, np.array([9, -9]) / 7, True),
            "Up by 9.",
        ),
        (([1.0], -3.0, [2.5], 0.25, "linf"), (-0.5, 0.5, np.array([0.5]), False), "Up by 0.5."),
    ]


@exercise("evade-linear")
def test_answers_below_the_boundary_are_led_up(submission):
    """Where the answer is 0 the change leads up, and radius and flip are as for any other."""
    wanted = entries("score", "radius", "change", "flips")
    assert_each(submission.evade_linear, below(), of=wanted)


@once
def budgets():
    return [
        ((W, 1.0, X, 1.01, "l2"), (True,), "1.01 is above the radius of 1."),
        ((W, 1.0, X, 0.99, "l2"), (False,), "0.99 is below the radius of 1."),
        ((W, 1.0, X, 1.01, "l1"), (False,), "In this norm the radius is 1.25."),
        ((W, 1.0, X, 0.75, "linf"), (True,), "In this norm the radius is 5/7."),
        ((W, 1.0, X, 0, "linf"), (False,), "Nothing may be changed."),
        ((W, -2.0, X, 0.5, "l2"), (True,), "The score is 2, the radius 0.4."),
    ]


@exercise("evade-linear")
def test_it_flips_where_the_radius_is_below_the_budget(submission):
    """The answer can be changed exactly where the radius, in this norm, is below the budget."""
    assert_each(submission.evade_linear, budgets(), of=entries("flips"))


@once
def zeros():
    none = (2.5, INF, np.zeros(2), False)
    cases = [
        (([0.0, 0.0], 2.5, [3, 4], 1e6, norm), none, "Nothing moves the score.")
        for norm in ("l1", "l2", "linf")
    ]
    cases.append(
        (([0, 2], -4, [7, 1], 3, "linf"), (-2.0, 1.0, np.array([0.0, 1.0]), True), "One weight.")
    )
    cases.append((([3, 4], -7, [1, 1], 1, "l2"), (0.0, 0.0, np.zeros(2), True), "On the boundary."))
    cases.append((([0], 0, [1], 1, "l2"), (0.0, INF, np.zeros(1), False), "It is 0 for everybody."))
    return cases


@exercise("evade-linear")
def test_weights_of_zero_move_nothing(submission):
    """Features of weight 0 stay as they are; if all weights are 0, no budget is enough."""
    wanted = entries("score", "radius", "change", "flips")
    assert_each(submission.evade_linear, zeros(), of=wanted)


@once
def ties():
    return [
        (([2, -5, 5], 0, [1, 0, 1], 2, "l1"), (np.array([0, 1.4, 0]),), "-5 comes before 5."),
        (([3, 3], 0, [1, 1], 3, "l1"), (np.array([-2.0, 0.0]),), "The first of two."),
    ]


@exercise("evade-linear")
def test_of_equal_weights_the_first_is_changed(submission):
    """In "l1" the first of the features whose weight is largest in size is changed."""
    assert_each(submission.evade_linear, ties(), of=entries("change"))


@once
def all_kinds():
    wanted = (-260.0, 2.0, np.array([1.2, 1.6]))
    cases = [
        ((kind([78, 104]), 0, kind([-2, -1]), 3, "l2"), wanted, "Squares are above 127.")
        for kind in (
            tuple,
            lambda values: np.array(values, dtype=np.int8),
            lambda values: np.array(values, dtype=np.float32),
            lambda values: pd.Series(values, index=[1, 0]),
        )
    ]
    third = np.array([0.1], dtype=np.float32)
    tenth = float(third[0])
    cases.append(
        (
            (third, 0.5, third, 9, "linf"),
            (0.5 + tenth**2, 0.5 / tenth + tenth, np.array([-0.5 / tenth - tenth])),
            "Values of float32 are computed with in float64.",
        )
    )
    return cases


@exercise("evade-linear")
def test_weights_of_any_kind_are_taken(submission):
    """Lists, tuples, arrays and Series of ints or floats give the same, by position."""
    assert_each(submission.evade_linear, all_kinds(), of=entries("score", "radius", "change"))


@exercise("evade-linear")
def test_what_is_no_attack_is_refused(submission):
    """Other lengths, no features, an unknown norm, or a budget below 0 is a ValueError."""
    calls = [
        ([1.0], 0, [1.0, 2.0], 1, "l2"),
        ([1.0, 2.0], 0, [1.0], 1, "l1"),
        ([], 1, [], 1, "linf"),
        ([1.0], 0, [1.0], 1, "l3"),
        ([1.0], 0, [1.0], 1, ""),
        ([1.0], 0, [1.0], -0.5, "l2"),
        ([0.0], 0, [1.0], 1, "L2"),
    ]
    rejects_each(submission.evade_linear, calls)


@exercise("evade-linear")
def test_the_input_stays_as_it_was(submission):
    """Neither weights nor x are changed."""
    weights, x = np.array(W), np.array(X)
    result = assert_unchanged(submission.evade_linear, weights, 1.0, x, 2.0, "l2")
    assert_same(entries("radius")(result), (1.0,))
