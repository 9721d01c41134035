"""`check("...")` in a real kernel: a table to read, a float for nbgrader, and silence on stderr."""

import html
import os
import re
import sys

import pytest
from jupyter_client.manager import KernelManager

SETUP = """
import sys
from pathlib import Path
from autograder import course, release
course.ROOT = Path({root!r})
course.CHECKS = course.ROOT / "checks"
from autograder import checker
check = checker("w98_tiny")
"""

OUTER = """
import logging, os, sys, warnings
logging.basicConfig()
early = logging.getLogger("early")
err = sys.stderr
"""


class Reply:
    """What one cell gave: its result in every form, what it printed, and its error."""

    def __init__(self):
        self.data = {}
        self.streams = {"stdout": "", "stderr": ""}
        self.error = ""
        self.traceback = ""

    @property
    def score(self):
        return float(self.data["text/plain"])

    @property
    def html(self):
        return self.data["text/html"]

    @property
    def text(self):
        return html.unescape(re.sub(r"<[^>]*>", "", self.html))


class Notebook:
    """A running kernel."""

    def __init__(self, client):
        self.client = client

    def run(self, code):
        reply = Reply()
        self.client.execute_interactive(
            code, timeout=60, allow_stdin=False, output_hook=lambda message: take(reply, message)
        )
        return reply

    def define(self, body):
        """Define `double(x)` with a body; fresh definitions each time."""
        reply = self.run("def double(x):\n    " + body.replace("\n", "\n    "))
        assert not reply.error


def take(reply, message):
    content = message["content"]
    match message["msg_type"]:
        case "execute_result":
            reply.data = content["data"]
        case "stream":
            reply.streams[content["name"]] += content["text"]
        case "error":
            reply.error = f"{content['ename']}: {content['evalue']}"
            reply.traceback = "\n".join(content["traceback"])


@pytest.fixture(scope="module")
def kernel(tmp_path_factory, built_course):
    """One kernel for the module, with the tiny week in the place of the course."""
    home = tmp_path_factory.mktemp("kernel")
    names = ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR")
    manager = KernelManager(kernel_name="python3")
    manager.connection_file = str(home / "connection.json")
    manager.kernel_spec.argv[0] = sys.executable
    manager.start_kernel(
        cwd=str(home),
        env=os.environ | dict.fromkeys(names, str(home)) | {"PYDEVD_DISABLE_FILE_VALIDATION": "1"},
    )
    client = manager.blocking_client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=60)
        notebook = Notebook(client)
        assert not notebook.run(OUTER).error
        assert not notebook.run(SETUP.format(root=str(built_course))).error
        yield notebook
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.cleanup_resources()
        client.context.destroy()


@pytest.fixture
def notebook(kernel):
    """The kernel, without a definition of an earlier test."""
    kernel.run("globals().pop('double', None)")
    return kernel


def test_a_check_cell_ends_in_a_plain_float(notebook):
    notebook.define("return 2 * x")
    assert notebook.run('check("double")').data["text/plain"] == "30.0"


def test_part_of_the_checks_earns_part_of_the_points(notebook):
    notebook.define("return 4 if x == 2 else None")
    assert notebook.run('check("double")').score == 10


def test_a_wrong_answer_earns_nothing_and_says_why(notebook):
    notebook.define("return 3 * x")
    reply = notebook.run('check("double")')
    assert reply.score == 0
    for word in ("0 of 2 checks passed", "Twice two is four.", "double(2)", "expected", "got", "6"):
        assert word in reply.text


def test_the_table_shows_what_the_student_s_code_said_without_running_it(notebook):
    notebook.define("return '<script>alert(1)</script>'")
    reply = notebook.run('check("double")')
    assert "<script" not in reply.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in reply.html


def test_the_table_escapes_the_text_of_an_error(notebook):
    notebook.define("raise ValueError('<img src=x onerror=alert(1)>')")
    reply = notebook.run('check("double")')
    assert "<img" not in reply.html
    assert "ValueError: &lt;img" in reply.html


@pytest.mark.parametrize(
    "noise",
    [
        "import warnings; warnings.warn('loud', stacklevel=1)",
        "import numpy; numpy.float64(1) / 0",
        "early.warning('loud')",
        "import logging; logging.warning('loud')",
        "import logging; logging.getLogger('late').error('loud')",
        "print('loud', file=sys.stderr)",
        "print('loud', file=err)",
        "sys.stderr.write('loud'); sys.stderr.flush()",
        "err.writelines(['loud']); err.flush()",
        "print('loud')",
        "raise ValueError('loud')",
    ],
)
def test_a_check_is_silent_whatever_the_function_does(notebook, noise):
    notebook.define(f"{noise}\nreturn 2 * x")
    reply = notebook.run('check("double")')
    assert reply.streams == {"stdout": "", "stderr": ""}
    assert reply.score == (0 if noise.startswith("raise") else 30)


def test_what_is_printed_outside_of_a_check_is_still_seen(notebook):
    notebook.define("return 2 * x")
    notebook.run('check("double")')
    reply = notebook.run("print('seen')\nprint('also', file=sys.stderr)\nearly.warning('logged')")
    assert reply.streams["stdout"] == "seen\n"
    assert "also\n" in reply.streams["stderr"]
    assert "logged" in reply.streams["stderr"]


