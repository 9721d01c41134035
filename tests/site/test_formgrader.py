"""Formgrader in a browser asks for a memo and shows it whole, and marks given there stand."""

import contextlib
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from nbformat.v4 import new_markdown_cell

from ..batch.command import SCRIPT, SLUG, Command, write

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the sandbox needs Linux"
)

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJg"
    "gg=="
)
OTHERS = ("jupyterlab", "notebook", "notebook_shim", "jupyter_lsp", "jupyter_server_terminals")


@pytest.fixture
def mlsd(built_course, tmp_path):
    script = tmp_path / "tiny.py"
    script.write_text(SCRIPT.format(root=str(built_course)), encoding="utf-8")
    (tmp_path / "scratch").mkdir()
    return Command(built_course, script, tmp_path / "scratch")


@contextlib.contextmanager
def formgrader(folder):
    """A Jupyter server in a course folder; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    extensions = dict.fromkeys(OTHERS, False) | {"nbgrader.server_extensions.formgrader": True}
    command = [
        sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root",
        f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token=",
        f"--ServerApp.jpserver_extensions={extensions}",
    ]  # fmt: skip
    log = folder / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out)
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            assert server.poll() is None, log.read_text()
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/api"):
                break
            time.sleep(0.05)
        yield address
    finally:
        server.terminate()
        server.wait()


def test_a_memo_is_marked_in_formgrader_and_its_marks_reach_the_student(mlsd, tmp_path, open_page):
    notebook = mlsd.solved()
    memo = next(cell for cell in notebook.cells if cell.id == "tiny-memo")
    memo.source = "## Objective\n\nThe first half. ![chart](attachment:chart.png)"
    memo.attachments = {"chart.png": {"image/png": PIXEL}}
    place = notebook.cells.index(memo) + 1
    notebook.cells.insert(place, new_markdown_cell("## Metric\n\nThe second half."))
    write(tmp_path / "submitted" / "ada" / SLUG / f"{SLUG}.ipynb", notebook)
    out = tmp_path / "out"
    _, found = mlsd.grade(tmp_path, out, "--workers", 1)
    assert (found["ada"]["score"], found["ada"]["memo_score"]) == (80, None)

    with formgrader(out) as address:
        page, _ = open_page(f"{address}/formgrader/gradebook/{SLUG}/{SLUG}")
        row = page.locator("tbody tr", has=page.locator("a.name-hidden"))
        assert row.locator(".written-score").inner_text() == "0 / 20"
        assert row.locator(".needs-manual-grade .glyphicon-ok").count() == 1
        row.locator("a.name-hidden").click()

        text = page.locator(".nbgrader_cell", has=page.locator("#tiny-memo"))
        for words in ("The first half.", "The second half."):
            assert words in text.inner_text()
        drawn = text.locator("img").evaluate("image => image.naturalWidth")
        assert drawn == 1
        for place, value in (("#tiny-memo", "17"), ("#tiny-memo-comment", "Name the costs.")):
            page.locator(place).fill(value)
            with page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
                page.locator(place).blur()
            assert saved.value.ok
        page.goto(f"{address}/formgrader/gradebook/{SLUG}/{SLUG}")
        assert row.locator(".written-score").inner_text() == "17 / 20"
        assert row.locator(".needs-manual-grade .glyphicon-ok").count() == 0

    _, found = mlsd.grade(tmp_path, out, "--workers", 1)
    assert (found["ada"]["score"], found["ada"]["memo_score"]) == (80, 17)
    page, _ = open_page((out / "feedback" / "ada" / SLUG / f"{SLUG}.html").as_uri())
    given = page.locator("body").inner_text()
    assert "17 of 20" in given
    assert "Name the costs." in given
