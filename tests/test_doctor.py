"""What `mlsd doctor` sees of student notebooks and kernels."""

import json

import nbformat
import pytest

from autograder import doctor

from .conftest import SLUG

DOUBLE = "def double(x):\n    return 2 * x\n"


def problems(tiny):
    return [(finding.problem, finding.remedy) for finding in doctor._assignments()]


def test_a_released_notebook_is_well(tiny):
    assert problems(tiny) == []


def test_a_notebook_without_a_file_is_built(tiny):
    tiny.assignment.unlink()
    assert problems(tiny) == [(f"{SLUG} has none.", "mlsd build")]


@pytest.mark.parametrize("cell", ["double", "tiny-memo", "imports"])
def test_a_notebook_that_was_written_in_is_seen(tiny, cell):
    tiny.solve(tiny.assignment, **{cell: DOUBLE})
    ((problem, remedy),) = problems(tiny)
    assert problem == (
        f"assignments/{SLUG}/{SLUG}.ipynb has been written in: its cell '{cell}' is not as "
        "released."
    )
    assert f"copy it to work/{SLUG}/ first" in remedy
    assert f"git checkout -- assignments/{SLUG}" in remedy


def test_a_notebook_that_lost_a_cell_is_seen(tiny):
    notebook = nbformat.read(tiny.assignment, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.id != "half"]
    nbformat.write(notebook, tiny.assignment)
    assert "has lost its cell 'half'" in problems(tiny)[0][0]


@pytest.mark.parametrize("text", ["", "[]", "<<<<<<< HEAD", json.dumps({"cells": [3]})])
def test_a_notebook_that_cannot_be_read_is_seen(tiny, text):
    tiny.assignment.write_text(text)
    assert "cannot be read" in problems(tiny)[0][0]
