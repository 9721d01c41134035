"""The site, built once for all workers, served on this machine, and opened in a real browser."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from autograder import course

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

collect_ignore_glob = [] if fcntl else ["*"]

SAMPLE = Path(__file__).parent / "sample"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# The browser shall ask nobody for anything by itself; root, as in a container, has no sandbox.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

PATIENCE = 180_000
"""Milliseconds: a busy machine is not a broken page."""


LUCK = int(os.environ.get("MLSD_PAGES_LUCK") or date.today().toordinal())
"""Turns the widths and colours in which pages are opened; the same in all workers of a run."""


def pytest_report_header():
    if fcntl is None:
        return "NO SITE: the website is tested on Linux and macOS only"
    return f"pages are opened as MLSD_PAGES_LUCK={LUCK} has it"


@dataclass
class Site:
    """A built site: its folder, and the address it is served at."""

    folder: Path
    address: str


@dataclass
class Trouble:
    """What a page did that it should not: console errors, failed requests, requests elsewhere."""

    seen: list[str] = field(default_factory=list)


def build(source: Path, out: Path) -> None:
    """Build a site as `make site` does; a warning is an error."""
    command = [
        sys.executable, "-m", "sphinx", "--fail-on-warning", "--fresh-env", "--quiet", "-b", "html",
        "-c", str(course.ROOT / "lectures"), "-d", str(out.parent / f"{out.name}-doctrees"),
        str(source), str(out),
    ]  # fmt: skip
    made = subprocess.run(command, capture_output=True, text=True, check=False, cwd=course.ROOT)
    assert made.returncode == 0, made.stdout + made.stderr


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Keep other workers of this run out."""
    with (folder / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def built(name: str, source: Path, factory: pytest.TempPathFactory) -> Path:
    """The folder of a site that is built once in this run, whichever worker comes first."""
    shared = factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    out = shared / name / "html"
    with one_at_a_time(shared):
        if not (out / "objects.inv").exists():
            shutil.rmtree(out.parent, ignore_errors=True)
            build(source, out)
    return out


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format, *args):
        pass


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """Serve a folder on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(folder, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory):
    """The course's site."""
    return built("course-site", course.ROOT / "lectures", tmp_path_factory)


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory):
    """A site of one made-up lecture, so that behaviour is tested apart from any week."""
    return built("sample-site", SAMPLE, tmp_path_factory)


@pytest.fixture
def build_site():
    """Build a folder of pages."""
    return build


@pytest.fixture(scope="session")
def site(site_folder):
    with served(site_folder) as site:
        yield site


@pytest.fixture(scope="session")
def sample(sample_folder):
    with served(sample_folder) as site:
        yield site


@pytest.fixture(scope="module")
def browser():
    """Chromium, closed before other tests run: its driver keeps an event loop going.

    Without it the tests are left out, or fail where MLSD_NEEDS_BROWSER is set.
    """
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        reason = (
            "NO BROWSER: the site was not tested in one; install Chromium (Debian: chromium) "
            "to test links, search, predictions, quizzes and accessibility"
        )
        if os.environ.get("MLSD_NEEDS_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser):
    """Open pages in a window of their own, and watch what they do.

    The function takes an address and options of a browser context; it returns page and trouble.
    """
    contexts = []

    def open_one(address, **options):
        width = options.pop("width", 1280)
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        context.set_default_timeout(PATIENCE)
        context.set_default_navigation_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        trouble = Trouble()
        home = address.split("/")[:3]

        def watch(request):
            if request.url.split("/")[:3] != home and not request.url.startswith("data:"):
                trouble.seen.append(f"asked elsewhere: {request.url}")

        page.on("request", watch)

        def failed(request):
            # What the next page cut short has not failed.
            if request.failure != "net::ERR_ABORTED":
                trouble.seen.append(f"failed: {request.url}")

        page.on("requestfailed", failed)
        page.on(
            "response",
            lambda answer: answer.status >= 400 and trouble.seen.append(f"failed: {answer.url}"),
        )
        page.on("pageerror", lambda error: trouble.seen.append(f"error: {error}"))
        page.on(
            "console",
            lambda line: line.type in ("error", "warning") and trouble.seen.append(line.text),
        )
        page.goto(address, wait_until="load")
        return page, trouble

    yield open_one
    for context in contexts:
        context.close()
