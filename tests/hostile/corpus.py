"""What a hostile notebook is, and what must be true after it was graded.

A family is a module of builder functions. Each builder returns what is pasted into the cell of
`late-labels`, or a whole notebook; its decorator states the report that it must get.

Most attacks are followed by the right solution of the exercise, and raise when they are stopped.
So the points tell: an attack that works lets the cell go on, and the exercise earns.
"""

from __future__ import annotations

import inspect
import json
import os
import secrets
import shutil
import socket
import tempfile
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder import bank, course, sample
from autograder.report import Report, Status, Verdict
from autograder.sandbox.limits import MIB, Limits

from . import host

QUICK = Limits(
    cell_seconds=20,
    call_seconds=20,
    submission_seconds=60,
    grace_seconds=0.3,
    memory_bytes=256 * MIB,
    disk_bytes=4 * MIB,
    disk_entries=100,
    flood_bytes=2 * MIB,
    output_bytes=20_000,
    threads=16,
    open_files=64,
)
"""Generous in time, for a busy machine is no attack; small in everything else."""

ALL = host.POINTS[host.ATTACKED]
"""What the attacked exercise is worth."""
SHARED_FOLDERS = ("/tmp", "/var/tmp", "/dev/shm")


@dataclass(frozen=True)
class Hostile:
    """One hostile notebook and the report it must get.

    earns: points of the attacked exercise, by tier where they differ; verdicts: those that its
    checks may have beside `PASSED`, which needs points; status: None if any will do;
    scored: whether there is a grade at all; limits: changes to `QUICK`;
    works_without: the layer whose absence lets the attack succeed, for the positive control;
    says: a phrase of the report's problems; solved: whether the right solution stands below the
    attack; loses: other exercises that may lose their points as well; fault: why the judge does
    not get it right yet, for an expected failure.
    """

    name: str
    attack: str
    build: Callable[..., Any]
    earns: float | Mapping[str, float] = 0.0
    verdicts: frozenset[Verdict] = frozenset()
    status: Status | None = Status.GRADED
    scored: bool = True
    limits: Mapping[str, Any] = field(default_factory=dict)
    works_without: str = ""
    says: str = ""
    solved: bool = False
    fault: str = ""
    loses: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.name

    def points(self, tier: str) -> float:
        """What the attacked exercise must earn in a tier."""
        return self.earns if isinstance(self.earns, float | int) else self.earns[tier]

    def notebook(self, trap: Trap, slug: str = host.SLUG) -> bytes:
        """The bytes of the .ipynb file."""
        if inspect.signature(self.build).parameters:
            made = self.build(honest_notebook(slug))
            return made if isinstance(made, bytes) else as_bytes(made)
        text = textwrap.dedent(self.build()).strip() + "\n"
        if not text.startswith(("%%", "from __future__")):
            text = trap.constants(slug) + text
        if self.solved:
            text += "\n" + bank.reference_cells(slug)[host.ATTACKED]
        notebook = honest_notebook(slug)
        cell_of(notebook, host.ATTACKED).source = text
        return as_bytes(notebook)


def attack(*verdicts: Verdict, earns: Any = 0.0, **expected: Any) -> Callable[..., Hostile]:
    """A builder that returns the text of the attacked cell, or changes a notebook it is given."""

    def hostile(build: Callable[..., Any]) -> Hostile:
        doc = " ".join((build.__doc__ or "").split())
        return Hostile(build.__name__, doc, build, earns, frozenset(verdicts), **expected)

    return hostile


def stopped(works_without: str = "", **expected: Any) -> Callable[..., Hostile]:
    """An attack that raises inside the cell, before the right solution that stands below it."""
    expected = {"solved": True, "works_without": works_without, **expected}
    return attack(Verdict.NOT_DEFINED, **expected)


def fruitless(works_without: str = "", **expected: Any) -> Callable[..., Hostile]:
    """An attack that goes unnoticed and gains nothing; the solution below it earns its points."""
    return attack(earns=ALL, works_without=works_without, solved=True, **expected)


def family(module: Any) -> tuple[Hostile, ...]:
    """The hostile notebooks of a module, in the order in which they are written."""
    return tuple(item for item in vars(module).values() if isinstance(item, Hostile))


# -- notebooks


def honest_notebook(slug: str = host.SLUG) -> Any:
    """The reference solution as a student notebook."""
    return sample.submission(slug, bank.reference_cells(slug))


def cell_of(notebook: Any, key: str) -> Any:
    """The cell with a grade_id."""
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == key:
            return cell
    raise KeyError(key)


def as_bytes(notebook: Any) -> bytes:
    """A notebook as a file holds it, however odd it is."""
    return json.dumps(notebook).encode()


# -- evidence


