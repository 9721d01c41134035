"""The command `grade`."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from autograder import course
from autograder.cli.left import print_left
from autograder.cli.terminal import Slug, console, progress_bar
from autograder.report import Report, Status
from autograder.words import points, printable

if TYPE_CHECKING:
    from autograder import batch, exports


def grade(
    slug: Slug,
    submissions: Annotated[
        Path,
        typer.Argument(
            help="nbgrader's submitted/ folder, a folder of notebooks, what a learning-management "
            "system leaves, or a notebook."
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(help="Where to write; build/graded if not given.")
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            help="Seed of the random inputs; if not given, one that nobody can guess, or that of "
            "the reports which the folder holds.",
            min=0,
        ),
    ] = None,
    workers: Annotated[int, typer.Option(help="Processes side by side.", min=1)] = os.cpu_count()
    or 1,
    gradebook: Annotated[
        str, typer.Option(help="SQLAlchemy URL; gradebook.db in the output folder if not given.")
    ] = "",
    gradescope: Annotated[bool, typer.Option(help="Write results.json as Gradescope reads it.")] = (
        False
    ),
    cell_seconds: Annotated[
        float | None, typer.Option(help="Limit for one cell; mostly 60.", min=0.1)
    ] = None,
    call_seconds: Annotated[
        float | None, typer.Option(help="Limit for one call of a check; mostly 20.", min=0.1)
    ] = None,
    submission_seconds: Annotated[
        float | None, typer.Option(help="Limit for all of one; mostly 300.", min=0.1)
    ] = None,
    memory_mb: Annotated[
        int | None, typer.Option(help="Limit of memory; mostly 1024.", min=64)
    ] = None,
    tier: Annotated[
        str, typer.Option(help="Confinement, A or B; the strongest that holds if not given.")
    ] = "",
    unconfined: Annotated[
        bool, typer.Option("--unconfined", help="Grade without a sandbox; stamped on all reports.")
    ] = False,
    student: Annotated[
        str, typer.Option(help="Whose it is, if it is one student's file or folder.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print a summary as JSON.")] = False,
) -> None:
    """Grade notebooks in a sandbox: reports, gradebook, notebooks, feedback, grades.csv.

    A batch that was stopped goes on where it was. All that lies there is graded or named with the
    reason. Ends with 0 if all was graded, with 1 if some needs review or was not graded, with 2 if
    grading could not start or go on.
    """
    from autograder import batch, collect, summary
    from autograder.sandbox.limits import MIB
    from autograder.sandbox.tiers import Tier
    from autograder.week_limits import limits_of

    if tier not in ("", "A", "B"):
        raise typer.BadParameter(f"there is no tier {tier!r}, only A and B", param_hint="--tier")
    name = course.week(slug).slug
    given: dict[str, Any] = {
        "cell_seconds": cell_seconds,
        "call_seconds": call_seconds,
        "submission_seconds": submission_seconds,
        "memory_bytes": memory_mb and memory_mb * MIB,
    }
    folder = (out or course.ROOT / "build" / "graded").absolute()
    found = collect.survey(submissions, name, student=student, out=folder)
    handed = found.handed
    settings = batch.Settings(
        slug=name,
        out=folder,
        tier=Tier(tier) if tier else batch.strongest_tier(unconfined=unconfined),
        seed=batch.seed_of(folder, name) if seed is None else seed,
        workers=workers,
        limits=replace(limits_of(name).grading, **{k: v for k, v in given.items() if v}),
        gradebook_url=gradebook,
    )
    with _progress_of(len(handed)) as (resumed, advance):
        grades: list[exports.Grade] = []
        reports = batch.grade(settings, handed, advance, resumed, grades.extend)
    if gradescope:
        summary.write_gradescope(settings, reports)
    review = [report for report in reports if report.status is not Status.GRADED]
    if as_json:
        print(json.dumps(summary.summary(settings, reports, grades, found.left), indent=1))
    else:
        _print_batch(settings, reports)
        print_left(found.left, submissions)
    raise typer.Exit(1 if review or found.overlooked else 0)


@contextlib.contextmanager
def _progress_of(total: int) -> Iterator[tuple[Callable[[int], None], Callable[[Report], None]]]:
    """A bar with rate and time left, on a terminal; and what to call as reports come."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with progress_bar(*columns) as bar:
        task = bar.add_task("Grading", total=total, rate="")

        def resumed(count: int) -> None:
            # A reset, because what an earlier run graded says nothing about the speed of this one.
            bar.reset(task, completed=count)

        def advance(_: Report) -> None:
            bar.advance(task)
            speed = bar.tasks[0].speed
            bar.update(task, rate=f"{speed:.1f}/s" if speed else "")

        yield resumed, advance


def _print_batch(settings: batch.Settings, reports: tuple[Report, ...]) -> None:
    from autograder.source import Kind, parse

    table = Table("Student", "Score", "Status", "Remarks")
    table.columns[1].justify = "right"
    cells = parse(course.week(settings.slug).source).cells
    by_hand = sum(cell.points for cell in cells if cell.kind is Kind.MEMO)
    possible = sum(cell.points for cell in cells if cell.kind is Kind.CHECK)
    for report in reports:
        score = "" if report.score is None else f"{report.score:g} of {possible:g}"
        table.add_row(
            escape(printable(report.student)),
            score,
            report.status.value,
            escape(printable("\n".join(report.problems))),
        )
    console.print(table)
    if settings.tier == "unconfined":
        console.print("[bold red]Graded without a sandbox, as asked; every report says so.[/]")
    console.print(
        f"Scores are those of the checks; the memo ({points(by_hand)}) is graded by hand, in "
        "formgrader. Run this command again for a grades.csv that has both."
    )
    console.print(f"Reports, gradebook.db, grades.csv, autograded/, feedback/: {settings.out}")
