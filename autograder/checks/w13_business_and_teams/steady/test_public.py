"""The checks of `steady` that a student sees."""

from itertools import islice

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once,
    rejects,
)

NAN = float("nan")


def shown(result):
    """The display, whatever else the result holds."""
    is_a(result, dict)
    if "shown" not in result:
        assert_same(sorted(map(str, result)), ["shown"], why="There should be an entry 'shown'.")
    return result["shown"]


def outcome(show, flips, plain_flips, worst_gap):
    return {"shown": show, "flips": flips, "plain_flips": plain_flips, "worst_gap": worst_gap}


@once
def the_display_changes_only_beyond_the_margin():
    return [
        (([0.25, 0.5, 0.625], 0.5, 0.125), [False, False, True],
         "0.5 is the threshold; 0.625 is threshold plus margin, and enough."),
        (([0.75, 0.5, 0.375, 0.25], 0.5, 0.125), [True, True, True, False],
         "0.375 is threshold minus margin, and not below it."),
        (([0.25, 0.5625, 0.25, 0.5625], 0.5, 0.125), [False] * 4,
         "Nothing reaches threshold plus margin."),
        (([0.75, 0.4375, 0.5625, 0.4375], 0.5, 0.125), [True] * 4,
         "Nothing falls below threshold minus margin."),
    ]  # fmt: skip


@exercise("steady")
def test_the_display_changes_only_beyond_the_margin(submission):
    """It turns to late at threshold + margin or more, and back only below threshold - margin."""
    assert_each(submission.steady, the_display_changes_only_beyond_the_margin(), of=shown)


@once
def the_first_prediction_is_shown_as_it_is():
    return [
        (([0.5], 0.5, 0.25), [True], "The threshold itself is late."),
        (([0.4375, 0.5], 0.5, 0.25), [False, False], "Just below the threshold is not late."),
        (([0.5, 0.4375], 0.5, 0.25), [True, True], "And 0.4375 is within the margin."),
    ]


@exercise("steady")
def test_the_first_prediction_is_shown_as_it_is(submission):
    """The first prediction decides by the threshold alone, without the margin."""
    assert_each(submission.steady, the_first_prediction_is_shown_as_it_is(), of=shown)


@once
def a_missing_prediction_changes_nothing():
    return [
        (([NAN, NAN, 0.75, NAN, 0.25], 0.5, 0.125),
         outcome([False, False, True, True, False], 2, 2, 0.0),
         "Missing, missing, late, missing, not late."),
        (([0.5, 0.4375, NAN, 0.5], 0.5, 0.125), outcome([True] * 4, 0, 2, 0.0625),
         "The plain display says late, not, (not), late."),
        (([NAN, 0.5], 0.5, 0.25), outcome([False, True], 1, 1, 0.0),
         "The first prediction that is there is shown as it is."),
        (([NAN], 0.5, 0.25), outcome([False], 0, 0, 0.0), "There was never a forecast."),
    ]  # fmt: skip


@exercise("steady")
def test_a_missing_prediction_changes_nothing(submission):
    """Where no forecast came both displays stay; before the first one both show not late."""
    assert_each(submission.steady, a_missing_prediction_changes_nothing())


@once
def flips_are_counted_for_both_displays():
    return [
        (([0.25, 0.5, 0.25, 0.5, 0.75], 0.5, 0.125),
         outcome([False, False, False, False, True], 1, 3, 0.0), "3 plain flips, 1 steady."),
        (([0.75], 0.5, 0.125), outcome([True], 0, 0, 0.0), "One prediction cannot flip."),
        (([], 0.5, 0.125), outcome([], 0, 0, 0.0), "Nothing was predicted."),
    ]  # fmt: skip


@exercise("steady")
def test_flips_are_counted_for_both_displays(submission):
    """`flips` and `plain_flips` count how often each display differs from the one before it."""
    assert_each(submission.steady, flips_are_counted_for_both_displays())


@once
def the_worst_gap_is_where_the_displays_differ():
    return [
        (([0.25, 0.5625, 0.53125], 0.5, 0.125), outcome([False] * 3, 0, 1, 0.0625),
         "0.5625 and 0.53125 are shown as not late."),
        (([0.75, 0.40625, 0.46875], 0.5, 0.125), outcome([True] * 3, 0, 1, 0.09375),
         "0.40625 and 0.46875 are shown as late."),
        (([0.0, 1.0, 0.0], 0.5, 0.125), outcome([False, True, False], 2, 2, 0.0),
         "The displays agree throughout, however far the predictions are."),
        (([0.25, 0.5, 0.0], 0.5, 0.25), outcome([False] * 3, 0, 2, 0.0),
         "At the threshold itself they differ, at a distance of 0."),
    ]  # fmt: skip


@exercise("steady")
def test_the_worst_gap_is_where_the_displays_differ(submission):
    """`worst_gap` is the largest distance from the threshold where the displays differ."""
    assert_each(submission.steady, the_worst_gap_is_where_the_displays_differ())


@once
def without_a_margin_it_is_the_plain_display():
    p = [0.25, 0.5, 0.4375, 0.5625, 0.5, 0.0]
    shows = [False, True, False, True, True, False]
    return [((p, 0.5, 0), outcome(shows, 4, 4, 0.0), "There is no margin.")]


@exercise("steady")
def test_without_a_margin_it_is_the_plain_display(submission):
    """With a margin of 0 both displays are the same."""
    assert_each(submission.steady, without_a_margin_it_is_the_plain_display())


@once
def of_any_type():
    p = [0.25, 0.625, 0.5, 0.25]
    kinds = (tuple(p), np.array(p, dtype=np.float32), pd.Series(p, index=[2, 2, 1, 0]))
    expected = outcome([False, True, True, False], 2, 2, 0.0)
    cases = [((values, 0.5, 0.125), expected, "") for values in kinds]
    cases.append(((np.array([0, 1]), 1, 0), outcome([False, True], 1, 1, 0.0), ""))
    return cases


@exercise("steady")
def test_predictions_may_be_tuples_arrays_or_series(submission):
    """Predictions come as a tuple, an array of float32 or a Series, and stay as they are."""
    values = np.array([0.25, 0.625, 0.5, 0.25])
    result = assert_unchanged(submission.steady, values, 0.5, 0.125)
    assert_same(result, outcome([False, True, True, False], 2, 2, 0.0))
    assert_each(submission.steady, of_any_type())


@once
def refused_and_fine():
    """Four calls that are refused, then one that is fine."""
    return [
        ([0.5, 1.0009765625], 0.5, 0.125), ([-0.0009765625], 0.5, 0.125), ([0.5], 0.5, -0.125),
        ([], 0.5, -0.125), ([0, 1], 0.5, 0.125),
    ]  # fmt: skip


@exercise("steady")
def test_what_is_no_probability_is_refused(submission):
    """A prediction outside [0, 1] or a negative margin raises a ValueError; 0 and 1 are fine."""
    answers = submission.steady.each(refused_and_fine())
    for answer in islice(answers, 4):
        rejects(answer)
    assert_same(shown(next(answers)()), [False, True])
