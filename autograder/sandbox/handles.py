"""Objects that stay in the sandbox, as the judge sees them.

The attack: an object that is equal to everything.
A submission that returns `class Any: __eq__ = lambda *_: True` passes every plain assertion.
So what is not plain data never crosses; the judge gets a handle, which can be called, read and
iterated, each time asking the child, but whose every comparison, truth value and arithmetic
raises `OpaqueValueError`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn

from autograder.sandbox.errors import OpaqueValueError
from autograder.sandbox.refused import refuse_all

if TYPE_CHECKING:
    from autograder.sandbox.session import Session


class Handle:
    """An object of the submission, by number. Attributes, calls and items are asked of the child.

    Names with a leading underscore are not forwarded: libraries probe for them.
    """

    __slots__ = ("_number", "_session", "_type_name")
    _number: int
    _session: Session
    _type_name: str

    def __init__(self, session: Session, number: int, type_name: str) -> None:
        object.__setattr__(self, "_session", session)
        object.__setattr__(self, "_number", number)
        object.__setattr__(self, "_type_name", type_name)

    def __repr__(self) -> str:
        return f"an object of type {self._type_name}"

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("_"):
            raise AttributeError(f"{attribute!r} of an object in the sandbox is not available")
        return self._session.get(self, attribute)

    def __setattr__(self, attribute: str, value: object) -> None:
        raise AttributeError("an object in the sandbox cannot be changed from outside")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._session.call(self, args, kwargs)

    def __getitem__(self, key: Any) -> Any:
        return self._session.item(self, key)

    def __len__(self) -> int:
        return self._session.length(self)

    def __iter__(self) -> Iterator[Any]:
        return RemoteIterator(self._session.iterate(self))

    def __next__(self) -> Any:
        items, finished = self._session.take(self, 1)
        if finished and not items:
            raise StopIteration
        return items[0]


class RemoteIterator:
    """An iterator in the sandbox; asks for one item at a time, for laziness can be observed."""

    def __init__(self, handle: Handle) -> None:
        self.handle = handle

    def __iter__(self) -> RemoteIterator:
        return self

    def __next__(self) -> Any:
        return next(self.handle)


def type_name(handle: Handle) -> str:
    """The class of the object, as the child claims it."""
    return handle._type_name


def number(handle: Handle) -> int:
    """The child's number for the object."""
    return handle._number


def belongs_to(handle: Handle, session: object) -> bool:
    """Whether the handle is one of this session's."""
    return handle._session is session


class Spy:
    """A function that a check hands to the submission and that runs in the judge.

    Its arguments arrive as plain data. Any other function is copied into the sandbox.
    Where there is no sandbox it is called directly, and a copy of it is itself.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.__name__ = getattr(function, "__name__", "spy")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> Spy:
        return self  # arguments of a submission are copied; what a spy has seen must not be

    def __repr__(self) -> str:
        return self.__name__


def _refuse(self: Handle, *_: object) -> NoReturn:
    raise OpaqueValueError(
        f"the submission gave back a {self._type_name!r}, which is not plain data: "
        "it cannot be compared, tested or computed with"
    )


refuse_all(Handle, _refuse)
