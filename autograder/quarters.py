"""Where the judge meets the simulated quarter: a system that was handed in, run through it.

A learner's own system runs in this process; those of a leaderboard each in a sandbox, from whose
other side the quarter is played hour by hour, so that none of them can see what is to come.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder import course, world
from autograder.collect import Handed
from autograder.errors import CourseError, NotebookError
from autograder.judge import digest_of
from autograder.local_run import quiet, read_script, run_cells_locally
from autograder.oddities import graded
from autograder.plan import NotThisAssignment, Plan, Rebuilder
from autograder.remote import RemoteSubmission
from autograder.sandbox.errors import SandboxError, SubmissionStopped
from autograder.sandbox.launch import WarmTemplate
from autograder.sandbox.tiers import Tier, open_sandbox
from autograder.submission import LocalSubmission, NotDefined, StillAStub, in_one_line
from autograder.week_limits import limits_of
from worlds.operate import operate
from worlds.outcome import Outcome, outcome, price
from worlds.quarter import Quarter, quarter
from worlds.quarter_page import page, said_of_reports, said_of_service
from worlds.run_log import Log

__all__ = [
    "Outcome",
    "Quarter",
    "board",
    "outcome",
    "page",
    "price",
    "quarter",
    "run_notebook",
    "said_of_reports",
    "said_of_service",
]

SLUG = "capstone"
CLASSES = (
    "NaiveSystem",
    "CleanSystem",
    "ForecastSystem",
    "SteadySystem",
    "LearningSystem",
    "WatchfulSystem",
    "DurableSystem",
    "System",
)
"""What the notebook calls its classes, in their order."""
CLASS = CLASSES[-1]
"""The one that is handed in."""
DAYS = 92
"""Of a whole quarter."""

ENDS = (NotDefined, StillAStub, SubmissionStopped, SandboxError)
"""What ends a run, for it is no failure of a single call."""

OnDay = Callable[[int, dict[str, Any] | None], None]


@dataclass(frozen=True)
class Row:
    """A line of the leaderboard: figures over its quarters, or why there are none.

    student: whose; digest: of the notebook; saved: share of what could be saved, by quarter;
    in_time, due: incidents noticed in time, of how many; false_alarms: their number; kept_promise:
    quarters in which every day kept it; offers: those judged rightly; failed: calls; differences:
    days on which a report differs from the books; problem: a sentence instead of all these.
    """

    student: str
    digest: str
    saved: tuple[float, ...] = ()
    in_time: int = 0
    due: int = 0
    false_alarms: int = 0
    kept_promise: int = 0
    offers: int = 0
    failed: int = 0
    differences: int = 0
    problem: str = ""

    @property
    def mean_saved(self) -> float:
        """Over its quarters; below any share where there are none."""
        return sum(self.saved) / len(self.saved) if self.saved else -1e9


def run_notebook(path: Path, of: Quarter, on_day: OnDay | None = None) -> tuple[str, Log]:
    """Run the system of a notebook, or script, through a quarter, in this process.

    That is the last class of the assignment that is written. Returns its name, and what it did.
    Raises CourseError where there is no such system, and what `learner.check` would of a file.
    """
    if not path.exists():
        if path == course.ROOT / "work" / SLUG / f"{SLUG}.ipynb":
            raise CourseError(f"{SLUG} is not started; run 'mlsd start {SLUG}' first.")
        raise CourseError(f"{path}: there is no such file.")
    if path.is_dir():
        raise CourseError(f"{path}: is a folder; name the notebook or script in it.")
    if path.suffix == ".ipynb":
        texts = [step.source for step in graded(_plan(path))]
    elif path.suffix == ".py":
        texts = [read_script(path)]
    else:
        raise CourseError(f"{path}: is neither a notebook nor a script.")
    ran = run_cells_locally(texts, path.absolute().parent)
    name = CLASS
    try:
        with quiet():
            name = _last_written(ran, of)
            return name, operate(getattr(ran, name), of, on_day=on_day, through=ENDS)
    except ENDS as problem:
        raise CourseError(f"{path}: {problem}") from None
    except Exception as error:  # of the system's own making, at its beginning
        raise CourseError(f"{path}: {name} cannot begin: {in_one_line(error)}") from None


def _last_written(ran: LocalSubmission, of: Quarter) -> str:
    """The last class of the assignment of which a system can be made; CLASS if there is none."""
    for name in reversed(CLASSES):
        try:
            getattr(ran, name)(of.briefing())
        except (NotDefined, StillAStub):
            continue
        except Exception:  # of the system's own making: the run meets it as well, and names it
            return name
        return name
    return CLASS


def _plan(path: Path) -> Plan:
    try:
        return Rebuilder(SLUG).plan(path)
    except NotThisAssignment:
        raise CourseError(
            f"{path}: is not the notebook of {SLUG}: none of its cells is an exercise of it."
        ) from None


def run_remotely(plan: Plan, of: Sequence[Quarter], template: WarmTemplate) -> list[Outcome]:
    """Run a submission's system through quarters, in one sandboxed child.

    Raises what ends a run.
    """
    with template.spawn(limits_of(SLUG).grading, seed=0) as session:
        for step in graded(plan):
            ran = session.run_cell(step.source)
            if not ran.alive:
                raise SubmissionStopped(ran.verdict, f"{step.grade_id}: {ran.detail}")
        system = getattr(RemoteSubmission(session, {}), CLASS)
        return [outcome(one, operate(system, one, through=ENDS)) for one in of]


def board(
    handed: Sequence[Handed],
    seeds: Sequence[int],
    *,
    tier: Tier,
    days: int = DAYS,
    done: Callable[[Row], None] = lambda row: None,
) -> list[Row]:
    """Every submission run through the quarters of these seeds; the best first.

    Equal ones are in the order of their names. One that cannot be run has a row that says why.
    """
    quarters = [quarter(seed, days=days) for seed in seeds]
    sandbox = open_sandbox(world.workspace(), tier=tier, unconfined=tier is Tier.UNCONFINED)
    rows = []
    try:
        for one in handed:
            rows.append(_row(one, quarters, sandbox.template))
            done(rows[-1])
    finally:
        sandbox.template.close()
    return sorted(rows, key=lambda row: (-row.mean_saved, row.student))


def _row(one: Handed, quarters: Sequence[Quarter], template: WarmTemplate) -> Row:
    try:
        digest = digest_of(one.path)
    except NotebookError as problem:
        return Row(one.student, "", problem=str(problem).removeprefix(f"{one.path}: "))
    try:
        results = run_remotely(Rebuilder(SLUG).plan(one.path), quarters, template)
    except (NotebookError, NotThisAssignment, *ENDS) as problem:
        return Row(one.student, digest, problem=str(problem).removeprefix(f"{one.path}: "))
    except Exception as error:  # of the system's own making, at its beginning
        return Row(one.student, digest, problem=f"{CLASS} cannot begin: {in_one_line(error)}")
    found = [detection for result in results for detection in result.detections]
    return Row(
        one.student,
        digest,
        saved=tuple(round(result.saved, 6) for result in results),
        in_time=sum(detection.in_time for detection in found),
        due=len(found),
        false_alarms=sum(len(result.false_alarms) for result in results),
        kept_promise=sum(result.kept_promise for result in results),
        offers=sum(offer.accepted is offer.good for r in results for offer in r.offers),
        failed=sum(result.failed_calls for result in results),
        differences=sum(len({one.day for one in r.differences}) for r in results),
    )


# -- the file


def write_board(path: Path, rows: Sequence[Row], seeds: Sequence[int], days: int = DAYS) -> None:
    """Write a leaderboard as JSON: the seeds, and one entry a row."""
    document = {"seeds": list(seeds), "days": days, "rows": [asdict(row) for row in rows]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def read_board(path: Path) -> tuple[list[Row], list[int], int]:
    """Rows, seeds and days of a leaderboard. Raises CourseError where the file is none."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        rows = [Row(**{**row, "saved": tuple(row["saved"])}) for row in document["rows"]]
        return rows, [int(seed) for seed in document["seeds"]], int(document["days"])
    except OSError as problem:
        raise CourseError(f"{path}: cannot be read ({problem.strerror}).") from None
    except (ValueError, KeyError, TypeError) as problem:
        raise CourseError(f"{path}: is no leaderboard ({problem}); make it anew.") from None


def deviations(written: Sequence[Row], found: Sequence[Row]) -> list[str]:
    """In which rows a written leaderboard says something else than was found, a sentence each."""
    said = {row.student: row for row in written}
    true = {row.student: row for row in found}
    sentences = [f"{name} is not among the submissions." for name in said if name not in true]
    for name, row in true.items():
        if name not in said:
            sentences.append(f"{name} is missing.")
        elif said[name].digest != row.digest:
            sentences.append(f"{name} has handed in another notebook since.")
        elif said[name] != row:
            wrong = [key for key, value in asdict(row).items() if asdict(said[name])[key] != value]
            sentences.append(f"{name}: {', '.join(wrong)} came out otherwise.")
    if not sentences and [row.student for row in written] != [row.student for row in found]:
        sentences.append("The rows stand in another order.")
    return sentences
