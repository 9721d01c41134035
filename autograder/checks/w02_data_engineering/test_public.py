"""The checks a student sees while working on week 2."""

import datetime as dt
import math
from copy import copy
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
    rejects,
    rejects_each,
    require,
    spy,
)

# --- validate

CONTRACT = {
    "fields": {
        "kind": {"type": "text", "required": True, "one_of": ["departed", "arrived"]},
        "version": {"type": "int", "required": True, "min": 1, "max": 3},
        "delay": {"type": "number", "min": -120, "max": 2000},
        "diverted": {"type": "flag"},
        "gate": {"type": "int", "one_of": [7, 9]},
        "sent": {"type": "text"},
        "received": {"type": "text"},
    },
    "order": [["sent", "received"]],
    "closed": True,
}


def record(**changes):
    """A record that keeps the contract, with some fields changed."""
    good = {"kind": "arrived", "version": 2, "delay": 11.5, "diverted": False, "gate": 7}
    return {**good, "sent": "2013-06-14T10:00:00Z", "received": "2013-06-14T10:00:40Z", **changes}


def split(result):
    """The two lists of a result, which is a tuple of exactly two lists."""
    is_a(result, tuple)
    require(len(result) == 2, "The result is a tuple of two lists: accepted and quarantined.")
    is_a(result[0], list)
    is_a(result[1], list)
    return result


def assert_floats_stay(received, records):
    """The same records have floats for floats: 1 and 1.0 are alike otherwise."""
    for ours, theirs in zip(received, records, strict=True):
        for name, value in theirs.items() if isinstance(theirs, dict) else ():
            require(
                not isinstance(value, float) or isinstance(ours[name], float | np.floating),
                f"{name!r} was {value!r} and has become {ours[name]!r}: convert nothing.",
            )


ENTRY = ["position", "reasons", "record"]


def assert_reasons(submission, *batches):
    """Batches of a contract and cases, each a record with its reasons; none means accepted.

    The records of a batch are judged together.
    """
    calls = [([record for record, _ in cases], contract) for contract, cases in batches]
    for answer, (_, cases) in zip(submission.validate.each(calls), batches, strict=True):
        assert_split(answer(), cases)


def assert_split(result, cases):
    """Each record, judged among the others, has these reasons."""
    accepted, quarantined = split(result)
    found = {}
    for entry in quarantined:
        is_a(entry, dict)
        assert_same(sorted(entry, key=str), ENTRY, why="Each entry has these three.")
        is_a(entry["position"], (int, np.int64))
        found[int(entry["position"])] = entry["reasons"]
    for position, (record, reasons) in enumerate(cases):
        if position in found or reasons:
            why = f"The record at position {position} is {record!r}; no reasons mean accepted."
            assert_same(found.get(position, []), reasons, why=why)
    bad = [
        {"position": position, "record": record, "reasons": reasons}
        for position, (record, reasons) in enumerate(cases)
        if reasons
    ]
    why = "Bad records are put aside whole, in their order."
    assert_same(quarantined, bad, rtol=0, atol=0, why=why)
    assert_floats_stay(
        [entry["record"] for entry in quarantined], [entry["record"] for entry in bad]
    )
    good = [record for record, reasons in cases if not reasons]
    why = "The accepted records are returned as they came."
    assert_same(accepted, good, rtol=0, atol=0, why=why)
    assert_floats_stay(accepted, good)


@exercise("validate")
def test_good_records_pass_and_bad_ones_are_set_aside_whole(submission):
    """Each record is judged on its own: good ones pass as they came, bad ones are put aside.

    Both lists keep the order, and a quarantined record keeps its place in `records`.
    """
    cases = [
        (record(version=0), ["version/range"]),
        (record(), []),
        (record(kind="landed"), ["kind/not-allowed"]),
        (record(delay=30, kind="departed"), []),
        (record(version=0), ["version/range"]),
        ({"version": 1, "kind": "arrived"}, []),
    ]
    assert_reasons(submission, (CONTRACT, cases))
    assert_same(submission.validate([], CONTRACT), ([], []), why="No records give two empty lists.")


@exercise("validate")
def test_every_reason_is_listed_in_sorted_order(submission):
    """All reasons of a record are listed, not only the first, in the order of Python's `sorted`."""
    broken = {"version": "2", "delay": 2000.5, "gate": 8, "sent": "b", "received": "a", "Gate": 1}
    reasons = ["Gate/unknown", "delay/range", "gate/not-allowed", "kind/missing"]
    reasons += ["sent<=received/broken", "version/type"]
    two = {"kind": "landed", "version": 4, "diverted": "no"}
    contract = {
        "fields": {
            "z": {"type": "int", "min": 5, "one_of": [5, 6]},
            "a-b": {"type": "int", "required": True},
            "a": {"type": "text", "required": True},
        }
    }
    several = ["a-b/missing", "a/missing", "z/not-allowed", "z/range"]
    assert_reasons(
        submission,
        (
            CONTRACT,
            [(broken, reasons), (two, ["diverted/type", "kind/not-allowed", "version/range"])],
        ),
        (contract, [({"z": 4}, several), ({"z": 7, "a-b": 1, "a": ""}, several[2:3])]),
    )


@exercise("validate")
def test_types_are_demanded_and_nothing_is_converted(submission):
    """A text of digits is no number, 3.0 is no int, a bool neither, and NaN is no number at all."""
    cases = [
        (record(version="2"), ["version/type"]),
        (record(version=2.0), ["version/type"]),
        (record(version=True), ["version/type"]),
        (record(gate=True), ["gate/type"]),
        (record(delay=True), ["delay/type"]),
        (record(delay="11"), ["delay/type"]),
        (record(delay=math.nan), ["delay/type"]),
        (record(delay=math.inf), ["delay/type"]),
        (record(delay=-math.inf), ["delay/type"]),
        (record(delay=[11]), ["delay/type"]),
        (record(delay=[11, 12], gate=[None, "x"]), ["delay/type", "gate/type"]),
        (record(diverted=0), ["diverted/type"]),
        (record(diverted=1), ["diverted/type"]),
        (record(diverted="true"), ["diverted/type"]),
        (record(sent=20130614), ["sent/type"]),
        (record(kind=["arrived"]), ["kind/type"]),
        (record(delay=3, diverted=True), []),
        (record(delay=-3.25), []),
        (record(delay=2.0), []),
        (record(delay=0.1 + 0.2), []),
        (record(delay=7.0, gate=8), ["gate/not-allowed"]),
    ]
    assert_reasons(submission, (CONTRACT, cases))


@exercise("validate")
def test_limits_themselves_are_in_range(submission):
    """A value equal to `min` or `max` is in range, and either limit may be left out."""
    cases = [
        (record(version=1), []),
        (record(version=3), []),
        (record(version=4), ["version/range"]),
        (record(version=-2), ["version/range"]),
        (record(delay=-120), []),
        (record(delay=2000.0), []),
        (record(delay=-120.01), ["delay/range"]),
        (record(delay=2001), ["delay/range"]),
        (record(delay=0), []),
    ]
    one_sided = {"fields": {"low": {"type": "int", "min": 0}, "high": {"type": "number", "max": 0}}}
    sides = [
        ({"low": 10**9, "high": -1e9}, []),
        ({"low": 0, "high": 0}, []),
        ({"low": -1, "high": 1}, ["high/range", "low/range"]),
    ]
    halves = {"fields": {"half": {"type": "number", "min": 0.5, "max": 2.5}}}
    half = [({"half": 0.25}, ["half/range"]), ({"half": 2.25}, []), ({"half": 3}, ["half/range"])]
    assert_reasons(submission, (CONTRACT, cases), (one_sided, sides), (halves, half))


