"""The checks of exercise 9 of week 11 that a student sees: a model card, checked by a program."""

from autograder.testing import assert_each, assert_same, assert_unchanged, exercise, once

SECTIONS = [
    "data",
    "groups",
    "intended_use",
    "metrics",
    "out_of_scope",
    "owner",
    "personal_data",
]


def data_set(name="test", **fields):
    """A data set."""
    return {"name": name, **fields}


def metric(name="auc", **fields):
    """A metric with nothing to complain of, but for what is changed."""
    whole = {"name": name, "value": 0.7, "data": "test", "date": "2014-01-10", **fields}
    return {field: value for field, value in whole.items() if value != "ABSENT"}


def card(**sections):
    """A card with nothing to complain of, but for what is changed."""
    whole = {
        "owner": "the desk",
        "intended_use": ["rank flights"],
        "out_of_scope": ["compensation"],
        "personal_data": "none",
        "data": [data_set(role="test", until="2013-12-31")],
        "groups": ["small"],
        "metrics": [metric(), metric("auc-small", group="small")],
        **sections,
    }
    return {name: value for name, value in whole.items() if value != "ABSENT"}


def cases_of(*pairs):
    """Cases of cards with the faults they have."""
    return [((facts,), faults, why) for facts, faults, why in pairs]


@once
def sections():
    rest = [f"{name}/missing" for name in SECTIONS]
    cases = cases_of(
        (card(), [], "Nothing is missing in this card."),
        ({}, rest, "Everything is missing."),
    )
    for name in SECTIONS:
        after = [f"{name}/missing"]
        if name == "data":
            after += ["metrics/auc-small/unknown-data", "metrics/auc/unknown-data"]
        if name == "metrics":
            after = ["groups/small/unreported", "metrics/missing"]
        cases += cases_of((card(**{name: "ABSENT"}), after, f"{name} is missing."))
    return cases


@exercise("model-card")
def test_each_missing_section_is_named(submission):
    """Each of the seven sections that is absent is named, and hides no other fault."""
    assert_each(submission.model_card, sections())


@once
def blanks():
    return cases_of(
        (card(owner="  \n"), ["owner/missing"], "White space is no owner."),
        (card(owner="", out_of_scope=None), ["out_of_scope/missing", "owner/missing"], "Both."),
        (card(intended_use=[]), ["intended_use/missing"], "No use is named."),
        (card(personal_data=" "), ["personal_data/missing"], "It says nothing."),
        (card(metrics=[], groups=[]), ["groups/missing", "metrics/missing"], "Empty lists."),
        (
            card(metrics=[metric(value=0), metric("s", value=0.0, group="small")]),
            [],
            "A value of 0 is a value.",
        ),
        (
            card(metrics=[metric(date=" ", value=None), metric("s", group="small", data="")]),
            ["metrics/auc/no-date", "metrics/auc/no-value", "metrics/s/no-data"],
            "None and blank texts are absent in metrics too.",
        ),
    )


@exercise("model-card")
def test_none_blank_and_empty_count_as_absent(submission):
    """None, blank texts and empty lists are absent; the number 0 is not."""
    assert_each(submission.model_card, blanks())


@once
def uses():
    return cases_of(
        (
            card(intended_use=["a", "b", "c"], out_of_scope=["c", "a"]),
            ["intended_use/a/out-of-scope", "intended_use/c/out-of-scope"],
            "a and c stand in both.",
        ),
        (card(intended_use=["Rank"], out_of_scope=["rank"]), [], "Compared exactly."),
        (card(intended_use=["rank flights"], out_of_scope=["rank"]), [], "As a whole."),
    )


@exercise("model-card")
def test_a_use_cannot_be_in_and_out_of_scope(submission):
    """A use that is intended and out of scope contradicts itself; each is named."""
    assert_each(submission.model_card, uses())


def columns(**personal):
    """Columns, by whether they are personal."""
    return [{"name": name, "personal": flag} for name, flag in personal.items()]


@once
def personal():
    one = data_set(columns=columns(hour=False, captain=True, seat=True))
    two = data_set("train", role="train", columns=columns(captain=True, phone=True))
    three = ["captain", "phone", "seat"]
    undeclared = [f"personal_data/{name}/undeclared" for name in three]
    both = undeclared[:1] + undeclared[2:]
    return cases_of(
        (card(data=[one]), both, "captain and seat are personal."),
        (card(data=[one, two]), undeclared, "captain is in two data sets, and listed once."),
        (card(data=[one], personal_data=" NONE "), both, "However it is written."),
        (card(data=[one], personal_data="captain and seat, for rotas"), [], "It is declared."),
        (
            card(data=[one], personal_data="ABSENT"),
            ["personal_data/missing"],
            "Nothing is claimed, so nothing contradicts it.",
        ),
        (card(data=[data_set(columns=columns(hour=False))]), [], "No column is personal."),
        (
            card(data=[data_set(columns=[{"name": "x"}]), data_set("y", columns=None)]),
            [],
            "Unsaid.",
        ),
    )


