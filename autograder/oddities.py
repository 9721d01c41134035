"""What `mlsd check` says of a notebook that grading will read otherwise than the learner thinks."""

import builtins
from collections.abc import Iterator
from pathlib import Path

from autograder.inline import Checker
from autograder.names import bound_and_read
from autograder.notebook import read_cells
from autograder.plan import Plan, Step
from autograder.source import Kind
from autograder.submission import LocalSubmission


def graded(plan: Plan) -> list[Step]:
    """The steps that are run, and not judged."""
    return [step for step in plan.steps if step.kind not in (Kind.CHECK, Kind.MEMO)]


def oddities(path: Path, plan: Plan) -> Iterator[str]:
    """What the learner should know of a notebook, a sentence each."""
    yield from plan.problems
    left_out = _left_out(path, plan)
    if not left_out:
        return
    names = [bound_and_read(step.source) for step in graded(plan)]
    known = set(dir(builtins)).union(*(binds for binds, _ in names))
    for step, (_, reads) in zip(graded(plan), names, strict=True):
        if step.kind is not Kind.SETUP:
            for name in sorted(reads & left_out.keys() - known):
                place = left_out.pop(name)  # said once, though other cells may use it as well
                where = f"the cell of {step.exercise}" if step.exercise else "a cell of your own"
                yield f"`{name}` is defined in {place}; move it into {where}."


def _left_out(path: Path, plan: Plan) -> dict[str, str]:
    """The names that the learner binds where the release's text is run, and what that cell is."""
    owned = {
        step.place: step
        for step in plan.steps
        if step.place and step.kind in (Kind.SETUP, Kind.CHECK)
    }
    places: dict[str, str] = {}
    for number, cell in enumerate(read_cells(path), 1):
        step = owned.get(number)
        if step is not None and cell.source.strip() != step.source.strip():
            what = "set-up" if step.kind is Kind.SETUP else "check"
            place = f"a {what} cell, which grading runs as it was released"
            places |= dict.fromkeys(bound_and_read(cell.source)[0], place)
    return places


def rebound_check(ran: LocalSubmission, step: Step) -> str:
    """What to say if `check` is no longer what the set-up cell made it; empty if it is."""
    found = ran._namespace.get("check")
    if isinstance(found, Checker):
        return ""
    return (
        f"`check` is no longer the function of the set-up cell where {step.exercise} is checked: "
        "give your own another name, or the check cells of the notebook fail."
    )


def skipped_command(command: str, step: Step) -> str:
    """What to say of a command of the shell that a cell, or a function of it, runs."""
    first, *more = command.strip().splitlines() or [""]
    where = step.exercise or "a cell of your own"
    return (
        f"A shell command, `{first}{' …' if more else ''}`, was skipped in {where}, as it is when "
        "graded: do without it."
    )
