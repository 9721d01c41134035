"""Limits that the kernel does not keep in tier B, kept by looking.

Without mount namespaces the scratch space is an ordinary folder, and without a user namespace the
count of threads would be the user's.
So while the judge waits it measures both, every twentieth of a second; what can happen in between
is bounded by the largest file, the number of open files and the memory limit.
"""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

from autograder.sandbox.errors import Verdict
from autograder.sandbox.limits import Limits

INTERVAL = 0.05
BLOCK = 512


class Watch:
    """Looks at one child's folder and threads."""

    def __init__(self, pid: int, scratch: Path, limits: Limits) -> None:
        self.pid = pid
        self.scratch = scratch
        self.limits = limits

    def overrun(self) -> tuple[Verdict, str] | None:
        """The first limit found exceeded, with a sentence about it."""
        used, entries = disk_usage(self.scratch, self.limits.disk_entries)
        used += deleted_but_open(self.pid)
        if used > self.limits.disk_bytes or entries > self.limits.disk_entries:
            return Verdict.DISK_FULL, f"{used} bytes in {entries} files and folders"
        threads = count_threads(self.pid)
        if threads > self.limits.threads:
            return Verdict.TOO_MANY_THREADS, f"{threads} threads"
        return None


def disk_usage(folder: Path, max_entries: int) -> tuple[int, int]:
    """Bytes and entries below `folder`, giving up soon after `max_entries`.

    Never follows a link. A tree too deep to name counts as too many entries.
    """
    used = entries = 0
    waiting = [str(folder)]
    while waiting and entries <= max_entries:
        try:
            with os.scandir(waiting.pop()) as listing:
                for entry in listing:
                    entries += 1
                    status = entry.stat(follow_symlinks=False)
                    used += status.st_blocks * BLOCK
                    if stat.S_ISDIR(status.st_mode):
                        waiting.append(entry.path)
        except FileNotFoundError:
            continue  # removed while we looked
        except PermissionError:
            continue  # made unreadable; what is in it was counted while it was not
        except OSError:
            return used, max_entries + 1
    return used, entries


def deleted_but_open(pid: int) -> int:
    """Bytes of files that the process has unlinked and still holds; 0 where we may not look."""
    used = 0
    try:
        descriptors = os.listdir(f"/proc/{pid}/fd")
    except OSError:
        return 0
    for descriptor in descriptors:
        try:
            status = os.stat(f"/proc/{pid}/fd/{descriptor}")
        except OSError:
            continue
        if stat.S_ISREG(status.st_mode) and status.st_nlink == 0:
            used += status.st_blocks * BLOCK
    return used


def count_threads(pid: int) -> int:
    """Threads of a process, 0 when it is gone."""
    try:
        return len(os.listdir(f"/proc/{pid}/task"))
    except OSError:
        return 0


def remove_tree(folder: Path) -> None:
    """Remove `folder` whatever a submission made of it; its processes must be dead.

    Submissions nest folders deeper than a path can say or a recursion can go, and take away
    permissions. So every folder found is moved up to the top, opened, and emptied in its turn.
    """
    os.chmod(folder, 0o700)
    moved = 0
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        while names := os.listdir(descriptor):
            for name in names:
                status = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
                if not stat.S_ISDIR(status.st_mode):
                    os.unlink(name, dir_fd=descriptor)
                    continue
                moved = _empty_into(descriptor, name, moved)
                os.rmdir(name, dir_fd=descriptor)
    finally:
        os.close(descriptor)
    shutil.rmtree(folder)


def _empty_into(parent: int, name: str, moved: int) -> int:
    """Unlink the files of a folder and move its folders beside it, under names not yet used."""
    os.chmod(name, 0o700, dir_fd=parent)
    child = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
    try:
        for inner in os.listdir(child):
            status = os.stat(inner, dir_fd=child, follow_symlinks=False)
            if stat.S_ISDIR(status.st_mode):
                os.chmod(inner, 0o700, dir_fd=child)
                moved += 1
                while _exists(parent, f"moved-{moved}"):
                    moved += 1
                os.rename(inner, f"moved-{moved}", src_dir_fd=child, dst_dir_fd=parent)
            else:
                os.unlink(inner, dir_fd=child)
    finally:
        os.close(child)
    return moved


def _exists(folder: int, name: str) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True
