"""What crosses between the judge and one child, request by request, and how it ends.

What comes through the channel was made by student code, so each reply is read strictly, and one
that is not well formed ends the exchange with `protocol-violation`.

Whatever happens, `close` leaves nothing: the child is killed and reaped, and its scratch space is
gone.
"""

import contextlib
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, NoReturn, Self, TypeVar

from autograder.sandbox import copying, decode, handles, replies, wire
from autograder.sandbox.channel import Channel, Clock
from autograder.sandbox.child import ChildProcess
from autograder.sandbox.errors import (
    ProtocolError,
    SandboxError,
    SubmissionStopped,
    Verdict,
)
from autograder.sandbox.handles import Handle, Spy
from autograder.sandbox.kept import Kept, Passed
from autograder.sandbox.limits import Limits
from autograder.sandbox.outcome import Usage
from autograder.sandbox.post_mortem import Death, explain
from autograder.sandbox.raised import exception_for

T = TypeVar("T")


@dataclass(frozen=True)
class Sealed:
    """A reply's frame, not decoded: its bytes are those of answers that passed earlier."""

    body: memoryview


@dataclass(frozen=True)
class Early:
    """The answer to calls that nobody has asked for yet, as it came to request `number`."""

    number: int
    target: Handle
    calls: Kept
    body: memoryview
    clock: Clock


MAX_SPY_CALLS = 100_000
START_SECONDS = 30.0
ENDS_BY_ITSELF = 1.0
"""Seconds in which a process that closed its socket by dying is gone."""


