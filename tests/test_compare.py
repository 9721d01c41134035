"""The one comparison: it accepts what is right in another spelling, and nothing else."""

import contextlib
import copy
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.compare import Mismatch, assert_same, is_a
from autograder.plain_data import Opaque, plain
from autograder.sandbox.handles import Handle
from autograder.testing import rejects, require

NAN, INF = math.nan, math.inf
DAY = pd.Timestamp("2013-01-01")


class LyingFloat(float):
    """Equal to everything, and any value that is asked for."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __float__(self):
        return 0.5

    __hash__ = float.__hash__


class LyingInt(int):
    def __int__(self):
        return 4

    def __index__(self):
        return 4

    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


class LyingStr(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


class LyingArray(np.ndarray):
    def __eq__(self, other):
        return np.ones(self.shape, bool)

    def __ne__(self, other):
        return np.zeros(self.shape, bool)

    def __sub__(self, other):
        return np.zeros(self.shape)

    __hash__ = None


class LyingDict(dict):
    def __eq__(self, other):
        return True

    def __getitem__(self, key):
        return 1

    def __contains__(self, key):
        return True

    __hash__ = None


class LyingList(list):
    def __eq__(self, other):
        return True

    __hash__ = None


class LyingSeries(pd.Series):
    def equals(self, other):
        return True


class AlwaysEqual:
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 1


def series(values=(1.0, 2.0), **options):
    return pd.Series(list(values), **options)


def frame(**columns):
    return pd.DataFrame(columns or {"a": [1, 2], "b": [0.5, 1.5]})


# name: (received, expected)
DIFFERENT = {
    "True for 1": (True, 1),
    "NumPy's True for 1": (np.True_, 1),
    "True for 1.0": (True, 1.0),
    "NumPy's False for 0.0": (np.False_, 0.0),
    "1 for True": (1, True),
    "1.0 for an int": (1.0, 1),
    "NumPy's 1.0 for an int": (np.float64(1), 1),
    "text for a number": ("1", 1),
    "a number for text": (1, "1"),
    "bytes for text": (b"a", "a"),
    "a complex number for a float": (1 + 0j, 1.0),
    "None for zero": (None, 0),
    "zero for None": (0, None),
    "False for None": (False, None),
    "NaN for a number": (NAN, 0.5),
    "NaN for zero": (NAN, 0.0),
    "a number for NaN": (0.0, NAN),
    "infinity for a number": (INF, 1.0),
    "a number for infinity": (1.0, INF),
    "the other infinity": (-INF, INF),
    "NaN for infinity": (NAN, INF),
    "an int beyond every float": (10**400, 1.0),
    "an int beyond every float for infinity": (10**400, INF),
    "a float that is off by a millionth": (0.500001, 0.5),
    "a list for a tuple": ([1, 2], (1, 2)),
    "a tuple for a list": ((1, 2), [1, 2]),
    "an array for a list": (np.array([1, 2]), [1, 2]),
    "a list for an array": ([1, 2], np.array([1, 2])),
    "a number for an array of one": (1.0, np.array([1.0])),
    "an array of one for a number": (np.array([1.0]), 1.0),
    "an array without dimensions for a number": (np.array(1.0), 1.0),
    "a Series for an array": (series(), np.array([1.0, 2.0])),
    "a range for a list": (range(2), [0, 1]),
    "an empty array for a full one": (np.array([]), np.array([1.0, 2.0])),
    "a full array for an empty one": (np.array([1.0]), np.array([])),
    "an empty list for a full one": ([], [1]),
    "a shape that would broadcast": (np.array([1.0]), np.array([1.0, 1.0])),
    "a column for a row": (np.ones((2, 1)), np.ones(2)),
    "an array turned round": (np.ones((2, 3)), np.ones((3, 2))),
    "ints for floats in an array": (np.array([1, 2]), np.array([1.0, 2.0])),
    "floats for ints in an array": (np.array([1.0, 2.0]), np.array([1, 2])),
    "truth values for ints in an array": (np.array([True]), np.array([1])),
    "ints for truth values in an array": (np.array([1]), np.array([True])),
    "objects for floats in an array": (np.array([1.0], object), np.array([1.0])),
    "text for floats in an array": (np.array(["1"]), np.array([1.0])),
    "NaN within an array": (np.array([1.0, NAN]), np.array([1.0, 2.0])),
    "a number for NaN within an array": (np.array([1.0, 0.0]), np.array([1.0, NAN])),
    "a number for infinity within an array": (np.array([1.0, 5.0]), np.array([1.0, INF])),
    "infinity for a number within an array": (np.array([1.0, INF]), np.array([1.0, 5.0])),
    "the other infinity within an array": (np.array([-INF]), np.array([INF])),
    "far apart within an array": (np.array([-1.7e308]), np.array([1.7e308])),
    "a bool for an int within objects": (np.array([True], object), np.array([1], object)),
    "a missing date within an array": (
        np.array(["NaT"], "M8[ns]"), np.array(["2013-01-01"], "M8[ns]"),
    ),
    "a date for a missing one": (
        np.array(["2013-01-01"], "M8[ns]"), np.array(["NaT"], "M8[ns]"),
    ),
    "another date": (DAY, DAY + pd.Timedelta(1, "s")),
    "a date without its zone": (DAY, DAY.tz_localize("UTC")),
    "a missing date for a date": (pd.NaT, DAY),
    "a date for a missing date": (DAY, pd.NaT),
    "missing for None": (pd.NA, None),
    "NaN for missing": (NAN, pd.NA),
    "a float that claims to be equal": (LyingFloat(7), 0.5),
    "an int that claims to be equal": (LyingInt(7), 4),
    "an int of a class of its own for a float": (LyingInt(4), 4.0),
    "text that claims to be equal": (LyingStr("b"), "a"),
    "an array that claims to be equal": (np.zeros(2).view(LyingArray), np.ones(2)),
    "a masked array": (np.ma.array([1.0, 2.0], mask=True), np.array([1.0, 2.0])),
    "a matrix": (np.ones((1, 1)).view(np.matrix), np.ones((1, 1))),
    "a dict that claims to be equal": (LyingDict(a=2), {"a": 1}),
    "a list that claims to be equal": (LyingList([2]), [1]),
    "a Series of a class of its own": (LyingSeries([1.0, 2.0]), series()),
    "an object that is equal to everything": (AlwaysEqual(), "a"),
    "an object that is equal to everything in a list": ([AlwaysEqual()], [1]),
    "an object that is equal to everything in a set": ({AlwaysEqual()}, {1}),
    "an object that is equal to everything as a key": ({AlwaysEqual(): 1}, {1: 1}),
    "an object that is equal to everything in an array": (
        np.array([AlwaysEqual()]), np.array(["a"], object),
    ),
    "something opaque": (Opaque(object()), 1.0),
    "something opaque for None": (Opaque(None), None),
    "something opaque for text": (Opaque("a"), "a"),
    "something opaque for a list": (Opaque([]), []),
    "something opaque in a list": ([Opaque(1)], [1]),
    "something opaque in a dict": ({"a": Opaque(1)}, {"a": 1}),
    "something opaque in an array": (plain(np.array([object()])), np.array([1], object)),
    "a missing key": ({"a": 1}, {"a": 1, "b": 2}),
    "an extra key": ({"a": 1, "b": 2}, {"a": 1}),
    "True as a key for 1": ({True: "x"}, {1: "x"}),
    "text as a key for a number": ({"1": "x"}, {1: "x"}),
    "True in a set for 1": ({True, 2}, {1, 2}),
    "a float in a set for an int": ({1.0}, {1}),
    "a frozenset for a set": (frozenset({1}), {1}),
    "a set with one more": ({1, 2}, {1}),
    "a difference deep within": ({"a": [(1, {"b": 2.0})]}, {"a": [(1, {"b": 2.5})]}),
    "a type that differs deep within": ({"a": [(1, [2])]}, {"a": [(1, (2,))]}),
    "other row labels": (series(index=[0, 2]), series(index=[0, 1])),
    "row labels in another order": (
        series([2.0, 1.0], index=[1, 0]), series([1.0, 2.0], index=[0, 1]),
    ),
    "text for numbers as row labels": (series(index=["0", "1"]), series(index=[0, 1])),
    "another name": (series(name="late"), series(name="early")),
    "no name": (series(), series(name="late")),
    "a Series with one row less": (series([1.0]), series()),
    "an empty Series": (series([], dtype=float), series()),
    "ints for floats in a Series": (series([1, 2]), series()),
    "objects for floats in a Series": (series(dtype=object), series()),
    "a Series with another date": (series([DAY, pd.NaT]), series([DAY, DAY])),
    "a Series with other text": (series(["a", None]), series(["a", "b"])),
    "a DataFrame for a Series": (series().to_frame(), series()),
    "columns in another order": (frame()[["b", "a"]], frame()),
    "a missing column": (frame()[["a"]], frame()),
    "a difference in a column": (frame(a=[1, 3]), frame(a=[1, 2])),
    "other row labels of a table": (frame().iloc[::-1], frame()),
    "a table without rows": (frame().iloc[:0], frame()),
}  # fmt: skip

SAME = {
    "NumPy's int": (np.int64(4), 4),
    "a small unsigned int": (np.uint8(4), 4),
    "Python's int for NumPy's": (4, np.int64(4)),
    "NumPy's float": (np.float64(0.5), 0.5),
    "a single float": (np.float32(0.5), 0.5),
    "NumPy's truth value": (np.True_, True),
    "Python's truth value for NumPy's": (False, np.False_),
    "NumPy's text": (np.array(["a"])[0], "a"),
    "an int for a float": (2, 2.0),
    "NumPy's int for a float": (np.int32(2), 2.0),
    "a float that is close": (0.1 + 0.2, 0.3),
    "a float that is close to zero": (1e-13, 0.0),
    "zero with a sign": (-0.0, 0.0),
    "zero with a sign in an array": (np.array([-0.0]), np.array([0.0])),
    "NaN for NaN": (NAN, NAN),
    "another NaN for NaN": (np.float64("nan"), NAN),
    "NaN for NaN in an array": (np.array([1.0, NAN]), np.array([1.0, NAN])),
    "infinity for infinity": (INF, INF),
    "infinity for infinity in an array": (np.array([INF, -INF]), np.array([INF, -INF])),
    "an empty array": (np.array([]), np.array([])),
    "an array without dimensions": (np.array(1.5), np.array(1.5)),
    "another width of int": (np.array([1], np.int8), np.array([1])),
    "unsigned ints": (np.array([1], np.uint64), np.array([1])),
    "another width of float": (np.array([0.5], np.float32), np.array([0.5])),
    "another layout in memory": (np.ones((2, 3), order="F"), np.ones((2, 3))),
    "a view": (np.arange(6)[::2], np.array([0, 2, 4])),
    "missing dates": (np.array(["NaT", 1], "M8[s]"), np.array(["NaT", 1], "M8[s]")),
    "durations": (np.array(["NaT", 1], "m8[s]"), np.array(["NaT", 1], "m8[s]")),
    "another unit of date": (np.array([1], "M8[s]"), np.array([1000], "M8[ms]")),
    "a missing date": (pd.NaT, pd.NaT),
    "a missing value": (pd.NA, pd.NA),
    "keys in another order": ({"b": 2, "a": 1}, {"a": 1, "b": 2}),
    "an int as a key for a float": ({1: "x"}, {1.0: "x"}),
    "a set": ({3, 1}, {1, 3}),
    "repeated row labels": (series(index=[7, 7]), series(index=[7, 7])),
    "row labels of another class": (series(index=[0, 1]), series()),
    "text with gaps": (series(["a", None]), series(["a", None])),
    "dates with gaps": (series([DAY, pd.NaT]), series([DAY, pd.NaT])),
    "dates of a zone with gaps": (
        series([DAY.tz_localize("UTC"), pd.NaT]), series([DAY.tz_localize("UTC"), pd.NaT]),
    ),
    "repeated column names": (
        pd.DataFrame([[1, 2.0]], columns=["a", "a"]), pd.DataFrame([[1, 2.0]], columns=["a", "a"]),
    ),
    "a table without rows": (frame().iloc[:0], frame().iloc[:0]),
    "a table without columns": (frame()[[]], frame()[[]]),
}  # fmt: skip


@pytest.mark.parametrize("name", DIFFERENT)
def test_a_difference_is_a_mismatch(name):
    received, expected = DIFFERENT[name]
    with pytest.raises(Mismatch):
        assert_same(received, expected)


@pytest.mark.parametrize("name", SAME)
def test_another_spelling_of_the_same_is_accepted(name):
    received, expected = SAME[name]
    assert_same(received, expected)


GARBAGE = [
    None, True, False, 0, 1, -1, 10**5000, 0.0, NAN, INF, 1j, "", "text", b"", [], [None], [[]],
    (), {}, {"a": None}, set(), frozenset(), range(3), object(), Opaque(1), AlwaysEqual(), len,
    np.array([]), np.array(None), np.array([[]]), np.array(["a"]), np.float64(1), np.str_("a"),
    np.datetime64("NaT"), np.zeros(2, [("a", int), ("b", float)]), np.array([None, NAN], object),
    pd.NaT, pd.NA, DAY, pd.Series(dtype=float), pd.Series(["a", None]), pd.Series([1, "a", None]),
    pd.Series(pd.Categorical(["a", None])), pd.DataFrame(), pd.DataFrame({"a": []}),
    pd.Series([1, None], dtype="Int64"), pd.Series(index=pd.MultiIndex.from_tuples([(1, "a")])),
    pd.DataFrame([[1, 2]], columns=["a", "a"]), pd.Index([1]), np.ma.array([1.0]),
]  # fmt: skip
EXPECTED = [expected for _, expected in SAME.values()] + [None, "text", b"b", True]


@pytest.mark.parametrize("place", range(len(GARBAGE)))
def test_whatever_comes_back_is_compared_or_a_mismatch_never_another_error(place):
    for expected in EXPECTED:
        with contextlib.suppress(Mismatch):
            assert_same(GARBAGE[place], expected)


def test_a_lying_object_never_gets_to_answer():
    class Trap:
        def __getattribute__(self, name):
            raise RuntimeError("the comparison asked the submission's object")

        def __eq__(self, other):
            raise RuntimeError("the comparison asked the submission's object")

        __hash__ = object.__hash__

    with pytest.raises(Mismatch):
        assert_same(Opaque(Trap()), 1.0)


def test_a_value_that_cannot_be_compared_is_the_check_author_s_mistake():
    with pytest.raises(TypeError, match="cannot compare with an object"):
        assert_same(1, object())


# Messages


def mismatch(received, expected, **options):
    with pytest.raises(Mismatch) as caught:
        assert_same(received, expected, **options)
    return caught.value


def test_the_message_for_an_array_names_the_position_and_both_values():
    found = mismatch(np.array([1.0, 2.0, 7.0, 8.0]), np.array([1.0, 2.0, 3.0, 4.0]))
    assert str(found) == "2 of 4 values differ, the first at position 2: expected 3.0, not 7.0"


def test_the_message_for_a_table_of_numbers_names_row_and_column():
    found = mismatch(np.array([[1, 2], [9, 4]]), np.array([[1, 2], [3, 4]]))
    assert str(found) == "1 of 4 values differs, at position [1, 0]: expected 3, not 9"


def test_the_message_for_a_nested_value_names_the_way_to_it():
    found = mismatch({"a": [1, (2.0, "x")]}, {"a": [1, (2.0, "y")]})
    assert str(found) == "'a': item 1: item 1: the values differ"


def test_the_message_for_a_frame_names_column_and_row():
    found = mismatch(frame(a=[1, 2], b=[0.5, 9.5]), frame(a=[1, 2], b=[0.5, 1.5]))
    assert str(found).startswith("column 'b': 1 of 2 values differs, at position 1")


def test_the_message_for_keys_names_those_missing_and_those_unexpected():
    assert str(mismatch({"a": 1}, {"b": 1})) == "missing keys ['b']; unexpected keys ['a']"


def test_a_mismatch_holds_both_values():
    found = mismatch([1, 2], [1, 3])
    assert (found.expected, found.received) == ("[1, 3]", "[1, 2]")


LONG = "x" * 500
BATCHES = [[], [{"reasons": [], "note": LONG} for _ in range(19)]]
RIGHT = [[], [*BATCHES[1][:18], {"reasons": ["delay/type"], "note": LONG}]]

# name: (received, expected, what is shown as expected, what is shown as received)
TOO_LONG = {
    "deep within": (BATCHES, RIGHT, "there: ['delay/type']", "there: []"),
    "in one entry": (
        {"seen": LONG, "bytes": 7}, {"seen": LONG, "bytes": 8}, "there: 8", "there: 7",
    ),
    "in the kind": ([LONG, [1]], [LONG, (1,)], "there: (1,)", "there: [1]"),
    "in the number of items": (
        [LONG, 1, 2], [LONG, 1, 2, 3], "from item 3 on: [3]", "from item 3 on: []",
    ),
    "in the keys": (
        {"a": LONG, "x": 1}, {"a": LONG, "b": 2},
        "what differs: {'b': 2}", "what differs: {'x': 1}",
    ),
    "in the members": (
        {LONG, "a"}, {LONG, "b"}, "what differs: {'b'}", "what differs: {'a'}",
    ),
    "in one character": (
        f"{LONG}a", f"{LONG}b", f"from character 460 on: '{LONG[:40]}b'",
        f"from character 460 on: '{LONG[:40]}a'",
    ),
    "in an array": (
        np.arange(100) % 97, np.arange(100),
        "by position: {97: 97, 98: 98, 99: 99}", "by position: {97: 0, 98: 1, 99: 2}",
    ),
    "in many places of an array": (
        np.zeros(100), np.ones(100),
        "by position, the first: {0: 1.0, 1: 1.0, 2: 1.0, 3: 1.0, 4: 1.0}",
        "by position, the first: {0: 0.0, 1: 0.0, 2: 0.0, 3: 0.0, 4: 0.0}",
    ),
    "in an array of numbers in rows and columns": (
        np.zeros((9, 9)), np.pad([[1.0]], [(0, 8), (2, 6)]),
        "by position: {(0, 2): 1.0}", "by position: {(0, 2): 0.0}",
    ),
    "in a Series": (
        series(range(999)), series([*range(998), -1]), "by position: {998: -1}",
        "by position: {998: 998}",
    ),
    "in the labels of a Series": (
        series(range(999), index=[*range(998), -1]), series(range(999)),
        "row labels from position 998 on: [998]", "row labels from position 998 on: [-1]",
    ),
    "in a table": (
        frame(a=[LONG, LONG], b=[1, 2]), frame(a=[LONG, LONG], b=[1, 3]),
        "there, by position: {1: 3}", "there, by position: {1: 2}",
    ),
    "in the columns of a table": (
        frame(a=[LONG], c=[1]), frame(a=[LONG], b=[1]),
        "columns: ['a', 'b']", "columns: ['a', 'c']",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TOO_LONG)
def test_of_values_too_long_to_show_the_parts_that_differ_are_shown(name):
    received, expected, wanted, got = TOO_LONG[name]
    found = mismatch(received, expected)
    assert found.expected == wanted
    assert found.received == got


def test_short_values_are_shown_whole():
    found = mismatch([[1], [2, 3]], [[1], [2, 4]])
    assert (found.expected, found.received) == ("[[1], [2, 4]]", "[[1], [2, 3]]")


def test_two_numbers_that_differ_in_the_last_digit_never_read_the_same():
    found = mismatch(0.1 + 0.2, 0.3, rtol=0, atol=0)
    assert (found.expected, found.received) == ("0.3", "0.30000000000000004")


def test_two_arrays_that_differ_in_the_last_digit_never_read_the_same():
    for many in (1, 99):
        received, expected = np.full(many, 0.1 + 0.2), np.full(many, 0.3)
        found = mismatch(received, expected, rtol=0, atol=0)
        assert "expected 0.3, not 0.30000000000000004" in str(found)
        assert "0.30000000000000004" in found.received
        assert "0.30000000000000004" not in found.expected


@pytest.mark.parametrize(
    ("received", "expected", "says"),
    [
        ([1], np.array([1]), "expected a NumPy array, not a list"),
        (np.array([1]), [1], "expected a list, not a NumPy array"),
        (1, "1", "expected a str, not an int"),
        (None, 1.0, "expected a number, not None"),
        ([1, 2], [1], "expected 1 item, not 2"),
        (series([1, 2]), series([1]), "expected 1 row, not 2"),
        (np.array([2]), np.array([1]), "1 of 1 value differs, at position 0: expected 1, not 2"),
        (np.arange(3), np.zeros(3, int), "2 of 3 values differ, the first at position 1: "),
    ],
)
def test_a_message_is_english_and_knows_types_as_a_learner_does(received, expected, says):
    assert str(mismatch(received, expected)).startswith(says)


def test_the_reason_comes_first():
    found = mismatch(1, 2, why="Equal scores are acted on together.")
    assert str(found) == "Equal scores are acted on together. (the numbers differ)"


def test_an_opaque_result_is_named_by_its_own_type():
    class Reservoir:
        pass

    handle = Handle(None, 1, "Reservoir")  # the same, of a submission in the sandbox
    for result in (Opaque(Reservoir()), handle):
        assert str(mismatch(result, 1.0)) == "expected a number, not an object of type Reservoir"


def test_a_tolerance_can_be_widened():
    assert_same(0.51, 0.5, rtol=0.05)
    with pytest.raises(Mismatch):
        assert_same(0.51, 0.5, rtol=0.01)


# Any plain value is the same as its copy.

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    | st.binary(max_size=5) | st.just(DAY) | st.just(pd.NaT) | st.just(pd.NA)
)  # fmt: skip
KEYS = st.booleans() | st.integers() | st.floats() | st.text(max_size=3)
DTYPES = (
    hnp.boolean_dtypes() | hnp.integer_dtypes() | hnp.floating_dtypes()
    | hnp.unicode_string_dtypes(max_len=3) | hnp.datetime64_dtypes() | hnp.timedelta64_dtypes()
)  # fmt: skip
ARRAYS = hnp.arrays(DTYPES, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3))
COLUMNS = st.lists(st.floats(), min_size=2, max_size=2) | st.lists(
    st.none() | st.text(max_size=3), min_size=2, max_size=2
)
FRAMES = st.dictionaries(st.text(max_size=3), COLUMNS, max_size=3).map(pd.DataFrame)
VALUES = st.recursive(
    SCALARS | ARRAYS | FRAMES | COLUMNS.map(pd.Series) | st.sets(KEYS, max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=50, deadline=None, database=None, derandomize=True)
@given(VALUES)
def test_any_plain_value_is_the_same_as_its_copy(value):
    assert_same(copy.deepcopy(value), value)


@settings(max_examples=50, deadline=None, database=None, derandomize=True)
@given(VALUES, VALUES)
def test_any_two_plain_values_are_compared_without_an_error(received, expected):
    with contextlib.suppress(Mismatch):
        assert_same(received, expected)


# The other demands of autograder.testing


def test_is_a_demands_the_very_type():
    is_a({}, dict)
    is_a(1, (int, float))
    for value, kind in ((True, int), (LyingDict(), dict), (1, float), (None, dict)):
        with pytest.raises(Mismatch):
            is_a(value, kind)


def test_is_a_names_both_types():
    with pytest.raises(Mismatch, match="The result is an object of type object, not a Series"):
        is_a(Opaque(object()), pd.Series)


ONES = np.ones(2)


@pytest.mark.parametrize(
    ("received", "expected", "fault"),
    [
        ([1.0, 1.0], ONES, "expected a NumPy array, not a list"),
        ({"a": [1]}, {"a": ONES}, "'a': expected a NumPy array, not a list"),
        (ONES, np.array([1, 1]), "expected whole numbers, not floats (dtype float64)"),
        (series([1, 2]), series([1.0, 2.0]), "expected dtype float64, not int64"),
        (ONES, np.zeros(2), ""),
        (ONES, np.ones(3), ""),
        ("int", "a", ""),
        (2.0, 3.0, ""),
        ([1, 2], [1], ""),
    ],
)
def test_a_fault_is_what_would_be_said_of_any_values_of_these_types(received, expected, fault):
    assert mismatch(received, expected, why="Two rows.").fault == fault


def test_is_a_says_what_a_learner_calls_the_types():
    with pytest.raises(Mismatch, match="The result is a list, not a NumPy array") as caught:
        is_a([1.5], np.ndarray)
    assert (caught.value.expected, caught.value.received) == ("NumPy array", "list: [1.5]")
    with pytest.raises(Mismatch, match="The result is None, not an int"):
        is_a(None, int)


def test_require_takes_a_bool_and_nothing_else():
    require(True, "fine")
    require(np.True_, "fine")
    with pytest.raises(Mismatch, match="too many"):
        require(False, "too many")
    for value in (1, None, "yes", [1], Opaque(True)):
        with pytest.raises(TypeError):
            require(value, "never")


def raises(error):
    def function():
        raise error

    return function


def test_rejects_accepts_the_error_that_names_the_word():
    rejects(raises(ValueError("No such Word: 'maybe'")), naming="WORD")
    rejects(raises(UnicodeError("a kind of ValueError")))


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (raises(ValueError("something else")), "should name 'word'"),
        (raises(KeyError("word")), "should raise ValueError naming 'word'"),
        (lambda: None, "should raise ValueError"),
    ],
)
def test_rejects_refuses_another_error_and_none(function, says):
    with pytest.raises(Mismatch, match=says):
        rejects(function, naming="word")


def test_rejects_is_not_fooled_by_an_error_that_cannot_be_printed():
    class Unprintable(ValueError):
        def __str__(self):
            raise RuntimeError

    with pytest.raises(Mismatch):
        rejects(raises(Unprintable()), naming="word")
