"""Locking one child down, in the order that works.

Each step needs a right that a later one gives away: mounting before leaving the user namespace
that may mount, limits before giving up the right to set them, Landlock before the filter that
forbids the Landlock calls.
It runs in the child after the fork and before the first byte of student code; if any step fails
the child ends, and nothing is graded in a half-locked process.
"""

from __future__ import annotations

import dataclasses
import os
import resource
import signal
import tempfile
from collections.abc import Mapping

from autograder.sandbox import identity, kernel, landlock, namespaces, seccomp, view
from autograder.sandbox.limits import Limits

PROTOCOL_FD = 3
"""The child's end of the wire; 0 is empty, 1 and 2 are pipes to the judge, all else is closed."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Layers:
    """Which layers to apply. All of them when grading; tests take one away to see the attack."""

    namespaces: bool
    landlock: bool = True
    seccomp: bool = True


@dataclasses.dataclass(frozen=True, kw_only=True)
class Confinement:
    """What a child is confined to, the same for every child of a template but the scratch."""

    layers: Layers
    readable: tuple[str, ...]
    environment: Mapping[str, str]


def confine(
    confinement: Confinement, limits: Limits, scratch: str, descriptors: tuple[int, int, int]
) -> None:
    """Turn this freshly forked process into a sandbox. There is no way back.

    `descriptors` are the protocol socket and the pipes for standard output and error.
    `scratch` is an empty folder of the child's own, or the mount point for one.
    """
    layers = confinement.layers
    readable = list(confinement.readable)
    if layers.namespaces:
        namespaces.unshare(namespaces.NEW_MOUNTS | namespaces.NEW_IPC)
        _mount_scratch(scratch, limits)
        readable += _mount_proc()
        # A user namespace inside the one that mounted: no right over those mounts remains, and the
        # count of threads starts anew.
        user, group = os.getuid(), os.getgid()
        namespaces.unshare(namespaces.NEW_USERS)
        namespaces.map_identity(user, group)
    else:
        readable.append(f"/proc/{os.getpid()}")
    # Changing credentials clears this, so it comes after them.
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)

    _set_limits(limits, own_user=layers.namespaces)
    _enter_scratch(scratch, confinement.environment)
    _keep_only(descriptors)
    identity.drop_capabilities()
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    if layers.landlock:
        landlock.restrict_files(readable=readable, writable=[scratch], devices=list(view.DEVICES))
    if layers.seccomp:
        seccomp.restrict_system_calls(os.getpid())


def _mount_scratch(scratch: str, limits: Limits) -> None:
    """A file system in memory, with a size, that is gone with the child."""
    flags = namespaces.MS_NOSUID | namespaces.MS_NODEV | namespaces.MS_NOEXEC
    options: dict[str, str | int] = {
        "size": limits.disk_bytes,
        "nr_inodes": limits.disk_entries,
        "mode": "700",
        "uid": os.getuid(),
        "gid": os.getgid(),
    }
    namespaces.mount("tmpfs", scratch, flags, options)
    for folder in view.TEMPORARY:
        if os.path.isdir(folder) and not os.path.islink(folder):
            _cover_with_scratch(folder, scratch)


def _mount_proc() -> list[str]:
    """A `/proc` of this process only; where the kernel refuses one, an empty folder over it."""
    flags = namespaces.MS_NOSUID | namespaces.MS_NODEV | namespaces.MS_NOEXEC
    try:
        namespaces.mount("proc", "/proc", flags, {"subset": "pid"})
    except OSError:
        namespaces.mount("tmpfs", "/proc", flags, {"size": "4k", "mode": "555"})
        return []
    return ["/proc"]


def _set_limits(limits: Limits, *, own_user: bool) -> None:
    """Kernel-kept limits. What the process already uses, inherited from the template, is free."""
    with open("/proc/self/statm", encoding="ascii") as file:
        pages = [int(word) for word in file.read().split()]
    address_space = pages[0] * resource.getpagesize()
    data = pages[5] * resource.getpagesize()
    ceilings = {
        # Private memory. Shared anonymous memory escapes RLIMIT_DATA, so the address space is
        # bounded too; generously, for thread stacks reserve much more than they use.
        resource.RLIMIT_DATA: data + limits.memory_bytes,
        resource.RLIMIT_AS: address_space + 2 * limits.memory_bytes,
        resource.RLIMIT_FSIZE: limits.disk_bytes,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_SIGPENDING: 64,
    }
    if own_user:
        # Counted per user and user namespace. Elsewhere it would count the user's other processes,
        # so there the judge counts the threads instead.
        ceilings[resource.RLIMIT_NPROC] = limits.threads
    for kind, ceiling in ceilings.items():
        hard = resource.getrlimit(kind)[1]
        value = ceiling if hard == resource.RLIM_INFINITY else min(ceiling, hard)
        resource.setrlimit(kind, (value, value))
    # No warning by SIGXCPU: the first process of a namespace would not notice it.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds))
    # Writing past RLIMIT_FSIZE should be an OSError in the student's code, not a signal.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def _cover_with_scratch(folder: str, scratch: str) -> None:
    """Let a folder lead to the scratch space although files that may be read lie in it.

    They stay where they are: what the view shows there is shown in the scratch space first.
    """
    for name in os.listdir(folder):
        source, target = os.path.join(folder, name), os.path.join(scratch, name)
        if os.path.isdir(source):
            os.mkdir(target)
        else:
            os.close(os.open(target, os.O_CREAT | os.O_CLOEXEC, 0o644))
        namespaces.bind(source, target)
    namespaces.bind(scratch, folder, read_only=False)


def _enter_scratch(scratch: str, environment: Mapping[str, str]) -> None:
    os.chdir(scratch)
    os.umask(0o077)
    os.environ.clear()
    os.environ.update(environment)
    os.environ.update(HOME=scratch, TMPDIR=scratch)
    tempfile.tempdir = scratch


def _keep_only(descriptors: tuple[int, int, int]) -> None:
    """Close every descriptor but these three and an empty standard input."""
    protocol, output, errors = descriptors
    empty = os.open("/dev/null", os.O_RDONLY)
    # Received descriptors may have the numbers that are about to be overwritten: move them first.
    high = [os.dup(fd) for fd in (empty, output, errors, protocol)]
    if min(high) <= PROTOCOL_FD:
        raise OSError("the template has too few descriptors open")
    for number, fd in enumerate(high):
        os.dup2(fd, number, inheritable=False)
    kernel.system_call(kernel.CLOSE_RANGE, PROTOCOL_FD + 1, 0xFFFFFFFF, 0, what="close_range")
