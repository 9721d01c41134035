"""Hold the judge to stock nbgrader, cell by cell, on a whole week's bank: `make parity`.

Every mistake and every alternative is handed in, graded by both, and every automatic score
compared. Exercises stand alone, so a notebook holds one variant of each: a cell whose scores
differ still names the variant. Then the same for right answers in an unusual shape, as students
hand them in (`habits`). Stock nbgrader takes seconds for a notebook, so this takes minutes; the
tests do the same for the sample class.
"""

import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from rich.console import Console

from autograder import bank, batch, collect, course, sample, stock
from autograder.bank import Variant
from autograder.habits import HABITS
from autograder.words import counted


def hands(slug: str) -> dict[str, dict[str, Variant]]:
    """A class that hands in the bank of a week: student, then exercise, then variant."""
    by_exercise: dict[str, list[Variant]] = {}
    for variant in (*bank.mistakes(slug), *bank.alternatives(slug)):
        by_exercise.setdefault(variant.exercise, []).append(variant)
    rows = zip_longest(*by_exercise.values())
    return {
        f"v{number:03}": {variant.exercise: variant for variant in row if variant is not None}
        for number, row in enumerate(rows)
    }


def differences(root: Path, slug: str, students: dict[str, dict[str, Variant]]) -> Iterator[str]:
    """Grade a class both ways below `root`; one line for each score that differs."""
    notebooks = {
        student: sample.of_variants(slug, *variants.values())
        for student, variants in students.items()
    }
    exercises = {cell.grade_id: cell.exercise for cell in course.check_cells(slug)}
    for student, cell, said in scores_that_differ(root, slug, notebooks):
        exercise = exercises[cell]
        variant = students[student].get(exercise, f"{exercise}/the reference")
        yield f"{slug} {variant}: {said}"


def differences_of_habits(root: Path, slug: str, names: Iterable[str]) -> Iterator[str]:
    """As `differences`, for right answers in an unusual shape."""
    notebooks = {name: HABITS[name].hand(slug).notebook for name in names}
    for student, _, said in scores_that_differ(root, slug, notebooks):
        yield f"{slug} habit {student}: {said}"


def scores_that_differ(
    root: Path, slug: str, notebooks: dict[str, Any]
) -> Iterator[tuple[str, str, str]]:
    """Hand in a notebook for each student and grade it both ways: student, cell, what differs."""
    theirs, ours = root / "stock", root / "judge"
    stock.create_course(theirs, slug)
    for student, notebook in notebooks.items():
        sample.hand_in(notebook, theirs, student, slug)
    stock.nbgrader(theirs, "generate_assignment", slug)
    stock.nbgrader(theirs, "autograde", slug)
    settings = batch.Settings(slug=slug, out=ours, tier=batch.strongest_tier())
    batch.grade(settings, collect.collect(theirs, slug))
    expected, found = stock.scores(theirs, slug), stock.scores(ours, slug)
    for student in notebooks:
        for cell in (cell.grade_id for cell in course.check_cells(slug)):
            wanted, score = expected.get(student, {}).get(cell), found.get(student, {}).get(cell)
            if wanted is None or wanted != score:
                yield student, cell, f"{cell} is {wanted} by nbgrader, {score} by the judge"


def main() -> None:
    """Compare the named weeks, or every landed one, and the habits; 1 if a score differs.

    The word `habits` names the habits alone, which are those of one week.
    """
    console = Console()
    words = sys.argv[1:]
    weeks = [course.week(name).slug for name in words if name != "habits"]
    differing = False
    for slug in weeks or ([] if words else course.slugs()):
        students = hands(slug)
        with tempfile.TemporaryDirectory() as root:
            found = list(differences(Path(root), slug, students))
        variants = sum(len(row) for row in students.values())
        made = f"{counted(variants, 'variant')} in {counted(len(students), 'notebook')}"
        differing |= _shown(console, slug, made, found)
    if not words or "habits" in words:
        slug = course.slugs()[0]
        with tempfile.TemporaryDirectory() as root:
            found = list(differences_of_habits(Path(root), slug, HABITS))
        differing |= _shown(console, slug, counted(len(HABITS), "habit"), found)
    sys.exit(1 if differing else 0)


def _shown(console: Console, slug: str, made: str, found: list[str]) -> bool:
    """Print what differs and how much it is; return whether anything does."""
    for line in found:
        console.print(line, soft_wrap=True, highlight=False)
    console.print(f"{slug}: {made}, {counted(len(found), 'difference')}")
    return bool(found)


if __name__ == "__main__":
    main()
