"""Positive controls for forgeries: graders that trust what they are given are deceived by them."""

from __future__ import annotations

import contextlib
import io

import numpy as np
import pandas as pd
import pytest

from . import forgery


def namespace(source: str) -> dict[str, object]:
    """What a cell defines when nothing confines it; only cells without side effects come here."""
    names: dict[str, object] = {"np": np, "pd": pd, "MARKER": "/nonexistent"}
    exec(compile(source, "cell", "exec"), names)
    return names


def answer_of(source: str) -> object:
    """What the attacked function returns."""
    function = namespace(source)["late_labels"]
    assert callable(function)
    return function(pd.DataFrame({"arr_delay": [14.0, 15.0, 190.0, -15.0]}))


RIGHT = [0.0, 1.0, 1.0, 0.0]


@pytest.mark.parametrize(
    "hostile",
    [
        forgery.return_what_equals_everything,
        forgery.return_an_impostor,
        forgery.return_floats_that_equal_everything,
        forgery.return_a_lying_array,
        forgery.return_a_lying_series,
    ],
    ids=str,
)
def test_a_plain_comparison_in_one_process_is_deceived(hostile) -> None:
    answer = answer_of(hostile.build())
    assert answer == RIGHT


def test_a_plain_isinstance_is_deceived() -> None:
    assert isinstance(answer_of(forgery.return_an_impostor.build()), pd.Series)


def test_a_tolerance_is_deceived_by_nan_and_by_nothing() -> None:
    nan = answer_of(forgery.return_nothing_but_nan.build())
    assert not any(abs(x - y) > 1e-9 for x, y in zip(nan, RIGHT, strict=True))
    nothing = answer_of(forgery.return_nothing_at_all.build())
    assert np.allclose(nothing, RIGHT[:1])
    assert all(x == y for x, y in zip(nothing, RIGHT, strict=False))


def test_a_tolerance_is_deceived_by_a_lying_float() -> None:
    liar = namespace(forgery.LIARS)["EqualFloat"]
    assert callable(liar)
    assert abs(liar(7) - 8.0) < 1e-9


def test_a_grader_that_executes_the_notebook_is_deceived_by_its_cells() -> None:
    """Stock nbgrader's way, in little: run what is handed in and add up what its cells print."""
    notebook = forgery.edit_the_checks.build(_small())
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        for cell in notebook.cells:
            if cell.metadata["nbgrader"].get("grade"):
                print(eval(cell.source))
    assert float(said.getvalue()) == 15.0


def _small():
    """The attacked cell and one of its checks."""
    import nbformat

    cells = []
    for key, grade in (("late-labels", False), ("late-labels-checks", True)):
        cell = nbformat.v4.new_code_cell("check('late-labels')")
        cell.metadata["nbgrader"] = {"grade_id": key, "grade": grade, "solution": not grade}
        cells.append(cell)
    return nbformat.v4.new_notebook(cells=cells)


def test_a_grader_that_trusts_exit_codes_is_deceived() -> None:
    """A run that ended with code 0 reads as one in which nothing failed."""
    import subprocess
    import sys

    source = "import os\ndef late_labels(*_): os._exit(0)\nassert late_labels() == 1"
    assert subprocess.run([sys.executable, "-c", source], check=False).returncode == 0


def test_a_loop_is_ended_early_by_stop_iteration() -> None:
    function = namespace(forgery.raise_stop_iteration.build())["late_labels"]
    assert callable(function)
    assert all(answer == 1 for answer in map(function, [1, 2, 3]))


def test_a_pickle_runs_its_payload(tmp_path) -> None:
    import pickle

    names = namespace(forgery.LIARS)
    names["MARKER"] = str(tmp_path / "marker")
    payload = names["Payload"]
    assert isinstance(payload, type)
    reduced = payload().__reduce__()
    pickle.loads(pickle.dumps(_Same(*reduced)))
    assert (tmp_path / "marker").exists()


class _Same:
    """An object that is pickled as it says, under a name that pickle can find."""

    def __init__(self, function, arguments) -> None:
        self.reduced = function, arguments

    def __reduce__(self):
        return self.reduced
