"""Grade a sample class of ten, and leave what an instructor would want."""

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from autograder import bank, batch, collect, course, exports, release, sample, stock
from autograder.sandbox.errors import SandboxUnavailable

SLUG = "w01_framing"


def sample_class(slug: str) -> dict[str, tuple[str, Callable[[], Any]]]:
    """Ten students: name, what they handed in, and the notebook."""
    wrong = {variant.exercise: variant for variant in reversed(bank.mistakes(slug))}
    other = {variant.exercise: variant for variant in bank.alternatives(slug)}
    first = next(iter(wrong.values()))
    cells = bank.reference_cells(slug)
    exercises = tuple(dict.fromkeys(cell.exercise for cell in course.check_cells(slug)))

    def half() -> Any:
        return sample.submission(
            slug, {key: cells[key] for key in exercises[: len(exercises) // 2]}
        )

    return {
        "ada": ("the reference solution", lambda: sample.submission(slug, cells)),
        "blaise": ("an untouched notebook", lambda: sample.submission(slug, {})),
        "chien": ("correct, in another style", lambda: sample.of_variants(slug, *other.values())),
        "dorothy": (f"a mistake in {first.exercise}", lambda: sample.of_variants(slug, first)),
        "edsger": ("nothing, check cells tagged to be skipped", lambda: _skips_checks(slug)),
        "fei": ("a mistake in every exercise", lambda: sample.of_variants(slug, *wrong.values())),
        "grace": ("half of the exercises", half),
        "hedy": ("correct, but warns on stderr", lambda: _warns(slug)),
        "iman": ("a check cell was deleted", lambda: _without_a_check(slug)),
        "joan": ("a syntax error in one cell", lambda: _broken_cell(slug)),
    }


def _warns(slug: str) -> Any:
    cells = bank.reference_cells(slug)
    noise = "    import warnings\n    warnings.warn('this function is noisy')\n"
    for key, text in cells.items():
        # Below the first docstring, the contract; the memo has none.
        contract, mark, body = text.partition('\n    """\n')
        if mark:
            cells[key] = f"{contract}{mark}{noise}{body}"
    return sample.submission(slug, cells)


def _without_a_check(slug: str) -> Any:
    notebook = sample.of_variants(slug)
    gone = course.check_cells(slug)[2].grade_id
    notebook.cells = [cell for cell in notebook.cells if cell.id != gone]
    return notebook


def _skips_checks(slug: str) -> Any:
    notebook = sample.submission(slug, {})
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata["tags"] = ["skip-execution"]
    return notebook


def _broken_cell(slug: str) -> Any:
    cells = bank.reference_cells(slug)
    key = course.check_cells(slug)[0].exercise
    return sample.submission(slug, cells | {key: cells[key] + "\nreturn ("})


def hand_in_class(folder: Path, slug: str) -> dict[str, str]:
    """Make a course folder in which the sample class has handed in; name and what, by student."""
    stock.create_course(folder, slug)
    students = sample_class(slug)
    for name, (_, make) in students.items():
        sample.hand_in(make(), folder, name, slug)
    return {name: what for name, (what, _) in students.items()}


def run(folder: Path, console: Console) -> None:
    """Hand in, grade and export; print a table and where everything is."""
    slug = SLUG
    shutil.rmtree(folder, ignore_errors=True)
    columns = (TextColumn("{task.description:24}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        preparing = bar.add_task("Building the release", total=2)
        release.build(slug)
        bar.advance(preparing)
        students = hand_in_class(folder, slug)
        bar.advance(preparing)
        grading = bar.add_task("Grading", total=len(students))
        try:
            totals, how = _grade_in_sandbox(folder, slug, lambda: bar.advance(grading))
        except SandboxUnavailable as problem:
            grade_with_nbgrader(folder, slug, lambda: bar.advance(grading))
            totals = {n: sum(cells.values()) for n, cells in stock.scores(folder, slug).items()}
            how = f"stock nbgrader, because {problem}"
    _print(console, students, totals)
    shown = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    console.print(
        f"\nGraded by {how}.\n"
        f"The memo (20 points) waits to be graded by hand, so 80 is full marks here.\n"
        f"Grades:    {shown}/grades.csv\n"
        f"Feedback:  {shown}/feedback/STUDENT/{slug}/{slug}.html\n"
        f"Gradebook: {shown}/gradebook.db; to see it in formgrader: "
        f"cd {shown} && jupyter lab, then Nbgrader > Formgrader",
        highlight=False,
        soft_wrap=True,
    )


def _grade_in_sandbox(
    folder: Path, slug: str, advance: Callable[[], None]
) -> tuple[dict[str, float], str]:
    """Grade with the judge; return the totals and how submissions were confined."""
    settings = batch.Settings(slug=slug, out=folder, tier=batch.strongest_tier())
    handed = collect.collect(folder, slug)
    reports = batch.grade(settings, handed, lambda _: advance())
    totals = {report.student: report.score or 0.0 for report in reports}
    return totals, f"the judge, each notebook in a sandbox (tier {settings.tier.value})"


def grade_with_nbgrader(
    folder: Path, slug: str, advance: Callable[[], None] = lambda: None
) -> None:
    """Grade with the stock commands, and write the same grades file."""
    from autograder.gradebook import Recorder  # imports nbgrader, which takes seconds

    def watch(line: str) -> None:
        if "] Autograding " in line:
            advance()

    stock.nbgrader(folder, "generate_assignment", slug)
    stock.nbgrader(folder, "autograde", slug, on_line=watch)
    stock.nbgrader(folder, "generate_feedback", slug)
    with contextlib.closing(Recorder(f"sqlite:///{folder / 'gradebook.db'}", slug)) as recorder:
        exports.write_grades(folder / "grades.csv", recorder.grades())


def _print(console: Console, students: dict[str, str], totals: dict[str, float]) -> None:
    table = Table("Student", "Handed in", "Score", title="A sample class")
    table.columns[2].justify = "right"
    for name, what in students.items():
        table.add_row(name, what, f"{totals[name]:g}")
    console.print(table)
