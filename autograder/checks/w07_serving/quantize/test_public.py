"""The checks of exercise 1 of week 7 that a student sees: a byte for a number."""

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


def quantized(result):
    """Codes and scales, if they are of the right types."""
    is_a(result, tuple)
    require(len(result) == 2, "The result is a tuple of two: the codes and the scales.")
    for part, dtype, name in zip(result, ("int8", "float64"), ("codes", "scales"), strict=True):
        is_a(part, np.ndarray)
        require(
            str(part.dtype) == dtype,
            f"The {name} are an array of dtype {dtype}.",
            expected=dtype,
            received=str(part.dtype),
        )
    return result


def wanted(codes, scales):
    """The expected result."""
    return np.array(codes, dtype=np.int8), np.array(scales, dtype=float)


@exercise("quantize")
def test_each_row_has_a_scale_of_its_own(submission):
    """The largest weight of each row, in size, becomes 127 or -127; rows do not share a scale."""
    cases = [
        (
            ([[127, 64, 0], [254, -100, 4]],),
            wanted([[127, 64, 0], [127, -50, 2]], [1, 2]),
            "The scales are 127 / 127 and 254 / 127.",
        ),
        (
            ([[-63.5, 10], [1, -0.25]],),
            wanted([[-127, 20], [127, -32]], [0.5, 1 / 127]),
            "In the first row -63.5 is the largest in size; 31.75 is nearest to 32.",
        ),
        (([[-5.0]],), wanted([[-127]], [5 / 127]), "A row of one weight, below 0."),
        (
            ([[1000.0, 1000.0], [0.127, 0.001]],),
            wanted([[127, 127], [127, 1]], [1000 / 127, 0.001]),
            "A large row leaves the small one its own steps.",
        ),
        (
            ([[1.27e-20, -3e-22]],),
            wanted([[127, -3]], [1e-22]),
            "Weights may be tiny; no smallest scale is needed.",
        ),
    ]
    assert_each(submission.quantize, cases, of=quantized)


@exercise("quantize")
def test_codes_are_rounded_to_the_nearest(submission):
    """A code is the nearest whole number; of two equally near ones it is the even one."""
    cases = [
        (
            ([[127, 2.9, -2.9, 2.2, -2.2, 0.4, -0.6]],),
            wanted([[127, 3, -3, 2, -2, 0, -1]], [1]),
            "The scale is 1; nothing is cut off, and nothing is rounded away from 0.",
        ),
        (
            ([[254, 1, 3, 5, -1, -3, -5]],),
            wanted([[127, 0, 2, 2, 0, -2, -2]], [2]),
            "The scale is 2: 0.5, 1.5 and 2.5 become 0, 2 and 2.",
        ),
    ]
    assert_each(submission.quantize, cases, of=quantized)


@exercise("quantize")
def test_zero_stays_zero(submission):
    """A weight of 0 has the code 0 in every row, and a row of zeros has the scale 1.0."""
    cases = [
        (([[0, 0, 0]],), wanted([[0, 0, 0]], [1]), "A row of nothing but zeros."),
        (
            ([[0, 127.0], [0, 0], [0, -127.0]],),
            wanted([[0, 127], [0, 0], [0, -127]], [1, 1, 1]),
            "Whether the other weights lie above or below 0, there is no zero point.",
        ),
        (
            ([[127, 126], [-127, -126]],),
            wanted([[127, 126], [-127, -126]], [1, 1]),
            "A row whose weights lie all on one side of 0 is not stretched.",
        ),
    ]
    assert_each(submission.quantize, cases, of=quantized)


@exercise("quantize")
def test_a_code_stands_for_itself_times_the_scale_of_its_row(submission):
    """`dequantize` multiplies each code by the scale of its row, in float64."""
    codes = np.array([[127, -127, 3], [1, 0, -100], [2, 4, 6]], dtype=np.int8)
    cases = [
        (
            (codes, np.array([0.5, 1000.0, 1.0])),
            np.array([[63.5, -63.5, 1.5], [1000.0, 0, -1e5], [2.0, 4, 6]]),
            "Here there are as many columns as rows.",
        ),
        (
            (codes[:2], np.array([0.1, 0.2], dtype=np.float32)),
            codes[:2] * np.array([[float(np.float32(0.1))], [float(np.float32(0.2))]]),
            "Scales of float32 are multiplied in float64.",
        ),
        (
            (codes[:2], np.array([1000.0, 1000.0], dtype=np.float16)),
            codes[:2] * 1000.0,
            "127 times 1000 is no float16.",
        ),
    ]

    def of(result):
        is_a(result, np.ndarray)
        require(str(result.dtype) == "float64", "The weights are an array of dtype float64.")
        return result

    assert_each(submission.dequantize, cases, of=of)


@once
def kinds():
    """The same matrix in many guises."""
    rows = [[-128, 64], [0, 100]]
    codes = wanted([[-127, 64], [0, 127]], [128 / 127, 100 / 127])
    guises = [np.array(rows, dtype=dtype) for dtype in ("int8", "int64", "float16", "float32")]
    guises += [pd.DataFrame(rows, index=[7, 7]), [tuple(row) for row in rows], np.array(rows).T.T]
    cases = [((guise,), codes, "Compute in float64 whatever comes.") for guise in guises]
    third = np.array([[1 / 3, 0.1]], dtype=np.float32)
    scale = float(third[0, 0]) / 127
    cases.append(((third,), wanted([[127, 38]], [scale]), "A scale of float32 is too coarse."))
    return cases


@exercise("quantize")
def test_weights_of_any_kind_give_the_same(submission):
    """Lists, DataFrames and arrays of any dtype give the same; -128 does not overflow."""
    assert_each(submission.quantize, kinds(), of=quantized)


@exercise("quantize")
def test_what_is_no_matrix_of_numbers_is_refused(submission):
    """What is not 2-D, has no entries, or has one that is missing or infinite, is a ValueError."""
    bad = [[1.0, 2.0], [], [[]], np.zeros((0, 3)), np.ones((2, 2, 2))]
    bad += [[[1.0, value], [2.0, 3.0]] for value in (math.nan, math.inf, -math.inf)]
    rejects_each(submission.quantize, [(weights,) for weights in bad])
    codes = np.ones((2, 3), dtype=np.int8)
    scales = (np.ones(3), np.ones(1), np.ones((2, 1)), np.ones((2, 2)))
    rejects_each(submission.dequantize, [(codes, each) for each in scales])


@exercise("quantize")
def test_the_weights_stay_as_they_were(submission):
    """Neither the weights, nor codes and scales, are changed."""
    codes, scales = quantized(assert_unchanged(submission.quantize, np.array([[2.0, 254.0]])))
    assert_same((codes, scales), wanted([[1, 127]], [2]))
    back = assert_unchanged(submission.dequantize, *wanted([[1, 127]], [2]))
    assert_same(back, np.array([[2.0, 254.0]]))
