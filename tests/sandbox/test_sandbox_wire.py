"""Values come back from the wire as they went in, and nothing else comes back."""

from __future__ import annotations

import collections
import dataclasses
import datetime as dt
import decimal
import enum
import fractions
import json
import math
import struct
import zoneinfo
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from autograder.sandbox import encode, wire
from autograder.sandbox.decode import loads
from autograder.sandbox.encode import dumps
from autograder.sandbox.errors import ProtocolError, UnsendableValue
from autograder.sandbox.records import Record, TupleRecord, record_fields, record_name


def sent(value: Any) -> Any:
    return loads(dumps(value)[wire.LENGTH.size :])


def same(left: Any, right: Any) -> bool:
    """Equal, of the same type, and NaN in the same places."""
    if type(left) is not type(right):
        return False
    if isinstance(left, float | np.floating):
        same_sign = math.copysign(1, left) == math.copysign(1, right)
        return bool(left != left and right != right) or (left == right and same_sign)
    if isinstance(left, complex):
        return same(left.real, right.real) and same(left.imag, right.imag)
    if isinstance(left, list | tuple | collections.deque):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return same(list(left), list(right)) and same(list(left.values()), list(right.values()))
    if isinstance(left, np.ndarray):
        if left.dtype != right.dtype or left.shape != right.shape:
            return False
        if left.dtype.kind == "O":
            return same(left.ravel().tolist(), right.ravel().tolist())
        return left.tobytes() == right.tobytes()
    if isinstance(left, np.generic):
        return left.dtype == right.dtype and left.tobytes() == right.tobytes()
    return left is right or bool(left == right)


zones = st.sampled_from(
    [None, dt.UTC, dt.timezone(dt.timedelta(hours=-5)), zoneinfo.ZoneInfo("America/New_York")]
)
hashable = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.binary(max_size=8),
    st.dates(),
    st.datetimes(timezones=zones),
    st.timedeltas(),
    st.fractions(),
    st.decimals(places=3, min_value=-(10**9), max_value=10**9),
)
scalars = st.one_of(
    hashable,
    st.complex_numbers(),
    st.times(),
    st.builds(range, st.integers(-50, 50), st.integers(-50, 50), st.integers(1, 5)),
    st.builds(slice, st.none() | st.integers(), st.none() | st.integers()),
    npst.arrays(npst.scalar_dtypes(), st.just(())).map(lambda array: array[()]),
)
arrays = npst.arrays(
    st.one_of(
        npst.boolean_dtypes(),
        npst.integer_dtypes(endianness="?"),
        npst.floating_dtypes(sizes=(16, 32, 64), endianness="?"),
        npst.complex_number_dtypes(sizes=(64, 128)),
        npst.datetime64_dtypes(),
        npst.timedelta64_dtypes(),
        npst.unicode_string_dtypes(max_len=5),
        npst.byte_string_dtypes(max_len=5),
    ),
    npst.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
)
values = st.recursive(
    scalars | arrays,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(hashable, inner, max_size=4),
        st.lists(inner, max_size=3).map(collections.deque),
    ),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(values)
def test_plain_values_come_back_the_same(value: Any) -> None:
    assert same(sent(value), value)


@settings(max_examples=40, deadline=None)
@given(st.sets(hashable, max_size=5), st.frozensets(st.integers(), max_size=5))
def test_sets_come_back_the_same(left: set[Any], right: frozenset[int]) -> None:
    assert sorted(map(repr, sent(left))) == sorted(map(repr, left))
    assert sent(right) == right
    assert type(sent(right)) is frozenset


@settings(max_examples=40, deadline=None)
@given(
    st.one_of(
        st.lists(st.floats(), min_size=30, max_size=60),
        st.lists(st.integers(), min_size=30, max_size=60),
        st.lists(st.text(max_size=5), min_size=30, max_size=60),
        st.lists(st.booleans(), min_size=30, max_size=60),
    )
)
def test_long_lists_come_back_the_same(value: list[Any]) -> None:
    assert same(sent(value), value)


