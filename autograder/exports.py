"""Grades for other systems: a CSV file, Gradescope's results.json; and names safe as file names."""

import csv
import io
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import Any

from autograder.errors import CourseError
from autograder.report import CheckOutcome, Report, ReportCell, Status, write_atomically
from autograder.words import points, printable

_LONGEST_NAME = 120
"""Bytes: nbgrader's gradebook takes 128 characters, file systems 255 bytes with an ending."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""

_LONGEST_OUTPUT = 4_000


# -- names


def safe_name(name: str) -> str:
    """A student's name as one file name: no way out of its folder, nothing invisible in it.

    An ordinary name stays as it is. Separators, control and direction characters, undecodable
    bytes, a leading dot and `%` itself become `%XX`; two names never become the same one.
    """
    text = "".join(
        _percent(char) if _is_unsafe(char) or (char == "." and place == 0) else char
        for place, char in enumerate(name)
    )
    text = text or "%"  # nothing else becomes a lone percent sign
    if len(text.encode()) <= _LONGEST_NAME:
        return text
    digest = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    start = text.encode()[: _LONGEST_NAME - 18].decode(errors="ignore")
    return f"{start}%~{digest}"


def _is_unsafe(char: str) -> bool:
    return char in '%/\\:*?"<>|[]' or unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _percent(char: str) -> str:
    try:
        data = char.encode("utf-8", "surrogateescape")  # an undecodable byte of a file name
    except UnicodeEncodeError:
        data = char.encode("utf-8", "surrogatepass")
    return "".join(f"%{byte:02X}" for byte in data)


# -- grades.csv


@dataclass(frozen=True)
class Grade:
    """A line of the grades file; None where there is no grade.

    student: as in the gradebook (`safe_name`); score: given by the checks, of `max_score`;
    memo_score: of the memo, of `memo_max_score`, None until a person has graded it; total: both,
    with all that a person gave or took, None until nothing is left to give; to_grade: how many
    cells a person has yet to grade, or to look at again.
    """

    student: str
    assignment: str
    score: float | None
    max_score: float
    memo_score: float | None = None
    memo_max_score: float = 0.0
    total: float | None = None
    total_max: float = 0.0
    to_grade: int = 0


COLUMNS = tuple(field.name for field in fields(Grade))


def write_grades(path: Path, grades: Iterable[Grade]) -> None:
    """Write a row for each grade, by assignment and student.

    Where there is no grade the score is empty, never 0; what can be had is there all the same. A
    name that a spreadsheet would take for a formula begins with an apostrophe here.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for grade in sorted(grades, key=lambda grade: (grade.assignment, grade.student)):
        _, _, *numbers = astuple(grade)
        shown = ("" if number is None else f"{round(number, 2):g}" for number in numbers)
        writer.writerow([_no_formula(grade.student), grade.assignment, *shown])
    write_atomically(path, text.getvalue())


def _no_formula(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


# -- Gradescope


def write_gradescope(path: Path, report: Report) -> None:
    """Write Gradescope's `results.json`. Raises CourseError if the judge failed."""
    write_atomically(path, json.dumps(gradescope(report), indent=1) + "\n")


def gradescope(report: Report) -> dict[str, Any]:
    """A report in Gradescope's format (gradescope-autograders.readthedocs.io, "specs").

    One test a check. A hidden check appears when grades are published, by criterion only.
    Raises CourseError if the judge failed: without a results file Gradescope itself says that
    the autograder did not work, where a score of 0 would blame the student.
    """
    if report.status is Status.GRADER_ERROR:
        raise CourseError("The judge failed; there is no result to give to Gradescope.")
    lines = [printable(problem) for problem in report.shown_problems]
    lines += [
        f"{cell.grade_id}: {points(cell.points)}, graded by hand, not part of this score."
        for cell in report.cells
        if cell.kind == "memo"
    ]
    return {
        # Gradescope knows no "no grade": what could not be read earns nothing until sent again.
        "score": report.score or 0.0,
        "output": "\n".join(lines)[:_LONGEST_OUTPUT],
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "execution_time": round(report.timings.get("total", 0.0), 3),
        "tests": [
            _test(cell, outcome, f"{number}.{place}")
            for number, cell in enumerate(_check_cells(report), 1)
            for place, outcome in enumerate(cell.outcomes, 1)
        ],
        "extra_data": {"digest": report.digest, "seed": report.seed, "tier": report.tier},
    }


def _check_cells(report: Report) -> list[ReportCell]:
    return [cell for cell in report.cells if cell.kind == "check"]


def _test(cell: ReportCell, outcome: CheckOutcome, number: str) -> dict[str, Any]:
    exercise, _, kind = cell.grade_id.rpartition("-")
    hidden = kind == "hidden"
    weights = sum(other.weight for other in cell.outcomes)
    best = round(cell.points * outcome.weight / weights, 4)
    test = {
        "name": f"{exercise}: {outcome.criterion}",
        "number": number,
        "score": best if outcome.passed else 0.0,
        "max_score": best,
        "status": "passed" if outcome.passed else "failed",
        "visibility": "after_published" if hidden else "visible",
    }
    if not outcome.passed:
        test["output"] = outcome.verdict.value if hidden else _said(outcome)
    return test


def _said(outcome: CheckOutcome) -> str:
    facts = {
        "": outcome.message or outcome.verdict.value,
        "called   ": outcome.called,
        "expected ": outcome.expected,
        "got      ": outcome.received,
    }
    if outcome.absent:
        facts = {"": facts[""]}
    lines = (f"{label}{text}" for label, text in facts.items() if text)
    return printable("\n".join(lines))[:_LONGEST_OUTPUT]
