"""The notebook inside the sandbox: IPython without a kernel around it.

It behaves like ipykernel under nbgrader where a cell can tell: last expressions are displayed,
figures are shown and closed, top-level `await` works, `input()` is refused with the same error.
It differs where a kernel would start a process: shell commands and package installation say that
they are not available and go on.

Nothing here is trusted by the judge; student code may rewrite all of it.
"""

from __future__ import annotations

import contextlib
import fnmatch
import io
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from IPython.core import inputtransformer2
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from autograder.sandbox.shell_commands import skip_commands

FRONT_END = (
    *("autosave", "clear", "connect_info", "qtconsole", "less", "more", "man", "edit", "ed"),
    "subshell",
)
"""Magics of a notebook's kernel, which only its front end would notice."""
SHOWABLE = re.compile(r"(text|image|audio|video)/[a-zA-Z0-9.+\-]{1,80}")
"""MIME types whose text or bytes are kept. What a widget or a chart says as JSON needs code to be
drawn; its plain text stands for it."""
MAX_OUTPUTS = 1000
"""Displays kept of one cell."""


class CountingStream(io.TextIOWrapper):
    """Standard output that knows how much was printed, so that displays keep their place."""

    printed = 0

    def write(self, text: str) -> int:
        count = super().write(text)
        self.printed += len(text)
        return count


class OutputLog:
    """What the current cell displayed, each with the place it has in the printed text."""

    stream: CountingStream | None = None

    def __init__(self) -> None:
        self.outputs: list[dict[str, Any]] = []
        self.dropped = 0

    def start_cell(self) -> None:
        """Count places from here."""
        self.outputs, self.dropped = [], 0
        if self.stream is not None:
            self.stream.printed = 0

    def add(self, kind: str, data: dict[str, Any], metadata: dict[str, Any]) -> None:
        """Note one display; `data` maps MIME types to text or bytes."""
        if len(self.outputs) >= MAX_OUTPUTS:
            self.dropped += 1
            return
        printed = 0 if self.stream is None else self.stream.printed
        shown = {mime: value for mime, value in data.items() if is_showable(mime, value)}
        self.outputs.append({"kind": kind, "data": shown, "offset": printed})

    def take(self) -> tuple[list[dict[str, Any]], int]:
        """The displays since the last call, and how many were dropped."""
        taken, self.outputs = self.outputs, []
        dropped, self.dropped = self.dropped, 0
        return taken, dropped


def is_showable(mime: object, value: object) -> bool:
    """Whether one rendering of a display is text or bytes under a name by which it can be shown."""
    if type(mime) is not str or not SHOWABLE.fullmatch(mime):
        return False
    return type(value) in (str, bytes)


class Notes(dict[str, Any]):
    """What IPython remembers between sessions, folders and bookmarks: here as long as the cell."""

    def __delitem__(self, key: str) -> None:
        self.pop(key, None)

    def keys(self, pattern: str = "*") -> Any:
        """The keys like `pattern`, as a database of IPython gives them."""
        return [key for key in self if fnmatch.fnmatch(key, pattern)]


class CellDisplayPublisher(DisplayPublisher):
    """`display(...)`."""

    log: OutputLog

    def publish(self, data: Any, metadata: Any = None, source: Any = None, **_: Any) -> None:
        self.log.add("display_data", dict(data), dict(metadata or {}))

    def clear_output(self, wait: bool = False) -> None:
        self.log.outputs.clear()


class CellDisplayHook(DisplayHook):
    """The value of a cell's last expression."""

    log: OutputLog

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: Any = None) -> None:
        self.log.add("execute_result", dict(format_dict), dict(md_dict or {}))


