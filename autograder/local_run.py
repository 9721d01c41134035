"""Run a notebook or a script here, in this process, on the learner's own machine."""

import contextlib
import io
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from autograder.as_graded import AsGraded
from autograder.clock import TookTooLong
from autograder.errors import NotebookError
from autograder.notebook import read_cells
from autograder.sandbox.here import import_from_here
from autograder.submission import LocalSubmission, in_one_line
from autograder.unfinished import names_of, stopped_with


def run_locally(path: Path) -> LocalSubmission:
    """Run a notebook (all but its check cells) or a script; return what it defined.

    A cell that raises costs only the names it would have defined.
    """
    if path.suffix != ".ipynb":
        return run_cells_locally([read_script(path)], path.parent)
    sources = [
        cell.source for cell in read_cells(path) if cell.cell_type == "code" and not cell.is_check
    ]
    return run_cells_locally(sources, path.parent)


def read_script(path: Path) -> str:
    """The text of a script. Raises NotebookError, with the reason, if there is none."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NotebookError(f"{path}: there is no such file.") from None
    except (OSError, UnicodeDecodeError):
        raise NotebookError(f"{path}: cannot be read as UTF-8 text.") from None


def run_cells_locally(sources: Iterable[str], folder: Path) -> LocalSubmission:
    """Run the texts of cells in a fresh IPython shell; return what they defined."""
    with LocalRun(folder) as run:
        for source in sources:
            run.cell(source)
    return run.submission()


class LocalRun:
    """A notebook at work in this process, cell by cell, in its own folder. Use it in a `with`."""

    def __init__(self, folder: Path) -> None:
        # IPython, because a notebook may hold magics, shell lines and top-level await.
        from IPython.core.interactiveshell import InteractiveShell
        from traitlets.config import Config

        from autograder.sandbox.shell import do_without_front_end
        from autograder.sandbox.shell_commands import skip_commands

        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        # Before IPython was asked for, `display` was nobody's; figures of a demonstration stay
        # unseen.
        os.environ.setdefault("MPLBACKEND", "Agg")
        os.environ.setdefault("JOBLIB_MULTIPROCESSING", "0")  # as in the sandbox
        # A shell of its own for each run: the functions of an earlier one keep their globals.
        self._shell = InteractiveShell(config=config, user_module=ModuleType("__main__"))
        # `%matplotlib inline` asks for an event loop, and there is none.
        vars(self._shell)["enable_gui"] = lambda gui=None: None
        vars(self._shell)["enable_matplotlib"] = lambda gui=None: ("inline", "agg")
        do_without_front_end(self._shell)
        self._skipped: list[str] = []
        skip_commands(self._shell, self._skipped.append)
        formatter: Any = self._shell.display_formatter
        formatter.active_types = ["text/plain"]
        self._failures: dict[str, str] = {}
        self._folder = folder
        self._around = contextlib.ExitStack()

    def __enter__(self) -> "LocalRun":
        self._around.enter_context(_inside(self._folder))
        self._around.enter_context(_as_the_only_shell(self._shell))
        self._around.enter_context(_importing_from(self._folder))
        self._around.enter_context(_nothing_to_read())
        return self

    def __exit__(self, *_: object) -> None:
        self._around.close()

    def cell(self, source: str) -> str:
        """Run one cell; one that raises costs only the names it would have defined.

        Returns what it did, such as "stopped with ZeroDivisionError: …"; nothing if it ended well.
        """
        from autograder.sandbox.shell import no_debugger

        with quiet(), AsGraded(), no_debugger():
            result = self._shell.run_cell(source, store_history=False)
        error = result.error_before_exec or result.error_in_exec
        if isinstance(error, KeyboardInterrupt):  # the learner wants it to stop
            raise error
        did = "" if error is None else _what_it_did(error, source)
        if did:
            self._failures |= dict.fromkeys(names_of(source), did)
        return did

    def skipped(self) -> list[str]:
        """The shell commands that were skipped since this was asked for, as grading skips them."""
        skipped, self._skipped[:] = [*self._skipped], []
        return skipped

    def submission(self) -> LocalSubmission:
        """What is defined now."""
        return LocalSubmission(dict(self._shell.user_ns), dict(self._failures))


def _what_it_did(error: BaseException, source: str) -> str:
    """How a cell ended that raised."""
    if isinstance(error, TookTooLong):
        return str(error)
    return stopped_with(in_one_line(error), source)


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextlib.contextmanager
def _as_the_only_shell(shell: Any) -> Iterator[None]:
    """Let `display` and what else asks for the shell of the process find this one."""
    kinds = list(type(shell)._walk_mro())
    before = [kind._instance for kind in kinds]
    for kind in kinds:
        kind._instance = shell
    try:
        yield
    finally:
        for kind, instance in zip(kinds, before, strict=True):
            kind._instance = instance


@contextlib.contextmanager
def _importing_from(folder: Path) -> Iterator[None]:
    """Look for modules in the working folder, as a kernel does, and forget them afterwards."""
    known, here = set(sys.modules), str(folder.resolve())
    import_from_here()
    try:
        yield
    finally:
        with contextlib.suppress(ValueError):
            sys.path.remove("")
        for name in set(sys.modules) - known:
            if str(getattr(sys.modules[name], "__file__", None)).startswith(here):
                del sys.modules[name]


@contextlib.contextmanager
def _nothing_to_read() -> Iterator[None]:
    """Let `input()` fail at once, where a person would wait before a prompt that is not shown."""
    before, sys.stdin = sys.stdin, io.StringIO()
    try:
        yield
    finally:
        sys.stdin = before


@contextlib.contextmanager
def quiet() -> Iterator[io.StringIO]:
    """Keep what is printed to stdout and stderr, warnings and log lines included, out of sight.

    A log handler made earlier holds the stream object itself, so beside `sys.stderr` the streams
    that a notebook kernel has put in its place are silenced too: stock nbgrader gives zero for
    any text on stderr.
    """
    sink = io.StringIO()
    streams = [s for s in (sys.stdout, sys.stderr) if type(s).__name__ == "OutStream"]
    for stream in streams:
        stream.write = sink.write  # type: ignore[method-assign]
    try:
        with contextlib.redirect_stdout(sink), contextlib.redirect_stderr(sink):
            yield sink
    finally:
        for stream in streams:
            del stream.write
