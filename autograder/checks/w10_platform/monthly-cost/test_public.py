"""The checks of exercise 9 of week 10 that a student sees: what does a month of it cost?"""

import math

from autograder.testing import assert_each, assert_same, assert_unchanged, exercise, once, rejects

PRICES = {
    "machines": {
        "cpu-4": {"on_demand": 0.2, "reserved": 0.12, "spot": 0.06},
        "gpu-1": {"on_demand": 1.5, "reserved": 1.0},
    },
    "storage": {"hot": 0.02, "cold": 0.004},
    "egress": [(100, 0.0), (1000, 0.1), (math.inf, 0.05)],
}


FREE = {
    "machines": {"cpu-4": {"on_demand": 0}},
    "storage": {"hot": 0.0},
    "egress": [(math.inf, 0.0)],
}


def machine(line, buy, count, hours, kind="cpu-4", **more):
    return {"line": line, "type": kind, "buy": buy, "count": count, "hours": hours, **more}


def storage(line, kind, gb, days):
    return {"line": line, "class": kind, "gb": gb, "days": days}


def plan(*lines, egress=0):
    """A plan of these lines, of machines and of storage."""
    return {
        "machines": [line for line in lines if "type" in line],
        "storage": [line for line in lines if "class" in line],
        "egress_gb": egress,
    }


def bill(egress=0.0, **lines):
    return {**lines, "egress": egress, "total": egress + sum(lines.values())}


@once
def machines():
    return [
        (
            (plan(machine("a", "on_demand", 3, 100)), PRICES),
            bill(a=60.0),
            "Three machines for 100 hours each, at 0.20 an hour.",
        ),
        (
            (plan(machine("a", "reserved", 2, 100)), PRICES),
            bill(a=175.2),
            "Reserved machines are paid for all 730 hours.",
        ),
        (
            (plan(machine("a", "reserved", 1, 730), machine("b", "reserved", 1, 0)), PRICES),
            bill(a=87.6, b=87.6),
            "Whatever their hours are.",
        ),
        (
            (plan(machine("a", "spot", 4, 50, overhead=0.25)), PRICES),
            bill(a=15.0),
            "A quarter of 50 hours is computed again: 62.5 hours at 0.06.",
        ),
        ((plan(machine("a", "spot", 4, 50, overhead=0)), PRICES), bill(a=12.0), "No interruption."),
        (
            (plan(machine("a", "on_demand", 2, 10, "gpu-1", overhead=0.5)), PRICES),
            bill(a=30.0),
            "Nobody interrupts a machine on demand.",
        ),
    ]


@exercise("monthly-cost", weight=2)
def test_machines_cost_what_the_way_of_buying_says(submission):
    """On demand costs the hours, reserved the whole month, spot what is computed again as well."""
    assert_each(submission.monthly_cost, machines())


@once
def stores():
    return [
        ((plan(storage("a", "hot", 300, 30)), PRICES), bill(a=6.0), "300 GB for a whole month."),
        ((plan(storage("a", "hot", 300, 10)), PRICES), bill(a=2.0), "For a third of it."),
        (
            (plan(storage("a", "cold", 5000, 30), storage("b", "hot", 50, 3)), PRICES),
            bill(a=20.0, b=0.1),
            "Each class has its price.",
        ),
    ]


@exercise("monthly-cost")
def test_storage_is_paid_by_the_gigabyte_month(submission):
    """What lies there for ten of thirty days costs a third."""
    assert_each(submission.monthly_cost, stores())


@once
def tiers():
    one = {**PRICES, "egress": [(math.inf, 0.25)]}
    paid = {**PRICES, "egress": [(10, 0.5), (20, 0.25), (math.inf, 0.125)]}
    cases = [((plan(egress=gb), PRICES), bill(float(cost)), f"{gb} GB.") for gb, cost in EGRESS]
    return [
        *cases,
        ((plan(egress=8), one), bill(2.0), "There is one tier."),
        ((plan(egress=8), paid), bill(4.0), "The first tier costs something as well."),
        ((plan(egress=15), paid), bill(6.25), "10 GB at 0.50, and 5 at 0.25."),
        ((plan(egress=28), paid), bill(8.5), "10 GB at 0.50, 10 at 0.25, and 8 at 0.125."),
    ]


