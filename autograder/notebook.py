"""Read a submission, whatever state it is in, and run it here on the learner's own machine."""

import contextlib
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from autograder.clock import TookTooLong
from autograder.errors import NotebookError
from autograder.sandbox.here import import_from_here
from autograder.stranded import CONFLICT
from autograder.submission import LocalSubmission, in_one_line
from autograder.unfinished import names_of, stopped_with


@dataclass(frozen=True)
class Cell:
    """One cell: its type, its text, nbgrader's metadata for it (empty if it has none), its id.

    attachments: what was pasted into it, as the file has it.
    """

    cell_type: str
    source: str
    nbgrader: dict[str, Any]
    cell_id: str = ""
    attachments: Any = None

    @property
    def grade_id(self) -> str:
        return str(self.nbgrader.get("grade_id", ""))

    @property
    def is_check(self) -> bool:
        return bool(self.nbgrader.get("grade")) and not self.nbgrader.get("solution")


def read_cells(path: Path) -> tuple[Cell, ...]:
    """The cells of a notebook file; cells too damaged to read are left out.

    Raises NotebookError, with the reason, for a file that is no notebook at all.
    """
    return cells_of(path, read_document(path))


def read_document(path: Path) -> Any:
    """The JSON document of a file. Raises NotebookError, with the reason, if it is none."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        if not text.strip():
            raise NotebookError(f"{path}: the file is empty.")
        return json.loads(text)
    except FileNotFoundError:
        raise NotebookError(f"{path}: there is no such file.") from None
    except OSError as problem:
        raise NotebookError(f"{path}: cannot be read ({problem.strerror}).") from None
    except UnicodeDecodeError:
        raise NotebookError(f"{path}: is not UTF-8 text; save it again from Jupyter.") from None
    except ValueError as problem:
        if mark := CONFLICT.search(text):
            line = text.count("\n", 0, mark.start()) + 1
            shown = text[mark.start() :].partition("\n")[0][:60].strip()
            raise NotebookError(
                f"{path}: holds the marks of a git conflict (line {line}: `{shown}`); take one of "
                f"the two versions whole, with 'git checkout --ours {path.name}' or '--theirs', "
                "and add it again."
            ) from None
        raise NotebookError(f"{path}: is not a notebook (not JSON: {problem}).") from None
    except RecursionError:
        raise NotebookError(f"{path}: is not a notebook (nested too deeply).") from None


def cells_of(path: Path, document: Any) -> tuple[Cell, ...]:
    """As `read_cells`, from the document."""
    cells = document.get("cells") if isinstance(document, dict) else None
    if not isinstance(cells, list):
        raise NotebookError(f"{path}: is not a notebook (it has no list of cells).")
    return tuple(cell_of(cell) for cell in cells if isinstance(cell, dict))


def language_of(document: Any) -> str:
    """The language that a notebook says it is written in; empty if it says none."""
    metadata = document.get("metadata") if isinstance(document, dict) else None
    for part, key in (("kernelspec", "language"), ("language_info", "name")):
        said = metadata.get(part) if isinstance(metadata, dict) else None
        language = said.get(key) if isinstance(said, dict) else None
        if isinstance(language, str) and language:
            return language
    return ""


def cell_of(cell: dict[str, Any]) -> Cell:
    """A cell of a document, as far as it can be read."""
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return Cell(
        cell_type=str(cell.get("cell_type", "")),
        source=source if isinstance(source, str) else "",
        nbgrader=nbgrader if isinstance(nbgrader, dict) else {},
        cell_id=found if isinstance(found := cell.get("id"), str) else "",
        attachments=cell.get("attachments"),
    )


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

        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        # Before IPython was asked for, `display` was nobody's; figures of a demonstration stay
        # unseen.
        os.environ.setdefault("MPLBACKEND", "Agg")
        # A shell of its own for each run: the functions of an earlier one keep their globals.
        self._shell = InteractiveShell(config=config, user_module=ModuleType("__main__"))
        # `%matplotlib inline` asks for an event loop, and there is none.
        vars(self._shell)["enable_gui"] = lambda gui=None: None
        vars(self._shell)["enable_matplotlib"] = lambda gui=None: ("inline", "agg")
        do_without_front_end(self._shell)
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

    def cell(self, source: str) -> None:
        """Run one cell; one that raises costs only the names it would have defined."""
        with quiet():
            result = self._shell.run_cell(source, store_history=False)
        error = result.error_before_exec or result.error_in_exec
        if isinstance(error, KeyboardInterrupt):  # the learner wants it to stop
            raise error
        if error is not None:
            self._failures |= dict.fromkeys(names_of(source), _what_it_did(error, source))

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
