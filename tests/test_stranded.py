"""What leaves a student without help is said in one sentence, in the notebook as when graded."""

import bdb
import os
import shutil
import signal
import socket
import subprocess
import sys
import textwrap

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from autograder import batch, learner
from autograder.as_graded import AsGraded
from autograder.collect import Handed
from autograder.errors import NotebookError
from autograder.notebook import read_document
from autograder.stranded import NobodyThere, behind, in_place_of
from autograder.unfinished import stopped_with

from .conftest import SLUG, set_limits

BREAKPOINT = "stopped at a breakpoint (`breakpoint()` or `set_trace()`); take it out"
INPUT = "stopped where it waits for a person to type (`input()`); nobody is there"
CONFLICT = "holds the marks of a git conflict; keep one of the two versions"
SANDBOX = "when graded, code starts no other processes"

BOTH = {
    "breakpoint in a function": ("def double(x):\n    breakpoint()\n    return x\n", BREAKPOINT),
    "pdb": ("import pdb\n\ndef double(x):\n    pdb.set_trace()\n    return 2 * x\n", BREAKPOINT),
    "pdb in a cell": (
        "import pdb\npdb.set_trace()\ndef double(x):\n    return 2 * x\n", BREAKPOINT,
    ),
    "input in a function": ("def double(x):\n    return int(input('n? '))\n", INPUT),
    "input in a cell": ("n = input('n? ')\n\ndef double(x):\n    return 2 * x\n", INPUT),
    "a conflict": (
        "<<<<<<< HEAD\ndef double(x):\n    return 2\n=======\ndef double(x):\n    return 3\n"
        ">>>>>>> other\n",
        CONFLICT,
    ),
    "a conflict within": (
        "def double(x):\n<<<<<<< HEAD\n    return 2\n=======\n    return 3\n>>>>>>> other\n",
        CONFLICT,
    ),
    "a recursion": ("def double(x):\n    return double(x) + 1\n", "an endless recursion?"),
    "an object of Arrow's": (
        "import pyarrow\n\ndef double(x):\n    return pyarrow.scalar(4)\n",
        "which is Arrow's own; convert it",
    ),
    "a loop in a cell": (
        "while True:\n    pass\n\ndef double(x):\n    return 2 * x\n", "took longer than 2 s",
    ),
    "a pool": (
        "from multiprocessing import Pool\n\ndef double(x):\n    with Pool(2) as pool:\n"
        "        return pool.map(abs, [x])\n",
        SANDBOX,
    ),
    "a command": (
        "import subprocess\n\ndef double(x):\n    subprocess.run(['true'])\n    return 2 * x\n",
        SANDBOX,
    ),
    "the network": (
        "import urllib.request\n\ndef double(x):\n"
        "    urllib.request.urlopen('http://example.invalid')\n",
        "when graded, code reaches no network",
    ),
    "a process that is spawned": (
        "import multiprocessing\n\ndef double(x):\n"
        "    process = multiprocessing.get_context('spawn').Process(target=print)\n"
        "    process.start()\n    process.join()\n    return 2 * x\n",
        SANDBOX,
    ),
    "a process in a cell": (
        "import subprocess\nsubprocess.run(['true'])\ndef double(x):\n    return 2 * x\n",
        SANDBOX,
    ),
}  # fmt: skip
"""What a student wrote, and what they read of it: in `mlsd check` and from the judge."""

GRADED = {
    "a file elsewhere": (
        "def double(x):\n    open('/etc/mine', 'w')\n", "writes files in its own folder",
    ),
}  # fmt: skip


def said(outcomes):
    return {o.message for cell in outcomes if cell.exercise == "double" for o in cell.outcomes}


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="Windows has no signal for a clock")
@pytest.mark.parametrize("name", BOTH)
def test_mlsd_check_says_it_in_a_sentence(tiny, name):
    set_limits(tiny, cell_seconds=2, call_seconds=2)
    code, expected = BOTH[name]
    tiny.solve(tiny.work, double=code)
    found = said(learner.check(SLUG))
    assert any(expected in message for message in found), found
    assert not any("Opaque" in message or "BdbQuit" in message for message in found)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the sandbox needs Linux")
def test_the_judge_says_it_in_the_same_words(tiny, tmp_path):
    set_limits(tiny, cell_seconds=2, call_seconds=2)
    settings = batch.Settings(slug=SLUG, out=tmp_path / "out", tier=batch.strongest_tier())
    grader = batch.Grader(settings)
    try:
        for name, (code, expected) in (BOTH | GRADED).items():
            path = tiny.solve(tmp_path / f"{SLUG}.ipynb", double=code)
            report = grader.work(Handed("ada", path))
            cells = [cell for cell in report.cells if cell.grade_id == "double-checks"]
            found = {outcome.message for cell in cells for outcome in cell.outcomes}
            assert any(expected in message for message in found), (name, found)
            assert not any("SubmissionRaised" in message for message in found)
    finally:
        grader.close()


@pytest.mark.parametrize("name", ["a pool", "a command", "the network"])
def test_the_notebook_says_it_in_the_same_words(tiny, name):
    from IPython.core.interactiveshell import InteractiveShell

    code, expected = BOTH[name]
    shell = InteractiveShell()
    shell.run_cell("from autograder import checker\ncheck = checker('w98_tiny')")
    shell.run_cell(code)
    table = shell.run_cell("check('double')").result
    assert float(table) == 0
    assert any(expected in outcome.message for outcome in table.outcome.outcomes)