DAYS = pd.date_range("2013-01-01", periods=3)
COLUMNS: dict[str, Any] = {
    "integers": [1, 2, 3],
    "floats": [0.5, np.nan, -np.inf],
    "booleans": [True, False, True],
    "texts": ["a", None, "é"],
    "string": pd.array(["a", None, "b"], dtype="string"),
    "python string": pd.array(["a", None, "b"], dtype=pd.StringDtype("python")),
    "NumPy's strings": pd.array([np.str_("a"), None, "a"], dtype=pd.StringDtype("python")),
    "objects": pd.Series([1, "a", (1, 2)], dtype=object),
    "categories": pd.Categorical(["x", "y", None], categories=["y", "x", "z"], ordered=True),
    "numbers as categories": pd.Categorical([3, 1, 3]),
    "intervals as categories": pd.cut([1, 2, 3], 2),
    "intervals": pd.arrays.IntervalArray.from_breaks([0.0, 1.0, 2.0, 3.0], closed="left"),
    "nullable integers": pd.array([1, None, 3], dtype="Int64"),
    "nullable bytes": pd.array([1, None, 3], dtype="UInt8"),
    "nullable booleans": pd.array([True, None, False], dtype="boolean"),
    "nullable floats": pd.array([1.5, None, 3.0], dtype="Float32"),
    "periods": pd.period_range("2013-01", periods=3, freq="M"),
    "quarters": pd.PeriodIndex(["2013Q1", None, "2013Q3"], freq="Q-DEC"),
    "durations": pd.to_timedelta([1, 2, None], unit="s"),
    **{f"dates in {unit}": DAYS.as_unit(unit) for unit in ("s", "ms", "us", "ns")},
    **{
        f"zoned dates in {unit}": DAYS.tz_localize("America/New_York").as_unit(unit)
        for unit in ("s", "ms", "us", "ns")
    },
    "fixed offset": DAYS.tz_localize("+05:30"),
    "missing dates": pd.to_datetime(["2013-01-01", None, "2013-01-03"], utc=True),
}


@pytest.mark.parametrize("name", COLUMNS)
@pytest.mark.parametrize(
    "rows", [slice(None), slice(0, 0), slice(1, 2)], ids=["all", "none", "one"]
)
def test_every_column_type_comes_back_the_same(name: str, rows: slice) -> None:
    series = pd.Series(COLUMNS[name], name=name).iloc[rows]
    pd.testing.assert_series_equal(sent(series), series, check_freq=True)
    frame = series.to_frame()
    pd.testing.assert_frame_equal(sent(frame), frame)
    index = pd.Index(series.array, name="i")
    pd.testing.assert_index_equal(sent(index), index, exact=True)


def test_frames_with_any_index_come_back_the_same() -> None:
    frame = pd.DataFrame({name: pd.Series(column) for name, column in COLUMNS.items()})
    variants = [
        frame,
        frame.iloc[:0],
        frame[[]],
        pd.DataFrame(),
        pd.DataFrame(index=DAYS),
        frame.set_index("texts"),
        frame.set_index(["integers", "texts"]),
        frame.set_index("categories"),
        pd.concat([frame, frame], axis=1),
        frame[["integers", "floats"]].T,
        frame[["floats"]].set_axis(DAYS, axis=0),
        frame.groupby("booleans")[["integers"]].agg(["min", "max"]),
    ]
    for variant in variants:
        pd.testing.assert_frame_equal(sent(variant), variant, check_freq=True)


def test_pandas_scalars_come_back_the_same() -> None:
    for value in (
        pd.Timestamp("2013-01-01"),
        pd.Timestamp("2013-01-01", tz="America/New_York"),
        pd.Timestamp("2013-11-03 05:30", tz="UTC").tz_convert("America/New_York"),
        pd.Timestamp("1500-01-01").as_unit("s"),
        pd.Timedelta("1 day 00:00:00.000000001"),
        pd.Period("2013-01", "M"),
        pd.Interval(0.0, 1.0, closed="both"),
        pd.NaT,
        pd.NA,
    ):
        back = sent(value)
        assert type(back) is type(value)
        assert repr(back) == repr(value)


