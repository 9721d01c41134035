"""The checks of `encode-column` that a student of week 2 sees."""

import math

import numpy as np

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    rejects_each,
    require,
)


def entries(*names):
    """Gives some entries of an encoded column as a dict, whatever the others are."""

    def of(encoded):
        is_a(encoded, dict)
        return {name: encoded[name] for name in names if name in encoded}

    return of


@exercise("encode-column")
def test_values_are_listed_once_in_order_of_appearance(submission):
    """The dictionary has each distinct value once, in the order of first appearance."""
    cases = [
        ([values], {"dictionary": expected}, "")
        for values, expected in (
            ([30, -5, 30, 0, -5, 7], [30, -5, 0, 7]),
            (["b", "", "a", "b ", "", "B"], ["b", "", "a", "b ", "B"]),
        )
    ]
    unlike = ["Zürich", "Zu\u0308rich", "UA", "UA\0", "NULL", "None", "nan"]
    why = "All of these texts differ, though two look alike (one writes the dots of ü apart)."
    cases.append(([unlike], {"dictionary": unlike}, why))
    assert_each(submission.encode_column, cases, of=entries("dictionary"))


@exercise("encode-column")
def test_equal_neighbours_share_a_run_as_long_as_can_be(submission):
    """Each run of equal values has one code and one length, and neighbouring codes differ."""
    values = ["UA"] * 300 + ["B6"] + ["UA"] * 3 + ["AA"]
    runs = entries("codes", "lengths")(submission.encode_column(values))
    expected = {"codes": [0, 1, 0, 2], "lengths": [300, 1, 3, 1]}
    assert_same(runs, expected, why="The runs are 300 UA, 1 B6, 3 UA and 1 AA.")


@exercise("encode-column")
def test_missing_values_have_code_minus_1(submission):
    """None has code -1 and no place in the dictionary; neighbouring Nones share a run."""
    cases = [
        ([values], {"dictionary": dictionary, "codes": codes, "lengths": lengths}, "")
        for values, dictionary, codes, lengths in (
            ([None, None, "", None, "UA", ""], ["", "UA"], [-1, 0, -1, 1, 0], [2, 1, 1, 1, 1]),
            ([None, 0, None, None], [0], [-1, 0, -1], [1, 1, 2]),
            ([None] * 3, [], [-1], [3]),
        )
    ]
    of = entries("dictionary", "codes", "lengths")
    assert_each(submission.encode_column, cases, of=of)


@exercise("encode-column")
def test_all_nans_are_one_value_and_not_missing(submission):
    """NaN has one entry of the dictionary, however often it occurs, and is told from None."""
    values = [math.nan, float("nan"), 1.5, None, -math.nan, math.inf, math.nan]
    of = entries("dictionary", "codes", "lengths")
    expected = {
        "dictionary": [math.nan, 1.5, math.inf],
        "codes": [0, 1, -1, 0, 2, 0],
        "lengths": [2, 1, 1, 1, 1, 1],
    }
    why = "NaN is not equal to itself, but is one value here."
    assert_same(of(submission.encode_column(values)), expected, why=why)


@exercise("encode-column")
def test_the_size_counts_the_dictionary_and_the_runs_in_bytes(submission):
    """Texts take 4 bytes and their UTF-8, numbers 8, and each run 4 and its code."""
    cases = [
        ([values], {"bytes": expected}, "")
        for values, expected in (
            ([], 0),
            ([None, None], 5),
            ([7, 7, 8], 26),
            ([0.5, None, 0.5], 23),
            (["São Paulo", "Zürich"], 35),
        )
    ]
    assert_each(submission.encode_column, cases, of=entries("bytes"))
    expected = {"dictionary": ["UA"], "codes": [0, -1], "lengths": [1, 1], "bytes": 16}
    encoded = submission.encode_column(["UA", None])
    assert_same(encoded, expected, why="The result has exactly these four entries.")


