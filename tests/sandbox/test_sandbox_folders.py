"""Where student code finds its temporary folder and the data, wherever the course lies."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from autograder import world
from autograder.sandbox.confine import Layers
from autograder.sandbox.launch import WarmTemplate
from autograder.sandbox.session import Session
from autograder.sandbox.workspace import Workspace
from worlds import flights

WRITE = """
for name in ("/tmp/mine", "/var/tmp/yours"):
    with open(name, "w") as file:
        file.write("a")
with open("mine") as mine, open("yours") as yours:
    print(mine.read() + yours.read())
"""


def test_temporary_folders_lead_to_the_scratch_space_also_where_the_course_lies_in_one() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        course = Path(name)
        course.chmod(0o755)
        (course / "data").mkdir()
        (course / "data" / "flights.txt").write_text("here", encoding="utf-8")
        workspace = Workspace(preload=(), readable=(course,))
        with WarmTemplate(workspace, Layers(namespaces=True)) as template, template.spawn() as run:
            assert run.run_cell(WRITE).stdout == "aa\n"
            assert run.run_cell(f"open('{course}/data/flights.txt').read()").error is None
            for change in (
                f"open('{course}/data/new', 'w')",
                f"import os; os.rename('{course}', '/tmp/other')",
                f"import shutil; shutil.rmtree('{course}/data')",
            ):
                error = run.run_cell(change).error
                assert error is not None, change
                assert "OSError" in error.names
        assert [path.name for path in course.rglob("*")] == ["data", "flights.txt"]


def test_temporary_files_have_a_place_in_every_tier(session: Session) -> None:
    run = session.run_cell("import tempfile; open(tempfile.mktemp(), 'w').close()")
    assert run.error is None


@pytest.mark.parametrize("namespaces", [True, False])
def test_the_data_cache_is_the_one_outside(namespaces: bool) -> None:
    layers = Layers(namespaces=namespaces)
    with WarmTemplate(world.workspace(), layers) as template, template.spawn() as run:
        cell = run.run_cell("from worlds import flights; print(flights.path_of_cache())")
        assert cell.stdout.strip() == str(flights.path_of_cache())
        assert run.run_cell("flights._read_source = None; n = len(flights.load())").error is None


def test_an_abort_reads_the_same_in_every_tier(session: Session) -> None:
    assert session.run_cell("import os; os.abort()").detail == "ended by SIGABRT or SIGSEGV"
