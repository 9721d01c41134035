"""What a system did in a quarter, as its operator wrote it down."""

from dataclasses import dataclass
from typing import Any

from worlds.quarter_flights import Bools
from worlds.timetable import Floats, Ints


@dataclass(frozen=True)
class Failure:
    """A call that raised, or whose result had not the agreed form."""

    day: int
    hour: int
    method: str
    sentence: str


@dataclass(frozen=True)
class Kill:
    """A call that was cut short."""

    day: int
    hour: int
    method: str
    written: int
    """Texts that the call had appended to the journal."""
    kept: int
    """How many of them were left."""


@dataclass(frozen=True)
class Decision:
    """What a system made of an offer; None where it gave no answer."""

    day: int
    name: str
    accepted: bool | None


@dataclass(frozen=True, eq=False)
class Log:
    """What a system did in a quarter.

    Columns of bookings are in the order of `Quarter.flown`, NaN and False where the run had ended
    before; columns of requests are in the order in which they were asked.
    """

    p_late: Floats
    act: Bools
    answered: Bools
    """By booking: whether the system itself answered, and not the operator from the table."""
    asked_on: Ints
    """By request: the day."""
    latency: Floats
    """By request: seconds."""
    source: list[str]
    """By request: as charged, "model", "cache" or "table"."""
    reports: list[dict[str, Any] | None]
    """By day; None where there was none in the agreed form."""
    offers: list[Decision]
    kills: list[Kill]
    failures: list[Failure]
    ended: int | None
    """The day on which three calls in a row had failed, or None."""

    @property
    def alarms(self) -> list[list[str]]:
        """By day."""
        return [report["alarms"] if report else [] for report in self.reports]
