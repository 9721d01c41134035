"""Calls that are the same for every submission: what is sent of them is made once.

Copying a table, or a function with all that it names, takes longer than many a submission's answer.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any

MOST_WAYS, MOST_SEALS = 16, 50
"""Comparisons of one list of cases, and answers remembered of each; further ones are compared."""


class Passed:
    """Answers, by their seals (see `wire.seal`), that one comparison has found right.

    The same bytes, sent by another submission, are right as well: what they say and what is
    expected is the same, so nothing is decoded and compared again.
    """

    def __init__(self) -> None:
        self._seals: set[bytes] = set()

    def __contains__(self, seal: bytes) -> bool:
        return seal in self._seals

    def add(self, seal: bytes) -> None:
        """Remember answers that passed; the first ones are those of most submissions."""
        if len(self._seals) < MOST_SEALS:
            self._seals.add(seal)


class Kept(list[Any]):
    """A list of calls, or of cases that begin with a call's arguments, which nobody changes."""

    def __init__(self, items: Iterable[Any]) -> None:
        super().__init__(items)
        self._arguments: Kept | None = None
        self._passed: dict[Hashable, Passed] = {}
        self.texts: dict[tuple[str, int], str] = {}
        """What feedback calls the calls, by the function's name and the call's place."""
        self._copy: tuple[Callable[[str], bool], bytes] | None = None

    def arguments(self) -> Kept:
        """The first part of each case, kept as well."""
        if self._arguments is None:
            self._arguments = Kept(case[0] for case in self)
        return self._arguments

    def passed(self, way: Hashable) -> Passed:
        """The answers that passed the comparison which `way` stands for."""
        if way not in self._passed and len(self._passed) >= MOST_WAYS:
            return Passed()
        return self._passed.setdefault(way, Passed())

    def copied(
        self, importable: Callable[[str], bool], pickled: Callable[[list[Any]], bytes | None]
    ) -> bytes | None:
        """The pickle of the list for children that can import what `importable` says.

        pickled: makes it; None if it refers to the session, and so is good for this one only.
        """
        if self._copy is None or self._copy[0] != importable:
            made = pickled(list(self))
            if made is None:
                return None
            self._copy = (importable, made)
        return self._copy[1]