class Point(NamedTuple):
    x: int
    y: float


@dataclasses.dataclass(frozen=True)
class Arm:
    name: str
    pulls: int
    history: tuple[float, ...] = ()

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


class Colour(enum.Enum):
    RED = 1


def test_structured_values_arrive_as_inert_records() -> None:
    arm = sent(Arm("left", 3, (0.5,)))
    assert type(arm) is Record
    assert (arm.name, arm.pulls, arm.history) == ("left", 3, (0.5,))
    assert arm != sent(Arm("right", 3))  # the class's own __eq__ stayed behind
    assert record_name(arm) == "Arm"
    point = sent(Point(1, 2.0))
    assert type(point) is TupleRecord
    assert point == (1, 2.0)
    assert list(point) == [1, 2.0]
    assert dict(record_fields(sent(Colour.RED))) == {"name": "RED", "value": 1}
    assert sent({Point(1, 2.0): "p"}) == {point: "p"}
    with pytest.raises(AttributeError):
        arm.pulls = 4


@pytest.mark.parametrize(
    "value",
    [object(), lambda: None, type("F", (float,), {})(1.0), np.ma.masked_array([1]), dumps],
    ids=["object", "function", "subclass of float", "masked array", "builtin"],
)
def test_what_is_not_plain_is_not_sent(value: Any) -> None:
    with pytest.raises(UnsendableValue):
        dumps(value)
    with pytest.raises(UnsendableValue):
        dumps([1, {"a": (value,)}])


def test_values_beyond_the_caps_are_not_sent() -> None:
    deep: list[Any] = []
    for _ in range(wire.MAX_DEPTH + 2):
        deep = [deep]
    endless: list[Any] = []
    endless.append(endless)
    large = np.zeros(wire.MAX_FRAME // 8 + 1)
    many = [[] for _ in range(wire.MAX_NODES + 1)]
    for value in (deep, endless, large, many):
        with pytest.raises(UnsendableValue):
            dumps(value)


SAMPLE = dumps(
    {
        "frame": pd.DataFrame({name: pd.Series(column) for name, column in COLUMNS.items()}),
        "values": [1, 2.5, {1, 2}, (np.arange(6).reshape(2, 3), "x" * 40), decimal.Decimal("1.5")],
        "more": [fractions.Fraction(1, 3), Point(1, 2.0), dt.datetime(2013, 1, 1, tzinfo=dt.UTC)],
        "index": pd.MultiIndex.from_product([["a", "b"], [1, 2]], names=["l", "n"]),
    }
)[wire.LENGTH.size :]


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_mutated_bytes_give_only_protocol_errors(data: st.DataObject) -> None:
    frame = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 4))):
        position = data.draw(st.integers(0, len(frame) - 1))
        how = data.draw(st.sampled_from(["flip", "cut", "insert", "repeat"]))
        if how == "flip":
            frame[position] = data.draw(st.integers(0, 255))
        elif how == "cut":
            del frame[position : position + data.draw(st.integers(1, 20))]
        elif how == "insert":
            frame[position:position] = data.draw(st.binary(max_size=8))
        else:
            frame[position:position] = frame[position : position + 10]
        if not frame:
            break
    try:
        loads(bytes(frame))
    except ProtocolError:
        return


tree = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_mutated_nodes_give_only_protocol_errors(data: st.DataObject) -> None:
    """Headers that are good JSON and wrong in one place reach deeper than mutated bytes."""
    node, buffers = wire.split(SAMPLE)
    node = json.loads(json.dumps(node))
    place = node
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        child = place[key]
        if isinstance(child, dict | list) and child and data.draw(st.integers(0, 5)):
            place = child
            continue
        place[key] = data.draw(tree)
        break
    try:
        loads(wire.join(node, [bytes(buffer) for buffer in buffers])[wire.LENGTH.size :])
    except ProtocolError:
        return


