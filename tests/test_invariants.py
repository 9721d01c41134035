"""What holds for every landed week, proven for each of them.

That right solutions pass, that mistakes fail what they name, and that an untouched notebook earns
nothing is proven by the audit, in the sandbox, and held to its record by `mlsd audit --hold`.
"""

import doctest
import json
import re

import numpy as np
import pandas as pd
import pytest

from autograder import bank, course
from autograder.audit import record
from autograder.report import Verdict
from autograder.source import BEGIN, END, Kind, parse
from autograder.submission import LocalSubmission
from autograder.suite import is_hidden, suite
from autograder.week_limits import limits_of

SLUGS = course.slugs()

per_week = pytest.mark.parametrize("slug", SLUGS)


def outcomes(slug, submission, exercise, seed=0):
    """Every check of an exercise, public ones first."""
    return [
        outcome
        for hidden in (False, True)
        for outcome in suite(slug).run(exercise, submission, hidden=hidden, seed=seed)
    ]


def function_name(check):
    """The check's name without the parameters of a parametrised one."""
    return check.name.split("[")[0]


def student_cells(slug):
    return json.loads(course.week(slug).assignment.read_text(encoding="utf-8"))["cells"]


def test_some_week_has_landed():
    assert SLUGS


@per_week
def test_a_week_stands_in_every_room_under_the_same_name(slug):
    week = course.week(slug)
    for path in (week.lecture, week.source, week.assignment):
        assert path.is_file(), path
    folders = {path.name for path in week.checks.iterdir() if (path / "test_public.py").is_file()}
    assert folders == set(parse(week.source).exercises)


def test_no_room_holds_a_week_that_the_others_do_not_know():
    pages = (course.ROOT / "lectures").glob("*.md")
    lectures = {path.stem for path in pages if re.match(r"w\d\d_|capstone$", path.stem)}
    assignments = {path.name for path in (course.ROOT / "assignments").iterdir()}
    checks = {path.name for path in course.CHECKS.iterdir() if re.match(r"[a-z]\w*$", path.name)}
    assert lectures == assignments == checks == set(SLUGS)


@per_week
def test_every_exercise_has_public_and_hidden_checks_three_mistakes_and_an_alternative(slug):
    exercises = set(parse(course.week(slug).source).exercises)
    for hidden in (False, True):
        judged = {
            exercise for exercise in exercises if list(suite(slug).items(exercise, hidden=hidden))
        }
        assert judged == exercises
    assert set(suite(slug).exercises()) == exercises
    wrong = [variant.exercise for variant in bank.mistakes(slug)]
    other = [variant.exercise for variant in bank.alternatives(slug)]
    assert set(wrong) == set(other) == exercises
    assert all(wrong.count(exercise) >= 3 for exercise in exercises)


@per_week
def test_points_are_eighty_automatic_and_twenty_for_the_memo(slug):
    source = parse(course.week(slug).source)
    assert (source.points(Kind.CHECK), source.points(Kind.MEMO)) == (80, 20)
    assert 6 <= len(source.exercises) <= 9


@per_week
def test_a_student_notebook_holds_no_output_and_no_marker(slug):
    cells = student_cells(slug)
    text = json.dumps(cells)
    assert "BEGIN SOLUTION" not in text
    assert "HIDDEN TESTS" not in text
    assert "hidden=True" not in text
    for cell in cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@per_week
def test_a_drawing_fits_into_the_cell_of_a_notebook_beside_the_list_of_files(slug):
    wide = [
        line
        for cell in student_cells(slug)
        for drawing in re.findall(r"```text\n(.*?)```", "".join(cell["source"]), re.DOTALL)
        for line in drawing.splitlines()
        if len(line) > 90
    ]
    assert wide == []


@per_week
def test_no_line_of_a_solution_stands_in_the_student_notebook(slug):
    lines: dict[bool, set[str]] = {True: set(), False: set()}  # by whether it is a solution's
    for cell in parse(course.week(slug).source).cells:
        inside = False
        for line in map(str.strip, cell.text.splitlines()):
            if line in (BEGIN, END):
                inside = line == BEGIN
            else:
                lines[inside].add(line)
    # A method that a solution overrides has the head that a contract gave it.
    heads = {line for line in lines[False] if line.startswith("def ")}
    text = json.dumps(student_cells(slug), ensure_ascii=False)
    for line in lines[True] - heads:
        assert len(line) <= 30 or json.dumps(line, ensure_ascii=False)[1:-1] not in text, line


