"""The command line: what it says, how it exits, and never a traceback."""

import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from autograder import cli, clock, course, learner
from autograder.cli import learn, terminal

from .conftest import set_limits

DOUBLE = "def double(x):\n    return 2 * x\n"
HALF = "def half(x):\n    return x / 2\n"
COMMANDS = sorted(typer.main.get_command(cli.app).commands)


@pytest.fixture
def mlsd(tiny, monkeypatch, capsys):
    """Run the command in this process; give its exit code, and what it printed."""
    monkeypatch.setattr(terminal.console, "width", 200)
    monkeypatch.setattr(terminal.errors, "width", 200)

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["mlsd", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return ended.value.code or 0, said.out, said.err

    return run


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_help_text_and_says_what_its_parameters_mean(command):
    result = CliRunner().invoke(cli.app, [command, "--help"], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    text = typer.main.get_command(cli.app).commands[command]
    assert text.help.strip().splitlines()[0] in " ".join(result.output.split())
    assert all(getattr(parameter, "help", None) for parameter in text.params)


def test_without_a_command_the_commands_are_listed():
    result = CliRunner().invoke(cli.app, [])
    assert all(command in result.output for command in COMMANDS)


@pytest.mark.parametrize("command", ["start", "check"])
def test_an_unknown_week_is_one_message_that_lists_the_weeks(mlsd, command):
    code, out, err = mlsd(command, "w77")
    assert code == 2
    assert out == ""
    assert err == "mlsd: There is no week called 'w77'. Landed weeks: w98_tiny.\n"


@pytest.mark.parametrize("slug", ["w8", "W98-tiny", "w98tin"])
@pytest.mark.parametrize("command", ["start", "check", "grade"])
def test_a_mistyped_week_is_asked_about(mlsd, command, slug):
    code, _, err = mlsd(command, slug, *(["folder"] if command == "grade" else []))
    assert code == 2
    assert f"no week called '{slug}'. Did you mean 'w98_tiny'? Landed weeks: w98_tiny." in err


@pytest.mark.parametrize(
    "words",
    [["strat"], ["check"], ["check", "w98", "--seed", "x"], ["check", "w98", "--seed", "-1"]],
)
def test_a_wrong_command_line_is_a_usage_error(mlsd, words):
    code, _, err = mlsd(*words)
    assert code == 2
    assert "Usage" in err


def test_start_copies_and_says_where(mlsd, tiny):
    code, out, _ = mlsd("start", "w98", "--no-open")
    assert code == 0
    assert "Copied to work/w98_tiny/w98_tiny.ipynb" in out
    assert tiny.work.exists()


def test_start_again_leaves_the_work_alone_and_says_so(mlsd, tiny):
    tiny.solve(tiny.work, double=DOUBLE)
    before = tiny.work.read_bytes()
    code, out, _ = mlsd("start", "w98_tiny", "--no-open")
    assert code == 0
    assert "Your work is in work/w98_tiny/w98_tiny.ipynb" in out
    assert tiny.work.read_bytes() == before


def test_start_opens_jupyterlab_with_the_notebook(mlsd, tiny, monkeypatch):
    called = []
    result = subprocess.CompletedProcess([], 3)
    monkeypatch.setattr(
        learn.subprocess, "run", lambda command, check: called.append(command) or result
    )
    code, out, _ = mlsd("start", "w98")
    assert code == 3
    (command,) = called
    assert command[:3] == [sys.executable, "-m", "jupyterlab"]
    assert f"--ServerApp.root_dir={course.ROOT}" in command
    assert command[-1] == str(tiny.work)
    assert f"Starting JupyterLab: {shlex.join(command)}\n" in out


@pytest.mark.parametrize(("user", "said"), [(0, True), (1000, False)])
def test_root_whom_jupyterlab_refuses_starts_it_with_the_option_it_asks_for(
    mlsd, monkeypatch, user, said
):
    called = []
    result = subprocess.CompletedProcess([], 0)
    monkeypatch.setattr(
        learn.subprocess, "run", lambda command, check: called.append(command) or result
    )
    monkeypatch.setattr(learn.os, "geteuid", lambda: user, raising=False)
    mlsd("start", "w98")
    assert ("--allow-root" in called[0]) is said
    _, out, _ = mlsd("start", "w98", "--no-open")
    assert ("jupyter lab --allow-root work" in out) is said


def test_check_of_a_week_that_is_not_started_says_what_to_do(mlsd):
    code, _, err = mlsd("check", "w98")
    assert code == 2
    assert "run 'mlsd start w98_tiny' first" in err


def test_check_of_solved_exercises_succeeds(mlsd, tiny):
    tiny.solve(tiny.work, double=DOUBLE, half=HALF)
    code, out, _ = mlsd("check", "w98")
    assert code == 0
    assert "40 of 40 points" in out
    assert "The hidden checks are worth 40 more: add --hidden" in out


def test_check_with_hidden_checks_counts_all_points(mlsd, tiny):
    tiny.solve(tiny.work, double=DOUBLE, half=HALF)
    code, out, _ = mlsd("check", "w98", "--hidden")
    assert code == 0
    assert "80 of 80 points" in out
    assert "add --hidden" not in out


def test_check_of_a_wrong_answer_fails_and_says_why(mlsd, tiny):
    tiny.solve(tiny.work, double=DOUBLE, half="def half(x):\n    return x\n")
    code, out, _ = mlsd("check", "w98")
    assert code == 1
    assert "half checks: 0 of 10 points" in out
    assert "✗ Half of one is 0.5." in out
    assert "called   half(1)" in out
    assert "expected 0.5" in out
    assert "got      1" in out


@pytest.mark.parametrize("width", [40, 80])
def test_lines_that_are_too_long_go_on_below_their_beginning(mlsd, tiny, monkeypatch, width):
    tiny.solve(tiny.work, double=DOUBLE, half="def half(x):\n    return list(range(99))\n")
    path = tiny.checks / "half" / "test_public.py"
    long = "Half of one is " + "very nearly " * 20
    text = path.read_text().replace("Half of one is 0.5.", f"{long}\n\n    {long}\n    ")
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(terminal.console, "width", width)
    _, out, _ = mlsd("check", "w98")
    lines = out[out.index("✗") - 2 : out.index("\n\n", out.index("✗"))].splitlines()
    assert max(map(len, lines)) <= width
    for indent in ("    ", "      "):
        words = (f"{indent}very", f"{indent}nearly")
        assert len([line for line in lines if line.startswith(words)]) > 2
    after = lines[[line.startswith("      got ") for line in lines].index(True) + 1 :]
    assert after
    assert all(line.startswith(" " * 15) for line in after)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return [x]", None),
        ("return {}['x']", "KeyError: 'x' (line 2 of the cell, in double)"),
        ("return None", None),
    ],
)
def test_check_says_once_what_every_check_would_say(mlsd, tiny, body, said):
    tiny.solve(tiny.work, double=f"def double(x):\n    {body}\n", half=HALF)
    _, out, _ = mlsd("check", "w98")
    assert "double checks: 0 of 30 points" in out
    assert out.count("The same for 1 more check.") == (1 if said else 0)
    assert said is None or out.count(said) == 1


