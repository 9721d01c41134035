"""A two-sided marketplace in which customers share drivers, with a known effect of a change.

The change (say, a discount) makes a customer who looks at the app more likely to request a ride.
What it brings in all depends on the drivers: where all of them are busy, one more request takes a
driver from somebody else. An experiment that splits the customers then compares treated ones with
control ones from whom they took drivers, and overstates what everybody's treatment would bring.
(Johari, Li, Liskovich, Weintraub, "Experimental Design in Two-Sided Platforms: An Analysis of
Bias", Management Science, 2022, treat the question in general; this is its smallest case.)

A market has zones that share nothing. In every period of a day, in each zone,

- customers come: a Poisson number, more of them at the peak than in the morning;
- each requests a ride with the chance of their arm;
- the free drivers take requests, all equally likely, as many as there are drivers;
- who drives stays busy in the next period with the chance `stay`, and is free otherwise.

Every day begins with all drivers free. So the expected numbers of rides can be worked out exactly,
and an experiment held against them.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Design = Literal["customer", "switchback", "zone", "nobody", "everybody"]


@dataclass(frozen=True, kw_only=True)
class Market:
    """What a market is like. ValueError where a number is out of its range."""

    zones: int = 10
    """Parts of the city, 1 or more, that share neither customers nor drivers."""
    days: int = 14
    """Days, 1 or more."""
    periods: int = 24
    """Periods of a day, 1 or more."""
    drivers: int = 14
    """Drivers of a zone, 1 or more."""
    customers: float = 30.0
    """Customers expected in a zone in a period, on average over zones and the day; above 0."""
    peak: float = 0.8
    """How far demand swings around its average over the day, as a share of it; from 0 to 1."""
    spread: float = 0.4
    """How far zones differ: the quietest has this share fewer customers than the average and the
    busiest this share more, the others evenly between; from 0 to 1. All have as many drivers."""
    request: float = 0.2
    """Chance that a customer without the change requests a ride; above 0."""
    lift: float = 0.25
    """What the change adds to that chance, as a share of it; at least 0, and the sum at most 1."""
    stay: float = 0.4
    """Chance that a driver who drives is busy in the next period too; from 0 to below 1."""

    def __post_init__(self) -> None:
        if min(self.zones, self.days, self.periods, self.drivers) < 1:
            raise ValueError("zones, days, periods and drivers number 1 or more")
        if not (self.customers > 0 and 0 <= self.stay < 1):
            raise ValueError("customers are above 0, stay is from 0 to below 1")
        if not (0 <= self.peak <= 1 and 0 <= self.spread <= 1):
            raise ValueError("peak and spread are from 0 to 1")
        if not (self.request > 0 and self.lift >= 0 and self.request * (1 + self.lift) <= 1):
            raise ValueError("the chance of a request lies between 0 and 1, with the change too")

    def chances(self) -> tuple[float, float]:
        """Chance of a request without the change, and with it."""
        return self.request, self.request * (1 + self.lift)

    def demand(self) -> NDArray[np.float64]:
        """Customers expected, one row a zone and one column a period: most in the day's middle."""
        swing = -np.cos(2 * np.pi * (np.arange(self.periods) + 0.5) / self.periods)
        apart = np.linspace(-1, 1, self.zones) if self.zones > 1 else np.zeros(1)
        return self.customers * np.outer(1 + self.spread * apart, 1 + self.peak * swing)


