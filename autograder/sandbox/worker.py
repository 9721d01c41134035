"""The child's end of the wire: runs cells and calls, answers with plain data.

It is honest until student code runs; from then on the judge treats it as the student's.
Objects that are not plain data stay in `kept` and travel as numbers.
"""

from __future__ import annotations

import builtins
import io
import os
import pickle
import random
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import is_dataclass
from time import monotonic
from types import FunctionType
from typing import Any

import cloudpickle
import numpy as np

from autograder.sandbox import encode, encode_pandas, references, wire
from autograder.sandbox.confine import PROTOCOL_FD
from autograder.sandbox.errors import UnsendableValue
from autograder.sandbox.fresh import fresh
from autograder.sandbox.here import import_from_here
from autograder.sandbox.shell import (
    CellShell,
    CountingStream,
    OutputLog,
    choose_rendering,
    no_debugger,
)

# Imported for their kinds, here rather than on first use, which would be once in every child.
__all__ = ["Worker", "cloudpickle", "encode_pandas", "serve"]

MAX_MESSAGE = 20_000
MAX_TRACEBACK = 100_000
Interrupted = signal.default_int_handler


def text_of(error: BaseException) -> str:
    """The message of an error whose `__str__` may itself be broken."""
    try:
        return str(error)[:MAX_MESSAGE]
    except BaseException:  # student code: whatever it raises, the message is unprintable
        return "<unprintable error>"


def describe(error: BaseException, traceback: list[str] | None = None) -> dict[str, Any]:
    """An error as plain data: names of its classes, most derived first, and its text."""
    names = [kind.__name__ for kind in type(error).__mro__[:30]]
    lines = [line[:MAX_TRACEBACK] for line in (traceback or [])[:200]]
    return {"names": names, "message": text_of(error), "traceback": lines}


class _Fingerprint(pickle.Pickler):
    """Functions and classes, which a check sends by value, stand for themselves."""

    def reducer_override(self, value: object) -> Any:
        if type(value) is FunctionType or isinstance(value, type):
            return hex, (id(value),)
        return NotImplemented


def fingerprint(value: object) -> bytes | None:
    """Bytes that are the same as long as the value is; None if there are none to be had."""
    file = io.BytesIO()
    try:
        _Fingerprint(file, protocol=5).dump(value)
        return file.getvalue()
    except Exception:  # a spy, or an object of the student's: it is compared in the judge
        return None


class _Held:
    """An object that is to be kept, even if it is a record that could be sent."""

    def __init__(self, value: object) -> None:
        self.value = value


def _made_by(function: object, value: object) -> object:
    """What a call gives. What a class makes stays here, or the methods of a dataclass are lost."""
    if isinstance(function, type) and type(value) is function and is_dataclass(function):
        return _Held(value)
    return value


