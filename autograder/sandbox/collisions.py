"""Values made to collide in a hash table, which then takes n² steps for n of them.

A judge's own dictionaries are not the only tables: pandas makes one of every column that it looks
something up in, by hashes that anybody can work out. So values are counted as they are read, in
time that is linear in their number, and a message with too many of one hash is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from autograder.sandbox.errors import ProtocolError

MAX_ALIKE = 64
"""Unequal values of equal hash in one message; more is an attack on a hash table."""
FEW = 4096
"""Numbers in an array that are not worth counting: at their worst they cost milliseconds."""
CHEAP = 1 << 27
"""Texts, times the bytes of all of them, that are not worth counting either."""
_BLOCK = 1 << 20
"""Bytes of text that are worked on at once."""
_BINS = 1 << 16
_ODD = np.uint32(2654435761)
_INVERSE = np.uint32(pow(31, -1, 2**32))
_MAGIC, _SEED = np.uint32(0x5BD1E995), np.uint32(0xC70F6907 ^ 4)


class Alike:
    """The values of one message by their hash, as far as one can be made to collide at all."""

    def __init__(self) -> None:
        self._by_hash: dict[int, list[object]] = {}

    def add(self, value: Any) -> None:
        """Count one value; one that has no hash is in no table. Raises `ProtocolError`."""
        try:
            alike = self._by_hash.setdefault(hash(value), [])
            if value in alike:
                return
        except TypeError:  # it holds a list, say, or something that will not be compared
            return
        alike.append(value)
        if len(alike) > MAX_ALIKE:
            raise ProtocolError("keys made to collide")


def require_spread(keys: list[Any]) -> None:
    """Raise `ProtocolError` if too many of these keys share their hash."""
    if len(keys) - len(set(map(hash, keys))) > MAX_ALIKE:
        raise ProtocolError("keys made to collide")


def require_objects_spread(values: Sequence[Any]) -> None:
    """The same for many objects in an array, of whose hashes pandas folds the halves together."""
    if len(values) <= FEW or all(type(value) is str for value in values):
        return
    distinct: set[int] = set()
    for value in values:
        try:
            distinct.add(hash(value) & (2**64 - 1))
        except TypeError:
            continue
    hashes = np.fromiter(distinct, "u8", len(distinct))
    folded = (hashes ^ (hashes >> np.uint64(32))).astype("u4")
    if np.unique(folded, return_counts=True)[1].max(initial=0) > MAX_ALIKE:
        raise ProtocolError("keys made to collide")


def require_numbers_spread(array: np.ndarray[Any, Any]) -> None:
    """The same for an array of numbers or dates of eight bytes, by the hashes that pandas takes."""
    if array.size <= FEW or array.dtype.kind not in "iufmM" or array.dtype.itemsize != 8:
        return
    bits = np.ascontiguousarray(array).reshape(-1).view("u8")
    hashes_of = _of_floats if array.dtype.kind == "f" else _of_integers
    room = MAX_ALIKE + 8 * bits.size // _BINS
    spread = (hashes_of(bits) * _ODD) >> np.uint32(16)
    if np.bincount(spread, minlength=_BINS).max() > room:  # or they are often the same numbers
        counts = np.unique(hashes_of(np.unique(bits)), return_counts=True)[1]
        if counts.max() > MAX_ALIKE:
            raise ProtocolError("keys made to collide")


def require_texts_spread(values: Sequence[Any]) -> None:
    """The same for texts, by the hash that pandas takes of one in an array of objects."""
    if len(values) <= MAX_ALIKE:
        return
    distinct = {value for value in values if type(value) is str}
    if len(distinct) * sum(map(len, distinct)) <= CHEAP:
        return
    # For pandas a text ends at a zero.
    texts = {text.encode("utf-8", "surrogatepass").partition(b"\0")[0] for text in distinct}
    # Whether a byte beyond ASCII has a sign is another matter on each machine.
    for dtype in ("i1",) if all(map(str.isascii, distinct)) else ("i1", "u1"):
        hashes = _of_texts(texts - {b""}, dtype)
        if np.unique(hashes, return_counts=True)[1].max(initial=0) > MAX_ALIKE:
            raise ProtocolError("keys made to collide")


def _of_texts(texts: Iterable[bytes], dtype: str) -> np.ndarray[Any, Any]:
    """The sum of the bytes of each, times the powers of 31 from its last byte on backwards."""
    powers = np.multiply.accumulate(np.full(_BLOCK, 31, "u4"), dtype="u4") * _INVERSE
    hashes: list[np.ndarray[Any, Any]] = []
    block: list[bytes] = []
    room = _BLOCK
    for text in texts:
        if len(text) > room and block:
            hashes.append(_of_a_block(block, dtype, powers))
            block, room = [], _BLOCK
        if len(text) > room:  # longer than a block
            hashes.append(_of_a_long_text(text, dtype, powers))
            continue
        block.append(text)
        room -= len(text)
    if block:
        hashes.append(_of_a_block(block, dtype, powers))
    return np.concatenate(hashes) if hashes else np.zeros(0, "u4")


def _of_a_block(
    texts: Sequence[bytes], dtype: str, powers: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    points = np.frombuffer(b"".join(texts), dtype).astype("u4")
    sizes = np.fromiter(map(len, texts), "i8", len(texts))
    ends = sizes.cumsum()
    from_the_end = np.repeat(ends, sizes) - 1 - np.arange(points.size)
    summed: np.ndarray[Any, Any] = np.add.reduceat(
        points * powers[from_the_end], ends - sizes, dtype="u4"
    )
    return summed


def _of_a_long_text(text: bytes, dtype: str, powers: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    total = 0
    for start in range(0, len(text), _BLOCK):
        part = text[start : start + _BLOCK]
        (summed,) = _of_a_block([part], dtype, powers).tolist()
        total = (total * pow(31, len(part), 2**32) + summed) % 2**32
    return np.array([total], "u4")


def _of_integers(bits: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    mixed: np.ndarray[Any, Any] = (bits >> np.uint64(33)) ^ bits ^ (bits << np.uint64(11))
    return mixed.astype("u4")


def _of_floats(bits: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Murmur's hash of the two halves."""
    hashes: np.ndarray[Any, Any] = np.full(bits.size, _SEED)
    for half in (bits.astype("u4"), (bits >> np.uint64(32)).astype("u4")):
        half = half * _MAGIC
        half ^= half >> np.uint32(24)
        hashes = (hashes * _MAGIC) ^ (half * _MAGIC)
    hashes ^= hashes >> np.uint32(13)
    hashes = hashes * _MAGIC
    hashes ^= hashes >> np.uint32(15)
    return hashes
