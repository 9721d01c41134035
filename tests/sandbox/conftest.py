"""Running templates, one for each way to confine, started on first use and shared by all tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from autograder.sandbox.confine import Layers
from autograder.sandbox.launch import WarmTemplate
from autograder.sandbox.limits import MIB, Limits
from autograder.sandbox.session import Session
from autograder.sandbox.workspace import Workspace

# Enough for the tests; the full list takes seconds to import.
LIGHT = ("numpy", "pandas", "matplotlib.pyplot")
QUICK = Limits(
    cell_seconds=20,
    call_seconds=20,
    submission_seconds=60,
    grace_seconds=5,
    memory_bytes=512 * MIB,
    disk_bytes=8 * MIB,
    disk_entries=200,
    threads=16,
    flood_bytes=4 * MIB,
    output_bytes=20_000,
)
LAYERS = {
    "A": Layers(namespaces=True),
    "B": Layers(namespaces=False),
    "A without seccomp": Layers(namespaces=True, seccomp=False),
    "B without landlock": Layers(namespaces=False, landlock=False),
    "B without seccomp": Layers(namespaces=False, seccomp=False),
}


@pytest.fixture(scope="session")
def template_of() -> Iterator[Callable[[str], WarmTemplate]]:
    """The running template that has these layers."""
    running: dict[str, WarmTemplate] = {}

    def template_of(name: str) -> WarmTemplate:
        if name not in running:
            running[name] = WarmTemplate(Workspace(preload=LIGHT), LAYERS[name])
        return running[name]

    yield template_of
    for template in running.values():
        template.close()


@pytest.fixture(params=["A", "B"])
def template(
    request: pytest.FixtureRequest, template_of: Callable[[str], WarmTemplate]
) -> WarmTemplate:
    """The template of either real tier."""
    return template_of(request.param)


@pytest.fixture
def session(template: WarmTemplate) -> Iterator[Session]:
    """A fresh submission in either real tier."""
    with template.spawn(QUICK) as session:
        yield session


@pytest.fixture
def limits() -> Limits:
    """Limits that a test reaches quickly; change them with `dataclasses.replace`."""
    return QUICK
