"""Where two values differ first, and the two parts that differ there.

What is expected decides how the two are compared; what was received is never asked.
"""

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from autograder.brief import brief, brief_pair
from autograder.plain_data import Opaque
from autograder.sandbox.handles import Handle
from autograder.words import a, counted, name_of

SHOWN = 5
"""Entries shown of those that differ in an array or table."""
MANY = 16
"""Items of a list that are compared all at once first."""


@dataclass(frozen=True)
class Difference:
    """The first difference between two values.

    problem: what differs, in a few words; expected, received: the parts that differ;
    path: the way to them, such as "item 1: 'reasons'", empty at the top;
    where: which part of what lies there they are, empty for all of it.
    """

    problem: str
    expected: object
    received: object
    path: str = ""
    where: str = ""

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}" if self.path else self.problem

    @property
    def in_kind(self) -> bool:
        """Whether the types differ, so that the same is said whatever the values are."""
        ends = [f", not {what(self.received)}"]
        if type(self.received) in (np.ndarray, pd.Series):  # any other class may refuse
            dtype = self.received.dtype  # type: ignore[attr-defined]
            ends += [f", not {dtype}", f" (dtype {dtype})"]
        return self.problem.endswith(tuple(ends))

    def below(self, step: str) -> "Difference":
        """The same difference, seen from one level up."""
        return replace(self, path=f"{step}: {self.path}" if self.path else step)


def difference(
    received: object, expected: object, rtol: float = 0, atol: float = 0
) -> Difference | None:
    """How the two differ, or None. Dispatch is on the type of what is expected.

    Raises TypeError if `expected` is of a type that cannot be compared with.
    """
    found = _compared(received, expected, rtol, atol)
    if isinstance(found, Difference):
        return found
    return Difference(found, expected, received) if found else None


_Found = Difference | str
"""A difference; or only its problem, if all of the two values differs; empty for none."""


def what(value: object) -> str:
    if isinstance(value, Opaque | Handle):
        return f"{value!r}{_kept_by_arrow(repr(value))}"
    return a(name_of(type(value)))


def _kept_by_arrow(text: str) -> str:
    """What to do with an object that looks like the one expected, but whose values Arrow keeps."""
    kind = text.removeprefix("an object of type ")
    if kind.startswith("pyarrow."):
        return (
            ", which is Arrow's own; convert it with `.to_pandas()`, `.to_pylist()` or `.as_py()`"
        )
    if kind.startswith("pandas.") and kind.rpartition(".")[2] in ("Series", "DataFrame", "Index"):
        return (
            ", whose values are not kept by NumPy (a dtype such as `int64[pyarrow]`); convert it "
            "with `.astype`"
        )
    return ""


def _is_number(value: object, kind: type) -> bool:
    """Python's int or float or NumPy's, exactly: a subclass may lie about its value."""
    if isinstance(value, np.generic):
        numpys = np.integer if kind is int else (np.integer, np.floating)
        return isinstance(value, numpys) and type(value).__module__ == "numpy"
    return type(value) is int or type(value) is kind


def _compared(received: object, expected: object, rtol: float, atol: float) -> _Found:
    if expected is None:
        return "" if received is None else f"expected None, not {what(received)}"
    if isinstance(expected, bool | np.bool_):
        if not isinstance(received, bool | np.bool_):
            return f"expected True or False, not {what(received)}"
        return "" if bool(received) == bool(expected) else "the truth value differs"
    if isinstance(expected, int | np.integer):
        return _int_difference(received, int(expected))
    if isinstance(expected, float | np.floating):
        return _float_difference(received, float(expected), rtol, atol)
    if expected is pd.NA or expected is pd.NaT:
        return "" if received is expected else f"expected {expected}, not {what(received)}"
    for kind, compare in _BY_TYPE.items():
        if isinstance(expected, kind):
            if type(received) is not kind and not (kind is str and type(received) is np.str_):
                return f"expected {a(name_of(kind))}, not {what(received)}"
            return compare(received, expected, rtol, atol)
    raise TypeError(f"assert_same cannot compare with {what(expected)}")


def _int_difference(received: object, expected: int) -> str:
    if not _is_number(received, int):
        return f"expected a whole number (int), not {what(received)}"
    return "" if int(received) == expected else "the numbers differ"  # type: ignore[call-overload]


