"""The parts cell: functions of earlier weeks, in one cell that stands alone.

A part is the cell of an exercise. What it needs beside itself is brought along from the set-up
cell of its week, and nothing else is: imports, merged over all parts, and what the set-up defines.
A part that needs more, such as another exercise, does not fit until that is a part as well.
"""

import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from autograder.names import ALWAYS_THERE, bound_and_read, statements

KEY = "parts"
"""Of the cell: its id, and nbgrader's `grade_id`."""
REFERENCE = "the reference's"
LEARNERS = "yours"
_HEAD = (
    "# From earlier weeks, for your system to use. Change whatever you like: it is graded as it\n"
    "# stands here when you hand in."
)
_WIDTH = 100


class DoesNotFit(Exception):
    """A part that cannot stand in the parts cell; the text is a sentence that says why.

    slug, exercise: of the part.
    """

    def __init__(self, slug: str, exercise: str, why: str) -> None:
        super().__init__(why)
        self.slug = slug
        self.exercise = exercise


@dataclass(frozen=True)
class Part:
    """A cell of an earlier week. whose: `REFERENCE` or `LEARNERS`."""

    slug: str
    exercise: str
    text: str
    whose: str = REFERENCE

    @property
    def heading(self) -> str:
        """The comment above it."""
        return f"# --- {week_of(self.slug)}, {self.exercise}: {self.whose}"


@dataclass(frozen=True)
class WeekTexts:
    """What a parts cell needs to know of a week: its set-up, and every exercise by its key."""

    setup: str
    exercises: Mapping[str, str]


@dataclass
class _Imports:
    """Import statements taken apart: modules with their alias, and names by module."""

    modules: set[tuple[str, str | None]] = field(default_factory=set)
    names: dict[str, set[tuple[str, str | None]]] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """Sorted as ruff sorts them: the standard library, then others, then the course's own."""
        blocks: dict[int, list[tuple[int, str, str]]] = {}
        for module, alias in self.modules:
            line = f"import {module}{f' as {alias}' if alias else ''}"
            blocks.setdefault(_section(module), []).append((0, module, line))
        for module, names in self.names.items():
            blocks.setdefault(_section(module), []).append((1, module, _from(module, names)))
        for place, section in enumerate(sorted(blocks)):
            if place:
                yield ""
            yield from (line for _, _, line in sorted(blocks[section]))


def week_of(slug: str) -> str:
    """What a person calls a week: week 3 for `w03_training_data`."""
    number = re.match(r"w(\d+)_", slug)
    return f"week {int(number[1])}" if number else slug


def assemble(parts: Sequence[Part], weeks: Mapping[str, WeekTexts]) -> str:
    """The text of the parts cell. Raises DoesNotFit for a part that cannot stand in it."""
    imports = _Imports()
    meanings: dict[str, str] = {}
    blocks: list[str] = []
    for slug in dict.fromkeys(part.slug for part in parts):
        of_week = [part for part in parts if part.slug == slug]
        carried = _settle(of_week, weeks[slug], imports, meanings)
        if carried:
            blocks.append("\n\n\n".join([f"# --- {week_of(slug)}, from its set-up", *carried]))
            blocks[-1] = blocks[-1].replace("\n\n\n", "\n", 1)
        blocks += [f"{part.heading}\n{_shown(part)}" for part in of_week]
    head = "\n".join([_HEAD, *imports.lines()])
    return "\n\n\n".join([head, *blocks])