class CellShell(InteractiveShell):
    """An `InteractiveShell` without history, GUI, processes or coloured text."""

    last_traceback: list[str]
    output_log: OutputLog
    usual_transforms: tuple[list[Any], ...] = ()
    python: str | None = None

    def init_display_pub(self) -> None:
        self.display_pub = CellDisplayPublisher(parent=self, shell=self)

    def init_displayhook(self) -> None:
        self.displayhook_class = CellDisplayHook
        super().init_displayhook()

    def transform_cell(self, raw_cell: str) -> str:
        """The cell as Python. One that is Python already, as most are, needs no tokenizing.

        Not so with a prompt, which reads as an annotation, or with transformers of the student's.
        """
        if "In [" not in raw_cell and _transforms(self) == self.usual_transforms:
            with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
                with warnings.catch_warnings(action="ignore"):  # it warns again when it is run
                    compile(raw_cell, "<cell>", "exec", dont_inherit=True)
                lines = raw_cell.splitlines(keepends=True)
                self.python = "".join(inputtransformer2.leading_empty_lines(lines)) + "\n"
                return self.python
        transformed: str = super().transform_cell(raw_cell)
        return transformed

    def should_run_async(self, raw_cell: str, *, transformed_cell: Any = None, **_: Any) -> bool:
        """Whether a cell awaits at its top level: not if it was compiled as Python that may not."""
        if transformed_cell is not None and transformed_cell == self.python:
            return False
        answer: bool = super().should_run_async(raw_cell, transformed_cell=transformed_cell, **_)
        return answer

    def enable_gui(self, gui: Any = None) -> None:
        """There is no event loop to enable."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        # Kept for the error output, instead of printed among the cell's text.
        self.last_traceback = list(stb) if not isinstance(stb, str) else [stb]

    def ask_exit(self) -> None:
        print("exit is not available while grading.")


def _transforms(shell: Any) -> tuple[list[Any], ...]:
    """All that IPython does to the text of a cell."""
    manager = shell.input_transformer_manager
    return (
        list(manager.cleanup_transforms),
        list(manager.line_transforms),
        list(manager.token_transformers),
        list(shell.input_transformers_post),
    )


def _refuse_input(*_: object) -> NoReturn:
    raise StdinNotImplementedError(
        "raw_input was called, but this frontend does not support input requests."
    )


def _ignore_line(line: str = "") -> None:
    """Do nothing: there is no front end."""


def build() -> CellShell:
    """The shell, made once in the template and inherited by every child."""
    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.xmode = "Context"
    config.InteractiveShell.autocall = 0
    config.Completer.use_jedi = False
    shell: Any = CellShell.instance(config=config)
    log = OutputLog()
    shell.display_pub.log = log
    shell.displayhook.log = log
    shell.output_log = log
    shell.last_traceback = []
    shell.usual_transforms = _transforms(shell)
    do_without_front_end(shell)
    skip_commands(shell)
    shell.builtin_trap.auto_builtins["input"] = _refuse_input
    shell.display_formatter.active_types = ["text/plain"]
    built: CellShell = shell
    return built


def do_without_front_end(shell: Any) -> None:
    """Let the magics of a notebook's kernel work that need its front end, or the user's profile."""
    shell.db = Notes()
    shell.extension_manager.load_extension("storemagic")
    for name in FRONT_END:
        shell.register_magic_function(_ignore_line, "line", name)


@contextlib.contextmanager
def no_debugger() -> Iterator[None]:
    """Let `breakpoint()` do nothing, as in a kernel to which no debugger is attached."""
    before, sys.breakpointhook = sys.breakpointhook, lambda *_, **__: None
    try:
        yield
    finally:
        sys.breakpointhook = before


def use_inline_figures(shell: CellShell) -> None:
    """Make `plt.show()` and the end of a cell display the open figures and close them.

    Only as text until `choose_rendering` asks for images: drawing costs more than grading.
    """
    import matplotlib_inline.config
    from matplotlib_inline import backend_inline

    inline = matplotlib_inline.config.InlineBackend.instance(parent=shell)
    inline.figure_formats = set()
    inline.shell = shell
    if backend_inline.flush_figures not in shell.events.callbacks["post_execute"]:
        shell.events.register("post_execute", backend_inline.flush_figures)


def choose_rendering(shell: Any, types: Iterable[str]) -> None:
    """Which MIME types displays are rendered to, besides plain text."""
    wanted = ["text/plain", *types]
    shell.display_formatter.active_types = wanted
    if "image/png" in wanted:
        from IPython.core.pylabtools import select_figure_formats

        select_figure_formats(shell, {"png"})
