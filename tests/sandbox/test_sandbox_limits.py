"""Each limit ends what overruns it, in both tiers, with a verdict of its own."""

from __future__ import annotations

import dataclasses
import time

import pytest

from autograder.sandbox.errors import SubmissionStopped, Verdict
from autograder.sandbox.launch import WarmTemplate
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session


def test_limits_are_positive() -> None:
    with pytest.raises(ValueError, match="threads"):
        Limits(threads=0)


def test_a_slow_cell_is_interrupted_and_the_session_goes_on(session: Session) -> None:
    run = session.run_cell("import time\ntime.sleep(30)", seconds=0.3)
    assert run.verdict is Verdict.CELL_TIMEOUT
    assert run.alive
    assert session.run_cell("1 + 1").verdict is Verdict.FINISHED


def test_a_cell_that_ignores_the_interruption_is_killed(
    template: WarmTemplate, limits: Limits
) -> None:
    source = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    with template.spawn(dataclasses.replace(limits, grace_seconds=0.3)) as session:
        run = session.run_cell(source, seconds=0.3)
        assert run.verdict is Verdict.CELL_TIMEOUT
        assert not run.alive
        with pytest.raises(SubmissionStopped, match="cell-timeout"):
            session.call("f")


def test_a_slow_call_is_interrupted_and_the_session_goes_on(session: Session) -> None:
    session.run_cell("import time\ndef f(n): time.sleep(n); return n")
    with pytest.raises(SubmissionStopped) as caught:
        session.call("f", [30], seconds=0.3)
    assert caught.value.verdict is Verdict.CALL_TIMEOUT
    assert caught.value.alive
    assert session.call("f", [0]) == 0


def test_a_submission_has_an_end(template: WarmTemplate, limits: Limits) -> None:
    with template.spawn(dataclasses.replace(limits, submission_seconds=0.7)) as session:
        while True:
            run = session.run_cell("import time\ntime.sleep(0.2)")
            if not run.alive:
                break
        assert run.verdict is Verdict.SUBMISSION_TIMEOUT


def test_processor_time_is_limited(template: WarmTemplate, limits: Limits) -> None:
    with template.spawn(dataclasses.replace(limits, cpu_seconds=1, cell_seconds=50)) as session:
        run = session.run_cell("while True: pass")
        assert run.verdict is Verdict.CPU_TIME
        assert session.close().cpu_seconds < 5


def test_too_much_memory_is_an_error_in_the_cell(session: Session) -> None:
    for source in (
        "x = bytearray(1 << 30)",
        "x = []\nwhile True: x.append(bytearray(1 << 24))",
        "import numpy as np\nnp.ones((1 << 15, 1 << 15))",
    ):
        run = session.run_cell(source)
        assert run.verdict is Verdict.OUT_OF_MEMORY
        assert run.error is not None
        assert run.alive
        assert session.run_cell("x = None").verdict is Verdict.FINISHED


def test_shared_memory_is_limited_too(session: Session) -> None:
    source = "import mmap\nkept = [mmap.mmap(-1, 1 << 28) for _ in range(64)]"
    assert session.run_cell(source).verdict is not Verdict.FINISHED


def test_a_process_that_dies_for_want_of_memory_says_so(session: Session) -> None:
    run = session.run_cell('import os, sys\nos.write(2, b"terminate: std::bad_alloc"); os.abort()')
    assert run.verdict is Verdict.OUT_OF_MEMORY


@pytest.mark.parametrize(
    "source",
    [
        "f = open('a', 'wb')\nfor _ in range(100): f.write(bytes(1 << 20))",
        "for i in range(100):\n    with open(f'f{i}', 'wb') as f: f.write(bytes(1 << 20))",
        "import os, time\nfor i in range(100):\n"
        "    f = open('x', 'wb'); f.write(bytes(1 << 20)); f.flush(); os.unlink('x')\n"
        "    globals()[f'f{i}'] = f; time.sleep(0.02)",
        "for i in range(1000): open(f'f{i}', 'w').close()",
        "import os\nfor i in range(1000): os.mkdir('d'); os.chdir('d')",
    ],
    ids=["one large file", "many files", "deleted and open", "empty files", "nested folders"],
)
def test_disk_space_is_limited(session: Session, source: str) -> None:
    assert session.run_cell(source).verdict is Verdict.DISK_FULL


def test_a_flood_of_output_is_stopped(session: Session) -> None:
    run = session.run_cell("while True: print('x' * 10_000)")
    assert run.verdict is Verdict.OUTPUT_FLOOD
    assert len(run.stdout) <= session.limits.output_bytes
    assert not run.alive


def test_long_output_is_cut_and_counted(session: Session) -> None:
    run = session.run_cell("print('x' * 50_000)")
    assert run.verdict is Verdict.FINISHED
    assert len(run.stdout) == session.limits.output_bytes
    assert run.dropped_bytes == 50_001 - session.limits.output_bytes
    shown = session.run_cell("display({'a': 'y' * 50_000})")
    assert shown.displays == ()
    assert shown.truncated


def test_threads_are_limited(session: Session) -> None:
    run = session.run_cell(
        "import threading, time\n"
        "for _ in range(100): threading.Thread(target=time.sleep, args=(9,), daemon=True).start()\n"
        "time.sleep(9)"
    )
    assert run.verdict is Verdict.TOO_MANY_THREADS


@pytest.mark.parametrize(
    ("source", "detail"),
    [
        ("import os\nos._exit(0)", "exit code 0"),
        ("import os\nos._exit(42)", "exit code 42"),
        ("import ctypes\nctypes.string_at(0)", "SIGSEGV"),
    ],
)
def test_a_crash_says_how(session: Session, source: str, detail: str) -> None:
    run = session.run_cell(source)
    assert run.verdict is Verdict.CRASHED
    assert detail in run.detail


@pytest.mark.parametrize(
    "source",
    [
        "os.write(3, b'\\xff\\xff\\xff\\xff')",
        "os.write(3, b'\\x08\\0\\0\\0\\x04\\0\\0\\0null')",
        "os.close(3); time.sleep(5)",
        "os.write(3, b'\\0' * 100)",
        "forge({'id': 999, 'ok': None})",
        "forge({'id': here(), 'spy': 1, 'args': [], 'kwargs': {}})",
        "forge({'id': here(), 'ok': {'error': 1, 'outputs': []}})",
        "forge({'id': here(), 'ok': {'error': None, 'outputs': [{}]}})",
        "forge({'id': here(), 'error': {'names': [], 'message': 1}})",
    ],
)
def test_forged_messages_end_the_session(session: Session, source: str) -> None:
    prelude = (
        "import os, time, gc\n"
        "from autograder.sandbox import encode, worker\n"
        "def here():\n"
        "    return next(o for o in gc.get_objects(generation=None)\n"
        "                if type(o).__name__ == 'Worker').current\n"
        "def forge(message): os.write(3, encode.dumps(message))\n"
    )
    run = session.run_cell(prelude + source)
    assert run.verdict is Verdict.PROTOCOL_VIOLATION, run


def test_a_child_that_reads_nothing_cannot_hold_the_judge(session: Session) -> None:
    session.run_cell("def f(*_):\n    import time\n    time.sleep(60)")
    began = time.monotonic()
    session.run_cell(
        "import socket, threading, time\n"
        "def hold():\n    time.sleep(0.2)\n"
        "while True:\n    try: time.sleep(60)\n    except KeyboardInterrupt: pass",
        seconds=0.2,
    )
    with pytest.raises(SubmissionStopped):
        session.call("f", [bytes(8 << 20)], seconds=0.2)
    assert time.monotonic() - began < 20
