"""Every value has a short text that a person can read."""

import functools
import re

import numpy as np
import pandas as pd
import pytest

from autograder.brief import CALL_LIMIT, LIMIT, brief, brief_call, brief_pair, fits
from autograder.compare import assert_same
from autograder.words import printable

TEXTS = {
    "a float without noise": (0.1 + 0.2, "0.3"),
    "a list without noise": ([0.1 + 0.2, 1e-20], "[0.3, 1e-20]"),
    "a figure beyond the noise": (0.123456789012, "0.123456789012"),
    "NumPy's float": (np.float64(0.5), "0.5"),
    "NumPy's truth value": (np.True_, "True"),
    "text": ("a\nb", "'a\\nb'"),
    "an array": (np.array([1.0, 2.0]), "array([1., 2.])"),
    "a table of numbers": (np.array([[1, 2], [3, 4]]), "array([[1, 2], [3, 4]])"),
    "a moment": (np.datetime64("2013-01-01"), "np.datetime64('2013-01-01')"),
    "a Series": (pd.Series([1, 2]), "Series([1, 2], dtype='int64')"),
    "a Series with row labels": (
        pd.Series([1.5], index=["x"]), "Series([1.5], index=['x'], dtype='float64')",
    ),
    "a table": (pd.DataFrame({"a": [1, 2]}), "DataFrame({'a': [1, 2]})"),
    "a table whose names repeat": (
        pd.DataFrame([[1, 2]], columns=["a", "a"]), "DataFrame({'a': [1], 'a': [2]})",
    ),
    "a table with row labels": (
        pd.DataFrame({"a": [1]}, index=["x"]), "DataFrame({'a': [1]}, index=['x'])",
    ),
    "a table whose values do not tell its dtypes": (
        pd.DataFrame({"a": pd.Series([], dtype="int64"), "b": pd.Series([], dtype=object)}),
        "DataFrame({'a': Series([], dtype='int64'), 'b': []})",
    ),
    "a tuple of one": ((1,), "(1,)"),
    "what is empty": ([[], (), {}, set()], "[[], (), {}, set()]"),
    "a dict": ({"a": np.float64(1)}, "{'a': 1.0}"),
    "a function": (len, "len"),
    "an object": (object(), "<object>"),
    "an int too long to print": (10**5000, "<int too long to show>"),
    "a list of such": ([10**5000], "<list too long to show>"),
}  # fmt: skip