@exercise("validate")
def test_only_listed_values_are_allowed(submission):
    """Only a value equal to one of `one_of` is allowed: case counts, an empty list allows none."""
    cases = [
        (record(kind="Arrived"), ["kind/not-allowed"]),
        (record(kind="arrived "), ["kind/not-allowed"]),
        (record(kind="arriv"), ["kind/not-allowed"]),
        (record(gate=9), []),
        (record(gate=79), ["gate/not-allowed"]),
    ]
    fields = {"a": {"type": "text", "one_of": []}, "b": {"type": "int", "one_of": []}}
    none = [({"a": "", "b": 0}, ["a/not-allowed", "b/not-allowed"]), ({"a": None}, [])]
    assert_reasons(submission, (CONTRACT, cases), ({"fields": fields}, none))


@exercise("validate")
def test_none_is_absent_and_blank_values_are_not(submission):
    """A field that is None is absent like one that is not there; "", 0 and False are values."""
    cases = [
        (record(kind=None), ["kind/missing"]),
        (record(version=None, delay=None), ["version/missing"]),
        ({"kind": None, "version": None}, ["kind/missing", "version/missing"]),
        (record(delay=None, diverted=None, gate=None, sent=None), []),
        (record(kind=""), ["kind/not-allowed"]),
        (record(version=0), ["version/range"]),
        (record(gate=0), ["gate/not-allowed"]),
        (record(sent=""), []),
    ]
    needed = {"type": "text", "required": True}
    flag = {"type": "flag", "required": True}
    contract = {"fields": {"a": needed, "b": flag, "c": {"type": "int", "required": False}}}
    blank = [({"a": "", "b": False}, []), ({"a": "", "c": None}, ["b/missing"])]
    assert_reasons(submission, (CONTRACT, cases), (contract, blank))


@exercise("validate")
def test_pairs_are_compared_where_both_values_can_be(submission):
    """A pair is broken where the first value is greater; it needs both, and of the right type."""
    contract = {
        "fields": {
            "left": {"type": "int", "min": 0},
            "right": {"type": "number", "max": 10},
            "was": {"type": "text", "one_of": ["9", "a"]},
            "now": {"type": "text"},
        },
        "order": [["left", "right"], ["was", "now"]],
    }
    cases = [
        ({"left": 3, "right": 3}, []),
        ({"left": 3, "right": 2.5}, ["left<=right/broken"]),
        ({"left": 2, "right": 3}, []),
        ({"left": 3}, []),
        ({"right": -1}, []),
        ({"left": 3, "right": None}, []),
        ({"left": 3, "right": "2"}, ["right/type"]),
        ({"left": 3.5, "right": 2}, ["left/type"]),
        ({"left": 13, "right": 12}, ["left<=right/broken", "right/range"]),
        ({"left": -1, "right": -2}, ["left/range", "left<=right/broken"]),
        ({"was": "9", "now": "10"}, ["was<=now/broken"]),
        ({"was": "a", "now": "a"}, []),
        ({"was": "b", "now": "a"}, ["was/not-allowed", "was<=now/broken"]),
        (
            {"left": 0, "right": -1, "was": "a", "now": ""},
            ["left<=right/broken", "was<=now/broken"],
        ),
        ({"was": "a", "now": "B"}, ["was<=now/broken"]),
    ]
    assert_reasons(submission, (contract, cases))


@exercise("validate")
def test_texts_are_compared_as_texts(submission):
    """Texts are compared with Python's `>`, whatever they may stand for, in any language."""
    hour = "2013-06-14T10:00:00"
    cases = [
        # As instants, these two would come out the other way round: "." sorts before "Z".
        (record(sent=f"{hour}.500Z", received=f"{hour}Z"), []),
        (record(sent="2013-06-14T12:00:00+02:00", received=f"{hour}Z"), ["sent<=received/broken"]),
        (record(sent="Zürich", received="\u6771\u4eac"), []),
        (record(sent="b", received="Zürich"), ["sent<=received/broken"]),
    ]
    assert_reasons(submission, (CONTRACT, cases))


@exercise("validate")
def test_unknown_fields_matter_only_to_a_closed_contract(submission):
    """A closed contract lists each unknown key, even with None; an open one ignores them."""
    cases = [
        (record(delay_min=3), ["delay_min/unknown"]),
        (record(delay_min=None, Kind="x"), ["Kind/unknown", "delay_min/unknown"]),
    ]
    known = [(record(delay_min=3), []), (record(new=None), [])]
    contracts = ({**CONTRACT, "closed": False}, {"fields": CONTRACT["fields"]})
    assert_reasons(submission, (CONTRACT, cases), *((contract, known) for contract in contracts))


@exercise("validate")
def test_what_is_no_record_is_set_aside_too(submission):
    """Something among the records that is no dict is quarantined, and nothing raises an error."""
    reasons = ["record/not-a-dict"]
    cases = [(None, reasons), (record(), []), ("arrived", reasons), ([], reasons), (3.5, reasons)]
    cases.append(({}, ["kind/missing", "version/missing"]))
    anything = [({}, []), ({"a": 1}, []), ([("a", 1)], reasons)]
    assert_reasons(submission, (CONTRACT, cases), ({"fields": {}}, anything))


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


@exercise("to-utc")
def test_the_offset_is_that_of_the_date_and_the_zone(submission):
    """The zone's rules for that date apply: New York is 5 hours behind in winter, 4 in summer."""
    cases = []
    for date, zone, expected in (
        ((2013, 1, 15), NEW_YORK, "2013-01-15 17:00"),
        ((2006, 4, 1), NEW_YORK, "2006-04-01 17:00"),
        ((2013, 7, 15), "America/Phoenix", "2013-07-15 19:00"),
        ((2013, 7, 15), "Asia/Kolkata", "2013-07-15 06:30"),
        ((2013, 1, 15), "Europe/London", "2013-01-15 12:00"),
        ((1950, 7, 15), NEW_YORK, "1950-07-15 16:00"),
        ((1968, 12, 1), "Europe/London", "1968-12-01 11:00"),
    ):
        cases.append(((*date, 1200, zone), utc(expected), f"It is noon on {date} in {zone}."))
    assert_each(submission.to_utc, cases, of=in_utc)


@exercise("to-utc")
def test_integers_may_be_numpys(submission):
    """Date and time may be NumPy's integers, of any width that holds them."""
    cases = []
    for kinds in ((np.int64,) * 4, (np.int16, np.int8, np.int8, np.int16)):
        numbers = [kind(number) for kind, number in zip(kinds, (2013, 7, 15, 1859), strict=True)]
        widths = ", ".join(kind.__name__ for kind in kinds)
        why = f"It is 1859 in New York in summer; the four numbers are {widths}."
        cases.append(((*numbers, NEW_YORK), utc("2013-07-15 22:59"), why))
    assert_each(submission.to_utc, cases, of=in_utc)


