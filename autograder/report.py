"""The records of a grading: what each check said, and what that is worth.

Everything shown or written elsewhere (a table in a notebook, a gradebook row, a feedback page)
is derived from these, never the other way round.
"""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What one check says of a submission. Only `PASSED` earns anything."""

    PASSED = "passed"
    FAILED = "failed"
    """The check ran to its end and the submission's answer was wrong."""
    NOT_DEFINED = "not defined"
    """The notebook defines no such name."""
    STUB = "still a stub"
    """The function raises NotImplementedError: it has not been written yet."""
    RAISED = "raised an error"
    """The submission's own code raised."""
    GRADER_ERROR = "grader error"
    """The check itself is broken. Never the student's fault, never scored as their zero."""


@dataclass(frozen=True)
class CheckOutcome:
    """What one check said.

    name: the test's name, with its parameters; criterion: the sentence a student reads;
    message: why it did not pass, empty if it did; called, expected, received: the call under
    judgement and both sides of the comparison, empty where they do not apply.
    """

    name: str
    criterion: str
    verdict: Verdict
    weight: float = 1.0
    message: str = ""
    called: str = ""
    expected: str = ""
    received: str = ""

    @property
    def passed(self) -> bool:
        return self.verdict is Verdict.PASSED


@dataclass(frozen=True)
class CellOutcome:
    """What the checks of one check cell said together.

    points: what the cell is worth; outcomes: one for each check, in file order.
    """

    exercise: str
    hidden: bool
    points: float
    outcomes: tuple[CheckOutcome, ...]

    @property
    def score(self) -> float:
        """Points times the weight of the passed checks over the weight of all, to two decimals."""
        total = sum(outcome.weight for outcome in self.outcomes)
        passed = sum(outcome.weight for outcome in self.outcomes if outcome.passed)
        return round(self.points * passed / total, 2) if total else 0.0

    @property
    def grader_errors(self) -> tuple[CheckOutcome, ...]:
        return tuple(o for o in self.outcomes if o.verdict is Verdict.GRADER_ERROR)
