"""Plain Python and NumPy values to nodes.

A node is what JSON can say about a value; bulk goes into buffers beside it.
JSON's own null, booleans, strings, finite floats, small integers and lists stand for themselves,
every other kind is an object with its name under "t".

Only exact types are plain: an instance of a subclass of `float` may carry an `__eq__` of its own.
What is not plain is handed to `fallback` whole.
"""

from __future__ import annotations

import collections
import dataclasses
import datetime as dt
import decimal
import enum
import fractions
import math
import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from autograder.sandbox import records, wire
from autograder.sandbox.errors import UnsendableValue
from autograder.sandbox.wire import Fallback, Node

DTYPE = re.compile(
    r"[<>|](b1|[iu][1248]|f(2|4|8|16)|c(8|16|32)|[SU][0-9]{1,6}"
    r"|[mM]8(\[[0-9]{0,6}(Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\])?)"
)
PACK_FROM = 32
"""Lists of at least this many numbers or strings of one type travel as one buffer."""
INT64 = range(-(2**63), 2**63)


class NotPlain(Exception):
    """This value, or something that cannot be separated from it, is not plain data."""


class Encoder:
    """One message's worth of encoding: collects buffers, counts nodes."""

    def __init__(self, fallback: Fallback) -> None:
        self.buffers: list[bytes] = []
        self.fallback = fallback
        self.nodes = 0

    def add(self, data: bytes) -> int:
        """Keep `data` as a buffer and return its number."""
        self.buffers.append(data)
        return len(self.buffers) - 1

    def encode(self, value: object, depth: int = 0) -> Node:
        """The node of `value`, which lies `depth` containers deep."""
        kind = type(value)
        if value is None or kind is bool or kind is str or (kind is int and value in INT64):
            return value
        if kind is float and math.isfinite(value):  # type: ignore[arg-type]
            return value
        if depth > wire.MAX_DEPTH:
            raise UnsendableValue(f"the value is nested more than {wire.MAX_DEPTH} deep")
        self.nodes += 1
        if self.nodes > wire.MAX_NODES:
            raise UnsendableValue(f"the value has more than {wire.MAX_NODES} parts")
        method = _METHODS.get(kind) or _by_base(kind)
        mark = len(self.buffers)
        try:
            return method(self, value, depth + 1)
        except NotPlain:
            del self.buffers[mark:]
            return self.fallback(value, self.buffers)

    def each(self, values: Iterable[object], depth: int) -> list[Node]:
        """The nodes of several values."""
        return [
            value
            if type(value) is str or (type(value) is float and math.isfinite(value))
            else self.encode(value, depth)
            for value in values
        ]

    def keys(self, values: Iterable[object], depth: int) -> list[Node]:
        """As `each`, for values that must be hashable when they arrive."""
        saved, self.fallback = self.fallback, _refuse
        try:
            values = list(values)
            if not all(type(value) is str or _is_hashable_when_sent(value) for value in values):
                raise NotPlain
            return self.each(values, depth)
        finally:
            self.fallback = saved

    def array(self, array: np.ndarray[Any, Any], depth: int) -> Node:
        """An array: numbers, dates and fixed-width text as bytes, objects one by one."""
        if array.dtype.kind == "O":
            items = array.ravel().tolist()
            shape = list(array.shape)
            if len(items) >= PACK_FROM and set(map(type, items)) == {str}:
                return {"t": "texts", "s": shape, **self.texts(items)}
            return {"t": "objects", "s": shape, "v": self.each(items, depth)}
        if not DTYPE.fullmatch(array.dtype.str):
            raise NotPlain
        shape = list(array.shape)
        return {"t": "array", "d": array.dtype.str, "s": shape, "b": self.add(array.tobytes())}

    def texts(self, items: list[str]) -> dict[str, int]:
        """Strings as one buffer of UTF-8 and one of lengths in characters."""
        lengths = np.fromiter(map(len, items), "<i4", len(items))
        data = "".join(items).encode("utf-8", "surrogatepass")
        return {"b": self.add(data), "n": self.add(lengths.tobytes())}


def _refuse(value: object, buffers: list[bytes]) -> Node:
    raise NotPlain


def _is_hashable_when_sent(value: object) -> bool:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parameters = value.__dataclass_params__  # type: ignore[attr-defined]
        return bool(parameters.frozen and parameters.eq)
    return type(value) is not slice


def _large_int(encoder: Encoder, value: int, depth: int) -> Node:
    return {"t": "int", "v": hex(value)}


