"""What a check sees of a submission: functions that cannot reach it, and plain data."""

import collections
import dataclasses

import numpy as np
import pandas as pd
import pytest

from autograder.compare import Mismatch, assert_same
from autograder.plain_data import Opaque, plain
from autograder.sandbox.errors import OpaqueValueError
from autograder.submission import LocalObject, LocalSubmission, NotDefined, StillAStub
from autograder.testing import assert_unchanged, rejects


class AlwaysEqual:
    def __eq__(self, other):
        return True

    def __hash__(self):
        return hash("a")


def submitted(**namespace):
    return LocalSubmission(namespace)


def test_a_function_is_called_with_its_arguments_and_gives_its_result():
    submission = submitted(f=lambda x, *, y: x + y)
    assert submission.f(2, y=3) == 5


def test_a_change_of_an_argument_does_not_reach_the_check():
    items, table = [1, 2], pd.DataFrame({"a": [1, 2]})

    def destroy(items, table):
        items.clear()
        table["a"] = 0

    submitted(f=destroy).f(items, table=table)
    assert items == [1, 2]
    assert table["a"].tolist() == [1, 2]


def test_with_arguments_sees_the_change():
    result, (after,) = submitted(f=lambda items: items.append(3)).f.with_arguments([1])
    assert result is None
    assert after == [1, 3]


def test_assert_unchanged_refuses_a_change_and_returns_the_result():
    with pytest.raises(Mismatch, match="Argument 2 was changed by the call; work on a copy"):
        assert_unchanged(submitted(f=lambda x, items: items.append(1)).f, 1, [])
    assert assert_unchanged(submitted(f=lambda x: x + 1).f, 1) == 2


def test_a_result_that_is_reused_by_the_next_call_does_not_change():
    buffer, items = np.zeros(2), []

    def reuse(x):
        buffer[:] = x
        items.append(x)
        return buffer, items

    submission = submitted(f=reuse)
    first = submission.f(1)
    submission.f(2)
    assert_same(first, (np.ones(2), [1]))


def test_a_change_of_the_result_does_not_reach_the_submission():
    table = pd.DataFrame({"a": [1, 2]})
    submission = submitted(f=lambda: table)
    received = submission.f()
    received["a"] = 0
    assert submission.f()["a"].tolist() == [1, 2]


PLAIN = [
    None, True, 1, 1.5, 1j, "a", b"a", [1, [2]], (1, (2,)), {1, 2}, frozenset({1}), {"a": [1]},
    {(1, "a"): 2}, np.float64(1), np.arange(3), np.array(["a"]), np.array([1, "a", None], object),
    np.array([[1, None]], object), pd.Timestamp("2013-01-01"), pd.Timedelta(1, "s"), pd.NaT, pd.NA,
    pd.Series([1, 2]), pd.Series(["a", None]), pd.Series([1, "a", None], dtype=object),
    pd.Series([1.0], name="late"), pd.Series([1], index=pd.MultiIndex.from_tuples([(1, "a")])),
    pd.DataFrame({"a": ["x", None], "b": [1, 2]}), pd.DataFrame([[1, 2]], columns=["a", "a"]),
    pd.Series(pd.Categorical(["a", "b"])),
]  # fmt: skip


@pytest.mark.parametrize("place", range(len(PLAIN)))
def test_plain_data_comes_back_as_it_is(place):
    received = plain(PLAIN[place])
    assert type(received) is type(PLAIN[place])
    if not isinstance(PLAIN[place], complex):
        assert_same(received, PLAIN[place])


@dataclasses.dataclass(frozen=True)
class Point:
    x: int = 1


Pair = collections.namedtuple("Pair", "a b")


class Row(list):
    """A list of a class of its own."""


OBJECTS = {
    "an object that is equal to everything": AlwaysEqual(),
    "a generator": (x for x in [1]),
    "a lambda": lambda: 1,
    "a class": AlwaysEqual,
    "a dataclass": Point(),
    "a named tuple": Pair(1, 2),
    "a list of a class of its own": Row([1]),
    "a defaultdict": collections.defaultdict(int),
    "a range": range(3),
    "a view of keys": {}.keys(),
    "an index": pd.Index([1]),
    "a masked array": np.ma.array([1]),
    "a matrix": np.ones((1, 1)).view(np.matrix),
    "a Series of objects": pd.Series([AlwaysEqual()]),
    "a Series of lists": pd.Series([[AlwaysEqual()]]),
    "a table with a column of objects": pd.DataFrame({"a": [1], "b": [AlwaysEqual()]}),
    "a table with an object as row label": pd.DataFrame({"a": [1]}, index=[AlwaysEqual()]),
    "a table with an object as column label": pd.DataFrame([[1]], columns=[AlwaysEqual()]),
    "a Series with an object as name": pd.Series([1], name=AlwaysEqual()),
    "a Series with an object in its row labels": pd.Series(
        [1], index=pd.MultiIndex.from_tuples([(1, AlwaysEqual())])
    ),
    "a set with an object": {AlwaysEqual()},
    "a frozenset with an object": frozenset({Point()}),
    "a dict with an object as key": {AlwaysEqual(): 1},
    "a dict with an object deep in a key": {(1, (Point(),)): 1},
}


