"""What a public cloud asks: one dated table of list prices, for the bills of week 10.

The table lies in `prices.toml` beside this file, with the source of every number.
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("prices.toml")


def load() -> dict[str, Any]:
    """The prices as `monthly_cost` of week 10 takes them, as a fresh dict.

    - `machines`: from a type to a dict from a way of buying (`on_demand`, `reserved`, `spot`)
      to dollars an hour;
    - `storage`: from a class to dollars a GB-month;
    - `egress`: a list of (up to so many GB a month, dollars a GB), the last one without an end.
    """
    table = _table()
    tiers = [(float(tier["up_to"]), float(tier["price"])) for tier in table["egress"]]
    return {"machines": table["machines"], "storage": table["storage"], "egress": tiers}


def read_on() -> date:
    """The day on which the prices were read."""
    day: date = _table()["read"]
    return day


def region() -> str:
    """Whose prices they are, and where."""
    return str(_table()["region"])


def _table() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
