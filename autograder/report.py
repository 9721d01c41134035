"""The records of a grading: what each check said, and what that is worth.

Everything shown or written elsewhere (a table in a notebook, a gradebook row, a feedback page)
is derived from these, never the other way round.
"""

import contextlib
import dataclasses
import json
import os
import tempfile
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

SCHEMA = 2
"""Version of the report document."""


class Verdict(StrEnum):
    """What one check says of a submission. Only `PASSED` earns anything."""

    PASSED = "passed"
    FAILED = "failed"
    """The check ran to its end and the submission's answer was wrong."""
    NOT_DEFINED = "not defined"
    """The notebook defines no such name."""
    STUB = "not written yet"
    """The function raises NotImplementedError."""
    RAISED = "raised an error"
    """The submission's own code raised."""
    TIMEOUT = "ran out of time"
    MEMORY = "ran out of memory"
    DISK = "filled its disk"
    FLOOD = "printed too much"
    THREADS = "started too many threads"
    CRASHED = "crashed"
    PROTOCOL = "broke the protocol"
    """The submission's process sent something that is no message of ours."""
    GRADER_ERROR = "grader error"
    """The check itself is broken. Never the student's fault, never scored as their zero."""


@dataclass(frozen=True)
class CheckOutcome:
    """What one check said.

    name: the test's name, with its parameters; criterion: the sentence a student reads;
    message: why it did not pass, empty if it did; called, expected, received: the call under
    judgement and both sides of the comparison, empty where they do not apply;
    explanation: what the check says of its criterion to a student who failed it, may be empty;
    fault: what was wrong, if that would be the same for any other input, as a type would.
    """

    name: str
    criterion: str
    verdict: Verdict
    weight: float = 1.0
    message: str = ""
    called: str = ""
    expected: str = ""
    received: str = ""
    explanation: str = ""
    fault: str = ""

    @property
    def passed(self) -> bool:
        return self.verdict is Verdict.PASSED

    @property
    def absent(self) -> bool:
        """Whether there was nothing to judge."""
        return self.verdict in (Verdict.NOT_DEFINED, Verdict.STUB)

    @property
    def repeated(self) -> str:
        """What further checks of an exercise may say as well, to no further use; may be empty."""
        if self.verdict in (Verdict.PASSED, Verdict.FAILED, Verdict.GRADER_ERROR):
            return self.fault
        return self.message


def told_once(
    outcomes: tuple[CheckOutcome, ...], *, reveal: bool = True
) -> tuple[tuple[CheckOutcome, int], ...]:
    """The outcomes to show, each with how many further ones say the same and are left out.

    reveal: whether their messages are shown; if not, only those of an absent function are one.
    """
    alike: dict[object, list[CheckOutcome]] = {}
    for place, outcome in enumerate(outcomes):
        key = outcome.repeated if reveal or outcome.absent else ""
        alike.setdefault(key or place, []).append(outcome)
    return tuple((same[0], len(same) - 1) for same in alike.values())


@dataclass(frozen=True)
class CellOutcome:
    """What the checks of one check cell said together.

    points: what the cell is worth; outcomes: one for each check, in file order.
    """

    exercise: str
    hidden: bool
    points: float
    outcomes: tuple[CheckOutcome, ...]

    @property
    def score(self) -> float:
        """Points times the weight of the passed checks over the weight of all, to two decimals."""
        total = sum(outcome.weight for outcome in self.outcomes)
        passed = sum(outcome.weight for outcome in self.outcomes if outcome.passed)
        return round(self.points * passed / total, 2) if total else 0.0

    @property
    def grader_errors(self) -> tuple[CheckOutcome, ...]:
        return tuple(o for o in self.outcomes if o.verdict is Verdict.GRADER_ERROR)


class Status(StrEnum):
    """What became of a submission."""

    GRADED = "graded"
    REVIEW = "needs review"
    """Graded, and something about it a person should look at."""
    UNREADABLE = "unreadable"
    """No notebook of this assignment; it has no score."""
    GRADER_ERROR = "grader error"
    """The judge failed; it has no score, and that is not the student's fault."""


