"""What check files of several exercises need. Learners have it: no answer stands here."""

from typing import Any

from autograder.sandbox.handles import Handle
from autograder.submission import LocalObject
from autograder.testing import require


def started(System: Any, *given: Any, **rest: Any) -> Any:
    """A system of the submission, of which a check can call methods."""
    system = System(*given, **rest)
    require(
        isinstance(system, LocalObject | Handle),
        "A system should be an object with the methods of the table of calls.",
        expected="an object",
        received=type(system).__name__,
    )
    return system
