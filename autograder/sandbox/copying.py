"""Copying a check's own objects into the sandbox: functions, classes, estimators.

This goes one way only, from the judge to a child, so pickle is safe here: the judge's bytes are
loaded by a process that is not trusted anyway.

The attack on this side is reading: a function travels with the globals it names, so a check must
not name an expected value in a function it hands over. Use a `Spy` for that.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import cloudpickle

pickler: Any = cloudpickle


def pickled(value: object, importable: Callable[[str], bool]) -> bytes:
    """`value` as bytes for the child; what the child cannot import is sent by value.

    Raises `TypeError` for what cannot be copied at all.
    """
    with _by_value(_module_of(value), importable):
        return bytes(pickler.dumps(value))


def _module_of(value: object) -> ModuleType | None:
    name = getattr(value, "__module__", None)
    return sys.modules.get(name) if isinstance(name, str) else None


@contextlib.contextmanager
def _by_value(module: ModuleType | None, importable: Callable[[str], bool]) -> Iterator[None]:
    """Let cloudpickle send this module's functions and classes by value, if the child needs it."""
    if module is None or module.__name__ == "__main__" or importable(module.__name__):
        yield
        return
    registered = pickler.list_registry_pickle_by_value()
    if module.__name__ in registered:
        yield
        return
    pickler.register_pickle_by_value(module)
    try:
        yield
    finally:
        pickler.unregister_pickle_by_value(module)
