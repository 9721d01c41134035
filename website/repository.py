"""Pages that say what a document of the repository says: taken from it, never copied.

    ```{from-repository} README.md
    :section: Learn
    ```

puts the text below that heading here; without `section` it is what stands before the first one,
and `:section: everything` is all below the title.
Links to files of the repository become links to the pages of the site, or plain text where there
is no page.
"""

import re
from pathlib import PurePosixPath
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from autograder import course

PAGES = {
    "README.md": "/index.md",
    "syllabus.md": "/syllabus.md",
    "SECURITY.md": "/guides/security.md",
    "CONTRIBUTING.md": "/guides/contributing.md",
}
_FENCE = re.compile(r"^(`{3,}|~{3,}).*?^\1`*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)\)")


class SectionMissing(Exception):
    """The document has no such heading."""


def section(text: str, heading: str | None) -> str:
    """The part of a Markdown document below a heading of the second level, without the heading.

    None: what stands between the title and the first such heading; "everything": all below the
    title. Raises SectionMissing.
    """
    code = [range(*match.span()) for match in _FENCE.finditer(text)]
    found = [
        match
        for match in re.finditer(r"^(?P<level>##?) (?P<title>.+)$", text, re.MULTILINE)
        if not any(match.start() in span for span in code)
    ]
    title, *parts = found
    if heading == "everything":
        return text[title.end() :].strip()
    for place, match in enumerate(found):
        wanted = match is title if heading is None else match["title"].strip() == heading
        if wanted:
            end = found[place + 1].start() if place + 1 < len(found) else len(text)
            return text[match.end() : end].strip()
    raise SectionMissing(f"no section {heading!r}; there are {[p['title'] for p in parts]}")


def linked(text: str) -> str:
    """The text with links to the site in place of links to files; code is left alone."""
    pieces, last = [], 0
    for fence in _FENCE.finditer(text):
        pieces += [_LINK.sub(_link, text[last : fence.start()]), fence[0]]
        last = fence.end()
    return "".join([*pieces, _LINK.sub(_link, text[last:])])


def _link(match: re.Match[str]) -> str:
    target = match["target"]
    if re.match(r"[a-z]+:", target) or target.startswith("#"):
        return match[0]
    path, _, anchor = target.partition("#")
    page = page_of(path)
    if page is None:
        return match["text"]
    return f"[{match['text']}]({page}{'#' + anchor if anchor else ''})"


def page_of(path: str) -> str | None:
    """The page that stands for a file of the repository, as a link from anywhere on the site."""
    parts = PurePosixPath(path).parts
    if path in PAGES:
        return PAGES[path]
    if parts[0] == "lectures" and path.endswith(".md"):
        return f"/{'/'.join(parts[1:])}"
    if parts[0] == "assignments" and len(parts) == 3:
        return f"/{parts[1]}.md#assignment"
    return None


class FromRepository(SphinxDirective):
    """The directive `from-repository`; its argument is a document at the root."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {"section": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        path = course.ROOT / self.arguments[0]
        self.env.note_dependency(str(path))
        try:
            text = section(path.read_text(encoding="utf-8"), self.options.get("section"))
        except (OSError, SectionMissing) as problem:
            raise self.error(f"{path.name}: {problem}") from None
        return self.parse_text_to_nodes(linked(text), allow_section_headings=True)


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("from-repository", FromRepository)
