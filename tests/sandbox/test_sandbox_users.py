"""The sandbox started by an ordinary user, and who it is when started by root.

All other tests run as whoever runs pytest, which in containers is root.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.sandbox.identity import Identity

ORDINARY = 61234
RUN = """
import json, os
from autograder.sandbox.limits import Limits
from autograder.sandbox.tiers import Tier, open_sandbox
from autograder.sandbox.workspace import Workspace

found = {}
for tier in (Tier.A, Tier.B):
    sandbox = open_sandbox(Workspace(preload=()), tier=tier)
    with sandbox.template, sandbox.template.spawn(Limits()) as session:
        run = session.run_cell("import os, sqlite3\\nopen('x', 'w').close()\\nme = os.getuid()")
        found[tier.value] = [run.verdict.value, session.get("me"), session.child.pid > 0]
    found[tier.value].append(sandbox.template.state.exists())
print(json.dumps([os.getuid(), found]))
"""
# Run as root: lets the ordinary user reach an interpreter that lies in a folder of root's, in a
# mount namespace of its own, and becomes that user for good.
BECOME = """
import os, sys, tempfile
from autograder.sandbox import namespaces

user, prefix, target = int(sys.argv[1]), sys.argv[2], sys.argv[3]
namespaces.unshare(namespaces.NEW_MOUNTS)
namespaces.make_mounts_private()
closed = [p for p in reversed([prefix, *map(str, __import__("pathlib").Path(prefix).parents)])
          if not os.stat(p).st_mode & 1]
if closed:
    kept = tempfile.mkdtemp()
    namespaces.bind(prefix, kept)
    namespaces.mount("tmpfs", closed[0], 0, {"mode": "755"})
    os.makedirs(prefix, exist_ok=True)
    namespaces.bind(kept, prefix)
    namespaces.kernel.libc().umount2(kept.encode(), 2)
    os.rmdir(kept)
os.setgroups([])
os.setresgid(user, user, user)
os.setresuid(user, user, user)
os.chdir("/")
os.execv(sys.executable, [sys.executable, "-c", target])
"""


def run(*arguments: str) -> list[object]:
    root = Path(__file__).resolve().parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", *arguments],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(root), "HOME": "/nonexistent"},
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    found: list[object] = json.loads(ended.stdout)
    return found


def test_an_ordinary_user_gets_both_tiers() -> None:
    if os.geteuid() == 0:
        uid, found = run(BECOME, str(ORDINARY), sys.base_prefix, RUN)
        assert uid == ORDINARY
    else:
        uid, found = run(RUN)
    for tier in ("A", "B"):
        assert found[tier] == ["finished", uid, True, False]  # type: ignore[index]


def test_the_sandbox_is_never_root() -> None:
    for uid, gid in ((0, 65534), (65534, 0), (-1, 1)):
        with pytest.raises(ValueError, match="root"):
            Identity(uid, gid)