@exercise("to-utc")
def test_the_last_two_digits_are_minutes(submission):
    """517 is 05:17, 5 is 00:05, 100 is 01:00 and 2359 is 23:59."""
    why = "In winter, New York is 5 hours behind UTC."
    cases = [
        ((2013, 1, 15, hhmm, NEW_YORK), utc(expected), why)
        for hhmm, expected in (
            (517, "2013-01-15 10:17"),
            (5, "2013-01-15 05:05"),
            (100, "2013-01-15 06:00"),
            (2359, "2013-01-16 04:59"),
        )
    ]
    assert_each(submission.to_utc, cases, of=in_utc)


@exercise("to-utc")
def test_2400_is_midnight_at_the_end_of_the_date(submission):
    """2400 is 00:00 of the next date, also at the end of a month and of a year; 0 is not."""
    cases = [
        ((*date, hhmm, NEW_YORK), utc(expected), f"It is midnight at the {side} of {date}.")
        for date, hhmm, side, expected in (
            ((2013, 12, 31), 2400, "end", "2014-01-01 05:00"),
            ((2013, 3, 10), 2400, "end", "2013-03-11 04:00"),
            ((2013, 11, 3), 2400, "end", "2013-11-04 05:00"),
            ((2013, 7, 15), 0, "beginning", "2013-07-15 04:00"),
        )
    ]
    last = (2030, 12, 31, 2400, "Asia/Kolkata")
    cases.append((last, utc("2030-12-31 18:30"), "It is midnight at the end of 2030 in Kolkata."))
    assert_each(submission.to_utc, cases, of=in_utc)


@exercise("to-utc")
def test_a_time_that_comes_twice_is_chosen_by_its_occurrence(submission):
    """Where the clocks are put back, occurrence 1 is the earlier instant and 2 the later."""
    cases = [
        (
            (2013, 11, 3, hhmm, zone, *occurrence),
            utc(f"2013-11-03 {expected}"),
            f"It is {hhmm} on 3 November 2013 in {zone}, occurrence {(*occurrence, 1)[0]}.",
        )
        for hhmm, occurrence, zone, expected in (
            (159, (), NEW_YORK, "05:59"),
            (100, (1,), NEW_YORK, "05:00"),
            (130, (2,), NEW_YORK, "06:30"),
            (59, (2,), NEW_YORK, "04:59"),
            (200, (2,), NEW_YORK, "07:00"),
            (130, (2,), "America/Chicago", "07:30"),
        )
    ]
    why = "On that night Moscow put its clocks back from 02:00 to 01:00, for good."
    moscow = (2014, 10, 26, 130, "Europe/Moscow", 2)
    cases.append((moscow, utc("2014-10-25 22:30"), why))
    assert_each(submission.to_utc, cases, of=in_utc)


@exercise("to-utc")
def test_times_that_the_clocks_skip_are_refused(submission):
    """A time that does not exist because the clocks go forward is a ValueError, never moved."""
    skipped = ((2013, 3, 10, 200, NEW_YORK), (2013, 3, 10, 259, NEW_YORK, 2))
    others = ((2013, 3, 31, 130, "Europe/London"), (2016, 5, 1, 245, "America/Caracas"))
    rejects_each(submission.to_utc, (*skipped, *others))
    why = "Only from 02:00 to 03:00 are times skipped, and none in Phoenix."
    cases = [
        ((2013, 3, 10, *rest), utc(f"2013-03-10 {expected}"), why)
        for rest, expected in (
            ((159, NEW_YORK), "06:59"),
            ((300, NEW_YORK, 2), "07:00"),
            ((230, "America/Phoenix"), "09:30"),
        )
    ]
    assert_each(submission.to_utc, cases, of=in_utc)


@exercise("to-utc")
def test_times_dates_and_zones_that_do_not_exist_are_refused(submission):
    """No such minute, hour, date, occurrence or zone: each is a ValueError."""
    minutes = [(2013, 1, 15, hhmm, NEW_YORK) for hhmm in (-70, 60, 1299, 2360, 2401)]
    no_dates = ((2, 29, 1200), (4, 31, 2400), (13, 1, 1200), (0, 1, 1200), (1, 0, 2400))
    dates = [(2013, *date, NEW_YORK) for date in no_dates]
    others = [
        (2013, 1, 15, 1200, "Mars/Olympus"),
        (2013, 1, 15, 1200, NEW_YORK, 0),
        (2013, 11, 3, 130, NEW_YORK, 3),
    ]
    rejects_each(submission.to_utc, [*minutes, *dates, *others])


# --- encode-column


def entries(*names):
    """Gives some entries of an encoded column as a dict, whatever the others are."""

    def of(encoded):
        is_a(encoded, dict)
        return {name: encoded[name] for name in names if name in encoded}

    return of


@exercise("encode-column")
def test_values_are_listed_once_in_order_of_appearance(submission):
    """The dictionary has each distinct value once, in the order of first appearance."""
    cases = [
        ([values], {"dictionary": expected}, "")
        for values, expected in (
            ([30, -5, 30, 0, -5, 7], [30, -5, 0, 7]),
            (["b", "", "a", "b ", "", "B"], ["b", "", "a", "b ", "B"]),
        )
    ]
    unlike = ["Zürich", "Zu\u0308rich", "UA", "UA\0", "NULL", "None", "nan"]
    why = "All of these texts differ, though two look alike (one writes the dots of ü apart)."
    cases.append(([unlike], {"dictionary": unlike}, why))
    assert_each(submission.encode_column, cases, of=entries("dictionary"))


@exercise("encode-column")
def test_equal_neighbours_share_a_run_as_long_as_can_be(submission):
    """Each run of equal values has one code and one length, and neighbouring codes differ."""
    values = ["UA"] * 300 + ["B6"] + ["UA"] * 3 + ["AA"]
    runs = entries("codes", "lengths")(submission.encode_column(values))
    expected = {"codes": [0, 1, 0, 2], "lengths": [300, 1, 3, 1]}
    assert_same(runs, expected, why="The runs are 300 UA, 1 B6, 3 UA and 1 AA.")


@exercise("encode-column")
def test_missing_values_have_code_minus_1(submission):
    """None has code -1 and no place in the dictionary; neighbouring Nones share a run."""
    cases = [
        ([values], {"dictionary": dictionary, "codes": codes, "lengths": lengths}, "")
        for values, dictionary, codes, lengths in (
            ([None, None, "", None, "UA", ""], ["", "UA"], [-1, 0, -1, 1, 0], [2, 1, 1, 1, 1]),
            ([None, 0, None, None], [0], [-1, 0, -1], [1, 1, 2]),
            ([None] * 3, [], [-1], [3]),
        )
    ]
    of = entries("dictionary", "codes", "lengths")
    assert_each(submission.encode_column, cases, of=of)


@exercise("encode-column")
def test_all_nans_are_one_value_and_not_missing(submission):
    """NaN has one entry of the dictionary, however often it occurs, and is told from None."""
    values = [math.nan, float("nan"), 1.5, None, -math.nan, math.inf, math.nan]
    of = entries("dictionary", "codes", "lengths")
    expected = {
        "dictionary": [math.nan, 1.5, math.inf],
        "codes": [0, 1, -1, 0, 2, 0],
        "lengths": [2, 1, 1, 1, 1, 1],
    }
    why = "NaN is not equal to itself, but is one value here."
    assert_same(of(submission.encode_column(values)), expected, why=why)


