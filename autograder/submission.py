"""A submission as its checks see it: names that can be called, and plain data that comes back.

Here the student's code runs in this process, which is right for a learner checking their own
work. The checks cannot tell: the judge gives them the same face over a sandbox.
"""

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import NoneType
from typing import Any

import numpy as np
import pandas as pd

from autograder.brief import brief, brief_call


class NotDefined(Exception):
    """The submission defines no such name."""


class StillAStub(Exception):
    """The function raises NotImplementedError."""


class NotPlainData(Exception):
    """An opaque object was compared, counted or converted as if it were data."""


@dataclass(frozen=True)
class Call:
    """The last call a check made: its text, and the text of what came back."""

    text: str
    returned: str = ""


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
        raise NotPlainData(f"The result contains {self._text}, which is not plain data.")

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __bool__ = __len__ = __iter__ = __contains__ = __getitem__ = _refuse
    __int__ = __float__ = __index__ = __array__ = __add__ = __radd__ = __sub__ = __mul__ = _refuse
    __call__ = _refuse


_ATOMS = (bool, int, float, complex, str, bytes, NoneType, pd.Timestamp, pd.Timedelta)


def plain(value: Any) -> Any:
    """`value` itself where it is plain data of exact builtin, NumPy or pandas types, else Opaque."""
    kind = type(value)
    if kind in _ATOMS or (isinstance(value, np.generic) and kind.__module__ == "numpy"):
        return value
    if kind in (list, tuple, set, frozenset):
        return kind(plain(item) for item in value)
    if kind is dict:
        return {plain(key): plain(item) for key, item in value.items()}
    if kind is np.ndarray:
        return value if value.dtype != object else _plain_objects(value)
    if kind in (pd.Series, pd.DataFrame):
        columns = [value] if kind is pd.Series else [value.iloc[:, k] for k in range(value.shape[1])]
        if any(column.dtype == object and not _atoms(column) for column in columns):
            return Opaque(value)
        return value
    return Opaque(value)


def _plain_objects(array: np.ndarray) -> np.ndarray:
    out = np.empty(array.shape, dtype=object)
    out.ravel()[:] = [plain(item) for item in array.ravel()]
    return out


def _atoms(column: pd.Series) -> bool:
    return all(type(item) in _ATOMS or item is pd.NA or item is pd.NaT for item in column)


class LocalSubmission:
    """The names of a notebook or script that ran in this process.

    namespace: what it defined. failures: for a name that is missing because its cell raised,
    the text of that error.
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
            reason = self._failures.get(name)
            raise NotDefined(
                f"`{name}` is not defined, because its cell stopped with {reason}."
                if reason
                else f"`{name}` is not defined. Run the cell that defines it, then check again."
            )
        value = self._namespace[name]
        return LocalFunction(self, name, value) if callable(value) else plain(copy.deepcopy(value))

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

    def with_arguments(self, *args: Any, **kwargs: Any) -> tuple[Any, tuple[Any, ...]]:
        """The result, and the positional arguments as the function left them."""
        text = brief_call(self._name, args, kwargs)
        self._owner.last_call = Call(text)
        args, kwargs = copy.deepcopy((args, kwargs))
        try:
            result = self._function(*args, **kwargs)
        except NotImplementedError:
            raise StillAStub(f"`{self._name}` has not been written yet.") from None
        except (Exception, SystemExit) as error:
            self._owner.last_error = error
            raise
        result = plain(result)
        self._owner.last_call = Call(text, brief(result))
        return result, tuple(plain(value) for value in args)
