"""Errors that do not say what a student should do, in a clause of a sentence that does.

The same words stand in the notebook, in `mlsd check`, in stock nbgrader's feedback and in the
judge's, whatever each of them makes of `input()` or of a process that may not be started.
"""

import builtins
import re
import sys
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any

_BREAKPOINT = (
    "stopped at a breakpoint (`breakpoint()` or `set_trace()`); take it out, for nobody is there "
    "to go on from it"
)
_INPUT = (
    "stopped where it waits for a person to type (`input()`); nobody is there, so take the value "
    "as an argument"
)
_CONFLICT = (
    "holds the marks of a git conflict; keep one of the two versions, and delete the lines that "
    "begin with `<<<<<<<`, `=======` and `>>>>>>>`"
)
_PROCESSES = "; when graded, code starts no other processes: do the work in this one"
_NETWORK = "; when graded, code reaches no network: the data of the course are installed with it"
_FILES = "; when graded, code writes files in its own folder and in `/tmp` only"
_SANDBOX = (
    "; when graded, code starts no other processes, reaches no network, and writes files in its "
    "own folder and in `/tmp` only"
)
_DEEP = "; an endless recursion? Look for the case in which the function does not call itself"

CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
"""A line by which git marks a conflict."""


def in_place_of(names: Sequence[str], said: str, source: str = "") -> str:
    """What the code did, where its error alone would be no help; empty if it speaks for itself.

    names: of the error's classes; said: the error in one line; source: of the cell, if known.
    """
    if "BdbQuit" in names or (_asks(names, said) and _has_breakpoint(source)):
        return _BREAKPOINT
    if _asks(names, said):
        return _INPUT
    if "SyntaxError" in names and CONFLICT.search(source):
        return _CONFLICT
    return ""


def behind(names: Sequence[str], said: str) -> str:
    """What is to be added to an error that speaks for itself, but not of grading; mostly empty."""
    if "RecursionError" in names:
        return _DEEP
    if {"BrokenProcessPool", "ProcessError"} & set(names) or "can't start new process" in said:
        return _PROCESSES
    if {"gaierror", "URLError", "ConnectionError"} & set(names):
        return _NETWORK
    if "[Errno 30]" in said:
        return _FILES
    if "PermissionError" in names:
        return _FILES if "[Errno 13]" in said else _SANDBOX
    return ""


def is_of_grading(did: str) -> bool:
    """Whether what a cell did, in the words of `behind`, is what grading does not allow."""
    return did.endswith((_PROCESSES, _NETWORK, _FILES, _SANDBOX))


def _asks(names: Sequence[str], said: str) -> bool:
    """Whether a person was asked for something."""
    if "StdinNotImplementedError" in names:
        return True
    return "EOFError" in names and "EOF when reading a line" in said


def _has_breakpoint(source: str) -> bool:
    return bool(re.search(r"\b(?:breakpoint|set_trace)\(", source))


class NobodyThere:
    """While it is entered, `input()` and breakpoints end at once instead of waiting for a person.

    In a notebook the prompt would be hidden by the check, in a terminal as well.
    """

    def __enter__(self) -> None:
        self._input: Callable[..., str] = builtins.input
        self._hook = sys.breakpointhook
        builtins.input = _no_input
        sys.breakpointhook = _no_breakpoint

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        builtins.input = self._input
        sys.breakpointhook = self._hook


def _no_input(prompt: object = "", /) -> str:
    raise EOFError("EOF when reading a line")


def _no_breakpoint(*_: Any, **__: Any) -> None:
    import bdb

    raise bdb.BdbQuit
