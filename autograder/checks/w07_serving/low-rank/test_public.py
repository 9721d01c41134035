"""The checks of exercise 2 of week 7 that a student sees: fewer numbers."""

import math

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once,
    rejects_each,
    require,
)


def judge(result, matrix, rank, saved, why=""):
    """Demand factors of this rank whose product is as near as that rank allows."""
    is_a(result, tuple)
    require(len(result) == 3, "The result is a tuple of three: left, right and what is saved.")
    left, right, share = result
    is_a(left, np.ndarray)
    is_a(right, np.ndarray)
    matrix = np.asarray(matrix, dtype=float)
    m, n = matrix.shape
    assert_same((left.shape, right.shape), ((m, rank), (rank, n)), why=f"{why} The rank is {rank}.")
    numbers = left.dtype.kind == "f" and right.dtype.kind == "f"
    require(numbers, "Left and right are arrays of floats.")
    norm = float(np.linalg.norm(matrix))
    best = float(np.linalg.norm(np.linalg.svd(matrix, compute_uv=False)[rank:]))
    missed = float(np.linalg.norm(matrix - left @ right))
    require(
        missed <= best + 1e-6 * norm,
        f"{why} The product is further from the matrix than rank {rank} has to be.",
        expected=f"at most {best:.6g}",
        received=f"{missed:.6g}",
    )
    assert_same(share, saved, why=f"Left and right hold {rank * (m + n)} numbers, not {m * n}.")


def judge_each(submission, cases):
    """Cases of (matrix, tolerance, rank, saved, why)."""
    answers = submission.low_rank.each([case[:2] for case in cases])
    for answer, (matrix, _, rank, saved, why) in zip(answers, cases, strict=True):
        judge(answer(), matrix, rank, saved, why)


def diagonal(*values, shape):
    """A matrix with these singular values."""
    matrix = np.zeros(shape)
    matrix[range(len(values)), range(len(values))] = values
    return matrix


@once
def budgets():
    two = diagonal(4, 3, shape=(3, 4))
    four = diagonal(5, 1, 1, 1, shape=(4, 6))
    return [
        (two, 0.61, 1, 1 - 7 / 12, "Dropping 3 of 4 and 3 misses 3 / 5 of the norm."),
        (two, 0.59, 2, 1 - 14 / 12, "Dropping 3 of 4 and 3 misses 3 / 5 of the norm."),
        (two, 0.5, 2, 1 - 14 / 12, "0.36 of the squares is an error of 0.6, not of 0.36."),
        (four, 0.34, 1, 1 - 10 / 24, "Three ones are an error of the root of 3 / 28, 0.327."),
        (four, 0.3, 2, 1 - 20 / 24, "Two ones are an error of the root of 2 / 28, 0.267."),
        (four, 0.2, 3, 1 - 30 / 24, "A single one is an error of the root of 1 / 28, 0.189."),
        (four, 0.18, 4, 1 - 40 / 24, "Nothing may be dropped."),
    ]


@exercise("low-rank")
def test_the_rank_is_the_smallest_within_the_budget(submission):
    """The error is the root of the squares that are dropped, over the root of all of them."""
    judge_each(submission, budgets())


@exercise("low-rank")
def test_the_error_is_relative(submission):
    """A matrix of tiny numbers, or of huge ones, has the same rank."""
    two = diagonal(4, 3, shape=(2, 3))
    cases = [
        (factor * two, tolerance, rank, 1 - rank * 5 / 6, f"{factor} times 4 and 3.")
        for factor in (1e-8, 1e8)
        for tolerance, rank in ((0.61, 1), (0.59, 2))
    ]
    judge_each(submission, cases)


@exercise("low-rank")
def test_a_rank_of_one_is_the_least(submission):
    """Also a matrix of zeros, or a tolerance of 1 and more, has the rank 1."""
    cases = [
        (np.zeros((2, 3)), 0.1, 1, 1 - 5 / 6, "Nothing but zeros."),
        (np.ones((3, 3)), 1.5, 1, 1 - 6 / 9, "A tolerance above 1."),
        ([[7]], 0.5, 1, -1.0, "One number becomes two."),
        ([[0.0]], 0.5, 1, -1.0, "One number becomes two."),
    ]
    judge_each(submission, cases)


@exercise("low-rank")
def test_what_is_saved_is_the_share_of_numbers(submission):
    """Left and right hold r * (m + n) numbers in place of m * n; that may be more than before."""
    cases = [
        (np.ones((10, 20)), 0.1, 1, 1 - 30 / 200, "Rows that are all the same."),
        (np.ones((20, 10)), 0.1, 1, 1 - 30 / 200, "Columns that are all the same."),
        (np.eye(4), 0.1, 4, -1.0, "No pattern repeats: twice as many numbers."),
        (np.ones((2, 2)), 0.1, 1, 0.0, "Four numbers for four."),
        (np.ones((1, 5)), 0.1, 1, -0.2, "Six numbers for five."),
    ]
    judge_each(submission, cases)


@exercise("low-rank")
def test_matrices_of_any_kind_give_the_same(submission):
    """Lists, DataFrames and arrays of any dtype give the same."""
    rows = [[100, 100, 4], [100, 100, -4]]
    guises = [np.array(rows, dtype=dtype) for dtype in ("int8", "float16", "float32")]
    guises += [rows, pd.DataFrame(rows, index=[1, 1])]
    judge_each(submission, [(each, 0.1, 1, 1 - 5 / 6, "The same rows.") for each in guises])


@exercise("low-rank")
def test_what_has_no_singular_values_is_refused(submission):
    """What is not 2-D, has no entries, or has one that is missing or infinite, is a ValueError."""
    bad = [[1.0, 2.0], [], [[]], np.zeros((0, 3)), np.ones((2, 2, 2))]
    bad += [[[value]] for value in (math.nan, math.inf)]
    bad += [[[1.0, value], [2.0, 3.0]] for value in (math.nan, -math.inf)]
    rejects_each(submission.low_rank, [(matrix, 0.5) for matrix in bad])


@exercise("low-rank")
def test_the_matrix_stays_as_it_was(submission):
    """The matrix is not changed."""
    matrix = np.array([[3.0, 0.0], [0.0, 4.0], [0.0, 0.0]])
    for layout in (matrix, np.asfortranarray(matrix)):
        judge(assert_unchanged(submission.low_rank, layout, 0.7), matrix, 1, 1 - 5 / 6)
