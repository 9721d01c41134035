"""Hold the judge to stock nbgrader, cell by cell, on a whole week's bank: `make parity`.

Every mistake and every alternative is handed in, graded by both, and every automatic score
compared. Exercises stand alone, so a notebook holds one variant of each: a cell whose scores
differ still names the variant. Stock nbgrader takes seconds for a notebook, so this takes minutes;
the tests do the same for the sample class.
"""

import sys
import tempfile
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from rich.console import Console

from autograder import bank, batch, collect, course, sample, stock
from autograder.bank import Variant
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
    theirs, ours = root / "stock", root / "judge"
    stock.create_course(theirs, slug)
    for student, variants in students.items():
        sample.hand_in(sample.of_variants(slug, *variants.values()), theirs, student, slug)
    stock.nbgrader(theirs, "generate_assignment", slug)
    stock.nbgrader(theirs, "autograde", slug)
    settings = batch.Settings(slug=slug, out=ours, tier=batch.strongest_tier())
    batch.grade(settings, collect.collect(theirs, slug))
    expected, found = stock.scores(theirs, slug), stock.scores(ours, slug)
    for student, variants in students.items():
        cells = {cell.grade_id: cell.exercise for cell in course.check_cells(slug)}
        for cell, exercise in cells.items():
            wanted, score = expected.get(student, {}).get(cell), found.get(student, {}).get(cell)
            if wanted is None or wanted != score:
                variant = variants.get(exercise, f"{exercise}/the reference")
                yield f"{slug} {variant}: {cell} is {wanted} by nbgrader, {score} by the judge"


def main() -> None:
    """Compare the named weeks, or every landed one; end with 1 if a score differs."""
    console = Console()
    differing = False
    for slug in [course.week(name).slug for name in sys.argv[1:]] or course.slugs():
        students = hands(slug)
        with tempfile.TemporaryDirectory() as root:
            found = list(differences(Path(root), slug, students))
        for line in found:
            console.print(line, soft_wrap=True, highlight=False)
        differing |= bool(found)
        variants = sum(len(row) for row in students.values())
        console.print(
            f"{slug}: {counted(variants, 'variant')} in {counted(len(students), 'notebook')}, "
            f"{counted(len(found), 'difference')}"
        )
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
