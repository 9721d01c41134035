"""Mistakes written as edits: `autograder/checks/SLUG/EXERCISE/mistakes.toml`.

A mistake is what somebody types who misunderstood one thing, so it is written as the lines that
differ from a right solution::

    [[mistake]]
    name = "always_replaces"
    idea = "Every later item replaces one of the kept ones."
    was = "place = rng.integers(position + 1)"
    now = "place = rng.integers(k) if k else 0"
    fails = ["test_every_pair_of_four_items_is_as_likely_as_any_other"]
    says = "Of items 0 to 3, the pair"

`idea` is the misunderstanding in a sentence; `fails` lists every check that must fail, and no
other may; `says` is a phrase that the feedback of one of them must contain. Of a mistake that
breaks nearly everything, `passes` lists the checks that must not fail instead. Several edits are
`edits = [{was = "...", now = "..."}, ...]`, made one after another. `of` names the alternative
that is edited, in place of the reference. Where the whole idea differs, `text` is the solution.

`was` is one or more whole lines, which must stand once in the solution; their common indentation
does not matter, and `now` takes the place of theirs. An empty `now` deletes them.
"""

import textwrap
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import CheckFileError

REFERENCE = "reference"
_KEYS = {"name", "idea", "was", "now", "edits", "of", "text", "fails", "passes", "says"}


@dataclass(frozen=True)
class Mistake:
    """One entry, with its solution written out."""

    name: str
    idea: str
    """The misunderstanding, a sentence."""
    text: str
    """What a student would have typed into the exercise's cell."""
    fails: frozenset[str]
    """The names of the checks it must fail, and of no other."""
    says: str
    """A phrase that the feedback must contain."""


def read(path: Path, solutions: Mapping[str, str], checks: Collection[str]) -> tuple[Mistake, ...]:
    """The mistakes of one file.

    solutions: the right ones by name, `reference` among them; checks: the names of the exercise's.

    Raises CheckFileError, naming file and line, for what breaks the rules above.
    """
    try:
        text = path.read_text(encoding="utf-8")
        entries = tomllib.loads(text).get("mistake")
    except UnicodeDecodeError:
        raise CheckFileError(f"{path}:1: is not UTF-8 text.") from None
    except tomllib.TOMLDecodeError as problem:
        raise CheckFileError(f"{path}: is not TOML: {problem}.") from None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise CheckFileError(f"{path}:1: the file holds [[mistake]] entries.")
    starts = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == "[[mistake]]"]
    starts += [1] * (len(entries) - len(starts))
    made: dict[str, Mistake] = {}
    for entry, line in zip(entries, starts, strict=False):
        try:
            mistake = _mistake(entry, solutions, checks)
        except ValueError as problem:
            raise CheckFileError(f"{path}:{line}: {problem}") from None
        if mistake.name in made:
            raise CheckFileError(f"{path}:{line}: a second mistake is called {mistake.name!r}.")
        made[mistake.name] = mistake
    return tuple(made.values())


def _mistake(
    entry: Mapping[str, Any], solutions: Mapping[str, str], checks: Collection[str]
) -> Mistake:
    """One entry; ValueError says what is wrong with it."""
    if unknown := set(entry) - _KEYS:
        raise ValueError(f"a mistake has no {', '.join(sorted(unknown))}.")
    for key in ("name", "idea", "says"):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            raise ValueError(f"a mistake has {key} = '...'.")
    solution, fails = _solution(entry, solutions), _failing(entry, checks)
    return Mistake(entry["name"], entry["idea"], solution, fails, entry["says"])


def _failing(entry: Mapping[str, Any], checks: Collection[str]) -> frozenset[str]:
    """The checks that an entry says must fail, by `fails` or by `passes`."""
    if ("fails" in entry) == ("passes" in entry):
        raise ValueError("a mistake has fails = ['test_...'], or passes with all other checks.")
    key = "fails" if "fails" in entry else "passes"
    named = entry[key]
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        raise ValueError(f"{key} is a list of names, ['test_...'].")
    if unknown := set(named) - set(checks):
        raise ValueError(f"the exercise has no check {', '.join(sorted(unknown))}.")
    failing = frozenset(named) if key == "fails" else frozenset(checks) - set(named)
    if not failing:
        raise ValueError("a mistake fails some check.")
    return failing


def _solution(entry: Mapping[str, Any], solutions: Mapping[str, str]) -> str:
    given = [key for key in ("text", "edits", "was") if key in entry]
    if len(given) != 1 or ("now" in entry) != ("was" in entry):
        raise ValueError("a mistake has either was and now, or edits, or text.")
    if "text" in entry:
        if not isinstance(entry["text"], str) or "of" in entry:
            raise ValueError("text is a whole solution, and of nothing.")
        return entry["text"].strip("\n") + "\n"
    base = entry.get("of", REFERENCE)
    if base not in solutions:
        known = ", ".join(solutions)
        raise ValueError(f"there is no solution {base!r} to edit; there are {known}.")
    edits = entry.get("edits", [entry])
    text = solutions[base]
    for edit in edits:
        if not all(isinstance(edit.get(key), str) for key in ("was", "now")):
            raise ValueError("an edit has was = '...' and now = '...'.")
        text = edited(text, edit["was"], edit["now"])
    return text


def edited(text: str, was: str, now: str) -> str:
    """The solution with one run of whole lines exchanged.

    Raises ValueError where the lines of `was` stand nowhere in the text, or more than once.
    """
    lines = text.splitlines()
    wanted = textwrap.dedent(was).strip("\n").splitlines()
    if not any(line.strip() for line in wanted):
        raise ValueError("was is empty.")
    size = len(wanted)
    places = [
        place
        for place in range(len(lines) - size + 1)
        if _without_indentation(lines[place : place + size]) == wanted
    ]
    if len(places) != 1:
        found = "nowhere" if not places else f"{len(places)} times"
        raise ValueError(f"was stands {found} in the solution: {wanted[0].strip()!r}.")
    (place,) = places
    first = next(line for line in lines[place : place + size] if line.strip())
    indent = first[: len(first) - len(first.lstrip())]
    new = textwrap.indent(textwrap.dedent(now).strip("\n"), indent).splitlines()
    return "\n".join([*lines[:place], *new, *lines[place + size :]]) + "\n"


def _without_indentation(lines: list[str]) -> list[str]:
    return textwrap.dedent("\n".join(lines)).splitlines()
