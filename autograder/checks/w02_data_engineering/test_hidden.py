"""The checks of week 2 that the grader keeps: random inputs, real flights, rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

import math
from functools import cache

import numpy as np
import pandas as pd

from autograder.sandbox.handles import Spy
from autograder.submission import plain
from autograder.testing import assert_same, assert_unchanged, exercise, is_a, rejects, require
from worlds.event_stream import deliver
from worlds.flights import load


@cache
def messages():
    """A day of messages from the three gateways, each of which changes its form once."""
    return deliver("2013-06-14", seed=5).messages


def pick(rng, items):
    """One of the items, as it is."""
    return items[int(rng.integers(len(items)))]


# --- validate

TYPES = ("text", "int", "number", "flag")
VALUES = (None, "", "a", "b", "7", 0, 1, 2, 3, -1, 1.0, 2.5, -0.5, math.nan, math.inf, True, False)
VALUES += ([], [1], ["a"])


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


def assert_split(result, records, contract):
    """The result is that of reading the contract line by line."""
    good, bad = slow_split(records, contract)
    is_a(result, tuple)
    for received, expected in zip(result[1:], [bad], strict=False):
        is_a(received, list)
        for ours, theirs in zip(received, expected, strict=False):
            assert_same(ours, theirs, why=f"The contract is {contract}.")
    assert_same(result, (good, bad), why=f"The contract is {contract}.")


@exercise("validate")
def test_random_records_are_judged_line_by_line(submission, rng):
    """Random records under random contracts get the reasons that a line-by-line reading gives."""
    for _ in range(40):
        contract = any_contract(rng)
        records = []
        for _ in range(20):
            names = rng.permutation(["a", "b", "c", "d", "Z", "e"])[: rng.integers(0, 7)].tolist()
            records.append({name: pick(rng, VALUES) for name in names})
        records[int(rng.integers(20))] = pick(rng, (None, [], "a", 3, True, ["a", 1]))
        assert_split(submission.validate(records, contract), records, contract)


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
    for name, value, reason in (
        ("name", None, "missing"),
        ("count", None, "missing"),
        ("share", None, "missing"),
        ("done", None, "missing"),
        ("name", 1, "type"),
        ("name", True, "type"),
        ("count", 0.0, "type"),
        ("count", False, "type"),
        ("count", "0", "type"),
        ("share", False, "type"),
        ("share", math.nan, "type"),
        ("done", 0, "type"),
        ("done", "", "type"),
        ("name", "X", "not-allowed"),
        ("name", "x ", "not-allowed"),
        ("count", 5, "not-allowed"),
        ("count", 12, "range"),
        ("share", -1e-12, "range"),
        ("share", 1 + 1e-12, "range"),
        ("NAME", "x", "unknown"),
    ):
        record = {**good, name: value}
        _, bad = slow_split([record], contract)
        expected = ([], [{**bad[0], "reasons": [f"{name}/{reason}"]}])
        why = f"Only {name!r} is wrong: it is {value!r}."
        assert_same(submission.validate([record], contract), expected, why=why)
    assert_split(submission.validate(records, contract), records, contract)


@exercise("validate")
def test_each_record_is_judged_on_its_own(submission, rng):
    """Whatever else is in the batch, a record gets the same reasons, also if it is there twice."""
    contract = {
        "fields": {"a": {"type": "int", "required": True, "max": 2}, "b": {"type": "text"}},
        "order": [],
        "closed": True,
    }
    pool = [{"a": 1}, {"a": 3}, {"b": "x"}, {"a": 2, "b": 5}, None, {}, {"a": 0, "b": "", "c": 1}]
    for _ in range(10):
        records = [pick(rng, pool) for _ in range(int(rng.integers(1, 12)))]
        assert_split(submission.validate(records, contract), records, contract)


@exercise("validate")
def test_records_and_contract_are_left_alone(submission):
    """Judging fills no gap, converts nothing and removes nothing, in records and contract."""
    contract = {"fields": {"a": {"type": "int", "min": 0}, "b": {"type": "text"}}, "closed": True}
    records = [{"a": "7"}, {"a": 7.0, "b": None}, {"b": "x"}, {"c": [1]}, None, {"a": -1}]
    result = assert_unchanged(submission.validate, records, contract)
    assert_split(result, records, contract)


@exercise("validate")
def test_a_day_of_messages_is_split(submission):
    """Real flights: what gateways send in a new form is set aside where the contract says so."""
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
    records = messages()[1100:1700]
    assert_split(submission.validate(records, contract), records, contract)


# --- to-utc


@cache
def slow_instants(clock, zone):
    """Every instant at which the clocks of the zone show this time, earliest first."""
    found = []
    for quarters in range(-14 * 4, 14 * 4 + 1):
        instant = (clock + pd.Timedelta(minutes=15 * quarters)).tz_localize("UTC")
        if instant.tz_convert(zone).tz_localize(None) == clock:
            found.append(instant)
    return found


def assert_instant(received, expected, why):
    is_a(received, pd.Timestamp)
    require(
        received.utcoffset() == pd.Timedelta(0),
        "The Timestamp has to carry the time zone UTC.",
        expected=expected.isoformat(sep=" "),
        received=received.isoformat(sep=" "),
    )
    assert_same(received, expected, why=why)


def assert_clock(submission, year, month, day, hhmm, zone):
    """Both occurrences of a time are right, or refused."""
    clock = pd.Timestamp(year, month, day) + pd.Timedelta(hours=hhmm // 100, minutes=hhmm % 100)
    instants = slow_instants(clock, zone)
    why = f"{hhmm} on {year}-{month:02}-{day:02} in {zone} comes {len(instants)} times."
    for occurrence in (1, 2):
        arguments = (year, month, day, hhmm, zone, occurrence)
        if instants:
            expected = instants[0 if occurrence == 1 else -1]
            assert_instant(submission.to_utc(*arguments), expected, why)
        else:
            rejects(submission.to_utc, *arguments)


@cache
def departures():
    """The flights, with what is needed of their departure."""
    columns = ["year", "month", "day", "sched_dep_time", "dep_time", "dep_delay"]
    return load()[[*columns, "scheduled_departure"]]


@exercise("to-utc")
def test_scheduled_departures_are_those_of_the_table(submission, rng):
    """Real flights: local schedule and UTC agree, for random flights of the year."""
    flights = departures()
    for row in flights.iloc[rng.choice(len(flights), 60, replace=False)].itertuples():
        numbers = (row.year, row.month, row.day, row.sched_dep_time)
        instant = submission.to_utc(*map(int, numbers), "America/New_York")
        assert_instant(instant, row.scheduled_departure, f"The schedule says {numbers}.")


@exercise("to-utc")
def test_departures_at_2400_belong_to_the_end_of_the_day(submission):
    """Real flights: a departure at 2400 lies as many minutes after schedule as the table says."""
    flights = departures()
    for row in flights[flights["dep_time"] == 2400].itertuples():
        numbers = (row.year, row.month, row.day)
        instant = submission.to_utc(*numbers, 2400, "America/New_York")
        expected = row.scheduled_departure + pd.Timedelta(minutes=row.dep_delay)
        assert_instant(instant, expected, f"This flight left at 2400 on {numbers}.")


@exercise("to-utc")
def test_any_time_in_any_zone_is_right(submission, rng):
    """Random times in zones around the world agree with a search through all offsets."""
    zones = ("America/New_York", "America/Los_Angeles", "Europe/London", "Asia/Kathmandu")
    zones += ("Australia/Sydney", "Australia/Adelaide", "Pacific/Auckland", "UTC")
    for trial in range(40):
        year, month, day = rng.integers(1996, 2024), rng.integers(1, 13), rng.integers(1, 29)
        hhmm = pick(rng, (2400, 0, int(rng.integers(24)) * 100 + int(rng.integers(60))))
        zone = zones[trial % len(zones)]
        assert_clock(submission, int(year), int(month), int(day), int(hhmm), zone)


@exercise("to-utc")
def test_nights_on_which_clocks_change(submission):
    """Around every change, an hour long or not, at midnight or not, times are right or refused."""
    for year, month, day, zone, times in (
        (2013, 3, 10, "America/Chicago", (155, 200, 215, 259, 300)),
        (2013, 11, 3, "America/New_York", (45, 100, 159, 200, 2400)),
        (2006, 4, 2, "America/New_York", (159, 230, 300)),
        (2013, 10, 27, "Europe/London", (59, 100, 145, 200)),
        (2013, 10, 6, "Australia/Lord_Howe", (159, 200, 215, 229, 230)),  # half an hour
        (2013, 4, 7, "Australia/Lord_Howe", (115, 130, 145, 159, 200)),
    ):
        for hhmm in times:
            assert_clock(submission, year, month, day, hhmm, zone)


@exercise("to-utc")
def test_2400_may_be_skipped_or_come_twice(submission):
    """2400 stands for a time of the next date, which the clocks may skip or show twice."""
    sao_paulo, havana, apia = "America/Sao_Paulo", "America/Havana", "Pacific/Apia"
    for year, month, day, hhmm, zone in (
        (2013, 10, 19, 2400, sao_paulo),  # forward at midnight: 00:00 of the 20th is skipped
        (2013, 10, 19, 2359, sao_paulo),
        (2013, 10, 20, 0, sao_paulo),
        (2013, 10, 20, 100, sao_paulo),
        (2013, 2, 16, 2330, sao_paulo),  # back at midnight: 23:00 to 24:00 comes twice
        (2013, 2, 16, 2400, sao_paulo),
        (2013, 11, 2, 2400, havana),  # back at 01:00: the midnight before comes twice
        (2013, 11, 3, 0, havana),
        (2011, 12, 29, 2400, apia),  # a whole date was skipped
        (2011, 12, 30, 1200, apia),
        (2011, 12, 30, 2400, apia),
    ):
        assert_clock(submission, year, month, day, hhmm, zone)


@exercise("to-utc")
def test_every_number_that_is_no_time_is_refused(submission, rng):
    """Of all numbers, only 2400 and those whose last two digits are minutes are times of day."""
    for hhmm in [*range(2401, 2470, 9), *rng.integers(-3000, 0, 8).tolist(), 10_000]:
        rejects(submission.to_utc, 2013, 6, 14, hhmm, "America/New_York")
    for hour in range(25):
        for minute in (60, 77, 99):
            rejects(submission.to_utc, 2013, 6, 14, 100 * hour + minute, "America/New_York")
    for arguments in (
        (2013, 6, 31, 2400, "America/New_York"),
        (2013, 2, 30, 0, "America/New_York"),
        (2012, 2, 30, 0, "America/New_York"),
        (2013, 6, 14, 2400, "America/Newark"),
        (2013, 6, 14, 2400, "Mars/Olympus", 2),
        (2013, 6, 14, 2400, "America/New_York", 0),
        (2013, 6, 14, 2400, "America/New_York", 3),
    ):
        rejects(submission.to_utc, *arguments)
    assert_clock(submission, 2012, 2, 28, 2400, "America/New_York")
    assert_clock(submission, 2012, 2, 29, 2400, "America/New_York")


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
    ["", "UA", "ua", "NaN", "None", "-1", "0", "Zürich", "\u6771\u4eac", "\U0001d11e", "UA "],
    [0, 1, -1, 7, 2**63 - 1, -(2**63), 255, 256],
    [0.0, 1.0, -1.0, 0.1, math.inf, -math.inf, math.nan, 1e-300],
)


def any_column(rng, pool):
    """Values of the pool in runs, with gaps."""
    values = []
    for _ in range(int(rng.integers(0, 15))):
        value = None if rng.random() < 0.25 else pick(rng, pool)
        if value is not None and value != value:
            value = float("nan")  # another object each time
        values += [value] * int(rng.integers(1, 4))
    return values


@exercise("encode-column")
def test_random_columns_are_encoded_as_slowly(submission, rng):
    """Random columns of texts, ints and floats have the encoding that a slow encoder gives."""
    for trial in range(90):
        values = any_column(rng, POOLS[trial % 3])
        encoded = submission.encode_column(values)
        assert_same(encoded, slow_encoding(values), why=f"The values are {values}.")


@exercise("encode-column")
def test_random_columns_come_back(submission, rng):
    """Random columns survive the round trip, and a slow encoder's columns can be decoded."""
    for trial in range(60):
        values = any_column(rng, POOLS[trial % 3])
        encoded = submission.encode_column(values)
        is_a(encoded, dict)
        why = f"The values were {values}."
        assert_same(submission.decode_column(encoded), values, why=why)
        assert_same(submission.decode_column(slow_encoding(values)), values, why=why)


