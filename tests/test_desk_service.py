"""The service of week 7's page answers, takes a port of its own, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import numpy as np
import pytest

from autograder import course

LECTURES = course.ROOT / "lectures"
PATIENCE = 30  # seconds


@pytest.fixture
def service(monkeypatch):
    # A new process finds the modules only if their folder is on the path, as it is for a page.
    monkeypatch.syspath_prepend(str(LECTURES))
    import desk_service

    yield desk_service
    for name in ("desk_service", "open_loop"):
        sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A logistic regression of two features, in ONNX, whose chance is 1/2 where both are 0."""
    # Imported here: a worker that runs other tests need not pay for it.
    from skl2onnx import to_onnx
    from sklearn.linear_model import LogisticRegression

    rows = np.array([[0, 0], [0, 1], [1, 0], [1, 1], [-1, -1], [0, -1], [-1, 0], [0, 0]], float)
    fitted = LogisticRegression().fit(rows, [0, 1, 1, 1, 0, 0, 0, 1])
    onnx = to_onnx(fitted, rows[:1].astype(np.float32), options={"zipmap": False})
    path = tmp_path_factory.mktemp("model") / "model.onnx"
    path.write_bytes(onnx.SerializeToString())
    return path


def ask(desk, flight=1, features=(0.0, 0.0)):
    body = {"flight": flight, "features": list(features)}
    return httpx.post(desk.url + "/predict", json=body, timeout=PATIENCE)


