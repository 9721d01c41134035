"""What `mlsd check` says of a notebook that grading will read otherwise than the learner thinks."""

import builtins
from collections.abc import Iterator
from pathlib import Path

from autograder.names import bound_and_read
from autograder.notebook import read_cells
from autograder.plan import Plan, Step
from autograder.source import Kind
from autograder.submission import LocalSubmission
from autograder.unfinished import names_of


def graded(plan: Plan) -> list[Step]:
    """The steps that grading runs before it judges."""
    return [step for step in plan.steps if step.kind in (Kind.SETUP, Kind.PARTS, Kind.EXERCISE)]


def oddities(path: Path, plan: Plan, ran: LocalSubmission) -> Iterator[str]:
    """What the learner should know of a notebook, a sentence each."""
    yield from plan.problems
    left_out = _left_out(path, plan)
    # What ran tells more than the text does: there are star imports, magics and exec().
    known = {*dir(builtins), *ran._namespace, *ran._failures}
    known = known.union(*(bound_and_read(step.source)[0] for step in graded(plan)))
    for step in graded(plan):
        if step.kind is not Kind.SETUP:
            for name in sorted(bound_and_read(step.source)[1] & left_out.keys() - known):
                place = left_out.pop(name)  # said once, though other exercises may use it as well
                yield f"`{name}` is defined in {place}; move it into the cell of {step.exercise}."
            if "raise NotImplementedError" in step.source:
                for name in left_out.keys() & names_of(step.source):
                    said = f"`{name}` is written in {left_out[name]}"
                    yield f"{said}; move it into the cell of {step.exercise}."


def _left_out(path: Path, plan: Plan) -> dict[str, str]:
    """The names that cells left out by grading bind, and what such a cell is."""
    steps = graded(plan)
    texts = {step.source.strip() for step in steps}
    set_up = {step.grade_id for step in steps if step.kind is Kind.SETUP}
    places: dict[str, str] = {}
    for cell in read_cells(path):
        if cell.cell_type == "code" and cell.source.strip() not in texts:
            place = "a cell that grading does not run"
            if cell.grade_id in set_up:
                place = "a set-up cell, which grading runs as it was released"
            places |= dict.fromkeys(bound_and_read(cell.source)[0], place)
    return places
