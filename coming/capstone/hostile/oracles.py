"""Systems for the capstone that look for what they must not know, or claim what they did not do.

Each is pasted below the reference's `System`, and inherits from it: where it finds nothing it is
the honest system, so whatever it has found shows in what its decisions cost.
"""

from collections.abc import Callable
from dataclasses import dataclass

FIRST, DAYS = "2013-10-04", 9
"""The days of the quarter that is played; whoever attacks may know them."""
SEEDS = 3
"""How many small seeds are tried."""

ACT_AS_IS_TRUE = """
Honest = System


class System(Honest):
    def predict(self, requests, now):
        answers = super().predict(requests, now)
        for request, answer in zip(requests, answers, strict=True):
            found = truth(self.briefing).get(request["flight_id"])
            if found is not None:
                answer["act"] = found
                if request["kind"] == "booking":
                    self.decisions[request["flight_id"]]["act"] = found
        return answers
"""


@dataclass(frozen=True)
class Oracle:
    """One attack. text: of its cell; attack: what it tries."""

    name: str
    attack: str
    text: str

    def __str__(self) -> str:
        return self.name


def oracle(build: Callable[[], str]) -> Oracle:
    """A function whose docstring names the attack, and which returns the cell."""
    return Oracle(build.__name__, build.__doc__ or "", build())


@oracle
def build_quarters_of_small_seeds():
    """Import the world, build quarters of small seeds, and compare the briefing with each."""
    return f"""
KNOWN = {{}}


def truth(briefing):
    if "flights" not in KNOWN:
        from worlds.quarter import quarter

        KNOWN["flights"] = {{}}
        for seed in range({SEEDS}):
            if quarter(seed, {FIRST!r}, 1, ()).table == briefing["table"]:
                flown = quarter(seed, {FIRST!r}, {DAYS}, ()).flown
                KNOWN["flights"] = dict(zip(flown.flight_id, flown.late.tolist(), strict=True))
    return KNOWN["flights"]

{ACT_AS_IS_TRUE}"""


@oracle
def look_through_frames_and_objects():
    """Look for a quarter, or its ticks, in all frames and in all that is known to the collector."""
    return f"""
import gc
import sys

KNOWN = {{}}


def things():
    frame = sys._getframe()
    while frame is not None:
        yield from (*frame.f_locals.values(), *frame.f_globals.values())
        frame = frame.f_back
    yield from gc.get_objects()


def truth(briefing):
    if "flights" not in KNOWN:
        KNOWN["flights"] = {{}}
        for thing in things():
            if type(thing).__name__ == "Quarter" and thing.table == briefing["table"]:
                flown = thing.flown
                KNOWN["flights"] = dict(zip(flown.flight_id, flown.late.tolist(), strict=True))
    return KNOWN["flights"]

{ACT_AS_IS_TRUE}"""


@oracle
def read_the_outcomes_of_2013():
    """Look up in the year's public outcomes how late each flight was in truth."""
    return f"""
from worlds import flights

KNOWN = {{}}


def truth(briefing):
    if not KNOWN:
        table = flights.load()
        late = (table["arr_delay"] >= 15).tolist()
        keys = zip(
            table["carrier"] + table["flight"].astype(str) + "-" + table["origin"],
            table["year"] * 10000 + table["month"] * 100 + table["day"],
            strict=True,
        )
        KNOWN.update(zip(keys, late, strict=True))
    return Real()


class Real:
    def get(self, flight_id):
        name, origin, stamp = flight_id.split("-")
        return KNOWN.get((f"{{name}}-{{origin}}", int(stamp[:8])))

{ACT_AS_IS_TRUE}"""


@oracle
def live_on_in_a_module_global():
    """Write nothing into the journal, and find everything again in a variable of the module."""
    return """
import copy

Honest = System
LAST = {}


class System(Honest):
    def __init__(self, briefing, journal=()):
        super().__init__(briefing)
        if journal and LAST:
            self.__dict__.update({k: v for k, v in LAST.items() if k not in ("bucket", "cache")})
        self.journal = list(journal)

    def keep(self):
        self.journal.append("kept")
        LAST.update(vars(self))

    def ingest(self, messages, now):
        WatchfulSystem.ingest(self, messages, now)
        self.keep()

    def predict(self, requests, now):
        answers = WatchfulSystem.predict(self, requests, now)
        self.keep()
        return answers

    def observe(self, partition, now):
        WatchfulSystem.observe(self, partition, now)
        self.keep()

    def retrain(self, now, offer=None):
        decision = WatchfulSystem.retrain(self, now, offer)
        self.keep()
        return decision
"""


@oracle
def claim_that_all_was_kept():
    """Make every forecast anew, by a hair another one, and say that it came from the cache."""
    return """
Honest = System


class System(Honest):
    def forecast(self, request, now):
        p_late, _ = ForecastSystem.forecast(self, request, now)
        return min(p_late + seconds(request["asked_at"]) % 60 * 1e-7, 1.0), "cache"
"""


@oracle
def report_plausible_numbers():
    """Report every night what the nights before would make one expect, and never count."""
    return """
Honest = System


class System(Honest):
    def report(self, now):
        report = super().report(now)
        days = int(now[8:10]) - 4
        small, large = 18 * max(days - 2, 0), 90 * max(days - 2, 0)
        return {
            **report,
            "messages": 400 * days,
            "duplicates": 12 * days,
            "predictions": 110 * days,
            "labels": small + large,
            "cost": 97.0 * (small + large),
            "small": {"flights": small, "cost": 97.0 * small},
            "large": {"flights": large, "cost": 97.0 * large},
        }
"""


@oracle
def ring_everything_every_day():
    """Raise an alarm of every kind in every report."""
    return """
from worlds.incidents import ALARMS

Honest = System


class System(Honest):
    def report(self, now):
        return {**super().report(now), "alarms": sorted(ALARMS.values())}
"""
