"""The command `audit`."""

import json
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from autograder import course
from autograder.cli.terminal import console, progress_bar
from autograder.errors import CourseError


def audit(
    slugs: Annotated[
        list[str] | None, typer.Argument(help="Weeks; every landed week if none is given.")
    ] = None,
    seeds: Annotated[
        int, typer.Option(help="Seeds for each right solution; a week may set fewer.", min=1)
    ] = 50,
    seed: Annotated[int, typer.Option(help="The first of them.", min=0)] = 0,
    workers: Annotated[int, typer.Option(help="Processes side by side.", min=1)] = os.cpu_count()
    or 1,
    exercise: Annotated[
        str | None, typer.Option(help="One exercise only, by its key; nothing is recorded.")
    ] = None,
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
            help="Repeat a random part of each record; audit anew weeks that have changed since.",
        ),
    ] = False,
    luck: Annotated[
        int | None, typer.Option(help="With --hold: the seed that draws the part.", min=0)
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
    from autograder.audit import page, record, tasks, text
    from autograder.week_limits import limits_of

    names = [course.week(slug).slug for slug in slugs or course.slugs()]
    if exercise is not None:
        if hold or write or len(names) > 1:
            raise CourseError("--exercise takes one week, and no --hold or --record.")
        course.points(names[0], exercise, hidden=False)  # or it says which exercises there are
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    tier = batch.strongest_tier(unconfined=unconfined)
    made: list[audits.Audit] = []
    wrong = False
    with progress_bar(*columns) as bar, tasks.hire(workers, tier) as hands:
        for name in names:
            kept = record.read(name) if hold else None
            if kept and not record.stale(name, kept):
                drawn = random.randrange(10**6) if luck is None else luck
                anew = "judge" in record.changed(name, kept)
                count = record.part(kept.variants, record.SHARE_FOUND[anew])
                why = ", for the judge has changed" if anew else ""
                console.print(
                    f"{name}: {count} of {kept.variants} variants repeated{why}, --luck {drawn}"
                )
                found = record.repeat(
                    name, kept, hands, count=count, luck=drawn, watch=_watch(bar, name)
                )
                for difference in found:
                    console.print(f"[red]✗[/red] {escape(difference)}", highlight=False)
                wrong |= bool(found)
                continue
            if hold:
                news = ", ".join(record.stale(name, kept))
                console.print(f"{name}: audited anew, for its record does not fit: {news}")
            made.append(
                audits.run(
                    name,
                    hands,
                    seed=seed,
                    seeds=min(seeds, limits_of(name).seeds or seeds),
                    exercise=exercise,
                    watch=_watch(bar, name),
                )
            )
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


def _watch(bar: Progress, name: str) -> Callable[[int, int], None]:
    """Show how much of how much is done."""
    task = bar.add_task(name, total=None)
    return lambda done, total: bar.update(task, completed=done, total=total)