def simulate(
    market: Market, design: Design, *, block: int = 1, repeats: int = 1, seed: int = 0
) -> pd.DataFrame:
    """What an experiment of this design would record, one row a zone, period and arm.

    design: who is treated. `customer`: each customer by the toss of a coin. `switchback`: all
    customers of a zone for `block` periods, then another toss; blocks begin anew every day.
    `zone`: all customers of half of the zones (rounded down), drawn, throughout. `nobody` and
    `everybody` as they say.
    repeats: the whole experiment is run so many times, independently.

    Columns: repeat, zone, day, period (of the day), block (number of the toss within the day; 0
    where nothing is tossed by period), arm (0 or 1), customers, requests, rides. In all designs
    but `customer` a zone and period has a row of one arm only. The same seed gives the same table.

    Raises ValueError for an unknown design, and for block or repeats below 1.
    """
    if design not in get_args(Design):
        raise ValueError(f"there is no design {design!r}; choose {', '.join(get_args(Design))}")
    if min(block, repeats) < 1:
        raise ValueError("block and repeats number 1 or more")
    rng = np.random.default_rng(seed)
    zones, chances = market.zones, np.array(market.chances())
    demand = np.tile(market.demand(), (repeats, 1))
    places = zones * repeats
    order = rng.random((repeats, zones)).argsort(axis=1)
    treated = (order < zones // 2).ravel()
    by_customer = design == "customer"
    if design in ("nobody", "everybody"):
        treated = np.full(places, design == "everybody")
    rows: list[NDArray[np.int64]] = []
    for day in range(market.days):
        busy = np.zeros(places, dtype=np.int64)
        for period in range(market.periods):
            if design == "switchback" and period % block == 0:
                treated = rng.random(places) < 0.5
            customers = rng.poisson(demand[:, period])
            in_arm = rng.binomial(customers, 0.5) if by_customer else customers * treated
            of_arm = np.stack([customers - in_arm, in_arm])
            requests = rng.binomial(of_arm, chances[:, np.newaxis])
            served = np.minimum(requests.sum(axis=0), market.drivers - busy)
            # All requests are equally likely to find a driver, whoever makes them.
            rides_treated = rng.hypergeometric(requests[1], requests[0], served)
            rides = np.stack([served - rides_treated, rides_treated])
            busy = rng.binomial(busy + served, market.stay)
            number = period // block if design == "switchback" else 0
            for arm in (0, 1):
                there = np.flatnonzero(by_customer | (treated == bool(arm)))
                of = np.full((len(there), 4), (day, period, number, arm), dtype=np.int64)
                seen = np.stack([of_arm[arm], requests[arm], rides[arm]], axis=1)[there]
                rows.append(np.column_stack([there // zones, there % zones, of, seen]))
    names = ["repeat", "zone", "day", "period", "block", "arm", "customers", "requests", "rides"]
    return pd.DataFrame(np.concatenate(rows), columns=names)


def total_effect(market: Market) -> float:
    """Rides a customer if everybody is treated, less rides a customer if nobody is. Exact."""
    without, with_it = market.chances()
    gained = _rides(market, with_it) - _rides(market, without)
    return gained / float(market.demand().sum())


def customer_effect(market: Market) -> float:
    """What an A/B test by customer estimates on average: treated less control, rides a customer.

    With half of the customers treated, requests of both arms find a driver equally often; so the
    arms differ by their chances to request, times that share.
    """
    without, with_it = market.chances()
    mean = (without + with_it) / 2
    served = _rides(market, mean) / (float(market.demand().sum()) * mean)
    return (with_it - without) * served


def _rides(market: Market, chance: float) -> float:
    """Rides expected in all zones on a day, if every customer requests with this chance."""
    from scipy.stats import binom, poisson  # imported here: few who import worlds need it

    drivers = market.drivers
    count = np.arange(drivers + 1)
    # Of so many who drive (row), the chance that so many are still busy (column).
    still = binom.pmf(count[np.newaxis, :], count[:, np.newaxis], market.stay)
    expected = market.demand() * chance
    busy = np.zeros((market.zones, drivers + 1))  # chance of so many busy, one row a zone
    busy[:, 0] = 1.0
    rides = 0.0
    for period in range(market.periods):
        asked = poisson.pmf(count, expected[:, [period]])
        more = poisson.sf(count, expected[:, [period]])  # chance that more ask
        driving = np.zeros_like(busy)
        for already in count:
            free = drivers - already
            served = asked[:, : free + 1].copy()
            served[:, free] += more[:, free]
            rides += float(busy[:, already] @ (served @ count[: free + 1]))
            driving[:, already:] += busy[:, [already]] * served
        busy = driving @ still
    return rides
