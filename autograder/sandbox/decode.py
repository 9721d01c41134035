"""Nodes to plain Python and NumPy values, believing nothing.

Every value is an exact builtin, NumPy or pandas type that is built here, a `Record`, or whatever
the reader's `Resolver` makes of a reference.
Kinds are looked up in a table, never by attribute; numbers are checked to be numbers, sizes to
match, keys to be hashable and not made to collide.
Anything else is a `ProtocolError`, whatever the library underneath would have called it.
"""

from __future__ import annotations

import collections
import datetime as dt
import decimal
import fractions
import math
import re
import zoneinfo
from collections.abc import Callable, Iterable
from types import NoneType
from typing import Any, Protocol

import numpy as np

from autograder.sandbox import wire
from autograder.sandbox.collisions import (
    Alike,
    require_numbers_spread,
    require_objects_spread,
    require_spread,
    require_texts_spread,
)
from autograder.sandbox.encode import DTYPE, INT64
from autograder.sandbox.errors import ProtocolError
from autograder.sandbox.records import Record, TupleRecord
from autograder.sandbox.wire import Node

ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]{0,40}(/[A-Za-z0-9_+\-]{1,40}){0,2}")
THEMSELVES = frozenset({NoneType, bool, str, float})
"""Kinds of JSON values that stand for themselves; so do integers that are not too long."""
MAX_RANGE = 10_000_000
MAX_DIGITS = 25_000
"""Hexadecimal digits of an integer."""
MAX_DAY_SECONDS = 86_399

# What building a value from well-typed but senseless parts may raise, in Python, NumPy or pandas.
SENSELESS = (
    ArithmeticError,
    AttributeError,
    IndexError,
    KeyError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)


class Resolver(Protocol):
    """Turns references into objects; each side allows only the references it must."""

    def __call__(self, kind: str, node: dict[str, Any], data: bytes | None) -> object:
        """The object for a reference of this kind, or `ProtocolError`."""


def refuse_references(kind: str, node: dict[str, Any], data: bytes | None) -> object:
    """The resolver that knows none."""
    raise ProtocolError(f"unknown kind {kind[:40]!r}")


def require(condition: object, message: str) -> None:
    """`ProtocolError` unless `condition` holds."""
    if not condition:
        raise ProtocolError(message)


class Decoder:
    """One message's worth of decoding."""

    def __init__(self, buffers: list[memoryview], resolve: Resolver) -> None:
        self.buffers = buffers
        self.resolve = resolve
        self.nodes = 0
        self.alike = Alike()

    def decode(self, node: Node, depth: int = 0) -> Any:
        """The value of `node`, which lies `depth` containers deep."""
        kind = type(node)
        if kind in THEMSELVES:
            return node
        if kind is int:
            require(node in INT64, "integer")  # a longer one is counted, see `collisions`
            return node
        self.nodes += 1
        require(depth <= wire.MAX_DEPTH + 2, "nested too deep")
        require(self.nodes <= wire.MAX_NODES, "too many parts")
        if kind is list:
            return self.each(node, depth + 1)
        name = node.get("t")
        require(type(name) is str, "a node without a kind")
        method = METHODS.get(name)
        if method is not None:
            return method(self, node, depth + 1)
        number = node.get("b")
        return self.resolve(name, node, None if number is None else bytes(self.buffer(number)))

    def each(self, nodes: Node, depth: int) -> list[Any]:
        """The values of a list of nodes."""
        require(type(nodes) is list, "expected a list")
        values = [
            node
            if (kind := type(node)) in THEMSELVES or (kind is int and node in INT64)
            else self.decode(node, depth)
            for node in nodes
        ]
        require_texts_spread(values)
        return values

    def buffer(self, number: Node) -> memoryview:
        """A buffer by its number."""
        require(type(number) is int and 0 <= number < len(self.buffers), "no such buffer")
        return self.buffers[number]

    def keys(self, nodes: Node, depth: int) -> list[Any]:
        """As `each`, for values that will be hashed."""
        values = self.each(nodes, depth)
        require_spread(values)
        return values

    def array(self, dtype: Node, shape: Node, data: memoryview) -> np.ndarray[Any, Any]:
        """A fresh array of a plain dtype from exactly the bytes it needs."""
        require(type(dtype) is str and DTYPE.fullmatch(dtype), "dtype")
        kind = np.dtype(dtype)
        sizes = integers(shape)
        require(len(sizes) <= 32 and all(0 <= size < 2**40 for size in sizes), "shape")
        require(math.prod(sizes) * kind.itemsize == len(data), "buffer size")
        if kind.itemsize == 0:
            require(math.prod(sizes) <= MAX_RANGE, "too many empty texts")
            return np.zeros(sizes, kind)
        array = np.frombuffer(data, kind).reshape(sizes).copy()
        if kind.kind == "b" and array.size:
            require(array.view("u1").max() <= 1, "a boolean that is neither")
        if kind.kind == "U" and array.size:
            points = array.reshape(-1).view(kind.byteorder.replace("|", "=") + "u4")
            require(points.max() < 0x110000, "not a character")
            require_texts_spread(array.reshape(-1).tolist())
        require_numbers_spread(array)
        return array

    def texts(self, node: dict[str, Any]) -> list[str]:
        """Strings packed by `Encoder.texts`."""
        lengths = self.buffer(node["n"])
        require(len(lengths) % 4 == 0, "text lengths")
        text = bytes(self.buffer(node["b"])).decode("utf-8", "surrogatepass")
        ends = np.cumsum(np.frombuffer(lengths, "<u4"), dtype="u8").tolist()
        require((ends[-1] if ends else 0) == len(text), "text lengths do not add up")
        texts = [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]
        require_texts_spread(texts)
        return texts


