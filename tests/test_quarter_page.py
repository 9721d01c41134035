"""The page about a quarter, and the box that shows one while it runs."""

import re

import pytest

from worlds.incidents import Incident
from worlds.operate import operate
from worlds.outcome import outcome, price
from worlds.quarter import quarter
from worlds.quarter_live import live
from worlds.quarter_page import page

GONE_WRONG = (Incident("late-labels", 3, 5), Incident("traffic-spike", 6, 6))


class Plain:
    """A system that answers from the table, and rings where it is told to."""

    rings: tuple[str, ...] = ()

    def __init__(self, briefing, journal=()):
        self.table, self.journal = briefing["table"], list(journal)

    def ingest(self, messages, now):
        pass

    def observe(self, partition, now):
        pass

    def predict(self, requests, now):
        rates = [self.table[f"{r['origin']} {r['hour']:02d}"] for r in requests]
        return [
            {"flight_id": r["flight_id"], "p_late": p, "act": p > 0.21, "source": "table"}
            for r, p in zip(requests, rates, strict=True)
        ]

    def retrain(self, now, offer=None):
        return {"accepted": False}

    def report(self, now):
        none = {"flights": 0, "cost": 0.0}
        counts = dict.fromkeys(("messages", "duplicates", "predictions", "labels"), 0)
        date = now[:8] + f"{int(now[8:10]) - 1:02d}"  # 23:00 in New York is the next day's 03:00
        return {
            "date": date, **counts, "cost": 0.0, "alarms": sorted(self.rings),
            "small": none, "large": none,
        }  # fmt: skip


class Ringing(Plain):
    rings = ("<b>fire</b>", "late-labels")


@pytest.fixture(scope="module")
def week():
    return quarter(5, days=8, incidents=GONE_WRONG)


def page_of(kind, week, **options):
    log = operate(kind, week)
    return page(week, log, outcome(week, log), **options)


def text_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<svg.*?</svg>|<style>.*?</style>|<[^>]+>", " ", html))


def test_the_same_run_gives_the_same_page(week):
    assert page_of(Plain, week) == page_of(Plain, week)


def test_the_page_needs_nothing_else(week):
    made = page_of(Plain, week)
    made = re.sub(r'\sxmlns(:\w+)?="[^"]*"', "", made)
    made = re.sub(r"<metadata>.*?</metadata>", "", made, flags=re.DOTALL)
    made = made.replace('"http://www.w3.org/TR/', "")
    assert re.findall(r"(?:src|href)=.(?!#)[^>]*|url\((?!#)[^)]*|https?://\S+", made) == []
    assert "<script" not in made


def test_every_figure_has_a_text_for_those_who_do_not_see_it(week):
    made = page_of(Plain, week)
    labels = re.findall(r'<svg role="img" aria-label="([^"]+)"', made)
    assert len(labels) == made.count("<svg") == 4
    assert all(len(label.split()) > 5 for label in labels)


def test_what_a_system_says_is_text_and_no_markup(week):
    made = page_of(Ringing, week, who="<i>Ada</i>")
    assert "<b>fire" not in made
    assert "<i>Ada" not in made
    assert "&lt;i&gt;Ada&lt;/i&gt;" in made


def test_an_incident_that_nobody_noticed_is_called_so(week):
    silent, loud = text_of(page_of(Plain, week)), text_of(page_of(Ringing, week))
    assert "late-labels 4 Oct to 6 Oct never" in silent
    assert "late-labels 4 Oct to 6 Oct the same day" in loud
    assert "0 of 2 incidents noticed in time" in silent
    assert "1 of 2 incidents noticed in time" in loud


def test_false_alarms_are_counted(week):
    # "fire" on all eight days, "late-labels" on the three before the incident and the last.
    assert "12 alarms that nothing called for" in text_of(page_of(Ringing, week))


def test_reports_that_differ_from_the_books_are_shown_beside_them(week):
    said = text_of(page_of(Plain, week))
    assert "8 reports that differ from the books (in " in said
    assert re.search(r"And \d+ more\.", said)
    assert re.search(r"1 Oct predictions 0 \d+ ", said)


def test_prices_take_the_place_of_estimates(week):
    log = operate(Plain, week)
    result = outcome(week, log)
    prices = [price(lambda calm: operate(Plain, calm), week, log, one) for one in week.incidents]
    assert prices == [0.0, 0.0]  # it looks at neither labels nor queues
    assert "a second run without the incident" in text_of(page(week, log, result, prices=prices))
    assert "an estimate" in text_of(page(week, log, result))


def test_only_an_incident_of_the_quarter_has_a_price(week):
    log = operate(Plain, week)
    with pytest.raises(ValueError, match=r"quarter\.incidents"):
        price(lambda calm: operate(Plain, calm), week, log, GONE_WRONG[0])


def test_a_quarter_shows_itself_while_it_runs(week, monkeypatch):
    shown = []

    class Handle:
        def update(self, box):
            shown.append(box.data)

    def display(box, *, display_id):
        shown.append(box.data)
        return Handle()

    monkeypatch.setattr("IPython.display.display", display)
    operate(Ringing, week, on_day=live(week))
    assert len(shown) == 1 + week.days
    assert "before the first day" in shown[0]
    assert "2013-10-08" in shown[-1]
    assert "width:100%" in shown[-1]
    assert "&lt;b&gt;fire&lt;/b&gt;" in shown[-1]
    assert "<b>fire" not in shown[-1]
