"""Rows and notebooks as stock nbgrader would have written them, and what a batch needs of them."""

import csv
import dataclasses
import json
import multiprocessing
import shutil
from pathlib import Path

import nbformat
import pytest
import sqlalchemy as sa
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins.export import CsvExportPlugin
from nbgrader.utils import compute_checksum
from traitlets.config import Config, PyFileConfigLoader

from autograder import (
    autograded,
    course,
    demo,
    exports,
    feedback,
    gradebook,
    local_run,
    release,
    sample,
    stock,
)
from autograder.errors import CourseError
from autograder.gradebook_tables import COURSE_ID
from autograder.inline import CheckTable
from autograder.plan import Rebuilder
from autograder.report import CellOutcome, Report, ReportCell, Status
from autograder.source import Kind
from autograder.suite import suite

SLUG = "w01_framing"
STAMP = "2026-01-05 10:00:00.123456 UTC"

SUBMITTED = """submitted_notebook n join submitted_assignment s on s.id = n.assignment_id"""
IN_CELL = (
    "join base_cell b on b.id = g.cell_id join submitted_notebook n on n.id = g.notebook_id "
    "join submitted_assignment s on s.id = n.assignment_id"
)
TABLES = {  # without ids, which nbgrader draws at random
    "student": "select * from student",
    "course": "select * from course",
    "assignment": "select name, duedate, course_id from assignment",
    "notebook": "select n.name, a.name, kernelspec from notebook n, assignment a",
    "base_cell": "select name, type from base_cell",
    "grade_cells": "select name, max_score, cell_type from grade_cells natural join base_cell",
    "solution_cells": "select name from solution_cells natural join base_cell",
    "task_cells": "select * from task_cells",
    "source_cell": "select name, cell_type, locked, source, checksum from source_cell",
    "submitted_assignment": "select student_id, timestamp, extension from submitted_assignment",
    "submitted_notebook": f"select student_id, flagged, late_submission_penalty from {SUBMITTED}",
    "grade": "select student_id, name, auto_score, manual_score, extra_credit, needs_manual_grade"
    f" from grade g {IN_CELL}",
    "comment": f"select student_id, name, auto_comment, manual_comment from comment g {IN_CELL}",
    "alembic_version": "select * from alembic_version",
}


def tables(url):
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = {
            name: sorted(map(repr, connection.execute(sa.text(query))))
            for name, query in TABLES.items()
        }
    engine.dispose()
    return found


def judged(path, student, slug):
    """A report as the judge makes it, with the notebook run in this process."""
    plan = Rebuilder(slug).plan(path)
    submission = local_run.run_locally(path)
    cells = []
    for step in plan.steps:
        cell = ReportCell(step.grade_id, step.kind.value, step.source, step.points)
        if step.kind is Kind.CHECK:
            outcomes = suite(slug).run(step.exercise, submission, hidden=step.hidden)
            table = CellOutcome(step.exercise, step.hidden, step.points, outcomes)
            shown = {"text/plain": repr(table.score), "text/html": CheckTable(table)._repr_html_()}
            output = {"output_type": "execute_result", "data": shown, "metadata": {}}
            cell = dataclasses.replace(
                cell, score=table.score, outcomes=outcomes, outputs=(output,)
            )
        cells.append(cell)
    return Report(student, slug, path.name, "0" * 64, 0, "A", Status.GRADED, cells=tuple(cells))


# -- side by side with the stock command


@pytest.fixture(scope="module")
def stock_course(tmp_path_factory):
    """Four students graded by stock nbgrader; two have a timestamp."""
    root = tmp_path_factory.mktemp("stock")
    stock.create_course(root, SLUG)
    stock.nbgrader(root, "generate_assignment", SLUG)
    students = demo.sample_class(SLUG)
    for name in ("ada", "blaise", "fei", "joan"):
        path = sample.hand_in(students[name][1](), root, name, SLUG)
        if name in ("ada", "blaise"):
            (path.parent / "timestamp.txt").write_text(STAMP, encoding="utf-8")
    stock.nbgrader(root, "autograde", SLUG)
    return root


