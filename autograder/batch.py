"""Many submissions: graded side by side, recorded as they come, resumed where they stopped.

Each worker process holds a judge and a warm template of its own. A report is written, atomically,
before anything else happens; gradebook, notebooks and pages are written from reports, so a batch
that is killed at any moment is finished by running it again.
"""

import atexit
import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder import autograded, exports, feedback, world
from autograder.collect import Handed
from autograder.errors import CourseError, NotebookError
from autograder.judge import Judge, digest_of, versions
from autograder.report import Report, Status
from autograder.sandbox.limits import Limits
from autograder.sandbox.tiers import Tier, open_sandbox

COMMIT_EVERY = 25
"""Submissions recorded in one transaction of the gradebook."""


@dataclass(frozen=True)
class Settings:
    """How to grade.

    out: the folder for reports and all that is written from them; workers: processes side by
    side; tier: of the sandbox; gradebook_url: any SQLAlchemy URL.
    """

    slug: str
    out: Path
    tier: Tier
    seed: int = 0
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    limits: Limits = field(default_factory=Limits)
    gradebook_url: str = ""

    @property
    def url(self) -> str:
        """The gradebook."""
        return self.gradebook_url or f"sqlite:///{self.out / 'gradebook.db'}"

    def report_path(self, student: str) -> Path:
        """Where the report of a student lies."""
        return self.out / "reports" / self.slug / f"{exports.safe_name(student)}.json"


def grade(
    settings: Settings, handed: Sequence[Handed], done: Callable[[Report], None] = lambda _: None
) -> tuple[Report, ...]:
    """Grade what is not graded yet, write all records, return every report in order.

    `done` is called after each report, finished earlier or now.
    """
    # Here, because nbgrader takes seconds to import and the workers have no use for it.
    from autograder.gradebook import Recorder

    settings.out.mkdir(parents=True, exist_ok=True)
    recorder = Recorder(settings.url, settings.slug, {one.student: one.path for one in handed})
    reports: dict[str, Report] = {}
    fresh: list[Report] = []
    waiting = []
    for one in handed:
        report = finished(settings, one)
        if report is None:
            waiting.append(one)
        else:
            reports[one.student] = report
            done(report)
    for report in _judged(settings, waiting):
        reports[report.student] = report
        fresh.append(report)
        if len(fresh) == COMMIT_EVERY:
            recorder.record(fresh)
            fresh.clear()
        done(report)
    recorder.record(fresh)
    # A batch that was killed may have left reports that no gradebook row was written from.
    recorder.reconcile(tuple(reports.values()))
    recorder.close()
    ordered = tuple(reports[one.student] for one in handed)
    exports.write_grades(settings.out / "grades.csv", ordered)
    return ordered


def finished(settings: Settings, one: Handed) -> Report | None:
    """The report of an earlier run, if it is of the same notebook, seed and versions."""
    try:
        report = Report.from_json(settings.report_path(one.student).read_text(encoding="utf-8"))
        digest = digest_of(one.path)
    except (OSError, ValueError):
        return None
    except NotebookError:
        digest = ""
    wanted = (digest, settings.seed, settings.tier.value, versions())
    found = (report.digest, report.seed, report.tier, report.versions)
    if found != wanted or report.status is Status.GRADER_ERROR:
        return None
    # Killed between the report and what is written from it: write that now.
    _write_from(settings, report, one)
    return report


def _judged(settings: Settings, waiting: Sequence[Handed]) -> Iterator[Report]:
    """Grade in worker processes; reports in the order in which they are finished."""
    if not waiting:
        return
    # Fresh interpreters: a fork of this one would carry its threads' locks and its memory along.
    context = multiprocessing.get_context("spawn")
    workers = min(settings.workers, len(waiting))
    with ProcessPoolExecutor(workers, context, _start_worker, (settings,)) as pool:
        futures = [pool.submit(_work, one) for one in waiting]
        try:
            for future in as_completed(futures):
                yield future.result()
        except BrokenProcessPool:
            raise CourseError(
                "A worker process died. Reports written so far are kept; run the command again."
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)


class _Worker:
    """What a worker process holds."""

    settings: Settings
    judge: Judge


def _start_worker(settings: Settings) -> None:
    unconfined = settings.tier is Tier.UNCONFINED
    sandbox = open_sandbox(world.workspace(), tier=settings.tier, unconfined=unconfined)
    atexit.register(sandbox.template.close)
    _Worker.settings = settings
    _Worker.judge = Judge(
        settings.slug,
        lambda limits: sandbox.template.spawn(limits, seed=settings.seed),
        limits=settings.limits,
        tier=sandbox.tier.value,
        seed=settings.seed,
    )
    # What is loaded now stays; a full collection in the middle of a check would take 0.3 s.
    gc.collect()
    gc.freeze()


def _work(one: Handed) -> Report:
    """Grade one submission; the report is on disk before anything is made from it."""
    settings = _Worker.settings
    report = _Worker.judge.grade(one.path, one.student)
    report.write(settings.report_path(one.student))
    _write_from(settings, report, one)
    return report


def _write_from(settings: Settings, report: Report, one: Handed) -> None:
    """Write the notebook and the page of a report where they are missing or older than it."""
    name = exports.safe_name(one.student)
    written = settings.report_path(one.student).stat().st_mtime_ns
    notebook = settings.out / "autograded" / name / settings.slug / f"{settings.slug}.ipynb"
    page = settings.out / "feedback" / name / settings.slug / f"{settings.slug}.html"
    if report.score is not None and not _newer(notebook, written):
        autograded.write(report, settings.out, one.path)
    if not _newer(page, written):
        feedback.write(report, settings.out)


def _newer(path: Path, moment: int) -> bool:
    return path.exists() and path.stat().st_mtime_ns >= moment


def strongest_tier(*, unconfined: bool = False) -> Tier:
    """The strongest confinement that holds on this machine, by trying to break out of it.

    Raises SandboxUnavailable if there is none and `unconfined` is false.
    """
    sandbox = open_sandbox(world.workspace(), unconfined=unconfined)
    sandbox.template.close()
    return sandbox.tier


def summary(settings: Settings, reports: Sequence[Report]) -> dict[str, Any]:
    """What a machine wants to know of a batch, as plain data."""
    counts = {status.value: sum(r.status is status for r in reports) for status in Status}
    return {
        "assignment": settings.slug,
        "seed": settings.seed,
        "tier": settings.tier.value,
        "out": str(settings.out),
        "counts": counts,
        "submissions": [
            {
                "student": report.student,
                "status": report.status.value,
                "score": report.score,
                "max_score": report.max_score,
                "problems": list(report.problems),
                "report": str(settings.report_path(report.student)),
            }
            for report in reports
        ],
    }
