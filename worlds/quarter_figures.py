"""The figures of a quarter, as SVG elements: savings, costs, incidents and alarms, waiting."""

import io
from datetime import date
from html import escape
from typing import Any

import matplotlib
import numpy as np
from matplotlib.figure import Figure

from worlds.outcome import Outcome
from worlds.quarter import Quarter
from worlds.run_log import Log
from worlds.serving import PROMISED
from worlds.timetable import Floats

LINES = {
    "system": ("this system", "#000000", "-", 2.4),
    "once": ("a model trained once", "#D55E00", "--", 1.6),
    "table": ("the table", "#0072B2", "-.", 1.6),
}
"""Whom the figures show beside each other: name, colour, dash and width of the line."""

_STYLE: dict[Any, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": "#444444",
    "axes.grid": True,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.constrained_layout.use": True,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "font.size": 10.5,
    "grid.color": "#DDDDDD",
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": "small",
    "svg.fonttype": "none",
    "svg.hashsalt": "quarter",
}
"""As the figures of the course's pages."""


def day_name(quarter: Quarter, day: int) -> str:
    """A day of a quarter as people say it, such as 3 Nov."""
    stamp = date.fromisoformat(quarter.date(day))
    return f"{stamp.day} {stamp:%b}"


def _svg(figure: Figure, about: str) -> str:
    """The figure as an SVG element with a text for those who do not see it."""
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None})
    text = out.getvalue()
    text = text[text.index("<svg") :]
    return text.replace("<svg", f'<svg role="img" aria-label="{escape(about, quote=True)}"', 1)


def _axes(quarter: Quarter, height: float = 3.2) -> tuple[Figure, Any]:
    figure = Figure(figsize=(6.4, height))
    ax = figure.subplots()
    firsts = [k for k in range(quarter.days) if k % 14 == 0]
    ax.set_xticks(firsts, [day_name(quarter, k) for k in firsts])
    ax.set_xlim(-0.5, quarter.days - 0.5)
    return figure, ax


def _shade(ax: Any, quarter: Quarter) -> None:
    for number, one in enumerate(quarter.incidents, 1):
        ax.axvspan(one.first - 0.5, one.last + 0.5, color="#888888", alpha=0.18, lw=0)
        middle = (one.first + one.last) / 2
        up = 1.01 + 0.05 * (number % 2)
        ax.text(
            middle, up, str(number), transform=ax.get_xaxis_transform(), ha="center", fontsize=8
        )


def saved(quarter: Quarter, result: Outcome) -> str:
    """Dollars saved so far against never acting."""
    with matplotlib.rc_context(_STYLE):
        figure, ax = _axes(quarter)
        for name, (label, colour, dash, width) in LINES.items():
            so_far = np.cumsum(result.cost["never"] - result.cost[name]) / 1000
            ax.plot(so_far, color=colour, ls=dash, lw=width, label=label)
        _shade(ax, quarter)
        ax.set_ylabel("saved so far (thousand $)")
        ax.legend(loc="upper left")
        last = ", ".join(
            f"{label} {np.sum(result.cost['never'] - result.cost[name]) / 1000:.0f}"
            for name, (label, *_) in LINES.items()
        )
        return _svg(figure, f"Savings by day; at the end, in thousand dollars: {last}.")


def _rolling(cost: Floats, flights: Any) -> Floats:
    """Dollars a flight over the seven days that end with each."""
    kernel = np.ones(7)
    summed = np.convolve(cost, kernel)[: len(cost)]
    counted = np.convolve(flights, kernel)[: len(cost)]
    rates: Floats = summed / np.maximum(counted, 1)
    return rates


def daily(quarter: Quarter, result: Outcome) -> str:
    """Dollars a flight, the mean of seven days."""
    with matplotlib.rc_context(_STYLE):
        figure, ax = _axes(quarter)
        for name, (label, colour, dash, width) in LINES.items():
            rates = _rolling(result.cost[name], result.flights)
            ax.plot(rates, color=colour, ls=dash, lw=width, label=label)
        never = _rolling(result.cost["never"], result.flights)
        ax.plot(never, color="#777777", ls=":", lw=1.3, label="never acting")
        _shade(ax, quarter)
        ax.set_ylabel("cost ($ a flight)")
        ax.set_ylim(bottom=0)
        ax.legend(ncols=2)
        return _svg(figure, "Cost a flight by day, of the system and of three simpler desks.")


def timeline(quarter: Quarter, log: Log, result: Outcome) -> str:
    """Incidents as bars, alarms as marks."""
    kinds = list(dict.fromkeys(one.kind for one in quarter.incidents))
    rows = {kind: place for place, kind in enumerate(reversed(kinds))}
    false = set(result.false_alarms)
    with matplotlib.rc_context(_STYLE):
        figure, ax = _axes(quarter, 0.9 + 0.3 * max(len(rows), 1))
        for one in quarter.incidents:
            ax.barh(
                rows[one.kind], one.last - one.first + 1, 0.55, one.first - 0.5, color="#BBBBBB"
            )
        alarms = {found.alarm: found.incident.kind for found in result.detections}
        for day, names in enumerate(log.alarms):
            for name in names:
                row = rows[alarms[name]] if name in alarms else -1
                wrong = (day, name) in false
                mark, colour = ("x", "#D55E00") if wrong else ("o", "#000000")
                ax.plot(day, row, mark, color=colour, ms=5)
        low = -1.6 if any(name not in alarms for _, name in false) else -0.6
        ax.set_yticks(list(rows.values()), list(rows))
        ax.set_ylim(low, len(rows) - 0.4)
        ax.grid(axis="y", visible=False)
        right = sum(map(len, log.alarms)) - len(false)
        return _svg(
            figure,
            f"Incidents as bars by day; {right} alarms were right, {len(false)} were not.",
        )


def waiting(quarter: Quarter, log: Log, result: Outcome) -> str:
    """The 99th percentile of the wait, by day."""
    waits = [log.latency[log.asked_on == day] for day in range(quarter.days)]
    slow = [float(np.quantile(day, 0.99)) if len(day) else np.nan for day in waits]
    with matplotlib.rc_context(_STYLE):
        figure, ax = _axes(quarter, 2.4)
        ax.semilogy(slow, ".", color="#000000", ms=5)
        ax.axhline(PROMISED, color="#D55E00", ls="--", lw=1.2)
        ax.set_ylabel("99th percentile (s)")
        worst = np.nanmax(slow) if np.isfinite(slow).any() else 0.0
        ax.set_ylim(1e-3, max(10.0, worst * 2))
        return _svg(figure, f"99th percentile of the wait by day; the longest is {worst:.2g} s.")
