"""Sample submissions: student notebooks with their cells filled in by a program."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat

from autograder import bank, course


def submission(slug: str, cells: Mapping[str, str]) -> Any:
    """The student notebook of a week with the given solution cells replaced, by key."""
    notebook = nbformat.read(course.week(slug).assignment, as_version=4)
    left = dict(cells)
    for cell in notebook.cells:
        key = cell.metadata.get("nbgrader", {}).get("grade_id")
        if key in left:
            cell.source = left.pop(key)
    if left:
        raise KeyError(f"{slug} has no solution cells {sorted(left)}")
    return notebook


def of_variants(slug: str, *variants: bank.Variant) -> Any:
    """The reference solution as a student notebook, with some exercises solved otherwise."""
    cells = bank.reference_cells(slug) | {variant.exercise: variant.text for variant in variants}
    return submission(slug, cells)


def hand_in(notebook: nbformat.NotebookNode, root: Path, student: str, slug: str) -> Path:
    """Write a notebook where nbgrader collects it, `submitted/STUDENT/SLUG/`; return its path."""
    path = root / "submitted" / student / slug / f"{slug}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path