@exercise("encode-column")
def test_the_size_counts_the_dictionary_and_the_runs_in_bytes(submission):
    """Texts take 4 bytes and their UTF-8, numbers 8, and each run 4 and its code."""
    cases = [
        ([values], {"bytes": expected}, "")
        for values, expected in (
            ([], 0),
            ([None, None], 5),
            ([7, 7, 8], 26),
            ([0.5, None, 0.5], 23),
            (["São Paulo", "Zürich"], 35),
        )
    ]
    assert_each(submission.encode_column, cases, of=entries("bytes"))
    expected = {"dictionary": ["UA"], "codes": [0, -1], "lengths": [1, 1], "bytes": 16}
    encoded = submission.encode_column(["UA", None])
    assert_same(encoded, expected, why="The result has exactly these four entries.")


@exercise("encode-column")
def test_an_empty_column_is_a_column(submission):
    """No values give no entries and no runs, and no runs give no values."""
    nothing = {"dictionary": [], "codes": [], "lengths": [], "bytes": 0}
    assert_same(submission.encode_column([]), nothing, why="There are no values, so no runs.")
    unused = {"dictionary": ["UA"], "codes": [], "lengths": []}
    cases = [([encoded], [], "There are no runs, so no values.") for encoded in (nothing, unused)]
    assert_each(submission.decode_column, cases)


@exercise("encode-column")
def test_codes_grow_wider_with_the_dictionary(submission):
    """A code takes 1 byte up to 255 entries of the dictionary, and 2 beyond."""
    cases = [
        (
            [list(range(distinct))],
            {"bytes": distinct * 8 + distinct * (4 + width)},
            f"{distinct} distinct ints of 8 bytes, in as many runs of 4 + {width} bytes.",
        )
        for distinct, width in ((255, 1), (256, 2), (600, 2))
    ]
    assert_each(submission.encode_column, cases, of=entries("bytes"))


@exercise("encode-column")
def test_a_column_comes_back_as_it_was(submission):
    """Encoding and decoding gives the same values, types, order and gaps."""
    columns = (
        ["UA", "UA", None, "B6", "UA", "", None, None],
        [3, 1, 2, 1, 3, 3, -(2**63), 2**63 - 1],
        [1.0, math.nan, None, -math.inf, 1.0, float("nan")],
        [0.3, 0.1 + 0.2, 1_234_567.25, 1_234_567.5, 1 / 3, 1e-300, 0.0],
        ["UA\0", "UA", "Zürich"],
    )
    cases = []
    for values in columns:
        encoded = assert_unchanged(submission.encode_column, values)
        is_a(encoded, dict)
        cases.append(([encoded], values, f"The values were {values}."))
    assert_each(submission.decode_column, cases, rtol=0, atol=0)


@exercise("encode-column")
def test_floats_stay_floats_and_ints_stay_ints(submission):
    """Whole floats come back as floats, and ints as ints, whatever was encoded before."""
    columns = ([1, 2, None, 1], [1.0, 2.0, None, 1.0], [2, 1])
    encoded = [answer() for answer in submission.encode_column.each([c] for c in columns)]
    for column in encoded:
        is_a(column, dict)
    answers = submission.decode_column.each([column] for column in encoded)
    for values, answer in zip(columns, answers, strict=True):
        decoded = answer()
        assert_same(decoded, values, why=f"The values were {values}.")
        for ours, theirs in zip(decoded, values, strict=True):
            require(
                not isinstance(theirs, float) or isinstance(ours, float | np.floating),
                f"The float {theirs} came back as the int {ours}: types have to survive.",
            )


@exercise("encode-column")
def test_columns_of_other_writers_can_be_read(submission):
    """Decoding needs neither the longest runs, nor a dictionary in order, nor the size."""
    encoded = {
        "dictionary": ["x", "UA", "B6", "UA"],
        "codes": [1, 3, -1, -1, 2],
        "lengths": [1, 2, 1, 2, 1],
    }
    values = assert_unchanged(submission.decode_column, encoded)
    assert_same(values, ["UA", "UA", "UA", None, None, None, "B6"])
    encoded = {"dictionary": [5], "codes": [-1, 0], "lengths": [1, 1], "bytes": -1, "by": "x"}
    assert_same(submission.decode_column(encoded), [None, 5], why="Other entries are ignored.")


@exercise("encode-column")
def test_damaged_columns_are_refused(submission):
    """A code outside the dictionary, a length below 1, or lists that do not pair: a ValueError."""
    damaged = [
        {"dictionary": ["UA", "B6"], "codes": codes, "lengths": lengths, "bytes": 12}
        for codes, lengths in (
            ([0, 2, 1], [1, 1, 1]),
            ([0, 7], [1, 1]),
            ([0, -2], [1, 1]),
            ([-9, 1], [1, 1]),
            ([0, -1], [1, 0]),
            ([0, 1], [2, -1]),
            ([0, 1], [2]),
            ([0], [2, 1]),
            ([], [1]),
        )
    ]
    rejects_each(submission.decode_column, [[encoded] for encoded in damaged])


# --- merge-changes


def change(key, version, **row):
    """A change of the row with this key."""
    return {"key": key, "version": version, "row": row}


def deletion(key, version):
    return {"key": key, "version": version, "row": None}


def entry(version, **row):
    return {"version": version, "row": row}


def tombstone(version):
    return {"version": version, "row": None}


TABLE = {
    "UA1545": entry(2, delay=11, gate="C5"),
    "B6725": tombstone(3),
    "DL461": entry(-1, delay=0),
}


@exercise("merge-changes")
def test_a_higher_version_replaces_the_whole_row(submission):
    """The highest version wins, and nothing of the earlier row is kept; the rest stays."""
    changes = [change("UA1545", 3, delay=14), change("DL461", 0, delay=2), change("AA1", -5)]
    merged = submission.merge_changes(TABLE, changes)
    expected = {"UA1545": entry(3, delay=14), "B6725": tombstone(3)}
    expected |= {"DL461": entry(0, delay=2), "AA1": entry(-5)}
    assert_same(merged, expected, why="The new row of UA1545 has no gate, that of AA1 is empty.")
    assert_same(submission.merge_changes(TABLE, []), TABLE, why="No changes, the same table.")


@exercise("merge-changes")
def test_a_stale_change_has_no_effect(submission):
    """A change with a lower version than the row has is ignored, though it arrived later."""
    changes = [change("UA1545", 5, delay=20), change("UA1545", 3, delay=0), deletion("DL461", -2)]
    merged = submission.merge_changes(TABLE, changes)
    why = "Version 5 of UA1545 came before version 3; DL461 has version -1 in the table."
    assert_same(merged, {**TABLE, "UA1545": entry(5, delay=20)}, why=why)


@exercise("merge-changes")
def test_a_deletion_leaves_a_tombstone(submission):
    """A deleted row stays as a tombstone, so that a stale change cannot bring it back to life."""
    changes = [deletion("UA1545", 4), change("UA1545", 3, delay=14), deletion("AA1", 7)]
    merged = submission.merge_changes(TABLE, [*changes, change("B6725", 2, delay=3)])
    expected = {**TABLE, "UA1545": tombstone(4), "AA1": tombstone(7)}
    why = "UA1545 was deleted at version 4, after version 3; a deletion may precede its row."
    assert_same(merged, expected, why=why)