@pytest.fixture(scope="module")
def our_course(stock_course, tmp_path_factory):
    """The same four, recorded from reports."""
    root = tmp_path_factory.mktemp("ours") / "course"
    shutil.copytree(stock_course / "submitted", root / "submitted")
    shutil.copy(release.CONFIG, root)
    paths = {path.name: path / SLUG / f"{SLUG}.ipynb" for path in (root / "submitted").iterdir()}
    reports = [judged(path, student, SLUG) for student, path in paths.items()]
    recorder = gradebook.Recorder(f"sqlite:///{root / 'gradebook.db'}", SLUG, paths)
    recorder.record(reports)
    recorder.close()
    for report in reports:
        autograded.write(report, root, paths[report.student])
    return root


@pytest.mark.parametrize("table", TABLES)
def test_every_row_is_what_stock_autograde_writes(table, stock_course, our_course):
    theirs, ours = (tables(f"sqlite:///{root}/gradebook.db") for root in (stock_course, our_course))
    assert ours[table] == theirs[table]


@pytest.mark.parametrize("student", ["ada", "blaise", "fei", "joan"])
def test_every_notebook_is_what_stock_autograde_writes(student, stock_course, our_course):
    theirs, ours = (
        nbformat.read(root / "autograded" / student / SLUG / f"{SLUG}.ipynb", as_version=4)
        for root in (stock_course, our_course)
    )
    nbformat.validate(ours)
    assert [cell.id for cell in ours.cells] == [cell.id for cell in theirs.cells]
    assert ours.metadata.kernelspec == theirs.metadata.kernelspec
    for ours_cell, their_cell in zip(ours.cells, theirs.cells, strict=True):
        assert ours_cell.source == their_cell.source
        assert ours_cell.cell_type == their_cell.cell_type
        assert ours_cell.metadata.get("nbgrader") == their_cell.metadata.get("nbgrader")
        if ours_cell.metadata.get("nbgrader", {}).get("grade") and ours_cell.cell_type == "code":
            texts = [cell.outputs[0].data["text/plain"] for cell in (ours_cell, their_cell)]
            assert texts[0] == texts[1]


def test_autograded_files_are_as_stock_leaves_them(stock_course, our_course):
    for root in (stock_course, our_course):
        folder = root / "autograded" / "ada" / SLUG
        assert {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()} == {
            f"{SLUG}.ipynb": 0o444,
            "timestamp.txt": 0o444,
        }
        assert (folder / "timestamp.txt").read_text(encoding="utf-8") == STAMP


def test_formgrader_shows_the_submissions_as_autograded(our_course):
    config = Config(PyFileConfigLoader(str(release.CONFIG)).load_config())
    config.CourseDirectory.root = str(our_course)
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    shown = {row["student"]: row for row in api.get_submissions(SLUG)}
    assert {student: row["autograded"] for student, row in shown.items()} == dict.fromkeys(
        ("ada", "blaise", "fei", "joan"), True
    )
    assert shown["ada"]["needs_manual_grade"]
    assert shown["ada"]["score"] == 80
    assert not shown["blaise"]["needs_manual_grade"]
    one = api.get_submission(SLUG, "ada")
    assert (one["autograded"], one["submitted"]) == (True, True)


def test_stock_feedback_and_export_run_on_what_is_written(our_course, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(our_course, root)
    stock.nbgrader(root, "generate_feedback", SLUG)
    stock.nbgrader(root, "export", "--to=exported.csv")
    pages = sorted(path.parts[-3] for path in root.glob(f"feedback/*/{SLUG}/{SLUG}.html"))
    assert pages == ["ada", "blaise", "fei", "joan"]
    assert "ada,,,,80.0,0.0,80.0,100.0" in (root / "exported.csv").read_text(encoding="utf-8")


def test_the_course_is_named_as_in_the_configuration():
    config = Config(PyFileConfigLoader(str(release.CONFIG)).load_config())
    assert config.CourseDirectory.course_id == COURSE_ID


# -- on the tiny week


@pytest.fixture(autouse=True)
def _no_template_of_another_test():
    autograded.template.cache_clear()
    yield
    autograded.template.cache_clear()


@pytest.fixture
def tiny_report(tiny):
    """A report of the tiny week: everything right, the memo untouched unless said otherwise."""
    stubs = Rebuilder(tiny.slug).stubs

    def make(student="ada", *, double=30.0, memo=None, **changes):
        cells = (
            ReportCell("imports", "setup", ""),
            ReportCell("double", "exercise", "def double(x): return 2 * x"),
            ReportCell("double-checks", "check", "", 30, score=double),
            ReportCell("double-hidden", "check", "", 30, score=30),
            ReportCell("half", "exercise", stubs["half"]),
            ReportCell("half-checks", "check", "", 10, score=0),
            ReportCell("half-hidden", "check", "", 10, score=0),
            ReportCell("tiny-memo", "memo", stubs["tiny-memo"] if memo is None else memo, 20),
        )
        made = Report(student, tiny.slug, "x.ipynb", "0" * 64, 0, "A", Status.GRADED, cells=cells)
        return dataclasses.replace(made, **changes)

    return make


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'new' / 'gradebook.db'}"