@exercise("model-card")
def test_personal_columns_must_be_declared(submission):
    """With personal data "none", in any letters, each personal column is named once."""
    assert_each(submission.model_card, personal())


@once
def incomplete():
    small = metric("s", group="small")
    return cases_of(
        (
            card(metrics=[metric(value="ABSENT", date="ABSENT", data="ABSENT"), small]),
            ["metrics/auc/no-data", "metrics/auc/no-date", "metrics/auc/no-value"],
            "All three are missing.",
        ),
        (
            card(metrics=[metric(data="tests"), small]),
            ["metrics/auc/unknown-data"],
            "There is no data set of this name.",
        ),
        (
            card(metrics=[metric(data="tests", date="1999-01-01"), small]),
            ["metrics/auc/unknown-data"],
            "Of a data set that is not there no date is known.",
        ),
        (
            card(metrics=[small, metric("a", date="ABSENT"), metric("b", value=None)]),
            ["metrics/a/no-date", "metrics/b/no-value"],
            "One fault each.",
        ),
    )


@exercise("model-card")
def test_a_metric_has_a_value_a_date_and_a_data_set(submission):
    """A metric without value, date or data set, or with an unknown one, is named for each."""
    assert_each(submission.model_card, incomplete())


@once
def contradictions():
    small = metric("s", group="small")
    train = data_set("train", role="train", until="2013-09-30")
    sets = [data_set(role="test", until="2013-12-31"), train]
    no_end = data_set("open", role="test")
    return cases_of(
        (
            card(data=sets, metrics=[metric(data="train"), small]),
            ["metrics/auc/training-data"],
            "It was measured where the model was trained.",
        ),
        (
            card(data=sets, metrics=[metric(date="2013-12-30"), small]),
            ["metrics/auc/before-data"],
            "It is older than its data.",
        ),
        (card(data=sets, metrics=[metric(date="2013-12-31"), small]), [], "The same day will do."),
        (
            card(data=sets, metrics=[metric(date="2013-10-01", data="train"), small]),
            ["metrics/auc/training-data"],
            "It is younger than its own data set, though older than the other.",
        ),
        (
            card(data=[*sets, no_end], metrics=[metric(data="open", date="1999-01-01"), small]),
            [],
            "Nobody knows when this data set ends.",
        ),
        (
            card(data=[*sets, data_set("b", until=" ")], metrics=[metric(data="b"), small]),
            [],
            "A blank day is no day.",
        ),
        (
            card(data=sets, metrics=[metric(data="train", date="2012-01-01", value=None), small]),
            ["metrics/auc/before-data", "metrics/auc/no-value", "metrics/auc/training-data"],
            "Everything at once.",
        ),
    )


@exercise("model-card")
def test_a_metric_must_not_contradict_its_data(submission):
    """A metric of training data, or older than the end of its data, contradicts itself."""
    assert_each(submission.model_card, contradictions())


@once
def groups():
    return cases_of(
        (card(groups=["small", "large"]), ["groups/large/unreported"], "No metric is of large."),
        (card(metrics=[metric()]), ["groups/small/unreported"], "The only metric is of all."),
        (
            card(metrics=[metric(), metric("s", group="small", value=None)]),
            ["groups/small/unreported", "metrics/s/no-value"],
            "A metric without a value reports nothing.",
        ),
        (
            card(metrics=[metric("s", group="small", value=None), metric("t", group="small")]),
            ["metrics/s/no-value"],
            "One of two has a value.",
        ),
        (
            card(metrics=[metric("s", group="small", date=None, value=0)]),
            ["metrics/s/no-date"],
            "A value without a date is reported, if badly.",
        ),
        (card(metrics=[metric("s", group="small"), metric("x", group="other")]), [], "More."),
        (card(groups=["Small"]), ["groups/Small/unreported"], "Compared exactly."),
    )


@exercise("model-card")
def test_a_group_that_was_evaluated_is_reported(submission):
    """Each group that is listed has a metric with a value, or is named."""
    assert_each(submission.model_card, groups())


@exercise("model-card")
def test_faults_come_sorted_and_once(submission):
    """Faults come in the order in which Python sorts texts, and none twice."""
    facts = {
        "metrics": [metric("b", data=None), metric("B"), metric("a", value=None)],
        "data": [data_set(columns=columns(z=True)), data_set("u", columns=columns(z=True))],
        "personal_data": "none",
        "extra": {"ignored": []},
    }
    expected = [
        "groups/missing",
        "intended_use/missing",
        "metrics/a/no-value",
        "metrics/b/no-data",
        "out_of_scope/missing",
        "owner/missing",
        "personal_data/z/undeclared",
    ]
    result = assert_unchanged(submission.model_card, facts)
    assert_same(result, expected, why="Seven faults, in order.")
