"""What one submission may use.

The attack: exhaustion.
A notebook that loops, allocates, prints or writes without end costs the next student a grade,
or the instructor a machine.
Every resource therefore has a ceiling, and each ceiling has its own `Verdict`.
"""

from __future__ import annotations

import dataclasses

KIB = 1 << 10
MIB = 1 << 20
GIB = 1 << 30


@dataclasses.dataclass(frozen=True, kw_only=True)
class Limits:
    """Ceilings of one submission. Times are seconds, sizes are bytes."""

    cell_seconds: float = 60.0
    """Wall clock of one cell; the cell is interrupted, and killed if that does not help."""
    call_seconds: float = 20.0
    """Wall clock of one call made by a check, interrupted and killed likewise."""
    own_cell_seconds: float = 60.0
    """Wall clock of one cell of the student's own, interrupted and killed likewise."""
    own_seconds: float = 300.0
    """Wall clock of all cells of the student's own, run again where need be; none of these runs
    once it is over. It is no part of that of the submission."""
    submission_seconds: float = 300.0
    """Wall clock of all the rest of the submission, from spawn to close; always a kill."""
    grace_seconds: float = 2.0
    """How long an interrupted cell or call may take to notice the interruption."""
    cpu_seconds: int = 300
    """Processor time of all threads together."""
    memory_bytes: int = 1 * GIB
    """Private memory beyond what the template has already loaded."""
    disk_bytes: int = 64 * MIB
    """Scratch space, which also is the largest file."""
    disk_entries: int = 2000
    """Files and folders in the scratch space."""
    output_bytes: int = 256 * KIB
    """Kept of each stream of a cell, and of its displays; the rest is dropped and counted."""
    flood_bytes: int = 64 * MIB
    """Printed by the whole submission, kept or dropped, before it is killed."""
    threads: int = 64
    """Threads at one time, the main one included."""
    open_files: int = 128
    """Descriptors at one time."""

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            if getattr(self, field.name) <= 0:
                raise ValueError(f"{field.name} must be positive")
