"""Pages that say what a document of the repository says: taken from it, never copied.

    ```{from-repository} README.md
    :section: Learn
    ```

puts the text below that heading here; without `section` it is what stands before the first one,
and `:section: everything` is all below the title.
Links to files of the repository, here and on any page, become links to the pages of the site, or
plain text where there is no page; so a page reads well in the repository too.
"""

import posixpath
import re
from pathlib import PurePosixPath

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from autograder import course

PAGES = {
    "README.md": "/index.md",
    "syllabus.md": "/syllabus.md",
    "SECURITY.md": "/guides/security.md",
    "CONTRIBUTING.md": "/guides/contributing.md",
}
_BLOCK = re.compile(
    r"^```\{from-repository\} (?P<document>\S+)\n(?::section: (?P<section>.+)\n)?```$", re.MULTILINE
)
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


def linked(text: str, folder: str = "") -> str:
    """The text with links to the site in place of links to files; code is left alone.

    folder: where the text lies, as seen from the root; a link within lectures/ stays as it is.
    """

    def link(match: re.Match[str]) -> str:
        path, _, anchor = match["target"].partition("#")
        if not path or re.match(r"[a-z]+:", path):
            return match[0]
        file = posixpath.normpath(posixpath.join(folder, path))
        if folder.startswith("lectures") and file.startswith("lectures/"):
            return match[0]
        page = page_of(file)
        if page is None:
            return match["text"]
        return f"[{match['text']}]({page}{'#' + anchor if anchor else ''})"

    pieces, last = [], 0
    for fence in _FENCE.finditer(text):
        pieces += [_LINK.sub(link, text[last : fence.start()]), fence[0]]
        last = fence.end()
    return "".join([*pieces, _LINK.sub(link, text[last:])])


def page_of(path: str) -> str | None:
    """The page that stands for a file of the repository, as a link from anywhere on the site."""
    parts = PurePosixPath(path).parts
    if path in PAGES:
        return PAGES[path]
    if parts[0] == "lectures" and path.endswith(".md") and (course.ROOT / path).exists():
        return f"/{'/'.join(parts[1:])}"
    # An assignment is shown on the page of its lecture, which may land later.
    if parts[0] == "assignments" and (course.ROOT / "lectures" / f"{parts[1]}.md").exists():
        return f"/{parts[1]}.md#assignment"
    return None


def put_in(app: Sphinx, docname: str, content: list[str]) -> None:
    """Replace the blocks of a page while it is read, so that headings keep their levels."""

    def taken(block: re.Match[str]) -> str:
        path = course.ROOT / block["document"]
        app.env.note_dependency(str(path), docname=docname)
        try:
            return linked(section(path.read_text(encoding="utf-8"), block["section"]))
        except (OSError, SectionMissing) as problem:
            raise ExtensionError(f"{docname}: {path.name}: {problem}") from None

    folder = posixpath.dirname(f"lectures/{docname}")
    content[0] = _BLOCK.sub(taken, linked(content[0], folder))


def setup(app: Sphinx) -> None:
    """Fill pages in when they are read."""
    app.connect("source-read", put_in)
