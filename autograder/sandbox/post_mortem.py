"""Why a child ended, from what the kernel says of it."""

from __future__ import annotations

import dataclasses
import signal

from autograder.sandbox.errors import SubmissionStopped, Verdict
from autograder.sandbox.limits import Limits
from autograder.sandbox.outcome import Usage

CPU_ROUNDING = 0.5
"""Seconds by which the kernel's account may lag behind the clock that killed the process."""
# What native libraries say on standard error before they abort for want of memory.
MEMORY_WORDS = (b"bad_alloc", b"MemoryError", b"Cannot allocate memory", b"memory allocation of")


@dataclasses.dataclass(frozen=True)
class Death:
    """The end of a session before its time."""

    verdict: Verdict
    detail: str


def explain(
    stopped: SubmissionStopped | None,
    usage: Usage,
    limits: Limits,
    last_words: bytes,
    *,
    hung_up: bool,
) -> Death:
    """The verdict on a child that is dead.

    `stopped` is why the judge killed it, if it did; `hung_up` says that it closed its end of the
    wire and went on running.
    """
    if stopped is not None:
        return Death(stopped.verdict, stopped.detail)
    if hung_up:
        return Death(Verdict.PROTOCOL_VIOLATION, "closed its connection to the judge")
    out_of_time = usage.cpu_seconds >= limits.cpu_seconds - CPU_ROUNDING
    if usage.status == -signal.SIGXCPU or (usage.status == -signal.SIGKILL and out_of_time):
        return Death(Verdict.CPU_TIME, f"over {limits.cpu_seconds} s of processor time")
    if usage.status == -signal.SIGKILL:
        return Death(Verdict.OUT_OF_MEMORY, "ended by the kernel, which does so to free memory")
    if usage.status < 0 and any(word in last_words for word in MEMORY_WORDS):
        return Death(Verdict.OUT_OF_MEMORY, f"over {limits.memory_bytes} bytes of memory")
    if usage.status < 0:
        return Death(Verdict.CRASHED, f"ended by {_signal_name(-usage.status)}")
    return Death(Verdict.CRASHED, f"ended with exit code {usage.status}")


def _signal_name(number: int) -> str:
    # The first process of a namespace cannot abort; it ends by writing where nothing is.
    if number in (signal.SIGABRT, signal.SIGSEGV):
        return "SIGABRT or SIGSEGV"
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
