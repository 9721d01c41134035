# /// mistake
# fails = [
#     "test_a_row_layout_is_read_whole",
#     "test_a_column_layout_reads_only_the_columns_it_needs",
#     "test_the_footer_is_always_read_once",
#     "test_random_queries_read_what_a_slow_count_says",
#     "test_sorted_flights_cost_less_than_shuffled_ones",
# ]
# says = "footer"
# ///

# Thinks that only column files have a footer.
def plan_scan(
    query: Mapping[str, Any], layout: Mapping[str, Any], schema: Mapping[str, int]
) -> dict[str, int]:
    if layout["kind"] not in ("row", "column"):
        raise ValueError(f"there is no layout of kind {layout['kind']!r}")
    conditions = query["where"]
    needed = {*query["columns"], *(condition["column"] for condition in conditions)}
    for column in needed:
        if column not in schema:
            raise ValueError(f"the file has no column {column!r}")

    def can_match(group: Mapping[str, Any], condition: Mapping[str, Any]) -> bool:
        if condition["column"] not in group["stats"]:
            return True
        smallest, largest = group["stats"][condition["column"]]
        low, high = condition["min"], condition["max"]
        return (low is None or largest >= low) and (high is None or smallest <= high)

    read = layout["groups"]
    if layout["kind"] == "row":
        needed = set(schema)
    else:
        read = [g for g in read if all(can_match(g, condition) for condition in conditions)]
    rows = sum(group["rows"] for group in read)
    row_bytes = sum(schema[column] for column in needed)
    return {
        "groups": len(read),
        "rows": rows,
        "bytes": (layout["footer_bytes"] if layout["kind"] == "column" else 0) + rows * row_bytes,
    }
