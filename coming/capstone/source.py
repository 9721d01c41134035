# %% [markdown]
# # Capstone. A quarter of production
#
# **Can your own system survive a quarter of production?**
#
# For thirteen weeks you have built the parts of **the delay desk**: labels, a merge, a window, a model, a cache, an alarm, a registry.
# Each was right by itself, on inputs that were made for it.
# Now they become one service, and the service runs from 1 October to 31 December without you:
# it takes in what the airports send, answers who asks, learns from what it is told, reports every night,
# and nobody tells it on which day the weather feed will freeze, a carrier will change its code,
# the labels will be false, or the process will be killed between two writes.
# At the end the desk counts what your decisions have cost, and what the alarms were worth.
#
# You have a whole quarter running within the first exercise, on a system that knows nothing but a table (`mlsd capstone run`; it runs the last class that you have written).
# Then you grow that system, one class a part, and see in each part what it changes.
#
# ## Where we are
#
# ```text
#  messages: schedules, departures,             label partitions,
#  arrivals, weather                            two days later
#          |                                            |
#          v                                            v
#  [ 2 ingest, exactly once ]               [ 2 a flight's label, once ]
#          |            |                   [ 5 what contradicts: out  ]
#          |            +-- what arrived ---------->    |
#          v                                            v
#  [ 1 answer from the table ] <-- a model -- [ 5 retrain, judge offers ]
#  [ 3 forecast, act by cost ]                          |
#  [ 4 cache; table if busy  ] <-- requests             v
#          |                                  [ 8 by group: who pays? ]
#          v                                            |
#       answers                                         v
#          |                                       [ 6 alarms ]
#          +--------> [ 7 journal ] <-------------------+--> report, at night
# ```
#
# The schedule and the weather of the quarter are those of October to December 2013.
# The delays are drawn, by a model whose size and swings are those of the real year,
# so that no table of 2013 can tell your system how a flight will end. Every seed draws another quarter, with incidents on other days.
#
# ## How to work
#
# - Read the lecture first: `make site`, then open `build/site/capstone.html`.
# - Run the cells from the top.
#   Replace each `raise NotImplementedError` by your code, then run the cell below it:
#   `check("naive-system")` answers with what is right, what is not, and your score.
# - The second check cell of each exercise stays quiet here.
#   Its tests run when the notebook is graded, on quarters of other seeds, but demand nothing that the contracts do not say.
# - Exercises build on each other: each class inherits from the one before it, and its contract *adds* to the earlier ones, which go on to hold.
#   You need not follow this order inside. If your design is another one, put everything into `NaiveSystem`,
#   and write `class CleanSystem(NaiveSystem): pass`, and so on; each class is judged by what it does.
#   The examples in the docstrings and the cells to try are of the reference: where a contract leaves a number to you,
#   yours may print another, and where a cell replaces a method of the reference, take your own.
# - Grading takes the exercise cells and the cell of parts. Extra functions and imports that a class needs belong in its cell.
# - A cell that begins with `# Try it` runs your system through some days, or the whole quarter, and shows what the part has changed.
#   It is commented out so that the notebook runs before you have written anything:
#   select the lines below its first paragraph, press Ctrl and `/`, and run it. A quarter takes a few seconds.
# - `mlsd capstone run` runs the handed-in `System` through a whole quarter and writes a page about it.
# - Eight exercises earn 80 points, the design document at the end 20.
#   Plan about ten hours: one for each class, and two for the document.
#
# ## The desk's service
#
# A system is an object with five methods and an attribute. The operator of `worlds.operate` makes it and calls it, one call after another:
#
# | call | when | what it is given |
# |---|---|---|
# | `System(briefing)`, `System(briefing, journal=texts)` | once, and again after a kill | what the desk knew before the quarter; the texts of the journal |
# | `observe(partition, now)` | at 04:00, before anything else: one call for each partition that has come | the outcomes of one day |
# | `ingest(messages, now)` | every hour from 04:00 to 23:00 | the messages that came since the last hour |
# | `predict(requests, now)` | every hour, after `ingest` | the requests that came since the last hour |
# | `retrain(now, offer)` | Mondays at 05:00, after `predict` | mostly None, else a model that the platform team offers |
# | `report(now)` | at 23:00, after `predict` | nothing |
# | `journal` | read by the operator after any call | an attribute, a list of texts; exercise 7 |
#
# **Times** are texts such as `"2013-10-01T12:00:00Z"`, in UTC, which sort as they follow each other.
# The hours above, and every *day*, *date* and *hour* in this notebook, are New York's; the set-up cell has functions for both.
# Everything comes as lists of dicts, often empty ones, of plain values that `json.dumps` can write.
# The order of messages within one call means nothing. Nothing that is passed may be changed.
#
# **The briefing** is a dict:
#
# | entry | what it is |
# |---|---|
# | `"costs"` | week 1's four, in dollars: `"correct_alarm"` 150, `"false_alarm"` 120, `"miss"` 600, `"correct_silence"` 0; a check may pass others, as long as acting is cheaper for a flight that is surely late and dearer for one that is surely not |
# | `"history"` | a DataFrame of about 8,000 flights of the 75 days before October: `flight_id`, `carrier`, `origin`, `dest`, `scheduled`, `hour`, `weekday`, `distance`; `precip`, `visib`, `wind_speed`, `temp` of the hour three hours before the scheduled one; `recent`, the share of late ones among the 20 flights, of all origins, whose arrivals were the last to be known two hours before departure; `late`. NaN is missing. The scheduled hour is cut to a full one: for 14:50 the weather is that of 11:00 |
# | `"table"` | a dict from origin and hour, such as `"EWR 07"`, to the late rate until October, for every origin and hour |
# | `"carriers"` | the sorted list of the carriers' codes |
# | `"small_airports"` | the sorted list of the destinations with few flights |
#
# **Messages** have an id, `"message_id"`, and are delivered *at least once*, the second time perhaps hours later.
#
# | `"kind"` | other entries |
# |---|---|
# | `"scheduled"`, `"departed"`, `"arrived"`, `"cancelled"` | `"flight_id"`; `"version"`: 1 for scheduled, 2 for departed or cancelled, 3 for arrived; `"event_time"`, `"carrier"`, `"origin"`, `"dest"`; `"delay_minutes"`: of the departure or of the arrival, an int, or None |
# | `"weather"` | `"origin"`; `"event_time"`: the hour it is of, in UTC; `"precip"`, `"visib"`, `"wind_speed"`, `"temp"`: numbers, or None |
#
# Most take seconds or minutes, but a gateway can be down for hours, so messages of a flight come in any order.
# Of one flight and version there is one message, of one origin and hour one reading, each with one id. A reading of the weather arrives an hour after the hour that it is of.
#
# **Requests** are ordered by `"asked_at"`, which never goes back, and have `"request_id"`, `"kind"`, `"flight_id"`, `"carrier"`, `"origin"`, `"dest"`, `"scheduled"`, `"hour"`, `"weekday"` (Monday is 0), `"distance"`.
# Every flight has exactly one of kind `"booking"`, asked two hours before departure: the desk acts on its answer, or stays silent.
# A `"query"` is somebody else who asks about a flight; nobody acts on its answer, but it has to be given in time.
#
# **Answers**, one for each request and in the same order, are dicts with exactly these entries:
#
# | entry | what it is |
# |---|---|
# | `"flight_id"` | that of the request |
# | `"p_late"` | a float from 0 to 1: the probability that the flight arrives 15 minutes late or more |
# | `"act"` | a bool |
# | `"source"` | `"model"`, `"cache"` or `"table"` |
#
# Each answer takes time on one of two servers, first come, first served: 400 ms for `"model"`, 5 ms for the others.
# `"cache"` is believed where the same `p_late` was given for the same flight by a `"model"` answer to an earlier request, asked at most 30 minutes before;
# `"table"` where `p_late` is the rate of the briefing's table for the request's origin and hour.
# What is not believed is charged as a model answer, and counts as one from then on.
#
# **Partitions** are dicts with `"partition_id"`, `"date"`, and `"rows"`, a list of dicts with `"flight_id"`, `"carrier"`, `"origin"`, `"dest"`, `"scheduled"`, `"arr_delay"` (minutes, or None) and `"cancelled"`.
# They hold the flights that were scheduled on that date, and come at 04:00 two days later: flights of 1 October on 3 October.
# A flight is late, label 1, from `arr_delay` 15 on. One without `arr_delay` was cancelled or diverted: it never gets a label, and costs nothing.
#
# **Incidents** are what goes wrong in a quarter. Each kind happens once, for some days or at one instant, none of them in the first 14 days:
#
# | kind | what happens |
# |---|---|
# | `renamed-carrier` | from some day on one carrier has another code, in messages, requests and partitions, and its flights' ids have it too |
# | `frozen-weather` | for some days the readings of an origin, or of all, repeat the last one with new times |
# | `late-labels` | the partitions of seven days are held back, and then come together |
# | `duplicated-partition` | a day's partition comes again, with another id |
# | `traffic-spike` | some 1,500 queries within one to four minutes, about the flights of the next 6 to 12 hours |
# | `poisoned-labels` | for some days the rows of one origin are false |
# | `bad-offer` | the model that is offered has the better AUC, and is dearer at the desk |
# | `kill` | a call is cut short, and the system is made again from what its journal holds |
#
# ## How to read a contract
#
# The docstrings are the contract, and the checks hold you to them and to the section above, and to nothing else.
#
# - A *promise* is something the caller guarantees. You need not verify it.
# - No call raises an error, whatever goes wrong in the world. No method changes what it is given.
# - The world is as described above (promise); a check may leave parts of it out: days without messages, a system that is never asked to retrain,
#   a single call by hand, a history of a few hundred flights. It always calls as the table of calls says, in this order, with a `now` that never goes back.
#   A call with an empty list may be left out, except that each day has an `ingest` call at 04:00 (promise).
#   Until exercise 7 no `ingest`, `predict` or `retrain` is called twice with one `now`, and no `observe` twice with one partition (promise).
# - Where a number is to be counted, the contract says what counts. Where it says *yours*, the design is yours, and no check asks for one.
# - Floats are compared to about nine digits, dollars to a cent.
# - The same calls give the same answers: what is drawn is drawn from a generator with a fixed seed.
# - What a system knows it was told: it reads no file, no clock, and nothing of `worlds`.
# - A cell may import what the set-up cell imports, anything of the standard library, NumPy, pandas, SciPy and scikit-learn.
# - A whole quarter, `report` and all, takes at most 60 seconds of processor time when it is graded. The reference needs about two.

