"""Hold the judge to stock nbgrader, cell by cell, on a whole week's bank: `make parity`.

Every mistake and every alternative is handed in as a notebook by a student of its own, graded by
both, and every automatic score compared. Stock nbgrader takes seconds for each, so this takes
minutes; the tests do the same for the sample class.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from autograder import bank, batch, collect, course, sample, stock


def differences(root: Path, slug: str) -> Iterator[str]:
    """Grade the bank of a week both ways below `root`; one line for each score that differs."""
    variants = (*bank.mistakes(slug), *bank.alternatives(slug))
    names = {f"v{number:03}": variant for number, variant in enumerate(variants)}
    theirs, ours = root / "stock", root / "judge"
    stock.create_course(theirs, slug)
    for student, variant in names.items():
        sample.hand_in(sample.of_variants(slug, variant), theirs, student, slug)
    stock.nbgrader(theirs, "generate_assignment", slug)
    stock.nbgrader(theirs, "autograde", slug)
    settings = batch.Settings(slug=slug, out=ours, tier=batch.strongest_tier())
    batch.grade(settings, collect.collect(theirs, slug))
    expected, found = stock.scores(theirs, slug), stock.scores(ours, slug)
    for student, variant in names.items():
        cells = expected.get(student, {}) | found.get(student, {})
        for cell in cells:
            pair = (expected.get(student, {}).get(cell), found.get(student, {}).get(cell))
            if pair[0] != pair[1]:
                yield f"{slug} {variant}: {cell} is {pair[0]} by nbgrader, {pair[1]} by the judge"


def main() -> None:
    """Compare every landed week; end with 1 if a score differs."""
    console = Console()
    differing = False
    for slug in course.slugs():
        with tempfile.TemporaryDirectory() as root:
            found = list(differences(Path(root), slug))
        for line in found:
            console.print(line, soft_wrap=True, highlight=False)
        differing |= bool(found)
        console.print(f"{slug}: {len(found)} scores differ")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
