"""The parts cell: the reference's cells of earlier weeks, wherever a source's cells go."""

import json

import nbformat
import pytest

from autograder import bank, learner, release, sample, world
from autograder.audit.digests import digests
from autograder.audit.trial import cells_before
from autograder.errors import SourceError
from autograder.judge import Judge
from autograder.parts import DoesNotFit, Part, WeekTexts, assemble
from autograder.plan import Rebuilder
from autograder.report import Verdict
from autograder.sandbox.confine import Layers
from autograder.sandbox.launch import WarmTemplate
from autograder.source import Kind, parse

from .conftest import CAPSTONE

TEXT = '''\
# From earlier weeks, for your system to use. Change whatever you like: it is graded as it
# stands here when you hand in.


# --- week 98, double: the reference's
def double(x):
    """Twice x."""
    return 2 * x


# --- week 98, half: the reference's
def half(x):
    """Half of x."""
    return x / 2'''


def student(week):
    return nbformat.read(week.assignment, as_version=4)


def parts_cell(week):
    (cell,) = (cell for cell in student(week).cells if cell.id == "parts")
    return cell


# -- the text


def test_the_cell_is_filled_with_the_references_cells(capstone):
    (cell,) = (cell for cell in parse(capstone.source).cells if cell.kind is Kind.PARTS)
    assert cell.text == TEXT


SETUP = '''\
import math
import os.path
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autograder import checker

check = checker("w98_tiny")
LIMIT = 3


class Refused(Exception):
    """No."""


def helper(x):
    return math.floor(x) + LIMIT
'''


def texts(**exercises):
    return {"w98_tiny": WeekTexts(SETUP, exercises)}


def built(text, **others):
    return assemble([Part("w98_tiny", "one", text)], texts(one=text, **others))


def test_only_the_imports_that_are_read_come_along_sorted():
    text = built("def one(x: Sequence[Any]) -> Any:\n    return np.sum(x) + os.path.sep")
    assert text.split("\n\n\n")[0].splitlines()[2:] == [
        "import os.path",
        "from collections.abc import Sequence",
        "from typing import Any",
        "",
        "import numpy as np",
    ]


def test_what_the_set_up_defines_comes_along_with_what_it_needs_itself():
    text = built("def one(x):\n    return helper(x)")
    assert "# --- week 98, from its set-up\nLIMIT = 3\n\n\ndef helper(x):" in text
    assert "import math\n" in text
    assert "Refused" not in text


def test_a_part_that_needs_another_exercise_does_not_fit_without_it():
    one, two = "def one(x):\n    return two(x)", "def two(x):\n    return x"
    with pytest.raises(DoesNotFit, match="needs `two`, of the exercise two, which is no part"):
        built(one, two=two)
    parts = [Part("w98_tiny", "one", one), Part("w98_tiny", "two", two)]
    assert "def two" in assemble(parts, texts(one=one, two=two))


def test_a_part_that_needs_what_its_week_nowhere_defines_does_not_fit():
    with pytest.raises(DoesNotFit, match="needs `other`, which neither it nor the set-up"):
        built("def one(x):\n    return other(x)")
    with pytest.raises(DoesNotFit, match="needs `checker` of the judge"):
        built("def one(x):\n    return check(x)")


def test_one_name_cannot_mean_two_things():
    weeks = {
        "w01_a": WeekTexts("from math import floor", {"one": "def one(x): return floor(x)"}),
        "w02_b": WeekTexts("from numpy import floor", {"two": "def two(x): return floor(x)"}),
    }
    parts = [Part(slug, key, text) for slug in weeks for key, text in weeks[slug].exercises.items()]
    with pytest.raises(DoesNotFit, match="`floor` means one thing there and another in an earlier"):
        assemble(parts, weeks)


# -- errors


@pytest.mark.parametrize(
    ("was", "now", "line", "says"),
    [
        ("w98_tiny:half", "w97_no:half", 9, "there is no other week 'w97_no'"),
        ("w98_tiny:half", "capstone:quadruple", 9, "there is no other week 'capstone'"),
        ("w98_tiny:half", "w98_tiny:third", 9, "w98_tiny has no exercise 'third'"),
        ("w98_tiny:half", "w98_tiny:double", 9, "'w98_tiny:double' is named twice"),
        ("w98_tiny:half", "half", 9, "'half' is no part: write it as WEEK:EXERCISE"),
        ("w98_tiny:double w98_tiny:half", "", 9, "a parts cell names its parts"),
        ('half"\n', 'half"\nx = 1\n', 9, "a parts cell has no body"),
        ('half"\n', 'half" points=3\n', 9, "a parts cell has no key 'points'"),
        ('half"\n', 'half"\n\n# %% parts="w98_tiny:half"\n', 11, "'parts' is used already"),
        ("w98_tiny:half", "w98_tiny:memo", 9, "w98_tiny has no exercise 'memo'"),
    ],
)
def test_a_rule_broken_names_file_and_line(capstone, was, now, line, says):
    assert was in CAPSTONE
    capstone.source.write_text(CAPSTONE.replace(was, now), encoding="utf-8")
    with pytest.raises(SourceError, match=rf"capstone\.py:{line}: .*{says}"):
        parse(capstone.source)


