"""A cell that did not come to its end, in words for the learner."""

import pytest

from autograder.unfinished import in_cell, names_of, overran

SAID = "SyntaxError: invalid syntax (<ipython-input-7-0a1b2c3d>, line {})"


@pytest.mark.parametrize(
    ("line", "source", "place"),
    [
        (2, "def f(x):\n    retrun x\n", "line 2 of the cell: `retrun x`"),
        (1, "\n \nretrun x", "line 3 of the cell: `retrun x`"),
        (2, "def f(x):\n\n", "line 2 of the cell"),
        (9, "retrun x", "line 9 of the cell"),
        (1, "", "line 1 of the cell"),
        (1, "retrun " + "x" * 99, f"line 1 of the cell: `retrun {'x' * 72}…`"),
    ],
)
def test_a_syntax_error_has_its_line_in_place_of_a_name_that_means_nothing(line, source, place):
    assert in_cell(SAID.format(line), source) == f"SyntaxError: invalid syntax ({place})"


@pytest.mark.parametrize("name", ["<tokenize>", "<unknown>", "<string>"])
def test_a_line_that_is_dented_wrongly_has_its_place_too(name):
    error = (
        f"IndentationError: unindent does not match any outer indentation level ({name}, line 3)"
    )
    said = in_cell(error, "def f():\n        x = 1\n    return x\n")
    assert said.endswith("outer indentation level (line 3 of the cell: `return x`)")


def test_another_error_stays_as_it_is():
    for error in ("ValueError: no (x.py, line 1)", "KeyError", "NameError: (<ipython-input-1> x)"):
        assert in_cell(error, "x = 1") == error


def test_a_cell_that_ran_out_of_time_says_what_that_means():
    assert overran(60.0) == "took longer than 60 s and was cut off; later results depend on it"


def test_names_are_known_of_a_cell_that_cannot_be_parsed():
    assert names_of("def f(:\n  def g(): 1\nasync def h(): 2\nclass I: 3\n") == ["f", "h", "I"]