def test_check_says_once_that_an_array_is_missing(mlsd, tiny):
    path = tiny.checks / "double" / "test_public.py"
    path.write_text(
        path.read_text()
        .replace("assert_same(submission.double(2), 4)", "is_a(submission.double(2), list)")
        .replace('assert_same(submission.double("ab"), "abab")', "is_a(submission.double(1), list)")
        .replace("import assert_same", "import is_a, assert_same"),
        encoding="utf-8",
    )
    tiny.solve(tiny.work, double="def double(x):\n    return (x, x)\n", half=HALF)
    _, out, _ = mlsd("check", "w98")
    assert out.count("The result is a tuple, not a list.") == 1
    assert out.count("called   double(") == 1
    assert "The same for 1 more check." in out


def test_check_says_of_a_stub_once_that_it_is_one(mlsd, tiny):
    tiny.solve(tiny.work)
    code, out, _ = mlsd("check", "w98")
    assert code == 1
    assert out.count("`double` is not written yet.") == 1


HALF_STOPPED = "def half(x):\n    raise KeyboardInterrupt\n"


@pytest.mark.parametrize("terminals", [(), ("console",), ("errors",), ("console", "errors")])
def test_results_are_printed_as_soon_as_they_are_there(mlsd, tiny, monkeypatch, terminals):
    monkeypatch.setenv("TERM", "xterm")  # in a dumb one rich draws no bar
    for name in terminals:
        monkeypatch.setattr(getattr(terminal, name), "_force_terminal", True)
        monkeypatch.setattr(getattr(terminal, name), "is_interactive", True)
    tiny.solve(tiny.work, double=DOUBLE, half=HALF_STOPPED)
    code, out, err = mlsd("check", "w98")
    assert code == 130
    assert "30 of 30 points" in out
    assert "Stopped. It was at half, in w98_tiny.\n" in err
    assert ("Checking" in out) is ("console" in terminals)
    assert ("Checking" in err) is (terminals == ("errors",))


