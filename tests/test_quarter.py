"""The quarter: as large, as late and as changeable as the real one, and the same for one seed."""

import hashlib
import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from worlds import forecasts, timetable
from worlds.baselines import fit_logistic
from worlds.incidents import Incident
from worlds.quarter import HISTORY_DAYS, HOURS, Quarter, planned, quarter
from worlds.quarter_flights import fly
from worlds.timetable import ORIGINS, READING

CALM: tuple[Incident, ...] = ()


@pytest.fixture(scope="module")
def calm() -> Quarter:
    return quarter(7, incidents=CALM)


def everything(of: Quarter) -> str:
    """A digest of all that a system may be given."""
    ticks = [
        [tick.now, tick.messages, tick.requests, tick.partitions, tick.offer] for tick in of.ticks
    ]
    briefing = of.briefing()
    briefing["history"] = briefing["history"].to_csv()
    return hashlib.sha256(json.dumps([ticks, briefing]).encode()).hexdigest()


def arrivals(of: Quarter, kinds: tuple[str, ...]) -> list[tuple[int, dict[str, Any]]]:
    """Messages of these kinds with the place of the tick that brought them."""
    return [
        (place, message)
        for place, tick in enumerate(of.ticks)
        for message in tick.messages
        if message["kind"] in kinds
    ]


# One seed, one quarter


@pytest.mark.parametrize("seed", [0, 2**64])
def test_a_seed_of_any_size_gives_its_quarter_byte_for_byte(seed: int) -> None:
    assert everything(quarter(seed, days=20)) == everything(quarter(seed, days=20))


def test_two_seeds_give_two_quarters() -> None:
    assert everything(quarter(1, days=3)) != everything(quarter(2, days=3))


def test_a_shorter_quarter_is_the_beginning_of_the_longer_one() -> None:
    short, longer = (quarter(3, days=days, incidents=CALM) for days in (4, 12))
    for tick, same in zip(short.ticks, longer.ticks, strict=False):
        assert (tick.now, tick.weekday) == (same.now, same.weekday)
        assert tick.partitions == same.partitions
    assert short.flown.flight_id == longer.flown.flight_id[: len(short.flown.day)]


def test_a_quarter_is_asked_for_within_what_is_known() -> None:
    for first, days in (("2013-09-30", 3), ("2013-12-30", 3), ("2013-10-01", 0)):
        with pytest.raises(ValueError, match="October to December"):
            quarter(0, first, days)


# As the real quarter


def test_the_coefficients_are_those_of_january_to_september() -> None:
    """Fitted again they agree to half a tenth."""
    table = forecasts.features()
    table = table[table["month"] < forecasts.FIRST_MONTH]
    features = timetable.columns(table)[list(timetable.COEFFICIENTS)].to_numpy()
    fitted = fit_logistic(
        np.column_stack([np.ones(len(features)), features]), table["late"].to_numpy(float)
    )
    known = [timetable.INTERCEPT, *timetable.COEFFICIENTS.values()]
    assert np.abs(fitted - known).max() < 0.05


def test_twenty_quarters_are_late_and_change_like_the_real_one() -> None:
    """Real: 22.8 % late, 0.149 between days; by schedule and weather an AUC of 0.67."""
    rates, spreads, by_base, by_all = [], [], [], []
    plan = timetable.flights()
    base = dict(
        zip(zip(plan.scheduled, plan.number, plan.carrier, strict=True), plan.base, strict=True)
    )
    for seed in range(20):
        flown = fly(seed)
        now = (flown.day >= HISTORY_DAYS) & ~flown.cancelled
        day, late = flown.day[now] - HISTORY_DAYS, flown.late[now]
        rates.append(late.mean())
        spreads.append((np.bincount(day, late) / np.bincount(day)).std())
        names = [name.split("-")[0] for name in flown.flight_id]
        known = [
            base[when, name[2:], name[:2]]
            for when, name in zip(flown.scheduled.tolist(), names, strict=True)
        ]
        by_base.append(roc_auc_score(late, np.array(known)[now]))
        by_all.append(roc_auc_score(late, flown.logit[now]))
    assert abs(np.mean(rates) - 0.228) < 0.02
    assert abs(np.mean(spreads) - 0.149) < 0.03
    assert abs(np.mean(by_base) - 0.67) < 0.03
    assert 0.8 < np.mean(by_all) < 0.88


