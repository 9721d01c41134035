"""What lies where notebooks are handed in is graded, or named with the reason why it is not."""

import os
import shutil
import zipfile

import nbformat
import pytest

from autograder.collect import collect, survey
from autograder.errors import CourseError
from autograder.inbox import files, names

from .conftest import SLUG

DOUBLE = "def double(x):\n    return 2 * x\n"
HALF = "def half(x):\n    return x / 2\n"


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def put(tiny, inbox):
    """Hand in a notebook below the inbox, with some cells written."""
    return lambda name, **cells: tiny.solve(inbox / name, **cells)


def graded(found):
    return {one.student: one.path.name for one in found.handed}


def reasons(found, place):
    return {str(one.path.relative_to(place)): one.reason for one in found.overlooked}


def usual(found, place):
    return {str(one.path.relative_to(place)) for one in found.left if one.usual}


# -- endings


@pytest.mark.parametrize(
    "name",
    [
        "bo.ipynb.json",
        "bo.ipynb.txt",
        "bo.IPYNB",
        "bo.Ipynb",
        "bo.json",
        "bo.txt",
        "bo",
        "bo.ipynb~",
    ],
)
def test_a_notebook_under_another_ending_is_graded_with_a_remark(name, put, inbox):
    put(name, double=DOUBLE)
    put("ana.ipynb")
    found = survey(inbox, SLUG)
    assert graded(found) == {"ana": "ana.ipynb", "bo": name}
    assert found.handed[1].remarks == (
        f"It was called {name!r}; it is a notebook, and was graded as one.",
    )
    assert found.left == ()


def test_what_is_no_notebook_is_named_with_what_to_do(put, inbox):
    put("ana.ipynb")
    with zipfile.ZipFile(inbox / "hy.zip", "w") as file:
        file.write(inbox / "ana.ipynb", "w.ipynb")
    shutil.copy(inbox / "hy.zip", inbox / "hz.ipynb.zip")
    shutil.copy(inbox / "hy.zip", inbox / "nameless")
    (inbox / "ed.py").write_text("x = 1\n")
    (inbox / "fi.html").write_text("<p>my notebook")
    (inbox / "gu.json").write_text("{}")
    (inbox / "ha.pdf").write_bytes(b"%PDF-1.7")
    (inbox / "ix.txt").write_text("my memo")
    (inbox / "jo.tar.gz").write_bytes(b"\x1f\x8b\x08")
    (inbox / "ka").touch()
    (inbox / "gone").symlink_to("nowhere")
    os.mkfifo(inbox / "queue")
    found = survey(inbox, SLUG)
    assert graded(found) == {"ana": "ana.ipynb"}
    said = reasons(found, inbox)
    assert {name: reason.split(";")[0].rstrip(".") for name, reason in said.items()} == {
        "hy.zip": "is a ZIP archive",
        "hz.ipynb.zip": "is a ZIP archive",
        "nameless": "is a ZIP archive",
        "ed.py": "is a script, not a notebook",
        "fi.html": "is a web page, which cannot be run",
        "gu.json": "is not a notebook",
        "ha.pdf": "is a PDF, which cannot be run",
        "ix.txt": "is not a notebook",
        "jo.tar.gz": "is an archive",
        "ka": "is empty",
        "gone": "is a link to nothing",
        "queue": "is no ordinary file",
    }
    assert all(reason.endswith(".") for reason in said.values())


def test_what_systems_keep_is_left_alone_and_still_named(put, inbox):
    put("ana.ipynb")
    put(".ipynb_checkpoints/ana-checkpoint.ipynb")
    (inbox / "._ana.ipynb").write_bytes(b"\0\5\26\7")
    (inbox / ".DS_Store").write_bytes(b"\0")
    (inbox / "__MACOSX").mkdir()
    put(f"bo/{SLUG}/{SLUG}.ipynb")
    (inbox / "bo" / SLUG / "timestamp.txt").write_text("2026-01-05 10:00:00 UTC")
    found = survey(inbox, SLUG)
    assert graded(found) == {"ana": "ana.ipynb", "bo": f"{SLUG}.ipynb"}
    assert found.overlooked == ()
    assert usual(found, inbox) == {
        ".ipynb_checkpoints", "._ana.ipynb", ".DS_Store", "__MACOSX", f"bo/{SLUG}/timestamp.txt",
    }  # fmt: skip