@pytest.mark.parametrize("name", OBJECTS)
def test_anything_else_comes_back_opaque(name):
    assert type(plain(OBJECTS[name])) is Opaque


@pytest.mark.parametrize(
    "value",
    [[AlwaysEqual()], (AlwaysEqual(),), {"a": AlwaysEqual()}],
    ids=["list", "tuple", "dict"],
)
def test_an_object_within_plain_data_is_opaque_in_its_place(value):
    result = submitted(f=lambda: value).f()
    (item,) = result.values() if isinstance(result, dict) else result
    assert type(item) is LocalObject


def test_an_object_within_an_array_is_opaque_in_its_place():
    result = plain(np.array([[1, AlwaysEqual()]], dtype=object))
    assert result.shape == (1, 2)
    assert type(result[0, 1]) is Opaque
    assert result[0, 0] == 1


def test_a_list_that_holds_itself_is_cut_off():
    items = []
    items.append(items)
    result = submitted(f=lambda: items).f()
    with pytest.raises(Mismatch):
        assert_same(result, [[1]])


def test_deep_nesting_is_cut_off():
    value = 1
    for _ in range(5000):
        value = {"a": [value]}
    assert type(submitted(f=lambda: value).f()) is dict


USES = {
    "==": lambda x: x == 1, "!=": lambda x: x != 1, "<": lambda x: x < 1, ">=": lambda x: x >= 1,
    "1 ==": lambda x: x == 1, "in a list": lambda x: x in [1], "in itself": lambda x: 1 in x,
    "bool": bool, "not": lambda x: not x, "len": len, "iter": list, "next": lambda x: next(iter(x)),
    "item": lambda x: x[0], "attribute": lambda x: x.index, "call": lambda x: x(), "int": int,
    "float": float, "abs": abs, "round": round, "+": lambda x: x + 1, "1 +": lambda x: 1 + x,
    "-": lambda x: x - 1, "1 -": lambda x: 1 - x, "/": lambda x: x / 2, "2 /": lambda x: 2 / x,
    "%": lambda x: x % 2, "**": lambda x: x**2, "-x": lambda x: -x, "sum": lambda x: sum([x]),
    "sorted": lambda x: sorted([x, x]), "max": lambda x: max(x, 1), "asarray": np.asarray,
    "isfinite": np.isfinite, "add": lambda x: np.arange(2) + x, "equal": lambda x: np.equal(x, 1),
    "allclose": lambda x: np.allclose(x, 1), "set": lambda x: set(x), "dict": lambda x: dict(x),
}  # fmt: skip


@pytest.mark.parametrize("use", USES)
def test_an_opaque_object_cannot_be_used_as_data(use):
    with pytest.raises(OpaqueValueError, match="an object of type object, which is not plain data"):
        USES[use](Opaque(object()))


def test_an_opaque_object_has_no_hash():
    with pytest.raises(TypeError):
        {Opaque(1)}


def test_an_object_may_be_an_argument_of_the_next_call():
    submission = submitted(make=AlwaysEqual, kind=lambda x: type(x).__name__)
    assert submission.kind(submission.make()) == "AlwaysEqual"


def test_a_name_that_is_not_there_is_not_defined():
    with pytest.raises(NotDefined, match=r"`f` is not defined\. Run the cell that defines it"):
        submitted().f()


def test_a_name_that_is_missing_because_its_cell_failed_says_so():
    submission = LocalSubmission({}, {"f": "stopped with SyntaxError: invalid syntax"})
    with pytest.raises(NotDefined, match="its cell stopped with SyntaxError: invalid syntax"):
        submission.f()


def test_a_function_whose_name_was_given_to_its_result_is_not_defined():
    with pytest.raises(NotDefined, match="`f` is no function any more, but a Series"):
        submitted(f=pd.Series([1])).f()


def test_not_implemented_is_a_stub():
    def stub():
        raise NotImplementedError

    with pytest.raises(StillAStub, match="`f` is not written yet"):
        submitted(f=stub).f()


def test_a_stub_is_no_rejection():
    def stub():
        raise NotImplementedError

    with pytest.raises(StillAStub):
        rejects(submitted(f=stub).f, error=RuntimeError)  # NotImplementedError is one


@pytest.mark.parametrize("error", [ValueError("no"), SystemExit(3), AssertionError("mine")])
def test_an_error_of_the_submission_is_remembered_as_its_own(error):
    def fail():
        raise error

    submission = submitted(f=fail)
    with pytest.raises(type(error)):
        submission.f()
    assert submission.last_error is error


def test_the_last_call_is_remembered_with_its_result():
    submission = submitted(f=lambda x, y: x + y)
    submission.f(1, y=2)
    assert (submission.last_call.text, submission.last_call.returned) == ("f(1, y=2)", "3")


def test_a_call_that_failed_is_remembered_without_a_result():
    submission = submitted(f=lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        submission.f()
    assert (submission.last_call.text, submission.last_call.returned) == ("f()", "")


def test_a_number_too_long_to_print_is_a_result_like_any_other():
    assert submitted(f=lambda: [10**5000]).f() == [10**5000]


def test_a_new_check_starts_without_a_call():
    submission = submitted(f=lambda: 1)
    submission.f()
    submission.forget()
    assert submission.last_call is None
    assert submission.last_error is None