@exercise("encode-column")
def test_runs_of_other_writers_are_all_read(submission, rng):
    """Split runs, unused and repeated entries of the dictionary are read run by run."""
    for pool in POOLS:
        for _ in range(10):
            dictionary = [pick(rng, pool) for _ in range(int(rng.integers(1, 6)))]
            n = int(rng.integers(0, 10))
            codes = rng.integers(-1, len(dictionary), n).tolist()
            lengths = rng.integers(1, 4, n).tolist()
            encoded = {"dictionary": dictionary, "codes": codes, "lengths": lengths, "note": "x"}
            expected = []
            for code, length in zip(codes, lengths, strict=True):
                expected += [None if code < 0 else dictionary[code]] * length
            assert_same(submission.decode_column(encoded), expected)


@exercise("encode-column")
def test_one_damaged_run_among_many_is_refused(submission, rng):
    """A single bad code or length is refused wherever it stands."""
    good = {"dictionary": ["a", "b", "c"], "codes": [0, 1, -1, 2, 0], "lengths": [1, 2, 1, 3, 1]}
    for name, bad in (("codes", 3), ("codes", -2), ("codes", -3), ("codes", 99)):
        damaged = {**good, name: list(good[name])}
        damaged[name][int(rng.integers(5))] = bad
        rejects(submission.decode_column, damaged)
    for bad in (0, -1, -5):
        for place in range(5):
            damaged = {**good, "lengths": list(good["lengths"])}
            damaged["lengths"][place] = bad
            rejects(submission.decode_column, damaged)
    rejects(submission.decode_column, {**good, "codes": good["codes"][:-1]})
    rejects(submission.decode_column, {**good, "lengths": good["lengths"][:-1]})
    values = ["a", "b", "b", None, "c", "c", "c", "a"]
    assert_same(submission.decode_column(good), values, why="This one is not damaged.")


