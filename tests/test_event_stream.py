"""The stream of messages: what it promises of order, lateness, repeats, outages and breaks."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from worlds.event_stream import BREAKS, GATEWAYS, EventStream, Faults, deliver
from worlds.flight_events import COLUMNS, KINDS, VERSIONS, facts
from worlds.flights import load

QUIET = Faults(outage_share=0, duplicate_share=0, break_share=0)


@pytest.fixture(scope="module")
def day() -> pd.DataFrame:
    """The facts of a blizzard's day."""
    return facts("2013-02-08")


@pytest.fixture(scope="module")
def stream() -> EventStream:
    return deliver("2013-06-14", days=3, seed=5)


def instants(messages: list[dict], field: str) -> pd.DatetimeIndex:
    times = [message[field] for message in messages]
    return pd.to_datetime(times, format="%Y-%m-%dT%H:%M:%SZ", utc=True)


# What happened


def test_each_flight_is_scheduled_and_then_departs_or_is_cancelled(day: pd.DataFrame) -> None:
    flights = load()
    of_day = flights[(flights["month"] == 2) & (flights["day"] == 8)]
    counts = day["kind"].value_counts()
    assert counts["scheduled"] == len(of_day)
    assert counts["departed"] == of_day["dep_time"].notna().sum()
    assert counts["cancelled"] == of_day["dep_time"].isna().sum()
    assert counts["arrived"] == of_day["arr_delay"].notna().sum()
    assert set(counts.index) == set(KINDS)


def test_facts_have_the_columns_and_the_order_that_are_promised(day: pd.DataFrame) -> None:
    assert tuple(day.columns) == COLUMNS
    assert not day.duplicated(["flight_id", "version"]).any()
    in_order = day.sort_values(["event_time", "flight_id", "version"], ignore_index=True)
    pd.testing.assert_frame_equal(day, in_order)
    assert (day["version"] == day["kind"].map(VERSIONS)).all()


def test_delays_are_those_of_the_table_and_only_of_flights_that_moved(day: pd.DataFrame) -> None:
    moved = day["kind"].isin(["departed", "arrived"])
    assert day.loc[moved, "delay"].notna().all()
    assert day.loc[~moved, "delay"].isna().all()
    flights = load()
    of_day = flights[(flights["month"] == 2) & (flights["day"] == 8)]
    arrived = day.loc[day["kind"] == "arrived", "delay"]
    assert sorted(arrived) == sorted(of_day["arr_delay"].dropna())


def test_a_flight_departs_its_delay_after_schedule_and_was_announced_a_day_before() -> None:
    """Over the whole year, whatever the clocks of New York do."""
    year = facts("2013-01-01", 365)
    assert len(year) == 1_000_898
    of = {kind: rows.set_index("flight_id") for kind, rows in year.groupby("kind")}
    due = of["scheduled"]["event_time"] + pd.Timedelta(hours=24)
    departed, cancelled, arrived = (of[kind] for kind in ("departed", "cancelled", "arrived"))
    delays = pd.to_timedelta(departed["delay"], unit="min")
    assert (departed["event_time"] == due.loc[departed.index] + delays).all()
    assert (cancelled["event_time"] == due.loc[cancelled.index]).all()
    assert len(departed) + len(cancelled) == len(due)
    flown = arrived["event_time"] - departed["event_time"].loc[arrived.index]
    assert flown.min() > pd.Timedelta(minutes=20)
    assert flown.max() < pd.Timedelta(hours=14)


def test_arrivals_agree_with_the_time_in_the_air() -> None:
    """Also on the nights on which clocks change: between wheels there is only taxiing."""
    flights = load()
    for day in ("2013-03-09", "2013-03-10", "2013-11-02", "2013-11-03"):
        times = facts(day).pivot(index="flight_id", columns="kind", values="event_time")
        first = pd.Timestamp(day, tz="America/New_York")
        scheduled = flights["scheduled_departure"].dt.tz_convert("America/New_York")
        of_day = flights[scheduled.dt.date == first.date()]
        minutes = (times["arrived"] - times["departed"]).dropna().dt.total_seconds() / 60
        air = of_day["air_time"][of_day["arr_delay"].notna()]
        assert len(air) == len(minutes)
        taxiing = np.sort(minutes) - np.sort(air)
        assert taxiing.min() > 0
        assert taxiing.max() < 180


@pytest.mark.parametrize("days", [0, -1])
def test_days_start_at_one(days: int) -> None:
    with pytest.raises(ValueError, match="days"):
        facts("2013-02-08", days)


def test_other_years_have_no_flights() -> None:
    with pytest.raises(ValueError, match="no flight"):
        facts("2014-02-08")


# What is delivered


def test_the_same_seed_gives_the_same_stream_and_another_one_another() -> None:
    one, again, other = (deliver("2013-06-14", seed=seed) for seed in (1, 1, 2))
    assert one.messages == again.messages
    assert (one.breaks, one.outages) == (again.breaks, again.outages)
    pd.testing.assert_frame_equal(one.truth, again.truth)
    assert one.messages != other.messages


