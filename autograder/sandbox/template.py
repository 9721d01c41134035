"""The warm template ("zygote"): a process that imports, and forks.

Starting Python and importing the scientific stack takes seconds; a fork takes milliseconds.
Two attacks decide what this process may be:

- *Reading the grader's memory.* A forked child inherits all of it. So the template is a fresh
  process, never a fork of the judge, and holds no checks, no reference solution, no gradebook
  and no other submission. What it holds, every student may read.
- *The poisoned next submission.* Student code never runs here, only in children.

It must never compute either: a library that has started threads before the fork leaves their locks
behind, and hangs the child (scikit-learn issues 19272 and 23823).
Thread variables are 1 before the first import, and one thread is asserted before every fork.

It is run as ``python -s -P -m autograder.sandbox.template FD``: isolated like ``-I``, but with an
environment that the judge made from nothing, because ``-I`` would ignore PYTHONHASHSEED and a grade
must be reproducible.
"""

from __future__ import annotations

import dataclasses
import gc
import importlib
import json
import os
import signal
import socket
import sys
import time
import traceback
from typing import Any

from autograder.sandbox import identity, kernel, namespaces, seccomp, view
from autograder.sandbox.confine import Confinement, Layers, confine
from autograder.sandbox.limits import Limits
from autograder.sandbox.syscalls import this_architecture

M_ARENA_MAX = -8
EDITABLE = "__editable__"
MAX_REQUEST = 1 << 16
ZONES = (
    "America/New_York",
    "America/Denver",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Europe/London",
    "Pacific/Honolulu",
)
"""Time zones that every child finds loaded; Python keeps eight. Any other one takes 2 ms."""
LOCK_DOWN_FAILED, WORKER_FAILED = 97, 98


@dataclasses.dataclass(frozen=True, kw_only=True)
class TemplateConfig:
    """All that the judge tells the template; it crosses as JSON."""

    namespaces: bool
    landlock: bool
    seccomp: bool
    readable: list[str]
    """Real files and folders that student code may read."""
    library: str
    """The one folder on the import path besides the environment's own."""
    cache: str
    """A folder the template may write while it imports, and children may read."""
    mount_point: str
    """An empty folder for building the view on."""
    preload: list[str]
    """Modules to import before the first fork."""
    uid: int
    gid: int
    """Whom to become when started by root."""
    keep_files: bool
    """Become that user but open files as root does; see `identity.become_keeping_files`."""


def receive_config(control: socket.socket) -> TemplateConfig:
    """The first message on the control socket."""
    return TemplateConfig(**json.loads(control.recv(MAX_REQUEST)))


def isolate(config: TemplateConfig, control: socket.socket) -> None:
    """Leave root and the shared namespaces behind. With namespaces, returns in a new process."""
    from_root = os.geteuid() == 0
    if from_root:
        user = identity.Identity(config.uid, config.gid)
        if config.namespaces:
            namespaces.unshare(namespaces.NEW_MOUNTS)
            view.enter(
                config.readable, config.mount_point, library=config.library, cache=config.cache
            )
            identity.become(user)
        elif config.keep_files:
            identity.become_keeping_files(user)
        else:
            identity.become(user)
    if config.namespaces:
        # After a change of user the files in /proc/self belong to root until this is set.
        kernel.prctl(kernel.PR_SET_DUMPABLE, 1)
        uid, gid = os.getuid(), os.getgid()
        namespaces.unshare(
            namespaces.NEW_USERS
            | namespaces.NEW_MOUNTS
            | namespaces.NEW_PIDS
            | namespaces.NEW_NETWORK
            | namespaces.NEW_IPC
            | namespaces.NEW_HOSTNAME
            | namespaces.NEW_CGROUPS
        )
        namespaces.map_identity(uid, gid)
        if not from_root:
            view.enter(
                config.readable, config.mount_point, library=config.library, cache=config.cache
            )
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        _continue_as_first_process(control)
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)


def _continue_as_first_process(control: socket.socket) -> None:
    """Fork into the new process-id namespace; the old process waits and says what became of it.

    When its first process ends, the kernel kills every process in the namespace.
    """
    pid = os.fork()
    if pid == 0:
        return
    control.close()
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os._exit(status if status >= 0 else 128 - status)


def count_threads() -> int:
    """Threads of this process, waiting a moment for one that is just ending."""
    for _ in range(100):
        count = len(os.listdir("/proc/self/task"))
        if count == 1:
            break
        time.sleep(0.01)
    return count