@exercise("encode-column")
def test_one_code_is_kept_for_none(submission):
    """Whether or not None occurs, 255 entries take 1 byte a code and 256 take 2."""
    for distinct, width in ((254, 1), (255, 1), (256, 2), (257, 2)):
        for gap in ([], [None, None]):
            values = [f"{k:03}" for k in range(distinct)] + gap
            runs = distinct + bool(gap)
            encoded = submission.encode_column(values)
            is_a(encoded, dict)
            assert_same(
                encoded.get("bytes"),
                distinct * 7 + runs * (4 + width),
                why=f"{distinct} texts of 4 + 3 bytes, {runs} runs of 4 + {width} bytes.",
            )
    values = [*range(65_535), None]
    size = 65_535 * 8 + 65_536 * 6
    encoded = submission.encode_column(values)
    is_a(encoded, dict)
    assert_same(
        encoded.get("bytes"), size, why="65,535 entries and None still take 2 bytes a code."
    )


@exercise("encode-column")
def test_columns_given_are_left_alone(submission):
    """Encoding and decoding work on copies; the lists they are given stay as they were."""
    for values in (["b", None, "a", "a"], [math.nan, 1.0, None, math.nan]):
        encoded = assert_unchanged(submission.encode_column, values)
        assert_same(encoded, slow_encoding(values))
        again = assert_unchanged(submission.decode_column, slow_encoding(values))
        assert_same(again, values)


