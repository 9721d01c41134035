"""The checks of week 2 that the grader keeps: random inputs, real flights, rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

import datetime as dt
import math
from collections import Counter
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once_per_seed,
    rejects,
    rejects_each,
    require,
    spy,
)
from worlds.event_stream import deliver
from worlds.flights import load


@cache
def messages():
    """A day of messages from the three gateways, each of which changes its form once."""
    return deliver("2013-06-14", seed=5).messages


@cache
def flights():
    """The flights table, read once."""
    return load()


def pick(rng, items):
    """One of the items, as it is."""
    return items[int(rng.integers(len(items)))]


def shuffled(rng, items):
    return [items[k] for k in rng.permutation(len(items)).tolist()]


# --- validate

TYPES = ("text", "int", "number", "flag")
VALUES = (None, "", "a", "b", "7", 0, 1, 2, 3, -1, 1.0, 2.5, -0.5, math.nan, math.inf, True, False)
VALUES += ([], [1], ["a"], [1, "a"])


def has_type(value, kind):
    exact = {"text": (str,), "int": (int,), "number": (int, float), "flag": (bool,)}[kind]
    return type(value) in exact and (type(value) is not float or math.isfinite(value))


def slow_reasons(record, contract):
    """The contract, line by line."""
    if type(record) is not dict:
        return ["record/not-a-dict"]
    out, fields = set(), contract["fields"]
    there = {name: record[name] for name in record if record[name] is not None}
    for name, rule in fields.items():
        if name not in there and rule.get("required"):
            out.add(f"{name}/missing")
        if name in there and not has_type(there[name], rule["type"]):
            out.add(f"{name}/type")
    typed = {n: v for n, v in there.items() if n in fields and f"{n}/type" not in out}
    for name, value in typed.items():
        rule = fields[name]
        low, high = rule.get("min", -math.inf), rule.get("max", math.inf)
        if rule["type"] in ("int", "number") and not low <= value <= high:
            out.add(f"{name}/range")
        if "one_of" in rule and not any(value == allowed for allowed in rule["one_of"]):
            out.add(f"{name}/not-allowed")
    for one, two in contract.get("order", []):
        if one in typed and two in typed and typed[two] < typed[one]:
            out.add(f"{one}<={two}/broken")
    if contract.get("closed"):
        out |= {f"{name}/unknown" for name in record if name not in fields}
    return sorted(out)


def slow_split(records, contract):
    """The records that keep the contract, and entries for the others."""
    reasons = [slow_reasons(record, contract) for record in records]
    good = [record for record, found in zip(records, reasons, strict=True) if not found]
    bad = [
        {"position": position, "record": record, "reasons": found}
        for position, (record, found) in enumerate(zip(records, reasons, strict=True))
        if found
    ]
    return good, bad


def any_contract(rng):
    """A well-formed contract about the fields a to d and Z."""
    fields = {}
    for name in rng.permutation(["a", "b", "c", "d", "Z"]).tolist():
        rule = {"type": pick(rng, TYPES)}
        if rng.random() < 0.6:
            rule["required"] = bool(rng.random() < 0.6)
        if rule["type"] in ("int", "number"):
            if rng.random() < 0.5:
                rule["min"] = pick(rng, (-1, 0, 1, 0.5))
            if rng.random() < 0.5:
                rule["max"] = pick(rng, (1, 2, 2.5))
        if rule["type"] in ("text", "int") and rng.random() < 0.4:
            rule["one_of"] = {"text": ["a", ""], "int": [0, 2, 3]}[rule["type"]]
        fields[name] = rule
    contract = {"fields": fields}
    texts = [name for name in fields if fields[name]["type"] == "text"]
    numbers = [name for name in fields if fields[name]["type"] in ("int", "number")]
    pairs = [[one, two] for names in (texts, numbers) for one in names for two in names]
    if rng.random() < 0.8:
        contract["order"] = [pair for pair in pairs if pair[0] != pair[1] and rng.random() < 0.5]
    if rng.random() < 0.7:
        contract["closed"] = bool(rng.random() < 0.7)
    return contract


def split(records, contract):
    """A case: the result is that of reading the contract line by line."""
    return (records, contract), slow_split(records, contract), f"The contract is {contract}."


@once_per_seed
def random_records(rng):
    """Some records under each of many contracts.

    Four values in ten are drawn to be of the field's type, so that its other rules are tried too.
    """
    cases = []
    for _ in range(12):
        contract = any_contract(rng)
        fitting = {
            name: [value for value in VALUES if has_type(value, rule["type"])]
            for name, rule in contract["fields"].items()
        }
        records = []
        for _ in range(16):
            names = rng.permutation(["a", "b", "c", "d", "Z", "e"])[: rng.integers(0, 7)].tolist()
            values = (fitting.get(name, VALUES) if rng.random() < 0.4 else VALUES for name in names)
            records.append(
                {name: pick(rng, among) for name, among in zip(names, values, strict=True)}
            )
        records[int(rng.integers(16))] = pick(rng, (None, [], "a", 3, True, ["a", 1]))
        cases.append(split(records, contract))
    return cases


@exercise("validate")
def test_random_records_are_judged_line_by_line(submission, rng):
    """Random records under random contracts get the reasons that a line-by-line reading gives."""
    assert_each(submission.validate, random_records(rng), rtol=0, atol=0)


@exercise("validate")
def test_one_defect_gives_one_reason(submission):
    """A single defect in a good record gives its own reason, and no other."""
    contract = {
        "fields": {
            "name": {"type": "text", "required": True, "one_of": ["x", "1"]},
            "count": {"type": "int", "required": True, "min": 0, "max": 9, "one_of": [0, 1, 9, 12]},
            "share": {"type": "number", "required": True, "min": 0.0, "max": 1.0},
            "done": {"type": "flag", "required": True},
        },
        "closed": True,
    }
    good = {"name": "x", "count": 0, "share": 0, "done": False}
    records = [good, {**good, "count": 9, "share": 1.0, "name": "1"}]
    defects = [
        ("name", None, "missing"),
        ("count", None, "missing"),
        ("done", None, "missing"),
        ("name", 1, "type"),
        ("count", 0.0, "type"),
        ("count", False, "type"),
        ("count", "0", "type"),
        ("share", False, "type"),
        ("share", math.nan, "type"),
        ("done", 0, "type"),
        ("done", "", "type"),
        ("name", "x ", "not-allowed"),
        ("count", 5, "not-allowed"),
        ("count", 12, "range"),
        ("share", -1e-12, "range"),
        ("share", 1 + 1e-12, "range"),
        ("NAME", "x", "unknown"),
    ]
    records += [{**good, name: value} for name, value, _ in defects]
    expected = [
        {"position": place, "record": record, "reasons": [f"{name}/{reason}"]}
        for (place, record), (name, _, reason) in zip(
            list(enumerate(records))[2:], defects, strict=True
        )
    ]
    assert_same(submission.validate(records, contract), (records[:2], expected))


@once_per_seed
def the_same_records_again(rng):
    contract = {
        "fields": {"a": {"type": "int", "required": True, "max": 2}, "b": {"type": "text"}},
        "order": [],
        "closed": True,
    }
    pool = [{"a": 1}, {"a": 3}, {"b": "x"}, {"a": 2, "b": 5}, None, {}, {"a": 0, "b": "", "c": 1}]
    records = shuffled(rng, pool * 3)
    return [split(order, contract) for order in (records, records[::-1])]


def all_empty(result):
    """How many of the records accepted are empty dicts, of how many, and what was not accepted."""
    is_a(result, tuple)
    require(len(result) == 2, "The result is a tuple of two lists: accepted and quarantined.")
    accepted, quarantined = result
    is_a(accepted, list)
    return (
        sum(type(record) is dict and not record for record in accepted),
        len(accepted),
        quarantined,
    )


@exercise("validate")
def test_each_record_is_judged_on_its_own(submission, rng):
    """Whatever else is in the batch, a record gets the same reasons, also if it is there twice."""
    assert_each(submission.validate, the_same_records_again(rng))
    # More than a function can call itself.
    many = ([{}] * 1_000, {"fields": {}})
    why = "A thousand records without a field keep a contract that asks for none."
    assert_each(submission.validate, [(many, (1_000, 1_000, []), why)], of=all_empty)


@exercise("validate")
def test_records_and_contract_are_left_alone(submission):
    """Judging fills no gap, converts nothing and removes nothing, in records and contract."""
    contract = {"fields": {"a": {"type": "int", "min": 0}, "b": {"type": "text"}}, "closed": True}
    records = [{"a": "7"}, {"a": 7.0, "b": None}, {"b": "x"}, {"c": [1]}, None, {"a": -1}]
    result = assert_unchanged(submission.validate, records, contract)
    assert_same(result, slow_split(records, contract))


@cache
def a_day_split():
    text = {"type": "text", "required": True}
    contract = {
        "fields": {
            **dict.fromkeys(("message_id", "flight_id", "event_time", "received_at"), text),
            "carrier": text,
            "dest": text,
            "origin": {**text, "one_of": ["EWR", "JFK", "LGA"]},
            "kind": {**text, "one_of": ["scheduled", "departed", "arrived", "cancelled"]},
            "version": {"type": "int", "required": True, "min": 1, "max": 3},
            "delay_minutes": {"type": "int", "min": -120, "max": 2000},
        },
        "order": [["event_time", "received_at"]],
        "closed": True,
    }
    # Here half of the messages have a new form, one of them with None in its unknown field.
    return split(messages()[1280:1340], contract)


@exercise("validate")
def test_a_day_of_messages_is_split(submission):
    """Real flights: what gateways send in a new form is set aside where the contract says so."""
    assert_each(submission.validate, [a_day_split()])


# --- to-utc

NEW_YORK = "America/New_York"
UTC = (dt.UTC, ZoneInfo("UTC"))


@cache
def utc(text):
    return pd.Timestamp(text, tz="UTC")


def in_utc(received):
    """The result, which has to be a Timestamp in UTC, not in a zone that is level with it now."""
    is_a(received, pd.Timestamp)
    if any(received.tz is zone for zone in UTC):
        return received
    for moment in (received, utc("1970-07-01").tz_convert(received.tz)):
        require(
            moment.utcoffset() == pd.Timedelta(0),
            "The Timestamp has to carry the time zone UTC.",
            received=f"{received.isoformat(sep=' ')} in {received.tz}",
        )
    return received


@cache
def departures_at_2400():
    """The date of each departure that the table writes as 2400, and when it was."""
    rows = flights()[flights()["dep_time"] == 2400]
    left = rows["scheduled_departure"] + pd.to_timedelta(rows["dep_delay"], unit="min")
    dates = rows[["year", "month", "day"]].astype(int).itertuples(index=False, name=None)
    return list(zip(dates, left, strict=True))


@once_per_seed
def scheduled_departures(rng):
    cases = []
    for place in rng.integers(len(flights()), size=6).tolist():
        row = flights().iloc[place]
        numbers = [int(row[name]) for name in ("year", "month", "day", "sched_dep_time")]
        why = f"The schedule says {numbers}."
        cases.append(((*numbers, NEW_YORK), row["scheduled_departure"], why))
    return cases


@exercise("to-utc")
def test_scheduled_departures_are_those_of_the_table(submission, rng):
    """Real flights: local schedule and UTC agree, for random flights of the year."""
    assert_each(submission.to_utc, scheduled_departures(rng), of=in_utc)


@exercise("to-utc")
def test_departures_at_2400_belong_to_the_end_of_the_day(submission, rng):
    """Real flights: a departure at 2400 lies as many minutes after schedule as the table says."""
    chosen = [pick(rng, departures_at_2400()) for _ in range(3)]
    cases = [
        ((*date, 2400, NEW_YORK), left, f"This flight left at 2400 on {date}.")
        for date, left in chosen
    ]
    assert_each(submission.to_utc, cases, of=in_utc)


WINTER_AND_SUMMER = {
    "America/Los_Angeles": (-8, -7),
    "Asia/Kathmandu": (5.75, 5.75),
    "Australia/Adelaide": (10.5, 9.5),
    "Pacific/Auckland": (13, 12),
    "Europe/London": (0, 1),
    "UTC": (0, 0),
}
"""Hours ahead of UTC in January and in July, from 1996 to 2023."""


@once_per_seed
def times_in_zones(rng):
    cases = []
    for zone, offsets in WINTER_AND_SUMMER.items():
        year, day = int(rng.integers(1996, 2024)), int(rng.integers(1, 29))
        summer, hour, minute = (int(rng.integers(end)) for end in (2, 24, 60))
        date = (year, 7 if summer else 1, day)
        clock = pd.Timestamp(*date, hour, minute)
        expected = utc(clock - pd.Timedelta(hours=offsets[summer]))
        why = f"It is {clock} in {zone}, {offsets[summer]} hours ahead of UTC."
        cases.append(((*date, 100 * hour + minute, zone), expected, why))
    return cases


@exercise("to-utc")
def test_any_time_in_any_zone_is_right(submission, rng):
    """Random times in zones around the world, some of them not whole hours away from UTC."""
    assert_each(submission.to_utc, times_in_zones(rng), of=in_utc)


@exercise("to-utc")
def test_nights_on_which_clocks_change(submission):
    """Around a change, an hour long or not, in any year, times are right or refused."""
    lord_howe = "Australia/Lord_Howe"  # changes by half an hour
    cases = []
    for date, hhmm, zone, first, second in (
        ((2013, 10, 27), 145, "Europe/London", "2013-10-27 00:45", "2013-10-27 01:45"),
        ((2013, 4, 7), 145, lord_howe, "2013-04-06 14:45", "2013-04-06 15:15"),
        ((2013, 10, 6), 230, lord_howe, "2013-10-05 15:30", "2013-10-05 15:30"),
        # To some databases, it is the winter that is special in Ireland.
        ((2013, 10, 27), 130, "Europe/Dublin", "2013-10-27 00:30", "2013-10-27 01:30"),
        # Two changes of the standard time, without any summer time.
        ((2014, 10, 26), 130, "Europe/Moscow", "2014-10-25 21:30", "2014-10-25 22:30"),
        ((2007, 12, 9), 245, "America/Caracas", "2007-12-09 06:45", "2007-12-09 07:15"),
    ):
        why = f"It is {hhmm} on {date} in {zone}."
        cases.append(((*date, hhmm, zone), utc(first), why))
        cases.append(((*date, hhmm, zone, 2), utc(second), f"{why} The second is meant."))
    assert_each(submission.to_utc, cases, of=in_utc)
    skipped = [(2013, 10, 6, 215, lord_howe), (2006, 4, 2, 230, NEW_YORK, 2)]
    skipped += [(2016, 5, 1, 245, "America/Caracas"), (2018, 5, 4, 2345, "Asia/Pyongyang")]
    rejects_each(submission.to_utc, skipped)


@exercise("to-utc")
def test_2400_may_be_skipped_or_come_twice(submission):
    """2400 stands for a time of the next date, which the clocks may skip or show twice."""
    # Forward at midnight; a whole date left out; back at 01:00, so that midnight comes twice.
    skipped = [(2013, 10, 19, 2400, "America/Sao_Paulo"), (2011, 12, 29, 2400, "Pacific/Apia", 2)]
    skipped += [(2013, 10, 20, 0, "America/Sao_Paulo"), (2011, 12, 30, 1200, "Pacific/Apia")]
    rejects_each(submission.to_utc, skipped)
    midnight, why = (2013, 11, 2, 2400, "America/Havana"), "This midnight comes twice in Havana."
    twice = {1: utc("2013-11-03 04:00"), 2: utc("2013-11-03 05:00")}
    cases = [((*midnight, occurrence), expected, why) for occurrence, expected in twice.items()]
    cases.append(((2013, 11, 3, 0, "America/Havana", 2), twice[2], why))
    assert_each(submission.to_utc, cases, of=in_utc)


@exercise("to-utc")
def test_every_number_that_is_no_time_is_refused(submission, rng):
    """Of all numbers, only 2400 and those whose last two digits are minutes are times of day."""
    hour, minute = int(rng.integers(24)), int(rng.integers(60, 100))
    too_large, negative = int(rng.integers(2401, 2460)), -100 * int(rng.integers(1, 24))
    calls = [(2013, 6, 14, hhmm, NEW_YORK) for hhmm in (100 * hour + minute, too_large, negative)]
    calls.append((2013, 6, 14, 2400, "America/Newark"))
    calls.append((2013, 6, 14, 2400, NEW_YORK, 3))
    calls.append((2013, 2, 28 + int(rng.integers(1, 4)), 2400, NEW_YORK))
    rejects_each(submission.to_utc, calls)
    cases = [
        ((year, 2, 29, 2400, NEW_YORK), utc(f"{year}-03-01 05:00"), f"{year} was a leap year.")
        for year in (2000, 2012)
    ]
    assert_each(submission.to_utc, cases, of=in_utc)


# --- encode-column


def alike(one, two):
    """Whether two values are one entry of a dictionary."""
    both_nan = isinstance(one, float) and isinstance(two, float) and one != one and two != two
    return both_nan or ((one is None) == (two is None) and one == two)


def slow_encoding(values):
    """One value at a time, looking through the whole dictionary."""
    dictionary, codes, lengths = [], [], []
    for value in values:
        places = [k for k, known in enumerate(dictionary) if alike(known, value)]
        if value is not None and not places:
            places = [len(dictionary)]
            dictionary.append(value)
        code = -1 if value is None else places[0]
        if codes[-1:] == [code]:
            lengths[-1] += 1
        else:
            codes.append(code)
            lengths.append(1)
    size = sum(4 + len(v.encode()) if type(v) is str else 8 for v in dictionary)
    width = 1 if len(dictionary) < 256 else 2
    size += len(codes) * (4 + width)
    return {"dictionary": dictionary, "codes": codes, "lengths": lengths, "bytes": size}


POOLS = (
    # The second Zürich has its dots in a character of their own.
    ["Zürich", "Zu\u0308rich", "\u6771\u4eac", "\U0001d11e", "", "UA", "ua", "UA ", "UA\0"],
    [0, 1, -1, 7, 2**63 - 1, -(2**63), 2**53, 2**53 + 1, 255, 256],
    [0.0, 0.3, 0.1 + 0.2, 1e-300, 1e15, 1e15 + 0.25, math.inf, -math.inf, math.nan, math.nan],
    ["NaN", "nan", "None", "none", "NULL", "null", "NA", "N/A", "-1", "0"],
)


def any_column(rng, pool):
    """All values of the pool, some of them again, in runs with gaps. No two NaNs are the same."""
    values, again = [], [pick(rng, pool) for _ in range(8)]
    for value in shuffled(rng, [*pool, *again, *[None] * 8]):
        for _ in range(int(rng.integers(1, 4))):
            values.append(float("nan") if value is not None and value != value else value)
    return values


@once_per_seed
def random_columns(rng):
    """A column of each pool, with its slow encoding."""
    columns = [any_column(rng, pool) for pool in POOLS]
    return [(values, slow_encoding(values)) for values in columns]


@exercise("encode-column")
def test_random_columns_are_encoded_as_slowly(submission, rng):
    """Random columns of texts, ints and floats have the encoding that a slow encoder gives."""
    why = "Values are one entry only if they are equal, or both NaN, however alike they look."
    cases = [([values], encoded, why) for values, encoded in random_columns(rng)]
    assert_each(submission.encode_column, cases, rtol=0, atol=0)


@exercise("encode-column")
def test_random_columns_come_back(submission, rng):
    """Random columns survive the round trip, and a slow encoder's columns can be decoded."""
    columns = random_columns(rng)
    cases = [([encoded], values, "") for values, encoded in columns]
    answers = submission.encode_column.each([values] for values, _ in columns)
    for answer, (values, _) in zip(answers, columns, strict=True):
        encoded = answer()
        is_a(encoded, dict)
        cases.append(([encoded], values, ""))
    assert_each(submission.decode_column, cases, rtol=0, atol=0)


