"""The cluster of week 10's page: nothing is lost or done twice, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from autograder import course

pytest.importorskip("distributed")

LECTURES = str(course.ROOT / "lectures")
GONE_WITHIN = 60
"""Seconds in which the workers of a killed process must have left."""

# A page's process: it says who its workers are, and then waits to be killed or interrupted.
PAGE = """
import sys, time
from desk_cluster import open_cluster, worker_pids

if __name__ == "__main__":
    with open_cluster() as client:
        print(*worker_pids(client), client.cluster.workers[0].local_directory, flush=True)
        time.sleep(600)
"""

# Its own event loop complains when a killed worker's connection goes; that is the point here.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture
def desk(monkeypatch):
    # A worker finds the module only if its folder is on the path, as it is for a page.
    monkeypatch.syspath_prepend(LECTURES)
    monkeypatch.setenv("PYTHONPATH", f"{LECTURES}{os.pathsep}{course.ROOT}")
    import desk_cluster

    yield desk_cluster
    sys.modules.pop("desk_cluster", None)


def workers_of(pid):
    """Workers among the descendants of a process; the tracker of shared memory is none."""
    found = psutil.Process(pid).children(recursive=True)
    return [each for each in found if "spawn_main" in " ".join(each.cmdline())]


def listening(pids):
    return {
        end.laddr
        for pid in pids
        for end in psutil.Process(pid).net_connections()
        if end.status == psutil.CONN_LISTEN
    }


def wait_until_gone(pids):
    deadline = time.monotonic() + GONE_WITHIN
    while left := [pid for pid in pids if psutil.pid_exists(pid)]:
        assert time.monotonic() < deadline, f"{left} are left"
        time.sleep(0.05)


def test_a_killed_worker_loses_nothing_and_a_key_keeps_its_order_single(desk):
    before = listening([os.getpid()])
    with desk.open_cluster() as client:
        pids = desk.worker_pids(client)
        ends = listening([os.getpid(), *pids]) - before
        assert {end.ip for end in ends} == {"127.0.0.1"}
        reports = {}
        for keyed, kill_after in ((True, None), (False, 2), (True, 2)):
            with desk.Ledger.temporary() as ledger:
                pids += desk.worker_pids(client)  # a killed worker has a successor
                reports[keyed, kill_after] = desk.run_pipeline(
                    client, ledger, keyed=keyed, kill_after=kill_after, rest=0.2
                )
        pids += [each.pid for each in workers_of(os.getpid())]
    calm, plain, safe = reports.values()
    parts = list(range(desk.PARTS))
    assert calm.killed is None
    assert sorted(calm.begun) == sorted(set(calm.begun))
    assert len(calm.begun) == calm.tasks
    assert sorted(calm.orders) == sorted(safe.orders) == parts
    assert sorted(set(plain.orders)) == parts
    assert len(plain.orders) > len(parts)
    for report in (plain, safe):
        assert report.killed in pids
        assert set(report.begun) == set(calm.begun)
        assert len(report.begun) > report.tasks
    assert calm.digest == plain.digest == safe.digest
    wait_until_gone(set(pids))
    assert listening([os.getpid()]) == before


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_no_process_outlives_the_page_that_opened_the_cluster(desk, how, tmp_path, monkeypatch):
    script, scratch = tmp_path / "page.py", tmp_path / "scratch"
    script.write_text(PAGE, encoding="utf-8")
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    page = subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    with page:
        first = page.stdout.readline().split()
        children = [each.pid for each in psutil.Process(page.pid).children(recursive=True)]
        ends = listening([page.pid, *(each.pid for each in workers_of(page.pid))])
        assert len(first) == 3
        assert {int(pid) for pid in first[:2]} <= set(children)
        page.send_signal(how)
        page.wait(GONE_WITHIN)
        wait_until_gone(children)
    ours = {page.pid, *children, None}  # any other process may have been given the same port since
    held = {
        end.laddr
        for end in psutil.net_connections()
        if end.pid in ours and end.status == psutil.CONN_LISTEN
    }
    assert not ends & held
    assert Path(first[2]).is_relative_to(scratch)
    if how == signal.SIGKILL:  # nobody was left to tidy up; the next cluster does
        assert Path(first[2]).exists()
        monkeypatch.setattr("tempfile.tempdir", str(scratch))
        with desk.open_cluster(workers=1):
            pass
    assert list(scratch.iterdir()) == []
