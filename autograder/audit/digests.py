"""Digests of what can change a verdict, and of nothing else.

Comments cannot, nor can the words of a notebook, the docstrings of a judging module, the idea that
stands beside a mistake, or the reason beside an equivalent. So a digest is of what is left when
those are taken away. The docstrings of checks stay, for students read them, and a mistake says
what they must read.
"""

import ast
import hashlib
import io
import json
import tokenize
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import autograder
from autograder import course
from autograder.source import Kind, parse

_ROOT = Path(autograder.__file__).resolve().parent.parent
_ENTRIES = (
    "autograder.audit.audit",
    "autograder.testing",
    "autograder.pytest_plugin",
    "autograder.sandbox.template",
    "autograder.sandbox.worker",
)
"""What an audit runs, here and in the sandbox; whatever these import is the judge."""

_WORDS = frozenset({"idea", "reason"})
"""What people write into TOML files for each other."""


def digests(slug: str) -> dict[str, str]:
    """SHA-256 of all that an audit of a week depends on: its source, its checks, the judge."""
    week = course.week(slug)
    checks = [
        (path.relative_to(week.checks).as_posix(), _table(path) if toml else _program(path))
        for path in sorted(week.checks.rglob("*"))
        if (toml := path.suffix == ".toml") or path.suffix == ".py"
    ]
    judge = [(path.relative_to(_ROOT).as_posix(), _judging(path)) for path in judge_files()]
    return {
        "source": _digest(_cells(week.source)),
        "checks": _digest(checks),
        "judge": _digest(judge),
    }


def _cells(source: Path) -> Iterable[tuple[str, str]]:
    """The cells of a percent source that are run, without comments and docstrings."""
    for cell in parse(source).cells:
        if cell.kind in (Kind.SETUP, Kind.PARTS, Kind.CODE, Kind.EXERCISE):
            yield f"{cell.kind.name} {cell.key}", meaning(cell.text, docstrings=False)


def _program(path: Path) -> str:
    return meaning(path.read_text(encoding="utf-8"), docstrings=True)


def _judging(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return meaning(text, docstrings=False) if path.suffix == ".py" else text


def _table(path: Path) -> str:
    return json.dumps(_without_words(tomllib.loads(path.read_text(encoding="utf-8"))))


def _without_words(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_words(item) for key, item in value.items() if key not in _WORDS}
    return [_without_words(item) for item in value] if isinstance(value, list) else value


def meaning(text: str, *, docstrings: bool) -> str:
    """A program without comments and blank lines, and without docstrings unless they are wanted.

    What is left stands as it was written, so it is the same for every version of Python.
    """
    lines = text.splitlines()
    for start, end in reversed(_left_out(text, docstrings)):
        first, last = start[0] - 1, end[0] - 1
        joined = lines[first][: start[1]] + lines[last][end[1] :]
        lines[first : last + 1] = [joined]
    return "\n".join(line.rstrip() for line in lines if line.strip())


def _left_out(text: str, docstrings: bool) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Where comments and docstrings stand, in the order of the text."""
    found = []
    alone: tokenize.TokenInfo | None = None  # a text at the beginning of a statement
    before = tokenize.NEWLINE
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            found.append((token.start, token.end))
        if token.type in (tokenize.COMMENT, tokenize.NL):
            continue
        if alone and token.type == tokenize.NEWLINE and not docstrings:
            found.append((alone.start, alone.end))
        begins = before in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
        alone = token if begins and token.type == tokenize.STRING else None
        before = token.type
    return sorted(found)


def judge_files() -> list[Path]:
    """The modules of this repository that take part in an audit, and the versions of all others."""
    seen: set[str] = set()
    waiting = list(_ENTRIES)
    while waiting:
        name = waiting.pop()
        file = _file_of(name)
        if name in seen or file is None:
            continue
        seen.add(name)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Import(names=names):
                    waiting += [alias.name for alias in names]
                case ast.ImportFrom(module=str(module), names=names):
                    waiting += [module, *(f"{module}.{alias.name}" for alias in names)]
    files = {file for name in seen if (file := _file_of(name))}
    lock = _ROOT / "requirements.lock"
    return sorted(files | ({lock} if lock.exists() else set()))


def _file_of(name: str) -> Path | None:
    if name.split(".")[0] not in ("autograder", "worlds"):
        return None
    base = _ROOT.joinpath(*name.split("."))
    for file in (base.with_suffix(".py"), base / "__init__.py"):
        if file.exists():
            return file
    return None


def _digest(parts: Iterable[tuple[str, str]]) -> str:
    total = hashlib.sha256()
    for name, text in parts:
        total.update(f"{name}\0".encode())
        total.update(hashlib.sha256(text.encode()).digest())
    return total.hexdigest()[:16]
