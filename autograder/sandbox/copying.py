"""Requests on their way into the sandbox: whatever a check passes, copied by pickle.

This goes one way only, from the judge to a child, so pickle is safe here: the judge's bytes are
loaded by a process that is not trusted anyway. It is also exact, and ten times faster than a
format that must withstand a forger, which is what the way back needs (see `encode`).

The attack on this side is reading: a function travels with the globals it names, so a check must
not name an expected value in a function it hands over. Use a `Spy` for that.
"""

from __future__ import annotations

import io
import pickle
import sys
from collections.abc import Callable, Iterable
from functools import lru_cache
from types import CodeType, FunctionType, ModuleType
from typing import Any

import cloudpickle

from autograder.sandbox import references
from autograder.sandbox.errors import UnsendableValue
from autograder.sandbox.handles import Handle, RemoteIterator, Spy, number
from autograder.sandbox.kept import Kept
from autograder.sandbox.wire import LENGTH, MAX_FRAME

cloudpickle_: Any = cloudpickle

PROTOCOL = 5

_find_submodules = cloudpickle_.cloudpickle._find_imported_submodules


@lru_cache(maxsize=1000)
def _found(code: CodeType, packages: tuple[ModuleType, ...], loaded: int) -> list[ModuleType]:
    found: list[ModuleType] = _find_submodules(code, packages)
    return found


def submodules(code: CodeType, named: Iterable[object]) -> list[ModuleType]:
    """Modules that a function uses as attributes of packages which it names.

    cloudpickle looks through all modules for them, each time that the function is sent, which
    takes as long as the rest of it. They are the same until another module is imported.
    """
    packages = tuple(value for value in named if isinstance(value, ModuleType))
    return _found(code, packages, len(sys.modules)) if packages else []


cloudpickle_.cloudpickle._find_imported_submodules = submodules


class Copier:
    """Makes the requests of one session.

    importable: whether the child can import the module of this name by itself; functions and
    classes of other modules travel by value. spy: gives the number of a spy. own: whether a
    handle is one of this session's.
    """

    def __init__(
        self,
        importable: Callable[[str], bool],
        spy: Callable[[Spy], int],
        own: Callable[[Handle], bool],
    ) -> None:
        self.importable = importable
        self.spy = spy
        self.own = own

    def dumps(self, message: dict[str, Any]) -> bytes:
        """A frame for `message`, its length in front.

        Raises `TypeError` for what cannot be copied at all, `UnsendableValue` for too much of it.
        """
        file = io.BytesIO()
        file.write(bytes(LENGTH.size))
        self._dump(message, file)
        size = file.tell() - LENGTH.size
        if size > MAX_FRAME:
            raise UnsendableValue(f"the value takes more than {MAX_FRAME >> 20} MB")
        frame = file.getbuffer()
        LENGTH.pack_into(frame, 0, size)
        return bytes(frame)

    def dumps_kept(self, kept: Kept) -> bytes | None:
        """What was made of `kept` for an earlier session, or now; None if it is only for this."""
        return kept.copied(self.importable, self._dumps_for_all)

    def _dumps_for_all(self, values: list[Any]) -> bytes | None:
        file = io.BytesIO()
        return None if self._dump(values, file).refers else file.getvalue()

    def _dump(self, value: Any, file: io.BytesIO) -> _Pickler:
        pickler = _Pickler(file, self)
        try:
            pickler.dump(value)
        except RecursionError:
            raise UnsendableValue("the value is nested too deep") from None
        except pickle.PicklingError as problem:
            raise TypeError(str(problem)) from None
        finally:
            pickler.forget_modules()
        return pickler


class _Pickler(cloudpickle_.Pickler):  # type: ignore[misc]
    """Copies plain data, and refers to what lives in the child already.

    refers: whether it has done so, which makes no sense to any other session.
    """

    def __init__(self, file: io.BytesIO, copier: Copier) -> None:
        super().__init__(file, protocol=PROTOCOL)
        self.copier = copier
        self.registered: list[Any] = []
        self.refers = False

    def reducer_override(self, value: Any) -> Any:
        kind = type(value)
        if kind is Kept:
            made = self.copier.dumps_kept(value)
            return (list, (list(value),)) if made is None else (pickle.loads, (made,))
        if kind is RemoteIterator:
            value, kind = value.handle, Handle
        if issubclass(kind, Handle):
            if not self.copier.own(value):
                raise TypeError("this object lives in another session")
            self.refers = True
            return references.own, (number(value),)
        if kind is Spy:
            self.refers = True
            return references.spy, (self.copier.spy(value),)
        if kind is not FunctionType and not isinstance(value, type):
            return NotImplemented
        module = sys.modules.get(value.__module__ or "")
        inside = module is not None and self._is_inside(module)
        if inside and vars(module).get(value.__qualname__) is value:
            return NotImplemented  # pickle itself sends it by name, which is quicker
        return super().reducer_override(value)

    def _is_inside(self, module: ModuleType) -> bool:
        """Whether the child has this module.

        If not, cloudpickle is told to send the module's functions and classes whole.
        """
        name = module.__name__
        if name == "__main__":
            return False
        if self.copier.importable(name):
            return True
        if name not in cloudpickle_.list_registry_pickle_by_value():
            cloudpickle_.register_pickle_by_value(module)
            self.registered.append(module)
        return False

    def forget_modules(self) -> None:
        """Undo what was registered for this one message."""
        for module in self.registered:
            cloudpickle_.unregister_pickle_by_value(module)