# %% setup="imports"
import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np  # noqa: F401, for cells of your own
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from autograder import checker

check = checker("capstone")

NEW_YORK = ZoneInfo("America/New_York")


def seconds(time: str) -> int:
    """A time as whole seconds since 1970.

    >>> seconds("2013-10-01T12:00:00Z") - seconds("2013-10-01T11:59:00Z")
    60
    """
    return int(datetime.fromisoformat(time).timestamp())


def local(time: str) -> datetime:
    """A time on New York's clocks.

    >>> local("2013-10-02T03:00:00Z").isoformat()
    '2013-10-01T23:00:00-04:00'
    """
    return datetime.fromisoformat(time).astimezone(NEW_YORK)


def date_of(time: str) -> str:
    """The date in New York at a time.

    >>> date_of("2013-10-02T03:00:00Z")
    '2013-10-01'
    """
    return local(time).date().isoformat()


def days_before(day: str, n: int) -> str:
    """The date n days before another.

    >>> days_before("2013-10-01", 2)
    '2013-09-29'
    """
    return (date.fromisoformat(day) - timedelta(days=n)).isoformat()


def logit(p: float) -> float:
    """The logarithm of the odds, of a probability that is first brought into 0.01 to 0.99.

    >>> logit(0.5), round(logit(0.0), 3)
    (0.0, -4.595)
    """
    p = min(max(p, 0.01), 0.99)
    return math.log(p / (1 - p))


def logistic(score: float) -> float:
    """The probability of which a score is the logarithm of the odds.

    >>> logistic(0.0), logistic(-1000.0)
    (0.5, 0.0)
    """
    return 1 / (1 + math.exp(-score)) if score > -700 else 0.0


def reading_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """The four values of the weather in a message or in a row of the history."""
    return row["precip"], row["visib"], row["wind_speed"], row["temp"]


def example() -> dict[str, Any]:
    """A briefing for the examples of the contracts: a few hundred flights, late at random."""
    drawn = random.Random(0)
    hours = [(origin, hour) for origin in ("EWR", "JFK", "LGA") for hour in range(24)]
    flights = [
        {
            **booking(place, hour=drawn.randrange(6, 22)),
            **reading(0, drawn.choice([0.0, 0.0, 0.2]), drawn.randrange(30)),
            "recent": drawn.random() / 2,
            "late": int(drawn.random() < 0.3),
        }
        for place in range(400)
    ]
    return {
        "costs": {"correct_alarm": 150, "false_alarm": 120, "miss": 600, "correct_silence": 0},
        "table": {f"{origin} {hour:02d}": round(0.1 + hour / 100, 2) for origin, hour in hours},
        "carriers": ["B6", "UA"],
        "small_airports": ["BGR"],
        "history": pd.DataFrame(flights).drop(columns=["message_id", "kind", "event_time"]),
    }


def booking(
    number: int, *, hour: int = 19, dest: str = "ORD", kind: str = "booking"
) -> dict[str, Any]:
    """A request about flight number so-and-so of 1 October, by default for 19:00 in New York."""
    return {
        "request_id": f"{kind}-{number}",
        "kind": kind,
        "asked_at": f"2013-10-{(hour + 26) // 24:02d}T{(hour + 2) % 24:02d}:00:00Z",
        "flight_id": f"UA{number}",
        "carrier": "UA",
        "origin": "EWR",
        "dest": dest,
        "scheduled": f"2013-10-{(hour + 28) // 24:02d}T{(hour + 4) % 24:02d}:00:00Z",
        "hour": hour,
        "weekday": 1,
        "distance": 719,
    }


def message(
    number: int, kind: str, delay: int | None = None, carrier: str = "UA"
) -> dict[str, Any]:
    """A message about the flight of `booking(number)`."""
    version = {"scheduled": 1, "departed": 2, "cancelled": 2, "arrived": 3}[kind]
    return {
        "message_id": f"{carrier}{number}/{version}",
        "kind": kind,
        "flight_id": f"{carrier}{number}",
        "version": version,
        "event_time": "2013-10-01T23:30:00Z",
        "carrier": carrier,
        "origin": "EWR",
        "dest": "ORD",
        "delay_minutes": delay,
    }


def reading(hour: int, precip: float, wind_speed: float) -> dict[str, Any]:
    """A message about the weather at EWR on 1 October, at so many hours of UTC."""
    when = f"2013-10-01T{hour:02d}:00:00Z"
    weather = {"precip": precip, "visib": 10.0, "wind_speed": float(wind_speed), "temp": 60.0}
    return {"message_id": when, "kind": "weather", "origin": "EWR", "event_time": when, **weather}


def outcomes(delays: Mapping[int, int | None], day: str = "2013-10-01") -> dict[str, Any]:
    """A partition of the flights of `booking`, by number, and their delays."""
    rows = []
    for number, delay in delays.items():
        row = {name: booking(number)[name] for name in ("flight_id", "carrier", "origin", "dest")}
        scheduled = booking(number)["scheduled"]
        row |= {"scheduled": scheduled, "arr_delay": delay, "cancelled": delay is None}
        rows.append(row)
    return {"partition_id": f"labels of {day}", "date": day, "rows": rows}


# %% [markdown]
# ## Parts from earlier weeks
#
# The next cell holds functions of earlier weeks that the reference system is built of.
# `mlsd start capstone` puts your own in place of the reference's wherever yours pass their checks, and says which are whose.
# You may use them, change them, leave them out, or add others; the cell is graded as you hand it in.


# %% parts="w01_framing:late-labels w01_framing:expected-cost w02_data_engineering:validate w02_data_engineering:merge-changes w06_offline_evaluation:promote w07_serving:ttl-cache w10_platform:token-bucket w11_responsible_ml:fairness-report"

# %% [markdown]
# ## 1. A whole quarter, naively
#
# The first thing that a service has to do is to be there: take every call, answer every request, and be able to say what it did.
# What it answers with can be as plain as week 1's table of late rates by airport and hour.
# That is not nothing. A rate and the desk's four costs already say for every flight whether to act:
# acting costs $p \cdot 150 + (1 - p) \cdot 120$ dollars in expectation, silence $p \cdot 600$, so the desk acts from about 0.21 on.
#
# The report is the service's memory of itself, and the operator counts along.
# It compares nothing with a truth that the system cannot know; it counts what has arrived, what was decided, and what that cost so far.
# From the first night on it counts flights to small destinations and all others apart; exercise 8 asks what that shows.
#
# A whole quarter runs on the seventy lines that you write here. Everything after this makes it cheaper, faster or more honest, one part a time.


