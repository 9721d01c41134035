"""Short text for any value, for a person to read in feedback."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

LIMIT = 400
"""The longest text of one value, in characters."""


def brief(value: object, limit: int = LIMIT) -> str:
    """A short, one-glance text of `value`; tables too large to read give their size."""
    try:
        text = _text(value)
    except (ValueError, RecursionError):  # an integer of thousands of digits; deep nesting
        text = f"<{type(value).__name__} too long to show>"
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def brief_call(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
    """The call `name(*args, **kwargs)` as a person would write it, large arguments summarised."""
    parts = [brief(value, 120) for value in args]
    parts += [f"{key}={brief(value, 120)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(parts)})"


def _text(value: object) -> str:
    if isinstance(value, pd.DataFrame):
        if value.size <= 60 and value.shape[1] <= 8:
            columns = enumerate(value.columns)  # by position: names may repeat
            parts = [f"{name!r}: {_text(value.iloc[:, k].tolist())}" for k, name in columns]
            return f"DataFrame({{{', '.join(parts)}}})"
        return f"DataFrame of {value.shape[0]:,} rows × {value.shape[1]} columns"
    if isinstance(value, pd.Series):
        if len(value) <= 20:
            index = "" if _is_counting(value.index) else f", index={value.index.tolist()!r}"
            return f"Series({_numbers(repr(value.tolist()))}{index}, dtype={value.dtype})"
        return f"Series of {len(value):,} values, dtype={value.dtype}"
    if isinstance(value, np.ndarray):
        if value.size <= 40:
            return _numbers(repr(value).replace("\n", ""))
        return f"array of shape {value.shape}, dtype={value.dtype}"
    if isinstance(value, np.generic):
        return _numbers(repr(value.item()))
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_text(item)}" for key, item in value.items()) + "}"
    if type(value).__repr__ is object.__repr__ or callable(value):
        kind = type(value).__name__
        return str(getattr(value, "__name__", f"<{kind}>"))
    return _numbers(repr(value))


def printable(text: str) -> str:
    """`text` with control characters and lone surrogates spelled out: safe for any terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else repr(c)[1:-1] for c in text)


def _is_counting(index: pd.Index) -> bool:
    return isinstance(index, pd.RangeIndex) and index.start == 0 and index.step == 1


def _numbers(text: str) -> str:
    """Float noise is not news: 0.30000000000000004 reads as 0.3 (12 significant digits)."""
    return re.sub(r"\d+\.\d{12,}(?:e[+-]?\d+)?", lambda m: f"{float(m.group()):.12g}", text)