def test_the_last_flights_tell_as_much_as_they_do_in_the_real_data() -> None:
    """Real: recent delay rates are worth 0.04 of AUC beyond schedule and weather."""
    gains = []
    for seed in range(10):
        history = quarter(seed, days=1, incidents=CALM).history.dropna(subset=["recent"])
        schedule = timetable.columns(history)[list(timetable.COEFFICIENTS)].to_numpy()
        schedule = np.column_stack([np.ones(len(schedule)), schedule])
        late = history["late"].to_numpy(float)
        half = np.arange(len(history)) < len(history) // 2
        scores = []
        for features in (schedule, np.column_stack([schedule, history["recent"] * 5])):
            weights = fit_logistic(features[half], late[half])
            scores.append(roc_auc_score(late[~half], features[~half] @ weights))
        gains.append(scores[1] - scores[0])
    assert 0.02 < np.mean(gains) < 0.09


def test_a_day_has_some_110_flights_and_a_fifth_of_them_to_small_airports(calm: Quarter) -> None:
    counts = np.bincount(calm.flown.day - calm.start, minlength=92)
    assert 100 < counts.mean() < 120
    assert 0.18 < calm.flown.small.mean() < 0.22
    names = {dest for dest, small in zip(calm.flown.dest, calm.flown.small, strict=True) if small}
    assert names <= set(calm.small_airports)
    assert set(calm.flown.carrier) <= set(calm.carriers)


# What comes when


def test_there_is_a_tick_for_each_hour_from_four_to_eleven_whatever_the_clocks_do(
    calm: Quarter,
) -> None:
    local = pd.to_datetime([tick.now for tick in calm.ticks]).tz_convert("America/New_York")
    assert list(local.hour) == list(HOURS) * 92
    assert list(local.day_of_week) == [tick.weekday for tick in calm.ticks]
    assert [str(when.date()) for when in local] == [calm.date(tick.day) for tick in calm.ticks]


def test_no_message_comes_before_what_it_tells_and_all_of_a_day_come_by_the_next(
    calm: Quarter,
) -> None:
    first: dict[str, int] = {}
    for place, message in arrivals(calm, ("scheduled", "departed", "arrived", "cancelled")):
        assert message["event_time"] < calm.ticks[place].now
        first.setdefault(message["message_id"], place)
    flown = calm.flown
    early = flown.day < calm.start + 90
    expected = int((early * np.where(flown.cancelled, 2, 3)).sum())
    names = {name for name, keep in zip(flown.flight_id, early, strict=True) if keep}
    assert sum(message_id.split("/")[0] in names for message_id in first) == expected


def test_three_in_a_hundred_messages_come_twice_with_the_same_content(calm: Quarter) -> None:
    seen: dict[str, dict[str, Any]] = {}
    twice = total = 0
    for _, message in arrivals(calm, ("scheduled", "departed", "arrived", "cancelled", "weather")):
        total += 1
        twice += message["message_id"] in seen
        assert seen.setdefault(message["message_id"], message) == message
    assert 0.025 < twice / total < 0.035


def test_messages_of_one_flight_come_in_any_order(calm: Quarter) -> None:
    versions: dict[str, list[int]] = {}
    for _, message in arrivals(calm, ("scheduled", "departed", "arrived")):
        versions.setdefault(message["flight_id"], []).append(message["version"])
    assert sum(order != sorted(order) for order in versions.values()) > 50


def test_at_a_booking_the_newest_reading_is_of_three_hours_before(calm: Quarter) -> None:
    """And it is what the history's weather, and the true chance, are made of."""
    newest: dict[str, dict[str, Any]] = {}
    flown = calm.flown
    place = {name: k for k, name in enumerate(flown.flight_id)}
    same = differs = 0
    for tick in calm.ticks:
        for message in tick.messages:
            if message["kind"] == "weather":
                assert message["event_time"] < tick.now
                held = newest.get(message["origin"], message)
                newest[message["origin"]] = max(held, message, key=lambda one: one["event_time"])
        for request in tick.requests:
            if request["kind"] != "booking":
                continue
            reading = newest[request["origin"]]
            age = pd.Timestamp(request["scheduled"]).floor("h") - pd.Timestamp(
                reading["event_time"]
            )
            known = flown.weather[place[request["flight_id"]]]
            values = [np.nan if reading[name] is None else reading[name] for name in READING]
            same += age == pd.Timedelta(hours=3)
            differs += age == pd.Timedelta(hours=3) and not np.allclose(
                known, values, equal_nan=True
            )
    assert differs == 0
    assert same / len(flown.day) > 0.98  # of some hours the real weather has no reading


