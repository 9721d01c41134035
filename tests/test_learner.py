"""What a learner does: start a week, check it, see how far they are."""

import json
import signal
import threading

import nbformat
import pytest

from autograder import clock, learner
from autograder.errors import CourseError, NotebookError
from autograder.report import Verdict
from autograder.start import start

from .conftest import set_limits

DOUBLE = "def double(x):\n    return 2 * x\n"
HALF = "def half(x):\n    return x / 2\n"


def scores(outcomes):
    return {(cell.exercise, cell.hidden): cell.score for cell in outcomes}


def test_start_copies_the_notebook(tiny):
    assert start("w98") == (tiny.work, True)
    assert tiny.work.read_bytes() == tiny.assignment.read_bytes()


def test_start_never_overwrites(tiny):
    start("w98")
    tiny.work.write_text("my work", encoding="utf-8")
    assert start("w98") == (tiny.work, False)
    assert tiny.work.read_text(encoding="utf-8") == "my work"


def test_a_week_without_a_notebook_cannot_be_started(tiny):
    tiny.assignment.unlink()
    with pytest.raises(CourseError, match="run 'mlsd build'"):
        start("w98")
    assert not tiny.work.exists()


def test_an_untouched_notebook_earns_nothing(tiny):
    start("w98")
    outcomes = learner.check("w98", hidden=True)
    assert set(scores(outcomes).values()) == {0}
    assert {o.verdict for cell in outcomes for o in cell.outcomes} == {Verdict.STUB}


def test_a_solved_notebook_earns_everything(tiny):
    path = tiny.solve(tiny.work, double=DOUBLE, half=HALF)
    assert sum(scores(learner.check("w98", path, hidden=True)).values()) == 80


def test_hidden_checks_are_run_only_if_asked(tiny):
    tiny.solve(tiny.work, double=DOUBLE)
    assert scores(learner.check("w98")) == {("double", False): 30, ("half", False): 0}


def test_one_broken_cell_costs_its_own_exercise_only(tiny):
    tiny.solve(tiny.work, double="def double(x:\n", half=HALF)
    outcomes = learner.check("w98")
    assert scores(outcomes) == {("double", False): 0, ("half", False): 10}
    assert outcomes[0].outcomes[0].verdict is Verdict.NOT_DEFINED
    assert "SyntaxError" in outcomes[0].outcomes[0].message


def test_a_function_whose_name_is_misspelt_is_found(tiny):
    tiny.solve(tiny.work, double=DOUBLE.replace("double", "duoble"), half="hulf = 1\n")
    double, half = (cell.outcomes[0].message for cell in learner.check("w98"))
    assert double == (
        "`double` is not defined, but `duoble` is: is its name misspelt? "
        "Run the cell that defines it, then check again."
    )
    assert half == "`half` is not defined. Run the cell that defines it, then check again."


def test_a_name_given_to_a_result_below_its_checks_costs_nothing(tiny):
    tiny.solve(tiny.work, double=DOUBLE, half=HALF + "\ndouble = double(2)\n")
    assert scores(learner.check("w98")) == {("double", False): 30, ("half", False): 10}


def test_a_name_given_to_the_result_above_its_checks_is_the_learner_s_mistake(tiny):
    tiny.solve(tiny.work, double=DOUBLE + "\ndouble = double(2)\n", half=HALF)
    assert [o.verdict for o in learner.check("w98")[0].outcomes] == [Verdict.NOT_DEFINED] * 2


