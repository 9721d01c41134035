"""The checks of exercise 3 of week 11 that a student sees: a table that may be handed over."""

import pandas as pd

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    is_a,
    once,
    rejects_each,
)


def trips(hours, to=None):
    """A table of trips by hour, and perhaps by destination."""
    columns = {"hour": list(hours)}
    return pd.DataFrame(columns if to is None else {**columns, "to": list(to)}, dtype=object)


PARTS = {"7": "day", "8": "day", "9": "day", "19": "night", "20": "night"}
HOUR = [PARTS, dict.fromkeys(PARTS, "*")]
COAST = {"BOS": "east", "MIA": "east", "LAX": "west", "SFO": "west"}
TO = [COAST, dict.fromkeys(COAST, "*")]
ENTRIES = ["levels", "lost", "released", "suppressed"]


def part(*names):
    """What takes some entries of the result; the table as columns, labels and rows."""

    def of(result):
        is_a(result, dict)
        assert_same(sorted(map(str, result)), ENTRIES)
        taken = {name: result[name] for name in names}
        if "released" in taken:
            table = taken["released"]
            is_a(table, pd.DataFrame)
            columns = [table.iloc[:, i].tolist() for i in range(table.shape[1])]
            taken["released"] = [[*table.columns], table.index.tolist(), columns]
        return taken

    return of


DECISION = ("levels", "suppressed")


def chosen(suppressed, **levels):
    """What a choice should be."""
    return {"levels": levels, "suppressed": suppressed}


@once
def lowest():
    digits = [{"1": "*", "11": "*"}]
    mirrored = trips(["1", "11"], ["11", "1"])
    return [
        ((trips(["7", "20"]), {"hour": HOUR}, 1, 0), chosen([], hour=0), "Groups of one will do."),
        (
            (mirrored, {"hour": digits, "to": digits}, 2, 0),
            chosen([], hour=1, to=1),
            "The rows are not alike, though 1 and 11 read like 11 and 1 when they are joined.",
        ),
    ]


@exercise("k-anonymise")
def test_levels_rise_until_every_group_has_k_rows(submission):
    """The level is the lowest at which every group has k rows or more."""
    assert_each(submission.k_anonymise, lowest(), of=part(*DECISION))


@once
def limits():
    ladders = {"hour": HOUR}
    hours = ["7", "19", "7", "7", "8"]
    return [
        ((trips(hours), ladders, 2, 1), chosen([1], hour=1), "At level 1 only 19 is alone."),
        ((trips(["7", "8"] * 2), ladders, 3, 4), chosen([0, 1, 2, 3], hour=0), "All may go."),
    ]


@exercise("k-anonymise")
def test_small_groups_go_up_to_the_limit_and_are_reported(submission):
    """Rows in groups below k are suppressed if they are at most `max_suppressed`, and listed."""
    assert_each(submission.k_anonymise, limits(), of=part(*DECISION))


@once
def two_columns():
    even = trips(["7", "8", "7", "8"], ["BOS", "BOS", "LAX", "LAX"])
    high = trips(["7", "20", "7", "20"], ["BOS", "BOS", "LAX", "LAX"])
    return [
        ((even, {"hour": HOUR, "to": TO}, 2, 0), chosen([], hour=1, to=0), "1 + 0, and not 0 + 2."),
        (
            (high, {"to": TO, "hour": HOUR}, 2, 0),
            chosen([], to=0, hour=2),
            "0 + 2 and 2 + 0 would both do; the ladder of `to` comes first, so it stays at 0.",
        ),
    ]


@exercise("k-anonymise")
def test_the_smallest_sum_of_levels_is_taken(submission):
    """All columns together: the smallest sum of levels, ties in the order of `ladders`."""
    assert_each(submission.k_anonymise, two_columns(), of=part(*DECISION))


@once
def fewest():
    to = ["BOS", "BOS", "LAX", "SFO", "MIA", "MIA"]
    arguments = (trips(["7", "8", "7", "7", "19", "20"], to), {"hour": HOUR, "to": TO}, 2)
    return [
        (
            (*arguments, 4),
            chosen([2, 3], hour=1, to=0),
            "(0, 1) suppresses four rows and (1, 0) two, with the same sum.",
        ),
    ]


@exercise("k-anonymise")
def test_of_equal_sums_the_one_that_keeps_most_rows_is_taken(submission):
    """Of choices with equal sums the one that suppresses fewest rows is taken."""
    assert_each(submission.k_anonymise, fewest(), of=part(*DECISION))


def evening():
    """Four rows with index labels that repeat, and ladders of which one shares its names."""
    table = pd.DataFrame(
        {"hour": ["18", "19", "17", "17"], "late": range(4), "to": ["BOS", "LAX", "BOS", "MIA"]},
        index=[7, 7, "x", 0],
    )
    ends = {"17": "18", "18": "19", "19": "20"}
    parts = {"17": "day", "18": "day", "19": "night"}
    hour = [ends, parts, dict.fromkeys(parts, "*")]
    return table, {"hour": hour, "to": [dict.fromkeys(COAST, "*")]}, 3, 1


@once
def tables():
    columns = [["day"] * 3, [0, 2, 3], ["*"] * 3]
    return [
        (
            evening(),
            {"released": [["hour", "late", "to"], [0, 1, 2], columns]},
            "18 is in the day, by the second rung of its ladder, though the first one calls it 19.",
        )
    ]


@exercise("k-anonymise")
def test_the_released_table_has_rows_and_columns_in_order(submission):
    """Released are the other rows and all columns in their order, with index labels 0, 1, 2, ...

    The old index labels would lead back to the rows. Each rung starts from the original values.
    """
    assert_each(submission.k_anonymise, tables(), of=part("released"))


@once
def costs():
    lost = 0.25 + 0.75 * (2 / 3 + 1) / 2
    why = "One row of four is gone; the others lost 2 levels of 3, and 1 level of 1."
    return [(evening(), {"lost": lost}, why)]


@exercise("k-anonymise")
def test_what_is_lost_is_counted_in_cells(submission):
    """A suppressed row has lost all, any other cell its level's share of the ladder."""
    assert_each(submission.k_anonymise, costs(), of=part("lost"))


@exercise("k-anonymise")
def test_what_cannot_be_hidden_is_refused(submission):
    """A k below 1, or no choice that is within the limit, is a ValueError."""
    table = trips(["7", "8", "20"])
    calls = [(table, {"hour": HOUR}, k, most) for k, most in ((0, 3), (4, 2))]
    rejects_each(submission.k_anonymise, calls)


@exercise("k-anonymise")
def test_the_raw_table_stays_as_it_was(submission):
    """The table that was handed in is not changed."""
    result = assert_unchanged(submission.k_anonymise, trips(["7", "8"]), {"hour": HOUR}, 2, 0)
    assert_same(part(*DECISION)(result), chosen([], hour=1))