# %% exercise="naive-system"
class NaiveSystem:
    """A service that takes every call, answers from the table if it knows no better, and reports.

    In the checks of this exercise no message and no partition comes twice, and no incident happens.

    On the quarters of the checks its decisions cost at most one per cent more than those of a
    desk that acts by the table's rates.

    >>> system = NaiveSystem(example())
    >>> system.predict([booking(1, hour=5), booking(2)], "2013-10-01T22:00:00Z")[1]
    {'flight_id': 'UA2', 'p_late': 0.29, 'act': True, 'source': 'table'}
    >>> system.observe(outcomes({1: None, 2: 3}), "2013-10-03T08:00:00Z")
    >>> report = system.report("2013-10-04T03:00:00Z")
    >>> report["date"], report["predictions"], report["labels"], report["cost"]
    ('2013-10-03', 2, 1, 120.0)
    """

    def __init__(self, briefing: Mapping[str, Any], journal: Sequence[str] = ()) -> None:
        """A system at the beginning of its quarter. It may train on the history here.

        Until exercise 7 `journal` is empty, and so may the attribute `journal`, a list, be.
        """
        ### BEGIN SOLUTION
        self.briefing = briefing
        self.journal: list[str] = list(journal)
        self.messages = self.duplicates = 0
        self.decisions: dict[str, dict[str, Any]] = {}  # by flight: its booking and the answer
        self.labels: dict[str, float] = {}  # by flight: 1.0 is late
        ### END SOLUTION

    def ingest(self, messages: Sequence[Mapping[str, Any]], now: str) -> None:
        """Take in the messages that have come since the last call."""
        ### BEGIN SOLUTION
        self.messages += len(messages)
        ### END SOLUTION

    def predict(self, requests: Sequence[Mapping[str, Any]], now: str) -> list[dict[str, Any]]:
        """One answer for each request, in their order.

        Each answer, to a query as well, acts exactly where acting costs no more than silence, in
        expectation at the `p_late` that it gives and by the briefing's costs; where the two are
        within 1e-9 of each other, either will do.
        """
        ### BEGIN SOLUTION
        answers = []
        for request in requests:
            p_late, source = self.forecast(request, now)
            answer = {
                "flight_id": request["flight_id"],
                "p_late": p_late,
                "act": self.should_act(p_late),
                "source": source,
            }
            if request["kind"] == "booking":
                kept = {**request, **answer, "group": self.group(request)}
                self.decisions[request["flight_id"]] = kept
            answers.append(answer)
        return answers

    def forecast(self, request: Mapping[str, Any], now: str) -> tuple[float, str]:
        """The probability for one request, and where it is from."""
        return self.briefing["table"][f"{request['origin']} {request['hour']:02d}"], "table"

    def should_act(self, p_late: float) -> bool:
        """Whether acting is the cheaper of the two."""
        costs = self.briefing["costs"]
        acting = p_late * costs["correct_alarm"] + (1 - p_late) * costs["false_alarm"]
        return acting <= p_late * costs["miss"] + (1 - p_late) * costs["correct_silence"]
        ### END SOLUTION

    def observe(self, partition: Mapping[str, Any], now: str) -> None:
        """Take in a partition of outcomes."""
        ### BEGIN SOLUTION
        delays = [row["arr_delay"] for row in partition["rows"]]
        labels = late_labels(pd.DataFrame({"arr_delay": delays}).astype(float))
        for row, label in zip(partition["rows"], labels, strict=True):
            if not math.isnan(label):
                self.labels[row["flight_id"]] = label
        ### END SOLUTION

    def retrain(self, now: str, offer: Mapping[str, Any] | None = None) -> dict[str, bool]:
        """Returns {"accepted": bool}; False where nothing is offered. See exercise 5."""
        ### BEGIN SOLUTION
        return {"accepted": False}
        ### END SOLUTION

    def report(self, now: str) -> dict[str, Any]:
        """What the system has done until now. To ask for it changes nothing, whenever and however often.

        Returns a dict with these entries, and perhaps others:
            "date": the date in New York at `now`;
            "messages": how many messages it has taken in, those of the weather as well (int);
            "duplicates": how many it has dropped because it had them already (int; exercise 2);
            "predictions": how many flights there are whose booking it has answered (int);
            "labels": how many flights there are whose booking it has answered, and whose label it
                has been told (int);
            "cost": what its decisions on the flights of "labels" have cost, in dollars (number);
            "small", "large": a dict each with exactly the entries "flights" (int) and "cost" (number):
                how many of the flights that "labels" counts go to one of the briefing's
                "small_airports", or to any other destination, and what the decisions on them cost;
            "alarms": the sorted list of the names of the alarms of this date (exercise 6).
        """
        ### BEGIN SOLUTION
        groups = {name: {"flights": 0, "cost": 0.0} for name in ("small", "large")}
        # Thousands of flights are of eight kinds, and all of a kind have cost the same.
        for (name, act, late), flights in Counter(map(self.kind_of, self.settled())).items():
            cost = expected_cost([late], [float(act)], 1, self.briefing["costs"])
            groups[name]["flights"] += flights
            groups[name]["cost"] += flights * cost
        return {
            "date": date_of(now),
            "messages": self.messages,
            "duplicates": self.duplicates,
            "predictions": len(self.decisions),
            "labels": sum(group["flights"] for group in groups.values()),
            "cost": sum(group["cost"] for group in groups.values()),
            **groups,
            "alarms": [],
        }

    def group(self, flight: Mapping[str, Any]) -> str:
        """The group that a flight belongs to."""
        return "small" if flight["dest"] in self.briefing["small_airports"] else "large"

    def settled(self) -> list[str]:
        """The flights that were booked, and of which it is known what became of them."""
        return [flight for flight in self.decisions if flight in self.labels]

    def kind_of(self, flight: str) -> tuple[str, bool, float]:
        """A flight's group, whether the desk acted, and its label: by these it has cost."""
        kept = self.decisions[flight]
        return kept["group"], kept["act"], self.labels[flight]
        ### END SOLUTION


# %% check="naive-system" points=4

# %% check="naive-system" hidden=true points=6

# %%
# Try it: a whole quarter, on a system that knows a table. What did it cost, beside a desk that never acts
# and one that always knows? Which incidents did it notice?
#
# from worlds.operate import operate
# from worlds.outcome import outcome
# from worlds.quarter import quarter
#
# whole = quarter(1)
# result = outcome(whole, operate(NaiveSystem, whole))
# print(result)

# %% [markdown]
# ## 2. Exactly once
#
# A transport that promises to lose nothing delivers some messages twice, and whoever counts deliveries counts too much.
# Week 2's answer was a receiver for whom neither repetition nor order matters: ids that were seen are dropped,
# and of a flight's messages the one with the highest version wins, however late the others come.
#
# Labels come twice as well. A day's partition that is delivered again under another id holds the same flights,
# and a flight has one label: what must be unique is the flight, not the file.
#
# And a carrier whose code nobody knows is no reason to lose anything.
# Its flights are late, cost money and have labels like all others. They are accepted, and *known to be unknown*.


# %% exercise="exactly-once"
class CleanSystem(NaiveSystem):
    """A system that counts everything once, in whatever order and however often it comes.

    Messages: a message whose "message_id" has been taken in before, in the same call or in an earlier
        one, is dropped. In the report, "messages" counts the others, and "duplicates" counts each
        delivery that was dropped.
    Order: the system's answers and reports are the same, whatever the order of the messages in a
        call is.
    Labels: a flight has one label, however often and in whatever partition its row comes; the rows
        of a flight agree with each other, except for the false ones of exercise 5 (promise).
    Carriers: flights of a carrier that is not in the briefing are accepted, answered, counted and
        labelled like all others. If carriers have other codes, and flights ids with another code,
        then "messages", "duplicates", "predictions" and "labels" are the same.

    >>> system = CleanSystem(example())
    >>> arrived, left = message(1, "arrived", 31), message(1, "departed", 20)
    >>> system.ingest([arrived, left, arrived], "2013-10-02T01:00:00Z")
    >>> system.flight("UA1")["kind"], system.flight("UA2")
    ('arrived', None)
    >>> report = system.report("2013-10-02T03:00:00Z")
    >>> report["messages"], report["duplicates"]
    (2, 1)
    """

    def __init__(self, briefing: Mapping[str, Any], journal: Sequence[str] = ()) -> None:
        ### BEGIN SOLUTION
        super().__init__(briefing, journal)
        self.seen: set[str] = set()  # ids of messages
        self.flights: dict[str, dict[str, Any]] = {}  # week 2's table
        self.unknown: dict[str, str] = {}  # carriers that are not in the briefing: since when
        ### END SOLUTION

    def flight(self, flight_id: str) -> dict[str, Any] | None:
        """What is known of a flight by its messages: those of its highest version.

        Returns a dict with these entries, and perhaps others, as they stand in that message:
        "version", "kind", "delay_minutes". None if no message of the flight has come.
        """
        ### BEGIN SOLUTION
        return self.flights[flight_id]["row"] if flight_id in self.flights else None

    def ingest(self, messages: Sequence[Mapping[str, Any]], now: str) -> None:
        fresh = []
        for message in messages:
            if message["message_id"] not in self.seen:
                self.seen.add(message["message_id"])
                fresh.append(message)
        self.duplicates += len(messages) - len(fresh)
        self.messages += len(fresh)
        self.take([message for message in fresh if message["kind"] != "weather"], now)

    def take(self, messages: Sequence[Mapping[str, Any]], now: str) -> None:
        """Merge messages of flights, none of which was there before."""
        known = {"fields": {"carrier": {"type": "text", "one_of": self.briefing["carriers"]}}}
        of_carriers = {message["carrier"]: message for message in messages}
        for entry in validate(list(of_carriers.values()), known)[1]:
            self.unknown.setdefault(entry["record"]["carrier"], date_of(now))
        changes = [
            {"key": m["flight_id"], "version": m["version"], "row": dict(m)} for m in messages
        ]
        # Only the flights that are concerned: the whole table would be copied every hour.
        keys = {change["key"] for change in changes}
        touched = {key: self.flights[key] for key in keys if key in self.flights}
        self.flights.update(merge_changes(touched, changes))
        ### END SOLUTION