class Exchange(ABC):
    """Requests to one sandboxed child, and its replies. Not thread-safe. Use it in a `with`."""

    def __init__(self, child: ChildProcess, channel: Channel, limits: Limits) -> None:
        self.child = child
        self.channel = channel
        self.limits = limits
        self.sequence = 0
        self.seal: bytes | None = None
        """Of the last reply, if it was asked for, and the reply refers to nothing in the child."""
        self.references = 0
        self.early: deque[Early] = deque()
        self.ahead = False
        """Whether the child works, or worked when it died, on calls not all of which are due."""
        self.spies: dict[int, Spy] = {}
        self.copier = copying.Copier(
            child.importable, self._number_of, lambda handle: handles.belongs_to(handle, self)
        )
        self.death: Death | None = None
        self.usage: Usage | None = None
        self.lock_seconds = 0.0

    def __enter__(self) -> Self:
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
            self.usage = self.child.end()
            self.channel.drain()
            text = self.channel.errors.take()[0]
            self._release()
            raise SandboxError(f"a child could not be locked down: {text[-4000:]}") from None
        self.lock_seconds = reply["ok"]["locked_seconds"]

    def end_by(self, moment: float) -> None:
        """Let the limit of the submission end at `moment`, of `time.monotonic`, if that is sooner.

        For a child that goes on where an earlier one of the same submission was stopped.
        """
        self.channel.ends_at = min(self.channel.ends_at, moment)

    def close(self) -> Usage:
        """End the submission, whatever it is doing, and say what it used. May be called again."""
        if self.usage is None:
            self.usage = self.child.end()
            self._release()
        return self.usage

    # -- one exchange

    def _ask(
        self, request: dict[str, Any], seconds: float | None = None, passed: Passed | None = None
    ) -> Any:
        """The answer to `request`, or the error that it raised; `Sealed` if `passed` has it."""
        self._require_open()
        clock = self.channel.start_clock(seconds or self.limits.call_seconds, Verdict.CALL_TIMEOUT)
        reply = self._exchange(request, clock, passed)
        self._forget_output()  # what a checked function prints is nobody's to see
        return self._answer(reply, clock)

    def _answer(self, reply: dict[str, Any], clock: Clock) -> Any:
        """What a reply gives, or the error that it names, raised."""
        if "ok" in reply:
            return reply["ok"]
        with self._reading():
            names, message, _ = replies.error_parts(replies.field(reply, "error"))
        if clock.interrupted and "KeyboardInterrupt" in names:
            raise SubmissionStopped(clock.verdict, f"over {clock.seconds:g} s", alive=True)
        raise exception_for(names, message)

    def _exchange(
        self, request: dict[str, Any], clock: Clock, passed: Passed | None = None
    ) -> dict[str, Any]:
        """Send a request and return its reply, serving spies meanwhile."""
        self.sequence += 1
        self.seal = None
        frame = self.copier.dumps({"id": self.sequence, **request})
        calls = 0
        with self._reading():
            self.channel.send(frame, clock)
            while True:
                reply = self._read(self.channel.receive(clock), self.sequence, passed)
                if "spy" not in reply:
                    return reply
                calls += 1
                if calls > MAX_SPY_CALLS:
                    raise ProtocolError("too many calls of a spy")
                self.channel.send(self._serve_spy(reply), clock)

    def _read(self, body: memoryview, number: int, passed: Passed | None) -> dict[str, Any]:
        """What a frame says to request `number`. Raises ProtocolError."""
        seal = None if passed is None else wire.seal(body, number)
        if passed is not None and seal is not None and seal in passed:
            return {"id": number, "ok": Sealed(body)}
        before = self.references
        reply = decode.loads(body, self._resolve)
        if type(reply) is list and len(reply) == 2:  # as `wire.answers` has it
            self.seal = seal if self.references == before else None
            reply = {"id": reply[0], "ok": reply[1]}
        if type(reply) is not dict or reply.get("id") != number:
            raise ProtocolError("an answer to nothing that was asked")
        return reply

    # -- answers to what will be asked

    def _ask_ahead(self, lists: Sequence[tuple[Handle, Kept]]) -> None:
        """Have the calls of several lists made; what they answer waits in `early`.

        The child ends after any of them, at the latest after that during which `WORKS_AHEAD` were
        over. So each has its seconds, as if it had been asked for alone.
        """
        self._require_open()
        self.early.clear()
        clock = self.channel.start_clock(self.limits.call_seconds, Verdict.CALL_TIMEOUT)
        clock.interrupt_at += wire.WORKS_AHEAD
        self.ahead = True
        reply = self._exchange({"op": "ahead", "lists": list(lists)}, clock)
        with self._reading():
            count = reply.get("ok")
            if type(count) is not int or not 1 <= count <= len(lists):
                raise ProtocolError("as many answers as lists")
            for place, (target, calls) in enumerate(lists[:count], 1):
                body = self.channel.receive(clock)
                # Whatever the clock interrupted was the last that the child did.
                own = clock if place == count else replace(clock, interrupted=False)
                self.early.append(Early(self.sequence, target, calls, body, own))
        self._forget_output()
        self.ahead = False

    def _next_early(self, target: object, calls: object) -> Early | None:
        """The answer to calls that were made ahead, once; None if these were not the next."""
        if not self.early:
            return None
        early = self.early.popleft()
        if early.target is target and self._alike(early.calls, calls):
            return early
        self.early.clear()
        return None

    def _alike(self, early: Kept, calls: object) -> bool:
        """Whether these are the calls that were made; a seed's may have been drawn anew."""
        copied = self.copier.dumps_kept
        return early is calls or (isinstance(calls, Kept) and copied(early) == copied(calls))

    def _ask_early(self, early: Early, passed: Passed | None) -> Any:
        """What `_ask` gives, of an answer that is here."""
        self.seal = None
        with self._reading():
            reply = self._read(early.body, early.number, passed)
            if "spy" in reply:
                raise ProtocolError("a call of a spy among answers")
        return self._answer(reply, early.clock)

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

    @abstractmethod
    def _resolve(self, kind: str, node: dict[str, Any], data: bytes | None) -> object:
        """What a reference in a reply stands for. Raises ProtocolError for what may not come."""

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
    def _reading(self) -> Iterator[None]:
        """A malformed reply inside the block ends the session, and so does none."""
        try:
            yield
        except ConnectionError:
            self._die(None)
        except ProtocolError as error:
            self._die(SubmissionStopped(Verdict.PROTOCOL_VIOLATION, str(error)))
        except SubmissionStopped as stopped:
            self._die(stopped)

    def _die(self, stopped: SubmissionStopped | None) -> NoReturn:
        """Kill and reap the child, settle why it ended, and raise that."""
        hung_up = stopped is None and not self.child.ends_within(ENDS_BY_ITSELF)
        self.usage = self.child.end()
        with contextlib.suppress(SubmissionStopped):
            self.channel.drain()
        tail = bytes(self.channel.errors.kept[-4000:])
        self.death = explain(stopped, self.usage, self.limits, tail, hung_up=hung_up)
        self._release()
        raise SubmissionStopped(self.death.verdict, self.death.detail) from None

    def _release(self) -> None:
        self.channel.close()
        self.child.forget()
