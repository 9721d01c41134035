"""A made-up course of one tiny week, so that no test depends on a real one, or touches it."""

import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from autograder import course, pytest_plugin, release, suite, syllabus
from autograder.source import parse

SLUG = "w98_tiny"

SOURCE = '''\
# %% [markdown]
# # Week 98. Tiny
#
# Two functions and a memo.

# %% setup="imports"
import numpy as np

from autograder import checker

check = checker("w98_tiny")

# %% [markdown]
# ## 1. Double


# %% exercise="double"
def double(x):
    """Twice x.

    >>> double(2)
    4
    """
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


# %% check="double" points=30

# %% check="double" hidden=true points=30

# %%
# Try it: double(21)

# %% [markdown]
# ## 2. Half


# %% exercise="half"
def half(x):
    """Half of x."""
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION


# %% check="half" points=10

# %% check="half" hidden=true points=10

# %% [markdown] memo="tiny-memo" points=20
# # Memo
#
# ### BEGIN SOLUTION
# The sample answer.
# ### END SOLUTION
'''

CHECKS = {
    "double/test_public.py": '''\
from autograder.testing import assert_same, exercise


@exercise("double")
def test_double_of_two_is_four(submission):
    """Twice two is four."""
    assert_same(submission.double(2), 4)


@exercise("double", weight=2)
def test_double_of_a_word_is_refused_or_repeated(submission):
    """A word is written twice."""
    assert_same(submission.double("ab"), "abab")
''',
    "half/test_public.py": '''\
from autograder.testing import assert_same, exercise


@exercise("half")
def test_half_of_one(submission):
    """Half of one is 0.5."""
    assert_same(submission.half(1), 0.5)
''',
    "double/test_hidden.py": '''\
from autograder.testing import assert_same, exercise


@exercise("double")
def test_double_of_a_secret(submission, rng, reference):
    """Twice any number."""
    x = int(rng.integers(1000, 2000))
    assert_same(submission.double(x), reference.double(x))
''',
    "half/test_hidden.py": '''\
from autograder.testing import assert_same, exercise


@exercise("half")
def test_half_of_a_secret(submission):
    """Half of any number."""
    assert_same(submission.half(4242), 2121.0)
''',
}


CAPSTONE = '''\
# %% [markdown]
# # Capstone. Four times

# %% setup="imports"
from autograder import checker

check = checker("capstone")

# %% parts="w98_tiny:double w98_tiny:half"


# %% exercise="quadruple"
def quadruple(x):
    """Four times x.

    >>> quadruple(2)
    8
    """
    ### BEGIN SOLUTION
    return double(double(x))
    ### END SOLUTION


# %% check="quadruple" points=40

# %% check="quadruple" hidden=true points=40

# %% [markdown] memo="design" points=20
# ### BEGIN SOLUTION
# Twice.
# ### END SOLUTION
'''

CAPSTONE_CHECK = '''\
from autograder.testing import assert_same, exercise


@exercise("quadruple")
def test_{name}(submission):
    """Four times {x}."""
    assert_same(submission.quadruple({x}), {four})
'''


LONGEST = (
    "test_habits.py",
    "site/test_execution.py",  # builds the site, for which its other tests would wait
    "test_audit_transcript.py",
    "test_audit.py",
    "hostile/test_hostile.py",
    "test_nbgrader.py",
    "batch/test_grade.py",
    "test_notebooks_run.py",
    "hostile/test_naive.py",
    "test_invariants.py",
    "site/test_pages.py",
)
"""Files to begin with, or a processor would be idle while one of them ends the run."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files; the order within a file stays."""
    here = Path(__file__).parent
    rank = {here / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path, len(rank)))


@dataclass(frozen=True)
class TinyCourse:
    """root: the folder that stands for the repository; slug: its only week."""

    root: Path
    slug: str = SLUG

    @property
    def source(self) -> Path:
        return self.root / "solutions" / f"{self.slug}.py"

    @property
    def checks(self) -> Path:
        return self.root / "checks" / self.slug

    @property
    def assignment(self) -> Path:
        return self.root / "assignments" / self.slug / f"{self.slug}.ipynb"

    @property
    def work(self) -> Path:
        return self.root / "work" / self.slug / f"{self.slug}.ipynb"

    def solve(self, path: Path, **cells: str) -> Path:
        """Write the student notebook with some exercise cells replaced, by key."""
        notebook = nbformat.read(self.assignment, as_version=4)
        for cell in notebook.cells:
            if cell.id in cells:
                cell.source = cells[cell.id]
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)
        return path


