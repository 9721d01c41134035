"""The committed record of a week's audit, and how it is held to.

`autograder/checks/SLUG/audit.json` holds the figures, the fate of every mutant, and digests of
what they were measured with: the week's source, its checks, and the judge. As long as those of the
week fit, repeating any part of the audit must give the same, and a random part is repeated each
time CI runs. Once they do not, the record says nothing, and the whole audit is made anew.
"""

import json
import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import course
from autograder.audit.audit import Audit, Fate, conclude
from autograder.audit.digests import digests
from autograder.audit.plan import material, sample_of
from autograder.audit.tasks import Hands, do
from autograder.audit.text import summary
from autograder.report import write_atomically

SCHEMA = 2
CERTAINTY = 0.99
"""With which a part finds that the verdicts of a share of the variants have changed."""
SHARE_FOUND = {True: 1 / 50, False: 1 / 10}
"""That share: where the judge has changed since the record was made, and where nothing has."""


@dataclass(frozen=True)
class Record:
    """What is committed of an audit.

    digests: of the source, the checks and the judge; figures: as `text.summary` gives them;
    fates: by mutant, the checks that it was seen to fail, empty if it survived.
    """

    digests: dict[str, str]
    figures: dict[str, Any]
    fates: dict[str, list[str]]

    @property
    def variants(self) -> int:
        """The mutants and mistakes that it is of."""
        return len(self.fates) + int(self.figures["mistakes"])

    @property
    def seed(self) -> int:
        return int(self.figures["seed"])

    @property
    def seeds(self) -> int:
        return int(self.figures["seeds"])

    def write(self, slug: str) -> Path:
        """Write the record in its place, one mutant a line."""
        fates = ",\n".join(f"  {json.dumps(key)}: {json.dumps(f)}" for key, f in self.fates.items())
        text = (
            f'{{\n "schema": {SCHEMA},\n'
            f' "digests": {json.dumps(self.digests)},\n'
            f' "figures": {_indented(self.figures)},\n'
            f' "fates": {{\n{fates}\n }}\n}}\n'
        )
        write_atomically(path(slug), text)
        return path(slug)


def _indented(figures: dict[str, Any]) -> str:
    return json.dumps(figures, indent=1, ensure_ascii=False).replace("\n", "\n ")


def path(slug: str) -> Path:
    """Where the record of a week lies."""
    return course.week(slug).checks / "audit.json"


def of(audit: Audit) -> Record:
    """The record of an audit that was just made."""
    fates = {fate.mutant.key: told(fate) for fate in audit.fates}
    return Record(digests(audit.slug), summary(audit), fates)


def told(fate: Fate) -> list[str]:
    """The checks that a mutant was seen to fail, and whether it had to be stopped there.

    Not by which limit: one that loops and grows runs into whichever comes first.
    """
    return [
        f"{failure.check}: stopped" if failure.stopped else failure.check
        for failure in fate.findings.failures
    ]


def read(slug: str) -> Record | None:
    """The committed record of a week; None if there is none of this version."""
    try:
        found = json.loads(path(slug).read_text(encoding="utf-8"))
        if found["schema"] != SCHEMA:
            return None
        return Record(found["digests"], found["figures"], found["fates"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def changed(slug: str, record: Record | None) -> tuple[str, ...]:
    """What has changed since the record was made, or that there is none; empty if it holds."""
    if record is None:
        return ("no record",)
    now = digests(slug)
    return tuple(name for name in now if record.digests.get(name) != now[name])


def stale(slug: str, record: Record | None) -> tuple[str, ...]:
    """What has changed of the week itself, so that its record says nothing any more."""
    return tuple(name for name in changed(slug, record) if name != "judge")


# -- repeating a part


def part(variants: int, share: float, certainty: float = CERTAINTY) -> int:
    """How many variants to draw, so that one of the changed ones is among them with certainty.

    share: of the variants that have changed, at least. All `n` drawn are of the `N - D` others
    with probability (N - D)/N * (N - D - 1)/(N - 1) * ..., n factors; the smallest n is taken for
    which that is at most 1 - certainty.
    """
    changed_ones = math.ceil(variants * share)
    drawn, missed = 0, 1.0
    while missed > 1 - certainty and drawn < variants:
        missed *= (variants - changed_ones - drawn) / (variants - drawn)
        drawn += 1
    return drawn


def repeat(
    slug: str,
    record: Record,
    hands: Hands,
    *,
    count: int,
    luck: int,
    watch: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[str, ...]:
    """Repeat the audit of `count` variants, drawn by `luck`; what came out differently."""
    found = material(slug)
    drawn = sample_of(found, seed=record.seed, count=count, luck=random.Random(luck))
    audit = conclude(found, drawn, do(drawn.tasks, hands, watch), seed=record.seed, seeds=1)
    differences = [*audit.faults]
    differences += [
        f"{r.solution} is right and fails {r.check} under seed {r.seed}: {r.why}"
        for r in audit.rejections
    ]
    if set(record.fates) != {mutant.key for mutant in found.mutants}:
        differences.append(f"the record is of other mutants; 'mlsd audit {slug} --record'")
    for fate in audit.fates:
        before = record.fates.get(fate.mutant.key)
        if before is not None and came_out_differently(before, fate):
            differences.append(
                f"{fate.mutant.key}: failed {', '.join(before) or 'nothing'}, "
                f"and now {', '.join(told(fate)) or 'nothing'}"
            )
    return tuple(differences)


def came_out_differently(before: list[str], fate: Fate) -> bool:
    """Whether a verdict has changed; of a mutant whose results are chance, whether it was noticed.

    Which of the checks notices such a one is left to chance: a generator has lost its seed, or
    NumPy its `out`, so that what it leaves out holds whatever the memory held.
    """
    now, mutant = told(fate), fate.mutant
    is_chance = mutant.operator == "seed" or ("out=" in mutant.was and "out=" not in mutant.now)
    return bool(now) != bool(before) if is_chance else now != before
