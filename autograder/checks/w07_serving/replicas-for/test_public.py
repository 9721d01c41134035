"""The checks of exercise 6 of week 7 that a student sees: how many servers?"""

import math

import numpy as np

from autograder.testing import assert_each, exercise, rejects_each


@exercise("replicas-for")
def test_the_chance_to_wait_is_that_of_erlang(submission):
    """Without a limit the chance to wait is the one that all servers are busy, Erlang's C."""
    cases = [
        ((1, 0.5, 1, 0), 0.5, "One server, half loaded, is busy half of the time."),
        ((2, 1, 1, 0), 1 / 3, "Load 1 on two servers: 1 / (1 + 1 + 1) of C's formula."),
        ((3, 2, 1, 0), 4 / 9, "Load 2 on three servers: 4 / (1 + 2 + 2 + 4)."),
        ((3, 8, 0.25, 0), 4 / 9, "The load is 8 a second times a quarter of a second, 2 again."),
        ((4, 2, 1, 0), 4 / 23, "Load 2 on four: (4/3) / (1 + 2 + 2 + 4/3 + 4/3)."),
        ((2, np.float64(1), np.int64(1), 0), 1 / 3, "NumPy's numbers will do."),
    ]
    assert_each(submission.wait_probability, cases)


@exercise("replicas-for")
def test_a_longer_wait_is_rarer(submission):
    """The chance to wait longer than t falls as exp(-(c - a) * t / service time)."""
    cases = [
        ((1, 0.5, 1, 2), 0.5 * math.exp(-1), "(1 - 0.5) * 2 / 1 is 1."),
        ((3, 8, 0.25, 0.5), 4 / 9 * math.exp(-2), "(3 - 2) * 0.5 / 0.25 is 2."),
        ((3, 2, 1, 0.5), 4 / 9 * math.exp(-0.5), "(3 - 2) * 0.5 / 1 is 0.5."),
        ((4, 2, 1, 3), 4 / 23 * math.exp(-6), "(4 - 2) * 3 / 1 is 6."),
    ]
    assert_each(submission.wait_probability, cases)


@exercise("replicas-for")
def test_at_full_load_everybody_waits(submission):
    """At or above full load the queue grows without end, and the chance is 1.0."""
    cases = [
        ((2, 2, 1, 5), 1.0, "Two servers with a load of 2."),
        ((2, 8, 0.5, 1000), 1.0, "Two servers with a load of 4."),
        ((1, 1, 1, 0), 1.0, "One server with a load of 1."),
        ((1, 2.5, 0.5, 0), 1.0, "One server with a load of 1.25."),
    ]
    assert_each(submission.wait_probability, cases)


@exercise("replicas-for")
def test_hundreds_of_servers_are_no_problem(submission):
    """Powers and factorials leave the range of floats at some hundreds; the answer does not."""
    cases = [
        ((200, 190, 1, 0), 0.365263856563, "Load 190 on 200 servers."),
        ((1000, 5000, 0.1875, 0), 0.0261785290520, "Load 937.5 on 1,000 servers."),
        ((1000, 5000, 0.1875, 0.005), 0.00494448545610, "And to wait longer than 5 ms."),
        ((2000, 1, 1, 0), 0.0, "Load 1 on 2,000 servers: one in many thousand digits."),
    ]
    assert_each(submission.wait_probability, cases, rtol=1e-8)
    cases = [
        ((5000, 0.1875, 0.005, 0.99), 994, "Load 937.5, and 99 of 100 wait 5 ms at most."),
        ((300, 1, 0.5, 0.9), 305, "Load 300, and 9 of 10 wait half a service at most."),
    ]
    assert_each(submission.replicas_for, cases)


@exercise("replicas-for")
def test_the_fewest_servers_that_keep_the_limit(submission):
    """One server fewer would let too many wait too long; a looser limit needs fewer servers."""
    cases = [
        ((2, 1, 0, 0.5), 3, "On 3 servers 4 of 9 have to wait."),
        ((2, 1, 0, 0.6), 4, "On 3 servers 4 of 9 have to wait, and 0.4 may."),
        ((2, 1, 2, 0.9), 3, "On 3 servers 0.06 wait longer than two services."),
        ((2, 1, 2, 0.95), 4, "On 3 servers 0.06 wait longer than two services."),
        ((0.5, 1, 0, 0.4), 1, "One server is busy half of the time."),
        ((0.5, 1, 0, 0.6), 2, "One server is busy half of the time."),
        ((100, 0.02, 0.01, 0.99), 6, "The worked example."),
        ((100, 0.02, 0.01, 0.7), 3, "On three servers 0.27 wait longer."),
        ((0.001, 1, 0.001, 0.5), 1, "Hardly any load needs a server still."),
    ]
    assert_each(submission.replicas_for, cases)


@exercise("replicas-for")
def test_a_server_is_never_fully_busy(submission):
    """However long a wait is allowed, there are more servers than the load keeps busy."""
    cases = [
        ((2, 1, 10**6, 0.5), 3, "Two servers with a load of 2 fall behind for ever."),
        ((2.5, 1, 10**6, 0.5), 3, "A load of 2.5."),
        ((8, 0.5, 10**5, 0.1), 5, "A load of 4."),
        ((1, 1, 10**6, 0.01), 2, "A load of 1."),
        ((4, 1, 0, 0.001), 5, "Nearly everybody may wait, but not all the longer."),
    ]
    assert_each(submission.replicas_for, cases)


@exercise("replicas-for")
def test_impossible_numbers_are_refused(submission):
    """No server, no rate, no service, a negative wait, and a quantile of 0 or 1 are ValueErrors."""
    queues = [(0, 1, 0), (-1, 1, 0), (1, 0, 0), (1, -1, 0), (1, 1, -0.5), (-1, -1, 0)]
    rejects_each(submission.wait_probability, [(5, *queue) for queue in queues])
    rejects_each(submission.wait_probability, [(0, 1, 1, 0), (-2, 0.5, 0.5, 1), (1, 2, 1, -1)])
    rejects_each(submission.replicas_for, [(*queue, 0.9) for queue in queues])
    rejects_each(submission.replicas_for, [(1, 0.5, 1, q) for q in (0, 1, -0.1, 1.5)])
