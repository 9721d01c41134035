"""The workflow that publishes the site says what `make site` says, and names what exists."""

import re
from pathlib import PurePosixPath

import pytest
import yaml

from autograder import course

WORKFLOWS = sorted((course.ROOT / ".github" / "workflows").glob("*.yml"))
MAKEFILE = (course.ROOT / "Makefile").read_text(encoding="utf-8")


def steps(workflow):
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


def verbs():
    return set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE))


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
            command, *words = line.split()
            if command != "make" or not set(words) <= verbs():
                found.append(f"no verb of the Makefile: {line}")
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


def test_a_workflow_that_names_what_is_not_there_is_found(tmp_path):
    bad = tmp_path / "bad.yml"
    bad.write_text(
        "jobs: {a: {steps: [{run: make soup}, {run: pip install x}, "
        "{uses: x, with: {some-file: nowhere.txt}}, {uses: upload, with: {path: build/soup}}]}}"
    )
    assert len(problems(bad)) == 4
