"""What the run of a lecture page cost, in its kernel's own account, written after every cell.

A wall clock would measure the neighbours too. Imported by the kernel itself, at its start.
Not written at the kernel's end: one whose libraries are slow to leave is killed there.
"""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

FOLDER = "MLSD_KERNEL_USAGE"
"""The variable of the environment that names the folder."""


def name_of(cells: Iterable[str]) -> str:
    """The name of the file for a page with these code cells, in their order."""
    return hashlib.sha256("\0".join(cell.strip() for cell in cells).encode()).hexdigest()[:16]


def _record(shell: Any, folder: Path) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    cells = shell.history_manager.input_hist_raw[1:]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name_of(cells)).write_text(f"{used.ru_utime + used.ru_stime:.2f}", encoding="utf-8")
    (folder / name_of(cells[:-1])).unlink(missing_ok=True)


def _watch(folder: str | None) -> None:
    from IPython import get_ipython

    shell = get_ipython()
    if folder and shell is not None:
        shell.events.register("post_run_cell", lambda _: _record(shell, Path(folder)))


_watch(os.environ.get(FOLDER))
