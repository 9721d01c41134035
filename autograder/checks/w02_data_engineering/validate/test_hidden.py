"""The checks of `validate` that the grader keeps: random inputs, real flights, rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

import math
from functools import cache

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    once_per_seed,
)

from ..cases import messages, pair, pick, shuffled

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
    accepted, quarantined = pair(result)
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