def test_check_says_what_is_odd_before_any_result(mlsd, tiny):
    tiny.solve(
        tiny.work, imports="import math", double="def double(x):\n    return math.prod([2, x])\n"
    )
    _, out, _ = mlsd("check", "w98")
    assert out.startswith("! `math` is defined in a set-up cell")


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="Windows has no signal for a clock")
def test_check_says_of_an_endless_loop_that_it_was_stopped(
    mlsd, tiny, monkeypatch, processor_clock
):
    set_limits(tiny, call_seconds=0.3)
    monkeypatch.setattr(clock, "AGAIN_SECONDS", 0.1)
    tiny.solve(tiny.work, double="def double(x):\n    while True:\n        pass\n", half=HALF)
    code, out, _ = mlsd("check", "w98")
    assert code == 1
    assert "`double` ran for more than 0.3 s. An endless loop?" in out
    assert "10 of 10 points" in out


def test_text_of_a_submission_is_not_markup_and_not_a_control_code(mlsd, tiny):
    tiny.solve(
        tiny.work, double="def double(x):\n    raise ValueError('[red]a[/] [/b] \\x1b[2J')\n"
    )
    code, out, _ = mlsd("check", "w98")
    assert code == 1
    assert "ValueError: [red]a[/] [/b] \\x1b[2J" in out


DAMAGED = {
    "a missing file": None,
    "not JSON": b"hello",
    "UTF-16": "{}".encode("utf-16"),
    "a JSON list": b"[]",
    "no exercise of this week": b'{"cells": []}',
    "a markup-like text": b"[/red]",
}


@pytest.mark.parametrize("name", DAMAGED)
def test_check_of_a_damaged_file_is_one_message_with_its_name(mlsd, tmp_path, name):
    path = tmp_path / "mine.ipynb"
    if DAMAGED[name] is not None:
        path.write_bytes(DAMAGED[name])
    code, out, err = mlsd("check", "w98", path)
    assert code == 2
    assert out == ""
    assert err.startswith(f"mlsd: {path}: ")


def test_check_of_a_folder_is_one_message(mlsd, tmp_path):
    code, _, err = mlsd("check", "w98", tmp_path)
    assert code == 2
    assert "cannot be read" in err


def test_a_broken_check_is_reported_and_is_no_grade(mlsd, tiny):
    tiny.solve(tiny.work, double=DOUBLE, half=HALF)
    path = tiny.checks / "double" / "test_public.py"
    path.write_text(path.read_text().replace("assert_same(sub", "nowhere(sub"), encoding="utf-8")
    code, out, err = mlsd("check", "w98")
    assert code == 2
    assert "This check is broken (NameError" in out
    assert "this score is not a grade" in err


