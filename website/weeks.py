"""A week's page: the lecture, then its quiz and its assignment, all from where they are kept.

The lecture page is left as its author wrote it; quiz and assignment are put before its references
while the page is read.
"""

import ast
import json
import re
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from autograder import course, syllabus

_REFERENCES = re.compile(r"^\((?:w\d\d|capstone)-references\)=$", re.MULTILINE)
_LECTURE = re.compile(r"w\d\d_\w+|capstone")


def is_lecture(docname: str) -> bool:
    """Whether a page is that of a week."""
    return _LECTURE.fullmatch(docname) is not None


@dataclass(frozen=True)
class Exercise:
    """key: its name in check("..."); names: what the learner writes, with parameters;
    contract: the first sentence of its docstring; visible, hidden: points of its check cells."""

    key: str
    names: tuple[str, ...]
    contract: str
    visible: float
    hidden: float


def exercises(slug: str) -> tuple[Exercise, ...]:
    """The exercises of a week, read from the notebook that students open, so never a solution."""
    notebook = json.loads(course.week(slug).assignment.read_text(encoding="utf-8"))
    cells = {
        cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution") and cell["cell_type"] == "code"
    }
    return tuple(
        Exercise(
            key,
            *_written(cells[key]),
            course.points(slug, key, hidden=False),
            course.points(slug, key, hidden=True),
        )
        for key in dict.fromkeys(cell.exercise for cell in course.check_cells(slug))
    )


def _written(code: str) -> tuple[tuple[str, ...], str]:
    """What an exercise cell defines, and the first sentence of its first contract."""
    names, contract = [], ""
    for node in ast.parse(code).body:
        if isinstance(node, ast.FunctionDef):
            named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            names.append(f"{node.name}({', '.join(argument.arg for argument in named)})")
        elif isinstance(node, ast.ClassDef):
            names.append(f"class {node.name}")
        else:
            continue
        paragraph = (ast.get_docstring(node) or "").partition("\n\n")[0]
        contract = contract or " ".join(paragraph.split())
    return tuple(names), contract


def objectives(slug: str) -> list[str]:
    """What the syllabus says one can do after the week."""
    text = syllabus.PAGE.read_text(encoding="utf-8")
    (part,) = re.findall(
        rf"^### [^\n]*`{slug}`.*?(?=^### |^## |\Z)", text, re.MULTILINE | re.DOTALL
    )
    listed = part.partition("you can")[2].strip().partition("\n\n")[0]
    return [line.removeprefix("- ").rstrip(";.") for line in listed.splitlines()]


def hours(slug: str) -> str:
    """What the syllabus estimates for the whole week."""
    (row,) = re.findall(
        rf"^\| *\S+ *\| *`{slug}` *\|.*$", syllabus.PAGE.read_text("utf-8"), re.MULTILINE
    )
    return str(row.strip("| ").split("|")[4].strip())


def described(slug: str) -> str:
    """The assignment in MyST: what one learns, what one writes, its points, and how to start."""
    tasks = exercises(slug)
    automatic = sum(task.visible + task.hidden for task in tasks)
    lines = [
        f"{automatic:g} points are given by checks and {100 - automatic:g} for a memo; the whole "
        f"week takes about {hours(slug)} hours, lecture and readings included.",
        "",
        "```sh",
        f"mlsd start {slug}    # copies the notebook to work/ and opens it",
        f"mlsd check {slug}    # says what is right, what is not, and why",
        "```",
        "",
        f"Or take {{download}}`the notebook <../assignments/{slug}/{slug}.ipynb>` alone; "
        "its checks need the course installed ([how](/guides/learners.md)).",
        "",
        "It asks you to show that you can",
        "",
        ";\n".join(f"- {objective}" for objective in objectives(slug)) + ".",
        "",
        "and to write",
        "",
    ]
    for task in tasks:
        names = ", ".join(f"`{name}`" for name in task.names)
        points = f"{task.visible:g} points visible, {task.hidden:g} hidden"
        lines.append(f"- {names} ({points}): {task.contract}")
    return "\n".join(lines)


class Assignment(SphinxDirective):
    """The directive `assignment`; its argument is the slug of a landed week."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        slug = self.arguments[0]
        for path in (course.week(slug).assignment, syllabus.PAGE):
            self.env.note_dependency(str(path))
        return self.parse_text_to_nodes(described(slug))


def title(slug: str) -> str:
    """What a week is called in the navigation: the title of its assignment."""
    cells = json.loads(course.week(slug).assignment.read_text(encoding="utf-8"))["cells"]
    return "".join(cells[0]["source"]).partition("\n")[0].removeprefix("# ").strip()


class LandedWeeks(SphinxDirective):
    """The directive `landed-weeks`: all weeks that have a lecture, for the navigation alone."""

    def run(self) -> list[nodes.Node]:
        landed = [slug for slug in course.slugs() if course.week(slug).lecture.exists()]
        entries = "\n".join(f"{title(slug)} <{slug}>" for slug in landed)
        return self.parse_text_to_nodes(
            f"```{{toctree}}\n:hidden:\n:caption: Weeks\n\n{entries}\n```"
        )


def complete(app: Sphinx, docname: str, content: list[str]) -> None:
    """Put quiz and assignment into a lecture page, before its references."""
    if not is_lecture(docname):
        return
    parts = []
    if (Path(app.srcdir) / "quizzes" / f"{docname}.yml").exists():
        parts.append(f"## Self-check\n\n```{{quiz}} {docname}\n```\n")
    if docname in course.slugs():
        parts.append(f"## Assignment\n\n```{{assignment}} {docname}\n```\n")
    text = content[0]
    place = _REFERENCES.search(text)
    at = place.start() if place else len(text)
    content[0] = f"{text[:at]}\n{chr(10).join(parts)}\n{text[at:]}"


def setup(app: Sphinx) -> None:
    """Register the directive and complete lecture pages."""
    app.add_directive("assignment", Assignment)
    app.add_directive("landed-weeks", LandedWeeks)
    app.connect("source-read", complete)
