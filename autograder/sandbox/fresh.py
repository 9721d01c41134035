"""Copies of a call's arguments, as `copy.deepcopy` makes them, in a fraction of its time.

Most arguments are lists and dicts of numbers and texts, which need no question put to each of them.
"""

from __future__ import annotations

import copy
import datetime as dt
from types import BuiltinFunctionType, FunctionType, NoneType
from typing import Any

SHARED = frozenset({NoneType, bool, int, float, complex, str, bytes})
SHARED |= {dt.date, dt.datetime, dt.timedelta, type, FunctionType, BuiltinFunctionType}
"""Kinds that nobody can change, or that `copy.deepcopy` hands over as they are."""


def fresh(value: Any, memo: dict[int, Any]) -> Any:
    """A deep copy; `memo` maps the identities of what was met already to its copy.

    The values must live as long as the memo does.
    """
    kind = type(value)
    if kind in SHARED:
        return value
    if kind is not list and kind is not tuple and kind is not dict:
        return copy.deepcopy(value, memo)
    known = memo.get(id(value))
    if known is not None:
        return known
    made: Any
    if kind is list:
        made = memo[id(value)] = []
        for item in value:
            made.append(item if type(item) in SHARED else fresh(item, memo))
    elif kind is dict:
        made = memo[id(value)] = {}
        for key, item in value.items():
            made[fresh(key, memo)] = item if type(item) in SHARED else fresh(item, memo)
    else:
        items = [item if type(item) in SHARED else fresh(item, memo) for item in value]
        known = memo.get(id(value))  # a list in it may hold the tuple itself
        if known is not None:
            return known
        changed = any(new is not old for new, old in zip(items, value, strict=True))
        made = memo[id(value)] = tuple(items) if changed else value
    return made
