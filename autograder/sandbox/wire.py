"""Frames: what travels between the judge and a child, and how much of it.

The attack: a message made to run code, to crash the reader, or to exhaust it.
So there is no pickle from child to judge, and no format with offsets to forge.
A frame is four bytes of length, four bytes of header length, a JSON header, and raw buffers; the
header holds one node (see `encode`) and the length of each buffer, and everything must add up.

Caps hold on both sides. On the judge's they are checked before memory is taken.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Callable
from typing import Any, NoReturn

from autograder.sandbox.errors import ProtocolError, UnsendableValue

MAX_FRAME = 64 << 20
"""Bytes of a frame after its length."""
MAX_HEADER = 4 << 20
"""Bytes of its JSON header."""
WORKS_AHEAD = 0.05
"""Seconds after which a child makes no further calls that nobody waits for."""
MAX_AHEAD = 1 << 20
"""Bytes of answers after which it makes none."""
MAX_DEPTH = 60
"""Containers inside containers."""
MAX_NODES = 500_000
"""Values in one message, not counting plain numbers and strings inside packed buffers."""

LENGTH = struct.Struct("<I")

Node = Any
"""A JSON value: null, true, false, a number, a string, a list of nodes, or {"t": kind, ...}."""


# Made once: json.dumps and json.loads would make them anew for every frame.
_to_json = json.JSONEncoder(separators=(",", ":"), check_circular=False, allow_nan=False).encode


def join(node: Node, buffers: list[bytes]) -> bytes:
    """The frame, its length in front. Raises `UnsendableValue` when a cap is exceeded."""
    lengths = [len(buffer) for buffer in buffers]
    header = _to_json([node, lengths]).encode("ascii")
    if len(header) > MAX_HEADER:
        raise UnsendableValue("the value has too many parts to be sent")
    size = LENGTH.size + len(header) + sum(lengths)
    if size > MAX_FRAME:
        raise UnsendableValue(f"the value takes more than {MAX_FRAME >> 20} MB")
    return b"".join([LENGTH.pack(size), LENGTH.pack(len(header)), header, *buffers])


def _refuse_constant(name: str) -> NoReturn:
    raise ProtocolError(f"{name} is not JSON")


_from_json = json.JSONDecoder(parse_constant=_refuse_constant).decode


def split(body: bytes | bytearray | memoryview) -> tuple[Node, list[memoryview]]:
    """The node and the buffers of a frame without its length. Raises only `ProtocolError`."""
    view = memoryview(body)
    if not LENGTH.size <= len(view) <= MAX_FRAME:
        raise ProtocolError("frame too short or too long")
    (header_length,) = LENGTH.unpack_from(view)
    start = LENGTH.size + header_length
    if header_length > MAX_HEADER or start > len(view):
        raise ProtocolError("header too long")
    try:
        header = _from_json(bytes(view[LENGTH.size : start]).decode("ascii"))
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"header is not JSON: {type(error).__name__}") from None
    if type(header) is not list or len(header) != 2 or type(header[1]) is not list:
        raise ProtocolError("header is not a node and lengths")
    node, lengths = header
    if not all(type(length) is int and length >= 0 for length in lengths):
        raise ProtocolError("buffer lengths are not counts")
    if start + sum(lengths) != len(view):
        raise ProtocolError("buffer lengths do not add up")
    buffers = []
    for length in lengths:
        buffers.append(view[start : start + length])
        start += length
    return node, buffers


def seal(body: memoryview, number: int) -> bytes | None:
    """A digest of all that a frame answers to request `number` but the number itself.

    Frames with the same seal mean the same. None for a frame that is no answer of `answers`.
    """
    start = f"[[{number},".encode()
    end = LENGTH.size + len(start)
    if body[LENGTH.size : end] != start:
        return None
    (header_length,) = LENGTH.unpack_from(body)
    digest = hashlib.sha256(b"%d " % (header_length - len(start)))
    digest.update(body[end:])
    return digest.digest()


def answers(number: int, nodes: list[Node], buffers: list[bytes]) -> bytes:
    """The frame of many answers to request `number`: a list, so that its number comes first."""
    return join([number, nodes], buffers)


Fallback = Callable[[object, list[bytes]], Node]
"""Makes a node for what is not plain data, adding buffers if it needs them, or raises TypeError."""
