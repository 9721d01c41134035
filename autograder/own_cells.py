"""The cells of the student's own: run like any other, under a clock that is none of the others'.

A demonstration that never ends costs what depends on it: it is cut off, and the time that it took
is taken from nobody. What such cells show is kept up to a cap for all of them together.
"""

from typing import Any

from autograder.sandbox.limits import MIB, Limits
from autograder.sandbox.outcome import CellOutcome
from autograder.sandbox.session import Session

KEPT_BYTES = 2 * MIB
"""Of what all cells of the student's own printed and displayed."""

LEAST_SECONDS = 0.1
"""With less time left than this no further cell is begun."""


class OwnCells:
    """What the student's own cells may still take, in one submission."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.used = 0.0
        self.left_out = 0
        self._room = KEPT_BYTES

    def run(self, session: Session, source: str) -> CellOutcome | None:
        """Run one cell; None if their time is over."""
        left = self.limits.own_seconds - self.used
        if left < LEAST_SECONDS:
            self.left_out += 1
            return None
        outcome = session.run_own_cell(source, min(self.limits.own_cell_seconds, left))
        self.used += outcome.seconds
        return outcome

    def shown(self, outcome: CellOutcome) -> tuple[dict[str, Any], ...]:
        """The outputs of a cell in notebook format; a line in their place if they are too much."""
        size = len(outcome.stdout) + len(outcome.stderr)
        size += sum(len(value) for display in outcome.displays for value in display.data.values())
        if outcome.error is not None:
            size += len(outcome.error.message) + sum(map(len, outcome.error.traceback))
        if size > self._room:
            text = f"[{size} bytes of output are left out]\n"
            return ({"output_type": "stream", "name": "stdout", "text": text},)
        self._room -= size
        return tuple(outcome.as_nbformat())
