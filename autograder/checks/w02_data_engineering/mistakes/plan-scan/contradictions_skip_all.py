# /// mistake
# fails = [
#     "test_one_condition_is_enough_to_skip_a_group",
#     "test_random_queries_read_what_a_slow_count_says",
# ]
# says = "if any of them cannot"
# ///

# Skips every group when two conditions contradict each other.
def contradictory(ws):
    lo, hi = {}, {}
    for w in ws:
        c = w["column"]
        if w["min"] is not None:
            lo[c] = max(lo.get(c, w["min"]), w["min"])
        if w["max"] is not None:
            hi[c] = min(hi.get(c, w["max"]), w["max"])
    return any(c in hi and lo[c] > hi[c] for c in lo)


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
        skip = kind == "column" and contradictory(query["where"])
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
