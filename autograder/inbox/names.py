"""What a name says: whose a file or folder is, which week it means, whether it is a copy."""

import re
from functools import cache

from autograder import course

NOTEBOOK = re.compile(r"\.ipynb", re.IGNORECASE)

_MARKS = re.compile(
    r"(?:-copy\d*|-checkpoint| - copy(?: \(\d+\))?| copy(?: \d+)?| ?\(\d+\))$", re.IGNORECASE
)
"""What Jupyter, Windows, macOS and browsers add to the name of a copy."""

_BY_BROWSER = re.compile(r" ?\(\d+\)$")

_SYSTEMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<who>.+)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)_?.*",  # Moodle
        r"(?P<who>[^_]+)(?:_LATE)?_(?P<id>\d+)_\d+_.+",  # Canvas
        r".+?_(?P<who>[^_]+)_attempt_\d{4}(?:-\d+){5}(?:_.+)?",  # Blackboard
        r"(?P<id>\d+)-\d+ ?- (?P<who>.+?) ?- .+\d.*",  # Brightspace
        r"(?P<who>[^+]+)\+[^+]+\+\d{4}-\d\d-\d\d .+",  # nbgrader's exchange
    )
)
"""How systems that collect hand-ins call a student's files or folders."""


def by_system(name: str) -> str:
    """The student that a system means by a name; empty if it is no system's name."""
    for pattern in _SYSTEMS:
        if found := pattern.fullmatch(name):
            parts = found.groupdict()
            return "_".join(part for part in (parts["who"].strip(), parts.get("id")) if part)
    return ""


def stem(name: str) -> str:
    """The name of a notebook file without its ending: `ana` of `ana.ipynb.json`."""
    found = NOTEBOOK.search(name)
    if found and found.start():
        return name[: found.start()]
    return name.rpartition(".")[0] or name


def original(name: str) -> str:
    """A name without the marks of a copy: `w01` of `w01-Copy1`, of `w01 (2)`, of `Copy of w01`."""
    name = re.sub(r"^copy of ", "", name, flags=re.IGNORECASE) or name
    while (shorter := _MARKS.sub("", name).strip()) and shorter != name:
        name = shorter
    return name


def is_copy(name: str) -> bool:
    """Whether a name has the marks of a copy."""
    return original(name) != name


def is_download(name: str) -> bool:
    """Whether a browser has numbered it, which may be because several people handed it in."""
    return bool(_BY_BROWSER.search(name))


def means(name: str, slug: str) -> bool:
    """Whether a name is one of a week: `w01_framing`, `W01 Framing (1)`, `w1`, `Week 01`."""
    return _folded(original(name)) in _forms(slug)


def week_of(name: str) -> str:
    """The week of this course that a name means; empty if it means none."""
    return next((slug for slug in course.slugs() if means(name, slug)), "")


@cache
def _forms(slug: str) -> frozenset[str]:
    short, _, topic = slug.partition("_")
    forms = {_folded(slug)}
    if numbered := re.fullmatch(r"w0*(\d+)", short):
        number = int(numbered[1])
        for word in ("w", "wk", "week"):
            for digits in (f"{number}", f"{number:02}"):
                forms |= {f"{word}{digits}", f"{word}{digits}{_folded(topic)}"}
    return frozenset(forms)


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())