# -- spellings of the week


@pytest.mark.parametrize(
    "folder",
    ["W98_Tiny", "w98", "w98_tiny (1)", "w98-tiny", "w98 tiny", "Week 98", "w98_tiny-Copy1"],
)
def test_another_spelling_of_the_week_is_graded_with_a_remark(folder, put, inbox):
    put(f"ana/{SLUG}/{SLUG}.ipynb")
    put(f"bo/{folder}/{SLUG}.ipynb")
    found = survey(inbox, SLUG)
    assert graded(found) == {"ana": f"{SLUG}.ipynb", "bo": f"{SLUG}.ipynb"}
    assert not found.handed[0].remarks
    (remark,) = found.handed[1].remarks
    assert repr(folder) in remark
    assert f"rename the folder to {SLUG!r}" in remark


def test_a_name_means_a_week_in_every_spelling_and_no_other(tiny):
    (tiny.root / "solutions" / "w09_other.py").touch()
    for name in ("w9", "W09", "week 9", "Week-09", "w09_Other", "w9 (2)"):
        assert names.week_of(name) == "w09_other", name
    for name in ("w98", "week 98", "w98_tiny-Copy2"):
        assert names.week_of(name) == SLUG, name
    for name in ("w98_tin", "w980", "ana", "w", "week", "98", ""):
        assert names.week_of(name) == "", name


def test_another_week_s_folder_is_left_alone(tiny, put, inbox):
    (tiny.root / "solutions" / "w09_other.py").touch()
    put(f"ana/{SLUG}/{SLUG}.ipynb")
    put("ana/w09_other/w09_other.ipynb")
    put("bo/W09/w09_other.ipynb")
    found = survey(inbox, SLUG)
    assert graded(found) == {"ana": f"{SLUG}.ipynb"}
    assert found.overlooked == ()
    assert usual(found, inbox) == {"ana/w09_other", "bo/W09", "bo"}


# -- several notebooks of one student


def test_of_two_notebooks_the_worked_one_is_graded_and_both_are_named(put, inbox):
    put(f"ana/{SLUG}/{SLUG}.ipynb")
    put(f"ana/{SLUG}/{SLUG}-Copy1.ipynb", double=DOUBLE, half=HALF)
    put(f"bo/{SLUG}/{SLUG}.ipynb", double=DOUBLE)
    put(f"bo/{SLUG}/draft.ipynb")
    found = survey(inbox, SLUG)
    assert graded(found) == {"ana": f"{SLUG}-Copy1.ipynb", "bo": f"{SLUG}.ipynb"}
    for one, best, other, count in zip(
        found.handed, (f"{SLUG}-Copy1", SLUG), (SLUG, "draft"), ("2 cells", "1 cell"), strict=True
    ):
        (remark,) = one.remarks
        assert f"{one.student}/{SLUG}/{best}.ipynb' was graded, with {count} written" in remark
        assert f"not graded: '{one.student}/{SLUG}/{other}.ipynb', with 0;" in remark
    assert set(reasons(found, inbox)) == {f"ana/{SLUG}/{SLUG}.ipynb", f"bo/{SLUG}/draft.ipynb"}


def test_of_equals_the_one_under_the_week_s_own_name_is_graded(put, inbox):
    for name in (f"{SLUG}-Copy1", SLUG, f"{SLUG} (1)", "a"):
        put(f"ana/{SLUG}/{name}.ipynb", double=DOUBLE)
    assert graded(survey(inbox, SLUG)) == {"ana": f"{SLUG}.ipynb"}


def test_an_emptied_notebook_is_not_the_worked_one(put, inbox):
    put(f"ana/{SLUG}/mine.ipynb", double=DOUBLE)
    path = put(f"ana/{SLUG}/{SLUG}.ipynb", double=DOUBLE, half=HALF)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = notebook.cells[:2]
    nbformat.write(notebook, path)
    assert graded(survey(inbox, SLUG)) == {"ana": "mine.ipynb"}


