"""The mutants of a week that are no faults: a list that people reviewed, with a reason for each.

It is `autograder/checks/SLUG/equivalents.toml`::

    [[equivalent]]
    solution = "best-threshold/reference"
    was = "scores = np.asarray(y_prob, dtype=float)"
    now = "scores = np.asarray(y_prob)"
    reason = "The contract promises numbers, and nothing here depends on their kind."

`was` and `now` are the lines that differ, as the audit shows them, without indentation; an entry
holds for every mutant of that solution that changes just these lines. An entry that no mutant
fits is an error, and so is one whose mutant fails a check.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass

from autograder import course
from autograder.audit.mutants import Mutant
from autograder.errors import CheckFileError

LARGEST_SHARE = 0.1
"""Of a week's mutants, at most, may stand in the list."""


@dataclass(frozen=True)
class Equivalent:
    """One reviewed entry."""

    solution: str
    was: str
    now: str
    reason: str

    def fits(self, mutant: Mutant) -> bool:
        """Whether this is the mutant that was reviewed."""
        found = (str(mutant.solution), mutant.was, mutant.now)
        return found == (self.solution, self.was, self.now)


def read(slug: str) -> tuple[Equivalent, ...]:
    """The list of a week; empty if there is none."""
    path = course.week(slug).checks / "equivalents.toml"
    if not path.exists():
        return ()
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("equivalent", [])
        found = tuple(
            Equivalent(
                entry["solution"], entry["was"].strip(), entry["now"].strip(), entry["reason"]
            )
            for entry in entries
        )
    except (tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError) as problem:
        raise CheckFileError(
            f"{path}: an [[equivalent]] has solution, was, now and reason ({problem})."
        ) from None
    for entry in found:
        if len(entry.reason.split()) < 4:
            raise CheckFileError(f"{path}: give a reason in words for {entry.was!r}.")
    return found


def problems(
    slug: str, entries: Iterable[Equivalent], mutants: Iterable[Mutant]
) -> tuple[str, ...]:
    """What is wrong with the list: entries that fit nothing, entries written twice, too many."""
    mutants, entries = tuple(mutants), tuple(entries)
    found = [
        f"equivalents.toml: no mutant of {entry.solution} changes {entry.was!r} to {entry.now!r}"
        for entry in entries
        if not any(entry.fits(mutant) for mutant in mutants)
    ]
    seen: set[tuple[str, str, str]] = set()
    for entry in entries:
        key = (entry.solution, entry.was, entry.now)
        if key in seen:
            found.append(f"equivalents.toml: {entry.solution}, {entry.was!r} stands there twice")
        seen.add(key)
    listed = sum(any(entry.fits(mutant) for entry in entries) for mutant in mutants)
    if listed > LARGEST_SHARE * len(mutants):
        found.append(
            f"equivalents.toml: {listed} of {len(mutants)} mutants are listed; "
            f"at most {LARGEST_SHARE:.0%} may be"
        )
    return tuple(found)
