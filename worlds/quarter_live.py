"""A quarter while it runs, in a notebook: the day, what it has cost, and every alarm."""

from collections.abc import Callable
from html import escape
from typing import Any

from worlds.quarter import Quarter


def live(quarter: Quarter) -> Callable[[int, dict[str, Any] | None], None]:
    """What to hand to `operate` as `on_day`: shows one box, and renews it every day.

    It needs a notebook, or another front end of IPython.
    """
    from IPython.display import HTML, display

    shown = display(HTML(_box(quarter, -1, None, [])), display_id=True)
    rung: list[tuple[str, str]] = []

    def on_day(day: int, report: dict[str, Any] | None) -> None:
        if report:
            rung.extend((quarter.date(day), name) for name in report["alarms"])
        shown.update(HTML(_box(quarter, day, report, rung)))

    return on_day


def _box(
    quarter: Quarter, day: int, report: dict[str, Any] | None, rung: list[tuple[str, str]]
) -> str:
    done = 100 * (day + 1) / quarter.days
    words = [f"<b>{quarter.date(day)}</b>" if day >= 0 else "<b>before the first day</b>"]
    if report:
        words.append(f"{report['predictions']:,} bookings")
        words.append(f"${report['cost']:,.0f} so far, on {report['labels']:,} flights")
    elif day >= 0:
        words.append("no report")
    alarms = "".join(f"<li>{date}: {escape(str(name))}</li>" for date, name in rung[-8:])
    return (
        '<div style="max-width:40em">'
        '<div style="background:#8884;border-radius:4px;height:0.6em">'
        f'<div style="background:#0072B2;border-radius:4px;height:100%;width:{done:.0f}%"></div>'
        f"</div><div>{', '.join(words)}</div>"
        f'<ul style="margin:0.2em 0">{alarms}</ul></div>'
    )
