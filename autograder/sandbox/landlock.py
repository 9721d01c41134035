"""Which files student code may reach: a Landlock ruleset.

The attack: reading what lies beside the notebook (hidden checks, the gradebook, another student's
work, `~/.ssh`) and leaving something behind for the next one.
Landlock binds a process to a list of folders whatever its user may do otherwise; it needs no
privilege and cannot be undone.
From ABI 4 on it also refuses TCP, from ABI 6 on signals and abstract sockets to processes outside.

It does not mediate `stat`, `chdir`, `chmod` or time stamps: `seccomp` answers for the last two,
the mount namespace of tier A for the first.
"""

from __future__ import annotations

import ctypes
import enum
import functools
import os
import stat
import struct
from collections.abc import Iterable

from autograder.sandbox import kernel


class Access(enum.IntFlag):
    """Rights on files, as in `linux/landlock.h`."""

    EXECUTE = 1 << 0
    WRITE_FILE = 1 << 1
    READ_FILE = 1 << 2
    READ_DIR = 1 << 3
    REMOVE_DIR = 1 << 4
    REMOVE_FILE = 1 << 5
    MAKE_CHAR = 1 << 6
    MAKE_DIR = 1 << 7
    MAKE_REG = 1 << 8
    MAKE_SOCK = 1 << 9
    MAKE_FIFO = 1 << 10
    MAKE_BLOCK = 1 << 11
    MAKE_SYM = 1 << 12
    REFER = 1 << 13
    TRUNCATE = 1 << 14
    IOCTL_DEV = 1 << 15


READ = Access.READ_FILE | Access.READ_DIR | Access.EXECUTE
WRITE = (
    READ
    | Access.WRITE_FILE
    | Access.REMOVE_DIR
    | Access.REMOVE_FILE
    | Access.MAKE_DIR
    | Access.MAKE_REG
    | Access.MAKE_SYM
    | Access.REFER
    | Access.TRUNCATE
)
DEVICE = Access.READ_FILE | Access.WRITE_FILE
ON_FILES = Access.READ_FILE | Access.WRITE_FILE | Access.EXECUTE | Access.TRUNCATE
# Rights that exist in each ABI; later ones add none for files.
RIGHTS_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
ALL_RIGHTS = (1 << 16) - 1
NETWORK = 0b11
SCOPES = 0b11
RULE_PATH_BENEATH = 1


@functools.cache
def abi() -> int:
    """The Landlock version of this kernel, 0 when there is none."""
    ask_version = 1
    try:
        return kernel.system_call(
            kernel.LANDLOCK_CREATE_RULESET, None, 0, ask_version, what="landlock version"
        )
    except OSError:
        return 0


def _create_ruleset(version: int) -> tuple[int, int]:
    """An empty ruleset that handles every right this version has, and those rights."""
    rights = RIGHTS_BY_ABI.get(version, ALL_RIGHTS)
    fields = [rights]
    if version >= 4:
        fields.append(NETWORK)
    if version >= 6:
        fields.append(SCOPES)
    attributes = struct.pack(f"<{len(fields)}Q", *fields)
    buffer = ctypes.create_string_buffer(attributes, len(attributes))
    ruleset = kernel.system_call(
        kernel.LANDLOCK_CREATE_RULESET, buffer, len(attributes), 0, what="landlock_create_ruleset"
    )
    return ruleset, rights


def _allow(ruleset: int, path: str, access: int) -> None:
    """Grant `access` beneath `path`; a path that does not exist grants nothing."""
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            access &= ON_FILES
        rule = ctypes.create_string_buffer(struct.pack("<Qi", access, descriptor), 12)
        kernel.system_call(
            kernel.LANDLOCK_ADD_RULE,
            ruleset,
            RULE_PATH_BENEATH,
            rule,
            0,
            what=f"landlock rule for {path}",
        )
    finally:
        os.close(descriptor)


def restrict_files(
    *, readable: Iterable[str], writable: Iterable[str], devices: Iterable[str]
) -> None:
    """Bind this process to these paths for good.

    Needs no_new_privs to be set. Raises `OSError` where the kernel has no Landlock.
    """
    version = abi()
    if version == 0:
        raise OSError("this kernel has no Landlock")
    ruleset, rights = _create_ruleset(version)
    try:
        for paths, access in ((readable, READ), (writable, WRITE), (devices, DEVICE)):
            for path in paths:
                _allow(ruleset, path, access & rights)
        kernel.system_call(kernel.LANDLOCK_RESTRICT_SELF, ruleset, 0, what="landlock_restrict_self")
    finally:
        os.close(ruleset)
