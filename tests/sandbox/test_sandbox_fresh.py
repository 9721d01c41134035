"""Copies of arguments: what `copy.deepcopy` makes of them, faster."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from autograder.compare import assert_same
from autograder.sandbox.fresh import fresh


class Box:
    def __init__(self, content: object) -> None:
        self.content = content


@pytest.mark.parametrize(
    "value",
    [
        [1, 2.5, "a", None, (True, b"x"), {"k": [1, {2}]}],
        {"a": [pd.Timestamp(2013, 7, 4, tz="UTC"), -1], "b": {}},
        [np.arange(3), np.float64(2), pd.DataFrame({"a": [1, 2]}), pd.Timestamp(2013, 7, 4)],
        (),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_copy_is_the_same_and_shares_nothing_that_can_change(value: Any) -> None:
    made = fresh(value, {})
    assert_same(made, value)
    assert_same(made, copy.deepcopy(value))
    for new, old in zip(made, value, strict=True):
        assert new is not old or fresh(old, {}) is copy.deepcopy(old)


def test_what_is_there_twice_is_there_twice_in_the_copy() -> None:
    items = [1, 2]
    pair = (items, items)
    made = fresh([pair, pair, Box(items), {"k": items}], {})
    assert made[0] is made[1]
    assert made[0][0] is made[0][1] is made[2].content is made[3]["k"]
    assert made[0][0] is not items


def test_circles_stay_circles() -> None:
    items: list[Any] = []
    pair = (items,)
    items.append(pair)
    made = fresh(pair, {})
    assert made[0][0] is made
    assert made is not pair
    loop: dict[str, Any] = {}
    loop["self"] = loop
    assert fresh(loop, {})["self"]["self"] is not loop


def test_tuples_of_constants_and_what_lives_elsewhere_are_handed_over() -> None:
    constant, box = (1, ("a", dt.datetime(2013, 7, 4), dt.timedelta(1))), Box(1)
    assert fresh(constant, {}) is constant
    assert fresh([box], {id(box): box})[0] is box
