"""`mlsd capstone`: a system from a file, run through a quarter."""

import pytest
from typer.testing import CliRunner

from autograder import quarters
from autograder.cli import app
from autograder.errors import CourseError
from worlds.quarter import quarter

SYSTEM = """
class System:
    def __init__(self, briefing, journal=()):
        self.table, self.journal = briefing["table"], []

    def ingest(self, messages, now): pass
    def observe(self, partition, now): pass
    def retrain(self, now, offer=None): return {"accepted": False}
    def report(self, now): return None

    def predict(self, requests, now):
        rates = [self.table[f"{r['origin']} {r['hour']:02d}"] for r in requests]
        return [{"flight_id": r["flight_id"], "p_late": p, "act": p > 0.2, "source": "table"}
                for r, p in zip(requests, rates)]
"""


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(SYSTEM, encoding="utf-8")
    return path


def test_a_script_is_run_and_has_a_page(script):
    run = CliRunner().invoke(app, ["capstone", "run", str(script), "--days", "2"])
    assert run.exit_code == 0, run.output
    assert "2 failed calls" in run.output  # its reports
    assert "0 of 2 days within the service's promise (2 with over 10%" in run.output
    page = script.with_name("quarter-0.html").read_text(encoding="utf-8")
    assert "A quarter of production: mine, seed 0" in page


def test_of_the_classes_the_last_that_is_written_is_run(script):
    stub = "class System(NaiveSystem):\n    def __init__(self, *a): raise NotImplementedError\n"
    script.write_text(SYSTEM.replace("System", "NaiveSystem") + stub, encoding="utf-8")
    run = CliRunner().invoke(app, ["capstone", "run", str(script), "--days", "1"])
    assert run.exit_code == 0, run.output
    assert "`NaiveSystem` was run, for what follows it is not written yet." in run.output


def test_a_class_that_cannot_begin_is_named(script):
    text = SYSTEM.replace("System", "NaiveSystem").replace('briefing["table"], []', "1 / 0")
    script.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match="NaiveSystem cannot begin: ZeroDivision"):
        quarters.run_notebook(script, quarter(0, days=1, incidents=()))


def test_a_folder_is_no_system_and_no_page(script):
    for arguments, said in (
        ([str(script.parent)], "is a folder; name the notebook"),
        ([str(script), "--page", str(script.parent)], "is a folder; name the file"),
    ):
        run = CliRunner().invoke(app, ["capstone", "run", *arguments, "--days", "1"])
        assert said in str(run.exception)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "there is no such file"),
        ("x = 1", "`System` is not defined"),
        ("class System:\n    def __init__(self, *a): 1 / 0", "System cannot begin: ZeroDivision"),
        (SYSTEM.replace("pass", "raise NotImplementedError", 1), "is not written yet"),
    ],
)
def test_what_cannot_be_run_is_one_sentence(script, text, said):
    if text is None:
        script.unlink()
    else:
        script.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match=said):
        quarters.run_notebook(script, quarter(0, days=1, incidents=()))


def test_a_board_says_in_which_rows_it_deviates(tmp_path):
    rows = [quarters.Row("ada", "1", saved=(0.3,)), quarters.Row("fei", "2", saved=(0.2,))]
    quarters.write_board(tmp_path / "board.json", rows, [5], days=9)
    written, seeds, days = quarters.read_board(tmp_path / "board.json")
    assert (written, seeds, days) == (rows, [5], 9)
    assert quarters.deviations(written, rows) == []
    better = [quarters.Row("ada", "1", saved=(0.4,)), quarters.Row("hedy", "3", saved=(0.2,))]
    assert quarters.deviations(written, better) == [
        "fei is not among the submissions.",
        "ada: saved came out otherwise.",
        "hedy is missing.",
    ]
