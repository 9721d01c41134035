# /// mistake
# fails = ["test_rows_are_compared_as_a_whole"]
# says = "its value or its type"
# ///

# Compares the values of two rows as texts.
def merge_changes(table, changes):
    seen = {}
    for k, e in table.items():
        seen[(k, e["version"])] = e["row"]
    for c in changes:
        p = (c["key"], c["version"])
        if p in seen:
            a, b = seen[p], c["row"]
            if (
                (a is None) != (b is None)
                or a is not None
                and {k: str(v) for k, v in a.items()} != {k: str(v) for k, v in b.items()}
            ):
                raise ValueError("conflict at " + c["key"])
        else:
            seen[p] = c["row"]
    out = {}
    for (k, v), r in seen.items():
        if k not in out or v > out[k]["version"]:
            out[k] = {"version": v, "row": r}
    return out
