"""One page a submission, for the student: what was checked, what passed, and why the rest did not.

A page stands alone: it asks for nothing over the network, runs no script, and holds no more of a
hidden check than its criterion and its verdict.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from autograder import memo, prose
from autograder.exports import safe_name
from autograder.marks import Marks
from autograder.report import (
    CheckOutcome,
    Report,
    ReportCell,
    Status,
    Verdict,
    told_once,
    write_atomically,
)
from autograder.unfinished import in_cell
from autograder.words import counted, points, printable

LONGEST_CODE = 20_000
"""Characters shown of a cell or memo."""

LONGEST_TEXT = 2_000
"""Characters shown of a message, a value or what a cell printed."""

MOST_PROBLEMS = 30

NO_MARKS = Marks()

_HEAD = 2_000
"""Characters of a page in which it says what marks it has."""
_MARKED = re.compile(r'<meta name="marks" content="(\w*)">')
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Row:
    """One check, or several that all say that the function is not there yet.

    mark: a sign that reads without colour; tone: good, bad, absent or odd; message, explanation
    and facts, which are labels and texts: none for a hidden check or one that passed.
    """

    mark: str
    tone: str
    verdict: str
    criterion: Markup
    message: Markup
    explanation: Markup
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Group:
    """The public or the hidden checks of an exercise. given: points by hand in their place."""

    hidden: bool
    score: float
    points: float
    given: float | None
    passed: int
    rows: tuple[Row, ...]
    checks: int


@dataclass(frozen=True)
class Section:
    """One exercise or memo.

    score: None if it is graded by hand; given: the points by hand, None if none are given yet;
    comment: a person's, may be empty; written: what the student wrote, a memo as HTML.
    """

    key: str
    score: float | None
    points: float
    written: str | Markup
    printed: str
    groups: tuple[Group, ...]
    given: float | None = None
    comment: str = ""

    @property
    def share(self) -> int:
        """Percent of the points, never 100 if any are missing, nor 0 if there are any."""
        if not self.score or not self.points:
            return 0
        percent = round(100 * self.score / self.points)
        return 100 if self.score >= self.points else min(max(percent, 1), 99)


def add_marks(report: Report, out: Path, marks: Marks) -> None:
    """Write a page anew if it does not have the marks that a person has given since.

    A page that is not ours, but nbgrader's, stays as it is.
    """
    path = _place(report, out)
    if not path.is_file():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        found = _MARKED.search(file.read(_HEAD))
    if found and found[1] != marks.digest:
        write(report, out, marks)


def _place(report: Report, out: Path) -> Path:
    slug = report.assignment
    return out / "feedback" / safe_name(report.student) / slug / f"{slug}.html"


def write(report: Report, out: Path, marks: Marks = NO_MARKS) -> Path:
    """Write `feedback/STUDENT/SLUG/SLUG.html` below `out`, where nbgrader releases it from.

    marks: what a person has given. What nbgrader's exchange needs to return it is taken along from
    the autograded notebook.
    """
    slug = report.assignment
    student = safe_name(report.student)
    path = _place(report, out)
    folder = path.parent
    for name in ("timestamp.txt", "submission_secret.txt"):
        beside = out / "autograded" / student / slug / name
        if beside.is_file():
            write_atomically(folder / name, beside.read_text(encoding="utf-8"))
    write_atomically(path, render(report, marks))
    return path


def render(report: Report, marks: Marks = NO_MARKS) -> str:
    """The page of a report, with what a person has given."""
    sections = tuple(_sections(report, marks))
    memos = [section for section in sections if section.score is None]
    by_machine = [section for section in sections if section.score is not None]
    return _page().render(
        student=report.student,
        assignment=report.assignment,
        score=report.score,
        best=sum(section.points for section in by_machine),
        by_hand=sum(section.points for section in memos if section.given is None),
        memos=[section for section in memos if section.given is not None],
        marks=marks.digest,
        problems=_problems(report),
        failed=report.status is Status.GRADER_ERROR,
        sections=sections if report.score is not None else (),
        digest=report.digest[:12],
        seed=report.seed,
        versions=sorted(report.versions.items()),
        unconfined=report.tier == "unconfined",
    )


@cache
def _page() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("autograder"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters["number"] = lambda number: f"{number:g}"
    environment.filters["points"] = points
    return environment.get_template("feedback.html")


def _finalize(value: Any) -> Any:
    """Every text that reaches the page: control and direction characters are spelled out.

    What they would do to a terminal or to the order of a line is no part of a student's answer.
    """
    return printable(value) if type(value) is str else value


def _sections(report: Report, marks: Marks) -> Iterable[Section]:
    checks: dict[str, list[ReportCell]] = {}
    for cell in report.cells:
        if cell.kind == "check":
            checks.setdefault(cell.grade_id.rpartition("-")[0], []).append(cell)
    pieces: dict[str, list[ReportCell]] = {}
    for cell in report.cells:
        if cell.kind == "exercise":
            pieces.setdefault(cell.grade_id, []).append(cell)
    for cell in report.cells:
        if cell.kind == "memo":
            written = Markup(memo.html(_cut(cell.source, LONGEST_CODE)))
            given, comment = marks.scores.get(cell.grade_id), _comment(cell.grade_id, marks)
            yield Section(cell.grade_id, None, cell.points, written, "", (), given, comment)
        elif cell.kind == "exercise" and (parts := pieces.pop(cell.grade_id, [])):
            judged = checks.get(cell.grade_id, [])
            written_in_parts = "\n\n".join(part.source for part in parts)
            yield Section(
                key=cell.grade_id,
                score=round(sum(c.score or 0.0 for c in judged), 2),
                points=sum(c.points for c in judged),
                written=_cut(written_in_parts, LONGEST_CODE),
                printed=_cut("\n".join(filter(None, map(_printed, parts))), LONGEST_TEXT),
                groups=tuple(_group(c, marks.scores.get(c.grade_id)) for c in judged),
                comment=_comment(cell.grade_id, marks),
            )


def _comment(key: str, marks: Marks) -> str:
    return _cut(marks.comments.get(key, "").strip(), LONGEST_CODE)


def _group(cell: ReportCell, given: float | None) -> Group:
    hidden = cell.grade_id.endswith("-hidden")
    return Group(
        hidden=hidden,
        score=cell.score or 0.0,
        points=cell.points,
        given=given,
        passed=sum(outcome.passed for outcome in cell.outcomes),
        checks=len(cell.outcomes),
        rows=tuple(
            _row(outcome, hidden=hidden) for outcome, _ in told_once(cell.outcomes, reveal=False)
        ),
    )


def _row(outcome: CheckOutcome, *, hidden: bool) -> Row:
    absent = outcome.absent
    if outcome.passed:
        mark, tone = "✓", "good"
    elif absent:
        mark, tone = "–", "absent"
    elif outcome.verdict in (Verdict.FAILED, Verdict.RAISED):
        mark, tone = "✗", "bad"
    else:
        mark, tone = "!", "odd"
    reveal = not hidden and not outcome.passed
    message = prose.message_html(outcome, _cut(outcome.message, LONGEST_TEXT))
    facts = (
        ("called", outcome.called),
        ("expected", outcome.expected),
        ("got", outcome.received),
    )
    return Row(
        mark=mark,
        tone=tone,
        verdict=outcome.verdict.value,
        criterion=Markup(prose.html(outcome.criterion)),
        message=Markup(message if reveal else ""),
        explanation=Markup(prose.html(outcome.explanation) if reveal else ""),
        facts=tuple((label, _cut(text, LONGEST_TEXT)) for label, text in facts if text)
        if reveal and not absent
        else (),
    )


def _problems(report: Report) -> tuple[str, ...]:
    """What a student should know, not all of it if there is very much."""
    shown = [_cut(problem, LONGEST_TEXT) for problem in report.shown_problems]
    more = len(shown) - MOST_PROBLEMS
    return (*shown[:MOST_PROBLEMS], *([f"And {more} more."] if more > 0 else []))


def _printed(cell: ReportCell) -> str:
    """What the cell showed as text when it ran, and the error that stopped it."""
    parts = []
    for output in cell.outputs:
        match output.get("output_type"):
            case "stream":
                parts.append(_text(output.get("text", "")))
            case "error":
                error = f"{_text(output.get('ename'))}: {_text(output.get('evalue'))}"
                parts.append(f"{in_cell(error, cell.source)}\n")
            case "execute_result" | "display_data":
                parts.append(_text(output.get("data", {}).get("text/plain", "")) + "\n")
    return _cut(_COLOURS.sub("", "".join(parts)).strip("\n"), LONGEST_TEXT)


def _text(value: object) -> str:
    """Notebook text, which is a string or a list of them."""
    return "".join(str(part) for part in value) if isinstance(value, list) else str(value)


def _cut(text: str, limit: int) -> str:
    text = text.replace("\r\n", "\n")
    if len(text) <= limit:
        return text
    return f"{text[:limit]}\n[... {counted(len(text) - limit, 'more character')}]"
