"""What the checks of a cell ask first, and how far one exchange may answer before they do.

Most checks ask one list of calls that is the same for every submission. Those of a cell that
stand in a row are sent together, so a submission is asked once for all of them.

No report depends on it: a submission's functions are called with the same arguments in the same
order as if each check asked for itself. A list is sent early only if its check is certain to ask
it, and nothing in between. So what is kept here are facts of the checks, of which it does not
matter what submission showed them:

- what a check asks first: nothing that a submission gave back has reached it by then;
- that it asks no more, known once it has passed having asked one list whose answers went to a
  comparison only. It saw nothing of the submission, so it does the same with any that passes, and
  with one that fails it ends there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from autograder.sandbox.kept import Kept

List = tuple[str, Kept]
"""The name of a function and calls of it."""


@dataclass
class Asked:
    """What one check has asked so far.

    first: if that was a list which is the same for every submission; sealed: whether its answers
    went to a comparison only; count: how often the submission was asked anything.
    """

    first: List | None = None
    sealed: bool = False
    count: int = 0

    def note(self, name: str, calls: Kept, *, sealed: bool) -> None:
        """A list is about to be asked."""
        if self.count == 0:
            self.first, self.sealed = (name, calls), sealed


class Known:
    """What was learnt of the checks of one week under one seed."""

    def __init__(self) -> None:
        self._first: dict[pytest.Item, List] = {}
        self._alone: set[pytest.Item] = set()

    def learn(self, item: pytest.Item, asked: Asked, *, passed: bool) -> None:
        """Keep what a check has shown of itself."""
        if asked.first is not None:
            self._first[item] = asked.first
            if passed and asked.sealed and asked.count == 1:
                self._alone.add(item)

    def lists(self, items: Sequence[pytest.Item]) -> list[List]:
        """What will be asked for certain, in this order, if these checks run one after another."""
        certain: list[List] = []
        for item in items:
            if item not in self._first:
                break
            certain.append(self._first[item])
            if item not in self._alone:
                break
        return certain