@exercise("merge-changes")
def test_a_newer_row_lives_again(submission):
    """A change with a higher version than the tombstone brings the key back, even if empty."""
    changes = [change("AA1", 2), deletion("AA1", 1), change("B6725", 4, delay=1)]
    merged = submission.merge_changes(TABLE, changes)
    expected = {**TABLE, "AA1": entry(2), "B6725": entry(4, delay=1)}
    assert_same(merged, expected, why="B6725 had a tombstone at version 3; {} is a row.")


@exercise("merge-changes")
def test_order_and_repetition_do_not_matter(submission):
    """Any order, any repetition, at once or in parts: the same changes give the same table."""
    changes = [
        change("UA1545", 3, delay=14),
        deletion("UA1545", 4),
        change("UA1545", 5, delay=16),
        deletion("AA1", 2),
        change("AA1", 1, delay=9),
        change("B6725", 2, delay=3),
        change("UA1545", 2, gate="C5", delay=11),
    ]
    expected = {**TABLE, "UA1545": entry(5, delay=16), "AA1": tombstone(2)}
    orders = (changes, changes[::-1] * 2)
    cases = [([TABLE, order], expected, "Only versions count.") for order in orders]
    assert_each(submission.merge_changes, cases)
    table = TABLE
    for part in (changes[3:4], changes[4:] + changes[:2], changes[1:5]):
        table = submission.merge_changes(table, part)
        is_a(table, dict)
    assert_same(table, expected, why="The same changes were merged in parts, some of them twice.")


@exercise("merge-changes")
def test_two_rows_for_one_version_are_refused(submission):
    """Different rows with the same key and version are a ValueError that contains the key.

    It does not matter whether the version is the highest, and where the two stand.
    """
    one, other = change("AA1", 2, delay=9), change("AA1", 2, delay=8)
    gone, newest = deletion("AA1", 2), change("AA1", 3, delay=7)
    contradictions = [[one, other], [newest, one, other]]
    contradictions += [[gone, change("AA1", 2)], [change("AA1", 2), gone]]
    calls = [[TABLE, changes] for changes in contradictions]
    rejects_each(submission.merge_changes, calls, naming="AA1")
    rejects(submission.merge_changes, TABLE, [change("B6725", 3, delay=1)], naming="B6725")
    wrong, newer = change("UA1545", 2, delay=11), change("UA1545", 9, delay=1)
    rejects(submission.merge_changes, TABLE, [newer, wrong], naming="UA1545")
    stale = [change("UA1545", 1, delay=8), change("UA1545", 1, delay=9)]
    rejects(submission.merge_changes, TABLE, stale, naming="UA1545")
    merged = submission.merge_changes({}, [one, change("AA2", 2, delay=8), newest, one])
    expected = {"AA1": entry(3, delay=7), "AA2": entry(2, delay=8)}
    assert_same(merged, expected, why="Other keys have versions of their own; repeats are fine.")


@exercise("merge-changes")
def test_rows_are_compared_as_a_whole(submission):
    """Rows that differ in one field, its value or its type contradict each other."""
    rows = [
        ({"delay": 9}, {"delay": 9, "gate": "C5"}),
        ({}, {"gate": None}),
        ({"delay": 9}, {"delay": "9"}),
        ({"gate": None}, {"gate": "None"}),
        ({"from": "A", "to": "B"}, {"from": "B", "to": "A"}),
    ]
    calls = []
    for one, other in rows:
        for first, second in ((one, other), (other, one)):
            calls.append([{}, [change("AA1", 2, **first), change("AA1", 2, **second)]])
            calls.append([{"AA1": entry(2, **first)}, [change("AA1", 2, **second)]])
    rejects_each(submission.merge_changes, calls, naming="AA1")
    same = [change("AA1", 2, gate="C5", delay=9), change("AA1", 2, delay=9, gate="C5")]
    merged = submission.merge_changes({}, same)
    assert_same(merged, {"AA1": entry(2, delay=9, gate="C5")}, why="These two rows are equal.")


@exercise("merge-changes")
def test_versions_may_be_large(submission):
    """Versions are compared as ints, digit by digit, such as those that count nanoseconds."""
    now = 1_371_204_000_000_000_000
    changes = [change("AA1", now + 1, delay=9), change("AA1", now, delay=8), change("AA1", -now)]
    changes += [change("aa1", now, delay=3), deletion("aa1", now + 1), change("aa1", 9)]
    merged = submission.merge_changes({}, changes)
    why = "These versions differ in the last digit, and AA1 and aa1 are two keys."
    assert_same(merged, {"AA1": entry(now + 1, delay=9), "aa1": tombstone(now + 1)}, why=why)


@exercise("merge-changes")
def test_the_table_given_is_left_alone(submission):
    """The merge makes a new table; the one it was given, and the changes, stay as they were."""
    changes = [change("UA1545", 8), change("AA1", 1, delay=9)]
    merged = assert_unchanged(submission.merge_changes, TABLE, changes)
    expected = {"UA1545": entry(8), "AA1": entry(1, delay=9)}
    assert_same(merged, TABLE | expected)


# --- tumbling-counts


def at(*times):
    """Events with these event times, received in this order."""
    return [{"event_time": t, "received_at": 5_000 + 7 * k} for k, t in enumerate(times)]


def counted(times, window, lateness, expected, why):
    """A case: events at these times, and the four entries closed, open, late and watermark."""
    names = ("closed", "open", "late", "watermark")
    return (at(*times), window, lateness), dict(zip(names, expected, strict=True)), why


@exercise("tumbling-counts")
def test_events_are_counted_in_the_window_of_their_event_time(submission):
    """The time of the event decides, not that of its arrival; a window's end is not in it."""
    why = "A window lasts from its beginning to just before its end."
    expected = ({}, {0: 2, 60: 3, 120: 1}, [], -880)
    borders = counted((60, 0, 59, 60, 119, 120), 60, 1000, expected, why)
    why = "Windows without an event have no entry, and equal events are each counted."
    gaps = counted((7, 3, 7, 7, 20), 5, 100, ({}, {0: 1, 5: 3, 20: 1}, [], -80), why)
    assert_each(submission.tumbling_counts, [borders, gaps])


@exercise("tumbling-counts")
def test_windows_before_the_origin_begin_at_multiples_too(submission):
    """Times below zero belong to windows that begin at multiples of `window`, such as -60."""
    counts = assert_unchanged(submission.tumbling_counts, at(-61, -60, -59, -1, 0), 60, 500)
    expected = {"closed": {}, "open": {-120: 1, -60: 3, 0: 1}, "late": [], "watermark": -500}
    assert_same(counts, expected, why="-1 lies in the window from -60 to 0.")


@exercise("tumbling-counts")
def test_a_window_closes_when_the_watermark_reaches_its_end(submission):
    """The watermark trails the greatest event time; at the end of a window it closes it."""
    cases = [
        counted((5, last), 60, lateness, expected, f"The watermark comes to {last - lateness}.")
        for last, lateness, expected in (
            (69, 10, ({}, {0: 1, 60: 1}, [], 59)),
            (70, 10, ({0: 1}, {60: 1}, [], 60)),
            (60, 0, ({0: 1}, {60: 1}, [], 60)),
        )
    ]
    assert_each(submission.tumbling_counts, cases)