@cache
def flight_columns():
    """Columns of some flights, each with its slow encoding."""
    flights = load().iloc[200_000:200_800]
    columns = {}
    for name in ("carrier", "tailnum", "dep_delay", "distance"):
        values = [None if value != value else value for value in flights[name].tolist()]
        columns[name] = values, slow_encoding(values)
    return columns


@exercise("encode-column")
def test_columns_of_the_flights_survive(submission):
    """Real flights: carriers, tail numbers, delays and distances come back, with their gaps."""
    for column, (values, expected) in flight_columns().items():
        encoded = submission.encode_column(values)
        assert_same(encoded, expected, why=f"This is {column!r}.")
        assert_same(submission.decode_column(encoded), values, why=f"This is {column!r}.")


# --- merge-changes


def slow_merge(table, changes):
    """Sort everything that was said of a key by version; the last one stays."""
    said = [(key, entry["version"], entry["row"]) for key, entry in table.items()]
    said += [(change["key"], change["version"], change["row"]) for change in changes]
    out = {}
    for key, version, row in sorted(said, key=lambda what: what[1]):
        out[key] = {"version": version, "row": row}
    return out


def any_changes(rng, n, keys=("UA1545", "B6725", "DL461")):
    """Changes that never contradict each other: key and version decide about the row."""
    changes = []
    for _ in range(n):
        key, version = pick(rng, keys), int(rng.integers(-2, 6))
        code = (len(key) * 7 + version * 5 + keys.index(key)) % 4
        row = [None, {}, {"delay": version}, {"delay": None, "gate": key}][code]
        changes.append({"key": key, "version": version, "row": row})
    return changes


def shuffled(rng, items):
    return [items[k] for k in rng.permutation(len(items)).tolist()]


@exercise("merge-changes")
def test_random_changes_merge_as_if_sorted(submission, rng):
    """Random changes give, in any order, what sorting them by version gives."""
    for _ in range(40):
        table = slow_merge({}, any_changes(rng, int(rng.integers(0, 6))))
        changes = any_changes(rng, int(rng.integers(0, 12)))
        expected = slow_merge(table, changes)
        for order in (changes, changes[::-1], shuffled(rng, changes * 2)):
            assert_same(submission.merge_changes(table, order), expected)