def test_work_is_seen_in_a_notebook_that_lost_its_metadata(put, inbox):
    put(f"ana/{SLUG}/{SLUG}.ipynb")
    path = put(f"ana/{SLUG}/mine.ipynb", double=DOUBLE)
    notebook = nbformat.read(path, as_version=4)
    for number, cell in enumerate(notebook.cells):
        cell.metadata, cell.id = {}, f"c{number}"
    nbformat.write(notebook, path)
    assert graded(survey(inbox, SLUG)) == {"ana": "mine.ipynb"}


def test_a_notebook_of_something_else_beside_it_is_named_and_is_no_second_one(put, inbox):
    put("ana/solution.ipynb", double=DOUBLE)
    nbformat.write(nbformat.v4.new_notebook(), inbox / "ana" / "other.ipynb")
    found = survey(inbox, SLUG)
    assert graded(found) == {"ana": "solution.ipynb"}
    assert found.handed[0].remarks == ()
    assert reasons(found, inbox) == {
        "ana/other.ipynb": f"is no notebook of {SLUG}; 'ana/solution.ipynb' was graded."
    }


def test_copies_in_a_flat_folder_are_of_one_student(put, inbox):
    put("ana.ipynb")
    put("ana-Copy1.ipynb", double=DOUBLE)
    put("bo (1).ipynb", double=DOUBLE)
    put("bo (2).ipynb")
    put("cy (1).ipynb")
    put("di.ipynb")
    put("di.ipynb.json", double=DOUBLE)
    found = survey(inbox, SLUG)
    assert graded(found) == {
        "ana": "ana-Copy1.ipynb", "bo": "bo (1).ipynb", "cy (1)": "cy (1).ipynb",
        "di": "di.ipynb.json",
    }  # fmt: skip
    assert set(reasons(found, inbox)) == {"ana.ipynb", "bo (2).ipynb", "di.ipynb"}


def test_notebooks_that_a_browser_numbered_may_be_of_several_students(put, inbox):
    for name in (SLUG, f"{SLUG} (1)", f"{SLUG} (2)"):
        put(f"{name}.ipynb", double=DOUBLE)
    found = survey(inbox, SLUG)
    assert len(found.handed) == 3
    assert found.left == ()


# -- what systems leave


def test_folders_and_files_as_systems_leave_them(put, inbox):
    put("Ana Mü_123_assignsubmission_file_/my work.ipynb")
    put(f"Bo_124_assignsubmission_file_/deeper/{SLUG}.ipynb")
    (inbox / "Bo_124_assignsubmission_onlinetext_").mkdir()
    (inbox / "Bo_124_assignsubmission_onlinetext_" / "onlinetext.html").write_text("<p>done")
    put(f"cycy_LATE_77_4711_{SLUG}.ipynb")
    put(f"didi_78_4712_{SLUG}-1.ipynb")
    put(f"{SLUG}_ed_attempt_2026-01-05-10-00-00_{SLUG}.ipynb")
    (inbox / f"{SLUG}_ed_attempt_2026-01-05-10-00-00.txt").write_text("Name: Ed")
    put("12-34 - Fi Fo - Jan 5, 2026 1000 AM - mine.ipynb")
    put(f"gu+{SLUG}+2026-01-05 10:00:00 UTC+secret/{SLUG}.ipynb")
    (inbox / "hy_125_assignsubmission_file_").mkdir()
    (inbox / "hy_125_assignsubmission_file_" / "w.zip").write_bytes(b"PK\3\4")
    (inbox / "ix_79_4713_w.docx").write_bytes(b"PK\3\4")
    found = survey(inbox, SLUG)
    assert set(graded(found)) == {
        "Ana Mü_123", "Bo_124", "cycy_77", "didi_78", "ed", "Fi Fo_12", "gu", "hy_125", "ix_79",
    }  # fmt: skip
    troubles = {one.student: one.trouble for one in found.handed if one.trouble}
    assert troubles == {
        "hy_125": "There is no notebook: 'hy_125_assignsubmission_file_/w.zip' is a ZIP archive; "
        "unpack it and grade what is in it.",
        "ix_79": "There is no notebook: 'ix_79_4713_w.docx' is a text document, not a notebook; "
        "ask for the .ipynb file.",
    }
    assert len(reasons(found, inbox)) == 4


