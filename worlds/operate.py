"""Runs a system through a quarter: the operator, who hands over the batches and keeps the log.

Once an hour `observe` for each partition that came, `ingest`, `predict`; on Mondays at 05:00
`retrain`, at 23:00 `report`. The system gets fresh copies, and nothing of what is to come.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from worlds.answers import (
    WrongForm,
    answers_in_form,
    decision_in_form,
    journal_in_form,
    report_in_form,
)
from worlds.quarter import HOURS, LEARNS, MONDAY, THRESHOLD, Quarter, Tick
from worlds.run_log import Decision, Failure, Kill, Log
from worlds.serving import Servers

IN_A_ROW = 3
"""Failed calls in a row that end the run."""


def operate(
    System: Callable[..., Any],
    quarter: Quarter,
    *,
    on_day: Callable[[int, dict[str, Any] | None], None] | None = None,
    through: tuple[type[BaseException], ...] = (NotImplementedError,),
) -> Log:
    """Run a system through a quarter, and say what it did.

    System: called with the briefing, and with `journal=` after a kill; gives an object with the
    five methods and the journal, or a handle of one in another process.
    on_day: called after each day with its number and its report.
    through: errors that are not the system's failures, but end the run: they are raised.

    What the first call of System raises is raised. After that a call that raises or returns what
    was not agreed is counted; where it was `predict`, the table answers. `IN_A_ROW` of them in a
    row end the run.
    """
    operator = _Operator(System, quarter, through)
    for tick in quarter.ticks:
        operator.work(tick)
        if operator.ended is not None:
            break
        if tick.hour == HOURS[-1] and on_day is not None:
            on_day(tick.day, operator.reports[-1])
    return operator.log()


class _Operator:
    """One run under way."""

    def __init__(
        self, System: Callable[..., Any], quarter: Quarter, through: tuple[type[BaseException], ...]
    ) -> None:
        self._System, self._quarter, self._through = System, quarter, through
        self._kills = {
            (one.first, hour, method): share
            for one in quarter.incidents
            if one.kind == "kill"
            for method, hour, share in one.detail["calls"]
        }
        self._servers = Servers(quarter.table)
        self._bookings: dict[str, tuple[float, bool, bool]] = {}
        self._requests: list[tuple[int, float, str]] = []
        self.reports: list[dict[str, Any] | None] = []
        self._offers: list[Decision] = []
        self._killed: list[Kill] = []
        self._failures: list[Failure] = []
        self._in_a_row = 0
        self.ended: int | None = None
        self._system = System(quarter.briefing())

    def work(self, tick: Tick) -> None:
        """One hour."""
        for place, partition in enumerate(tick.partitions):
            given = partial(_copy_of_partition, partition, tick.now)
            self._call(tick, "observe", given, kill=place == 0)
        self._call(tick, "ingest", partial(_copy_of_batch, tick.messages, tick.now))
        self._predict(tick)
        if tick.weekday == MONDAY and tick.hour == LEARNS:
            self._retrain(tick)
        if tick.hour == HOURS[-1]:
            in_form = partial(report_in_form, date=self._quarter.date(tick.day))
            self.reports.append(self._call(tick, "report", lambda: (tick.now,), in_form))

    def _predict(self, tick: Tick) -> None:
        given = partial(_copy_of_batch, tick.requests, tick.now)
        answers = self._call(tick, "predict", given, partial(answers_in_form, tick.requests))
        if self.ended is not None:
            return
        for place, request in enumerate(tick.requests):
            if answers is not None:
                p_late, act, claimed = answers[place]
            else:
                p_late = self._quarter.table[f"{request['origin']} {request['hour']:02d}"]
                act, claimed = p_late >= THRESHOLD, "table"
            seconds, source = self._servers.answer(request, p_late, claimed)
            self._requests.append((tick.day, seconds, source))
            if request["kind"] == "booking":
                self._bookings[request["flight_id"]] = (p_late, act, answers is not None)

    def _retrain(self, tick: Tick) -> None:
        given = partial(_copy_of_offer, tick.now, tick.offer)
        accepted = self._call(tick, "retrain", given, decision_in_form)
        if tick.offer is not None:
            self._offers.append(Decision(tick.day, tick.offer["name"], accepted))

    def _call(
        self,
        tick: Tick,
        method: str,
        given: Callable[[], tuple[Any, ...]],
        in_form: Callable[[Any], Any] = lambda said: None,
        *,
        kill: bool = True,
    ) -> Any:
        """What `in_form` makes of the result; None if it failed, or when the run has ended.

        given: makes the arguments, fresh ones each time.
        """
        if self.ended is not None:
            return None
        share = self._kills.get((tick.day, tick.hour, method)) if kill else None
        try:
            if share is not None:
                self._cut_short(tick, method, given(), share)
            result = in_form(getattr(self._system, method)(*given()))
        except self._through:
            raise
        except Exception as error:  # whatever a system raises is a failure of its call
            sentence = str(error) if isinstance(error, WrongForm) else _said(method, error)
            self._failures.append(Failure(tick.day, tick.hour, method, sentence))
            self._in_a_row += 1
            if self._in_a_row >= IN_A_ROW:
                self.ended = tick.day
            return None
        self._in_a_row = 0
        return result

    def _cut_short(self, tick: Tick, method: str, given: tuple[Any, ...], share: float) -> None:
        """Make a call, take away some of what it wrote, and begin anew from what is left."""
        before = journal_in_form(self._system.journal)
        try:
            getattr(self._system, method)(*given)
        except self._through:
            raise
        except Exception:  # the call is made again, and counted then
            pass
        after = journal_in_form(self._system.journal)
        if after[: len(before)] != before:
            raise WrongForm(f"{method} changed what already stood in the journal.")
        written = len(after) - len(before)
        kept = min(written, int(share * (written + 1)))
        left = after[: len(before) + kept]
        self._system = self._System(self._quarter.briefing(), journal=left)
        self._killed.append(Kill(tick.day, tick.hour, method, written, kept))

    def log(self) -> Log:
        """What has happened so far."""
        none = (float("nan"), False, False)
        flights = self._quarter.flown.flight_id
        booked = [self._bookings.get(flight_id, none) for flight_id in flights]
        return Log(
            p_late=np.array([p_late for p_late, _, _ in booked]),
            act=np.array([act for _, act, _ in booked]),
            answered=np.array([answered for _, _, answered in booked]),
            asked_on=np.array([day for day, _, _ in self._requests], dtype=np.int64),
            latency=np.array([seconds for _, seconds, _ in self._requests]),
            source=[source for _, _, source in self._requests],
            reports=self.reports,
            offers=self._offers,
            kills=self._killed,
            failures=self._failures,
            ended=self.ended,
        )


def _copy_of_batch(batch: list[dict[str, Any]], now: str) -> tuple[Any, ...]:
    return [dict(item) for item in batch], now


def _copy_of_partition(partition: dict[str, Any], now: str) -> tuple[Any, ...]:
    return {**partition, "rows": [dict(row) for row in partition["rows"]]}, now


def _copy_of_offer(now: str, offer: dict[str, Any] | None) -> tuple[Any, ...]:
    return now, None if offer is None else {**offer, "scores": dict(offer["scores"])}


def _said(method: str, error: Exception) -> str:
    try:
        first = (str(error).splitlines() or [""])[0]
    except Exception:  # an error whose own text raises
        first = ""
    return f"{method} raised {type(error).__name__}: {first}"
