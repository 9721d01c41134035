"""What a check file imports.

::

    from autograder.testing import assert_same, exercise, is_a, rejects

    @exercise("reservoir-sample")
    def test_every_item_has_the_same_chance(submission, rng):
        \"\"\"Each of the n items is kept with probability k/n.\"\"\"

Fixtures (from `autograder.pytest_plugin`): `submission`, the student's functions;
`rng`, a NumPy generator seeded from the grading seed and the test's name;
`reference`, the solution module, in hidden checks only.
"""

import pickle
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from types import FunctionType
from typing import Any, TypeVar

import numpy as np
import pytest

from autograder.compare import Mismatch, assert_same, is_a
from autograder.plain_data import plain
from autograder.sandbox.errors import SandboxError, SubmissionStopped, UnsendableValue
from autograder.sandbox.handles import Spy
from autograder.sandbox.kept import Kept, Passed
from autograder.submission import NotDefined, StillAStub, in_one_line

__all__ = [
    "Mismatch",
    "assert_each",
    "assert_same",
    "assert_unchanged",
    "exercise",
    "is_a",
    "once",
    "once_per_seed",
    "rejects",
    "rejects_each",
    "require",
    "spy",
]

Check = TypeVar("Check", bound=Callable[..., None])
Cases = TypeVar("Cases")


def exercise(key: str, weight: float = 1.0) -> Callable[[Check], Check]:
    """Mark a test as a check of the exercise `key`; its weight is its share of the points."""
    if not weight > 0:
        raise ValueError(f"the weight of a check is a positive number, not {weight!r}")
    return pytest.mark.exercise(key, weight)


def once(build: Callable[[], Cases]) -> Callable[[], Cases]:
    """Keep what `build()` makes: for the cases of a check, where they are always the same.

    A list of calls or of cases must not be changed: sandboxes are sent copies made when it was new.
    """
    return cache(lambda: _kept(build()))


def _kept(cases: Any) -> Any:
    return Kept(cases) if type(cases) is list else cases


def once_per_seed(build: Callable[[np.random.Generator], Cases]) -> Callable[..., Cases]:
    """Keep what `build(rng)` makes of the random inputs of one grading seed.

    For the cases of a check, which are the same for every submission of a batch: drawing them and
    working out what is expected often takes longer than the submission does. As with `once`, a
    list must not be changed.
    """

    @lru_cache(maxsize=4)
    def of(*entropy: int) -> Cases:
        made: Cases = _kept(build(np.random.default_rng(list(entropy))))
        return made

    def cases(rng: np.random.Generator) -> Cases:
        return of(*rng.bit_generator.seed_seq.entropy)  # type: ignore[attr-defined]

    return cases


def require(condition: bool, problem: str, *, expected: str = "", received: str = "") -> None:
    """Demand a condition the check computed itself; `problem` is the sentence a student reads."""
    if type(condition) is not bool and type(condition).__name__ != "bool":
        raise TypeError("require() takes a bool the check computed, not the submission's value")
    if not condition:
        raise Mismatch(problem, expected, received)


def rejects(
    function: Callable[..., Any],
    *args: Any,
    naming: str = "",
    error: type[Exception] = ValueError,
    **kwargs: Any,
) -> None:
    """Demand that the call raises `error`, with a message that contains `naming`."""
    wanted = f"{error.__name__} naming {naming!r}" if naming else error.__name__
    try:
        result = function(*args, **kwargs)
    except (NotDefined, StillAStub, SubmissionStopped, SandboxError, UnsendableValue):
        # No error that the submission raised: it is absent, was stopped, or the fault is ours.
        raise
    except error as raised:
        if naming.lower() not in _text(raised):
            raise Mismatch(
                f"The error's message should name {naming!r}.",
                wanted,
                in_one_line(raised)[:200],
            ) from None
        return
    except Exception as raised:  # of the submission's own making: any other kind is a wrong answer
        raise Mismatch(
            f"This call should raise {wanted}.",
            wanted,
            in_one_line(raised)[:200],
        ) from None
    from autograder.brief import brief

    raise Mismatch(f"This call should raise {wanted}.", wanted, f"returned {brief(result, 200)}")


