# /// mistake
# fails = [
#     "test_unknown_columns_and_layouts_are_refused",
#     "test_unknown_names_are_refused_whatever_else_is_asked",
# ]
# says = "ValueError"
# ///

# Takes a column that the file lacks for one of no bytes.
def plan_scan(
    query: Mapping[str, Any], layout: Mapping[str, Any], schema: Mapping[str, int]
) -> dict[str, int]:
    if layout["kind"] not in ("row", "column"):
        raise ValueError(f"there is no layout of kind {layout['kind']!r}")
    conditions = query["where"]
    needed = {*query["columns"], *(condition["column"] for condition in conditions)}

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
    row_bytes = sum(schema.get(column, 0) for column in needed)
    return {
        "groups": len(read),
        "rows": rows,
        "bytes": layout["footer_bytes"] + rows * row_bytes,
    }
