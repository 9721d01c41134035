"""Reading what a child claims, strictly: every field has the type we expect or is a violation."""

from __future__ import annotations

import re
from typing import Any

from autograder.sandbox.errors import ProtocolError, Verdict
from autograder.sandbox.outcome import CellError, Display
from autograder.sandbox.raised import exception_for

MIME = re.compile(r"[a-z]+/[a-zA-Z0-9.+\-]{1,80}")
MAX_TEXT = 100_000
MAX_LINES = 200
DISK_WORDS = ("No space left", "File too large", "Disk quota")
KINDS = ("execute_result", "display_data")


def text(value: object, limit: int = MAX_TEXT) -> str:
    """A string of at most `limit` characters that can be written as UTF-8."""
    if type(value) is not str:
        raise ProtocolError("expected text")
    return value[:limit].encode("utf-8", "replace").decode("utf-8")


def field(message: object, name: str) -> Any:
    """One field of a message."""
    if type(message) is not dict or name not in message:
        raise ProtocolError(f"a message without {name!r}")
    return message[name]


def texts(value: object, count: int) -> tuple[str, ...]:
    """A list of strings, at most `count` of them kept."""
    if type(value) is not list:
        raise ProtocolError("expected a list of texts")
    return tuple(text(item) for item in value[:count])


def error_parts(value: object) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Names, message and traceback of an error as `worker.describe` made them."""
    names = texts(field(value, "names"), 30)
    if not names:
        raise ProtocolError("an error without a name")
    return names, text(field(value, "message")), texts(field(value, "traceback"), MAX_LINES)


def answer(value: object) -> Any:
    """One of many calls' answers: its value, or the error to raise for what it raised."""
    if type(value) is not list or len(value) != 2 or type(value[0]) is not bool:
        raise ProtocolError("the answer of a call has two parts")
    if value[0]:
        return value[1]
    names, message, _ = error_parts(value[1])
    return exception_for(names, message)


def cell_error(value: object) -> CellError | None:
    """The error of a cell, if any."""
    if value is None:
        return None
    names, message, traceback = error_parts(value)
    return CellError(names[0], names, message, traceback)


def cell(reply: dict[str, Any], budget: int) -> tuple[CellError | None, tuple[Display, ...], int]:
    """A cell's error, its displays within `budget` bytes, and the bytes of displays left out."""
    if "ok" not in reply:
        return cell_error(field(reply, "error")), (), 0
    value = reply["ok"]
    shown, dropped = displays(field(value, "outputs"), budget)
    return cell_error(field(value, "error")), shown, dropped


def displays(value: object, budget: int) -> tuple[tuple[Display, ...], int]:
    """The displays of a cell that fit into `budget` bytes, and the bytes of those that do not."""
    if type(value) is not list:
        raise ProtocolError("expected a list of displays")
    kept, dropped = [], 0
    for item in value:
        kind, data, offset = field(item, "kind"), field(item, "data"), field(item, "offset")
        if kind not in KINDS or type(data) is not dict or type(offset) is not int:
            raise ProtocolError("a display of no known kind")
        rendered: dict[str, str | bytes] = {}
        for mime, content in data.items():
            if type(mime) is not str or not MIME.fullmatch(mime):
                raise ProtocolError("a display without a MIME type")
            rendered[mime] = content if type(content) is bytes else text(content, len(content))
        size = sum(len(content) for content in rendered.values())
        if size > budget:
            dropped += size
            continue
        budget -= size
        kept.append(Display(kind, rendered, max(0, offset)))
    return tuple(kept), dropped


def verdict_of(error: CellError | None, *, interrupted: bool) -> Verdict:
    """What a finished cell's error amounts to. It explains; it does not decide a score."""
    if error is None:
        return Verdict.FINISHED
    if interrupted and "KeyboardInterrupt" in error.names:
        return Verdict.CELL_TIMEOUT
    if "MemoryError" in error.names:
        return Verdict.OUT_OF_MEMORY
    if "OSError" in error.names and any(words in error.message for words in DISK_WORDS):
        return Verdict.DISK_FULL
    if "RuntimeError" in error.names and "can't start new thread" in error.message:
        return Verdict.TOO_MANY_THREADS
    return Verdict.RAISED
