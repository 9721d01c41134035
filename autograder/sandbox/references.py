"""What a request says in place of an object that the child has already.

The judge names these two functions in its pickles; the child's worker says what they give.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class _Inside:
    """The child's side: objects by number, and functions that ask the judge."""

    kept: Callable[[int], Any]
    spies: Callable[[int], Callable[..., Any]]


def answer_with(kept: Callable[[int], Any], spies: Callable[[int], Callable[..., Any]]) -> None:
    """Called by the worker, once, before the first request."""
    _Inside.kept = staticmethod(kept)
    _Inside.spies = staticmethod(spies)


def own(number: int) -> Any:
    """The object that went out as a handle of this number."""
    return _Inside.kept(number)


def spy(number: int) -> Callable[..., Any]:
    """A function that runs in the judge."""
    return _Inside.spies(number)
