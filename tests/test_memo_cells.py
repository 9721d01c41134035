"""A memo reaches its reader wherever its student wrote it, and its marks reach the student."""

import dataclasses

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder import autograded, exports, feedback, gradebook, learner
from autograder.gradebook_tables import COURSE_ID
from autograder.marks import Marks
from autograder.plan import Rebuilder
from autograder.report import Report, ReportCell, Status
from autograder.source import Kind

from .conftest import SLUG

MEMO = "tiny-memo"
FIRST = "## Objective\n\nThe desk decides two hours before departure."
SECOND = "## Metric\n\nDollars a flight."
PROSE = "I would tell the desk that the model is worth its price, because it saves money. " * 3


@pytest.fixture(autouse=True)
def _no_template_of_another_test():
    autograded.template.cache_clear()
    yield
    autograded.template.cache_clear()


@pytest.fixture
def notebook(tiny):
    return nbformat.read(tiny.assignment, as_version=4)


@pytest.fixture
def memo(tiny, notebook):
    """The step of the memo of the notebook as it now is, and the problems of its plan."""

    def plan():
        path = tiny.root / "x.ipynb"
        nbformat.write(notebook, path)
        made = Rebuilder(SLUG).plan(path)
        (step,) = (step for step in made.steps if step.kind is Kind.MEMO)
        return step, made.problems

    return plan


def named(notebook, key=MEMO):
    return next(cell for cell in notebook.cells if cell.id == key)


def markdown(text, **more):
    return nbformat.v4.new_markdown_cell(text, **more)


def test_a_whole_memo_is_taken_as_it_stands(notebook, memo):
    named(notebook).source = f"{FIRST}\n\n"
    step, problems = memo()
    assert (step.source, problems) == (f"{FIRST}\n\n", ())


def test_an_untouched_memo_is_what_was_released(tiny, notebook, memo):
    step, problems = memo()
    assert autograded.is_untouched(SLUG, MEMO, step.source)
    assert problems == ()


def test_a_split_memo_is_put_together(notebook, memo):
    cell = named(notebook)
    notebook.cells.append(markdown(SECOND, metadata=cell.metadata.copy()))
    cell.source = FIRST
    step, problems = memo()
    assert (step.source, problems) == (f"{FIRST}\n\n{SECOND}", ())


def test_a_memo_that_was_split_and_not_written_is_untouched(notebook, memo):
    cell = named(notebook)
    start, end = cell.source[:6], cell.source[6:]
    notebook.cells.append(markdown(end, metadata=cell.metadata.copy()))
    cell.source = start
    step, _ = memo()
    assert autograded.is_untouched(SLUG, MEMO, step.source)


@pytest.mark.parametrize("kind", [markdown, nbformat.v4.new_raw_cell, nbformat.v4.new_code_cell])
def test_a_memo_in_new_cells_below_is_found(kind, notebook, memo):
    notebook.cells += [kind(PROSE), kind(f"{PROSE} And more.")]
    step, problems = memo()
    assert step.source == f"{PROSE}\n\n{PROSE} And more."
    assert problems == ()


def test_a_memo_is_its_cell_and_what_stands_below(notebook, memo):
    named(notebook).source = FIRST
    notebook.cells += [markdown(SECOND), nbformat.v4.new_code_cell("double(21)")]
    assert memo()[0].source == f"{FIRST}\n\n{SECOND}"


def test_a_memo_above_its_cell_is_found(notebook, memo):
    place = notebook.cells.index(named(notebook))
    notebook.cells.insert(place, markdown(SECOND))
    assert memo()[0].source == SECOND


def test_notes_among_the_exercises_are_no_memo(notebook, memo):
    notebook.cells.insert(3, markdown(PROSE))
    named(notebook).source = FIRST
    assert memo()[0].source == FIRST


def test_a_text_elsewhere_is_the_memo_where_there_is_no_other(notebook, memo):
    notebook.cells.insert(3, markdown(PROSE))
    notebook.cells.insert(3, markdown("A note."))
    assert memo()[0].source == PROSE


def test_a_cell_that_lost_its_metadata_is_found_by_its_id(notebook, memo):
    named(notebook).metadata = {}
    named(notebook).source = FIRST
    step, problems = memo()
    assert step.source == FIRST
    assert not any("missing" in problem for problem in problems)


def test_a_cell_that_lost_metadata_and_id_is_found_by_its_place(notebook, memo):
    cell = named(notebook)
    cell.metadata, cell.id, cell.source = {}, "a1b2", FIRST
    step, problems = memo()
    assert (step.source, problems) == (FIRST, ())


def test_a_memo_cell_that_became_one_of_code_is_still_the_memo(notebook, memo):
    cell = named(notebook)
    code = nbformat.v4.new_code_cell(PROSE, metadata=cell.metadata, id=cell.id)
    notebook.cells[notebook.cells.index(cell)] = code
    assert memo()[0].source == PROSE


def test_code_below_the_memo_is_no_memo(notebook, memo):
    named(notebook).source = FIRST
    long = "import math\n" + "".join(f"value_{n} = math.sqrt({n})\n" for n in range(40)) + "x = ("
    notebook.cells += [nbformat.v4.new_code_cell(text) for text in ("double(2)", long, "# fine")]
    assert memo()[0].source == FIRST


def test_a_deleted_memo_is_missing(notebook, memo):
    notebook.cells.remove(named(notebook))
    step, problems = memo()
    assert problems == (f"The cell '{MEMO}' is missing.",)
    assert autograded.is_untouched(SLUG, MEMO, step.source)


PIXEL = "iVBORw0KGgo="


