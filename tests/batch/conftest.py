"""The `mlsd` command of the tiny course."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from .command import SCRIPT, Command


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not sys.platform.startswith("linux"):
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="the sandbox needs Linux"))


@pytest.fixture(scope="session")
def mlsd(built_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Command:
    """`mlsd`, as a process of its own, for a course whose only week is the tiny one."""
    folder = tmp_path_factory.mktemp("command")
    script = folder / "tiny.py"
    script.write_text(SCRIPT.format(root=str(built_course)), encoding="utf-8")
    scratch = folder / "scratch"
    scratch.mkdir()
    return Command(built_course, script, scratch)