# %% check="exactly-once" points=4

# %% check="exactly-once" hidden=true points=6

# %%
# Try it: three weeks in which a partition comes twice. What do the two systems report on the last evening?
#
# from worlds.incidents import Incident
# from worlds.operate import operate
# from worlds.quarter import quarter
#
# weeks = quarter(1, days=21, incidents=(Incident("duplicated-partition", 14, 14),))
# for kind in (NaiveSystem, CleanSystem):
#     last = {}
#     operate(kind, weeks, on_day=lambda day, report: last.update(report))
#     print(f"{kind.__name__:12}", last)

# %% [markdown]
# ## 3. A forecast
#
# The table knows the schedule. The flights know more: storms, and that everything has been late since noon.
# What a model can make of that is decided by *what was known at the time*.
#
# The history says how each of its columns was made, and the service has to make the same columns in the same way, from messages:
# the weather of the hour three hours before the scheduled one, and the share of late ones among the last 20 flights that are known to have arrived.
# A column that is made otherwise in the service than in the training table is week 4's *skew*, and no error will tell.
# And the history ends with September: what a model makes of its temperatures has never been tried on a December.
#
# The day has moods that no schedule and no forecast of the weather tells: bad hours come in rows, at all three airports at once.
# Arrivals show them for sure, hours later. Departures show nearly the same, and soon.
#
# A feed that breaks seldom stops. It repeats its last reading, hour after hour, with a new time on it.
# Real weather moves: in the last quarter of 2013 no airport reported the same four numbers more than four times in a row.
# So six equal readings in a row are a frozen feed, and a frozen reading is no reading: the model has to do without, as it has learnt to where the history has NaN.


# %% exercise="forecast"
class ForecastSystem(CleanSystem):
    """A system that forecasts from the schedule, the weather and what arrived recently.

    Model, features and training are yours. The checks look at these properties:

    Cost: what could be saved is the cost of a desk that never acts minus that of one that acts on
        exactly the late flights. Over several quarters taken together, of 14 days each and without
        incidents, in which more can be known than the table says, its decisions save a share of
        this that is larger by at least 0.03 than that of the table.
    Probabilities: over the same days and the flights that flew, the mean squared distance of the
        bookings' `p_late` from 1 for a late flight and 0 for another (its Brier score) is at most
        0.02 above that of the table's rates.
    Weather: take two systems that were told of no departure and no arrival in the last six hours,
        and that differ only in the readings of these: precip 0.0 and visib 10.0 at all airports in
        one, 0.3 to 0.6 and 0.25 to 1.0 in the other, none of them frozen. The second gives the
        bookings of the next hour the higher mean `p_late`. In the history of these systems flights
        were clearly later in rain and fog (promise).
    Recent delays: take two systems that differ only in the "delay_minutes" of the "departed" and
        "arrived" messages whose "event_time" is in the last six hours, 30 or more of each of the
        two kinds: all -5 in one and all 60 in the other. The second gives the bookings of the next
        hour a mean `p_late` that is higher by 0.05 or more. (Their flights' bookings were asked
        for, too.)
    Frozen weather: take the readings of an origin that have come so far, in the order of their
        "event_time", whether or not hours between them are missing. A reading is *frozen* if it
        belongs to six or more in a row that are the same in all four values (None is the same
        as None). Six hours after the first six have all come, no forecast is made with any of
        them: two systems that differ only in the values of frozen readings give the same answers
        to requests that are asked more than six hours after that, until the next call of
        `retrain`.
    Missing weather: an origin without readings, and one whose readings have None in them, is
        answered like any other; so is a carrier or a destination that the history does not have.

    Two feeds that froze at 10:00 in UTC, one in a storm; the flight is asked about at 23:00:

    >>> answers = []
    >>> for rain, wind in ((0.0, 5), (0.4, 30)):
    ...     system = ForecastSystem(example())
    ...     for hour in range(6, 23):
    ...         given = reading(hour, rain if hour >= 10 else 0.0, wind if hour >= 10 else hour)
    ...         system.ingest([given], f"2013-10-01T{hour + 1:02d}:00:00Z")
    ...     answers.append(system.predict([booking(1, hour=21)], "2013-10-01T23:00:00Z"))
    >>> answers[0] == answers[1], answers[0][0]["source"]
    (True, 'model')
    """

    def __init__(self, briefing: Mapping[str, Any], journal: Sequence[str] = ()) -> None:
        ### BEGIN SOLUTION
        super().__init__(briefing, journal)
        self.readings: dict[str, dict[str, Sequence[Any]]] = {}  # by origin and hour
        self.frozen: dict[str, set[str]] = {}  # by origin: the hours of frozen readings
        self.asked: dict[str, list[float]] = {}  # by flight: the features of its last forecast
        self.late: dict[str, float] = defaultdict(float)  # by date: departures, late ones
        self.expected: dict[str, float] = defaultdict(float)  # and how many the model expects
        history = briefing["history"]
        self.usual = reading_of(history.mean(numeric_only=True))
        rows = [self.features(row, reading_of(row)) for row in history.to_dict("records")]
        scaler, found = StandardScaler(), LogisticRegression()
        found.fit(scaler.fit_transform(rows), history["late"])
        weights = found.coef_.ravel() / scaler.scale_
        bias = found.intercept_.item() - float(weights @ scaler.mean_)
        self.model: dict[str, Any] = {"weights": weights.tolist(), "bias": bias}

    def features(self, flight: Mapping[str, Any], reading: Sequence[Any]) -> list[float]:
        """The numbers that the model reads; where the weather is missing, the usual one."""
        rate = self.briefing["table"][f"{flight['origin']} {flight['hour']:02d}"]
        carriers = [float(flight["carrier"] == carrier) for carrier in self.briefing["carriers"]]
        is_known = all(value is not None and value == value for value in reading)
        # No temperature: the quarter is colder than anything that the history has.
        rain, sight, wind, _ = reading if is_known else self.usual
        return [logit(rate), *carriers, rain, sight, wind]

    def ingest(self, messages: Sequence[Mapping[str, Any]], now: str) -> None:
        super().ingest(messages, now)
        for message in messages:
            if message["kind"] == "weather":
                readings = self.readings.setdefault(message["origin"], {})
                readings[message["event_time"]] = reading_of(message)
                self.look_for_frozen(message["origin"])

    def look_for_frozen(self, origin: str) -> None:
        """Note which of the last day's readings of an origin are frozen."""
        self.readings[origin] = dict(sorted(self.readings[origin].items())[-24:])
        self.frozen[origin] = set()
        for _, run in groupby(self.readings[origin].items(), lambda pair: pair[1]):
            hours = [hour for hour, _ in run]
            if len(hours) >= 6:
                self.frozen[origin].update(hours)

    def take(self, messages: Sequence[Mapping[str, Any]], now: str) -> None:
        super().take(messages, now)
        for message in messages:
            booking, delay = self.decisions.get(message["flight_id"]), message["delay_minutes"]
            # Arrivals say it for sure, but hours later.
            if message["kind"] == "departed" and booking is not None and delay is not None:
                self.late[date_of(now)] += delay >= 23.0
                # In usual weather, so that nothing here hangs on a reading that proves frozen.
                usual = self.score(booking, self.features(booking, self.usual))
                self.expected[date_of(now)] += logistic(usual)

    def reading(self, flight: Mapping[str, Any]) -> Sequence[Any]:
        """The reading of three hours before a flight; None in it if there is none to believe."""
        origin = flight["origin"]
        then = datetime.fromisoformat(flight["scheduled"]) - timedelta(hours=3)
        hour = then.strftime("%Y-%m-%dT%H:00:00Z")
        if hour in self.frozen.get(origin, ()):
            return [None]
        return self.readings.get(origin, {}).get(hour, [None])

    def forecast(self, request: Mapping[str, Any], now: str) -> tuple[float, str]:
        features = self.features(request, self.reading(request))
        self.asked[request["flight_id"]] = features
        return logistic(self.score(request, features) + self.mood(date_of(now))), "model"

    def mood(self, day: str) -> float:
        """How much more than the model expected the day's departures have been late so far."""
        return math.log((1.0 + self.late[day]) / (1.0 + self.expected[day]))

    def score(self, flight: Mapping[str, Any], features: Sequence[float]) -> float:
        """The model's score, the logarithm of the odds, in an ordinary hour."""
        products = zip(self.model["weights"], features, strict=True)
        return self.model["bias"] + sum(weight * value for weight, value in products)
        ### END SOLUTION


