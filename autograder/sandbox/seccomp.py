"""Which system calls student code may make: an allow-list, as a raw BPF program.

The attack: everything that is not a file.
Landlock mediates opening, creating and removing files; it does not know sockets of other
families, `fork`, `kill`, `ptrace`, `memfd_create`, `io_uring`, or `chmod`.
The filter refuses all of them, and whatever a later kernel adds, by naming only what the
scientific Python stack needs.

A filter sees register values, not the memory they point to, so it never judges paths.
It is written as BPF by hand because libseccomp is not on every machine, and because a reader
can then check the whole of it: load the number, compare, answer.
"""

from __future__ import annotations

import ctypes
import dataclasses
import errno
import functools
import struct
from collections.abc import Iterable, Mapping

from autograder.sandbox import kernel
from autograder.sandbox.syscalls import Architecture, this_architecture

FILES = """
    read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2
    open openat close close_range stat fstat lstat newfstatat statx statfs fstatfs lseek
    access faccessat faccessat2 getcwd chdir fchdir readlink readlinkat getdents getdents64
    rename renameat renameat2 mkdir mkdirat rmdir unlink unlinkat link linkat symlink symlinkat
    truncate ftruncate fallocate fadvise64 fsync fdatasync sync_file_range flock
    dup dup2 dup3 pipe pipe2 copy_file_range sendfile umask
"""
MEMORY = "mmap mprotect munmap mremap brk madvise msync mincore membarrier"
THREADS = """
    futex set_robust_list get_robust_list rseq set_tid_address sched_yield sched_getaffinity
    sched_getparam sched_getscheduler sched_get_priority_max sched_get_priority_min getcpu
    getpriority arch_prctl exit exit_group restart_syscall
"""
TIME_AND_SIGNALS = """
    gettimeofday clock_gettime clock_getres clock_nanosleep nanosleep time times
    rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend
    sigaltstack setitimer getitimer alarm pause timerfd_create timerfd_settime timerfd_gettime
"""
SELF_KNOWLEDGE = """
    getpid gettid getppid getuid geteuid getgid getegid getresuid getresgid getgroups getpgrp
    getpgid getsid getrusage getrlimit sysinfo uname getrandom capget
"""
# An event loop talks to itself through a socket pair. `socket`, `bind` and `connect` are absent,
# so these reach only descriptors that the process already has.
EVENT_LOOPS = """
    poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait
    epoll_pwait2 eventfd2 sendto recvfrom sendmsg recvmsg shutdown getsockopt getsockname
    getpeername wait4 waitid
"""
ALLOWED = (FILES, MEMORY, THREADS, TIME_AND_SIGNALS, SELF_KNOWLEDGE, EVENT_LOOPS)

# Landlock does not mediate these, so they must not run; yet `shutil.copy` and `np.save` call them
# and would fail for nothing. They answer "done" and do nothing.
PRETENDED = ("chmod fchmod fchmodat fchmodat2 utimensat utime utimes futimesat",)

UNSUPPORTED = (
    "getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr",
    "setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr",
)

CLONE_VM, CLONE_THREAD = 0x100, 0x10000
AF_UNIX = 1
# F_SETOWN and F_SETSIG are absent on purpose: together they make the kernel send any signal, even
# SIGKILL, to any process of the same user when a descriptor becomes ready. F_SETLEASE and F_NOTIFY
# are absent because they reach the openers of files outside.
FCNTL_COMMANDS = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1031, 1032, 1033, 1034)
# TCGETS, TIOCGWINSZ, FIONBIO, FIONREAD, FIONCLEX, FIOCLEX. TIOCSTI is not among them, nor FIOASYNC.
IOCTL_REQUESTS = (0x5401, 0x5413, 0x5421, 0x541B, 0x5450, 0x5451)

RET_ALLOW, RET_KILL, RET_ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, AND, RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
NUMBER_OFFSET, ARCHITECTURE_OFFSET, ARGUMENTS_OFFSET = 0, 4, 16
X32_BIT = 0x40000000
LOW_WORD = 0xFFFFFFFF


@dataclasses.dataclass(frozen=True)
class Argument:
    """A condition on one argument: its low word masked equals `value`, its high word is zero.

    With a partial mask the high word is ignored, as flags live in the low one.
    """

    index: int
    value: int
    mask: int = LOW_WORD


