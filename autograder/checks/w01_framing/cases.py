"""What check files of several exercises of week 1 need. Learners have it: no answer stands here."""

import math
from functools import cache

import pandas as pd

from autograder.testing import assert_same, is_a
from worlds.flights import load

DESK_COSTS = {"correct_alarm": 150, "false_alarm": 120, "miss": 600, "correct_silence": 0}

# Labels and scores that no cost can be computed from, with the reason.
BAD_FLIGHTS = (
    ([1, 0], [0.9]),  # the lengths differ, in the way that NumPy would silently stretch
    ([1], [0.9, 0.2]),
    ([1, 0, 1], [0.9, 0.2]),
    ([], []),
    ([2, 0], [0.9, 0.2]),  # labels
    ([1, -1], [0.9, 0.2]),
    ([1, 0.5], [0.9, 0.2]),
    ([1, math.nan], [0.9, 0.2]),
    ([1, 0], [0.9, math.nan]),  # scores
    ([1, 0], [1.01, 0.2]),
    ([1, 0], [0.9, -0.01]),
    ([1, 0], [math.inf, 0.2]),
)


def bad_costs():
    """Cost tables that name too little, too much, or no finite amount."""
    for name in DESK_COSTS:
        yield {key: cost for key, cost in DESK_COSTS.items() if key != name}
    yield {**DESK_COSTS, "miss": math.nan}
    yield {**DESK_COSTS, "true_alarm": 150}
    yield {**DESK_COSTS, "correct_silence": math.inf}
    yield {**DESK_COSTS, "correct_alarm": -math.inf}


def any_costs(rng, largest):
    """Costs in whole dollars, gains among them."""
    return dict(zip(DESK_COSTS, rng.integers(-largest, largest, 4).tolist(), strict=True))


@cache
def blizzard():
    """Every ninth flight of 4 to 11 February 2013, when 8 and 9 February brought a blizzard."""
    columns = ["day", "hour", "origin", "carrier", "dep_time", "arr_time", "arr_delay"]
    flights = load()
    february = (flights["month"] == 2) & flights["day"].between(4, 11)
    return flights.loc[february, columns].iloc[::9]


def values(series):
    """The values of a Series, whatever its name and index are."""
    is_a(series, pd.Series)
    return series.tolist()


LOAD = {
    "requests_per_day": 864_000,
    "peak_to_mean": 5,
    "stored_bytes_per_request": 1_000,
    "response_bytes": 3_000,
}

SERVICE = {
    "seconds_per_request": 0.3,
    "slots_per_replica": 2,
    "max_utilisation": 0.6,
    "spare_replicas": 2,
}


def entry(plan, name):
    """One entry of a plan, whatever the other ones are."""
    is_a(plan, dict)
    if name not in plan:
        assert_same(sorted(plan, key=str), [name], why=f"The plan needs an entry {name!r}.")
    return plan[name]


SECTIONS = ("fallback", "latency", "metrics", "objectives", "owner", "rollback")
