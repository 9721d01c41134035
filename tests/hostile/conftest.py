"""The host week, the judges of each tier, and a trap for each attack."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from autograder import course, pytest_plugin, release, suite, syllabus
from autograder.judge import Judge
from autograder.sandbox.confine import Layers
from autograder.sandbox.launch import WarmTemplate
from autograder.sandbox.limits import Limits
from autograder.sandbox.workspace import Workspace

from . import host
from .corpus import QUICK, Trap

LAYERS = {
    "A": Layers(namespaces=True),
    "B": Layers(namespaces=False),
    "landlock": Layers(namespaces=False, landlock=False),
    "seccomp": Layers(namespaces=False, seccomp=False),
    "everything": Layers(namespaces=False, landlock=False, seccomp=False),
}
"""The two tiers, and tier B without a layer, by the name of what is missing."""
PRELOAD = ("numpy", "pandas", "matplotlib.pyplot", "autograder.sandbox.stand_in")


@pytest.fixture(scope="session")
def template_of() -> Iterator[Callable[[str], WarmTemplate]]:
    """The running template with these layers, started when it is first asked for."""
    running: dict[str, WarmTemplate] = {}

    def template_of(name: str) -> WarmTemplate:
        if name not in running:
            running[name] = WarmTemplate(Workspace(preload=PRELOAD), LAYERS[name])
        return running[name]

    yield template_of
    for template in running.values():
        template.close()


@pytest.fixture(scope="module")
def host_week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A course whose only week is the host; returns its root."""
    root = tmp_path_factory.mktemp("host-course")
    checks = root / "checks" / host.SLUG
    for folder in (root / "solutions", root / "assignments" / host.SLUG):
        folder.mkdir(parents=True)
    (root / "solutions" / f"{host.SLUG}.py").write_text(host.SOURCE, encoding="utf-8")
    for name, text in host.CHECKS.items():
        (checks / name).parent.mkdir(parents=True, exist_ok=True)
        (checks / name).write_text(text, encoding="utf-8")
    shutil.copy(course.CHECKS / "pytest.ini", root / "checks")
    (root / "syllabus.md").write_text(f"{syllabus.BEGIN}\n{syllabus.END}\n", encoding="utf-8")
    # Readable for all, so that it is the sandbox that hides it and not the mode of a folder.
    for folder in (root, *root.rglob("*")):
        folder.chmod(0o755 if folder.is_dir() else 0o644)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(course, "ROOT", root)
        patch.setattr(course, "CHECKS", root / "checks")
        patch.setattr(release, "SOURCES", root / "build" / "source")
        patch.setattr(syllabus, "PAGE", root / "syllabus.md")
        forget_caches()
        notebook = release.student_notebook(host.SLUG)
        (root / "assignments" / host.SLUG / f"{host.SLUG}.ipynb").write_bytes(notebook)
        yield root
    forget_caches()


def forget_caches() -> None:
    """Forget what is remembered by a week's slug."""
    course.check_cells.cache_clear()
    pytest_plugin.reference_module.cache_clear()
    suite.reset()


@pytest.fixture(scope="module")
def judge_of(
    host_week: Path, template_of: Callable[[str], WarmTemplate]
) -> Callable[[str, Limits], Judge]:
    """A judge of the host week with the layers of that name."""
    judges: dict[str, Judge] = {}

    def judge_of(name: str, limits: Limits) -> Judge:
        if name not in judges:
            template = template_of(name)
            judges[name] = Judge(
                host.SLUG, lambda limits: template.spawn(limits, seed=7), tier=name, seed=7
            )
        judges[name].limits = replace(limits)
        return judges[name]

    return judge_of


@pytest.fixture
def trap_for(template_of: Callable[[str], WarmTemplate]) -> Iterator[Callable[[str], Trap]]:
    """A fresh trap around the template with these layers."""
    traps: list[Trap] = []

    def trap_for(name: str) -> Trap:
        traps.append(Trap(template_of(name).process.pid))
        return traps[-1]

    yield trap_for
    for trap in traps:
        trap.close()


@pytest.fixture
def quick() -> Limits:
    """The limits of most attacks."""
    return QUICK