@exercise("merge-changes")
def test_merging_in_parts_is_merging_at_once(submission, rng):
    """Parts in any order, with overlaps, give the same table as all changes at once."""
    for _ in range(15):
        changes = any_changes(rng, 14)
        expected = slow_merge({}, changes)
        table = {}
        cuts = sorted(rng.integers(0, 15, 3).tolist())
        parts = [changes[a:b] for a, b in zip([0, *cuts], [*cuts, 14], strict=True)]
        for part in shuffled(rng, [*parts, changes[2:9]]):
            table = submission.merge_changes(table, part)
            is_a(table, dict)
        assert_same(table, expected, why="Tombstones have to remember their version.")


@exercise("merge-changes")
def test_merging_again_changes_nothing(submission, rng):
    """Merging the same changes into the result gives the result."""
    for _ in range(15):
        changes = any_changes(rng, 10)
        expected = slow_merge({}, changes)
        assert_same(submission.merge_changes({}, changes), expected)
        assert_same(submission.merge_changes(expected, shuffled(rng, changes)), expected)


@exercise("merge-changes")
def test_a_contradiction_is_found_wherever_it_stands(submission, rng):
    """Two rows for one key and version are refused in any order, with newer ones around them."""
    for _ in range(25):
        changes = any_changes(rng, 8)
        wrong = dict(pick(rng, changes))
        wrong["row"] = {"delay": 99} if rng.random() < 0.5 or wrong["row"] is None else None
        newest = {"key": wrong["key"], "version": 9, "row": {"delay": 1}}
        for order in (
            [*changes, wrong],
            [wrong, *changes],
            shuffled(rng, [*changes, wrong, newest]),
            [newest, *changes, wrong],
        ):
            rejects(submission.merge_changes, {}, order, naming=wrong["key"])
        table = {wrong["key"]: {"version": wrong["version"], "row": wrong["row"]}}
        rejects(submission.merge_changes, table, [newest, *changes], naming=wrong["key"])


@exercise("merge-changes")
def test_tables_and_changes_are_left_alone(submission, rng):
    """The table given, its entries and rows, and the changes stay as they were."""
    for _ in range(10):
        table = slow_merge({}, any_changes(rng, 5))
        changes = any_changes(rng, 6)
        merged = assert_unchanged(submission.merge_changes, table, changes)
        assert_same(merged, slow_merge(table, changes))


@exercise("merge-changes")
def test_a_day_of_messages_becomes_a_table(submission, rng):
    """Real flights: repeated and reordered messages leave each flight in its last state."""
    changes = [
        {"key": m["flight_id"], "version": m["version"], "row": {"kind": m["kind"]}}
        for m in messages()[1500:2300]
    ]
    changes = [
        change if change["row"]["kind"] != "cancelled" else {**change, "row": None}
        for change in changes
    ]
    expected = slow_merge({}, changes)
    half = len(changes) // 2
    table = submission.merge_changes({}, changes[half:])
    is_a(table, dict)
    assert_same(submission.merge_changes(table, changes[:half]), expected)
    assert_same(submission.merge_changes({}, shuffled(rng, changes)), expected)


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


@exercise("tumbling-counts")
def test_random_streams_are_counted_as_slowly(submission, rng):
    """Random streams, windows and lateness give the counts of a slow recomputation."""
    for trial in range(80):
        n = int(rng.integers(0, 25))
        times = (rng.integers(-3, 30, n) + np.arange(n) * (trial % 4) * 2 - 20).tolist()
        window, lateness = int(rng.integers(1, 12)), int(rng.integers(0, 15))
        counts = submission.tumbling_counts(at(times, rng), window, lateness)
        why = f"The event times are {times}, the window {window}, the lateness {lateness}."
        assert_same(counts, slow_counts(times, window, lateness), why=why)


@exercise("tumbling-counts")
def test_watermarks_at_the_edge_of_a_window(submission, rng):
    """One second decides whether a window is closed, and whether an event is too late."""
    for window in (1, 7, 60):
        for lateness in (0, 1, 6, 60, 61):
            for edge in (-1, 0, 1):
                newest = 5 * window + lateness + edge
                for old in (4 * window, 5 * window - 1, 5 * window):
                    times = [old, newest, old, old - window, newest]
                    counts = submission.tumbling_counts(at(times, rng), window, lateness)
                    why = f"The event times are {times}, window {window}, lateness {lateness}."
                    assert_same(counts, slow_counts(times, window, lateness), why=why)


