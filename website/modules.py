"""The reference of a package's public functions, from their docstrings."""

import importlib
import pkgutil

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


def modules(name: str) -> list[str]:
    """The public modules of a package; a plain module is its own only one."""
    found = importlib.import_module(name)
    inside = pkgutil.iter_modules(getattr(found, "__path__", ()), f"{name}.")
    names = [module.name for module in inside if not module.name.split(".")[-1].startswith("_")]
    return sorted(names) or [name]


def described(name: str) -> str:
    """A section for each module, in MyST."""
    sections = []
    for module in modules(name):
        body = f".. automodule:: {module}\n   :members:"
        sections.append(f"## {module}\n\n```{{eval-rst}}\n{body}\n```\n")
    return "\n".join(sections)


class Modules(SphinxDirective):
    """The directive `modules`; its argument is a package or a module."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        return self.parse_text_to_nodes(described(self.arguments[0]), allow_section_headings=True)


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("modules", Modules)
