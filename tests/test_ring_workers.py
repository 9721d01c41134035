"""The processes of week 5's page add up, send what arithmetic says, and leave nothing behind."""

import multiprocessing
import sys

import numpy as np
import pytest

from autograder import course


@pytest.fixture
def add_up(monkeypatch):
    # A new process finds the module only if its folder is on the path, as it is for a page.
    monkeypatch.syspath_prepend(str(course.ROOT / "lectures"))
    from ring_workers import add_up

    yield add_up
    sys.modules.pop("ring_workers", None)


def test_a_ring_sends_less_than_twice_what_each_worker_holds(add_up):
    arrays = [np.arange(7.0) * 10.0**worker for worker in range(3)]
    sums, sent = add_up(arrays, "ring")
    for total in sums:
        np.testing.assert_array_equal(total, np.arange(7.0) * 111)
    assert sent == [(3 + 2 + 2 + 3) * 8, (2 + 3 + 2 + 2) * 8, (2 + 2 + 3 + 2) * 8]
    assert multiprocessing.active_children() == []


def test_a_server_sends_the_sum_to_everybody(add_up):
    sums, sent = add_up([np.ones(5), np.full(5, 2.0), np.full(5, 4.0)], "server")
    for total in sums:
        np.testing.assert_array_equal(total, np.full(5, 7.0))
    assert sent == [80, 40, 40]
    assert multiprocessing.active_children() == []