@exercise("tumbling-counts")
def test_arrival_times_have_no_influence(submission, rng):
    """Other entries of the events change nothing, `received_at` included."""
    times = [100, 160, 90, 230, 150, 161, 300, 99]
    expected = slow_counts(times, 60, 30)
    for _ in range(4):
        assert_same(submission.tumbling_counts(at(times, rng), 60, 30), expected)
    bare = [{"event_time": t} for t in times]
    assert_same(submission.tumbling_counts(bare, 60, 30), expected, why="Nothing else is needed.")


@exercise("tumbling-counts")
def test_every_event_is_counted_or_set_aside(submission, rng):
    """With lateness enough nothing is late; counts and late events add up to all events."""
    times = rng.integers(0, 5_000, 200).tolist()
    for lateness in (0, 300, 2_000, 5_000):
        counts = submission.tumbling_counts(at(times, rng), 250, lateness)
        expected = slow_counts(times, 250, lateness)
        assert_same(counts, expected, why=f"The lateness is {lateness}.")


@exercise("tumbling-counts")
def test_long_streams_with_many_windows_are_counted_in_time(submission):
    """20,000 events in as many windows are counted in one pass."""
    events = [{"event_time": 10 * k} for k in range(20_000)]
    counts = submission.tumbling_counts(events, 10, 500_000)
    assert_same(
        counts,
        {
            "closed": {},
            "open": {10 * k: 1 for k in range(20_000)},
            "late": [],
            "watermark": 199_990 - 500_000,
        },
    )


@exercise("tumbling-counts")
def test_departures_of_a_day_are_counted(submission):
    """Real flights: departures of a day with late messages, counted per hour and ten minutes."""
    times = [
        int(pd.Timestamp(message["event_time"]).timestamp())
        for message in messages()
        if message["kind"] == "departed"
    ]
    events = [{"event_time": t} for t in times]
    for window, lateness in ((3600, 0), (600, 120), (3600, 900)):
        counts = assert_unchanged(submission.tumbling_counts, events, window, lateness)
        assert_same(counts, slow_counts(times, window, lateness))


# --- run-pipeline


class Probe(Spy):
    """A function that stays with the check, wherever the submission runs.

    It is given copies of plain data and returns copies, so that nothing is shared.
    """

    def __init__(self, function):
        def call(*args):  # a closure: a bound method would be copied together with its object
            return plain(function(*(plain(value) for value in args)))

        super().__init__(call)

    def __call__(self, *args):
        return self.function(*args)


class Machine:
    """A store and a sink that outlive the attempts, and steps whose output tells their input.

    fate: called with the number of each call, before and after it; it may raise an error.
    """

    def __init__(self, names, store=None):
        self.names, self.store = list(names), dict(store or {})
        self.effects, self.log, self.number = {}, [], 0
        self.fate = lambda number, after: None

    def run(self, submission, run):
        steps = [(name, self._probe(self._step(name))) for name in self.names]
        return submission.run_pipeline(
            run, steps, self._probe(self._read), self._probe(self._write)
        )

    def _probe(self, effect):
        def call(*args):
            number, self.number = self.number, self.number + 1
            self.fate(number, False)
            result = effect(*args)
            self.fate(number, True)
            return result

        return Probe(call)

    def _step(self, name):
        def step(previous, token):
            self.log.append(("step", name, previous, token))
            self.effects[str(token)] = self.effects.get(str(token), 0) + 1
            return output_of(name, previous)

        return step

    def _read(self, key):
        return self.store.get(key)

    def _write(self, key, value):
        self.log.append(("write", key, value))
        self.store[key] = value


def output_of(name, previous):
    """What the step makes of its input: a list of all steps so far."""
    return [*(previous if isinstance(previous, list) else [repr(previous)]), name]


def outputs(names):
    """The output of every step of an undisturbed run."""
    out, previous = [], None
    for name in names:
        previous = output_of(name, previous)
        out.append(previous)
    return out


NAMES = ("fetch", "validate", "to utc", "merge/late", "publish")


@exercise("run-pipeline")
def test_runs_of_any_length_and_name_leave_their_checkpoints(submission):
    """One step or many, each is called once and its output stored under its own token."""
    for n in range(1, 6):
        for run in ("2013-06-14", "x/y", "", "run 7"):
            names = NAMES[:n]
            machine = Machine(names)
            made = outputs(names)
            assert_same(machine.run(submission, run), made[-1], why=f"The steps are {names}.")
            expected = {f"{run}/{name}": out for name, out in zip(names, made, strict=True)}
            assert_same(machine.store, expected, why=f"The run is called {run!r}.")
            previous, log = None, []
            for name, out in zip(names, made, strict=True):
                log += [("step", name, previous, f"{run}/{name}"), ("write", f"{run}/{name}", out)]
                previous = out
            assert_same(machine.log, log, why="Each output is written before the next step.")