def _float_difference(received: object, expected: float, rtol: float, atol: float) -> str:
    if not _is_number(received, float):
        return f"expected a number, not {what(received)}"
    try:
        value = float(received)  # type: ignore[arg-type]
    except OverflowError:  # an int beyond every float
        return "the numbers differ"
    if math.isfinite(expected):
        if not math.isfinite(value):
            return f"expected a finite number, not {value}"
        return "" if abs(value - expected) <= atol + rtol * abs(expected) else "the numbers differ"
    same = value == expected or (math.isnan(value) and math.isnan(expected))
    return "" if same else f"expected {expected}, not {value}"


def _equal(received: Any, expected: Any, rtol: float, atol: float) -> str:
    return "" if received == expected else "the values differ"


def _text(received: Any, expected: Any, rtol: float, atol: float) -> _Found:
    if received == expected:
        return ""
    first = _first_unlike(received, expected)
    start = max(first - 40, 0)
    where = f"from character {start} on" if start else ""
    return Difference("the values differ", expected[start:], received[start:], where=where)


def _first_unlike(
    received: Any, expected: Any, unlike: Callable[[Any, Any], object] = operator.ne
) -> int:
    """The place of the first item that differs; the length of the shorter if none does."""
    for place, (ours, theirs) in enumerate(zip(received, expected, strict=False)):
        if unlike(ours, theirs):
            return place
    return min(len(received), len(expected))


def _sequence(received: Any, expected: Any, rtol: float, atol: float) -> _Found:
    if len(received) != len(expected):
        first = _first_unlike(received, expected, difference)
        problem = f"expected {counted(len(expected), 'item')}, not {len(received):,}"
        where = f"from item {first} on" if first else ""
        return Difference(problem, expected[first:], received[first:], where=where)
    if len(expected) >= MANY and _all_same(received, expected, rtol, atol):
        return ""
    for position, (ours, theirs) in enumerate(zip(received, expected, strict=True)):
        found = difference(ours, theirs, rtol, atol)
        if found:
            return found.below(f"item {position}")
    return ""


def _all_same(received: Any, expected: Any, rtol: float, atol: float) -> bool:
    """Whether all items are of one plain type and agree, which is quicker to see of all at once."""
    kinds = {*map(type, received), *map(type, expected)}
    if kinds == {float}:
        return not _positions(np.array(received), np.array(expected), rtol, atol)
    return kinds in ({int}, {str}) and bool(received == expected)


def _set(received: Any, expected: Any, rtol: float, atol: float) -> _Found:
    missing, extra = _unlike_keys(received, expected)
    if not missing and not extra:
        return ""
    return Difference("the sets differ", set(missing), set(extra), where="what differs")


def _unlike_keys(received: Any, expected: Any) -> tuple[list[object], list[object]]:
    """The members that only the expected, and only the received, set or dict has.

    Those of both that are equal but of another kind are in both lists: True is 1 to a set or dict.
    """
    theirs = {key: key for key in expected}
    unlike = [key for key in received if key in theirs and difference(key, theirs[key])]
    missing = [key for key in expected if key not in received or key in unlike]
    return missing, [key for key in received if key not in theirs or key in unlike]


def _mapping(received: Any, expected: Any, rtol: float, atol: float) -> _Found:
    missing, extra = _unlike_keys(received, expected)
    if missing or extra:
        problems = [f"missing keys {brief(missing, 120)}"] if missing else []
        problems += [f"unexpected keys {brief(extra, 120)}"] if extra else []
        return Difference(
            "; ".join(problems),
            {key: expected[key] for key in missing},
            {key: received[key] for key in extra},
            where="what differs",
        )
    for key, theirs in expected.items():
        found = difference(received[key], theirs, rtol, atol)
        if found:
            return found.below(f"{key!r}")
    return ""


_KINDS = {"b": "True/False", "i": "whole numbers", "f": "floats", "U": "text", "O": "objects"}


def _array(received: Any, expected: Any, rtol: float, atol: float) -> _Found:
    if received.shape != expected.shape:
        return f"expected shape {expected.shape}, not {received.shape}"
    ours, theirs = _kind(received.dtype), _kind(expected.dtype)
    if ours != theirs:
        wanted, found = _KINDS.get(theirs, theirs), _KINDS.get(ours, ours)
        return f"expected {wanted}, not {found} (dtype {received.dtype})"
    return _positions(received.ravel(), expected.ravel(), rtol, atol, expected.shape)


def _kind(dtype: Any) -> str:
    kind = str(getattr(dtype, "kind", "O"))
    return "i" if kind == "u" else kind