@once_per_seed
def runs_of_other_writers(rng):
    cases = []
    for pool in POOLS:
        dictionary = [pick(rng, pool) for _ in range(6)]
        codes = [5, 5, *rng.integers(-1, 6, 15).tolist(), -1, -1]
        lengths = rng.integers(1, 4, len(codes)).tolist()
        encoded = {"dictionary": dictionary, "codes": codes, "lengths": lengths, "note": "x"}
        expected = []
        for code, length in zip(codes, lengths, strict=True):
            expected += [None if code < 0 else dictionary[code]] * length
        cases.append(([encoded], expected, ""))
    return cases


@exercise("encode-column")
def test_runs_of_other_writers_are_all_read(submission, rng):
    """Split runs, unused and repeated entries of the dictionary are read run by run."""
    assert_each(submission.decode_column, runs_of_other_writers(rng))


@exercise("encode-column")
def test_one_damaged_run_among_many_is_refused(submission, rng):
    """A single bad code or length is refused wherever it stands."""
    good = {"dictionary": ["a", "b", "c"], "codes": [0, 1, -1, 2, 0], "lengths": [1, 2, 1, 3, 1]}
    damaged = [{**good, name: good[name][:-1]} for name in ("codes", "lengths")]
    damaged.append({"dictionary": [], "codes": [0], "lengths": [1]})
    for name, bad in (("codes", 3), ("codes", -2), ("lengths", 0), ("lengths", -1)):
        runs = list(good[name])
        runs[int(rng.integers(5))] = bad
        damaged.append({**good, name: runs})
    rejects_each(submission.decode_column, [[encoded] for encoded in damaged])
    values = ["a", "b", "b", None, "c", "c", "c", "a"]
    assert_same(submission.decode_column(good), values, why="This one is not damaged.")