@exercise("tumbling-counts")
def test_an_event_for_a_closed_window_goes_aside(submission):
    """An event is too late if its window is closed when it arrives; then only its place is kept."""
    why = "The event at 70 closes the first window, and two events come for it afterwards."
    times, expected = (3, 59, 60, 70, 58, 71, 5, 60), ({0: 2}, {60: 4}, [4, 6], 61)
    two_late = counted(times, 60, 10, expected, why)
    why = "The watermark is at 60 from the first event on: 59 is too late, 60 is not."
    at_once = counted((100, 59, 60, 70, 79), 20, 40, ({}, {60: 3, 100: 1}, [1], 60), why)
    assert_each(submission.tumbling_counts, [two_late, at_once])


@exercise("tumbling-counts")
def test_an_event_may_be_older_than_the_watermark_while_its_window_is_open(submission):
    """What counts is whether the window is closed, not whether the event is behind the mark."""
    why = "The watermark is at 45, and the window from 0 to 60 is still open."
    case = counted((50, 10, 0, 49), 60, 5, ({}, {0: 4}, [], 45), why)
    assert_each(submission.tumbling_counts, [case])


@exercise("tumbling-counts")
def test_the_watermark_never_goes_back(submission):
    """An old event does not pull the watermark back, and reopens no window."""
    times, expected = (200, 150, 10, 55, 130, 119), ({}, {120: 2, 180: 1}, [2, 3, 5], 140)
    why = "The watermark stays at 140, where the first event brought it."
    first = counted(times, 60, 60, expected, why)
    expected = ({0: 1}, {120: 1}, [2, 3, 4], 120)
    second = counted((0, 120, 1, 61, 2), 60, 0, expected, "The watermark stays at 120.")
    assert_each(submission.tumbling_counts, [first, second])


@exercise("tumbling-counts")
def test_zero_is_a_time_like_any_other(submission):
    """An event time of 0, or a watermark of 0, is not the same as none."""
    cases = []
    for times, lateness, expected, why in (
        ((10, -70, -5), 10, ({}, {0: 1}, [1, 2], 0), "The watermark is at 0 from the start."),
        ((0, -70, -5), 0, ({}, {0: 1}, [1, 2], 0), "The first event brings the watermark to 0."),
        ((0, -5), 10, ({}, {0: 1, -60: 1}, [], -10), "The greatest event time stays 0."),
    ):
        cases.append(counted(times, 60, lateness, expected, why))
    assert_each(submission.tumbling_counts, cases)


@exercise("tumbling-counts")
def test_no_events_give_no_watermark(submission):
    """Without events both dicts are empty and the watermark is None."""
    none = counted((), 60, 10, ({}, {}, [], None), "There are no events.")
    why = "The first event may be below zero."
    one = counted((-110,), 60, 100, ({}, {-120: 1}, [], -210), why)
    assert_each(submission.tumbling_counts, [none, one])


@exercise("tumbling-counts")
def test_windows_and_lateness_that_make_no_sense_are_refused(submission):
    """A window below 1 s or a negative lateness is a ValueError; 1 and 0 are allowed."""
    calls = [(at(3, 4), 0, 10), (at(3, 4), 60, -1), (at(), -60, 10), (at(), 60, -1), (at(), 0, 0)]
    rejects_each(submission.tumbling_counts, calls)
    why = "Windows of 1 s, and no lateness, make sense."
    case = counted((3, 5, 5, 7), 1, 0, ({3: 1, 5: 2}, {7: 1}, [], 7), why)
    assert_each(submission.tumbling_counts, [case])


# --- run-pipeline


class Night:
    """What lies outside of the pipeline: steps, a store, and a log of all calls but of `read`.

    outputs: what each step returns, by name; store: checkpoints of earlier attempts.
    deaths: what fails, in this order, each once: the name of a step, which fails after its
    effect; "read"; "write", which fails before it has stored the value; or "stored", a `write`
    that fails after. The list is empty when all have struck. error, text: what is raised then.
    """

    def __init__(self, outputs, store=(), deaths=(), error=OSError, text="power failure"):
        self.outputs, self.store = dict(outputs), dict(store)
        self.deaths, self.error, self.text, self.log = list(deaths), error, text, []

    def run(self, submission):
        """One attempt at the run; its result."""
        return submission.run_pipeline(*self.arguments())

    def arguments(self):
        """Those of `run_pipeline`."""
        return "june", self.steps(), spy(self._read), spy(self._write)

    def again(self):
        """The same night with a log of its own, for another attempt."""
        other = copy(self)
        other.log = []
        return other

    def steps(self):
        return [(name, spy(self._step(name))) for name in self.outputs]

    def called(self):
        """The names of the steps that were called, in order."""
        return [name for name, *_ in self.log if name != "write"]

    def _step(self, name):
        def step(previous, token):
            self.log.append((name, previous, token))
            self._die(name)
            return self.outputs[name]

        step.__name__ = name  # for the feedback
        return step

    def _read(self, key):
        self._die("read")
        return self.store.get(key)

    def _write(self, key, value):
        self.log.append(("write", key, value))
        self._die("write")
        self.store[key] = value
        self._die("stored")

    def _die(self, place):
        if self.deaths[:1] == [place]:
            del self.deaths[0]
            raise self.error(self.text)


@exercise("run-pipeline")
def test_steps_run_in_order_on_the_output_of_the_one_before(submission):
    """Each step is called once with the output of the step before and its token, then written."""
    night = Night({"fetch": [1, 2], "merge": {"rows": 2}, "publish": "done"})
    assert_same(night.run(submission), "done", why="The result is the output of the last step.")
    expected = [
        ("fetch", None, "june/fetch"),
        ("write", "june/fetch", [1, 2]),
        ("merge", [1, 2], "june/merge"),
        ("write", "june/merge", {"rows": 2}),
        ("publish", {"rows": 2}, "june/publish"),
        ("write", "june/publish", "done"),
    ]
    assert_same(night.log, expected, why="These are the calls of steps and of `write`, in order.")


@exercise("run-pipeline")
def test_finished_steps_are_not_run_again(submission):
    """A step with a checkpoint is not called; its output is taken from the store."""
    outputs = {"fetch": "fetched", "merge": "merged"}
    night = Night(outputs, {"june/fetch": ["kept"]})
    assert_same(night.run(submission), "merged", why="The first of two steps was finished.")
    expected = [("merge", ["kept"], "june/merge"), ("write", "june/merge", "merged")]
    assert_same(night.log, expected, why="The checkpoint of 'fetch' holds its output.")
    night = Night(outputs, {"june/fetch": "kept", "june/merge": "kept too"})
    assert_same(night.run(submission), "kept too", why="Both steps were finished.")
    assert_same(night.log, [], why="Both steps were finished, so nothing is called or written.")


