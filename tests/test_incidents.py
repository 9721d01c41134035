"""What goes wrong in a quarter: only what is said, when it is said, and the calendar's rules."""

from typing import Any

import pytest

from worlds.incidents import ALARMS, KINDS, QUIET, Incident, details
from worlds.quarter import Quarter, planned, quarter


def of(*incidents: Incident, seed: int = 4, days: int = 12, first: str = "2013-10-01") -> Quarter:
    return quarter(seed, first, days, incidents)


def readings(world: Quarter, origin: str) -> list[tuple[str, tuple[Any, ...]]]:
    """Time and values of each reading, once, in order of time."""
    found = {
        message["event_time"]: tuple(
            message[name] for name in ("precip", "visib", "wind_speed", "temp")
        )
        for tick in world.ticks
        for message in tick.messages
        if message["kind"] == "weather" and message["origin"] == origin
    }
    return sorted(found.items())


def partitions(world: Quarter) -> list[tuple[int, dict[str, Any]]]:
    return [(tick.day, part) for tick in world.ticks for part in tick.partitions]


def test_every_calendar_keeps_the_rules() -> None:
    for seed in range(200):
        incidents = planned(seed)
        assert sorted(one.kind for one in incidents) == sorted(KINDS)
        assert min(one.first for one in incidents) >= QUIET
        assert max(one.last for one in incidents) < 88
        for day in range(92):
            assert sum(one.first <= day <= one.last for one in incidents) <= 2


def test_calendars_differ_by_seed() -> None:
    assert len({tuple((one.kind, one.first) for one in planned(seed)) for seed in range(50)}) == 50


def test_every_calendar_can_be_played() -> None:
    for seed in range(6):
        world = quarter(seed)
        assert {one.kind for one in world.incidents} == set(KINDS)
        assert sum(tick.offer is not None for tick in world.ticks) == 2


def test_impossible_incidents_are_refused() -> None:
    for one, why in (
        (Incident("flood", 1, 1), "no incident"),
        (Incident("kill", 3, 12), "of 12"),
        (Incident("bad-offer", 7, 7), "Monday"),
        (Incident("duplicated-partition", 3, 3, {"age": 2}), "old enough"),
    ):
        with pytest.raises(ValueError, match=why):
            of(one)


def test_a_renamed_carrier_has_its_new_code_everywhere_from_its_first_day_on() -> None:
    world = of(Incident("renamed-carrier", 5, 8, {"carrier": "UA", "code": "UX"}))
    days: dict[str, set[int]] = {"UA": set(), "UX": set()}
    for tick in world.ticks:
        for item in (*tick.requests, *tick.messages):
            if item.get("carrier") in days:
                assert item["flight_id"].startswith(item["carrier"])
                days[item["carrier"]].add(tick.day)
    assert min(days["UX"]) == 5
    assert max(days["UX"]) == 11
    assert max(days["UA"]) <= 6
    rows = [row for _, part in partitions(world) for row in part["rows"] if row["carrier"] == "UX"]
    assert len({row["scheduled"][:10] for row in rows}) >= 5
    assert "UX" not in world.briefing()["carriers"]


def test_frozen_weather_repeats_the_last_reading_under_new_times() -> None:
    world = of(Incident("frozen-weather", 4, 5, {"origins": ["JFK"]}))
    calm = of()
    assert readings(world, "EWR") == readings(calm, "EWR")
    told, true = readings(world, "JFK"), readings(calm, "JFK")
    changed = [k for k in range(len(true)) if told[k] != true[k]]
    assert [when for when, _ in told] == [when for when, _ in true]
    before = true[min(changed) - 1][1]
    assert {told[k][1] for k in range(min(changed), max(changed) + 1)} == {before}
    assert 40 <= max(changed) - min(changed) + 1 <= 48


def test_late_labels_are_held_back_and_come_together() -> None:
    world = of(Incident("late-labels", 4, 8))
    days = [day for day, _ in partitions(world)]
    assert days == [2, 3, 9, 9, 9, 9, 9, 9, 10, 11]
    assert len({part["date"] for _, part in partitions(world)}) == 10


def test_a_duplicated_partition_has_another_id_and_the_same_rows() -> None:
    world = of(Incident("duplicated-partition", 6, 6, {"age": 1}))
    same = [part for _, part in partitions(world) if part["date"] == "2013-10-04"]
    assert same[0]["rows"] == same[1]["rows"]
    assert same[0]["partition_id"] != same[1]["partition_id"]
    assert [day for day, _ in partitions(world)].count(6) == 2