class Template:
    """The process after its imports: forks a child for each request, reaps it on another."""

    def __init__(self, config: TemplateConfig, control: socket.socket) -> None:
        self.config = config
        self.control = control
        self.library = view.LIBRARY if config.namespaces else config.library
        self.cache = view.CACHE if config.namespaces else config.cache
        self._use_staged_folders()
        self.confinement = Confinement(
            layers=Layers(
                namespaces=config.namespaces, landlock=config.landlock, seccomp=config.seccomp
            ),
            readable=(*config.readable, self.library, self.cache),
            environment=dict(os.environ),
        )
        self.own_pidfd = os.pidfd_open(os.getpid())

    def _use_staged_folders(self) -> None:
        """Import from the staged library from now on, and from the repository no more."""
        import autograder

        source = os.environ.pop("PYTHONPATH")
        sys.path[sys.path.index(source)] = self.library
        # An editable installation of the course would lead back to the repository.
        sys.path[:] = [entry for entry in sys.path if not entry.startswith(EDITABLE)]
        sys.meta_path[:] = [
            finder
            for finder in sys.meta_path
            if not getattr(finder, "__module__", "").startswith(EDITABLE)
        ]
        autograder.__path__ = [f"{self.library}/autograder"]
        os.environ.update(
            HOME=self.cache,
            MPLCONFIGDIR=f"{self.cache}/matplotlib",
            IPYTHONDIR=f"{self.cache}/ipython",
        )

    def warm(self) -> None:
        """Import everything, once, for all children."""
        kernel.libc().mallopt(M_ARENA_MAX, 2)  # threads would each reserve address space
        from autograder.sandbox import shell, worker

        self.worker = worker
        for name in self.config.preload:
            importlib.import_module(name)
        self.shell = shell.build()
        shell.use_inline_figures(self.shell)
        _load_lazy_parts(self.shell)
        if self.config.seccomp:
            seccomp.assemble(1, this_architecture())  # so that children find its parts made
        if self.config.namespaces:
            namespaces.freeze_mount(self.cache)
        # Objects that exist now are never collected, so their pages stay shared with the children.
        gc.collect()
        gc.freeze()
        kernel.gather_pages()

    def say(self, message: dict[str, Any], descriptors: tuple[int, ...] = ()) -> None:
        """One datagram to the judge."""
        socket.send_fds(self.control, [json.dumps(message).encode()], list(descriptors))

    def serve(self) -> None:
        """Work until the judge closes the control socket."""
        self.say({"ready": True, "threads": count_threads()})
        while True:
            data, descriptors, _, _ = socket.recv_fds(self.control, MAX_REQUEST, 3)
            if not data:
                os._exit(0)
            request = json.loads(data)
            if request["op"] == "spawn":
                self.spawn(request, (descriptors[0], descriptors[1], descriptors[2]))
            else:
                self.reap(request["pid"])

    def spawn(self, request: dict[str, Any], descriptors: tuple[int, int, int]) -> None:
        """Fork a child and tell the judge its pidfd."""
        started = time.perf_counter()
        threads = count_threads()
        if threads != 1:
            self.say({"error": f"the template has {threads} threads and must not fork"})
            return
        limits = Limits(**request["limits"])
        if self.config.namespaces:
            # Each child is the first process of a namespace inside the template's own.
            namespaces.enter(self.own_pidfd, namespaces.NEW_PIDS)
            namespaces.unshare(namespaces.NEW_PIDS)
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self.be_child(request, limits, descriptors, parent, started)
        for descriptor in descriptors:
            os.close(descriptor)
        pidfd = os.pidfd_open(pid)
        self.say({"pid": pid, "fork_seconds": time.perf_counter() - started}, (pidfd,))
        os.close(pidfd)

    def be_child(
        self,
        request: dict[str, Any],
        limits: Limits,
        descriptors: tuple[int, int, int],
        parent: int,
        started: float,
    ) -> None:
        """Lock down and work; never returns. Fails closed: no student code in a half-locked child.

        The except clauses are as wide as can be because nothing may escape into the template's
        own loop, whose control socket this process has a copy of.
        """
        try:
            confine(self.confinement, limits, request["scratch"], descriptors)
            if not self.config.namespaces and os.getppid() != parent:
                os._exit(0)  # the template died before its death could be announced
        except BaseException:
            os.write(descriptors[2], b"lock-down failed: " + traceback.format_exc().encode())
            os._exit(LOCK_DOWN_FAILED)
        try:
            self.worker.serve(
                self.shell, seed=request["seed"], render=request["render"], started=started
            )
        finally:
            os._exit(WORKER_FAILED)

    def reap(self, pid: int) -> None:
        """Collect a child that has ended, with what it used."""
        _, status, used = os.wait4(pid, 0)
        self.say(
            {
                "status": os.waitstatus_to_exitcode(status),
                "cpu_seconds": used.ru_utime + used.ru_stime,
                "max_rss": used.ru_maxrss * 1024,
            }
        )


def _load_lazy_parts(shell: Any) -> None:
    """Run what reads its parts on first use: error formatting, tables, time zones, figures.

    None of it is numerical work; what starts threads is left to the children.
    """
    import io

    saved, sys.stdout = sys.stdout, io.StringIO()
    try:
        for source in (
            "1/0",
            "def f(:",
            "import pandas as pd\npd.DataFrame({'a': [1.5], 'b': ['x']})",
            f"for zone in {ZONES}: pd.to_datetime(['2013-07-04'], utc=True).tz_convert(zone)",
            "pd.DataFrame({'a': [1.5], 'b': ['x']}).to_dict('records')",
            "%matplotlib inline",
            "import matplotlib.pyplot as plt\nplt.figure(); plt.plot([1, 2]); plt.close('all')",
        ):
            shell.run_cell(source, store_history=False)
    finally:
        sys.stdout = saved
    shell.reset(new_session=True)
    shell.output_log.take()


def main() -> None:
    """Isolate, import, serve. Any failure before serving is reported and ends the process."""
    control = socket.socket(fileno=int(sys.argv[1]))
    config = receive_config(control)
    try:
        isolate(config, control)
        template = Template(config, control)
        template.warm()
    except Exception:  # whatever it is, the judge must hear of it rather than wait
        control.send(json.dumps({"error": traceback.format_exc()[-8000:]}).encode())
        os._exit(1)
    template.serve()


if __name__ == "__main__":
    main()
