"""The checks of exercise 2 of week 7 that stay with the grader."""

import numpy as np

from autograder.testing import assert_same, exercise, is_a, once_per_seed, require


@once_per_seed
def random_matrices(rng):
    """Matrices with known singular values, a tolerance, and the rank that a slow search finds."""
    cases = []
    for m, n, decay in ((3, 7, 2), (8, 5, 0.2), (6, 6, 1), (5, 9, 0.1)):
        k = min(m, n)
        sigma = np.sort(10.0 ** rng.uniform(-decay, decay, k))[::-1]
        u, v = (np.linalg.qr(rng.normal(size=(size, k)))[0] for size in (m, n))
        matrix = u * sigma @ v.T
        norm = float(np.sqrt(sum(value**2 for value in sigma)))
        for wanted in sorted({1, (k + 1) // 2, k}):
            errors = [float(np.sqrt(sum(s**2 for s in sigma[r:]))) / norm for r in range(k + 1)]
            tolerance = (errors[wanted - 1] + errors[wanted]) / 2
            if tolerance > 0.001 and errors[wanted - 1] - tolerance > 1e-5:
                cases.append((matrix, tolerance, wanted, errors[wanted], norm))
    return cases


@exercise("low-rank")
def test_random_matrices_have_the_rank_that_a_search_finds(submission, rng):
    """Random matrices have the smallest rank within the tolerance, and the best product of it."""
    cases = random_matrices(rng)
    answers = submission.low_rank.each([case[:2] for case in cases])
    for answer, (matrix, tolerance, rank, error, norm) in zip(answers, cases, strict=True):
        result = answer()
        is_a(result, tuple)
        require(len(result) == 3, "The result is a tuple of three.")
        left, right, saved = result
        is_a(left, np.ndarray)
        is_a(right, np.ndarray)
        m, n = matrix.shape
        why = f"A matrix of shape {(m, n)}, tolerance {tolerance:.4f}: the rank is {rank}."
        assert_same((left.shape, right.shape), ((m, rank), (rank, n)), why=why)
        require(left.dtype.kind == right.dtype.kind == "f", "Left and right hold floats.")
        missed = float(np.linalg.norm(matrix - left @ right)) / norm
        require(missed <= error + 1e-6, f"{why} The product misses {missed:.6f}, not {error:.6f}.")
        assert_same(saved, (m * n - rank * m - rank * n) / (m * n), why=why)