@exercise("run-pipeline")
def test_an_output_may_be_empty_or_false(submission):
    """0, "", False, and an empty list or dict are outputs: only None means no checkpoint."""
    night = Night({"fetch": "x", "count": "", "merge": [], "check": False}, {"june/fetch": 0})
    assert_same(night.run(submission), False, why="This is the output of the last step.")
    expected = [
        ("count", 0, "june/count"),
        ("write", "june/count", ""),
        ("merge", "", "june/merge"),
        ("write", "june/merge", []),
        ("check", [], "june/check"),
        ("write", "june/check", False),
    ]
    assert_same(night.log, expected, why="The first of four steps was finished; its output is 0.")
    assert_same(night.run(submission), False, why="All steps were finished.")
    assert_same(len(night.log), 6, why="All steps were finished, so nothing more is called.")


@exercise("run-pipeline")
def test_runs_do_not_mix(submission):
    """Checkpoints of another run count for nothing, though its steps have the same names."""
    others = {"fetch": 9, "merge": 9, "may/fetch": 9, "may/merge": 9}
    night = Night({"fetch": 1, "merge": 2}, others)
    assert_same(night.run(submission), 2, why="Nothing of this run was finished.")
    expected = {**others, "june/fetch": 1, "june/merge": 2}
    assert_same(night.store, expected, why="Only keys of this run are written.")


@exercise("run-pipeline")
def test_the_error_of_a_step_ends_the_attempt_and_is_reported(submission):
    """A step's error becomes a RuntimeError with the step's name and the error's text.

    Nothing is written for that step, and no later step is called.
    """
    text = 'row 17: "12:60" isn\'t a time\nC:\\june\\lga.csv, as the gateway at Newark sent it'
    outputs = {"fetch": 1, "merge": 2, "publish": 3}
    # One success before a failure tells as much as six.
    cases = (
        (["fetch"], ValueError, "row 17"),
        ([], ValueError, text),
        ([], RuntimeError, "merge"),
        ([], OSError, "merge"),
        ([], ZeroDivisionError, "merge"),
        ([], TimeoutError, text),
    )
    nights = []
    for before, error, _ in cases:
        names = [*before, "merge", "publish"]
        nights.append(Night({name: outputs[name] for name in names}, (), ["merge"], error, text))
    answers = submission.run_pipeline.each(night.arguments() for night in nights)
    for night, answer, (before, _, naming) in zip(nights, answers, cases, strict=True):
        rejects(answer, naming=naming, error=RuntimeError)
        kept = {f"june/{name}": outputs[name] for name in before}
        assert_same(night.store, kept, why="The step 'merge' failed.")
        why = "The step 'merge' failed; nothing is called after it or again."
        assert_same(night.called(), [*before, "merge"], why=why)


def stop_by_hand(previous, token):
    raise KeyboardInterrupt("by hand")


def leave(previous, token):
    raise SystemExit("by hand")


@exercise("run-pipeline")
def test_what_is_no_exception_passes(submission):
    """A KeyboardInterrupt or SystemExit is no `Exception`: whoever stops the job stops it."""
    for step, kind in ((stop_by_hand, "KeyboardInterrupt"), (leave, "SystemExit")):
        night = Night({"fetch": 1})
        steps = [*night.steps(), ("merge", step)]
        try:
            submission.run_pipeline("june", steps, spy(night._read), spy(night._write))
            received = "nothing"
        except BaseException as raised:
            # Out of a sandbox comes an error that only has the name.
            received = getattr(raised, "class_name", type(raised).__name__)
            if received != kind and not isinstance(raised, RuntimeError):
                raise
        problem = f"The step 'merge' raised a {kind}, which is no `Exception`."
        require(received == kind, problem, expected=kind, received=received)
        assert_same(night.store, {"june/fetch": 1}, why=f"The step 'merge' raised a {kind}.")


def fetch(previous, token):
    return 1


def merge(previous, token):
    return 2


def publish(previous, token):
    return 3


def a_store():
    """`read` and `write` of a store that is copied along with them."""
    kept = {}

    def read(key):
        return kept.get(key)

    def write(key, value):
        kept[key] = value

    return read, write


@exercise("run-pipeline")
def test_the_list_of_steps_is_left_alone(submission):
    """The next attempt needs the list of steps as it was."""
    # No spies: to find out whether arguments with a spy have changed takes a sandbox very long.
    steps = [("fetch", fetch), ("merge", merge), ("publish", publish)]
    result, after = submission.run_pipeline.with_arguments("june", steps, *a_store())
    assert_same(result, 3, why="The result is the output of the last step.")
    is_a(after[1], list)
    for pair in after[1]:
        is_a(pair, (tuple, list))
    names = [name for pair in after[1] for name in pair[:1]]
    assert_same(names, ["fetch", "merge", "publish"], why="The steps were changed by the call.")