def integers(node: Node, count: int | None = None) -> list[int]:
    """`node` as a list of integers, `count` of them if given."""
    require(type(node) is list and all(type(item) is int for item in node), "expected integers")
    require(count is None or len(node) == count, "wrong number of integers")
    return list(node)


def zone(node: Node) -> dt.tzinfo | None:
    """A time zone from its name or its seconds east of UTC."""
    if node is None:
        return None
    if type(node) is int:
        require(abs(node) <= MAX_DAY_SECONDS, "offset")
        return dt.timezone(dt.timedelta(seconds=node)) if node else dt.UTC
    require(type(node) is str and ZONE.fullmatch(node), "time zone")
    return zoneinfo.ZoneInfo(node)


def _int(d: Decoder, node: dict[str, Any], depth: int) -> int:
    text = node["v"]
    require(type(text) is str and len(text) <= MAX_DIGITS, "integer")
    require(re.fullmatch(r"-?0x[0-9a-f]+", text), "integer")
    return int(text, 16)


def _float(d: Decoder, node: dict[str, Any], depth: int) -> float:
    require(node["v"] in ("nan", "inf", "-inf"), "float")
    return float(node["v"])


def _packed(dtype: str) -> Callable[[Decoder, dict[str, Any], int], list[Any]]:
    def method(d: Decoder, node: dict[str, Any], depth: int) -> list[Any]:
        array = np.frombuffer(d.buffer(node["b"]), dtype)
        require_numbers_spread(array)
        values: list[Any] = array.tolist()
        return values

    return method


def _collection(
    build: Callable[[Iterable[Any]], Any], *, hashed: bool = False
) -> Callable[[Decoder, dict[str, Any], int], Any]:
    def method(d: Decoder, node: dict[str, Any], depth: int) -> Any:
        return build(d.keys(node["v"], depth) if hashed else d.each(node["v"], depth))

    return method


def _counted(method: Callable[[Decoder, dict[str, Any], int], Any]) -> Method:
    """For values that can be keys, and can be made to collide: see `collisions`."""

    def counted(d: Decoder, node: dict[str, Any], depth: int) -> Any:
        value = method(d, node, depth)
        d.alike.add(value)
        return value

    return counted


def _mapping(
    build: Callable[[dict[Any, Any]], Any],
) -> Callable[[Decoder, dict[str, Any], int], Any]:
    def method(d: Decoder, node: dict[str, Any], depth: int) -> Any:
        keys, values = d.keys(node["k"], depth), d.each(node["v"], depth)
        return build(dict(zip(keys, values, strict=True)))

    return method


def _deque(d: Decoder, node: dict[str, Any], depth: int) -> collections.deque[Any]:
    limit = node["m"]
    require(limit is None or (type(limit) is int and limit >= 0), "deque length")
    return collections.deque(d.each(node["v"], depth), limit)


def _complex(d: Decoder, node: dict[str, Any], depth: int) -> complex:
    real, imaginary = d.each(node["v"], depth)
    require(type(real) is float and type(imaginary) is float, "complex")
    return complex(real, imaginary)


def _range(d: Decoder, node: dict[str, Any], depth: int) -> range:
    value = range(*(check_int(part) for part in d.each(node["v"], depth)))
    require(abs(value.stop - value.start) < 2**62 and len(value) <= MAX_RANGE, "range")
    return value


def check_int(value: object) -> int:
    """`value`, which must be an `int` and not a boolean."""
    if type(value) is not int:
        raise ProtocolError("expected an integer")
    return value


def _slice(d: Decoder, node: dict[str, Any], depth: int) -> slice:
    parts = d.each(node["v"], depth)
    require(len(parts) == 3 and all(p is None or type(p) is int for p in parts), "slice")
    return slice(*parts)


def _array(d: Decoder, node: dict[str, Any], depth: int) -> np.ndarray[Any, Any]:
    return d.array(node["d"], node["s"], d.buffer(node["b"]))


def fill_objects(values: list[Any], shape: Node) -> np.ndarray[Any, Any]:
    """An array of these objects, none of them unpacked."""
    sizes = integers(shape)
    require(len(sizes) <= 32 and all(size >= 0 for size in sizes), "shape")
    require(math.prod(sizes) == len(values), "shape")
    require_objects_spread(values)
    array = np.empty(len(values), object)
    for position, value in enumerate(values):
        array[position] = value
    return array.reshape(sizes)


