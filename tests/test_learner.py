"""What a learner does: start a week, check it, see how far they are."""

import json

import pytest

from autograder import learner
from autograder.errors import CourseError, NotebookError
from autograder.report import Verdict

DOUBLE = "def double(x):\n    return 2 * x\n"
HALF = "def half(x):\n    return x / 2\n"


def scores(outcomes):
    return {(cell.exercise, cell.hidden): cell.score for cell in outcomes}


def test_start_copies_the_notebook(tiny):
    assert learner.start("w98") == (tiny.work, True)
    assert tiny.work.read_bytes() == tiny.assignment.read_bytes()


def test_start_never_overwrites(tiny):
    learner.start("w98")
    tiny.work.write_text("my work", encoding="utf-8")
    assert learner.start("w98") == (tiny.work, False)
    assert tiny.work.read_text(encoding="utf-8") == "my work"


def test_a_week_without_a_notebook_cannot_be_started(tiny):
    tiny.assignment.unlink()
    with pytest.raises(CourseError, match="run 'mlsd build'"):
        learner.start("w98")
    assert not tiny.work.exists()


def test_an_untouched_notebook_earns_nothing(tiny):
    learner.start("w98")
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


def test_a_name_given_to_the_result_in_a_later_cell_is_the_learner_s_mistake(tiny):
    tiny.solve(tiny.work, double=DOUBLE, half=HALF + "\ndouble = double(2)\n")
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
    learner.start("w98")
    calls = []
    learner.check("w98", advance=lambda: calls.append(1))
    assert len(calls) == 4


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


def test_progress_counts_public_checks_and_names_what_is_next(tiny):
    tiny.solve(tiny.work, double=DOUBLE)
    found = learner.progress("w98")
    assert (found.earned, found.possible, found.next_exercise) == (30, 40, "half")


def test_progress_is_remembered_until_the_notebook_changes(tiny, monkeypatch):
    tiny.solve(tiny.work, double=DOUBLE)
    first = learner.progress("w98")
    with monkeypatch.context() as patch:
        patch.setattr(learner, "check", lambda slug, **_: pytest.fail("measured again"))
        assert learner.progress("w98") == first
    tiny.solve(tiny.work, double=DOUBLE, half=HALF)
    assert learner.progress("w98").earned == 80
    assert learner.progress("w98").next_exercise == ""


def test_progress_counts_hidden_checks_once_the_public_ones_are_complete(tiny):
    tiny.solve(tiny.work, double=DOUBLE, half="def half(x):\n    return 0.5 if x == 1 else 0.0\n")
    found = learner.progress("w98")
    assert (found.hidden, found.possible, found.next_exercise) == (True, 80, "half")
    assert found.earned < 80
    assert found.next_step == "half: mlsd check w98_tiny --hidden"


def test_without_hidden_checks_the_public_ones_are_all(tiny):
    tiny.solve(tiny.work, double=DOUBLE, half=HALF)
    (tiny.checks / "test_hidden.py").unlink()
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
    path = tiny.checks / "test_public.py"
    path.write_text(path.read_text().replace("weight=2", "weight=4"), encoding="utf-8")
    memory = tiny.work.parent / ".progress.json"
    before = json.loads(memory.read_text())["digest"]
    learner.progress("w98")
    assert json.loads(memory.read_text())["digest"] != before


@pytest.mark.parametrize("memory", ["", "[]", "{}", "null", '{"digest": 1}', '{"figures": [1]}'])
def test_a_damaged_memory_is_measured_again(tiny, memory):
    tiny.solve(tiny.work, double=DOUBLE)
    (tiny.work.parent / ".progress.json").write_text(memory, encoding="utf-8")
    assert learner.progress("w98").earned == 30


def test_a_broken_check_is_no_progress_and_is_not_remembered(tiny):
    tiny.solve(tiny.work, double=DOUBLE)
    path = tiny.checks / "test_public.py"
    path.write_text(path.read_text().replace("assert_same(sub", "nowhere(sub"), encoding="utf-8")
    with pytest.raises(CourseError, match="A check of w98_tiny is broken"):
        learner.progress("w98")
    assert not (tiny.work.parent / ".progress.json").exists()