def _shown(part: Part) -> str:
    """The text of a part; the reference's without its contracts, which stand in their week.

    Of a docstring the first paragraph is kept.
    """
    if part.whose != REFERENCE:
        return part.text.strip()
    lines = part.text.split("\n")
    for node in ast.walk(ast.parse(part.text)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if ast.get_docstring(node) is None:
            continue
        said = node.body[0]
        last = said.end_lineno or said.lineno
        for place in range(said.lineno, last - 1):  # the lines below the first
            if not lines[place].strip():
                lines[place - 1] += '"""'
                lines[place:last] = [_GONE] * (last - place)
                break
    return "\n".join(line for line in lines if line != _GONE).strip()


_GONE = "\0"


def _settle(
    parts: Sequence[Part], week: WeekTexts, imports: _Imports, meanings: dict[str, str]
) -> list[str]:
    """Find what the parts of one week need; return the statements of the set-up among it."""
    given: dict[str, tuple[ast.stmt, str]] = {}
    for node, text in statements(week.setup):
        given |= dict.fromkeys(bound_and_read(text)[0], (node, text))
    own: set[str] = set()
    for part in parts:
        imported = _imported(part.text)
        for name in bound_and_read(part.text)[0]:
            own.add(name)
            _mean(part, name, imported.get(name, f"{part.slug}:{part.exercise}"), meanings)
    carried: dict[str, int] = {}
    for part in parts:
        waiting = [part.text]
        while waiting:
            for name in sorted(bound_and_read(waiting.pop())[1] - own - ALWAYS_THERE):
                if name not in given:
                    raise DoesNotFit(part.slug, part.exercise, _why_missing(part, name, week))
                node, text = given[name]
                if isinstance(node, ast.Import | ast.ImportFrom):
                    _mean(part, name, _take(part, name, node, imports), meanings)
                elif text not in carried:
                    _mean(part, name, text, meanings)
                    carried[text] = node.lineno
                    waiting.append(text)
    return sorted(carried, key=carried.__getitem__)


def _mean(part: Part, name: str, meaning: str, meanings: dict[str, str]) -> None:
    """Note what a name stands for; one name cannot stand for two things in one cell."""
    if meanings.setdefault(name, meaning) != meaning:
        why = f"`{name}` means one thing there and another in an earlier part of the cell."
        raise DoesNotFit(part.slug, part.exercise, why)


def _take(part: Part, name: str, node: ast.Import | ast.ImportFrom, imports: _Imports) -> str:
    """Add what binds the name to the imports; return what it means."""
    (alias,) = (alias for alias in node.names if _name_of(alias) == name)
    module = alias.name if isinstance(node, ast.Import) else node.module or ""
    if module.partition(".")[0] == "autograder":
        raise DoesNotFit(part.slug, part.exercise, f"it needs `{name}` of the judge.")
    if isinstance(node, ast.Import):
        imports.modules.add((module, alias.asname))
    else:
        imports.names.setdefault(module, set()).add((alias.name, alias.asname))
    return _meaning(node, alias)


def _imported(text: str) -> dict[str, str]:
    """What the names mean that a cell imports itself."""
    return {
        _name_of(alias): _meaning(node, alias)
        for node, _ in statements(text)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


def _name_of(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _meaning(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> str:
    """What an import gives: `import os.path` and `import os` give the same."""
    if isinstance(node, ast.ImportFrom):
        return f"{'.' * node.level}{node.module or ''}:{alias.name}"
    return alias.name if alias.asname else _name_of(alias)


def _why_missing(part: Part, name: str, week: WeekTexts) -> str:
    for exercise, text in week.exercises.items():
        if exercise != part.exercise and name in bound_and_read(text)[0]:
            return f"it needs `{name}`, of the exercise {exercise}, which is no part."
    return f"it needs `{name}`, which neither it nor the set-up cell of its week defines."


def _section(module: str) -> int:
    top = module.partition(".")[0]
    return 0 if top in sys.stdlib_module_names else 2 if top == "worlds" else 1


def _from(module: str, names: set[tuple[str, str | None]]) -> str:
    texts = [f"{name} as {alias}" if alias else name for name, alias in _sorted(names)]
    line = f"from {module} import {', '.join(texts)}"
    if len(line) <= _WIDTH:
        return line
    return "\n".join([f"from {module} import (", *(f"    {text}," for text in texts), ")"])


def _sorted(names: set[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    """As ruff has it: CONSTANTS, then Classes, then functions."""

    def key(pair: tuple[str, str | None]) -> tuple[int, str, str]:
        name = pair[0]
        rank = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
        return rank, name, pair[1] or ""

    return sorted(names, key=key)