def is_alive(pid):
    """Whether the process runs; one that has ended and waits to be reaped does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def is_open(port):
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0


def test_it_answers_with_the_models_chance(service, model):
    with service.DeskService(model) as desk:
        answer = ask(desk).json()
        assert answer["by"] == "model"
        assert answer["late"] == pytest.approx(0.5, abs=0.01)
        assert ask(desk, features=(1.0, 1.0)).json()["late"] > 0.5
        assert ask(desk, features=(1.0,)).status_code == 422


def test_two_at_once_take_two_ports(service, model):
    with service.DeskService(model) as one, service.DeskService(model) as other:
        assert one.port != other.port
        assert ask(one).json() == ask(other).json()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_stopping_leaves_no_process_and_no_port(service, model):
    with service.DeskService(model) as desk:
        assert is_alive(desk.pid)
        assert is_open(desk.port)
    assert not is_alive(desk.pid)
    assert not is_open(desk.port)
    desk.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("stalled", [False, True])
def test_a_killed_parent_leaves_neither(model, stalled):
    """As when the kernel of a page is killed, also in the middle of a request."""
    program = (
        "import sys, time; from desk_service import DeskService\n"
        f"desk = DeskService({str(model)!r}); print(desk.pid, desk.port, flush=True)\n"
        "time.sleep(600)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program], cwd=LECTURES, stdout=subprocess.PIPE, text=True
    )
    pid = port = None
    try:
        pid, port = (int(word) for word in parent.stdout.readline().split())
        assert is_open(port)
        if stalled:
            url = f"http://127.0.0.1:{port}"
            httpx.put(url + "/stall", params={"ms": 1000 * PATIENCE})
            body = {"flight": 1, "features": [0.0, 0.0]}
            with pytest.raises(httpx.ReadTimeout):
                httpx.post(url + "/predict", json=body, timeout=0.2)
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
        deadline = time.monotonic() + PATIENCE
        while (is_alive(pid) or is_open(port)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not is_alive(pid)
        assert not is_open(port)
    finally:
        parent.kill()
        parent.wait()
        parent.stdout.close()
        if pid is not None and is_alive(pid):
            os.kill(pid, signal.SIGKILL)


def test_a_service_that_cannot_start_says_why(service, tmp_path):
    with pytest.raises(RuntimeError, match=r"nothing\.onnx"):
        service.DeskService(tmp_path / "nothing.onnx")


def test_questions_that_wait_are_answered_by_one_call_of_the_model(service, model):
    from open_loop import put, send_on_time

    body = [{"flight": 1, "features": [0.0, 0.0]}]
    with service.DeskService(model) as desk:
        put(desk.url, "/lab", call_ms=200, max_batch=16)
        answers = send_on_time(desk.url, [0.0] * 17, body)
        assert list(answers["by"]) == ["model"] * 17
        assert put(desk.url, "/lab")["calls"] <= 4
        send_on_time(desk.url, [0.0] * 5, body)
        assert put(desk.url, "/lab")["calls"] == 5


def test_an_error_of_the_service_is_no_answer(service, model):
    from open_loop import put, send_on_time

    with service.DeskService(model) as desk:
        answers = send_on_time(desk.url, [0.0, 0.05], [{"flight": 1, "features": [0.0]}])
        assert list(answers["by"]) == ["gone"] * 2
        with pytest.raises(OSError, match="500"):
            put(desk.url, "/lab", no_such_switch=1)


def test_an_answer_is_kept_for_its_flight_and_its_time(service, model):
    from open_loop import put

    with service.DeskService(model) as desk:
        put(desk.url, "/lab", ttl_ms=60_000)
        assert [ask(desk, flight).json()["by"] for flight in (1, 1, 2)] == [
            "model",
            "cache",
            "model",
        ]
        put(desk.url, "/lab", ttl_ms=1)
        ask(desk)
        time.sleep(0.05)
        assert ask(desk).json()["by"] == "model"


def test_the_breaker_stops_asking_a_feed_that_fails_and_probes_it_later(service, model):
    from open_loop import put

    with service.DeskService(model) as desk:
        sick = {"asks_weather": True, "feed_ms": 60_000, "failures": 2}
        put(desk.url, "/lab", timeout_ms=20, cool_down_ms=600_000, **sick)
        assert [ask(desk).json()["by"] for _ in range(5)] == ["fallback"] * 5
        assert put(desk.url, "/lab", timeout_ms=500, cool_down_ms=1, **sick)["asked"] == 2
        assert [ask(desk).json()["by"] for _ in range(2)] == ["fallback"] * 2
        httpx.put(desk.url + "/slow_feed", params={"feed_ms": 0})
        time.sleep(0.05)
        assert [ask(desk).json()["by"] for _ in range(2)] == ["model"] * 2
        assert put(desk.url, "/lab")["asked"] == 4


def test_an_open_loop_counts_the_wait_that_a_closed_one_leaves_out(service, model):
    """A stall of 400 ms: a client in turn meets it once, all who send on time wait for its end."""
    from open_loop import send_in_turn, send_on_time

    body = [{"flight": 1, "features": [0.0, 0.0]}]
    stall = [(0.2, "/stall", {"ms": 400})]
    with service.DeskService(model) as desk:
        on_time = send_on_time(desk.url, np.arange(0, 1, 0.02), body, stall)
        in_turn = send_in_turn(desk.url, 1.0, body, pause=0.02, events=stall)
        assert (on_time["done"] - on_time["due"] > 0.1).sum() >= 5
        assert 1 <= (in_turn["done"] - in_turn["due"] > 0.3).sum() < 5
        assert len(in_turn) < len(on_time)
        assert set(on_time["by"]) == set(in_turn["by"]) == {"model"}


def test_a_run_that_was_held_up_is_repeated_and_chosen_by_that_alone(service):
    import pandas as pd
    from open_loop import quietly

    def runs(*held_up):
        left = iter(held_up)

        def measure():
            run = pd.DataFrame()
            run.attrs["held_up"] = next(left)
            return run

        return measure

    assert quietly(runs(3.0), limit=15).attrs == {"held_up": 3.0, "tries": 1}
    assert quietly(runs(40.0, 3.0), limit=15).attrs == {"held_up": 3.0, "tries": 2}
    assert quietly(runs(40.0, 20.0, 30.0), limit=15, tries=3).attrs == {"held_up": 20.0, "tries": 3}
