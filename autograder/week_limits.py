"""What a week may use where the usual limits are too tight: `autograder/checks/SLUG/limits.toml`.

::

    reason = "Every check of the capstone runs weeks of a simulated quarter."
    submission_seconds = 900    # of a whole submission, when it is graded
    cpu_seconds = 600
    audit_cpu_seconds = 60      # of one solution under all checks of its exercise
    audit_seeds = 40            # under which an audit judges right solutions, at most

`reason` must be there, anything else may be; other keys are errors. The judge, `mlsd grade`,
`mlsd check` and the audit read it, and so its figures, not its reason, are in the digest of a
week's checks.
"""

import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from autograder import course
from autograder.errors import CheckFileError
from autograder.sandbox.limits import MIB, Limits

_GRADING = (
    "cell_seconds",
    "call_seconds",
    "own_cell_seconds",
    "own_seconds",
    "submission_seconds",
    "cpu_seconds",
    "memory_mb",
)
_AUDIT = ("audit_call_seconds", "audit_cpu_seconds", "audit_seeds")
_WHOLE = frozenset(("cpu_seconds", "memory_mb", "audit_cpu_seconds", "audit_seeds"))
"""Of these a fraction makes no sense."""


@dataclass(frozen=True)
class WeekLimits:
    """The limits of one week.

    grading: of a submission; call_seconds: wall clock of a call or a cell in an audit, where many
    solutions share a child; cpu_seconds: processor time of a solution that is audited alone;
    seeds: under which an audit judges right solutions, at most, None for no such limit.
    """

    grading: Limits
    call_seconds: float = 3.0
    cpu_seconds: int = 3
    seeds: int | None = None


def limits_of(slug: str) -> WeekLimits:
    """The limits of a week: the usual ones where its file says nothing, or there is none."""
    path = course.week(slug).checks / "limits.toml"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return WeekLimits(Limits())
    return _parse(path, text)


@lru_cache(maxsize=32)
def _parse(path: Path, text: str) -> WeekLimits:
    try:
        table: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise CheckFileError(f"{path}: is not TOML ({problem}).") from None
    reason = table.pop("reason", None)
    if not isinstance(reason, str) or len(reason.split()) < 4:
        raise CheckFileError(f"{path}: give a reason in words.")
    for key, value in table.items():
        if key not in (*_GRADING, *_AUDIT):
            known = ", ".join((*_GRADING, *_AUDIT))
            raise CheckFileError(f"{path}: there is no limit {key!r}, only {known}.")
        kinds = (int,) if key in _WHOLE else (int, float)
        if type(value) not in kinds or not 0 < value < float("inf"):
            raise CheckFileError(
                f"{path}: {key} is a positive {'whole ' * (len(kinds) == 1)}number."
            )
    grading = {key: table[key] for key in _GRADING if key in table and key != "memory_mb"}
    if "memory_mb" in table:
        grading["memory_bytes"] = table["memory_mb"] * MIB
    usual = WeekLimits(replace(Limits(), **grading))
    return replace(
        usual,
        call_seconds=table.get("audit_call_seconds", usual.call_seconds),
        cpu_seconds=table.get("audit_cpu_seconds", usual.cpu_seconds),
        seeds=table.get("audit_seeds"),
    )