def test_messages_come_in_order_of_arrival_and_none_before_it_was_sent(stream: EventStream) -> None:
    received = instants(stream.messages, "received_at")
    assert received.is_monotonic_increasing
    assert (received > instants(stream.messages, "event_time")).all()
    places = [(message["received_at"], message["message_id"]) for message in stream.messages]
    assert places == sorted(places)


def test_events_do_not_come_in_order(stream: EventStream) -> None:
    assert not instants(stream.messages, "event_time").is_monotonic_increasing


def test_each_message_comes_once_or_twice_and_repeats_have_the_same_content(
    stream: EventStream,
) -> None:
    counts = Counter(message["message_id"] for message in stream.messages)
    assert set(counts) == set(stream.truth["message_id"])
    assert set(counts.values()) == {1, 2}
    repeated = sum(count == 2 for count in counts.values()) / len(counts)
    assert 0.02 < repeated < 0.04  # 0.03 of 8,500: 5 standard deviations are 0.009
    content: dict[str, dict] = {}
    for message in stream.messages:
        rest = {name: value for name, value in message.items() if name != "received_at"}
        assert content.setdefault(message["message_id"], rest) == rest


def test_the_truth_names_the_first_delivery(stream: EventStream) -> None:
    first: dict[str, str] = {}
    for message in stream.messages:
        first.setdefault(message["message_id"], message["received_at"])
    told = stream.truth.set_index("message_id")["received_at"].dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert told.to_dict() == first


def test_half_of_the_messages_take_the_median_lateness() -> None:
    truth = deliver("2013-06-14", days=3, seed=5, faults=QUIET).truth
    seconds = (truth["received_at"] - truth["event_time"]).dt.total_seconds()
    assert 38 < seconds.median() < 43  # 40, rounded up; 5 standard errors of 8,500 are 3
    assert seconds.quantile(0.99) > 400


def test_nothing_waits_for_longer_without_spread() -> None:
    truth = deliver("2013-06-14", faults=Faults(spread=0, outage_share=0)).truth
    assert set((truth["received_at"] - truth["event_time"]).dt.total_seconds()) == {40.0}


def test_an_outage_holds_the_messages_of_its_gateway_until_it_is_over(stream: EventStream) -> None:
    assert stream.outages
    truth = stream.truth
    hours = truth["event_time"].dt.floor("h")
    held = 0
    for gateway, begin in stream.outages:
        during = truth[(truth["origin"] == gateway) & (hours == begin)]
        held += len(during)
        assert (during["received_at"] > begin + pd.Timedelta(hours=1)).all()
    assert held > 0


def test_outages_in_a_row_add_up() -> None:
    faults = Faults(outage_share=1, spread=0)
    stream = deliver("2013-06-14", faults=faults)
    last = stream.truth["event_time"].max().floor("h") + pd.Timedelta(hours=1)
    assert (stream.truth["received_at"] >= last).all()


def test_no_faults_give_the_facts_as_they_were() -> None:
    stream = deliver("2013-06-14", faults=QUIET)
    assert (stream.outages, stream.breaks) == (frozenset(), ())
    assert len(stream.messages) == len(stream.truth)
    truth = stream.truth.set_index("message_id")
    for message in stream.messages:
        row = truth.loc[message["message_id"]]
        delay = message["delay_minutes"]
        assert delay == row["delay"] if delay is not None else row["delay"] != row["delay"]
        assert message["kind"] == row["kind"]
        assert type(message["version"]) is int


# New forms


def test_each_gateway_breaks_once_in_a_way_of_its_own(stream: EventStream) -> None:
    assert [change.gateway for change in stream.breaks] == list(GATEWAYS)
    assert sorted(change.form for change in stream.breaks) == sorted(BREAKS)
    assert all(change.start < change.end for change in stream.breaks)


def test_messages_change_their_form_during_a_break_and_only_then(stream: EventStream) -> None:
    delays = stream.truth.set_index("message_id")["delay"]
    changed = Counter()
    sent_at = instants(stream.messages, "event_time")
    for message, sent in zip(stream.messages, sent_at, strict=True):
        delay = delays[message["message_id"]]
        delay = None if np.isnan(delay) else int(delay)
        forms = {
            change.form
            for change in stream.breaks
            if change.gateway == message["origin"] and change.start <= sent < change.end
        }
        if forms == {"renamed"}:
            assert "delay_minutes" not in message
            assert message["delay_min"] == delay
        elif delay is None:
            assert message["delay_minutes"] is None
        elif forms == {"text"}:
            assert message["delay_minutes"] == str(delay)
        elif forms == {"seconds"}:
            assert message["delay_minutes"] == 60 * delay
        else:
            assert (message["delay_minutes"], forms) == (delay, set())
        changed.update(forms if delay is not None else ())
    assert set(changed) == set(BREAKS)


def test_messages_are_what_a_parser_of_json_makes(stream: EventStream) -> None:
    for message in stream.messages:
        assert all(type(name) is str for name in message)
        assert all(value is None or type(value) in (str, int) for value in message.values())
