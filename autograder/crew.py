"""Worker processes that work through tasks side by side.

A worker may die, and costs no more than its task. The crew may be stopped, or its process killed,
at any moment, and no worker outlives it: on SIGINT a terminal signals every process of its group,
so workers ignore it and are told by their parent, and by the kernel if that is gone.
"""

import contextlib
import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, Generic, Protocol, TypeVar

from autograder.errors import CourseError
from autograder.sandbox import kernel, leftovers
from autograder.sandbox.errors import SandboxError

PATIENCE = 10.0
"""Seconds in which a worker that is told to leave must be gone; then it is killed."""

SIGNALS = {signal.SIGINT, signal.SIGTERM}

T = TypeVar("T")
R = TypeVar("R")


class Worker(Protocol):
    """What works in a worker process; made there."""

    def work(self, task: Any) -> Any:
        """The result of a task. CourseError, SandboxError and OSError stop the crew."""

    def close(self) -> None:
        """Leave nothing behind."""


@dataclass(eq=False)
class _Member(Generic[T]):
    seat: int
    process: SpawnProcess
    wire: Connection
    tasks: deque[T] = field(default_factory=deque)
    """Given and not answered; the first is at work."""


class Crew(Generic[T, R]):
    """`count` worker processes, each of which calls `make(*arguments)` once. Use it in a `with`.

    lost: the result of a task whose worker died twice while at it; it may raise instead.
    ahead: tasks given to a worker at a time. With two, the next one waits beside it; but tasks of
    many kilobytes must go one at a time, or both ends may come to wait for the other to read.
    """

    def __init__(
        self,
        count: int,
        make: Callable[..., Worker],
        arguments: Sequence[Any],
        lost: Callable[[T], R],
        *,
        ahead: int = 2,
    ) -> None:
        self._count = count
        self._make = make
        self._arguments = arguments
        self._lost = lost
        self._ahead = ahead
        self._members: list[_Member[T]] = []

    def __enter__(self) -> "Crew[T, R]":
        return self

    def __exit__(self, *_: object) -> None:
        self._dismiss(self._members)
        leftovers.sweep()  # what workers that were killed could not remove

    def results(self, tasks: Sequence[T]) -> Generator[tuple[T, R]]:
        """Every task with its result, in the order in which they come.

        Raises CourseError if a worker cannot go on. Workers that are free are used again; those
        that are busy when the iterator is closed are dismissed.
        """
        waiting = deque(tasks)
        died: list[T] = []
        try:
            while len(self._members) < min(self._count, len(waiting)):
                self._hire()
            for member in self._members:
                self._give(member, waiting)
            while busy := [member.wire for member in self._members if member.tasks]:
                for wire in wait(busy):
                    member = next(one for one in self._members if one.wire is wire)
                    try:
                        kind, answer = member.wire.recv()
                    except (EOFError, ConnectionError):
                        self._dismiss([member])
                        task = member.tasks.popleft()
                        waiting.extendleft(reversed(member.tasks))
                        if any(task is one for one in died):
                            yield task, self._lost(task)
                        else:
                            died.append(task)
                            waiting.appendleft(task)
                        if waiting:
                            self._give(self._hire(), waiting)
                        continue
                    if kind == "failed":
                        raise CourseError(answer)
                    task = member.tasks.popleft()
                    self._give(member, waiting)  # before the caller takes its time over the result
                    yield task, answer
        finally:
            self._dismiss([member for member in self._members if member.tasks])

    def _hire(self) -> _Member[T]:
        """A worker more, on a seat that is free."""
        taken = {member.seat for member in self._members}
        seat = next(seat for seat in range(self._count) if seat not in taken)
        # Fresh interpreters: a fork of this one would carry its threads' locks and its memory.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_serve, args=(theirs, os.getpid(), seat, self._make, self._arguments)
        )
        # A worker must not be interrupted before it knows how to take it, so signals wait.
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        try:
            process.start()
        finally:
            theirs.close()
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        member: _Member[T] = _Member(seat, process, ours)
        self._members.append(member)
        return member

    def _give(self, member: _Member[T], waiting: deque[T]) -> None:
        while waiting and len(member.tasks) < self._ahead:
            task = waiting.popleft()
            member.tasks.append(task)
            with contextlib.suppress(ConnectionError):  # it died; reading from it will tell
                member.wire.send(task)

    def _dismiss(self, members: Sequence[_Member[T]]) -> None:
        """End workers, whatever they are doing."""
        for member in members:
            member.process.terminate()
            member.wire.close()
        for member in members:
            member.process.join(PATIENCE)
            if member.process.is_alive():
                member.process.kill()
                member.process.join()
        self._members = [one for one in self._members if one not in members]


# -- in the worker


class _Leave(KeyboardInterrupt):
    """The worker is told to go. A KeyboardInterrupt, because pytest lets nothing else through."""


def _leave(number: int, _: object) -> None:
    signal.signal(number, signal.SIG_IGN)
    raise _Leave


def _sit(seat: int) -> None:
    """Keep to one processor, with all that this worker starts.

    A judge and its sandbox take turns, so neither loses by it, and the threads of a submission
    cannot slow down the one beside it.
    """
    if hasattr(os, "sched_setaffinity"):
        places = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {places[seat % len(places)]})


def _serve(
    wire: Connection,
    parent: int,
    seat: int,
    make: Callable[..., Worker],
    arguments: Sequence[Any],
) -> None:
    _sit(seat)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    worker = None
    try:
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGTERM)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        if os.getppid() != parent:
            return
        worker = make(*arguments)
        # What is loaded now stays; a full collection in the middle of a task would take 0.3 s.
        gc.collect()
        gc.freeze()
        while True:
            wire.send(("done", worker.work(wire.recv())))
    except (_Leave, EOFError, ConnectionError):
        pass
    except (CourseError, SandboxError, OSError) as problem:
        wire.send(("failed", str(problem)))
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if worker is not None:
            worker.close()
