"""The checks of `plan-scan` that a student of week 2 sees."""

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    rejects,
    rejects_each,
)

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
