"""The `mlsd` command."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress as ProgressBar
from rich.table import Table

from autograder import course
from autograder.errors import CourseError
from autograder.report import CellOutcome, Verdict

app = typer.Typer(
    help="Machine learning systems design: learn, check and grade.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
console = Console()
errors = Console(stderr=True)

Slug = Annotated[str, typer.Argument(help="A week, such as w01_framing; w01 will do.")]


@app.command()
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
    command = [sys.executable, "-m", "jupyterlab", str(path)]
    raise typer.Exit(subprocess.run(command, check=False).returncode)


@app.command()
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
    with ProgressBar(console=errors, transient=True) as bar:
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
        console.print(f"  {mark} {escape(outcome.criterion)}")
        if outcome.passed:
            continue
        console.print(f"      [italic]{escape(outcome.message)}[/italic]")
        if outcome.verdict in (Verdict.NOT_DEFINED, Verdict.STUB):
            break
        facts = {"called": outcome.called, "expected": outcome.expected, "got": outcome.received}
        for label, text in facts.items():
            if text:
                console.print(f"      [dim]{label:<9}[/dim]{escape(text)}", highlight=False)


@app.command()
def progress() -> None:
    """Say how far you are: weeks, points of the public checks, and what is next."""
    from autograder import learner

    slugs = course.slugs()
    with ProgressBar(console=errors, transient=True) as bar:
        task = bar.add_task("Checking your notebooks", total=len(slugs))
        weeks = []
        for slug in slugs:
            weeks.append(learner.progress(slug))
            bar.advance(task)
    table = Table("Week", "Title", "Points (public checks)", "Next")
    for week in weeks:
        points = f"{week.earned:g} of {week.possible:g}" if week.started else "not started"
        following = week.next_exercise or "mlsd check --hidden, then the memo"
        table.add_row(
            week.slug, week.title, points, following if week.started else f"mlsd start {week.slug}"
        )
    console.print(table)


@app.command()
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


@app.command()
def build(
    check_only: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail if a file is not up to date.")
    ] = False,
) -> None:
    """Derive what is derived: student notebooks, and the table of weeks in the syllabus."""
    from autograder import release, syllabus

    stale = []
    for slug in course.slugs():
        if check_only:
            fresh = release.is_built(slug)
        else:
            fresh = release.build(slug)
        if not fresh:
            stale.append(str(course.week(slug).assignment.relative_to(course.ROOT)))
    if not (syllabus.is_built() if check_only else syllabus.build()):
        stale.append("syllabus.md")
    for name in stale:
        console.print(f"{'out of date' if check_only else 'written'}: {name}")
    if not stale:
        console.print("Everything is up to date.")
    if stale and check_only:
        raise CourseError("Run 'mlsd build' and commit what it writes.")


@app.command()
def demo(
    folder: Annotated[Path, typer.Option(help="Where to leave the results.")] = (
        course.ROOT / "build" / "demo"
    ),
) -> None:
    """Grade a sample class of ten, and leave grades, gradebook and feedback to look at."""
    from autograder.demo import run

    run(folder, console)


def main() -> None:
    """Run the command; a problem a person can mend is one message, not a traceback."""
    try:
        app()
    except CourseError as problem:
        errors.print(f"[red]mlsd:[/red] {escape(str(problem))}", soft_wrap=True, highlight=False)
        sys.exit(2)
    except KeyboardInterrupt:
        errors.print("\nStopped.")
        sys.exit(130)