def test_a_spike_asks_about_coming_flights_within_minutes() -> None:
    world, calm = of(Incident("traffic-spike", 6, 6, {"hour": 15})), of()
    more = [
        (tick, [request for request in tick.requests if request not in same.requests])
        for tick, same in zip(world.ticks, calm.ticks, strict=True)
    ]
    [(tick, asked)] = [(tick, asked) for tick, asked in more if asked]
    assert (tick.day, tick.hour, len(asked)) == (6, 16, 1500)
    assert all(request["kind"] == "query" for request in asked)
    assert all(request["scheduled"] > request["asked_at"] for request in asked)
    assert 20 < len({request["flight_id"] for request in asked}) < 70


@pytest.mark.parametrize("how", ["opposite", "late", "on-time"])
def test_poisoned_labels_say_something_else_than_the_messages(how: str) -> None:
    world = of(Incident("poisoned-labels", 5, 8, {"origin": "LGA", "how": how}))
    delays = dict(zip(world.flown.flight_id, world.flown.arr_delay.tolist(), strict=True))
    for day, part in partitions(world):
        for row in part["rows"]:
            if row["cancelled"]:
                continue
            true = delays[row["flight_id"]]
            if not (5 <= day <= 8 and row["origin"] == "LGA"):
                assert row["arr_delay"] == true
            else:
                wanted = {"opposite": true < 15, "late": True, "on-time": False}[how]
                assert (row["arr_delay"] >= 15) == wanted


def test_a_good_offer_is_cheaper_and_a_bad_one_dearer_than_the_trained_once() -> None:
    from worlds.baselines import decisions, dollars
    from worlds.quarter import THRESHOLD

    for seed in range(4):
        world = quarter(seed)
        flown = world.flown
        place = {name: k for k, name in enumerate(flown.flight_id)}
        once = decisions(world)["once"]
        good = {one.first: one.kind == "good-offer" for one in world.incidents}
        for tick in world.ticks:
            if tick.offer is None:
                continue
            scores = tick.offer["scores"]
            assert 1000 < len(scores) < 1900
            rows = [place[name] for name in scores]
            act = [p >= THRESHOLD for p in scores.values()]
            none = flown.cancelled[rows]
            assert not none.any()
            offered, own = (
                dollars(decided, flown.late[rows], none).mean() for decided in (act, once[rows])
            )
            assert offered < own - 10 if good[tick.day] else offered > own + 3
            assert tick.day <= 91
            assert max(flown.day[rows]) - world.start == tick.day - 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"reading": {"precip": 0.4, "visib": 1.0, "wind_speed": 30.0, "temp": 40.0}}, {}),
        ({"origins": ["LGA"]}, {"origins": ["LGA", "JFK"]}),
    ],
)
def test_a_variant_of_frozen_weather_shares_all_else(one: Any, other: Any) -> None:
    pair = [of(Incident("frozen-weather", 4, 5, detail)) for detail in (one, other)]
    for tick, same in zip(pair[0].ticks, pair[1].ticks, strict=True):
        assert (tick.requests, tick.partitions) == (same.requests, same.partitions)
        assert [message["message_id"] for message in tick.messages] == [
            message["message_id"] for message in same.messages
        ]
        for message, twin in zip(tick.messages, same.messages, strict=True):
            assert message == twin or message["kind"] == "weather"


def test_a_variant_of_poison_shares_all_else() -> None:
    pair = [
        of(Incident("poisoned-labels", 5, 8, {"origin": "EWR", "how": how}))
        for how in ("late", "opposite")
    ]
    for tick, same in zip(pair[0].ticks, pair[1].ticks, strict=True):
        assert (tick.messages, tick.requests) == (same.messages, same.requests)
        for part, twin in zip(tick.partitions, same.partitions, strict=True):
            assert part["partition_id"] == twin["partition_id"]
            for row, other in zip(part["rows"], twin["rows"], strict=True):
                assert row == other or row["origin"] == "EWR"


def test_details_are_drawn_where_they_are_not_said() -> None:
    for kind in KINDS:
        one = of(Incident(kind, 6, 6)).incidents[0]
        assert one == of(Incident(kind, 6, 6)).incidents[0]
    assert set(ALARMS) < set(KINDS)
    assert details.__doc__ is not None
