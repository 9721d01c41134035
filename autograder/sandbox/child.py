"""A child as the judge holds it: watched and killed by pidfd, which can hit no other process."""

import contextlib
import os
import select
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.sandbox.errors import SandboxError
from autograder.sandbox.outcome import Usage

REAP_SECONDS = 10.0


@dataclass(frozen=True)
class ChildProcess:
    """What the template hands over of a child."""

    pid: int
    pidfd: int
    fork_seconds: float
    status: Callable[[int], Mapping[str, Any]]
    """Asks the template for the exit status and the resources of a child that has ended."""
    clean: Callable[[], None]
    """Removes what the child leaves on disk."""
    importable: Callable[[str], bool]
    """Whether the child can import the module of this name by itself."""
    started: float = field(default_factory=time.monotonic)

    def ends_within(self, seconds: float) -> bool:
        """Whether the process ends by itself in this time."""
        poll = select.poll()
        poll.register(self.pidfd, select.POLLIN)
        return bool(poll.poll(seconds * 1000))

    def end(self) -> Usage:
        """Kill the process if it still runs, and reap it."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
        if not self.ends_within(REAP_SECONDS):
            raise SandboxError(f"process {self.pid} does not end when killed")
        used = self.status(self.pid)
        return Usage(
            cpu_seconds=used["cpu_seconds"],
            max_rss=used["max_rss"],
            status=used["status"],
            wall_seconds=time.monotonic() - self.started,
        )

    def forget(self) -> None:
        """Leave nothing of a process that has ended."""
        os.close(self.pidfd)
        self.clean()
