"""What can go wrong, and whose fault it is.

Two families that must never be confused.
A `SubmissionStopped` is the submission's own doing and has a `Verdict`.
A `SandboxError` is ours: the grade is withheld and the batch says so, for a fault of the
grader must never read as a student's zero.
"""

from __future__ import annotations

import enum


class Verdict(enum.StrEnum):
    """Why a cell, a call or a submission ended as it did; the value is what a report shows."""

    FINISHED = "finished"
    RAISED = "raised"
    CELL_TIMEOUT = "cell-timeout"
    CALL_TIMEOUT = "call-timeout"
    SUBMISSION_TIMEOUT = "submission-timeout"
    CPU_TIME = "cpu-time"
    OUT_OF_MEMORY = "out-of-memory"
    DISK_FULL = "disk-full"
    OUTPUT_FLOOD = "output-flood"
    TOO_MANY_THREADS = "too-many-threads"
    CRASHED = "crashed"
    PROTOCOL_VIOLATION = "protocol-violation"


class SandboxError(Exception):
    """The sandbox itself failed: a fault of the grader, never of the submission."""


class SandboxUnavailable(SandboxError):
    """No tier on this machine stops every attack that was tried; grading is refused."""


class ConfigurationError(SandboxError):
    """The sandbox was asked for something it cannot do safely, such as exposing a secret file."""


class TemplateDied(SandboxError):
    """The warm template ended or broke a promise, such as having exactly one thread."""


class ProtocolError(Exception):
    """Bytes from the child are not a well-formed message. Only the wire modules raise it."""


class UnsendableValue(Exception):
    """A value exceeds what the wire carries: nested too deep, too many parts, too many bytes.

    No ValueError: a result too large to send must not pass for the refusal a check asks for.
    """


class OpaqueValueError(TypeError):
    """A check compared, or computed with, an object that still lives in the sandbox."""


class SubmissionStopped(Exception):
    """An operation did not come back: a limit was overrun, or the process ended.

    When `alive` is true the interruption worked and the session can go on.
    """

    def __init__(self, verdict: Verdict, detail: str, *, alive: bool = False) -> None:
        super().__init__(f"{verdict.value}: {detail}")
        self.verdict = verdict
        self.detail = detail
        self.alive = alive
