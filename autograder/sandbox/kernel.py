"""The few kernel calls that Python has no name for, by ctypes, each of them checked.

Nothing here decides anything: a call succeeds or raises `OSError` with its name.
"""

from __future__ import annotations

import ctypes
import functools
import os

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_KEEPCAPS = 8
PR_SET_NAME = 15
PR_GET_NAME = 16
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4

LARGE_PAGE = 1 << 21
COLLAPSE = 25
"""MADV_COLLAPSE, of Linux 6.1."""

# Calls newer than 2019 have one number on every architecture.
CLOSE_RANGE = 436
OPEN_TREE = 428
MOVE_MOUNT = 429
MOUNT_SETATTR = 442
LANDLOCK_CREATE_RULESET = 444
LANDLOCK_ADD_RULE = 445
LANDLOCK_RESTRICT_SELF = 446


@functools.cache
def libc() -> ctypes.CDLL:
    """The C library of this process."""
    return ctypes.CDLL(None, use_errno=True)


def checked(result: int, what: str) -> int:
    """`result`, or `OSError` naming `what` when it is negative."""
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def system_call(number: int, *arguments: object, what: str) -> int:
    """A raw system call; integers are passed as C longs."""
    converted = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return checked(libc().syscall(ctypes.c_long(number), *converted), what)


def prctl(option: int, *arguments: int) -> int:
    """prctl(2) with its four further arguments filled up with zeros."""
    padded = [*arguments, 0, 0, 0, 0][:4]
    values = [ctypes.c_ulong(a) for a in padded]
    return checked(libc().prctl(ctypes.c_int(option), *values), f"prctl({option})")


def gather_pages() -> None:
    """Gather this process's private memory into large pages, where the kernel can.

    A fork copies one entry for each page, and the end of a child visits each: with 2 MB in place
    of 4 kB both take a fraction. A child that writes still gets a small page of its own.
    """
    with open("/proc/self/maps", encoding="ascii") as file:
        lines = [line.split() for line in file]
    for span, rights, _, _, inode, *_ in lines:
        if rights == "rw-p" and inode == "0":
            start, end = (int(part, 16) for part in span.split("-"))
            first, last = -(-start // LARGE_PAGE) * LARGE_PAGE, end // LARGE_PAGE * LARGE_PAGE
            if first < last:
                # Refused by older kernels, and for want of memory: then pages stay small.
                libc().madvise(
                    ctypes.c_void_p(first), ctypes.c_size_t(last - first), ctypes.c_int(COLLAPSE)
                )
