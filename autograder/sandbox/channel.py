"""Bytes between the judge and one child, under a clock.

The attacks: a child that never answers, never reads, prints for ever, or answers with a length of
four gigabytes.
Everything is non-blocking with one deadline; output is drained while waiting, kept up to a cap
and counted beyond it; a frame's length is checked before any of it is kept.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import select
import signal
import socket
import time
from collections.abc import Callable, Iterator

from autograder.sandbox import wire
from autograder.sandbox.errors import SubmissionStopped, Verdict
from autograder.sandbox.limits import Limits
from autograder.sandbox.watch import INTERVAL

CHUNK = 1 << 16
LARGE_CHUNK = 1 << 20


class Capture:
    """One output pipe of the child."""

    def __init__(self, descriptor: int, keep: int) -> None:
        os.set_blocking(descriptor, False)
        self.descriptor = descriptor
        self.keep = keep
        self.kept = bytearray()
        self.dropped = 0
        self.total = 0
        self.open = True

    def drain(self, at_most: int) -> None:
        """Read what is there, `at_most` bytes of it."""
        while self.open and at_most > 0:
            try:
                data = os.read(self.descriptor, CHUNK)
            except BlockingIOError:
                return
            if not data:
                self.open = False
            at_most -= len(data)
            self.total += len(data)
            room = max(0, self.keep - len(self.kept))
            self.kept += data[:room]
            self.dropped += len(data) - len(data[:room])

    def take(self) -> tuple[str, int]:
        """The text since the last call and how many bytes of it are missing."""
        text, dropped = self.kept.decode("utf-8", "replace"), self.dropped
        self.kept, self.dropped = bytearray(), 0
        return text, dropped

    def close(self) -> None:
        os.close(self.descriptor)


@dataclasses.dataclass
class Clock:
    """The deadlines of one operation, in `time.monotonic` seconds."""

    interrupt_at: float
    verdict: Verdict
    seconds: float
    interrupted: bool = False
    kill_at: float = float("inf")


class Channel:
    """The socket and the pipes of one child."""

    def __init__(
        self,
        connection: socket.socket,
        output: int,
        errors: int,
        *,
        pidfd: int,
        limits: Limits,
        overrun: Callable[[], tuple[Verdict, str] | None] | None,
    ) -> None:
        connection.setblocking(False)
        self.connection = connection
        self.pidfd = pidfd
        self.limits = limits
        self.overrun = overrun
        self.output = Capture(output, limits.output_bytes)
        self.errors = Capture(errors, limits.output_bytes)
        self.received = bytearray()
        self.ends_at = time.monotonic() + limits.submission_seconds
        self.looked_at = 0.0
        self.poll = select.poll()
        for capture in (self.output, self.errors):
            self.poll.register(capture.descriptor, select.POLLIN)

    def start_clock(self, seconds: float, verdict: Verdict) -> Clock:
        """A clock for an operation that may take `seconds`, named by `verdict` if it does not."""
        return Clock(time.monotonic() + seconds, verdict, seconds)

    @contextlib.contextmanager
    def apart(self) -> Iterator[None]:
        """Let what is done inside count neither in the submission's time nor in what it prints."""
        began, ends_at = time.monotonic(), self.ends_at
        before = [(capture, capture.total) for capture in (self.output, self.errors)]
        self.ends_at = float("inf")
        for capture, _ in before:
            capture.total = 0
        try:
            yield
        finally:
            self.ends_at = ends_at + time.monotonic() - began
            for capture, total in before:
                capture.total = total

    def send(self, frame: bytes, clock: Clock) -> None:
        """Write all of `frame`, or raise `SubmissionStopped`."""
        view = memoryview(frame)
        while view:
            try:
                view = view[self.connection.send(view) :]
            except BlockingIOError:
                self._wait(select.POLLOUT, clock)
            except OSError:
                raise ConnectionError from None

    def receive(self, clock: Clock) -> memoryview:
        """The next frame without its length; `ConnectionError` when the child hung up."""
        size = self._need(wire.LENGTH.size, clock)
        (length,) = wire.LENGTH.unpack(size)
        if length > wire.MAX_FRAME:
            raise SubmissionStopped(Verdict.PROTOCOL_VIOLATION, f"a frame of {length} bytes")
        body = self._need(length, clock)
        self.drain()
        self._look(force=self.overrun is not None)
        return memoryview(body)

    def _need(self, count: int, clock: Clock) -> bytes:
        while len(self.received) < count:
            try:
                missing = count - len(self.received)
                data = self.connection.recv(min(LARGE_CHUNK, max(CHUNK, missing)))
            except BlockingIOError:
                self._wait(select.POLLIN, clock)
                continue
            except OSError:
                data = b""
            if not data:
                raise ConnectionError
            self.received += data
        taken = bytes(self.received[:count])
        del self.received[:count]
        return taken

    def drain(self) -> None:
        """Take what the child has printed so far."""
        allowance = self.limits.flood_bytes
        for capture in (self.output, self.errors):
            capture.drain(allowance)
        total = self.output.total + self.errors.total
        if total > allowance:
            raise SubmissionStopped(Verdict.OUTPUT_FLOOD, f"more than {allowance} bytes printed")

    def _wait(self, events: int, clock: Clock) -> None:
        """Until the socket is ready, minding the clock, the pipes and the watched limits."""
        self._tick(clock)
        self._look()
        now = time.monotonic()
        until = min(self.ends_at, clock.kill_at if clock.interrupted else clock.interrupt_at)
        if self.overrun is not None:
            until = min(until, now + INTERVAL)
        self.poll.register(self.connection, events)
        for descriptor, _ in self.poll.poll(max(0.0, until - now) * 1000 + 1):
            for capture in (self.output, self.errors):
                if descriptor == capture.descriptor:
                    self.drain()
                    if not capture.open:
                        self.poll.unregister(descriptor)

    def _tick(self, clock: Clock) -> None:
        now = time.monotonic()
        if now >= self.ends_at:
            raise SubmissionStopped(
                Verdict.SUBMISSION_TIMEOUT, f"over {self.limits.submission_seconds:g} s in all"
            )
        if clock.interrupted and now >= clock.kill_at:
            raise SubmissionStopped(clock.verdict, f"over {clock.seconds:g} s")
        if not clock.interrupted and now >= clock.interrupt_at:
            clock.interrupted = True
            clock.kill_at = now + self.limits.grace_seconds
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.pidfd, signal.SIGINT)

    def _look(self, *, force: bool = False) -> None:
        if self.overrun is None:
            return
        now = time.monotonic()
        if not force and now - self.looked_at < INTERVAL:
            return
        self.looked_at = now
        found = self.overrun()
        if found is not None:
            raise SubmissionStopped(*found)

    def close(self) -> None:
        """Close the judge's ends."""
        self.connection.close()
        self.output.close()
        self.errors.close()
