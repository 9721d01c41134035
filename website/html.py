"""Raw HTML around nodes that Sphinx renders, so that a question may hold mathematics and links."""

import base64
from collections.abc import Sequence
from html import escape

from docutils import nodes


def raw(text: str) -> nodes.raw:
    """HTML that is written as it stands."""
    return nodes.raw("", text, format="html")


def element(tag: str, children: Sequence[nodes.Node], **attributes: object) -> list[nodes.Node]:
    """The children inside an HTML element; `data_key` becomes `data-key`, `class_` `class`.

    An attribute that is None or False is left out, one that is True has no value.
    """
    return [raw(start(tag, **attributes)), *children, raw(f"</{tag}>")]


def start(tag: str, **attributes: object) -> str:
    """The start tag of an HTML element, its attributes escaped."""
    parts = [tag]
    for name, value in attributes.items():
        name = name.rstrip("_").replace("_", "-")
        if value is True:
            parts.append(name)
        elif value is not None and value is not False:
            parts.append(f'{name}="{escape(str(value))}"')
    return f"<{' '.join(parts)}>"


def veiled(text: str) -> str:
    """The text in base64: no secret, but not read by accident in the source of a page."""
    return base64.b64encode(text.encode()).decode()


def inline(blocks: Sequence[nodes.Node]) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """What fits into a legend or a label: the first paragraph without its <p>, and the rest."""
    if blocks and isinstance(blocks[0], nodes.paragraph):
        first = nodes.inline(classes=["no-terms"])  # a link within a label would be in the way
        first += blocks[0].children
        return [first], list(blocks[1:])
    return [], list(blocks)