@dataclass(frozen=True)
class ReportCell:
    """One cell of the graded notebook, in the student's order.

    grade_id: empty for a cell of the student's own; kind: setup, parts, exercise, check, memo, or
    code for a cell of their own; source: what ran, or what the student wrote; points and score: of
    a check, score None for a memo (graded by hand); outputs: in notebook format 4; outcomes: of a
    check cell; seconds: wall clock; cell_id: its id in the student's notebook;
    attachments: pictures in a memo.
    """

    grade_id: str
    kind: str
    source: str
    points: float = 0.0
    score: float | None = None
    outputs: tuple[dict[str, Any], ...] = ()
    outcomes: tuple[CheckOutcome, ...] = ()
    seconds: float = 0.0
    cell_id: str = ""
    attachments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """All that is known of one graded submission. Every other record is written from it.

    digest: SHA-256 of the notebook file; tier: of the sandbox, "unconfined" if there was none;
    problems: sentences for a person, empty if there is nothing to say; remarks: those of them on
    where the notebook lay; worth: the points of the assignment, "checks" and "memo"; versions: of
    what a regrade must match; limits: what the submission was allowed to use; timings: seconds by
    phase.
    """

    student: str
    assignment: str
    file: str
    digest: str
    seed: int
    tier: str
    status: Status
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    cells: tuple[ReportCell, ...] = ()
    worth: dict[str, float] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    limits: dict[str, float] = field(default_factory=dict)
    timings: dict[str, float] = field(default_factory=dict)
    schema: int = SCHEMA

    @property
    def score(self) -> float | None:
        """Automatic points together; None if there is no grade."""
        if self.status in (Status.UNREADABLE, Status.GRADER_ERROR):
            return None
        return round(sum(cell.score for cell in self.cells if cell.score is not None), 2)

    @property
    def max_score(self) -> float:
        """Automatic points that can be had, whether or not there is a grade."""
        return self._worth("check", "checks")

    @property
    def memo_max_score(self) -> float:
        """Points that a person can give for memos."""
        return self._worth("memo", "memo")

    def _worth(self, kind: str, key: str) -> float:
        if self.worth:
            return self.worth[key]
        return sum(cell.points for cell in self.cells if cell.kind == kind)

    @property
    def shown_problems(self) -> tuple[str, ...]:
        """The problems that may reach a student.

        None that quotes a hidden check, whose messages may hold its inputs, or that is about a
        failure of the judge, whose text is ours to read.
        """
        if self.status is Status.GRADER_ERROR:
            return ()
        hidden = [cell for cell in self.cells if cell.grade_id.endswith("-hidden")]
        kept_back = {o.message for cell in hidden for o in cell.outcomes if o.message}
        return tuple(
            problem
            for problem in dict.fromkeys(self.problems)
            if not any(message in problem for message in kept_back)
        )

    def to_json(self) -> str:
        """The report as one JSON document, with a line for each field and each cell."""
        figures = {"score": self.score, "max_score": self.max_score}
        document = vars(self) | figures | {"memo_max_score": self.memo_max_score}
        fields = {name: _json(value) for name, value in document.items()}
        # json without indent is ten times as fast, and lines can be compared.
        fields["cells"] = "[\n  " + ",\n  ".join(map(_json, self.cells)) + "\n ]"
        lines = (f" {_json(name)}: {text}" for name, text in sorted(fields.items()))
        return "{\n" + ",\n".join(lines) + "\n}\n"

    @classmethod
    def from_json(cls, text: str) -> "Report":
        """Read a document back. Raises ValueError if it is not one of this schema."""
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("schema") != SCHEMA:
            raise ValueError("not a report of this version")
        try:
            cells = tuple(_cell(cell) for cell in data["cells"])
            fields = {f.name: data[f.name] for f in dataclasses.fields(cls)}
        except (KeyError, TypeError) as problem:
            raise ValueError(f"not a report: {problem}") from None
        fields |= {
            "cells": cells,
            "status": Status(data["status"]),
            "problems": tuple(data["problems"]),
            "remarks": tuple(data["remarks"]),
        }
        return cls(**fields)

    def write(self, path: Path) -> None:
        """Write the document so that the file is there whole or not at all."""
        write_atomically(path, self.to_json())


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True, default=vars)


def _cell(data: dict[str, Any]) -> ReportCell:
    outcomes = tuple(
        CheckOutcome(**{**outcome, "verdict": Verdict(outcome["verdict"])})
        for outcome in data["outcomes"]
    )
    return ReportCell(**{**data, "outputs": tuple(data["outputs"]), "outcomes": outcomes})


_UNFINISHED = ".unfinished"


def write_atomically(path: Path, text: str) -> None:
    """Write a file beside its place and move it there; a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_UNFINISHED)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):  # interrupted just after the move
            os.unlink(name)
        raise


def remove_unfinished(folder: Path) -> None:
    """Remove what a killed `write_atomically` left anywhere below a folder."""
    for path in folder.rglob(f".*{_UNFINISHED}"):
        path.unlink(missing_ok=True)