@pytest.mark.parametrize(
    ("where", "place", "student"),
    [
        (f"submitted/ana/{SLUG}/{SLUG}.ipynb", "submitted/ana", "ana"),
        (f"submitted/ana/{SLUG}/mine.ipynb", "submitted/ana", "ana"),
        (f"submitted/ana/{SLUG}/{SLUG}.ipynb", f"submitted/ana/{SLUG}", "ana"),
        (f"submitted/ana/{SLUG}/{SLUG}.ipynb", f"submitted/ana/{SLUG}/{SLUG}.ipynb", "ana"),
        (f"submitted/ana/W98/{SLUG}.ipynb", "", "ana"),
        (f"Ana_1_assignsubmission_file_/{SLUG}.ipynb", "Ana_1_assignsubmission_file_", "Ana_1"),
        ("Ana_1_assignsubmission_file_/mine.ipynb", "Ana_1_assignsubmission_file_", "Ana_1"),
        (f"Ana_1_assignsubmission_file_/{SLUG}.ipynb",
         f"Ana_1_assignsubmission_file_/{SLUG}.ipynb", "Ana_1"),
        (f"ana/{SLUG}.ipynb", "ana", "ana"),
        (f"Downloads/{SLUG}/{SLUG}.ipynb", f"Downloads/{SLUG}/{SLUG}.ipynb", SLUG),
        (f"Downloads/{SLUG}/{SLUG}.ipynb", f"Downloads/{SLUG}", SLUG),
        (f"Downloads/{SLUG} (1).ipynb", f"Downloads/{SLUG} (1).ipynb", f"{SLUG} (1)"),
        (f"{SLUG}/ana.ipynb", SLUG, "ana"),
        (f"{SLUG}/ana.ipynb", "", "ana"),
        (f"class/{SLUG}/ana.ipynb", "class", "ana"),
    ],
)  # fmt: skip
def test_whose_a_notebook_is(where, place, student, put, inbox):
    put(where)
    assert set(graded(survey(inbox / place, SLUG))) == {student}


def test_a_single_file_in_a_tree_of_several_is_of_the_folder_above(put, inbox):
    for name in ("ana", "bo"):
        put(f"{name}/{SLUG}/{SLUG}.ipynb")
    assert set(graded(survey(inbox / "bo" / SLUG / f"{SLUG}.ipynb", SLUG))) == {"bo"}


def test_a_student_can_be_named(put, inbox):
    path = put(f"x/{SLUG}.ipynb")
    assert set(graded(survey(path, SLUG, student="ana"))) == {"ana"}
    assert set(graded(survey(inbox, SLUG, student="ana"))) == {"ana"}


def test_sections_of_a_class_are_entered(put, inbox):
    for name in ("a/ana", "a/bo", "b/cy", "b/di"):
        put(f"{name}/{SLUG}/{SLUG}.ipynb")
    put("c/Ed_1_assignsubmission_file_/w.ipynb")
    put("c/Fi_2_assignsubmission_file_/w.ipynb")
    assert set(graded(survey(inbox, SLUG))) == {"ana", "bo", "cy", "di", "Ed_1", "Fi_2"}


def test_a_class_that_lies_alone_in_a_folder_is_found(put, inbox):
    students = {"ana", "bo", "cy", "di"}
    for name in students:
        put(f"submissions/{name}.ipynb")
        put(f"again/deeper/{name}/{SLUG}.ipynb")
    (inbox / "__MACOSX").mkdir()
    assert set(graded(survey(inbox / "again", SLUG))) == students
    shutil.rmtree(inbox / "again")
    assert set(graded(survey(inbox, SLUG))) == students