@per_week
def test_the_worked_examples_of_the_contracts_run(slug):
    namespace = bank.reference_namespace(slug)
    finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner(verbose=False)
    functions = re.findall(
        r"^def (\w+)", "\n".join(bank.reference_cells(slug).values()), re.MULTILINE
    )
    for name in functions:
        (example,) = finder.find(namespace[name], name, module=False, globs=dict(namespace))
        assert example.examples, f"{name} has no worked example"
        assert runner.run(example).failed == 0


@per_week
def test_every_check_is_failed_by_some_mistake(slug):
    named = {name for variant in bank.mistakes(slug) for name in variant.fails}
    checks = {
        function_name(item)
        for exercise in suite(slug).exercises()
        for hidden in (False, True)
        for item in suite(slug).items(exercise, hidden=hidden)
    }
    assert named == checks


class Flatterer:
    """Equal to everything, greater and smaller too."""

    __hash__ = None

    def __eq__(self, other):
        return True

    __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __eq__

    def __float__(self):
        return 0.0


GARBAGE = [
    None, 0, 1, -1.5, float("nan"), float("inf"), True, "", "late", b"x", [], [1, 2], (), {},
    {"a": 1}, set(), np.array([]), np.array([1.0, np.nan]), np.array(3), np.float64(2), "1.0",
    pd.Series(dtype=float), pd.Series([1.0], name="late"), pd.DataFrame(), pd.NaT, object(),
    Flatterer(), Flatterer, len, [Flatterer()], {"replicas": Flatterer()}, range(3),
]  # fmt: skip


@per_week
@pytest.mark.parametrize("garbage", GARBAGE, ids=lambda value: f"{type(value).__name__}")
def test_a_function_that_returns_garbage_is_wrong_and_never_the_graders_fault(slug, garbage):
    def returns_garbage(*args, **kwargs):
        return garbage

    names = {name for name, value in bank.reference_namespace(slug).items() if callable(value)}
    submission = LocalSubmission(dict.fromkeys(names, returns_garbage))
    for exercise in suite(slug).exercises():
        found = outcomes(slug, submission, exercise)
        broken = [f"{o.name}: {o.message}" for o in found if o.verdict is Verdict.GRADER_ERROR]
        assert not broken
        assert sum(o.passed for o in found) < len(found) / 2


@per_week
def test_a_function_that_always_raises_passes_only_checks_of_errors(slug):
    def raises(*args, **kwargs):
        raise ValueError("no")

    names = {name for name, value in bank.reference_namespace(slug).items() if callable(value)}
    submission = LocalSubmission(dict.fromkeys(names, raises))
    for exercise in suite(slug).exercises():
        found = outcomes(slug, submission, exercise)
        assert {o.verdict for o in found} <= {Verdict.RAISED, Verdict.PASSED, Verdict.FAILED}
        assert sum(o.passed for o in found) < len(found) / 2


@per_week
def test_a_record_is_of_a_thousand_seeds_or_of_as_many_as_the_week_allows(slug):
    figures = json.loads(record.path(slug).read_text(encoding="utf-8"))["figures"]
    assert figures["seeds"] >= min(1000, limits_of(slug).seeds or 1000)


@per_week
def test_hidden_checks_read_as_sentences_too(slug):
    for exercise in suite(slug).exercises():
        for hidden in (False, True):
            for item in suite(slug).items(exercise, hidden=hidden):
                doc = (item.obj.__doc__ or "").strip()
                assert re.match(r"[A-Z`\d].*\.$", doc, re.DOTALL), item.nodeid
                assert is_hidden(item) == hidden


@per_week
def test_the_sample_reference_is_the_reference(slug):
    cells = bank.reference_cells(slug)
    assert not [text for text in cells.values() if "SOLUTION" in text]