def test_not_defined_still_a_stub_and_raised_read_differently(notebook):
    missing = notebook.run('check("double")').text
    notebook.define("raise NotImplementedError")
    stub = notebook.run('check("double")').text
    notebook.define("raise KeyError('x')")
    raised = notebook.run('check("double")').text
    assert "not defined" in missing
    assert "Run the cell that defines it" in missing
    assert "not written yet" in stub
    assert "is not written yet" in stub
    assert "raised an error" in raised
    assert "KeyError: 'x'" in raised


def test_a_function_that_does_not_exist_yet_gives_one_row_not_one_for_each_check(notebook):
    assert notebook.run('check("double")').html.count("<tr>") == 1


def test_an_error_that_every_check_meets_gives_one_row_that_says_so(notebook):
    notebook.define("return {}['x']")
    reply = notebook.run('check("double")')
    assert reply.html.count("<tr>") == 1
    assert "The same for 1 more check." in reply.text
    assert "0 of 2 checks passed" in reply.text
    hidden = notebook.run('check("double", hidden=True)')
    assert "The same" not in hidden.text


def test_an_error_names_the_line_of_the_cell(notebook):
    notebook.define("y = x\nreturn y.missing")
    assert "(line 3 of the cell, in double)" in notebook.run('check("double")').text


def test_hidden_checks_show_their_criteria_and_nothing_of_their_inputs(notebook):
    notebook.define("return x")
    reply = notebook.run('check("double", hidden=True)')
    assert reply.score == 0
    assert "0 of 1 hidden check passed" in reply.text
    assert "Twice any number." in reply.text
    assert not re.search(r"double\(\d|expected|got|differ", reply.text)


def test_hidden_checks_do_not_show_the_error_of_the_function(notebook):
    notebook.define("raise ValueError(x)")
    reply = notebook.run('check("double", hidden=True)')
    assert "raised an error" in reply.text
    assert "ValueError" not in reply.text


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("'duoble'", "'duoble'. Did you mean 'double'?"),
        ("'none'", "'none'."),
        ("len", "'len'."),
        ("3", "'3'."),
        ("", "''."),
    ],
)
def test_an_unknown_exercise_is_one_message_and_no_traceback(notebook, key, said):
    reply = notebook.run(f"check({key})")
    assert reply.traceback == f"w98_tiny has no exercise {said} Its exercises: double, half."
    assert reply.error == f"CourseError: {reply.traceback}"
    assert reply.streams == {"stdout": "", "stderr": ""}


def test_the_function_itself_will_do_for_its_key(notebook):
    notebook.define("return 2 * x")
    assert notebook.run("check(double)").score == 30


def test_an_unknown_week_is_one_message_and_no_traceback(notebook):
    reply = notebook.run('checker("w97_none")')
    assert reply.error == f"CourseError: {reply.traceback}"
    assert reply.traceback.startswith("There is no week called 'w97_none'.")


def test_the_variables_of_the_notebook_are_left_alone(notebook):
    notebook.define("return 2 * x")
    before = notebook.run("sorted(k for k in globals() if not k.startswith('_'))").data
    notebook.run('check("double")')
    assert notebook.run("sorted(k for k in globals() if not k.startswith('_'))").data == before


def test_the_first_call_that_failed_can_be_made_again(notebook):
    notebook.define("return 4 if x == 2 else None")
    assert "to try again: double(*check.failed_call.args)" in notebook.run('check("double")').text
    assert notebook.run("check.failed_call.args").data["text/plain"] == "('ab',)"
    assert notebook.run("double(*check.failed_call.args)").data == {}


def test_the_failed_call_is_a_copy(notebook):
    notebook.define("return None")
    notebook.run('check("double")')
    assert notebook.run("check.failed_call is check.failed_call").data["text/plain"] == "False"


def test_there_is_no_failed_call_once_all_is_right_nor_of_hidden_checks(notebook):
    notebook.define("return None")
    notebook.run('check("double")')
    hidden = notebook.run('check("double", hidden=True)')
    assert "failed_call" not in hidden.html
    assert notebook.run("check.failed_call is None").data["text/plain"] == "True"
    notebook.run('check("double")')
    notebook.define("return 2 * x")
    assert "failed_call" not in notebook.run('check("double")').html
    assert notebook.run("check.failed_call is None").data["text/plain"] == "True"


def test_the_table_shows_code_where_we_wrote_it_and_not_where_a_student_did(notebook):
    notebook.run("globals().pop('double', None)")
    assert "<code>double</code> is not defined" in notebook.run('check("double")').html
    notebook.define("raise ValueError('`x`')")
    assert "ValueError: `x`" in notebook.run('check("double")').html


def test_the_result_can_be_used_as_a_number(notebook):
    notebook.define("return 2 * x")
    assert notebook.run('float(check("double"))').data["text/plain"] == "30.0"


def test_a_failed_call_of_a_method_shows_what_it_was_given():
    from autograder.inline import CheckTable
    from autograder.report import CellOutcome
    from autograder.submission import Call

    shown = CheckTable(CellOutcome("naive", False, 1, ()), Call("system.ingest", ([],), {}))
    text = re.sub(r"<[^>]*>", "", shown._repr_html_())
    assert "What the first call that failed was given: check.failed_call.args" in text
    assert "to try again" not in text
