"""The home page: the system on one picture, each part a link to its week, and one real check.

    ```{system-drawing}
    ```

draws what `lectures/system_map.py` draws, as a picture whose parts can be clicked;

    ```{first-check} w01_framing late-labels
    def late_labels(flights, ...): ...
    ```

shows an answer and, beside it, what the check cell says of it. The check is run when the page is
built, so the example cannot drift from what a learner sees.
"""

import importlib.util
from html import escape
from types import ModuleType

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from autograder import course, syllabus
from autograder.inline import check_table_html
from autograder.local_run import quiet
from autograder.report import CellOutcome
from autograder.source import Kind, parse
from autograder.submission import LocalSubmission
from autograder.suite import check_files, suite
from website.html import element, raw

_UNIT = 60
"""Pixels of one unit of the drawing."""


def drawing() -> ModuleType:
    """The module that lies beside the pages; it is no package, for a page runs in its folder."""
    path = course.REPOSITORY / "lectures" / "system_map.py"
    spec = importlib.util.spec_from_file_location("system_map", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def system_svg(links: dict[int, str]) -> str:
    """The system as an SVG element. links: the address of the page of each week, if it has one."""
    system = drawing()
    right, top, bottom = system.RIGHT, system.TOP, system.BOTTOM

    def at(x: float, y: float) -> tuple[float, float]:
        return round(x * _UNIT, 1), round((top - y) * _UNIT, 1)

    parts = [
        f'<svg class="system-drawing" viewBox="0 0 {right * _UNIT:g} {(top - bottom) * _UNIT:g}" '
        'role="group" aria-label="The delay desk: parts of one system, each built in one week">',
        '<defs><marker id="system-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z"/></marker></defs>',
    ]
    for flow in system.FLOWS:
        points = " ".join("{:g},{:g}".format(*at(x, y)) for x, y in flow)
        parts.append(f'<polyline points="{points}" marker-end="url(#system-head)"/>')
    for name, (week, (x, y), (width, height)) in system.PARTS.items():
        left, upper = at(x - width / 2, y + height / 2)
        box = (
            f'<rect x="{left:g}" y="{upper:g}" width="{width * _UNIT:g}" '
            f'height="{height * _UNIT:g}" rx="4"/>' + _label(week, name, *at(x, y))
        )
        if week in links:
            about = f"Week {week}: {' '.join(name.split())}"
            box = f'<a href="{escape(links[week])}" aria-label="{escape(about)}">{box}</a>'
        parts.append(box)
    for text, x, y, anchor in system.OUTSIDE:
        across, down = at(x, y)
        lines = _lines(text.split("\n"), across, down)
        parts.append(f'<text class="outside" text-anchor="{anchor}">{lines}</text>')
    return "".join([*parts, "</svg>"])


def _label(week: int, name: str, x: float, y: float) -> str:
    """A part's number and name; a phone has room for the number alone."""
    first, *more = name.split("\n")
    named = _lines([f"{week} {first}", *more], x, y)
    return (
        f'<text class="named" text-anchor="middle">{named}</text>'
        f'<text class="numbered" text-anchor="middle">{_lines([str(week)], x, y)}</text>'
    )


def _lines(lines: list[str], x: float, y: float) -> str:
    start = y - (len(lines) - 1) * 10 + 6
    return "".join(
        f'<tspan x="{x:g}" y="{start + 20 * place:g}">{escape(line)}</tspan>'
        for place, line in enumerate(lines)
    )


class SystemDrawing(SphinxDirective):
    """The directive `system-drawing`, with the weeks listed below it: what each asks."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(syllabus.PAGE))
        self.env.note_dependency(str(course.REPOSITORY / "lectures" / "system_map.py"))
        here = self.env.docname
        links, rows = {}, []
        for week in syllabus.weeks():
            text = f"<strong>{week.number}</strong> {escape(week.question)}"
            if week.landed:
                links[week.number] = self.env.app.builder.get_relative_uri(here, week.slug)
                text = f'<a href="{links[week.number]}">{text}</a>'
            else:
                text += " <em>(has not landed yet)</em>"
            rows.append(f"<li>{text}</li>")
        listed = f'<ul class="system-weeks">{"".join(rows)}</ul>'
        said = nodes.paragraph("", f"{syllabus.standing()}.")
        return [raw(system_svg(links)), said, raw(listed)]


def judged(slug: str, exercise: str, answer: str) -> CellOutcome:
    """What the public checks of an exercise say of an answer that was typed into its cell."""
    namespace: dict[str, object] = {}
    texts = [cell.text for cell in parse(course.week(slug).source).cells if cell.kind is Kind.SETUP]
    with quiet():
        for text in [*texts, answer]:
            exec(compile(text, f"{exercise}.py", "exec"), namespace)
        outcomes = suite(slug).run(exercise, LocalSubmission(namespace), hidden=False)
    worth = course.points(slug, exercise, hidden=False)
    return CellOutcome(exercise, hidden=False, points=worth, outcomes=outcomes)


class FirstCheck(SphinxDirective):
    """The directive `first-check`; its arguments are a week and an exercise of it."""

    required_arguments = 2
    has_content = True

    def run(self) -> list[nodes.Node]:
        slug, exercise = self.arguments
        for path in check_files(slug):
            self.env.note_dependency(str(path))
        answer = "\n".join(self.content)
        outcome = judged(slug, exercise, answer)
        if all(one.passed for one in outcome.outcomes):
            raise self.error("Show what a check says of a wrong answer: this one is right.")
        typed = f'{answer}\n\ncheck("{exercise}")'
        code = nodes.literal_block(typed, typed, language="python")
        return [code, *element("div", [raw(check_table_html(outcome))], class_="first-check")]


def setup(app: Sphinx) -> None:
    """Register both directives."""
    app.add_directive("system-drawing", SystemDrawing)
    app.add_directive("first-check", FirstCheck)
