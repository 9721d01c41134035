"""Own copies of what processes share: mounts, process ids, network, IPC, users.

The attack: seeing and touching the neighbours.
In a fresh process-id namespace there is nobody to signal or to look up in `/proc`; in a fresh
network namespace there is no network; System V shared memory and message queues start empty and
vanish with the last process; mounts made inside are seen by nobody outside.

An ordinary user gets all this by way of a user namespace, in which it may mount and unshare.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Mapping

from autograder.sandbox import kernel
from autograder.sandbox.syscalls import this_architecture

NEW_MOUNTS = 0x00020000
NEW_CGROUPS = 0x02000000
NEW_HOSTNAME = 0x04000000
NEW_IPC = 0x08000000
NEW_USERS = 0x10000000
NEW_PIDS = 0x20000000
NEW_NETWORK = 0x40000000

MS_NOSUID, MS_NODEV, MS_NOEXEC = 2, 4, 8
MS_REC, MS_PRIVATE = 0x4000, 0x40000
MNT_DETACH = 2

AT_FDCWD = -100
AT_RECURSIVE = 0x8000
AT_EMPTY_PATH = 0x1000
OPEN_TREE_CLONE, OPEN_TREE_CLOEXEC = 1, os.O_CLOEXEC
MOVE_MOUNT_FROM_EMPTY_PATH = 4
MOUNT_READ_ONLY, MOUNT_NOSUID, MOUNT_NODEV = 1, 2, 4


class _MountAttributes(ctypes.Structure):
    _fields_ = (
        ("set", ctypes.c_uint64),
        ("clear", ctypes.c_uint64),
        ("propagation", ctypes.c_uint64),
        ("user_namespace", ctypes.c_uint64),
    )


def unshare(flags: int) -> None:
    """Leave the shared namespaces named by `flags` for new ones."""
    kernel.checked(kernel.libc().unshare(ctypes.c_int(flags)), f"unshare({flags:#x})")


def enter(descriptor: int, flags: int) -> None:
    """Join the namespaces `flags` of a process given by pidfd."""
    kernel.checked(kernel.libc().setns(ctypes.c_int(descriptor), ctypes.c_int(flags)), "setns")


def map_identity(uid: int, gid: int) -> None:
    """In a new user namespace, go on being the user and group that one was, and no other."""
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {uid} 1"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)


def mount(
    kind: str, target: str, flags: int, options: Mapping[str, str | int] | None = None
) -> None:
    """mount(2) of a new file system of this `kind`."""
    data = ",".join(f"{key}={value}" for key, value in (options or {}).items())
    kernel.checked(
        kernel.libc().mount(
            kind.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), data.encode()
        ),
        f"mount {kind} on {target}",
    )


def make_mounts_private() -> None:
    """Stop mount events from travelling between this namespace and its parent."""
    flags = ctypes.c_ulong(MS_REC | MS_PRIVATE)
    result = kernel.libc().mount(b"none", b"/", None, flags, None)
    kernel.checked(result, "make mounts private")


def _set_attributes(descriptor: int, path: bytes, attributes: int, flags: int) -> None:
    wanted = _MountAttributes(set=attributes)
    kernel.system_call(
        kernel.MOUNT_SETATTR,
        descriptor,
        path,
        flags,
        ctypes.byref(wanted),
        ctypes.sizeof(wanted),
        what="mount_setattr",
    )


def bind(source: str, target: str, *, read_only: bool = True, devices: bool = False) -> None:
    """Show `source`, with everything mounted beneath it, at `target` as well."""
    tree = kernel.system_call(
        kernel.OPEN_TREE,
        AT_FDCWD,
        source.encode(),
        OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE,
        what=f"open_tree {source}",
    )
    try:
        attributes = MOUNT_NOSUID
        attributes |= MOUNT_READ_ONLY if read_only else 0
        attributes |= 0 if devices else MOUNT_NODEV
        _set_attributes(tree, b"", attributes, AT_EMPTY_PATH | AT_RECURSIVE)
        kernel.system_call(
            kernel.MOVE_MOUNT,
            tree,
            b"",
            AT_FDCWD,
            target.encode(),
            MOVE_MOUNT_FROM_EMPTY_PATH,
            what=f"move_mount {target}",
        )
    finally:
        os.close(tree)


def freeze_mount(path: str) -> None:
    """Make the mount at `path` itself, not those beneath it, read-only."""
    _set_attributes(AT_FDCWD, path.encode(), MOUNT_READ_ONLY | MOUNT_NOSUID | MOUNT_NODEV, 0)


def change_root(new_root: str) -> None:
    """Make the mount at `new_root` the root, and let go of the old one entirely."""
    os.chdir(new_root)
    # pivot_root(".", ".") stacks the old root on the new one, where it is detached (man page).
    pivot_root = this_architecture().numbers["pivot_root"]
    kernel.system_call(pivot_root, b".", b".", what="pivot_root")
    kernel.checked(kernel.libc().umount2(b".", ctypes.c_int(MNT_DETACH)), "detach the old root")
    os.chdir("/")