@exercise("run-pipeline")
def test_crash_after_crash_the_run_is_finished(submission, rng):
    """However often attempts die, at any call, repeats have the same token and all are done."""
    for _ in range(40):
        names = NAMES[: int(rng.integers(1, 6))]
        machine = Machine(names)
        crashes = iter(rng.random(400) < pick(rng, (0.05, 0.15)))
        deaths = []

        def fate(number, after, crashes=crashes, deaths=deaths):
            if len(deaths) < 6 and next(crashes):
                deaths.append(number)
                raise OSError("gone")

        machine.fate = fate
        result = None
        for _attempt in range(8):
            try:
                result = machine.run(submission, "june")
            except (OSError, RuntimeError):
                continue
            break
        made = outputs(names)
        assert_same(result, made[-1], why="The attempt that nothing disturbed finishes the run.")
        expected = {f"june/{name}": out for name, out in zip(names, made, strict=True)}
        assert_same(machine.store, expected, why="All checkpoints are there, and nothing else.")
        tokens = sorted(machine.effects)
        assert_same(tokens, sorted(expected), why="Repeated steps have the same token.")


@exercise("run-pipeline")
def test_only_the_step_that_was_hit_is_repeated(submission):
    """After a crash, steps whose checkpoint was written are not called again, the others are."""
    names = NAMES[:4]
    made = outputs(names)
    for place, name in enumerate(names):
        for lost in (True, False):
            machine = Machine(names)
            # The answer of `write` is lost either before the value was stored, or after.
            original = machine._write

            def write(key, value, name=name, lost=lost, original=original):
                if key == f"june/{name}":
                    if not lost:
                        original(key, value)
                    raise OSError("no answer")
                original(key, value)

            machine._write = write
            rejects(machine.run, submission, "june", naming="no answer", error=OSError)
            machine._write = original
            assert_same(machine.run(submission, "june"), made[-1])
            calls = [name for kind, name, *_ in machine.log if kind == "step"]
            expected = [*names[: place + 1], *names[place + (not lost) :]]
            stored = "lost" if lost else "stored, but its answer was lost"
            why = f"The checkpoint of {name!r} was {stored}."
            assert_same(calls, expected, why=why)


@exercise("run-pipeline")
def test_finished_runs_are_only_read(submission):
    """When every checkpoint is there, no step is called and nothing is written."""
    for n in range(1, 6):
        names = NAMES[:n]
        store = {f"june/{name}": f"kept {name}" for name in names}
        machine = Machine(names, store)
        result = machine.run(submission, "june")
        assert_same(result, f"kept {names[-1]}", why="The output is what its checkpoint holds.")
        assert_same((machine.log, machine.store), ([], store), why="Everything was finished.")


@exercise("run-pipeline")
def test_failing_steps_are_named_whatever_they_raise(submission):
    """Any Exception of a step, with whatever text, becomes a RuntimeError that tells both."""
    for error in (KeyError, OSError, TypeError, AssertionError, StopIteration, ArithmeticError):
        for place, name in enumerate(NAMES):
            machine, attempts = Machine(NAMES), []
            original = machine._step

            def step(called, name=name, error=error, original=original, attempts=attempts):
                def broken(previous, token):
                    if called == name:
                        attempts.append(called)
                        raise error(f"row 17 of {called}: bad")
                    return original(called)(previous, token)

                return broken

            machine._step = step
            rejects(machine.run, submission, "june", naming="row 17 of", error=RuntimeError)
            rejects(machine.run, submission, "june", naming=name, error=RuntimeError)
            stored = [f"june/{earlier}" for earlier in NAMES[:place]]
            assert_same(list(machine.store), stored, why=f"The step {name!r} failed.")
            assert_same(attempts, [name] * 2, why="Two attempts, each called it once.")


@exercise("run-pipeline")
def test_runs_side_by_side_in_one_store(submission):
    """Two runs with the same steps share the store, and neither sees the other's checkpoints."""
    names = NAMES[:3]
    machine = Machine(names)
    for run in ("may", "june", "may/june"):
        machine.log.clear()
        made = outputs(names)
        assert_same(machine.run(submission, run), made[-1])
        tokens = [entry[3] for entry in machine.log if entry[0] == "step"]
        assert_same(tokens, [f"{run}/{name}" for name in names], why=f"The run is {run!r}.")
    assert_same(len(machine.store), 9, why="Three runs of three steps.")


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
    for _ in range(int(rng.integers(0, 7))):
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
    for _ in range(int(rng.integers(0, 4))):
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