def _positions(
    received: Any, expected: Any, rtol: float, atol: float, shape: tuple[int, ...] = ()
) -> _Found:
    if _kind(expected.dtype) == "f":
        if (received == expected).all():  # as in most right answers
            return ""
        unlike = np.isnan(received) != np.isnan(expected)
        with np.errstate(invalid="ignore", over="ignore"):
            close = np.abs(received - expected) <= atol + rtol * np.abs(expected)
        close &= np.isfinite(expected)  # everything is within a tolerance of infinity
        wrong = unlike | ~(close | (received == expected) | np.isnan(expected))
        places = np.flatnonzero(wrong)
    elif expected.dtype == object:
        places = np.array(
            [
                place
                for place, (ours, theirs) in enumerate(zip(received, expected, strict=True))
                if difference(ours, theirs, rtol, atol)
            ],
            dtype=int,
        )
    elif expected.dtype.kind in "mM":
        unlike = np.isnat(received) != np.isnat(expected)
        places = np.flatnonzero(unlike | ((received != expected) & ~np.isnat(expected)))
    else:
        places = np.flatnonzero(received != expected)
    if not len(places):
        return ""
    shown = {_place(k, shape): k for k in places[:SHOWN]}
    where, first = next(iter(shown.items()))
    wanted, got = brief_pair(expected[first], received[first], 60)
    differ = "differs, at" if len(places) == 1 else "differ, the first at"
    return Difference(
        f"{len(places):,} of {counted(len(expected), 'value')} {differ} position "
        f"{list(where) if isinstance(where, tuple) else where}: expected {wanted}, not {got}",
        {place: expected[k] for place, k in shown.items()},
        {place: received[k] for place, k in shown.items()},
        where="by position" if len(places) <= SHOWN else "by position, the first",
    )


def _place(place: Any, shape: tuple[int, ...]) -> int | tuple[int, ...]:
    """A position in a flattened array as one of its shape."""
    if len(shape) < 2:
        return int(place)
    return tuple(int(k) for k in np.unravel_index(place, shape))


def _series(received: Any, expected: Any, rtol: float, atol: float) -> _Found:
    if len(received) != len(expected):
        return f"expected {counted(len(expected), 'row')}, not {len(received):,}"
    if not received.index.equals(expected.index):
        problem = "the index (row labels and their order) is not the expected one"
        theirs, ours = expected.index.tolist(), received.index.tolist()
        # By their texts: comparing with a missing label is neither true nor false.
        first = _first_unlike([repr(label) for label in ours], [repr(label) for label in theirs])
        where = f"row labels from position {first} on"
        return Difference(problem, theirs[first:], ours[first:], where=where)
    if received.name != expected.name:
        return f"expected the name {expected.name!r}, not {brief(received.name, 60)}"
    if _family(received.dtype) != _family(expected.dtype):
        return f"expected dtype {expected.dtype}, not {received.dtype}"
    if isinstance(expected.dtype, np.dtype):
        return _positions(received.to_numpy(), expected.to_numpy(), rtol, atol)
    if received.array.equals(expected.array):  # as in most right answers
        return ""
    return _positions(
        received.astype(object).where(received.notna(), None).to_numpy(dtype=object),
        expected.astype(object).where(expected.notna(), None).to_numpy(dtype=object),
        rtol,
        atol,
    )


def _family(dtype: Any) -> tuple[bool, str]:
    """Whether a dtype is NumPy's own, and its kind; extension types are told by name."""
    return (True, _kind(dtype)) if isinstance(dtype, np.dtype) else (False, str(dtype))


def _frame(received: Any, expected: Any, rtol: float, atol: float) -> _Found:
    ours, theirs = list(received.columns), list(expected.columns)
    if ours != theirs:
        problem = f"expected columns {theirs}, not {brief(ours)}"
        return Difference(problem, theirs, ours, where="columns")
    columns = zip(theirs, _columns(received), _columns(expected), strict=True)
    for name, received_column, expected_column in columns:
        found = difference(received_column, expected_column, rtol, atol)
        if found:
            return found.below(f"column {name!r}")
    return ""


def _columns(frame: pd.DataFrame) -> list[pd.Series]:
    """The columns one after the other, also where two have the same name."""
    return [column for _, column in frame.items()]


_BY_TYPE: dict[type, Callable[[Any, Any, float, float], _Found]] = {
    str: _text,
    bytes: _text,
    set: _set,
    frozenset: _set,
    list: _sequence,
    tuple: _sequence,
    dict: _mapping,
    np.ndarray: _array,
    pd.Series: _series,
    pd.DataFrame: _frame,
    pd.Timestamp: _equal,
    pd.Timedelta: _equal,
}
