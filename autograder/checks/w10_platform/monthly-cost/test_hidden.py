"""The checks of exercise 9 of week 10 that stay with the grader."""

import math

import numpy as np

from autograder.testing import assert_each, exercise, once_per_seed, rejects


def slow_bill(plan, prices):
    """Hour by hour and gigabyte by gigabyte, where that can be counted."""
    bill = {}
    for line in plan["machines"]:
        price = prices["machines"][line["type"]][line["buy"]]
        paid = {"on_demand": line["hours"], "reserved": 730}.get(line["buy"])
        if paid is None:
            paid = line["hours"] + line["hours"] * line["overhead"]
        bill[line["line"]] = sum(float(paid) * price for _ in range(line["count"])) + 0.0
    for line in plan["storage"]:
        a_day = prices["storage"][line["class"]] / 30
        bill[line["line"]] = sum(float(line["gb"]) * a_day for _ in range(line["days"]))
    left, bill["egress"] = 0, 0.0
    for gigabyte in range(plan["egress_gb"]):
        left = next(i for i, (end, _) in enumerate(prices["egress"]) if gigabyte < end)
        bill["egress"] += prices["egress"][left][1]
    return {**bill, "total": math.fsum(bill.values())}


@once_per_seed
def random_plans(rng):
    cases = []
    for _ in range(5):
        ends = sorted({int(end) for end in rng.integers(1, 60, 3)})
        prices = {
            "machines": {
                kind: {buy: float(rng.random()) for buy in ("on_demand", "reserved", "spot")}
                for kind in ("m1", "m2")
            },
            "storage": {"hot": float(rng.random()), "cold": float(rng.random()) / 9},
            "egress": [(end, float(rng.random())) for end in [*ends, math.inf]],
        }
        machines = [
            {
                "line": f"machine {i}",
                "type": f"m{rng.integers(1, 3)}",
                "buy": ["on_demand", "reserved", "spot"][int(rng.integers(3))],
                "count": int(rng.integers(0, 5)),
                "hours": float(rng.integers(0, 730)) + 0.5,
                "overhead": float(rng.random()),
            }
            for i in range(5)
        ]
        storage = [
            {"line": name, "class": name, "gb": np.float64(rng.integers(9)), "days": 1 + 7 * i}
            for i, name in enumerate(("hot", "cold"))
        ]
        plan = {"machines": machines, "storage": storage, "egress_gb": int(rng.integers(0, 80))}
        cases.append(((plan, prices), slow_bill(plan, prices), "Counted one by one."))
    return cases


@exercise("monthly-cost", weight=2)
def test_random_plans_agree_with_counting(submission, rng):
    """Random plans at random prices agree with a count, machine by machine and day by day."""
    assert_each(submission.monthly_cost, random_plans(rng))


@exercise("monthly-cost")
def test_an_unknown_class_is_named_with_an_unknown_machine(submission, rng):
    """Machines and storage without a price are named together, also where they cost nothing."""
    kind, store = f"x{rng.integers(100, 999)}", f"y{rng.integers(100, 999)}"
    plan = {
        "machines": [{"line": "m", "type": kind, "buy": "on_demand", "count": 0, "hours": 0}],
        "storage": [{"line": "s", "class": store, "gb": 0, "days": 0}],
        "egress_gb": 0,
    }
    prices = {"machines": {}, "storage": {}, "egress": [(math.inf, 0.1)]}
    for name in (kind, store):
        rejects(submission.monthly_cost, plan, prices, naming=name)
