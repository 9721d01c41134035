"""A student's Markdown as HTML that is safe to open: no markup of theirs, no links, no images."""

from html import escape
from typing import Any

import mistune

from autograder.words import printable


class _Renderer(mistune.HTMLRenderer):
    """Raw HTML is shown as text, and an address is read, not followed."""

    def __init__(self) -> None:
        super().__init__(escape=True)

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        level = min(level + 2, 6)  # the page has headings of its own
        return f"<h{level}>{text}</h{level}>\n"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return text if text == escape(url) else f"{text} ({escape(url)})"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return f"[image: {text or escape(url)}]"

    def block_code(self, code: str, info: str | None = None) -> str:
        return f"<pre><code>{escape(code)}</code></pre>\n"


_render = mistune.create_markdown(renderer=_Renderer(), plugins=["table"])


def html(text: str) -> str:
    """The memo `text`. Characters that control a terminal or turn the direction are spelled out.

    They are looked for in the result, because Markdown may name them: `&#x202e;`.
    """
    return printable(str(_render(text)))