def header(node: Any, buffers: tuple[bytes, ...] = ()) -> bytes:
    text = json.dumps([node, [len(buffer) for buffer in buffers]]).encode()
    return struct.pack("<I", len(text)) + text + b"".join(buffers)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0\0\0\0",
        struct.pack("<I", 2**32 - 1) + b"x",
        b"\x02\0\0\0[]",
        header({"t": "__class__"}),
        header({"t": "pickle", "b": 0}, (b"cos\nsystem\n",)),
        header({"t": "handle", "id": 1, "n": "x"}),
        header({"t": "own", "id": 1}),
        header({"t": "array", "d": "|O", "s": [1], "b": 0}, (b"\0" * 8,)),
        header({"t": "array", "d": "<f8", "s": [2**40, 2**40], "b": 0}, (b"",)),
        header({"t": "array", "d": "<f8", "s": [-1], "b": 0}, (b"\0" * 8,)),
        header({"t": "array", "d": "|b1", "s": [1], "b": 0}, (b"\x07",)),
        header({"t": "array", "d": "<U1", "s": [1], "b": 0}, (b"\xff\xff\xff\x7f",)),
        header({"t": "range", "v": [0, 10**18, 1]}),
        header({"t": "decimal", "v": "1e999999999"}),
        header({"t": "int", "v": "0x" + "f" * 10**6}),
        header({"t": "set", "v": [{"t": "int", "v": hex((2**61 - 1) * k)} for k in range(1, 999)]}),
        header({"t": "dict", "k": [[1]], "v": [1]}),
        header({"t": "record", "n": "R", "k": ["__class__"], "v": [1]}),
        header({"t": "datetime", "v": "2013-01-01", "f": 0, "z": "../../etc/passwd"}),
        header({"t": "strings", "b": 0, "n": 1}, (b"abc", struct.pack("<i", -1))),
        header({"t": "range-index", "n": None, "v": [0, 2**62, 1]}),
        b"\x05\0\0\0[NaN]",
        struct.pack("<I", 400_000) + b"[" * 400_000,
    ],
    ids=lambda body: repr(bytes(body[:60])),
)
def test_forged_frames_are_protocol_errors(body: bytes) -> None:
    with pytest.raises(ProtocolError):
        loads(body)


# -- seals


def sealed(number: int, *values: object) -> bytes | None:
    answers = encode.Answers(lambda value, buffers: None)
    for value in values:
        answers.add(value)
    return wire.seal(memoryview(answers.frame(number)[wire.LENGTH.size :]), number)


def test_the_same_answers_have_the_same_seal_whatever_their_number() -> None:
    assert sealed(9, [1.5], "a") == sealed(10_000, [1.5], "a") is not None


@pytest.mark.parametrize(
    "other", [([1.5],), ([1.5], "b"), ([1.5], "a", None), ([np.float64(1.5)], "a")], ids=repr
)
def test_other_answers_have_another_seal(other: tuple[object, ...]) -> None:
    assert sealed(9, [1.5], "a") != sealed(9, *other)


def test_what_moves_between_header_and_buffers_changes_the_seal() -> None:
    frames = [b"\x08\0\0\0[[7,1]]xyz", b"\x09\0\0\0[[7,1]]xyz"]
    assert len({wire.seal(memoryview(frame), 7) for frame in frames}) == 2


@pytest.mark.parametrize("body", [b"", b"\0\0\0\0", dumps({"id": 7, "ok": []})[4:]])
def test_what_is_no_list_of_answers_has_no_seal(body: bytes) -> None:
    assert wire.seal(memoryview(body), 7) is None
    assert wire.seal(memoryview(encode.Answers(encode._refuse).frame(8)[4:]), 7) is None
