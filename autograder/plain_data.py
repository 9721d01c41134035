"""Plain data: what may pass from a submission to its checks, and what stands for all else.

An object with an `__eq__` that is always true would pass every assertion, so only exact types of
Python, NumPy and pandas are data. Where the submission runs in this process they are copied here,
thousands of times in one check; `copy.deepcopy` takes ten times as long.
"""

import copy
from collections.abc import Callable
from types import NoneType
from typing import Any

import numpy as np
import pandas as pd

from autograder.sandbox.errors import OpaqueValueError
from autograder.sandbox.refused import refuse_all


class Opaque:
    """Stands for a returned object that is not plain data; it never compares equal to anything.

    Without this an object whose `__eq__` is always true would pass every assertion.
    """

    __slots__ = ("_text",)

    def __init__(self, value: object) -> None:
        kind = type(value)
        arrow = kind.__module__.partition(".")[0] == "pyarrow"  # its names say little alone
        self._text = f"an object of type {'pyarrow.' if arrow else ''}{kind.__name__}"

    def __repr__(self) -> str:
        return self._text

    def _refuse(self, *_: object, **__: object) -> Any:
        raise OpaqueValueError(f"The result contains {self._text}, which is not plain data.")

    __call__ = __len__ = __iter__ = __getitem__ = _refuse

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # copying and pickling ask for these
            raise AttributeError(name)
        return self._refuse()


refuse_all(Opaque, Opaque._refuse)

_ATOMS = frozenset((bool, int, float, complex, str, bytes, NoneType, pd.Timestamp, pd.Timedelta))
_DEEPEST = 60
"""Containers nested deeper, or holding themselves, are no plain data."""

StandIn = Callable[[object], Opaque]
"""Makes what stands for an object that is no plain data."""


def plain(value: Any, stand_in: StandIn = Opaque, depth: int = 0) -> Any:
    """A copy of `value` if it is plain data (exact builtin, NumPy, pandas types), else a stand-in.

    Within a list, a tuple, a dict's values or an array, what is no plain data has its own.
    """
    kind = type(value)
    if kind in _ATOMS or _is_rare_atom(value):
        return value
    if depth >= _DEEPEST:
        return stand_in(value)
    depth += 1
    if kind is dict:
        if not all(type(key) is str or _is_key(key) for key in value):
            return stand_in(value)
        return {
            key: item if type(item) in _ATOMS else plain(item, stand_in, depth)
            for key, item in value.items()
        }
    if kind in (list, tuple):
        return kind(
            [item if type(item) in _ATOMS else plain(item, stand_in, depth) for item in value]
        )
    if kind in (set, frozenset):
        return kind(value) if all(_is_key(item) for item in value) else stand_in(value)
    if kind is np.ndarray and value.dtype != object:
        return value.copy()
    if kind is np.ndarray:
        return _plain_objects(value, stand_in, depth)
    if kind is pd.Series and _is_plain_table([value], value.index, pd.Index([value.name])):
        return value.copy()
    if kind is pd.DataFrame:
        columns = [value.iloc[:, k] for k in range(value.shape[1])]
        if _is_plain_table(columns, value.index, value.columns):
            return value.copy()
    return stand_in(value)


def copied(value: Any) -> Any:
    """A copy of an argument: lists, tuples and dicts here, all else by `copy.deepcopy`.

    What an argument holds twice is there twice in the copy.
    """
    kind = type(value)
    if kind in _ATOMS:
        return value
    if kind is dict:
        return {
            key if type(key) in _ATOMS else copy.deepcopy(key): (
                item if type(item) in _ATOMS else copied(item)
            )
            for key, item in value.items()
        }
    if kind in (list, tuple):
        return kind([item if type(item) in _ATOMS else copied(item) for item in value])
    return copy.deepcopy(value)


def _plain_objects(array: np.ndarray, stand_in: StandIn, depth: int) -> np.ndarray:
    out = np.empty(array.size, dtype=object)
    for place, item in enumerate(array.ravel()):
        out[place] = plain(item, stand_in, depth)
    return out.reshape(array.shape)


def _is_atom(value: Any) -> bool:
    return type(value) in _ATOMS or _is_rare_atom(value)


def _is_rare_atom(value: Any) -> bool:
    if value is pd.NA or value is pd.NaT:
        return True
    return isinstance(value, np.generic) and type(value).__module__ == "numpy"


def _is_key(value: Any) -> bool:
    if type(value) in (tuple, frozenset):
        return all(_is_key(item) for item in value)
    return _is_atom(value)


def _is_plain_table(columns: list[pd.Series], *labels: pd.Index) -> bool:
    """Whether cells and labels are all atoms: a label may lie about equality as well as a cell."""
    tables: tuple[Any, ...] = (*columns, *labels)
    parts: list[Any] = [part for part in tables if part.dtype == object]
    parts += [index.names for index in labels]
    return all(_is_key(item) for part in parts for item in part)