@pytest.fixture
def recorder(url, tiny):
    made = gradebook.Recorder(url, tiny.slug)
    yield made
    made.close()


def grades(url, slug, student="ada"):
    with Gradebook(url, COURSE_ID) as book:
        found = book.find_submission_notebook(slug, slug, student).grades
        return {g.name: (g.auto_score, g.manual_score, g.needs_manual_grade) for g in found}


def grade_by_hand(url, slug, cell, score):
    with Gradebook(url, COURSE_ID) as book:
        grade = book.find_grade(cell, slug, slug, "ada")
        grade.manual_score, grade.needs_manual_grade = score, False
        book.db.commit()


def test_a_memo_waits_for_a_person_unless_it_is_untouched(recorder, url, tiny, tiny_report):
    recorder.record([tiny_report("ada", memo="My answer."), tiny_report("blaise")])
    assert grades(url, tiny.slug, "ada")["tiny-memo"] == (None, None, True)
    assert grades(url, tiny.slug, "blaise")["tiny-memo"] == (0.0, None, False)


def test_a_grade_given_by_hand_survives_and_is_to_be_looked_at_again(
    recorder, url, tiny, tiny_report
):
    recorder.record([tiny_report(memo="My answer.")])
    grade_by_hand(url, tiny.slug, "tiny-memo", 17.0)
    grade_by_hand(url, tiny.slug, "double-checks", 29.0)
    recorder.record([tiny_report(memo="Another answer.", double=10.0)])
    found = grades(url, tiny.slug)
    assert found["tiny-memo"] == (None, 17.0, True)
    assert found["double-checks"] == (10.0, 29.0, True)
    assert found["double-hidden"] == (30.0, None, False)


def test_a_report_without_a_grade_leaves_every_score_open(recorder, url, tiny, tiny_report):
    recorder.record([tiny_report()])
    recorder.record([tiny_report(status=Status.GRADER_ERROR)])
    assert set(grades(url, tiny.slug).values()) == {(None, None, True)}


def test_a_batch_is_recorded_whole_or_not_at_all(recorder, url, tiny, tiny_report):
    with pytest.raises(ValueError, match="w97_other"):
        recorder.record([tiny_report("ada"), tiny_report("blaise", assignment="w97_other")])
    assert tables(url)["student"] == []


def test_recording_twice_changes_nothing(recorder, url, tiny_report):
    recorder.record([tiny_report()])
    before = tables(url)
    recorder.record([tiny_report()])
    assert tables(url) == before


def test_reconciling_records_only_what_is_missing_or_differs(recorder, url, tiny, tiny_report):
    reports = [tiny_report(name, memo="Mine.") for name in ("ada", "blaise", "chien")]
    recorder.record(reports[:2])
    grade_by_hand(url, tiny.slug, "tiny-memo", 17.0)
    reports[1] = tiny_report("blaise", double=10.0)
    assert recorder.reconcile(reports) == ("blaise", "chien")
    assert recorder.reconcile(reports) == ()
    assert grades(url, tiny.slug)["tiny-memo"] == (None, 17.0, False)


def test_grades_are_those_of_nbgraders_export(recorder, url, tiny, tiny_report, tmp_path):
    recorder.record([tiny_report("ada", memo="Mine."), tiny_report("blaise", memo="Mine.")])
    recorder.record([tiny_report("chien", status=Status.GRADER_ERROR)])
    grade_by_hand(url, tiny.slug, "tiny-memo", 17.0)
    with Gradebook(url, COURSE_ID) as book:
        CsvExportPlugin(to=str(tmp_path / "x.csv"), student=[], assignment=[]).export(book)
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        theirs = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    ours = {grade.student: grade for grade in recorder.grades()}
    assert ours["ada"].total == theirs["ada"]

    def line(name, *numbers):
        return exports.Grade(name, tiny.slug, *numbers)

    assert ours["ada"] == line("ada", 60.0, 80.0, 17.0, 20.0, 77.0, 100.0, 0)
    assert ours["blaise"] == line("blaise", 60.0, 80.0, None, 20.0, None, 100.0, 1)
    assert ours["chien"] == line("chien", None, 80.0, None, 20.0, None, 100.0, 5)


