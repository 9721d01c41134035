"""What an audit of a week runs: every task, decided before any of them is started."""

import ast
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from autograder import bank, course
from autograder.audit import equivalents
from autograder.audit.equivalents import Equivalent
from autograder.audit.mutants import REFERENCE, Mutant, Solution, mutants_of
from autograder.audit.tasks import Abreast, AnyTask, Case, Task, Whole
from autograder.source import Kind, parse
from autograder.week_limits import limits_of

T = TypeVar("T")

SEEDS_IN_A_TASK = 50
CASES_IN_A_TASK = 30
LONG_RUNS_IN_A_TASK = 3
"""Of either, where a week limits its seeds: its checks are long runs, and a child keeps every
object whose methods a check has called."""
ENOUGH = 2
"""A mutant's checks are run until this many have failed: two say that neither failed alone."""


@dataclass(frozen=True)
class Material:
    """All that a week's audit puts on trial.

    solutions: the right ones, the references first; mutants: of every solution; identical: how
    many more were dropped because their bytecode is no different; listed: the reviewed entries.
    """

    slug: str
    solutions: tuple[Solution, ...]
    mutants: tuple[Mutant, ...]
    identical: int
    mistakes: tuple[bank.Variant, ...]
    listed: tuple[Equivalent, ...]

    @property
    def exercises(self) -> tuple[str, ...]:
        """In the order of the notebook."""
        return tuple(dict.fromkeys(solution.exercise for solution in self.solutions))

    def is_equivalent(self, mutant: Mutant) -> bool:
        """Whether the mutant stands in the reviewed list."""
        return any(entry.fits(mutant) for entry in self.listed)


def material(slug: str, exercise: str | None = None) -> Material:
    """Read a week: its source, its alternatives and mistakes, and its list of equivalents.

    Or one exercise of it, whose key is not checked here.
    """
    cells = bank.reference_cells(slug)
    exercises = parse(course.week(slug).source).exercises
    solutions = [Solution(key, REFERENCE, cells[key]) for key in exercises]
    solutions += [
        Solution(variant.exercise, variant.name, variant.text)
        for variant in bank.alternatives(slug)
    ]
    if exercise is not None:
        solutions = [solution for solution in solutions if solution.exercise == exercise]
    made = [mutants_of(solution) for solution in solutions]
    known = {str(solution) for solution in solutions}
    return Material(
        slug,
        tuple(solutions),
        tuple(mutant for mutants in made for mutant in mutants.kept),
        sum(mutants.identical for mutants in made),
        tuple(m for m in bank.mistakes(slug) if exercise in (None, m.exercise)),
        tuple(
            entry for entry in equivalents.read(slug) if exercise is None or entry.solution in known
        ),
    )


@dataclass(frozen=True)
class Plan:
    """The tasks of an audit, by what they are for."""

    right: tuple[Abreast, ...]
    wrong: tuple[Task, ...]
    mutated: tuple[Task, ...]
    whole: tuple[Whole, ...]

    @property
    def tasks(self) -> tuple[AnyTask, ...]:
        """Those that take longest first."""
        return (*self.right, *self.mutated, *self.wrong, *self.whole)

    @property
    def size(self) -> int:
        """How many solutions are judged, each seed counted."""
        return sum(task.size for task in self.tasks)


STUB = "the untouched notebook"
BETWEEN = " and "


def plan(found: Material, *, seed: int, seeds: int) -> Plan:
    """The whole audit: right solutions under `seeds` seeds, the rest under the first of them."""
    slug = found.slug
    at_once = _at_once(slug, SEEDS_IN_A_TASK)
    right = tuple(
        _abreast(found, exercise, chunk, first=chunk[0] == seed)
        for chunk in _chunks(tuple(range(seed, seed + seeds)), at_once)
        for exercise in found.exercises
    )
    wrong = tuple(
        Task(slug, exercise, tuple(Case(str(v), v.text, (seed,)) for v in chunk))
        for exercise in found.exercises
        for chunk in _chunks(
            [v for v in found.mistakes if v.exercise == exercise], _at_once(slug, CASES_IN_A_TASK)
        )
    )
    return Plan(right, wrong, _mutated(slug, found.mutants, seed), tuple(_whole(found, seed)))


