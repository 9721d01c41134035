"""A cell that did not come to its end: what is missing because of it, and why, for the learner."""

import re

from autograder import stranded

_PLACE = re.compile(r" \(<(?:ipython-input[^>]*|tokenize|unknown|string)>, line (\d+)\)$")
"""How IPython ends the text of a syntax error: by its own number of the cell, or, where it was
met before there was one (a line that is dented wrongly), by what it was doing.
"""

_LONGEST_LINE = 80


def names_of(source: str) -> list[str]:
    """The functions and classes that the cell would have defined.

    By its text, because a cell with a syntax error cannot be parsed.
    """
    return re.findall(r"^(?:async def|def|class)\s+(\w+)", source, re.MULTILINE)


def stopped_with(error: str, source: str) -> str:
    """What the cell did, of an error in one line."""
    names = [error.partition(":")[0]]
    names += ["SyntaxError"] if names[0] in ("IndentationError", "TabError") else []
    if clause := stranded.in_place_of(names, error, source):
        return clause
    return f"stopped with {in_cell(error, source)}{stranded.behind(names, error)}"


def overran(seconds: float) -> str:
    """What the cell did that its clock ended."""
    return f"took longer than {seconds:g} s and was cut off; later results depend on it"


def in_cell(error: str, source: str) -> str:
    """The text of an error, a syntax error with its line of the cell for IPython's name of it."""

    def place(found: re.Match[str]) -> str:
        lines = source.splitlines()
        # IPython takes away empty lines at the beginning before it counts.
        number = int(found[1]) + next((k for k, line in enumerate(lines) if line.strip()), 0)
        line = lines[number - 1].strip() if number <= len(lines) else ""
        shown = line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"
        return f" (line {number} of the cell{f': `{shown}`' if shown else ''})"

    return _PLACE.sub(place, error)
