"""Staging folders that outlived their judge.

A judge that is killed outright cannot remove the folder it staged its template in.
It held a lock on it, though, which the kernel gave back, so the next judge can tell such a folder
from one in use, and removes it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from pathlib import Path

from autograder.sandbox.watch import remove_tree

PREFIX = "autograder-"
LOCK = "lock"


def staging_folder() -> tuple[Path, int]:
    """A new folder, and a descriptor that marks it as in use while open, or the process lives."""
    made = Path(tempfile.mkdtemp(prefix=f".{PREFIX}")).resolve()
    try:
        descriptor = os.open(made / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        # Only now by the name that `sweep` looks for, so that it never finds one not yet locked.
        return made.rename(made.with_name(made.name[1:])), descriptor
    except BaseException:  # a person's Ctrl-C, say
        shutil.rmtree(made, ignore_errors=True)
        raise


def sweep(place: Path | None = None) -> None:
    """Remove the staging folders of this user whose judge is gone."""
    for folder in (place or Path(tempfile.gettempdir())).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):  # another sweeper was first, or it is another user's
            _remove_if_abandoned(folder)


def _remove_if_abandoned(folder: Path) -> None:
    if folder.lstat().st_uid != os.geteuid():
        return
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        remove(folder)
    finally:
        os.close(descriptor)


def remove(folder: Path) -> None:
    """Remove a staging folder, the lock last, so that `sweep` can finish what was interrupted."""
    for inner in folder.iterdir():
        if inner.is_dir():
            remove_tree(inner)
        elif inner.name != LOCK:
            inner.unlink()
    shutil.rmtree(folder)
