# /// mistake
# fails = [
#     "test_unknown_columns_and_layouts_are_refused",
#     "test_unknown_names_are_refused_whatever_else_is_asked",
# ]
# says = "another kind of layout"
# ///

# Asks whether the kind is part of a text.
def plan_scan(query, layout, schema):
    kind = layout["kind"]
    if kind not in "row column":
        raise ValueError(f"kind {kind}")
    need = []
    for c in query["columns"] + [w["column"] for w in query["where"]]:
        if c not in schema:
            raise ValueError(f"no column {c}")
        if c not in need:
            need.append(c)
    groups = rows = 0
    for g in layout["groups"]:
        skip = False
        if kind == "column":
            for w in query["where"]:
                if w["column"] in g["stats"]:
                    lo, hi = g["stats"][w["column"]]
                    if w["max"] is not None and lo > w["max"]:
                        skip = True
                    if w["min"] is not None and hi < w["min"]:
                        skip = True
        if not skip:
            groups += 1
            rows += g["rows"]
    width = 0
    for c in schema if kind == "row" else need:
        width += schema[c]
    return {"groups": groups, "rows": rows, "bytes": layout["footer_bytes"] + rows * width}
