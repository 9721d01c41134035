"""What a notebook's `check` is inside the sandbox: nothing.

The attack: asking the checks.
A notebook begins with `from autograder import checker`, but neither checks nor the code that runs
them exist in the sandbox. Preloaded by the template, this module stands where they would be, so
that the line works and a student's own call of `check` shows nothing and does nothing.
"""

import sys


class _NotYet(float):
    """What a student's own call of `check` gives: no points, as nothing was judged."""

    def __repr__(self) -> str:
        return "judged when its check cell is reached"


class _Check:
    """A `check` function that accepts what the real one accepts."""

    failed_call = None

    def __call__(self, exercise: object = "", *, hidden: bool = False) -> _NotYet:
        """Checks run in the judge, after this cell."""
        return _NotYet(0.0)


def checker(slug: str) -> _Check:
    """What a notebook's first cell calls."""
    return _Check()


sys.modules["autograder.inline"] = sys.modules[__name__]
