"""A submission that lives in the sandbox, with the face that checks know.

The same as `autograder.submission`, but every call crosses the wire: arguments and results are
plain data, and what cannot be plain data stays behind as a handle that never compares.
"""

from typing import Any

from autograder.brief import brief, brief_call
from autograder.sandbox.errors import SubmissionStopped
from autograder.sandbox.handles import Handle
from autograder.sandbox.raised import SubmissionRaised
from autograder.sandbox.session import Session
from autograder.submission import Call, NotDefined, StillAStub


class RemoteSubmission:
    """The names that a notebook has defined so far in its sandbox.

    failures: for a name that is missing because its cell failed, how it failed.
    """

    def __init__(self, session: Session, failures: dict[str, str]) -> None:
        self._session = session
        self._failures = failures
        self._found: dict[str, RemoteFunction] = {}
        self.last_call: Call | None = None
        self.last_error: BaseException | None = None

    def __getattr__(self, name: str) -> "RemoteFunction":
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in self._found:
            if not self._session.has(name):
                reason = self._failures.get(name)
                raise NotDefined(
                    f"`{name}` is not defined, because its cell stopped with {reason}."
                    if reason
                    else f"`{name}` is not defined."
                )
            value = self._session.get(name)
            if not isinstance(value, Handle):  # mostly `f = f(x)` further down in the notebook
                raise NotDefined(
                    f"`{name}` is no function any more, but of type {type(value).__name__}."
                )
            self._found[name] = RemoteFunction(self, name, value)
        return self._found[name]

    def forget(self) -> None:
        """Start a new check: no call has been made yet."""
        self.last_call = self.last_error = None


class RemoteFunction:
    """A function of the submission, called in the sandbox."""

    def __init__(self, owner: RemoteSubmission, name: str, handle: Handle) -> None:
        self._owner = owner
        self._name = name
        self._handle = handle

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(args, kwargs, arguments=False)[0]

    def with_arguments(self, *args: Any, **kwargs: Any) -> tuple[Any, tuple[Any, ...]]:
        """The result, and the positional arguments as the function left them."""
        return self._ask(args, kwargs, arguments=True)

    def _ask(
        self, args: tuple[Any, ...], kwargs: dict[str, Any], *, arguments: bool
    ) -> tuple[Any, tuple[Any, ...]]:
        owner, session = self._owner, self._owner._session
        text = brief_call(self._name, args, kwargs)
        owner.last_call = Call(text)
        try:
            if arguments:
                answer = session.call_with_arguments(self._handle, args, kwargs)
                result, after = answer.value, tuple(answer.args)
            else:
                result, after = session.call(self._handle, args, kwargs), args
        except SubmissionStopped:
            raise
        except SubmissionRaised as error:
            if isinstance(error, NotImplementedError):
                raise StillAStub(f"`{self._name}` has not been written yet.") from None
            owner.last_error = error
            raise
        owner.last_call = Call(text, brief(result))
        return result, after
