"""Many submissions: graded side by side, recorded as they come, resumed where they stopped.

Each worker process holds a judge and a warm template of its own. A report is written, atomically,
before anything else happens; gradebook, notebooks and pages are written from reports, so a batch
that is killed at any moment is finished by running it again.
"""

import contextlib
import dataclasses
import fcntl
import os
import secrets
import shutil
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder import autograded, exports, feedback, world
from autograder.collect import Handed
from autograder.crew import Crew
from autograder.errors import CourseError, NotebookError
from autograder.judge import Judge, digest_of, versions, worth
from autograder.marks import Marks
from autograder.report import Report, Status, remove_unfinished
from autograder.sandbox import leftovers
from autograder.sandbox.limits import Limits
from autograder.sandbox.tiers import Tier, open_sandbox
from autograder.week_limits import limits_of

COMMIT_EVERY = 25
"""Submissions recorded in one transaction of the gradebook."""


@dataclass(frozen=True)
class Settings:
    """How to grade.

    out: the folder for reports and all that is written from them; workers: processes side by
    side; tier: of the sandbox; limits: the week's own if not given; gradebook_url: any SQLAlchemy
    URL.
    """

    slug: str
    out: Path
    tier: Tier
    seed: int = 0
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    limits: Limits | None = None
    gradebook_url: str = ""

    @property
    def allowed(self) -> Limits:
        """What a submission may use."""
        return self.limits or limits_of(self.slug).grading

    @property
    def url(self) -> str:
        """The gradebook."""
        return self.gradebook_url or f"sqlite:///{self.out / 'gradebook.db'}"

    def report_path(self, student: str) -> Path:
        """Where the report of a student lies."""
        return self.out / "reports" / self.slug / f"{exports.safe_name(student)}.json"


def grade(
    settings: Settings,
    handed: Sequence[Handed],
    done: Callable[[Report], None] = lambda _: None,
    resumed: Callable[[int], None] = lambda _: None,
    booked: Callable[[Sequence[exports.Grade]], None] = lambda _: None,
) -> tuple[Report, ...]:
    """Grade what is not graded yet, write all records, return every report in order.

    `resumed` is told once how many were graded earlier, `done` every report of this run, and
    `booked` what the gradebook says in the end.
    Raises CourseError if grading cannot start or go on; what was graded until then is kept.
    """
    # Here, because nbgrader takes seconds to import and the workers have no use for it.
    from autograder.gradebook import Recorder

    with _alone(settings.out):
        leftovers.sweep()
        for folder in ("reports", "autograded", "feedback"):
            remove_unfinished(settings.out / folder)
        notebooks = {one.student: one.path for one in handed}
        with contextlib.closing(Recorder(settings.url, settings.slug, notebooks)) as recorder:
            now = versions(settings.slug)
            earlier = {one.student: finished(settings, one, now) for one in handed}
            reports = {name: report for name, report in earlier.items() if report is not None}
            resumed(len(reports))
            waiting = [one for one in handed if one.student not in reports]
            fresh: list[Report] = []
            with contextlib.closing(_judged(settings, waiting)) as judged:
                for report in judged:
                    reports[report.student] = report
                    fresh.append(report)
                    if len(fresh) == COMMIT_EVERY:
                        recorder.record(fresh)
                        fresh.clear()
                    done(report)
            recorder.record(fresh)
            # A batch that was killed may have left reports that no gradebook row was written from.
            recorder.reconcile(tuple(reports.values()))
            marks = recorder.marks()
            for report in reports.values():
                mark = marks.get(exports.safe_name(report.student), Marks())
                feedback.add_marks(report, settings.out, mark)
            grades = recorder.grades()
            exports.write_grades(settings.out / "grades.csv", grades)
            booked(grades)
    return tuple(reports[one.student] for one in handed)


@contextlib.contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Hold the output folder; a second batch in it would take the first one's files for its own."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / ".grading").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CourseError(
                f"{out}: another 'mlsd grade' is at work in this folder; wait for it, or name "
                "another folder with --out."
            ) from None
        yield


def seed_of(out: Path, slug: str) -> int:
    """The seed under which a folder's reports of a week were made; without one a fresh one.

    A fresh one is drawn by the operating system, for whoever knows the seed knows the inputs.
    """
    for path in sorted((out / "reports" / slug).glob("*.json")):
        try:
            return Report.from_json(path.read_text(encoding="utf-8")).seed
        except (OSError, ValueError):
            continue  # it will be graded anew
    return secrets.randbits(53)  # a whole number that every reader of JSON keeps


