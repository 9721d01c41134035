"""The table of prices is one that a bill can be worked out from."""

import math
from datetime import date

import pytest

from worlds import prices


def test_every_machine_is_cheaper_the_more_its_buyer_puts_up_with():
    for ways in prices.load()["machines"].values():
        assert ways["on_demand"] > ways["reserved"] > ways["spot"] > 0


def test_the_container_costs_what_its_parts_cost():
    ways = prices.load()["machines"]["container-2"]
    assert ways["on_demand"] == pytest.approx(2 * 0.04048 + 4 * 0.004445)
    assert ways["reserved"] == pytest.approx(0.48 * ways["on_demand"])
    assert ways["spot"] == pytest.approx(0.30 * ways["on_demand"])


def test_tiers_of_egress_rise_without_a_gap_and_end_nowhere():
    ends = [end for end, _ in prices.load()["egress"]]
    assert ends == sorted(set(ends))
    assert ends[-1] == math.inf
    assert all(price >= 0 for _, price in prices.load()["egress"])


def test_the_table_is_dated_and_the_callers_own():
    assert prices.read_on() == date(2026, 11, 29)
    assert "US East" in prices.region()
    prices.load()["storage"].clear()
    assert prices.load()["storage"]
