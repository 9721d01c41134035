"""The committed record of a week's audit, and how it is held to.

`autograder/checks/SLUG/audit.json` holds the figures, the fate of every mutant, and digests of
what they were measured with. As long as the digests fit, repeating any part of the audit must
give the same; a random part is repeated each time CI runs. Once they do not fit, the record says
nothing, and the whole audit is made anew.
"""

import ast
import hashlib
import json
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import autograder
from autograder import course
from autograder.audit.audit import Audit, Fate, conclude
from autograder.audit.plan import material, sample_of
from autograder.audit.tasks import Hands, do
from autograder.audit.text import summary
from autograder.report import write_atomically

SCHEMA = 1
SHARE = 0.1
"""Of a record that is repeated each time."""

_ROOT = Path(autograder.__file__).resolve().parent.parent
_ENTRIES = (
    "autograder.audit.audit",
    "autograder.testing",
    "autograder.pytest_plugin",
    "autograder.sandbox.template",
    "autograder.sandbox.worker",
)
"""What an audit runs, here and in the sandbox; whatever these import is the judge."""


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


# -- digests


def digests(slug: str) -> dict[str, str]:
    """SHA-256 of all that an audit of a week depends on."""
    week = course.week(slug)
    checks = [
        file
        for file in sorted(week.checks.rglob("*"))
        if file.suffix in (".py", ".toml") and "__pycache__" not in file.parts
    ]
    return {
        "source": _digest([week.source], week.source.parent),
        "checks": _digest(checks, week.checks),
        "judge": _digest(judge_files(), _ROOT),
    }


def judge_files() -> list[Path]:
    """The modules of this repository that take part in an audit, and the versions of all others."""
    seen: set[str] = set()
    waiting = list(_ENTRIES)
    while waiting:
        name = waiting.pop()
        file = _file_of(name)
        if name in seen or file is None:
            continue
        seen.add(name)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Import(names=names):
                    waiting += [alias.name for alias in names]
                case ast.ImportFrom(module=str(module), names=names):
                    waiting += [module, *(f"{module}.{alias.name}" for alias in names)]
    files = {file for name in seen if (file := _file_of(name))}
    lock = _ROOT / "requirements.lock"
    return sorted(files | ({lock} if lock.exists() else set()))


def _file_of(name: str) -> Path | None:
    if name.split(".")[0] not in ("autograder", "worlds"):
        return None
    base = _ROOT.joinpath(*name.split("."))
    for file in (base.with_suffix(".py"), base / "__init__.py"):
        if file.exists():
            return file
    return None


def _digest(files: Iterable[Path], root: Path) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(root).as_posix()}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:16]


def changed(slug: str, record: Record | None) -> tuple[str, ...]:
    """What has changed since the record was made, or that there is none; empty if it holds."""
    if record is None:
        return ("no record",)
    now = digests(slug)
    return tuple(name for name in now if record.digests.get(name) != now[name])


# -- repeating a part


def repeat(
    slug: str,
    record: Record,
    hands: Hands,
    *,
    luck: int,
    watch: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[str, ...]:
    """Repeat a part of the audit, drawn with the seed `luck`; what came out differently."""
    found = material(slug)
    part = sample_of(found, seed=record.seed, share=SHARE, luck=random.Random(luck))
    audit = conclude(found, part, do(part.tasks, hands, watch), seed=record.seed, seeds=1)
    differences = [*audit.faults]
    differences += [
        f"{r.solution} is right and fails {r.check} under seed {r.seed}: {r.why}"
        for r in audit.rejections
    ]
    if set(record.fates) != {mutant.key for mutant in found.mutants}:
        differences.append("the record is of other mutants")
    for fate in audit.fates:
        before = record.fates.get(fate.mutant.key)
        if before is not None and before != told(fate):
            differences.append(
                f"{fate.mutant.key}: failed {', '.join(before) or 'nothing'}, "
                f"and now {', '.join(told(fate)) or 'nothing'}"
            )
    return tuple(differences)
