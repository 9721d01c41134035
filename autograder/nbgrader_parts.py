"""nbgrader's generator, which empties a solution cell that has no marked region: all but one.

`nbgrader_config.py` puts this preprocessor in the place of the stock one. The parts cell of the
capstone is the student's to change, as a solution cell is, and is handed out as it stands.
"""

from typing import Any

from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions

from autograder.parts import KEY


class KeepParts(ClearSolutions):  # type: ignore[misc]  # nbgrader is untyped
    """The stock preprocessor, but the parts cell is left alone."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == KEY:
            return cell, resources
        kept: tuple[Any, Any] = super().preprocess_cell(cell, resources, cell_index)
        return kept


PREPROCESSORS = [
    KeepParts if stock is ClearSolutions else stock
    for stock in GenerateAssignment.class_traits()["preprocessors"].default()
]
