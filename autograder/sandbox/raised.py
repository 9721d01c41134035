"""Errors of a submission, as errors the judge can raise.

The attack: an exception that is more than an error.
`StopIteration` raised in the middle of a judge's `all(map(...))` ends it early, as if all were
well; pytest's own `Skipped` would skip the check; an exception class of the student's would run
its methods here.
So the child sends names only, and the first that is in a table of ours decides.
Each entry is a `SubmissionRaised` and the builtin of that name, so that
`pytest.raises(ValueError)` works and the judge still knows whose error it was.
"""

from __future__ import annotations

import builtins
from collections.abc import Sequence


class SubmissionRaised(Exception):
    """Student code raised an error; `names` are its classes as the child claims them."""

    def __init__(self, message: str, names: Sequence[str]) -> None:
        Exception.__init__(self, message)
        self.message = message
        self.names = tuple(names)

    def __str__(self) -> str:
        return self.message

    def __repr__(self) -> str:
        return f"{self.names[0] if self.names else 'Exception'}({self.message!r})"

    @property
    def class_name(self) -> str:
        """The name of the class that the student's code raised.

        Not `name`: that is an attribute which Python itself sets on an AttributeError.
        """
        return self.names[0] if self.names else "Exception"


_NEVER = (StopIteration, StopAsyncIteration, ExceptionGroup)


def _make_table() -> dict[str, type[SubmissionRaised]]:
    table: dict[str, type[SubmissionRaised]] = {}
    for name, kind in vars(builtins).items():
        if not isinstance(kind, type) or not issubclass(kind, Exception):
            continue
        if kind is Exception or issubclass(kind, _NEVER):
            continue
        table[name] = type(kind.__name__, (SubmissionRaised, kind), {"__module__": __name__})
    return table


RAISED_BY_NAME = _make_table()


def exception_for(names: Sequence[str], message: str) -> SubmissionRaised:
    """The error to raise for one whose classes have these names, most derived first."""
    for name in names:
        if name in RAISED_BY_NAME:
            return RAISED_BY_NAME[name](message, names)
    return SubmissionRaised(message, names)
