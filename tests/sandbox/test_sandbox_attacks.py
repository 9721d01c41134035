"""What each layer stops, tried: blocked in both tiers, and working once the layer is taken away."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.sandbox import tiers
from autograder.sandbox.errors import (
    ConfigurationError,
    SandboxUnavailable,
    TemplateDied,
    Verdict,
)
from autograder.sandbox.launch import WarmTemplate
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session
from autograder.sandbox.tiers import Tier
from autograder.sandbox.workspace import Workspace, readable_paths

TemplateOf = Callable[[str], WarmTemplate]


@pytest.mark.parametrize("tier", ["A", "B"])
def test_no_attack_of_the_canary_works(template_of: TemplateOf, tier: str) -> None:
    assert tiers.try_attacks(template_of(tier)) == ()


def test_without_seccomp_processes_sockets_and_memory_are_open(template_of: TemplateOf) -> None:
    for name in ("A without seccomp", "B without seccomp"):
        escaped = set(tiers.try_attacks(template_of(name)))
        assert {
            "open a UDP socket",
            "open a Unix socket",
            "fork",
            "execute a program",
            "share memory",
            "make an anonymous file",
            "change its own limits",
        } <= escaped
    # Landlock mediates neither of these; in tier A there is nobody to signal, and no such file.
    assert {"change a file's mode", "have a signal sent to the judge"} <= escaped


def test_without_landlock_files_are_open(template_of: TemplateOf) -> None:
    escaped = set(tiers.try_attacks(template_of("B without landlock")))
    assert {
        "read a secret file",
        "write a secret file",
        "list a secret folder",
        "truncate a file",
        "read another process",
        "change /tmp",
        "change /var/tmp",
        "change /dev/shm",
    } <= escaped


def holds(session: Session, condition: str) -> bool:
    """Whether `condition` is true inside; an `OSError` counts as no."""
    source = (
        f"import os, glob\ntry:\n    holds = bool({condition})\nexcept OSError:\n    holds = False"
    )
    assert session.run_cell(source).verdict is Verdict.FINISHED
    return bool(session.get("holds"))


def test_only_namespaces_hide_that_a_file_exists(
    template_of: TemplateOf, limits: Limits, tmp_path: Path
) -> None:
    condition = f"os.stat({str(tmp_path)!r})"
    with template_of("A").spawn(limits) as session:
        assert not holds(session, condition)
    # Landlock does not mediate stat: tier B is weaker here, and SECURITY says so. The positive
    # control names a folder that its unprivileged user may look at.
    with template_of("B").spawn(limits) as session:
        assert holds(session, "os.stat('/proc/1')")
    with template_of("A").spawn(limits) as session:
        assert holds(
            session, "os.getpid() == 1 and os.listdir('/proc/1') and not glob.glob('/proc/2')"
        )
        assert not holds(session, f"os.path.exists('/proc/{os.getpid()}')")


ESCAPES = {
    "read the judge's memory": f"open('/proc/{os.getpid()}/mem', 'rb').read(1)",
    "read the parent's memory": "open(f'/proc/{os.getppid()}/mem', 'rb').read(1)",
    "read the parent's environment": "open(f'/proc/{os.getppid()}/environ', 'rb').read(1)",
    "read the user's home": f"os.listdir({os.path.expanduser('~')!r})",
    "read passwords": "open('/etc/shadow').read()",
    "read hidden checks": f"open({str(Path(__file__).resolve())!r}).read()",
    "write to the interpreter": "open(os.path.join(os.path.dirname(os.__file__), 'x.py'), 'w')",
    "write beside its folder": "open('../x', 'w')",
    "make a device": "os.mknod('disk', 0o60600, os.makedev(8, 0)) is None",
    "make a pipe for others": "os.mkfifo('/tmp/pipe') is None",
    "link a file from outside": "os.link('/etc/hostname', 'hostname') is None",
    "follow a link outside": "os.symlink('/etc/shadow', 's') or open('s').read()",
    "kill everybody": "os.kill(-1, 0) is None",
    "kill its group": "os.killpg(0, 0) is None",
    "mount": "__import__('ctypes').CDLL(None).mount(b'x', b'/mnt', b'tmpfs', 0, None) == 0",
    "unshare": "__import__('ctypes').CDLL(None).unshare(0x10000000) == 0",
    "trace": "__import__('ctypes').CDLL(None).ptrace(0, 0, 0, 0) == 0",
    "io_uring": "__import__('ctypes').CDLL(None).syscall(425, 1, 0) >= 0",
    "bpf": "__import__('ctypes').CDLL(None).syscall(321, 0, 0, 0) >= 0",
    "userfaultfd": "__import__('ctypes').CDLL(None).syscall(323, 0) >= 0",
    "keyring": "__import__('ctypes').CDLL(None).syscall(250, 0, -3, 1) >= 0",
    "message queue": "__import__('ctypes').CDLL(None).msgget(0, 0o1666) >= 0",
    "raise its own priority": "os.nice(-1) is None",
    "use another user": "os.setreuid(0, 0) is None",
    "take a lease": "__import__('fcntl').fcntl(os.open('l', os.O_CREAT), 1024, 0) == 0",
    "choose a signal": "__import__('fcntl').fcntl(0, 10, 9) == 0",
    "push terminal input": "__import__('fcntl').ioctl(0, 0x5412, b'x') == 0",
    "abstract socket": "__import__('socket').socket(1, 1).connect('\\0x') is None",
    "start a process by the C library": "__import__('ctypes').CDLL(None).system(b'true') == 0",
    "spawn": "os.posix_spawn('/bin/true', ['true'], {}) > 0",
    "watch files": "__import__('ctypes').CDLL(None).inotify_init() >= 0",
}


@pytest.mark.parametrize("name", ESCAPES)
def test_an_escape_fails(session: Session, name: str) -> None:
    assert not holds(session, ESCAPES[name])


def test_a_child_has_no_descriptor_but_its_own(session: Session) -> None:
    assert session.run_cell("import os\nn = len([f for f in range(200) if not _closed(f)])").error
    run = session.run_cell(
        "import os, stat\nkinds = []\nfor f in range(128):\n"
        "    try: kinds.append(stat.filemode(os.fstat(f).st_mode)[0])\n"
        "    except OSError: pass"
    )
    assert run.verdict is Verdict.FINISHED
    assert session.get("kinds")[:4] == ["c", "p", "p", "s"]


def test_a_child_is_nobody_without_capabilities(session: Session) -> None:
    session.run_cell(
        "import os\n"
        "lines = [line.split(':') for line in open('/proc/self/status') if ':' in line]\n"
        "status = {line[0]: line[1].strip() for line in lines}\n"
        "me = [os.getuid(), os.geteuid()]"
    )
    status = session.get("status")
    held = {status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")}
    assert held == {"0" * 16}
    if os.geteuid() == 0:  # an ordinary user may not empty the bounding set, nor needs to
        assert status["CapBnd"] == "0" * 16
    assert session.get("me")[0] == session.get("me")[1] != 0
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")


def test_submissions_do_not_see_each_other(template: WarmTemplate, limits: Limits) -> None:
    with template.spawn(limits) as first, template.spawn(limits) as second:
        first.run_cell("import os, builtins\nopen('mine', 'w').write('x'); builtins.mine = 1")
        first.run_cell("import numpy as np; np.mine = 1; place = os.getcwd(); me = os.getpid()")
        place, pid = first.get("place"), first.get("me")
        assert not holds(second, "'mine' in dir(__import__('builtins'))")
        assert not holds(second, "hasattr(__import__('numpy'), 'mine')")
        # Tier B cannot hide that the neighbour's folder exists; it can be neither listed nor read.
        theirs = f"{place}/../{os.path.basename(place)}"
        assert not holds(second, f"os.listdir({theirs!r}) == ['mine']")
        assert not holds(second, f"open({theirs + '/mine'!r}).read() == 'x'")
        assert not holds(second, f"os.getpid() != {pid} and os.kill({pid}, 0) is None")
        assert first.alive


def test_the_import_path_holds_no_checks_and_no_solutions(session: Session) -> None:
    for name in ("autograder.judge", "autograder.suite", "autograder.checks", "solutions"):
        run = session.run_cell(f"import {name}")
        assert run.error is not None
        assert "ModuleNotFoundError" in run.error.names
    assert session.run_cell("import autograder.sandbox.wire").error is None


def test_a_readable_secret_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "checks" / "test_hidden.py"
    secret.parent.mkdir()
    secret.touch()
    assert readable_paths(Workspace(secret=(secret,)))
    with pytest.raises(ConfigurationError, match=r"test_hidden\.py"):
        WarmTemplate(Workspace(readable=(tmp_path,), secret=(secret,)), tiers.LAYERS[Tier.A])


@pytest.mark.parametrize("tier", [None, Tier.B], ids=["strongest", "B"])
def test_a_submission_finds_its_data_and_closing_ends_everything(
    tmp_path: Path, limits: Limits, tier: Tier | None
) -> None:
    data = tmp_path / "data.csv"
    data.write_text("x\n1\n")
    package = tmp_path / "moons"
    package.mkdir()
    (package / "__init__.py").write_text("PHOBOS = 1\n")
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    workspace = Workspace(readable=(data,), packages=(package,), preload=())
    sandbox = tiers.open_sandbox(workspace, tier=tier)
    assert sandbox.tier is (tier or Tier.A)
    assert sandbox.probes == ()
    session = sandbox.template.spawn(limits)
    run = session.run_cell(
        f"import moons, pandas as pd\n(moons.PHOBOS, pd.read_csv({str(data)!r}).x[0].item())"
    )
    assert run.error is None, run
    assert run.displays[0].data["text/plain"] == "(1, 1)"
    assert not holds(session, f"open({str(data)!r}, 'a')")

    sandbox.template.close()
    assert session.child.ends_within(5)
    assert not sandbox.template.state.exists()
    channel = session.channel
    channel.close()
    os.close(session.child.pidfd)


# -- choosing


class NoTemplate:
    """Stands in for a template where only the choice is tested."""

    def __init__(self, workspace: Workspace, layers: object) -> None:
        self.layers = layers

    def close(self) -> None:
        pass


def test_grading_is_refused_when_every_tier_leaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiers, "WarmTemplate", NoTemplate)
    monkeypatch.setattr(tiers, "try_attacks", lambda template: ("fork",))
    with pytest.raises(SandboxUnavailable, match="tier A: fork; tier B: fork"):
        tiers.open_sandbox()
    sandbox = tiers.open_sandbox(unconfined=True)
    assert sandbox.tier is Tier.UNCONFINED
    assert [probe.escaped for probe in sandbox.probes] == [("fork",), ("fork",)]


def test_a_tier_that_does_not_start_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(workspace: Workspace, layers: object) -> NoTemplate:
        if layers is tiers.LAYERS[Tier.A]:
            raise TemplateDied("unshare: Operation not permitted")
        return NoTemplate(workspace, layers)

    monkeypatch.setattr(tiers, "WarmTemplate", start)
    monkeypatch.setattr(tiers, "try_attacks", lambda template: ())
    sandbox = tiers.open_sandbox()
    assert sandbox.tier is Tier.B
    assert sandbox.probes[0].escaped == ("unshare: Operation not permitted",)


def test_an_unconfined_template_works_and_is_called_so(limits: Limits) -> None:
    sandbox = tiers.open_sandbox(Workspace(preload=()), tier=Tier.UNCONFINED, unconfined=True)
    with sandbox.template, sandbox.template.spawn(limits) as session:
        assert sandbox.tier is Tier.UNCONFINED
        assert session.run_cell("1 + 1").verdict is Verdict.FINISHED
        assert session.run_cell("import os\nos.stat('/')").verdict is Verdict.FINISHED


# -- nothing stays


def test_nothing_survives_a_submission(template: WarmTemplate, limits: Limits) -> None:
    mark = f"left-behind-{os.getpid()}"
    with template.spawn(limits) as session:
        session.run_cell(
            "import os, threading, time\n"
            "threading.Thread(target=time.sleep, args=(60,)).start()\n"
            "for i in range(150):\n    os.mkdir('d'); os.chdir('d')\n"
            "os.mkdir('locked', 0)\nopen('left', 'w').close()"
        )
        session.run_cell(f"open('/tmp/{mark}', 'w')")
        session.run_cell(
            "from multiprocessing import shared_memory\n"
            f"shared_memory.SharedMemory({mark!r}, create=True, size=4096)"
        )
        pid = session.child.pid
    for folder in ("/tmp", "/dev/shm"):
        assert not Path(folder, mark).exists()
    assert not list(template.state.glob("scratch-*"))
    if not template.layers.namespaces:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    assert session.usage is not None
    assert session.usage.status == -signal.SIGKILL


def test_a_submission_leaves_no_descriptor_open_in_the_judge(
    template: WarmTemplate, limits: Limits
) -> None:
    with template.spawn(limits) as session:
        session.run_cell("1")
    before = len(os.listdir("/proc/self/fd"))
    for source in ("1", "import os\nos._exit(1)", "import os\nos.write(3, b'\\xff' * 8)"):
        with template.spawn(limits) as session:
            session.run_cell(source)
    assert len(os.listdir("/proc/self/fd")) == before


def test_descriptors_sent_over_the_wire_are_dropped(session: Session) -> None:
    before = len(os.listdir("/proc/self/fd"))
    session.run_cell(
        "import array, os, socket\n"
        "wire = socket.socket(fileno=3)\n"
        "wire.sendmsg([b''], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [0] * 8))])\n"
        "wire.detach()"
    )
    assert len(os.listdir("/proc/self/fd")) <= before
    assert isinstance(session.channel.connection, socket.socket)
