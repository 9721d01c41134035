"""Messages are in English, whatever stands in them."""

import numpy as np
import pandas as pd
import pytest

from autograder.words import a, counted, did_you_mean, name_of, points


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (list, "a list"),
        (int, "an int"),
        (OSError, "an OSError"),
        (np.ndarray, "a NumPy array"),
        (np.uint8, "a uint8"),
        (pd.DataFrame, "a DataFrame"),
        (type(None), "None"),
    ],
)
def test_a_type_has_its_article_and_the_name_a_learner_knows(kind, said):
    assert a(name_of(kind)) == said


def test_one_thing_is_no_plural():
    assert [counted(n, "row") for n in (0, 1, 2, 2000)] == [
        "0 rows",
        "1 row",
        "2 rows",
        "2,000 rows",
    ]
    assert [points(n) for n in (0.5, 1.0, 4.0)] == ["0.5 points", "1 point", "4 points"]


def test_a_word_that_is_close_may_be_meant():
    assert did_you_mean("Duoble", ["half", "double"]) == " Did you mean 'double'?"
    assert did_you_mean("w3", {"w03_tiny": "w03_tiny", "w03": "w03_tiny"}) == (
        " Did you mean 'w03_tiny'?"
    )


def test_nothing_is_suggested_where_nothing_is_close():
    assert did_you_mean("triple", ["half", "word"]) == ""
    assert did_you_mean("", []) == ""
