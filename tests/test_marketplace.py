"""The marketplace: what it promises of demand, supply and of each design of an experiment."""

from dataclasses import replace

import numpy as np
import pytest

from worlds.marketplace import Market, customer_effect, simulate, total_effect

SMALL = Market(zones=4, days=3, periods=6)


def effects(market, design, **options):
    """Rides a customer, treated less control, of each repeat."""
    table = simulate(market, design, **options)
    of_arm = table.groupby(["repeat", "arm"])[["customers", "rides"]].sum()
    rate = (of_arm["rides"] / of_arm["customers"]).unstack()
    return (rate[1] - rate[0]).to_numpy()


def near(found, expected):
    """Within six standard errors: a false alarm has a chance of 2e-9, and the seeds are fixed."""
    assert abs(found.mean() - expected) < 6 * found.std(ddof=1) / np.sqrt(len(found))


def test_the_total_effect_is_what_treating_everybody_brings():
    table = {d: simulate(SMALL, d, repeats=2_000, seed=1) for d in ("nobody", "everybody")}
    rate = {}
    for design, rows in table.items():
        of = rows.groupby("repeat")[["customers", "rides"]].sum()
        rate[design] = (of["rides"] / of["customers"]).to_numpy()
    near(rate["everybody"] - rate["nobody"], total_effect(SMALL))


def test_a_split_by_customer_overstates_where_drivers_are_scarce():
    assert customer_effect(Market()) > 1.5 * total_effect(Market())
    near(effects(SMALL, "customer", repeats=2_000, seed=2), customer_effect(SMALL))


def test_with_drivers_for_everybody_all_designs_agree():
    plenty = Market(drivers=60, stay=0.0, zones=2, days=2, periods=4)
    lift = plenty.chances()[1] - plenty.chances()[0]
    assert total_effect(plenty) == pytest.approx(lift, rel=1e-6)
    assert customer_effect(plenty) == pytest.approx(lift, rel=1e-6)


def test_whole_days_and_whole_zones_estimate_the_total_effect():
    near(effects(SMALL, "switchback", block=6, repeats=1_500, seed=3), total_effect(SMALL))
    even = replace(SMALL, spread=0.0, days=10)
    near(effects(even, "zone", repeats=1_500, seed=4), total_effect(even))


def test_short_blocks_inherit_busy_drivers_from_the_block_before():
    market = replace(SMALL, periods=24)
    found = effects(market, "switchback", block=1, repeats=1_000, seed=5)
    assert found.mean() - 6 * found.std() / np.sqrt(1_000) > total_effect(market)
    without = replace(market, stay=0.0)
    near(effects(without, "switchback", block=1, repeats=1_000, seed=6), total_effect(without))


@pytest.mark.parametrize("design", ["customer", "switchback", "zone", "nobody", "everybody"])
def test_rides_need_a_request_and_a_driver(design):
    table = simulate(replace(SMALL, drivers=6), design, block=2, repeats=5)
    assert (table["rides"] <= table["requests"]).all()
    assert (table["requests"] <= table["customers"]).all()
    cells = table.groupby(["repeat", "zone", "day", "period"])["rides"].sum()
    assert len(cells) == 5 * 4 * 3 * 6
    assert cells.max() == 6


def test_a_switchback_keeps_its_arm_for_a_block_and_tosses_anew():
    table = simulate(SMALL, "switchback", block=3, repeats=20)
    arms = table.groupby(["repeat", "zone", "day", "block"])["arm"]
    assert (arms.nunique() == 1).all()
    assert set(table["block"]) == {0, 1}
    assert 0.3 < arms.first().mean() < 0.7  # 480 tosses: outside with a chance below 1e-17


def test_half_of_the_zones_are_treated_throughout():
    table = simulate(replace(SMALL, zones=5), "zone", repeats=7)
    arm = table.groupby(["repeat", "zone"])["arm"].agg(["nunique", "first"])
    assert (arm["nunique"] == 1).all()
    assert (arm["first"].groupby("repeat").sum() == 2).all()


def test_nobody_and_everybody_are_one_arm():
    assert set(simulate(SMALL, "nobody")["arm"]) == {0}
    assert set(simulate(SMALL, "everybody")["arm"]) == {1}


def test_demand_swings_over_the_day_and_between_zones():
    demand = Market(zones=3, periods=8, customers=10, peak=0.5, spread=0.2).demand()
    assert demand.shape == (3, 8)
    assert demand.mean() == pytest.approx(10)
    assert demand[:, 0].max() < demand[:, 4].min()
    assert demand.mean(axis=1) == pytest.approx([8, 10, 12])
    assert Market(zones=1).demand().mean() == pytest.approx(30)


def test_the_seed_decides():
    assert simulate(SMALL, "customer", seed=7).equals(simulate(SMALL, "customer", seed=7))
    assert not simulate(SMALL, "customer", seed=7).equals(simulate(SMALL, "customer", seed=8))


@pytest.mark.parametrize(
    "options",
    [
        {"zones": 0},
        {"days": 0},
        {"periods": 0},
        {"drivers": 0},
        {"customers": 0.0},
        {"peak": 1.1},
        {"spread": -0.1},
        {"request": 0.0},
        {"request": 0.9},
        {"lift": -0.1},
        {"stay": 1.0},
        {"stay": float("nan")},
    ],
)
def test_a_market_that_cannot_be_is_refused(options):
    with pytest.raises(ValueError, match=r"number 1 or more|are from 0|above 0|chance of a"):
        Market(**options)


def test_a_design_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="design"):
        simulate(SMALL, "coin")
    for options in ({"block": 0}, {"repeats": 0}):
        with pytest.raises(ValueError, match="1 or more"):
            simulate(SMALL, "switchback", **options)
