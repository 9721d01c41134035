"""What an audit found, and what is wrong with a week because of it."""

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from autograder import course
from autograder.audit import equivalents
from autograder.audit.mutants import REFERENCE, Mutant
from autograder.audit.plan import BETWEEN, STUB, Material, Plan, material, plan
from autograder.audit.tasks import Done, Hands, do
from autograder.audit.trial import Findings
from autograder.report import Report, Verdict
from autograder.suite import suite
from autograder.words import counted


@dataclass(frozen=True)
class Rejection:
    """A right solution that lost points: which, under which seed, by which check, and why."""

    solution: str
    exercise: str
    seed: int
    check: str
    why: str


@dataclass(frozen=True)
class Fate:
    """What became of a mutant. equivalent: whether it stands in the reviewed list."""

    mutant: Mutant
    findings: Findings
    equivalent: bool


@dataclass(frozen=True)
class Audit:
    """The findings of one audit.

    seed and seeds: right solutions were judged under seeds `seed` to `seed + seeds - 1`; fates:
    of the mutants, in the order of the places; identical: mutants that were dropped because their
    bytecode is that of another program here; faults: sentences on mistakes, stub and pairs that
    did not do what is said of them; alone: checks that some wrong solution failed and no other;
    failed: checks that some wrong solution failed; seconds: of each check, in the middle.
    """

    slug: str
    seed: int
    seeds: int
    exercises: tuple[str, ...]
    rejections: tuple[Rejection, ...]
    fates: tuple[Fate, ...]
    identical: int
    mistakes: int
    faults: tuple[str, ...]
    checks: tuple[tuple[str, str, bool], ...]
    """Every check: its exercise, its name, whether it is hidden."""
    failed: frozenset[str]
    alone: frozenset[str]
    seconds: dict[str, float] = field(default_factory=dict)

    @cached_property
    def judged(self) -> tuple[Fate, ...]:
        """The mutants that a check should kill: all but those reviewed as equivalent."""
        return tuple(fate for fate in self.fates if not fate.equivalent)

    @property
    def killed_public(self) -> int:
        """Mutants that a student is told of."""
        return sum(fate.findings.killed_public for fate in self.judged)

    @property
    def killed_all(self) -> int:
        """Mutants that lose points."""
        return sum(fate.findings.killed for fate in self.judged)

    @property
    def survivors(self) -> tuple[Fate, ...]:
        """Mutants that no check fails and nobody has reviewed."""
        return tuple(fate for fate in self.judged if not fate.findings.killed)

    @property
    def unfailed(self) -> tuple[str, ...]:
        """Checks that no mistake and no mutant fails."""
        return tuple(name for _, name, _ in self.checks if name not in self.failed)

    @property
    def never_alone(self) -> tuple[str, ...]:
        """Checks that are failed only together with another one."""
        return tuple(
            name for _, name, _ in self.checks if name in self.failed and name not in self.alone
        )

    def points(self, exercise: str) -> float:
        """What a wrong solution of an exercise earns if no check notices."""
        return sum(course.points(self.slug, exercise, hidden=hidden) for hidden in (False, True))


PUBLIC_SHARE = 0.85
"""Of the mutants, at least, must be killed by the public checks alone."""


def problems(audit: Audit) -> tuple[str, ...]:
    """Why an audit is not green; empty if it is."""
    found = [
        f"{r.solution} is right and fails {r.check} under seed {r.seed}: {r.why}"
        for r in audit.rejections
    ]
    found += audit.faults
    found += [f"no mistake and no mutant fails {name}" for name in audit.unfailed]
    if audit.survivors:
        left = len(audit.survivors)
        found.append(f"{counted(left, 'mutant')} {'survives' if left == 1 else 'survive'}")
    share = audit.killed_public / len(audit.judged) if audit.judged else 1.0
    if share < PUBLIC_SHARE:
        found.append(f"public checks kill {share:.1%} of the mutants, less than {PUBLIC_SHARE:.0%}")
    return tuple(found)


def run(
    slug: str,
    hands: Hands,
    *,
    seed: int = 0,
    seeds: int = 50,
    exercise: str | None = None,
    watch: Callable[[int, int], None] = lambda done, total: None,
) -> Audit:
    """Audit a week, or one exercise of it.

    `watch` hears, again and again, how much is done and how much there is.
    """
    found = material(slug, exercise)
    tasks = plan(found, seed=seed, seeds=seeds)
    return conclude(found, tasks, do(tasks.tasks, hands, watch), seed=seed, seeds=seeds)


