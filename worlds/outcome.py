"""What a run was worth: costs against baselines, what was noticed, kept, refused and reported."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from worlds.baselines import decisions, dollars
from worlds.books import Difference, differences
from worlds.incidents import ALARMS, WITHIN, Incident
from worlds.quarter import Quarter, quarter
from worlds.quarter_flights import Bools
from worlds.run_log import Log
from worlds.serving import MOST_DEGRADED, PROMISED, SHARE
from worlds.timetable import Floats, Ints


@dataclass(frozen=True)
class Detection:
    """Whether and when an incident that calls for an alarm was noticed."""

    incident: Incident
    alarm: str
    after: int | None
    """Days from its first to the first report with the alarm; None for never."""

    @property
    def in_time(self) -> bool:
        """Whether it was noticed in as many days as is asked."""
        return self.after is not None and self.after <= WITHIN[self.incident.kind]


@dataclass(frozen=True)
class Offered:
    """A model that was offered, and what became of it."""

    day: int
    good: bool
    accepted: bool | None


@dataclass(frozen=True)
class Group:
    """The flights to small, or to large, airports: a group's cost in dollars by who decided."""

    flights: int
    system: float
    table: float
    never: float
    oracle: float

    @property
    def saved(self) -> float:
        """Of what can be saved in this group, the share that the system saved."""
        return _share(self.never, self.system, self.oracle)


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a system was worth in a quarter."""

    flights: Ints
    """By day: those that were not cancelled, so that their decisions cost something."""
    cost: dict[str, Floats]
    """Dollars by day, for `system` and each of `baselines.NAMES`."""
    within: Floats
    """By day: share of the requests answered within `serving.PROMISED` seconds; 1 without any."""
    degraded: Floats
    """By day: share of the answers from the table; 0 without any."""
    detections: tuple[Detection, ...]
    false_alarms: tuple[tuple[int, str], ...]
    """Day and name of each alarm that no incident called for."""
    offers: tuple[Offered, ...]
    groups: dict[str, Group]
    """`small` and `large`."""
    differences: tuple[Difference, ...]
    """Where a report says something else than the books."""
    failed_calls: int
    kills: int
    ended: int | None
    """The day on which the run was broken off."""

    def total(self, name: str) -> float:
        """Dollars of the whole quarter."""
        return float(self.cost[name].sum())

    def saved_by(self, name: str) -> float:
        """Of what can be saved against never acting, the share that was; the oracle's is 1."""
        return _share(self.total("never"), self.total(name), self.total("oracle"))

    @property
    def saved(self) -> float:
        """The system's share."""
        return self.saved_by("system")

    @property
    def kept_days(self) -> Bools:
        """By day: whether it kept latency and was not degraded beyond what is allowed."""
        kept: Bools = (self.within >= SHARE) & (self.degraded <= MOST_DEGRADED)
        return kept

    @property
    def kept_promise(self) -> bool:
        """Whether every day did."""
        return bool(self.kept_days.all())


def outcome(quarter: Quarter, log: Log) -> Outcome:
    """What the run was worth. A booking that nobody answered counts as silence."""
    flown = quarter.flown
    counts = ~flown.cancelled
    day = flown.day - quarter.start
    acts = {"system": log.act, **decisions(quarter)}
    each = {name: dollars(act, flown.late, flown.cancelled) for name, act in acts.items()}

    def by_day(cost: Floats) -> Floats:
        summed: Floats = np.bincount(day, cost, quarter.days).astype(float)
        return summed

    groups = {}
    for name, rows in (("small", flown.small), ("large", ~flown.small)):
        sums = {who: float(each[who][rows].sum()) for who in ("system", "table", "never", "oracle")}
        groups[name] = Group(flights=int((rows & counts).sum()), **sums)
    asked = np.bincount(log.asked_on, minlength=quarter.days)
    quick = np.bincount(log.asked_on, log.latency <= PROMISED, minlength=quarter.days)
    from_table = np.array([source == "table" for source in log.source], dtype=float)
    tables = np.bincount(log.asked_on, from_table, minlength=quarter.days)
    return Outcome(
        flights=np.bincount(day[counts], minlength=quarter.days),
        cost={name: by_day(cost) for name, cost in each.items()},
        within=np.where(asked > 0, quick / np.maximum(asked, 1), 1.0),
        degraded=tables / np.maximum(asked, 1),
        detections=tuple(
            _detection(one, log.alarms) for one in quarter.incidents if one.kind in ALARMS
        ),
        false_alarms=tuple(
            (day, name)
            for day, names in enumerate(log.alarms)
            for name in names
            if not any(one.is_alarm_due(name, day) for one in quarter.incidents)
        ),
        offers=tuple(
            Offered(
                decided.day,
                Incident("good-offer", decided.day, decided.day)
                in [Incident(one.kind, one.first, one.last) for one in quarter.incidents],
                decided.accepted,
            )
            for decided in log.offers
        ),
        groups=groups,
        differences=tuple(differences(quarter, log)),
        failed_calls=len(log.failures),
        kills=len(log.kills),
        ended=log.ended,
    )


def beside_once(result: Outcome, quarter: Quarter) -> list[tuple[Incident, float]]:
    """Dollars by which the system did worse against `once` on each incident's days than on the
    days without any, positive for worse.

    An estimate: the weather of few days is in it as well. `price` is exact, for a second run.
    """
    more = result.cost["system"] - result.cost["once"]
    quiet = np.ones(quarter.days, dtype=bool)
    for one in quarter.incidents:
        quiet[one.first : one.last + 2] = False
    usual = more[quiet].sum() / max(int(result.flights[quiet].sum()), 1)
    found = []
    for one in quarter.incidents:
        days = slice(one.first, one.last + 1)
        found.append((one, float(more[days].sum() - usual * result.flights[days].sum())))
    return found


def price(run: Callable[[Quarter], Log], of: Quarter, log: Log, one: Incident) -> float:
    """Dollars that an incident cost a system, exactly: those of a second run without it.

    run: runs the same system through a quarter; log: of its run with all incidents.

    All else is the same in both runs, byte for byte; negative where the incident was of use.
    Raises ValueError for an incident that is not one of the quarter's own.
    """
    if not any(other is one for other in of.incidents):
        raise ValueError("name one of quarter.incidents, as it stands there with its details")
    others = [other for other in of.incidents if other is not one]
    calm = quarter(of.seed, of.first, of.days, others)
    without = run(calm)
    flown = of.flown
    costs = [dollars(act, flown.late, flown.cancelled) for act in (log.act, without.act)]
    return float(costs[0].sum() - costs[1].sum())


def _detection(one: Incident, alarms: list[list[str]]) -> Detection:
    name = ALARMS[one.kind]
    days = [
        day for day, names in enumerate(alarms) if name in names and one.is_alarm_due(name, day)
    ]
    return Detection(one, name, days[0] - one.first if days else None)


def _share(never: float, cost: float, oracle: float) -> float:
    return (never - cost) / (never - oracle) if never > oracle else 0.0
