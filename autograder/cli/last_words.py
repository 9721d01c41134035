"""A last line for a command whose process the learner's code has brought down."""

import contextlib
import os
import select
import signal
from collections.abc import Callable, Iterator

_PATIENCE = 0.2
"""Seconds between two looks whether the process is still there."""
_DONE = b"\0"


@contextlib.contextmanager
def last_words(words: str) -> Iterator[Callable[[str], None]]:
    """Have `words` printed on standard error if this process ends within the block.

    Gives a function that is told where the work is; `{place}` in the words stands for what it was
    told last. Where processes cannot be forked (Windows) nothing is printed.
    """
    if not hasattr(os, "fork"):
        yield lambda place: None
        return
    reader, writer = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:  # no Python of ours runs here but this, and it never returns
        _watch(reader, writer, parent, words)
    os.close(reader)
    try:
        yield lambda place: _send(writer, place.encode() + b"\n")
    finally:
        _send(writer, _DONE)
        os.close(writer)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(child, 0)


def _send(writer: int, data: bytes) -> None:
    with contextlib.suppress(OSError):  # it was killed
        os.write(writer, data)


def _watch(reader: int, writer: int, parent: int, words: str) -> None:
    try:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        os.close(writer)
        told = b""
        while not told.endswith(_DONE):
            ready, _, _ = select.select([reader], [], [], _PATIENCE)
            more = os.read(reader, 4096) if ready else b""
            told = (told + more)[-4096:]
            # Processes of the learner's own may hold the pipe open, so its end is no sign.
            if not more and os.getppid() != parent:
                places = told.decode(errors="replace").splitlines()
                os.write(2, words.replace("{place}", places[-1] if places else "").encode())
                break
    finally:
        os._exit(0)