@exercise("run-pipeline")
def test_a_crash_anywhere_and_a_rerun_leave_each_effect_once(submission):
    """Wherever an attempt dies, the next takes up the work there, and repeats only what it must.

    A repeated step gets the same token, so whoever receives its effect can ignore the repeat.
    """
    deaths = ["fetch", "write", "stored", "merge", "write", "stored"]
    night = Night({"fetch": 1, "merge": 2}, deaths=deaths)
    # Each attempt has a log of its own; the store, and what is still to fail, they share.
    attempts = [night.again() for _ in range(len(deaths) + 1)]
    answers = list(submission.run_pipeline.each(attempt.arguments() for attempt in attempts))
    for place, death in enumerate(deaths):
        try:
            answers[place]()
        except (OSError, RuntimeError):
            died = True
        else:
            died = False
        name, previous = [("fetch", None), ("merge", 1)][place // 3]
        what = {"write": "`write`, nothing was stored", "stored": "`write`, its answer was lost"}
        why = f"Attempt {place + 1} died in {what.get(death, death)}."
        require(died, f"{why} Its error must end the attempt.")
        expected = [(name, previous, f"june/{name}")]
        if death != name:
            expected.append(("write", f"june/{name}", night.outputs[name]))
        assert_same(attempts[place].log, expected, why=why)
    why = "Both checkpoints are there; nothing is left to do."
    assert_same(answers[-1](), 2, why=why)
    assert_same(attempts[-1].log, [], why=why)


@exercise("run-pipeline")
def test_errors_of_the_store_are_passed_on(submission):
    """What `read` or `write` raise comes out as it is, and nothing is called after it."""
    night = Night({"fetch": 1, "merge": 2}, deaths=["write"], error=OSError)
    rejects(night.run, submission, naming="power failure", error=OSError)
    assert_same(len(night.log), 2, why="Nothing is called after an error of `write`.")
    night = Night({"fetch": 1, "merge": 2}, deaths=["read"], error=KeyError)
    rejects(night.run, submission, naming="power failure", error=KeyError)
    assert_same(night.log, [], why="The store could not be read.")


@exercise("run-pipeline")
def test_a_run_needs_steps_with_names_of_their_own(submission):
    """No steps, or a name that is there twice, is a ValueError before anything is called."""
    night = Night({"fetch": 1, "merge": 2}, deaths=["read"])
    first, second = night.steps()
    for steps in ([], [first, second, first], [first, second, second]):
        night.log.clear()
        arguments = ("june", steps, spy(night._read), spy(night._write))
        rejects(submission.run_pipeline, *arguments)
        assert_same(night.log, [], why="No step may be called, and nothing written.")
        require(night.deaths == ["read"], "Check the names before you read the store.")


# --- plan-scan

SCHEMA = {"month": 1, "carrier": 2, "arr_delay": 8, "distance": 4}
GROUPS = [
    {"rows": 100, "stats": {"month": [1, 2], "carrier": ["AA", "UA"]}},
    {"rows": 70, "stats": {"month": [3, 5], "carrier": ["B6", "DL"]}},
    {"rows": 30, "stats": {"carrier": ["UA", "VX"]}},
    {"rows": 5, "stats": {"month": [5, 5], "carrier": ["UA", "UA"], "distance": [-3, 0]}},
]


def layout(kind="column", groups=GROUPS, footer=1000):
    return {"kind": kind, "footer_bytes": footer, "groups": groups}


def where(column, low, high):
    return {"column": column, "min": low, "max": high}


def select(*columns, where=()):
    return {"columns": list(columns), "where": list(where)}


def plan(groups, rows, size):
    """The result in which so many groups, rows and bytes are read."""
    return {"groups": groups, "rows": rows, "bytes": size}


@exercise("plan-scan")
def test_a_row_layout_is_read_whole(submission):
    """A row layout reads every column of every group, and the footer, whatever is asked for."""
    queries = (select(), select("month", where=[where("carrier", "ZZ", None)]))
    expected = plan(4, 205, 205 * 15 + 1000)
    why = "205 rows of 15 bytes, and the footer."
    cases = [((query, layout("row"), SCHEMA), expected, why) for query in queries]
    assert_each(submission.plan_scan, cases)


@exercise("plan-scan")
def test_a_column_layout_reads_only_the_columns_it_needs(submission):
    """A column layout reads the columns that are returned, each once, and no other."""
    for columns, width in ((["month", "arr_delay", "month"], 9), ([], 0)):
        result = assert_unchanged(submission.plan_scan, select(*columns), layout(), SCHEMA)
        why = f"{columns} take {width} bytes a row, and without conditions no group is skipped."
        assert_same(result, plan(4, 205, 205 * width + 1000), why=why)
    alike = {"dep_delay": 8, "arr_delay": 8, "day": 1, "month": 1}
    cases = [
        ((select("arr_delay", "dep_delay"), layout(kind), alike), plan(4, 205, size), why)
        for kind, size, why in (
            ("column", 205 * 16 + 1000, "Two columns of 8 bytes take 16 bytes a row."),
            ("row", 205 * 18 + 1000, "A row takes 8 + 8 + 1 + 1 bytes."),
        )
    ]
    assert_each(submission.plan_scan, cases)


@exercise("plan-scan")
def test_the_column_of_a_condition_is_read_once(submission):
    """A column with a condition is read too, but once, even if it is returned or has two."""
    anything = where("month", None, None)
    for query, width in (
        (select("arr_delay", where=[anything]), 9),
        (select("month", "carrier", where=[anything, where("month", None, 99)]), 3),
        (select(where=[anything]), 1),
    ):
        result = assert_unchanged(submission.plan_scan, query, layout(), SCHEMA)
        why = f"The columns take {width} bytes a row."
        assert_same(result, plan(4, 205, 205 * width + 1000), why=why)


@exercise("plan-scan")
def test_groups_in_which_no_row_can_match_are_skipped(submission):
    """A group is skipped if its statistics lie wholly outside the limits; touching is inside."""
    cases = [
        (
            (select("month", where=[where("month", low, high)]), layout(), SCHEMA),
            plan(groups, rows, rows + 1000),
            f"Month is asked from {low} to {high}; the third group has no statistics of month.",
        )
        for low, high, groups, rows in (
            (2, 2, 2, 130),
            (3, 4, 2, 100),
            (6, 9, 1, 30),
            (5, 5, 3, 105),
        )
    ]
    assert_each(submission.plan_scan, cases)


@exercise("plan-scan")
def test_a_limit_may_be_open(submission):
    """None is no limit on that side, and 0 is a limit like any other."""
    cases = [
        (
            (select(where=[condition]), layout(), SCHEMA),
            plan(groups, rows, rows * SCHEMA[condition["column"]] + 1000),
            f"The condition is {condition}.",
        )
        for condition, groups, rows in (
            (where("month", 3, None), 3, 105),
            (where("month", None, 0), 1, 30),
            (where("distance", 0, None), 4, 205),
            (where("distance", None, -4), 3, 200),
            (where("carrier", "V", None), 1, 30),
            (where("carrier", None, ""), 0, 0),
        )
    ]
    assert_each(submission.plan_scan, cases)


@exercise("plan-scan")
def test_texts_are_compared_like_numbers(submission):
    """Limits and statistics that are texts are compared as Python compares texts."""
    cases = [
        (
            (select(where=[where("carrier", low, high)]), layout(), SCHEMA),
            plan(groups, rows, rows * 2 + 1000),
            f"The carrier is asked from {low!r} to {high!r}.",
        )
        for low, high, groups, rows in (
            ("a", None, 0, 0),
            (None, "A", 0, 0),
            (None, "AA", 1, 100),
            ("UA", "UAZ", 3, 135),
            ("9", "B", 1, 100),
        )
    ]
    assert_each(submission.plan_scan, cases)


@exercise("plan-scan")
def test_one_condition_is_enough_to_skip_a_group(submission):
    """All conditions must hold, so a group is skipped if any of them cannot."""
    cases = [
        (
            (select(where=conditions), layout(), SCHEMA),
            plan(groups, rows, rows * width + 1000),
            f"The conditions are {conditions}.",
        )
        for conditions, width, groups, rows in (
            ([where("carrier", "UA", "UA"), where("month", 4, None)], 3, 2, 35),
            ([where("month", None, 3), where("month", 3, None)], 1, 2, 100),
            # No row can match both, but neither says so of the second group.
            ([where("month", None, 3), where("month", 5, None)], 1, 2, 100),
            ([where("month", 9, 9), where("carrier", "A", "A")], 3, 0, 0),
        )
    ]
    assert_each(submission.plan_scan, cases)


@exercise("plan-scan")
def test_the_footer_is_always_read_once(submission):
    """The footer counts once for either layout, also if no group is read or there is none."""
    nothing = select("month", where=[where("carrier", "ZZ", None)])
    cases = [((nothing, layout(), SCHEMA), plan(0, 0, 1000), "All groups are skipped.")]
    for kind in ("row", "column"):
        arguments = (select("month"), layout(kind, [], 77), SCHEMA)
        cases.append((arguments, plan(0, 0, 77), "The file has no groups."))
    assert_each(submission.plan_scan, cases)


@exercise("plan-scan")
def test_unknown_columns_and_layouts_are_refused(submission):
    """A column that the file lacks, or another kind of layout, is a ValueError that names it."""
    asked, tested = select("gate"), select(where=[where("month", 9, 9), where("gate", None, None)])
    calls = [(asked, layout(kind), SCHEMA) for kind in ("row", "column")]
    calls += [(tested, layout(kind, []), SCHEMA) for kind in ("row", "column")]
    rejects_each(submission.plan_scan, calls, naming="gate")
    kinds = (("parquet", GROUPS), ("parquet", []), ("Row", GROUPS), ("rows", []), ("col", []))
    for kind, groups in kinds:
        rejects(submission.plan_scan, select("month"), layout(kind, groups), SCHEMA, naming=kind)
