"""From a source to nbgrader's notebook and the student's: the same bytes, always and everywhere."""

import hashlib
import json
import re
import subprocess

import nbformat
import pytest

from autograder import course, release
from autograder.errors import CourseError
from autograder.source import Kind, parse

REAL_ROOT = course.ROOT
PROGRAM = """
import hashlib
from autograder import course, release
for slug in course.slugs():
    print(slug, hashlib.sha256(release.student_notebook(slug)).hexdigest())
"""


def cells(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def ids(source):
    return [cell.id for cell in release.source_notebook(source).cells]


def test_the_student_notebook_is_byte_identical_when_made_again(tiny):
    assert release.student_notebook(tiny.slug) == tiny.assignment.read_bytes()


@pytest.mark.parametrize("version", ["3.12", "3.13"])
def test_other_pythons_make_the_same_student_notebooks(version):
    python = REAL_ROOT / "build" / f"python{version}" / "bin" / "python"
    if not python.exists():
        pytest.skip(f"no Python {version} here; 'make interpreters' makes one")
    made = subprocess.run(
        [python, "-c", PROGRAM], cwd=REAL_ROOT, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    expected = [
        f"{slug} {hashlib.sha256(release.student_notebook(slug)).hexdigest()}"
        for slug in course.slugs()
    ]
    assert made.stdout.splitlines() == expected


def test_both_notebooks_are_valid(tiny):
    nbformat.validate(release.source_notebook(parse(tiny.source)))
    nbformat.validate(nbformat.read(tiny.assignment, as_version=4))


def test_cell_ids_are_unique_even_for_equal_cells(tiny_text, tiny_source):
    twice = "# %%\n1 + 1\n\n# %%\n1 + 1\n\n# %% [markdown]\n# 1 + 1\n\n# %%\n\n# %%\n\n"
    found = ids(tiny_source(tiny_text + "\n" + twice))
    assert len(found) == len(set(found)) == 17
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name) for name in found)


def test_keys_and_check_cells_name_their_own_cells(tiny):
    found = [cell["id"] for cell in cells(tiny.assignment) if "nbgrader" in cell["metadata"]]
    assert found == [
        "imports",
        *("double", "double-checks", "double-hidden"),
        *("half", "half-checks", "half-hidden"),
        "tiny-memo",
    ]


def test_an_inserted_prose_cell_renames_no_other_cell(tiny_text, tiny_source):
    before = ids(tiny_source(tiny_text))
    mark = '# %% exercise="half"'
    after = ids(tiny_source(tiny_text.replace(mark, f"# %% [markdown]\n# A remark.\n\n{mark}")))
    assert [name for name in after if name in before] == before
    assert len(after) == len(before) + 1


def test_a_changed_exercise_keeps_its_id(tiny_text, tiny_source):
    before = ids(tiny_source(tiny_text))
    assert ids(tiny_source(tiny_text.replace("return 2 * x", "return x + x"))) == before


def test_the_grade_id_of_a_cell_is_its_id(tiny):
    for cell in cells(tiny.assignment):
        if "nbgrader" in cell["metadata"]:
            assert cell["metadata"]["nbgrader"]["grade_id"] == cell["id"]


def test_the_student_notebook_holds_no_solution_and_no_marker(tiny):
    text = tiny.assignment.read_text(encoding="utf-8")
    assert "return 2 * x" not in text
    assert "sample answer" not in text
    assert not re.search(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS)", text)
    assert "hidden=True" not in text


def test_the_source_notebook_holds_both(tiny):
    text = nbformat.writes(release.source_notebook(parse(tiny.source)))
    assert "return 2 * x" in text
    assert "hidden=True" in text


def test_the_student_notebook_has_no_outputs_and_no_counts(tiny):
    code = [cell for cell in cells(tiny.assignment) if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)


def test_an_exercise_keeps_its_contract_and_becomes_a_stub(tiny):
    (cell,) = [cell for cell in cells(tiny.assignment) if cell["id"] == "double"]
    text = "".join(cell["source"])
    assert text.startswith('def double(x):\n    """Twice x.')
    assert "\n    raise NotImplementedError" in text
    namespace = {}
    exec(compile(text, "double", "exec"), namespace)
    with pytest.raises(NotImplementedError):
        namespace["double"](1)


def test_points_of_check_cells_and_memo_are_those_of_the_source(tiny):
    source = parse(tiny.source)
    expected = [cell.points for cell in source.cells if cell.kind in (Kind.CHECK, Kind.MEMO)]
    found = [
        cell["metadata"]["nbgrader"]["points"]
        for cell in cells(tiny.assignment)
        if cell["metadata"].get("nbgrader", {}).get("grade")
    ]
    assert found == expected == [30, 30, 10, 10, 20]


def test_the_metadata_of_the_notebook_names_a_kernel_and_no_version(tiny):
    document = json.loads(tiny.assignment.read_text(encoding="utf-8"))
    assert document["metadata"]["kernelspec"]["name"] == "python3"
    assert document["metadata"]["language_info"] == {"name": "python"}


def test_an_up_to_date_notebook_is_left_alone(tiny):
    before = tiny.assignment.stat().st_mtime_ns
    assert release.build(tiny.slug)
    assert tiny.assignment.stat().st_mtime_ns == before


def test_a_changed_notebook_is_noticed_and_made_again(tiny):
    good = tiny.assignment.read_bytes()
    tiny.assignment.write_bytes(good + b" ")
    assert not release.is_built(tiny.slug)
    assert not release.build(tiny.slug)
    assert tiny.assignment.read_bytes() == good


def test_a_new_build_is_seen_by_whoever_asks_for_points(tiny, tiny_text):
    assert course.points(tiny.slug, "half", hidden=False) == 10
    text = tiny_text.replace('"half" points=10', '"half" points=15')
    text = text.replace('"half" hidden=true points=10', '"half" hidden=true points=5')
    tiny.source.write_text(text, encoding="utf-8")
    release.build(tiny.slug)
    assert course.points(tiny.slug, "half", hidden=False) == 15


def test_what_nbgrader_refuses_is_a_course_error_with_its_log(tiny, monkeypatch):
    make = release.source_notebook

    def twice(source):
        notebook = make(source)
        notebook.cells.append(nbformat.from_dict(notebook.cells[-1] | {"id": "copy"}))
        return notebook

    monkeypatch.setattr(release, "source_notebook", twice)
    with pytest.raises(CourseError, match=r"(?s)nbgrader refuses w98_tiny.*Duplicate grade id"):
        release.student_notebook(tiny.slug)
