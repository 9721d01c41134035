"""The checks of exercise 4 that a student sees."""

import math

import numpy as np

from autograder.testing import assert_each, assert_unchanged, exercise, once, rejects_each


def as_array(values):
    """The expected result."""
    return np.array(values, dtype=int)


@once
def digests():
    # Worked out once from the contract, and written down: the digest of "0:carrier=UA" begins
    # 86ddae093327cf34, which is 4 modulo 8, and ends in d2, which is even.
    why = "Column and sign are read off the BLAKE2b digest of seed, colon and token."
    return [
        ((["carrier=UA"], 8, 0), as_array([0, 0, 0, 0, 1, 0, 0, 0]), why),
        ((["dest=LAX"], 8, 0), as_array([0, 0, 0, 0, 0, 0, -1, 0]), why),
        ((["carrier=UA", "hour=17", "dest=LAX"], 4, 0), as_array([1, 1, -1, 0]), why),
        ((["carrier=UA", "hour=17", "dest=LAX"], 7, 0), as_array([0, 1, 1, 0, 0, 0, -1]), why),
        ((["carrier=UA", "hour=17", "dest=LAX"], 7, 41), as_array([-1, 0, 0, 0, 0, 0, 2]), why),
        ((["dest=Zürich", ""], 5, 2**31 - 1), as_array([0, 1, 1, 0, 0]), why),
        ((["dest=LAX"], 1, 0), as_array([-1]), why),
    ]


@exercise("hash-features")
def test_column_and_sign_are_those_of_the_digest(submission):
    """A token's column and sign are those that the contract reads off its BLAKE2b digest."""
    assert_each(submission.hash_features, digests())


@once
def repeats():
    one = ["dest=LAX", "dest=LAX", "carrier=UA"]
    other = ("carrier=UA", "dest=LAX", "dest=LAX")
    expected = as_array([0, 0, 0, 0, 1, 0, -2, 0])
    # Six tokens in two columns: within a column there are signs of both kinds.
    many = [f"dest={place}" for place in ("ATL", "BOS", "CLT", "DEN", "EGE", "FLL")]
    return [
        ((one, 8, 0), expected, "A token that occurs twice counts twice."),
        ((other, 8, 0), expected, "The order of the tokens does not matter."),
        ((many, 2, 0), as_array([2, 0]), "Tokens in one column add up, with their signs."),
        (([], 3, 5), as_array([0, 0, 0]), "Without tokens every count is 0."),
        (((), 1, 5), as_array([0]), "Without tokens every count is 0."),
    ]


@exercise("hash-features")
def test_tokens_add_up_in_any_order(submission):
    """Every occurrence of a token adds its sign in its column, whatever the order."""
    assert_each(submission.hash_features, repeats())
    assert_unchanged(submission.hash_features, ["b", "a", "b"], 4, 0)


@exercise("hash-features")
def test_what_is_no_list_of_texts_is_refused(submission):
    """A `dim` below 1, a bare text, and tokens that are no texts are a ValueError."""
    rejects_each(
        submission.hash_features,
        [
            (["UA"], 0, 0),
            (["UA"], -4, 0),
            ([], 0, 0),
            ("UA", 8, 0),
            (["UA", None], 8, 0),
            ([math.nan], 8, 0),
            ([17], 8, 0),
        ],
    )
