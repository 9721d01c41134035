"""Commands of a learner: start, check, progress, doctor."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from autograder import course
from autograder.cli.last_words import last_words
from autograder.cli.terminal import Slug, bar_below_results, console, print_hanging
from autograder.errors import CourseError
from autograder.report import CellOutcome, told_once
from autograder.words import counted, points, printable, same_for

if TYPE_CHECKING:
    from autograder import own_parts


def start(
    slug: Slug,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open JupyterLab.")] = False,
) -> None:
    """Copy a week's notebook to work/ and open it; your own copy is never overwritten.

    What a capstone needs of earlier weeks is taken from your notebooks of them, where its public
    checks pass.
    """
    from autograder.start import has_parts
    from autograder.start import start as copy

    filled = _look_through_weeks(slug) if has_parts(slug) else None
    path, new = copy(slug)
    shown = path.relative_to(course.ROOT)
    console.print(f"{'Copied to' if new else 'Your work is in'} [bold]{shown}[/bold]")
    if filled:
        from autograder import own_parts

        own_parts.put(path, filled)
        for origin in filled.origins:
            print_hanging("  ", str(origin))
    # JupyterLab refuses to start for root, which everybody is in a container.
    root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    if no_open:
        opening = shlex.join(["jupyter", "lab", *root, str(shown)])
        console.print(f"Open it with: {opening}", markup=False, soft_wrap=True)
        return
    # From the root, so that lectures are within reach and nbgrader finds its configuration.
    options = [f"--ServerApp.root_dir={course.ROOT}", "--log-level=WARN", *root]
    command = [sys.executable, "-m", "jupyterlab", *options, str(path)]
    console.print(
        f"Starting JupyterLab: {shlex.join(command)}", markup=False, highlight=False, soft_wrap=True
    )
    raise typer.Exit(subprocess.run(command, check=False).returncode)


def _look_through_weeks(slug: str) -> own_parts.Filled:
    """The parts cell with what the learner has written; it takes some seconds a week."""
    from autograder import own_parts

    with bar_below_results() as bar:
        task = bar.add_task("Looking for your own parts", total=None)
        return own_parts.fill(slug, watch=lambda part: bar.advance(task))


def check(
    slug: Slug,
    file: Annotated[
        Path | None, typer.Argument(help="A notebook or script; without it, your copy in work/.")
    ] = None,
    hidden: Annotated[bool, typer.Option(help="Run the hidden checks as well.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the random inputs.")] = 0,
) -> None:
    """Run your notebook and say of every check whether it passes, and why not."""
    from autograder import learner

    check_cells = course.check_cells(course.week(slug).slug)
    with last_words(_LAST_WORDS) as tell, bar_below_results() as bar:
        task = bar.add_task("Checking", total=len(check_cells))

        def judged(cell: CellOutcome) -> None:
            _print_cell(cell)
            console.file.flush()  # or what was said would go down with the process
            tell(f" after the checks of {cell.exercise}")

        cells = learner.check(
            slug,
            file,
            hidden=hidden,
            seed=seed,
            notice=lambda text: print_hanging("[yellow]![/yellow] ", text),
            judged=judged,
            advance=lambda: bar.advance(task),
        )
    earned, possible = sum(c.score for c in cells), sum(c.points for c in cells)
    console.print(f"\n[bold]{earned:g} of {points(possible)}[/bold]")
    if not hidden:
        more = sum(cell.points for cell in check_cells if cell.hidden)
        console.print(f"The hidden checks are worth {more:g} more: add --hidden to run them.")
    if any(cell.grader_errors for cell in cells):
        raise CourseError("A check is broken, so this score is not a grade. Please report it.")
    raise typer.Exit(0 if earned == possible else 1)


_LAST_WORDS = (
    "mlsd: Your code brought Python itself down{place}. Mostly that is a recursion that does not "
    "end, with a recursion limit that was raised (sys.setrecursionlimit), or more memory than "
    "there is; run the cells one by one to find it.\n"
)


def _print_cell(cell: CellOutcome) -> None:
    kind = "hidden checks" if cell.hidden else "checks"
    console.print(f"\n[bold]{cell.exercise}[/bold] {kind}: {cell.score:g} of {points(cell.points)}")
    for outcome, more in told_once(cell.outcomes):
        mark = "[green]✓[/green]" if outcome.passed else "[red]✗[/red]"
        print_hanging(f"  {mark} ", outcome.criterion)
        if outcome.passed:
            continue
        if outcome.explanation:
            print_hanging("      ", outcome.explanation)
        print_hanging("      ", outcome.message, style="italic")
        facts = {"called": outcome.called, "expected": outcome.expected, "got": outcome.received}
        for label, text in facts.items():
            if text:
                print_hanging(f"      [dim]{label:<9}[/dim]", text)
        if more:
            print_hanging("      ", same_for(more))


def progress() -> None:
    """Say how far you are: points of all checks, memos, and what is next.

    A week whose notebook cannot be read is named below the table, with what to do; then it ends
    with 1.
    """
    from autograder import learner

    slugs = course.slugs()
    with bar_below_results() as bar:
        task = bar.add_task("Checking your notebooks", total=len(slugs))
        weeks = []
        for slug in slugs:
            try:
                weeks.append(learner.progress(slug))
            except CourseError as problem:  # of one week, and no reason to be silent of the others
                weeks.append(learner.Progress(slug, "", started=True, problem=str(problem)))
            bar.advance(task)
    table = Table("Week")
    wide = console.width >= 100
    if wide:
        table.add_column("Title")
    table.add_column("Checks")
    table.add_column("Memo")
    table.add_column("Next", no_wrap=True)  # a command that is cut or broken cannot be copied
    for week in weeks:
        checks = f"{week.earned:g} of {points(week.possible)}" if week.started else "not started"
        if week.problem:
            table.add_row(week.slug, *([""] if wide else []), "not known", "", "see below")
            continue
        memo = counted(week.memo_words, "word") if week.memo_words else ""
        title = (week.title,) if wide else ()
        table.add_row(week.slug, *title, checks, memo, week.next_step.replace(": mlsd", ":\nmlsd"))
    console.print(table)
    ill = [week for week in weeks if week.problem]
    for week in ill:
        print_hanging("[red]✗[/red] ", printable(f"{week.slug}: {week.problem}"))
    raise typer.Exit(1 if ill else 0)


def doctor() -> None:
    """Examine the installation; say what is wrong and how to mend it."""
    from autograder.doctor import examine

    ill = False
    for finding in examine():
        ill |= bool(finding.problem)
        if finding.problem:
            console.print(f"[red]✗[/red] {finding.subject}: {escape(finding.problem)}")
            console.print(f"    {escape(finding.remedy)}", highlight=False, soft_wrap=True)
        else:
            console.print(f"[green]✓[/green] {finding.subject}")
    raise typer.Exit(1 if ill else 0)
