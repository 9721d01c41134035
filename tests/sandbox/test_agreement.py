"""The sandbox says what the process says: of results, and of objects that are none."""

from __future__ import annotations

import collections
import datetime as dt
import fractions
import math
import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from autograder.compare import Mismatch, assert_same
from autograder.plain_data import Opaque, plain
from autograder.sandbox import wire
from autograder.sandbox.decode import loads
from autograder.sandbox.encode import dumps
from autograder.sandbox.errors import OpaqueValueError
from autograder.sandbox.handles import Handle
from autograder.sandbox.refused import REFUSED

numbers = st.one_of(
    st.integers(-(2**62), 2**62),
    st.floats(),
    npst.arrays(
        st.one_of(npst.integer_dtypes(), npst.floating_dtypes(sizes=(16, 32, 64))), st.just(())
    ).map(lambda array: array[()]),
)
instants = st.builds(
    lambda seconds, zone: pd.Timestamp(seconds, unit="s", tz=zone),
    st.integers(0, 2**31),
    st.sampled_from([None, "UTC", "America/New_York"]),
)
atoms = st.one_of(
    numbers,
    st.booleans(),
    st.booleans().map(np.bool_),
    st.text(max_size=6),
    st.none(),
    instants,
    st.sampled_from([pd.NaT, pd.NA, pd.Timedelta(minutes=3)]),
)
arrays = npst.arrays(
    st.one_of(
        npst.boolean_dtypes(),
        npst.integer_dtypes(),
        npst.floating_dtypes(sizes=(32, 64)),
        npst.unicode_string_dtypes(max_len=4),
        npst.datetime64_dtypes(max_period="s", min_period="us"),
    ),
    npst.array_shapes(min_dims=1, max_dims=2, min_side=0, max_side=4),
)
columns = st.integers(0, 4).flatmap(
    lambda n: st.dictionaries(
        st.sampled_from(["late", "origin", "at", "share"]),
        st.one_of(
            st.lists(st.floats(), min_size=n, max_size=n),
            st.lists(st.integers(-9, 9), min_size=n, max_size=n),
            st.lists(st.sampled_from(["EWR", "JFK", None]), min_size=n, max_size=n),
            st.lists(st.booleans(), min_size=n, max_size=n),
            st.lists(instants.map(lambda at: at.tz_localize(None)), min_size=n, max_size=n),
        ),
        min_size=1,
    )
)
indexes = st.sampled_from([None, "texts", "repeated", "days"])


def table(data: dict[str, list[Any]], index: str | None) -> pd.DataFrame:
    frame = pd.DataFrame(data)
    n = len(frame)
    labels: dict[str | None, Any] = {
        None: frame.index,
        "texts": [f"row {k}" for k in range(n)],
        "repeated": [k // 2 for k in range(n)],
        "days": pd.date_range("2013-01-01", periods=n),
    }
    frame.index = pd.Index(labels[index])
    return frame


frames = st.builds(table, columns, indexes)
series = frames.map(lambda frame: frame.iloc[:, 0])
results = st.recursive(
    st.one_of(atoms, arrays, frames, series),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(max_size=3) | st.integers(0, 9), inner, max_size=3),
    ),
    max_leaves=6,
)


def sent(value: Any) -> Any:
    return loads(dumps(value)[wire.LENGTH.size :])


def said(result: Any, expected: Any) -> tuple[str, ...]:
    """What a check says of a result: nothing, or the words of the mismatch."""
    try:
        assert_same(result, expected)
    except Mismatch as problem:
        return (str(problem), problem.expected, problem.received)
    return ()


@settings(max_examples=300, deadline=None)
@given(results, results)
def test_a_result_is_told_from_another_in_the_same_words(result: Any, other: Any) -> None:
    assert said(sent(result), other) == said(plain(result), other)


@settings(max_examples=300, deadline=None)
@given(results)
def test_a_result_is_what_was_expected_here_and_there(result: Any) -> None:
    assert said(sent(result), result) == said(plain(result), result)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (collections.Counter(a=1), {"a": 1}),
        (collections.OrderedDict(a=1), {"a": 1}),
        (collections.defaultdict(int, a=1), {"a": 1}),
        (collections.deque([1]), [1]),
        (range(3), [0, 1, 2]),
        (fractions.Fraction(1, 2), 0.5),
        (dt.datetime(2013, 1, 1), pd.Timestamp("2013-01-01")),
        (np.ma.masked_array([1.0]), np.array([1.0])),
        (memoryview(b"a"), b"a"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_only_resembles_the_answer_is_wrong_here_and_there(result: Any, expected: Any) -> None:
    def passes(received: Callable[[], Any]) -> bool:
        try:
            return said(received(), expected) == ()
        except OpaqueValueError:
            return False

    def there() -> Any:
        try:
            return sent(result)
        except Exception:  # it stays where it is, as a handle
            return Opaque(result)

    assert passes(lambda: plain(result)) == passes(there) == False  # noqa: E712  (all three)


class Anything:
    """An object of a submission."""


HERE = Opaque(Anything())
THERE = Handle(None, 1, "Anything")  # type: ignore[arg-type]  # no operator asks the session
OPERATIONS: dict[str, Callable[[Any], Any]] = {
    "==": lambda x: x == 1,
    "!=": lambda x: x != 1,
    "<": lambda x: x < 1,
    "<<": lambda x: x << 1,
    ">>": lambda x: x >> 1,
    "1 <<": lambda x: 1 << x,
    "+=": lambda x: operator.iadd(x, 1),
    "divmod": lambda x: divmod(x, 1),
    "divmod of 1": lambda x: divmod(1, x),
    "@": lambda x: x @ x,
    "trunc": math.trunc,
    "floor": math.floor,
    "ceil": math.ceil,
    "round": round,
    "bool": bool,
    "float": float,
    "index": operator.index,
    "in": lambda x: 1 in x,
    "hash": hash,
    "reversed": reversed,
    "array": np.asarray,
    "isclose": lambda x: np.isclose(x, 1.0),
    "array plus": lambda x: np.ones(2) + x,
}


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
@pytest.mark.parametrize("thing", [HERE, THERE], ids=["here", "in the sandbox"])
def test_an_object_refuses_every_operator(thing: Any, operation: Callable[[Any], Any]) -> None:
    kind = TypeError if operation is hash else OpaqueValueError
    with pytest.raises(kind):
        operation(thing)


def test_both_refuse_by_the_same_table() -> None:
    for cls in (Opaque, Handle):
        own = {name: vars(cls).get(name) for name in REFUSED}
        assert len(set(own.values())) == 1
        assert None not in own.values()
        assert cls.__hash__ is None
