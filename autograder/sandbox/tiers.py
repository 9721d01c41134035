"""Choosing how to confine, by trying the attacks.

The attack: a machine that only seems to protect.
A kernel may be new enough and yet have Landlock switched off, a container may allow namespaces and
forbid mounting in them, a security module may grant half of what was asked.
Version files do not tell; so the first child of every template is a canary that tries to get out,
and a tier counts only if every attempt fails.

Tier A is namespaces, Landlock and seccomp; tier B is Landlock, seccomp and watched limits, for
plain containers. If neither holds, `open_sandbox` raises `SandboxUnavailable`, unless the caller
insists on running unconfined, which every report then says.
"""

from __future__ import annotations

import contextlib
import dataclasses
import enum
import os
import socket
import sys
import tempfile
from pathlib import Path

from autograder.sandbox.confine import Layers
from autograder.sandbox.errors import (
    ConfigurationError,
    SandboxError,
    SandboxUnavailable,
    SubmissionStopped,
    Verdict,
)
from autograder.sandbox.launch import WarmTemplate
from autograder.sandbox.limits import MIB, Limits
from autograder.sandbox.workspace import Workspace


class Tier(enum.StrEnum):
    """How a submission was confined, as stamped on its report."""

    A = "A"
    B = "B"
    UNCONFINED = "unconfined"


LAYERS = {
    Tier.A: Layers(namespaces=True),
    Tier.B: Layers(namespaces=False),
    Tier.UNCONFINED: Layers(namespaces=False, landlock=False, seccomp=False),
}
CANARY_LIMITS = Limits(
    cell_seconds=20, submission_seconds=60, memory_bytes=512 * MIB, disk_bytes=8 * MIB
)

CANARY = """
import ctypes, errno, fcntl, os, signal, socket
escaped = []

def attempt(name, attack):
    try:
        worked = attack()
    except (OSError, MemoryError, ValueError):
        return
    if worked is not False:
        escaped.append(name)

def connect():
    with socket.create_connection(("127.0.0.1", PORT), 1):
        pass

def datagram():
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()

def unix():
    socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).close()

def fork():
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)

def execute():
    try:
        os.execv("/nonexistent", ["x"])
    except FileNotFoundError:
        return True  # only the missing file stopped it

def shared(folder):
    path = os.path.join(folder, SHARED_NAME)
    with open(path, "x") as file:
        file.write("left behind")
    # In a view of its own /tmp is the scratch space. The judge looks whether the file is there.
    return False

def read_other_process():
    with open(f"/proc/{JUDGE}/status") as file:
        return f"Pid:\\t{JUDGE}" in file.read()

def steal_a_signal():
    reader, writer = os.pipe()
    fcntl.fcntl(reader, fcntl.F_SETOWN, JUDGE)

def change_mode():
    os.chmod(SECRET, 0o777)
    return os.access(SECRET, os.X_OK)

def share_memory():
    libc = ctypes.CDLL(None, use_errno=True)
    segment = libc.shmget(0, 4096, 0o600)
    if segment < 0:
        raise OSError(ctypes.get_errno(), "shmget")
    libc.shmctl(segment, 0, None)

def own_limits():
    import resource
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))

attempt("read a secret file", lambda: open(SECRET).read())
attempt("write a secret file", lambda: open(SECRET, "a").write("x"))
attempt("list a secret folder", lambda: os.listdir(os.path.dirname(SECRET)))
attempt("change a file's mode", change_mode)
attempt("truncate a file", lambda: os.truncate(SECRET, 0))
for folder in SHARED_FOLDERS:
    attempt("write to " + folder, lambda folder=folder: shared(folder))
attempt("connect by TCP", connect)
attempt("open a UDP socket", datagram)
attempt("open a Unix socket", unix)
attempt("fork", fork)
attempt("execute a program", execute)
attempt("signal the judge", lambda: os.kill(JUDGE, 0))
attempt("have a signal sent to the judge", steal_a_signal)
attempt("read another process", read_other_process)
attempt("share memory", share_memory)
attempt("make an anonymous file", lambda: os.memfd_create("x"))
attempt("take more memory", lambda: bytearray(1 << 30))
attempt("change its own limits", own_limits)
attempt("become root", lambda: os.setuid(0))
"""
FILL_DISK = """
with open("large", "wb") as file:
    for _ in range(16):
        file.write(bytes(1 << 20))
with open("another", "wb") as file:
    for _ in range(16):
        file.write(bytes(1 << 20))
"""
# In the view the names /tmp and /dev/shm lead to the scratch space, where writing is allowed.
SHARED_FOLDERS = tuple(dict.fromkeys(("/tmp", "/var/tmp", "/dev/shm", tempfile.gettempdir())))


