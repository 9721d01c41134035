"""The checks of exercise 3 of week 7 that stay with the grader."""

import numpy as np

from autograder.testing import Mismatch, assert_each, exercise, is_a, once_per_seed, require


def millisecond_by_millisecond(arrivals, max_batch, max_wait):
    """The same, with a clock that ticks."""
    batches, left, waiting = [], list(arrivals), []
    now = left[0] if left else 0
    while left or waiting:
        while left and left[0] == now:
            waiting.append(left.pop(0))
            if len(waiting) == max_batch:
                batches.append((now, len(waiting)))
                waiting = []
        if waiting and now - waiting[0] == max_wait:
            batches.append((now, len(waiting)))
            waiting = []
        now += 1
    return batches


@once_per_seed
def random_streams(rng):
    cases = []
    for gap in (0.5, 2, 6, 15):
        for _ in range(3):
            times = (np.cumsum(rng.poisson(gap, 30)) - 40).tolist()
            limits = int(rng.integers(1, 6)), int(rng.integers(0, 13))
            wanted = millisecond_by_millisecond(times, *limits)
            cases.append(((times, *limits), wanted, f"At most {limits[0]}, for {limits[1]} ms."))
    return cases


@exercise("micro-batches")
def test_random_streams_agree_with_a_clock_that_ticks(submission, rng):
    """Random streams, dense and thin, leave as a simulation of each millisecond says."""
    assert_each(submission.micro_batches, random_streams(rng))


@exercise("micro-batches")
def test_nobody_is_lost_and_nobody_waits_too_long(submission, rng):
    """All requests leave, in batches within both limits, and none waits longer than allowed."""
    times = np.sort(rng.integers(0, 4000, 500)).tolist()
    batches = submission.micro_batches(times, 8, 20)
    is_a(batches, list)
    place = 0
    for batch in batches:
        is_a(batch, tuple)
        if len(batch) != 2 or not all(type(part) in (int, np.int64) for part in batch):
            raise Mismatch("A batch is a tuple of two whole numbers.")
        leaves, size = (int(part) for part in batch)
        require(1 <= size <= 8, f"A batch holds 1 to 8 requests, not {size}.")
        aboard = times[place : place + size]
        require(len(aboard) == size, "More requests leave than came.")
        require(aboard[-1] <= leaves, "A batch leaves before its last request has come.")
        require(leaves - aboard[0] <= 20, "A request waits longer than 20 ms.")
        full = size == 8 and leaves == aboard[-1]
        require(full or leaves == aboard[0] + 20, "A batch leaves when it is full or due.")
        place += size
    require(place == 500, f"500 requests came, and {place} left.")