def size(encoded):
    is_a(encoded, dict)
    return encoded.get("bytes")


@exercise("encode-column")
def test_one_code_is_kept_for_none(submission):
    """Whether or not None occurs, 255 entries take 1 byte a code and 256 take 2."""
    cases = []
    for distinct, gap, width in ((255, [None, None], 1), (256, [], 2)):
        values = [f"{k:03}" for k in range(distinct)] + gap
        runs = distinct + bool(gap)
        why = f"{distinct} texts of 4 + 3 bytes, {runs} runs of 4 + {width} bytes."
        cases.append(([values], distinct * 7 + runs * (4 + width), why))
    assert_each(submission.encode_column, cases, of=size)


@exercise("encode-column")
def test_columns_given_are_left_alone(submission):
    """Encoding and decoding work on copies; the lists they are given stay as they were."""
    values = [2.5, 1.0, None, 2.5]
    encoded = assert_unchanged(submission.encode_column, values)
    assert_same(encoded, slow_encoding(values))
    again = assert_unchanged(submission.decode_column, slow_encoding(values))
    assert_same(again, values)


@cache
def flight_columns():
    """Columns of some flights, each with its slow encoding."""
    rows = flights().iloc[200_000:200_300:2]
    columns = {}
    for name in ("carrier", "dep_delay"):
        values = [None if value != value else value for value in rows[name].tolist()]
        columns[name] = values, slow_encoding(values)
    return columns


