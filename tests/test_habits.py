"""Right answers in an unusual shape earn the same in each of four ways.

`check()` in the notebook, as stock nbgrader runs it; the gradebook of stock nbgrader; `mlsd check`;
and the judge.
"""

import shutil
import sys

import nbformat
import pytest

from autograder import batch, course, learner, sample, stock
from autograder.collect import Handed
from autograder.habits import HABITS
from autograder.hand import grade_id
from autograder.local_run import quiet
from autograder.report import Status

from .conftest import SLUG, forget_caches, settle
from .warm_kernels import warm_kernels

NEEDS_A_LOOK = {
    "an_unfinished_copy_below",
    "a_wrong_copy_above",
    "merged_answers",
    "metadata_lost",
    "metadata_of_some_cells_lost",
    "metadata_and_ids_lost",
    "an_answer_lost_its_metadata_and_id",
    "an_old_notebook_format",
    "an_answer_and_its_checks_deleted",
    "an_answer_deleted",
}
"""Habits that a person is asked to look at, whatever they earn."""


@pytest.fixture(scope="module")
def tiny_week(built_course, tmp_path_factory):
    """The tiny course, as a folder that `MLSD_COURSE` names; returns its root."""
    root = tmp_path_factory.mktemp("habits") / "course"
    shutil.copytree(built_course, root)
    (root / "autograder").mkdir()
    shutil.move(root / "checks", root / "autograder" / "checks")
    with pytest.MonkeyPatch.context() as patch:
        settle(patch, root)
        patch.setattr(course, "CHECKS", root / "autograder" / "checks")
        patch.setenv("MLSD_COURSE", str(root))
        patch.setitem(sys.modules, "__main__", sys.modules["__main__"])
        forget_caches()
        yield root
    forget_caches()


@pytest.fixture(scope="module")
def handed_in(tiny_week, tmp_path_factory):
    """A course folder in which each habit is a student."""
    folder = tmp_path_factory.mktemp("class") / "stock"
    stock.create_course(folder, SLUG)
    for name, habit in HABITS.items():
        sample.hand_in(habit.hand(SLUG).notebook, folder, name, SLUG)
    return folder


@pytest.fixture(scope="module")
def by_stock(handed_in):
    """What stock nbgrader's gradebook says, by habit and cell."""
    with warm_kernels() as path, pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", path)
        stock.nbgrader(handed_in, "generate_assignment", SLUG)
        stock.nbgrader(handed_in, "autograde", SLUG)
    cells = {cell.grade_id for cell in course.check_cells(SLUG)}
    return {
        name: {cell: score for cell, score in scores.items() if cell in cells}
        for name, scores in stock.scores(handed_in, SLUG).items()
    }


@pytest.fixture(scope="module")
def grader(tiny_week, tmp_path_factory):
    out = tmp_path_factory.mktemp("judged")
    settings = batch.Settings(slug=SLUG, out=out, tier=batch.strongest_tier(), workers=1)
    grader = batch.Grader(settings)
    yield grader
    grader.close()


def notebook_of(handed_in, name):
    return handed_in / "submitted" / name / SLUG / f"{SLUG}.ipynb"


@pytest.mark.parametrize("name", HABITS)
def test_the_judge_gives_what_the_habit_earns(name, handed_in, grader):
    report = grader.work(Handed(name, notebook_of(handed_in, name)))
    scores = {cell.grade_id: cell.score for cell in report.cells if cell.kind == "check"}
    assert scores == HABITS[name].points(SLUG)
    assert report.status is (Status.REVIEW if name in NEEDS_A_LOOK else Status.GRADED)
    written = grader.settings.out / "autograded" / name / SLUG / f"{SLUG}.ipynb"
    made = nbformat.read(written, as_version=4)
    nbformat.validate(made)
    ran = [cell.source for cell in report.cells if cell.kind not in ("check", "memo")]
    stood = [c.source for c in made.cells if c.cell_type == "code" and c.execution_count]
    assert [source for source in stood if not source.startswith(("check(", "# Hidden"))] == [
        source for source in ran if not source.startswith(("check(", "# Hidden"))
    ]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", HABITS)
def test_mlsd_check_gives_what_the_habit_earns(name, handed_in):
    with quiet():
        outcomes = learner.check(SLUG, notebook_of(handed_in, name), hidden=True)
    scores = {course.check_id(o.exercise, hidden=o.hidden): o.score for o in outcomes}
    assert scores == HABITS[name].points(SLUG)


@pytest.mark.parametrize("name", HABITS)
def test_stock_nbgrader_gives_what_the_habit_earns(name, by_stock):
    assert by_stock[name] == HABITS[name].points(SLUG)


@pytest.mark.parametrize("name", HABITS)
def test_check_in_the_notebook_gives_what_the_habit_earns(name, by_stock, handed_in):
    path = handed_in / "autograded" / name / SLUG / f"{SLUG}.ipynb"
    shown = {}
    for cell in nbformat.read(path, as_version=4).cells:
        key = grade_id(cell)
        if key.endswith(("-checks", "-hidden")):
            results = [o for o in cell.outputs if o.output_type == "execute_result"]
            shown[key] = float(results[0].data["text/plain"]) if results else 0.0
    assert shown == HABITS[name].points(SLUG)


def test_every_habit_says_what_the_student_did():
    assert all(habit.what for habit in HABITS.values())
