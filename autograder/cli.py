"""The `mlsd` command."""

import contextlib
import io
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as ProgressBar
from rich.table import Table
from typer.core import TyperGroup

from autograder import course
from autograder.brief import printable
from autograder.errors import CourseError
from autograder.report import CellOutcome, Report, Status, Verdict
from autograder.sandbox.errors import SandboxError

if TYPE_CHECKING:
    from autograder import batch


class _Terminated(KeyboardInterrupt):
    """A scheduler asks us to stop, which is no different from a person's Ctrl-C."""


class _Commands(TyperGroup):
    """The commands, stopped by a person or by a reader that has seen enough."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except KeyboardInterrupt as stop:
            kept = (
                ""
                if ctx.invoked_subcommand != "grade"
                else (" Reports written so far are kept; run the same command again to go on.")
            )
            errors.print(f"Stopped.{kept}", soft_wrap=True)
            raise typer.Exit(143 if isinstance(stop, _Terminated) else 130) from None
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
    with ProgressBar(console=errors, transient=True, disable=not errors.is_terminal) as bar:
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
        console.print(f"      [italic]{escape(outcome.message)}[/italic]", soft_wrap=True)
        if outcome.verdict in (Verdict.NOT_DEFINED, Verdict.STUB):
            break
        facts = {"called": outcome.called, "expected": outcome.expected, "got": outcome.received}
        for label, text in facts.items():
            if text:
                console.print(
                    f"      [dim]{label:<9}[/dim]{escape(text)}", highlight=False, soft_wrap=True
                )


@app.command()
def progress() -> None:
    """Say how far you are: weeks, points of the public checks, and what is next."""
    from autograder import learner

    slugs = course.slugs()
    with ProgressBar(console=errors, transient=True, disable=not errors.is_terminal) as bar:
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
        fresh = release.is_built(slug) if check_only else release.build(slug)
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
def grade(
    slug: Slug,
    submissions: Annotated[
        Path,
        typer.Argument(help="nbgrader's submitted/ folder, a folder of notebooks, or a notebook."),
    ],
    out: Annotated[
        Path | None, typer.Option(help="Where to write; build/graded if not given.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the random inputs.", min=0)] = 0,
    workers: Annotated[int, typer.Option(help="Processes side by side.", min=1)] = os.cpu_count()
    or 1,
    gradebook: Annotated[
        str, typer.Option(help="SQLAlchemy URL; gradebook.db in the output folder if not given.")
    ] = "",
    gradescope: Annotated[bool, typer.Option(help="Write results.json as Gradescope reads it.")] = (
        False
    ),
    cell_seconds: Annotated[float, typer.Option(help="Limit for one cell.", min=0.1)] = 60.0,
    call_seconds: Annotated[
        float, typer.Option(help="Limit for one call of a check.", min=0.1)
    ] = 20.0,
    submission_seconds: Annotated[
        float, typer.Option(help="Limit for all of one.", min=0.1)
    ] = 300.0,
    memory_mb: Annotated[int, typer.Option(help="Limit of memory.", min=64)] = 1024,
    tier: Annotated[
        str, typer.Option(help="Confinement, A or B; the strongest that holds if not given.")
    ] = "",
    unconfined: Annotated[
        bool, typer.Option("--unconfined", help="Grade without a sandbox; stamped on all reports.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a summary as JSON.")] = False,
) -> None:
    """Grade notebooks in a sandbox: reports, gradebook, notebooks, feedback, grades.csv.

    A batch that was stopped goes on where it was. Ends with 0 if all were graded, with 1 if some
    need review, with 2 if grading could not start or go on.
    """
    from autograder import batch, collect
    from autograder.sandbox.limits import MIB, Limits
    from autograder.sandbox.tiers import Tier

    if tier not in ("", "A", "B"):
        raise typer.BadParameter(f"there is no tier {tier!r}, only A and B", param_hint="--tier")
    name = course.week(slug).slug
    handed = collect.collect(submissions, name)
    settings = batch.Settings(
        slug=name,
        out=(out or course.ROOT / "build" / "graded").absolute(),
        tier=Tier(tier) if tier else batch.strongest_tier(unconfined=unconfined),
        seed=seed,
        workers=workers,
        limits=Limits(
            cell_seconds=cell_seconds,
            call_seconds=call_seconds,
            submission_seconds=submission_seconds,
            memory_bytes=memory_mb * MIB,
        ),
        gradebook_url=gradebook,
    )
    with _stopped_by_sigterm(), _progress_of(len(handed)) as (resumed, advance):
        reports = batch.grade(settings, handed, advance, resumed)
    if gradescope:
        batch.write_gradescope(settings, reports)
    review = [report for report in reports if report.status is not Status.GRADED]
    if as_json:
        print(json.dumps(batch.summary(settings, reports), indent=1))
    else:
        _print_batch(settings, reports)
    raise typer.Exit(1 if review else 0)


@contextlib.contextmanager
def _stopped_by_sigterm() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise _Terminated

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


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
    with ProgressBar(
        *columns, console=errors, transient=True, disable=not errors.is_terminal
    ) as bar:
        task = bar.add_task("Grading", total=total, rate="")

        def resumed(count: int) -> None:
            # A reset, because what an earlier run graded says nothing about the speed of this one.
            bar.reset(task, completed=count)

        def advance(_: Report) -> None:
            bar.advance(task)
            speed = bar.tasks[0].speed
            bar.update(task, rate=f"{speed:.1f}/s" if speed else "")

        yield resumed, advance


def _print_batch(settings: "batch.Settings", reports: "tuple[Report, ...]") -> None:
    table = Table("Student", "Score", "Status", "Remarks")
    table.columns[1].justify = "right"
    for report in reports:
        score = "" if report.score is None else f"{report.score:g}"
        table.add_row(
            escape(printable(report.student)),
            score,
            report.status.value,
            escape(printable("\n".join(report.problems))),
        )
    console.print(table)
    if settings.tier == "unconfined":
        console.print("[bold red]Graded without a sandbox, as asked; every report says so.[/]")
    console.print(f"Reports, gradebook.db, grades.csv, autograded/, feedback/: {settings.out}")


@app.command()
def audit(
    slugs: Annotated[
        list[str] | None, typer.Argument(help="Weeks; every landed week if none is given.")
    ] = None,
    seeds: Annotated[int, typer.Option(help="Seeds for each right solution.", min=1)] = 50,
    seed: Annotated[int, typer.Option(help="The first of them.", min=0)] = 0,
    workers: Annotated[int, typer.Option(help="Processes side by side.", min=1)] = os.cpu_count()
    or 1,
    hidden_only: Annotated[
        bool, typer.Option("--hidden-only", help="Show what only hidden checks notice as well.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    html: Annotated[
        Path | None, typer.Option(help="A folder; write SLUG.html with a heat map there.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--record", help="Write audit.json beside the checks, to be committed.")
    ] = False,
    hold: Annotated[
        bool,
        typer.Option(
            "--hold",
            help="Repeat a random tenth of each record; audit anew what has changed since.",
        ),
    ] = False,
    luck: Annotated[
        int | None, typer.Option(help="With --hold: the seed that draws the tenth.", min=0)
    ] = None,
    unconfined: Annotated[
        bool, typer.Option("--unconfined", help="Without a sandbox, where there is none.")
    ] = False,
) -> None:
    """Measure a week's checks: the wrong answers they accept, the right ones they reject.

    Judges the reference and every alternative under many seeds, every mistake, and every mutant
    of every right solution. Ends with 0 if the audit is green, with 1 if it is not.
    """
    from autograder import batch
    from autograder.audit import audit as audits
    from autograder.audit import crew, page, record, text

    names = [course.week(slug).slug for slug in slugs or course.slugs()]
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    tier = batch.strongest_tier(unconfined=unconfined)
    bar = ProgressBar(*columns, console=errors, transient=True)
    made: list[audits.Audit] = []
    wrong = False
    with bar, crew.crew(workers, tier) as hands:
        for name in names:
            kept = record.read(name) if hold else None
            if kept and not record.changed(name, kept):
                drawn = random.randrange(10**6) if luck is None else luck
                console.print(f"{name}: a tenth of its record repeated, --luck {drawn}")
                found = record.repeat(name, kept, hands, luck=drawn, watch=_watch(bar, name))
                for difference in found:
                    console.print(f"[red]✗[/red] {escape(difference)}", highlight=False)
                wrong |= bool(found)
                continue
            if hold:
                news = ", ".join(record.changed(name, kept))
                console.print(f"{name}: audited anew, for its record does not fit: {news}")
            made.append(audits.run(name, hands, seed=seed, seeds=seeds, watch=_watch(bar, name)))
    for one in made:
        if html:
            page.write(one, html / f"{one.slug}.html")
        if write:
            record.of(one).write(one.slug)
        if not as_json:
            text.print_audit(one, console, hidden_only=hidden_only)
    if as_json:
        summaries = [text.summary(one) | {"seconds": one.seconds} for one in made]
        print(json.dumps(summaries[0] if len(summaries) == 1 else summaries, indent=1))
    raise typer.Exit(1 if wrong or any(audits.problems(one) for one in made) else 0)


def _watch(bar: ProgressBar, name: str) -> "Callable[[int, int], None]":
    """Show how much of how much is done."""
    task = bar.add_task(name, total=None)
    return lambda done, total: bar.update(task, completed=done, total=total)


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
