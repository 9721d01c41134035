# /// mistake
# fails = [
#     "test_a_row_layout_is_read_whole",
#     "test_a_column_layout_reads_only_the_columns_it_needs",
#     "test_the_column_of_a_condition_is_read_once",
#     "test_groups_in_which_no_row_can_match_are_skipped",
#     "test_a_limit_may_be_open",
#     "test_texts_are_compared_like_numbers",
#     "test_one_condition_is_enough_to_skip_a_group",
#     "test_random_queries_read_what_a_slow_count_says",
#     "test_limits_that_touch_the_statistics_are_inside",
#     "test_sorted_flights_cost_less_than_shuffled_ones",
#     "test_the_order_of_groups_and_columns_does_not_matter",
#     "test_query_layout_and_schema_are_left_alone",
# ]
# says = "A row layout reads every column of every group"
# ///

# Multiplies by the number of groups.
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
        "bytes": layout["footer_bytes"] + len(read) * row_bytes,
    }
