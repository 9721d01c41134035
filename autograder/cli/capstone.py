"""The commands `capstone run` and `capstone board`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from autograder import course
from autograder.cli.left import print_left
from autograder.cli.terminal import console, progress_bar
from autograder.errors import CourseError
from autograder.words import counted, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograder.quarters import Outcome, Quarter, Row

app = typer.Typer(
    help="Run a system through a simulated quarter, and compare systems.", no_args_is_help=True
)

Days = Annotated[
    int, typer.Option(help="Days to run; incidents need a whole quarter.", min=1, max=92)
]


@app.command()
def run(
    file: Annotated[
        Path | None, typer.Argument(help="A notebook or script; without it, your copy in work/.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Which quarter.", min=0)] = 0,
    days: Days = 92,
    page: Annotated[
        Path | None, typer.Option(help="Where to write the page; beside the notebook if not given.")
    ] = None,
    prices: Annotated[
        bool, typer.Option("--prices", help="Run again without each incident: its exact cost.")
    ] = False,
) -> None:
    """Run your system through a quarter; say what it saved and noticed, and write a page.

    Of your copy the last class that is written is run.
    """
    from autograder import quarters

    path = file or course.week(quarters.SLUG).work
    out = page or path.with_name(f"quarter-{seed}.html")
    if out.is_dir():
        raise CourseError(f"{out}: is a folder; name the file for the page.")
    whole = quarters.quarter(seed, days=days, incidents=None if days == quarters.DAYS else ())
    with progress_bar() as bar:
        task = bar.add_task(whole.date(0), total=days)

        def on_day(day: int, report: object) -> None:
            alarms = report["alarms"] if isinstance(report, dict) else ["no report"]
            bar.update(task, advance=1, description=" ".join([whole.date(day), *alarms[:3]]))

        name, log = quarters.run_notebook(path, whole, on_day)
        result = quarters.outcome(whole, log)
        cost = None
        if prices:
            task = bar.add_task("Without each incident", total=len(whole.incidents))
            cost = []
            for one in whole.incidents:
                cost.append(
                    quarters.price(
                        lambda calm: quarters.run_notebook(path, calm)[1], whole, log, one
                    )
                )
                bar.advance(task)
    if name != quarters.CLASS:
        console.print(f"`{name}` was run, for what follows it is not written yet.")
    _print_outcome(whole, result)
    out.parent.mkdir(parents=True, exist_ok=True)
    made = quarters.page(whole, log, result, who=path.stem, prices=cost)
    out.write_text(made, encoding="utf-8")
    console.print(f"The page: {out}", highlight=False, soft_wrap=True)
    raise typer.Exit(0 if result.ended is None else 1)


def _print_outcome(whole: Quarter, result: Outcome) -> None:
    from autograder.quarters import said_of_reports, said_of_service

    costs = Table("", "cost ($)", "saved")
    for column in costs.columns[1:]:
        column.justify = "right"
    named = {"system": "your system", "once": "a model trained once", "table": "the table"}
    named |= {"never": "never acting", "oracle": "acting on exactly the late flights"}
    for name, words in named.items():
        costs.add_row(words, f"{result.total(name):,.0f}", f"{result.saved_by(name):.1%}")
    console.print(costs)
    if result.detections:
        noticed = Table("incident", "first day", "noticed")
        for found in result.detections:
            after = "never" if found.after is None else f"after {counted(found.after, 'day')}"
            after = "the same day" if found.after == 0 else after
            mark = "[green]✓[/green]" if found.in_time else "[red]✗[/red]"
            noticed.add_row(
                found.incident.kind, whole.date(found.incident.first), f"{mark} {after}"
            )
        console.print(noticed)
    right = sum(offer.accepted is offer.good for offer in result.offers)
    said = [
        f"{counted(len(result.false_alarms), 'false alarm')}",
        said_of_service(result),
        f"{right} of {counted(len(result.offers), 'offer')} judged rightly",
        said_of_reports(result),
        f"{counted(result.failed_calls, 'failed call')}",
    ]
    console.print("; ".join(said) + ".", highlight=False)
    if result.ended is not None:
        console.print(
            f"[red]Broken off on {whole.date(result.ended)}: three calls in a row failed.[/]"
        )


@app.command()
def board(
    submissions: Annotated[
        Path, typer.Argument(help="nbgrader's submitted/ folder, or a folder of notebooks.")
    ],
    out: Annotated[
        Path | None, typer.Option(help="The file; build/leaderboard.json if not given.")
    ] = None,
    seeds: Annotated[str, typer.Option(help="Which quarters, such as 1,2,3.")] = "1,2,3",
    days: Days = 92,
    verify: Annotated[
        bool, typer.Option("--verify", help="Change nothing; run again what the file says.")
    ] = False,
) -> None:
    """Rebuild the leaderboard from submissions, each run in a sandbox; the best first.

    With --verify it ends with 1 if the file says anything else than what comes out now.
    """
    from autograder import batch, collect, quarters

    course.week(quarters.SLUG)  # or each submission would be told that it has not landed
    path = out or course.ROOT / "build" / "leaderboard.json"
    written: list[Row] = []
    if verify:
        written, chosen, days = quarters.read_board(path)
    else:
        chosen = _seeds(seeds)
    found = collect.survey(submissions, quarters.SLUG)
    handed = found.handed
    with progress_bar() as bar:
        task = bar.add_task("Running systems", total=len(handed))
        rows = quarters.board(
            handed,
            chosen,
            tier=batch.strongest_tier(),
            days=days,
            done=lambda row: bar.advance(task),
        )
    _print_board(rows, chosen)
    print_left(found.left, submissions, "Not run:")
    if verify:
        wrong = quarters.deviations(written, rows)
        for sentence in wrong:
            console.print(f"[red]✗[/red] {escape(printable(sentence))}")
        if not wrong:
            console.print(f"{path} is what comes out.", highlight=False, soft_wrap=True)
        raise typer.Exit(1 if wrong else 0)
    quarters.write_board(path, rows, chosen, days)
    console.print(f"Written: {path}", highlight=False, soft_wrap=True)


def _seeds(text: str) -> list[int]:
    words = [word.strip() for word in text.split(",")]
    if not all(word.isascii() and word.isdigit() for word in words):
        raise typer.BadParameter(f"{text!r} is no list of whole numbers", param_hint="--seeds")
    return [int(word) for word in words]


def _print_board(rows: Sequence[Row], seeds: Sequence[int]) -> None:
    table = Table("", "System", "Saved", "Noticed", "False alarms", "Promise kept", "Remarks")
    for place, row in enumerate(rows, 1):
        if row.problem:
            table.add_row(
                "", escape(printable(row.student)), "", "", "", "", escape(printable(row.problem))
            )
            continue
        remarks = []
        if row.failed:
            remarks.append(counted(row.failed, "failed call"))
        if row.differences:
            remarks.append(f"{counted(row.differences, 'report')} not as the books")
        table.add_row(
            str(place),
            escape(printable(row.student)),
            f"{row.mean_saved:.1%}",
            f"{row.in_time} of {row.due}",
            str(row.false_alarms),
            f"{row.kept_promise} of {len(seeds)}",
            "; ".join(remarks),
        )
    console.print(table)
