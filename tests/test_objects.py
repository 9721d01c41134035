"""Objects of a submission, driven by a check: the same in a sandbox and in a learner's kernel."""

import operator
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from autograder.clock import Clock, Timed
from autograder.compare import Mismatch, assert_same
from autograder.remote import RemoteSubmission
from autograder.report import Verdict
from autograder.sandbox.confine import Layers
from autograder.sandbox.launch import WarmTemplate
from autograder.sandbox.session import Session
from autograder.sandbox.workspace import Workspace
from autograder.submission import LocalSubmission, StillAStub, Submission
from autograder.testing import rejects

CELL = """
from dataclasses import dataclass, field


class Model:
    def rate(self):
        return 0.25


class NaiveSystem:
    def __init__(self, briefing, journal=()):
        self.briefing = briefing
        self.journal = list(journal)
        self.model = Model()
        self._secret = 7
        self.small = {"EWR": 1}

    def ingest(self, messages, now):
        self.journal += [message["id"] for message in messages]
        messages.clear()

    def predict(self, requests, now="noon", *, share=1.0):
        return [{"id": r["id"], "p_late": share / 4, "act": False} for r in requests]

    def replace(self):
        self.predict = lambda requests: "another"

    def retrain(self):
        raise NotImplementedError

    def fail(self, text):
        raise ValueError(text)

    def mine(self, model):
        return model is self.model

    def __len__(self):
        return len(self.journal)

    def __getitem__(self, key):
        return self.journal[key]

    def __iter__(self):
        return iter(self.journal)

    def __eq__(self, other):
        return True


@dataclass
class Counter:
    seen: list = field(default_factory=list)

    def count(self, item):
        self.seen.append(item)
        return len(self.seen)


def endless():
    number = 0
    while True:
        yield number
        number += 1


def slow():
    while True:
        pass
"""


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    layers = Layers(namespaces=False)
    with WarmTemplate(Workspace(preload=("numpy",)), layers) as template, template.spawn() as one:
        yield one


@pytest.fixture(params=["local", "remote"])
def submission(request: pytest.FixtureRequest) -> Submission:
    if request.param == "local":
        namespace: dict[str, object] = {"__name__": "__main__"}
        exec(CELL, namespace)
        return LocalSubmission(namespace)
    session = request.getfixturevalue("session")
    assert session.run_cell(CELL).error is None
    return RemoteSubmission(session, {})


def test_an_object_is_driven_by_its_methods(submission):
    system = submission.NaiveSystem({"costs": [1]})
    for number in range(3):
        assert system.ingest([{"id": f"m{number}"}], "now") is None
    assert_same(system.journal, ["m0", "m1", "m2"])
    assert_same(system.predict([{"id": 1}], share=2.0), [{"id": 1, "p_late": 0.5, "act": False}])


def test_what_goes_in_and_what_comes_out_are_copies(submission):
    messages, briefing = [{"id": "a"}], {"costs": [1]}
    system = submission.NaiveSystem(briefing)
    system.ingest(messages, "now")
    assert messages == [{"id": "a"}]
    system.journal.append("mine")
    system.briefing["costs"].append(2)
    assert_same(system.journal, ["a"])
    assert_same(system.briefing, {"costs": [1]})
    assert briefing == {"costs": [1]}


def test_an_object_of_an_object_is_one_as_well(submission):
    system = submission.NaiveSystem({})
    assert system.model.rate() == 0.25
    assert system.mine(system.model) is True


def test_items_length_and_iteration_are_the_objects_own(submission):
    system = submission.NaiveSystem({}, ["a", "b"])
    assert (len(system), system[1], list(system)) == (2, "b", ["a", "b"])
    assert system.small["EWR"] == 1
    numbers = iter(submission.endless())
    assert [next(numbers) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(IndexError):
        system[5]


def test_a_method_that_was_replaced_is_not_called_any_more(submission):
    system = submission.NaiveSystem({})
    assert system.predict([]) == []
    system.replace()
    assert system.predict([]) == "another"


def test_a_dataclass_keeps_its_methods(submission):
    counter = submission.Counter()
    assert (counter.count("a"), counter.count("b"), counter.seen) == (1, 2, ["a", "b"])


@pytest.mark.parametrize(
    "use",
    [
        lambda x: x == 1,
        lambda x: x != 1,
        lambda x: x < 1,
        lambda x: operator.eq(1, x),
        bool,
        lambda x: not x,
        lambda x: 1 in x,
        lambda x: x in [1],
        lambda x: x + 1,
        lambda x: 1 + x,
        float,
        int,
        hash,
        np.asarray,
        lambda x: assert_same(x, 1.0),
        lambda x: assert_same(x, []),
    ],
)
def test_an_object_is_no_value(submission, use):
    for thing in (submission.NaiveSystem({}), submission.NaiveSystem({}).ingest):
        with pytest.raises((TypeError, Mismatch)):
            use(thing)


def test_an_object_cannot_be_changed_from_outside_nor_its_secrets_read(submission):
    system = submission.NaiveSystem({})
    with pytest.raises(AttributeError):
        system.journal = ["forged"]
    with pytest.raises(AttributeError):
        _ = system._secret
    assert not hasattr(system, "nothing")


def test_the_call_is_named_as_a_person_would_write_it(submission):
    system = submission.NaiveSystem({})
    system.predict([], now="noon")
    assert submission.last_call.text == "system.predict([], now='noon')"
    assert submission.last_call.returned == "[]"
    with pytest.raises(ValueError, match="so") as caught:
        system.fail("so")
    assert (submission.last_call.text, submission.last_call.returned) == ("system.fail('so')", "")
    assert submission.last_error is caught.value
    rejects(system.fail, "so")


def test_a_method_that_is_not_written_is_a_stub(submission):
    with pytest.raises(StillAStub, match=r"`system\.retrain` is not written yet"):
        submission.NaiveSystem({}).retrain()


def test_a_swallowed_stub_is_still_one(
    write_checks: Callable[..., object], submission: Submission
) -> None:
    suite = write_checks('''
@exercise("double")
def test_it_runs(submission):
    """It runs."""
    try:
        submission.NaiveSystem({}).retrain()
    except Exception:  # what a simulator does with a failed call
        pass


@exercise("double")
def test_it_counts(submission):
    """It counts."""
    assert_same(submission.NaiveSystem({}).predict([]), [1])
''')
    first, second = suite.run("double", submission, hidden=False)
    assert (first.verdict, first.message) == (Verdict.STUB, "`system.retrain` is not written yet.")
    assert (second.verdict, second.called) == (Verdict.FAILED, "system.predict([])")


def test_methods_are_under_the_clock_of_a_learner():
    namespace: dict[str, object] = {}
    exec("class System:\n    def loop(self):\n        while True: pass", namespace)
    with Clock() as clock:
        timed = Timed(LocalSubmission(namespace), clock)
        timed.seconds = 0.05
        system = timed.System()
        with pytest.raises(Exception, match=r"`system\.loop` ran for more than 0\.05 s"):
            system.loop()
    assert timed.cut_short is not None
