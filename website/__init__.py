"""The course's website: a Sphinx extension of small parts, used by lectures/conf.py."""

from typing import Any

from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part with Sphinx."""
    return {"parallel_read_safe": True, "parallel_write_safe": True}