def test_every_flight_has_one_booking_two_hours_before_it_leaves(calm: Quarter) -> None:
    bookings = [
        (tick, request)
        for tick in calm.ticks
        for request in tick.requests
        if request["kind"] == "booking"
    ]
    assert sorted(request["flight_id"] for _, request in bookings) == sorted(calm.flown.flight_id)
    for tick, request in bookings:
        ahead = pd.Timestamp(request["scheduled"]) - pd.Timestamp(request["asked_at"])
        assert pd.Timedelta(minutes=119) <= ahead <= pd.Timedelta(hours=2)
        assert pd.Timedelta(0) < pd.Timestamp(tick.now) - pd.Timestamp(request["asked_at"])


def test_requests_come_in_the_order_in_which_they_were_asked(calm: Quarter) -> None:
    asked = [request["asked_at"] for tick in calm.ticks for request in tick.requests]
    assert asked == sorted(asked)
    ids = [request["request_id"] for tick in calm.ticks for request in tick.requests]
    assert len(set(ids)) == len(ids)
    assert 0.15 < len(ids) / len(calm.flown.day) - 1 < 0.25


def test_a_partition_comes_two_days_later_and_says_what_became_of_its_flights(
    calm: Quarter,
) -> None:
    flown = calm.flown
    place = {name: k for k, name in enumerate(flown.flight_id)}
    for tick in calm.ticks:
        assert len(tick.partitions) == (tick.hour == 4 and tick.day >= 2)
        for partition in tick.partitions:
            assert partition["date"] == calm.date(tick.day - 2)
            for row in partition["rows"]:
                k = place[row["flight_id"]]
                assert row["cancelled"] == flown.cancelled[k]
                if not row["cancelled"]:
                    assert row["arr_delay"] == flown.arr_delay[k]
                    assert (row["arr_delay"] >= 15) == flown.late[k]


def test_everything_crosses_as_plain_data(calm: Quarter) -> None:
    """No NumPy scalar among the messages, whose type would depend on where they come from."""
    plain = {str, int, float, bool, type(None)}
    for tick in calm.ticks[:100]:
        for batch in (tick.messages, tick.requests, *(part["rows"] for part in tick.partitions)):
            assert {type(value) for item in batch for value in item.values()} <= plain


# The briefing


def test_recent_is_the_late_share_of_the_last_twenty_known(calm: Quarter) -> None:
    history = calm.history
    assert 7000 < len(history) < 9500
    assert history["scheduled"].is_monotonic_increasing
    share = history["recent"] * 20
    assert history["recent"].isna().sum() < 100
    assert np.allclose(share.dropna(), share.dropna().round())
    flown = fly(calm.seed)
    known = np.sort(flown.known_at[~flown.cancelled & (flown.day < HISTORY_DAYS)])
    k = 5000
    asked = pd.Timestamp(history["scheduled"][k]).timestamp() - 7200
    before = ~flown.cancelled & (flown.known_at <= asked)
    last = np.argsort(np.where(before, flown.known_at, -1), kind="stable")[-20:]
    assert before.sum() == np.searchsorted(known, asked, side="right")
    assert history["recent"][k] == pytest.approx(flown.late[last].mean())


def test_the_table_has_the_late_rate_of_every_origin_and_hour(calm: Quarter) -> None:
    assert len(calm.table) == len(ORIGINS) * 24
    rows = calm.history[(calm.history["origin"] == "EWR") & (calm.history["hour"] == 7)]
    assert calm.table["EWR 07"] == pytest.approx(rows["late"].mean())
    assert calm.table["EWR 03"] == pytest.approx(calm.history["late"].mean())


def test_a_briefing_is_a_fresh_copy_each_time(calm: Quarter) -> None:
    before = everything(calm)
    briefing = calm.briefing()
    briefing["history"].loc[:, "late"] = 0
    briefing["table"].clear()
    briefing["carriers"].clear()
    briefing["costs"]["miss"] = 0
    assert everything(calm) == before


# Without looking ahead


def test_nothing_of_a_day_depends_on_what_goes_wrong_later() -> None:
    spoilt = quarter(
        5,
        days=12,
        incidents=(
            Incident("renamed-carrier", 8, 9, {"carrier": "UA"}),
            Incident("poisoned-labels", 9, 11),
            Incident("frozen-weather", 10, 11),
        ),
    )
    clean = quarter(5, days=12, incidents=CALM)
    for tick, same in zip(spoilt.ticks, clean.ticks, strict=True):
        if tick.day < 8:
            assert tick.messages == same.messages
            assert tick.requests == same.requests
            assert tick.partitions == same.partitions


def test_the_calendar_is_the_seeds_own() -> None:
    assert planned(1) == planned(1)
    assert planned(1) != planned(2)
    assert [(one.kind, one.first) for one in quarter(1).incidents] == [
        (one.kind, one.first) for one in planned(1)
    ]
