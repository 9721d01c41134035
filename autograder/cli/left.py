"""What lay beside the hand-ins, told in the terminal."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from autograder.cli.terminal import console, print_hanging
from autograder.inbox.student import Left
from autograder.words import printable


def print_left(left: Sequence[Left], place: Path, head: str = "Not graded:") -> None:
    """Say what lay there and was not graded, with the reason; what always lies there in a line."""
    overlooked = [one for one in left if not one.usual]
    if overlooked:
        console.print(f"[bold]{head}[/bold]")
    for one in overlooked:
        print_hanging("  ", printable(f"{_below(one.path, place)} {one.reason}"))
    usual = Counter(one.path.name for one in left if one.usual)
    if usual:
        names = ", ".join(f"{name} ({n})" if n > 1 else name for name, n in usual.items())
        said = f"Left alone, of another week or kept by a system: {names}."
        print_hanging("", printable(said))


def _below(path: Path, place: Path) -> Path:
    return path.relative_to(place) if path.is_relative_to(place) else path