def instruction(code: int, constant: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """One BPF instruction: operation, two relative jumps, one constant."""
    return struct.pack("<HBBI", code, if_true, if_false, constant & LOW_WORD)


def answer(numbers: Iterable[int], result: int) -> list[bytes]:
    """Return `result` for each of these system-call numbers, otherwise fall through."""
    program = []
    for number in numbers:
        program += [instruction(JUMP_EQUAL, number, 0, 1), instruction(RETURN, result)]
    return program


def allow_when(number: int, conditions: tuple[Argument, ...]) -> list[bytes]:
    """Allow system call `number` when all conditions hold, otherwise fall through."""
    steps: list[tuple[int, int]] = []
    for condition in conditions:
        offset = ARGUMENTS_OFFSET + 8 * condition.index
        steps += [(LOAD, offset), (AND, condition.mask), (JUMP_EQUAL, condition.value)]
        if condition.mask == LOW_WORD:
            steps += [(LOAD, offset + 4), (JUMP_EQUAL, 0)]
    body = []
    for position, (code, constant) in enumerate(steps):
        missed = len(steps) - position if code == JUMP_EQUAL else 0
        body.append(instruction(code, constant, 0, missed))
    body += [instruction(RETURN, RET_ALLOW), instruction(LOAD, NUMBER_OFFSET)]
    return [instruction(JUMP_EQUAL, number, 0, len(body)), *body]


def numbers_of(groups: Iterable[str], table: Mapping[str, int]) -> list[int]:
    """The numbers of those names, given as words, that this architecture has."""
    return [table[name] for group in groups for name in group.split() if name in table]


@functools.cache
def _before_signals(architecture: Architecture) -> bytes:
    """The part of the filter that is the same for all processes; it comes first."""
    table = architecture.numbers
    program = [
        # Another calling convention has other numbers: kill, or 32-bit calls would slip through.
        instruction(LOAD, ARCHITECTURE_OFFSET),
        instruction(JUMP_EQUAL, architecture.audit, 1, 0),
        instruction(RETURN, RET_KILL),
        instruction(LOAD, NUMBER_OFFSET),
        instruction(JUMP_AT_LEAST, X32_BIT, 0, 1),
        instruction(RETURN, RET_KILL),
    ]
    program += answer(numbers_of(ALLOWED, table), RET_ALLOW)
    program += answer(numbers_of(PRETENDED, table), RET_ERRNO)
    program += answer(numbers_of(UNSUPPORTED, table), RET_ERRNO | errno.ENOTSUP)

    thread = CLONE_VM | CLONE_THREAD
    program += allow_when(table["clone"], (Argument(0, thread, mask=thread),))
    # clone3 hides its flags in memory; ENOSYS makes the C library fall back to clone.
    program += answer([table["clone3"]], RET_ERRNO | errno.ENOSYS)
    program += allow_when(table["socketpair"], (Argument(0, AF_UNIX),))
    # Read one's own limits, never set them: pid 0 and no new value.
    program += allow_when(table["prlimit64"], (Argument(0, 0), Argument(2, 0)))
    for option in (kernel.PR_SET_NAME, kernel.PR_GET_NAME):
        program += allow_when(table["prctl"], (Argument(0, option),))
    for command in FCNTL_COMMANDS:
        program += allow_when(table["fcntl"], (Argument(1, command),))
    for request in IOCTL_REQUESTS:
        program += allow_when(table["ioctl"], (Argument(1, request),))
    return b"".join(program)


def assemble(own_pid: int, architecture: Architecture) -> bytes:
    """The whole filter for a process that sees itself as `own_pid`: it may signal only itself."""
    program = [_before_signals(architecture)]
    for name in ("kill", "tgkill"):
        program += allow_when(architecture.numbers[name], (Argument(0, own_pid),))
    program.append(instruction(RETURN, RET_ERRNO | errno.EPERM))
    return b"".join(program)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def install(program: bytes) -> None:
    """Bind this process, and every thread it will start, to `program`. There is no way back.

    Needs no_new_privs to be set. Raises `OSError` where the kernel has no filter mode.
    """
    buffer = ctypes.create_string_buffer(program, len(program))
    header = _Program(len(program) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    mode_filter = 2
    result = kernel.libc().prctl(
        ctypes.c_int(kernel.PR_SET_SECCOMP),
        ctypes.c_ulong(mode_filter),
        ctypes.byref(header),
        ctypes.c_ulong(0),
        ctypes.c_ulong(0),
    )
    kernel.checked(result, "seccomp filter")


def restrict_system_calls(own_pid: int) -> None:
    """Install the filter for this process on this architecture."""
    install(assemble(own_pid, this_architecture()))