def test_pasted_pictures_come_along_under_names_of_their_own(tiny, notebook, memo):
    named(notebook).source = "See ![a](attachment:image.png)."
    named(notebook)["attachments"] = {"image.png": {"image/png": PIXEL}}
    below = markdown("And ![b](attachment:image.png).")
    below["attachments"] = {
        "image.png": {"image/png": PIXEL}, "evil.html": {"text/html": "<script>"},
    }  # fmt: skip
    notebook.cells.append(below)
    step, _ = memo()
    assert step.source == "See ![a](attachment:image.png).\n\nAnd ![b](attachment:2-image.png)."
    picture = {"image/png": PIXEL}
    assert step.attachments == {"image.png": picture, "2-image.png": picture}
    made = report(step)
    assert Report.from_json(made.to_json()) == made
    written = nbformat.reads(autograded.render(made), as_version=4)
    nbformat.validate(written)
    assert named(written)["attachments"] == step.attachments
    assert named(written).source == step.source


@pytest.mark.parametrize(
    "odd", [3, [], "x", {"a": 3}, {"a": {"image/png": 3}}, {"a": {"image/png": [3]}}, {"a": {}}]
)
def test_what_is_no_picture_is_left_out(odd, tiny, notebook, memo):
    named(notebook).source = FIRST
    path = tiny.root / "x.ipynb"
    named(notebook)["attachments"] = odd
    path.write_text(__import__("json").dumps(notebook))
    (step,) = (s for s in Rebuilder(SLUG).plan(path).steps if s.kind is Kind.MEMO)
    assert (step.source, step.attachments) == (FIRST, {})


def report(step, **changes):
    cells = (
        ReportCell("double", "exercise", "def double(x): ..."),
        ReportCell("double-checks", "check", "", 30, score=30),
        ReportCell(MEMO, "memo", step.source, 20, attachments=step.attachments),
    )
    made = Report("ada", SLUG, "x.ipynb", "0" * 64, 0, "A", Status.GRADED, cells=cells)
    return dataclasses.replace(made, **changes)


def test_a_memo_in_a_new_cell_is_asked_for_in_the_gradebook(tiny, tmp_path, notebook, memo):
    notebook.cells.append(markdown(SECOND))
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    recorder = gradebook.Recorder(url, SLUG)
    recorder.record([report(memo()[0])])
    recorder.close()
    with Gradebook(url, COURSE_ID) as book:
        grade = book.find_grade(MEMO, SLUG, SLUG, "ada")
        assert (grade.auto_score, grade.needs_manual_grade) == (None, True)


def test_a_memo_is_never_run(tiny, notebook):
    named(notebook).source = "!touch was-run\n\n![a](attachment:image.png)"
    tiny.work.parent.mkdir(parents=True)
    nbformat.write(notebook, tiny.work)
    learner.check(SLUG)
    assert not (tiny.work.parent / "was-run").exists()


def test_progress_counts_the_words_of_a_memo_in_a_new_cell(tiny, notebook):
    notebook.cells.append(markdown("# Memo\n\nThese are four words."))
    tiny.work.parent.mkdir(parents=True)
    nbformat.write(notebook, tiny.work)
    assert learner.progress(SLUG).memo_words == 4


# -- marks


def test_marks_and_comments_stand_on_the_page_once_given(tiny, tmp_path, notebook, memo):
    named(notebook).source = FIRST
    made = report(memo()[0])
    feedback.write(made, tmp_path)
    page = tmp_path / "feedback" / "ada" / SLUG / f"{SLUG}.html"
    assert "graded by hand, 20 points" in page.read_text(encoding="utf-8")
    recorder = gradebook.Recorder(f"sqlite:///{tmp_path / 'gradebook.db'}", SLUG)
    recorder.record([made])
    assert recorder.marks() == {}
    give(tmp_path, score=17.0, comment="Well <b>argued</b>.", code="Neat.")
    marks = recorder.marks()[exports.safe_name("ada")]
    recorder.close()
    assert marks == Marks(
        {MEMO: 17.0, "double-checks": 29.0}, {MEMO: "Well <b>argued</b>.", "double": "Neat."}
    )
    feedback.add_marks(made, tmp_path, marks)
    text = page.read_text(encoding="utf-8")
    assert "<strong>17</strong> of 20 points" in text
    assert "Well &lt;b&gt;argued&lt;/b&gt;." in text
    assert "Neat." in text
    assert "by hand 29, which counts" in text
    before = page.stat().st_mtime_ns
    feedback.add_marks(made, tmp_path, marks)
    assert page.stat().st_mtime_ns == before
    feedback.add_marks(made, tmp_path, Marks())
    assert "Neat." not in page.read_text(encoding="utf-8")


def give(folder, *, score, comment, code):
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", COURSE_ID) as book:
        grade = book.find_grade(MEMO, SLUG, SLUG, "ada")
        grade.manual_score, grade.needs_manual_grade = score, False
        book.find_grade("double-checks", SLUG, SLUG, "ada").manual_score = 29.0
        book.find_comment(MEMO, SLUG, SLUG, "ada").manual_comment = comment
        book.find_comment("double", SLUG, SLUG, "ada").manual_comment = code
        book.db.commit()


def test_a_page_of_nbgraders_own_is_left_alone(tiny, tmp_path, notebook, memo):
    page = tmp_path / "feedback" / "ada" / SLUG / f"{SLUG}.html"
    page.parent.mkdir(parents=True)
    page.write_text("<html>nbgrader's</html>")
    feedback.add_marks(report(memo()[0]), tmp_path, Marks({MEMO: 3.0}))
    assert page.read_text() == "<html>nbgrader's</html>"
