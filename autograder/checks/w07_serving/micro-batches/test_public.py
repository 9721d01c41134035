"""The checks of exercise 3 of week 7 that a student sees: wait a little, for company."""

import numpy as np
import pandas as pd

from autograder.testing import assert_each, assert_same, assert_unchanged, exercise, rejects_each


@exercise("micro-batches")
def test_a_full_batch_leaves_at_once(submission):
    """The arrival that fills a batch sends it off; the next request opens another one."""
    cases = [
        (([0, 3, 4], 3, 100), [(4, 3)], "Full at 4: nobody waits until 100."),
        (
            ([0, 1, 2, 3, 4], 2, 100),
            [(1, 2), (3, 2), (104, 1)],
            "Full at 1 and at 3; the fifth opens a batch at 4.",
        ),
        (([5, 6, 9], 1, 100), [(5, 1), (6, 1), (9, 1)], "Each request is a full batch."),
        (
            ([0, 0, 0, 0, 0], 2, 7),
            [(0, 2), (0, 2), (7, 1)],
            "Five in the same millisecond: two batches are full, and one waits.",
        ),
    ]
    assert_each(submission.micro_batches, cases)


@exercise("micro-batches")
def test_the_first_request_waits_no_longer_than_the_limit(submission):
    """The time runs from the first request of a batch; later arrivals do not start it anew."""
    cases = [
        (
            ([0, 8, 16, 24], 10, 10),
            [(10, 2), (26, 2)],
            "0 leaves at 10 with 8; 16 opens the next, which leaves at 26 with 24.",
        ),
        (
            ([3, 50], 10, 10),
            [(13, 1), (60, 1)],
            "The second batch opens at 50, not when the first leaves.",
        ),
        (
            ([7, 9, 12, 25], 10, 10),
            [(17, 3), (35, 1)],
            "Batches do not begin at multiples of the wait.",
        ),
        (
            ([0, 1, 2, 5, 14], 3, 10),
            [(2, 3), (15, 2)],
            "After a full batch the time runs from 5, the first of the next.",
        ),
    ]
    assert_each(submission.micro_batches, cases)


@exercise("micro-batches")
def test_an_arrival_at_the_last_moment_joins(submission):
    """A request that arrives exactly when the batch would leave joins it; one later does not."""
    cases = [
        (([0, 10], 5, 10), [(10, 2)], "10 is 0 + 10."),
        (([0, 11], 5, 10), [(10, 1), (21, 1)], "11 is too late."),
        (([0, 10, 10, 10], 3, 10), [(10, 3), (20, 1)], "Two of three join, and fill the batch."),
        (([4, 4, 5], 5, 0), [(4, 2), (5, 1)], "Without a wait, only the same millisecond joins."),
        (([4, 4, 4], 2, 0), [(4, 2), (4, 1)], "Nor does anybody wait after a full batch."),
    ]
    assert_each(submission.micro_batches, cases)


@exercise("micro-batches")
def test_the_last_batch_waits_like_any_other(submission):
    """The service does not know that nobody comes any more; without requests nothing leaves."""
    cases = [
        (([0, 4], 5, 10), [(10, 2)], "It leaves at 10, not at 4."),
        (([7], 5, 10), [(17, 1)], "One request waits alone."),
        (([], 5, 10), [], "No request, no batch."),
        (([-30, -25], 3, 10), [(-20, 2)], "A clock may begin below 0."),
    ]
    assert_each(submission.micro_batches, cases)


@exercise("micro-batches")
def test_arrivals_of_any_kind_give_the_same(submission):
    """Tuples, arrays of any dtype and Series give the same; small integers do not overflow."""
    times, wanted = [100, 120, 127], [(127, 3)]
    kinds = [tuple, pd.Series, lambda values: pd.Series(values, index=[2, 2, 0])]
    kinds += [lambda v: np.array(v, dtype="int8"), lambda v: np.array(v, dtype="uint64")]
    cases = [((kind(times), 3, 60), wanted, "The same times.") for kind in kinds]
    late = [(130, 1), (150, 2)]
    for dtype in ("int8", "uint8", "int16"):
        kept = np.array([100, 120, 125], dtype=dtype)
        cases.append(((kept, 2, 15), [(115, 1), (125, 2)], f"An array of {dtype}."))
        kept = np.array([100, 120, 127], dtype=dtype)
        cases.append(((kept, 5, 100), [(200, 3)], f"100 + 100 in an array of {dtype}."))
    cases.append(((np.array([100, 131, 150], dtype="uint8"), 2, 30), late, "Series of uint8."))
    far = 10**14
    cases.append((([far, far + 1], 3, far), [(2 * far, 2)], "Very late times."))
    cases.append((([0, 1], np.int64(2), np.int64(5)), [(1, 2)], "Limits may be NumPy's."))
    assert_each(submission.micro_batches, cases)


@exercise("micro-batches")
def test_times_that_go_back_and_impossible_limits_are_refused(submission):
    """Arrivals out of order, a batch of less than one, and a wait below 0 are a ValueError."""
    unsorted = [[3, 2], [1, 2, 3, 2, 9], np.array([5, 4], dtype="uint8"), [0, -1]]
    calls = [(times, 3, 10) for times in unsorted]
    calls += [([1, 2], 0, 10), ([1, 2], -1, 10), ([1, 2], 3, -1), ([], 0, 10), ([], 3, -1)]
    rejects_each(submission.micro_batches, calls)


@exercise("micro-batches")
def test_the_arrivals_stay_as_they_were(submission):
    """The list of arrivals is not changed."""
    result = assert_unchanged(submission.micro_batches, [0, 3, 4, 7, 17, 18], 3, 10)
    assert_same(result, [(4, 3), (17, 2), (28, 1)], why="The worked example.")