class Trap:
    """Things outside the sandbox that an attack would read, change, reach or leave behind."""

    def __init__(self, template_pid: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hostile-"))
        self.token = secrets.token_hex(16)
        self.name = f"{self.folder.name}-left-behind"
        self.secret = self.folder / "secret"
        self.secret.write_text(self.token)
        self.secret.chmod(0o666)
        (self.folder / "open").mkdir()
        (self.folder / "open").chmod(0o777)
        self.marker = self.folder / "open" / "marker"
        self.folder.chmod(0o755)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.datagrams.bind(("127.0.0.1", 0))
        self.local = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.local.bind(f"\0{self.name}")
        self.local.listen()
        for each in (self.listener, self.datagrams, self.local):
            each.setblocking(False)
        self.template_pid = template_pid
        self.processes = descendants(template_pid)

    def constants(self, slug: str) -> str:
        """What an attacker may know, as assignments."""
        known = {
            "SECRET": str(self.secret),
            "MARKER": str(self.marker),
            "FOLDER": str(self.folder),
            "NAME": self.name,
            "PORT": self.listener.getsockname()[1],
            "UDP_PORT": self.datagrams.getsockname()[1],
            "JUDGE": os.getpid(),
            "TEMPLATE": self.template_pid,
            "CHECKS": str(course.week(slug).checks),
            "SOLUTIONS": str(course.week(slug).source),
        }
        return "".join(f"{name} = {value!r}\n" for name, value in known.items())

    def sprung(self, report: Report | None = None) -> set[str]:
        """Everything that happened although it must not."""
        found = set()
        if report is not None and self.token in report.to_json():
            found.add("the secret was read")
        if not self.secret.is_file() or self.secret.read_text() != self.token:
            found.add("the secret was changed")
        elif self.secret.stat().st_mode & 0o777 != 0o666:
            found.add("the secret's mode was changed")
        elif self.secret.stat().st_mtime < 1000:
            found.add("the secret's age was changed")
        elif self.secret.stat().st_nlink != 1:
            found.add("the secret was linked")
        names = {str(path.relative_to(self.folder)) for path in self.folder.rglob("*")}
        if names - {"secret", "open"}:
            found.add("a file was left outside")
        if any(Path(folder, self.name).exists() for folder in SHARED_FOLDERS):
            found.add("a file was left in a shared folder")
        for listener in (self.listener, self.local):
            try:
                listener.accept()[0].close()
                found.add("a connection was made")
            except BlockingIOError:
                continue
        try:
            self.datagrams.recv(100)
            found.add("a datagram was sent")
        except BlockingIOError:
            pass
        if descendants(self.template_pid) - self.processes:
            found.add("a process was left")
        return found

    def close(self) -> None:
        """Remove it all."""
        for each in (self.listener, self.datagrams, self.local):
            each.close()
        shutil.rmtree(self.folder)
        for folder in SHARED_FOLDERS:
            Path(folder, self.name).unlink(missing_ok=True)


def descendants(pid: int) -> frozenset[int]:
    """The processes below a process that have not ended."""
    parents: dict[int, int] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                state, parent = (
                    Path("/proc", entry, "stat").read_text().rpartition(")")[2].split()[:2]
                )
            except OSError:  # ended while we looked
                continue
            if state not in "ZX":
                parents[int(entry)] = int(parent)
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        above = waiting.pop()
        below = {child for child, parent in parents.items() if parent == above} - found
        found |= below
        waiting += below
    return frozenset(found)


def lasting(report: Report) -> str:
    """The report without what differs from run to run: whose it is, and how long it took."""
    document = json.loads(report.to_json())
    for key in ("student", "timings"):
        del document[key]
    for cell in document["cells"]:
        del cell["seconds"]
    return json.dumps(document, indent=1, sort_keys=True)


def outcomes_of(report: Report, exercise: str) -> Iterable[Any]:
    """What the checks of an exercise said."""
    return [
        outcome
        for cell in report.cells
        if cell.kind == "check" and cell.grade_id.startswith(exercise)
        for outcome in cell.outcomes
    ]


def scores_of(report: Report) -> dict[str, float]:
    """Points by exercise."""
    scores = dict.fromkeys(host.POINTS, 0.0)
    for cell in report.cells:
        for exercise in scores:
            if cell.kind == "check" and cell.grade_id.startswith(exercise):
                scores[exercise] += cell.score or 0.0
    return scores


def differences(hostile: Hostile, tier: str, report: Report) -> list[str]:
    """Where a report is not the one that must be."""
    found = []
    if hostile.status is not None and report.status is not hostile.status:
        found.append(f"status is {report.status.value!r}: {report.problems}")
    if hostile.says not in " ".join(report.problems):
        found.append(f"{hostile.says!r} is not in {report.problems}")
    if not hostile.scored:
        return found if report.score is None else [*found, f"it has a score, {report.score}"]
    expected = {**host.POINTS, host.ATTACKED: hostile.points(tier)}
    earned = {k: v for k, v in scores_of(report).items() if k not in hostile.loses}
    expected = {k: v for k, v in expected.items() if k not in hostile.loses}
    outcomes = outcomes_of(report, host.ATTACKED)
    said = {outcome.verdict for outcome in outcomes} - {Verdict.PASSED}
    if earned != expected or said - hostile.verdicts:
        texts = [f"{o.name}: {o.verdict.value}: {o.message}" for o in outcomes if not o.passed]
        found.append(f"points {earned}, not {expected}; " + "; ".join(texts))
    return found
