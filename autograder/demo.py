"""Grade a sample class of ten with stock nbgrader, and leave what an instructor would want."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from autograder import bank, course, release, sample, stock

SLUG = "w01_framing"


def sample_class(slug: str) -> dict[str, tuple[str, Callable[[], Any]]]:
    """Ten students: name, what they handed in, and the notebook."""
    wrong = {variant.exercise: variant for variant in reversed(bank.mistakes(slug))}
    other = {variant.exercise: variant for variant in bank.alternatives(slug)}
    first = next(iter(wrong.values()))
    cells = sample.reference_cells(slug)
    exercises = tuple(wrong)

    def half() -> Any:
        return sample.submission(slug, {key: cells[key] for key in exercises[: len(wrong) // 2]})

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
    cells = sample.reference_cells(slug)
    noise = "    import warnings\n    warnings.warn('this function is noisy')\n"
    for key, text in cells.items():
        if '"""\n' in text:
            contract, mark, body = text.rpartition('"""\n')
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
    cells = sample.reference_cells(slug)
    key = course.check_cells(slug)[0].exercise
    return sample.submission(slug, cells | {key: cells[key] + "\nreturn ("})


def run(folder: Path, console: Console) -> None:
    """Hand in, grade and export; print a table and where everything is."""
    slug = SLUG
    shutil.rmtree(folder, ignore_errors=True)
    students = sample_class(slug)
    columns = (TextColumn("{task.description:24}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        preparing = bar.add_task("Building the release", total=2)
        release.build(slug)
        bar.advance(preparing)
        stock.create_course(folder, slug)
        stock.nbgrader(folder, "generate_assignment", slug)
        bar.advance(preparing)
        grading = bar.add_task("Grading", total=len(students))
        for name, (_, make) in students.items():
            sample.hand_in(make(), folder, name, slug)

        def advance(line: str) -> None:
            if "] Autograding " in line:
                bar.advance(grading)

        stock.nbgrader(folder, "autograde", slug, on_line=advance)
        writing = bar.add_task("Writing feedback", total=1)
        stock.nbgrader(folder, "generate_feedback", slug)
        bar.advance(writing)
    totals = {name: sum(cells.values()) for name, cells in stock.scores(folder, slug).items()}
    write_grades(folder / "grades.csv", slug, totals)
    _print(console, students, totals)
    shown = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    console.print(
        f"\nThe memo (20 points) waits to be graded by hand, so 80 is full marks here.\n"
        f"Grades:    {shown}/grades.csv\n"
        f"Feedback:  {shown}/feedback/STUDENT/{slug}/{slug}.html\n"
        f"Gradebook: {shown}/gradebook.db; to see it in formgrader: "
        f"cd {shown} && jupyter lab, then Nbgrader > Formgrader",
        highlight=False,
        soft_wrap=True,
    )


def write_grades(path: Path, slug: str, totals: dict[str, float]) -> None:
    """Write `student,assignment,score,max_score`, one row a student, by name."""
    best = sum(
        cell["metadata"]["nbgrader"].get("points", 0)
        for cell in json.loads(course.week(slug).assignment.read_text("utf-8"))["cells"]
        if "nbgrader" in cell["metadata"]
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["student", "assignment", "score", "max_score"])
        writer.writerows([name, slug, f"{totals[name]:g}", f"{best:g}"] for name in sorted(totals))


def _print(
    console: Console,
    students: dict[str, tuple[str, Callable[[], Any]]],
    totals: dict[str, float],
) -> None:
    table = Table("Student", "Handed in", "Score", title="A sample class")
    table.columns[2].justify = "right"
    for name, (what, _) in students.items():
        table.add_row(name, what, f"{totals.get(name, 0):g}")
    console.print(table)
