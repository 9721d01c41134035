"""A submission that lives in the sandbox, with the face that checks know.

The same as `autograder.submission`, but every call crosses the wire: arguments and results are
plain data, and what cannot be plain data stays behind as a handle that never compares.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from autograder.sandbox.errors import SubmissionStopped
from autograder.sandbox.handles import Handle
from autograder.sandbox.kept import Kept
from autograder.sandbox.raised import SubmissionRaised
from autograder.sandbox.session import Session
from autograder.submission import Call, NotDefined, StillAStub
from autograder.words import a, named


class RemoteSubmission:
    """The names that a notebook has defined so far in its sandbox, each looked up once.

    failures: for a name that is missing because its cell did not come to its end, what it did.
    """

    def __init__(self, session: Session, failures: dict[str, str]) -> None:
        self.session = session
        self._failures = failures
        self._found: dict[str, RemoteFunction] = {}
        self.last_call: Call | None = None
        self.last_error: BaseException | None = None

    def __getattr__(self, name: str) -> "RemoteFunction":
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in self._found:
            value = self.session.function(name)
            if value is None:
                reason = self._failures.get(name)
                raise NotDefined(
                    f"`{name}` is not defined, because its cell {reason}."
                    if reason
                    else f"`{name}` is not defined."
                )
            if not isinstance(value, Handle):  # mostly `f = f(x)` further down in the notebook
                raise NotDefined(f"`{name}` is no function any more, but {a(named(value))}.")
            self._found[name] = RemoteFunction(self, name, value)
        return self._found[name]

    def forget(self) -> None:
        """Start a new check: no call has been made yet."""
        self.last_call = self.last_error = None


class RemoteFunction:
    """A function of the submission, called in the sandbox.

    seconds: the clock of each call, or None for the session's own.
    """

    def __init__(
        self, owner: RemoteSubmission, name: str, handle: Handle, seconds: float | None = None
    ) -> None:
        self._owner = owner
        self._name = name
        self._handle = handle
        self._seconds = seconds

    def within(self, seconds: float) -> "RemoteFunction":
        """The same function under a clock of its own."""
        return RemoteFunction(self._owner, self._name, self._handle, seconds)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(args, kwargs, arguments=False)[0]

    def with_arguments(self, *args: Any, **kwargs: Any) -> tuple[Any, tuple[Any, ...]]:
        """The result, and the positional arguments as the function left them."""
        return self._ask(args, kwargs, arguments=True)

    def each(self, calls: Iterable[Sequence[Any]]) -> Iterator[Callable[[], Any]]:
        """As `submission.LocalFunction.each`, in one exchange with the sandbox."""
        made = calls if isinstance(calls, Kept) else [tuple(args) for args in calls]
        self._owner.last_call = Call(self._name, tuple(made[0]), {}) if made else None
        # Fewer answers than calls end in that of a stub, at which the check ends as well.
        for args, answer in zip(made, self._answers(made), strict=False):
            yield partial(self._take, tuple(args), answer)

    def _answers(self, calls: Sequence[Sequence[Any]]) -> list[Any]:
        try:
            return self._owner.session.call_each(self._handle, calls, seconds=self._seconds)
        except SubmissionRaised as error:  # a KeyboardInterrupt of its own, or too large a result
            self._owner.last_error = error
            raise

    def _take(self, args: tuple[Any, ...], answer: Any) -> Any:
        """The answer of one call, which becomes the last call made."""
        raised = isinstance(answer, SubmissionRaised)
        self._owner.last_call = Call(self._name, args, {}, () if raised else (answer,))
        if raised:
            raise self._refusal(answer)
        return answer

    def _refusal(self, error: SubmissionRaised) -> Exception:
        """What a check is to see of an error that the function raised."""
        if isinstance(error, NotImplementedError):
            return StillAStub(f"`{self._name}` is not written yet.")
        self._owner.last_error = error
        return error

    def _ask(
        self, args: tuple[Any, ...], kwargs: dict[str, Any], *, arguments: bool
    ) -> tuple[Any, tuple[Any, ...]]:
        owner, session = self._owner, self._owner.session
        owner.last_call = Call(self._name, args, kwargs)
        try:
            if arguments:
                answer = session.call_with_arguments(
                    self._handle, args, kwargs, seconds=self._seconds
                )
                result, after = answer.value, tuple(answer.args)
            else:
                result = session.call(self._handle, args, kwargs, seconds=self._seconds)
                after = args
        except SubmissionStopped:
            raise
        except SubmissionRaised as error:
            raise self._refusal(error) from None
        owner.last_call = replace(owner.last_call, result=(result,))
        return result, after
