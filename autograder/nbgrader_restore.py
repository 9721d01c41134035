"""What stock nbgrader cannot mend in a hand-in, mended before it looks: as the judge has it.

`nbgrader_config.py` puts this preprocessor before the stock ones of `nbgrader autograde`. Cells
that have lost their metadata get it back, set-up and solution cells that are missing are put back,
and of several cells with one grade_id all but the last become cells of the student's own, as
nbgrader itself would have it: its own way of doing so leaves metadata that it then refuses.
"""

import copy
from typing import Any

from nbformat.notebooknode import from_dict
from nbgrader.converters import Autograde
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder import course
from autograder.errors import CourseError
from autograder.notebook import cell_of, read_document
from autograder.plan import Rebuilder, Step


class Restore(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader is untyped
    """Gives a submitted notebook the shape in which it is graded."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Mend a notebook; one of an assignment that is no week of the course is left alone."""
        try:
            week = course.week(resources["nbgrader"]["assignment"])
        except CourseError:
            return nb, resources
        released = {
            cell["metadata"]["nbgrader"]["grade_id"]: cell
            for cell in read_document(week.assignment)["cells"]
            if "nbgrader" in cell["metadata"]
        }
        rebuilder = Rebuilder(week.slug)
        cells = [cell_of(cell) for cell in nb.cells]
        keys = rebuilder.recognise(cells).keys
        last = {key: place for place, key in enumerate(keys) if key}
        for place, (cell, key) in enumerate(zip(nb.cells, keys, strict=True)):
            if key and last[key] == place:
                cell.metadata["nbgrader"] = from_dict(
                    copy.deepcopy(released[key]["metadata"]["nbgrader"])
                )
            elif key:
                cell.metadata.pop("nbgrader", None)
        behind = 0
        put_back: dict[int, list[Step]] = {}
        for step in rebuilder.steps(cells):
            behind = step.place or behind
            if step.missing:
                put_back.setdefault(behind, []).append(step)
        with_ids = nb.nbformat_minor >= 5
        for place in sorted(put_back, reverse=True):
            new = [_cell(step, released[step.grade_id], with_ids) for step in put_back[place]]
            nb.cells[place:place] = new
        return nb, resources


def _cell(step: Step, released: dict[str, Any], with_id: bool) -> Any:
    """A cell that the student's notebook has not."""
    cell = copy.deepcopy(released) | {"source": step.source}
    if not with_id:
        del cell["id"]
    return from_dict(cell)


SANITIZERS = [Restore, *Autograde.class_traits()["sanitize_preprocessors"].default()]
"""The stock list, behind ours."""
