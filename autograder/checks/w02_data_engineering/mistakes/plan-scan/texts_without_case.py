# /// mistake
# fails = ["test_texts_are_compared_like_numbers"]
# says = "as Python compares texts"
# ///

# Compares texts in small letters.
def plan_scan(query, layout, schema):
    kind = layout["kind"]
    if kind != "row" and kind != "column":
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
                    if isinstance(lo, str):
                        lo, hi, w = (
                            lo.lower(),
                            hi.lower(),
                            {k: v.lower() if v else v for k, v in w.items()},
                        )
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
