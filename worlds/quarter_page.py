"""A page about one quarter: what it cost, what went wrong, what was noticed, who waited.

One HTML file that needs nothing else, for a phone and a desk, in the light and in the dark.
"""

import re
from collections.abc import Sequence
from datetime import date
from html import escape

from worlds import quarter_figures
from worlds.incidents import Incident
from worlds.outcome import Outcome, beside_once
from worlds.quarter import Quarter
from worlds.quarter_figures import day_name
from worlds.run_log import Log
from worlds.serving import MOST_DEGRADED, PROMISED, SHARE

MOST_NAMES = 4
"""Entries of reports that are named where they differ."""
SHOWN = 10
"""Failed calls and wrong entries that have a row of their own."""

_CSS = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1e22; --quiet: #5a6068;
  --line: #d6dade; --good: #0a6b3d; --bad: #a8321a; }
@media (prefers-color-scheme: dark) { :root { --paper: #14181c; --ink: #e4e7ea;
  --quiet: #a0a7ae; --line: #3a4149; --good: #5fcf95; --bad: #ff9078; } }
body { background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif;
  margin: 0 auto; max-width: 52rem; padding: 1rem; }
h1 { font-size: 1.7rem; margin: 0.4rem 0; } h2 { font-size: 1.25rem; margin: 2rem 0 0.4rem; }
p.lead, figcaption, small { color: var(--quiet); }
figure { margin: 0.6rem 0; } .wide { overflow-x: auto;
  background: linear-gradient(to right, var(--paper), transparent 2rem) local,
  linear-gradient(to left, var(--paper), transparent 2rem) local right / 2rem no-repeat,
  linear-gradient(to right, var(--line), transparent 0.8rem),
  linear-gradient(to left, var(--line), transparent 0.8rem); } .wide svg { height: auto;
  min-width: 30rem; width: 100%; }
@media (prefers-color-scheme: dark) { .wide svg { filter: invert(1) hue-rotate(180deg)
  brightness(1.15); } }
.facts { display: grid; gap: 0.6rem; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr));
  list-style: none; margin: 1rem 0; padding: 0; }
.facts li { border: 1px solid var(--line); border-radius: 6px; padding: 0.5rem 0.7rem; }
.facts b { display: block; font-size: 1.35rem; } .good { color: var(--good); }
.bad { color: var(--bad); }
table { border-collapse: collapse; font-size: 0.92rem; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: 0.3rem 0.6rem 0.3rem 0;
  text-align: left; vertical-align: top; } .number { text-align: right; white-space: nowrap; }
