"""The checks of exercise 5 that a student sees."""

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
)


def both(total, *bytes_sent):
    """What is expected where every worker ends with `total`."""
    return [np.array(total, dtype=np.float64) for _ in bytes_sent], list(bytes_sent)


def results(answer):
    """The first of the two parts."""
    is_a(answer, tuple)
    return answer[0] if answer else answer


def bytes_sent(answer):
    """The second of the two parts."""
    is_a(answer, tuple)
    return answer[-1] if answer else answer


@once
def sums():
    three = [[1, 2, 3, 4], [10, 20, 30, 40], [100, 200, 300, 400]]
    return [
        ((three,), [np.array([111.0, 222, 333, 444])] * 3, "Three workers, four numbers."),
        (([[1.5, -2], [0.5, 4]],), [np.array([2.0, 2.0])] * 2, "Two workers, two numbers."),
        (([[3], [4], [5], [6]],), [np.array([18.0])] * 4, "Four workers, and a single number."),
        (([[], []],), [np.array([], dtype=float)] * 2, "Two workers, and nothing to sum."),
    ]


@exercise("ring-all-reduce")
def test_every_worker_ends_with_the_sum(submission):
    """All workers end with the sum, not the mean, of all buffers; also of fewer numbers than them.

    A sum is an array of float64.
    """
    assert_each(submission.ring_all_reduce, sums(), of=results)


@once
def rings():
    return [
        (([[1] * 6] * 3,), [8 * 8] * 3, "Three chunks of 2: each worker sends four of them."),
        (
            ([[1, 2, 3, 4], [10, 20, 30, 40], [100, 200, 300, 400]],),
            [48, 40, 40],
            "Chunks of 2, 1, 1: worker 0 sends chunks 0, 2, 1, 0, of 6 numbers in all.",
        ),
        (
            ([[1, 2, 3, 4, 5]] * 3,),
            [8 * 7, 8 * 7, 8 * 6],
            "Chunks of 2, 2, 1: worker 2 sends chunks 2, 1, 0, 2, of 6 numbers in all.",
        ),
        (
            ([[7, 8]] * 4,),
            [8 * 3, 8 * 4, 8 * 3, 8 * 2],
            "Chunks of 1, 1, 0, 0: an empty chunk costs nothing.",
        ),
        (([[1, 2, 3], [4, 5, 6]],), [24, 24], "Chunks of 2 and 1, each sent once by each worker."),
    ]


@exercise("ring-all-reduce")
def test_a_worker_sends_its_chunks_round_the_ring_and_no_more(submission):
    """Worker i sends every chunk but i + 1, and then every one but i + 2, of eight bytes a number.

    Chunks differ by one number at most, and the larger ones come first.
    """
    assert_each(submission.ring_all_reduce, rings(), of=bytes_sent)


@once
def sums_that_round():
    big = 1e16
    expected = [(big + 1) - big, (-big + big) + 1, (1 + -big) + big]
    return [
        (
            ([[big, 1, -big], [1, -big, big], [-big, big, 1]],),
            [np.array(expected)] * 3,
            "Number 0 is (1e16 + 1) - 1e16, number 1 is (-1e16 + 1e16) + 1, and number 2 is "
            "(1 - 1e16) + 1e16.",
        ),
        (
            ([[-big, 3], [3, big], [big, -big], [0, 3]],),
            [np.array([((-big + 3) + big) + 0, ((big + -big) + 3) + 3])] * 4,
            "Number 1 is chunk 1, and begins with worker 1: (((1e16 - 1e16) + 3) + 3).",
        ),
        (
            ([[1], [big], [-big], [1], [0], [0], [0], [0], [0]],),
            [np.array([1.0])] * 9,
            "Nine workers and one number, ((1 + 1e16) - 1e16) + 1: one worker after the other, "
            "where np.sum adds eight numbers or more in pairs.",
        ),
    ]


@exercise("ring-all-reduce")
def test_numbers_are_added_in_the_order_of_the_ring(submission):
    """Chunk c is added up from worker c on, so each worker has the very same bits at the end.

    At 1e16 a float has no room for a 1: adding it there changes nothing, and adding it before the
    large numbers have cancelled loses it.
    """
    assert_each(submission.ring_all_reduce, sums_that_round(), of=results)


@exercise("ring-all-reduce")
def test_a_single_worker_sends_nothing(submission):
    """One worker has its own numbers, as floats, and sent no bytes."""
    assert_same(submission.ring_all_reduce([[4, 5]]), both([4, 5], 0))


@once
def forms_of_buffers():
    small = np.array([200, 100], dtype=np.uint8)
    third = np.float32(0.1)
    buffers = [
        small,
        np.array([third, 1], dtype=np.float32),
        pd.Series([1, 2], index=[1, 0]),
        (0.5, 3),
    ]
    return [
        (
            ([small, small],),
            both([400, 200], 16, 16),
            "As bytes, 200 + 200 would not fit; a number that is sent has eight.",
        ),
        (
            (buffers,),
            both([200 + float(third) + 1 + 0.5, 100 + 1 + 2 + 3], 24, 32, 24, 16),
            "An array of bytes, one of float32, a Series and a tuple.",
        ),
    ]


@exercise("ring-all-reduce")
def test_buffers_may_come_in_any_form_and_stay_as_they_are(submission):
    """Lists, tuples, arrays of any width and Series are added in float64, and none is changed."""
    assert_each(submission.ring_all_reduce, forms_of_buffers())
    given = [np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0])]
    assert_same(assert_unchanged(submission.ring_all_reduce, given), both([5.0, 7.0, 9.0], 24, 24))


@once
def refused():
    return [([],), ([[1, 2], [3]],), ([[1], [2], [3, 4]],)]


@exercise("ring-all-reduce")
def test_buffers_that_cannot_be_added_are_refused(submission):
    """No workers, or buffers of unequal lengths, raise a ValueError."""
    rejects_each(submission.ring_all_reduce, refused())
