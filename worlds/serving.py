"""The desk's two servers: how long each answer took, charged by what it is, not what it claims."""

from datetime import datetime
from typing import Any

SERVERS = 2
MODEL = 400
"""Milliseconds to answer by the model."""
QUICK = 5
"""Milliseconds to answer from the cache, or from the table."""
KEEPS = 1_800_000
"""Milliseconds for which a model's answer may be repeated from the cache."""
PROMISED = 2.0
"""Seconds within which `SHARE` of a day's requests are to be answered."""
SHARE = 0.99
MOST_DEGRADED = 0.1
"""Share of a day's answers that may come from the table."""
SOURCES = ("model", "cache", "table")


class Servers:
    """First come, first served, by whichever server is free first.

    A claimed "cache" is believed where the same probability was given for the same flight by a
    model's answer asked for at most `KEEPS` earlier, a claimed "table" where the
    probability is the table's. Any other answer is charged as one of the model.
    """

    def __init__(self, table: dict[str, float]) -> None:
        self._table = table
        self._free = [0] * SERVERS
        self._modelled: dict[tuple[str, float], int] = {}

    def answer(self, request: dict[str, Any], p_late: float, claimed: str) -> tuple[float, str]:
        """Seconds from asking to answering, and the source that is charged.

        Requests come in order of `asked_at`.
        """
        asked = int(datetime.fromisoformat(request["asked_at"]).timestamp()) * 1000
        source = self._charged(request, asked, p_late, claimed)
        if source == "model":
            self._modelled[request["flight_id"], p_late] = asked
        first = self._free.index(min(self._free))
        begins = max(asked, self._free[first])
        self._free[first] = begins + (MODEL if source == "model" else QUICK)
        return (self._free[first] - asked) / 1000, source

    def _charged(self, request: dict[str, Any], asked: int, p_late: float, claimed: str) -> str:
        if claimed == "table":
            rate = self._table[f"{request['origin']} {request['hour']:02d}"]
            return "table" if abs(p_late - rate) < 1e-9 else "model"
        if claimed == "cache":
            since = self._modelled.get((request["flight_id"], p_late))
            return "cache" if since is not None and asked - since <= KEEPS else "model"
        return "model"
