"""The bibliography: the references of all weeks in one list, each with the weeks that cite it.

Each page keeps its references as a plain list below `(w01-references)=`, which reads well as text
and in JupyterLab; this page is derived from them.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

_SECTION = re.compile(
    r"^\((?:w\d\d|capstone)-references\)=\n+## .+?\n(?P<body>.*?)(?=^#|^\(|\Z)", re.M | re.S
)


def references(page: str) -> list[str]:
    """The entries of a page's list of references, each on one line."""
    found = _SECTION.search(page)
    if not found:
        return []
    items = re.split(r"^- ", found["body"], flags=re.MULTILINE)[1:]
    return [" ".join(item.partition("\n\n")[0].split()) for item in items]


def gathered(pages: Iterable[Path]) -> str:
    """All entries as a MyST list in alphabetical order; an entry of several weeks stands once."""
    weeks: dict[str, list[str]] = {}
    for page in pages:
        for entry in references(page.read_text(encoding="utf-8")):
            weeks.setdefault(entry, []).append(page.stem)
    ordered = sorted(weeks.items(), key=lambda item: re.sub(r"\W+", " ", item[0]).lower())
    return "\n".join(
        f"- {entry} Cited in {', '.join(f'[{_named(page)}](/{page}.md)' for page in cited)}."
        for entry, cited in ordered
    )


def _named(page: str) -> str:
    return "the capstone" if page == "capstone" else f"week {int(page[1:3])}"


class Bibliography(SphinxDirective):
    """The directive `references-of-all-weeks`."""

    def run(self) -> list[nodes.Node]:
        folder = Path(self.env.srcdir)
        pages = [*sorted(folder.glob("w[0-9][0-9]_*.md")), *folder.glob("capstone.md")]
        for page in pages:
            self.env.note_dependency(str(page))
        return self.parse_text_to_nodes(gathered(pages))


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("references-of-all-weeks", Bibliography)