def test_a_check_file_that_does_not_import_is_one_message(mlsd, tiny):
    tiny.solve(tiny.work)
    (tiny.checks / "double" / "test_public.py").write_text("import nowhere\n", encoding="utf-8")
    code, _, err = mlsd("check", "w98")
    assert code == 2
    assert "The checks of w98_tiny cannot be imported" in err


def test_progress_shows_every_week(mlsd, tiny):
    code, out, _ = mlsd("progress")
    assert code == 0
    assert "not started" in out
    assert "mlsd start w98_tiny" in out
    tiny.solve(tiny.work, double=DOUBLE)
    code, out, _ = mlsd("progress")
    assert "60 of 80" in out
    assert "half" in out


def test_one_broken_notebook_does_not_hide_the_other_weeks(mlsd, tiny, monkeypatch):
    real = learner.progress

    def progress(slug):
        return real("w98") if slug == "w98_tiny" else learner.Progress(slug, "", started=False)

    monkeypatch.setattr(learner, "progress", progress)
    monkeypatch.setattr(course, "slugs", lambda: ("w97_other", "w98_tiny"))
    tiny.work.parent.mkdir(parents=True)
    for text, said in (("", "the file is empty"), ("<<<<<<< HEAD", "holds the marks of")):
        tiny.work.write_text(text)
        code, out, err = mlsd("progress")
        assert code == 1
        assert err == ""
        assert "mlsd start w97_other" in out
        assert f"w98_tiny: {tiny.work}: {said}" in out


@pytest.mark.parametrize("width", [80, 100, 120])
def test_a_command_in_the_table_of_progress_is_whole(mlsd, monkeypatch, width):
    weeks = [
        learner.Progress("w02_data_engineering", "Week 2. " + "Data, " * 9, started=False),
        learner.Progress(
            "w03_training_data", "Week 3. Labels", True, 80, 80, "reservoir-sample", True, 999
        ),
    ]
    monkeypatch.setattr(course, "slugs", lambda: (0, 1))
    monkeypatch.setattr(learner, "progress", lambda number: weeks[number])
    monkeypatch.setattr(terminal.console, "width", width)
    _, out, _ = mlsd("progress")
    assert "mlsd start w02_data_engineering" in out
    assert "mlsd check w03_training_data --hidden" in out
    assert max(map(len, out.splitlines())) <= width


def clone(folder):
    """Another clone of the course, or what looks like one."""
    (folder / "solutions").mkdir(parents=True)
    (folder / "autograder").mkdir()
    (folder / "autograder" / "course.py").touch()
    (folder / "work").mkdir()
    return folder


@pytest.mark.parametrize("below", ["", "work", "solutions"])
@pytest.mark.parametrize(
    "words", [["start", "w98", "--no-open"], ["progress"], ["build"], ["check", "w98"]]
)
def test_in_another_clone_nothing_is_written_to_this_one(
    mlsd, tiny, tmp_path, monkeypatch, words, below
):
    other = clone(tmp_path / "other")
    monkeypatch.chdir(other / below)
    code, out, err = mlsd(*words)
    assert (code, out) == (2, "")
    assert f"You are in the course of {other}, but this mlsd belongs to {tiny.root}" in err
    assert "run 'make install' there and activate its own environment" in err
    (other / ".venv" / "bin").mkdir(parents=True)
    assert f"source {other}/.venv/bin/activate" in mlsd(*words)[2]
    assert not tiny.work.exists()
    monkeypatch.setenv("MLSD_COURSE", str(tiny.root))
    assert "You are in" not in mlsd(*words)[2]


def test_help_and_doctor_work_in_another_clone(mlsd, tiny, tmp_path, monkeypatch):
    monkeypatch.chdir(clone(tmp_path / "other"))
    assert mlsd("start", "--help")[0] == 0
    monkeypatch.setattr("autograder.doctor._packages", lambda: iter(()))
    code, out, _ = mlsd("doctor")
    assert code == 1
    assert "✗ course folder: You are in the course of" in out


