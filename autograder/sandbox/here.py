"""Modules beside the notebook: a kernel finds what a cell has written, so every cell must."""

import sys


def import_from_here() -> None:
    """Look for modules in the working folder too, where a kernel does: above what is installed."""
    installed = (n for n, path in enumerate(sys.path) if path.endswith("-packages"))
    sys.path.insert(next(installed, len(sys.path)), "")
