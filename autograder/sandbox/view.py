"""The file tree that tier A shows: read-only, and with nothing in it but what Python needs.

The attack: finding things out.
Landlock refuses to open a hidden file but not to `stat` it, and a student who can ask whether a
path exists can map the grader's machine.
In the view there is no such path: an empty root, onto which the interpreter, its libraries and the
data that the course allows are bound, read-only, each at its own place.

The view is made while the process may still mount: by root before it drops to another user, or by
an ordinary user inside a user namespace.
Made by root it also shows what lies below a folder that only root can enter, such as an
interpreter in `/root`; the folders above are new and open to all.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable
from pathlib import PurePosixPath

from autograder.sandbox import namespaces

SCRATCH = "/scratch"
"""Where a child keeps its files; empty in the view, a file system of its own in each child."""
LIBRARY, CACHE = "/library", "/cache"
"""Where the view shows the staged import folder and the template's cache; see `workspace`."""
TEMPORARY = ("/tmp", "/var/tmp")
"""Folders that lead to the scratch space: by a link, or where the view shows files in them, by a
mount of each child's own."""
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
MAX_LINKS = 40


@dataclasses.dataclass(frozen=True)
class Plan:
    """What to bind and what to link so that some paths exist in the view as they do outside."""

    binds: tuple[str, ...]
    links: tuple[tuple[str, str], ...]


def plan(paths: Iterable[str]) -> Plan:
    """Follow each path link by link; paths that do not exist are left out.

    A link on the way becomes the same link in the view; what stands at the end is bound.
    """
    binds: set[str] = set()
    links: dict[str, str] = {}
    for path in paths:
        if os.path.exists(path):
            binds.add(_follow(os.path.abspath(path), links))
    outermost = tuple(
        path
        for path in sorted(binds)
        if not any(str(parent) in binds for parent in PurePosixPath(path).parents)
    )
    outside = {
        link: target
        for link, target in links.items()
        if not any(str(parent) in outermost for parent in PurePosixPath(link).parents)
    }
    return Plan(outermost, tuple(sorted(outside.items())))


def _follow(path: str, links: dict[str, str]) -> str:
    """The real path, noting every symbolic link that lies on the way in `links`."""
    for _ in range(MAX_LINKS):
        walked = ""
        parts = path.strip("/").split("/")
        for position, part in enumerate(parts):
            walked = f"{walked}/{part}"
            if os.path.islink(walked):
                links[walked] = os.readlink(walked)
                target = os.path.join(os.path.dirname(walked), links[walked])
                path = os.path.normpath(os.path.join(target, *parts[position + 1 :]))
                break
        else:
            return path
    raise OSError(f"too many symbolic links: {path}")


def enter(readable: Iterable[str], mount_point: str, *, library: str, cache: str) -> None:
    """Replace the root of this mount namespace by a view of `readable`.

    `mount_point` is an empty folder, used for the moment of the change. `library` and `cache` are
    shown at places of their own; the cache stays writable until `namespaces.freeze_mount`.
    The outer `/proc` stays bound: the kernel lets a user namespace mount its own only where one
    is visible. It is covered before student code runs.
    """
    wanted = plan(readable)
    namespaces.make_mounts_private()
    flags = namespaces.MS_NOSUID | namespaces.MS_NODEV
    namespaces.mount("tmpfs", mount_point, flags, {"size": "1m", "mode": "755"})
    for link, target in wanted.links:
        os.makedirs(os.path.dirname(mount_point + link), exist_ok=True)
        os.symlink(target, mount_point + link)
    for path in wanted.binds:
        _bind(path, mount_point + path)
    for path in DEVICES:
        _bind(path, mount_point + path, read_only=False, devices=True)
    _bind(library, mount_point + LIBRARY)
    _bind(cache, mount_point + CACHE, read_only=False)
    for folder in (SCRATCH, "/proc"):
        os.makedirs(mount_point + folder, exist_ok=True)
    namespaces.bind("/proc", mount_point + "/proc", read_only=False)
    # Student code that says /tmp, and semaphores in /dev/shm, land in the scratch space.
    for link in TEMPORARY:
        if not os.path.lexists(mount_point + link):
            os.makedirs(os.path.dirname(mount_point + link), exist_ok=True)
            os.symlink(SCRATCH, mount_point + link)
    os.symlink(SCRATCH, mount_point + "/dev/shm")
    namespaces.freeze_mount(mount_point)
    namespaces.change_root(mount_point)


def _bind(source: str, target: str, *, read_only: bool = True, devices: bool = False) -> None:
    """Bind `source` at `target`, which is made, a folder for a folder and a file for a file."""
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_CLOEXEC, 0o644))
    namespaces.bind(source, target, read_only=read_only, devices=devices)