def _no_number(encoder: Encoder, value: float, depth: int) -> Node:
    return {"t": "float", "v": repr(value)}


def _list(encoder: Encoder, value: list[Any], depth: int) -> Node:
    if len(value) >= PACK_FROM:
        kinds = set(map(type, value))
        if kinds == {float}:
            return {"t": "floats", "b": encoder.add(np.array(value, "<f8").tobytes())}
        if kinds == {int} and min(value) in INT64 and max(value) in INT64:
            return {"t": "ints", "b": encoder.add(np.array(value, "<i8").tobytes())}
        if kinds == {str}:
            return {"t": "strings", **encoder.texts(value)}
    return encoder.each(value, depth)


def _sequence(name: str) -> Callable[[Encoder, Any, int], Node]:
    def method(encoder: Encoder, value: Iterable[object], depth: int) -> Node:
        return {"t": name, "v": encoder.each(value, depth)}

    return method


def _set(name: str) -> Callable[[Encoder, Any, int], Node]:
    def method(encoder: Encoder, value: Iterable[object], depth: int) -> Node:
        return {"t": name, "v": encoder.keys(value, depth)}

    return method


def _mapping(name: str) -> Callable[[Encoder, Any, int], Node]:
    def method(encoder: Encoder, value: dict[Any, Any], depth: int) -> Node:
        keys, values = list(value), list(value.values())
        return {"t": name, "k": encoder.keys(keys, depth), "v": encoder.each(values, depth)}

    return method


def _deque(encoder: Encoder, value: collections.deque[Any], depth: int) -> Node:
    return {"t": "deque", "m": value.maxlen, "v": encoder.each(value, depth)}


def _bytes(name: str) -> Callable[[Encoder, Any, int], Node]:
    def method(encoder: Encoder, value: bytes, depth: int) -> Node:
        return {"t": name, "b": encoder.add(bytes(value))}

    return method


def _complex(encoder: Encoder, value: complex, depth: int) -> Node:
    return {"t": "complex", "v": encoder.each((value.real, value.imag), depth)}


def _bounds(name: str) -> Callable[[Encoder, Any, int], Node]:
    def method(encoder: Encoder, value: Any, depth: int) -> Node:
        parts = (value.start, value.stop, value.step)
        if not all(part is None or type(part) is int for part in parts):
            raise NotPlain
        return {"t": name, "v": encoder.each(parts, depth)}

    return method


def _scalar(encoder: Encoder, value: Any, depth: int) -> Node:
    if type(value) in (np.str_, np.bytes_):  # an array of one would cut off zeros at its end
        return {"t": "text", "v": encoder.encode(value[:], depth)}  # `str` would cut them off too
    if not DTYPE.fullmatch(value.dtype.str):
        raise NotPlain
    return {"t": "scalar", "d": value.dtype.str, "b": encoder.add(value.tobytes())}


def zone(value: dt.tzinfo | None) -> Node:
    """A time zone: by name, or as seconds east of UTC."""
    if value is None:
        return None
    if type(value) is dt.timezone:
        offset = value.utcoffset(None)
        if value.tzname(None) != dt.timezone(offset).tzname(None) or offset.microseconds:
            raise NotPlain
        return int(offset.total_seconds())
    name = getattr(value, "key", None) or getattr(value, "zone", None)
    return name if type(name) is str else _fixed_offset(value)


def _fixed_offset(value: dt.tzinfo) -> int:
    """The seconds east of UTC of a zone of another library that has one offset for all times."""
    try:
        offset = value.utcoffset(None)
    except Exception:  # of any class of the student's
        raise NotPlain from None
    if type(offset) is not dt.timedelta or offset.microseconds:
        raise NotPlain
    return int(offset.total_seconds())


def _datetime(encoder: Encoder, value: dt.datetime, depth: int) -> Node:
    naive = value.replace(tzinfo=None, fold=0).isoformat()
    return {"t": "datetime", "v": naive, "f": value.fold, "z": zone(value.tzinfo)}


def _time(encoder: Encoder, value: dt.time, depth: int) -> Node:
    naive = value.replace(tzinfo=None, fold=0).isoformat()
    return {"t": "time", "v": naive, "f": value.fold, "z": zone(value.tzinfo)}


def _date(encoder: Encoder, value: dt.date, depth: int) -> Node:
    return {"t": "date", "v": value.isoformat()}


