"""One submission at work, as the judge holds it: what it may be asked."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.sandbox import decode, replies
from autograder.sandbox.errors import (
    ProtocolError,
    SubmissionStopped,
    UnsendableValue,
    Verdict,
)
from autograder.sandbox.exchange import Exchange, Sealed
from autograder.sandbox.handles import Handle
from autograder.sandbox.kept import Kept, Passed
from autograder.sandbox.outcome import CellError, CellOutcome, Display


@dataclass(frozen=True)
class Call:
    """What a call gave back: its value, and its arguments as the call left them."""

    value: Any
    args: list[Any]
    kwargs: dict[str, Any]


class Session(Exchange):
    """Cells, calls and reads in one sandboxed child.

    hold: what makes the handles of its objects, from a number and the name of a type.
    """

    hold: Callable[[int, str], Handle] | None = None

    def run_own_cell(self, source: str, seconds: float) -> CellOutcome:
        """As `run_cell`, for a cell that the release has not asked for.

        What it takes and prints counts in no limit of the submission's.
        """
        self._require_open()
        with self.channel.apart():
            return self.run_cell(source, seconds=seconds)

    def run_cell(self, source: str, *, seconds: float | None = None) -> CellOutcome:
        """Run one cell. Student errors, time-outs and deaths are in the outcome, never raised."""
        self._require_open()
        self.early.clear()
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
            if found is not None and not isinstance(found, Handle):
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
        return self._ask(_call_request(target, args, kwargs, path, False), seconds)

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
        reply = self._ask_each(target, calls, seconds)
        with self._reading():
            return _answers(reply, len(calls))

    def call_each_unless(
        self,
        passed: Passed,
        target: str | Handle,
        calls: Sequence[Sequence[Any]],
        *,
        seconds: float | None = None,
    ) -> list[Any] | Callable[[], list[Any]]:
        """As `call_each`; or, if `passed` has these very answers, what would decode them."""
        reply = self._ask_each(target, calls, seconds, passed)
        if isinstance(reply, Sealed):
            return lambda: _answers(decode.loads(reply.body)[1], len(calls))
        with self._reading():
            return _answers(reply, len(calls))

    def _ask_each(
        self,
        target: str | Handle,
        calls: Sequence[Sequence[Any]],
        seconds: float | None,
        passed: Passed | None = None,
    ) -> Any:
        early = self._next_early(target, calls) if seconds is None else None
        if early is not None:
            return self._ask_early(early, passed)
        made = calls if isinstance(calls, Kept) else [list(args) for args in calls]
        return self._ask({"op": "calls", "target": target, "calls": made}, seconds, passed)

    def is_plain(self, calls: Kept) -> bool:
        """Whether the calls refer to nothing of a session: no spy, and no object of the child."""
        try:
            return self.copier.dumps_kept(calls) is not None
        except (TypeError, UnsendableValue):  # the check that asks it will be told
            return False

    def call_ahead(self, lists: Sequence[tuple[Handle, Kept]]) -> None:
        """Make calls that will be asked for next, list by list, in one exchange.

        The answers wait for `call_each` and `call_each_unless`, without `seconds`; they are those
        of some of the lists, the first one at least. If the child dies of it, `ahead` is true.
        """
        self._ask_ahead(lists)

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
        reply = self._ask(_call_request(target, args, kwargs, path, True), seconds)
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
        found = self._ask({"op": "iterate", "target": target})
        with self._reading():
            if not isinstance(found, Handle):
                raise ProtocolError("expected a handle")
        return found

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

    def _resolve(self, kind: str, node: dict[str, Any], data: bytes | None) -> object:
        """The only reference a child may send: one of its own objects."""
        if kind != "handle" or type(node.get("id")) is not int:
            raise ProtocolError(f"unknown kind {kind[:40]!r}")
        self.references += 1
        name = replies.text(node.get("n"), 200)
        return self.hold(node["id"], name) if self.hold else Handle(self, node["id"], name)


def _answers(reply: Any, count: int) -> list[Any]:
    """The answers of `count` calls. Raises ProtocolError if these are none."""
    if type(reply) is not list or len(reply) > count:
        raise ProtocolError("as many answers as calls")
    answers = [replies.answer(item) for item in reply]
    unwritten = bool(answers) and isinstance(answers[-1], NotImplementedError)
    if len(answers) < count and not unwritten:
        raise ProtocolError("as many answers as calls")
    return answers


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