@exercise("encode-column")
def test_columns_of_the_flights_survive(submission):
    """Real flights: carriers and delays come back, with their gaps."""
    columns = flight_columns().items()
    cases = [([values], encoded, f"This is {name!r}.") for name, (values, encoded) in columns]
    assert_each(submission.encode_column, cases)
    cases = [([encoded], values, f"This is {name!r}.") for name, (values, encoded) in columns]
    assert_each(submission.decode_column, cases)


# --- merge-changes


def slow_merge(table, changes):
    """Sort everything that was said of a key by version; the last one stays."""
    said = [(key, entry["version"], entry["row"]) for key, entry in table.items()]
    said += [(change["key"], change["version"], change["row"]) for change in changes]
    out = {}
    for key, version, row in sorted(said, key=lambda what: what[1]):
        out[key] = {"version": version, "row": row}
    return out


KEYS = ("UA1545", "B6725", "DL461", "AA1", "AA2", "EV4")


def any_changes(rng, n):
    """Changes that never contradict each other: key and version decide about the row."""
    changes = []
    for _ in range(n):
        key, version = pick(rng, KEYS), int(rng.integers(-2, 15))
        code = (version * 5 + KEYS.index(key)) % 4
        row = [None, {}, {"delay": version}, {"delay": None, "gate": key}][code]
        changes.append({"key": key, "version": version, "row": row})
    return changes


