"""The bank of a week: wrong solutions with what must catch them, and right ones of another style.

Both lie beside the checks of their exercise, in `autograder/checks/SLUG/EXERCISE/`. Mistakes are
entries of `mistakes.toml`, written as the lines that differ from a right solution, or as a whole
one; see `mistakes_file`. An alternative is a file, `alternatives/STYLE.py`, that could be pasted
into the exercise's cell.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import course, mistakes_file
from autograder.errors import CheckFileError
from autograder.source import Kind, parse, without_markers
from autograder.submission import LocalSubmission


@dataclass(frozen=True)
class Variant:
    """A solution of one exercise that is not the reference.

    text: what a student would have typed; fails: the names of the checks it must fail, empty
    for an alternative; says: a phrase its feedback must contain.
    """

    slug: str
    exercise: str
    name: str
    text: str
    fails: frozenset[str] = frozenset()
    says: str = ""

    def __str__(self) -> str:
        return f"{self.exercise}/{self.name}"


def reference_cells(slug: str) -> dict[str, str]:
    """The text of every solution cell of a week, by key; memos included, markers removed."""
    source = parse(course.week(slug).source)
    return {
        cell.key: without_markers(cell.text)
        for cell in source.cells
        if cell.kind in (Kind.EXERCISE, Kind.MEMO)
    }


def mistakes(slug: str) -> tuple[Variant, ...]:
    """Every mistake of a week: by exercise, in the order of its file."""
    cells, right = reference_cells(slug), alternatives(slug)
    found: list[Variant] = []
    for path in sorted(course.week(slug).checks.glob("*/mistakes.toml")):
        exercise = path.parent.name
        if exercise not in cells:
            raise CheckFileError(f"{path}:1: the week has no exercise {exercise!r}.")
        solutions = {mistakes_file.REFERENCE: cells[exercise]}
        solutions |= {other.name: other.text for other in right if other.exercise == exercise}
        found += [
            Variant(slug, exercise, mistake.name, mistake.text, mistake.fails, mistake.says)
            for mistake in mistakes_file.read(path, solutions, check_names(path.parent))
        ]
    return tuple(found)


def check_names(folder: Path) -> tuple[str, ...]:
    """The names of the checks in the folder of an exercise, read without running anything."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("test_*.py"))]
    return tuple(re.findall(r"^def (test_\w+)\(", "\n".join(texts), re.MULTILINE))


def alternatives(slug: str) -> tuple[Variant, ...]:
    """Every alternative solution of a week, in the order of their paths."""
    return tuple(
        Variant(slug, path.parent.parent.name, path.stem, path.read_text(encoding="utf-8"))
        for path in sorted(course.week(slug).checks.glob("*/alternatives/*.py"))
    )


def reference_namespace(slug: str) -> dict[str, Any]:
    """What the solutions define, in a namespace of its own."""
    path = course.week(slug).source
    namespace: dict[str, Any] = {"__name__": f"solutions.{slug}"}
    for text, name in _programs(path):
        exec(compile(text, name, "exec"), namespace)
    return namespace


def _programs(path: Path) -> Iterator[tuple[str, str]]:
    """What to run of a source, and what to call it: its file, with the parts cell filled in."""
    lines, done = path.read_text(encoding="utf-8").splitlines(), 0
    for cell in parse(path).cells:
        if cell.kind is Kind.PARTS:  # pieces, so that a traceback names the lines of the file
            yield "\n" * done + "\n".join(lines[done : cell.line]), str(path)
            yield cell.text, f"{path} (parts)"
            done = cell.line
    yield "\n" * done + "\n".join(lines[done:]), str(path)


def submission_of(variant: Variant) -> LocalSubmission:
    """The reference with one exercise replaced, as if the variant had been typed into its cell."""
    namespace = reference_namespace(variant.slug)
    exec(compile(variant.text, f"{variant}.py", "exec"), namespace)
    return LocalSubmission(namespace)
