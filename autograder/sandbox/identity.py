"""Who the sandbox is: never root.

The attack: whatever a kernel, or a bind-mounted device, still grants to user 0.
A template started by root becomes an unprivileged user for good: no extra groups, no saved ids to
return to, no capabilities.
"""

from __future__ import annotations

import ctypes
import dataclasses
import os
import struct
import subprocess
import sys
from collections.abc import Iterable

from autograder.sandbox import kernel

CAPABILITY_VERSION_3 = 0x20080522
CAP_SETUID = 7


@dataclasses.dataclass(frozen=True)
class Identity:
    """A user and a group by number; 65534 is `nobody` nearly everywhere."""

    uid: int = 65534
    gid: int = 65534

    def __post_init__(self) -> None:
        if self.uid <= 0 or self.gid <= 0:
            raise ValueError("the sandbox must not run as root, nor in root's group")


def _set_capabilities(mask: int) -> None:
    """Make `mask` the permitted and effective set; nothing is ever inheritable."""
    header = ctypes.create_string_buffer(struct.pack("<Ii", CAPABILITY_VERSION_3, 0))
    low, high = mask & 0xFFFFFFFF, mask >> 32
    data = ctypes.create_string_buffer(struct.pack("<6I", low, low, 0, high, high, 0))
    kernel.checked(kernel.libc().capset(header, data), "capset")


def _empty_bounding_set() -> None:
    """Make capabilities impossible to regain by executing a file, as far as one may."""
    for capability in range(64):
        try:
            kernel.prctl(kernel.PR_CAPBSET_DROP, capability)
        except OSError:
            # EINVAL: past the last one this kernel knows. EPERM: an ordinary user, who has no
            # capabilities and, with no_new_privs, cannot get any.
            break


def drop_capabilities() -> None:
    """Give up every capability, and the possibility of regaining one."""
    _empty_bounding_set()
    kernel.prctl(kernel.PR_CAP_AMBIENT, kernel.PR_CAP_AMBIENT_CLEAR_ALL)
    _set_capabilities(0)


def become(identity: Identity) -> None:
    """From root to `identity`, irrevocably. Only root may call it."""
    _empty_bounding_set()
    os.setgroups([])
    os.setresgid(identity.gid, identity.gid, identity.gid)
    os.setresuid(identity.uid, identity.uid, identity.uid)


def become_keeping_files(identity: Identity) -> None:
    """As `become`, but open files with root's eyes: the file-system user id stays 0.

    For tier B where the interpreter lies in a folder that only root can enter.
    Without capabilities and under Landlock this widens one thing: student code can `stat` what
    root could. Signals, processes and limits belong to `identity`.
    """
    kernel.prctl(kernel.PR_SET_KEEPCAPS, 1)
    become(identity)
    _set_capabilities(1 << CAP_SETUID)
    kernel.libc().setfsuid(ctypes.c_uint(0))
    _set_capabilities(0)


def can_read(identity: Identity, paths: Iterable[str]) -> bool:
    """Whether `identity` can run this interpreter and read these paths, found by trying."""
    script = "import os, sys; sys.exit(not all(os.access(p, os.R_OK) for p in sys.argv[1:]))"
    existing = [path for path in paths if os.path.exists(path)]
    try:
        tried = subprocess.run(
            [sys.executable, "-I", "-S", "-c", script, *existing],
            user=identity.uid,
            group=identity.gid,
            extra_groups=[],
            cwd="/",
            env={},
            capture_output=True,
            check=False,
        )
    except PermissionError:
        return False
    return tried.returncode == 0
