"""Worker processes that die, refuse, are used again and are dismissed."""

import os
import signal
from pathlib import Path

import pytest

from autograder.crew import Crew
from autograder.errors import CourseError


class Worker:
    """Adds one; a file in `folder` says what else a number does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def work(self, number: int) -> tuple[int, int]:
        order = self._folder / str(number)
        if order.exists():
            what = order.read_text()
            if what == "die once":
                order.unlink()
            if what.startswith("die"):
                os.kill(os.getpid(), signal.SIGKILL)
            if what == "refuse":
                raise CourseError(f"number {number} is not for me")
        return number + 1, os.getpid()

    def close(self) -> None:
        (self._folder / f"closed-{os.getpid()}").touch()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def lost(number: int) -> tuple[int, int]:
    return -number, 0


@pytest.fixture(params=[1, 2], ids=["one ahead", "two ahead"])
def crew(tmp_path, request):
    with Crew(2, Worker, (tmp_path,), lost, ahead=request.param) as crew:
        yield crew


def answers(crew, numbers):
    return {number: answer for number, (answer, _) in crew.results(numbers)}


def test_every_task_has_its_result(crew):
    assert answers(crew, range(20)) == {number: number + 1 for number in range(20)}


def test_no_tasks_need_no_workers(crew):
    assert answers(crew, []) == {}


def test_a_task_whose_worker_died_is_tried_once_more(crew, tmp_path):
    (tmp_path / "3").write_text("die once")
    assert answers(crew, range(8)) == {number: number + 1 for number in range(8)}


def test_a_task_whose_worker_died_twice_is_lost_and_no_other(crew, tmp_path):
    (tmp_path / "3").write_text("die")
    expected = {number: number + 1 for number in range(8)} | {3: -3}
    assert answers(crew, range(8)) == expected


def test_equal_tasks_are_not_taken_for_one_that_died(crew, tmp_path):
    first, second = int("1000"), int("1000")
    assert first is not second
    (tmp_path / "1000").write_text("die once")
    assert [answer for _, (answer, _) in crew.results([first, second])] == [1001, 1001]


def test_workers_are_used_again(crew):
    before = {pid for _, (_, pid) in crew.results(range(30))}
    after = {pid for _, (_, pid) in crew.results(range(30))}
    assert after <= before


def test_a_worker_that_cannot_go_on_stops_the_crew(crew, tmp_path):
    (tmp_path / "3").write_text("refuse")
    with pytest.raises(CourseError, match="number 3 is not for me"):
        answers(crew, range(8))


def test_a_worker_at_rest_that_died_is_replaced(crew):
    (pid,) = {pid for _, (_, pid) in crew.results([1])}
    os.kill(pid, signal.SIGKILL)
    assert answers(crew, range(8)) == {number: number + 1 for number in range(8)}


def test_nobody_outlives_the_crew(tmp_path):
    with Crew(2, Worker, (tmp_path,), lost) as crew:
        pids = {pid for _, (_, pid) in crew.results(range(30))}
    assert not any(alive(pid) for pid in pids)
    assert {f"closed-{pid}" for pid in pids} <= {path.name for path in tmp_path.iterdir()}


def test_stopping_early_dismisses_those_at_work_and_the_rest_goes_on(crew):
    results = crew.results(range(30))
    next(results)
    results.close()
    assert answers(crew, range(8)) == {number: number + 1 for number in range(8)}
