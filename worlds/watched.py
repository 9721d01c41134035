"""Which code a call runs that only its input can have brought.

Python announces what it is about to do to *audit hooks* (PEP 578). Two of its announcements tell
that data turned into code: unpickling looks up a class or a function (`pickle.find_class`), and
code that was compiled from a text, not read from a file, is run (`exec`, also for `eval`).
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_listeners: list[list[str]] = []
"""The lists to which announcements are added while somebody watches."""


def _importing() -> bool:
    """Whether a module is being imported, which may make classes of its own from texts."""
    frame = sys._getframe()
    while frame.f_back is not None:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back
    return False


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if not _listeners:
        return
    if event == "pickle.find_class":
        heard = f"unpickling looked up {arguments[0]}.{arguments[1]}"
    elif event == "exec" and getattr(arguments[0], "co_filename", "") == "<string>":
        if _importing():
            return
        heard = "a text was run as code"
    else:
        return
    for listener in _listeners:
        listener.append(heard)


_hooked: list[bool] = []


@contextmanager
def code_run() -> Iterator[list[str]]:
    """A list that fills, inside the `with`, with a sentence for each piece of code so run.

    A hook cannot be taken away again; there is one for the process, made at the first use.
    """
    if not _hooked:
        sys.addaudithook(_hear)
        _hooked.append(True)
    heard: list[str] = []
    _listeners.append(heard)
    try:
        yield heard
    finally:
        _listeners[:] = [listener for listener in _listeners if listener is not heard]