def test_full_automatic_marks_read_as_full_marks(recorder, url, tiny, tiny_report):
    recorder.record([tiny_report("ada", double=30.0, memo="Mine.")])
    (grade,) = recorder.grades()
    assert (grade.score, grade.max_score, grade.total) == (60.0, 80.0, None)


def test_an_untouched_memo_leaves_nothing_open(recorder, url, tiny, tiny_report):
    recorder.record([tiny_report("ada")])
    (grade,) = recorder.grades()
    assert (grade.score, grade.memo_score, grade.total, grade.to_grade) == (60.0, 0.0, 60.0, 0)


def test_what_a_person_gives_for_a_check_is_in_the_total_and_not_automatic(
    recorder, url, tiny, tiny_report
):
    recorder.record([tiny_report("ada")])
    grade_by_hand(url, tiny.slug, "double-checks", 3.0)
    (grade,) = recorder.grades()
    assert (grade.score, grade.total) == (60.0, 33.0)


def test_grades_of_other_assignments_are_there_as_well(recorder, url, tiny, tiny_report):
    recorder.record([tiny_report("ada")])
    with Gradebook(url, COURSE_ID) as book:
        book.add_assignment("w97_other")
        with book.db.no_autoflush:
            book.add_submission("w97_other", "ada")
    found = {grade.assignment: grade.score for grade in recorder.grades()}
    assert found == {tiny.slug: 60.0, "w97_other": None}


def test_a_name_of_tricks_is_a_student_like_any_other(recorder, url, tiny_report):
    recorder.record([tiny_report("../../x\udcff\n")])
    assert tables(url)["student"] == [repr(("%2E.%2F..%2Fx%FF%0A", None, None, None, None))]


def test_a_gradebook_of_nbgrader_is_used_as_it_is(tiny, url, tiny_report, monkeypatch):
    gradebook.Recorder(url, tiny.slug).close()
    before = tables(url)
    gradebook.Recorder(url, tiny.slug).close()
    assert tables(url) == before


def test_no_alembic_on_the_path_is_needed(tiny, url, monkeypatch):
    monkeypatch.setenv("PATH", "")
    gradebook.Recorder(url, tiny.slug).close()
    assert tables(url)["alembic_version"]


def test_a_gradebook_that_lost_its_version_is_mended(tiny, url, recorder):
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("drop table alembic_version"))
    engine.dispose()
    gradebook.Recorder(url, tiny.slug).close()
    assert tables(url)["alembic_version"]


def test_a_gradebook_of_another_nbgrader_is_refused(tiny, url, recorder):
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("update alembic_version set version_num = 'old'"))
    engine.dispose()
    with pytest.raises(CourseError, match="nbgrader db upgrade"):
        gradebook.Recorder(url, tiny.slug)


@pytest.mark.parametrize("bad", ["nonsense", "sqlite:////proc/none/gradebook.db", "nosuch://x/y"])
def test_a_gradebook_that_cannot_be_used_is_said_in_a_sentence(bad, tiny):
    with pytest.raises((CourseError, OSError)):
        gradebook.Recorder(bad, tiny.slug)


def test_cells_that_hold_grades_are_not_taken_away(recorder, url, tiny, tiny_report):
    recorder.record([tiny_report()])
    document = json.loads(tiny.assignment.read_text(encoding="utf-8"))
    document["cells"] = [cell for cell in document["cells"] if cell["id"] != "half"]
    tiny.assignment.write_text(json.dumps(document), encoding="utf-8")
    autograded.template.cache_clear()
    with pytest.raises(CourseError, match="not those that the gradebook holds grades for"):
        gradebook.Recorder(url, tiny.slug)


