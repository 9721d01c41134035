"""One submission to one report.

The judge and its checks run here; the notebook runs in a sandbox, and only plain data comes back.
A submission can pass only by returning the right values for inputs chosen while it is judged.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from importlib import metadata
from pathlib import Path

from autograder import course
from autograder.ahead import Known
from autograder.errors import NotebookError
from autograder.inbox.files import what_it_is
from autograder.plan import NotThisAssignment, Rebuilder
from autograder.report import (
    Report,
    Status,
    Verdict,
)
from autograder.sandbox import errors as sandbox_errors
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session
from autograder.sitting import Sitting
from autograder.source import Kind, parse
from autograder.suite import read_files, suite
from autograder.week_limits import limits_of

MAX_FILE_BYTES = 20 * 2**20
"""The largest notebook file that is read."""

RECORDED = (
    "ml-systems-design",
    "nbgrader",
    "numpy",
    "pandas",
    "pytest",
    "scikit-learn",
    "tzdata",
)


def versions(slug: str) -> dict[str, str]:
    """What a regrade must match: versions, and a digest of the week's source and checks."""
    import platform

    week = course.week(slug)
    files = (week.source, *read_files(slug))
    digest = hashlib.sha256()
    for file in files:
        text = file.read_bytes() if file.exists() else b""
        digest.update(b"%d\n%s" % (len(text), text))
    return {
        "python": platform.python_version(),
        "checks": digest.hexdigest()[:16],
    } | {name: metadata.version(name) for name in RECORDED}


def worth(slug: str) -> dict[str, float]:
    """The points of a week, as a report keeps them."""
    source = parse(course.week(slug).source)
    return {"checks": source.points(Kind.CHECK), "memo": source.points(Kind.MEMO)}


class Judge:
    """Grades submissions of one assignment.

    spawn: gives a fresh sandboxed child within limits; tier: of the sandbox, for the record;
    limits: the week's own if not given.
    """

    def __init__(
        self,
        slug: str,
        spawn: Callable[[Limits], Session],
        *,
        tier: str,
        limits: Limits | None = None,
        seed: int = 0,
    ) -> None:
        self.slug = slug
        self.seed = seed
        self.tier = tier
        self.limits = limits or limits_of(slug).grading
        self._spawn = spawn
        self._rebuilder = Rebuilder(slug)
        self._versions = versions(slug)
        self._known = Known()
        suite(slug)

    def grade(self, path: Path, student: str, remarks: tuple[str, ...] = ()) -> Report:
        """Grade one notebook file. Whatever is wrong with it is in the report.

        remarks: what was odd about where it lay, for the report.
        """
        started = time.perf_counter()
        report = Report(
            student=student,
            assignment=self.slug,
            file=path.name,
            digest="",
            seed=self.seed,
            tier=self.tier,
            status=Status.UNREADABLE,
            problems=remarks,
            remarks=remarks,
            worth=worth(self.slug),
            versions=self._versions,
            limits=asdict(self.limits),
        )
        try:
            report = replace(report, digest=digest_of(path))
            plan = self._rebuilder.plan(path)
        except (NotebookError, NotThisAssignment) as problem:
            return replace(report, problems=(*remarks, _without(path, problem)))
        planned = time.perf_counter()
        sitting = Sitting(self.slug, self.seed, plan, self._spawn, self.limits, self._known)
        try:
            cells = sitting.run()
        except sandbox_errors.SandboxError as problem:
            text = f"The sandbox failed: {problem}"
            return replace(report, status=Status.GRADER_ERROR, problems=(*remarks, text))
        finally:
            sitting.close()
        problems = remarks + plan.problems + tuple(sitting.problems)
        broken = [o for cell in cells for o in cell.outcomes if o.verdict is Verdict.GRADER_ERROR]
        problems += tuple(f"{o.name}: {o.message}" for o in broken)
        status = Status.REVIEW if problems else Status.GRADED
        return replace(
            report,
            status=Status.GRADER_ERROR if broken else status,
            problems=problems,
            cells=tuple(cells),
            timings={
                "read": round(planned - started, 6),
                "total": round(time.perf_counter() - started, 6),
            },
        )


def digest_of(path: Path) -> str:
    """SHA-256 of a notebook file. Raises NotebookError if it is no file that can be read."""
    try:
        if not path.is_file():
            what = "a folder" if path.is_dir() else "a link to nothing or no ordinary file"
            raise NotebookError(f"{path}: is {what}, not a notebook.")
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise NotebookError(
                f"{path}: has {size / 2**20:.0f} MB, more than the {MAX_FILE_BYTES / 2**20:.0f} "
                "that are read; clear its outputs and hand it in again."
            )
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as problem:
        raise NotebookError(f"{path}: cannot be read ({problem.strerror}).") from None


def _without(path: Path, problem: Exception) -> str:
    """The problem without the path, which says where the grader keeps its files."""
    text = str(problem).removeprefix(f"{path}: ")
    if text.startswith(("is not a notebook (not JSON", "is not UTF-8")) and (
        what := what_it_is(path)
    ):
        text = f"is {what}."
    return text[:1].upper() + text[1:]
