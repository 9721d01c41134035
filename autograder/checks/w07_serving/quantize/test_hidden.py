"""The checks of exercise 1 of week 7 that stay with the grader."""

import numpy as np

from autograder.testing import assert_each, assert_same, exercise, is_a, once_per_seed, require


def quantized(result):
    """Codes and scales, if they are of the right types."""
    is_a(result, tuple)
    require(len(result) == 2, "The result is a tuple of two: the codes and the scales.")
    for part, dtype in zip(result, ("int8", "float64"), strict=True):
        is_a(part, np.ndarray)
        require(str(part.dtype) == dtype, f"Codes are of int8, and scales of float64: {dtype}.")
    return result


def by_hand(rows):
    """Codes and scales, one number at a time."""
    codes, scales = [], []
    for row in rows:
        largest = 0.0
        for value in row:
            largest = max(largest, abs(value))
        scale = largest / 127 if largest else 1.0
        scales.append(scale)
        codes.append([round(value / scale) for value in row])
    return np.array(codes, dtype=np.int8), np.array(scales)


@once_per_seed
def random_matrices(rng):
    cases = []
    for shape in ((3, 5), (5, 3), (1, 9), (6, 1), (4, 4)):
        while True:
            rows = rng.normal(size=shape) * 10.0 ** rng.integers(-30, 30, (shape[0], 1)) / 10
            rows[rng.random(shape) < 0.15] = 0.0
            rows[int(rng.integers(shape[0]))] *= float(shape[0] == 1)
            codes, scales = by_hand(rows.tolist())
            if (np.abs(np.abs(rows / scales[:, None]) % 1 - 0.5) > 1e-5).all():
                break
        cases.append(((rows,), (codes, scales), f"A matrix of shape {shape}."))
    return cases


@exercise("quantize")
def test_random_matrices_agree_with_one_number_at_a_time(submission, rng):
    """Random matrices, with rows of zeros and of very different size, have the right codes."""
    assert_each(submission.quantize, random_matrices(rng), of=quantized, atol=0.0)


@exercise("quantize")
def test_no_weight_is_off_by_more_than_half_a_scale(submission, rng):
    """Quantised and restored, each weight is off by at most half the scale of its row."""
    for (rows,), (_, wanted), _ in random_matrices(rng)[:2]:
        codes, scales = quantized(submission.quantize(rows))
        assert_same(scales, wanted, atol=0.0)
        assert_same(codes.shape, rows.shape)
        back = submission.dequantize(codes, scales)
        assert_same(back, codes * wanted[:, None], atol=0.0)
        off = np.abs(back - rows) / wanted[:, None]
        require(bool((off <= 0.5 + 1e-9).all()), "A weight is off by more than half a scale.")
