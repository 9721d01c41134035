def plan_scan(query, layout, schema):
    """Walk the groups and decide for each."""
    wanted = set(query["columns"]) | {c["column"] for c in query["where"]}
    kind = layout["kind"]
    if kind not in ("row", "column"):
        raise ValueError(f"kind {kind!r}")
    for column in wanted:
        if column not in schema:
            raise ValueError(f"no column {column}")
    width = sum(schema.values()) if kind == "row" else sum(schema[c] for c in wanted)
    groups = rows = 0
    for group in layout["groups"]:
        skip = False
        if kind == "column":
            for c in query["where"]:
                if c["column"] in group["stats"]:
                    low, high = group["stats"][c["column"]]
                    if c["max"] is not None and low > c["max"]:
                        skip = True
                    if c["min"] is not None and high < c["min"]:
                        skip = True
        if not skip:
            groups += 1
            rows += group["rows"]
    return {"groups": groups, "rows": rows, "bytes": layout["footer_bytes"] + rows * width}
