"""A notebook in the hands of a student: what they can do to its cells.

The cases of `habits` are told in these words.
"""

import copy
import textwrap
from typing import Any

from nbformat.v4 import new_code_cell

from autograder import bank, course, sample


class Hand:
    """A notebook in the hands of a student.

    first and second: the keys of the exercises that are solved; stubs and solutions: the texts of
    their cells, by key.
    """

    def __init__(self, slug: str) -> None:
        self.slug = slug
        exercises = tuple(dict.fromkeys(cell.exercise for cell in course.check_cells(slug)))
        self.first, self.second = exercises[:2]
        reference = bank.reference_cells(slug)
        self.solutions = {key: reference[key] for key in exercises[:2]}
        untouched = sample.submission(slug, {})
        self.notebook: Any = sample.submission(slug, self.solutions)
        self.stubs = {key: self.cell(key, untouched).source for key in self.solutions}

    def cell(self, key: str, notebook: Any = None) -> Any:
        """The cell with a grade_id."""
        return next(c for c in (notebook or self.notebook).cells if grade_id(c) == key)

    def place(self, key: str) -> int:
        """Where the cell with a grade_id stands."""
        return next(n for n, cell in enumerate(self.notebook.cells) if grade_id(cell) == key)

    def above(self, key: str, *sources: str) -> None:
        """Insert code cells of one's own above a cell."""
        place = self.place(key)
        self.notebook.cells[place:place] = [new_code_cell(text) for text in sources]

    def below(self, key: str, *sources: str) -> None:
        """Insert code cells of one's own below a cell."""
        place = self.place(key) + 1
        self.notebook.cells[place:place] = [new_code_cell(text) for text in sources]

    def copy_below(self, key: str, source: str) -> None:
        """Insert a copy of a cell, metadata included, as splitting and pasting do."""
        twin = copy.deepcopy(self.cell(key))
        twin.id, twin.source = new_code_cell().id, source
        self.notebook.cells.insert(self.place(key) + 1, twin)

    def remove(self, *keys: str) -> None:
        """Delete cells."""
        kept = [cell for cell in self.notebook.cells if grade_id(cell) not in keys]
        self.notebook.cells = kept

    def add(self, text: str, key: str = "") -> None:
        """Write something above the solution, in its cell."""
        cell = self.cell(key or self.first)
        cell.source = f"{textwrap.dedent(text).strip()}\n\n\n{cell.source}"

    def checks(self, key: str) -> tuple[str, str]:
        """The grade_ids of the check cells of an exercise."""
        return course.check_id(key, hidden=False), course.check_id(key, hidden=True)

    def renamed(self, key: str, name: str) -> str:
        """The solution of an exercise under another name."""
        return self.solutions[key].replace(f"def {key.replace('-', '_')}(", f"def {name}(")

    def lose_metadata(self, *keys: str, ids: bool = False) -> None:
        """Take nbgrader's metadata from cells, or from all, and their ids."""
        for cell in self.notebook.cells:
            if not keys or grade_id(cell) in keys:
                cell.metadata.clear()
                if ids:
                    cell.id = new_code_cell().id


def grade_id(cell: Any) -> str:
    """What nbgrader knows a cell by; empty if it does not."""
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
