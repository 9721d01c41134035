"""Every value has a short text that a person can read."""

import numpy as np
import pandas as pd
import pytest

from autograder.brief import LIMIT, brief, brief_call, printable

TEXTS = {
    "a float without noise": (0.1 + 0.2, "0.3"),
    "a list without noise": ([0.1 + 0.2, 1e-20], "[0.3, 1e-20]"),
    "a figure beyond the noise": (0.123456789012, "0.123456789012"),
    "NumPy's float": (np.float64(0.5), "0.5"),
    "NumPy's truth value": (np.True_, "True"),
    "text": ("a\nb", "'a\\nb'"),
    "an array": (np.array([1.0, 2.0]), "array([1., 2.])"),
    "a large array": (np.zeros((10, 10)), "array of shape (10, 10), dtype=float64"),
    "a Series": (pd.Series([1, 2]), "Series([1, 2], dtype=int64)"),
    "a Series with row labels": (
        pd.Series([1.5], index=["x"]), "Series([1.5], index=['x'], dtype=float64)",
    ),
    "a large Series": (pd.Series(range(1000)), "Series of 1,000 values, dtype=int64"),
    "a table": (pd.DataFrame({"a": [1, 2]}), "DataFrame({'a': [1, 2]})"),
    "a table whose names repeat": (
        pd.DataFrame([[1, 2]], columns=["a", "a"]), "DataFrame({'a': [1], 'a': [2]})",
    ),
    "a large table": (
        pd.DataFrame({"a": range(1000)}), "DataFrame of 1,000 rows × 1 columns",
    ),
    "a dict": ({"a": np.float64(1)}, "{'a': 1.0}"),
    "a function": (len, "len"),
    "an object": (object(), "<object>"),
    "an int too long to print": (10**5000, "<int too long to show>"),
    "a list of such": ([10**5000], "<list too long to show>"),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_a_value_has_its_text(name):
    value, text = TEXTS[name]
    assert brief(value) == text


def test_a_long_text_is_cut_at_the_limit():
    text = brief("x" * 10_000)
    assert len(text) == LIMIT
    assert text.endswith("…")


def test_deep_nesting_has_a_text():
    value = {}
    for _ in range(5000):
        value = {"a": value}
    assert brief(value) == "<dict too long to show>"


def test_a_call_reads_as_it_is_written():
    assert brief_call("f", (1, [2]), {"k": "a"}) == "f(1, [2], k='a')"


def test_a_call_summarises_large_arguments():
    assert brief_call("f", (np.zeros(99),), {}) == "f(array of shape (99,), dtype=float64)"


def test_no_control_character_reaches_a_terminal():
    assert printable("a\x1b[2Jb\r\u202e\ud800") == "a\\x1b[2Jb\\r\\u202e\\ud800"


def test_line_breaks_and_letters_of_every_script_stay():
    assert printable("é ∑ 漢\n\tx × y") == "é ∑ 漢\n\tx × y"
