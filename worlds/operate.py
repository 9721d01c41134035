"""Runs a system through a quarter: the operator, who hands over batches and writes the log."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from worlds.quarter import Quarter


@dataclass(frozen=True)
class Log:
    """What a system did in a quarter."""

    bookings: dict[str, tuple[float, bool]]
    """By flight: p_late, act."""
    latencies: list[tuple[int, float, str]]
    """By request: day, seconds, source as charged."""
    reports: list[dict[str, Any] | None]
    """By day."""
    offers: list[tuple[int, str, bool | None]]
    kills: list[tuple[int, int, str]]
    failures: list[tuple[int, int, str, str]]
    """Day, hour, method, sentence."""


def operate(
    System: Any, quarter: Quarter, *, on_day: Callable[[int, Any], None] | None = None
) -> Log:
    """Run."""
    log = Log({}, [], [], [], [], [])
    system = System(quarter.briefing())
    for tick in quarter.ticks:
        for partition in tick.partitions:
            rows = [dict(row) for row in partition["rows"]]
            system.observe({**partition, "rows": rows}, tick.now)
        system.ingest([dict(message) for message in tick.messages], tick.now)
        answers = system.predict([dict(request) for request in tick.requests], tick.now)
        for request, answer in zip(tick.requests, answers, strict=True):
            if request["kind"] == "booking":
                log.bookings[request["flight_id"]] = (float(answer["p_late"]), bool(answer["act"]))
        if tick.hour == 5 and tick.weekday == 0:
            system.retrain(tick.now, tick.offer)
        if tick.hour == 23:
            report = system.report(tick.now)
            log.reports.append(report)
            if on_day is not None:
                on_day(tick.day, report)
    return log
