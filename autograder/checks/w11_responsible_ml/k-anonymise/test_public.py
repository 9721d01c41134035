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


def trips(hours, to=None, index=None):
    """A table of trips, with a column that nobody generalises."""
    table = pd.DataFrame({"hour": list(hours), "late": range(len(hours))}, index=index)
    if to is not None:
        table.insert(2, "to", list(to))
    return table


PARTS = {"7": "day", "8": "day", "9": "day", "19": "night", "20": "night"}
HOUR = [PARTS, dict.fromkeys(PARTS, "*")]
HALVES = {"7": "am", "8": "am", "9": "am", "19": "pm", "20": "pm"}
LONG = [PARTS, HALVES, dict.fromkeys(PARTS, "ever"), dict.fromkeys(PARTS, "*")]
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
def one_column():
    ladders = {"hour": HOUR}
    return [
        ((trips(["7", "8", "9", "19", "20"]), ladders, 3, 0), chosen([], hour=2), "All together."),
        ((trips(["7", "8", "9"]), ladders, 3, 0), chosen([], hour=1), "The day has exactly three."),
        ((trips(["7", "20"]), ladders, 1, 0), chosen([], hour=0), "Every row is a group of one."),
    ]


@exercise("k-anonymise")
def test_levels_rise_until_every_group_has_k_rows(submission):
    """The level is the lowest at which every group has k rows or more."""
    assert_each(submission.k_anonymise, one_column(), of=part(*DECISION))


@once
def limits():
    ladders = {"hour": HOUR}
    hours = ["7", "19", "7", "7", "8"]
    return [
        ((trips(hours), ladders, 2, 2), chosen([1, 4], hour=0), "19 and 8 are alone."),
        ((trips(hours), ladders, 2, 1), chosen([1], hour=1), "At level 1 only 19 is alone."),
        ((trips(hours), ladders, 2, 0), chosen([], hour=2), "None may go."),
        ((trips(["7", "8"] * 2), ladders, 3, 4), chosen([0, 1, 2, 3], hour=0), "All may go."),
    ]


@exercise("k-anonymise")
def test_small_groups_go_up_to_the_limit_and_are_reported(submission):
    """Rows in groups below k are suppressed if they are at most `max_suppressed`, and listed."""
    assert_each(submission.k_anonymise, limits(), of=part(*DECISION))


@once
def two_columns():
    even = trips(["7", "8", "7", "8"], ["BOS", "BOS", "LAX", "LAX"])
    odd = trips(["7", "8", "7", "7", "7"], ["BOS", "BOS", "LAX", "LAX", "MIA"])
    high = trips(["7", "20", "7", "20"], ["BOS", "BOS", "LAX", "LAX"])
    return [
        ((even, {"hour": HOUR, "to": TO}, 2, 0), chosen([], hour=1, to=0), "1 + 0, and not 0 + 2."),
        (
            (high, {"hour": HOUR, "to": TO}, 2, 0),
            chosen([], hour=0, to=2),
            "2 + 0 would do as well as 0 + 2; the smaller tuple has hour at 0.",
        ),
        (
            (high, {"to": TO, "hour": HOUR}, 2, 0),
            chosen([], to=0, hour=2),
            "As before, but now the ladder of `to` comes first.",
        ),
        (
            (odd, {"hour": HOUR, "to": TO}, 2, 1),
            chosen([1], hour=0, to=1),
            "(0, 1) leaves the row at 8 alone, (1, 0) the one to Miami: the smaller tuple.",
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


@once
def tables():
    ladders = {"hour": HOUR, "to": [dict.fromkeys(COAST, "*")]}
    mixed = trips(["8", "19", "7", "7"], ["BOS", "LAX", "BOS", "MIA"], index=[7, 7, "x", 0])
    return [
        (
            (mixed, {"hour": HOUR}, 2, 2),
            [
                ["hour", "late", "to"],
                [0, 1],
                [["7", "7"], [2, 3], ["BOS", "MIA"]],
            ],
            "Two rows stay, with new index labels.",
        ),
        (
            (mixed, ladders, 3, 1),
            [
                ["hour", "late", "to"],
                [0, 1, 2],
                [["day"] * 3, [0, 2, 3], ["*"] * 3],
            ],
            "Both columns are generalised, and the row at 19 is gone.",
        ),
        (
            (trips(["7", "20"]), {"hour": LONG}, 2, 0),
            [["hour", "late"], [0, 1], [["ever"] * 2, [0, 1]]],
            "The third of four levels.",
        ),
    ]


@exercise("k-anonymise")
def test_the_released_table_has_rows_and_columns_in_order(submission):
    """Released are the other rows and all columns in their order, with index labels 0, 1, 2, ...

    The old index labels would lead back to the rows.
    """
    assert_each(
        submission.k_anonymise,
        [(args, {"released": wanted}, why) for args, wanted, why in tables()],
        of=part("released"),
    )


@once
def costs():
    ladders = {"hour": HOUR, "to": [dict.fromkeys(COAST, "*")]}
    mixed = trips(["8", "19", "7", "7"], ["BOS", "LAX", "BOS", "MIA"])
    hours = {"hour": HOUR}
    return [
        ((trips(["7", "8"]), hours, 2, 0), 0.5, "One level of two."),
        (
            (mixed, ladders, 3, 1),
            0.25 + 0.75 * 0.75,
            "One row of four is gone; the others lost 1 level of 2, and 1 level of 1.",
        ),
    ]


@exercise("k-anonymise")
def test_what_is_lost_is_counted_in_cells(submission):
    """A suppressed row has lost all, any other cell its level's share of the ladder."""
    assert_each(
        submission.k_anonymise,
        [(args, {"lost": wanted}, why) for args, wanted, why in costs()],
        of=part("lost"),
    )


@exercise("k-anonymise")
def test_what_cannot_be_hidden_is_refused(submission):
    """A k below 1, or no choice that is within the limit, is a ValueError."""
    table = trips(["7", "8", "20"])
    calls = [(table, {"hour": HOUR}, k, most) for k, most in ((0, 3), (4, 2))]
    rejects_each(submission.k_anonymise, calls)


@exercise("k-anonymise")
def test_the_raw_table_stays_as_it_was(submission):
    """The table that was handed in is not changed."""
    table = trips(["7", "8", "20"])
    result = assert_unchanged(submission.k_anonymise, table, {"hour": HOUR}, 2, 1)
    assert_same(part(*DECISION)(result), chosen([2], hour=1))