def _timedelta(encoder: Encoder, value: dt.timedelta, depth: int) -> Node:
    return {"t": "timedelta", "v": [value.days, value.seconds, value.microseconds]}


def _decimal(encoder: Encoder, value: decimal.Decimal, depth: int) -> Node:
    return {"t": "decimal", "v": str(value)}


def _fraction(encoder: Encoder, value: fractions.Fraction, depth: int) -> Node:
    return {"t": "fraction", "v": encoder.each((value.numerator, value.denominator), depth)}


def _ellipsis(encoder: Encoder, value: object, depth: int) -> Node:
    return {"t": "ellipsis"}


def _array(encoder: Encoder, value: np.ndarray[Any, Any], depth: int) -> Node:
    return encoder.array(value, depth)


def _record(encoder: Encoder, value: Any, depth: int) -> Node:
    """A dataclass instance, a named tuple, an enumeration's member, or a record sent back."""
    name, kind = type(value).__name__, "record"
    if isinstance(value, records.Record):
        name, fields = records.record_name(value), dict(records.record_fields(value))
        kind = "tuple-record" if isinstance(value, records.TupleRecord) else "record"
    elif isinstance(value, enum.Enum):
        fields = {"name": value.name, "value": value.value}
    elif isinstance(value, tuple):
        fields = {field: getattr(value, field) for field in type(value)._fields}  # type: ignore[attr-defined]
        kind = "tuple-record"
    else:
        try:
            fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        except AttributeError:
            raise NotPlain from None
    values = encoder.each(fields.values(), depth)
    return {"t": kind, "n": name, "k": list(fields), "v": values}


def _opaque(encoder: Encoder, value: object, depth: int) -> Node:
    raise NotPlain


Method = Callable[[Encoder, Any, int], Node]

_METHODS: dict[type, Method] = {
    int: _large_int,
    float: _no_number,
    complex: _complex,
    list: _list,
    tuple: _sequence("tuple"),
    set: _set("set"),
    frozenset: _set("frozenset"),
    dict: _mapping("dict"),
    collections.OrderedDict: _mapping("OrderedDict"),
    collections.Counter: _mapping("Counter"),
    collections.defaultdict: _mapping("defaultdict"),
    collections.deque: _deque,
    bytes: _bytes("bytes"),
    bytearray: _bytes("bytearray"),
    range: _bounds("range"),
    slice: _bounds("slice"),
    type(...): _ellipsis,
    np.ndarray: _array,
    dt.datetime: _datetime,
    dt.date: _date,
    dt.time: _time,
    dt.timedelta: _timedelta,
    decimal.Decimal: _decimal,
    fractions.Fraction: _fraction,
    records.Record: _record,
    records.TupleRecord: _record,
}


def register(kind: type, method: Method) -> None:
    """Teach the encoder one more exact type."""
    _METHODS[kind] = method


def _by_base(kind: type) -> Method:
    """The method for a type that is recognised by what it derives from."""
    if issubclass(kind, np.generic) and kind.__module__ == "numpy":
        return _scalar
    if issubclass(kind, enum.Enum) or dataclasses.is_dataclass(kind):
        return _record
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return _record
    return _opaque


def dumps(message: object, fallback: Fallback = _refuse) -> bytes:
    """A frame for `message`. Raises `UnsendableValue`, or whatever `fallback` does."""
    encoder = Encoder(fallback)
    return wire.join(_node(encoder, message), encoder.buffers)


class Answers:
    """Values that will share a frame; each is encoded at once, so it may change afterwards."""

    def __init__(self, fallback: Fallback) -> None:
        self._encoder = Encoder(fallback)
        self._nodes: list[Node] = []

    def add(self, value: object) -> None:
        """One more value. Raises what `dumps` raises, and is then as before."""
        mark, nodes = len(self._encoder.buffers), self._encoder.nodes
        try:
            self._nodes.append(_node(self._encoder, value))
        except BaseException:
            del self._encoder.buffers[mark:]
            self._encoder.nodes = nodes
            raise

    def frame(self, number: int) -> bytes:
        """The frame of a message that answers request `number` with the list of all values."""
        return wire.answers(number, self._nodes, self._encoder.buffers)


def _node(encoder: Encoder, value: object) -> Node:
    from autograder.sandbox import encode_pandas  # noqa: F401  (registers its kinds)

    try:
        return encoder.encode(value)
    except NotPlain:
        raise UnsendableValue("the value is not plain data") from None
    except RecursionError:
        raise UnsendableValue("the value is nested too deep") from None
