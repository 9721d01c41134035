"""The operator and the outcome: what is called, cut short, charged, counted and found out."""

from functools import partial
from typing import Any

import numpy as np
import pytest

from worlds.incidents import Incident
from worlds.operate import operate
from worlds.outcome import beside_once, outcome, price
from worlds.quarter import THRESHOLD, quarter
from worlds.serving import Servers

WORLD = quarter(11, days=8, incidents=())


class Plain:
    """Answers from the table, counts what comes, and keeps the honest books of its own."""

    source = "table"

    def __init__(self, briefing: dict[str, Any], journal: Any = ()) -> None:
        self.briefing, self.journal = briefing, list(journal)
        self.small = set(briefing["small_airports"])
        self.seen: set[str] = set()
        self.decided: dict[str, bool] = {}
        self.labels: dict[str, tuple[bool, str]] = {}
        self.deliveries = 0
        for text in self.journal:
            self.remember(*text.split(" "))

    def remember(self, what: str, name: str, value: str = "", dest: str = "") -> None:
        if what == "message":
            self.deliveries += 1
            self.seen.add(name)
        elif what == "decided":
            self.decided[name] = value == "True"
        else:
            self.labels.setdefault(name, (value == "True", dest))

    def write(self, *words: object) -> None:
        self.journal.append(" ".join(map(str, words)))
        self.remember(*map(str, words))

    def ingest(self, messages: list[dict[str, Any]], now: str) -> None:
        for message in messages:
            self.write("message", message["message_id"])
            message.clear()  # it is a copy

    def predict(self, requests: list[dict[str, Any]], now: str) -> Any:
        answers = []
        for request in requests:
            p_late = self.briefing["table"][f"{request['origin']} {request['hour']:02d}"]
            act = p_late >= THRESHOLD
            if request["kind"] == "booking":
                self.write("decided", request["flight_id"], act)
            answers.append(
                {
                    "flight_id": request["flight_id"],
                    "p_late": p_late,
                    "act": act,
                    "source": self.source,
                }
            )
        return answers

    def observe(self, partition: dict[str, Any], now: str) -> None:
        for row in partition["rows"]:
            if row["arr_delay"] is not None:
                self.write("label", row["flight_id"], row["arr_delay"] >= 15, row["dest"])

    def retrain(self, now: str, offer: Any = None) -> dict[str, bool]:
        return {"accepted": False}

    def report(self, now: str) -> dict[str, Any]:
        groups = {"small": [0, 0], "large": [0, 0]}
        for name, (late, dest) in self.labels.items():
            group = groups["small" if dest in self.small else "large"]
            group[0] += 1
            acted = self.decided[name]
            group[1] += (150 if acted else 600) if late else (120 if acted else 0)
        of_groups = {
            name: {"flights": flights, "cost": cost} for name, (flights, cost) in groups.items()
        }
        return {
            "date": WORLD.date((np.datetime64(now[:10]) - np.datetime64("2013-10-02")).astype(int)),
            "messages": len(self.seen),
            "duplicates": self.deliveries - len(self.seen),
            "predictions": len(self.decided),
            "labels": len(self.labels),
            "cost": sum(cost for _, cost in groups.values()),
            "alarms": [],
            **of_groups,
        }


def test_an_honest_system_agrees_with_the_books_and_costs_what_the_table_costs() -> None:
    log = operate(Plain, WORLD)
    result = outcome(WORLD, log)
    assert log.failures == []
    assert result.differences == ()
    assert result.total("system") == result.total("table")
    assert result.saved_by("oracle") == 1
    assert result.saved_by("never") == 0
    assert len(log.reports) == 8
    assert result.groups["small"].flights + result.groups["large"].flights == result.flights.sum()


def test_days_are_told_as_they_end() -> None:
    told: list[int] = []
    operate(Plain, WORLD, on_day=lambda day, report: told.append(day))
    assert told == list(range(8))


def test_what_a_system_does_to_its_arguments_changes_nothing() -> None:
    before = [dict(message) for tick in WORLD.ticks for message in tick.messages]
    operate(Plain, WORLD)
    assert [message for tick in WORLD.ticks for message in tick.messages] == before


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_a_killed_system_that_keeps_its_journal_ends_where_an_unharmed_one_does(
    share: float,
) -> None:
    """This one writes a text a row; what it kept of a cut call it must not count again."""

    class Once(Plain):
        def write(self, *words: object) -> None:
            name = str(words[1])
            done = {"decided": self.decided, "label": self.labels}.get(str(words[0]), ())
            if name not in done:
                super().write(*words)

    calls = [["observe", 4, share], ["predict", 13, share]]
    world = quarter(11, days=8, incidents=(Incident("kill", 5, 5, {"calls": calls}),))
    log, calm = operate(Once, world), operate(Once, WORLD)
    assert [(kill.method, kill.kept == kill.written) for kill in log.kills] == [
        ("observe", share == 1.0),
        ("predict", share == 1.0),
    ]
    assert log.kills[0].written > 50
    assert log.reports == calm.reports
    assert outcome(world, log).differences == ()


def test_a_system_that_forgets_its_journal_is_found_out() -> None:
    class Forgets(Plain):
        def __init__(self, briefing: dict[str, Any], journal: Any = ()) -> None:
            super().__init__(briefing)

    world = quarter(
        11, days=8, incidents=(Incident("kill", 5, 5, {"calls": [["ingest", 9, 0.5]]}),)
    )
    log = operate(Forgets, world)
    result = outcome(world, log)
    assert {difference.name for difference in result.differences} >= {"messages", "predictions"}
    assert min(difference.day for difference in result.differences) == 5