def test_a_course_folder_that_is_gone_is_named(mlsd, tiny, tmp_path, monkeypatch):
    tiny.root.rename(tmp_path / "renamed")
    code, _, err = mlsd("progress")
    assert code == 2
    assert err.startswith(f"mlsd: There is no course in {tiny.root}; if the folder was moved")
    monkeypatch.setenv("MLSD_COURSE", str(tiny.root))
    assert "(the variable MLSD_COURSE names it)" in mlsd("progress")[2]


def test_build_check_passes_when_everything_is_up_to_date(mlsd):
    code, out, _ = mlsd("build", "--check")
    assert code == 0
    assert out == "Everything is up to date.\n"


def test_build_check_detects_a_changed_notebook_and_changes_nothing(mlsd, tiny):
    changed = tiny.assignment.read_bytes() + b"\n"
    tiny.assignment.write_bytes(changed)
    code, out, err = mlsd("build", "--check")
    assert code == 2
    assert "out of date: assignments/w98_tiny/w98_tiny.ipynb" in out
    assert "Run 'mlsd build'" in err
    assert tiny.assignment.read_bytes() == changed


def test_build_check_detects_a_changed_source(mlsd, tiny, tiny_text):
    tiny.source.write_text(tiny_text.replace("Half of x", "Half of y"), encoding="utf-8")
    assert mlsd("build", "--check")[0] == 2


def test_build_mends_what_is_out_of_date(mlsd, tiny):
    good = tiny.assignment.read_bytes()
    tiny.assignment.unlink()
    code, out, _ = mlsd("build")
    assert code == 0
    assert out == "written: assignments/w98_tiny/w98_tiny.ipynb\n"
    assert tiny.assignment.read_bytes() == good
    assert mlsd("build", "--check")[0] == 0


def test_build_of_a_broken_source_names_file_and_line(mlsd, tiny, tiny_text):
    tiny.source.write_text(tiny_text.replace("points=20", "points=21"), encoding="utf-8")
    code, _, err = mlsd("build", "--check")
    assert code == 2
    assert err == f"mlsd: {tiny.source}:52: points add up to 101, not 100.\n"


def test_control_c_is_no_traceback(mlsd, monkeypatch):
    def interrupt(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(course, "slugs", interrupt)
    code, _, err = mlsd("progress")
    assert code == 130
    assert "Traceback" not in err


# As a command of its own


def command(*words, cwd):
    script = Path(sys.executable).with_name("mlsd")
    return subprocess.run(
        [script, *words], cwd=cwd, capture_output=True, text=True, check=False,
        env=os.environ | {"COLUMNS": "200", "NO_COLOR": "1"},
    )  # fmt: skip


def test_the_installed_command_works_in_any_folder(tmp_path):
    result = command("--help", cwd=tmp_path)
    assert result.returncode == 0
    assert "learn, check and grade" in result.stdout
    assert result.stderr == ""


def test_the_installed_command_reports_a_missing_notebook_without_a_traceback(tmp_path):
    result = command("check", "w01", "none.ipynb", cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.strip() == "mlsd: none.ipynb: there is no such file."


def test_help_and_start_import_nothing_that_takes_long(tiny):
    """A time is not asserted: the imports are what it is spent on."""
    code = (
        "import sys\n"
        "from autograder.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "slow = {'numpy', 'pandas', 'jupytext', 'nbformat', 'pytest', 'IPython', 'jsonschema'}\n"
        "assert not slow & set(sys.modules), slow & set(sys.modules)\n"
    )
    for words in (["--help"], ["start", "--no-open", "w98"]):
        run = subprocess.run(
            [sys.executable, "-c", code, *words],
            env=os.environ | {"MLSD_COURSE": str(tiny.root)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert run.returncode == 0, run.stderr
        assert "w98_tiny" in run.stdout or "Usage" in run.stdout
