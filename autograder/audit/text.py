"""An audit as text for people, and as plain data for machines."""

from collections.abc import Iterator
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from autograder.audit.audit import Audit, Fate, problems
from autograder.words import counted, points


def summary(audit: Audit) -> dict[str, Any]:
    """What a machine wants to know, as plain data; nothing in it depends on the clock."""
    return {
        "assignment": audit.slug,
        "seed": audit.seed,
        "seeds": audit.seeds,
        "false_rejections": len(audit.rejections),
        "mutants": len(audit.fates),
        "identical": audit.identical,
        "equivalent": len(audit.fates) - len(audit.judged),
        "killed_public": audit.killed_public,
        "killed_all": audit.killed_all,
        "mistakes": audit.mistakes,
        "survivors": [
            {
                "solution": str(fate.mutant.solution),
                "operator": fate.mutant.operator,
                "line": fate.mutant.line,
                "was": fate.mutant.was,
                "now": fate.mutant.now,
                "points": audit.points(fate.mutant.solution.exercise),
            }
            for fate in audit.survivors
        ],
        "rejections": [
            {"solution": r.solution, "seed": r.seed, "check": r.check, "why": r.why}
            for r in audit.rejections
        ],
        "checks_nothing_fails": list(audit.unfailed),
        "checks_never_alone": list(audit.never_alone),
        "problems": list(problems(audit)),
        "exercises": {exercise: figures_of(audit, exercise) for exercise in audit.exercises},
    }


def figures_of(audit: Audit, exercise: str) -> dict[str, int]:
    """The figures of one exercise."""
    fates = [fate for fate in audit.fates if fate.mutant.solution.exercise == exercise]
    judged = [fate for fate in fates if not fate.equivalent]
    return {
        "false_rejections": sum(r.exercise == exercise for r in audit.rejections),
        "mutants": len(fates),
        "equivalent": len(fates) - len(judged),
        "killed_public": sum(fate.findings.killed_public for fate in judged),
        "killed_all": sum(fate.findings.killed for fate in judged),
    }


def print_audit(audit: Audit, console: Console, *, hidden_only: bool = False) -> None:
    """Print an audit: survivors first, figures last, so that they stand above the prompt."""
    for part in _parts(audit, hidden_only=hidden_only):
        console.print(part, highlight=False)


def _parts(audit: Audit, *, hidden_only: bool) -> Iterator[RenderableType]:
    if audit.survivors:
        yield Text("\nNo check notices these mutants", style="bold")
        yield from (_survivor(audit, fate) for fate in audit.survivors)
    if hidden_only:
        kept = [f for f in audit.judged if f.findings.killed and not f.findings.killed_public]
        if kept:
            yield Text("\nOnly hidden checks notice these mutants", style="bold")
            yield from (_survivor(audit, fate) for fate in kept)
    if audit.never_alone:
        yield Text("\nChecks that nothing fails alone, so another one says as much", style="bold")
        yield Text("  " + ", ".join(audit.never_alone))
    yield _slowest(audit)
    yield _table(audit)
    found = problems(audit)
    for problem in found:
        yield Text("✗ ", style="red") + Text(problem, style="default")
    if not found:
        yield Text(f"✓ {audit.slug} is green", style="green")


def _survivor(audit: Audit, fate: Fate) -> RenderableType:
    mutant = fate.mutant
    killer = "".join(f", caught by {f.check}" for f in fate.findings.failures[:1])
    stake = "" if killer else f", {points(audit.points(mutant.solution.exercise))} at stake"
    head = Text(f"\n{mutant.solution}: {mutant.operator}, line {mutant.line}{stake}{killer}")
    return Group(head, Syntax(mutant.diff(), "diff", background_color="default", word_wrap=True))


def _slowest(audit: Audit) -> RenderableType:
    slowest = sorted(audit.seconds.items(), key=lambda item: -item[1])[:5]
    total = sum(audit.seconds.values())
    lines = [f"\nThe reference takes {total:.2f} s for all checks; the slowest of them:"]
    lines += [f"  {spent * 1000:6.1f} ms  {name}" for name, spent in slowest]
    return Text("\n".join(lines))


def _table(audit: Audit) -> Table:
    table = Table(
        title=f"\n{escape(audit.slug)}: {counted(audit.seeds, 'seed')} from {audit.seed} on"
    )
    table.add_column("Exercise", no_wrap=True)
    table.add_column("Rejected", justify="right")
    table.add_column("Mutants", justify="right")
    table.add_column("Equivalent", justify="right")
    table.add_column("Public", justify="right")
    table.add_column("All", justify="right")
    table.add_column("Survive", justify="right")
    rows = {exercise: figures_of(audit, exercise) for exercise in audit.exercises}
    total = {key: sum(row[key] for row in rows.values()) for key in next(iter(rows.values()))}
    for name, row in (*rows.items(), ("together", total)):
        judged = row["mutants"] - row["equivalent"]
        if name == "together":
            table.add_section()
        table.add_row(
            name,
            str(row["false_rejections"]),
            str(row["mutants"]),
            str(row["equivalent"]),
            _share(row["killed_public"], judged),
            _share(row["killed_all"], judged),
            str(judged - row["killed_all"]),
        )
    return table


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"
