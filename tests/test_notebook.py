"""A submission is read whatever state it is in, and run so that a failure costs little."""

import json
import sys

import pytest

from autograder.errors import NotebookError
from autograder.local_run import quiet, run_locally
from autograder.notebook import read_cells
from autograder.submission import NotDefined

CELL = {"cell_type": "code", "source": "x = 1", "metadata": {}}


def notebook(*cells):
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def save(tmp_path, monkeypatch):
    """Write a file: bytes as they are, cells or anything else as JSON."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])

    def write(content, name="a.ipynb"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return write


@pytest.fixture
def run(save):
    """Run a notebook of the given code cells."""

    def run_cells(*sources):
        cells = [{"cell_type": "code", "source": source} for source in sources]
        return run_locally(save(notebook(*cells)))

    return run_cells


GOOD = json.dumps(notebook(CELL))
DAMAGED = {
    "an empty file": (b"", "file is empty"),
    "text": (b"print(1)", "not JSON"),
    "half a notebook": (GOOD[:40].encode(), "not JSON"),
    "UTF-16 with a mark": (GOOD.encode("utf-16"), "is not UTF-8 text"),
    "UTF-16 without a mark": (GOOD.encode("utf-16-le"), "not JSON"),
    "Latin-1": (GOOD.replace("x = 1", "'\xe9'").encode("latin-1"), "is not UTF-8 text"),
    "binary": (bytes(range(256)), "is not UTF-8 text"),
    "JSON that is a list": (b"[]", "no list of cells"),
    "JSON that is a number": (b"3", "no list of cells"),
    "JSON that is null": (b"null", "no list of cells"),
    "no cells": (b"{}", "no list of cells"),
    "cells that are an object": (b'{"cells": {"a": 1}}', "no list of cells"),
    "cells that are text": (b'{"cells": "abc"}', "no list of cells"),
    "an old notebook": (b'{"worksheets": [{"cells": []}], "nbformat": 3}', "no list of cells"),
    "a number of 5000 digits": (b'{"cells": [' + b"1" * 5000 + b"]}", "not JSON"),
    "a hundred thousand brackets": (b"[" * 100_000, "nested too deeply"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_file_that_is_no_notebook_is_refused_with_the_reason(name, save):
    content, reason = DAMAGED[name]
    path = save(content)
    with pytest.raises(NotebookError, match=reason) as caught:
        read_cells(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(NotebookError, match="there is no such file"):
        read_cells(tmp_path / "a.ipynb")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(NotebookError, match="cannot be read"):
        read_cells(tmp_path)


def test_a_byte_order_mark_is_tolerated(save):
    assert len(read_cells(save(b"\xef\xbb\xbf" + GOOD.encode()))) == 1


def test_a_source_may_be_a_list_of_lines(save):
    (cell,) = read_cells(save(notebook(CELL | {"source": ["x = 1\n", "y = 2", None, 3]})))
    assert cell.source == "x = 1\ny = 2"


@pytest.mark.parametrize("cell", [None, 1, "x = 1", [], [CELL]])
def test_a_cell_that_is_none_is_left_out(cell, save):
    assert [c.source for c in read_cells(save(notebook(cell, CELL)))] == ["x = 1"]


@pytest.mark.parametrize(
    "part",
    [
        {"source": None}, {"source": 3}, {"source": {"a": 1}}, {"metadata": None},
        {"metadata": []}, {"metadata": {"nbgrader": "yes"}}, {"cell_type": None},
        {"metadata": {"nbgrader": {"grade_id": 7, "grade": "yes", "solution": []}}},
    ],
)  # fmt: skip
def test_a_cell_with_parts_of_the_wrong_type_is_read_as_far_as_possible(part, save):
    (cell,) = read_cells(save(notebook(CELL | part)))
    assert isinstance(cell.source, str)
    assert isinstance(cell.nbgrader, dict)
    assert isinstance(cell.grade_id, str)
    assert isinstance(cell.is_check, bool)
    run_locally(save(notebook(CELL | part)))


def test_an_empty_notebook_defines_nothing(run):
    with pytest.raises(NotDefined):
        run().f()


def test_functions_and_what_they_need_are_defined(run):
    assert run("import math\nSCALE = 2", "def f(x):\n    return SCALE * math.sqrt(x)").f(9) == 6


def test_a_cell_that_raises_costs_only_its_own_names(run):
    submission = run(
        "def f():\n    return 1", "1 / 0\n\ndef g():\n    return 2", "def h(): return 3"
    )
    assert (submission.f(), submission.h()) == (1, 3)
    with pytest.raises(NotDefined, match="stopped with ZeroDivisionError: division by zero"):
        submission.g()


def test_a_function_above_the_line_that_raises_is_kept(run):
    assert run("def f():\n    return 1\n\n1 / 0").f() == 1


def test_a_syntax_error_costs_only_its_own_names(run):
    submission = run("def f(:\n    pass\n\nasync def g(): pass\nclass H: pass", "def i(): return 1")
    assert submission.i() == 1
    for name in "fgH":
        with pytest.raises(NotDefined, match=f"`{name}` is not defined.*stopped with SyntaxError"):
            getattr(submission, name)


@pytest.mark.parametrize("above", ["", "\n  \n", "%matplotlib inline\n", "# a comment\n\n"])
def test_a_syntax_error_is_shown_with_its_line_of_the_cell(run, above):
    cell = above + "def f(items):\n    return items[[0\n"
    line = cell.splitlines().index("    return items[[0") + 1
    with pytest.raises(NotDefined) as caught:
        run(cell).f()
    assert "its cell stopped with SyntaxError: " in str(caught.value)
    assert str(caught.value).endswith(f" (line {line} of the cell: `return items[[0`).")


def test_an_error_that_cannot_be_printed_costs_only_its_own_names(run):
    submission = run(
        "class Bad(Exception):\n    def __str__(self): raise RuntimeError\nraise Bad\n\ndef f(): 1",
        "def g(): return 1",
    )
    assert submission.g() == 1
    with pytest.raises(NotDefined, match="stopped with Bad"):
        submission.f()


@pytest.mark.parametrize(
    "cell",
    [
        "raise SystemExit", "import sys; sys.exit(3)", "exit()", "quit()", "input('name? ')",
        "%nonsense", "%%nonsense\nabc", "?", "f?", "\ud800", "x = '\ud800'", "\0", "raise",
        "while True: break", "await nothing()", "return 1", "yield 1", "%matplotlib nonsense",
        "print('x' * 100000)", "import warnings; warnings.warn('noise')", "%%javascript\nalert()",
        "raise BaseException('stop')", "raise GeneratorExit", "del x", "%reset -f",
    ],
)  # fmt: skip
def test_no_cell_stops_the_ones_below(cell, run):
    assert run("x = 1", cell, "def f(): return 1").f() == 1


def test_magics_and_await_work_and_shell_lines_are_skipped(run):
    submission = run(
        "%%time\ndef f(): return 1",
        "here = !echo hello\ndef g(): return list(here)",
        "import asyncio\nslept = await asyncio.sleep(0, 'done')\ndef h(): return slept",
        "%timeit -n 1 -r 1 f()",
        "%matplotlib inline\ndef i(): return 2",
    )
    assert (submission.f(), submission.g(), submission.h()) == (1, [], "done")
    assert submission.i() == 2


def test_control_c_stops_the_run(run):
    with pytest.raises(KeyboardInterrupt):
        run("raise KeyboardInterrupt", "def f(): return 1")


def test_check_cells_are_not_run(save):
    check = CELL | {"source": "1 / 0\ndef f(): return 1", "metadata": {"nbgrader": {"grade": True}}}
    with pytest.raises(NotDefined, match="Run the cell"):
        run_locally(save(notebook(check))).f()


def test_markdown_and_raw_cells_are_not_run(save):
    cells = [CELL | {"source": "def f(): return 1", "cell_type": t} for t in ("markdown", "raw")]
    with pytest.raises(NotDefined):
        run_locally(save(notebook(*cells))).f()


def test_a_notebook_runs_in_its_own_folder(run, tmp_path):
    (tmp_path / "data.txt").write_text("7", encoding="utf-8")
    assert (
        run("with open('data.txt') as file: value = int(file.read())\ndef f(): return value").f()
        == 7
    )


def test_the_working_folder_is_as_before_even_after_a_change(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path.parent)
    run("import os; os.chdir('/')")
    assert tmp_path.parent.samefile(".")


def test_what_a_notebook_prints_is_not_seen(run, capfd):
    run("print('out')\nimport sys\nprint('err', file=sys.stderr)\n1 + 1\n1 / 0")
    assert capfd.readouterr() == ("", "")


def test_an_earlier_submission_stays_as_it_was(run):
    first = run("SCALE = 1\ndef f(): return SCALE")
    second = run("SCALE = 2\ndef f(): return SCALE")
    assert (first.f(), second.f()) == (1, 2)


def test_nothing_of_an_earlier_submission_is_left(run):
    run("def f(): return 1")
    with pytest.raises(NotDefined):
        run("pass").f()


def test_a_script_is_run_as_well(save):
    path = save(b"# %%\nimport math\n\ndef f(x):\n    return math.floor(x)\n", "a.py")
    assert run_locally(path).f(2.5) == 2


def test_a_script_that_raises_keeps_what_stands_above(save):
    submission = run_locally(save(b"def f(): return 1\n1 / 0\ndef g(): return 2\n", "a.py"))
    assert submission.f() == 1
    with pytest.raises(NotDefined, match="ZeroDivisionError"):
        submission.g()


def test_a_script_may_begin_with_a_byte_order_mark(save):
    assert run_locally(save(b"\xef\xbb\xbfdef f(): return 1\n", "a.py")).f() == 1


def test_a_script_that_is_no_text_or_not_there_is_refused(save, tmp_path):
    for path in (save(b"\xff\xfe", "a.py"), tmp_path / "b.py", tmp_path):
        with pytest.raises(NotebookError):
            run_locally(path)


def test_quiet_keeps_what_was_printed(capsys):
    with quiet() as said:
        print("out")
        print("err", file=sys.stderr)
    assert said.getvalue() == "out\nerr\n"
    assert capsys.readouterr().out == ""


def test_quiet_ends_with_an_error(capsys):
    with pytest.raises(KeyError), quiet():
        raise KeyError
    print("heard")
    assert capsys.readouterr().out == "heard\n"