@exercise("plan-scan")
def test_random_queries_read_what_a_slow_count_says(submission, rng):
    """Random queries on random files read what counting group by group gives."""
    for _ in range(150):
        query, layout = any_query(rng), any_layout(rng)
        plan = submission.plan_scan(query, layout, SCHEMA)
        why = f"The query is {query}, the layout {layout}."
        assert_same(plan, slow_plan(query, layout, SCHEMA), why=why)


@exercise("plan-scan")
def test_limits_that_touch_the_statistics_are_inside(submission):
    """A group whose smallest or largest value is a limit of the condition is read; 0 included."""
    for value in (-1, 0, 1, 0.5):
        for low, high in ((value, None), (None, value), (value, value)):
            for stats in ([value, value], [value - 1, value], [value, value + 1]):
                for nudge in (-1e-9, 0, 1e-9):
                    shifted = [stats[0] + nudge, stats[1] + nudge]
                    layout = {
                        "kind": "column",
                        "footer_bytes": 3,
                        "groups": [{"rows": 2, "stats": {"a": shifted}}],
                    }
                    query = {"columns": [], "where": [{"column": "a", "min": low, "max": high}]}
                    plan = submission.plan_scan(query, layout, SCHEMA)
                    why = f"Values are from {shifted[0]} to {shifted[1]}, the limits {low}, {high}."
                    assert_same(plan, slow_plan(query, layout, SCHEMA), why=why)


@cache
def months_of_flights():
    return load()["month"].to_numpy()[::20]


@exercise("plan-scan")
def test_sorted_flights_cost_less_than_shuffled_ones(submission, rng):
    """Real flights: a query for February skips groups where months are together, and only there."""
    months = months_of_flights()
    schema = {"month": 1, "arr_delay": 8, "carrier": 2}
    for values in (np.sort(months), months, rng.permutation(months)):
        groups = [
            {"rows": len(part), "stats": {"month": [int(part.min()), int(part.max())]}}
            for part in np.array_split(values, 30)
        ]
        for months_asked in ((2, 2), (11, None), (None, 3), (13, None)):
            low, high = months_asked
            query = {"columns": ["arr_delay"]}
            query["where"] = [{"column": "month", "min": low, "max": high}]
            for kind in ("column", "row"):
                layout = {"kind": kind, "footer_bytes": 4_000, "groups": groups}
                plan = submission.plan_scan(query, layout, schema)
                assert_same(plan, slow_plan(query, layout, schema), why=f"Months {months_asked}.")


@exercise("plan-scan")
def test_the_order_of_groups_and_columns_does_not_matter(submission, rng):
    """Reordering groups, columns or conditions leaves the plan as it is, and so do repeats."""
    for _ in range(20):
        query, layout = any_query(rng), any_layout(rng)
        expected = slow_plan(query, layout, SCHEMA)
        other = {
            "columns": shuffled(rng, query["columns"] * 2),
            "where": shuffled(rng, query["where"] * 2),
        }
        moved = {**layout, "groups": shuffled(rng, layout["groups"])}
        schema = {name: SCHEMA[name] for name in shuffled(rng, list(SCHEMA))}
        plan = submission.plan_scan(other, moved, schema)
        assert_same(plan, expected, why=f"The query is {other}, the layout {moved}.")


@exercise("plan-scan")
def test_unknown_names_are_refused_whatever_else_is_asked(submission, rng):
    """An unknown column is refused wherever it is named, though nothing would be read of it."""
    for _ in range(15):
        query, layout = any_query(rng), any_layout(rng)
        returned = {**query, "columns": [*query["columns"], "gate"]}
        rejects(submission.plan_scan, returned, layout, SCHEMA, naming="gate")
        condition = {"column": "gate", "min": None, "max": pick(rng, (None, 3))}
        for where in ([*query["where"], condition], [condition, *query["where"]]):
            rejects(submission.plan_scan, {**query, "where": where}, layout, SCHEMA, naming="gate")
        odd = {**layout, "kind": pick(rng, ("rows", "ROW", "parquet", "col"))}
        rejects(submission.plan_scan, query, odd, SCHEMA, naming=odd["kind"])


@exercise("plan-scan")
def test_query_layout_and_schema_are_left_alone(submission, rng):
    """Planning changes neither the query, nor the layout, nor the schema."""
    for _ in range(10):
        query, layout = any_query(rng), any_layout(rng)
        plan = assert_unchanged(submission.plan_scan, query, layout, dict(SCHEMA))
        assert_same(plan, slow_plan(query, layout, SCHEMA))
