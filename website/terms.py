"""Glossary terms are linked where a lecture first uses them: no author has to think of it."""

import re
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from website.weeks import is_lecture

GLOSSARY = "glossary"
# Text in these is a name, a link already, or no prose.
_NOT_IN = (
    nodes.title,
    nodes.literal,
    nodes.literal_block,
    nodes.reference,
    nodes.caption,
    nodes.math,
    nodes.raw,
    nodes.comment,
    nodes.rubric,
    nodes.term,
    nodes.thead,
    nodes.system_message,
    addnodes.pending_xref,
    addnodes.download_reference,
    addnodes.desc_signature,
)


def terms(glossary: str) -> list[str]:
    """The terms of a glossary page: the lines of its list that are not indented."""
    (listed,) = re.findall(r"^:{3,}\{glossary\}\n(.*?)^:{3,}$", glossary, re.MULTILINE | re.DOTALL)
    return re.findall(r"^\S.*$", listed, re.MULTILINE)


def pattern(names: list[str]) -> re.Pattern[str]:
    """Matches any of the terms, in the plural too; the longest wins."""
    longest_first = sorted(names, key=len, reverse=True)
    joined = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first)
    return re.compile(rf"(?<![\w-])({joined})(s|es)?(?![\w-])", re.IGNORECASE)


class LinkFirstUses(SphinxTransform):
    """Link the first use of each term in the prose of a page to the glossary."""

    # After docutils has made the references of the page itself.
    default_priority: ClassVar[int] = 870

    def apply(self) -> None:
        docname = self.env.docname
        if not is_lecture(docname):
            return
        page = Path(self.env.doc2path(GLOSSARY))
        self.env.note_dependency(str(page))
        names = terms(page.read_text(encoding="utf-8"))
        by_words = {_words(name): name for name in names}
        wanted, used = pattern(names), set[str]()
        for text in list(self.document.findall(nodes.Text)):
            if not _is_prose(text):
                continue
            pieces: list[nodes.Node] = []
            last = 0
            for match in wanted.finditer(text):
                name = by_words[_words(match[1])]
                if name in used:
                    continue
                used.add(name)
                pieces += [nodes.Text(text[last : match.start()]), _link(match[0], name, docname)]
                last = match.end()
            if pieces:
                parent = text.parent
                parent.replace(text, [*pieces, nodes.Text(text[last:])])


def _words(name: str) -> str:
    return " ".join(name.lower().split())


def _is_prose(text: nodes.Text) -> bool:
    node: nodes.Node = text
    while node.parent is not None:
        node = node.parent
        if isinstance(node, _NOT_IN) or (
            isinstance(node, nodes.Element) and "no-terms" in node.get("classes", ())
        ):
            return False
    return True


def _link(shown: str, name: str, docname: str) -> addnodes.pending_xref:
    inside = nodes.inline(shown, shown, classes=["xref", "std", "std-term"])
    return addnodes.pending_xref(
        "", inside, refdomain="std", reftype="term", reftarget=name, refexplicit=True,
        refwarn=True, refdoc=docname,
    )  # fmt: skip


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(LinkFirstUses)
