"""The flights of a quarter, drawn: which of the real schedule, how late, and when that is known.

A flight is late with the probability logistic(base + hidden).
The base is what the real January to September say of its schedule and weather
(`worlds.timetable`). The hidden part (`moods`) no system can read; it can only be felt in the
flights that have landed. It has four layers, of the sizes that the real residuals bear:

- a day is good or bad at all three airports, and a little at each alone;
- within a day the mood wanders from hour to hour;
- each airport's level changes for about five weeks, to one side and then to the other, as the
  real late rate did from September (14 %) to December (33 %).

Not a replay, because the true delays of 2013 are public: whoever carried them would be an oracle.
"""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from worlds.timetable import DAYS, ORIGINS, Floats, Ints, day_of, flights, texts

Bools = npt.NDArray[np.bool_]

LATE_AFTER = 15
"""Minutes from which on an arrival is late."""
DAILY = 110
"""Flights a day, in the mean."""
SMALL_SHARE = 0.2
"""Share of flights to small airports; of the real flights it is 6 %."""
CANCELLED = 0.02
"""Chance of each flight to be cancelled."""
OPENS = "2013-10-01"
"""The levels change after this day only."""

LEVEL = -0.55
"""Added to every logit, so that with all that is hidden about 22 % are late."""
STRETCH = 1.2
"""Of the base: averaging over what is hidden flattens a logistic curve, by as much."""
DAY_SD, DAY_MEMORY = 0.4, 0.3
AIRPORT_SD = 0.3
HOUR_SD, HOUR_MEMORY = 1.1, 0.95
AIRPORT_HOUR_SD = 0.3
DRIFT = 0.9
"""All in logits; a memory is the correlation from one day, or hour, to the next."""


def stream(seed: int, *purpose: str) -> np.random.Generator:
    """The random numbers of one purpose, which do not depend on how many another has drawn."""
    key = tuple("/".join(purpose).encode())
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=key))


@dataclass(frozen=True, eq=False)
class Flown:
    """Flights and what became of them, in order of schedule: columns of one length."""

    flight_id: list[str]
    carrier: list[str]
    origin: Ints
    """Place in `timetable.ORIGINS`."""
    dest: list[str]
    small: Bools
    day: Ints
    """Of the scheduled departure, 0 for `timetable.START`."""
    hour: Ints
    weekday: Ints
    distance: Ints
    scheduled: Ints
    """This and the other instants: seconds since 1970."""
    weather: Floats
    """Rows of `timetable.READING`, known at the booking."""
    logit: Floats
    """Of being late, with all that is hidden."""
    late: Bools
    """False where cancelled."""
    cancelled: Bools
    arr_delay: Ints
    """Minutes; without meaning where cancelled."""
    dep_delay: Ints
    departed_at: Ints
    arrived_at: Ints
    known_at: Ints
    """When the desk knows of the arrival, if the gateway has a link."""

    def among(self, rows: Bools) -> "Flown":
        """Only these flights."""
        places = np.flatnonzero(rows)
        chosen = places.tolist()
        columns: dict[str, Any] = {}
        for one in fields(self):
            column = getattr(self, one.name)
            listed = isinstance(column, list)
            columns[one.name] = [column[k] for k in chosen] if listed else column[places]
        return Flown(**columns)


def fly(seed: int) -> Flown:
    """All flights of a seed, from `timetable.START` to the end of 2013."""
    plan = flights()
    small_rate = SMALL_SHARE * DAILY * DAYS / plan.small.sum()
    large_rate = (1 - SMALL_SHARE) * DAILY * DAYS / (~plan.small).sum()
    chance = np.where(plan.small, small_rate, large_rate)
    places = np.flatnonzero(stream(seed, "schedule").random(len(chance)) < chance)
    n = len(places)
    day, hour, origin = plan.day[places], plan.hour[places], plan.origin[places]
    logit = STRETCH * plan.base[places] + moods(seed)[day, origin, hour]

    rng = stream(seed, "delays")
    late = rng.random(n) < 1 / (1 + np.exp(-logit))
    cancelled = rng.random(n) < CANCELLED
    over = LATE_AFTER + np.floor(rng.exponential(45, n))
    under = LATE_AFTER - 1 - np.floor(rng.gamma(3.6, 7, n))
    arr = np.where(late, np.minimum(over, 900), np.maximum(under, -60)).astype(np.int64)
    # Hours in the air by distance: within minutes of what the airlines plan.
    block = 40 + (plan.distance[places] * 0.13).astype(np.int64)
    dep = np.round(arr + 8 + 10 * rng.standard_normal(n)).astype(np.int64)
    dep = np.minimum(np.maximum(dep, -12), arr + block - 20)
    scheduled = plan.scheduled[places]
    arrived_at = scheduled + (block + arr) * 60

    chosen = places.tolist()
    stamps = [text[:4] + text[5:7] + text[8:13] + text[14:16] for text in texts(scheduled)]
    ids = [
        f"{plan.carrier[k]}{plan.number[k]}-{ORIGINS[where]}-{stamp}Z"
        for k, where, stamp in zip(chosen, origin.tolist(), stamps, strict=True)
    ]
    return Flown(
        flight_id=ids,
        carrier=[plan.carrier[k] for k in chosen],
        origin=origin,
        dest=[plan.dest[k] for k in chosen],
        small=plan.small[places],
        day=day,
        hour=hour,
        weekday=plan.weekday[places],
        distance=plan.distance[places],
        scheduled=scheduled,
        weather=plan.weather[places],
        logit=logit,
        late=late & ~cancelled,
        cancelled=cancelled,
        arr_delay=arr,
        dep_delay=dep,
        departed_at=scheduled + dep * 60,
        arrived_at=arrived_at,
        known_at=arrived_at + on_the_way(rng, n),
    )


def on_the_way(rng: np.random.Generator, n: int) -> Ints:
    """Seconds that n messages take: half of them 40, few of them more than some minutes."""
    seconds = np.ceil(40 * np.exp(1.2 * rng.standard_normal(n)))
    whole: Ints = np.minimum(seconds, 1800).astype(np.int64)
    return whole


def moods(seed: int) -> Floats:
    """The hidden part of the logit, by day, origin and hour: an array of DAYS x 3 x 24."""
    rng = stream(seed, "moods")
    days = DAY_SD * _wander(rng.standard_normal((DAYS, 1)), DAY_MEMORY)
    airports = AIRPORT_SD * _wander(rng.standard_normal((DAYS, 3)), DAY_MEMORY)
    hours = HOUR_SD * _wander(rng.standard_normal((24, DAYS, 1)), HOUR_MEMORY)
    of_airport = AIRPORT_HOUR_SD * _wander(rng.standard_normal((24, DAYS, 3)), HOUR_MEMORY)
    hidden = LEVEL + (days + airports)[:, :, None] + (hours + of_airport).transpose(1, 2, 0)
    opens = day_of(OPENS)
    for place in range(len(ORIGINS)):
        side = rng.choice([-DRIFT, DRIFT])
        begins = opens + rng.integers(16, 32)
        turns = begins + rng.integers(28, 40)
        hidden[begins:turns, place] += side
        hidden[turns:, place] -= side
    rounded: Floats = np.round(hidden, 6)
    return rounded


def _wander(noise: Floats, memory: float) -> Floats:
    """A walk along the first axis that keeps variance 1, and forgets."""
    walk = noise.copy()
    for step in range(1, len(walk)):
        walk[step] = memory * walk[step - 1] + np.sqrt(1 - memory**2) * noise[step]
    return walk
