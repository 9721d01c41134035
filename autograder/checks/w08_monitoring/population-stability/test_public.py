"""The checks of exercise 1 of week 8 that a student sees: the population stability index."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, exercise, once, rejects_each

NAN = math.nan


def index(old, new):
    """The index of two lists of counts, one entry a bin: half a row is added to each."""
    p, q = ([(count + 0.5) / (sum(counts) + 0.5 * len(counts)) for count in counts]
            for counts in (old, new))  # fmt: skip
    return math.fsum((b - a) * math.log(b / a) for a, b in zip(p, q, strict=True))


@once
def quarters():
    eight = [5, 1, 8, 3, 2, 7, 6, 4]
    why = "Quarters of 1 to 8 end at 2, 4 and 6; the actual values fall into them"
    return [
        ((eight, [1, 2, 3, 8], 4), index([2] * 4, [2, 1, 0, 1]), f"{why} 2, 1, 0 and 1 times."),
        ((eight, [0, -3, 7], 2), index([4, 4], [2, 1]), "Halves of 1 to 8 part at 4."),
        ((eight, [4, 1, 6, 7, 2, 8, 5, 3], 4), 0.0, "The same values in another order."),
    ]


@exercise("population-stability")
def test_the_index_compares_shares_of_quantile_bins(submission):
    """The index adds up (q - p) * ln(q / p) over bins that hold equal parts of `expected`."""
    assert_each(submission.population_stability, quarters())


@once
def tenths():
    expected = list(range(1, 21))
    return [((expected, [3, 20, 20]), index([2] * 10, [0, 1, *[0] * 7, 2]), "Ends at 2, 4, ...")]


@exercise("population-stability")
def test_there_are_ten_bins_unless_said_otherwise(submission):
    """Without `n_bins` the bins are tenths of `expected`."""
    assert_each(submission.population_stability, tenths())


@once
def at_an_edge():
    return [
        (
            ([10, 20, 30, 40], [20] * 3 + [20.000001], 2),
            index([2, 2], [3, 1]),
            "The edge is 20: the values 20 lie in the lower bin, with 10, and 20.000001 does not.",
        )
    ]


@exercise("population-stability")
def test_a_value_at_an_edge_lies_below_it(submission):
    """A value that equals an edge belongs to the bin that ends there, in both samples."""
    assert_each(submission.population_stability, at_an_edge())


@once
def between_two():
    return [
        (
            ([0, 10, 20, 30], [12, 14, 19, 28, 33], 2),
            index([2, 2], [0, 5]),
            "The edge is the second of four values, 10, not 15 or 20.",
        ),
        (
            (list(range(0, 100, 10)), [31, 35, 39, 61, 65], 3),
            index([4, 3, 3], [0, 3, 2]),
            "Thirds of ten values end at the 4th and the 7th, 30 and 60.",
        ),
    ]


@exercise("population-stability")
def test_an_edge_is_a_value_of_expected(submission):
    """Edge i is the smallest value with at least i * n / n_bins at or below it, never between two.

    Here n is no multiple of `n_bins`, so the number is rounded up.
    """
    assert_each(submission.population_stability, between_two())


@once
def mass_points():
    return [
        (
            ([1, 5, 5, 5, 5, 9], [0, 4, 5, 6, 7, 8], 3),
            index([1, 4, 1], [2, 1, 3]),
            "Both edges are 5: below it, 5 itself, and above it are three bins.",
        ),
        (
            ([1, 2, 3, 3, 3, 3, 7, 8], [1, 2.5, 3, 3, 5, 9], 4),
            index([2, 0, 4, 2], [1, 1, 2, 2]),
            "The edges are 2, 3 and 3, so up to 2, between 2 and 3, 3, and above 3 are four bins.",
        ),
    ]


@exercise("population-stability")
def test_a_mass_point_has_a_bin_of_its_own(submission):
    """A value that is an edge for two i or more has its own bin, apart from values on both sides.

    So rain that is 0 in nine of ten hours, or visibility that is 10 miles, can move.
    """
    assert_each(submission.population_stability, mass_points())


@once
def repeated():
    return [
        (
            ([1, 2, 2, 3, 4, 5], [2, 2, 2, 2, 1, 4], 2),
            index([3, 3], [5, 1]),
            "The edge is the third value, 2, once: 1 and 2 share a bin.",
        )
    ]


@exercise("population-stability")
def test_an_edge_that_occurs_once_is_no_mass_point(submission):
    """A value that is repeated, but an edge only once, shares the bin that ends there."""
    assert_each(submission.population_stability, repeated())


@once
def empty_bins():
    return [
        (
            ([1, 2, 3, 4], [9, 9], 2),
            index([2, 2], [0, 2]),
            "Nothing lies in the lower bin any more: its share is 0.5 of 3.",
        ),
        (
            ([7, 7, 7, 7], [7, 8, 8, 8, 8, 8], 4),
            index([4, 0], [1, 5]),
            "Nothing lies below 7 in either sample, so two bins count.",
        ),
    ]


@exercise("population-stability")
def test_half_a_row_is_added_to_every_bin_that_counts(submission):
    """An empty bin gives a finite index; a bin that is empty in both samples does not count."""
    assert_each(submission.population_stability, empty_bins())


@once
def gaps():
    return [
        (
            ([NAN, 1, NAN, 2, 3, NAN, 4], [1, 3, NAN, NAN, NAN, NAN], 2),
            index([2, 2, 3], [1, 1, 4]),
            "Four of six values are missing, and before it were three of seven. The edge is 2, "
            "half of the four that were there.",
        ),
        (
            ([7, 7, 7, NAN], [7, NAN, NAN, 8], 3),
            index([3, 0, 1], [1, 1, 2]),
            "Both edges are 7, which has a bin, and so has what is missing.",
        ),
    ]


@exercise("population-stability")
def test_missing_values_are_a_bin_like_any_other(submission):
    """Missing values have one bin, count as rows of their sample, and do not move the edges."""
    assert_each(submission.population_stability, gaps())


@once
def dressed():
    wanted, why = index([2, 2], [1, 3]), "The same values in another dress."
    narrow = pd.Series([0.1, 0.3], index=[3, 3], dtype=np.float32)
    return [
        (((1, 2, 3, 4), np.array([2, 3, 4, 5], dtype=np.int8), 2), wanted, why),
        ((narrow, [0.1, 0.1, 0.3], np.int64(2)), index([1, 1], [2, 1]), "0.1 is below float32's."),
    ]


@exercise("population-stability")
def test_samples_of_any_kind_give_the_same(submission):
    """Lists, tuples, arrays and Series of ints or floats give the same; compute in float64."""
    assert_each(submission.population_stability, dressed())


@once
def unbinnable():
    return [
        ([1, 2, 3], [1], 1),
        ([1, 2, 3], [1], 0),
        ([1, 2, 3], [1], 4),
        ([1, 2, NAN], [1], 3),
        ([NAN, NAN], [1], 2),
        ([], [1], 2),
        ([1, 2, 3], [], 2),
    ]


@exercise("population-stability")
def test_what_cannot_be_binned_is_refused(submission):
    """Fewer than 2 bins, more bins than values, or nothing to compare raise a ValueError."""
    rejects_each(submission.population_stability, unbinnable())
