"""Workflows and the dev container say what the Makefile says, and name what exists."""

import json
import os
import re
import shlex
import shutil
import sys
import tomllib
from pathlib import Path, PurePosixPath

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from autograder import course
from autograder.cli import app

WORKFLOWS = sorted((course.ROOT / ".github" / "workflows").glob("*.yml"))
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
MAKEFILE = (course.ROOT / "Makefile").read_text(encoding="utf-8")


def steps(workflow):
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


def verbs():
    return set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE))


def misnamed(line):
    """What a command line names that is not there."""
    command, *words = shlex.split(line)
    commands = {one.callback.__name__ for one in app.registered_commands}
    if command == "make" and not set(words) <= verbs():
        yield f"no verb of the Makefile: {line}"
    elif command == "mlsd" and words[0] not in commands:
        yield f"no command of mlsd: {line}"
    elif "/" in command and not (course.ROOT / command).is_file():
        yield f"no file {command}"
    elif "/" not in command and not shutil.which(command, path=PATH):
        yield f"no program {command}"
    for word in words:
        if word.endswith((".py", ".md", ".lock")) and not (course.ROOT / word).is_file():
            yield f"no file {word}"


def problems(workflow):
    """What a workflow names that is not there."""
    found = []
    for step in steps(workflow):
        options = step.get("with", {})
        found += [
            f"no file {name}"
            for key, name in options.items()
            if key.endswith(("-file", "-path")) and not (course.ROOT / name).is_file()
        ]
        for line in step.get("run", "").splitlines():
            found += misnamed(line)
        if "upload" in step.get("uses", ""):
            made = PurePosixPath(options["path"])
            if not re.search(rf"^\t.* {made}$", MAKEFILE, re.MULTILINE):
                found.append(f"not made by the Makefile: {made}")
    return found


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_names_only_files_and_verbs_that_exist(workflow):
    assert problems(workflow) == []


def test_the_site_is_published_as_it_is_built_here():
    (pages,) = [path for path in WORKFLOWS if path.name == "pages.yml"]
    assert [step["run"] for step in steps(pages) if "run" in step] == ["make site"]
    (upload,) = [step for step in steps(pages) if "upload" in step.get("uses", "")]
    assert upload["with"]["path"] == "build/site"
    assert any("deploy-pages" in step.get("uses", "") for step in steps(pages))


def test_the_gate_of_pull_requests_is_the_gate():
    (gate,) = [path for path in WORKFLOWS if path.name == "gate.yml"]
    workflow = yaml.safe_load(gate.read_text(encoding="utf-8"))
    assert "pull_request" in workflow[True]  # to YAML 1.1 the key `on` is true
    runs = [step["run"] for step in workflow["jobs"]["gate"]["steps"] if "run" in step]
    assert runs == [".ci/run"]
    systems = workflow["jobs"]["learner"]["strategy"]["matrix"]["os"]
    assert {system.split("-")[0] for system in systems} == {"macos", "windows"}
    done = " ".join(step.get("run", "") for step in workflow["jobs"]["learner"]["steps"])
    assert all(word in done for word in ("mlsd start", "mlsd check", "lectures/"))


def test_the_dev_container_is_made_by_a_verb_of_the_makefile():
    path = course.ROOT / ".devcontainer" / "devcontainer.json"
    container = json.loads(path.read_text(encoding="utf-8"))
    assert list(misnamed(container["postCreateCommand"])) == []
    (python,) = re.findall(r":(3\.\d+)-", container["image"])
    project = tomllib.loads((course.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert SpecifierSet(project["requires-python"]).contains(python)
    interpreter = container["customizations"]["vscode"]["settings"]["python.defaultInterpreterPath"]
    (folder,) = re.findall(r"^VENV \?= (\S+)$", MAKEFILE, re.MULTILINE)
    assert interpreter == f"${{containerWorkspaceFolder}}/{folder}/bin/python"


def test_a_workflow_that_names_what_is_not_there_is_found(tmp_path):
    bad = tmp_path / "bad.yml"
    bad.write_text(
        "jobs: {a: {steps: [{run: make soup}, {run: mlsd soup}, {run: nosuchprogram x}, "
        "{run: .ci/soup}, {run: mlsd check w01 solutions/soup.py}, "
        "{uses: x, with: {some-file: nowhere.txt}}, {uses: upload, with: {path: build/soup}}]}}"
    )
    assert len(problems(bad)) == 7