# %% check="forecast" points=5

# %% check="forecast" hidden=true points=7

# %%
# Try it: four weeks, in two of which the weather of all airports is frozen for three days. What does the model save
# beside the table, and what would a system pay that believes a frozen feed?
#
# from worlds.incidents import Incident
# from worlds.operate import operate
# from worlds.outcome import outcome
# from worlds.quarter import quarter
#
# class Believer(ForecastSystem):
#     def look_for_frozen(self, origin):
#         self.frozen[origin] = set()
#
# for seed in (1, 2, 3):
#     weeks = quarter(seed, days=28, incidents=(Incident("frozen-weather", 15, 18),))
#     for kind in (CleanSystem, Believer, ForecastSystem):
#         print(seed, f"{kind.__name__:15}", outcome(weeks, operate(kind, weeks)).saved)

# %% [markdown]
# ## 4. Too many at once
#
# Two servers that need 400 ms for a forecast answer five requests a second.
# On a quiet day fewer than ten come in an hour, but when something happens everybody asks at once.
# Week 7 said what a queue does then, and weeks 7 and 10 what to do about it.
#
# Most of those who ask in a hurry ask about the same few flights. A forecast that is a quarter of an hour old is as good as a new one, and costs 5 ms.
# For the first questions about each flight there is no such forecast yet. If those alone come faster than five a second, somebody has to take the table's rate:
# a worse answer now is better than a good one after the flight has left. But not everybody, and the bookings last: the desk pays for those.


# %% exercise="overload"
class SteadySystem(ForecastSystem):
    """A system that answers in time when everybody asks at once.

    On every day, also one with a traffic spike:
        at least 99 % of the day's requests are answered within 2 seconds of "asked_at", by the
            servers' times as above, with "cache" and "table" where they are believed;
        at most 10 % of the day's answers are from the "table".
    While there is no need, nothing is: on a day on which at most five requests come within any ten
        seconds (from one second to the tenth after it), no answer is from the "table".

    >>> system = SteadySystem(example())
    >>> asked = [booking(1)] + [booking(n, kind="query") for n in (1, 1, 2, 2)]
    >>> [answer["source"] for answer in system.predict(asked, "2013-10-01T22:00:00Z")]
    ['model', 'cache', 'cache', 'model', 'cache']
    >>> rush = [booking(n, kind="query") for n in range(100)]
    >>> Counter(answer["source"] for answer in system.predict(rush, "2013-10-01T23:00:00Z"))["table"] > 50
    True
    """

    def __init__(self, briefing: Mapping[str, Any], journal: Sequence[str] = ()) -> None:
        ### BEGIN SOLUTION
        super().__init__(briefing, journal)
        self.cache = TTLCache(math.inf, 1800.0, lambda: self.clock)
        self.bucket: TokenBucket | None = None

    def forecast(self, request: Mapping[str, Any], now: str) -> tuple[float, str]:
        self.clock = seconds(request["asked_at"])
        if self.bucket is None:
            # Two servers do five a second; a token is a place in a queue that may hold six.
            self.bucket = TokenBucket(4.0, 6.0, lambda: self.clock)
        p_late, source = super().forecast(request, now)  # its features are learnt from later
        kept = self.cache.get(request["flight_id"])
        if kept is not None:
            return kept, "cache"
        if not self.bucket.allow() and request["kind"] == "query":
            return NaiveSystem.forecast(self, request, now)
        self.cache.put(request["flight_id"], p_late)
        return p_late, source
        ### END SOLUTION


# %% check="overload" points=3

# %% check="overload" hidden=true points=5

# %%
# Try it: ten days with a spike, all within a minute. Which share of that day's requests is answered within two
# seconds, without the cache and with it? And if it comes within 20 seconds, what does that do to the table's share?
#
# from worlds.incidents import Incident
# from worlds.operate import operate
# from worlds.outcome import outcome
# from worlds.quarter import quarter
#
# for span in (240, 60, 20):
#     spike = Incident("traffic-spike", 6, 6, {"seconds": span, "hours": 12})
#     days = quarter(1, days=10, incidents=(spike,))
#     for kind in (ForecastSystem, SteadySystem):
#         result = outcome(days, operate(kind, days))
#         print(f"{span:3} s {kind.__name__:14} in time {result.within.min():.1%}, by the table {result.degraded.max():.1%}")

# %% [markdown]
# ## 5. Learning, from some
#
# In December the flights are later than any September said. A model that was trained once is a photograph;
# every Monday the system may look again. Three things stand between labels and learning.
#
# *What has no label yet is not on time.* Flights of yesterday are not in any partition, cancelled ones never will be.
# Whoever counts their silence as punctual teaches the model an optimism that nobody can find later.
#
# *Not every label is true.* A feed that was mixed up somewhere looks like any other. But the desk has a second witness:
# most flights sent an `arrived` message with their delay. Where a day's rows of one airport contradict more than a tenth of these, the rows of that airport and day are not used, for anything.
#
# *A better AUC is not a better desk.* The platform team offers models, and a team that has a ranking to show shows its ranking.
# The desk acts at one threshold, so an offer is judged by what its scores would have cost there, on flights whose outcome is known,
# beside what the system's own decisions have cost.


