"""The terminal: where commands print, how far they are, and what stops them."""

import contextlib
import signal
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, ProgressColumn
from rich.text import Text

console = Console()
errors = Console(stderr=True)

Slug = Annotated[str, typer.Argument(help="A week, such as w01_framing; w01 will do.")]


class Terminated(KeyboardInterrupt):
    """A scheduler asks us to stop, which is no different from a person's Ctrl-C."""


@contextlib.contextmanager
def stopped_by_sigterm() -> Iterator[None]:
    """Within the block, SIGTERM raises Terminated."""

    def stop(*_: object) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def print_hanging(label: str, text: str, style: str = "") -> None:
    """Print `text`, which is no markup, behind a label, which is; its other lines begin below it.

    A terminal would begin them at its left edge, below what they do not belong to.
    """
    head = Text.from_markup(label)
    body = Text(text, style=style)
    for number, line in enumerate(body.wrap(console, max(console.width - head.cell_len, 20))):
        line.rstrip()
        start = head if number == 0 else Text(" " * head.cell_len)
        console.print(start + line, highlight=False, soft_wrap=True)


def progress_bar(*columns: ProgressColumn | str) -> Progress:
    """A bar on standard error that vanishes at the end; none if that is no terminal."""
    return Progress(
        *(columns or Progress.get_default_columns()),
        console=errors,
        transient=True,
        disable=not errors.is_terminal,
    )


@contextlib.contextmanager
def bar_below_results() -> Iterator[Progress]:
    """A bar that vanishes at the end, below what `console` prints meanwhile.

    It is on standard output if that is a terminal, or results would be printed into it.
    """
    place = console if console.is_terminal else errors
    bar = Progress(
        console=place,
        transient=True,
        disable=not place.is_terminal,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    # The stream of now: while a submission runs, sys.stdout and sys.stderr are others.
    before, place.file = place._file, place.file
    try:
        with bar:
            yield bar
    finally:
        place._file = before
