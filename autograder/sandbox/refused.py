"""What no object of a submission may do in a check: be compared, tested or computed with.

One table, for objects that stayed in the sandbox (`handles`) and for those of a learner's own
process (`autograder.plain_data`), or an operator is a wrong answer in one and a broken check in
the other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge", "bool", "contains")
_CONVERSIONS = ("int", "float", "complex", "index", "array", "round", "trunc", "floor", "ceil")
_UNARY = ("neg", "pos", "abs", "invert", "reversed")
_BINARY = (
    "add",
    "sub",
    "mul",
    "matmul",
    "truediv",
    "floordiv",
    "mod",
    "divmod",
    "pow",
    "lshift",
    "rshift",
    "and",
    "xor",
    "or",
)
REFUSED = tuple(
    f"__{name}__"
    for name in (
        *_COMPARISONS,
        *_CONVERSIONS,
        *_UNARY,
        "array_ufunc",
        *_BINARY,
        *(f"r{name}" for name in _BINARY),
        *(f"i{name}" for name in _BINARY if name != "divmod"),
    )
)


def refuse_all(cls: type, refuse: Callable[..., Any]) -> None:
    """Let every operator of the class call `refuse`, which raises; and let nobody hash it."""
    for name in REFUSED:
        setattr(cls, name, refuse)
    cls.__hash__ = None  # type: ignore[assignment]  # Python's own way to say unhashable
