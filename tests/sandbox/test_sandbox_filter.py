"""The system-call filter, decided by hand for both architectures; aarch64 cannot be run here."""

from __future__ import annotations

import errno
import re
import struct
from pathlib import Path

import pytest

from autograder.sandbox import seccomp
from autograder.sandbox.syscalls import AARCH64, X86_64, Architecture

OWN_PID = 4242
DANGEROUS = """
    execve execveat fork vfork ptrace process_vm_readv process_vm_writev socket connect bind
    listen accept accept4 memfd_create io_uring_setup bpf perf_event_open userfaultfd keyctl
    add_key mount umount2 unshare setns init_module kexec_load reboot shmget msgget semget
    pidfd_open pidfd_getfd pidfd_send_signal tkill rt_sigqueueinfo setuid setgid capset
    personality chroot mknod mknodat inotify_init fanotify_init sched_setaffinity setrlimit
    open_by_handle_at name_to_handle_at timer_create mq_open openat2 landlock_restrict_self
"""
ALLOW, KILL = "allow", "kill"


def decide(architecture: Architecture, number: int, *arguments: int, audit: int = 0) -> str | int:
    """What the filter answers to a system call: allow, kill, or an error number."""
    program = seccomp.assemble(OWN_PID, architecture)
    padded = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("<IIQ6Q", number, audit or architecture.audit, 0, *padded)
    position = accumulator = 0
    while True:
        code, if_true, if_false, constant = struct.unpack_from("<HBBI", program, 8 * position)
        position += 1
        if code == seccomp.LOAD:
            (accumulator,) = struct.unpack_from("<I", data, constant)
        elif code == seccomp.AND:
            accumulator &= constant
        elif code == seccomp.JUMP_EQUAL:
            position += if_true if accumulator == constant else if_false
        elif code == seccomp.JUMP_AT_LEAST:
            position += if_true if accumulator >= constant else if_false
        else:
            assert code == seccomp.RETURN
            if constant & 0xFFFF0000 == seccomp.RET_ERRNO:
                return constant & 0xFFFF
            return {seccomp.RET_ALLOW: ALLOW, seccomp.RET_KILL: KILL}[constant]


@pytest.mark.parametrize("architecture", [X86_64, AARCH64], ids=lambda a: a.name)
def test_the_filter_decides_as_written(architecture: Architecture) -> None:
    def ask(name: str, *arguments: int) -> str | int:
        return decide(architecture, architecture.numbers[name], *arguments)

    assert ask("read") == ask("openat") == ask("futex") == ask("exit_group") == ALLOW
    thread = seccomp.CLONE_VM | seccomp.CLONE_THREAD
    assert ask("clone", thread | 0xF00) == ALLOW
    assert ask("clone", 17) == errno.EPERM  # fork
    assert ask("clone", seccomp.CLONE_VM | 17) == errno.EPERM  # vfork
    assert ask("clone3") == errno.ENOSYS
    assert ask("kill", OWN_PID, 9) == ask("tgkill", OWN_PID, 1, 6) == ALLOW
    assert ask("kill", 1, 9) == ask("kill", 2**32 - 1, 9) == ask("kill", 0) == errno.EPERM
    assert ask("kill", OWN_PID | 1 << 32) == errno.EPERM
    assert ask("socketpair", 1) == ALLOW
    assert ask("socketpair", 2) == errno.EPERM
    assert ask("prlimit64", 0, 7, 0, 1) == ALLOW
    assert ask("prlimit64", 0, 7, 4096) == ask("prlimit64", 1) == errno.EPERM
    assert ask("fcntl", 0, 3) == ALLOW
    assert ask("fcntl", 0, 8) == ask("fcntl", 0, 10) == ask("fcntl", 0, 1024) == errno.EPERM
    assert ask("ioctl", 0, 0x5413) == ALLOW
    assert ask("ioctl", 0, 0x5412) == errno.EPERM
    assert ask("prctl", 15) == ALLOW
    assert ask("prctl", 4, 1) == errno.EPERM
    assert ask("fchmodat") == 0
    assert ask("setxattr") == errno.ENOTSUP
    assert ask("pivot_root") == errno.EPERM
    assert decide(architecture, 9999) == errno.EPERM
    assert decide(architecture, 0x40000000) == KILL
    assert decide(architecture, 0, audit=0x40000003) == KILL  # 32-bit x86


@pytest.mark.parametrize(
    ("architecture", "header", "pattern"),
    [
        (X86_64, "x86_64-linux-gnu/asm/unistd_64.h", r"^#define __NR_(\w+) (\d+)"),
        (AARCH64, "asm-generic/unistd.h", r"^#define __NR(?:3264)?_(\w+) (\d+)"),
    ],
    ids=["x86_64", "aarch64"],
)
def test_the_tables_are_those_of_the_kernel_headers(
    architecture: Architecture, header: str, pattern: str
) -> None:
    path = Path("/usr/include") / header
    if not path.exists():
        pytest.skip("no kernel headers here")
    found = {m[1]: int(m[2]) for m in re.finditer(pattern, path.read_text(), re.MULTILINE)}
    found["newfstatat"] = found.get("newfstatat", found.get("fstatat", -1))
    missing_in_old_headers = {"fchmodat2"}
    for name, number in architecture.numbers.items():
        if name not in missing_in_old_headers:
            assert found[name] == number, name


def test_every_name_in_the_filter_is_known_to_some_architecture() -> None:
    for groups in (seccomp.ALLOWED, seccomp.PRETENDED, seccomp.UNSUPPORTED):
        for name in " ".join(groups).split():
            assert name in X86_64.numbers or name in AARCH64.numbers, name


def test_nothing_dangerous_is_in_the_tables_at_all() -> None:
    """Only names in a table can be allowed, so absence is proof."""
    for name in DANGEROUS.split():
        assert name not in X86_64.numbers
        assert name not in AARCH64.numbers
