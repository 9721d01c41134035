# /// mistake
# fails = ["test_rows_are_compared_as_a_whole"]
# says = "Rows that differ in one field"
# ///

# Compares rows by get, to which None and nothing are the same.
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
                and any(a.get(k) != b.get(k) for k in {*a, *b})
            ):
                raise ValueError("conflict at " + c["key"])
        else:
            seen[p] = c["row"]
    out = {}
    for (k, v), r in seen.items():
        if k not in out or v > out[k]["version"]:
            out[k] = {"version": v, "row": r}
    return out
