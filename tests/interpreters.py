"""Make an environment for each supported Python on this machine: `make interpreters`.

The student notebooks must come out byte-identical under all of them, and a test runs the
generator in each environment made here. Only what the generator needs is installed, at the
versions and hashes of the lock file.
"""

import os
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = ("3.11", "3.12", "3.13")
NEEDED = ("jupytext", "nbgrader")


def closure(names):
    """The distributions that `names` need in this environment, themselves included."""
    found, waiting = set(), [Requirement(name) for name in names]
    while waiting:
        needed = waiting.pop()
        name = re.sub(r"[-_.]+", "-", needed.name).lower()
        for extra in ("", *needed.extras):
            if (name, extra) in found:
                continue
            found.add((name, extra))
            requirements = map(Requirement, metadata.requires(name) or ())
            waiting += [
                r for r in requirements if not r.marker or r.marker.evaluate({"extra": extra})
            ]
    return {name for name, _ in found}


def part_of_lock(names):
    """The lock file's blocks for `names`."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text)
    return (
        "\n".join(block for block in blocks if re.split(r"[=\[]", block)[0].lower() in names) + "\n"
    )


def interpreter(version):
    """A working Python of this version, from the PATH or from pyenv; None if there is none."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    on_path = [path] if (path := shutil.which(f"python{version}")) else []
    for python in [*on_path, *sorted(pyenv.glob(f"{version}.*/bin/python"), reverse=True)]:
        # pyenv's shims stand on the PATH also for versions that are not switched on.
        if subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0:
            return python
    return None


def main():
    """Make what is missing under build/python3.X; say what was not found."""
    this = f"{sys.version_info[0]}.{sys.version_info[1]}"
    lock = ROOT / "build" / "interpreters.lock"
    lock.parent.mkdir(exist_ok=True)
    wanted = part_of_lock(closure(NEEDED))
    lock.write_text(wanted, encoding="utf-8")
    for version in VERSIONS:
        home = ROOT / "build" / f"python{version}"
        ready = home / "ready.lock"
        if version == this or (ready.exists() and ready.read_text("utf-8") == wanted):
            continue
        python = interpreter(version)
        if python is None:
            print(f"python{version}: not on this machine")
            continue
        print(f"python{version}: making {home.relative_to(ROOT)}")
        subprocess.run([python, "-m", "venv", "--clear", home], check=True)
        pip = [home / "bin" / "python", "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, "--require-hashes", "--no-deps", "-r", lock], check=True)
        ready.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    main()
