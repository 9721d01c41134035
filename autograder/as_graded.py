"""What the sandbox does not allow is refused to a student's code here too, before it is handed in.

A pool that works on the learner's machine is an error when graded: in the notebook and in
`mlsd check` it raises the same error, so that the same sentence tells of it. It is a help and no
barrier: what must be kept from starting a process runs in the sandbox.
"""

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, NoReturn

from autograder.sandbox.shell_commands import instead_of_commands

_ABSENT = object()


class AsGraded:
    """While it is entered, code starts no processes and reaches no network, as in the sandbox.

    Shell commands are skipped there, and `os.system` says that it failed. joblib, which there
    works in the one process that it has, may go on.
    """

    def __enter__(self) -> None:
        self._usual = []
        for owner, name, instead in (*_REFUSED, *_of_the_shell()):
            self._usual.append((owner, name, vars(owner).get(name, _ABSENT)))
            setattr(owner, name, instead)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for owner, name, usual in self._usual:
            if usual is _ABSENT:
                delattr(owner, name)
            else:
                setattr(owner, name, usual)


def _refused(usual: Callable[..., Any]) -> Callable[..., Any]:
    def refused(*args: Any, **kwargs: Any) -> Any:
        if _called_by("joblib"):
            return usual(*args, **kwargs)
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    return refused


def _called_by(package: str) -> bool:
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if str(frame.f_globals.get("__name__")).partition(".")[0] == package:
            return True
        frame = frame.f_back
    return False


def _failed(command: object) -> int:
    return -1


def _no_network(*args: Any, **kwargs: Any) -> NoReturn:
    raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


def _starters() -> list[tuple[Any, str]]:
    """By which all else of the standard library starts a process, or becomes another one."""
    named = ("fork", "forkpty", "posix_spawn", "posix_spawnp", "execv", "execve")
    found: list[tuple[Any, str]] = [(os, name) for name in named if hasattr(os, name)]
    # Beside `subprocess` their caller is `multiprocessing`, on macOS and on Windows.
    below = (("_posixsubprocess", "fork_exec"), ("_winapi", "CreateProcess"))
    found += [(sys.modules[module], name) for module, name in below if module in sys.modules]
    return [*found, (subprocess.Popen, "_execute_child")]


_REFUSED: tuple[tuple[Any, str, Callable[..., Any]], ...] = (
    *((owner, name, _refused(getattr(owner, name))) for owner, name in _starters()),
    (os, "system", _failed),
    (socket, "getaddrinfo", _no_network),
)


_COMMANDS = instead_of_commands()


def _of_the_shell() -> list[tuple[Any, str, Callable[..., Any]]]:
    """The same for the `!` of a notebook, unless its shell skips commands anyway."""
    module = sys.modules.get("IPython.core.getipython")
    shell = module.get_ipython() if module else None
    if shell is None or _COMMANDS.keys() <= vars(shell).keys():
        return []
    return [(shell, name, instead) for name, instead in _COMMANDS.items()]
