"""The checks of exercise 3 that a student sees."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_unchanged, exercise, once, rejects_each

NAN = math.nan


def as_array(values):
    """The expected result."""
    return np.array(values, dtype=float)


@once
def own_labels():
    keys = ["ASE", "ASE", "BOS", "BOS"]
    why = "Row 0 and row 1 learn from rows 2 and 3 only, and the other way round."
    return [
        # Nothing of a fold's own labels is in its encodings: other labels, same encodings there.
        ((keys, [1, 1, 1, 0], [0, 0, 1, 1], 0), as_array([0.5, 0.5, 1, 1]), why),
        ((keys, [0, 1, 1, 0], [0, 0, 1, 1], 0), as_array([0.5, 0.5, 0.5, 0.5]), why),
    ]


@exercise("encode-out-of-fold")
def test_a_row_learns_nothing_from_its_own_fold(submission):
    """The labels of a fold have no influence on the encodings of that fold, nor on its prior."""
    assert_each(submission.encode_out_of_fold, own_labels())


@once
def shrinkage():
    keys = ["A", "A", "A", "B", "A", "B", "C"]
    labels = [1, 1, 0, 0, 0, 0, 1]
    folds = [5, 5, 5, 5, -2, -2, -2]
    # Fold 5 is taught by labels 0, 0, 1 of A, B, C; fold -2 by 1, 1, 0 of A and 0 of B.
    why = "A key with n labels and the sum s is (s + a * p) / (n + a), where p is the others' mean."

    def expected(a):
        first = [(0 + a / 3) / (1 + a)] * 4
        return as_array([*first, (2 + a / 2) / (3 + a), (0 + a / 2) / (1 + a), 0.5])

    return [((keys, labels, folds, a), expected(a), why) for a in (2.5, np.int64(1000))]


@exercise("encode-out-of-fold")
def test_rare_keys_are_drawn_to_the_mean_of_the_other_folds(submission):
    """An encoding is (s + a p) / (n + a), and p for a key that the other folds never saw."""
    assert_each(submission.encode_out_of_fold, shrinkage())


@once
def missing_keys():
    keys = ["A", None, NAN, None, "nan", "None", "", "A"]
    labels = [1, 1, 0, 0, 0, 1, 0, 0]
    folds = [0, 0, 0, 1, 1, 1, 1, 1]
    # The missing keys of fold 0 have labels 1 and 0, that of fold 1 has 0.
    expected = as_array([0, 0, 0, 0.5, 2 / 3, 2 / 3, 2 / 3, 1])
    why = "None and NaN are one key of their own, and different from every text."
    series = pd.Series(keys, index=[3] * 8, dtype="str")
    return [
        ((keys, labels, folds, 0), expected, why),
        ((series, labels, folds, 0), expected, why),
    ]


@exercise("encode-out-of-fold")
def test_a_missing_key_is_a_key_of_its_own(submission):
    """Missing keys, None or NaN, are one key; they are encoded as any other."""
    assert_each(submission.encode_out_of_fold, missing_keys())


@once
def missing_labels():
    keys = ("A", "A", "A", "A", "B", "B")
    labels = pd.Series([1, NAN, 0, 1, NAN, 0], index=[9, 8, 7, 7, 7, 7])
    folds = pd.Series([1, 1, 2, 2, 1, 2], index=[1, 2, 3, 4, 5, 6])
    why = "A row without a label teaches nothing, counts in no mean, and is encoded like another."
    return [((keys, labels, folds, 1), as_array([4 / 9, 4 / 9, 1, 1, 1 / 6, 1]), why)]


@exercise("encode-out-of-fold")
def test_an_unknown_label_teaches_nothing(submission):
    """Rows with a missing label enter neither n, s nor p, and are encoded like the others."""
    assert_each(submission.encode_out_of_fold, missing_labels())


@once
def sizes():
    labels = np.array([1, 0, 1, 1], dtype=np.float32)
    expected = as_array([(1 + 2 / 3) / 3, (2 + 1) / 3, (1 + 2 / 3) / 3, 2 / 3])
    return [
        (([], [], [], 1.0), as_array([]), "There are no rows."),
        ((["A", "A", "A", "B"], labels, (7, 8, 9, 10), 1), expected, "Folds of one row."),
    ]


@exercise("encode-out-of-fold")
def test_there_may_be_no_rows_and_folds_of_one(submission):
    """No rows give an empty array of floats, and every row may be a fold of its own."""
    assert_each(submission.encode_out_of_fold, sizes())
    labels, folds = np.array([1.0, NAN, 0.0]), np.array([0, 1, 1])
    keys = pd.Series(["A", None, "B"], dtype=object)
    assert_unchanged(submission.encode_out_of_fold, keys, labels, folds, 1)


@once
def refused():
    keys, labels, folds = ["A", "B"], [1, 0], [0, 1]
    return [
        (keys, labels, [3, 3], 1),
        (keys, [1, NAN], folds, 1),
        (keys, [NAN, NAN], folds, 1),
        (["A"], labels, folds, 1),
        (keys, [1], folds, 1),
        (keys, labels, [0, 1, 1], 1),
        (keys, labels, folds, -0.001),
        (keys, labels, folds, NAN),
    ]


@exercise("encode-out-of-fold")
def test_rows_that_nobody_can_teach_are_refused(submission):
    """Unlike lengths, a negative or NaN strength, and a fold without other labels raise."""
    rejects_each(submission.encode_out_of_fold, refused())
