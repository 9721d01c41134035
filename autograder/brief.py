"""Short text for any value, for a person to read in feedback.

What fits is shown whole, mostly as Python would have it. Of what does not fit the beginning is
shown, and how much there is; parts that stand side by side, such as the arguments of a call, get
a fair share of the room each. A text is cut anywhere, a list between two items only.

Numbers are rounded to what a person reads, but not in a call, which has to fail again when it is
made again, nor where two values would look the same.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Literal

import numpy as np
import pandas as pd

from autograder.plain_data import Opaque
from autograder.sandbox.handles import Handle
from autograder.words import counted

LIMIT = 400
"""The longest text of one value, in characters."""

CALL_LIMIT = 800
"""The longest text of one call, in characters."""

_MOST = 300
"""Items of a table or array that are looked at: more never fit."""

_FEW = 8
"""So many items side by side are a record, of which each is worth showing; more are a list."""

_SMALL = 40
"""Numbers of an array that is shown as NumPy has it, in rows and columns."""

_LINE = 100
"""Characters, about, to which the items of a list are shown that cannot all be."""

_NOISY = 13
"""Characters of a number with which there is no room for float noise."""

_LEAST = 45
"""Characters that one of many labelled items needs to tell anything."""


@dataclass(frozen=True)
class _Row:
    """Items side by side.

    before, after: their brackets; items: labels and values, the first `_MOST` at least;
    count: of all; named: whether the labels say something, as the keys of a dict do;
    part: whether even all of the items would not be the whole.
    """

    before: str
    after: str
    items: Iterable[tuple[str, object]]
    count: int
    named: bool = False
    part: bool = False


@dataclass(frozen=True)
class _Column:
    """A column of a table, which is a list, and a Series if its values do not tell its dtype."""

    values: pd.Series


@dataclass(frozen=True)
class _Exact:
    """A value of which each number is shown with all the digits it takes to read it back."""

    value: object


def brief(value: object, limit: int = LIMIT) -> str:
    """A short, one-glance text of `value`."""
    try:
        whole = _whole(value, limit)
        text = _shortened(value, limit) if whole is None else whole
    except (ValueError, RecursionError):  # an integer of thousands of digits; deep nesting
        text = f"<{type(_bare(value)).__name__} too long to show>"
    return text if len(text) <= limit else f"{text[: max(limit - 1, 0)]}…"


def fits(value: object, limit: int = LIMIT) -> bool:
    """Whether `brief` shows all of `value`."""
    try:
        return _whole(value, limit) is not None
    except (ValueError, RecursionError):
        return False


def brief_pair(one: object, other: object, limit: int = LIMIT) -> tuple[str, str]:
    """The texts of two values that are not the same, nor look it if digits can tell them apart."""
    texts = brief(one, limit), brief(other, limit)
    if texts[0] != texts[1]:
        return texts
    return brief(_Exact(one), limit), brief(_Exact(other), limit)


def brief_call(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
    """The call `name(*args, **kwargs)` as a person would write it, large arguments summarised."""
    labelled = [*(("", value) for value in args), *((f"{k}=", v) for k, v in kwargs.items())]
    items = [(label, _Exact(value)) for label, value in labelled]
    return brief(_Row(f"{name}(", ")", items, len(items), named=True), CALL_LIMIT)


def _whole(value: object, room: int) -> str | None:
    """The text of all of `value`; None if that takes more than `room`, without looking at more."""
    bare = _bare(value)
    if type(bare) in _SCALARS:  # nearly always
        text = repr(bare)
        if bare is value and type(bare) is float and len(text) > _NOISY:
            text = _numbers(text)
        return text if len(text) <= room else None
    row = _row(value)
    if row is None:
        text = _atom(value)
        return text if len(text) <= room else None
    room -= len(row.before) + len(row.after)
    if row.part or room < 0:
        return None
    texts = []
    for label, item in row.items:
        whole = _whole(item, room - len(label))
        if whole is None:
            return None
        texts.append(label + whole)
        room -= len(texts[-1]) + 2
    return _joined(row, texts) if room >= -2 else None


def _shortened(value: object, room: int) -> str:
    row = _row(value, cut=True)
    if row is None:
        return _cut(value, room)
    more = f"… {row.count:,} in all"
    room -= len(row.before) + len(row.after)
    if room < len(more):
        return _joined(row, ["…"])
    few = list(islice(row.items, _FEW)) if row.count <= _FEW else []
    if row.named or any(_can_be_cut(item) for _, item in few):
        shown = row.count if few else min(row.count, max(1, room // _LEAST))
        room -= 2 * (shown - 1) + (len(more) + 2 if shown < row.count else 0)
        items = few or list(islice(row.items, shown))
        share = _fair_share([_wanted(label, item, room) for label, item in items], room)
        texts = [label + brief(item, share - len(label)) for label, item in items]
    else:
        room -= len(more) + 2
        texts = list(_first(few or row.items, room, line=room if few else _LINE))
    return _joined(row, texts if len(texts) == row.count else [*texts, more])


def _joined(row: _Row, texts: list[str]) -> str:
    return f"{row.before}{', '.join(texts)}{row.after}"


def _wanted(label: str, item: object, room: int) -> int:
    text = _whole(item, room - len(label))
    return room if text is None else len(label) + len(text)


def _first(items: Iterable[tuple[str, object]], room: int, line: int) -> Iterator[str]:
    """The first items: one, of which there may be a part only, and those that still fit a line."""
    for number, (label, item) in enumerate(islice(items, _LINE)):
        text = _whole(item, room - len(label))
        if text is None and number == 0 and _can_be_cut(item):
            text = brief(item, room - len(label))
        if text is None:
            return
        yield label + text
        room = (room if number else min(room, line)) - len(label) - len(text) - 2


def _can_be_cut(item: object) -> bool:
    """Whether a part of it says something, which one of a number or an instant does not."""
    if _row(item, cut=True) is not None:
        return True
    return isinstance(_bare(item), str | bytes) or len(_atom(item)) > _LINE


def _fair_share(wanted: list[int], room: int) -> int:
    """The most that each may have, if those who want less leave what they do not need."""
    share = room
    for place, want in enumerate(sorted(wanted)):
        share = room // (len(wanted) - place)
        if want > share:
            return share
        room -= want
    return max(share, *wanted)


def _row(value: object, cut: bool = False) -> _Row | None:
    """The items of a container; None for what has none, or is of a class of its own.

    cut: whether there is no room for all of it, where a small array has a text without items.
    """
    kind = type(value)
    if kind in _SCALARS:  # nearly always
        return None
    if isinstance(value, _Exact):
        row = _row(value.value, cut)
        return row and replace(row, items=((label, _Exact(item)) for label, item in row.items))
    if isinstance(value, _Row):
        return value
    if isinstance(value, _Column):
        return _column(value.values)
    if isinstance(value, pd.DataFrame):
        return _frame(value)
    if isinstance(value, pd.Series):
        index = "" if _is_counting(value.index) else f", index={_labels(value.index)}"
        return _values(value, "Series([", f"]{index}, dtype='{value.dtype}')")
    if isinstance(value, np.ndarray) and value.size > (0 if cut else _SMALL):
        items = (("", item) for item in value.flat[:_MOST])
        before = f"array of shape {value.shape}, dtype={value.dtype}: ["
        return _Row(before, "]", items, value.size, part=True)
    if isinstance(value, dict) and kind is dict:
        pairs = ((f"{_key(key)}: ", item) for key, item in value.items())
        return _Row("{", "}", pairs, len(value), named=True)
    if isinstance(value, list | tuple | set | frozenset) and value and kind in _BRACKETS:
        before, after = _BRACKETS[kind]
        if kind is tuple and len(value) == 1:
            after = ",)"
        return _Row(before, after, (("", item) for item in value), len(value))
    return None


_PLAIN = {str, int, bool, type(None)}
"""Scalars whose own text is short and exact."""

_SCALARS = {*_PLAIN, float}

_BRACKETS: dict[type, tuple[str, str]] = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    set: ("{", "}"),
    frozenset: ("frozenset({", "})"),
}


def _key(key: object) -> str:
    text = _atom(_Exact(key))
    return text if len(text) <= 80 else brief(key, 80)


def _values(values: pd.Series, before: str, after: str) -> _Row:
    items = [("", item) for item in values.iloc[:_MOST].tolist()]
    return _Row(before, after, items, len(values), part=len(values) > _MOST)


def _column(values: pd.Series) -> _Row:
    shown = pd.Series(values.iloc[:_MOST].tolist())
    if shown.dtype == values.dtype:
        return _values(values, "[", "]")
    return _values(values, "Series([", f"], dtype='{values.dtype}')")


def _frame(table: pd.DataFrame) -> _Row:
    rows, columns = table.shape
    pairs = (  # by position: names may repeat
        (f"{_key(name)}: ", _Column(table.iloc[:, k])) for k, name in enumerate(table.columns)
    )
    if rows > _MOST or table.size > 60:
        before = f"DataFrame of {counted(rows, 'row')} × {counted(columns, 'column')}: {{"
        return _Row(before, "}", pairs, columns, named=True, part=True)
    index = "" if _is_counting(table.index) else f", index={_labels(table.index)}"
    return _Row("DataFrame({", f"}}{index})", pairs, columns, named=True)


def _labels(index: pd.Index) -> str:
    return brief(_Exact(index[:_MOST].tolist()), 120)


def _atom(value: object) -> str:
    if isinstance(value, _Exact):
        return _text(value.value, floatmode="unique")
    text = _text(value, floatmode="maxprec")
    return text if isinstance(value, str | bytes) else _numbers(text)


def _text(value: object, floatmode: Literal["unique", "maxprec"]) -> str:
    if type(value) in _PLAIN or isinstance(value, str | bytes):
        return repr(value)
    if isinstance(value, np.ndarray):
        with np.printoptions(floatmode=floatmode):
            text = re.sub(r"\n\s*", " ", repr(value))
        # NumPy sets numbers in columns, of which one line has none.
        return re.sub(r" +(?=[],])", "", text) if value.dtype.kind in "fc" else text
    if isinstance(value, np.datetime64 | np.timedelta64):  # Python's own know no nanoseconds
        return repr(value)
    if isinstance(value, np.generic):
        return repr(value.item())
    if isinstance(value, Opaque | Handle):  # its own type is our affair
        return repr(value)
    if type(value).__repr__ is object.__repr__ or callable(value):
        kind = type(value).__name__
        return str(getattr(value, "__name__", f"<{kind}>"))
    return repr(value)


def _bare(value: object) -> object:
    return value.value if isinstance(value, _Exact) else value


def _cut(value: object, room: int) -> str:
    if not _can_be_cut(value):
        return "…"
    text, bare = _atom(value), _bare(value)
    more = f"… {len(bare):,} in all" if isinstance(bare, str | bytes) else "…"
    if len(more) * 2 > room:
        more = "…"
    return text[: max(room - len(more), 0)] + more


def _is_counting(index: pd.Index) -> bool:
    return isinstance(index, pd.RangeIndex) and index.start == 0 and index.step == 1


def _numbers(text: str) -> str:
    """Float noise is not news: 0.30000000000000004 reads as 0.3 (12 significant digits)."""
    return re.sub(r"\d+\.\d{12,}(?:e[+-]?\d+)?", lambda m: f"{float(m.group()):.12g}", text)
