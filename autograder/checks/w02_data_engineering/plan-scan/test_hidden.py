"""The checks of `plan-scan` that the grader keeps: random inputs, real flights, rare cases.

Random results are compared with slow, obvious computations, so no correct answer can fail.
"""

from functools import cache

import numpy as np

from autograder.testing import (
    assert_each,
    assert_same,
    assert_unchanged,
    exercise,
    once_per_seed,
    rejects,
)

from ..cases import flights, pick, shuffled


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