# %% exercise="learn"
class LearningSystem(SteadySystem):
    """A system that retrains on the labels it trusts, and judges what it is offered by its cost.

    Trust: the rows of a partition with one origin are a *feed*. Of its rows, those are compared that
        have an "arr_delay" and whose flight's message of the highest version, of those taken in before
        the call of `observe`, is an "arrived" one with "delay_minutes". A row contradicts if exactly one of
        the two numbers is 15 or more. A feed in which more than a tenth of the compared rows
        contradict is *quarantined*, once and for all: the system is the same as if its rows had
        never come, so they count in no "labels" and no "cost", and nothing is learnt from them,
        nor judged by them. If a partition brings the same flights later in a feed that does not
        contradict, they are used. Where two feeds that are not quarantined disagree about a
        flight, either label will do.
    Learning: what is learnt, from which flights, and how, is yours. The checks look at two properties.
        Take two systems with the same messages and bookings of 28 days or more, none of the messages
        an "arrived" one. If all labels of the last 28 days are late in one and on time in the other,
        then, after `retrain`, new requests get from the first a mean `p_late` that is higher by 0.1
        or more. Take two groups of flights that differ in all of airport, hour, carrier, and whether
        the destination is small. If in one system the labels of the first group are late and those of
        the second on time, and in the other the reverse, then new requests about flights like those
        of the first group get from the first system a mean that is higher by 0.1 or more, and
        those about flights like the second group's one that is lower by 0.1 or more.
        A flight without a label teaches nothing. Take two systems that differ only in that the
        bookings of some flights were never asked of one of them: flights scheduled more than two
        days before, whose labels neither system was told, be it that they were cancelled or that
        their partitions did not come. After `retrain`, the mean `p_late` of the same new requests
        differs by at most 0.02.
    Offers: of the flights in the offer's "scores" those count that have a label which the system
        knows and trusts, and whose booking it has answered. The offer's cost is what acting by
        its scores, by the rule of exercise 1, would have cost on them; its Brier score is the mean
        of (score - label)^2. The system's are those of its own answers.
        An offer is accepted if its cost is at most 97 % of the system's, and less, and its Brier
        score is lower; it is refused if it is dearer, and where no flight counts. Between these
        it is yours. Nothing follows from the answer: the platform team takes it from there.

    One in eight contradicts, and the feed is not used:

    >>> system = LearningSystem(example())
    >>> answers = system.predict([booking(n) for n in range(8)], "2013-10-01T22:00:00Z")
    >>> system.ingest([message(n, "arrived", 5) for n in range(8)], "2013-10-02T03:00:00Z")
    >>> system.observe(outcomes({n: 90 if n == 7 else 5 for n in range(8)}), "2013-10-03T08:00:00Z")
    >>> system.report("2013-10-04T03:00:00Z")["labels"]
    0
    >>> system.observe(outcomes({n: 5 for n in range(8)}), "2013-10-04T08:00:00Z")
    >>> offer = {"name": "sure", "scores": {f"UA{n}": 0.01 for n in range(8)}}
    >>> system.retrain("2013-10-07T09:00:00Z", offer), system.retrain("2013-10-14T09:00:00Z")
    ({'accepted': True}, {'accepted': False})
    """

    def __init__(self, briefing: Mapping[str, Any], journal: Sequence[str] = ()) -> None:
        ### BEGIN SOLUTION
        super().__init__(briefing, journal)
        self.quarantined: list[str] = []  # the origins of feeds

    def observe(self, partition: Mapping[str, Any], now: str) -> None:
        feeds: dict[str, list[Any]] = {}
        for row in partition["rows"]:
            feeds.setdefault(row["origin"], []).append(row)
        bad = {origin for origin, rows in feeds.items() if self.contradicts(rows)}
        self.quarantined.extend(bad)
        trusted = [row for row in partition["rows"] if row["origin"] not in bad]
        super().observe({**partition, "rows": trusted}, now)

    def contradicts(self, rows: Sequence[Mapping[str, Any]]) -> bool:
        """Whether rows say too often the opposite of the flights' own messages."""
        compared = wrong = 0
        for row in rows:
            message = self.flight(row["flight_id"]) or {"kind": None}
            if row["arr_delay"] is None or message["kind"] != "arrived":
                continue
            if message["delay_minutes"] is not None:
                compared += 1
                wrong += (row["arr_delay"] >= 15) != (message["delay_minutes"] >= 15)
        return 10 * wrong > compared

    def retrain(self, now: str, offer: Mapping[str, Any] | None = None) -> dict[str, bool]:
        self.model = self.learn()
        return {"accepted": offer is not None and self.is_better(offer["scores"])}

    def learn(self) -> dict[str, Any]:
        """The model, with each airport's level by the last 1,000 flights that have a label."""
        known = [flight for flight in self.asked if flight in self.labels]
        late: dict[str, list[float]] = defaultdict(list)
        expected: dict[str, list[float]] = defaultdict(list)
        for flight in known[-1000:]:
            booking = self.decisions[flight]
            late[booking["origin"]].append(self.labels[flight])
            usual = super().score(booking, self.asked[flight])
            expected[booking["origin"]].append(logistic(usual))
        levels = {
            place: math.log((1.0 + sum(late[place])) / sum(expected[place])) for place in late
        }
        return {"weights": self.model["weights"], "bias": self.model["bias"], "levels": levels}

    def score(self, flight: Mapping[str, Any], features: Sequence[float]) -> float:
        levels = self.model.get("levels", {}).items()
        level = sum(level for origin, level in levels if origin == flight["origin"])
        return super().score(flight, features) + level

    def is_better(self, scores: Mapping[str, float]) -> bool:
        """Whether acting by these scores would have been cheaper than what was done."""
        flights = [f for f in scores if f in self.labels and f in self.decisions]
        if not flights:
            return False
        late = [self.labels[flight] for flight in flights]
        sides = []
        for p in (scores, {flight: self.decisions[flight]["p_late"] for flight in flights}):
            acts = [float(self.should_act(p[flight])) for flight in flights]
            sides.append({"cost": expected_cost(late, acts, 1.0, self.briefing["costs"])})
        gates = [{"metric": "cost", "better": "lower", "margin": 0}]
        return promote(*sides, gates)["promote"]
        ### END SOLUTION


# %% check="learn" points=5

# %% check="learn" hidden=true points=7

# %%
# Try it: whole quarters, without incidents and with one airport's labels false for a week. What does learning
# save, and what would a system pay that believes every label?
#
# from worlds.incidents import Incident
# from worlds.operate import operate
# from worlds.outcome import outcome
# from worlds.quarter import quarter
#
# class Believer(LearningSystem):
#     def contradicts(self, rows):
#         return False
#
# poison = Incident("poisoned-labels", 35, 42)
# for seed in (1, 2):
#     for incidents in ((), (poison,)):
#         whole = quarter(seed, incidents=incidents)
#         for kind in (SteadySystem, Believer, LearningSystem):
#             print(seed, len(incidents), f"{kind.__name__:15}", outcome(whole, operate(kind, whole)).saved)

# %% [markdown]
# ## 6. Somebody should know
#
# The system now survives a frozen feed, false labels and a spike, and nobody would ever hear of them.
# That is good for a night and bad for a quarter: a feed that nobody repairs stays broken.
# Each alarm is a name in the nightly report. It rings on the days on which its cause is there, and on no others,
# because whoever reads the report has read ninety of them.


# %% exercise="watch"
class WatchfulSystem(LearningSystem):
    """A system whose report names what is wrong, on the day on which it is seen.

    "alarms" of a report of a date holds exactly these names, sorted, each once:
        "unknown-carrier": on this date a message or a request (not: a partition) named a carrier that
            is not in the briefing and that none had named before. (Whether it rings on the two days
            after, too, is yours.)
        "stale-weather": after an `ingest` call on this date, an empty one too, the newest reading of
            some origin that has come, by its "event_time", was a frozen one as in exercise 3.
        "late-labels": at the time of the report, a partition is missing. A partition is missing if
            its date is two or more days before that of the report, and not before the date of the
            system's first call of `ingest`, and no partition of this date has come. (One whose
            feeds are quarantined has come.)
        "duplicate-partition": on this date a partition came, and one of the same date had come
            before, on the same day or an earlier one, quarantined or not.
        "traffic-spike": a `predict` call on this date brought unusually many requests. It rings
            where one of them had 300 or more, and not where all had 60 or fewer. Between these it is
            yours.
        "poisoned-labels": on this date a feed was quarantined as in exercise 5.

    >>> system = WatchfulSystem(example())
    >>> system.ingest([message(1, "scheduled", carrier="UX")], "2013-10-01T20:00:00Z")
    >>> system.report("2013-10-02T03:00:00Z")["alarms"]
    ['unknown-carrier']
    >>> system.observe(outcomes({1: 5}), "2013-10-03T08:00:00Z")
    >>> system.report("2013-10-04T03:00:00Z")["alarms"]
    []
    >>> system.observe(outcomes({1: 5}) | {"partition_id": "again"}, "2013-10-04T08:00:00Z")
    >>> system.report("2013-10-05T03:00:00Z")["alarms"]
    ['duplicate-partition', 'late-labels']
    """

    def __init__(self, briefing: Mapping[str, Any], journal: Sequence[str] = ()) -> None:
        ### BEGIN SOLUTION
        super().__init__(briefing, journal)
        self.rung: dict[str, set[str]] = {}  # by date
        self.first = ""  # the date of the first call of `ingest`
        self.dates: set[str] = set()  # of the partitions that have come

    def ring(self, name: str, now: str) -> None:
        """Note an alarm for the day."""
        self.rung.setdefault(date_of(now), set()).add(name)

    def ingest(self, messages: Sequence[Mapping[str, Any]], now: str) -> None:
        self.first = self.first or date_of(now)
        unknown = len(self.unknown)
        super().ingest(messages, now)
        if len(self.unknown) > unknown:
            self.ring("unknown-carrier", now)
        if any(max(self.readings[origin]) in hours for origin, hours in self.frozen.items()):
            self.ring("stale-weather", now)

    def predict(self, requests: Sequence[Mapping[str, Any]], now: str) -> list[dict[str, Any]]:
        for request in requests:
            carrier = request["carrier"]
            if carrier not in self.briefing["carriers"] and carrier not in self.unknown:
                self.unknown[carrier] = date_of(now)
                self.ring("unknown-carrier", now)
        if len(requests) >= 300.0:  # a usual hour brings some ten
            self.ring("traffic-spike", now)
        return super().predict(requests, now)

    def observe(self, partition: Mapping[str, Any], now: str) -> None:
        if partition["date"] in self.dates:
            self.ring("duplicate-partition", now)
        self.dates.add(partition["date"])
        quarantined = len(self.quarantined)
        super().observe(partition, now)
        if len(self.quarantined) > quarantined:
            self.ring("poisoned-labels", now)

    def report(self, now: str) -> dict[str, Any]:
        today = date_of(now)
        names = set(self.rung.get(today, ()))
        due = days_before(today, 2)
        while self.first and due >= self.first:
            if due not in self.dates:
                names.add("late-labels")
            due = days_before(due, 1)
        return {**super().report(now), "alarms": sorted(names)}
        ### END SOLUTION


