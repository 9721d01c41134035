"""The bank of a week: wrong solutions with what must catch them, and right ones of another style.

Each is one file, `mistakes/EXERCISE/NAME.py` or `alternatives/EXERCISE/NAME.py`, that could be
pasted into the exercise's cell. A mistake begins with a block that says what must happen::

    # /// mistake
    # fails = ["test_exactly_at_the_limit_is_late"]
    # says = "exactly 15"
    # ///

`fails` lists every check that must fail, and no other may; `says` is a phrase that the feedback
of one of them must contain. An alternative has no block.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import course, mistakes_file
from autograder.errors import CheckFileError
from autograder.source import Kind, parse
from autograder.submission import LocalSubmission

_BLOCK = re.compile(r"\A# /// mistake\n((?:#(?: .*)?\n)+?)# ///\n", re.MULTILINE)


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
        cell.key: re.sub(r"^[ \t]*### (BEGIN|END) SOLUTION\n?", "", cell.text, flags=re.MULTILINE)
        for cell in source.cells
        if cell.kind in (Kind.EXERCISE, Kind.MEMO)
    }


def mistakes(slug: str) -> tuple[Variant, ...]:
    """Every mistake of a week: by exercise, in the order of its file."""
    files = sorted(course.week(slug).checks.glob("*/mistakes.toml"))
    return (
        *(variant for path in files for variant in _edited(slug, path)),
        *(_mistake(slug, path) for path in _files(slug, "mistakes")),
    )


def _edited(slug: str, path: Path) -> list[Variant]:
    exercise = path.parent.name
    solutions = {mistakes_file.REFERENCE: reference_cells(slug)[exercise]}
    solutions |= {v.name: v.text for v in alternatives(slug) if v.exercise == exercise}
    return [
        Variant(slug, exercise, found.name, found.text, found.fails, found.says)
        for found in mistakes_file.read(path, solutions)
    ]


def alternatives(slug: str) -> tuple[Variant, ...]:
    """Every alternative solution of a week, in the order of their paths."""
    files = {
        path: path.parent.parent.name
        for path in course.week(slug).checks.glob("*/alternatives/*.py")
    }
    files |= {path: path.parent.name for path in _files(slug, "alternatives")}
    return tuple(
        Variant(slug, files[path], path.stem, path.read_text(encoding="utf-8"))
        for path in sorted(files)
    )


def _files(slug: str, folder: str) -> list[Path]:
    return sorted((course.week(slug).checks / folder).glob("*/*.py"))


def _mistake(slug: str, path: Path) -> Variant:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise CheckFileError(f"{path}:1: is not UTF-8 text.") from None
    found = _BLOCK.match(text)
    if not found:
        raise CheckFileError(f"{path}:1: a mistake begins with a '# /// mistake' block.")
    try:
        block: dict[str, Any] = tomllib.loads(
            "".join(line[2:] + "\n" for line in found.group(1).splitlines())
        )
    except tomllib.TOMLDecodeError as problem:
        raise CheckFileError(f"{path}:2: the block is not TOML: {problem}.") from None
    fails, says = block.get("fails"), block.get("says")
    named = isinstance(fails, list) and fails and all(isinstance(name, str) for name in fails)
    if set(block) != {"fails", "says"} or not named or not isinstance(says, str) or not says:
        raise CheckFileError(f"{path}:2: the block holds fails = [...] and says = '...'.")
    return Variant(
        slug,
        path.parent.name,
        path.stem,
        text[found.end() :].lstrip("\n"),
        frozenset(map(str, fails or ())),
        str(says),
    )


def reference_namespace(slug: str) -> dict[str, Any]:
    """What the solutions define, in a namespace of its own."""
    path = course.week(slug).source
    namespace: dict[str, Any] = {"__name__": f"solutions.{slug}"}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), namespace)
    return namespace


def submission_of(variant: Variant) -> LocalSubmission:
    """The reference with one exercise replaced, as if the variant had been typed into its cell."""
    namespace = reference_namespace(variant.slug)
    exec(compile(variant.text, f"{variant}.py", "exec"), namespace)
    return LocalSubmission(namespace)
