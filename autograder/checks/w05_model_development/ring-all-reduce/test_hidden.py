"""The checks of exercise 5 that the grader keeps."""

import numpy as np

from autograder.testing import assert_each, exercise, once_per_seed


def slow_ring(buffers):
    """Number by number: who adds it up, in which order, and who sends it how often."""
    p, n = len(buffers), len(buffers[0])
    chunk_of = [c for c in range(p) for _ in range(n // p + (c < n % p))]
    total, bytes_sent = [], [0] * p
    for place, c in enumerate(chunk_of):
        value = float(buffers[c][place])
        for k in range(1, p):
            value = value + float(buffers[(c + k) % p][place])
        total.append(value)
        for i in range(p):
            bytes_sent[i] += 8 * ((i + 1) % p != c) + 8 * ((i + 2) % p != c)
    if p == 1:
        bytes_sent = [0]
    return [np.array(total, dtype=float) for _ in range(p)], bytes_sent


@once_per_seed
def random_rings(rng):
    cases = []
    for p, n in ((2, 7), (3, 3), (4, 11), (5, 2), (7, 20), (6, 36)):
        scale = 10.0 ** rng.integers(0, 17, (p, n))
        buffers = [row.tolist() for row in rng.normal(size=(p, n)) * scale]
        cases.append(((buffers,), slow_ring(buffers), f"{p} workers and {n} numbers."))
    return cases


@exercise("ring-all-reduce")
def test_random_buffers_are_summed_bit_for_bit(submission, rng):
    """Numbers of very different size are added in the order of the ring, to the last bit."""
    assert_each(submission.ring_all_reduce, random_rings(rng), rtol=0.0, atol=0.0)


@once_per_seed
def many_workers(rng):
    buffers = [row.tolist() for row in rng.integers(-9, 10, (10, 23))]
    return [((buffers,), slow_ring(buffers), "10 workers.")]


@exercise("ring-all-reduce")
def test_many_workers_send_little(submission, rng):
    """However many workers there are, each sends less than twice the buffer."""
    assert_each(submission.ring_all_reduce, many_workers(rng))
