"""The checks of `choose-for-labelling` that the grader keeps: random inputs and rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

import math

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once_per_seed,
    rejects_each,
)


def slow_choice(p, points, k, min_distance):
    """Pick the best remaining row again and again, comparing squares of whole numbers."""
    taken = []
    remaining = set(range(len(p)))
    while remaining and len(taken) < k:
        best = min(remaining, key=lambda row: (abs(p[row] - 0.5), row))
        remaining.remove(best)
        squares = [
            sum((a - b) ** 2 for a, b in zip(points[best], points[other], strict=True))
            for other in taken
        ]
        if all(square >= min_distance**2 for square in squares):
            taken.append(best)
    return np.array(taken, dtype=int)


@once_per_seed
def random_pools(rng):
    cases = []
    for trial in range(12):
        n, d = int(rng.integers(1, 60)), int(rng.integers(1, 4))
        p = rng.integers(0, 9, n) / 8 if trial % 2 else rng.integers(0, 1025, n) / 1024
        points = rng.integers(-6, 7, (n, d))
        k = int(rng.integers(0, n + 4))
        min_distance = int(rng.choice([0, 1, 2, 3, 5]))
        expected = slow_choice(p.tolist(), points.tolist(), k, min_distance)
        given = points.astype([float, np.int8, np.float32][trial % 3])
        if trial % 4 == 3:
            given = points.tolist()
            p = pd.Series(p.astype(np.float32), index=np.arange(n)[::-1])
        why = f"{n} rows, k = {k}, at least {min_distance} apart."
        cases.append(((p, given, k, min_distance), expected, why))
    return cases


@exercise("choose-for-labelling", weight=2)
def test_random_pools_give_what_a_slow_search_gives(submission, rng):
    """Random pools with many ties and exact distances give the rows of a slow search."""
    assert_each(submission.choose_for_labelling, random_pools(rng))


@exercise("choose-for-labelling")
def test_ties_keep_their_order_in_a_large_pool(submission, rng):
    """In a hundred rows with few different probabilities, ties come in order of the row."""
    n = 100
    p = rng.choice([0.0, 0.25, 0.375, 0.625, 0.75, 1.0], n)
    spread = np.column_stack([np.arange(n) * 10.5, np.zeros(n)])
    expected = sorted(range(n), key=lambda row: (abs(p[row] - 0.5), row))
    chosen = submission.choose_for_labelling(p, spread, n, 10.0)
    assert_same(chosen, np.array(expected), why="No row is near to another one.")


@once_per_seed
def two_hundred_points(rng):
    n = 200
    p = rng.integers(0, 1025, n) / 1024
    eighths = np.round(rng.normal(0, 128, size=(n, 3))).astype(int)
    squares = ((eighths[:, np.newaxis] - eighths[np.newaxis]) ** 2).sum(axis=2)
    limit = 96
    while (squares == limit**2).any():  # what exactly the minimum means is for other checks to say
        limit += 1
    order = sorted(range(n), key=lambda row: (abs(p[row] - 0.5), row))
    taken = []
    for row in order:
        if all(squares[row, other] > limit**2 for other in taken):
            taken.append(row)
    return p, (eighths / 8).astype(np.float32), n, limit / 8, np.array(taken)


@exercise("choose-for-labelling")
def test_chosen_rows_are_apart_and_others_have_a_reason(submission, rng):
    """No two chosen rows are too near, and every row left out is too near to an earlier one."""
    *arguments, expected = two_hundred_points(rng)
    chosen = submission.choose_for_labelling(*arguments)
    assert_same(chosen, expected, why="Rows were tried one at a time in order.")


@exercise("choose-for-labelling")
def test_a_pool_is_left_alone(submission):
    """Probabilities and embeddings are not changed, sorted or shuffled by the call."""
    # Which rows are too near is for other checks to say.
    points = np.array([[0.0, 0.0], [3.0, 4.0], [3.0, 3.0]])
    scores = np.array([0.875, 0.5, 0.25])
    is_a(assert_unchanged(submission.choose_for_labelling, scores, points, 2, 4.5), np.ndarray)
    chosen = assert_unchanged(submission.choose_for_labelling, scores, points, 3, 0)
    assert_same(chosen, np.array([1, 2, 0]), why="With min_distance 0 no row is too near.")


@exercise("choose-for-labelling")
def test_an_empty_request_is_still_checked(submission):
    """Bad numbers are refused also for k = 0 or an empty pool, and a row's badness anywhere."""
    nothing = np.empty((0, 2))
    calls = [
        ([], nothing, -1, 1.0),
        ([], nothing, 1, math.nan),
        ([], np.empty((0, 0)), 1, 1.0),
        ([0.5], nothing, 1, 1.0),
    ]
    p, points = [0.5] * 9, [[float(row), 0.0] for row in range(9)]
    for place, bad in ((0, math.nan), (4, 1 + 1e-9), (8, -1e-9)):
        spoilt = [bad if row == place else score for row, score in enumerate(p)]
        calls.append((spoilt, points, 0, 1.0))
    for place, bad in ((0, math.inf), (4, -math.inf), (8, math.nan)):
        spoilt = [[0.0, bad] if row == place else point for row, point in enumerate(points)]
        calls.append((p, spoilt, 1, 1.0))
    rejects_each(submission.choose_for_labelling, calls)
