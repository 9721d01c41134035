"""What `worlds.held` counts as an entry."""

from collections import deque
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from worlds.held import entries_held


@pytest.mark.parametrize(
    ("kept", "entries"),
    [
        (7, 0),
        ([1] * 100, 100),
        (dict.fromkeys(range(50), 1), 50),
        ({minute: [1, 2] for minute in range(50)}, 150),
        (deque((n, n) for n in range(10)), 30),
        (np.zeros((5, 6)), 30),
        (pd.Series(range(9)), 9),
        ("x" * 80, 10),
        (2**1000, 35),
    ],
    ids=str,
)
def test_entries_of_all_kinds_of_containers_count(kept, entries):
    keeper = SimpleNamespace()
    without = entries_held(keeper)
    keeper.kept = kept
    assert entries - 1 <= entries_held(keeper) - without - 1 <= entries + 1


def test_what_is_reached_twice_counts_once():
    items = list(range(300))
    assert entries_held([items, items]) == 302


def test_what_a_closure_keeps_is_kept_and_a_class_is_not():
    hidden = list(range(1000))
    assert entries_held(SimpleNamespace(read=lambda: len(hidden))) >= 1000
    assert entries_held(SimpleNamespace(kind=pd.DataFrame)) < 10


def test_objects_that_refer_to_each_other_are_counted_and_come_to_an_end():
    first, second = [], []
    first.append(second)
    second.append(first)
    assert entries_held(first) == 2
