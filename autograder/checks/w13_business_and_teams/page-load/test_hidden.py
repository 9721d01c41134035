"""The checks of `page_load` that the grader keeps."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from autograder.testing import assert_each, exercise, is_a, once_per_seed

ZONE = "America/New_York"


def slow(alerts, rota, quiet):
    """Alert by alert, with Python's own times."""
    rows = sorted((at.to_pydatetime(), service) for at, service in alerts[["at", "service"]].values)
    pages, last = {name: [] for name in sorted(set(rota["person"]))}, {}
    uncovered = 0
    for at, service in rows:
        if service in last and at - last[service] < quiet.to_pytimedelta():
            continue
        last[service] = at
        names = [
            p for p, start, end in rota[["person", "start", "end"]].values if start <= at < end
        ]
        if names:
            pages[names[0]].append(at)
        else:
            uncovered += 1
    found = {}
    for name, times in pages.items():
        clocks = [at.astimezone(ZoneInfo(ZONE)).hour for at in times]
        worst = 0
        for first in times:
            worst = max(
                worst, len([at for at in times if timedelta(0) <= at - first < timedelta(7)])
            )
        found[name] = [len(times), sum(clock in (22, 23, *range(7)) for clock in clocks), worst]
    columns = ["pages", "night", "worst_week"]
    return pd.DataFrame.from_dict(found, orient="index", columns=columns), uncovered


@once_per_seed
def quarters(rng):
    """Random alerts over some weeks, with shifts of whole days and gaps between some."""
    cases = []
    for _ in range(2):
        begin = pd.Timestamp("2013-10-07 13:00", tz="UTC") + pd.Timedelta(
            days=int(rng.integers(30))
        )
        minutes = rng.integers(-2000, 40_000, 60)
        alerts = pd.DataFrame(
            {
                "at": begin + pd.to_timedelta(minutes, unit="min"),
                "service": rng.choice(["serve", "ingest", "label"], len(minutes)),
            }
        )
        starts = begin + pd.to_timedelta(np_days(rng), unit="D")
        rota = pd.DataFrame(
            {
                "person": rng.choice(["di", "ana", "bo"], len(starts)),
                "start": starts,
                "end": starts + pd.Timedelta(days=3),
            }
        )
        quiet = pd.Timedelta(minutes=int(rng.integers(0, 400)))
        expected = slow(alerts, rota, quiet)
        cases.append(((alerts, rota, ZONE, quiet), expected, "As counted alert by alert."))
    return cases


def np_days(rng):
    """Days on which shifts of three days begin, some of them left out."""
    return [3 * i for i in range(9) if rng.random() < 0.8 or i == 0]


def plain(result):
    """The result without the names of the table's axes, which do not matter."""
    is_a(result, tuple)
    table = result[0] if result else None
    is_a(table, pd.DataFrame)
    return (table.rename_axis(index=None, columns=None), *result[1:])


@exercise("page-load")
def test_random_quarters_agree_with_counting_alert_by_alert(submission, rng):
    """Random alerts and shifts give what counting alert by alert gives."""
    assert_each(submission.page_load, quarters(rng), of=plain)