"""


def page(
    quarter: Quarter,
    log: Log,
    result: Outcome,
    *,
    who: str = "this system",
    prices: Sequence[float] | None = None,
) -> str:
    """The page as HTML.

    who: whose system it is, for the title; prices: what each incident cost in dollars, in the order
    of the quarter's incidents (`outcome.price`); estimated where they are not given.
    """
    title = f"A quarter of production: {who}, seed {quarter.seed}"
    last = quarter.date(quarter.days - 1)
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="lead">{escape(_long(quarter.date(0)))} to {escape(_long(last))}, '
        f"{int(result.flights.sum()):,} flights with an outcome. Everything on this page is "
        "computed from the run; the same system and seed give the same page.</p>",
        _facts(result),
        "<h2>What was saved</h2>",
        _figure(quarter_figures.saved(quarter, result), _said_of_savings(result)),
        "<h2>What each day cost</h2>",
        _figure(
            quarter_figures.daily(quarter, result),
            "Dollars a flight, the mean of the seven days before. Shaded: days with an incident, "
            "numbered as in the table below.",
        ),
        "<h2>What went wrong, and when it was noticed</h2>",
        _figure(
            quarter_figures.timeline(quarter, log, result),
            "A bar is an incident's days; a filled circle an alarm that was right, a cross one "
            "that nothing called for.",
        ),
        _incidents(quarter, result, prices),
        "<h2>Who waited</h2>",
        _figure(
            quarter_figures.waiting(quarter, log, result),
            f"The wait that 99 of 100 requests of a day stayed below. {SHARE:.0%} were promised "
            f"an answer within {PROMISED:g} seconds, and no day more than {MOST_DEGRADED:.0%} of "
            "its answers from the table.",
        ),
        "<h2>Who paid</h2>",
        _groups(result),
        _wrong(quarter, log, result),
    ]
    head = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_CSS}</style></head>"
    )
    return f"{head}<body>{''.join(parts)}</body></html>\n"


# -- words


def _long(day: str) -> str:
    stamp = date.fromisoformat(day)
    return f"{stamp.day} {stamp:%B %Y}"


def _dollars(amount: float) -> str:
    return f"{'−' if amount < 0 else ''}${abs(amount):,.0f}"


def _fact(figure: str, text: str, good: bool | None = None) -> str:
    colour = "" if good is None else f' class="{"good" if good else "bad"}"'
    return f"<li><b{colour}>{escape(figure)}</b>{escape(text)}</li>"


def _fact_said(sentence: str, good: bool) -> str:
    """A fact whose sentence begins with its figure, such as "3 of 92 days"."""
    figure = re.match(r"\d+( of \d+)?", sentence)
    end = figure.end() if figure else 0
    return _fact(sentence[:end], sentence[end:].strip(), good)


def _facts(result: Outcome) -> str:
    noticed = [found for found in result.detections if found.in_time]
    right = sum(offer.accepted is offer.good for offer in result.offers)
    alarms = len(result.false_alarms)
    facts = [
        _fact(
            f"{result.saved:.1%}",
            f"of what could be saved; the table {result.saved_by('table'):.1%}, "
            f"a model trained once {result.saved_by('once'):.1%}",
            result.saved > result.saved_by("once"),
        ),
        _fact(
            f"{len(noticed)} of {len(result.detections)}",
            "incidents noticed in time",
            len(noticed) == len(result.detections),
        ),
        _fact(str(alarms), "alarms that nothing called for", alarms == 0),
        _fact_said(said_of_service(result), result.kept_promise),
    ]
    if result.offers:
        facts.append(
            _fact(
                f"{right} of {len(result.offers)}",
                "offers judged rightly",
                right == len(result.offers),
            )
        )
    facts.append(_fact_said(said_of_reports(result), not result.differences))
    facts.append(_fact(str(result.failed_calls), "calls that failed", result.failed_calls == 0))
    return f'<ul class="facts">{"".join(facts)}</ul>'


def said_of_service(result: Outcome) -> str:
    """On how many days the service's promise was kept, and what broke it on the others."""
    days, kept = len(result.within), int(result.kept_days.sum())
    broken = [
        f"{count} {what}"
        for count, what in (
            (int((result.within < SHARE).sum()), "too slow"),
            (
                int((result.degraded > MOST_DEGRADED).sum()),
                f"with over {MOST_DEGRADED:.0%} from the table",
            ),
        )
        if count
    ]
    of = f"{kept} of {days} {'day' if days == 1 else 'days'} within the service's promise"
    return f"{of} ({', '.join(broken)})" if broken else of


def said_of_reports(result: Outcome) -> str:
    """How many reports differ from the books, and in which entries."""
    wrong = len({one.day for one in result.differences})
    names = list(dict.fromkeys(one.name for one in result.differences))
    said = (
        f"{wrong} {'report that differs' if wrong == 1 else 'reports that differ'} from the books"
    )
    shown = ", ".join(names[:MOST_NAMES]) + (", …" if len(names) > MOST_NAMES else "")
    return f"{said} (in {shown})" if names else said


def _said_of_savings(result: Outcome) -> str:
    oracle = result.total("never") - result.total("oracle")
    return (
        "Dollars saved so far against a desk that never acts, in thousands. Acting on exactly the "
        f"late flights would have saved {_dollars(oracle)}."
    )


def _table(head: Sequence[tuple[str, bool]], rows: Sequence[Sequence[str]]) -> str:
    """head: the columns' names, and whether they hold numbers. Cells are HTML."""

    def kind(place: int) -> str:
        return ' class="number"' if head[place][1] else ""

    heads = "".join(f"<th{kind(k)}>{escape(name)}</th>" for k, (name, _) in enumerate(head))
    body = "".join(
        "<tr>" + "".join(f"<td{kind(k)}>{cell}</td>" for k, cell in enumerate(row)) + "</tr>"
        for row in rows
    )
    inner = f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody>"
    return f'<div class="wide"><table>{inner}</table></div>'