@pytest.mark.parametrize(
    ("method", "result", "sentence"),
    [
        ("predict", None, "a list, not None"),
        ("predict", [], "returned 0 answers to"),
        ("report", {}, "lacks date and messages"),
        ("retrain", True, "accepted"),
    ],
)
def test_what_is_not_agreed_is_a_failed_call_with_a_sentence(
    method: str, result: Any, sentence: str
) -> None:
    wrong = type("Wrong", (Plain,), {method: lambda self, *given: result})
    log = operate(wrong, WORLD)
    assert log.failures[0].method == method
    assert sentence in log.failures[0].sentence


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("p_late", float("nan"), "from 0 to 1, not nan"),
        ("p_late", 1.5, "from 0 to 1, not 1.5"),
        ("p_late", True, "type bool"),
        ("act", 1, "True or False"),
        ("source", "oracle", "one of model, cache, table"),
        ("flight_id", "XX", "order of the requests"),
    ],
)
def test_an_answer_out_of_form_is_replaced_by_the_tables(
    field: str, value: Any, sentence: str
) -> None:
    class Wrong(Plain):
        def predict(self, requests: list[dict[str, Any]], now: str) -> Any:
            return [{**answer, field: value} for answer in super().predict(requests, now)]

    log = operate(Wrong, WORLD)
    assert sentence in log.failures[0].sentence
    assert not log.answered[0]
    assert outcome(WORLD, log).total("system") == outcome(WORLD, log).total("table")


def test_three_failed_calls_in_a_row_end_the_run() -> None:
    class Breaks(Plain):
        def ingest(self, messages: list[dict[str, Any]], now: str) -> None:
            if now > "2013-10-04T12":
                raise KeyError("lost")

        def predict(self, requests: list[dict[str, Any]], now: str) -> Any:
            return None if now > "2013-10-04T12" else super().predict(requests, now)

    log = operate(Breaks, WORLD)
    assert log.ended == 3
    assert len(log.failures) == 3
    assert log.failures[0].sentence == "ingest raised KeyError: 'lost'"
    result = outcome(WORLD, log)
    assert result.ended == 3
    assert np.isnan(log.p_late[-1])
    assert result.total("system") > result.total("table") or result.saved < 1


def test_what_is_not_written_yet_is_no_failure_but_raised() -> None:
    class Stub(Plain):
        def report(self, now: str) -> Any:
            raise NotImplementedError

    with pytest.raises(NotImplementedError):
        operate(Stub, WORLD)


def request(when: str, flight_id: str = "A") -> dict[str, Any]:
    return {
        "flight_id": flight_id,
        "asked_at": f"2013-10-01T{when}Z",
        "origin": "EWR",
        "hour": 7,
    }


def test_answers_wait_for_one_of_two_servers() -> None:
    servers = Servers({"EWR 07": 0.2})
    waits = [servers.answer(request("10:00:00"), 0.3, "model")[0] for _ in range(5)]
    assert waits == [0.4, 0.4, 0.8, 0.8, 1.2]
    assert servers.answer(request("10:00:02"), 0.2, "table") == (0.005, "table")


def test_a_claim_is_believed_only_where_it_is_true() -> None:
    servers = Servers({"EWR 07": 0.2})
    charged = [
        servers.answer(asked, p_late, claim)[1]
        for asked, p_late, claim in (
            (request("10:00:00"), 0.2, "table"),
            (request("10:00:10"), 0.3, "table"),  # not the table's rate: the model's work
            (request("10:00:20"), 0.3, "cache"),
            (request("10:00:30"), 0.4, "cache"),
            (request("10:00:40", "B"), 0.3, "cache"),
            (request("10:30:10"), 0.3, "cache"),
            (request("10:30:11"), 0.3, "cache"),
        )
    ]
    assert charged == ["table", "model", "cache", "model", "model", "cache", "model"]


def test_alarms_are_right_on_the_days_of_their_incident_only() -> None:
    class Alarms(Plain):
        def report(self, now: str) -> dict[str, Any]:
            return {**super().report(now), "alarms": ["stale-weather"]}

    world = quarter(11, days=8, incidents=(Incident("frozen-weather", 3, 4),))
    result = outcome(world, operate(Alarms, world))
    assert [(one.alarm, one.after, one.in_time) for one in result.detections] == [
        ("stale-weather", 0, True)
    ]
    assert [day for day, _ in result.false_alarms] == [0, 1, 2, 6, 7]


def test_a_lie_in_a_report_is_a_difference() -> None:
    class Lies(Plain):
        def report(self, now: str) -> dict[str, Any]:
            true = super().report(now)
            return {**true, "cost": true["cost"] * 0.9}

    result = outcome(WORLD, operate(Lies, WORLD))
    assert {difference.name for difference in result.differences} == {"cost"}
    assert [difference.day for difference in result.differences] == list(range(2, 8))


def test_what_an_incident_cost_is_nothing_for_who_reads_neither_weather_nor_labels() -> None:
    one = Incident("frozen-weather", 3, 4)
    world = quarter(11, days=8, incidents=(one,))
    log = operate(Plain, world)
    assert price(partial(operate, Plain), world, log, world.incidents[0]) == 0
    [(same, _)] = beside_once(outcome(world, log), world)
    assert same.kind == "frozen-weather"
