"""Shell commands of a notebook, `!ls` or `%%bash`: where no process may start they are skipped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

NO_PROCESSES = "Shell commands are not available while grading; skipped: "
SHELL_CELLS = (
    *("bash", "sh", "script", "system", "sx", "!", "cmd", "perl", "ruby", "pypy"),
    *("python", "python2", "python3"),
)
SHELL_LINES = ("pip", "conda", "mamba", "micromamba", "uv", "sx", "sc", "system")


def say_skipped(command: str) -> None:
    """What a cell shows in place of what the command would."""
    print(NO_PROCESSES + command)


def instead_of_commands(
    say: Callable[[str], None] = say_skipped,
) -> dict[str, Callable[..., Any]]:
    """The methods of a shell by which commands run, each with what is to stand in its place.

    say: called with each command.
    """

    def output(cmd: str, split: bool = True, depth: int = 0) -> Any:
        say(cmd)
        from IPython.utils.text import SList

        return SList([]) if split else ""

    return {"system": say, "system_raw": say, "system_piped": say, "getoutput": output}


def skip_commands(shell: Any, say: Callable[[str], None] = say_skipped) -> None:
    """Let a shell start no process: neither by `!` nor by a magic."""

    def line(line: str = "") -> None:
        say(line)

    def cell(line: str, cell: str = "") -> None:
        say(line.strip() or cell.strip().split("\n")[0])

    vars(shell).update(instead_of_commands(say))
    for name in SHELL_LINES:
        shell.register_magic_function(line, "line", name)
    for name in SHELL_CELLS:
        shell.register_magic_function(cell, "cell", name)