@once_per_seed
def random_changes(rng):
    cases = []
    for _ in range(3):
        table = slow_merge({}, any_changes(rng, 10))
        changes = any_changes(rng, 40)
        expected = slow_merge(table, changes)
        cases += [([table, order], expected, "") for order in (changes, shuffled(rng, changes * 2))]
    return cases


@exercise("merge-changes")
def test_random_changes_merge_as_if_sorted(submission, rng):
    """Random changes give, in any order, what sorting them by version gives."""
    assert_each(submission.merge_changes, random_changes(rng))


@once_per_seed
def changes_in_parts(rng):
    changes = any_changes(rng, 60)
    parts = shuffled(rng, [changes[:16], changes[16:40], changes[40:], changes[10:28]])
    return parts, slow_merge({}, changes)


@exercise("merge-changes")
def test_merging_in_parts_is_merging_at_once(submission, rng):
    """Parts in any order, with overlaps, give the same table as all changes at once."""
    parts, expected = changes_in_parts(rng)
    table = {}
    for part in parts:
        table = submission.merge_changes(table, part)
        is_a(table, dict)
    assert_same(table, expected, why="Tombstones have to remember their version.")


@once_per_seed
def changes_again(rng):
    changes = any_changes(rng, 40)
    expected = slow_merge({}, changes)
    why = "The table has these changes already."
    again = ([expected, shuffled(rng, changes)], expected, why)
    return [([{}, changes], expected, ""), again]


@exercise("merge-changes")
def test_merging_again_changes_nothing(submission, rng):
    """Merging the same changes into the result gives the result."""
    assert_each(submission.merge_changes, changes_again(rng))


@exercise("merge-changes")
def test_a_contradiction_is_found_wherever_it_stands(submission, rng):
    """Two rows for one key and version are refused in any order, with newer ones around them."""
    changes = any_changes(rng, 8)
    wrong = dict(pick(rng, changes))
    wrong["row"] = {"delay": 99} if rng.random() < 0.5 or wrong["row"] is None else None
    newest = {"key": wrong["key"], "version": 99, "row": {"delay": 1}}
    table = {wrong["key"]: {"version": wrong["version"], "row": wrong["row"]}}
    calls = [[{}, [*changes, wrong]], [table, [newest, *changes]]]
    calls.append([{}, shuffled(rng, [*changes, wrong, newest])])
    rejects_each(submission.merge_changes, calls, naming=wrong["key"])


@once_per_seed
def changes_of_a_table(rng):
    table, changes = slow_merge({}, any_changes(rng, 10)), any_changes(rng, 40)
    return table, changes, slow_merge(table, changes)


@exercise("merge-changes")
def test_tables_and_changes_are_left_alone(submission, rng):
    """The table given, its entries and rows, and the changes stay as they were."""
    table, changes, expected = changes_of_a_table(rng)
    assert_same(assert_unchanged(submission.merge_changes, table, changes), expected)


