"""Functions on their way into the sandbox, with the modules that they use."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from autograder.sandbox import copying


def of_a_package(package: ModuleType) -> object:
    return package.later.answer


def test_a_submodule_that_was_imported_since_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    package, later, other = (ModuleType(f"boxes{end}") for end in ("", ".later", ".other"))
    package.__package__ = "boxes"
    monkeypatch.setitem(sys.modules, "boxes", package)
    monkeypatch.setitem(sys.modules, "boxes.other", other)
    code = of_a_package.__code__
    for _ in range(2):
        assert copying.submodules(code, [package, "later"]) == []
    monkeypatch.setitem(sys.modules, "boxes.later", later)
    for _ in range(2):
        assert copying.submodules(code, [package, "later"]) == [later]
    assert copying.submodules(code, ["later"]) == []


def test_functions_are_copied_with_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = copying._find_submodules

    def noting(code: object, packages: object) -> object:
        asked.append(code.co_name)
        return real(code, packages)

    monkeypatch.setattr(copying, "_find_submodules", noting)
    copying._found.cache_clear()
    copier = copying.Copier(lambda name: name != __name__, lambda spy: 1, lambda handle: True)
    frames = [copier.dumps({"id": 1, "args": [uses_pytest]}) for _ in range(2)]
    assert frames[0] == frames[1]
    assert asked == ["uses_pytest"]


def uses_pytest() -> object:
    return pytest.raises
