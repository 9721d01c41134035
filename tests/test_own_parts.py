"""`mlsd start capstone`: the learner's own cells, where they stand alone, and the reference's."""

import subprocess
import sys

import nbformat
import pytest
from typer.testing import CliRunner

from autograder import bank, course, own_parts
from autograder.cli import app
from autograder.errors import CourseError

from .conftest import set_limits

OWN = "def double(x):\n    return x + x\n"
HALF = "def half(x):\n    return 0.5 * x\n"


def origins():
    return [str(origin) for origin in own_parts.fill("capstone").origins]


def filled():
    return own_parts.fill("capstone").text


def test_what_was_written_and_passes_is_theirs_and_the_rest_is_the_references(capstone, tiny):
    tiny.solve(tiny.work, double=OWN)
    assert origins() == [
        "week 98, double: yours",
        "week 98, half: the reference's, for yours is not written yet",
    ]
    assert "# --- week 98, double: yours\ndef double(x):\n    return x + x" in filled()
    assert "# --- week 98, half: the reference's\n" in filled()


def test_a_week_that_is_not_started_gives_the_references(capstone):
    said = "the reference's, for you have not started that week"
    assert origins() == [f"week 98, double: {said}", f"week 98, half: {said}"]


def test_a_damaged_notebook_gives_the_references(capstone, tiny):
    tiny.work.parent.mkdir(parents=True)
    tiny.work.write_text("no notebook", encoding="utf-8")
    assert "for your notebook of that week cannot be read" in origins()[0]


def test_a_cell_whose_checks_fail_is_not_brought_along(capstone, tiny):
    tiny.solve(tiny.work, double="def double(x):\n    return 3 * x\n", half=HALF)
    assert origins() == [
        "week 98, double: the reference's, for yours fails its checks",
        "week 98, half: yours",
    ]


@pytest.mark.parametrize(
    ("helper", "double", "needs"),
    [
        ("def twice(x):\n    return 2 * x", "def double(x):\n    return twice(x)\n", "twice"),
        ("import operator", "def double(x):\n    return operator.mul(x, 2)\n", "operator"),
        ("TWO = 2", "def double(x):\n    return TWO * x\n", "TWO"),
    ],
)
def test_what_needs_another_cell_of_theirs_stays_behind(capstone, tiny, helper, double, needs):
    notebook = nbformat.read(tiny.solve(tiny.work, double=double, half=HALF), as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(helper))
    nbformat.write(notebook, tiny.work)
    first, second = origins()
    assert first == (
        "week 98, double: the reference's, for yours passes in your notebook, but not alone: "
        f"it needs `{needs}`, which neither it nor the set-up cell of its week defines."
    )
    assert second == "week 98, half: yours"


def test_what_their_own_cell_imports_or_defines_comes_along(capstone, tiny):
    text = "import operator\n\n\ndef twice(x):\n    return operator.mul(x, 2)\n\n\n"
    tiny.solve(tiny.work, double=f"{text}def double(x):\n    return twice(x)\n", half=HALF)
    assert origins() == ["week 98, double: yours", "week 98, half: yours"]
    namespace = {}
    exec(filled(), namespace)
    assert (namespace["double"](4), namespace["half"](4)) == (8, 2)


def test_what_their_cell_only_tries_out_stays_behind(capstone, tiny):
    tried = f'{OWN}\n\ndouble(some_flights)\ncheck("double")\n'
    tiny.solve(tiny.work, double=tried)
    assert origins()[0] == "week 98, double: yours"
    assert "some_flights" not in filled()


def test_a_cell_that_is_not_plain_python_stays_behind(capstone, tiny):
    tiny.solve(tiny.work, double=f"%time 1\n{OWN}")
    assert origins()[0].endswith("but not alone: it holds more than Python.")


def test_two_cells_that_give_one_name_two_meanings_do_not_both_come_along(capstone, tiny):
    double = "def _by(x):\n    return 2 * x\n\n\ndef double(x):\n    return _by(x)\n"
    half = "def _by(x):\n    return x / 2\n\n\ndef half(x):\n    return _by(x)\n"
    tiny.solve(tiny.work, double=double, half=half)
    first, second = origins()
    # In their notebook the second `_by` has taken the place of the first, and `double` fails.
    assert (first, second) == (
        "week 98, double: yours",
        "week 98, half: the reference's, for yours passes in your notebook, but not alone: "
        "`_by` means one thing there and another in an earlier part of the cell.",
    )


def test_an_endless_loop_is_stopped_and_stays_behind(capstone, tiny, processor_clock):
    set_limits(tiny, call_seconds=0.2, cell_seconds=0.2)
    tiny.solve(tiny.work, double="def double(x):\n    while True:\n        pass\n", half=HALF)
    assert origins() == [
        "week 98, double: the reference's, for yours fails its checks",
        "week 98, half: yours",
    ]


def test_a_broken_check_is_no_reason_to_take_the_references(capstone, tiny):
    tiny.solve(tiny.work, double=OWN)
    path = tiny.checks / "double" / "test_public.py"
    path.write_text(path.read_text().replace("assert_same(submission.double(2), 4)", "1 / 0"))
    with pytest.raises(CourseError, match="A check of w98_tiny is broken"):
        origins()


def test_the_command_says_so_and_never_touches_a_copy_that_is_there(capstone, tiny):
    tiny.solve(tiny.work, double=OWN)
    run = CliRunner().invoke(app, ["start", "capstone", "--no-open"], env={"COLUMNS": "100"})
    assert run.exit_code == 0, run.output
    assert "week 98, double: yours\n" in run.output
    assert "week 98, half: the reference's, for yours is not written yet\n" in run.output
    notebook = nbformat.read(capstone.work, as_version=4)
    (cell,) = (cell for cell in notebook.cells if cell.id == "parts")
    assert "return x + x" in cell.source
    assert cell.metadata.nbgrader.grade_id == "parts"
    for other in notebook.cells:
        if other.id == "quadruple":
            other.source = bank.reference_cells("capstone")["quadruple"]
    nbformat.write(notebook, capstone.work)
    before = capstone.work.read_bytes()
    tiny.solve(tiny.work, double=OWN, half=HALF)
    again = CliRunner().invoke(app, ["start", "capstone", "--no-open"], env={"COLUMNS": "100"})
    assert "Your work is in" in again.output
    assert "week 98" not in again.output
    assert capstone.work.read_bytes() == before
    checked = CliRunner().invoke(app, ["check", "capstone"], env={"COLUMNS": "100"})
    assert "40 of 40 points" in checked.output


def test_only_a_week_with_parts_pays_for_them(tiny):
    program = (
        "import sys\n"
        "from autograder import course\n"
        "from autograder.cli import app\n"
        "from typer.testing import CliRunner\n"
        "print(CliRunner().invoke(app, ['start', 'w98', '--no-open']).output)\n"
        "print(sorted({'autograder.own_parts', 'autograder.suite', 'numpy'} & set(sys.modules)))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={"MLSD_COURSE": str(tiny.root), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Copied to" in ran.stdout
    assert ran.stdout.rstrip().endswith("[]")
    assert not course.week(tiny.slug).work.with_name("capstone.ipynb").exists()