def _objects(d: Decoder, node: dict[str, Any], depth: int) -> np.ndarray[Any, Any]:
    return fill_objects(d.each(node["v"], depth), node["s"])


def _texts(d: Decoder, node: dict[str, Any], depth: int) -> np.ndarray[Any, Any]:
    return fill_objects(list(d.texts(node)), node["s"])


def _strings(d: Decoder, node: dict[str, Any], depth: int) -> list[str]:
    return d.texts(node)


def _scalar(d: Decoder, node: dict[str, Any], depth: int) -> Any:
    return d.array(node["d"], [1], d.buffer(node["b"]))[0]


def _text(d: Decoder, node: dict[str, Any], depth: int) -> Any:
    value = d.decode(node["v"], depth)
    require(type(value) in (str, bytes), "text")
    return np.str_(value) if type(value) is str else np.bytes_(value)


def _iso(node: dict[str, Any]) -> tuple[str, int]:
    text, fold = node["v"], node["f"]
    require(type(text) is str and len(text) < 40 and type(fold) is int, "date or time")
    require(fold in (0, 1), "fold")
    return text, fold


def _datetime(d: Decoder, node: dict[str, Any], depth: int) -> dt.datetime:
    text, fold = _iso(node)
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone(node["z"]), fold=fold)


def _time(d: Decoder, node: dict[str, Any], depth: int) -> dt.time:
    text, fold = _iso(node)
    return dt.time.fromisoformat(text).replace(tzinfo=zone(node["z"]), fold=fold)


def _date(d: Decoder, node: dict[str, Any], depth: int) -> dt.date:
    require(type(node["v"]) is str and len(node["v"]) < 40, "date")
    return dt.date.fromisoformat(node["v"])


def _timedelta(d: Decoder, node: dict[str, Any], depth: int) -> dt.timedelta:
    return dt.timedelta(*integers(node["v"], 3))


def _decimal(d: Decoder, node: dict[str, Any], depth: int) -> decimal.Decimal:
    require(type(node["v"]) is str and len(node["v"]) <= 1000, "decimal")
    value = decimal.Decimal(node["v"])
    # int(Decimal("1e999999")) would take the judge's memory.
    require(not value.is_finite() or abs(value.adjusted()) < 10_000, "decimal")
    return value


def _fraction(d: Decoder, node: dict[str, Any], depth: int) -> fractions.Fraction:
    numerator, denominator = (check_int(part) for part in d.each(node["v"], depth))
    return fractions.Fraction(numerator, denominator)


def _record(kind: type[Record]) -> Callable[[Decoder, dict[str, Any], int], Record]:
    def method(d: Decoder, node: dict[str, Any], depth: int) -> Record:
        name, names = node["n"], node["k"]
        require(type(name) is str and type(names) is list, "record")
        for field in names:
            require(type(field) is str and field.isidentifier(), "field name")
            require(not field.startswith("__"), "field name")
        return kind(name[:200], dict(zip(names, d.each(node["v"], depth), strict=True)))

    return method


def _ellipsis(d: Decoder, node: dict[str, Any], depth: int) -> Any:
    return ...


Method = Callable[[Decoder, dict[str, Any], int], Any]

METHODS: dict[str, Method] = {
    "int": _counted(_int),
    "float": _float,
    "floats": _packed("<f8"),
    "ints": _packed("<i8"),
    "strings": _strings,
    "tuple": _counted(_collection(tuple)),
    "set": _collection(set, hashed=True),
    "frozenset": _counted(_collection(frozenset, hashed=True)),
    "dict": _mapping(dict),
    "OrderedDict": _mapping(collections.OrderedDict),
    "Counter": _mapping(collections.Counter),
    "defaultdict": _mapping(lambda items: collections.defaultdict(None, items)),
    "deque": _deque,
    "bytes": lambda d, node, depth: bytes(d.buffer(node["b"])),
    "bytearray": lambda d, node, depth: bytearray(d.buffer(node["b"])),
    "complex": _counted(_complex),
    "range": _range,
    "slice": _slice,
    "ellipsis": _ellipsis,
    "array": _array,
    "objects": _objects,
    "texts": _texts,
    "scalar": _scalar,
    "text": _text,
    "datetime": _datetime,
    "time": _time,
    "date": _date,
    "timedelta": _timedelta,
    "decimal": _counted(_decimal),
    "fraction": _counted(_fraction),
    "record": _record(Record),
    "tuple-record": _record(TupleRecord),
}


def loads(body: bytes | bytearray | memoryview, resolve: Resolver = refuse_references) -> Any:
    """The message in a frame without its length. Raises only `ProtocolError`."""
    from autograder.sandbox import decode_pandas  # noqa: F401  (registers its kinds)

    node, buffers = wire.split(body)
    try:
        return Decoder(buffers, resolve).decode(node)
    except SENSELESS as error:
        raise ProtocolError(f"senseless value: {type(error).__name__}") from None
