"""CONTRIBUTING shows an exercise added from nothing to a green audit; here it is replayed."""

import os
import re
import subprocess
import sys
from pathlib import Path

from autograder import course
from autograder.audit.operators import OPERATORS

PAGE = course.REPOSITORY / "CONTRIBUTING.md"
_FENCE = re.compile(r"(?P<before>[^\n]*)\n\n```(?P<kind>\w+)\n(?P<body>.*?)```", re.DOTALL)


def transcript():
    """Each step of the section: a file or lines to write, or a command with what it prints."""
    section = PAGE.read_text(encoding="utf-8").split("### From nothing to a green audit\n")[1]
    for fence in _FENCE.finditer(section.split("\n## ")[0]):
        if fence["kind"] in ("python", "toml"):
            name = re.findall(r"`([\w/.-]+\.(?:py|toml))`", fence["before"])[-1]
            yield "file", name, fence["body"]
        elif fence["kind"] == "console":
            for part in fence["body"].split("$ ")[1:]:
                command, _, printed = part.partition("\n")
                yield "command", command, printed


def appears(expected: str, printed: str) -> bool:
    """Whether the lines between `...` stand in the output, each block whole and in order."""
    at = 0
    lines = [line.rstrip() for line in printed.splitlines()]
    for block in expected.split("...\n"):
        wanted = [line.rstrip() for line in block.splitlines()]
        places = range(at, len(lines) - len(wanted) + 1)
        found = next((p for p in places if lines[p : p + len(wanted)] == wanted), None)
        if found is None:
            return False
        at = found + len(wanted)
    return True


def write(path, body):
    """Write a file; of a TOML file that is there, add an entry, or replace the last one's list."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.suffix == ".toml" and path.exists() else ""
    if body.startswith("fails"):
        start = before.rindex("fails = ")
        before, rest = before[:start], before[start:].partition("\n")[2]
        body += rest
    path.write_text(before + body, encoding="utf-8")


def test_the_transcript_is_what_happens(tmp_path):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"MLSD_COURSE": str(tmp_path), "PATH": path, "COLUMNS": "120"}
    commands = 0
    for kind, name, body in transcript():
        if kind == "file":
            write(tmp_path / name, body)
            continue
        done = subprocess.run(
            name.split(), cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        commands += 1
        assert appears(body, done.stdout), f"$ {name}\n{done.stdout}\n{done.stderr}"
    assert commands == 5
    assert done.returncode == 0
    assert (tmp_path / "autograder/checks/w01_late/audit.json").is_file()


def test_the_reader_of_transcripts_would_notice_a_difference():
    assert appears("a\n...\nc\n", "a\nb\nc\n")
    assert not appears("a\nc\n", "a\nb\nc\n")
    assert not appears("...\nd\n", "a\nb\nc\n")


def test_every_operator_is_documented_with_its_fault():
    text = PAGE.read_text(encoding="utf-8")
    for operator in OPERATORS.values():
        assert f"| {operator.name} | {operator.fault} |" in text
