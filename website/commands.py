"""The reference of the `mlsd` commands, generated from the command itself."""

import inspect
from typing import Any

import typer
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from autograder.cli import app as mlsd


def described(command: Any) -> str:
    """One command in MyST: what it does, how it is called, its arguments and options."""
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    usage = [f"mlsd {command.name}"]
    usage += [p.name.upper() if p.required else f"[{p.name.upper()}]" for p in arguments]
    usage += ["[OPTIONS]"] if options else []
    lines = [f"## mlsd {command.name}", "", inspect.cleandoc(command.help or ""), ""]
    lines += ["```sh", " ".join(usage), "```", ""]
    if command.params:
        lines += ["| | meaning | if not given |", "|---|---|---|"]
        lines += [_row(p.name.upper(), p) for p in arguments]
        lines += [_row(", ".join([*p.opts, *p.secondary_opts]), p) for p in options]
    return "\n".join([*lines, ""])


def _row(shown: str, parameter: Any) -> str:
    if parameter.required:
        default = "it is needed"
    elif isinstance(parameter.default, bool):
        default = "yes" if parameter.default else "no"
    elif isinstance(parameter.default, int | float):
        # The number of processors is this machine's, not the reader's.
        default = "all processors" if parameter.name == "workers" else f"{parameter.default:g}"
    else:
        default = ""
    meaning = (parameter.help or "").replace("|", "\\|")
    return f"| `{shown}` | {meaning} | {default} |"


class Commands(SphinxDirective):
    """The directive `mlsd-commands`: a section for each command."""

    def run(self) -> list[nodes.Node]:
        group: Any = typer.main.get_command(mlsd)
        text = "\n".join(described(command) for command in group.commands.values())
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("mlsd-commands", Commands)