EGRESS = [(0, 0), (60, 0), (100, 0), (101, 0.1), (1000, 90), (1001, 90.05), (3000, 190)]
"""Of 100 GB that are free, then 0.10 up to 1,000 GB, then 0.05."""


@exercise("monthly-cost")
def test_each_gigabyte_costs_what_its_tier_says(submission):
    """A higher tier changes the price of what lies in it, and not of what lies below."""
    assert_each(submission.monthly_cost, tiers())


@once
def whole_bills():
    lines = [machine("train", "spot", 2, 50, overhead=0.2), machine("serve", "reserved", 1, 300)]
    return [
        (
            (plan(*lines, storage("flights", "hot", 300, 10), egress=250), PRICES),
            bill(train=7.2, serve=87.6, flights=2.0, egress=15.0),
            "The worked example.",
        ),
        ((plan(), PRICES), bill(), "There is nothing but the egress line, and the total."),
        (
            (plan(machine("a", "on_demand", 0, 9), storage("b", "hot", 0, 9)), PRICES),
            bill(a=0.0, b=0.0),
            "Lines that cost nothing are lines.",
        ),
        (
            (plan(machine("a", "on_demand", 1, 0.001), storage("b", "cold", 0.1, 1)), PRICES),
            bill(a=0.0002, b=0.1 * 0.004 / 30),
            "Nothing is rounded.",
        ),
        (
            (plan(machine("a", "on_demand", 2, 9), storage("b", "hot", 3, 9), egress=7), FREE),
            bill(a=0.0, b=0.0),
            "What is free has a price, which is 0.",
        ),
    ]


@exercise("monthly-cost")
def test_the_bill_has_every_line_and_the_total(submission):
    """All lines are on the bill, the egress, and a total that is their sum, not rounded."""
    assert_each(submission.monthly_cost, whole_bills())


@once
def gaps():
    known = machine("a", "on_demand", 1, 1)
    return [
        (plan(known, machine("b", "spot", 1, 1, "gpu-1", overhead=0)), ["gpu-1/spot"]),
        (plan(known, machine("b", "rented", 1, 1)), ["cpu-4/rented"]),
        (plan(machine("b", "spot", 0, 0, "tpu-8", overhead=0), known), ["tpu-8"]),
        (plan(known, storage("b", "glacier", 1, 1)), ["glacier"]),
        (
            plan(
                machine("b", "spot", 1, 1, "gpu-1", overhead=0),
                machine("c", "on_demand", 1, 1, "tpu-8"),
                known,
                machine("d", "reserved", 1, 1, "arm-2"),
                storage("e", "glacier", 1, 1),
                storage("f", "hot", 1, 1),
                storage("g", "tape", 1, 1),
            ),
            ["gpu-1/spot", "tpu-8", "arm-2", "glacier", "tape"],
        ),
    ]


@exercise("monthly-cost", weight=2)
def test_everything_without_a_price_is_named(submission):
    """What has no price is a ValueError that names all of it, machines and storage."""
    for wanted, names in gaps():
        for name in names:
            rejects(submission.monthly_cost, wanted, PRICES, naming=name)


@exercise("monthly-cost")
def test_plan_and_prices_stay_as_they_were(submission):
    """What the caller handed over is not changed."""
    lines = plan(machine("a", "spot", 1, 1, overhead=1), storage("b", "hot", 3, 10), egress=200)
    result = assert_unchanged(submission.monthly_cost, lines, PRICES)
    assert_same(result, bill(a=0.12, b=0.02, egress=10.0))