# %% check="watch" points=5

# %% check="watch" hidden=true points=7

# %%
# Try it: a whole quarter with all its incidents, and every night on which something rang. What was it?
#
# from worlds.operate import operate
# from worlds.quarter import quarter
#
# whole = quarter(1)
#
# def show(day, report):
#     if report["alarms"]:
#         print(report["date"], *report["alarms"])
#
# operate(WatchfulSystem, whole, on_day=show)
# print(*whole.incidents, sep="\n")

# %% [markdown]
# ## 7. Killed between two writes
#
# A process ends when the machine does, and whatever it kept in memory is gone.
# What survives is what it has written down. The operator keeps the system's `journal`, a list of texts, for it;
# after a kill a new system is made from it, and the call that was cut short is made again.
#
# The kill does not wait for a good moment. Of the texts that the call was about to append, the first few may be there, or none, or all.
# So whatever the call writes has to leave the journal readable at every text;
# and if the call has been written down in full before it was cut, doing it again must not do it twice.
#
# One way is to write down each call, with what it was given, as one text, and to live through them again after a kill.
# Another is to write down what each call changed. What has to come back is the same: every message seen, every answer given, every label, every alarm, and the model that was in use,
# which no longer follows from the history alone.


# %% exercise="recover"
class DurableSystem(WatchfulSystem):
    """A system whose memory is its journal.

    The attribute `journal` is a list of texts. A new system's journal begins with the texts that it
    is given. Every call of `ingest`, `predict`, `observe` and `retrain` appends what it has to, and
    nothing else is ever changed in the list. What stands in the texts is yours.

    Let a system be called, and let P be its journal as it is after some call has returned. Then
    a system made with the same briefing and a copy of P is the same as that one was then: its
    reports are equal, and so is whatever it answers to the calls that follow.

    Cut short: let P be followed by some of the texts that the next call appended: none, the first, the
    first two, ..., or all. A system that is made of these and then given this call again, with the same
    arguments, is the same as one that was called once. So the messages of a call that was
    written down before it was cut are no duplicates, and a repeated `predict` gives the same answers.
    Otherwise no `ingest`, `predict` or `retrain` is called twice with one `now`, and no `observe`
    twice with one `now` and one "partition_id" (promises). A call of `report` writes nothing.

    Nothing that matters is kept elsewhere: systems made of different prefixes in one process, one
    after another or side by side, do not know of each other.

    >>> system = DurableSystem(example())
    >>> system.ingest([message(1, "arrived", 31)], "2013-10-02T01:00:00Z")
    >>> before = list(system.journal)
    >>> system.ingest([message(1, "arrived", 31), message(2, "arrived", 4)], "2013-10-02T02:00:00Z")
    >>> now = "2013-10-02T03:00:00Z"
    >>> [DurableSystem(example(), j).report(now)["messages"] for j in (system.journal, before, [])]
    [2, 1, 0]
    """

    def __init__(self, briefing: Mapping[str, Any], journal: Sequence[str] = ()) -> None:
        ### BEGIN SOLUTION
        super().__init__(briefing)
        self.answer: Any = None  # what the last call returned
        for text in journal:
            self.make(*json.loads(text))
        self.journal = list(journal)

    def make(self, call: str, given: Any, now: str) -> None:
        """Make a call of the class above, or take over a model, as a text of the journal says."""
        if call == "model":
            self.model = given  # not trained again
        else:
            self.answer = getattr(super(), call)(given, now)

    def once(self, call: str, given: Any, now: str) -> Any:
        """Make a call and write it down, unless it is the last that was written down."""
        text = json.dumps([call, given, now])
        if self.journal[-1:] != [text]:
            self.make(call, given, now)
            self.journal.append(text)
        return self.answer

    def ingest(self, messages: Sequence[Mapping[str, Any]], now: str) -> None:
        self.once("ingest", messages, now)

    def predict(self, requests: Sequence[Mapping[str, Any]], now: str) -> list[dict[str, Any]]:
        return self.once("predict", requests, now)

    def observe(self, partition: Mapping[str, Any], now: str) -> None:
        self.once("observe", partition, now)

    def retrain(self, now: str, offer: Mapping[str, Any] | None = None) -> dict[str, bool]:
        answer = super().retrain(now, offer)  # made again it gives the same model, so it may be
        self.journal.append(json.dumps(["model", self.model, now]))
        return answer
        ### END SOLUTION


# %% check="recover" points=3

# %% check="recover" hidden=true points=5

# %%
# Try it: three weeks, then a kill, then a system that is made of nothing but the journal. Do the two agree, and
# what does the journal weigh?
#
# from worlds.operate import operate
# from worlds.quarter import quarter
#
# made = []
#
# class Kept(DurableSystem):
#     def __init__(self, *given, **rest):
#         super().__init__(*given, **rest)
#         made.append(self)
#
# weeks = quarter(1, days=21, incidents=())
# operate(Kept, weeks)
# first, now = made[-1], "2013-10-22T03:00:00Z"
# second = DurableSystem(first.briefing, first.journal)
# print(first.report(now) == second.report(now), len(first.journal), "texts,",
#       sum(map(len, first.journal)) // 1000, "kB")
# half = DurableSystem(first.briefing, first.journal[: len(first.journal) // 2])
# print(half.report(now))

# %% [markdown]
# ## 8. Who pays?
#
# A saving is a sum, and a sum can hide who pays for it.
# A fifth of the flights go to small destinations, each with so few flights that no model learns much about any of them.
# If the level is wrong for all of them together, their passengers miss connections so that the average looks well.
#
# Week 11 counted such things by group. The report has done so from the first night on;
# now every Monday the forecasts of each group are brought to the level that was observed in it.
#
# Then the whole quarter runs, with everything that goes wrong, and is paid for.


# %% exercise="whole-quarter"
class System(DurableSystem):
    """The system that is handed in: the one above, and what it owes to both groups of flights.

    On whole quarters, with all incidents of their calendars:
        No call fails, and every report says what the operator has counted.
        Cost, over three quarters taken together: less than that of a desk that never acts; at least
            3 % less than that of a desk that acts by the table; and less than that of a desk that
            acts by a logistic regression on schedule and weather, which was trained on the history
            and never again (`once` in `worlds.baselines`).
        Groups: over the three quarters taken together, its decisions on flights to small airports
            cost no more than those by the table would have, and so do its decisions on all others.
            So that luck decides nothing, each is counted with what it costs in the mean, at the
            chance with which the world drew whether its flight is late.
        Alarms: each incident that has an alarm is noticed in time, by the table below, and nothing
            rings on a day without its incident; the day after an incident is still one of it.
        Service: on each day 99 % of the requests are answered within 2 seconds, and at most 10 %
            of the answers are the table's.
        Offers: the good one is accepted and the bad one refused, where exercise 5 demands it of the
            system's own decisions so far; it nearly always does.
        Kill: nothing is lost or doubled by it.

    Levels: what was observed in one of the two groups is forecast for it, and not for the other. Take
        two systems with the same bookings of 28 days or more, of which a third or more go to either
        group. All flights of one group are late by their labels in one, and on time in the other;
        the other group's labels are the same. After `retrain`, new requests of the first group get
        from the first system a mean `p_late` that is higher by 0.1 or more, and higher by at least
        0.1 more than those of the other group do. If about half of the other group's flights were
        late, its new requests get from either a mean of 0.2 to 0.8.

    | incident | alarm | at the latest, in days after its first |
    |---|---|---|
    | renamed-carrier | unknown-carrier | 0 |
    | duplicated-partition | duplicate-partition | 0 |
    | traffic-spike | traffic-spike | 0 |
    | frozen-weather | stale-weather | 1 |
    | late-labels | late-labels | 2 |
    | poisoned-labels | poisoned-labels | 2 |
    """

    def __init__(self, briefing: Mapping[str, Any], journal: Sequence[str] = ()) -> None:
        ### BEGIN SOLUTION
        super().__init__(briefing, journal)

    def learn(self) -> dict[str, Any]:
        self.model = super().learn()  # with the airports' levels, and as yet none of groups
        known = self.settled()[-1000:]
        groups = [self.decisions[flight]["group"] for flight in known]
        if len(set(groups)) == 2:
            late = [self.labels[flight] for flight in known]
            scores = [self.score(self.decisions[flight], self.asked[flight]) for flight in known]
            found = fairness_report(late, list(map(logistic, scores)), groups, 0.5)
            for name, rates in found["groups"].items():
                mean = rates["base_rate"]
                self.model[name] = logit(mean) - logit(mean + rates["calibration_gap"])
        return self.model

    def score(self, flight: Mapping[str, Any], features: Sequence[float]) -> float:
        score, mine = super().score(flight, features), self.group(flight)
        return score + sum(level for group, level in self.model.items() if group == mine)
        ### END SOLUTION