def conclude(
    found: Material, tasks: Plan, results: Sequence[Done | Report], *, seed: int, seeds: int
) -> Audit:
    """Make an audit of what the tasks of a plan gave."""
    done = dict(zip(map(id, tasks.tasks), results, strict=True))
    names = {
        str(item.name): (exercise, hidden)
        for exercise in found.exercises
        for hidden in (False, True)
        for item in suite(found.slug).items(exercise, hidden=hidden)
    }
    rejections, seconds = [], {name: list[float]() for name in names}
    for task in tasks.right:
        found_of = _of(done[id(task)])
        for case, (place, at) in product(task.cases, enumerate(task.cases[0].seeds)):
            findings = found_of[case.name][place]
            rejections += [
                Rejection(case.name, task.exercise, at, f.check, f"{f.verdict}; {f.feedback}")
                for f in findings.failures
            ]
            if case.name.endswith(f"/{REFERENCE}"):
                for name, spent in findings.seconds.items():
                    seconds[name].append(spent)
    wrong = _by_name(done[id(task)] for task in tasks.wrong)
    mutated = _by_name(done[id(task)] for task in tasks.mutated)
    fates = tuple(
        Fate(mutant, mutated[mutant.key], found.is_equivalent(mutant))
        for mutant in found.mutants
        if mutant.key in mutated
    )
    reports = {task.name: done[id(task)] for task in tasks.whole}
    faults = [
        *_faults_of_mistakes(found, wrong),
        *_faults_of_notebooks(found, reports),
        *equivalents.problems(found.slug, found.listed, found.mutants),
        *(
            f"equivalents.toml: {fate.mutant.solution}, {fate.mutant.now!r} is no equivalent: "
            f"it fails {fate.findings.failures[0].check}"
            for fate in fates
            if fate.equivalent and fate.findings.killed
        ),
        *(
            f"the check {failure.check} crashes on the mistake {name}: {failure.feedback}"
            for name, findings in wrong.items()
            for failure in findings.failures
            if failure.verdict == Verdict.GRADER_ERROR
        ),
        *(
            f"the check {failure.check} crashes on a mutant of {fate.mutant.solution}, "
            f"{fate.mutant.now!r}: {failure.feedback}"
            for fate in fates
            for failure in fate.findings.failures
            if failure.verdict == Verdict.GRADER_ERROR
        ),
    ]
    failing = [findings.failures for findings in (*wrong.values(), *mutated.values())]
    return Audit(
        slug=found.slug,
        seed=seed,
        seeds=seeds,
        exercises=found.exercises,
        rejections=tuple(rejections),
        fates=fates,
        identical=found.identical,
        mistakes=len(wrong),
        faults=tuple(faults),
        checks=tuple((exercise, name, hidden) for name, (exercise, hidden) in names.items()),
        failed=frozenset(f.check for failures in failing for f in failures),
        alone=frozenset(failures[0].check for failures in failing if len(failures) == 1),
        seconds={name: statistics.median(some) for name, some in seconds.items() if some},
    )


def _of(result: Done | Report) -> dict[str, tuple[Findings, ...]]:
    assert isinstance(result, Done)
    return result.findings


def _by_name(results: Iterable[Done | Report]) -> dict[str, Findings]:
    """The findings of cases that were judged under one seed."""
    return {name: found[0] for result in results for name, found in _of(result).items()}


def function_name(check: str) -> str:
    """The name of a check without the parameters of a parametrised one."""
    return check.split("[")[0]


def _faults_of_mistakes(found: Material, wrong: dict[str, Findings]) -> Iterable[str]:
    for mistake in found.mistakes:
        if str(mistake) not in wrong:
            continue
        failures = wrong[str(mistake)].failures
        failing = {function_name(failure.check) for failure in failures}
        if failing != mistake.fails:
            missed, more = sorted(mistake.fails - failing), sorted(failing - mistake.fails)
            said = [f"does not fail {', '.join(missed)}"] if missed else []
            said += [f"also fails {', '.join(more)}"] if more else []
            yield f"the mistake {mistake} {' and '.join(said)}"
        elif not any(mistake.says in failure.feedback for failure in failures):
            yield f"the feedback on the mistake {mistake} does not say {mistake.says!r}"


def _faults_of_notebooks(found: Material, reports: dict[str, Done | Report]) -> Iterable[str]:
    fails = {str(mistake): mistake.fails for mistake in found.mistakes}
    for name, report in reports.items():
        assert isinstance(report, Report)
        outcomes = [outcome for cell in report.cells for outcome in cell.outcomes]
        if report.score is None:
            yield f"{name}: has no score: {' '.join(report.problems)}"
        elif name == STUB:
            other = {outcome.verdict.value for outcome in outcomes} - {Verdict.STUB.value}
            if report.score or other:
                yield f"{name} earns {report.score:g} points; verdicts: {', '.join(sorted(other))}"
        else:
            expected = frozenset[str]().union(*(fails.get(m, ()) for m in name.split(BETWEEN)))
            failing = {function_name(o.name) for o in outcomes if not o.passed}
            if failing != expected:
                wrong = ", ".join(sorted(failing ^ expected))
                yield f"in one notebook, {name}: otherwise than alone, as to {wrong}"