def test_a_script_can_be_checked(tiny, tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(DOUBLE, encoding="utf-8")
    assert scores(learner.check("w98", path)) == {("double", False): 30, ("half", False): 0}


def test_the_same_seed_gives_the_same_verdicts(tiny):
    tiny.solve(tiny.work, double="def double(x):\n    return 2 * x if x % 2 else 0\n")
    runs = [
        [o.verdict for c in learner.check("w98", hidden=True, seed=s) for o in c.outcomes]
        for s in (*range(8), *range(8))
    ]
    assert runs[:8] == runs[8:]
    assert any(run != runs[0] for run in runs)


def test_advance_is_called_for_every_check_cell(tiny):
    start("w98")
    calls = []
    learner.check("w98", advance=lambda: calls.append(1))
    assert len(calls) == 4


# The cells that grading runs, and what the others would have defined


def with_cells(path, *sources):
    """Put code cells of the learner's own at the beginning of a notebook."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[:0] = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(notebook, path)
    return path


def notices(slug="w98"):
    said = []
    learner.check(slug, notice=said.append)
    return said


TWICE = "def twice(x):\n    return 2 * x\n"
BY_TWICE = "def double(x):\n    return twice(x)\n"


def test_what_a_cell_of_the_learners_own_defines_is_there_as_in_grading(tiny):
    with_cells(tiny.solve(tiny.work, double=BY_TWICE, half=HALF), TWICE)
    assert scores(learner.check("w98")) == {("double", False): 30, ("half", False): 10}
    assert notices() == []


def test_what_a_cell_below_the_checks_defines_is_too_late_as_in_grading(tiny):
    path = tiny.solve(tiny.work, double=BY_TWICE, half=HALF)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(TWICE))
    nbformat.write(notebook, path)
    outcomes = learner.check("w98")
    assert scores(outcomes) == {("double", False): 0, ("half", False): 10}
    assert "name 'twice' is not defined" in outcomes[0].outcomes[0].message


def test_helpers_of_one_name_in_two_exercises_do_not_meet(tiny):
    help_ = "def help_(x):\n    return {}\n\n\n"
    tiny.solve(
        tiny.work,
        double=help_.format("2 * x") + "def double(x):\n    return help_(x)\n",
        half=help_.format("x / 2") + "def half(x):\n    return help_(x)\n",
    )
    outcomes = scores(learner.check("w98", hidden=True))
    assert [score for score in outcomes.values() if score == 0] == []


def test_a_check_of_ones_own_is_told(tiny):
    tiny.solve(tiny.work, double=DOUBLE, half="check = 3\n" + HALF)
    assert notices() == [
        "`check` is no longer the function of the set-up cell where half is checked: give your own "
        "another name, or the check cells of the notebook fail."
    ]


def test_a_name_added_to_the_set_up_cell_is_named_too(tiny):
    double = "def double(x):\n    return math.prod([2, x])\n"
    tiny.solve(tiny.work, imports="import math\nimport numpy as np\n", double=double)
    assert notices() == [
        "`math` is defined in a set-up cell, which grading runs as it was released; "
        "move it into the cell of double."
    ]


def test_what_is_odd_about_a_notebook_is_told(tiny):
    notebook = nbformat.read(tiny.solve(tiny.work, double=DOUBLE), as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.id != "half"]
    notebook.metadata["kernelspec"] = {"language": "R", "name": "ir", "display_name": "R"}
    nbformat.write(notebook, tiny.work)
    kernel, missing = notices()
    assert "kernel for R, not for Python" in kernel
    assert missing == "The cell 'half' is missing."


# Endless loops

ENDLESS = "def double(x):\n    while True:\n        pass\n"
needs_a_clock = pytest.mark.skipif(
    not hasattr(signal, "SIGALRM"), reason="Windows has no signal for a clock"
)


@pytest.fixture
def short_clock(tiny, monkeypatch, processor_clock):
    set_limits(tiny, cell_seconds=0.3, call_seconds=0.3)
    monkeypatch.setattr(clock, "AGAIN_SECONDS", 0.1)


@needs_a_clock
@pytest.mark.parametrize(
    "double",
    [
        ENDLESS,
        "def double(x):\n    while True:\n        try:\n            len([])\n"
        "        except Exception:\n            pass\n",
    ],
)
def test_an_endless_loop_is_stopped_and_costs_its_own_exercise_only(tiny, short_clock, double):
    tiny.solve(tiny.work, double=double, half=HALF)
    outcomes = learner.check("w98")
    assert scores(outcomes) == {("double", False): 0, ("half", False): 10}
    first, second = outcomes[0].outcomes
    assert {first.verdict, second.verdict} == {Verdict.TIMEOUT}
    assert first.message == (
        "Your code was stopped: `double` ran for more than 0.3 s. An endless loop? "
        "When graded, a call is cut off after 0.3 s."
    )
    assert "for more than 0.1 s (less time, as an earlier call was stopped)" in second.message


@needs_a_clock
def test_an_endless_loop_in_a_cell_costs_what_the_cell_defines(tiny, short_clock):
    tiny.solve(tiny.work, double="while True:\n    pass\n\n\n" + DOUBLE, half=HALF)
    outcomes = learner.check("w98")
    assert scores(outcomes) == {("double", False): 0, ("half", False): 10}
    assert outcomes[0].outcomes[0].verdict is Verdict.NOT_DEFINED
    assert outcomes[0].outcomes[0].message == (
        "`double` is not defined, because its cell took longer than 0.3 s and was cut off; "
        "later results depend on it."
    )


@needs_a_clock
def test_an_endless_loop_in_a_script_is_stopped(tiny, short_clock, tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(HALF + ENDLESS + "double(1)\n", encoding="utf-8")
    assert scores(learner.check("w98", path)) == {("double", False): 0, ("half", False): 10}


# The bell may ring in a callback of the collector, such as Hypothesis's; it rings again.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@needs_a_clock
def test_progress_comes_to_its_end_in_spite_of_an_endless_loop(tiny, short_clock):
    tiny.solve(tiny.work, double=ENDLESS, half=HALF)
    assert (learner.progress("w98").earned, learner.progress("w98").next_exercise) == (20, "double")


@needs_a_clock
def test_a_clock_that_rings_while_no_submission_runs_breaks_nothing(tiny, monkeypatch):
    tiny.solve(tiny.work, double=DOUBLE, half=HALF)
    rung = []
    real = clock.Clock.stop

    def stop_after_a_ring(clock):
        rung.append(clock)
        signal.raise_signal(signal.SIGALRM)
        real(clock)

    monkeypatch.setattr(clock.Clock, "stop", stop_after_a_ring)
    assert scores(learner.check("w98")) == {("double", False): 30, ("half", False): 10}
    assert rung


@needs_a_clock
def test_the_signal_is_given_back(tiny):
    tiny.solve(tiny.work, double=DOUBLE)
    before = signal.getsignal(signal.SIGALRM)
    learner.check("w98")
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_where_signals_cannot_be_used_there_is_no_clock(tiny, monkeypatch):
    tiny.solve(tiny.work, double=DOUBLE, half=HALF)
    found = []
    thread = threading.Thread(target=lambda: found.append(scores(learner.check("w98"))))
    thread.start()
    thread.join()
    monkeypatch.delattr(signal, "SIGALRM", raising=False)
    found.append(scores(learner.check("w98")))
    assert found == [{("double", False): 30, ("half", False): 10}] * 2


def test_a_result_is_told_before_the_next_exercise_is_judged(tiny):
    tiny.solve(tiny.work, double=DOUBLE, half="def half(x):\n    raise KeyboardInterrupt\n")
    told = []
    with pytest.raises(KeyboardInterrupt) as stop:
        learner.check("w98", judged=told.append)
    assert scores(told) == {("double", False): 30}
    assert stop.value.__notes__ == ["It was at half, in w98_tiny."]


def test_an_interrupted_cell_is_named(tiny):
    tiny.solve(tiny.work, double=DOUBLE, half="raise KeyboardInterrupt\n")
    with pytest.raises(KeyboardInterrupt) as stop:
        learner.check("w98")
    assert stop.value.__notes__ == ["It was at the cell of half, in w98_tiny."]


# Notebooks that are not in their place


@pytest.mark.parametrize(
    "name", ["w98_tiny/mine.ipynb", "w98_tiny/w98_tiny-Copy1.ipynb", "w98/w98_tiny.ipynb",
             "W98_Tiny/x.IPYNB", "w98_tiny.ipynb"]
)  # fmt: skip
def test_a_renamed_notebook_is_found_and_nothing_is_started_beside_it(tiny, name):
    tiny.solve(tiny.root / "work" / name, double=DOUBLE)
    for command in (
        lambda: learner.check("w98"),
        lambda: start("w98"),
        lambda: learner.progress("w98"),
    ):
        with pytest.raises(CourseError) as said:
            command()
        assert f"not at work/w98_tiny/w98_tiny.ipynb, but work/{name} may be it" in str(said.value)
        assert f"mlsd check w98_tiny 'work/{name}'" in str(said.value)
    assert not tiny.work.exists()
    assert learner.check("w98", tiny.root / "work" / name)


def test_what_jupyter_keeps_and_other_weeks_are_no_renamed_notebook(tiny):
    for name in (".ipynb_checkpoints/w98_tiny-checkpoint.ipynb", "w97_other/w97_other.ipynb"):
        tiny.solve(tiny.root / "work" / name)
    tiny.solve(tiny.work.parent / ".ipynb_checkpoints" / "w98_tiny-checkpoint.ipynb")
    assert start("w98") == (tiny.work, True)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("README.md", "README.md: is neither a notebook nor a script; name a notebook"),
        ("w.html", "is a web page, which cannot be run"),
        ("w.zip", "is a ZIP archive"),
        ("w", "is neither a notebook nor a script"),
    ],
)
def test_what_is_neither_notebook_nor_script_is_not_run(tiny, tmp_path, name, said):
    (tmp_path / name).write_text("# Read me\n\n1 / 0\n")
    with pytest.raises(CourseError) as problem:
        learner.check("w98", tmp_path / name)
    assert said in str(problem.value)


def test_a_notebook_under_another_ending_can_be_checked(tiny, tmp_path):
    for name in ("w.IPYNB", "w.ipynb.txt", "w.json"):
        path = tiny.solve(tmp_path / name, double=DOUBLE)
        assert scores(learner.check("w98", path))["double", False] == 30


# Files that cannot be checked


def test_a_week_that_is_not_started_is_an_error(tiny):
    with pytest.raises(CourseError, match="run 'mlsd start w98_tiny' first"):
        learner.check("w98")


def test_the_notebook_of_another_week_is_an_error(tiny, tmp_path):
    path = tmp_path / "other.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": DOUBLE}]}))
    with pytest.raises(CourseError, match="is not the notebook of w98_tiny"):
        learner.check("w98", path)


def test_a_missing_file_is_an_error(tiny, tmp_path):
    for name in ("none.ipynb", "none.py"):
        with pytest.raises(NotebookError, match="there is no such file"):
            learner.check("w98", tmp_path / name)


def test_progress_before_the_start(tiny):
    found = learner.progress("w98")
    assert (found.slug, found.title, found.started) == ("w98_tiny", "Week 98. Tiny", False)


def test_progress_counts_all_checks_and_names_what_is_next(tiny):
    tiny.solve(tiny.work, double=DOUBLE)
    found = learner.progress("w98")
    assert (found.earned, found.possible, found.next_exercise) == (60, 80, "half")
    assert found.next_step == "half"


def test_progress_is_remembered_until_the_notebook_changes(tiny, monkeypatch):
    tiny.solve(tiny.work, double=DOUBLE)
    first = learner.progress("w98")
    with monkeypatch.context() as patch:
        patch.setattr(learner, "check", lambda slug, **_: pytest.fail("measured again"))
        assert learner.progress("w98") == first
    tiny.solve(tiny.work, double=DOUBLE, half=HALF)
    assert learner.progress("w98").earned == 80
    assert learner.progress("w98").next_exercise == ""


def test_progress_names_an_exercise_that_only_hidden_checks_find_wrong(tiny):
    tiny.solve(tiny.work, double=DOUBLE, half="def half(x):\n    return 0.5 if x == 1 else 0.0\n")
    found = learner.progress("w98")
    assert (found.hidden, found.possible, found.next_exercise) == (True, 80, "half")
    assert found.earned < 80
    assert found.next_step == "half: mlsd check w98_tiny --hidden"


def test_without_hidden_checks_the_public_ones_are_all(tiny):
    tiny.solve(tiny.work, double=DOUBLE, half=HALF)
    for path in tiny.checks.glob("*/test_hidden.py"):
        path.unlink()
    found = learner.progress("w98")
    assert (found.hidden, found.earned, found.possible, found.next_step) == (
        False,
        40,
        40,
        "the memo",
    )


def test_progress_counts_the_words_of_a_memo_but_not_its_headings(tiny):
    memo = "# Memo\n\n## Load\n\nSix words stand in this memo.\n"
    tiny.solve(tiny.work, double=DOUBLE, half=HALF)
    assert learner.progress("w98").next_step == "the memo"
    tiny.solve(tiny.work, double=DOUBLE, half=HALF, **{"tiny-memo": memo})
    found = learner.progress("w98")
    assert (found.memo_words, found.next_step) == (6, "mark the memo by its rubric")


def test_progress_is_measured_again_when_the_checks_change(tiny):
    tiny.solve(tiny.work, double=DOUBLE)
    learner.progress("w98")
    path = tiny.checks / "double" / "test_public.py"
    path.write_text(path.read_text().replace("weight=2", "weight=4"), encoding="utf-8")
    memory = tiny.work.parent / ".progress.json"
    before = json.loads(memory.read_text())["digest"]
    learner.progress("w98")
    assert json.loads(memory.read_text())["digest"] != before


@pytest.mark.parametrize("memory", ["", "[]", "{}", "null", '{"digest": 1}', '{"figures": [1]}'])
def test_a_damaged_memory_is_measured_again(tiny, memory):
    tiny.solve(tiny.work, double=DOUBLE)
    (tiny.work.parent / ".progress.json").write_text(memory, encoding="utf-8")
    assert learner.progress("w98").earned == 60


def test_a_broken_check_is_no_progress_and_is_not_remembered(tiny):
    tiny.solve(tiny.work, double=DOUBLE)
    path = tiny.checks / "double" / "test_public.py"
    path.write_text(path.read_text().replace("assert_same(sub", "nowhere(sub"), encoding="utf-8")
    with pytest.raises(CourseError, match="A check of w98_tiny is broken"):
        learner.progress("w98")
    assert not (tiny.work.parent / ".progress.json").exists()
