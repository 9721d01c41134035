"""Commands of a learner: start, check, progress, doctor."""

import shlex
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from autograder import course
from autograder.cli.terminal import Slug, console, print_hanging, progress_bar
from autograder.errors import CourseError
from autograder.report import CellOutcome, Verdict


def start(
    slug: Slug,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open JupyterLab.")] = False,
) -> None:
    """Copy a week's notebook to work/ and open it; your own copy is never overwritten."""
    from autograder import learner

    path, new = learner.start(slug)
    shown = path.relative_to(course.ROOT)
    console.print(f"{'Copied to' if new else 'Your work is in'} [bold]{shown}[/bold]")
    if no_open:
        console.print(f"Open it with: jupyter lab {shown}")
        return
    # From the root, so that lectures are within reach and nbgrader finds its configuration.
    options = [f"--ServerApp.root_dir={course.ROOT}", "--log-level=WARN"]
    command = [sys.executable, "-m", "jupyterlab", *options, str(path)]
    console.print(f"Starting JupyterLab: {shlex.join(command[1:])}", soft_wrap=True)
    raise typer.Exit(subprocess.run(command, check=False).returncode)


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
    with progress_bar() as bar:
        task = bar.add_task("Checking", total=len(check_cells))
        cells = learner.check(
            slug, file, hidden=hidden, seed=seed, advance=lambda: bar.advance(task)
        )
    for cell in cells:
        _print_cell(cell)
    earned, possible = sum(c.score for c in cells), sum(c.points for c in cells)
    console.print(f"\n[bold]{earned:g} of {possible:g} points[/bold]")
    if not hidden:
        more = sum(cell.points for cell in check_cells if cell.hidden)
        console.print(f"The hidden checks are worth {more:g} more: add --hidden to run them.")
    if any(cell.grader_errors for cell in cells):
        raise CourseError("A check is broken, so this score is not a grade. Please report it.")
    raise typer.Exit(0 if earned == possible else 1)


def _print_cell(cell: CellOutcome) -> None:
    kind = "hidden checks" if cell.hidden else "checks"
    console.print(
        f"\n[bold]{cell.exercise}[/bold] {kind}: {cell.score:g} of {cell.points:g} points"
    )
    for outcome in cell.outcomes:
        mark = "[green]✓[/green]" if outcome.passed else "[red]✗[/red]"
        print_hanging(f"  {mark} ", outcome.criterion)
        if outcome.passed:
            continue
        if outcome.explanation:
            print_hanging("      ", outcome.explanation)
        print_hanging("      ", outcome.message, style="italic")
        if outcome.verdict in (Verdict.NOT_DEFINED, Verdict.STUB):
            break
        facts = {"called": outcome.called, "expected": outcome.expected, "got": outcome.received}
        for label, text in facts.items():
            if text:
                print_hanging(f"      [dim]{label:<9}[/dim]", text)


def progress() -> None:
    """Say how far you are: points, memos, and what is next.

    Hidden checks are counted once all public ones of a week pass.
    """
    from autograder import learner

    slugs = course.slugs()
    with progress_bar() as bar:
        task = bar.add_task("Checking your notebooks", total=len(slugs))
        weeks = []
        for slug in slugs:
            weeks.append(learner.progress(slug))
            bar.advance(task)
    table = Table("Week", "Title", "Checks", "Memo", "Next")
    for week in weeks:
        points = f"{week.earned:g} of {week.possible:g} points" if week.started else "not started"
        memo = f"{week.memo_words} words" if week.memo_words else ""
        table.add_row(week.slug, week.title, points, memo, week.next_step)
    console.print(table)


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
