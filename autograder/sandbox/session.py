"""One submission at work, as the judge holds it.

A session is a child of the template behind a channel.
What comes through the channel was made by student code, so each reply is read strictly, and one
that is not well formed ends the session with `protocol-violation`.

Whatever happens, `close` leaves nothing: the child is killed by pidfd, which cannot hit another
process that got its number, it is reaped, and its scratch space is gone.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import select
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, NoReturn, TypeVar

from autograder.sandbox import copying, decode, handles, replies
from autograder.sandbox.channel import Channel, Clock
from autograder.sandbox.errors import (
    ProtocolError,
    SandboxError,
    SubmissionStopped,
    Verdict,
)
from autograder.sandbox.handles import Handle, Spy
from autograder.sandbox.limits import Limits
from autograder.sandbox.outcome import CellError, CellOutcome, Display, Usage
from autograder.sandbox.post_mortem import Death, explain
from autograder.sandbox.raised import exception_for

T = TypeVar("T")

MAX_SPY_CALLS = 100_000
START_SECONDS = 30.0
REAP_SECONDS = 10.0


@dataclasses.dataclass(frozen=True)
class Call:
    """What a call gave back: its value, and its arguments as the call left them."""

    value: Any
    args: list[Any]
    kwargs: dict[str, Any]


@dataclasses.dataclass(frozen=True)
class ChildProcess:
    """What the template hands over of a child."""

    pid: int
    pidfd: int
    fork_seconds: float
    reap: Callable[[int], Mapping[str, Any]]
    """Asks the template for the exit status and the resources of a child that has ended."""
    clean: Callable[[], None]
    """Removes what the child leaves on disk."""
    importable: Callable[[str], bool]
    """Whether the child can import the module of this name by itself."""


class Session:
    """Cells, calls and reads in one sandboxed child. Not thread-safe. Use it in a `with`."""

    def __init__(self, child: ChildProcess, channel: Channel, limits: Limits) -> None:
        self.child = child
        self.channel = channel
        self.limits = limits
        self.started = time.monotonic()
        self.sequence = 0
        self.spies: dict[int, Spy] = {}
        self.copier = copying.Copier(
            child.importable, self._number_of, lambda handle: handles.belongs_to(handle, self)
        )
        self.death: Death | None = None
        self.usage: Usage | None = None
        self.lock_seconds = 0.0

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        """Whether the child still takes requests."""
        return self.death is None and self.usage is None

    def wait_until_locked(self) -> None:
        """Wait for the child's word that the lock-down is complete. No student code has run."""
        clock = self.channel.start_clock(START_SECONDS, Verdict.CRASHED)
        try:
            reply = decode.loads(self.channel.receive(clock))
        except (ConnectionError, ProtocolError, SubmissionStopped):
            self._kill()
            self._reap()
            self.channel.drain()
            text = self.channel.errors.take()[0]
            self._release()
            raise SandboxError(f"a child could not be locked down: {text[-4000:]}") from None
        self.lock_seconds = reply["ok"]["locked_seconds"]

    # -- what the judge asks

    def run_cell(self, source: str, *, seconds: float | None = None) -> CellOutcome:
        """Run one cell. Student errors, time-outs and deaths are in the outcome, never raised."""
        self._require_open()
        began = time.monotonic()
        clock = self.channel.start_clock(seconds or self.limits.cell_seconds, Verdict.CELL_TIMEOUT)
        self._forget_output()
        error: CellError | None = None
        displays: tuple[Display, ...] = ()
        dropped, alive = 0, True
        try:
            reply = self._exchange({"op": "cell", "source": source}, clock)
            with self._reading():
                error, displays, dropped = replies.cell(reply, self.limits.output_bytes)
            verdict = replies.verdict_of(error, interrupted=clock.interrupted)
            detail = f"over {clock.seconds:g} s" if verdict is Verdict.CELL_TIMEOUT else ""
        except SubmissionStopped as stopped:
            verdict, detail, alive = stopped.verdict, stopped.detail, False
        stdout, missing_stdout = self.channel.output.take()
        stderr, missing_stderr = self.channel.errors.take()
        return CellOutcome(
            verdict=verdict,
            detail=detail,
            error=error,
            stdout=stdout,
            stderr=stderr,
            displays=displays,
            dropped_bytes=dropped + missing_stdout + missing_stderr,
            seconds=time.monotonic() - began,
            alive=alive,
        )

    def has(self, name: str) -> bool:
        """Whether the notebook has defined `name`."""
        return bool(self._ask({"op": "names", "names": [name]}) == [True])

    def function(self, name: str) -> Handle | str | None:
        """The callable of this name; for another value the name of its type; for no value None."""
        found = self._ask({"op": "function", "name": name})
        with self._reading():
            if found is not None and type(found) is not Handle:
                return replies.text(found, 200)
        return found

    def get(self, target: str | Handle, *path: str) -> Any:
        """A global, or an attribute of a global or of a handle."""
        return self._ask({"op": "get", "target": target, "path": list(path)})

    def call(
        self,
        target: str | Handle,
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        path: Sequence[str] = (),
        seconds: float | None = None,
    ) -> Any:
        """Call a global or a handle with copies of the arguments.

        Raises what the function raised, as `SubmissionRaised` and as the builtin of its name, or
        `SubmissionStopped`.
        """
        return self._ask(self._call_request(target, args, kwargs, path, False), seconds)

    def call_each(
        self,
        target: str | Handle,
        calls: Sequence[Sequence[Any]],
        *,
        seconds: float | None = None,
    ) -> list[Any]:
        """`call` with each of many positional arguments, in one exchange under one clock.

        An error that a call raised stands in the list, not raised, as `SubmissionRaised`.
        After a NotImplementedError no further call is made, and the list ends.
        """
        request = {"op": "calls", "target": target, "calls": [list(args) for args in calls]}
        reply = self._ask(request, seconds)
        with self._reading():
            if type(reply) is not list or len(reply) > len(calls):
                raise ProtocolError("as many answers as calls")
            answers = [replies.answer(item, self._resolve) for item in reply]
            unwritten = bool(answers) and isinstance(answers[-1], NotImplementedError)
            if len(answers) < len(calls) and not unwritten:
                raise ProtocolError("as many answers as calls")
        return answers

    def call_with_arguments(
        self,
        target: str | Handle,
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        path: Sequence[str] = (),
        seconds: float | None = None,
    ) -> Call:
        """As `call`, with the arguments as the function left them, to see what it changed."""
        reply = self._ask(self._call_request(target, args, kwargs, path, True), seconds)
        with self._reading():
            if type(reply) is not list or len(reply) != 3:
                raise ProtocolError("a call's answer has three parts")
            value, after, named = reply
            if after is None:  # unchanged, which costs no trust: it might have sent copies as well
                return Call(value, list(args), dict(kwargs or {}))
            if type(after) is not list or type(named) is not dict:
                raise ProtocolError("arguments")
        return Call(value, after, named)

    def item(self, target: Handle, key: Any) -> Any:
        """`target[key]`."""
        return self._ask({"op": "item", "target": target, "key": key})

    def length(self, target: Handle) -> int:
        """`len(target)`."""
        return self._typed(self._ask({"op": "length", "target": target}), int)

    def iterate(self, target: str | Handle) -> Handle:
        """`iter(target)`, to be used with `take` or as an iterator."""
        return self._typed(self._ask({"op": "iterate", "target": target}), Handle)

    def take(self, iterator: Handle, count: int) -> tuple[list[Any], bool]:
        """Up to `count` further items, and whether that was the end."""
        reply = self._ask({"op": "next", "target": iterator, "count": count})
        with self._reading():
            if type(reply) is not list or len(reply) != 2:
                raise ProtocolError("items")
            items, finished = reply
            if type(items) is not list or type(finished) is not bool or len(items) > count:
                raise ProtocolError("items")
            if len(items) < count and not finished:
                raise ProtocolError("items")
        return items, finished

    def end_by(self, moment: float) -> None:
        """Let the limit of the submission end at `moment`, of `time.monotonic`, if that is sooner.

        For a child that goes on where an earlier one of the same submission was stopped.
        """
        self.channel.ends_at = min(self.channel.ends_at, moment)

    def close(self) -> Usage:
        """End the submission, whatever it is doing, and say what it used. May be called again."""
        if self.usage is None:
            self._kill()
            self._reap()
            self._release()
        assert self.usage is not None
        return self.usage

    # -- one exchange

    @staticmethod
    def _call_request(
        target: str | Handle,
        args: Sequence[Any],
        kwargs: Mapping[str, Any] | None,
        path: Sequence[str],
        arguments: bool,
    ) -> dict[str, Any]:
        return {
            "op": "call",
            "target": target,
            "path": list(path),
            "args": list(args),
            "kwargs": dict(kwargs or {}),
            "arguments": arguments,
        }

    def _ask(self, request: dict[str, Any], seconds: float | None = None) -> Any:
        """The answer to `request`, or the error that it raised."""
        self._require_open()
        clock = self.channel.start_clock(seconds or self.limits.call_seconds, Verdict.CALL_TIMEOUT)
        reply = self._exchange(request, clock)
        self._forget_output()  # what a checked function prints is nobody's to see
        if "ok" in reply:
            return reply["ok"]
        with self._reading():
            names, message, _ = replies.error_parts(replies.field(reply, "error"))
        if clock.interrupted and "KeyboardInterrupt" in names:
            raise SubmissionStopped(clock.verdict, f"over {clock.seconds:g} s", alive=True)
        raise exception_for(names, message)

    def _exchange(self, request: dict[str, Any], clock: Clock) -> dict[str, Any]:
        """Send a request and return its reply, serving spies meanwhile."""
        self.sequence += 1
        frame = self.copier.dumps({"id": self.sequence, **request})
        calls = 0
        try:
            self.channel.send(frame, clock)
            while True:
                reply = decode.loads(self.channel.receive(clock), self._resolve)
                if type(reply) is not dict or reply.get("id") != self.sequence:
                    raise ProtocolError("an answer to nothing that was asked")
                if "spy" not in reply:
                    return reply
                calls += 1
                if calls > MAX_SPY_CALLS:
                    raise ProtocolError("too many calls of a spy")
                self.channel.send(self._serve_spy(reply), clock)
        except ConnectionError:
            self._die(None)
        except ProtocolError as error:
            self._die(SubmissionStopped(Verdict.PROTOCOL_VIOLATION, str(error)))
        except SubmissionStopped as stopped:
            self._die(stopped)

    def _serve_spy(self, request: dict[str, Any]) -> bytes:
        """Run a spy on plain arguments, in this process."""
        number, args, kwargs = (replies.field(request, key) for key in ("spy", "args", "kwargs"))
        if type(number) is not int or number not in self.spies:
            raise ProtocolError("no such spy")
        if type(args) is not list or type(kwargs) is not dict:
            raise ProtocolError("arguments of a spy")
        if not all(type(key) is str for key in kwargs):
            raise ProtocolError("arguments of a spy")
        reply: dict[str, Any] = {"id": self.sequence}
        try:
            value = self.spies[number].function(*args, **kwargs)
            return self.copier.dumps({**reply, "value": value})
        except Exception as error:  # the check's own function: the student's code sees the error
            reply |= {"error": type(error).__name__, "message": str(error)}
        return self.copier.dumps(reply)

    # -- references

    def _number_of(self, spy: Spy) -> int:
        """A number for a spy that is about to be sent."""
        number = len(self.spies) + 1
        self.spies[number] = spy
        return number

    def _resolve(self, kind: str, node: dict[str, Any], data: bytes | None) -> object:
        """The only reference a child may send: one of its own objects."""
        if kind != "handle" or type(node.get("id")) is not int:
            raise ProtocolError(f"unknown kind {kind[:40]!r}")
        return Handle(self, node["id"], replies.text(node.get("n"), 200))

    # -- output

    def _forget_output(self) -> None:
        self.channel.output.take()
        self.channel.errors.take()

    # -- the end

    def _require_open(self) -> None:
        if self.death is not None:
            raise SubmissionStopped(self.death.verdict, self.death.detail)
        if self.usage is not None:
            raise SandboxError("the session is closed")

    def _typed(self, value: Any, kind: type[T]) -> T:
        with self._reading():
            if type(value) is not kind:
                raise ProtocolError(f"expected {kind.__name__}")
        return value

    @contextlib.contextmanager
    def _reading(self) -> Any:
        """A malformed reply inside the block ends the session."""
        try:
            yield
        except ProtocolError as error:
            self._die(SubmissionStopped(Verdict.PROTOCOL_VIOLATION, str(error)))

    def _die(self, stopped: SubmissionStopped | None) -> NoReturn:
        """Kill and reap the child, settle why it ended, and raise that."""
        hung_up = stopped is None and not self._ends_by_itself()
        self._kill()
        self._reap()
        with contextlib.suppress(SubmissionStopped):
            self.channel.drain()
        assert self.usage is not None
        tail = bytes(self.channel.errors.kept[-4000:])
        self.death = explain(stopped, self.usage, self.limits, tail, hung_up=hung_up)
        self._release()
        raise SubmissionStopped(self.death.verdict, self.death.detail) from None

    def _ends_by_itself(self) -> bool:
        """Whether the process ends within a second, as one that closed its socket by dying does."""
        return self._wait_for_end(1.0)

    def _wait_for_end(self, seconds: float) -> bool:
        poll = select.poll()
        poll.register(self.child.pidfd, select.POLLIN)
        return bool(poll.poll(seconds * 1000))

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.child.pidfd, signal.SIGKILL)

    def _reap(self) -> None:
        if not self._wait_for_end(REAP_SECONDS):
            raise SandboxError(f"process {self.child.pid} does not end when killed")
        used = self.child.reap(self.child.pid)
        self.usage = Usage(
            cpu_seconds=used["cpu_seconds"],
            max_rss=used["max_rss"],
            status=used["status"],
            wall_seconds=time.monotonic() - self.started,
        )

    def _release(self) -> None:
        self.channel.close()
        os.close(self.child.pidfd)
        self.child.clean()
