"""The flights of a quarter, drawn: which of the real schedule, how late, when known."""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from worlds.timetable import DAYS, ORIGINS, Floats, Ints, day_of, flights, texts

Bools = npt.NDArray[np.bool_]

DAILY = 110
SMALL_SHARE = 0.2
DAY_SD, DAY_MEMORY = 0.6, 0.5
AIRPORT_SD = 0.3
HOUR_SD, HOUR_MEMORY = 0.55, 0.8
DRIFT = 0.6
CANCELLED = 0.02


def stream(seed: int, *purpose: str) -> np.random.Generator:
    """The random numbers of one purpose: none depends on how many another has drawn."""
    key = tuple("/".join(purpose).encode())
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=key))


@dataclass(frozen=True)
class Flown:
    """Flights and what became of them, in order of schedule, as columns of one length."""

    flight_id: list[str]
    carrier: list[str]
    origin: Ints
    dest: list[str]
    small: Bools
    day: Ints
    hour: Ints
    weekday: Ints
    distance: Ints
    scheduled: Ints
    weather: Floats
    logit: Floats
    """The true one: schedule, weather, and all that is hidden."""
    late: Bools
    cancelled: Bools
    arr_delay: Ints
    dep_delay: Ints
    departed_at: Ints
    arrived_at: Ints
    known_at: Ints
    """When the arrival was delivered first."""

    def among(self, rows: Bools) -> "Flown":
        """Only these flights."""
        places = np.flatnonzero(rows)
        chosen = {}
        for one in fields(self):
            column = getattr(self, one.name)
            if isinstance(column, list):
                chosen[one.name] = [column[place] for place in places.tolist()]
            else:
                chosen[one.name] = column[places]
        return Flown(**chosen)


def fly(seed: int) -> Flown:
    """All flights of a seed, from `timetable.START` to the end of the year."""
    plan = flights()
    small_rate = SMALL_SHARE * DAILY * DAYS / plan.small.sum()
    large_rate = (1 - SMALL_SHARE) * DAILY * DAYS / (~plan.small).sum()
    chance = np.where(plan.small, small_rate, large_rate)
    places = np.flatnonzero(stream(seed, "schedule").random(len(chance)) < chance)
    n = len(places)
    day, hour, origin = plan.day[places], plan.hour[places], plan.origin[places]
    hidden = moods(seed)[day, origin, hour]
    logit = plan.base[places] + hidden
    rng = stream(seed, "delays")
    late = rng.random(n) < 1 / (1 + np.exp(-logit))
    cancelled = rng.random(n) < CANCELLED
    over = 15 + np.floor(rng.exponential(45, n))
    under = 14 - np.floor(rng.gamma(3.6, 7, n))
    arr = np.where(late, np.minimum(over, 900), np.maximum(under, -60)).astype(np.int64)
    block = 40 + (plan.distance[places] * 0.13).astype(np.int64)
    dep = np.round(arr + 8 + 10 * rng.standard_normal(n)).astype(np.int64)
    dep = np.minimum(np.maximum(dep, -12), arr + block - 20)
    scheduled = plan.scheduled[places]
    departed_at = scheduled + dep * 60
    arrived_at = scheduled + (block + arr) * 60
    wait = np.ceil(40 * np.exp(1.2 * rng.standard_normal(n)))
    known_at = arrived_at + np.minimum(wait, 1800).astype(np.int64)
    stamps = [text[:4] + text[5:7] + text[8:13] + text[14:16] for text in texts(scheduled)]
    chosen = places.tolist()
    ids = [
        f"{plan.carrier[place]}{plan.number[place]}-{ORIGINS[plan.origin[place]]}-{stamp}Z"
        for place, stamp in zip(chosen, stamps, strict=True)
    ]
    return Flown(
        flight_id=ids,
        carrier=[plan.carrier[place] for place in chosen],
        origin=origin,
        dest=[plan.dest[place] for place in chosen],
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
        departed_at=departed_at,
        arrived_at=arrived_at,
        known_at=known_at,
    )


def moods(seed: int) -> Floats:
    """What no system can read: the hidden part of the logit, by day, origin and hour."""
    rng = stream(seed, "moods")
    days = DAY_SD * _wander(rng.standard_normal((DAYS, 1)), DAY_MEMORY)
    airports = AIRPORT_SD * _wander(rng.standard_normal((DAYS, 3)), DAY_MEMORY)
    hours = HOUR_SD * _wander(rng.standard_normal((24, DAYS)), HOUR_MEMORY).T
    hidden = days[:, :, None] + airports[:, :, None] + hours[:, None, :]
    start = day_of("2013-10-01")
    sign = rng.choice([-1, 1], 2)
    since = start + rng.integers(20, 60, 2)
    hidden[since[0] :] += sign[0] * DRIFT
    hidden[since[1] :, rng.integers(3)] += sign[1] * DRIFT
    return hidden


def _wander(noise: Floats, memory: float) -> Floats:
    """AR(1) along the first axis with variance 1."""
    walk = noise.copy()
    for step in range(1, len(walk)):
        walk[step] = memory * walk[step - 1] + np.sqrt(1 - memory**2) * noise[step]
    return walk
