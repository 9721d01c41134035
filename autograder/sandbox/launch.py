"""Starting the warm template and getting sessions from it: the judge's side of `template`."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder.sandbox import identity, leftovers
from autograder.sandbox import workspace as spaces
from autograder.sandbox.channel import Channel
from autograder.sandbox.child import ChildProcess
from autograder.sandbox.confine import Layers
from autograder.sandbox.errors import SandboxError, TemplateDied
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session
from autograder.sandbox.template import TemplateConfig
from autograder.sandbox.view import SCRATCH
from autograder.sandbox.watch import Watch, remove_tree
from autograder.sandbox.workspace import Workspace

START_SECONDS = 120.0
ANSWER_SECONDS = 30.0
MAX_ANSWER = 1 << 16


class WarmTemplate:
    """A running template. Use it in a `with`; `close` ends every child as well."""

    def __init__(self, workspace: Workspace, layers: Layers) -> None:
        """Start the process and wait until it has imported everything.

        Raises `SandboxError` when it cannot isolate itself as `layers` says, and
        `ConfigurationError` when a secret would be readable.
        """
        self.workspace = workspace
        self.layers = layers
        self.state, self.claim = leftovers.staging_folder()
        self.sessions = 0
        self.importable: dict[str, bool] = {}
        began = time.perf_counter()
        try:
            config, environment = self._stage()
            self.config = config
            self.process, self.control = self._start(environment)
            self._tell(dataclasses.asdict(config))
            self.ready = self._hear(START_SECONDS)[0]
        except BaseException:
            self.close()
            raise
        self.start_seconds = time.perf_counter() - began

    def __enter__(self) -> WarmTemplate:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    # -- starting

    def _stage(self) -> tuple[TemplateConfig, dict[str, str]]:
        """Make the folders the template needs, owned by whom it will be."""
        library, cache = self.state / "library", self.state / "cache"
        spaces.stage_library(self.workspace, library)
        spaces.stage_cache(cache)
        environment = {**spaces.ENVIRONMENT, **self.workspace.environment}
        environment["PYTHONPATH"] = str(spaces.sandbox_sources().parents[1])
        mount_point = self.state / "root"
        mount_point.mkdir()
        readable = spaces.readable_paths(self.workspace)
        user = self.workspace.identity
        keep_files = False
        self.state.chmod(0o755)
        if os.geteuid() == 0:
            keep_files = not self.layers.namespaces and not identity.can_read(user, readable)
            # Writable by group as well, for a template that opens files as root but asks, like
            # matplotlib does, whether its real user may.
            for folder, _, files in os.walk(cache):
                os.chmod(folder, 0o775)
                for path in (folder, *(os.path.join(folder, name) for name in files)):
                    os.chown(path, user.uid, user.gid)
        config = TemplateConfig(
            namespaces=self.layers.namespaces,
            landlock=self.layers.landlock,
            seccomp=self.layers.seccomp,
            readable=readable,
            library=str(library),
            cache=str(cache),
            mount_point=str(mount_point),
            preload=list(self.workspace.preload),
            uid=user.uid,
            gid=user.gid,
            keep_files=keep_files,
        )
        return config, environment

    def _start(
        self, environment: Mapping[str, str]
    ) -> tuple[subprocess.Popen[bytes], socket.socket]:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-s", "-P", "-m", "autograder.sandbox.template"]
        with theirs, (self.state / "log").open("wb") as log:
            process = subprocess.Popen(
                [*command, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(environment),
                cwd="/",
            )
        return process, ours

    # -- talking

    def _tell(self, message: Mapping[str, Any], descriptors: Sequence[int] = ()) -> None:
        try:
            socket.send_fds(self.control, [json.dumps(message).encode()], list(descriptors))
        except OSError as error:
            raise TemplateDied(f"the template is gone: {error}; {self.log()}") from None

    def _hear(self, seconds: float) -> tuple[dict[str, Any], list[int]]:
        self.control.settimeout(seconds)
        try:
            data, descriptors, _, _ = socket.recv_fds(self.control, MAX_ANSWER, 1)
        except OSError as error:
            raise TemplateDied(f"the template does not answer: {error}; {self.log()}") from None
        if not data:
            raise TemplateDied(f"the template ended: {self.log()}")
        message = json.loads(data)
        if "error" in message:
            raise TemplateDied(message["error"])
        return message, descriptors

    def log(self) -> str:
        """The end of what the template printed."""
        try:
            return (self.state / "log").read_text(errors="replace")[-4000:]
        except OSError:
            return "no log"

    # -- sessions

    def spawn(
        self, limits: Limits | None = None, *, seed: int = 0, render: Sequence[str] = ()
    ) -> Session:
        """A fresh, locked-down child, forked from the template.

        `seed` decides how the global generators of `random` and `numpy` begin; what the child is
        told of it tells nothing about it, or a submission could draw what the checks draw.
        `render` names MIME types to render displays to, besides plain text: `image/png` for
        figures, `text/html` for tables.
        """
        limits = limits or Limits()
        self.sessions += 1
        scratch = self._make_scratch()
        ours, theirs = socket.socketpair()
        output, output_end = os.pipe()
        errors, errors_end = os.pipe()
        request = {
            "op": "spawn",
            "limits": dataclasses.asdict(limits),
            "scratch": SCRATCH if scratch is None else str(scratch),
            "seed": _told_of(seed),
            "render": list(render),
        }
        try:
            self._tell(request, [theirs.fileno(), output_end, errors_end])
            reply, descriptors = self._hear(ANSWER_SECONDS)
        except SandboxError:
            for descriptor in (output, errors):
                os.close(descriptor)
            ours.close()
            raise
        finally:
            theirs.close()
            os.close(output_end)
            os.close(errors_end)
        (pidfd,) = descriptors
        child = ChildProcess(
            pid=reply["pid"],
            pidfd=pidfd,
            fork_seconds=reply["fork_seconds"],
            status=self._reap,
            clean=lambda: None if scratch is None else remove_tree(scratch),
            importable=self._can_import,
        )
        watch = None if scratch is None else Watch(child.pid, scratch, limits)
        channel = Channel(
            ours,
            output,
            errors,
            pidfd=pidfd,
            limits=limits,
            overrun=None if watch is None else watch.overrun,
        )
        session = Session(child, channel, limits)
        session.wait_until_locked()
        return session

    def _make_scratch(self) -> Path | None:
        """A folder of the child's own, or none where it mounts one."""
        if self.layers.namespaces:
            return None
        folder = self.state / f"scratch-{self.sessions}"
        folder.mkdir(mode=0o700)
        user = self.workspace.identity
        if os.geteuid() == 0 and not self.config.keep_files:
            os.chown(folder, user.uid, user.gid)
        return folder

    def _reap(self, pid: int) -> Mapping[str, Any]:
        self._tell({"op": "reap", "pid": pid})
        return self._hear(ANSWER_SECONDS)[0]

    def _can_import(self, module: str) -> bool:
        """Whether a child finds this module by itself. Asked for every class that is sent."""
        if module not in self.importable:
            self.importable[module] = self._is_inside(module)
        return self.importable[module]

    def _is_inside(self, module: str) -> bool:
        """Whether a module is of the standard library, installed, or of a package of ours."""
        top = module.partition(".")[0]
        if top == "autograder":
            return module == "autograder" or module.startswith("autograder.sandbox")
        if top in sys.stdlib_module_names or top in (p.stem for p in self.workspace.packages):
            return True
        file = getattr(sys.modules.get(module), "__file__", None)
        return file is not None and Path(file).is_relative_to(sys.prefix)

    def close(self) -> None:
        """End the template and, with it, every child. May be called again."""
        try:
            self._end_process()
        finally:  # also after a second Ctrl-C
            if self.state.exists():
                leftovers.remove(self.state)
                os.close(self.claim)

    def _end_process(self) -> None:
        control = getattr(self, "control", None)
        if control is None:
            return
        control.close()
        try:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(ANSWER_SECONDS)
        finally:
            self.process.kill()  # nothing, if it has ended
            self.process.wait()


def _told_of(seed: int) -> int:
    """32 bits that follow from a seed, and from which it does not follow."""
    return int.from_bytes(hashlib.sha256(b"global generators %d" % seed).digest()[:4], "big")