def sample_of(found: Material, *, seed: int, count: int, luck: random.Random) -> Plan:
    """A part of the audit, drawn by `luck`: so many of the mutants and mistakes.

    Right solutions are judged under one seed more.
    """
    first = len(found.mutants)  # the number of the first mistake
    total = first + len(found.mistakes)
    drawn = sorted(luck.sample(range(total), min(count, total)))
    mutants = [found.mutants[place] for place in drawn if place < first]
    mistakes = [found.mistakes[place - first] for place in drawn if place >= first]
    another = luck.randrange(seed, 2**31)
    return Plan(
        tuple(_abreast(found, e, (another,), first=True) for e in found.exercises),
        tuple(Task(found.slug, v.exercise, (Case(str(v), v.text, (seed,)),)) for v in mistakes),
        _mutated(found.slug, mutants, seed),
        (Whole(found.slug, STUB, {}, seed),),
    )


def _abreast(found: Material, exercise: str, seeds: tuple[int, ...], *, first: bool) -> Abreast:
    solutions = [solution for solution in found.solutions if solution.exercise == exercise]
    cases = tuple(Case(str(solution), solution.text, seeds) for solution in solutions)
    return Abreast(found.slug, exercise, cases, first)


def _mutated(slug: str, mutants: Sequence[Mutant], seed: int) -> tuple[Task, ...]:
    by_exercise: dict[str, list[Mutant]] = {}
    for mutant in mutants:
        by_exercise.setdefault(mutant.solution.exercise, []).append(mutant)
    return tuple(
        Task(
            slug,
            exercise,
            tuple(Case(mutant.key, mutant.text, (seed,)) for mutant in chunk),
            enough=ENOUGH,
        )
        for exercise, some in by_exercise.items()
        for chunk in _chunks(some, _at_once(slug, CASES_IN_A_TASK))
    )


def _whole(found: Material, seed: int) -> Iterator[Whole]:
    cells = bank.reference_cells(found.slug)
    yield Whole(found.slug, STUB, {}, seed)
    yield Whole(found.slug, REFERENCE, cells, seed)
    if _build_on_each_other(found.slug):  # a mistake in one exercise shows in those after it
        return
    for one, two in pairs(found.mistakes):
        texts = {one.exercise: one.text, two.exercise: two.text}
        yield Whole(found.slug, f"{one}{BETWEEN}{two}", cells | texts, seed)


def pairs(mistakes: Sequence[bank.Variant]) -> Iterator[tuple[bank.Variant, bank.Variant]]:
    """Every mistake once together with one of another exercise, as far as there is another."""
    waiting: dict[str, list[bank.Variant]] = {}
    for mistake in mistakes:
        waiting.setdefault(mistake.exercise, []).append(mistake)
    firsts = {exercise: some[0] for exercise, some in waiting.items()}
    while any(waiting.values()):
        one, *others = sorted(waiting, key=lambda exercise: -len(waiting[exercise]))
        if not others:
            return
        first = waiting[one].pop()
        second = waiting[others[0]].pop() if waiting[others[0]] else firsts[others[0]]
        yield first, second


def _build_on_each_other(slug: str) -> bool:
    """Whether a class of one exercise inherits from that of another."""
    cells = [cell for cell in parse(course.week(slug).source).cells if cell.kind is Kind.EXERCISE]
    classes = [
        (cell.key, node)
        for cell in cells
        for node in ast.parse(cell.text).body
        if isinstance(node, ast.ClassDef)
    ]
    home = {node.name: key for key, node in classes}
    return any(
        isinstance(base, ast.Name) and home.get(base.id, key) != key
        for key, node in classes
        for base in node.bases
    )


def _at_once(slug: str, usual: int) -> int:
    """How many solutions, or seeds, are judged in one child."""
    return usual if limits_of(slug).seeds is None else LONG_RUNS_IN_A_TASK


def _chunks(things: Sequence[T], size: int) -> Iterator[tuple[T, ...]]:
    for start in range(0, len(things), size):
        yield tuple(things[start : start + size])