def test_a_process_that_a_cell_of_ones_own_starts_is_told_before_it_is_handed_in(tiny):
    handed = tiny.solve(tiny.work, double="def double(x):\n    return 2 * x\n")
    notebook = nbformat.read(handed, as_version=4)
    cells = ("from multiprocessing import Pool\npool = Pool(2)", "1 / 0", "%%bash\nls\nls", "!ls .")
    notebook.cells[1:1] = [new_code_cell(text) for text in cells]
    nbformat.write(notebook, handed)
    said = []
    learner.check(SLUG, notice=said.append)
    pool, bash, line = said
    assert pool.startswith("A cell of your own (cell 2 of the notebook) stopped with Permission")
    assert f"; {SANDBOX}" in pool
    assert bash.startswith("A shell command, `ls`, was skipped in a cell of your own")
    assert line.startswith("A shell command, `ls .`, was skipped in a cell of your own")


def test_processes_are_refused_while_an_answer_runs_and_afterwards_as_before():
    usual = (os.system, subprocess.Popen._execute_child, socket.getaddrinfo)
    with AsGraded():
        with pytest.raises(PermissionError), AsGraded():
            subprocess.run([sys.executable, "--version"], check=False)
        with pytest.raises(PermissionError):
            os.popen("true")
        with pytest.raises(OSError, match="name resolution"):
            socket.create_connection(("localhost", 1))
        assert os.system("true") != 0
    assert usual == (os.system, subprocess.Popen._execute_child, socket.getaddrinfo)


def test_joblib_may_start_what_it_does_without_when_graded():
    names = {"__name__": "joblib.parallel", "sys": sys, "subprocess": subprocess}
    exec("def work():\n    return subprocess.call([sys.executable, '-c', 'exit(7)'])", names)
    with AsGraded():
        assert names["work"]() == 7


def test_nobody_is_asked_while_a_check_runs_and_afterwards_as_before():
    before = __builtins__["input"] if isinstance(__builtins__, dict) else __builtins__.input
    with pytest.raises(EOFError), NobodyThere():
        input("n? ")
    with pytest.raises(bdb.BdbQuit), NobodyThere():
        breakpoint()
    assert input is before


def test_an_error_that_speaks_for_itself_stays_as_it_is():
    for names, text in ((["ValueError"], "no"), (["SyntaxError"], "bad"), (["EOFError"], "cut")):
        assert in_place_of(names, f"{names[0]}: {text}", "x = 1 << 7") == ""
        assert behind(names, f"{names[0]}: {text}") == ""
    assert stopped_with("ValueError: no", "<<<<<<< HEAD") == "stopped with ValueError: no"


def test_a_file_in_conflict_says_so_with_its_line(tmp_path):
    path = tmp_path / "w.ipynb"
    path.write_text('{\n "cells": [\n<<<<<<< HEAD\n {}\n=======\n>>>>>>> other\n ]}\n')
    with pytest.raises(NotebookError) as problem:
        read_document(path)
    assert str(problem.value) == (
        f"{path}: holds the marks of a git conflict (line 3: `<<<<<<< HEAD`); take one of the two "
        "versions whole, with 'git checkout --ours w.ipynb' or '--theirs', and add it again."
    )


def test_an_interrupted_check_is_one_sentence_in_the_notebook(tiny, capsys):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.run_cell("from autograder import checker\ncheck = checker('w98_tiny')")
    shell.run_cell("def double(x):\n    raise KeyboardInterrupt")
    capsys.readouterr()
    shell.run_cell("check('double')")
    shown = capsys.readouterr()
    text = (shown.out + shown.err).strip()
    assert text == (
        "The check of double was interrupted. If it took too long, look for a loop or a recursion "
        "that does not end; then run this cell again."
    )


FALLS = """\
    import os, signal, sys
    from autograder import checker

    check = checker("w98_tiny")

    def double(x):
        if sys.argv[1] == "fall":
            os.kill(os.getpid(), signal.SIGSEGV)
        return 2 * x

    print(float(check("double")))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_kernel_that_a_check_brought_down_is_spoken_of_at_the_next_check(tiny, tmp_path):
    shutil.copytree(tiny.root / "checks", tiny.root / "autograder" / "checks")
    notes = tmp_path / "notes"
    notes.mkdir()

    def run(how):
        command = [sys.executable, "-c", textwrap.dedent(FALLS), how]
        env = os.environ | {"MLSD_COURSE": str(tiny.root), "TMPDIR": str(notes)}
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    assert run("").stdout == "30.0\n"
    fallen = run("fall")
    assert (fallen.returncode, fallen.stdout) == (-signal.SIGSEGV, "")
    told = run("").stdout
    assert told.startswith("The kernel ended during the last check, of double. If you did not")
    assert "a recursion without end" in told
    assert told.endswith("\n30.0\n")
    assert run("").stdout == "30.0\n"
    assert not list(notes.iterdir())


COMES_DOWN = """\
    import os, signal, sys
    from autograder.cli.last_words import last_words

    with last_words("brought down{place}.\\n") as tell:
        tell(" at the start")
        tell(" after double")
        if sys.argv[1] == "die":
            os.kill(os.getpid(), signal.SIGSEGV)
        if sys.argv[1] == "raise":
            raise SystemExit(3)
    print("ended")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(
    ("how", "code", "out", "err"),
    [
        ("die", -signal.SIGSEGV, "", "brought down after double.\n"),
        ("raise", 3, "", ""),
        ("end", 0, "ended\n", ""),
    ],
)
def test_a_process_that_is_brought_down_leaves_a_line(how, code, out, err):
    script = textwrap.dedent(COMES_DOWN)
    run = subprocess.run(
        [sys.executable, "-c", script, how], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (code, out, err)
