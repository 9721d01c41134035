"""Time the judge against stock nbgrader, on the same submissions, in one run: `make bench`.

Three ways to grade the same notebooks: stock `nbgrader autograde` in a batch; the judge with one
and with two workers, all records written; and a lower limit, an interpreter with everything
imported that forks, executes the same cells and checks, and writes nothing.
Machines differ and are noisy, so the ratios of one run are what counts.
The first week is graded in classes of every size, to show that the cost of a submission does not
grow; the others, whose checks weigh more or less, in the first two.
"""

import gc
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from autograder import bank, batch, collect, course, demo, stock
from autograder.collect import Handed
from autograder.inline import CheckTable
from autograder.local_run import run_cells_locally
from autograder.plan import Rebuilder
from autograder.report import CellOutcome, write_atomically
from autograder.source import Kind
from autograder.submission import LocalSubmission
from autograder.suite import suite

SIZES = (10, 100, 1000)
RESULT = course.ROOT / "build" / "bench" / "grading.json"


def clone(folder: Path, slug: str, count: int) -> tuple[Handed, ...]:
    """A class of `count` that hands in the sample class's notebooks over and over."""
    samples = collect.collect(folder, slug)
    place = folder.parent / f"class-{count}"
    handed = []
    for number in range(count):
        one = samples[number % len(samples)]
        path = place / "submitted" / f"s{number:04}" / slug / f"{slug}.ipynb"
        path.parent.mkdir(parents=True)
        shutil.copyfile(one.path, path)
        handed.append(Handed(f"s{number:04}", path))
    return tuple(handed)


def time_nbgrader(folder: Path, slug: str) -> float:
    """Seconds for stock `nbgrader autograde` over a course folder, in one batch."""
    stock.nbgrader(folder, "generate_assignment", slug)
    started = time.perf_counter()
    stock.nbgrader(folder, "autograde", slug)
    return time.perf_counter() - started


def time_judge(settings: batch.Settings, handed: Sequence[Handed]) -> tuple[float, float]:
    """Seconds for a batch, all records written: in all, and after the first report.

    The second leaves out what a batch pays once: starting workers and their imports.
    """
    first: list[float] = []
    started = time.perf_counter()
    batch.grade(settings, handed, lambda _: first.append(time.perf_counter()))
    ended = time.perf_counter()
    return ended - started, ended - first[0]


def time_limit(slug: str, handed: Sequence[Handed]) -> float:
    """Seconds for the bare minimum: fork, run the cells, run the checks; nothing else.

    Like the judge, the parent has loaded what the checks compute once, and its memory is frozen.
    """
    rebuilder = Rebuilder(slug)
    reference = LocalSubmission(bank.reference_namespace(slug))
    for exercise in suite(slug).exercises():
        for hidden in (False, True):
            suite(slug).run(exercise, reference, hidden=hidden)
    gc.collect()
    gc.freeze()
    started = time.perf_counter()
    for one in handed:
        child = os.fork()
        if child == 0:
            _grade_bare(rebuilder, slug, one.path)
            os._exit(0)
        os.waitpid(child, 0)
    return time.perf_counter() - started


def _grade_bare(rebuilder: Rebuilder, slug: str, path: Path) -> None:
    steps = rebuilder.plan(path).steps
    ran = (Kind.SETUP, Kind.PARTS, Kind.EXERCISE)
    cells = [step.source for step in steps if step.kind in ran]
    submission = run_cells_locally(cells, path.parent)
    for step in steps:
        if step.kind is Kind.CHECK:
            found = suite(slug).run(step.exercise, submission, hidden=step.hidden)
            repr(CheckTable(CellOutcome(step.exercise, step.hidden, step.points, found)))


def main() -> None:
    """Time the named weeks, or every landed one; leave the figures in build/bench/grading.json."""
    console = Console()
    sizes = tuple(int(n) for n in os.environ.get("BENCH_SIZES", "").split()) or SIZES
    slugs = [course.week(name).slug for name in sys.argv[1:]] or list(course.slugs())
    results: dict[str, dict[str, object]] = {}
    for place, slug in enumerate(slugs):
        with tempfile.TemporaryDirectory() as name:
            found = measure(Path(name), slug, sizes if place == 0 else sizes[:2], console)
        results[slug] = found
        for key, value in found.items():
            console.print(f"{key:24} {value}", highlight=False)
    write_atomically(RESULT, json.dumps(results, indent=1) + "\n")
    console.print(f"Written to {RESULT.relative_to(course.ROOT)}")


def measure(root: Path, slug: str, sizes: Sequence[int], console: Console) -> dict[str, object]:
    """The figures of one week."""
    folder = root / "stock"
    demo.hand_in_class(folder, slug)
    handed = collect.collect(folder, slug)
    tier = batch.strongest_tier()
    console.print(f"{slug}: {len(handed)} submissions with stock nbgrader ...")
    nbgrader = time_nbgrader(folder, slug) / len(handed)
    expected = stock.scores(folder, slug)

    console.print("The same with the judge ...")
    base = batch.Settings(slug=slug, out=root / "judge", tier=tier, workers=2)
    time_judge(base, handed)
    same = stock.scores(base.out, slug) == expected

    many = clone(folder, slug, sizes[1] if len(sizes) > 1 else sizes[0])
    console.print(f"{len(many)} submissions with one worker, then the lower limit ...")
    _, one_worker = time_judge(replace(base, out=root / "one", workers=1), many)
    limit = time_limit(slug, many) / len(many)

    per_submission, startup = {}, 0.0
    for count in sizes:
        console.print(f"{count} submissions with two workers ...")
        shutil.rmtree(root / f"class-{count}", ignore_errors=True)
        more = clone(folder, slug, count)
        whole, seconds = time_judge(replace(base, out=root / f"two-{count}"), more)
        startup = whole - seconds
        per_submission[count] = seconds / max(1, count - 1)
    two_workers = per_submission[max(sizes)]
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {
        "tier": tier.value,
        "scores_agree": same,
        "nbgrader_ms": round(nbgrader * 1000, 1),
        "judge_one_worker_ms": round(one_worker / (len(many) - 1) * 1000, 1),
        "limit_ms": round(limit * 1000, 1),
        "judge_startup_s": round(startup, 1),
        "per_submission_ms": {n: round(s * 1000, 1) for n, s in per_submission.items()},
        "ratio_vs_nbgrader": round(nbgrader / two_workers, 1),
        "ratio_vs_limit": round(one_worker / (len(many) - 1) / limit, 2),
        "peak_memory_mb": {
            "main": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "largest_worker": children // 1024,
        },
    }


if __name__ == "__main__":
    main()