def test_a_part_that_does_not_fit_is_an_error_of_the_source(capstone, tiny, tiny_text):
    text = tiny_text.replace("return x / 2", "return double(x) / 4")
    tiny.source.write_text(text, encoding="utf-8")
    assert parse(capstone.source)
    capstone.source.write_text(CAPSTONE.replace("w98_tiny:double ", ""), encoding="utf-8")
    with pytest.raises(SourceError, match="the part 'w98_tiny:half': it needs `double`"):
        parse(capstone.source)


# -- what follows from it


def test_the_student_has_it_as_a_solution_cell_without_points(capstone):
    cell = parts_cell(capstone)
    assert cell.source == TEXT
    data = cell.metadata.nbgrader
    assert (data.solution, data.grade, data.locked, data.grade_id) == (True, False, False, "parts")
    assert release.is_built("capstone")


def test_a_change_of_another_weeks_solution_makes_the_notebook_stale(capstone, tiny, tiny_text):
    before = digests("capstone")
    changed = tiny_text.replace("return 2 * x", "return x + x")
    tiny.source.write_text(changed, encoding="utf-8")
    assert not release.is_built("capstone")
    assert digests("capstone")["source"] != before["source"]
    assert not release.build("capstone")
    assert release.is_built("capstone")
    assert "return x + x" in parts_cell(capstone).source


def test_the_reference_runs_with_it(capstone):
    namespace = bank.reference_namespace("capstone")
    assert namespace["quadruple"](2) == 8
    lines = capstone.source.read_text(encoding="utf-8").splitlines()
    first = namespace["quadruple"].__code__.co_firstlineno
    assert lines[first - 1] == "def quadruple(x):"


def test_a_trial_has_it_before_the_exercises(capstone):
    assert [text for text in cells_before("capstone", "quadruple") if "def half" in text] == [TEXT]


def test_the_students_own_text_is_graded(capstone, tmp_path):
    mine = TEXT.replace("return 2 * x", "return x + x + 1")
    cells = bank.reference_cells("capstone") | {"parts": mine}
    path = sample.hand_in(sample.submission("capstone", cells), tmp_path, "ada", "capstone")
    plan = Rebuilder("capstone").plan(path)
    assert [step.source for step in plan.steps if step.kind is Kind.PARTS] == [mine]
    assert plan.problems == ()
    assert not any(cell.score for cell in learner.check("capstone", path))


def test_a_missing_one_is_put_back_from_the_release(capstone, tmp_path):
    notebook = sample.submission("capstone", bank.reference_cells("capstone"))
    notebook.cells = [cell for cell in notebook.cells if cell.id != "parts"]
    path = sample.hand_in(notebook, tmp_path, "ada", "capstone")
    plan = Rebuilder("capstone").plan(path)
    assert plan.problems == ("The cell 'parts' is missing.",)
    said = []
    outcomes = learner.check("capstone", path, hidden=True, notice=said.append)
    assert [cell.score for cell in outcomes] == [40, 40]
    assert said == ["The cell 'parts' is missing."]


def test_the_judge_runs_it_and_an_untouched_notebook_earns_nothing(capstone, tmp_path):
    notebooks = {"ada": bank.reference_cells("capstone"), "blaise": {}}
    with WarmTemplate(world.workspace(), Layers(namespaces=False)) as template:
        judge = Judge("capstone", template.spawn, tier="B")
        reports = {
            name: judge.grade(
                sample.hand_in(sample.submission("capstone", cells), tmp_path, name, "capstone"),
                name,
            )
            for name, cells in notebooks.items()
        }
    assert [cell.kind for cell in reports["ada"].cells][:3] == ["setup", "parts", "exercise"]
    assert {name: report.score for name, report in reports.items()} == {"ada": 80, "blaise": 0}
    verdicts = {o.verdict for cell in reports["blaise"].cells for o in cell.outcomes}
    assert verdicts == {Verdict.STUB}


def test_nothing_else_of_the_week_is_in_the_notebook(capstone):
    text = json.dumps([cell.source for cell in student(capstone).cells])
    assert "SOLUTION" not in text
    assert "secret" not in text
