"""pandas values to nodes: frames and series with their indexes, and every column type in use.

A column is encoded by its type, not by its values, so that an empty or all-missing column comes
back as what it was.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from autograder.sandbox import encode
from autograder.sandbox.encode import Encoder, NotPlain
from autograder.sandbox.errors import UnsendableValue
from autograder.sandbox.wire import Node

FREQUENCY = re.compile(r"-?[0-9]{0,6}[A-Za-z]{1,4}(-[A-Z]{3})?")
MAX_COLUMNS = 10_000
"""Each is built on its own, so that a table of a million empty ones would hold up the judge."""
MASKED = (
    "boolean",
    *(f"{sign}Int{bits}" for sign in ("", "U") for bits in (8, 16, 32, 64)),
    "Float32",
    "Float64",
)


def column(encoder: Encoder, values: Any, depth: int) -> Node:
    """One pandas array of any supported type; `NotPlain` for the others."""
    dtype = values.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        categories = encoder.encode(dtype.categories, depth)
        codes = encoder.array(np.asarray(values.codes), depth)
        return {"k": "categorical", "o": bool(dtype.ordered), "c": categories, "v": codes}
    if isinstance(dtype, pd.DatetimeTZDtype):
        ticks = encoder.array(values.asi8, depth)
        return {"k": "zoned", "u": dtype.unit, "z": encode.zone(dtype.tz), "v": ticks}
    if isinstance(dtype, pd.StringDtype):
        places: dict[str, int] = {}
        codes = [
            places.setdefault(text, len(places)) if isinstance(text, str) else -1
            for text in values.to_numpy(dtype=object)
        ]
        texts = encoder.texts(list(places))
        missing = "NA" if dtype.na_value is pd.NA else "nan"
        numbers = encoder.array(np.array(codes, dtype="<i8"), depth)
        storage = dtype.storage
        return {"k": "string", "m": missing, "p": storage, "v": numbers, **texts}
    if isinstance(dtype, pd.PeriodDtype):
        return {"k": "period", "f": frequency(values), "v": encoder.array(values.asi8, depth)}
    if isinstance(dtype, pd.IntervalDtype):
        left = column(encoder, values.left.array, depth)
        right = column(encoder, values.right.array, depth)
        return {"k": "interval", "c": dtype.closed, "l": left, "r": right}
    if str(dtype) in MASKED:
        plain = values.to_numpy(dtype=dtype.numpy_dtype, na_value=dtype.numpy_dtype.type(0))
        mask = np.asarray(pd.isna(values))
        return {
            "k": "masked",
            "d": str(dtype),
            "v": encoder.array(plain, depth),
            "m": encoder.array(mask, depth),
        }
    if isinstance(dtype, np.dtype) or isinstance(values, pd.arrays.NumpyExtensionArray):
        return {"k": "numpy", "v": encoder.array(np.asarray(values), depth)}
    raise NotPlain


def frequency(source: Any) -> str:
    """The text of the frequency of an offset, a period or an array of periods.

    Periods spell theirs differently ("M", not "ME"), so they are asked themselves.
    """
    text = getattr(source, "freqstr", None)
    if type(text) is not str or not FREQUENCY.fullmatch(text):
        raise NotPlain
    return text


def _name(encoder: Encoder, name: object, depth: int) -> Node:
    return encoder.keys([name], depth)[0]


def _index(encoder: Encoder, value: Any, depth: int) -> Node:
    node = {"t": "index", "n": _name(encoder, value.name, depth)}
    node["v"] = column(encoder, value.array, depth)
    offset = getattr(value, "freq", None)
    if isinstance(value, pd.DatetimeIndex | pd.TimedeltaIndex) and offset is not None:
        node["f"] = frequency(offset)
    return node


def _range_index(encoder: Encoder, value: pd.RangeIndex, depth: int) -> Node:
    bounds = [value.start, value.stop, value.step]
    return {"t": "range-index", "n": _name(encoder, value.name, depth), "v": bounds}


def _multi_index(encoder: Encoder, value: pd.MultiIndex, depth: int) -> Node:
    return {
        "t": "multi-index",
        "n": encoder.keys(value.names, depth),
        "l": encoder.each(value.levels, depth),
        "v": [encoder.array(np.asarray(codes), depth) for codes in value.codes],
    }


def _series(encoder: Encoder, value: Any, depth: int) -> Node:
    return {
        "t": "series",
        "n": _name(encoder, value.name, depth),
        "i": encoder.encode(value.index, depth),
        "v": column(encoder, value.array, depth),
    }


def _frame(encoder: Encoder, value: pd.DataFrame, depth: int) -> Node:
    if value.shape[1] > MAX_COLUMNS:
        raise UnsendableValue(f"the table has more than {MAX_COLUMNS} columns")
    columns = [series.array for _, series in value.items()]
    return {
        "t": "frame",
        "c": encoder.encode(value.columns, depth),
        "i": encoder.encode(value.index, depth),
        "v": [column(encoder, values, depth) for values in columns],
    }


def _bare_array(encoder: Encoder, value: Any, depth: int) -> Node:
    return {"t": "column", "v": column(encoder, value, depth)}


def _timestamp(encoder: Encoder, value: pd.Timestamp, depth: int) -> Node:
    ticks = int(value.asm8.view("i8"))
    return {"t": "timestamp", "v": ticks, "u": value.unit, "z": encode.zone(value.tz)}


def _timedelta(encoder: Encoder, value: pd.Timedelta, depth: int) -> Node:
    return {"t": "pandas-timedelta", "v": int(value.asm8.view("i8")), "u": value.unit}


def _period(encoder: Encoder, value: pd.Period, depth: int) -> Node:
    return {"t": "period", "v": value.ordinal, "f": frequency(value)}


def _interval(encoder: Encoder, value: Any, depth: int) -> Node:
    ends = encoder.keys((value.left, value.right), depth)
    return {"t": "interval", "c": value.closed, "v": ends}


def _constant(name: str) -> encode.Method:
    def method(encoder: Encoder, value: object, depth: int) -> Node:
        return {"t": name}

    return method


_INDEXES: tuple[type, ...] = (
    pd.Index,
    pd.DatetimeIndex,
    pd.TimedeltaIndex,
    pd.PeriodIndex,
    pd.CategoricalIndex,
    pd.IntervalIndex,
)
_ARRAYS: tuple[type, ...] = (
    pd.Categorical,
    pd.arrays.DatetimeArray,
    pd.arrays.TimedeltaArray,
    pd.arrays.PeriodArray,
    pd.arrays.IntervalArray,
    pd.arrays.IntegerArray,
    pd.arrays.FloatingArray,
    pd.arrays.BooleanArray,
    *{
        type(pd.array(["a"], dtype=pd.StringDtype(storage, na_value=missing)))  # type: ignore[call-overload]
        for storage in ("python", "pyarrow")
        for missing in (pd.NA, np.nan)
    },
)
for _kind in _INDEXES:
    encode.register(_kind, _index)
for _kind in _ARRAYS:
    encode.register(_kind, _bare_array)
encode.register(pd.RangeIndex, _range_index)
encode.register(pd.MultiIndex, _multi_index)
encode.register(pd.Series, _series)
encode.register(pd.DataFrame, _frame)
encode.register(pd.Timestamp, _timestamp)
encode.register(pd.Timedelta, _timedelta)
encode.register(pd.Period, _period)
encode.register(pd.Interval, _interval)
encode.register(type(pd.NaT), _constant("NaT"))
encode.register(type(pd.NA), _constant("NA"))
