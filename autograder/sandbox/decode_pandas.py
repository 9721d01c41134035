"""Nodes to pandas values, by the same rule as `decode`: built here, or refused."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from autograder.sandbox import decode
from autograder.sandbox.decode import Decoder, check_int, integers, require, zone
from autograder.sandbox.encode_pandas import FREQUENCY, MASKED, MAX_COLUMNS
from autograder.sandbox.wire import Node

UNITS = ("s", "ms", "us", "ns")
SIDES = ("left", "right", "both", "neither")


def flat(d: Decoder, node: Node, depth: int, kinds: str) -> np.ndarray[Any, Any]:
    """A one-dimensional array whose dtype is of one of these kinds."""
    require(type(node) is dict and node.get("t") in ("array", "objects", "texts"), "array")
    array = d.decode(node, depth)
    require(array.ndim == 1 and array.dtype.kind in kinds, "column")
    return array  # type: ignore[no-any-return]


def _numpy(d: Decoder, node: dict[str, Any], depth: int) -> Any:
    values = flat(d, node["v"], depth, "biufcmMO")
    if values.dtype.kind in "mM":
        require(np.datetime_data(values.dtype)[0] in UNITS, "unit")
    return values


def _categorical(d: Decoder, node: dict[str, Any], depth: int) -> Any:
    categories = d.decode(node["c"], depth)
    require(isinstance(categories, pd.Index) and type(node["o"]) is bool, "categories")
    codes = flat(d, node["v"], depth, "i")
    return pd.Categorical.from_codes(codes, categories=categories, ordered=node["o"])


def _zoned(d: Decoder, node: dict[str, Any], depth: int) -> Any:
    require(node["u"] in UNITS and node["z"] is not None, "unit or zone")
    ticks = flat(d, node["v"], depth, "i").view(f"M8[{node['u']}]")
    return pd.DatetimeIndex(ticks).tz_localize("UTC").tz_convert(zone(node["z"])).array


def _string(d: Decoder, node: dict[str, Any], depth: int) -> Any:
    require(node["m"] in ("NA", "nan") and node["p"] in ("python", "pyarrow"), "string")
    missing = pd.NA if node["m"] == "NA" else np.nan
    texts = d.texts(node)
    codes = flat(d, node["v"], depth, "i")
    require(codes.size == 0 or (codes.min() >= -1 and codes.max() < len(texts)), "codes")
    values = decode.fill_objects([*texts, missing], [len(texts) + 1])
    return pd.array(values[codes], dtype=pd.StringDtype(node["p"], na_value=missing))


def _frequency(text: Node) -> str:
    require(type(text) is str and FREQUENCY.fullmatch(text), "frequency")
    return str(text)


def _period(d: Decoder, node: dict[str, Any], depth: int) -> Any:
    ordinals = flat(d, node["v"], depth, "i")
    return pd.PeriodIndex.from_ordinals(  # type: ignore[attr-defined]
        ordinals, freq=_frequency(node["f"])
    ).array


def _interval_array(d: Decoder, node: dict[str, Any], depth: int) -> Any:
    require(node["c"] in SIDES, "closed")
    left, right = column(d, node["l"], depth), column(d, node["r"], depth)
    return pd.arrays.IntervalArray.from_arrays(_as_index(left), _as_index(right), closed=node["c"])


def _masked(d: Decoder, node: dict[str, Any], depth: int) -> Any:
    require(node["d"] in MASKED, "nullable type")
    values, mask = flat(d, node["v"], depth, "biuf"), flat(d, node["m"], depth, "b")
    kinds = {
        "b": pd.arrays.BooleanArray,
        "i": pd.arrays.IntegerArray,
        "u": pd.arrays.IntegerArray,
        "f": pd.arrays.FloatingArray,
    }
    array = kinds[values.dtype.kind](values, mask)
    require(str(array.dtype) == node["d"], "nullable type")
    return array


COLUMNS: dict[str, Callable[[Decoder, dict[str, Any], int], Any]] = {
    "numpy": _numpy,
    "categorical": _categorical,
    "zoned": _zoned,
    "string": _string,
    "period": _period,
    "interval": _interval_array,
    "masked": _masked,
}


def column(d: Decoder, node: Node, depth: int) -> Any:
    """The values of one column: a NumPy array or a pandas extension array."""
    require(type(node) is dict and type(node.get("k")) is str, "column")
    require(node["k"] in COLUMNS, "column type")
    if node["k"] == "numpy":  # most are, and nothing warns of one
        return _numpy(d, node, depth + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return COLUMNS[node["k"]](d, node, depth + 1)


def name(d: Decoder, node: Node, depth: int) -> Any:
    """The name of an index, a series or a level: anything hashable."""
    return d.keys([node], depth)[0]


def _as_index(values: Any, label: Any = None) -> Any:
    return pd.Index(values, dtype=values.dtype, name=label, tupleize_cols=False)


def _index(d: Decoder, node: dict[str, Any], depth: int) -> Any:
    index = _as_index(column(d, node["v"], depth), name(d, node["n"], depth))
    if "f" in node:
        require(isinstance(index, pd.DatetimeIndex | pd.TimedeltaIndex), "frequency")
        index.freq = _frequency(node["f"])  # pandas checks it against the values
    return index


def _range_index(d: Decoder, node: dict[str, Any], depth: int) -> pd.RangeIndex:
    start, stop, step = integers(node["v"], 3)
    require(step != 0 and abs(start) < 2**62 and abs(stop) < 2**62, "range")
    bounds = range(start, stop, step)
    require(len(bounds) <= decode.MAX_RANGE, "range")
    return pd.RangeIndex(bounds, name=name(d, node["n"], depth))


def _multi_index(d: Decoder, node: dict[str, Any], depth: int) -> pd.MultiIndex:
    levels = d.each(node["l"], depth)
    require(all(isinstance(level, pd.Index) for level in levels), "levels")
    require(type(node["v"]) is list and len(node["v"]) == len(levels), "levels")
    codes: list[Any] = [flat(d, item, depth, "i") for item in node["v"]]
    return pd.MultiIndex(
        levels=levels, codes=codes, names=d.keys(node["n"], depth), verify_integrity=True
    )


def _index_of(d: Decoder, node: Node, depth: int) -> Any:
    index = d.decode(node, depth)
    require(isinstance(index, pd.Index), "index")
    return index


def _as_series(values: Any, index: Any, label: Any = None) -> Any:
    require(len(values) == len(index), "column length")
    return pd.Series(values, index=index, name=label, dtype=values.dtype, copy=False)


def _series(d: Decoder, node: dict[str, Any], depth: int) -> Any:
    index = _index_of(d, node["i"], depth)
    return _as_series(column(d, node["v"], depth), index, name(d, node["n"], depth))


def _as_column(values: Any, index: Any) -> Any:
    """What pandas makes this very column of: it would guess a type for an array of objects."""
    require(len(values) == len(index), "column length")
    return _as_series(values, index) if values.dtype == object else values


def _frame(d: Decoder, node: dict[str, Any], depth: int) -> pd.DataFrame:
    columns, index = _index_of(d, node["c"], depth), _index_of(d, node["i"], depth)
    require(type(node["v"]) is list and len(node["v"]) == len(columns), "columns")
    require(len(columns) <= MAX_COLUMNS, "too many columns")
    values = [column(d, item, depth) for item in node["v"]]
    data = {position: _as_column(item, index) for position, item in enumerate(values)}
    frame = pd.DataFrame(data, index=index, copy=False)
    frame.columns = columns
    return frame


def _bare_array(d: Decoder, node: dict[str, Any], depth: int) -> Any:
    values = column(d, node["v"], depth)
    return pd.array(values) if isinstance(values, np.ndarray) else values


def _timestamp(d: Decoder, node: dict[str, Any], depth: int) -> pd.Timestamp:
    require(node["u"] in UNITS, "unit")
    value = pd.Timestamp(np.datetime64(check_int(node["v"]), node["u"]))
    where = zone(node["z"])
    return value if where is None else value.tz_localize("UTC").tz_convert(where)


def _timedelta(d: Decoder, node: dict[str, Any], depth: int) -> pd.Timedelta:
    require(node["u"] in UNITS, "unit")
    return pd.Timedelta(np.timedelta64(check_int(node["v"]), node["u"]))


def _period_scalar(d: Decoder, node: dict[str, Any], depth: int) -> pd.Period:
    return pd.Period(ordinal=check_int(node["v"]), freq=_frequency(node["f"]))


def _interval(d: Decoder, node: dict[str, Any], depth: int) -> Any:
    require(node["c"] in SIDES, "closed")
    left, right = d.keys(node["v"], depth)
    return pd.Interval(left, right, closed=node["c"])


decode.METHODS.update(
    {
        "index": _index,
        "range-index": _range_index,
        "multi-index": _multi_index,
        "series": _series,
        "frame": _frame,
        "column": _bare_array,
        "timestamp": _timestamp,
        "pandas-timedelta": _timedelta,
        "period": _period_scalar,
        "interval": _interval,
        "NaT": lambda d, node, depth: pd.NaT,
        "NA": lambda d, node, depth: pd.NA,
    }
)