@dataclasses.dataclass(frozen=True)
class Probe:
    """What the canary of one tier found."""

    tier: Tier
    escaped: tuple[str, ...]
    """Attacks that worked, or a single sentence why the tier does not start."""


@dataclasses.dataclass(frozen=True)
class Sandbox:
    """A template whose canary died well, and how it is confined."""

    template: WarmTemplate
    tier: Tier
    probes: tuple[Probe, ...]
    """What was tried before, for the report: why not a stronger tier."""


def try_attacks(template: WarmTemplate) -> tuple[str, ...]:
    """Run the canary in a child of `template` and return the attacks that worked."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        secret = folder / "secret"
        secret.write_text("secret")
        secret.chmod(0o644)
        folder.chmod(0o755)
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        name = f"{folder.name}-canary"
        values = {
            "SECRET": str(secret),
            "PORT": listener.getsockname()[1],
            "JUDGE": os.getpid(),
            "SHARED_FOLDERS": SHARED_FOLDERS,
            "SHARED_NAME": name,
        }
        constants = "".join(f"{key} = {value!r}\n" for key, value in values.items())
        session = stack.enter_context(template.spawn(CANARY_LIMITS))
        outcome = session.run_cell(constants + CANARY)
        if outcome.verdict is not Verdict.FINISHED:
            return (f"the canary ended early: {outcome.verdict.value} {outcome.detail}",)
        escaped = [str(name) for name in session.get("escaped")]
        if session.run_cell(FILL_DISK).verdict is not Verdict.DISK_FULL:
            escaped.append("fill the disk")
        left = [place for place in SHARED_FOLDERS if Path(place, name).exists()]
        for place in left:
            Path(place, name).unlink(missing_ok=True)
        if secret.read_text() != "secret" or secret.stat().st_mode & 0o111:
            left.append("a secret file")
        return (*escaped, *(f"change {place}" for place in left))


def open_sandbox(
    workspace: Workspace | None = None, *, tier: Tier | None = None, unconfined: bool = False
) -> Sandbox:
    """The strongest confinement whose canary finds no way out, or exactly `tier`.

    Raises `SandboxUnavailable` when there is none and `unconfined` is false. The caller closes
    the template.
    """
    if not sys.platform.startswith("linux"):
        raise SandboxUnavailable("student code can only be confined on Linux")
    workspace = workspace or Workspace()
    probes: list[Probe] = []
    for candidate in (Tier.A, Tier.B) if tier is None else (tier,):
        if candidate is Tier.UNCONFINED:
            continue
        try:
            template = WarmTemplate(workspace, LAYERS[candidate])
        except ConfigurationError:
            raise
        except SandboxError as error:
            probes.append(Probe(candidate, (_last_line(error),)))
            continue
        try:
            escaped = _probe(template)
        except BaseException:  # a person's Ctrl-C, say
            template.close()
            raise
        if not escaped:
            return Sandbox(template, candidate, tuple(probes))
        template.close()
        probes.append(Probe(candidate, escaped))
    if unconfined:
        template = WarmTemplate(workspace, LAYERS[Tier.UNCONFINED])
        return Sandbox(template, Tier.UNCONFINED, tuple(probes))
    reasons = "; ".join(f"tier {p.tier.value}: {', '.join(p.escaped)}" for p in probes)
    raise SandboxUnavailable(f"student code cannot be confined here ({reasons})")


def _probe(template: WarmTemplate) -> tuple[str, ...]:
    """`try_attacks`, with a template that breaks counted as one that does not hold."""
    try:
        return try_attacks(template)
    except (SandboxError, SubmissionStopped) as error:
        return (_last_line(error),)


def _last_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[-1]
