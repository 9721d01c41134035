"""A submission as its checks see it: names that can be called, and plain data that comes back.

Here the student's code runs in this process, which is right for a learner checking their own
work. The checks cannot tell: the judge gives them the same face over a sandbox.
"""

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from operator import getitem
from types import FunctionType
from typing import Any, Protocol

from autograder.as_graded import AsGraded
from autograder.brief import brief, brief_call
from autograder.plain_data import Opaque, copied, plain
from autograder.stranded import NobodyThere
from autograder.words import a, closest, name_of, variable


class NotDefined(Exception):
    """The submission defines no such name."""


class StillAStub(Exception):
    """The function raises NotImplementedError."""


def in_one_line(error: BaseException) -> str:
    """`ValueError: the first line of what it says`, whatever the error's own class does."""
    kind = type(error).__name__
    try:
        said = str(error).strip()
    except Exception:  # of the submission's own making: its error class cannot be printed
        said = ""
    return f"{kind}: {said.splitlines()[0]}" if said else kind


@dataclass(frozen=True)
class Call:
    """The last call a check made. Its texts are made when asked for, as most calls are not shown.

    result: what came back, in a tuple; empty while nothing has.
    """

    name: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    result: tuple[Any, ...] = ()

    @property
    def text(self) -> str:
        """The call as a person would write it."""
        return brief_call(self.name, self.args, self.kwargs)

    @property
    def returned(self) -> str:
        """The text of what came back."""
        return brief(self.result[0]) if self.result else ""


class Submission(Protocol):
    """What checks and the suite need of a submission, wherever it runs."""

    last_call: Call | None
    last_error: BaseException | None
    cut_short: Exception | None
    """The first call of this check that was stopped or met a stub, whatever the check made of it:
    a simulator that goes on after an error of the submission must not turn it into one."""

    def __getattr__(self, name: str) -> Any:
        """A function of the submission; NotDefined if there is no such name."""

    def forget(self) -> None:
        """Start a new check: no call has been made yet."""


class LocalSubmission:
    """The names of a notebook or script that ran in this process.

    namespace: what it defined. failures: for a name that is missing because its cell did not come
    to its end, what that cell did.
    """

    def __init__(
        self, namespace: Mapping[str, Any], failures: Mapping[str, str] | None = None
    ) -> None:
        self._namespace = namespace
        self._failures = failures or {}
        self.last_call: Call | None = None
        self.last_error: BaseException | None = None
        self.cut_short: Exception | None = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in self._namespace:
            raise NotDefined(self._why_missing(name))
        value = self._namespace[name]
        if not callable(value):  # mostly `f = f(x)` further down: the name now means the result
            raise NotDefined(
                f"`{name}` is no function any more, but {a(name_of(type(value)))}. "
                "Use another name for that value, run the cell that defines the function again, "
                "then check again."
            )
        return LocalFunction(self, name, value)

    def _why_missing(self, name: str) -> str:
        reason = self._failures.get(name)
        if reason:
            return f"`{name}` is not defined, because its cell {reason}."
        theirs = [key for key, value in self._namespace.items() if isinstance(value, FunctionType)]
        near = closest(name, theirs)
        but = f", but `{near}` is: is its name misspelt?" if near else "."
        return f"`{name}` is not defined{but} Run the cell that defines it, then check again."

    def forget(self) -> None:
        """Start a new check: no call has been made yet."""
        self.last_call = self.last_error = self.cut_short = None

    def run(
        self,
        name: str,
        function: Callable[..., Any],
        args: Sequence[Any],
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        """What the submission's code gives back, as it is. All of that code runs here.

        name: by which a check knows what is called.
        """
        try:
            with NobodyThere(), AsGraded():
                return function(*args, **kwargs or {})
        except NotImplementedError:
            stub = StillAStub(f"`{name}` is not written yet.")
            self.cut_short = self.cut_short or stub
            raise stub from None
        except BaseException as error:  # also SystemExit, or what pytest.skip() raises
            self.last_error = error
            raise

    def received(self, value: Any) -> Any:
        """A copy of what came back; an object in it is an object of the submission."""
        return plain(value, lambda thing: LocalObject(thing, self))


class LocalFunction:
    """A function of the submission. Arguments are copied, so that it cannot change the check's."""

    def __init__(self, owner: LocalSubmission, name: str, function: Callable[..., Any]) -> None:
        self._owner = owner
        self._name = name
        self._function = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.with_arguments(*args, **kwargs)[0]

    def within(self, seconds: float) -> "LocalFunction":
        """The function under a shorter clock than usual, in a sandbox; here nothing is stopped."""
        return self

    def each(self, calls: Iterable[Sequence[Any]]) -> Iterator[Callable[[], Any]]:
        """One function for each call's positional arguments, which gives its result or raises.

        All calls may have been made before the first is asked for: they cost one exchange with
        a sandbox, not one each.
        """
        for args in calls:
            yield partial(self, *args)

    def with_arguments(self, *args: Any, **kwargs: Any) -> tuple[Any, tuple[Any, ...]]:
        """The result, and the positional arguments as the function left them."""
        owner = self._owner
        owner.last_call = Call(self._name, args, kwargs)
        args, kwargs = copy.deepcopy((args, kwargs))
        result = owner.received(owner.run(self._name, self._function, args, kwargs))
        owner.last_call = replace(owner.last_call, result=(result,))
        return result, tuple(owner.received(value) for value in args)


class LocalObject(Opaque):
    """An object of the submission, with the manners of one in the sandbox (`sandbox.Handle`).

    It can be called, read and iterated, each time asking the submission's own object: arguments
    are copied, and what comes back is plain data or another such object. It refuses to be compared
    or computed with. Names with a leading underscore are not forwarded: libraries probe for them.

    name: what a person would call it, such as `system` or `system.ingest`.
    """

    __slots__ = ("_name", "_owner", "_value")

    def __init__(self, value: object, owner: LocalSubmission, name: str = "") -> None:
        super().__init__(value)
        self._value: Any = value
        self._owner = owner
        self._name = name or variable(type(value).__name__)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(f"{name!r} of an object of a submission is not available")
        owner, path = self._owner, f"{self._name}.{name}"
        value = owner.run(path, getattr, (self._value, name))
        return plain(value, lambda thing: LocalObject(thing, owner, path if thing is value else ""))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        owner, name = self._owner, self._name
        owner.last_call = Call(name, args, kwargs)
        copies = [copied(value) for value in args]
        named = {key: copied(value) for key, value in kwargs.items()} if kwargs else kwargs
        result = owner.received(owner.run(name, self._value, copies, named))
        owner.last_call = Call(name, args, kwargs, (result,))
        return result

    def __getitem__(self, key: Any) -> Any:  # type: ignore[override]  # an Opaque refuses it
        owner = self._owner
        return owner.received(owner.run(self._name, getitem, (self._value, copied(key))))

    def __len__(self) -> int:  # type: ignore[override]  # an Opaque refuses it
        length: int = self._owner.run(self._name, len, (self._value,))
        return length

    def __iter__(self) -> "LocalObject":  # type: ignore[override]  # an Opaque refuses it
        return LocalObject(self._owner.run(self._name, iter, (self._value,)), self._owner)

    def __next__(self) -> Any:
        for item in self._owner.run(self._name, _first, (self._value,)):
            return self._owner.received(item)
        raise StopIteration

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return self._value  # as an argument of the next call it is the submission's own again


def _first(iterator: Iterator[Any]) -> tuple[Any, ...]:
    """The next item in a tuple; an empty one at the end."""
    return tuple(islice(iterator, 1))
