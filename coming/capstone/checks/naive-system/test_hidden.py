"""The checks of exercise 1 of the capstone that stay with the grader."""

from dataclasses import replace

import numpy as np

from autograder.testing import exercise, once_per_seed, require
from worlds.baselines import decisions, dollars
from worlds.books import differences
from worlds.operate import operate
from worlds.quarter import quarter

DAYS = 28
CHEAPER = 0.04
"""By what share of the table's cost a logistic regression of the history is cheaper, at least.

A system may answer by a model in place of the table. Where one that was trained once is cheaper by
4 % than the table, one that is about as good is not dearer by 1 %: of 120 quarters of 28 days a
quarter is such, and in each of these the reference of exercise 3 was cheaper by 7 % or more.
Whoever answers by the table costs exactly what the table does.
"""


def without_repetitions(world):
    """The same days, in which each message is delivered once."""
    seen, ticks = set(), []
    for tick in world.ticks:
        first = {m["message_id"]: m for m in tick.messages if m["message_id"] not in seen}
        seen.update(first)
        ticks.append(replace(tick, messages=list(first.values())))
    return replace(world, ticks=tuple(ticks))


def spent(world, act):
    return float(dollars(act, world.flown.late, world.flown.cancelled).sum())


@once_per_seed
def month(rng):
    """Four weeks in which a good model is cheaper than the table."""
    while True:
        first = str(np.datetime64("2013-10-01") + int(rng.integers(0, 93 - DAYS)))
        world = quarter(int(rng.integers(2**32)), first, DAYS, ())
        by = decisions(world)
        if spent(world, by["once"]) <= (1 - CHEAPER) * spent(world, by["table"]):
            return without_repetitions(world)


@exercise("naive-system", weight=2)
def test_four_weeks_run_and_cost_no_more_than_the_table(submission, rng):
    """In four weeks no call fails, every report is right, and the table would not be cheaper."""
    world = month(rng)
    log = operate(submission.NaiveSystem, world)
    for failure in log.failures:
        date = world.date(failure.day)
        require(False, f"On {date}, at {failure.hour}:00 in New York: {failure.sentence}")
    for wrong in differences(world, log):
        require(
            False,
            f"The report of {world.date(wrong.day)}, day {wrong.day + 1} of the run, "
            f"has a wrong number for {wrong.name}.",
            expected=f"{wrong.true:g}",
            received=f"{wrong.said:g}",
        )
    cost, table = spent(world, log.act), spent(world, decisions(world)["table"])
    require(
        cost <= 1.01 * table,
        f"The decisions of the {DAYS} days from {world.first} on cost {cost:,.0f} dollars; those "
        f"of a desk that acts by the table's rates cost {table:,.0f}.",
        expected="1 % more at most",
        received=f"{cost / table - 1:.1%} more",
    )
