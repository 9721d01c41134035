"""The checks of exercise 3 that the grader keeps."""

import math

import numpy as np
import pandas as pd

from autograder.testing import assert_each, exercise, once_per_seed, rejects


def slow(keys, labels, folds, strength):
    """The encodings, one row after the other."""
    keys = [None if pd.isna(key) else key for key in keys]
    rows = list(zip(keys, labels, folds, strict=True))
    encoded = []
    for key, _, fold in rows:
        teachers = [(k, y) for k, y, f in rows if f != fold and not math.isnan(y)]
        prior = sum(y for _, y in teachers) / len(teachers)
        own = [y for k, y in teachers if k == key]
        encoded.append((sum(own) + strength * prior) / (len(own) + strength) if own else prior)
    return np.array(encoded)


@once_per_seed
def columns(rng):
    cases = []
    for n, strength in ((30, 0), (80, float(rng.uniform(0.1, 20)))):
        keys = rng.choice(["ANC", "BOS", "DCA", "ORD", "nan", None], n).tolist()
        labels = rng.choice([0.0, 1.0, math.nan], n, p=[0.6, 0.3, 0.1])
        labels[:4] = 0.0
        folds = rng.integers(-1, 4, n)
        keys[5] = "ASE"  # no other row has it
        folds[:2] = 8, 9  # folds of one row, and two that teach all others
        call = (keys, labels, folds, strength)
        cases.append((call, slow(*call), "The same as when each row is encoded by itself."))
    return cases


@exercise("encode-out-of-fold")
def test_random_columns_are_encoded_as_row_by_row(submission, rng):
    """Random keys, labels and folds give the encodings of a count row by row."""
    assert_each(submission.encode_out_of_fold, columns(rng))


@exercise("encode-out-of-fold")
def test_a_bad_strength_is_refused_without_rows_too(submission):
    """A negative or NaN strength is a ValueError, also where there are no rows."""
    rejects(submission.encode_out_of_fold, [], [], [], -1)
    rejects(submission.encode_out_of_fold, [], [], [], math.nan)
