"""The messages that reach the delay desk: true facts that arrive late, twice, or in a new form.

Three gateways, one an airport, send what happened to the flights (`worlds.flight_events`).
The network between them and the desk promises delivery *at least once* and promises no order:

- every message takes a while (a log-normal time with a long tail);
- during an outage a gateway keeps its messages, and sends them all when the link is back;
- some messages are delivered a second time;
- each gateway deploys once, without telling anyone, and changes the form of its messages for a
  while: one renames a field, one writes numbers as text, one sends seconds for minutes.

Everything is drawn from a seed, and what was done is reported beside the messages, so that an
answer can be held against the truth.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from worlds.flight_events import facts

GATEWAYS = ("EWR", "JFK", "LGA")
BREAKS = ("renamed", "text", "seconds")
"""What a deployment may do to `delay_minutes`: rename it to `delay_min`, write it as text, or
send seconds under the old name."""

Message = dict[str, Any]
"""What a parser makes of one message: text, ints, floats and None under these names:
`message_id`, `flight_id`, `kind`, `version`, `event_time`, `received_at` (both
`YYYY-MM-DDTHH:MM:SSZ`), `carrier`, `origin`, `dest`, `delay_minutes` (a whole number, or None for
scheduled and cancelled flights)."""


@dataclass(frozen=True)
class Faults:
    """How bad the network and the gateways are."""

    median_lateness: float = 40.0
    """Seconds that half of the messages take at most."""
    spread: float = 1.2
    """Standard deviation of the logarithm of those seconds; 0 makes all messages equally late."""
    outage_share: float = 0.02
    """Chance of each hour of each gateway to be an outage."""
    duplicate_share: float = 0.03
    """Chance of each message to be delivered a second time."""
    break_share: float = 0.1
    """Length of each gateway's changed form, as a share of the whole stream; 0 for none."""


@dataclass(frozen=True)
class SchemaBreak:
    """One gateway's messages in a new form: those sent from `start` until before `end`."""

    gateway: str
    form: str
    """One of `BREAKS`."""
    start: pd.Timestamp
    end: pd.Timestamp


@dataclass(frozen=True)
class EventStream:
    """Messages in order of arrival, and the truth about them."""

    messages: list[Message]
    """As delivered: by `received_at`, then `message_id`."""
    truth: pd.DataFrame
    """One row a message that was sent, before any change of form: the columns of
    `worlds.flight_events.facts`, `message_id`, and `received_at`, its first delivery."""
    outages: frozenset[tuple[str, pd.Timestamp]]
    """Gateway and first instant of each hour without a link."""
    breaks: tuple[SchemaBreak, ...]
    """One for each gateway, unless `break_share` is 0."""


def deliver(
    start: str, days: int = 1, *, seed: int = 0, faults: Faults | None = None
) -> EventStream:
    """What reaches the desk about the flights scheduled in these days of New York.

    The same arguments give the same stream. A message is sent at its `event_time`, never arrives
    before it, and is delivered once or twice with the same content, but for `received_at`.
    Raises ValueError where `facts` does.
    """
    faults = faults or Faults()
    rng = np.random.default_rng(seed)
    sent = facts(start, days)
    sent["message_id"] = sent["flight_id"] + "/" + sent["version"].astype(str)
    outages = _outages(sent, faults, rng)
    leaves = _after_outages(sent, outages)
    sent["received_at"] = leaves + _lateness(len(sent), faults, rng)
    breaks = _breaks(sent, faults, rng)

    again = sent[rng.random(len(sent)) < faults.duplicate_share].copy()
    wait = np.ceil(rng.exponential(600, len(again))) + 1
    again["received_at"] += pd.to_timedelta(wait, unit="s")
    delivered = pd.concat([sent, again]).sort_values(
        ["received_at", "message_id"], ignore_index=True
    )
    return EventStream(_messages(delivered, breaks), sent, outages, breaks)


def _lateness(n: int, faults: Faults, rng: np.random.Generator) -> pd.TimedeltaIndex:
    seconds = faults.median_lateness * np.exp(faults.spread * rng.standard_normal(n))
    return pd.to_timedelta(np.ceil(seconds), unit="s")


def _outages(
    sent: pd.DataFrame, faults: Faults, rng: np.random.Generator
) -> frozenset[tuple[str, pd.Timestamp]]:
    first, last = sent["event_time"].min().floor("h"), sent["event_time"].max().floor("h")
    hours = pd.date_range(first, last, freq="h")
    return frozenset(
        (gateway, hour)
        for gateway in GATEWAYS
        for hour, down in zip(hours, rng.random(len(hours)) < faults.outage_share, strict=True)
        if down
    )


def _after_outages(
    sent: pd.DataFrame, outages: frozenset[tuple[str, pd.Timestamp]]
) -> "pd.Series[pd.Timestamp]":
    """When each message leaves its gateway: at once, or when the link is back."""
    hour = pd.Timedelta(hours=1)
    leaves = sent["event_time"].copy()
    begins = leaves.dt.floor("h")
    for gateway, down in sorted(outages):  # in order of time, so that outages in a row add up
        waiting = (sent["origin"] == gateway) & (begins == down)
        leaves[waiting] = begins[waiting] = down + hour
    return leaves


def _breaks(
    sent: pd.DataFrame, faults: Faults, rng: np.random.Generator
) -> tuple[SchemaBreak, ...]:
    if faults.break_share <= 0:
        return ()
    # The announcements of a day come a day earlier and have no delay to garble.
    moving = sent.loc[sent["delay"].notna(), "event_time"]
    first, span = moving.min(), moving.max() - moving.min()
    breaks = []
    for gateway, form in zip(GATEWAYS, rng.permutation(BREAKS).tolist(), strict=True):
        begin = first + span * float(rng.uniform(0, 1 - min(faults.break_share, 1)))
        end = begin + span * faults.break_share
        breaks.append(SchemaBreak(gateway, form, begin.floor("s"), end.floor("s")))
    return tuple(breaks)


def _messages(delivered: pd.DataFrame, breaks: tuple[SchemaBreak, ...]) -> list[Message]:
    columns = ["message_id", "flight_id", "kind", "version", "event_time", "received_at"]
    columns += ["carrier", "origin", "dest"]
    table = delivered[columns].copy()
    for instant in ("event_time", "received_at"):
        table[instant] = table[instant].dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    messages: list[Message] = [
        dict(zip(columns, row, strict=True)) for row in table.itertuples(index=False, name=None)
    ]
    for message, delay in zip(messages, delivered["delay"].tolist(), strict=True):
        message["delay_minutes"] = None if delay != delay else int(delay)
    for change in breaks:
        during = delivered["event_time"].between(change.start, change.end, inclusive="left")
        for place in np.flatnonzero(during & (delivered["origin"] == change.gateway)):
            messages[place] = _in_new_form(messages[place], change.form)
    return messages


def _in_new_form(message: Message, form: str) -> Message:
    delay = message["delay_minutes"]
    if form == "renamed":
        kept = {name: value for name, value in message.items() if name != "delay_minutes"}
        return {**kept, "delay_min": delay}
    if delay is None:
        return message
    return {**message, "delay_minutes": str(delay) if form == "text" else delay * 60}
