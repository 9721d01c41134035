"""What a batch says to other machines: a summary as plain data, and Gradescope's files."""

from collections.abc import Sequence
from typing import Any

from autograder import exports
from autograder.batch import Settings
from autograder.inbox.student import Left
from autograder.report import Report, Status


def write_gradescope(settings: Settings, reports: Sequence[Report]) -> None:
    """Write `gradescope/STUDENT/results.json` for every report but those of a failed judge."""
    for report in reports:
        path = settings.out / "gradescope" / exports.safe_name(report.student) / "results.json"
        if report.status is Status.GRADER_ERROR:
            path.unlink(missing_ok=True)
        else:
            exports.write_gradescope(path, report)


def summary(
    settings: Settings,
    reports: Sequence[Report],
    grades: Sequence[exports.Grade] = (),
    left: Sequence[Left] = (),
) -> dict[str, Any]:
    """What a machine wants to know of a batch, as plain data.

    grades: what the gradebook says; left: what lay there and was not graded.
    """
    counts = {status.value: sum(r.status is status for r in reports) for status in Status}
    memos = {one.student: one.memo_score for one in grades if one.assignment == settings.slug}
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
                "memo_score": memos.get(exports.safe_name(report.student)),
                "memo_max_score": report.memo_max_score,
                "problems": list(report.problems),
                "report": str(settings.report_path(report.student)),
            }
            for report in reports
        ],
        "not_graded": [
            {"path": str(one.path), "reason": f"It {one.reason}", "usual": one.usual}
            for one in left
        ],
    }