def _incidents(quarter: Quarter, result: Outcome, prices: Sequence[float] | None) -> str:
    estimated = [amount for _, amount in beside_once(result, quarter)]
    said = (
        "Cost: of this run more than of a second run without the incident, all else being the same."
        if prices is not None
        else "Cost: the system's cost minus that of a model trained once, on these days, less the "
        "same difference on as many days without an incident. It is an estimate, and the luck of "
        "few days is in it as well: a system that no incident can touch gets figures too."
    )
    rows = []
    amounts = estimated if prices is None else prices
    for number, (one, amount) in enumerate(zip(quarter.incidents, amounts, strict=True), 1):
        days = day_name(quarter, one.first)
        if one.last > one.first:
            days += f" to {day_name(quarter, one.last)}"
        rows.append(
            [
                str(number),
                escape(one.kind),
                days,
                _noticed(one, result),
                _dollars(amount),
            ]
        )
    if not rows:
        return "<p>Nothing went wrong in this quarter.</p>"
    head = (
        ("", False),
        ("incident", False),
        ("days", False),
        ("noticed", False),
        ("cost ($)", True),
    )
    return f"{_table(head, rows)}<p><small>{said}</small></p>"


def _noticed(one: Incident, result: Outcome) -> str:
    found = next((found for found in result.detections if found.incident is one), None)
    if found is not None:
        if found.after is None:
            return '<span class="bad">never</span>'
        when = "the same day" if found.after == 0 else f"after {found.after} days"
        when = when.replace("after 1 days", "after a day")
        return when if found.in_time else f'<span class="bad">{when}, too late</span>'
    for offer in result.offers:
        if one.kind.endswith("-offer") and offer.day == one.first:
            done = {True: "accepted", False: "refused", None: "not answered"}[offer.accepted]
            right = offer.accepted is offer.good
            return done if right else f'<span class="bad">{done}</span>'
    return f"{result.kills} calls cut short" if one.kind == "kill" else ""


def _groups(result: Outcome) -> str:
    rows = [
        [
            f"to {name} airports",
            f"{group.flights:,}",
            *(
                f"{amount / max(group.flights, 1):,.0f}"
                for amount in (group.never, group.table, group.system, group.oracle)
            ),
        ]
        for name, group in result.groups.items()
    ]
    head = (("flights", False), ("how many", True), ("never", True), ("table", True))
    return (
        _table((*head, ("system", True), ("oracle", True)), rows)
        + "<p><small>Dollars a flight, by who decided.</small></p>"
    )


def _wrong(quarter: Quarter, log: Log, result: Outcome) -> str:
    """Failed calls and reports that differ from the books, the first of each; empty if none."""
    parts = []
    if log.failures:
        rows = [
            [day_name(quarter, one.day), f"{one.hour}:00", escape(one.sentence[:300])]
            for one in log.failures[:SHOWN]
        ]
        columns = [("day", False), ("hour", False), ("what happened", False)]
        parts.append(f"<h2>Calls that failed</h2>{_table(columns, rows)}")
        if result.ended is not None:
            parts.append(f"<p>The run was broken off on {day_name(quarter, result.ended)}.</p>")
    if result.differences:
        rows = [
            [
                day_name(quarter, one.day),
                escape(one.name),
                _figure_of(one.said),
                _figure_of(one.true),
            ]
            for one in result.differences[:SHOWN]
        ]
        head = (
            ("day", False),
            ("entry", False),
            ("the report says", True),
            ("the books say", True),
        )
        parts.append(f"<h2>Reports that differ from the books</h2>{_table(head, rows)}")
        if (more := len(result.differences) - len(rows)) > 0:
            parts.append(f"<p><small>And {more:,} more.</small></p>")
    return "".join(parts)


def _figure_of(number: float) -> str:
    return f"{number:,.2f}".removesuffix(".00")


def _figure(svg: str, caption: str) -> str:
    return (
        f'<figure><div class="wide">{svg}</div><figcaption>{escape(caption)}</figcaption></figure>'
    )