def test_a_late_submission_is_penalised_as_configured(
    tiny, url, tiny_report, tmp_path, monkeypatch
):
    config = tmp_path / "nbgrader_config.py"
    config.write_text("c = get_config()\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    monkeypatch.setattr(release, "CONFIG", config)
    late = tmp_path / "submitted" / "ada" / tiny.slug / f"{tiny.slug}.ipynb"
    late.parent.mkdir(parents=True)
    (late.parent / "timestamp.txt").write_text(STAMP)
    recorder = gradebook.Recorder(url, tiny.slug, {"ada": late})
    with Gradebook(url, COURSE_ID) as book:
        book.update_or_create_assignment(tiny.slug, duedate="2026-01-01")
    recorder.record([tiny_report("ada"), tiny_report("blaise")])
    recorder.close()
    with Gradebook(url, COURSE_ID) as book:
        found = {
            s.student_id: s.late_submission_penalty for s in book.assignment_submissions(tiny.slug)
        }
    assert found == {"ada": 60.0, "blaise": 0.0}


def _record_some(url, slug, root, reports):
    course.ROOT = Path(root)
    recorder = gradebook.Recorder(url, slug)
    for report in reports:
        recorder.record([Report.from_json(report)])
    recorder.close()


def test_writers_side_by_side_lose_nothing(tiny, url, tiny_report):
    context = multiprocessing.get_context("fork")
    names = [f"student-{number}" for number in range(20)]
    shared = [tiny_report("everybody").to_json()]
    processes = []
    for half in (names[::2], names[1::2]):
        reports = [tiny_report(name).to_json() for name in half] + shared
        arguments = (url, tiny.slug, str(tiny.root), reports)
        processes.append(context.Process(target=_record_some, args=arguments))
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert len(tables(url)["student"]) == 21
    assert len(tables(url)["grade"]) == 21 * 5


# -- notebooks


def test_the_checksum_is_nbgraders(tiny):
    for cell in autograded.template(tiny.slug).graded:
        assert autograded.checksum(cell) == compute_checksum(nbformat.from_dict(cell))
        assert cell["metadata"]["nbgrader"]["checksum"] == autograded.checksum(cell)


def test_outputs_of_the_report_are_in_the_notebook(tiny, tiny_report):
    report = tiny_report()
    output = {"output_type": "stream", "name": "stdout", "text": "hello\ud800"}
    cells = (report.cells[0], dataclasses.replace(report.cells[1], outputs=(output,)))
    made = nbformat.reads(autograded.render(dataclasses.replace(report, cells=cells)), 4)
    nbformat.validate(made)
    cell = next(cell for cell in made.cells if cell.id == "double")
    assert cell.outputs[0].text == "hello?"
    assert cell.execution_count == 2


def test_a_notebook_is_written_again_over_an_earlier_one(tiny, tiny_report, tmp_path):
    handed = tmp_path / "submitted" / "ada" / tiny.slug / f"{tiny.slug}.ipynb"
    handed.parent.mkdir(parents=True)
    (handed.parent / "timestamp.txt").write_text(STAMP)
    path = autograded.write(tiny_report(), tmp_path, handed)
    (handed.parent / "timestamp.txt").unlink()
    assert autograded.write(tiny_report(memo="New."), tmp_path, handed) == path
    assert "New." in path.read_text(encoding="utf-8")
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("text", ["", "soon", "2026-99-99", "9" * 500, "\0"])
def test_an_unusable_timestamp_counts_as_none(text, tmp_path):
    folder = tmp_path / "ada" / "w98_tiny"
    folder.mkdir(parents=True)
    (folder / "timestamp.txt").write_text(text)
    assert autograded.timestamp_text(folder / "x.ipynb", "w98_tiny") == ""


def test_a_link_beside_a_submission_is_not_followed(tmp_path):
    folder = tmp_path / "ada" / "w98_tiny"
    folder.mkdir(parents=True)
    (tmp_path / "secret").write_text(STAMP)
    (folder / "timestamp.txt").symlink_to(tmp_path / "secret")
    assert autograded.timestamp_text(folder / "x.ipynb", "w98_tiny") == ""


def test_feedback_takes_along_what_the_exchange_needs(tiny, tiny_report, tmp_path):
    handed = tmp_path / "submitted" / "ada" / tiny.slug / f"{tiny.slug}.ipynb"
    handed.parent.mkdir(parents=True)
    (handed.parent / "timestamp.txt").write_text(STAMP)
    (handed.parent / "submission_secret.txt").write_text("s3cret")
    autograded.write(tiny_report(), tmp_path, handed)
    page = feedback.write(tiny_report(), tmp_path)
    assert (page.parent / "timestamp.txt").read_text() == STAMP
    assert (page.parent / "submission_secret.txt").read_text() == "s3cret"