def finished(settings: Settings, one: Handed, now: dict[str, str]) -> Report | None:
    """The report of an earlier run, if it is what grading now, with these versions, would give."""
    try:
        report = Report.from_json(settings.report_path(one.student).read_text(encoding="utf-8"))
        digest = digest_of(one.path)
    except (OSError, ValueError):
        return None
    except NotebookError:
        digest = ""
    wanted = (digest, settings.seed, settings.tier.value, now, dataclasses.asdict(settings.allowed))
    found = (report.digest, report.seed, report.tier, report.versions, report.limits)
    if found != wanted or report.status is Status.GRADER_ERROR or report.remarks != one.remarks:
        return None
    if one.trouble and report.problems != (one.trouble,):
        return None
    # Killed between the report and what is written from it: write that now.
    return report if _write_from(settings, report, one) is report else None


# -- in the worker processes


def _judged(settings: Settings, waiting: Sequence[Handed]) -> Generator[Report]:
    """Grade in worker processes; reports in the order in which they are finished."""

    def lost(one: Handed) -> Report:
        failed = _failed(settings, one, "The judge's process died, twice.")
        failed.write(settings.report_path(one.student))
        return _write_from(settings, failed, one)

    with Crew(settings.workers, Grader, (settings,), lost) as crew:
        for _, report in crew.results(waiting):
            yield report


class Grader:
    """What a worker process holds: a judge, and a sandbox to get children from."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._open()
        try:
            self._judge = Judge(
                settings.slug,
                lambda limits: self.sandbox.template.spawn(limits, seed=settings.seed),
                limits=settings.allowed,
                tier=self.sandbox.tier.value,
                seed=settings.seed,
            )
        except BaseException:  # told to leave, say, before anybody could close it
            self.close()
            raise

    def _open(self) -> None:
        unconfined = self.settings.tier is Tier.UNCONFINED
        self.sandbox = open_sandbox(
            world.workspace(), tier=self.settings.tier, unconfined=unconfined
        )

    def work(self, one: Handed) -> Report:
        """Grade one submission; the report is on disk before anything is made from it."""
        report = self._grade(one)
        if report.status is Status.GRADER_ERROR and not report.cells:
            # It may have been the template that broke; in a fresh one the submission is graded.
            self.close()
            self._open()
            report = self._grade(one)
        report.write(self.settings.report_path(one.student))
        return _write_from(self.settings, report, one)

    def _grade(self, one: Handed) -> Report:
        if one.trouble:
            return _failed(self.settings, one, one.trouble, Status.UNREADABLE)
        try:
            return self._judge.grade(one.path, one.student, one.remarks)
        except Exception as problem:  # a bug of ours: no verdict on the student, nor on the next
            place = traceback.extract_tb(problem.__traceback__)[-1]
            where = f"{Path(place.filename).name}:{place.lineno}"
            text = f"The judge failed: {type(problem).__name__}: {problem} ({where})."
            return _failed(self.settings, one, text)

    def close(self) -> None:
        """End the template and its children."""
        self.sandbox.template.close()


def _failed(
    settings: Settings, one: Handed, problem: str, status: Status = Status.GRADER_ERROR
) -> Report:
    """The report of a submission that the judge could not grade."""
    try:
        digest = digest_of(one.path)
    except NotebookError:
        digest = ""
    return Report(
        student=one.student,
        assignment=settings.slug,
        file=one.path.name,
        digest=digest,
        seed=settings.seed,
        tier=settings.tier.value,
        status=status,
        problems=(problem,),
        worth=worth(settings.slug),
        versions=versions(settings.slug),
        limits=dataclasses.asdict(settings.allowed),
    )


def _write_from(settings: Settings, report: Report, one: Handed) -> Report:
    """Write the notebook and the page of a report where they are missing or older than it.

    Returns the report, or that of a failure to write them, which is then on disk in its place.
    """
    name = exports.safe_name(one.student)
    path = settings.report_path(one.student)
    written = path.stat().st_mtime_ns
    notebook = settings.out / "autograded" / name / settings.slug / f"{settings.slug}.ipynb"
    page = settings.out / "feedback" / name / settings.slug / f"{settings.slug}.html"
    try:
        if report.score is None:
            # What an earlier file earned is no record of this one; nbgrader removes it as well.
            shutil.rmtree(notebook.parent, ignore_errors=True)
        elif not _newer(notebook, written):
            autograded.write(report, settings.out, one.path)
        if not _newer(page, written):
            feedback.write(report, settings.out)
    except (OSError, CourseError):  # a full disk, say: the next submission would meet it as well
        raise
    except Exception as problem:  # a bug of ours; the next run grades anew
        said = f"The records could not be written: {type(problem).__name__}: {problem}."
        report = _failed(settings, one, said)
        report.write(path)
    return report


def _newer(path: Path, moment: int) -> bool:
    return path.exists() and path.stat().st_mtime_ns >= moment


def strongest_tier(*, unconfined: bool = False) -> Tier:
    """The strongest confinement that holds on this machine, by trying to break out of it.

    Raises SandboxUnavailable if there is none and `unconfined` is false.
    """
    sandbox = open_sandbox(world.workspace(), unconfined=unconfined)
    sandbox.template.close()
    return sandbox.tier
