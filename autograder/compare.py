"""The one comparison that checks use: it demands type, shape, dtype kind and finiteness.

Plain assertions are not enough. `np.allclose([], x)` is true, NaN passes `not abs(x - y) > tol`,
and an object that compares equal to everything passes `==`.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from autograder.brief import brief
from autograder.submission import Opaque


class Mismatch(AssertionError):
    """A value that is not what the contract says.

    problem: one sentence; expected, received: short texts of both sides.
    """

    def __init__(self, problem: str, expected: str = "", received: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.expected = expected
        self.received = received


def assert_same(
    received: object,
    expected: object,
    *,
    rtol: float = 1e-9,
    atol: float = 1e-12,
    why: str = "",
) -> None:
    """Demand that `received` is the value `expected`, of the same kind.

    Numbers may be Python's or NumPy's. An integer is a fine float, a bool is no number.
    Floats agree within `atol + rtol * |expected|`; a NaN agrees only with a NaN.
    `why` is one sentence for the student on what a difference means.
    """
    problem = _difference(received, expected, rtol, atol)
    if problem:
        raise Mismatch(f"{why} ({problem})" if why else problem, brief(expected), brief(received))


def is_a(received: object, kind: type | tuple[type, ...]) -> None:
    """Demand that `received` is exactly of one of the given types (no subclass)."""
    kinds = kind if isinstance(kind, tuple) else (kind,)
    if type(received) not in kinds:
        names = " or ".join(_name(k) for k in kinds)
        raise Mismatch(
            f"The result is {_what(received)}, not {_article(kinds[0])}.",
            names,
            f"{_name(type(received))}: {brief(received, 200)}",
        )


def _name(kind: type) -> str:
    return kind.__name__


def _article(kind: type) -> str:
    name = _name(kind)
    return f"an {name}" if name[0].lower() in "aeio" else f"a {name}"


def _what(value: object) -> str:
    return repr(value) if isinstance(value, Opaque) else _article(type(value))


def _is_number(value: object, kind: type) -> bool:
    """Python's int or float or NumPy's, exactly: a subclass may lie about its value."""
    if isinstance(value, np.generic):
        numpys = np.integer if kind is int else (np.integer, np.floating)
        return isinstance(value, numpys) and type(value).__module__ == "numpy"
    return type(value) is int or type(value) is kind


def _difference(received: object, expected: object, rtol: float, atol: float) -> str:
    """Why the two differ, or nothing. Dispatch is on the type of what is expected."""
    if expected is None:
        return "" if received is None else f"expected None, not {_what(received)}"
    if isinstance(expected, bool | np.bool_):
        if not isinstance(received, bool | np.bool_):
            return f"expected True or False, not {_what(received)}"
        return "" if bool(received) == bool(expected) else "the truth value differs"
    if isinstance(expected, int | np.integer):
        return _int_difference(received, int(expected))
    if isinstance(expected, float | np.floating):
        return _float_difference(received, float(expected), rtol, atol)
    if expected is pd.NA or expected is pd.NaT:
        return "" if received is expected else f"expected {expected}, not {_what(received)}"
    for kind, compare in _BY_TYPE.items():
        if isinstance(expected, kind):
            if type(received) is not kind and not (kind is str and type(received) is np.str_):
                return f"expected {_article(kind)}, not {_what(received)}"
            return compare(received, expected, rtol, atol)
    raise TypeError(f"assert_same cannot compare with {_article(type(expected))}")


def _int_difference(received: object, expected: int) -> str:
    if not _is_number(received, int):
        return f"expected a whole number (int), not {_what(received)}"
    return "" if int(received) == expected else "the numbers differ"  # type: ignore[call-overload]


def _float_difference(received: object, expected: float, rtol: float, atol: float) -> str:
    if not _is_number(received, float):
        return f"expected a number, not {_what(received)}"
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


def _sequence(received: Any, expected: Any, rtol: float, atol: float) -> str:
    if len(received) != len(expected):
        return f"expected {len(expected)} items, not {len(received)}"
    for position, (ours, theirs) in enumerate(zip(received, expected, strict=True)):
        problem = _difference(ours, theirs, rtol, atol)
        if problem:
            return f"item {position}: {problem}"
    return ""


def _set(received: Any, expected: Any, rtol: float, atol: float) -> str:
    same = received == expected and not _unlike_keys(received, expected)
    return "" if same else "the sets differ"


def _unlike_keys(received: Any, expected: Any) -> list[object]:
    """The members of both that are equal but of another kind: True is 1 to a set or dict."""
    theirs = {key: key for key in expected}
    return [key for key in received if key in theirs and _difference(key, theirs[key], 0, 0)]


def _mapping(received: Any, expected: Any, rtol: float, atol: float) -> str:
    unlike = _unlike_keys(received, expected)
    missing = [key for key in expected if key not in received or key in unlike]
    extra = [key for key in received if key not in expected or key in unlike]
    if missing or extra:
        parts = [f"missing keys {missing}"] if missing else []
        parts += [f"unexpected keys {brief(extra, 120)}"] if extra else []
        return "; ".join(parts)
    for key, theirs in expected.items():
        problem = _difference(received[key], theirs, rtol, atol)
        if problem:
            return f"{key!r}: {problem}"
    return ""


_KINDS = {"b": "True/False", "i": "whole numbers", "f": "floats", "U": "text", "O": "objects"}


def _array(received: Any, expected: Any, rtol: float, atol: float) -> str:
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
) -> str:
    if _kind(expected.dtype) == "f":
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
                if _difference(ours, theirs, rtol, atol)
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
    first = places[0]
    where = [int(k) for k in np.unravel_index(first, shape)] if len(shape) > 1 else first
    count = f"{len(places):,} of {len(expected):,} values differ"
    return (
        f"{count}, the first at position {where}: "
        f"expected {brief(expected[first], 60)}, not {brief(received[first], 60)}"
    )


def _series(received: Any, expected: Any, rtol: float, atol: float) -> str:
    if len(received) != len(expected):
        return f"expected {len(expected)} rows, not {len(received)}"
    if not received.index.equals(expected.index):
        return "the index (row labels and their order) is not the expected one"
    if received.name != expected.name:
        return f"expected the name {expected.name!r}, not {brief(received.name, 60)}"
    if _family(received.dtype) != _family(expected.dtype):
        return f"expected dtype {expected.dtype}, not {received.dtype}"
    if isinstance(expected.dtype, np.dtype):
        return _positions(received.to_numpy(), expected.to_numpy(), rtol, atol)
    return _positions(
        received.astype(object).where(received.notna(), None).to_numpy(dtype=object),
        expected.astype(object).where(expected.notna(), None).to_numpy(dtype=object),
        rtol,
        atol,
    )


def _family(dtype: Any) -> tuple[bool, str]:
    """Whether a dtype is NumPy's own, and its kind; extension types are told by name."""
    return (True, _kind(dtype)) if isinstance(dtype, np.dtype) else (False, str(dtype))


def _frame(received: Any, expected: Any, rtol: float, atol: float) -> str:
    if list(received.columns) != list(expected.columns):
        return f"expected columns {list(expected.columns)}, not {brief(list(received.columns))}"
    for position, name in enumerate(expected.columns):
        problem = _series(received.iloc[:, position], expected.iloc[:, position], rtol, atol)
        if problem:
            return f"column {name!r}: {problem}"
    return ""


_BY_TYPE: dict[type, Callable[[Any, Any, float, float], str]] = {
    str: _equal,
    bytes: _equal,
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