def assert_each(
    function: Any,
    cases: Iterable[tuple[Sequence[Any], Any, str]],
    *,
    of: Callable[[Any], Any] = lambda result: result,
    **tolerance: float,
) -> None:
    """Demand the expected result of many calls: cases of (arguments, expected, why).

    of: takes from each result the part to compare, which follows from the result alone;
    tolerance: `rtol` and `atol` of `assert_same`.
    Faster than as many calls one by one, since a sandbox is asked once.
    """
    cases = cases if isinstance(cases, Kept) else list(cases)

    def compare(answers: Iterable[Callable[[], Any]]) -> None:
        for answer, (_, expected, why) in zip(answers, cases, strict=True):
            assert_same(of(answer()), expected, why=why, **tolerance)

    calls = cases.arguments() if isinstance(cases, Kept) else [case[0] for case in cases]
    _judge_each(function, calls, compare, cases, ("same", of, *sorted(tolerance.items())))


def _judge_each(
    function: Any,
    calls: Sequence[Sequence[Any]],
    compare: Callable[[Iterable[Callable[[], Any]]], None],
    cases: Sequence[Any],
    way: tuple[Any, ...],
) -> None:
    """Let `compare` judge the answers of `calls`, once for those that are the same to the bit.

    way: all that the comparison depends on besides the answers and `cases`.
    """
    judge = getattr(type(function), "each_unless", None)
    passed = None if judge is None or not calls else _passed(cases, way)
    if judge is None or passed is None:
        compare(function.each(calls))
    else:
        judge(function, passed, calls, compare)


def _passed(cases: Sequence[Any], way: tuple[Any, ...]) -> Passed | None:
    """The answers that passed this comparison; None if it may be another one the next time."""
    try:
        fixed = _fixed(way)
        if isinstance(cases, Kept):
            return cases.passed(fixed)
        return _passed_of(sha256(pickle.dumps(cases, protocol=5)).digest(), fixed)
    except Exception:  # whatever cannot be pickled, or stands in a circle
        return None


@lru_cache(maxsize=1000)
def _passed_of(cases: bytes, way: Hashable) -> Passed:
    """The same of cases that are made anew for each submission, by what they say."""
    return Passed()


class _Changes(Exception):
    """Something may mean another thing the next time."""


def _fixed(value: Any) -> Hashable:
    """What stands for the value, a function by what it does, as long as the process lives."""
    kind = type(value)
    if kind is tuple:
        return tuple(_fixed(item) for item in value)
    if kind is FunctionType:
        cells = tuple(cell.cell_contents for cell in value.__closure__ or ())
        named = tuple(sorted((value.__kwdefaults__ or {}).items()))
        where = id(value.__globals__)
        return where, value.__code__, _fixed((cells, value.__defaults__, named))
    if value is None or kind in (bool, int, str) or isinstance(value, type):
        return kind, value
    if kind is float:
        return kind, value.hex()
    raise _Changes


def rejects_each(
    function: Any,
    calls: Iterable[Sequence[Any]],
    *,
    naming: str = "",
    error: type[Exception] = ValueError,
) -> None:
    """Demand that each call, a sequence of positional arguments, raises as `rejects` says."""

    def compare(answers: Iterable[Callable[[], Any]]) -> None:
        for answer in answers:
            rejects(answer, naming=naming, error=error)

    made = calls if isinstance(calls, Kept) else list(calls)
    _judge_each(function, made, compare, made, ("rejects", naming, error))


def _text(raised: Exception) -> str:
    try:
        return str(raised).lower()
    except Exception:  # of the submission's own making: its error class cannot be printed
        return ""


def assert_unchanged(function: Any, *args: Any, **kwargs: Any) -> Any:
    """Call `function`, demand that it left its positional arguments alone, return its result."""
    result, after = function.with_arguments(*args, **kwargs)
    for position, (now, before) in enumerate(zip(after, args, strict=True)):
        if now is before:  # the sandbox says so of those that it need not send back
            continue
        try:
            assert_same(now, before)
        except Mismatch as change:
            raise Mismatch(
                f"Argument {position + 1} was changed by the call; work on a copy.",
                change.expected,
                change.received,
            ) from None
    return result


def spy(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function to hand to the submission that runs with the check, wherever that one runs.

    Any other function is copied into the sandbox together with all that it names. A spy stays
    here, so it may record its calls and know what must stay secret. It is called with copies of
    the arguments, plain data all, and a copy of its result goes back. Errors it raises reach the
    submission with their type, if it is a builtin one, and their text.
    """

    def told(*args: Any) -> Any:
        return plain(function(*(plain(value) for value in args)))

    told.__name__ = function.__name__.lstrip("_")
    return Spy(told)
