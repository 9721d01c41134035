"""The `mlsd` command as a whole: what it consists of, and how it ends."""

import io
import os
import sys
from typing import Any

import typer
from rich.markup import escape
from typer.core import TyperGroup

from autograder.cli import capstone
from autograder.cli.audit import audit
from autograder.cli.grade import grade
from autograder.cli.learn import check, doctor, progress, start
from autograder.cli.teach import build, demo
from autograder.cli.terminal import Terminated, errors, stopped_by_sigterm
from autograder.errors import CourseError
from autograder.places import require_course
from autograder.sandbox.errors import SandboxError
from autograder.words import printable


class _Commands(TyperGroup):
    """The commands, stopped by a person or by a reader that has seen enough."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        found = super().resolve_command(ctx, args)
        if found[0] != "doctor" and "--help" not in args:
            require_course()
        return found

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        try:
            try:
                with stopped_by_sigterm():
                    return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except KeyboardInterrupt as stop:
            kept = (
                ""
                if ctx.invoked_subcommand != "grade"
                else (" Reports written so far are kept; run the same command again to go on.")
            )
            notes = "".join(f" {note}" for note in getattr(stop, "__notes__", ()))
            errors.print(f"Stopped.{escape(notes)}{kept}", soft_wrap=True)
            raise typer.Exit(143 if isinstance(stop, Terminated) else 130) from None
        except BrokenPipeError:
            # So that closing the stream on the way out does not fail a second time.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(141) from None


app = typer.Typer(
    cls=_Commands,
    help="Machine learning systems design: learn, check and grade.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
for command in (start, check, progress, doctor, build, grade, audit, demo):
    app.command()(command)
app.add_typer(capstone.app, name="capstone")


def main() -> None:
    """Run the command; a problem a person can mend is one message, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # in a locale that has no ✓, say so otherwise
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except (CourseError, SandboxError) as problem:
        text = str(problem)
    except OSError as problem:  # a file or folder that is not ours to use; nothing was scored by it
        places = [str(name) for name in (problem.filename, problem.filename2) if name is not None]
        text = ": ".join([*places, problem.strerror or str(problem)])
    errors.print(f"[red]mlsd:[/red] {escape(printable(text))}", soft_wrap=True, highlight=False)
    sys.exit(2)