def write_files(folder: Path, texts: dict[str, str]) -> None:
    """Write texts by their paths in a folder."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def set_limits(tiny: TinyCourse, **limits: float) -> None:
    """Give the tiny week limits of its own."""
    lines = [f"{name} = {value}" for name, value in limits.items()]
    text = "\n".join(['reason = "A test cannot wait that long."', *lines])
    (tiny.checks / "limits.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def processor_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock of `mlsd check` count processor time.

    An endless loop uses it up; a cell that a busy machine keeps waiting does not.
    """
    if hasattr(signal, "SIGPROF"):
        monkeypatch.setattr(signal, "SIGALRM", signal.SIGPROF)
        monkeypatch.setattr(signal, "ITIMER_REAL", signal.ITIMER_PROF)


def forget_caches() -> None:
    """Forget everything that is remembered by a week's slug."""
    course.check_cells.cache_clear()
    pytest_plugin.reference_module.cache_clear()
    suite.reset()


@pytest.fixture(scope="session")
def built_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny course with its student notebook built by nbgrader's generator, once."""
    root = tmp_path_factory.mktemp("tiny-course")
    for folder in ("solutions", f"assignments/{SLUG}"):
        (root / folder).mkdir(parents=True)
    (root / "solutions" / f"{SLUG}.py").write_text(SOURCE, encoding="utf-8")
    write_files(root / "checks" / SLUG, CHECKS)
    shutil.copy(course.CHECKS / "pytest.ini", root / "checks")
    page = f"{syllabus.BEGIN}\n{syllabus.END}\n"
    (root / "syllabus.md").write_text(page, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        settle(patch, root)
        made = release.student_notebook(SLUG)
    (root / "assignments" / SLUG / f"{SLUG}.ipynb").write_bytes(made)
    return root


def settle(patch: pytest.MonkeyPatch, root: Path) -> None:
    """Make `root` the repository for as long as the patch lasts."""
    patch.setattr(course, "ROOT", root)
    patch.setattr(course, "CHECKS", root / "checks")
    patch.setattr(release, "SOURCES", root / "build" / "source")
    patch.setattr(syllabus, "PAGE", root / "syllabus.md")


@pytest.fixture
def tiny(
    built_course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TinyCourse]:
    """A tiny course of the test's own, which stands for the repository."""
    root = tmp_path / "course"
    shutil.copytree(built_course, root)
    settle(monkeypatch, root)
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    forget_caches()
    yield TinyCourse(root)
    forget_caches()


@pytest.fixture
def capstone(tiny: TinyCourse) -> course.Week:
    """The tiny course with a capstone, which is made of parts of its week."""
    (tiny.root / "solutions" / "capstone.py").write_text(CAPSTONE, encoding="utf-8")
    files = {
        "quadruple/test_public.py": CAPSTONE_CHECK.format(name="public", x=2, four=8),
        "quadruple/test_hidden.py": CAPSTONE_CHECK.format(name="hidden", x=3, four=12),
    }
    write_files(tiny.root / "checks" / "capstone", files)
    release.build("capstone")
    forget_caches()
    return course.week("capstone")


@pytest.fixture
def write_checks(tiny: TinyCourse) -> Callable[..., suite.Suite]:
    """Replace the check files of the tiny week by some of its first exercise, and collect them."""

    def write(public: str, hidden: str = "") -> suite.Suite:
        header = "import pytest\nfrom autograder.testing import *\n\n"
        shutil.rmtree(tiny.checks / "half", ignore_errors=True)
        texts = {"test_public.py": header + public, "test_hidden.py": header + hidden}
        write_files(tiny.checks / "double", texts)
        forget_caches()
        return suite.suite(tiny.slug)

    return write


@pytest.fixture
def tiny_source(tiny: TinyCourse) -> Callable[[str], object]:
    """Parse a source text as if it were the tiny week's."""

    def read(text: str) -> object:
        tiny.source.write_text(text, encoding="utf-8")
        return parse(tiny.source)

    return read


@pytest.fixture
def tiny_text() -> str:
    """The text of the tiny week's source."""
    return SOURCE
