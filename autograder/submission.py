"""A submission as its checks see it: names that can be called, and plain data that comes back.

Here the student's code runs in this process, which is right for a learner checking their own
work. The checks cannot tell: the judge gives them the same face over a sandbox.
"""

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import FunctionType, NoneType
from typing import Any, Protocol

import numpy as np
import pandas as pd

from autograder.brief import brief, brief_call
from autograder.sandbox.errors import OpaqueValueError
from autograder.words import a, closest, name_of


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

    def __getattr__(self, name: str) -> Any:
        """A function of the submission; NotDefined if there is no such name."""

    def forget(self) -> None:
        """Start a new check: no call has been made yet."""


class Opaque:
    """Stands for a returned object that is not plain data; it never compares equal to anything.

    Without this an object whose `__eq__` is always true would pass every assertion.
    """

    __slots__ = ("_text",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, value: object) -> None:
        self._text = f"an object of type {type(value).__name__}"

    def __repr__(self) -> str:
        return self._text

    def _refuse(self, *_: object, **__: object) -> Any:
        raise OpaqueValueError(f"The result contains {self._text}, which is not plain data.")

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __bool__ = __len__ = __iter__ = __contains__ = __getitem__ = __reversed__ = _refuse
    __int__ = __float__ = __complex__ = __index__ = __array__ = __array_ufunc__ = _refuse
    __add__ = __sub__ = __mul__ = __truediv__ = __floordiv__ = __mod__ = __pow__ = _refuse
    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = __rfloordiv__ = __rmod__ = __rpow__ = _refuse
    __neg__ = __pos__ = __abs__ = __invert__ = __round__ = __matmul__ = __rmatmul__ = _refuse
    __and__ = __or__ = __xor__ = __rand__ = __ror__ = __rxor__ = __divmod__ = _refuse
    __call__ = _refuse

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # copying and pickling ask for these
            raise AttributeError(name)
        return self._refuse()


_ATOMS = (bool, int, float, complex, str, bytes, NoneType, pd.Timestamp, pd.Timedelta)
_DEEPEST = 60
"""Containers nested deeper, or holding themselves, are no plain data."""


def plain(value: Any, depth: int = 0) -> Any:
    """A copy of `value` if it is plain data (exact builtin, NumPy, pandas types), else Opaque."""
    kind = type(value)
    if _is_atom(value):
        return value
    if depth >= _DEEPEST:
        return Opaque(value)
    if kind in (list, tuple):
        return kind(plain(item, depth + 1) for item in value)
    if kind in (set, frozenset, dict) and not all(_is_key(item) for item in value):
        return Opaque(value)
    if kind in (set, frozenset):
        return kind(value)
    if kind is dict:
        return {key: plain(item, depth + 1) for key, item in value.items()}
    if kind is np.ndarray and value.dtype != object:
        return value.copy()
    if kind is np.ndarray:
        return _plain_objects(value, depth + 1)
    if kind is pd.Series and _is_plain_table([value], value.index, pd.Index([value.name])):
        return value.copy()
    if kind is pd.DataFrame:
        columns = [value.iloc[:, k] for k in range(value.shape[1])]
        if _is_plain_table(columns, value.index, value.columns):
            return value.copy()
    return Opaque(value)


def _plain_objects(array: np.ndarray, depth: int) -> np.ndarray:
    out = np.empty(array.size, dtype=object)
    for place, item in enumerate(array.ravel()):
        out[place] = plain(item, depth)
    return out.reshape(array.shape)


def _is_atom(value: Any) -> bool:
    kind = type(value)
    if kind in _ATOMS or value is pd.NA or value is pd.NaT:
        return True
    return isinstance(value, np.generic) and kind.__module__ == "numpy"


def _is_key(value: Any) -> bool:
    if type(value) in (tuple, frozenset):
        return all(_is_key(item) for item in value)
    return _is_atom(value)


def _is_plain_table(columns: list[pd.Series], *labels: pd.Index) -> bool:
    """Whether cells and labels are all atoms: a label may lie about equality as well as a cell."""
    tables: tuple[Any, ...] = (*columns, *labels)
    parts: list[Any] = [part for part in tables if part.dtype == object]
    parts += [index.names for index in labels]
    return all(_is_key(item) for part in parts for item in part)


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
        self.last_call = self.last_error = None


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
        call = self._owner.last_call = Call(self._name, args, kwargs)
        args, kwargs = copy.deepcopy((args, kwargs))
        try:
            result = self._function(*args, **kwargs)
        except NotImplementedError:
            raise StillAStub(f"`{self._name}` is not written yet.") from None
        except BaseException as error:  # also SystemExit, or what pytest.skip() raises
            self._owner.last_error = error
            raise
        result = plain(result)
        self._owner.last_call = replace(call, result=(result,))
        return result, tuple(plain(value) for value in args)
