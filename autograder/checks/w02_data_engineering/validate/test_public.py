"""The checks of `validate` that a student of week 2 sees."""

import math

import numpy as np

from autograder.testing import assert_same, exercise, is_a, require

from ..cases import pair

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
    accepted, quarantined = pair(result)
    found = {}
    for entry in quarantined:
        is_a(entry, dict)
        assert_same(sorted(entry, key=str), ENTRY, why="Each entry has these three.")
        position = entry["position"]
        whole = isinstance(position, int | np.integer) and not isinstance(position, bool)
        require(whole, f"A position is an int, not {position!r}.")
        found[int(position)] = entry["reasons"]
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