def test_a_script_beside_a_notebook_says_where_its_code_belongs(put, inbox):
    put(f"ana/{SLUG}/{SLUG}.ipynb")
    (inbox / "ana" / SLUG / "helper.py").write_text("x = 1")
    assert "belongs in a cell" in reasons(survey(inbox, SLUG), inbox)[f"ana/{SLUG}/helper.py"]


# -- folders without, links, and what earlier runs wrote


def test_a_folder_without_a_notebook_says_what_lies_there(put, inbox):
    put(f"ana/{SLUG}/{SLUG}.ipynb")
    (inbox / "bo" / SLUG).mkdir(parents=True)
    (inbox / "bo" / SLUG / "w.py").write_text("x = 1")
    (inbox / "cy" / SLUG).mkdir(parents=True)
    found = survey(inbox, SLUG)
    assert [one.student for one in found.handed if not one.trouble] == ["ana"]
    (bo,) = (one for one in found.handed if one.trouble)
    assert bo.trouble == (
        f"There is no notebook: 'bo/{SLUG}/w.py' is a script, not a notebook; ask for the .ipynb "
        "file."
    )
    assert reasons(found, inbox)["cy"] == f"holds nothing of {SLUG}."


def test_a_link_to_a_folder_is_not_followed_into_a_circle(put, inbox):
    put(f"ana/{SLUG}/{SLUG}.ipynb")
    (inbox / "ana" / "loop").symlink_to(inbox)
    (inbox / "bo").mkdir()
    (inbox / "bo" / SLUG).symlink_to(inbox / "ana" / SLUG)
    found = survey(inbox, SLUG)
    assert set(graded(found)) == {"ana", "bo"}
    assert "is a link to a folder" in reasons(found, inbox)["ana/loop"]


def test_a_folder_that_cannot_be_read_is_a_hand_in_that_says_so(put, inbox, monkeypatch):
    put(f"ana/{SLUG}/{SLUG}.ipynb")
    put(f"bo/{SLUG}/{SLUG}.ipynb")
    real = type(inbox).iterdir

    def iterdir(path):
        if path.name == "bo":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(type(inbox), "iterdir", iterdir)
    found = survey(inbox, SLUG)
    assert [one.trouble for one in found.handed] == ["", "Cannot be read (Permission denied)."]
    assert reasons(found, inbox)["bo"] == "cannot be read (Permission denied)."


def test_a_student_with_thousands_of_files_is_not_looked_through(put, inbox):
    put(f"ana/{SLUG}/{SLUG}.ipynb")
    (inbox / "bo").mkdir()
    for number in range(600):
        (inbox / "bo" / f"{number}.csv").touch()
    found = survey(inbox, SLUG)
    assert "more than 500 files" in reasons(found, inbox)["bo"]
    assert len(found.left) < 510


def test_what_an_earlier_run_wrote_is_no_hand_in(put, inbox):
    put("ana.ipynb")
    put(f"graded/autograded/ana/{SLUG}/{SLUG}.ipynb")
    assert set(graded(survey(inbox, SLUG, out=inbox / "graded"))) == {"ana"}
    put(f"autograded/ana/{SLUG}/{SLUG}.ipynb")
    (inbox / "grades.csv").touch()
    shutil.rmtree(inbox / "graded")
    found = survey(inbox, SLUG, out=inbox)
    assert (set(graded(found)), found.left) == ({"ana"}, ())


def test_where_there_is_no_notebook_at_all_the_error_says_what_there_is(tiny, inbox):
    (inbox / "w.zip").write_bytes(b"PK\3\4")
    with pytest.raises(
        CourseError, match=r"holds no submission .* w\.zip is a ZIP archive; unpack"
    ):
        collect(inbox, SLUG)


def test_a_name_of_bytes_is_named(put, inbox):
    put("ana.ipynb")
    (inbox / os.fsdecode(b"\xff.zip")).write_bytes(b"PK\3\4")
    assert len(survey(inbox, SLUG).overlooked) == 1


def test_a_file_is_told_by_its_content(put, inbox):
    path = put("x.ipynb")
    assert files.what_it_is(path) == ""
    path.write_bytes(b"  <!DOCTYPE html>")
    assert "a web page" in files.what_it_is(path)
