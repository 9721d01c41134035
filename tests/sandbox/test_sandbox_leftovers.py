"""Staging folders: whose they are, who removes them, and what interrupts that."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from autograder.sandbox import leftovers
from autograder.sandbox.launch import WarmTemplate
from autograder.sandbox.workspace import Workspace

from .conftest import LAYERS


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_in_use_is_left_and_an_abandoned_one_removed(scratch: Path) -> None:
    folder, claim = leftovers.staging_folder()
    (folder / "scratch-1" / "locked").mkdir(parents=True)
    (folder / "scratch-1" / "locked").chmod(0)
    leftovers.sweep()
    assert list(scratch.iterdir()) == [folder]
    os.close(claim)
    leftovers.sweep()
    assert list(scratch.iterdir()) == []


def test_a_removal_that_was_interrupted_is_finished_by_the_next(
    scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, claim = leftovers.staging_folder()
    os.close(claim)
    (folder / "log").touch()
    for name in ("cache", "library"):
        (folder / name).mkdir()
        (folder / name / "file").touch()
    removed = []

    def interrupted(place: Path) -> None:
        if removed:
            raise KeyboardInterrupt
        removed.append(place)
        shutil.rmtree(place)

    with monkeypatch.context() as patch:
        patch.setattr(leftovers, "remove_tree", interrupted)
        with pytest.raises(KeyboardInterrupt):
            leftovers.sweep()
    assert len(removed) == 1
    assert list(scratch.iterdir()) == [folder]
    leftovers.sweep()
    assert list(scratch.iterdir()) == []


def test_a_folder_that_cannot_be_claimed_is_not_left(
    scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("fcntl.flock", interrupted)
    with pytest.raises(KeyboardInterrupt):
        leftovers.staging_folder()
    assert list(scratch.iterdir()) == []


def test_closing_a_template_that_is_interrupted_leaves_neither_process_nor_folder(
    scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = WarmTemplate(Workspace(preload=()), LAYERS["A"])
    ended = subprocess.Popen.wait

    def interrupted(process: subprocess.Popen[bytes], timeout: float | None = None) -> int:
        if timeout is not None:
            raise KeyboardInterrupt
        return ended(process)

    monkeypatch.setattr(template.process, "wait", interrupted.__get__(template.process))
    with pytest.raises(KeyboardInterrupt):
        template.close()
    assert template.process.returncode is not None
    assert list(scratch.iterdir()) == []