BEGINNINGS = {
    "a long list": (list(range(10, 999)), "[10, 11, 12, ", ", … 989 in all]"),
    "a long text": ("x" * 999, "'xxx", "x… 999 in all"),
    "a large array": (
        np.zeros((10, 10)), "array of shape (10, 10), dtype=float64: [0.0, 0.0, ", "… 100 in all]",
    ),
    "a small array of long numbers": (
        np.full(9, 10**45, object), "array of shape (9,), dtype=object: [1000", "000, … 9 in all]",
    ),
    "a large Series": (
        pd.Series(range(1000)), "Series([0, 1, 2, ", ", … 1,000 in all], dtype='int64')",
    ),
    "a large table": (
        pd.DataFrame({"a": range(1000), "b": "x"}),
        "DataFrame of 1,000 rows × 2 columns: {'a': [0, 1, ", "'x', … 1,000 in all]}",
    ),
    "a long column": (
        pd.DataFrame({"a": range(1000)}), "DataFrame of 1,000 rows × 1 column: {'a': [0", "all]}",
    ),
    "a wide table": (
        pd.DataFrame(np.zeros((1, 99))),
        "DataFrame of 1 row × 99 columns: {0: [0.0]", ", … 99 in all}",
    ),
    "a list of long items": ([["x" * 999]] * 99, "[['xxx", ", … 99 in all]"),
    "deep nesting": (
        functools.reduce(lambda value, _: {"a": value}, range(5000), {}), "{'a': {'a'", "}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_a_value_has_its_text(name):
    value, text = TEXTS[name]
    assert brief(value) == text


@pytest.mark.parametrize("name", BEGINNINGS)
def test_of_a_long_value_the_beginning_is_shown_and_how_much_there_is(name):
    value, beginning, end = BEGINNINGS[name]
    text = brief(value)
    assert text.startswith(beginning)
    assert text.endswith(end)
    assert len(text) <= LIMIT
    assert not fits(value)


@pytest.mark.parametrize("limit", range(50))
def test_a_text_is_never_longer_than_its_limit(limit):
    for value, _, _ in BEGINNINGS.values():
        assert len(brief(value, limit)) <= max(limit, 1)


def test_what_is_long_leaves_what_is_short_its_place():
    text = brief({"a": list(range(999)), "b": "short", "c": [["x" * 999]] * 99})
    assert "'b': 'short'" in text
    assert "… 99 in all" in text


def test_a_call_reads_as_it_is_written():
    assert brief_call("f", (1, [2]), {"k": "a"}) == "f(1, [2], k='a')"


def test_in_a_call_no_argument_takes_the_place_of_another():
    text = brief_call("f", (["x" * 999], ["y" * 999], {"cost": 150}), {"rate": 0.5})
    assert len(text) == CALL_LIMIT
    assert text.endswith(", {'cost': 150}, rate=0.5)")
    assert text.count("x") == pytest.approx(text.count("y"), abs=2)


def test_a_call_that_fits_can_be_pasted():
    arguments = ([[k, str(k)] for k in range(40)], {"a": (1, {2.5})})
    assert eval(brief_call("list", [arguments], {})) == list(arguments)


NEARLY_ONE = 1 - 2**-45


@pytest.mark.parametrize(
    "argument",
    [
        NEARLY_ONE,
        [0.1 + 0.2, {"rate": NEARLY_ONE}],
        {NEARLY_ONE: 1},
        np.float64(NEARLY_ONE),
        np.array([[NEARLY_ONE, 0.5]]),
        pd.Series([NEARLY_ONE], index=[0.1 + 0.2]),
        pd.DataFrame({"a": [NEARLY_ONE]}),
    ],
)
def test_a_call_that_fits_is_made_with_the_very_numbers(argument):
    names = {"array": np.array, "Series": pd.Series, "DataFrame": pd.DataFrame}
    again = eval(brief_call("list", [[argument]], {}), names)
    assert_same(again, [argument], rtol=0, atol=0)


def test_a_call_with_a_large_array_begins_with_its_very_numbers():
    text = brief_call("f", [np.full(99, NEARLY_ONE)], {})
    assert f"[{NEARLY_ONE!r}, {NEARLY_ONE!r}, " in text


def test_two_values_read_the_same_only_if_no_digit_tells_them_apart():
    assert brief_pair(0.5, 0.1 + 0.2) == ("0.5", "0.3")
    assert brief_pair(0.3, 0.1 + 0.2) == ("0.3", "0.30000000000000004")
    assert brief_pair([0.5, 0.3], [0.5, 0.1 + 0.2]) == ("[0.5, 0.3]", "[0.5, 0.30000000000000004]")
    assert brief_pair(np.array([1.0, 0.3]), np.array([1.0, 0.1 + 0.2])) == (
        "array([1., 0.3])", "array([1., 0.30000000000000004])",
    )  # fmt: skip
    assert brief_pair([], []) == ("[]", "[]")


INSTANT = pd.Timestamp("2013-02-01 15:14:59.999999", tz="America/New_York")
LISTS = {
    "a list": [INSTANT] * 6,
    "a long list": [INSTANT] * 60,
    "a table": pd.DataFrame({"due": [INSTANT] * 6, "arrived": INSTANT, "reported": INSTANT}),
    "a Series": pd.Series([INSTANT] * 60),
    "an array": np.array([INSTANT] * 20, object),
    "a dict": {"due": INSTANT, "arrived": INSTANT, "reported": [INSTANT] * 6},
    "numbers": np.random.default_rng(1).random(40),
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("limit", range(80, 460, 20))
def test_a_list_is_cut_between_two_items_and_its_brackets_are_closed(name, limit):
    rest = re.sub(r"Timestamp\('[^']+', tz='[^']+'\)|0\.\d{6,}", "", brief(LISTS[name], limit))
    assert not re.search(r"Time|\d{5}", rest)
    assert [rest.count(bracket) for bracket in "([{"] == [rest.count(bracket) for bracket in ")]}"]


def test_no_control_character_reaches_a_terminal():
    assert printable("a\x1b[2Jb\r\u202e\ud800") == "a\\x1b[2Jb\\r\\u202e\\ud800"


def test_line_breaks_and_letters_of_every_script_stay():
    assert printable("é ∑ 漢\n\tx × y") == "é ∑ 漢\n\tx × y"


def test_what_stands_for_an_object_is_called_by_the_object_s_type():
    from autograder.plain_data import Opaque

    for shown in (brief(Opaque(object())), brief([Opaque(3)]), brief({"a": Opaque("x")})):
        assert "Opaque" not in shown
        assert "an object of type " in shown