# %% check="whole-quarter" points=3

# %% check="whole-quarter" hidden=true points=5

# %%
# Try it: the quarter of a seed that you choose, with everything. Then `mlsd capstone run` makes a page of it.
#
# from worlds.operate import operate
# from worlds.outcome import outcome
# from worlds.quarter import quarter
#
# whole = quarter(2013)
# print(outcome(whole, operate(System, whole)))

# %% [markdown]
# ## The design document
#
# Your system is to run for a year, at an airport that you have never seen, by people who have not read this notebook.
# Write about 600 to 900 words to them: what it does, why it is built as it is, what you measured, and what they must know when it breaks.
# Use figures from your own runs, and name the seeds; where you must assume a figure, say so.
#
# The document is graded by hand against this table, by counting what is on the page, so that two graders agree.
# Each section earns 4 points if (a), (b) and (c) are all there, 2 points if exactly two of them are, and 0 points if one or none is.
# Elegance earns nothing; a missing number costs something.
#
# | Section | What is counted | It is *not* there if |
# |---|---|---|
# | **What it is for** | (a) the decision that the desk takes, with the costs of its four outcomes, and the probability from which it acts; (b) what the system saved over three or more quarters, in dollars or as a share, beside two baselines, with the seeds; (c) one demand that it has to meet and that is no cost, with its number | (a) a cost or the probability is lacking; (b) one quarter only, one baseline only, or no seeds; (c) no number |
# | **How a forecast is made** | (a) the path of one booking from its messages to the answer, in four steps or more, in order; (b) for two features how it is made sure that the service computes them as the training did; (c) what is answered when the weather is missing, and what that cost or would cost, with a number | (a) a step refers to something that was not named; (b) "the same code" is all it says; (c) no number |
# | **What was decided, and against what** | (a) three decisions of design, each with the alternative that was turned down; (b) for two of them the figure that settled it, from a run with and without; (c) one decision that you would take otherwise by now, and why | (a) an alternative is lacking; (b) one figure only, or none from a run; (c) no reason |
# | **When it goes wrong** | (a) a table with four rows or more: an incident, how it is noticed and after how long, what the system does by itself, what a person has to do; (b) what is lost at a kill and what is not, with the size of the journal or the time that recovery takes; (c) one failure that no alarm would show, and a number that somebody could look at in its place | (a) a row lacks one of the four; (b) no number; (c) no number is named |
# | **Who pays** | (a) the cost a flight of small and of large destinations, for the system and for the table; (b) one group that the report does not split by and that may be worse off, and why; (c) the condition under which the system is switched off or taken back to the table, checkable by another person, and who may do that | (a) one of the four figures is lacking; (b) no reason; (c) nobody is named, or the condition cannot be checked |
#
# Of two figures that contradict each other, neither counts.
# A figure that is assumed counts if the page says that it is.
# A document of more than 1,000 words (headings and tables do not count), or without the five headings, loses 2 points, and 2 in all if both are so.
# From 900 to 1,000 words nothing is lost, and a short document loses nothing but what it leaves out.

# %% [markdown] memo="design-document" points=20
# # Design document: the delay desk's forecasts
#
# ## What it is for
#
# ### BEGIN SOLUTION
# The desk decides two hours before each departure whether to act.
# A right alarm costs 150 dollars, a false one 120, a miss 600, silence before a punctual flight nothing, so it acts from a probability of 0.21 on (120 / 570).
#
# I ran whole quarters of about 9,700 flights with all incidents. Of what could be saved between a desk that never acts and one that always knows:
#
# | seed | this system | table of rates | model trained once |
# |---|---|---|---|
# | 1 | 0.38 | 0.22 | 0.22 |
# | 2 | 0.38 | 0.14 | 0.21 |
# | 3 | 0.37 | 0.16 | 0.22 |
#
# In dollars, for seed 1: 918,570, where the table costs 1,071,030 and never acting 1,282,800.
#
# It also has to answer: 99 % of each day's requests within 2 seconds. On every day of these quarters all of them were.
# ### END SOLUTION
#
# ## How a forecast is made
#
# ### BEGIN SOLUTION
# First, every hour the new messages are taken in, each id once, and merged by flight and version.
# Second, of the departures of booked flights it is counted how many were late by 23 minutes or more today, and how many the model expects in usual weather; the logarithm of the quotient (one is added to each) is the day's mood.
# Third, a booking gets its features: the table's rate for its airport and hour, the carrier, and the weather of three hours before.
# Fourth, the model's score, the levels of its airport and of its group, and the mood are added up, and the probability is given. Fifth, the desk acts if it is 0.21 or more.
#
# The features of the history and of a booking are made by one function, from a row of the same names; a booking's are kept as they were, and the levels are learnt from them every Monday.
# For the rate, airport and hour of the row are looked up in the briefing's table, in both. For the weather, the hour is looked up by its name, not "the newest", so that a late message changes nothing; the mood is no feature of the training, so it cannot differ from it.
#
# When the weather is missing or frozen, the mean of the history stands in its place.
# It hardly matters: believing a frozen feed cost -840, 480 and 0 dollars a quarter, with seeds 1 to 3.
# ### END SOLUTION
#
# ## What was decided, and against what
#
# ### BEGIN SOLUTION
# The mood of the day, against a model of schedule and weather alone. Without it seeds 1 to 3 cost 132,030, 144,060 and 89,730 dollars more; nothing else is worth as much.
#
# A cache of 30 minutes with the table behind it, against more servers. On the day of the spike, of seeds 1 and 2, 8 % of the requests were in time without it, all with it. If the spike comes within a minute, the cache alone gives 90 %, and the table takes 4 % of the answers.
#
# One text in the journal for each call, against one for each change: shorter code, a longer journal.
#
# Levels that are learnt every Monday, against a model that stays as it was: without them seeds 1 to 3 cost 44,220, 26,010 and 36,540 dollars more. What must not be learnt matters as well: without the quarantine the false labels cost 16,020, -3,060 and 23,190 dollars.
#
# By now I would let the mood forget. It counts the whole day, so a storm that passed at noon still weighs upon the flights of the evening.
# ### END SOLUTION
#
# ## When it goes wrong
#
# ### BEGIN SOLUTION
# | Incident | Noticed by, after | The system | A person |
# |---|---|---|---|
# | weather frozen | six equal readings, 6 hours | takes the usual weather | calls the provider |
# | labels late | a partition missing, the same day | keeps the last model | asks the platform team |
# | labels false | contradiction of the messages in over a tenth, the same day | uses none of that feed | has it delivered again |
# | carrier renamed | a code not in the briefing, the same day | forecasts without carrier | maps the code |
# | spike | 300 requests in an hour instead of some ten, within the hour | cache, then table | looks whether it was an attack |
#
# At a kill nothing is lost but the call that was cut short, which is made again. The journal of a quarter has 14 MB; living through it takes about a second.
#
# No alarm shows a feed that is wrong by less than a tenth of its rows.
# The mean forecast minus the late rate of the last 1,000 labelled flights would: above 0.05 somebody should look (the 0.05 is assumed).
# ### END SOLUTION
#
# ## Who pays
#
# ### BEGIN SOLUTION
# | dollars a flight, seed 2 | this system | table |
# |---|---|---|
# | small destinations | 103.7 | 135.2 |
# | large destinations | 91.6 | 112.4 |
#
# Both gain, and so they do with seeds 1 and 3.
#
# The report does not split by hour. Flights before eight may be worse off: at dawn no departure of the day is known yet, and the mood is that of nobody.
#
# The duty manager of operations may go back to the table, without asking, when the system's cost in a week's reports is above 110 dollars a flight for small or for large destinations, twice in a row.
# Then the platform team has to show a quarter's replay before it comes back.
# ### END SOLUTION
