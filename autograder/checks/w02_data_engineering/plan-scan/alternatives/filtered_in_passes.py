def plan_scan(
    query: Mapping[str, Any], layout: Mapping[str, Any], schema: Mapping[str, int]
) -> dict[str, int]:
    kind = layout["kind"]
    if kind != "row" and kind != "column":
        raise ValueError("unknown layout: " + kind)
    asked = list(query["columns"]) + [c["column"] for c in query["where"]]
    unknown = sorted(set(asked) - set(schema))
    if unknown:
        raise ValueError("unknown columns: " + ", ".join(unknown))

    groups = list(layout["groups"])
    columns = list(schema)
    if kind == "column":
        columns = [name for name in schema if name in asked]
        for condition in query["where"]:
            kept = []
            for group in groups:
                pair = group["stats"].get(condition["column"])
                if pair is not None:
                    if condition["max"] is not None and pair[0] > condition["max"]:
                        continue
                    if condition["min"] is not None and pair[1] < condition["min"]:
                        continue
                kept.append(group)
            groups = kept
    rows = 0
    size = layout["footer_bytes"]
    for group in groups:
        rows += group["rows"]
        for name in columns:
            size += group["rows"] * schema[name]
    return {"bytes": size, "rows": rows, "groups": len(groups)}
