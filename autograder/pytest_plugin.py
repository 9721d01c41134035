"""Fixtures and options for check files: `pytest autograder/checks/SLUG [--submission FILE]`."""

import importlib.util
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from autograder import course
from autograder.errors import CheckFileError
from autograder.submission import LocalSubmission

SUBMISSION: pytest.StashKey[Any] = pytest.StashKey()
SEED: pytest.StashKey[int] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("checks", "checks of a course assignment")
    group.addoption("--submission", metavar="FILE", help="notebook or script to check")
    group.addoption("--seed", type=int, default=0, metavar="N", help="grading seed (0)")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "exercise(key, weight): a check of an exercise, worth a share of its points"
    )
    config.stash[SEED] = config.getoption("--seed")


@cache
def reference_module(slug: str) -> ModuleType:
    """The solutions of a week, imported from its percent source."""
    path = course.week(slug).source
    spec = importlib.util.spec_from_file_location(f"solutions.{slug}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _slug(item: pytest.Item) -> str:
    return item.path.relative_to(course.CHECKS).parts[0]


def reference_of(item: pytest.Item) -> ModuleType:
    """The solution module of a check's week; hidden checks only."""
    if item.path.name != "test_hidden.py":
        raise CheckFileError(f"{item.path}: only hidden checks may use the reference.")
    return reference_module(_slug(item))


def submission_of(item: pytest.Item) -> Any:
    """The functions and classes of the submission under judgement."""
    stash = item.config.stash
    if SUBMISSION in stash:
        return stash[SUBMISSION]
    path = item.config.getoption("--submission")
    if path is None:
        return LocalSubmission(vars(reference_module(_slug(item))))
    from autograder.local_run import run_locally

    stash[SUBMISSION] = run_locally(Path(path))
    return stash[SUBMISSION]


def rng_of(item: pytest.Item) -> np.random.Generator:
    """A generator seeded from the grading seed and the test's name: fresh, and reproducible."""
    return np.random.default_rng([item.config.stash[SEED], zlib.crc32(item.name.encode())])


FIXTURES: dict[str, Callable[[pytest.Item], Any]] = {
    "reference": reference_of,
    "submission": submission_of,
    "rng": rng_of,
}
"""What a check may ask for, by name."""


@pytest.fixture
def reference(request: pytest.FixtureRequest) -> ModuleType:
    """The solution module of the week; hidden checks only."""
    return reference_of(request.node)


@pytest.fixture
def submission(request: pytest.FixtureRequest) -> Any:
    """The functions and classes of the submission under judgement."""
    return submission_of(request.node)


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """A generator seeded from the grading seed and the test's name: fresh, and reproducible."""
    return rng_of(request.node)