@once_per_seed
def changes_of_a_day(rng):
    """What some hours told of flights that were cancelled, or of which they told more than once."""
    told = messages()[1700:2100]
    times = Counter(message["flight_id"] for message in told)
    changes = [
        {
            "key": message["flight_id"],
            "version": message["version"],
            "row": None if message["kind"] == "cancelled" else {"kind": message["kind"]},
        }
        for message in told
        if times[message["flight_id"]] > 1 or message["kind"] == "cancelled"
    ]
    return changes[len(changes) // 2 :], shuffled(rng, changes), slow_merge({}, changes)


@exercise("merge-changes")
def test_a_day_of_messages_becomes_a_table(submission, rng):
    """Real flights: repeated and reordered messages leave each flight in its last state."""
    later, all_of_them, expected = changes_of_a_day(rng)
    table = submission.merge_changes({}, later)
    is_a(table, dict)
    assert_same(submission.merge_changes(table, all_of_them), expected)


# --- tumbling-counts


def at(times, rng):
    """Events with these event times, received in this order."""
    return [{"event_time": t, "received_at": int(rng.integers(10**6)), "id": "x"} for t in times]


def slow_counts(times, window, lateness):
    """The watermark of every event from all events before it."""
    late = [
        position
        for position, t in enumerate(times)
        if position and max(times[:position]) - lateness >= math.floor(t / window) * window + window
    ]
    watermark = max(times) - lateness if times else None
    begins = [math.floor(t / window) * window for k, t in enumerate(times) if k not in late]
    counts = {begin: begins.count(begin) for begin in set(begins)}
    return {
        "closed": {b: n for b, n in counts.items() if b + window <= watermark},
        "open": {b: n for b, n in counts.items() if b + window > watermark},
        "late": late,
        "watermark": watermark,
    }


def counted(times, window, lateness, rng):
    """A case: events at these times give the counts of a slow recomputation."""
    why = f"The window is {window}, the lateness {lateness}."
    return (at(times, rng), window, lateness), slow_counts(times, window, lateness), why


@once_per_seed
def random_streams(rng):
    cases = []
    for pace in (0, 1, 2, 4):
        times = (rng.integers(-3, 30, 50) + np.arange(50) * pace - 20).tolist()
        window, lateness = int(rng.integers(2, 12)), int(rng.integers(0, 15))
        cases.append(counted(times, window, lateness, rng))
    return cases


@exercise("tumbling-counts")
def test_random_streams_are_counted_as_slowly(submission, rng):
    """Random streams, windows and lateness give the counts of a slow recomputation."""
    assert_each(submission.tumbling_counts, random_streams(rng))


@exercise("tumbling-counts")
def test_watermarks_at_the_edge_of_a_window(submission, rng):
    """One second decides whether a window is closed, and whether an event is too late."""
    cases = []
    for window, lateness, edge in ((60, 6, -1), (60, 6, 0), (7, 61, -1), (7, 0, 0), (1, 1, 0)):
        newest = 5 * window + lateness + edge
        times = [4 * window, newest, 5 * window - 1, 4 * window, 5 * window, 3 * window, newest]
        cases.append(counted(times, window, lateness, rng))
    assert_each(submission.tumbling_counts, cases)


@exercise("tumbling-counts")
def test_arrival_times_have_no_influence(submission, rng):
    """Other entries of the events change nothing, `received_at` included, and none is needed."""
    times = [100, 160, 90, 230, 150, 161, 300, 99]
    bare = [{"event_time": t} for t in times]
    cases = [
        ((events, 60, 30), slow_counts(times, 60, 30), "")
        for events in (at(times, rng), at(times, rng), bare)
    ]
    assert_each(submission.tumbling_counts, cases)


@once_per_seed
def events_with_lateness(rng):
    times = rng.integers(0, 5_000, 100).tolist()
    return [counted(times, 250, lateness, rng) for lateness in (300, 5_000)]


@exercise("tumbling-counts")
def test_every_event_is_counted_or_set_aside(submission, rng):
    """Counts and late events add up to all events, and with lateness enough nothing is late."""
    assert_each(submission.tumbling_counts, events_with_lateness(rng))


@cache
def departures():
    """The departures of a morning, in order of arrival of their messages, and their counts."""
    told = [m["event_time"] for m in messages() if m["kind"] == "departed"][:250]
    times = [int(pd.Timestamp(time).timestamp()) for time in told]
    settings = ((3600, 0), (600, 120))
    events = [{"event_time": t} for t in times]
    return [((events, *setting), slow_counts(times, *setting)) for setting in settings]


@exercise("tumbling-counts")
def test_departures_of_a_day_are_counted(submission):
    """Real flights: departures with late messages, counted per hour and per ten minutes."""
    for arguments, expected in departures():
        assert_same(assert_unchanged(submission.tumbling_counts, *arguments), expected)


# --- run-pipeline


class Machine:
    """A store that outlives the attempts, and steps whose output tells their input.

    fate: called with the place of each call, "read", "write", "stored" or the name of a step
    that has had its effect; it may raise an error.
    """

    def __init__(self, names, store=()):
        self.names, self.store = list(names), dict(store)
        self.log, self.fate = [], lambda place: None

    def run(self, submission, run):
        return submission.run_pipeline(*self.arguments(run))

    def arguments(self, run):
        steps = [(name, spy(self._step(name))) for name in self.names]
        return run, steps, spy(self._read), spy(self._write)

    def _step(self, name):
        def step(previous, token):
            self.log.append((name, previous, token))
            self.fate(name)
            return output_of(name, previous)

        step.__name__ = name  # for the feedback
        return step

    def _read(self, key):
        self.fate("read")
        return self.store.get(key)

    def _write(self, key, value):
        self.log.append(("write", key, value))
        self.fate("write")
        self.store[key] = value
        self.fate("stored")


def output_of(name, previous):
    """What the step makes of its input: a list of all steps so far."""
    return [*(previous if isinstance(previous, list) else [repr(previous)]), name]


def full_log(run, names, store=()):
    """The calls of steps and of `write` in an attempt that nothing disturbs."""
    previous, log = None, []
    for name in names:
        token = f"{run}/{name}"
        if token in store:
            previous = store[token]
            continue
        log.append((name, previous, token))
        previous = output_of(name, previous)
        log.append(("write", token, previous))
    return log


NAMES = ("fetch", "to utc", "merge/late", "publish")


@exercise("run-pipeline")
def test_runs_of_any_length_and_name_leave_their_checkpoints(submission):
    """One step or many, each is called once and its output stored under its own token."""
    # Any text is a name, so nobody may tidy it up: these are four steps of a run "Juni/ ".
    unlike = ("Fetch", "fetch", "/fetch ", "f\u00f6hn #1%")
    for run, names in (("", NAMES[:1]), ("x/y 7", NAMES[2:]), ("Juni/ ", unlike)):
        machine = Machine(names)
        log = full_log(run, names)
        assert_same(machine.run(submission, run), log[-1][2], why=f"The steps are {names}.")
        assert_same(machine.log, log, why="Each output is written before the next step.")


@exercise("run-pipeline")
def test_crash_after_crash_the_run_is_finished(submission, rng):
    """However often attempts die, at any call, the next one takes up the work where it stopped."""
    machine = Machine(NAMES)
    for attempt, death in enumerate(shuffled(rng, ["step", "write", "stored", "step", "write"])):
        machine.log.clear()
        undisturbed = full_log("june", NAMES, machine.store)
        # The first attempt may finish a step before it dies, so that each step may be hit.
        spared = int(rng.integers(2)) if attempt == 0 else 0
        deaths = iter([False] * spared + [True])

        def fate(place, death=death, deaths=deaths):
            hit = place == death or (death == "step" and place in NAMES)
            if hit and next(deaths, False):
                raise OSError("gone")

        machine.fate = fate
        died = False
        try:
            machine.run(submission, "june")
        except (OSError, RuntimeError):
            died = True
        require(died, "An error of a step or of `write` must end the attempt.")
        calls = 2 * spared + (1 if death == "step" else 2)
        why = f"Attempt {attempt + 1} died in its last call, of a step or of `write`."
        assert_same(machine.log, undisturbed[:calls], why=why)
    machine.fate = lambda place: None
    result = machine.run(submission, "june")
    assert_same(result, full_log("june", NAMES)[-1][2], why="Nothing disturbs this attempt.")
    expected = {token: output for _, token, output in full_log("june", NAMES)[1::2]}
    assert_same(machine.store, expected, why="All checkpoints are there, and nothing else.")


@exercise("run-pipeline")
def test_finished_runs_are_only_read(submission):
    """When every checkpoint is there, no step is called and nothing is written."""
    store = {f"june/{name}": f"kept {name}" for name in NAMES}
    machine = Machine(NAMES, store)
    result = machine.run(submission, "june")
    assert_same(result, "kept publish", why="The output is what its checkpoint holds.")
    assert_same((machine.log, machine.store), ([], store), why="Everything was finished.")


@exercise("run-pipeline")
def test_failing_steps_are_named_whatever_they_raise(submission):
    """Any Exception of a step, with whatever text, becomes a RuntimeError that tells both."""
    text = "row 17: bad\ncolumn 3"
    cases = (
        (KeyError, NAMES, 0, "fetch"),
        (TypeError, NAMES, 1, text),
        (StopIteration, NAMES[2:], 0, "merge/late"),
        (AssertionError, NAMES, 0, text),
        (IndexError, NAMES, 3, text),
        (AttributeError, NAMES[2:], 0, "merge/late"),
    )
    machines = []
    for error, names, place, _ in cases:

        def fate(called, name=names[place], error=error):
            if called == name:
                raise error(text)

        machines.append(Machine(names))
        machines[-1].fate = fate
    answers = submission.run_pipeline.each(machine.arguments("june") for machine in machines)
    for machine, answer, (_, names, place, naming) in zip(machines, answers, cases, strict=True):
        rejects(answer, naming=naming, error=RuntimeError)
        expected = full_log("june", names)[: 2 * place + 1]
        assert_same(machine.log, expected, why=f"The step {names[place]!r} failed.")


@exercise("run-pipeline")
def test_runs_side_by_side_in_one_store(submission):
    """Two runs with the same steps share the store, and neither sees the other's checkpoints."""
    names = NAMES[:2]
    machine = Machine(names)
    for run in ("june", "may/june"):
        machine.log.clear()
        log = full_log(run, names)
        assert_same(machine.run(submission, run), log[-1][2])
        assert_same(machine.log, log, why=f"The run is {run!r}; another one was finished.")


# --- plan-scan


def slow_plan(query, layout, schema):
    """Group by group, and column by column."""
    groups = rows = 0
    size = layout["footer_bytes"]
    asked = [*query["columns"], *[condition["column"] for condition in query["where"]]]
    for group in layout["groups"]:
        skip = False
        for condition in query["where"]:
            if condition["column"] in group["stats"]:
                smallest, largest = group["stats"][condition["column"]]
                skip = skip or (condition["max"] is not None and smallest > condition["max"])
                skip = skip or (condition["min"] is not None and largest < condition["min"])
        if layout["kind"] == "row" or not skip:
            groups, rows = groups + 1, rows + group["rows"]
            for column in schema:
                if layout["kind"] == "row" or column in asked:
                    size += schema[column] * group["rows"]
    return {"groups": groups, "rows": rows, "bytes": size}


SCHEMA = {"a": 1, "b": 8, "c": 4, "d": 3}


def any_layout(rng):
    """A file of up to 6 groups with some statistics; d has texts."""
    groups = []
    for _ in range(10):
        stats = {}
        for column in SCHEMA:
            if rng.random() < 0.7:
                pair = sorted(rng.integers(-4, 5, 2).tolist())
                stats[column] = sorted(f"{v + 4}" for v in pair) if column == "d" else pair
        groups.append({"rows": int(rng.integers(1, 100)), "stats": stats})
    kind = pick(rng, ("column", "column", "row"))
    return {"kind": kind, "footer_bytes": int(rng.integers(0, 50)), "groups": groups}


def any_query(rng):
    conditions = []
    for _ in range(int(rng.integers(1, 4))):
        column = pick(rng, tuple(SCHEMA))
        low, high = sorted(rng.integers(-5, 6, 2).tolist())
        if column == "d":
            low, high = sorted((f"{low + 4}", f"{high + 4}"))
        conditions.append(
            {
                "column": column,
                "min": low if rng.random() < 0.7 else None,
                "max": high if rng.random() < 0.7 else None,
            }
        )
    columns = [pick(rng, tuple(SCHEMA)) for _ in range(int(rng.integers(0, 5)))]
    return {"columns": columns, "where": conditions}


def planned(query, layout, schema=SCHEMA):
    """A case: the plan is that of counting group by group."""
    why = f"The query is {query}."
    return (query, layout, schema), slow_plan(query, layout, schema), why


@once_per_seed
def random_queries(rng):
    return [planned(any_query(rng), any_layout(rng)) for _ in range(8)]


@exercise("plan-scan")
def test_random_queries_read_what_a_slow_count_says(submission, rng):
    """Random queries on random files read what counting group by group gives."""
    assert_each(submission.plan_scan, random_queries(rng))


@exercise("plan-scan")
def test_limits_that_touch_the_statistics_are_inside(submission):
    """A group whose smallest or largest value is a limit of the condition is read; 0 included."""
    pairs = [(0, 0), (-1, 0), (0, 1), (-1, 1), (-1, -1e-9), (1e-9, 1)]
    # Rows in powers of two: the number of rows says which groups were read.
    groups = [{"rows": 2**k, "stats": {"a": list(pair)}} for k, pair in enumerate(pairs)]
    layout = {"kind": "column", "footer_bytes": 3, "groups": groups}
    queries = [
        {"columns": [], "where": [{"column": "a", "min": low, "max": high}]}
        for low, high in ((0, None), (None, 0), (0, 0))
    ]
    assert_each(submission.plan_scan, [planned(query, layout) for query in queries])


@cache
def months_of_flights():
    return flights()["month"].to_numpy()[::200]


@once_per_seed
def files_of_flights(rng):
    months = months_of_flights()
    schema = {"month": 1, "arr_delay": 8, "carrier": 2}
    query = {"columns": ["arr_delay"], "where": [{"column": "month", "min": 2, "max": 2}]}
    cases = []
    for kind, values in (
        ("column", np.sort(months)),
        ("column", rng.permutation(months)),
        ("row", np.sort(months)),
    ):
        groups = [
            {"rows": len(part), "stats": {"month": [int(part.min()), int(part.max())]}}
            for part in np.array_split(values, 30)
        ]
        cases.append(
            planned(query, {"kind": kind, "footer_bytes": 4_000, "groups": groups}, schema)
        )
    return cases


@exercise("plan-scan")
def test_sorted_flights_cost_less_than_shuffled_ones(submission, rng):
    """Real flights: a query for February skips groups where months are together, and only there."""
    assert_each(submission.plan_scan, files_of_flights(rng))


@once_per_seed
def other_orders(rng):
    cases = []
    for _ in range(3):
        query, layout = any_query(rng), {**any_layout(rng), "kind": "column"}
        other = {
            "columns": shuffled(rng, query["columns"] * 2),
            "where": shuffled(rng, query["where"] * 2),
        }
        moved = {**layout, "groups": shuffled(rng, layout["groups"])}
        schema = {name: SCHEMA[name] for name in shuffled(rng, list(SCHEMA))}
        cases.append(((other, moved, schema), slow_plan(query, layout, SCHEMA), ""))
    return cases


@exercise("plan-scan")
def test_the_order_of_groups_and_columns_does_not_matter(submission, rng):
    """Reordering groups, columns or conditions leaves the plan as it is, and so do repeats."""
    assert_each(submission.plan_scan, other_orders(rng))


@once_per_seed
def unknown_names(rng):
    """What the error must name, and the arguments: three unknown columns, four unknown kinds."""
    query, layout = any_query(rng), any_layout(rng)
    queries = [{**query, "columns": [*query["columns"], "gate"]}]
    condition = {"column": "gate", "min": None, "max": pick(rng, (None, 3))}
    for where in ([*query["where"], condition], [condition, *query["where"]]):
        queries.append({**query, "where": where})
    calls = [("gate", (unknown, layout, SCHEMA)) for unknown in queries]
    for kind in ("columns", "ROW", "parquet", "col"):
        calls.append((kind, (query, {**layout, "kind": kind}, SCHEMA)))
    return calls


@exercise("plan-scan")
def test_unknown_names_are_refused_whatever_else_is_asked(submission, rng):
    """An unknown column is refused wherever it is named, though nothing would be read of it."""
    calls = unknown_names(rng)
    answers = submission.plan_scan.each(arguments for _, arguments in calls)
    for answer, (naming, _) in zip(answers, calls, strict=True):
        rejects(answer, naming=naming)


@once_per_seed
def a_query_with_repeats(rng):
    condition = {"column": "a", "min": None, "max": 0}
    where = [{"column": "d", "min": "0", "max": None}, condition, dict(condition)]
    query = {"columns": ["b", "a", "b"], "where": where}
    layout = {**any_layout(rng), "kind": "column", "footer_bytes": 5}
    layout["groups"].append({"rows": 7, "stats": {"a": [1, 2]}})  # which is skipped
    return query, layout, slow_plan(query, layout, SCHEMA)


@exercise("plan-scan")
def test_query_layout_and_schema_are_left_alone(submission, rng):
    """Planning changes neither the query, nor the layout, nor the schema."""
    query, layout, expected = a_query_with_repeats(rng)
    assert_same(assert_unchanged(submission.plan_scan, query, layout, dict(SCHEMA)), expected)
