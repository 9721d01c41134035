"""The unmodified nbgrader commands on this repository, with the sample class of the demo."""

import csv
import io
import re

import pytest
from nbgrader.api import Gradebook
from rich.console import Console

from autograder import course, demo, stock
from autograder.gradebook_tables import COURSE_ID

SLUG = "w01_framing"


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    """A course folder after generate_assignment, autograde and generate_feedback."""
    folder = tmp_path_factory.mktemp("class") / "stock"
    demo.hand_in_class(folder, SLUG)
    demo.grade_with_nbgrader(folder, SLUG)
    return folder


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """A course folder after the demo, and what it printed."""
    folder = tmp_path_factory.mktemp("class") / "judged"
    printed = io.StringIO()
    demo.run(folder, Console(file=printed, width=100))
    return folder, printed.getvalue()


@pytest.fixture(scope="module")
def scores(classroom):
    return stock.scores(classroom, SLUG)


def total(cells):
    return round(sum(cells.values()), 2)


def points():
    return {cell.grade_id: cell.points for cell in course.check_cells(SLUG)}


def test_the_stock_generator_writes_the_committed_assignment(classroom):
    made = classroom / "assignments" / SLUG / f"{SLUG}.ipynb"
    assert made.read_bytes() == course.week(SLUG).assignment.read_bytes()


def test_the_reference_earns_every_automatic_point(scores):
    assert scores["ada"] == points()


def test_the_untouched_notebook_earns_nothing(scores):
    assert set(scores["blaise"].values()) == {0.0}


def test_alternative_solutions_earn_every_point(scores):
    assert scores["chien"] == points()


def test_a_mistake_costs_its_own_exercise_only(scores):
    lost = {cell for cell, best in points().items() if scores["dorothy"][cell] < best}
    assert len({cell.rsplit("-", 1)[0] for cell in lost}) == 1


def test_tagging_check_cells_to_be_skipped_gains_nothing(scores):
    assert set(scores["edsger"].values()) == {0.0}


def test_half_of_the_exercises_earn_their_part(scores):
    exercises = list(dict.fromkeys(cell.exercise for cell in course.check_cells(SLUG)))
    for cell in course.check_cells(SLUG):
        done = cell.exercise in exercises[: len(exercises) // 2]
        assert scores["grace"][cell.grade_id] == (cell.points if done else 0.0)


def test_a_mistake_everywhere_earns_less_than_everything_everywhere(scores):
    for exercise in {cell.exercise for cell in course.check_cells(SLUG)}:
        cells = [course.check_id(exercise, hidden=hidden) for hidden in (False, True)]
        assert sum(scores["fei"][c] for c in cells) < sum(points()[c] for c in cells)


def test_warnings_on_stderr_cost_nothing(scores):
    assert scores["hedy"] == points()


def test_a_deleted_check_cell_is_put_back_and_graded(scores):
    assert scores["iman"] == points()


def test_a_syntax_error_costs_its_own_exercise_and_what_builds_on_it(scores):
    first = course.check_cells(SLUG)[0].exercise
    for cell, best in points().items():
        assert scores["joan"][cell] == (0.0 if cell.startswith(first) else best)


def test_the_grades_file_has_a_row_for_every_student(classroom, scores):
    with (classroom / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["student"] for row in rows] == sorted(scores)
    assert {(row["max_score"], row["memo_max_score"]) for row in rows} == {("80", "20")}
    for row in rows:
        assert row["assignment"] == SLUG
        assert float(row["score"]) == total(scores[row["student"]])


def test_every_student_has_a_feedback_page_that_names_the_checks(classroom, scores):
    for student in scores:
        page = (classroom / "feedback" / student / SLUG / f"{SLUG}.html").read_text("utf-8")
        assert "checks passed" in page


def test_a_feedback_page_asks_nothing_of_the_network(classroom):
    page = (classroom / "feedback" / "ada" / SLUG / f"{SLUG}.html").read_text("utf-8")
    fetched = re.findall(r"<(?:script|link|img|iframe)[^>]*\b(?:src|href)=.?(?:https?:)?//", page)
    fetched += re.findall(r"(?:\bimport\b[^;]*|url\()['\"]?(?:https?:)?//", page)
    assert fetched == []
    assert "</script>" in page  # what needs no other host is left


def test_the_list_at_the_top_of_a_feedback_page_names_the_exercises(classroom):
    page = (classroom / "feedback" / "ada" / SLUG / f"{SLUG}.html").read_text("utf-8")
    assert "Test cell" not in page
    for cell in course.check_cells(SLUG):
        kind = "hidden checks" if cell.hidden else "checks"
        assert f'<a href="#{cell.grade_id}">{cell.exercise}: {kind}</a>' in page


def test_the_stock_export_agrees_with_the_gradebook(classroom, scores):
    stock.nbgrader(classroom, "export", "--to=exported.csv")
    with (classroom / "exported.csv").open(encoding="utf-8", newline="") as file:
        exported = {row["student_id"]: float(row["raw_score"]) for row in csv.DictReader(file)}
    found = {student: round(score, 2) for student, score in exported.items()}
    assert found == {student: total(cells) for student, cells in scores.items()}


def test_a_clone_has_the_student_notebooks_and_its_gradebook_is_filled_all_the_same(tmp_path):
    released = course.week(SLUG).assignment
    stock.create_course(tmp_path, SLUG)
    copy = tmp_path / "assignments" / SLUG / released.name
    copy.parent.mkdir(parents=True)
    copy.write_bytes(released.read_bytes())
    stock.nbgrader(tmp_path, "generate_assignment", SLUG)
    assert copy.read_bytes() == released.read_bytes()
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}", COURSE_ID) as book:
        assert book.find_assignment(SLUG).max_score == 100


def test_the_judge_gives_the_scores_of_stock_nbgrader_cell_by_cell(judged, scores):
    assert stock.scores(judged[0], SLUG) == scores


def test_the_judge_leaves_the_same_grades_file(judged, classroom):
    grades = [(folder / "grades.csv").read_text("utf-8") for folder in (judged[0], classroom)]
    assert grades[0] == grades[1]


def test_the_stock_commands_go_on_where_the_judge_ended(judged):
    folder, _ = judged
    stock.nbgrader(folder, "generate_feedback", SLUG, "--force")
    stock.nbgrader(folder, "export", "--to=exported.csv")
    with (folder / "exported.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 10


def test_the_readme_shows_the_table_of_the_demo(judged):
    readme = (course.ROOT / "README.md").read_text(encoding="utf-8")
    rows = [line.strip() for line in judged[1].splitlines() if line.startswith("│")]
    assert len(rows) == 10
    for row in rows:
        assert row in readme


def test_the_demo_says_where_everything_is(judged):
    folder, printed = judged
    for thing in ("grades.csv", "feedback", "gradebook.db", "formgrader", "ada", "sandbox"):
        assert thing in printed
    assert (folder / "feedback" / "ada" / SLUG / f"{SLUG}.html").exists()