@exercise("encode-column")
def test_an_empty_column_is_a_column(submission):
    """No values give no entries and no runs, and no runs give no values."""
    nothing = {"dictionary": [], "codes": [], "lengths": [], "bytes": 0}
    assert_same(submission.encode_column([]), nothing, why="There are no values, so no runs.")
    unused = {"dictionary": ["UA"], "codes": [], "lengths": []}
    cases = [([encoded], [], "There are no runs, so no values.") for encoded in (nothing, unused)]
    assert_each(submission.decode_column, cases)


@exercise("encode-column")
def test_codes_grow_wider_with_the_dictionary(submission):
    """A code takes 1 byte up to 255 entries of the dictionary, and 2 beyond."""
    cases = [
        (
            [list(range(distinct))],
            {"bytes": distinct * 8 + distinct * (4 + width)},
            f"{distinct} distinct ints of 8 bytes, in as many runs of 4 + {width} bytes.",
        )
        for distinct, width in ((255, 1), (256, 2), (600, 2))
    ]
    assert_each(submission.encode_column, cases, of=entries("bytes"))


@exercise("encode-column")
def test_a_column_comes_back_as_it_was(submission):
    """Encoding and decoding gives the same values, types, order and gaps."""
    columns = (
        ["UA", "UA", None, "B6", "UA", "", None, None],
        [3, 1, 2, 1, 3, 3, -(2**63), 2**63 - 1],
        [1.0, math.nan, None, -math.inf, 1.0, float("nan")],
        [0.3, 0.1 + 0.2, 1_234_567.25, 1_234_567.5, 1 / 3, 1e-300, 0.0],
        ["UA\0", "UA", "Zürich"],
    )
    cases = []
    for values in columns:
        encoded = assert_unchanged(submission.encode_column, values)
        is_a(encoded, dict)
        cases.append(([encoded], values, f"The values were {values}."))
    assert_each(submission.decode_column, cases, rtol=0, atol=0)


@exercise("encode-column")
def test_floats_stay_floats_and_ints_stay_ints(submission):
    """Whole floats come back as floats, and ints as ints, whatever was encoded before."""
    columns = ([1, 2, None, 1], [1.0, 2.0, None, 1.0], [2, 1])
    encoded = [answer() for answer in submission.encode_column.each([c] for c in columns)]
    for column in encoded:
        is_a(column, dict)
    answers = submission.decode_column.each([column] for column in encoded)
    for values, answer in zip(columns, answers, strict=True):
        decoded = answer()
        assert_same(decoded, values, why=f"The values were {values}.")
        for ours, theirs in zip(decoded, values, strict=True):
            require(
                not isinstance(theirs, float) or isinstance(ours, float | np.floating),
                f"The float {theirs} came back as the int {ours}: types have to survive.",
            )


@exercise("encode-column")
def test_columns_of_other_writers_can_be_read(submission):
    """Decoding needs neither the longest runs, nor a dictionary in order, nor the size."""
    encoded = {
        "dictionary": ["x", "UA", "B6", "UA"],
        "codes": [1, 3, -1, -1, 2],
        "lengths": [1, 2, 1, 2, 1],
    }
    values = assert_unchanged(submission.decode_column, encoded)
    assert_same(values, ["UA", "UA", "UA", None, None, None, "B6"])
    encoded = {"dictionary": [5], "codes": [-1, 0], "lengths": [1, 1], "bytes": -1, "by": "x"}
    assert_same(submission.decode_column(encoded), [None, 5], why="Other entries are ignored.")


@exercise("encode-column")
def test_damaged_columns_are_refused(submission):
    """A code outside the dictionary, a length below 1, or lists that do not pair: a ValueError."""
    damaged = [
        {"dictionary": ["UA", "B6"], "codes": codes, "lengths": lengths, "bytes": 12}
        for codes, lengths in (
            ([0, 2, 1], [1, 1, 1]),
            ([0, 7], [1, 1]),
            ([0, -2], [1, 1]),
            ([-9, 1], [1, 1]),
            ([0, -1], [1, 0]),
            ([0, 1], [2, -1]),
            ([0, 1], [2]),
            ([0], [2, 1]),
            ([], [1]),
        )
    ]
    rejects_each(submission.decode_column, [[encoded] for encoded in damaged])
