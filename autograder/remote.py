"""A submission that lives in the sandbox, with the face that checks know.

The same as `autograder.submission`, but every call crosses the wire: arguments and results are
plain data, and what cannot be plain data stays behind as a handle that never compares.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from autograder.ahead import Asked, List
from autograder.brief import brief
from autograder.sandbox.errors import SubmissionStopped
from autograder.sandbox.handles import Handle, type_name
from autograder.sandbox.kept import Kept, Passed
from autograder.sandbox.raised import SubmissionRaised
from autograder.sandbox.session import Session
from autograder.submission import Call, NotDefined, StillAStub
from autograder.words import a, named, variable


@dataclass(frozen=True)
class KeptCall(Call):
    """One of calls that are the same for every submission; its text is made once."""

    calls: Kept = field(default_factory=lambda: Kept(()))
    place: int = 0

    @property
    def text(self) -> str:
        """The call as a person would write it."""
        key = self.name, self.place
        if key not in self.calls.texts:
            self.calls.texts[key] = super().text
        return self.calls.texts[key]


@dataclass(frozen=True)
class LateCall(Call):
    """The last of many calls whose answers were not decoded, for the same have passed before."""

    answers: Callable[[], list[Any]] = list

    @property
    def returned(self) -> str:
        """The text of what came back; none of an error."""
        last = self.answers()[-1]
        return "" if isinstance(last, SubmissionRaised) else brief(last)


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
        self.cut_short: Exception | None = None
        self.asked = Asked()
        self.certain: Callable[[], Sequence[List]] = tuple
        """The lists of calls that come next if the one now asked is the first of them."""
        session.hold = partial(RemoteObject, self)

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
        self.last_call = self.last_error = self.cut_short = None
        self.asked = Asked()

    def look_ahead(self, name: str, calls: Kept, *, sealed: bool) -> None:
        """These calls are about to be made: those that are certain to follow may be made too.

        sealed: whether their answers go to a comparison only.
        """
        self.asked.note(name, calls, sealed=sealed)
        if self.session.early:
            return
        lists = []
        for called, made in self.certain():
            # What a list tells its check through a spy must not arrive before the check began.
            if called not in self._found or not self.session.is_plain(made):
                break
            lists.append((self._found[called].handle, made))
        if len(lists) > 1 and lists[0][0] is self._found[name].handle and lists[0][1] is calls:
            self.session.call_ahead(lists)

    def run(self, name: str, ask: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """What the sandbox answers; `name` is what a check knows the code by that runs there."""
        self.asked.count += 1
        try:
            return ask(*args, **kwargs)
        except SubmissionStopped as stop:
            self.cut_short = self.cut_short or stop
            raise
        except SubmissionRaised as error:
            raise self.refusal(name, error) from None

    def refusal(self, name: str, error: SubmissionRaised) -> Exception:
        """What a check is to see of an error that the submission raised."""
        if isinstance(error, NotImplementedError):
            stub = StillAStub(f"`{name}` is not written yet.")
            self.cut_short = self.cut_short or stub
            return stub
        self.last_error = error
        return error


class RemoteFunction:
    """A function of the submission, called in the sandbox.

    seconds: the clock of each call, or None for the session's own.
    """

    def __init__(
        self, owner: RemoteSubmission, name: str, handle: Handle, seconds: float | None = None
    ) -> None:
        self._owner = owner
        self._name = name
        self.handle = handle
        self._seconds = seconds

    def within(self, seconds: float) -> "RemoteFunction":
        """The same function under a clock of its own."""
        return RemoteFunction(self._owner, self._name, self.handle, seconds)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(args, kwargs, arguments=False)[0]

    def with_arguments(self, *args: Any, **kwargs: Any) -> tuple[Any, tuple[Any, ...]]:
        """The result, and the positional arguments as the function left them."""
        return self._ask(args, kwargs, arguments=True)

    def each(self, calls: Iterable[Sequence[Any]]) -> Iterator[Callable[[], Any]]:
        """As `submission.LocalFunction.each`, in one exchange with the sandbox."""
        made = calls if isinstance(calls, Kept) else [tuple(args) for args in calls]
        answers = self._answers(made, self._owner.session.call_each, sealed=False)
        yield from self._taken(made, answers)

    def each_unless(
        self,
        passed: Passed,
        calls: Sequence[Sequence[Any]],
        compare: Callable[[Iterable[Callable[[], Any]]], None],
    ) -> None:
        """Let `compare` go through what `each` gives, unless the same answers passed it before.

        What it makes of them must follow from the answers alone.
        """
        session = self._owner.session
        answers = self._answers(calls, partial(session.call_each_unless, passed), sealed=True)
        if callable(answers):
            self._owner.last_call = LateCall(self._name, tuple(calls[-1]), {}, (), answers)
            return
        seal = session.seal  # before `compare` asks anything
        compare(self._taken(calls, answers))
        if seal is not None:
            passed.add(seal)

    def _taken(
        self, calls: Sequence[Sequence[Any]], answers: Sequence[Any]
    ) -> Iterator[Callable[[], Any]]:
        # Fewer answers than calls end in that of a stub, at which the check ends as well.
        kept = calls if isinstance(calls, Kept) else None
        for place, (args, answer) in enumerate(zip(calls, answers, strict=False)):
            yield partial(self._take, tuple(args), answer, kept, place)

    def _answers(
        self, calls: Sequence[Sequence[Any]], ask: Callable[..., Any], *, sealed: bool
    ) -> Any:
        # What is raised here is a KeyboardInterrupt of its own, or too large a result.
        owner = self._owner
        owner.last_call = Call(self._name, tuple(calls[0]), {}) if calls else None
        if isinstance(calls, Kept) and self._seconds is None:
            owner.look_ahead(self._name, calls, sealed=sealed)
        return owner.run(self._name, ask, self.handle, calls, seconds=self._seconds)

    def _take(self, args: tuple[Any, ...], answer: Any, kept: Kept | None, place: int) -> Any:
        """The answer of one call, which becomes the last call made."""
        raised = isinstance(answer, SubmissionRaised)
        result = () if raised else (answer,)
        self._owner.last_call = (
            Call(self._name, args, {}, result)
            if kept is None
            else KeptCall(self._name, args, {}, result, kept, place)
        )
        if raised:
            raise self._owner.refusal(self._name, answer)
        return answer

    def _ask(
        self, args: tuple[Any, ...], kwargs: dict[str, Any], *, arguments: bool
    ) -> tuple[Any, tuple[Any, ...]]:
        owner, session = self._owner, self._owner.session
        owner.last_call = Call(self._name, args, kwargs)
        ask = session.call_with_arguments if arguments else session.call
        answer = owner.run(self._name, ask, self.handle, args, kwargs, seconds=self._seconds)
        result, after = (answer.value, tuple(answer.args)) if arguments else (answer, args)
        owner.last_call = Call(self._name, args, kwargs, (result,))
        return result, after


class RemoteObject(Handle):
    """An object of the submission, whose calls a check can be told of by name.

    A method is asked for once, and then called by its name, in one exchange.

    name: what a person would call it, such as `system`; method_of: the object of which it is one.
    """

    __slots__ = ("_method_of", "_methods", "_name", "_owner")
    _owner: RemoteSubmission
    _name: str
    _method_of: "tuple[RemoteObject, str] | None"
    _methods: "dict[str, RemoteObject]"

    def __init__(self, owner: RemoteSubmission, number: int, type_name: str) -> None:
        super().__init__(owner.session, number, type_name)
        object.__setattr__(self, "_owner", owner)
        object.__setattr__(self, "_name", variable(type_name.rpartition(".")[2]))
        object.__setattr__(self, "_method_of", None)
        object.__setattr__(self, "_methods", {})

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("_"):
            return super().__getattr__(attribute)
        if attribute in self._methods:
            return self._methods[attribute]
        name = f"{self._name}.{attribute}"
        value = self._owner.run(name, super().__getattr__, attribute)
        if isinstance(value, RemoteObject):
            object.__setattr__(value, "_name", name)
            if type_name(value) == "builtins.method":
                object.__setattr__(value, "_method_of", (self, attribute))
                self._methods[attribute] = value
        return value

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        owner, name = self._owner, self._name
        owner.last_call = Call(name, args, kwargs)
        # By name, for the object may have put something else in the place of its method.
        target, *path = self._method_of or (self,)
        result = owner.run(name, owner.session.call, target, args, kwargs, path=path)
        owner.last_call = Call(name, args, kwargs, (result,))
        return result

    def __getitem__(self, key: Any) -> Any:
        return self._owner.run(self._name, super().__getitem__, key)

    def __len__(self) -> int:
        length: int = self._owner.run(self._name, super().__len__)
        return length

    def __iter__(self) -> Iterator[Any]:
        iterator: Iterator[Any] = self._owner.run(self._name, super().__iter__)
        return iterator

    def __next__(self) -> Any:
        items, _ = self._owner.run(self._name, self._session.take, self, 1)
        if not items:
            raise StopIteration
        return items[0]