class Worker:
    """One session, seen from inside."""

    def __init__(self, shell: CellShell) -> None:
        self.shell: Any = shell
        self.socket = socket.socket(fileno=PROTOCOL_FD)
        self.kept: dict[int, object] = {}
        self.mentioned: list[object] = []
        self.current = 0
        self.operations: dict[str, Callable[[dict[str, Any]], object]] = {
            "cell": self.run_cell,
            "names": self.names,
            "function": self.function,
            "get": self.get,
            "call": self.call,
            "calls": self.call_each,
            "item": self.item,
            "next": self.take,
            "iterate": self.iterate,
            "length": self.length,
        }
        references.answer_with(self._mention, self._spy)

    # -- transport

    def receive(self) -> dict[str, Any]:
        """The next request. The judge's bytes may be pickle; only the way back must not be."""
        size = wire.LENGTH.unpack(self._exactly(wire.LENGTH.size))[0]
        self.mentioned.clear()
        message: dict[str, Any] = pickle.loads(self._exactly(size))
        return message

    def _exactly(self, count: int) -> bytearray:
        data = bytearray(count)
        view = memoryview(data)
        got = 0
        while got < count:
            received = self.socket.recv_into(view[got:])
            if received == 0:
                os._exit(0)  # the judge closed the session
            got += received
        return data

    def send(self, message: dict[str, Any]) -> None:
        self.socket.sendall(encode.dumps(message, self._keep))

    def _keep(self, value: object, buffers: list[bytes]) -> dict[str, Any]:
        value = value.value if type(value) is _Held else value
        number = len(self.kept) + 1
        self.kept[number] = value
        kind = value if isinstance(value, type) else type(value)
        name = f"{kind.__module__}.{kind.__qualname__}"[:200]
        return {"t": "handle", "id": number, "n": name}

    def _mention(self, number: int) -> object:
        """An object that a request refers to by its number."""
        self.mentioned.append(self.kept[number])
        return self.kept[number]

    def _spy(self, number: int) -> Callable[..., Any]:
        def spy(*args: Any, **kwargs: Any) -> Any:
            request = {"id": self.current, "spy": number, "args": list(args), "kwargs": kwargs}
            self.send(request)
            reply = self.receive()
            if "error" in reply:
                kind = getattr(builtins, reply["error"], RuntimeError)
                raise kind(reply["message"])
            return reply["value"]

        return spy

    # -- operations

    def run_cell(self, request: dict[str, Any]) -> dict[str, Any]:
        shell = self.shell
        shell.last_traceback = []
        shell.output_log.start_cell()
        error: BaseException | None
        try:
            with no_debugger():
                result = shell.run_cell(request["source"], store_history=True)
            error = result.error_before_exec or result.error_in_exec
        except BaseException as raised:  # a student's hook may raise out of IPython itself
            error = raised
        outputs, dropped = shell.output_log.take()
        described = None if error is None else describe(error, shell.last_traceback)
        return {"error": described, "outputs": outputs, "dropped": dropped}

    def _target(self, request: dict[str, Any]) -> Any:
        target = request["target"]
        if type(target) is not str:
            return target
        if target not in self.shell.user_ns:
            raise NameError(f"name {target!r} is not defined")
        return self.shell.user_ns[target]

    def names(self, request: dict[str, Any]) -> list[bool]:
        return [name in self.shell.user_ns for name in request["names"]]

    def function(self, request: dict[str, Any]) -> object:
        """The callable of a name, never a copy; else the name of the value's type, or None."""
        if request["name"] not in self.shell.user_ns:
            return None
        value = self.shell.user_ns[request["name"]]
        return _Held(value) if callable(value) else type(value).__name__

    def get(self, request: dict[str, Any]) -> Any:
        value = self._target(request)
        for attribute in request["path"]:
            value = getattr(value, attribute)
        return value

    def call(self, request: dict[str, Any]) -> object:
        function = self.get(request)
        args, kwargs = request["args"], request["kwargs"]
        if not request["arguments"]:
            return _made_by(function, function(*args, **kwargs))
        before = fingerprint((args, kwargs))
        value = _made_by(function, function(*args, **kwargs))
        if before is not None and fingerprint((args, kwargs)) == before:
            return [value, None, None]  # as they were sent
        return [value, args, kwargs]

    def call_each(self, request: dict[str, Any]) -> encode.Answers:
        """As `call`, for many arguments: for each whether it gave a value, and that or the error.

        An answer is encoded at once, or the next call could change what this one gave back.

        What the calls have in common was sent once, so each works on a copy of its own: a function
        that changes its arguments must not change those of the next call. Only objects that live
        here are handed over themselves.
        """
        function = self._target(request)
        here = {id(value): value for value in self.mentioned}
        answers = encode.Answers(self._keep)
        for args in request["calls"]:
            try:
                value = function(*fresh(args, dict(here)))
                answers.add([True, _made_by(function, value)])
            except KeyboardInterrupt:  # the judge's clock: no further call
                raise
            except BaseException as error:  # all that student code can raise is its result
                answers.add([False, describe(error)])
                if isinstance(error, NotImplementedError):  # a stub: no check looks any further
                    break
        return answers

    def item(self, request: dict[str, Any]) -> object:
        return self._target(request)[request["key"]]

    def length(self, request: dict[str, Any]) -> int:
        return len(self._target(request))

    def iterate(self, request: dict[str, Any]) -> object:
        return iter(self._target(request))

    def take(self, request: dict[str, Any]) -> list[object]:
        iterator, items = self._target(request), []
        for _ in range(request["count"]):
            try:
                items.append(next(iterator))
            except StopIteration:
                return [items, True]
        return [items, False]

    # -- the loop

    def answer(self, request: dict[str, Any]) -> bytes:
        """The frame that answers `request`, whatever student code does."""
        number = request["id"]
        try:
            signal.signal(signal.SIGINT, Interrupted)
            value = self.operations[request["op"]](request)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            if type(value) is encode.Answers:
                return value.frame(number)
            return encode.dumps({"id": number, "ok": value}, self._keep)
        except UnsendableValue as error:
            return encode.dumps({"id": number, "error": describe(error)})
        except BaseException as error:  # all that student code can raise is the student's result
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            return encode.dumps({"id": number, "error": describe(error)})

    def work_ahead(self, request: dict[str, Any]) -> bytes:
        """The frames that answer several lists of calls, and before them one of how many."""
        number, frames, size = request["id"], [], 0
        until = monotonic() + wire.WORKS_AHEAD
        for target, calls in request["lists"]:
            one = {"id": number, "op": "calls", "target": target, "calls": calls}
            frames.append(self.answer(one))
            size += len(frames[-1])
            if size > wire.MAX_AHEAD or monotonic() > until:
                break
        return b"".join([encode.dumps({"id": number, "ok": len(frames)}), *frames])

    def serve(self) -> None:
        """Answer until the judge closes the socket."""
        while True:
            request = self.receive()
            self.current = request["id"]
            ahead = request["op"] == "ahead"
            frame = self.work_ahead(request) if ahead else self.answer(request)
            for stream in (sys.stdout, sys.stderr):
                try:
                    stream.flush()
                except BaseException:  # replaced or closed by student code: nothing to flush
                    continue
            self.socket.sendall(frame)


def open_streams(log: OutputLog) -> None:
    """Standard output and error on the pipes to the judge, as text that can always be written."""
    settings = {"encoding": "utf-8", "errors": "backslashreplace", "write_through": False}
    output = io.BufferedWriter(io.FileIO(1, "wb", closefd=False), 1 << 16)
    errors = io.BufferedWriter(io.FileIO(2, "wb", closefd=False), 1 << 12)
    stream = CountingStream(output, **settings)  # type: ignore[arg-type]
    sys.stdout = log.stream = stream
    sys.stderr = io.TextIOWrapper(errors, line_buffering=True, **settings)  # type: ignore[arg-type]
    sys.stdin = io.TextIOWrapper(io.BytesIO())
    for name in ("stdin", "stdout", "stderr"):
        setattr(sys, f"__{name}__", getattr(sys, name))


def serve(shell: CellShell, *, seed: int, render: list[str], started: float) -> None:
    """Say that the lock-down is complete, then work for the judge until it hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    open_streams(shell.output_log)
    np.random.seed(seed)
    random.seed(seed)
    if render:
        choose_rendering(shell, render)
    import_from_here()
    worker = Worker(shell)
    worker.send({"id": 0, "ok": {"locked_seconds": time.perf_counter() - started}})
    worker.serve()
