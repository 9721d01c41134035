"""The files around the code: versions agree, links resolve, derived files are derived."""

import json
import re
import shutil
import subprocess
import tomllib
from itertools import chain

import nbformat
import pytest
import yaml
from packaging.requirements import Requirement
from typer.testing import CliRunner

from autograder import bank, course, sample, syllabus
from autograder.cli import app

from .conftest import LONGEST

ROOT = course.ROOT
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA_NAMES = {
    "category_encoders": "category-encoders",
    "python-duckdb": "duckdb",
    "python-tzdata": "tzdata",
}


def tracked():
    """The files of the repository; in an export without git, all but what is made."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        made = {".venv", "build", "work", "__pycache__"}
        paths = [path for path in ROOT.rglob("*") if not made & set(path.relative_to(ROOT).parts)]
    return [path for path in paths if path.is_file()]


TRACKED = tracked()
# What has not landed has links that hold where it will lie.
PAGES = [
    path for path in TRACKED if path.suffix == ".md" and path.relative_to(ROOT).parts[0] != "coming"
]


def direct_requirements():
    """Everything pyproject.toml asks for, extras included."""
    texts = [*PROJECT["dependencies"], *chain(*PROJECT["optional-dependencies"].values())]
    return {r.name.lower(): r for r in map(Requirement, texts) if r.name != PROJECT["name"]}


def locked():
    """Name and version of every distribution in the lock file."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[.*\])?==([^\s;\\]+)", text, re.MULTILINE)
    return {name.lower(): version for name, version in pins}


def test_the_lock_file_pins_everything_by_hash_and_names_no_index():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "http" not in re.sub(r"\bhttp(core|x|tools)\b", "", text).replace("via http", "")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text)
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_lock_file_satisfies_the_project():
    pins = locked()
    for name, requirement in direct_requirements().items():
        assert requirement.specifier.contains(pins[name], prereleases=True), requirement


def test_conda_users_get_the_versions_of_the_lock_file():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    plain = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    (pip,) = [entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict)]
    found = {}
    for entry in plain:
        name, _, version = entry.partition("=")
        found[CONDA_NAMES.get(name, name)] = version
    found |= dict(entry.split("==") for entry in pip if "==" in entry)
    python = Requirement(f"python{PROJECT['requires-python']}")
    assert python.specifier.contains(found.pop("python"))
    assert found.pop("pip") == ""
    assert "-e ." in pip
    pins = locked()
    assert found == {name: pins[name] for name in direct_requirements()}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_inside_the_repository_resolve(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    anchors = {}
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        if anchor and file.suffix == ".md":
            if file not in anchors:
                headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
                anchors[file] = {slugify(heading) for heading in headings}
            assert anchor in anchors[file], target


def slugify(heading):
    """The anchor that Git hosts give a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def test_derived_tables_are_up_to_date():
    assert syllabus.stale() == [], "run 'mlsd build'"


def test_the_syllabus_names_all_weeks_of_the_course():
    text = syllabus.PAGE.read_text(encoding="utf-8")
    slugs = re.findall(r"^\| *\S+ *\| *`(\w+)`", text, re.MULTILINE)
    assert len(slugs) == len(set(slugs)) == 14
    assert slugs[-1] == "capstone"
    assert set(course.slugs()) <= set(slugs)


def headings_by_week():
    """The sections of every landed lecture, by the number of its week; the capstone is week 14."""
    return {
        14 if slug == "capstone" else int(slug[1:3]): set(
            re.findall(r"^## (.+)$", course.week(slug).lecture.read_text("utf-8"), re.M)
        )
        for slug in course.slugs()
    }


def test_the_syllabus_calls_a_week_planned_until_it_has_landed():
    text = syllabus.PAGE.read_text(encoding="utf-8")
    for slug, plan in re.findall(r"^### .*`(\w+)`(.*)$", text, re.MULTILINE):
        assert plan == ("" if slug in course.slugs() else " (plan; not landed yet)"), slug


def test_the_coverage_map_names_sections_of_landed_weeks_by_their_headings():
    headings = headings_by_week()
    _, _, coverage = syllabus.PAGE.read_text(encoding="utf-8").partition("## Coverage map")
    rows = re.findall(r"^\|([^|]+)\| *([\d, ]+) *\|([^|]+)\|", coverage, re.MULTILINE)
    assert len(rows) > 40
    for topic, weeks, sections in rows:
        named = {section.strip() for section in sections.split(";")}
        landed = [headings[int(week)] for week in weeks.split(",") if int(week) in headings]
        for sections_of_one in landed:
            assert named & sections_of_one, topic
        if len(landed) == len(weeks.split(",")):
            assert named <= set().union(*landed), topic


def test_every_command_stands_in_the_readme():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in app.registered_commands:
        assert f"mlsd {command.callback.__name__}" in text


def test_the_readme_is_short():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < 200


def test_the_readme_shows_what_a_check_really_prints(tmp_path):
    (example,) = re.findall(
        r"^```text\n(best-threshold.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.M | re.S
    )
    slug = "w01_framing"
    (mistake,) = [v for v in bank.mistakes(slug) if v.name == "equal_scores_split"]
    path = tmp_path / "notebook.ipynb"
    nbformat.write(sample.of_variants(slug, mistake), path)
    run = CliRunner().invoke(app, ["check", slug, str(path)], env={"COLUMNS": "100"})
    assert " ".join(example.split()) in " ".join(run.output.split())


def test_every_verb_of_the_makefile_says_what_it_does():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    (verbs,) = re.findall(r"^\.PHONY: (\w.+)$", text, re.MULTILINE)
    for verb in verbs.split():
        assert re.search(rf"^{verb}:.*## ", text, re.MULTILINE), verb


def test_the_tests_that_are_begun_first_are_there():
    assert [name for name in LONGEST if not (ROOT / "tests" / name).is_file()] == []


def test_no_committed_notebook_holds_outputs_or_traces_of_a_machine():
    for path in TRACKED:
        if path.suffix == ".ipynb" and "tests" not in path.parts:
            notebook = json.loads(path.read_text(encoding="utf-8"))
            assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
            assert notebook["metadata"]["language_info"] == {"name": "python"}
            assert not any(cell.get("outputs") for cell in notebook["cells"])


MEET = ("world.py", "quarters.py")


def test_worlds_and_the_judge_meet_in_two_modules_only():
    """One gives notebooks their data, the other runs systems through the simulated quarter."""
    for path in TRACKED:
        parts = path.relative_to(ROOT).parts
        text = path.read_text(encoding="utf-8") if path.suffix == ".py" else ""
        if parts[0] == "worlds":
            assert "autograder" not in text
        if parts[0] == "autograder" and "checks" not in parts and path.name not in MEET:
            assert not re.search(r"^\s*(from|import) worlds", text, re.MULTILINE), path


def test_the_site_knows_the_judge_and_not_the_reverse():
    for path in TRACKED:
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in ("autograder", "worlds"):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"^\s*(from|import) website", text, re.MULTILINE), path


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_an_environment_in_a_folder_that_was_moved_is_made_anew(tmp_path):
    here = tmp_path / "here"
    (here / ".venv").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", here)
    for name in ("requirements.lock", "pyproject.toml", ".venv/.ready"):
        (here / name).touch()
    (here / ".venv" / ".ready").write_text(f"{here}\n")

    def planned(folder):
        made = subprocess.run(
            ["make", "-n", "install"], cwd=folder, capture_output=True, text=True, check=True
        )
        return made.stdout

    assert "venv --clear" not in planned(here)
    there = here.rename(tmp_path / "there (2)")
    assert "venv --clear" in planned(there)
