"""The judge: it knows notebooks and checks, and nothing of machine learning.

A notebook needs one name from here::

    from autograder import checker

    check = checker("w01_framing")
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.inline import checker as checker

__all__ = ["checker"]


def __getattr__(name: str) -> Any:
    # Imported on first use, so that `import autograder` stays cheap for those who need a part.
    if name == "checker":
        from autograder.inline import checker

        return checker
    raise AttributeError(f"module 'autograder' has no attribute {name!r}")
